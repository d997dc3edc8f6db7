//! Small frameworks and datasets for tests.

use std::collections::BTreeMap;

use concord_model::answer::{AnswerColumn, Answers, Cited, Looked};
use concord_model::dataset::{Column, Dataset, NO_CHAIN, NO_PAIR, Strings, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::Dictionary;
use concord_model::framework::{Descriptor, Indicator, LocalAnswer, Mapping, Match, Outcome, Polarity};
use concord_model::manifest::{Manifest, Plugin};
use concord_model::missing::Missing;

use crate::setup::FrameworkInfo;

/// Reviews with every role, of two partnerships (in no order of their names), and three themes, the last of which stands apart.
pub(crate) const DICTIONARY: &str = r#"
id = "small"
title = "A small example"
version = "1"
root = "reviews"
group = "partnerships"
examined = "themes_examined"
chain = "parent_review_id"
period = "notified_date"
coding = "coding"
review_type = "review_type"

[background]
[[background.case_mix]]
field = "review_type"
[[background.fairness]]
field = "review_type"

[[tables]]
name = "partnerships"
key = "partnership_id"
fields = [{ name = "posts", kind = "decimal", resource = true }]

[[tables]]
name = "reviews"
key = "review_id"
group_key = "partnership_id"
fields = [
  { name = "review_type", kind = "code", codes = [{ code = "rapid", label = "Rapid review" }, { code = "lcspr", label = "Practice review" }] },
  { name = "parent_review_id", kind = "id" },
  { name = "notified_date", kind = "date" },
  { name = "coding", kind = "code", codes = [{ code = "first" }, { code = "second" }] },
  { name = "themes_examined", kind = "code-set", codes = "themes" },
]

[[tables]]
name = "observations"
key = "obs_id"
parent = "review_id"
fields = [{ name = "theme", kind = "code", codes = "themes" }]

[[themes]]
id = "T04"
title = "Risk"
[[themes]]
id = "T05"
title = "Sharing"
[[themes]]
id = "T12"
title = "Learning"
apart = true
"#;

pub(crate) fn dictionary() -> Dictionary {
    Dictionary::parse("small.toml", DICTIONARY).unwrap()
}

/// The places of the answers in the scale of [`concern`].
pub(crate) const PRESENT: u8 = 0;
pub(crate) const PARTLY: u8 = 1;
pub(crate) const ABSENT: u8 = 2;

/// A concern that can be present, partly or absent.
pub(crate) fn concern(id: &str, theme: &str, matching: Match) -> Indicator {
    let local = |outcome: Outcome| LocalAnswer {
        code: outcome.name().to_owned(),
        label: outcome.name().to_owned(),
        concern: Some(outcome),
        strength: None,
    };
    Indicator {
        id: id.to_owned(),
        title: id.to_owned(),
        question: format!("{id}?"),
        polarity: Polarity::Concern,
        scale: vec![local(Outcome::Present), local(Outcome::Partly), local(Outcome::Absent)],
        measure_unit: None,
        evidence_tables: vec!["observations".to_owned()],
        mappings: vec![Mapping { theme: theme.to_owned(), levels: vec![], matching }],
        predicate: None,
    }
}

pub(crate) fn framework(id: &str, indicators: Vec<Indicator>) -> FrameworkInfo {
    let manifest = Manifest {
        id: id.to_owned(),
        title: format!("Framework {id}"),
        edition: "1".to_owned(),
        owner: "nobody".to_owned(),
        source: "a test".to_owned(),
        plugin: Plugin::Bundled("rules".to_owned()),
        confirmed: false,
        memory: None,
        note: None,
    };
    FrameworkInfo { manifest, descriptor: Descriptor { reads: vec![], indicators }, memory: BTreeMap::new() }
}

/// One review of a small dataset.
#[derive(Debug, Clone)]
pub(crate) struct Review {
    pub(crate) key: String,
    pub(crate) partnership: u32,
    pub(crate) date: Option<&'static str>,
    pub(crate) lcspr: bool,
    pub(crate) chain: u32,
    pub(crate) follows: bool,
    pub(crate) second: bool,
    /// The number that all codings of a review have.
    pub(crate) pair: u32,
    /// A bit a theme; `None` where it is not given.
    pub(crate) declared: Option<u8>,
    /// The themes of its observations.
    pub(crate) observed: Vec<u8>,
}

/// A review of the first partnership that is an incident of its own.
pub(crate) fn review(key: &str) -> Review {
    Review {
        key: key.to_owned(),
        partnership: 0,
        date: Some("2023-05-01"),
        lcspr: false,
        chain: NO_CHAIN,
        follows: false,
        second: false,
        pair: NO_PAIR,
        declared: None,
        observed: vec![],
    }
}

/// The partnerships of every small dataset, by their rows.
pub(crate) const PARTNERSHIPS: [&str; 3] = ["Westby", "Easton", "Midham"];

pub(crate) fn dataset(reviews: &[Review]) -> Dataset {
    let mut dataset = Dataset::empty(&dictionary());
    dataset.reviews = reviews.len();
    dataset.group = reviews.iter().map(|review| review.partnership).collect();
    dataset.chain = reviews.iter().map(|review| review.chain).collect();
    dataset.pair = reviews.iter().map(|review| review.pair).collect();
    let partnerships = reviews.iter().map(|review| review.partnership as usize + 1).fold(PARTNERSHIPS.len(), usize::max);
    let further = (PARTNERSHIPS.len()..partnerships).map(|row| format!("P{row:03}")).collect::<Vec<String>>();
    dataset.tables[0].rows = partnerships;
    dataset.tables[0].keys = PARTNERSHIPS.into_iter().chain(further.iter().map(String::as_str)).collect();
    // A partnership has as many posts as its row.
    dataset.tables[0].columns[0].values = Values::Decimal((0..partnerships).map(|row| row as f64).collect());
    dataset.tables[1].rows = reviews.len();
    dataset.tables[1].keys = reviews.iter().map(|review| review.key.as_str()).collect();
    dataset.tables[1].columns = root_columns(reviews);
    let observations = &mut dataset.tables[2];
    for review in reviews {
        observations.rows += review.observed.len();
        observations.offsets.push(observations.rows as u32);
    }
    let keys_of = |review: &Review| (0..review.observed.len()).map(|row| format!("{}.{row}", review.key)).collect::<Vec<String>>();
    let keys: Vec<String> = reviews.iter().flat_map(keys_of).collect();
    observations.keys = keys.iter().map(String::as_str).collect();
    observations.columns[0].values = Values::Code(reviews.iter().flat_map(|review| review.observed.iter().copied()).collect());
    dataset
}

fn root_columns(reviews: &[Review]) -> Vec<Column> {
    let not_recorded = |given: bool| if given { 0 } else { Missing::NotRecorded as u8 };
    let date = |review: &Review| review.date.and_then(PartialDate::parse).map_or([0, 0], |date| [date.first, date.last]);
    let whole = |values: Values| Column { values, missing: vec![] };
    let with = |values: Values, given: fn(&Review) -> bool| Column {
        values,
        missing: reviews.iter().map(|review| not_recorded(given(review))).collect(),
    };
    let parents: Strings = reviews.iter().map(|review| if review.follows { "parent" } else { "" }).collect();
    vec![
        whole(Values::Code(reviews.iter().map(|review| u8::from(review.lcspr)).collect())),
        with(Values::Id(parents), |review| review.follows),
        with(Values::Date(reviews.iter().map(date).collect()), |review| review.date.is_some()),
        whole(Values::Code(reviews.iter().map(|review| u8::from(review.second)).collect())),
        with(Values::CodeSet { width: 1, bits: reviews.iter().map(|review| review.declared.unwrap_or(0)).collect() }, |review| {
            review.declared.is_some()
        }),
    ]
}

/// One indicator's answers, each with whether it was looked for and the rows of observations that it cites.
pub(crate) fn column(answers: &[(u8, Looked, Vec<u32>)]) -> AnswerColumn {
    let mut cited = Cited::default();
    let mut end = 0u32;
    cited.offsets.extend(end.to_le_bytes());
    for (_, _, rows) in answers {
        end += rows.len() as u32;
        cited.offsets.extend(end.to_le_bytes());
        cited.rows.extend(rows.iter().flat_map(|row| row.to_le_bytes()));
    }
    AnswerColumn {
        answers: answers.iter().map(|(answer, ..)| *answer).collect(),
        looked: answers.iter().map(|(_, looked, _)| *looked as u8).collect(),
        evidence: vec![cited],
        ..AnswerColumn::default()
    }
}

/// One framework's answers, all looked for and without evidence: a list a indicator.
pub(crate) fn looked_for(columns: &[&[u8]]) -> Answers {
    let column = |answers: &&[u8]| AnswerColumn { answers: answers.to_vec(), ..AnswerColumn::default() };
    Answers { columns: columns.iter().map(column).collect(), failures: vec![] }
}
