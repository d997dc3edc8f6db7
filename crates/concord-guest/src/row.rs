//! One row of a batch: a review, or one of a review's child rows.

use crate::condition::count;
use crate::count::{Count, NOT_RECORDED};
use crate::field::{Child, Is, Link, Readable, Those};
use crate::rows::{All, Linked, Rows};
use crate::truth::Truth;
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
    pub fn rows(self, child: Child) -> Rows<All<'v>> {
        let table = &self.view.tables[usize::from(child.0)];
        Rows::new(All::new(self.view, table, self.review), if table.offsets.is_empty() { NOT_RECORDED } else { 0 })
    }

    /// How many of its review's rows there are for which a condition holds.
    #[must_use]
    #[inline]
    pub fn count(self, those: Those) -> Count {
        let table = &self.view.tables[usize::from(those.child.0)];
        if table.offsets.is_empty() {
            return Count::not_given(NOT_RECORDED);
        }
        let (least, most) = count(table.conditions[usize::from(those.condition.0)], rows_of(table.offsets, self.review));
        let reasons = if least == most { 0 } else { self.why_not(those) };
        Count::between(f64::from(least), f64::from(most), reasons)
    }

    /// Whether a condition holds for any of its review's rows.
    #[must_use]
    #[inline]
    pub fn any(self, those: Those) -> Truth {
        self.count(those).at_least(1)
    }

    /// Those of its review's rows for which a condition holds, or may.
    #[must_use]
    #[inline]
    pub fn those(self, those: Those) -> Rows<impl Iterator<Item = (Row<'v>, Truth)> + Clone> {
        self.rows(those.child).those(move |row| row.is(those.condition))
    }

    /// Why it cannot be told of all rows whether a condition holds.
    #[cold]
    fn why_not(self, those: Those) -> u8 {
        self.rows(those.child).each().fold(0, |reasons, (row, _)| reasons | row.is(those.condition).reasons())
    }

    /// The rows that it points at. Where there is no list of them, any row of the review may be one.
    #[must_use]
    #[inline]
    pub fn links(self, link: Link) -> Rows<Linked<'v>> {
        let column = &self.table.columns[usize::from(link.slot)];
        let missing = column.missing(self.row);
        let table = &self.view.tables[usize::from(link.target.0)];
        let targets = column.values.get((self.table.rows + 1) * 4..).unwrap_or(&[]);
        let places = rows_of(column.values, self.row);
        let further = match (missing, table.offsets) {
            (0, []) if places.is_empty() => 0,
            (_, []) => NOT_RECORDED,
            _ => 0,
        };
        let linked = match missing {
            0 => Linked::known(self.view, table, self.review, targets, places),
            missing => Linked::unknown(All::new(self.view, table, self.review), Truth::missing(missing)),
        };
        Rows::new(linked, further)
    }
}

/// The same row of the same batch.
impl PartialEq for Row<'_> {
    fn eq(&self, other: &Row<'_>) -> bool {
        (self.table.number, self.row) == (other.table.number, other.row)
    }
}

impl Eq for Row<'_> {}
