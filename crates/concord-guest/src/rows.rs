//! Rows of one review, each of which is meant or may be: nothing that is asked of them forgets the unknown ones.

use concord_model::answer::number;

use crate::count::Count;
use crate::field::Readable;
use crate::row::Row;
use crate::truth::Truth;
use crate::value::Value;
use crate::view::{TableView, View, rows_of};

/// Rows of one review. Each is meant, or it cannot be told whether it is: then it stays among them, and whatever is asked of them
/// takes it for what it is. That is why rows are asked and not walked; [`each`](Rows::each) gives them with what is known of them.
#[derive(Debug, Clone)]
pub struct Rows<I> {
    each: I,
    /// Why there may be more that nobody gave: a set of reasons; 0 where there are none.
    further: u8,
}

impl<'v, I: Iterator<Item = (Row<'v>, Truth)> + Clone> Rows<I> {
    #[inline]
    pub(crate) fn new(each: I, further: u8) -> Rows<I> {
        Rows { each, further }
    }

    /// The rows that are meant or may be, each with whether it is. Where the data do not have the table there are none to give: ask
    /// [`size`](Rows::size) whether that is all.
    #[inline]
    pub fn each(self) -> I {
        self.each
    }

    /// The rows that are known to be meant. What may be meant is left out: to cite rows, and never to count them.
    #[inline]
    pub fn certain(self) -> impl Iterator<Item = Row<'v>> + Clone {
        self.each.filter(|(_, meant)| meant.is_true()).map(|(row, _)| row)
    }

    /// Those of them for which something holds, or may.
    #[inline]
    pub fn those<A>(self, asks: A) -> Rows<impl Iterator<Item = (Row<'v>, Truth)> + Clone>
    where
        A: Fn(Row<'v>) -> Truth + Clone,
    {
        let each = self.each.map(move |(row, meant)| (row, meant & asks(row))).filter(|(_, meant)| !meant.is_false());
        Rows { each, further: self.further }
    }

    /// How many they are.
    #[must_use]
    #[inline]
    pub fn size(&self) -> Count {
        let known = Count::of(self.each.clone().map(|(_, meant)| meant));
        if self.further == 0 { known } else { known + Count::not_given(self.further) }
    }

    /// For how many of them something holds.
    #[inline]
    pub fn count<A: Fn(Row<'v>) -> Truth + Clone>(&self, asks: A) -> Count {
        self.clone().those(asks).size()
    }

    /// Whether something holds for any of them.
    #[inline]
    pub fn any<A: Fn(Row<'v>) -> Truth + Clone>(&self, asks: A) -> Truth {
        let known = Truth::any(self.each.clone().map(|(row, meant)| meant & asks(row)));
        if self.further == 0 { known } else { known | Truth::unknown(self.further) }
    }

    /// Whether something holds for all of them; where there are none, it does.
    #[inline]
    pub fn all<A: Fn(Row<'v>) -> Truth + Clone>(&self, asks: A) -> Truth {
        !self.any(|row| !asks(row))
    }

    /// Whether a row is one of them.
    #[must_use]
    #[inline]
    pub fn has(&self, wanted: Row<'_>) -> Truth {
        self.any(|row| Truth::known(row == wanted))
    }

    /// How many different values they have in a field. A row without one may have a value of its own, or that of another row; one
    /// that may not be meant may add its value or not.
    pub fn distinct<F>(&self, field: F) -> Count
    where
        F: Readable,
        F::Value: PartialEq,
    {
        let (mut least, mut most, mut reasons, mut some) = (0.0, 0.0, 0, false);
        for (place, (row, meant)) in self.each.clone().enumerate() {
            let before = || self.each.clone().take(place);
            let key = field.key(row);
            reasons |= key.reasons() | meant.reasons();
            some |= meant.is_true();
            let Value::Given(value) = key else {
                most += 1.0;
                continue;
            };
            let same = |row: Row<'v>| field.key(row).given().as_ref() == Some(&value);
            most += f64::from(!before().any(|(row, _)| same(row)));
            least += f64::from(meant.is_true() && !before().any(|(row, meant)| meant.is_true() && same(row)));
        }
        let least = f64::max(least, f64::from(some));
        let most = if self.further == 0 { most } else { f64::INFINITY };
        Count::between(least, f64::max(f64::min(most, field.most()), least), reasons | self.further)
    }

    /// The rows by the values of a field. A row without a value may belong to any of the groups, or to one more.
    #[inline]
    pub fn groups<F: Readable>(self, field: F) -> Groups<I, F> {
        Groups { rows: self, field }
    }

    /// Why there may be more that nobody gave.
    #[inline]
    pub(crate) fn further(&self) -> u8 {
        self.further
    }
}

/// The rows of a review by the values of a field.
#[derive(Debug, Clone)]
pub struct Groups<I, F> {
    rows: Rows<I>,
    field: F,
}

impl<'v, I, F> Groups<I, F>
where
    I: Iterator<Item = (Row<'v>, Truth)> + Clone,
    F: Readable,
    F::Value: Copy + PartialEq,
{
    /// Whether something holds for any of the groups.
    pub fn any(&self, asks: impl Fn(&Group<I, F>) -> Truth) -> Truth {
        let known = Truth::any(self.each().map(|group| group.exists() & asks(&group)));
        if self.rows.further == 0 { known } else { known | Truth::unknown(self.rows.further) }
    }

    /// Whether something holds for all of the groups; where there are none, it does.
    pub fn all(&self, asks: impl Fn(&Group<I, F>) -> Truth) -> Truth {
        !self.any(|group| !asks(group))
    }

    /// For how many of the groups something holds.
    pub fn count(&self, asks: impl Fn(&Group<I, F>) -> Truth) -> Count {
        let mut count = Count::default();
        for group in self.each() {
            let holds = group.exists() & asks(&group);
            match group.value {
                Value::Given(_) => count.add_one(holds),
                // Each of the rows without a value may be a group of its own.
                Value::Missing(_) if holds.is_false() => {}
                Value::Missing(_) => count = count + Count::between(0.0, group.rows().size().most, group.rows().size().reasons),
            }
        }
        if self.rows.further == 0 { count } else { count + Count::not_given(self.rows.further) }
    }

    /// A group for each value, in the order of its first row, and one for the rows without a value.
    fn each(&self) -> impl Iterator<Item = Group<I, F>> {
        let (rows, field) = (&self.rows, self.field);
        let keys = move || rows.each.clone().map(move |(row, _)| field.key(row));
        let named = keys().enumerate().filter_map(move |(place, key)| {
            let value = key.given()?;
            let first = keys().take(place).all(|before| before.given() != Some(value));
            first.then_some(Value::Given(value))
        });
        let unplaced = keys().find(|key| key.given().is_none());
        named.chain(unplaced).map(move |value| Group { rows: rows.clone(), field, value })
    }
}

/// The rows of a review that have one value in a field, or may.
#[derive(Debug, Clone)]
pub struct Group<I, F: Readable> {
    rows: Rows<I>,
    field: F,
    /// The value that they have; missing for the rows without a value, which may be no group at all.
    pub value: Value<F::Value>,
}

impl<'v, I, F> Group<I, F>
where
    I: Iterator<Item = (Row<'v>, Truth)> + Clone,
    F: Readable,
    F::Value: Copy + PartialEq,
{
    /// Its rows: those with the value, and those without any, of which it cannot be told.
    #[inline]
    pub fn rows(&self) -> Rows<impl Iterator<Item = (Row<'v>, Truth)> + Clone> {
        let (field, value) = (self.field, self.value);
        self.rows.clone().those(move |row| match (field.key(row), value) {
            (Value::Given(own), Value::Given(value)) => Truth::known(own == value),
            (Value::Given(_), Value::Missing(_)) => Truth::FALSE,
            (missing, _) => Truth::unknown(missing.reasons()),
        })
    }

    /// Whether there is such a group.
    fn exists(&self) -> Truth {
        Truth::any(self.rows().each().map(|(_, meant)| meant))
    }
}

/// All rows of a review in a child table.
#[derive(Debug, Clone)]
pub struct All<'v> {
    view: &'v View<'v>,
    table: &'v TableView<'v>,
    next: usize,
    end: usize,
    review: usize,
}

impl<'v> All<'v> {
    #[inline]
    pub(crate) fn new(view: &'v View<'v>, table: &'v TableView<'v>, review: usize) -> All<'v> {
        let rows = if table.offsets.is_empty() { 0..0 } else { rows_of(table.offsets, review) };
        All { view, table, next: rows.start, end: rows.end, review }
    }
}

impl<'v> Iterator for All<'v> {
    type Item = (Row<'v>, Truth);

    #[inline]
    fn next(&mut self) -> Option<(Row<'v>, Truth)> {
        (self.next < self.end).then(|| {
            self.next += 1;
            (Row { view: self.view, table: self.table, row: self.next - 1, review: self.review }, Truth::TRUE)
        })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end.saturating_sub(self.next);
        (left, Some(left))
    }
}

/// The rows that one row points at, in the order of its list and each once; without a list, all that it may point at.
#[derive(Debug, Clone)]
pub struct Linked<'v> {
    /// The rows of the review that may be meant, each for the same reason unknown.
    all: All<'v>,
    meant: Truth,
    targets: &'v [u8],
    first: usize,
    next: usize,
    end: usize,
}

impl<'v> Linked<'v> {
    #[inline]
    pub(crate) fn known(
        view: &'v View<'v>,
        table: &'v TableView<'v>,
        review: usize,
        targets: &'v [u8],
        places: std::ops::Range<usize>,
    ) -> Linked<'v> {
        let none = All { view, table, next: 0, end: 0, review };
        Linked { all: none, meant: Truth::TRUE, targets, first: places.start, next: places.start, end: places.end }
    }

    #[inline]
    pub(crate) fn unknown(all: All<'v>, meant: Truth) -> Linked<'v> {
        Linked { all, meant, targets: &[], first: 0, next: 0, end: 0 }
    }
}

impl<'v> Iterator for Linked<'v> {
    type Item = (Row<'v>, Truth);

    #[inline]
    fn next(&mut self) -> Option<(Row<'v>, Truth)> {
        while self.next < self.end {
            self.next += 1;
            let row = number(self.targets, self.next - 1);
            if (self.first..self.next - 1).all(|before| number(self.targets, before) != row) {
                let All { view, table, review, .. } = self.all;
                return Some((Row { view, table, row: row as usize, review }, Truth::TRUE));
            }
        }
        self.all.next().map(|(row, _)| (row, self.meant))
    }
}
