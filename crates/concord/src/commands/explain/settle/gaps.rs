//! What of a review is missing, withheld or coarsened, and what might stand there.

use concord_model::batch::{Read, Reads};
use concord_model::dataset::{Dataset, Values};
use concord_model::date::{PartialDate, civil_from_days};
use concord_model::dictionary::{Derive, Dictionary, Field};
use concord_model::missing::Missing;

use super::Cells;
use crate::cell;
use crate::commands::explain::fill::{Value, candidates, with};
use crate::told::spaced;

/// Cells of one field that might be filled, with the values that are tried.
#[derive(Debug)]
pub(super) struct Gap {
    pub(super) table: usize,
    pub(super) field: usize,
    /// Their rows; all are filled alike.
    pub(super) rows: Vec<usize>,
    /// The table that a reference points at.
    pub(super) target: Option<usize>,
    pub(super) values: Vec<Value>,
    /// The values in words.
    pub(super) words: Vec<String>,
    /// Whether these are all the field's missing cells.
    pub(super) whole: bool,
    pub(super) cells: Cells,
}

impl Gap {
    /// Whether a value is the set of every code, which stands after all others.
    pub(super) fn is_all(&self, value: usize) -> bool {
        value + 1 == self.values.len() && value > 1 && matches!(self.values.last(), Some(Value::Set(_)))
    }

    /// Whether its values are numbers or days, the least first.
    pub(super) fn is_ordered(&self) -> bool {
        matches!(self.values.first(), Some(Value::Integer(_) | Value::Decimal(_) | Value::Day(_)))
    }
}

/// A review as its framework is shown it: its group alone, without what is withheld, dates as coarse as they are shared.
pub(super) fn bare(reads: &Reads, dictionary: &Dictionary, dataset: &Dataset) -> Dataset {
    let mut bare = dataset.clone();
    if let (Some(group), Some(row)) = (dictionary.group, dataset.group.first()) {
        bare.tables[group] = dataset.tables[group].pick(&[*row as usize]);
        bare.group = vec![0];
    }
    for (table, reads) in &reads.tables {
        let rows = bare.tables[*table].rows;
        for read in reads {
            match *read {
                Read::Field(_) => {}
                Read::Withheld(field) => bare.tables[*table].columns[field].missing = vec![Missing::Withheld as u8; rows],
                Read::Month(field) => {
                    if let Values::Date(days) = &mut bare.tables[*table].columns[field].values {
                        days.iter_mut().for_each(|ends| *ends = months(*ends));
                    }
                }
            }
        }
    }
    bare
}

/// A date widened to the months of its ends.
fn months([first, last]: [i32; 2]) -> [i32; 2] {
    let month = |day: i32| {
        let (year, month, _) = civil_from_days(day);
        PartialDate::parse(&format!("{year:04}-{month:02}"))
    };
    [month(first).map_or(first, |month| month.first), month(last).map_or(last, |month| month.last)]
}

/// What might be filled in: each missing cell by itself, all missing cells of a field together, and what was recorded of where was
/// looked and in which vocabulary, which only another review could change.
pub(super) fn gaps(reads: &Reads, dictionary: &Dictionary, bare: &Dataset) -> Vec<Gap> {
    let fields = reads.tables.iter().flat_map(|(table, reads)| reads.iter().map(move |read| (*table, *read)));
    fields.flat_map(|(table, read)| of_field(dictionary, bare, table, read)).collect()
}

fn of_field(dictionary: &Dictionary, bare: &Dataset, table: usize, read: Read) -> Vec<Gap> {
    let (Read::Field(field) | Read::Month(field) | Read::Withheld(field)) = read;
    let declared = &dictionary.tables[table].fields[field];
    let finder = Finder { dictionary, bare, table, field, declared };
    let column = &bare.tables[table].columns[field];
    let open = |row: &usize| match Missing::from_byte(column.missing(*row)) {
        None => matches!(read, Read::Month(_)),
        Some(missing) => missing != Missing::NotApplicable,
    };
    let rows: Vec<usize> = (0..bare.tables[table].rows).filter(open).collect();
    let values = candidates(dictionary, bare, declared);
    let mut gaps: Vec<Gap> = rows.iter().map(|row| finder.gap(vec![*row], values.clone(), rows.len() == 1)).collect();
    if rows.len() > 1 {
        gaps.push(finder.gap(rows, values, true));
    }
    gaps.extend(finder.contrary());
    gaps.retain(|gap| !gap.values.is_empty());
    gaps
}

struct Finder<'a> {
    dictionary: &'a Dictionary,
    bare: &'a Dataset,
    table: usize,
    field: usize,
    declared: &'a Field,
}

impl Finder<'_> {
    fn gap(&self, rows: Vec<usize>, values: Vec<Value>, whole: bool) -> Gap {
        let keys = &self.bare.tables[self.table].keys;
        let key = |row: &usize| keys.get(*row).to_owned();
        let cells = Cells {
            table: self.dictionary.tables[self.table].name.clone(),
            field: self.declared.name.clone(),
            rows: if self.dictionary.is_child(self.table) { rows.iter().map(key).collect() } else { Vec::new() },
            together: rows.len() > 1,
            now: self.now(&rows),
            contrary: false,
        };
        let mut words: Vec<String> = values.iter().map(|value| value.words(self.dictionary, self.bare, self.declared)).collect();
        if let (Some(Value::Set(_)), Some(last)) = (values.last(), words.last_mut()) {
            *last = format!("all {} codes", self.declared.codes.len());
        }
        let target = self.declared.references.as_deref().and_then(|name| self.dictionary.table_place(name));
        Gap { table: self.table, field: self.field, rows, target, values, words, whole, cells }
    }

    /// What stands in some cells now.
    fn now(&self, rows: &[usize]) -> String {
        let grant = format!("--grant {}.{}", self.dictionary.tables[self.table].name, self.declared.name);
        let said = |row: &usize| match cell::said(self.bare, self.dictionary, (self.table, self.field), *row) {
            Ok(value) if self.declared.share.is_some() => format!("{value}, shared as a month: {grant}"),
            Ok(value) => value,
            Err(Missing::Withheld) => format!("withheld: {grant}"),
            Err(missing) => spaced(missing.name()),
        };
        let mut now: Vec<String> = rows.iter().map(said).collect();
        now.sort();
        now.dedup();
        now.extend(self.declared.derive.as_ref().and_then(derived));
        now.join("; ")
    }

    /// What is recorded of where was looked, and of the coder's vocabulary, were it otherwise.
    fn contrary(&self) -> Option<Gap> {
        let roles = &self.dictionary.roles;
        let (table, name) = (self.table, &self.declared.name);
        let column = &self.bare.tables[table].columns[self.field];
        if table != self.dictionary.root || column.missing(0) != 0 {
            return None;
        }
        let names_codebook = |field: &Field| field.codebook.as_deref() == Some(name);
        let values = match &column.values {
            Values::CodeSet { bits, .. } if roles.examined.as_deref() == Some(name) => {
                let more = (0u8..).zip(&self.declared.codes).map(|(code, _)| with(bits.clone(), code));
                let all = (0u8..).zip(&self.declared.codes).fold(bits.clone(), |set, (code, _)| with(set, code));
                more.chain([all]).filter(|set| set != bits).map(Value::Set).collect()
            }
            Values::Code(codes) if self.dictionary.tables.iter().any(|table| table.fields.iter().any(names_codebook)) => {
                candidates(self.dictionary, self.bare, self.declared).into_iter().filter(|value| *value != Value::Code(codes[0])).collect()
            }
            _ => Vec::new(),
        };
        let mut gap = self.gap(vec![0], values, true);
        gap.cells.contrary = true;
        Some(gap)
    }
}

/// What a field is derived from, where that is more than one can guess.
fn derived(derive: &Derive) -> Option<String> {
    match derive {
        Derive::WorkingDays { from, to } => Some(format!("the working days from {from} to {to}")),
        Derive::Months { from, to } => Some(format!("the months from {from} to {to}")),
        Derive::AgeBand { months, .. } => Some(format!("the band of {months}")),
        Derive::Themes { table, field } => Some(format!("the themes of {table}.{field}")),
        Derive::Root { .. } => None,
    }
}
