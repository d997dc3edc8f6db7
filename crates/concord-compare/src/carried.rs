//! Which themes the rows that an answer cites carry: what is found by an indicator of several themes is found only of these.
//!
//! "A or B" is no part of A: without a row on A, nothing says which of the two was found. The dictionary says which fields carry themes
//! ([`Dictionary::carriers`]).

use std::ops::Range;

use concord_model::answer::AnswerColumn;
use concord_model::batch::Window;
use concord_model::dataset::{Column, Dataset, Values};
use concord_model::dictionary::{Dictionary, Kind};
use concord_model::framework::{Indicator, Outcome};

/// A run of a dataset's reviews, to whose rows answers point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) dataset: &'a Dataset,
    pub(crate) reviews: &'a Range<usize>,
}

/// A table that an indicator cites and whose rows may carry a theme.
#[derive(Debug, Clone)]
struct Cites {
    /// Its place among those that the indicator cites.
    cited: usize,
    table: usize,
    fields: Vec<Carrier>,
}

/// A field by which a row carries a theme.
#[derive(Debug, Clone)]
enum Carrier {
    /// It is one of these codes, or has one of them among its own.
    Codes { field: usize, codes: Vec<u8> },
    /// It points at rows of a table that carry it.
    Links { field: usize, table: usize, carriers: Vec<Carrier> },
}

/// How the rows that an indicator of several themes cites carry one of them.
#[derive(Debug, Clone)]
pub(crate) struct Carried {
    cites: Vec<Cites>,
    /// For each answer of the scale, whether it finds the concern and the strength at once: the rows do not say which of them is which.
    two_sided: Vec<bool>,
}

impl Carried {
    pub(crate) fn new(dictionary: &Dictionary, indicator: &Indicator, theme: &str) -> Carried {
        let cites = |(cited, name): (usize, &String)| {
            let table = dictionary.table_place(name)?;
            let fields = carriers(dictionary, table, theme, true);
            (!fields.is_empty()).then_some(Cites { cited, table, fields })
        };
        let found = |outcome: Option<Outcome>| matches!(outcome, Some(Outcome::Present | Outcome::Partly));
        Carried {
            cites: indicator.evidence_tables.iter().enumerate().filter_map(cites).collect(),
            two_sided: indicator.scale.iter().map(|local| found(local.concern) && found(local.strength)).collect(),
        }
    }

    /// Whether any row that an answer cites carries the theme, and only one side of it can be meant.
    pub(crate) fn by(&self, column: &AnswerColumn, review: usize, rows: Rows<'_>) -> bool {
        let one_sided = column.answers.get(review).is_some_and(|&answer| self.is_one_sided(answer));
        one_sided && self.cites.iter().any(|cites| cites.carry(column, review, rows))
    }

    /// Whether an answer is of the scale and finds the concern or the strength alone.
    fn is_one_sided(&self, answer: u8) -> bool {
        self.two_sided.get(usize::from(answer)) == Some(&false)
    }
}

/// Whether what an answer finds is found of a theme that its indicator stands under: always where that is the only one; of several, where
/// one of the rows that it rests on carries it. `cited` are rows of the dataset, a list for each table that the indicator cites.
#[must_use]
pub fn found_of(dictionary: &Dictionary, indicator: &Indicator, theme: &str, answer: u8, cited: &[Vec<u32>], dataset: &Dataset) -> bool {
    if indicator.deciding_themes().len() < 2 {
        return true;
    }
    let carried = Carried::new(dictionary, indicator, theme);
    let rows = |cites: &Cites| cited.get(cites.cited).cloned().unwrap_or_default();
    carried.is_one_sided(answer)
        && carried.cites.iter().any(|cites| rows(cites).iter().any(|&row| carries(&cites.fields, dataset, cites.table, row as usize)))
}

impl Cites {
    fn carry(&self, column: &AnswerColumn, review: usize, Rows { dataset, reviews }: Rows<'_>) -> bool {
        let first = Window::first_row(dataset, self.table, reviews);
        let mut cited = column.evidence.get(self.cited).into_iter().flat_map(|cited| cited.rows(review));
        cited.any(|row| carries(&self.fields, dataset, self.table, first + row as usize))
    }
}

fn carriers(dictionary: &Dictionary, table: usize, theme: &str, follow: bool) -> Vec<Carrier> {
    let carrier = |field: usize| {
        let of = &dictionary.tables[table].fields[field];
        if of.kind == Kind::Reference {
            let table = of.references.as_ref().filter(|_| follow).and_then(|name| dictionary.table_place(name))?;
            let carriers = carriers(dictionary, table, theme, false);
            return Some(Carrier::Links { field, table, carriers });
        }
        let codes = of.codes.iter().zip(0u8..).filter(|(code, _)| code.code == theme).map(|(_, place)| place).collect();
        Some(Carrier::Codes { field, codes })
    };
    dictionary.carriers(table).into_iter().filter_map(carrier).collect()
}

fn carries(carriers: &[Carrier], dataset: &Dataset, table: usize, row: usize) -> bool {
    let column = |field: usize| dataset.tables.get(table).and_then(|table| table.columns.get(field));
    carriers.iter().any(|carrier| match carrier {
        Carrier::Codes { field, codes } => column(*field).is_some_and(|column| has(column, row, codes)),
        Carrier::Links { field, table, carriers } => {
            let linked = column(*field).and_then(|column| linked(column, row)).unwrap_or_default();
            linked.iter().any(|&row| carries(carriers, dataset, *table, row as usize))
        }
    })
}

/// Whether a row has one of some codes.
fn has(column: &Column, row: usize, codes: &[u8]) -> bool {
    match &column.values {
        Values::CodeSet { width, bits } if column.missing(row) == 0 => {
            let byte = |code: u8| bits.get(row * width + usize::from(code / 8)).copied().unwrap_or(0);
            codes.iter().any(|&code| byte(code) >> (code % 8) & 1 == 1)
        }
        Values::Code(_) => column.code(row).is_some_and(|code| codes.contains(&code)),
        _ => false,
    }
}

/// The rows that a reference points at, where it is given.
fn linked(column: &Column, row: usize) -> Option<&[u32]> {
    let Values::Reference { offsets, rows } = &column.values else { return None };
    let ends: &[u32; 2] = offsets.get(row..row + 2)?.try_into().ok()?;
    rows.get(ends[0] as usize..ends[1] as usize).filter(|_| column.missing(row) == 0)
}
