//! Truth values of truth values, 64 rows a step.

use super::{Ends, Run};
use crate::engine::bits::trim;
use crate::engine::node::{Id, Space};

impl Run<'_, '_, '_> {
    pub(in crate::engine) fn always(&mut self, holds: bool, space: Space) -> Ends {
        let (width, rows) = (self.width(space), self.rows(space));
        let start = self.scratch.words.filled(width, if holds { !0 } else { 0 });
        trim(self.scratch.words.parts(start, width).1, rows);
        Ends::certain(start)
    }

    pub(super) fn unknown(&mut self, reasons: u8, space: Space) -> Ends {
        let (low, high) = (self.always(false, space).low, self.always(true, space).low);
        self.reasoned(low, high, space, |run, reason, _| run.always(reasons >> run.scratch.reasons[reason] & 1 == 1, space).low)
    }

    pub(super) fn not(&mut self, inner: Id, space: Space) -> Ends {
        let from = self.ends(inner);
        let low = self.complement(from.high, space);
        if from.is_certain() {
            return Ends::certain(low);
        }
        Ends { low, high: self.complement(from.low, space), why: from.why }
    }

    fn complement(&mut self, set: usize, space: Space) -> usize {
        let (width, rows) = (self.width(space), self.rows(space));
        let start = self.scratch.words.take(width);
        let (before, out) = self.scratch.words.parts(start, width);
        out.iter_mut().zip(&before[set..set + width]).for_each(|(out, word)| *out = !word);
        trim(out, rows);
        start
    }

    /// `&&` or `||` of two or more.
    pub(super) fn chain(&mut self, parts: &[Id], and: bool, space: Space) -> Ends {
        let low = self.folded(parts, |ends| ends.low, and, space);
        if parts.iter().all(|part| self.ends(*part).is_certain()) {
            return Ends::certain(low);
        }
        let high = self.folded(parts, |ends| ends.high, and, space);
        self.because_of(parts, low, high, space)
    }

    fn folded(&mut self, parts: &[Id], end: impl Fn(Ends) -> usize, and: bool, space: Space) -> usize {
        let width = self.width(space);
        let scratch = &mut *self.scratch;
        let start = scratch.words.take(width);
        let (before, out) = scratch.words.parts(start, width);
        for (place, part) in parts.iter().enumerate() {
            let set = end(scratch.ends[part.0 as usize]);
            let words = out.iter_mut().zip(&before[set..set + width]);
            match (place, and) {
                (0, _) => words.for_each(|(out, word)| *out = *word),
                (_, true) => words.for_each(|(out, word)| *out &= word),
                (_, false) => words.for_each(|(out, word)| *out |= word),
            }
        }
        start
    }

    /// Known where both are known, and true where they agree.
    pub(super) fn same(&mut self, one: Id, other: Id, space: Space) -> Ends {
        let (a, b) = (self.ends(one), self.ends(other));
        let low = self.woven([a.low, b.low, a.high, b.high], space, |[at, bt, ap, bp]| (at & bt) | !(ap | bp));
        if a.is_certain() && b.is_certain() {
            return Ends::certain(low);
        }
        let high = self.woven([a.low, b.low, a.high, b.high], space, |[at, bt, ap, bp]| (ap & bp) | !(at | bt));
        self.because_of(&[one, other], low, high, space)
    }

    /// The branch taken; where the condition is unknown, what both branches agree on.
    pub(super) fn conditional(&mut self, condition: Id, one: Id, other: Id, space: Space) -> Ends {
        let [c, a, b] = [condition, one, other].map(|id| self.ends(id));
        let low = self.woven([c.low, c.high, a.low, b.low], space, |[ct, cp, a, b]| (ct & a) | (!cp & b) | (a & b));
        if [c, a, b].into_iter().all(Ends::is_certain) {
            return Ends::certain(low);
        }
        let high = self.woven([c.low, c.high, a.high, b.high], space, |[ct, cp, a, b]| (cp & a) | (!ct & b));
        self.reasoned(low, high, space, |run, reason, width| {
            let nothing = run.always(false, space).low;
            let why = [c, a, b].map(|ends| if ends.is_certain() { nothing } else { ends.why + reason * width });
            let taken = [c.low, c.high, why[1], why[2]];
            let chosen = run.woven(taken, space, |[ct, cp, a, b]| (cp & a) | (!ct & b));
            run.woven([chosen, why[0], chosen, chosen], space, |[chosen, c, _, _]| chosen | c)
        })
    }

    /// Word by word, something of four sets.
    pub(in crate::engine) fn woven(&mut self, sets: [usize; 4], space: Space, weave: impl Fn([u64; 4]) -> u64) -> usize {
        let (width, rows) = (self.width(space), self.rows(space));
        let start = self.scratch.words.take(width);
        let (before, out) = self.scratch.words.parts(start, width);
        let [a, b, c, d] = sets.map(|set| &before[set..set + width]);
        for (place, out) in out.iter_mut().enumerate() {
            *out = weave([a[place], b[place], c[place], d[place]]);
        }
        trim(out, rows);
        start
    }

    /// A truth value that is unknown for the reasons that make any of its parts unknown.
    pub(super) fn because_of(&mut self, parts: &[Id], low: usize, high: usize, space: Space) -> Ends {
        self.reasoned(low, high, space, |run, reason, width| {
            let scratch = &mut *run.scratch;
            let start = scratch.words.filled(width, 0);
            let (before, out) = scratch.words.parts(start, width);
            for ends in parts.iter().map(|part| scratch.ends[part.0 as usize]).filter(|ends| !ends.is_certain()) {
                let set = ends.why + reason * width;
                out.iter_mut().zip(&before[set..set + width]).for_each(|(out, word)| *out |= word);
            }
            start
        })
    }

    /// A truth value between two ends. `set` gives, for each reason met in the batch, a set of rows; it counts where the value is
    /// unknown.
    pub(super) fn reasoned(&mut self, low: usize, high: usize, space: Space, set: impl Fn(&mut Self, usize, usize) -> usize) -> Ends {
        let width = self.width(space);
        if self.bits(low, space) == self.bits(high, space) {
            return Ends::certain(low);
        }
        let reasons = self.scratch.reasons.len();
        let why = self.scratch.words.take(reasons * width);
        let top = self.scratch.words.top;
        for reason in 0..reasons {
            let (set, place) = (set(self, reason, width), why + reason * width);
            self.scratch.words.all.copy_within(set..set + width, place);
            let (before, out) = self.scratch.words.parts(place, width);
            let ends = before[low..low + width].iter().zip(&before[high..high + width]);
            out.iter_mut().zip(ends).for_each(|(out, (low, high))| *out &= high & !low);
            self.scratch.words.top = top;
        }
        Ends { low, high, why }
    }
}
