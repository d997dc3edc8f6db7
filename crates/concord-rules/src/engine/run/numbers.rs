//! Numbers, each between two ends.

use super::rows::NOT_GIVEN;
use super::{Ends, Run};
use crate::engine::answers::{EXACT, INEXACT};
use crate::engine::bits::{contains, for_each, mark};
use crate::engine::columns::i32s;
use crate::engine::node::{ColumnId, Id, Op, Seen, Side, Space};
use concord_model::dictionary::Kind;

/// The two ends of a number, and why it is not known where they differ.
type Between = (f64, f64, u8);

impl Run<'_, '_, '_> {
    pub(super) fn constant(&mut self, constant: f64, space: Space) -> Ends {
        let rows = self.rows(space);
        Ends::certain(self.scratch.numbers.filled(rows, constant))
    }

    /// Numbers made row by row.
    fn each(&mut self, space: Space, certain: bool, make: impl Fn(&Self, usize) -> Between) -> Ends {
        let rows = self.rows(space);
        let low = self.scratch.numbers.take(rows);
        if certain {
            for row in 0..rows {
                self.scratch.numbers.all[low + row] = make(self, row).0;
            }
            return Ends::certain(low);
        }
        let high = self.scratch.numbers.take(rows);
        let why = self.scratch.bytes.take(rows);
        for row in 0..rows {
            let (least, most, because) = make(self, row);
            self.scratch.numbers.all[low + row] = least;
            self.scratch.numbers.all[high + row] = most;
            self.scratch.bytes.all[why + row] = if least == most { 0 } else { because };
        }
        Ends { low, high, why }
    }

    pub(super) fn number(&mut self, column: ColumnId, space: Space) -> Ends {
        let values = &self.program.tables.of(self.batch, column).values;
        let rows = self.rows(space);
        let low = self.scratch.numbers.take(rows);
        let (_, out) = self.scratch.numbers.parts(low, rows);
        if self.program.tables.shape(column).field.kind == Kind::Integer {
            out.iter_mut().zip(i32s(values)).for_each(|(out, number)| *out = f64::from(number));
        } else {
            out.iter_mut().zip(values.as_chunks::<8>().0).for_each(|(out, eight)| *out = f64::from_le_bytes(*eight));
        }
        if self.scratch.given[usize::from(column.0)].is_none() {
            return Ends::certain(low);
        }
        self.each(space, false, |run, row| match run.missing(column, row) {
            0 => (run.scratch.numbers.all[low + row], run.scratch.numbers.all[low + row], 0),
            missing => (f64::NEG_INFINITY, f64::INFINITY, missing),
        })
    }

    pub(super) fn sum(&mut self, terms: &[Id], space: Space) -> Ends {
        let certain = terms.iter().all(|term| self.ends(*term).is_certain());
        self.exactly(space, certain, |run, row| {
            let values = terms.iter().map(|term| run.value(run.ends(*term), row));
            values.fold((0.0, 0.0, 0), |(low, high, why), (least, most, because)| exact((low + least, high + most, why | because)))
        })
    }

    /// Numbers made row by row by sums or products; one beyond what is exact can be any.
    fn exactly(&mut self, space: Space, certain: bool, make: impl Fn(&Self, usize) -> Between) -> Ends {
        let made = self.each(space, certain, &make);
        if !certain || self.scratch.numbers.get(made.low, self.rows(space)).iter().all(|number| number.is_finite()) {
            return made;
        }
        self.each(space, false, make)
    }

    pub(super) fn minus(&mut self, inner: Id, space: Space) -> Ends {
        let inner = self.ends(inner);
        self.each(space, inner.is_certain(), |run, row| {
            let (low, high, why) = run.value(inner, row);
            (0.0 - high, 0.0 - low, why)
        })
    }

    pub(super) fn product(&mut self, one: Id, other: Id, space: Space) -> Ends {
        let (one, other) = (self.ends(one), self.ends(other));
        self.exactly(space, one.is_certain() && other.is_certain(), |run, row| {
            let ((a, b, why), (c, d, because)) = (run.value(one, row), run.value(other, row));
            let corners = [times(a, c), times(a, d), times(b, c), times(b, d)];
            let (low, high) = (corners.into_iter().fold(f64::INFINITY, f64::min), corners.into_iter().fold(f64::NEG_INFINITY, f64::max));
            exact((low, high, why | because))
        })
    }

    /// The branch taken; where the condition is unknown, anything between the ends of both.
    pub(super) fn choice(&mut self, condition: Id, one: Id, other: Id, space: Space) -> Ends {
        let [condition, one, other] = [condition, one, other].map(|id| self.ends(id));
        let certain = [condition, one, other].into_iter().all(Ends::is_certain);
        let width = self.width(space);
        self.each(space, certain, |run, row| {
            let holds = |set: usize| contains(run.scratch.words.get(set, width), row);
            match (holds(condition.low), holds(condition.high)) {
                (true, _) => run.value(one, row),
                (_, false) => run.value(other, row),
                _ => {
                    let ((a, b, why), (c, d, because)) = (run.value(one, row), run.value(other, row));
                    (a.min(c), b.max(d), why | because | run.why_at(condition, row, width))
                }
            }
        })
    }

    /// Why a truth value is unknown for a row.
    fn why_at(&self, ends: Ends, row: usize, width: usize) -> u8 {
        let told = |place: usize| contains(self.scratch.words.get(ends.why + place * width, width), row);
        self.scratch.reasons.iter().enumerate().filter(|(place, _)| told(*place)).fold(0, |why, (_, reason)| why | 1 << reason)
    }

    /// How many rows of a finer space there are: those that certainly are meant, and those that possibly are.
    pub(super) fn count(&mut self, set: Id, space: Space) -> Ends {
        let (from, finer) = (self.ends(set), self.space(set));
        if let Some(open) = self.open(set, space) {
            return self.up_to(f64::INFINITY, open, space);
        }
        if self.program.nodes[set.0 as usize].op == Op::Always(true) {
            return self.sizes(finer, space);
        }
        let low = self.counted(from.low, finer, space);
        if from.is_certain() {
            return Ends::certain(low);
        }
        let high = self.counted(from.high, finer, space);
        Ends { low, high, why: self.why_in_groups(from, finer, space) }
    }

    /// Nothing, or anything up to a number where it is open how many there are.
    fn up_to(&mut self, most: f64, open: usize, space: Space) -> Ends {
        let width = self.width(space);
        self.each(space, false, |run, row| {
            let open = contains(run.scratch.words.get(open, width), row);
            (0.0, if open { most } else { 0.0 }, NOT_GIVEN)
        })
    }

    /// How many rows each group of a finer space has.
    fn sizes(&mut self, finer: Space, space: Space) -> Ends {
        let rows = self.rows(space);
        let start = self.scratch.numbers.filled(rows, 0.0);
        let scratch = &mut *self.scratch;
        let groups = match finer {
            Space::Rows(table) => &scratch.groups[usize::from(table)],
            Space::Pairs(pairs) => &scratch.pairs[usize::from(pairs)].groups,
            Space::Reviews => return Ends::certain(start),
        };
        let (_, out) = scratch.numbers.parts(start, rows);
        out.iter_mut().zip(groups.starts.windows(2)).for_each(|(out, ends)| *out = f64::from(ends[1] - ends[0]));
        Ends::certain(start)
    }

    fn counted(&mut self, set: usize, finer: Space, space: Space) -> usize {
        let (rows, finer_width) = (self.rows(space), self.width(finer));
        let scratch = &mut *self.scratch;
        let start = scratch.numbers.filled(rows, 0.0);
        let (_, out) = scratch.numbers.parts(start, rows);
        let groups = match finer {
            Space::Rows(table) => &scratch.groups[usize::from(table)],
            Space::Pairs(pairs) => &scratch.pairs[usize::from(pairs)].groups,
            Space::Reviews => return start,
        };
        for_each(scratch.words.get(set, finer_width), |row| out[groups.group_of[row] as usize] += 1.0);
        start
    }

    /// For each group of a coarser space, why any row of a finer one is unknown.
    fn why_in_groups(&mut self, from: Ends, finer: Space, space: Space) -> usize {
        let (rows, width, finer_width) = (self.rows(space), self.width(space), self.width(finer));
        let why = self.scratch.bytes.filled(rows, 0);
        for place in 0..self.scratch.reasons.len() {
            let set = self.any(from.why + place * finer_width, finer, space);
            let scratch = &mut *self.scratch;
            let (_, out) = scratch.bytes.parts(why, rows);
            let sets = scratch.words.get(set, width);
            out.chunks_mut(64).zip(sets).for_each(|(bytes, set)| mark(bytes, *set, 1 << scratch.reasons[place]));
            scratch.words.top = set;
        }
        why
    }

    /// How many values a column takes among rows of a finer space. A row whose value is missing may have one of its own, or one that
    /// another row has.
    pub(super) fn distinct(&mut self, set: Id, key: Seen, space: Space) -> Ends {
        let (from, finer) = (self.ends(set), self.space(set));
        if let Some(open) = self.open(set, space) {
            let most = self.most_values(key);
            return self.up_to(if most == usize::MAX { f64::INFINITY } else { most as f64 }, open, space);
        }
        let (groups, total) = (self.rows(space), self.rows(finer));
        let low = self.scratch.numbers.take(groups);
        let high = self.scratch.numbers.take(groups);
        let why = self.scratch.bytes.filled(groups, 0);
        let mut keys = std::mem::take(&mut self.scratch.keys);
        let width = self.width(finer);
        for group in 0..groups {
            let (first, end) = self.group_rows_of(finer, group).unwrap_or((0, total));
            keys.clear();
            let (mut certain_rows, mut keyless, mut because) = (0, 0, 0);
            for row in (first..end).filter(|row| contains(self.bits(from.low, finer), *row)) {
                certain_rows += 1;
                match self.key(key, finer, row) {
                    Ok(value) => keys.push(value),
                    Err(missing) => {
                        keyless += 1;
                        because |= missing;
                    }
                }
            }
            keys.sort_unstable();
            keys.dedup();
            let known = keys.len();
            if !from.is_certain() {
                let possible = |row: &usize| contains(self.bits(from.high, finer), *row) && !contains(self.bits(from.low, finer), *row);
                for row in (first..end).filter(possible) {
                    because |= self.why_at(from, row, width);
                    match self.key(key, finer, row) {
                        Ok(value) => keys.push(value),
                        Err(missing) => {
                            keyless += 1;
                            because |= missing;
                        }
                    }
                }
                keys.sort_unstable();
                keys.dedup();
            }
            let least = known.max(usize::from(certain_rows > 0));
            let most = (keys.len() + keyless).min(self.most_values(key).max(least));
            self.scratch.numbers.all[low + group] = least as f64;
            self.scratch.numbers.all[high + group] = most as f64;
            self.scratch.bytes.all[why + group] = if least == most { 0 } else { because };
        }
        self.scratch.keys = keys;
        Ends { low, high, why }
    }

    /// The rows of a finer space that belong to a group.
    fn group_rows_of(&self, finer: Space, group: usize) -> Option<(usize, usize)> {
        let groups = match finer {
            Space::Rows(table) => &self.scratch.groups[usize::from(table)],
            Space::Pairs(pairs) => &self.scratch.pairs[usize::from(pairs)].groups,
            Space::Reviews => return None,
        };
        Some((*groups.starts.get(group)? as usize, *groups.starts.get(group + 1)? as usize))
    }

    fn key(&self, key: Seen, space: Space, row: usize) -> Result<i32, u8> {
        let at = self.place(space, key.side, row);
        let values = &self.program.tables.of(self.batch, key.column).values;
        match self.missing(key.column, at) {
            0 if self.program.tables.shape(key.column).field.kind == Kind::Integer => Ok(i32s(&values[at * 4..]).next().unwrap_or(0)),
            0 => Ok(i32::from(values[at])),
            missing => Err(missing),
        }
    }

    /// How many values a column can take at all.
    fn most_values(&self, key: Seen) -> usize {
        let field = &self.program.tables.shape(key.column).field;
        if field.kind == Kind::Integer { usize::MAX } else { field.codes.len() }
    }

    pub(super) fn members(&mut self, column: ColumnId, mask: &[u8], space: Space) -> Ends {
        let values = &self.program.tables.of(self.batch, column).values;
        let certain = self.scratch.given[usize::from(column.0)].is_none();
        let most: u32 = mask.iter().map(|byte| byte.count_ones()).sum();
        self.each(space, certain, |run, row| match run.missing(column, row) {
            0 => {
                let set = &values[row * mask.len()..][..mask.len()];
                let count: u32 = set.iter().zip(mask).map(|(byte, mask)| (byte & mask).count_ones()).sum();
                (f64::from(count), f64::from(count), 0)
            }
            missing => (0.0, f64::from(most), missing),
        })
    }

    pub(super) fn lift_number(&mut self, inner: Id, side: Side, space: Space) -> Ends {
        let ends = self.ends(inner);
        self.each(space, ends.is_certain(), |run, row| run.value(ends, run.place(space, side, row)))
    }
}

/// Nothing times anything is nothing, also where it is not known of what.
fn times(one: f64, other: f64) -> f64 {
    if one == 0.0 || other == 0.0 { 0.0 } else { one * other }
}

/// A number whose ends are exact, or without end because they are not known; any number where they are beyond what is exact.
fn exact((low, high, why): Between) -> Between {
    let told = |end: f64, open: f64| end.abs() <= EXACT || end == open && why != 0;
    if told(low, f64::NEG_INFINITY) && told(high, f64::INFINITY) {
        (low, high, why)
    } else {
        (f64::NEG_INFINITY, f64::INFINITY, why | INEXACT)
    }
}
