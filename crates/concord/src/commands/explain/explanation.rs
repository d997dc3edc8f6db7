//! Why a review got its answers: what is printed, as one value.

use concord_compare::found_of;
use concord_model::answer::Step;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_model::finding::Side;
use concord_model::framework::{Indicator, Mapping, Match, Outcome, Polarity};
use serde::Serialize;

use super::settle::Lever;
use crate::cell;
use crate::open::Open;
use crate::told::{Told, spaced};

/// Why a review got its answers from one framework.
#[derive(Debug, Serialize)]
pub(super) struct Explanation {
    pub(super) framework: Who,
    pub(super) review: String,
    pub(super) coding: Option<String>,
    pub(super) as_of: String,
    pub(super) grants: Vec<String>,
    pub(super) answers: Vec<Explained>,
}

/// Whose answers they are.
#[derive(Debug, Serialize)]
pub(super) struct Who {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) edition: String,
    pub(super) standing: &'static str,
}

/// Why a review got one answer.
#[derive(Debug, Serialize)]
pub(super) struct Explained {
    pub(super) indicator: String,
    pub(super) title: String,
    pub(super) question: String,
    pub(super) answer: Given,
    pub(super) themes: Vec<Meaning>,
    pub(super) steps: Vec<Shown>,
    /// Why there are no steps.
    pub(super) steps_why: Option<String>,
    pub(super) rows: Vec<Cited>,
    /// Where it cannot be told, what would settle it; the fewest first.
    pub(super) settled_by: Vec<Lever>,
    /// Where nothing that was tried settles it, why.
    pub(super) settled_by_why: Option<String>,
}

/// An answer.
#[derive(Debug, Serialize)]
pub(super) struct Given {
    pub(super) code: String,
    /// In the framework's own words.
    pub(super) label: String,
    pub(super) reasons: Vec<String>,
    pub(super) looked_for: &'static str,
    pub(super) number: Option<String>,
    pub(super) unit: Option<String>,
    /// What the framework failed on.
    pub(super) failure: Option<String>,
}

/// What an answer means on one side of a common theme.
#[derive(Debug, Serialize)]
pub(super) struct Meaning {
    pub(super) theme: String,
    pub(super) title: String,
    #[serde(rename = "match")]
    pub(super) matching: Match,
    pub(super) says: String,
}

/// A step of the reasoning, its rows by their keys.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    pub(super) depth: u8,
    pub(super) at: Option<String>,
    pub(super) text: String,
    pub(super) value: String,
    pub(super) holds: Option<bool>,
    pub(super) table: Option<String>,
    pub(super) rows: Vec<String>,
}

/// A row that an answer rests on, with what the framework was shown of it.
#[derive(Debug, Serialize)]
pub(super) struct Cited {
    pub(super) table: String,
    pub(super) key: String,
    pub(super) says: Vec<(String, String)>,
}

impl Who {
    pub(super) fn new(open: &Open) -> Who {
        let manifest = &open.source.manifest;
        Who { id: manifest.id.clone(), title: manifest.title.clone(), edition: manifest.edition.clone(), standing: manifest.standing() }
    }
}

impl Given {
    pub(super) fn new(told: &Told, indicator: &Indicator) -> Given {
        Given {
            code: told.code(indicator),
            label: told.words(indicator),
            reasons: told.why(),
            looked_for: told.looked.name(),
            number: told.number(indicator),
            unit: indicator.measure_unit.clone(),
            failure: told.failure.clone(),
        }
    }
}

/// What an answer means on the common themes; `dataset` holds the one review.
pub(super) fn meanings(told: &Told, indicator: &Indicator, dataset: &Dataset, dictionary: &Dictionary) -> Vec<Meaning> {
    let meaning = |mapping: &Mapping| {
        let term = dictionary.theme_place(&mapping.theme).map(|place| &dictionary.themes[place]);
        let apart = term.is_some_and(|term| term.apart);
        let found = |answer: u8| found_of(dictionary, indicator, &mapping.theme, answer, &told.rows, dataset);
        Meaning {
            theme: mapping.theme.clone(),
            title: term.map(|term| term.title.clone()).unwrap_or_default(),
            matching: mapping.matching,
            says: says(told, indicator, mapping.matching, apart, told.answer.is_none_or(found)),
        }
    };
    indicator.mappings.iter().map(meaning).collect()
}

/// `found`: whether what it finds is found of the theme, or may be of another one that the indicator stands under.
fn says(told: &Told, indicator: &Indicator, matching: Match, apart: bool, found: bool) -> String {
    if apart || matching == Match::Related || indicator.polarity == Polarity::Description {
        return "nothing: it is shown by itself and never decides".to_owned();
    }
    let (concern, strength) = told.answer.map_or((None, None), |answer| indicator.outcomes(answer));
    let side =
        |(side, outcome): (Side, Option<Outcome>)| outcome.map(|outcome| format!("{} {}", side.name(), decided(outcome, matching, found)));
    let sides: Vec<String> = [(Side::Concern, concern), (Side::Strength, strength)].into_iter().filter_map(side).collect();
    if sides.is_empty() { "nothing".to_owned() } else { sides.join(", ") }
}

/// What an outcome decides of a theme: a part that is absent leaves the rest open, and so does something wider that is present.
fn decided(outcome: Outcome, matching: Match, found: bool) -> String {
    match (matching, outcome) {
        (Match::Part, Outcome::Absent) => "open: only a part of the theme was asked about, and that is absent".to_owned(),
        (Match::Wider, Outcome::Present | Outcome::Partly) => "open: more than the theme was asked about".to_owned(),
        (_, Outcome::Present | Outcome::Partly) if !found => {
            "open: it was found of one of several themes, and no row that it rests on says that it is this one".to_owned()
        }
        (_, outcome) => spaced(outcome.name()),
    }
}

/// A step with its rows by their keys; `dataset` holds the one review.
pub(super) fn shown(step: Step, dataset: &Dataset, dictionary: &Dictionary) -> Shown {
    let keys = step.table.as_deref().and_then(|name| dictionary.table_place(name)).map(|place| &dataset.tables[place].keys);
    let key = |row: &u32| keys.filter(|keys| (*row as usize) < keys.len()).map(|keys| keys.get(*row as usize).to_owned());
    Shown {
        rows: step.rows.iter().filter_map(key).collect(),
        depth: step.depth,
        at: step.at,
        text: step.text,
        value: step.value,
        holds: step.holds,
        table: step.table,
    }
}

/// The rows that an answer rests on.
pub(super) fn cited(told: &Told, indicator: &Indicator, open: &Open, dataset: &Dataset, dictionary: &Dictionary) -> Vec<Cited> {
    let tables = indicator.evidence_tables.iter().zip(&told.rows);
    let of = |(name, rows): (&String, &Vec<u32>)| {
        let table = dictionary.table_place(name);
        let row = |(table, row): (usize, u32)| Cited {
            table: name.clone(),
            key: dataset.tables[table].keys.get(row as usize).to_owned(),
            says: says_of_row(open, dataset, dictionary, table, row as usize),
        };
        table.into_iter().flat_map(|table| rows.iter().map(move |row| (table, *row))).map(row).collect::<Vec<_>>()
    };
    tables.flat_map(of).collect()
}

/// What the framework was shown of a row: never what was withheld from it.
fn says_of_row(open: &Open, dataset: &Dataset, dictionary: &Dictionary, table: usize, row: usize) -> Vec<(String, String)> {
    use concord_model::batch::Read;
    let reads = open.framework.reads().tables.iter().find(|(place, _)| *place == table).map(|(_, reads)| reads.as_slice());
    let shown = |read: &Read| {
        let Read::Field(field) = *read else { return None };
        let value = cell::said(dataset, dictionary, (table, field), row).unwrap_or_else(|missing| spaced(missing.name()));
        Some((dictionary.tables[table].fields[field].name.clone(), value))
    };
    reads.unwrap_or_default().iter().filter_map(shown).collect()
}
