//! The rows of a batch: a review, and the child rows of a review.

use concord_model::answer::number;

use crate::condition::count;
use crate::field::{Child, Is, Link, Readable, Those};
use crate::truth::{Count, Truth};
use crate::value::Value;
use crate::view::{BESIDE_REVIEW, TableView, View, rows_of};

/// One row: a review, or one of a review's child rows.
#[derive(Debug, Clone, Copy)]
pub struct Row<'v> {
    pub(crate) view: &'v View<'v>,
    pub(crate) table: &'v TableView<'v>,
    pub(crate) row: usize,
    pub(crate) review: usize,
}

impl<'v> Row<'v> {
    #[inline]
    pub(crate) fn review_at(view: &'v View<'v>, review: usize) -> Row<'v> {
        Row { view, table: &view.tables[usize::from(BESIDE_REVIEW)], row: review, review }
    }

    /// Whether a condition holds for it.
    ///
    /// # Panics
    /// Where the condition is about another table's field; the first row that is asked tells.
    #[must_use]
    #[inline]
    pub fn is(self, condition: Is) -> Truth {
        Truth::of_byte(self.table.conditions[usize::from(condition.0)][self.row])
    }

    /// The value of one of its fields.
    ///
    /// # Panics
    /// Where the field is another table's; the first row that is asked tells.
    #[inline]
    pub fn get<F: Readable>(self, field: F) -> Value<F::Value> {
        field.read(self)
    }

    /// The review that it belongs to; of a review, itself.
    #[must_use]
    #[inline]
    pub fn review(self) -> Row<'v> {
        Row::review_at(self.view, self.review)
    }

    /// The rows of a child table that belong to its review.
    #[must_use]
    #[inline]
    pub fn rows(self, child: Child) -> Rows<'v> {
        let table = &self.view.tables[usize::from(child.0)];
        let rows = rows_of(table.offsets, self.review);
        Rows { view: self.view, table, next: rows.start, end: rows.end, review: self.review }
    }

    /// How many of its review's rows there are for which a condition holds.
    #[must_use]
    #[inline]
    pub fn count(self, those: Those) -> Count {
        let table = &self.view.tables[usize::from(those.child.0)];
        let (least, most) = count(table.conditions[usize::from(those.condition.0)], rows_of(table.offsets, self.review));
        Count { least, most, reasons: if least == most { 0 } else { self.why_not(those) } }
    }

    /// Whether a condition holds for any of its review's rows.
    #[must_use]
    #[inline]
    pub fn any(self, those: Those) -> Truth {
        self.count(those).at_least(1)
    }

    /// Those of its review's rows for which a condition is known to hold.
    #[inline]
    pub fn those(self, those: Those) -> impl Iterator<Item = Row<'v>> + Clone {
        self.rows(those.child).filter(move |row| row.is(those.condition).is_true())
    }

    /// Why it cannot be told of all rows whether a condition holds.
    #[cold]
    fn why_not(self, those: Those) -> u8 {
        self.rows(those.child).fold(0, |reasons, row| reasons | row.is(those.condition).reasons())
    }

    /// The rows that it points at. Why there is no list counts for nothing here: ask [`Row::get`] for it.
    #[must_use]
    #[inline]
    pub fn links(self, link: Link) -> Linked<'v> {
        let values = self.table.columns[usize::from(link.slot)].values;
        let targets = values.get((self.table.rows + 1) * 4..).unwrap_or(&[]);
        let places = rows_of(values, self.row);
        let table = &self.view.tables[usize::from(link.target.0)];
        Linked { view: self.view, table, targets, next: places.start, end: places.end, review: self.review }
    }
}

/// Child rows of one review, in order.
#[derive(Debug, Clone)]
pub struct Rows<'v> {
    view: &'v View<'v>,
    table: &'v TableView<'v>,
    next: usize,
    end: usize,
    review: usize,
}

impl<'v> Iterator for Rows<'v> {
    type Item = Row<'v>;

    #[inline]
    fn next(&mut self) -> Option<Row<'v>> {
        (self.next < self.end).then(|| {
            self.next += 1;
            Row { view: self.view, table: self.table, row: self.next - 1, review: self.review }
        })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end.saturating_sub(self.next);
        (left, Some(left))
    }
}

impl ExactSizeIterator for Rows<'_> {}

impl<'v> Rows<'v> {
    /// The rows by the values of a field, each value once, in the order of its first row. Rows without a value are in no group:
    /// what they may add must be asked of them apart.
    #[inline]
    pub fn groups<F>(self, field: F) -> impl Iterator<Item = Group<'v, F>>
    where
        F: Readable + 'v,
        F::Value: Copy + PartialEq,
    {
        let rows = self.clone();
        self.filter_map(move |row| {
            let value = row.get(field).given()?;
            let mut before = Rows { end: row.row, ..rows.clone() };
            let first = before.all(|earlier| earlier.get(field).given() != Some(value));
            first.then(|| Group { field, value, rows: Rows { next: row.row, ..rows.clone() } })
        })
    }
}

/// The rows of a review that have one value in a field.
#[derive(Debug, Clone)]
pub struct Group<'v, F: Readable> {
    field: F,
    /// The value that they have.
    pub value: F::Value,
    rows: Rows<'v>,
}

impl<'v, F> Group<'v, F>
where
    F: Readable + 'v,
    F::Value: Copy + PartialEq,
{
    /// Its rows, in order.
    #[inline]
    pub fn rows(&self) -> impl Iterator<Item = Row<'v>> {
        let (field, value) = (self.field, self.value);
        self.rows.clone().filter(move |row| row.get(field).given() == Some(value))
    }
}

/// The rows that one row points at, in the order of its list.
#[derive(Debug, Clone)]
pub struct Linked<'v> {
    view: &'v View<'v>,
    table: &'v TableView<'v>,
    targets: &'v [u8],
    next: usize,
    end: usize,
    review: usize,
}

impl<'v> Iterator for Linked<'v> {
    type Item = Row<'v>;

    #[inline]
    fn next(&mut self) -> Option<Row<'v>> {
        (self.next < self.end).then(|| {
            self.next += 1;
            let row = number(self.targets, self.next - 1) as usize;
            Row { view: self.view, table: self.table, row, review: self.review }
        })
    }
}
