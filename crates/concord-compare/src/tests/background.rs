//! Small reviews with recommendations, findings and decisions, and no framework.

use proptest::collection::vec;
use proptest::prelude::*;

use concord_model::comparison::Comparison;
use concord_model::dataset::{Column, Dataset, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::Dictionary;
use concord_model::missing::Missing;

use crate::{Setup, Summary};

const DICTIONARY: &str = r#"
id = "small"
title = "A small example"
version = "1"
root = "reviews"
group = "partnerships"
period = "notified_date"
coding = "coding"

[background]
case_mix = [{ field = "nature" }, { field = "children.age" }]
before = [{ field = "children.abuse" }]
decisions = [{ id = "full", label = "A full review was decided on", field = "decision", yes = ["yes"], no = ["no"] }]

[background.recommendations]
kind = "recommendations.kind"
weak = ["training"]
intermediate = ["tool"]
strong = ["staff"]
level = "recommendations.level"
frontline = "L1"
organisation = "L3"
addressee = "recommendations.addressee"
national = ["dfe"]
links = "recommendations.links"
response = "recommendations.response"
answered = ["accepted"]
months = "recommendations.months"
finding_level = "findings.level"
finding_kind = "findings.kind"
problems = ["problem"]

[[tables]]
name = "partnerships"
key = "partnership_id"
fields = []

[[tables]]
name = "reviews"
key = "review_id"
group_key = "partnership_id"
fields = [
  { name = "notified_date", kind = "date" },
  { name = "coding", kind = "code", codes = [{ code = "first" }, { code = "second" }] },
  { name = "decision", kind = "code", codes = [{ code = "yes" }, { code = "no" }, { code = "deferred" }, { code = "NA", missing = "not_applicable" }] },
  { name = "nature", kind = "code", codes = [{ code = "death", label = "Death" }, { code = "harm", label = "Harm" }] },
  { name = "published", kind = "date" },
]

[[tables]]
name = "children"
key = "child_id"
parent = "review_id"
fields = [
  { name = "age", kind = "ordinal", codes = [{ code = "young" }, { code = "middle" }, { code = "old" }] },
  { name = "abuse", label = "Abuse", kind = "tri" },
]

[[tables]]
name = "findings"
key = "finding_id"
parent = "review_id"
fields = [
  { name = "level", kind = "ordinal", codes = "levels" },
  { name = "kind", kind = "code", codes = [{ code = "problem" }, { code = "strength" }] },
]

[[tables]]
name = "recommendations"
key = "rec_id"
parent = "review_id"
fields = [
  { name = "kind", kind = "code", codes = [{ code = "training" }, { code = "tool" }, { code = "staff" }, { code = "odd" }] },
  { name = "level", kind = "ordinal", codes = "levels" },
  { name = "addressee", kind = "code", codes = [{ code = "agency" }, { code = "dfe" }] },
  { name = "links", kind = "reference", references = "findings" },
  { name = "response", kind = "code", codes = [{ code = "none" }, { code = "accepted" }, { code = "NA", missing = "not_applicable" }] },
  { name = "answered_on", kind = "date" },
  { name = "months", kind = "integer", derive = "months(reviews.published, answered_on)" },
]

[[themes]]
id = "T01"
title = "Anything"

[[levels]]
id = "L0"
title = "Child"
[[levels]]
id = "L1"
title = "Practitioner"
[[levels]]
id = "L2"
title = "Team"
[[levels]]
id = "L3"
title = "Organisation"
"#;

pub(super) const PROBLEM: Option<u8> = Some(0);
pub(super) const STRENGTH: Option<u8> = Some(1);
pub(super) const TRAINING: Option<u8> = Some(0);
pub(super) const STAFF: Option<u8> = Some(2);
pub(super) const DFE: Option<u8> = Some(1);
pub(super) const AGENCY: Option<u8> = Some(0);
pub(super) const YES: Given = Given::Code(0);
pub(super) const NO: Given = Given::Code(1);

/// The day as of which it is asked what is due.
const AS_OF: &str = "2022-12-31";

/// A code, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    Code(u8),
    Missing(Missing),
}

/// One recommendation; codes by their places.
#[derive(Debug, Clone)]
pub(super) struct Recommendation {
    pub(super) kind: Option<u8>,
    pub(super) level: Option<u8>,
    pub(super) addressee: Option<u8>,
    /// Places among the findings of its review.
    pub(super) links: Option<Vec<u32>>,
    pub(super) response: Given,
    pub(super) months: Option<i32>,
}

/// One review; codes by their places.
#[derive(Debug, Clone)]
pub(super) struct Review {
    pub(super) partnership: u32,
    pub(super) date: Option<&'static str>,
    pub(super) second: bool,
    pub(super) decision: Given,
    pub(super) nature: Option<u8>,
    pub(super) published: Option<&'static str>,
    /// Age and abuse (0 present, 1 absent) of its children.
    pub(super) children: Vec<[Option<u8>; 2]>,
    /// The levels of its findings.
    pub(super) findings: Vec<Option<u8>>,
    /// Their kinds, for the first of them; the others are problems.
    pub(super) kinds: Vec<Option<u8>>,
    pub(super) recommendations: Vec<Recommendation>,
}

pub(super) const UNKNOWN: Given = Given::Missing(Missing::NotRecorded);
pub(super) const NOT_APPLICABLE: Given = Given::Missing(Missing::NotApplicable);

/// A review of the first partnership of which little is known.
pub(super) fn review() -> Review {
    let date = Some("2023-05-01");
    Review {
        partnership: 0,
        date,
        second: false,
        decision: UNKNOWN,
        nature: None,
        published: None,
        children: vec![],
        findings: vec![],
        kinds: vec![],
        recommendations: vec![],
    }
}

/// A local recommendation of training for practitioners that answers nothing.
pub(super) fn recommendation() -> Recommendation {
    Recommendation { kind: TRAINING, level: Some(1), addressee: AGENCY, links: Some(vec![]), response: NOT_APPLICABLE, months: None }
}

/// A decided review of a partnership about one child.
pub(super) fn decided(partnership: u32, decision: Given, nature: u8, abuse: Option<u8>) -> Review {
    Review { partnership, decision, nature: Some(nature), children: vec![[Some(0), abuse]], ..review() }
}

pub(super) fn setup() -> Setup {
    let setup = Setup::new(&Dictionary::parse("small.toml", DICTIONARY).unwrap(), &[]).unwrap();
    setup.with_as_of(PartialDate::parse(AS_OF).unwrap().first)
}

fn column(values: Values, missing: Vec<Option<Missing>>) -> Column {
    Column { values, missing: missing.into_iter().map(|missing| missing.map_or(0, |missing| missing as u8)).collect() }
}

fn code(given: &[Given]) -> Column {
    let codes = given.iter().map(|given| if let Given::Code(code) = given { *code } else { 0 });
    let missing = given.iter().map(|given| if let Given::Missing(missing) = given { Some(*missing) } else { None });
    column(Values::Code(codes.collect()), missing.collect())
}

fn optional(codes: &[Option<u8>]) -> Column {
    code(&codes.iter().map(|code| code.map_or(UNKNOWN, Given::Code)).collect::<Vec<_>>())
}

fn not_recorded<T>(values: &[Option<T>]) -> Vec<Option<Missing>> {
    values.iter().map(|value| value.is_none().then_some(Missing::NotRecorded)).collect()
}

/// The reviews as a dataset of so many partnerships, named against the order of their rows.
pub(super) fn dataset(reviews: &[Review], partnerships: u32) -> Dataset {
    let dictionary = Dictionary::parse("small.toml", DICTIONARY).unwrap();
    let mut dataset = Dataset::empty(&dictionary);
    dataset.reviews = reviews.len();
    dataset.group = reviews.iter().map(|review| review.partnership).collect();
    let names: Vec<String> = (0..partnerships).map(|row| format!("P{:02}", partnerships - row)).collect();
    dataset.tables[0].keys = names.iter().map(String::as_str).collect();
    dataset.tables[0].rows = names.len();
    dataset.tables[1].keys = reviews.iter().map(|_| "R").collect();
    dataset.tables[1].rows = reviews.len();
    dataset.tables[1].columns = vec![
        dates(reviews.iter().map(|review| review.date)),
        optional(&reviews.iter().map(|review| Some(u8::from(review.second))).collect::<Vec<_>>()),
        code(&reviews.iter().map(|review| review.decision).collect::<Vec<_>>()),
        optional(&reviews.iter().map(|review| review.nature).collect::<Vec<_>>()),
        dates(reviews.iter().map(|review| review.published)),
    ];
    children(&mut dataset, reviews);
    findings(&mut dataset, reviews);
    recommendations(&mut dataset, reviews);
    dataset
}

fn dates(texts: impl Iterator<Item = Option<&'static str>>) -> Column {
    let dates: Vec<_> = texts.map(|text| text.and_then(PartialDate::parse).map(|date| [date.first, date.last])).collect();
    column(Values::Date(dates.iter().map(|date| date.unwrap_or_default()).collect()), not_recorded(&dates))
}

fn rows(dataset: &mut Dataset, table: usize, counts: impl Iterator<Item = usize>) {
    for count in counts {
        dataset.tables[table].rows += count;
        let end = dataset.tables[table].rows as u32;
        dataset.tables[table].offsets.push(end);
    }
}

fn children(dataset: &mut Dataset, reviews: &[Review]) {
    rows(dataset, 2, reviews.iter().map(|review| review.children.len()));
    let all: Vec<_> = reviews.iter().flat_map(|review| review.children.iter().copied()).collect();
    let abuse: Vec<Option<u8>> = all.iter().map(|[_, abuse]| *abuse).collect();
    let tri = Values::Tri(abuse.iter().map(|abuse| abuse.map_or(0, |abuse| abuse + 1)).collect());
    dataset.tables[2].columns = vec![optional(&all.iter().map(|[age, _]| *age).collect::<Vec<_>>()), column(tri, not_recorded(&abuse))];
}

fn findings(dataset: &mut Dataset, reviews: &[Review]) {
    rows(dataset, 3, reviews.iter().map(|review| review.findings.len()));
    let kinds =
        |review: &Review| (0..review.findings.len()).map(|row| review.kinds.get(row).copied().unwrap_or(PROBLEM)).collect::<Vec<_>>();
    dataset.tables[3].columns = vec![
        optional(&reviews.iter().flat_map(|review| review.findings.clone()).collect::<Vec<_>>()),
        optional(&reviews.iter().flat_map(kinds).collect::<Vec<_>>()),
    ];
}

fn recommendations(dataset: &mut Dataset, reviews: &[Review]) {
    rows(dataset, 4, reviews.iter().map(|review| review.recommendations.len()));
    let first = dataset.tables[3].offsets.clone();
    let all: Vec<(u32, &Recommendation)> =
        reviews.iter().zip(first).flat_map(|(review, first)| review.recommendations.iter().map(move |one| (first, one))).collect();
    let of = |value: fn(&Recommendation) -> Option<u8>| optional(&all.iter().map(|(_, one)| value(one)).collect::<Vec<_>>());
    let (mut offsets, mut links) = (vec![0], Vec::new());
    for (first, one) in &all {
        links.extend(one.links.iter().flatten().map(|place| first + place));
        offsets.push(links.len() as u32);
    }
    let linked: Vec<_> = all.iter().map(|(_, one)| one.links.as_ref()).collect();
    let months: Vec<_> = all.iter().map(|(_, one)| one.months).collect();
    dataset.tables[4].columns = vec![
        of(|one| one.kind),
        of(|one| one.level),
        of(|one| one.addressee),
        column(Values::Reference { offsets, rows: links }, not_recorded(&linked)),
        code(&all.iter().map(|(_, one)| one.response).collect::<Vec<_>>()),
        dates(all.iter().map(|_| None)),
        column(Values::Integer(months.iter().map(|months| months.unwrap_or(0)).collect()), not_recorded(&months)),
    ];
}

/// The reviews of three partnerships, or of more where there are more, counted in batches of a size.
pub(super) fn count(setup: &Setup, reviews: &[Review], partnerships: u32, batch: usize) -> Summary {
    let mut summary = Summary::new(setup);
    let data = dataset(reviews, partnerships);
    for start in (0..reviews.len()).step_by(batch) {
        summary.add(setup, &data, start..reviews.len().min(start + batch), &[]).unwrap();
    }
    summary
}

pub(super) fn compare(reviews: &[Review], partnerships: u32) -> Comparison {
    let setup = setup();
    count(&setup, reviews, partnerships, usize::MAX).finish(&setup)
}

fn given(codes: u8) -> impl Strategy<Value = Given> {
    prop_oneof![4 => (0..codes).prop_map(Given::Code), 1 => Just(UNKNOWN), 1 => Just(NOT_APPLICABLE)]
}

fn any_recommendation() -> impl Strategy<Value = Recommendation> {
    let codes = (prop::option::of(0u8..4), prop::option::of(0u8..4), prop::option::of(0u8..2));
    let parts = (codes, prop::option::of(vec(0u32..2, 0..3)), given(2), prop::option::of(0i32..30));
    parts.prop_map(|((kind, level, addressee), links, response, months)| Recommendation { kind, level, addressee, links, response, months })
}

/// Any review of three partnerships, or of none that is known.
pub(super) fn any_review() -> impl Strategy<Value = Review> {
    let date = prop_oneof![Just(None), Just(Some("2021")), Just(Some("2021-12-31")), Just(Some("2022-03"))];
    let children = vec([prop::option::of(0u8..3), prop::option::of(0u8..2)], 0..3);
    let rows = (children, vec(prop::option::of(0u8..4), 2..4), vec(prop::option::of(0u8..2), 0..3), vec(any_recommendation(), 0..3));
    let published = prop_oneof![Just(None), Just(Some("2021")), Just(Some("2022-06-30"))];
    let parts = (0u32..4, (date, published), prop::bool::weighted(0.1), given(3), prop::option::of(0u8..2), rows);
    parts.prop_map(|(partnership, (date, published), second, decision, nature, (children, findings, kinds, recommendations))| Review {
        partnership,
        date,
        second,
        decision,
        nature,
        published,
        children,
        findings,
        kinds,
        recommendations,
    })
}
