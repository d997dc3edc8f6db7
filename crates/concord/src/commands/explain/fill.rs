//! Values that a missing cell might have, and putting one in.

use concord_model::dataset::{Column, Dataset, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::{Dictionary, Field, Kind};

use crate::cell;

/// A value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Code(u8),
    /// 1 present, 2 absent.
    Tri(u8),
    Integer(i32),
    Decimal(f64),
    Day(i32),
    Set(Vec<u8>),
    Text(String),
    /// Rows of the review in another table, counted from its first.
    Rows(Vec<u32>),
}

/// Whole numbers that are tried: small counts, and the days and months at which deadlines and ages commonly turn.
const NUMBERS: [i32; 36] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 18, 20, 21, 24, 30, 31, 60, 61, 84, 90, 91, 120, 126, 132, 180, 192, 204, 216, 365,
    366, 1000,
];

/// Rows that are tried one by one as what a reference points at.
const ROWS: u32 = 8;

/// The values that are tried in a field of a review: every code, both truth values, and some numbers, dates and sets.
pub(super) fn candidates(dictionary: &Dictionary, dataset: &Dataset, field: &Field) -> Vec<Value> {
    let codes = || (0u8..).zip(&field.codes).filter(|(_, code)| code.missing.is_none()).map(|(place, _)| place);
    let within = |number: &f64| field.min.is_none_or(|min| *number >= min.0) && field.max.is_none_or(|max| *number <= max.0);
    match field.kind {
        Kind::Id => Vec::new(),
        Kind::Code | Kind::Ordinal => codes().map(Value::Code).collect(),
        Kind::Tri => vec![Value::Tri(1), Value::Tri(2)],
        Kind::Integer => NUMBERS.into_iter().filter(|number| within(&f64::from(*number))).map(Value::Integer).collect(),
        Kind::Decimal => [0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0].into_iter().filter(within).map(Value::Decimal).collect(),
        Kind::Date => days(dictionary, dataset).into_iter().map(Value::Day).collect(),
        Kind::CodeSet => {
            let none = vec![0; field.set_width()];
            let all = codes().fold(none.clone(), with);
            let each = codes().map(|code| with(none.clone(), code));
            [none.clone()].into_iter().chain(each).chain([all]).map(Value::Set).collect()
        }
        Kind::Text => {
            let mut words: Vec<&String> =
                dictionary.codebooks.iter().filter(|_| field.codebook.is_some()).flat_map(|book| &book.codes).collect();
            words.sort_unstable();
            words.dedup();
            words.into_iter().cloned().map(Value::Text).collect()
        }
        Kind::Reference => {
            let target = field.references.as_deref().and_then(|name| dictionary.table_place(name));
            let rows = target.map_or(0, |table| dataset.tables[table].rows as u32);
            let each = (0..rows.min(ROWS)).map(|row| vec![row]);
            [Vec::new()].into_iter().chain(each).chain((rows > 1).then(|| (0..rows).collect())).map(Value::Rows).collect()
        }
    }
}

/// A set with one more code, by its place.
pub(super) fn with(mut set: Vec<u8>, code: u8) -> Vec<u8> {
    if let Some(byte) = set.get_mut(usize::from(code) / 8) {
        *byte |= 1 << (code % 8);
    }
    set
}

/// The days that the review speaks of, with the day before the first and the day after the last.
fn days(dictionary: &Dictionary, dataset: &Dataset) -> Vec<i32> {
    let tables = dataset.tables.iter().enumerate().filter(|(place, _)| Some(*place) != dictionary.group);
    let dates = tables.flat_map(|(_, table)| table.columns.iter().flat_map(|column| (0..table.rows).filter_map(|row| column.date(row))));
    let mut days: Vec<i32> = dates.flat_map(|date| [date.first, date.last]).collect();
    days.sort_unstable();
    days.dedup();
    if let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) {
        days.insert(0, first - 1);
        days.push(last + 1);
    }
    days
}

impl Value {
    /// The value as people read it; `dataset` holds the one review.
    pub(super) fn words(&self, dictionary: &Dictionary, dataset: &Dataset, field: &Field) -> String {
        match self {
            Value::Code(place) => cell::code(field, usize::from(*place)),
            Value::Tri(slot) => if *slot == 1 { "present" } else { "absent" }.to_owned(),
            Value::Integer(number) => number.to_string(),
            Value::Decimal(number) => number.to_string(),
            Value::Day(day) => PartialDate::day(*day).to_string(),
            Value::Set(bits) => cell::set(field, bits),
            Value::Text(text) => text.clone(),
            Value::Rows(rows) => {
                let keys =
                    field.references.as_deref().and_then(|name| dictionary.table_place(name)).map(|table| &dataset.tables[table].keys);
                let key = |row: &u32| keys.map(|keys| keys.get(*row as usize).to_owned());
                format!("[{}]", rows.iter().filter_map(key).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// Puts the value in a row of a column. Rows that it points at are counted from `first`.
    pub(super) fn put(&self, column: &mut Column, row: usize, first: u32) {
        match (&mut column.values, self) {
            (Values::Code(codes), Value::Code(code)) | (Values::Tri(codes), Value::Tri(code)) => codes[row] = *code,
            (Values::Integer(numbers), Value::Integer(number)) => numbers[row] = *number,
            (Values::Decimal(numbers), Value::Decimal(number)) => numbers[row] = *number,
            (Values::Date(days), Value::Day(day)) => days[row] = [*day, *day],
            (Values::CodeSet { width, bits }, Value::Set(set)) => bits[row * *width..(row + 1) * *width].copy_from_slice(set),
            (Values::Text { pool, codes }, Value::Text(text)) => {
                pool.push(text);
                codes[row] = pool.len() as u32 - 1;
            }
            (Values::Reference { offsets, rows }, Value::Rows(new)) => {
                let old = offsets[row] as usize..offsets[row + 1] as usize;
                let (more, fewer) = (new.len() as u32, old.len() as u32);
                rows.splice(old, new.iter().map(|row| row + first));
                offsets[row + 1..].iter_mut().for_each(|offset| *offset = *offset + more - fewer);
            }
            _ => return,
        }
        if let Some(missing) = column.missing.get_mut(row) {
            *missing = 0;
        }
    }
}
