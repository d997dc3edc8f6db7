//! The ways to read what reviews recorded: the run's, a naive one beside it, and the truth itself.
//!
//! Each is a framework with one indicator a theme, answered straight from the columns, so that all go through the code of a run.

use std::collections::BTreeMap;

use concord_compare::FrameworkInfo;
use concord_model::answer::{AnswerColumn, Answers, Looked, NOT_DETERMINABLE};
use concord_model::dataset::{Dataset, Values};
use concord_model::dictionary::Dictionary;
use concord_model::framework::{Descriptor, Indicator, LocalAnswer, Mapping, Match, Outcome, Polarity};
use concord_model::manifest::{Manifest, Plugin};

/// How what was recorded of a theme is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The run's: present if a problem was recorded, absent if the theme was examined and none was, else not determinable.
    Run,
    /// Naive: what was not found is absent.
    NotFoundAsAbsent,
    /// What is true, as if all had looked at everything and missed nothing: the best that could be.
    AllLooked,
    /// As the run's, by an indicator that asks about a part of the theme: it can never say absent, so nobody can be flagged.
    OneSided,
}

const PRESENT: u8 = 0;
const ABSENT: u8 = 1;

/// What a review says of a theme, and what is true of it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Case {
    problem: bool,
    examined: bool,
    pub(crate) present: bool,
}

impl Reading {
    pub(crate) const ALL: [Reading; 4] = [Reading::Run, Reading::NotFoundAsAbsent, Reading::AllLooked, Reading::OneSided];

    fn id(self) -> &'static str {
        ["run", "not-found-as-absent", "all-looked", "one-sided"][self as usize]
    }

    fn answer(self, case: Case) -> u8 {
        let present = if self == Reading::AllLooked { case.present } else { case.problem };
        match self.looked(case) {
            _ if present => PRESENT,
            Looked::Yes => ABSENT,
            _ => NOT_DETERMINABLE,
        }
    }

    fn looked(self, case: Case) -> Looked {
        let taken = matches!(self, Reading::NotFoundAsAbsent | Reading::AllLooked);
        if taken || case.examined { Looked::Yes } else { Looked::Unknown }
    }

    /// The answers about all themes, from one column of cases a theme.
    pub(crate) fn answers(self, themes: &[Vec<Case>]) -> Answers {
        let column = |cases: &Vec<Case>| AnswerColumn {
            answers: cases.iter().map(|&case| self.answer(case)).collect(),
            looked: cases.iter().map(|&case| self.looked(case) as u8).collect(),
            ..AnswerColumn::default()
        };
        Answers { columns: themes.iter().map(column).collect(), failures: Vec::new() }
    }

    /// The framework that reads so.
    pub(crate) fn framework(self, dictionary: &Dictionary) -> FrameworkInfo {
        let matching = if self == Reading::OneSided { Match::Part } else { Match::Exact };
        let indicators = dictionary.themes.iter().map(|theme| indicator(&theme.id, matching)).collect();
        let manifest = Manifest {
            id: self.id().to_owned(),
            title: self.id().to_owned(),
            edition: "1".to_owned(),
            owner: "nobody".to_owned(),
            source: "a simulation".to_owned(),
            plugin: Plugin::Bundled("rules".to_owned()),
            confirmed: false,
            memory: None,
            note: None,
        };
        FrameworkInfo { manifest, descriptor: Descriptor { reads: Vec::new(), indicators }, memory: BTreeMap::new() }
    }
}

fn indicator(theme: &str, matching: Match) -> Indicator {
    let local = |outcome: Outcome| LocalAnswer {
        code: outcome.name().to_owned(),
        label: outcome.name().to_owned(),
        concern: Some(outcome),
        strength: None,
    };
    Indicator {
        id: theme.to_owned(),
        title: theme.to_owned(),
        question: format!("Is there a problem on {theme}?"),
        polarity: Polarity::Concern,
        scale: [Outcome::Present, Outcome::Absent].map(local).to_vec(),
        measure_unit: None,
        evidence_tables: Vec::new(),
        mappings: vec![Mapping { theme: theme.to_owned(), levels: Vec::new(), matching }],
        predicate: None,
    }
}

/// What each review says of each theme: a column a theme; nothing is said yet of what is true.
pub(crate) fn cases(dictionary: &Dictionary, data: &Dataset) -> Vec<Vec<Case>> {
    let mut themes = vec![vec![Case::default(); data.reviews]; dictionary.themes.len()];
    observed(dictionary, data, &mut themes);
    declared(dictionary, data, &mut themes);
    themes
}

fn observed(dictionary: &Dictionary, data: &Dataset, themes: &mut [Vec<Case>]) {
    let (table, theme) = dictionary.field("observations", "theme").unwrap();
    let (_, valence) = dictionary.field("observations", "valence").unwrap();
    let codes = &dictionary.tables[table].fields[valence].codes;
    let problematic = codes.iter().position(|code| code.code == "problematic").unwrap();
    let rows = &data.tables[table];
    for (review, ends) in rows.offsets.windows(2).enumerate() {
        for row in ends[0] as usize..ends[1] as usize {
            let Some(theme) = rows.columns[theme].code(row) else { continue };
            let case = &mut themes[usize::from(theme)][review];
            case.examined = true;
            case.problem |= rows.columns[valence].code(row) == Some(problematic as u8);
        }
    }
}

fn declared(dictionary: &Dictionary, data: &Dataset, themes: &mut [Vec<Case>]) {
    let (table, field) = dictionary.field("reviews", "themes_examined").unwrap();
    let column = &data.tables[table].columns[field];
    let Values::CodeSet { width, bits } = &column.values else { panic!("the themes examined are no set") };
    for review in (0..data.reviews).filter(|&review| column.missing(review) == 0) {
        for (theme, cases) in themes.iter_mut().enumerate() {
            cases[review].examined |= bits[review * width + theme / 8] >> (theme % 8) & 1 == 1;
        }
    }
}
