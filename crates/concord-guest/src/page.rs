//! What an indicator writes down for one review: its answer, the rows that it rests on, its number.

use std::cell::{Cell, RefCell};

use concord_model::answer::{Cited, NOT_APPLICABLE, NOT_DETERMINABLE, Step};

use crate::condition::Condition;
use crate::count::{Count, Number};
use crate::field::{Child, Is, Readable, Those};
use crate::row::Row;
use crate::rows::Rows;
use crate::truth::Truth;

/// An answer to an indicator: a line of its scale, or what a truth value makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A line of the scale, from 0. It rests on all that the page found.
    Line(u8),
    /// A line of the scale since a truth holds. It rests on what that rests on.
    Because(u8, Truth),
    /// The first line of the scale where it holds, the last where it does not, not determinable where it is unknown.
    Truth(Truth),
    /// The question does not arise.
    NotApplicable,
}

impl From<Truth> for Answer {
    #[inline]
    fn from(truth: Truth) -> Answer {
        Answer::Truth(truth)
    }
}

impl Answer {
    /// The answer's byte, why it could not be told, and the findings that it rests on. `last` is the scale's last line.
    #[inline]
    pub(crate) fn told(self, last: u8) -> (u8, u8, u32) {
        match self {
            Answer::Line(line) => (line, 0, ALL),
            Answer::Because(line, truth) => (line, 0, truth.found()),
            Answer::Truth(truth) if truth.is_true() => (0, 0, truth.found()),
            Answer::Truth(truth) if truth.is_false() => (last, 0, 0),
            Answer::Truth(truth) => (NOT_DETERMINABLE, truth.reasons(), 0),
            Answer::NotApplicable => (NOT_APPLICABLE, 0, 0),
        }
    }
}

/// The lines of a scale one after the other: the first that holds is the answer, and one that cannot be told ends the search. The
/// answer rests on what made its line hold, whatever else was asked.
///
/// ```
/// use concord_guest::{Answer, Ladder, Truth};
/// let answer = Ladder::new().when(Truth::FALSE, 0).when(Truth::TRUE, 1).otherwise(2);
/// assert_eq!(answer, Answer::Because(1, Truth::TRUE));
/// let unknown = Ladder::new().when(Truth::unknown(2), 0).when(Truth::TRUE, 1).otherwise(2);
/// assert_eq!(unknown, Answer::Truth(Truth::unknown(2)));
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Ladder(Option<Answer>);

impl Ladder {
    /// No line yet.
    #[must_use]
    #[inline]
    pub fn new() -> Ladder {
        Ladder(None)
    }

    /// The next line, and when it is the answer.
    #[must_use]
    #[inline]
    pub fn when(self, holds: Truth, line: u8) -> Ladder {
        match self.0 {
            None if holds.is_true() => Ladder(Some(Answer::Because(line, holds))),
            None if holds.is_unknown() => Ladder(Some(Answer::Truth(holds))),
            _ => self,
        }
    }

    /// The line that is left where none of those before holds.
    #[must_use]
    #[inline]
    pub fn otherwise(self, line: u8) -> Answer {
        self.0.unwrap_or(Answer::Because(line, Truth::TRUE))
    }
}

/// The page on which an indicator's answer to one review is written.
///
/// What is asked here in place of the review's rows is remembered with the rows for which it held: an answer that was led to by it
/// cites them. What is asked within a question, such as of the rows that a row points at, belongs to the row that it was asked of.
#[derive(Debug)]
pub struct Page<'p> {
    pub(crate) findings: &'p Findings,
    pub(crate) number: Number,
    /// The author's notes, taken only while an answer is explained.
    pub(crate) notes: Option<&'p mut Vec<Step>>,
}

impl Page<'_> {
    /// Says that the answer rests on a row, whatever it is. Citing a row twice is citing it once.
    ///
    /// # Panics
    /// Where the indicator does not declare that it cites rows of that table.
    #[inline]
    pub fn cite(&self, row: Row<'_>) {
        self.findings.note(CITED, row);
    }

    /// Whether a condition holds for a review. What it rests on among the review's rows is found: the rows on a theme that was examined.
    #[inline]
    pub fn is(&self, review: Row<'_>, condition: Is) -> Truth {
        let truth = review.is(condition);
        if truth.is_unknown() {
            return truth;
        }
        let found = self.findings.begin();
        self.rests_on(review, condition, found);
        truth.resting_on(found)
    }

    /// Finds what makes a condition what it is for a review.
    fn rests_on(&self, review: Row<'_>, condition: Is, found: u32) {
        let truth = review.is(condition);
        match &review.view.conditions[usize::from(condition.0)].1 {
            Condition::Examined { carried, .. } if truth.is_true() => {
                for &(table, theme) in carried {
                    let on_theme = review.those(Those { child: Child(table), condition: Is(theme) });
                    on_theme.certain().for_each(|row| self.findings.note(found, row));
                }
            }
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().filter(|part| review.is(Is(**part)) == truth).for_each(|part| self.rests_on(review, Is(*part), found));
            }
            Condition::Not(part) => self.rests_on(review, Is(*part), found),
            _ => {}
        }
    }

    /// Whether a condition holds for any of a review's rows. Those for which it does are found.
    #[inline]
    pub fn any(&self, review: Row<'_>, those: Those) -> Truth {
        self.count(review, those).at_least(1)
    }

    /// For how many of a review's rows a condition holds. They are found.
    #[inline]
    pub fn count(&self, review: Row<'_>, those: Those) -> Count {
        let count = review.count(those);
        if count.least > 0.0 {
            let found = self.findings.begin();
            review.those(those).certain().for_each(|row| self.findings.note(found, row));
            return count.resting_on(found);
        }
        count
    }

    /// Whether something holds for any of some rows. Those for which it does are found.
    #[inline]
    pub fn any_of<'v, I, A>(&self, rows: &Rows<I>, asks: A) -> Truth
    where
        I: Iterator<Item = (Row<'v>, Truth)> + Clone,
        A: Fn(Row<'v>) -> Truth + Clone,
    {
        self.count_of(rows, asks).at_least(1)
    }

    /// For how many of some rows something holds. They are found.
    #[inline]
    pub fn count_of<'v, I, A>(&self, rows: &Rows<I>, asks: A) -> Count
    where
        I: Iterator<Item = (Row<'v>, Truth)> + Clone,
        A: Fn(Row<'v>) -> Truth + Clone,
    {
        let mut count = Count::default();
        let found = self.find(rows, asks, |_, truth| {
            count.add_one(Truth::of_byte(truth.as_byte()));
            truth.is_true()
        });
        let further = rows.further();
        let count = if further == 0 { count } else { count + Count::not_given(further) };
        count.resting_on(found)
    }

    /// Whether something holds for all of some rows. Where it does they are found; where it does not, those that break it.
    pub fn all_of<'v, I, A>(&self, rows: &Rows<I>, asks: A) -> Truth
    where
        I: Iterator<Item = (Row<'v>, Truth)> + Clone,
        A: Fn(Row<'v>) -> Truth + Clone,
    {
        let all = rows.all(|row| Truth::of_byte(asks(row).as_byte()));
        let holds = move |row: Row<'v>| if all.is_false() { !asks(row) } else { asks(row) };
        all.resting_on(if all.is_unknown() { 0 } else { self.find(rows, holds, |_, truth| truth.is_true()) })
    }

    /// How many different values some rows have in a field. The rows are found.
    pub fn distinct<'v, I, F>(&self, rows: &Rows<I>, field: F) -> Count
    where
        I: Iterator<Item = (Row<'v>, Truth)> + Clone,
        F: Readable,
        F::Value: PartialEq,
    {
        rows.distinct(field).resting_on(self.find(rows, |_| Truth::TRUE, |_, truth| truth.is_true()))
    }

    /// Asks rows one after the other, and remembers those that `keep` keeps, with what was found in asking them.
    fn find<'v, I, A>(&self, rows: &Rows<I>, asks: A, mut keep: impl FnMut(Row<'v>, Truth) -> bool) -> u32
    where
        I: Iterator<Item = (Row<'v>, Truth)> + Clone,
        A: Fn(Row<'v>) -> Truth,
    {
        let (findings, mut other) = (self.findings, 0);
        let found = findings.begin();
        let mut each = rows.clone().each();
        loop {
            let before = findings.mark();
            let Some((row, meant)) = each.next() else { break };
            let truth = meant & asks(row);
            let kept = keep(row, truth);
            findings.settle(before, if kept { truth.found() } else { 0 }, found);
            if kept {
                findings.note(found, row);
                other |= truth.found() & before.older;
            }
        }
        found | other
    }

    /// Gives the indicator's number for this review: a count, a share ([`Count::share_of`]), or a value.
    #[inline]
    pub fn measure(&mut self, number: impl Into<Number>) {
        self.number = number.into();
    }

    /// Notes a step of the reasoning, for those who ask why. Costs nothing while nobody does.
    pub fn note(&mut self, text: &str, value: impl std::fmt::Display) {
        if let Some(notes) = self.notes.as_deref_mut() {
            notes.push(step(1, text, value.to_string(), None));
        }
    }
}

/// What an author cites by hand belongs to every answer.
const CITED: u32 = 1;
/// Everything that was found.
const ALL: u32 = u32::MAX;

/// What was found for one review: rows, each with the bit of the question that found it. After the 31st question all share a bit.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// The tables whose rows may be cited, by their numbers.
    tables: Vec<u8>,
    /// The question's bit, the place of the row's table, and the row.
    rows: RefCell<Vec<(u32, usize, u32)>>,
    asked: Cell<u32>,
}

/// How far the findings had come.
#[derive(Debug, Clone, Copy)]
struct Mark {
    rows: usize,
    asked: u32,
    /// The bits that were given before.
    older: u32,
}

impl Findings {
    pub(crate) fn of(cited: &[CitedRows]) -> Findings {
        Findings { tables: cited.iter().map(|cited| cited.table).collect(), ..Findings::default() }
    }

    /// The bit of one more question.
    #[inline]
    fn begin(&self) -> u32 {
        self.asked.set((self.asked.get() + 1).min(31));
        1 << self.asked.get()
    }

    #[inline]
    fn note(&self, bit: u32, row: Row<'_>) {
        match self.tables.iter().position(|table| *table == row.table.number) {
            Some(place) => self.rows.borrow_mut().push((bit, place, row.row as u32)),
            None => undeclared(),
        }
    }

    #[inline]
    fn mark(&self) -> Mark {
        let asked = self.asked.get();
        Mark { rows: self.rows.borrow().len(), asked, older: u32::MAX >> (31 - asked) }
    }

    /// Of what was found since a mark, keeps what a truth rests on, as found by a question that was asked before it.
    #[inline]
    fn settle(&self, since: Mark, rests_on: u32, by: u32) {
        let mut rows = self.rows.borrow_mut();
        if rows.len() > since.rows {
            let mut kept = since.rows;
            for place in since.rows..rows.len() {
                let (bit, table, row) = rows[place];
                if bit == CITED || bit & rests_on != 0 {
                    rows[kept] = (if bit == CITED { CITED } else { by }, table, row);
                    kept += 1;
                }
            }
            rows.truncate(kept);
        }
        self.asked.set(since.asked);
    }

    /// Ends a review: cites what was found by the questions whose bits are given.
    #[inline]
    pub(crate) fn end_review(&self, found: u32, answered: bool, cited: &mut [CitedRows]) {
        let mut rows = self.rows.borrow_mut();
        for (_, table, row) in rows.drain(..).filter(|(bit, ..)| answered && bit & (found | CITED) != 0) {
            cited[table].push(row);
        }
        self.asked.set(0);
        cited.iter_mut().for_each(CitedRows::end_review);
    }
}

/// A step of a reasoning that rests on no rows of its own.
pub(crate) fn step(depth: u8, text: &str, value: String, holds: Option<bool>) -> Step {
    Step { depth, at: None, text: text.to_owned(), value, holds, table: None, rows: Vec::new() }
}

#[cold]
#[inline(never)]
fn undeclared() -> ! {
    panic!("a row was cited of a table that the indicator does not say it cites: add .cites(…) to it")
}

/// The rows of one table that an indicator cites, review by review.
#[derive(Debug)]
pub(crate) struct CitedRows {
    pub(crate) table: u8,
    cited: Cited,
    /// Where the present review's rows start, and whether they came out of order.
    start: usize,
    last: Option<u32>,
    disordered: bool,
}

impl CitedRows {
    pub(crate) fn new(table: u8, reviews: usize) -> CitedRows {
        let mut offsets = Vec::with_capacity((reviews + 1) * 4);
        offsets.extend_from_slice(&0u32.to_le_bytes());
        CitedRows { table, cited: Cited { offsets, rows: Vec::new() }, start: 0, last: None, disordered: false }
    }

    #[inline]
    fn push(&mut self, row: u32) {
        self.disordered |= self.last >= Some(row);
        self.last = Some(row);
        self.cited.rows.extend_from_slice(&row.to_le_bytes());
    }

    /// Ends a review.
    #[inline]
    fn end_review(&mut self) {
        if self.disordered {
            self.put_in_order();
        }
        self.start = self.cited.rows.len();
        (self.last, self.disordered) = (None, false);
        self.cited.offsets.extend_from_slice(&((self.start / 4) as u32).to_le_bytes());
    }

    #[cold]
    fn put_in_order(&mut self) {
        let rows = self.cited.rows[self.start..].chunks_exact(4).map(|four| concord_model::answer::number(four, 0));
        let rows: std::collections::BTreeSet<u32> = rows.collect();
        self.cited.rows.truncate(self.start);
        self.cited.rows.extend(rows.into_iter().flat_map(u32::to_le_bytes));
    }

    /// The rows of the last review.
    pub(crate) fn last_review(&self) -> Vec<u32> {
        let reviews = self.cited.offsets.len() / 4 - 1;
        reviews.checked_sub(1).map_or(Vec::new(), |last| self.cited.rows(last).collect())
    }

    pub(crate) fn finish(self) -> Cited {
        if self.cited.rows.is_empty() { Cited::default() } else { self.cited }
    }
}
