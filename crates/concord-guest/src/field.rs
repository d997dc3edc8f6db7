//! What a framework reads, resolved once against the dictionary: conditions that a row meets or not, and values.
//!
//! Everything here is small and `Copy`, so that an indicator's closures can hold it.

use concord_model::date::PartialDate;
use concord_model::missing::Missing;

use crate::row::Row;
use crate::value::Value;
use crate::view::rows_of;

/// What a row can be asked with [`Row::is`]: that a field has a code, a set a member, a review examined a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Is(pub(crate) u16);

/// A child table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Child(pub(crate) u8);

/// The rows of a child table for which a condition holds: what [`Row::any`], [`Row::count`] and [`Row::those`] ask for.
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

    /// What tells the row apart from others: its value, if that is one and not one of many.
    #[inline]
    fn key(self, row: Row<'_>) -> Value<Self::Value> {
        self.read(row)
    }

    /// How many values there can be at all, if that is known.
    #[inline]
    fn most(self) -> f64 {
        f64::INFINITY
    }
}

/// The place of a column's request.
pub(crate) type Slot = u16;

/// A field's code by its place in the field's codes, for rows to be grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub(crate) slot: Slot,
    /// How many codes the field has.
    pub(crate) codes: u8,
}

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
        let (missing, [place]) = cell(row, self.slot);
        Value::of(missing, || place)
    }

    #[inline]
    fn most(self) -> f64 {
        f64::from(self.codes)
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

    #[inline]
    fn key(self, row: Row<'_>) -> Value<PartialDate> {
        match self.read(row) {
            Value::Given(date) if date.first < date.last => Value::Missing(Missing::NotRecorded),
            value => value,
        }
    }
}

impl Readable for Link {
    type Value = usize;
    #[inline]
    fn read(self, row: Row<'_>) -> Value<usize> {
        let column = &row.table.columns[usize::from(self.slot)];
        Value::of(column.missing(row.row), || rows_of(column.values, row.row).len())
    }
}
