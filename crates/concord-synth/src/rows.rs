//! One table while it is being written, row by row, into the dictionary's columns.

use std::fmt::{Arguments, Write};

use concord_model::dataset::{Column, TableData, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::Table;
use concord_model::missing::Missing;

use crate::shares::Cell;

/// The rows of one table so far.
pub(crate) struct Rows {
    data: TableData,
    child: bool,
    /// For each text column, where each symbol stands in its pool, or `UNUSED`.
    symbols: Vec<Vec<u32>>,
    name: String,
}

const UNUSED: u32 = u32::MAX;

impl Rows {
    pub(crate) fn new(table: &Table, child: bool) -> Rows {
        let columns = table.fields.iter().map(Column::empty).collect();
        let data = TableData { offsets: if child { vec![0] } else { Vec::new() }, columns, ..TableData::default() };
        Rows { data, child, symbols: vec![Vec::new(); table.fields.len()], name: String::new() }
    }

    /// How many rows.
    pub(crate) fn len(&self) -> usize {
        self.data.rows
    }

    /// Begins a row.
    pub(crate) fn begin(&mut self, key: Arguments<'_>) {
        self.name.clear();
        // Writing to a string cannot fail.
        let _ = self.name.write_fmt(key);
        self.data.keys.push(&self.name);
        self.data.rows += 1;
    }

    /// Ends the rows of a review in a child table.
    pub(crate) fn end_review(&mut self) {
        self.data.offsets.push(self.data.rows as u32);
    }

    fn put<T: Default>(&mut self, column: usize, cell: Cell<T>) -> (T, &mut Values) {
        let column = &mut self.data.columns[column];
        let (value, reason) = match cell {
            Ok(value) => (value, 0),
            Err(reason) => (T::default(), reason as u8),
        };
        column.missing.push(reason);
        (value, &mut column.values)
    }

    pub(crate) fn code(&mut self, column: usize, cell: Cell<u8>) {
        if let (value, Values::Code(codes)) = self.put(column, cell) {
            codes.push(value);
        }
    }

    pub(crate) fn tri(&mut self, column: usize, cell: Cell<bool>) {
        let cell = cell.map(|present| if present { 1 } else { 2 });
        if let (value, Values::Tri(states)) = self.put(column, cell) {
            states.push(value);
        }
    }

    pub(crate) fn integer(&mut self, column: usize, cell: Cell<i32>) {
        if let (value, Values::Integer(numbers)) = self.put(column, cell) {
            numbers.push(value);
        }
    }

    pub(crate) fn decimal(&mut self, column: usize, cell: Cell<f64>) {
        if let (value, Values::Decimal(numbers)) = self.put(column, cell) {
            numbers.push(value);
        }
    }

    pub(crate) fn date(&mut self, column: usize, cell: Cell<PartialDate>) {
        let cell = cell.map(|date| [date.first, date.last]);
        if let (value, Values::Date(days)) = self.put(column, cell) {
            days.push(value);
        }
    }

    /// A set of codes as bits, the first code in the lowest.
    pub(crate) fn set(&mut self, column: usize, cell: Cell<u64>) {
        if let (value, Values::CodeSet { width, bits }) = self.put(column, cell) {
            bits.extend((0..*width).map(|byte| value.checked_shr(8 * byte as u32).unwrap_or(0) as u8));
        }
    }

    pub(crate) fn id(&mut self, column: usize, cell: Cell<Arguments<'_>>) {
        self.name.clear();
        if let Ok(name) = cell {
            let _ = self.name.write_fmt(name);
        }
        let column = &mut self.data.columns[column];
        column.missing.push(cell.map_or_else(|reason| reason as u8, |_| 0));
        if let Values::Id(ids) = &mut column.values {
            ids.push(&self.name);
        }
    }

    /// A text by its number among those that the column may hold, `texts`.
    pub(crate) fn text<S: AsRef<str>>(&mut self, column: usize, cell: Cell<usize>, texts: &[S]) {
        let known = &mut self.symbols[column];
        known.resize(texts.len(), UNUSED);
        let column = &mut self.data.columns[column];
        column.missing.push(cell.map_or_else(|reason| reason as u8, |_| 0));
        let Values::Text { pool, codes } = &mut column.values else { return };
        let Ok(text) = cell else { return codes.push(0) };
        if known[text] == UNUSED {
            known[text] = pool.len() as u32;
            pool.push(texts[text].as_ref());
        }
        codes.push(known[text]);
    }

    /// Rows of another table.
    pub(crate) fn reference(&mut self, column: usize, targets: &[u32]) {
        if let ((), Values::Reference { offsets, rows }) = self.put(column, Ok(())) {
            rows.extend_from_slice(targets);
            offsets.push(rows.len() as u32);
        }
    }

    /// The table, its unwritten columns filled with *not recorded*.
    pub(crate) fn finish(mut self, reviews: usize) -> TableData {
        let rows = self.data.rows;
        if self.child {
            self.data.offsets.resize(reviews + 1, rows as u32);
        }
        for column in &mut self.data.columns {
            if column.missing.is_empty() {
                column.missing = vec![Missing::NotRecorded as u8; rows];
                fill(&mut column.values, rows);
            } else if column.missing.iter().all(|&reason| reason == 0) {
                column.missing = Vec::new();
            }
        }
        self.data
    }
}

/// Empty slots for so many rows.
fn fill(values: &mut Values, rows: usize) {
    match values {
        Values::Id(ids) => (0..rows).for_each(|_| ids.push("")),
        Values::Code(slots) | Values::Tri(slots) => slots.resize(rows, 0),
        Values::CodeSet { width, bits } => bits.resize(rows * *width, 0),
        Values::Integer(slots) => slots.resize(rows, 0),
        Values::Decimal(slots) => slots.resize(rows, 0.0),
        Values::Date(slots) => slots.resize(rows, [0; 2]),
        Values::Text { codes, .. } => codes.resize(rows, 0),
        Values::Reference { offsets, .. } => offsets.resize(rows + 1, 0),
    }
}
