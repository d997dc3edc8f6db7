//! Reviews of a dataset picked out: some of them, in another order, or one of them many times.

use super::{Column, Dataset, Strings, TableData, Values};
use crate::dictionary::{Dictionary, Kind};

impl Dataset {
    /// The reviews at some places, in that order and any of them more than once, each with its child rows. All groups stay.
    ///
    /// # Panics
    /// Where there is no such review.
    #[must_use]
    pub fn select(&self, dictionary: &Dictionary, reviews: &[usize]) -> Dataset {
        let picks: Vec<Pick> = (0..self.tables.len()).map(|place| self.pick(dictionary, place, reviews)).collect();
        let table = |(place, data): (usize, &TableData)| {
            if Some(place) == dictionary.group {
                return data.clone();
            }
            let column = |(field, column): (usize, &Column)| {
                let target = dictionary.tables[place].fields[field].references.as_deref().and_then(|name| dictionary.table_place(name));
                match (&column.values, target) {
                    (Values::Reference { offsets, rows }, Some(target)) => Column {
                        values: picks[place].references(offsets, rows, &picks[target]),
                        missing: picked(&column.missing, &picks[place].rows),
                    },
                    _ => column.pick(&picks[place].rows),
                }
            };
            TableData {
                not_given: data.not_given,
                rows: picks[place].rows.len(),
                keys: strings(&data.keys, &picks[place].rows),
                offsets: if dictionary.is_child(place) { picks[place].offsets.clone() } else { Vec::new() },
                columns: data.columns.iter().enumerate().map(column).collect(),
            }
        };
        Dataset {
            reviews: reviews.len(),
            tables: self.tables.iter().enumerate().map(table).collect(),
            group: picked(&self.group, reviews),
            chain: picked(&self.chain, reviews),
            pair: picked(&self.pair, reviews),
        }
    }

    fn pick(&self, dictionary: &Dictionary, place: usize, reviews: &[usize]) -> Pick {
        let mut pick = Pick { offsets: vec![0], ..Pick::default() };
        for &review in reviews {
            let rows = match dictionary.is_child(place) {
                true => self.tables[place].offsets[review] as usize..self.tables[place].offsets[review + 1] as usize,
                false => review..review + 1,
            };
            pick.moved.push((rows.start, pick.rows.len()));
            pick.rows.extend(rows);
            pick.offsets.push(pick.rows.len() as u32);
        }
        pick
    }
}

impl TableData {
    /// The rows at some places, in that order, of a table whose rows belong to no review and point at none.
    ///
    /// # Panics
    /// Where there is no such row.
    #[must_use]
    pub fn pick(&self, rows: &[usize]) -> TableData {
        let columns = self.columns.iter().map(|column| column.pick(rows)).collect();
        TableData { not_given: self.not_given, rows: rows.len(), keys: strings(&self.keys, rows), offsets: Vec::new(), columns }
    }
}

/// The rows of a table that belong to the reviews that were picked.
#[derive(Debug, Default)]
struct Pick {
    /// By new row, the old one.
    rows: Vec<usize>,
    /// By picked review, where its rows start, and where the last ones end.
    offsets: Vec<u32>,
    /// By picked review, its first row as it was and as it is now.
    moved: Vec<(usize, usize)>,
}

impl Pick {
    /// The references of these rows, to where the rows that they point at have gone.
    fn references(&self, offsets: &[u32], rows: &[u32], target: &Pick) -> Values {
        let (mut ends, mut moved) = (vec![0], Vec::new());
        for (review, (from, to)) in target.moved.iter().enumerate() {
            for row in &self.rows[self.offsets[review] as usize..self.offsets[review + 1] as usize] {
                let old = &rows[offsets[*row] as usize..offsets[row + 1] as usize];
                moved.extend(old.iter().map(|old| (*old as usize - from + to) as u32));
                ends.push(moved.len() as u32);
            }
        }
        Values::Reference { offsets: ends, rows: moved }
    }
}

impl Column {
    fn pick(&self, rows: &[usize]) -> Column {
        let values = match &self.values {
            Values::Id(ids) => Values::Id(strings(ids, rows)),
            Values::Code(codes) => Values::Code(picked(codes, rows)),
            Values::CodeSet { width, bits } => {
                let row = |row: &usize| bits[row * width..(row + 1) * width].iter().copied();
                Values::CodeSet { width: *width, bits: rows.iter().flat_map(row).collect() }
            }
            Values::Tri(slots) => Values::Tri(picked(slots, rows)),
            Values::Integer(numbers) => Values::Integer(picked(numbers, rows)),
            Values::Decimal(numbers) => Values::Decimal(picked(numbers, rows)),
            Values::Date(days) => Values::Date(picked(days, rows)),
            Values::Text { pool, codes } => Values::Text { pool: pool.clone(), codes: picked(codes, rows) },
            Values::Reference { .. } => Values::empty(&crate::dictionary::Field { kind: Kind::Reference, ..Default::default() }),
        };
        Column { values, missing: picked(&self.missing, rows) }
    }
}

/// The values at some places; none where there are none.
fn picked<T: Copy>(values: &[T], rows: &[usize]) -> Vec<T> {
    if values.is_empty() { Vec::new() } else { rows.iter().map(|row| values[*row]).collect() }
}

fn strings(strings: &Strings, rows: &[usize]) -> Strings {
    if strings.is_empty() { Strings::default() } else { rows.iter().map(|row| strings.get(*row)).collect() }
}
