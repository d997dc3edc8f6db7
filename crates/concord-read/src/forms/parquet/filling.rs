//! A column being filled from Arrow's arrays.

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_schema::DataType;
use concord_model::dataset::Values;
use concord_model::missing::Missing;
use concord_model::problem::nearest;

use super::values::{cells, is_absent};
use crate::block::{RawColumn, WRONG};
use crate::cell::{Cell, Complaint, quoted};
use crate::layout::FieldLayout;

/// A column being filled, and what is wrong in which of its rows.
pub(super) struct Filling<'a> {
    pub(super) field: &'a FieldLayout,
    pub(super) column: RawColumn,
    pub(super) wrong: Vec<(usize, Complaint)>,
}

impl Filling<'_> {
    pub(super) fn new(field: &FieldLayout) -> Filling<'_> {
        Filling { field, column: RawColumn::new(field), wrong: Vec::new() }
    }

    /// Adds the next row.
    pub(super) fn add(&mut self, row: usize, cell: Cell<'_>) {
        let gap = self.column.add(self.field, cell);
        self.wrong.extend(self.column.note(gap).map(|complaint| (row, complaint)));
    }

    /// All rows of an array, of whatever type.
    pub(super) fn one_by_one(&mut self, array: &ArrayRef) {
        let cell = cells(array.as_ref());
        (0..array.len()).for_each(|row| self.add(row, cell(row)));
    }

    /// Nothing in any row.
    pub(super) fn leave_empty(&mut self, rows: usize) {
        (0..rows).for_each(|row| self.add(row, Cell::Null));
    }

    /// Numbers of the common types. Returns whether they are such and all of them fit; if not, nothing is filled.
    pub(super) fn numbers(&mut self, array: &ArrayRef) -> bool {
        let field = self.field;
        let whole = |number: i64| field.integer(Cell::Whole(number)).ok();
        let fit = match (&mut self.column.column.values, array.data_type()) {
            (Values::Integer(values), DataType::Int32) => fill(array.as_primitive::<Int32Type>(), values, |number| whole(number.into())),
            (Values::Integer(values), DataType::Int64) => fill(array.as_primitive::<Int64Type>(), values, whole),
            (Values::Decimal(values), DataType::Float64) => {
                fill(array.as_primitive::<Float64Type>(), values, |number| field.decimal(Cell::Number(number)).ok())
            }
            _ => return false,
        };
        if !fit {
            self.column = RawColumn::new(field);
            return false;
        }
        self.column.rows = array.len();
        if let Some(nulls) = array.nulls().filter(|nulls| nulls.null_count() > 0) {
            let missing = &mut self.column.column.missing;
            *missing = vec![Missing::NotRecorded as u8; array.len()];
            nulls.valid_indices().for_each(|row| missing[row] = 0);
        }
        true
    }

    /// Why values are missing, by the column that says so.
    pub(super) fn reasons(&mut self, reasons: &ArrayRef, values: Option<&ArrayRef>) {
        let cell = cells(reasons.as_ref());
        for row in 0..reasons.len() {
            let text = match cell(row) {
                Cell::Null | Cell::Text("") => continue,
                Cell::Text(text) => text,
                _ => "",
            };
            let given = values.is_some_and(|values| !is_absent(values, row));
            let missing = &mut self.column.column.missing;
            missing.resize(self.column.rows, 0);
            match Missing::from_name(text) {
                Some(reason) if !given => missing[row] = reason as u8,
                reason => {
                    missing[row] = WRONG;
                    self.wrong.push((row, if reason.is_some() { both_given() } else { unknown_reason(text) }));
                }
            }
        }
    }

    /// The column, and what is wrong in it.
    pub(super) fn finish(mut self) -> (RawColumn, Vec<(usize, Complaint)>) {
        if self.field.required {
            let gaps = |(_, missing): &(usize, &mut u8)| !matches!(**missing, 0 | WRONG);
            for (row, missing) in self.column.column.missing.iter_mut().enumerate().filter(gaps) {
                *missing = WRONG;
                self.wrong.push((row, self.field.required()));
            }
        }
        (self.column, self.wrong)
    }
}

fn fill<T: ArrowPrimitiveType, V: Copy + Default>(
    array: &PrimitiveArray<T>,
    values: &mut Vec<V>,
    read: impl Fn(T::Native) -> Option<V>,
) -> bool {
    values.reserve(array.len());
    for row in 0..array.len() {
        let value = if array.is_null(row) { Some(V::default()) } else { read(array.value(row)) };
        let Some(value) = value else { return false };
        values.push(value);
    }
    true
}

fn both_given() -> Complaint {
    Complaint::new("has both a value and a reason for which there is none", Some("keep one of the two".to_owned()))
}

fn unknown_reason(text: &str) -> Complaint {
    let names = Missing::IN_DATA.map(Missing::name);
    let hints: Vec<String> = nearest(text, names).into_iter().chain([format!("allowed: {}", names.join(", "))]).collect();
    Complaint::new(format!("unknown reason {}", quoted(text)), Some(hints.join(" ")))
}
