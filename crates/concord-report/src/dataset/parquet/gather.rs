//! The rows of one table in a run, gathered from its chunks.

use std::collections::HashMap;
use std::ops::Range;

use concord_model::dataset::{Column, Dataset, Values};
use concord_model::date::PartialDate;

use crate::parquet::Words;

/// Rows of one table of one chunk.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    chunk: &'a Dataset,
    table: usize,
    rows: Range<usize>,
}

impl<'a> Piece<'a> {
    pub(super) fn new(chunk: &'a Dataset, table: usize, rows: Range<usize>) -> Piece<'a> {
        Piece { chunk, table, rows }
    }

    fn column(&self, field: usize) -> &'a Column {
        &self.chunk.tables[self.table].columns[field]
    }
}

/// Rows of one table, piece by piece.
#[derive(Debug)]
pub(super) struct Rows<'a>(pub(super) Vec<Piece<'a>>);

impl<'a> Rows<'a> {
    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|piece| piece.rows.len()).sum()
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.0.iter().flat_map(|piece| piece.rows.clone().map(|row| piece.chunk.tables[piece.table].keys.get(row)))
    }

    /// Calls `check` for each row that is given of a field of numbers, names or texts: the row's key, the column and the row.
    pub(super) fn each_given(&self, field: usize, mut check: impl FnMut(&str, &Values, usize)) {
        for piece in &self.0 {
            let column = piece.column(field);
            if let Values::Decimal(_) | Values::Id(_) | Values::Text { .. } = column.values {
                let given = piece.rows.clone().filter(|&row| column.missing(row) == 0);
                given.for_each(|row| check(piece.chunk.tables[piece.table].keys.get(row), &column.values, row));
            }
        }
    }

    /// A reason's byte a row, 0 where the value is given.
    pub(super) fn reasons(&self, field: usize) -> Vec<u8> {
        let mut all = Vec::with_capacity(self.count());
        for piece in &self.0 {
            match piece.column(field).missing.get(piece.rows.clone()) {
                Some(reasons) => all.extend_from_slice(reasons),
                None => all.resize(all.len() + piece.rows.len(), 0),
            }
        }
        all
    }

    /// A byte a row, of codes and `tri` slots.
    pub(super) fn bytes(&self, field: usize) -> Vec<u8> {
        self.each(field, |values, rows, all| match values {
            Values::Code(slots) | Values::Tri(slots) => all.extend_from_slice(&slots[rows]),
            _ => {}
        })
    }

    pub(super) fn integers(&self, field: usize) -> Vec<i32> {
        self.each(field, |values, rows, all| {
            if let Values::Integer(numbers) = values {
                all.extend_from_slice(&numbers[rows]);
            }
        })
    }

    pub(super) fn decimals(&self, field: usize) -> Vec<f64> {
        self.each(field, |values, rows, all| {
            if let Values::Decimal(numbers) = values {
                all.extend_from_slice(&numbers[rows]);
            }
        })
    }

    /// Names, one a row.
    pub(super) fn ids(&self, field: usize) -> Vec<&'a str> {
        let mut all = Vec::with_capacity(self.count());
        for piece in &self.0 {
            if let Values::Id(ids) = &piece.column(field).values {
                all.extend(piece.rows.clone().map(|row| ids.get(row)));
            }
        }
        all
    }

    /// For each row how many rows of `target` it points at, `None` where that is not given, and all their keys.
    pub(super) fn references(&self, field: usize, target: usize, given: &[u8]) -> (Vec<Option<usize>>, Vec<&'a str>) {
        let (mut counts, mut keys) = (Vec::with_capacity(self.count()), Vec::new());
        for piece in &self.0 {
            let Values::Reference { offsets, rows } = &piece.column(field).values else { continue };
            let names = &piece.chunk.tables[target].keys;
            for row in piece.rows.clone() {
                let targets = &rows[offsets[row] as usize..offsets[row + 1] as usize];
                let given = given[counts.len()] != 0;
                counts.push(given.then_some(targets.len()));
                keys.extend(targets.iter().filter(|_| given).map(|&target| names.get(target as usize)));
            }
        }
        (counts, keys)
    }

    /// For each row how many of `codes` codes its set has, `None` where it is not given, and the codes of all of them.
    pub(super) fn members(&self, field: usize, codes: usize, given: &[u8]) -> (Vec<Option<usize>>, Vec<u8>) {
        let (mut counts, mut members) = (Vec::with_capacity(self.count()), Vec::new());
        for piece in &self.0 {
            let Values::CodeSet { width, bits } = &piece.column(field).values else { continue };
            for row in piece.rows.clone() {
                let (set, before) = (&bits[row * width..(row + 1) * width], members.len());
                let given = given[counts.len()] != 0;
                if given {
                    members.extend((0..codes).filter(|code| set[code / 8] >> (code % 8) & 1 == 1).map(|code| code as u8));
                }
                counts.push(given.then_some(members.len() - before));
            }
        }
        (counts, members)
    }

    /// The words of the rows that are given, and their places: texts, and dates in their written precision.
    pub(super) fn words(&self, field: usize, given: &[u8]) -> (Words, Vec<u32>) {
        let (mut words, mut places) = (Words::default(), Vec::with_capacity(self.count()));
        let mut dates = HashMap::new();
        let mut before = 0;
        for piece in &self.0 {
            let rows = piece.rows.clone().filter(|row| given[before + row - piece.rows.start] != 0);
            match &piece.column(field).values {
                Values::Text { pool, codes } => {
                    let mut known = vec![None; pool.len()];
                    places.extend(rows.map(|row| {
                        let code = codes[row] as usize;
                        *known[code].get_or_insert_with(|| words.place(pool.get(code)))
                    }));
                }
                Values::Date(days) => places.extend(rows.map(|row| {
                    let [first, last] = days[row];
                    *dates.entry([first, last]).or_insert_with(|| words.place(&PartialDate { first, last }.to_string()))
                })),
                _ => {}
            }
            before += piece.rows.len();
        }
        (words, places)
    }

    fn each<T>(&self, field: usize, take: impl Fn(&'a Values, Range<usize>, &mut Vec<T>)) -> Vec<T> {
        let mut all = Vec::with_capacity(self.count());
        for piece in &self.0 {
            take(&piece.column(field).values, piece.rows.clone(), &mut all);
        }
        all
    }
}
