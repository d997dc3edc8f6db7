//! What an indicator writes down for one review: its answer, the rows that it rests on, its number.

use concord_model::answer::{Cited, Measure, NOT_APPLICABLE, NOT_DETERMINABLE, Step};

use crate::field::Those;
use crate::row::Row;
use crate::truth::{Count, Truth};

/// An answer to an indicator: a line of its scale, or what a truth value makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A line of the scale, from 0.
    Line(u8),
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
    /// The answer's byte, and why it could not be told. `last` is the scale's last line.
    #[inline]
    pub(crate) fn told(self, last: u8) -> (u8, u8) {
        match self {
            Answer::Line(line) => (line, 0),
            Answer::Truth(truth) if truth.is_true() => (0, 0),
            Answer::Truth(truth) if truth.is_false() => (last, 0),
            Answer::Truth(truth) => (NOT_DETERMINABLE, truth.reasons()),
            Answer::NotApplicable => (NOT_APPLICABLE, 0),
        }
    }
}

/// The lines of a scale one after the other: the first that holds is the answer, and one that cannot be told ends the search.
///
/// ```
/// use concord_guest::{Answer, Ladder, Truth};
/// let answer = Ladder::new().when(Truth::FALSE, 0).when(Truth::TRUE, 1).otherwise(2);
/// assert_eq!(answer, Answer::Line(1));
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
            None if holds.is_true() => Ladder(Some(Answer::Line(line))),
            None if holds.is_unknown() => Ladder(Some(Answer::Truth(holds))),
            _ => self,
        }
    }

    /// The line that is left where none of those before holds.
    #[must_use]
    #[inline]
    pub fn otherwise(self, line: u8) -> Answer {
        self.0.unwrap_or(Answer::Line(line))
    }
}

/// The page on which an indicator's answer to one review is written.
#[derive(Debug)]
pub struct Page<'p> {
    pub(crate) cited: &'p mut [CitedRows],
    pub(crate) measure: Option<Measure>,
    /// The author's notes, taken only while an answer is explained.
    pub(crate) notes: Option<&'p mut Vec<Step>>,
}

impl Page<'_> {
    /// Says that the answer rests on a row. Citing a row twice is citing it once.
    ///
    /// # Panics
    /// Where the indicator does not declare that it cites rows of that table.
    #[inline]
    pub fn cite(&mut self, row: Row<'_>) {
        match self.cited.iter_mut().find(|cited| cited.table == row.table.number) {
            Some(cited) => cited.push(row.row as u32),
            None => undeclared(),
        }
    }

    /// Whether a condition holds for any of a review's rows. Those for which it does are cited.
    #[inline]
    pub fn any(&mut self, review: Row<'_>, those: Those) -> Truth {
        self.count(review, those).at_least(1)
    }

    /// For how many of a review's rows a condition holds. They are cited.
    #[inline]
    pub fn count(&mut self, review: Row<'_>, those: Those) -> Count {
        let count = review.count(those);
        if count.least > 0 {
            review.those(those).for_each(|row| self.cite(row));
        }
        count
    }

    /// Gives the indicator's number for this review; `None` where there is none.
    #[inline]
    pub fn measure(&mut self, measure: Option<Measure>) {
        self.measure = measure;
    }

    /// Notes a step of the reasoning, for those who ask why. Costs nothing while nobody does.
    pub fn note(&mut self, text: &str, value: impl std::fmt::Display) {
        if let Some(notes) = self.notes.as_deref_mut() {
            notes.push(step(1, text, value.to_string(), None));
        }
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

    /// Ends a review; what led to no answer is no evidence.
    #[inline]
    pub(crate) fn end_review(&mut self, answered: bool) {
        if !answered {
            self.cited.rows.truncate(self.start);
        } else if self.disordered {
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
