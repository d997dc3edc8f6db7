//! Invented reviews in a few lines, to try a framework on with plain `cargo test`.

use concord_model::answer::Answers;
use concord_model::batch::{Batch, Reads, Window};
use concord_model::dataset::{Column, Dataset, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::{Dictionary, Field, Table};
use concord_model::framework::Descriptor;
use concord_model::missing::Missing;

use crate::framework::Framework;

/// What a row says: fields by their names, each with a value as it would stand in a CSV cell, or the name of a missing reason.
pub type Cells<'c> = &'c [(&'c str, &'c str)];

/// Invented reviews, one after the other. What a row does not say is not recorded. Nothing is derived: a derived field is given
/// like any other.
///
/// For tests: everything here panics on what the dictionary does not know.
///
/// ```
/// use concord_guest::cases::Cases;
/// use concord_model::dictionary::Dictionary;
///
/// let england = Dictionary::england();
/// let mut cases = Cases::new(&england);
/// cases.review(&[("review_type", "lcspr"), ("themes_examined", "T01;T04")]);
/// cases.child("observations", &[("theme", "T04"), ("valence", "problematic")]);
/// assert_eq!(cases.dataset().reviews, 1);
/// ```
#[derive(Debug, Clone)]
pub struct Cases<'d> {
    dictionary: &'d Dictionary,
    dataset: Dataset,
}

impl<'d> Cases<'d> {
    /// No reviews yet.
    #[must_use]
    pub fn new(dictionary: &'d Dictionary) -> Cases<'d> {
        Cases { dictionary, dataset: Dataset::empty(dictionary) }
    }

    /// The group that the reviews after it belong to. Without one they belong to a group of which nothing is recorded.
    pub fn group(&mut self, cells: Cells<'_>) {
        let group = self.dictionary.group.expect("the dictionary has a group table");
        self.push(group, format!("G{}", self.dataset.tables[group].rows + 1), cells);
    }

    /// One more review.
    pub fn review(&mut self, cells: Cells<'_>) {
        if let Some(group) = self.dictionary.group {
            if self.dataset.tables[group].rows == 0 {
                self.group(&[]);
            }
            self.dataset.group.push(self.dataset.tables[group].rows as u32 - 1);
        }
        self.dataset.reviews += 1;
        self.dataset.chain.push(concord_model::dataset::NO_CHAIN);
        for table in &mut self.dataset.tables {
            if !table.offsets.is_empty() {
                table.offsets.push(table.rows as u32);
            }
        }
        self.push(self.dictionary.root, format!("R{}", self.dataset.reviews), cells);
    }

    /// One more row of a child table, of the last review. A reference is given as places among the review's rows, from 0: `0;2`.
    pub fn child(&mut self, table: &str, cells: Cells<'_>) {
        let place = self.dictionary.table_place(table).filter(|&place| self.dictionary.is_child(place));
        let place = place.unwrap_or_else(|| panic!("\"{table}\" is no child table"));
        self.push(place, format!("R{}.{}", self.dataset.reviews, self.dataset.tables[place].rows + 1), cells);
        *self.dataset.tables[place].offsets.last_mut().expect("a child table has offsets") += 1;
    }

    /// The data do not have a child table: nothing is recorded of its rows, where else a review without rows has none.
    pub fn not_given(&mut self, table: &str) {
        let place = self.dictionary.table_place(table).filter(|&place| self.dictionary.is_child(place));
        let data = &mut self.dataset.tables[place.unwrap_or_else(|| panic!("\"{table}\" is no child table"))];
        assert!(data.rows == 0, "\"{table}\" is not given, and a review has rows of it");
        data.not_given = true;
    }

    /// The reviews as a dataset.
    #[must_use]
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// Hands all reviews to `act` as one batch with the fields that a framework reads; sensitive ones are granted.
    pub fn with_batch<T>(&self, descriptor: &Descriptor, act: impl FnOnce(&Batch<'_>) -> T) -> T {
        let requests: Vec<(String, String)> = descriptor.reads.iter().map(|read| (read.table.clone(), read.field.clone())).collect();
        let granted: Vec<String> = descriptor.reads.iter().map(|read| format!("{}.{}", read.table, read.field)).collect();
        let reads = Reads::new(self.dictionary, &requests, &granted).expect("the dictionary has the fields");
        let window = Window::new(&self.dataset, self.dictionary, 0..self.dataset.reviews, &[&reads]);
        act(&window.batch(&reads))
    }

    /// A framework's answers to all reviews.
    pub fn answers<F: Framework>(&self, framework: &F) -> Answers {
        self.with_batch(&framework.descriptor(), |batch| framework.evaluate(batch)).expect("the framework answers")
    }

    fn push(&mut self, place: usize, key: String, cells: Cells<'_>) {
        let (table, reviews) = (&self.dictionary.tables[place], self.dataset.reviews);
        if let Some((name, _)) = cells.iter().find(|(name, _)| table.field_place(name).is_none()) {
            panic!("the table \"{}\" has no field \"{name}\"", table.name);
        }
        let starts: Vec<u32> = self.dataset.tables.iter().map(|data| first_row(data.offsets.as_slice(), reviews)).collect();
        let data = &mut self.dataset.tables[place];
        for (field, column) in table.fields.iter().zip(&mut data.columns) {
            let cell = cells.iter().find(|(name, _)| *name == field.name).map(|(_, cell)| *cell);
            let base =
                field.references.as_deref().and_then(|target| self.dictionary.table_place(target)).map_or(0, |target| starts[target]);
            push_cell(table, field, column, cell, base);
        }
        data.keys.push(&key);
        data.rows += 1;
    }
}

/// The first row of the last review.
fn first_row(offsets: &[u32], reviews: usize) -> u32 {
    reviews.checked_sub(1).and_then(|last| offsets.get(last)).copied().unwrap_or(0)
}

fn push_cell(table: &Table, field: &Field, column: &mut Column, cell: Option<&str>, base: u32) {
    let missing = cell.map_or(Some(Missing::NotRecorded), Missing::from_name);
    column.missing.push(missing.map_or(0, |missing| missing as u8));
    let cell = cell.filter(|_| missing.is_none());
    let fault = || -> ! { panic!("{}.{}: \"{}\" is no value of it", table.name, field.name, cell.unwrap_or_default()) };
    let code = |code: &str| field.code_place(code).map_or_else(|| fault(), |place| place as u8);
    match &mut column.values {
        Values::Id(ids) => ids.push(cell.unwrap_or_default()),
        Values::Code(codes) => codes.push(cell.map_or(0, code)),
        Values::CodeSet { width, bits } => {
            let start = bits.len();
            bits.resize(start + *width, 0);
            for member in cell.into_iter().flat_map(members) {
                bits[start + usize::from(code(member) / 8)] |= 1 << (code(member) % 8);
            }
        }
        Values::Tri(values) => values.push(match cell {
            None => 0,
            Some("present") => 1,
            Some("absent") => 2,
            Some(_) => fault(),
        }),
        Values::Integer(numbers) => numbers.push(cell.map_or(0, |cell| cell.parse().unwrap_or_else(|_| fault()))),
        Values::Decimal(numbers) => numbers.push(cell.map_or(0.0, |cell| cell.parse().unwrap_or_else(|_| fault()))),
        Values::Date(days) => days.push(cell.map_or([0, 0], |cell| {
            let date = PartialDate::parse(cell).unwrap_or_else(|| fault());
            [date.first, date.last]
        })),
        Values::Text { pool, codes } => {
            let text = cell.unwrap_or_default();
            let known = pool.iter().position(|known| known == text);
            if known.is_none() {
                pool.push(text);
            }
            codes.push(known.unwrap_or(pool.len() - 1) as u32);
        }
        Values::Reference { offsets, rows } => {
            let place = |member: &str| base + member.parse::<u32>().unwrap_or_else(|_| fault());
            rows.extend(cell.into_iter().flat_map(members).map(place));
            offsets.push(rows.len() as u32);
        }
    }
}

/// The members of a set: none, or some with `;` between them.
fn members(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').filter(|member| !member.is_empty() && *member != "none")
}
