//! What a framework reads, resolved once against the dictionary: conditions that a row meets or not, and values.
//!
//! Everything here is small and `Copy`, so that an indicator's closures can hold it.

use concord_model::answer::reason;
use concord_model::date::PartialDate;
use concord_model::missing::Missing;

use crate::row::Row;
use crate::truth::Truth;
use crate::value::Value;

/// Where a field's column stands: its table's number and the place of its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) table: u8,
    pub(crate) column: u16,
}

/// What a row can be asked with [`Row::is`].
pub trait Condition: Copy {
    /// Whether it holds for a row.
    fn holds(self, row: Row<'_>) -> Truth;
}

/// What a row can be asked with [`Row::get`].
pub trait Readable: Copy {
    /// The value's type.
    type Value;
    /// The value in a row.
    fn read(self, row: Row<'_>) -> Value<Self::Value>;
}

/// A child table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Child {
    pub(crate) table: u8,
}

/// *The field has this code*, or, of an ordinal, one in this range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    pub(crate) slot: Slot,
    /// The first place, and how many follow it.
    pub(crate) first: u8,
    pub(crate) span: u8,
}

/// *The field has one of these codes.*
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Codes {
    pub(crate) slot: Slot,
    pub(crate) places: [u64; 4],
}

/// *The set has this member.*
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub(crate) slot: Slot,
    /// Bytes a row, and the byte and the bit in it.
    pub(crate) width: u8,
    pub(crate) byte: u8,
    pub(crate) bit: u8,
}

/// A field that is present, absent or missing: a truth value by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tri(pub(crate) Slot);

/// *The row carries this local code*, a word of the vocabulary that the coder of its review used.
///
/// A row of a review whose codebook has the code, and which has none or another, does not carry it. Where the codebook has no
/// such code, or none is named, it cannot be told, unless the row has the very code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalCode {
    pub(crate) slot: Slot,
    /// The place among the framework's local codes.
    pub(crate) local: u16,
    /// The codebooks that have it, where the dictionary says which field names a review's.
    pub(crate) books: Option<Codes>,
}

/// *The review examined this theme*: it set out to, or a row on the theme shows that it did. Not known where what it set out
/// to look at is not recorded and no row shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Examined {
    pub(crate) declared: Option<Member>,
    pub(crate) theme: u8,
}

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
    pub(crate) target: u8,
}

/// The reason's byte and the value's byte in a row.
#[inline]
fn byte(row: Row<'_>, slot: Slot) -> (u8, u8) {
    let column = &row.view.columns[usize::from(slot.column)];
    let place = row.place(slot.table);
    (column.missing(place), column.byte(place))
}

/// The reason's byte and the value's bytes in a row.
#[inline]
fn cell<const N: usize>(row: Row<'_>, slot: Slot) -> (u8, [u8; N]) {
    let column = &row.view.columns[usize::from(slot.column)];
    let place = row.place(slot.table);
    (column.missing(place), column.bytes(place))
}

/// Known as given, or unknown for the reason of a `missing` byte.
#[inline]
fn truth(missing: u8, holds: bool) -> Truth {
    if missing == 0 { Truth::known(holds) } else { Truth::unknown(1 << ((missing - 1) & 7)) }
}

impl Condition for Code {
    #[inline]
    fn holds(self, row: Row<'_>) -> Truth {
        let (missing, place) = byte(row, self.slot);
        truth(missing, place.wrapping_sub(self.first) <= self.span)
    }
}

impl Condition for Codes {
    #[inline]
    fn holds(self, row: Row<'_>) -> Truth {
        let (missing, place) = byte(row, self.slot);
        truth(missing, self.places[usize::from(place >> 6)] >> (place & 63) & 1 == 1)
    }
}

impl Condition for Member {
    #[inline]
    fn holds(self, row: Row<'_>) -> Truth {
        let column = &row.view.columns[usize::from(self.slot.column)];
        let place = row.place(self.slot.table);
        let byte = column.values[place * usize::from(self.width) + usize::from(self.byte)];
        truth(column.missing(place), byte >> self.bit & 1 == 1)
    }
}

impl Condition for Tri {
    #[inline]
    fn holds(self, row: Row<'_>) -> Truth {
        let (missing, value) = byte(row, self.0);
        truth(missing, value == 1)
    }
}

impl Condition for LocalCode {
    #[inline]
    fn holds(self, row: Row<'_>) -> Truth {
        let (missing, place) = cell(row, self.slot);
        if missing == 0 && u32::from_le_bytes(place) == row.view.locals[usize::from(self.local)] {
            return Truth::TRUE;
        }
        let Some(books) = self.books.filter(|_| missing != Missing::Withheld as u8) else { return truth(missing, false) };
        let in_book = books.holds(row);
        match in_book.known_as() {
            Some(true) => Truth::FALSE,
            Some(false) => Truth::unknown(reason::OUTSIDE_CODEBOOK),
            None => in_book,
        }
    }
}

impl Condition for Examined {
    #[inline]
    fn holds(self, row: Row<'_>) -> Truth {
        let review = row.review();
        let declared = self.declared.map_or(Truth::unknown(reason::of(Missing::NotRecorded)), |member| review.is(member));
        if declared.is_true() || observed(review, self.theme) { Truth::TRUE } else { declared }
    }
}

/// Whether any row of a review carries a theme.
#[inline]
fn observed(review: Row<'_>, theme: u8) -> bool {
    let carries = |&(table, column): &(u8, u16)| {
        let theme = Code { slot: Slot { table, column }, first: theme, span: 0 };
        review.rows(Child { table }).any(|row| row.is(theme).is_true())
    };
    review.view.carriers.iter().any(carries)
}

impl Readable for Place {
    type Value = u8;
    #[inline]
    fn read(self, row: Row<'_>) -> Value<u8> {
        let (missing, place) = byte(row, self.0);
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
        let missing = row.view.columns[usize::from(self.slot.column)].missing(row.place(self.slot.table));
        Value::of(missing, || row.links(self).count())
    }
}
