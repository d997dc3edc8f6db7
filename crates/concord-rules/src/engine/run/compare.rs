//! Truth values of two columns, or of two numbers, row by row.

use super::leaves::PARTIAL_DATE;
use super::{Ends, Run};
use crate::engine::bits::insert;
use crate::engine::columns::i32s;
use crate::engine::node::{Day, Id, Seen, Side, Space};
use crate::plan::Order;

/// Whether something is certainly so and whether it is possibly so, and why it is unknown where these differ.
type Told = (bool, bool, u8);

impl Run<'_, '_, '_> {
    pub(super) fn compare(&mut self, one: Id, by: Order, other: Id, space: Space) -> Ends {
        let (one, other) = (self.ends(one), self.ends(other));
        self.row_by_row(space, one.is_certain() && other.is_certain(), |run, row| {
            let ((a, b, why), (c, d, other_why)) = (run.value(one, row), run.value(other, row));
            let (low, high) = by.between((a, b), (c, d));
            (low, high, why | other_why)
        })
    }

    pub(super) fn codes(&mut self, one: Seen, by: Order, other: Seen, space: Space) -> Ends {
        let codes = [one, other].map(|seen| &self.program.tables.of(self.batch, seen.column).values);
        let certain = [one, other].iter().all(|seen| self.scratch.given[usize::from(seen.column.0)].is_none());
        self.row_by_row(space, certain, |run, row| {
            let [one_at, other_at] = [one, other].map(|seen| run.place(space, seen.side, row));
            match run.missing(one.column, one_at) | run.missing(other.column, other_at) {
                0 => {
                    let holds = by.holds(codes[0][one_at].cmp(&codes[1][other_at]));
                    (holds, holds, 0)
                }
                missing => (false, true, missing),
            }
        })
    }

    pub(super) fn dates(&mut self, one: Day, by: Order, other: Day, space: Space) -> Ends {
        self.row_by_row(space, false, |run, row| match (run.day(one, space, row), run.day(other, space, row)) {
            (Ok(one), Ok(other)) => {
                let (low, high) = by.between(one, other);
                (low, high, PARTIAL_DATE)
            }
            (one, other) => (false, true, one.err().unwrap_or(0) | other.err().unwrap_or(0)),
        })
    }

    /// The first and the last day that a date can be, or why it is missing.
    fn day(&self, day: Day, space: Space, row: usize) -> Result<(i32, i32), u8> {
        let seen = match day {
            Day::Days(first, last) => return Ok((first, last)),
            Day::Seen(seen) => seen,
        };
        let at = self.place(space, seen.side, row);
        match self.missing(seen.column, at) {
            0 => {
                let values = &self.program.tables.of(self.batch, seen.column).values;
                let mut days = i32s(&values[at * 8..at * 8 + 8]);
                Ok((days.next().unwrap_or(0), days.next().unwrap_or(0)))
            }
            missing => Err(missing),
        }
    }

    pub(super) fn linked(&mut self, from: Seen, to: Side, space: Space) -> Ends {
        self.row_by_row(space, false, |run, row| {
            let (holder, target) = (run.place(space, from.side, row), run.place(space, to, row));
            match run.points(from.column, holder, target) {
                Ok(points) => (points, points, 0),
                Err(missing) => (false, true, missing),
            }
        })
    }

    /// A truth value that is told row by row.
    fn row_by_row(&mut self, space: Space, certain: bool, tell: impl Fn(&Self, usize) -> Told) -> Ends {
        let (width, rows) = (self.width(space), self.rows(space));
        let reasons = self.scratch.reasons.len();
        let low = self.scratch.words.filled(width, 0);
        if certain {
            for place in 0..width {
                let held = (rows - place * 64).min(64);
                let word = (0..held).fold(0, |word, bit| word | u64::from(tell(self, place * 64 + bit).0) << bit);
                self.scratch.words.all[low + place] = word;
            }
            return Ends::certain(low);
        }
        let high = self.scratch.words.filled(width, 0);
        let why = self.scratch.words.filled(reasons * width, 0);
        for row in 0..rows {
            let (certainly, possibly, because) = tell(self, row);
            let scratch = &mut *self.scratch;
            let mut note = |set: usize| insert(&mut scratch.words.all[set..set + width], row);
            if certainly {
                note(low);
            }
            if possibly {
                note(high);
            }
            if possibly && !certainly {
                let met = scratch.reasons.iter().enumerate().filter(|(_, reason)| because >> **reason & 1 == 1);
                met.for_each(|(place, _)| note(why + place * width));
            }
        }
        if self.bits(low, space) == self.bits(high, space) { Ends::certain(low) } else { Ends { low, high, why } }
    }
}

impl Order {
    /// Whether something between two ends stands in this order to something between two others: certainly, and possibly.
    fn between<T: PartialOrd + Copy>(self, (a, b): (T, T), (c, d): (T, T)) -> (bool, bool) {
        match self {
            Order::Less => (b < c, a < d),
            Order::AtMost => (b <= c, a <= d),
            Order::Equal => (a == b && c == d && a == c, a <= d && c <= b),
            Order::AtLeast => (a >= d, b >= c),
            Order::More => (a > d, b > c),
        }
    }
}
