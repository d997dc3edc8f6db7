//! What a framework reads, resolved once against the dictionary: conditions that a row meets or not, and values.
//!
//! Everything here is small and `Copy`, so that an indicator's closures can hold it.

use concord_model::date::PartialDate;

use crate::row::Row;
use crate::value::Value;

/// What a row can be asked with [`Row::is`]: that a field has a code, a set a member, a review examined a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Is(pub(crate) u16);

/// A child table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Child(pub(crate) u8);

/// The rows of a child table for which a condition holds: what [`Row::any`] and [`Row::count`] ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Those {
    pub(crate) child: Child,
    pub(crate) condition: Is,
}

impl Those {
    /// What holds for them.
    #[must_use]
    pub fn condition(self) -> Is {
        self.condition
    }
}

/// What a row can be asked for with [`Row::get`].
pub trait Readable: Copy {
    /// The value's type.
    type Value;
    /// The value in a row.
    fn read(self, row: Row<'_>) -> Value<Self::Value>;
}

/// The place of a column's request.
pub(crate) type Slot = u16;

/// A field's code by its place in the field's codes, for rows to be grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(pub(crate) Slot);

/// A whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integer(pub(crate) Slot);

/// A number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal(pub(crate) Slot);

/// A date, as the first and the last day that it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub(crate) Slot);

/// A list of rows of another child table. Its value is how many they are; [`Row::links`] gives the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub(crate) slot: Slot,
    pub(crate) target: Child,
}

/// The reason's byte and the value's bytes in a row.
#[inline]
fn cell<const N: usize>(row: Row<'_>, slot: Slot) -> (u8, [u8; N]) {
    let column = &row.table.columns[usize::from(slot)];
    (column.missing(row.row), column.bytes(row.row))
}

impl Readable for Place {
    type Value = u8;
    #[inline]
    fn read(self, row: Row<'_>) -> Value<u8> {
        let (missing, [place]) = cell(row, self.0);
        Value::of(missing, || place)
    }
}

impl Readable for Integer {
    type Value = i32;
    #[inline]
    fn read(self, row: Row<'_>) -> Value<i32> {
        let (missing, bytes) = cell(row, self.0);
        Value::of(missing, || i32::from_le_bytes(bytes))
    }
}

impl Readable for Decimal {
    type Value = f64;
    #[inline]
    fn read(self, row: Row<'_>) -> Value<f64> {
        let (missing, bytes) = cell(row, self.0);
        Value::of(missing, || f64::from_le_bytes(bytes))
    }
}

impl Readable for Date {
    type Value = PartialDate;
    #[inline]
    fn read(self, row: Row<'_>) -> Value<PartialDate> {
        let (missing, [a, b, c, d, e, f, g, h]) = cell(row, self.0);
        Value::of(missing, || PartialDate { first: i32::from_le_bytes([a, b, c, d]), last: i32::from_le_bytes([e, f, g, h]) })
    }
}

impl Readable for Link {
    type Value = usize;
    #[inline]
    fn read(self, row: Row<'_>) -> Value<usize> {
        Value::of(row.table.columns[usize::from(self.slot)].missing(row.row), || row.links(self).count())
    }
}
