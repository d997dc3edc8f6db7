//! Rows of child tables: which review each belongs to, which are paired, and what is brought from one space to another.

use super::{Ends, Run};
use crate::engine::bits::{any_in_group, contains, insert, spread, words_for};
use crate::engine::columns::u32s;
use crate::engine::node::{ColumnId, Id, Op, PairSpace, Seen, Side, Space};
use concord_model::answer::reason;
use concord_model::missing::Missing;

/// Why nothing is known of the rows of a table that is not given.
pub(super) const NOT_GIVEN: u8 = reason::of(Missing::NotRecorded);

/// The most pairs of rows that a batch may come to.
const MOST_PAIRS: usize = 1 << 27;

/// Rows that stand group by group.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Groups {
    /// The group of each row.
    pub(in crate::engine) group_of: Vec<u32>,
    /// The first row of each group, and the number of rows.
    pub(in crate::engine) starts: Vec<u32>,
    /// The last row of each group that has any, as a set.
    last: Vec<u64>,
}

/// Pairs of rows of the same review.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Pairs {
    /// The pairs of each outer row.
    pub(super) groups: Groups,
    /// The inner row of each pair.
    pub(in crate::engine) inner: Vec<u32>,
}

impl Groups {
    /// Groups that start where they are told to; the last start is the number of rows.
    fn start(&mut self, starts: impl Iterator<Item = u32>) {
        self.starts.clear();
        self.starts.extend(starts);
    }

    /// Finds the group of every row.
    fn index(&mut self) {
        let rows = self.starts.last().map_or(0, |end| *end as usize);
        // Groups are small: eight rows at once, the next group writing over what is too many.
        self.group_of.resize(rows + 8, 0);
        self.last.clear();
        self.last.resize(words_for(rows), 0);
        for (group, ends) in self.starts.windows(2).enumerate() {
            let [first, end] = [ends[0] as usize, ends[1] as usize];
            let mut row = first;
            while row < end {
                self.group_of[row..row + 8].copy_from_slice(&[group as u32; 8]);
                row += 8;
            }
            if first < end {
                insert(&mut self.last, end - 1);
            }
        }
    }
}

impl Run<'_, '_, '_> {
    /// Finds the review of every row of a child table.
    pub(super) fn group_rows(&mut self) {
        self.scratch.groups.resize_with(self.program.tables.tables.len(), Groups::default);
        for ((shape, table), groups) in self.program.tables.tables.iter().zip(&self.batch.tables).zip(&mut self.scratch.groups) {
            if shape.child {
                // Of a table that is not given, no review has a row.
                let none = if table.offsets.is_empty() { self.batch.reviews as usize + 1 } else { 0 };
                groups.start(u32s(&table.offsets).chain(std::iter::repeat_n(0, none)));
                groups.index();
            }
        }
    }

    /// The rows of a child table, review by review.
    pub(in crate::engine) fn groups(&self, table: u16) -> &Groups {
        &self.scratch.groups[usize::from(table)]
    }

    /// Pairs the rows of those tables that rules compare with each other.
    pub(super) fn pair_rows(&mut self) -> Result<(), String> {
        self.scratch.pairs.resize_with(self.program.pairs.len(), Pairs::default);
        for (place, space) in self.program.pairs.iter().enumerate() {
            let mut pairs = std::mem::take(&mut self.scratch.pairs[place]);
            pairs.groups.start([0].into_iter());
            pairs.inner.clear();
            let paired = match space.link {
                None => self.pair_all(*space, &mut pairs),
                Some((reference, true)) => self.pair_linked(*space, reference, &mut pairs),
                Some((reference, false)) => self.pair_linking(*space, reference, &mut pairs),
            };
            pairs.groups.index();
            self.scratch.pairs[place] = pairs;
            paired?;
        }
        Ok(())
    }

    /// The rows of a table in the same review as a row of another.
    fn beside(&self, table: u16, row: usize, other: u16) -> std::ops::Range<u32> {
        let review = self.groups(table).group_of[row] as usize;
        let starts = &self.groups(other).starts;
        starts[review]..starts[review + 1]
    }

    fn pair_all(&self, space: PairSpace, pairs: &mut Pairs) -> Result<(), String> {
        for outer in 0..self.rows(Space::Rows(space.outer)) {
            pairs.inner.extend(self.beside(space.outer, outer, space.inner));
            pairs.end(outer)?;
        }
        Ok(())
    }

    /// Each outer row with the inner rows that its reference points at, or may point at.
    fn pair_linked(&self, space: PairSpace, reference: ColumnId, pairs: &mut Pairs) -> Result<(), String> {
        for outer in 0..self.rows(Space::Rows(space.outer)) {
            let beside = self.beside(space.outer, outer, space.inner);
            let first = pairs.inner.len();
            if self.missing(reference, outer) == 0 {
                pairs.inner.extend(self.linked_rows(reference, outer).map(|row| row as u32).filter(|row| beside.contains(row)));
            } else {
                pairs.inner.extend(beside);
            }
            if !pairs.inner[first..].is_sorted_by(|one, next| one < next) {
                pairs.inner[first..].sort_unstable();
                let (mut kept, mut before) = (first, None);
                for place in first..pairs.inner.len() {
                    let row = pairs.inner[place];
                    if before != Some(row) {
                        pairs.inner[kept] = row;
                        kept += 1;
                    }
                    before = Some(row);
                }
                pairs.inner.truncate(kept);
            }
            pairs.end(outer)?;
        }
        Ok(())
    }

    /// Each outer row with the inner rows whose reference points at it, or may.
    fn pair_linking(&self, space: PairSpace, reference: ColumnId, pairs: &mut Pairs) -> Result<(), String> {
        for outer in 0..self.rows(Space::Rows(space.outer)) {
            let points = |inner: &u32| {
                let inner = *inner as usize;
                self.missing(reference, inner) != 0 || self.linked_rows(reference, inner).any(|row| row == outer)
            };
            pairs.inner.extend(self.beside(space.outer, outer, space.inner).filter(points));
            pairs.end(outer)?;
        }
        Ok(())
    }

    /// The place of a pair of rows, if they are paired.
    pub(in crate::engine) fn pair(&self, pairs: u16, outer: usize, inner: usize) -> Option<usize> {
        let pairs = self.scratch.pairs.get(usize::from(pairs))?;
        let [start, end] = [pairs.groups.starts.get(outer)?, pairs.groups.starts.get(outer + 1)?].map(|row| *row as usize);
        pairs.inner[start..end].iter().position(|row| *row as usize == inner).map(|place| start + place)
    }

    /// Whether a reference points at a row; unknown where the reference is missing.
    pub(super) fn points(&self, reference: ColumnId, holder: usize, target: usize) -> Result<bool, u8> {
        match self.missing(reference, holder) {
            0 => Ok(self.linked_rows(reference, holder).any(|row| row == target)),
            missing => Err(missing),
        }
    }

    /// Whether there is a row of a finer space, for each row of a coarser one.
    pub(super) fn exists(&mut self, rows: Id, space: Space) -> Ends {
        let (from, finer) = (self.ends(rows), self.space(rows));
        if let Some(open) = self.open(rows, space) {
            let none = self.always(false, space).low;
            return self.reasoned(none, open, space, |run, reason, _| if run.is_not_given(reason) { open } else { none });
        }
        let low = self.any(from.low, finer, space);
        if from.is_certain() {
            return Ends::certain(low);
        }
        let high = self.any(from.high, finer, space);
        self.reasoned(low, high, space, |run, reason, _| run.any(from.why + reason * run.width(finer), finer, space))
    }

    /// Whether a child table is not given, so that nothing is known of its rows.
    fn not_given(&self, table: u16) -> bool {
        self.program.tables.tables[usize::from(table)].child && self.batch.tables[usize::from(table)].offsets.is_empty()
    }

    /// Whether the reason at a place is that of a table that is not given.
    fn is_not_given(&self, reason: usize) -> bool {
        1 << self.scratch.reasons[reason] == NOT_GIVEN
    }

    /// Where it is open whether there are any rows for which a condition holds, because their table is not given: everywhere, but for
    /// rows that point at none and say so. `None` where the table is given, or no row can be meant.
    pub(super) fn open(&mut self, rows: Id, space: Space) -> Option<usize> {
        let table = match self.space(rows) {
            Space::Reviews => return None,
            Space::Rows(table) => table,
            Space::Pairs(pairs) => self.program.pairs[usize::from(pairs)].inner,
        };
        let op = &self.program.nodes[rows.0 as usize].op;
        if !self.not_given(table) || *op == Op::Always(false) {
            return None;
        }
        let open = self.always(true, space).low;
        let parts = if let Op::And(parts) = op { parts.as_slice() } else { &[rows] };
        for part in parts {
            if let Op::Linked { from: Seen { column, side: Side::Outer }, to: Side::Inner } = self.program.nodes[part.0 as usize].op {
                self.leave_out_those_that_point_at_none(column, open, space);
            }
        }
        Some(open)
    }

    fn leave_out_those_that_point_at_none(&mut self, reference: ColumnId, set: usize, space: Space) {
        for row in 0..self.rows(space) {
            if self.missing(reference, row) == 0 && self.linked_rows(reference, row).next().is_none() {
                self.scratch.words.all[set + row / 64] &= !(1 << (row % 64));
            }
        }
    }

    /// Whether any child table of the batch is not given.
    pub(super) fn lacks_a_table(&self) -> bool {
        (0..self.batch.tables.len() as u16).any(|table| self.not_given(table))
    }

    /// The rows of a coarser space that hold any of a set of rows of a finer one.
    pub(in crate::engine) fn any(&mut self, set: usize, finer: Space, space: Space) -> usize {
        let (width, finer_width) = (self.width(space), self.width(finer));
        let scratch = &mut *self.scratch;
        let start = scratch.words.filled(width, 0);
        let (before, out) = scratch.words.parts(start, width);
        let groups = match finer {
            Space::Rows(table) => &scratch.groups[usize::from(table)],
            Space::Pairs(pairs) => &scratch.pairs[usize::from(pairs)].groups,
            Space::Reviews => return start,
        };
        any_in_group(out, &before[set..set + finer_width], &groups.last, &groups.group_of);
        start
    }

    /// A truth value of a coarser space, for each row of a finer one.
    pub(super) fn lift(&mut self, inner: Id, side: Side, space: Space) -> Ends {
        let (from, coarser) = (self.ends(inner), self.space(inner));
        let low = self.lifted(from.low, coarser, side, space);
        if from.is_certain() {
            return Ends::certain(low);
        }
        let high = self.lifted(from.high, coarser, side, space);
        self.reasoned(low, high, space, |run, reason, _| run.lifted(from.why + reason * run.width(coarser), coarser, side, space))
    }

    pub(in crate::engine) fn lifted(&mut self, set: usize, coarser: Space, side: Side, space: Space) -> usize {
        let (width, rows, coarser_width) = (self.width(space), self.rows(space), self.width(coarser));
        let scratch = &mut *self.scratch;
        let start = scratch.words.filled(width, 0);
        let (before, out) = scratch.words.parts(start, width);
        let from = &before[set..set + coarser_width];
        match (space, side) {
            (Space::Rows(table), _) => spread(out, from, &scratch.groups[usize::from(table)].starts),
            (Space::Pairs(pairs), Side::Inner) => {
                let inner = &scratch.pairs[usize::from(pairs)].inner;
                (0..rows).filter(|row| contains(from, inner[*row] as usize)).for_each(|row| insert(out, row));
            }
            (Space::Pairs(pairs), _) => spread(out, from, &scratch.pairs[usize::from(pairs)].groups.starts),
            (Space::Reviews, _) => {}
        }
        start
    }
}

impl Pairs {
    /// Ends the pairs of an outer row.
    fn end(&mut self, outer: usize) -> Result<(), String> {
        if self.inner.len() > MOST_PAIRS {
            return Err(format!("comparing rows with each other comes to more than {MOST_PAIRS} pairs by row {outer}"));
        }
        self.groups.starts.push(self.inner.len() as u32);
        Ok(())
    }
}
