//! What the distinct texts of a column are: each is looked at once, however many rows have it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int32Array};
use concord_model::dataset::{Strings, Values};
use concord_model::dictionary::Kind;
use concord_model::missing::Missing;

use super::values::cells;
use crate::block::{RawColumn, WRONG};
use crate::cell::{Complaint, Gap};
use crate::layout::FieldLayout;

/// What the distinct texts of a column are.
pub(super) struct Meaning {
    /// The texts; held so that no other array can take their address.
    texts: ArrayRef,
    values: Distinct,
    /// A byte a text: 0 a value, else why it is none.
    missing: Vec<u8>,
    /// What is wrong with texts, by their places.
    pub(super) complaints: HashMap<usize, Complaint>,
}

/// The values of the distinct texts.
enum Distinct {
    Bytes(Vec<u8>),
    Days(Vec<[i32; 2]>),
    Pool(Strings),
}

impl Meaning {
    /// What distinct texts are as values of a field, or as members of its sets; nothing for kinds that are no texts.
    pub(super) fn of(field: &FieldLayout, texts: &ArrayRef) -> Option<Meaning> {
        let cell = cells(texts.as_ref());
        let mut gaps = Vec::new();
        let values = match field.kind {
            Kind::Code | Kind::Ordinal | Kind::CodeSet => Distinct::Bytes(settle(texts.len(), &mut gaps, |text| field.code(cell(text)))),
            Kind::Tri => Distinct::Bytes(settle(texts.len(), &mut gaps, |text| field.tri(cell(text)))),
            Kind::Date => Distinct::Days(settle(texts.len(), &mut gaps, |text| field.date(cell(text)))),
            Kind::Text => Distinct::Pool(settle(texts.len(), &mut gaps, |text| field.text(cell(text))).into_iter().collect()),
            Kind::Id | Kind::Integer | Kind::Decimal | Kind::Reference => return None,
        };
        let mut meaning = Meaning { texts: Arc::clone(texts), values, missing: vec![0; texts.len()], complaints: HashMap::new() };
        for (text, gap) in gaps {
            meaning.missing[text] = match gap {
                Gap::Missing(reason) => reason as u8,
                Gap::Wrong(complaint) => {
                    meaning.complaints.insert(text, *complaint);
                    WRONG
                }
            };
        }
        Some(meaning)
    }

    /// Whether these are its texts.
    pub(super) fn is_of(&self, texts: &ArrayRef) -> bool {
        std::ptr::addr_eq(Arc::as_ptr(&self.texts), Arc::as_ptr(texts))
    }

    /// Adds a row's set to a column, unless a member is no code.
    pub(super) fn add_set(&self, keys: &Int32Array, items: Range<usize>, column: &mut RawColumn) -> bool {
        let (Distinct::Bytes(places), Values::CodeSet { width, bits }) = (&self.values, &mut column.column.values) else { return false };
        let start = bits.len();
        bits.resize(start + *width, 0);
        for item in items {
            let key = keys.value(item) as usize;
            if keys.is_null(item) || self.missing.get(key) != Some(&0) {
                bits.truncate(start);
                return false;
            }
            let place = usize::from(places[key]);
            bits[start + place / 8] |= 1 << (place % 8);
        }
        column.rows += 1;
        column.note(None);
        true
    }

    /// Gives a column the value of each row.
    pub(super) fn spread(&self, keys: &Int32Array, column: &mut RawColumn) {
        column.rows = keys.len();
        match (&self.values, &mut column.column.values) {
            (Distinct::Bytes(bytes), Values::Code(values) | Values::Tri(values)) => *values = each(keys, bytes, 0),
            (Distinct::Days(days), Values::Date(values)) => *values = each(keys, days, [0; 2]),
            (Distinct::Pool(texts), Values::Text { pool, codes }) => {
                *pool = texts.clone();
                *codes = keys.iter().map(|key| key.map_or(0, |key| key as u32)).collect();
            }
            _ => {}
        }
        if keys.null_count() > 0 || self.missing.iter().any(|&reason| reason != 0) {
            column.column.missing = each(keys, &self.missing, Missing::NotRecorded as u8);
        }
    }
}

/// The values that are there, with empty ones and their gaps where there is none.
fn settle<T: Default>(count: usize, gaps: &mut Vec<(usize, Gap)>, read: impl Fn(usize) -> Result<T, Gap>) -> Vec<T> {
    let or_gap = |(place, read): (usize, Result<T, Gap>)| {
        read.unwrap_or_else(|gap| {
            gaps.push((place, gap));
            T::default()
        })
    };
    (0..count).map(read).enumerate().map(or_gap).collect()
}

/// The value of each key, and another where there is none.
fn each<T: Copy>(keys: &Int32Array, values: &[T], none: T) -> Vec<T> {
    let value = |key: i32| values.get(key as usize).copied().unwrap_or(none);
    let Some(nulls) = keys.nulls() else { return keys.values().iter().map(|&key| value(key)).collect() };
    let mut all = vec![none; keys.len()];
    nulls.valid_indices().for_each(|row| all[row] = value(keys.values()[row]));
    all
}
