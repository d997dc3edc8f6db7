//! The rows that answers rest on.
//!
//! An answer rests on the rows that were found: those that exist, that were counted, or that break an `all`; with what made each of
//! them so. What was found nowhere rests on no row. An `all` that holds rests on the rows that it was asked of.
//!
//! From the conditions that gave the answers, what is sought goes down from operation to operation. What a part rests on depends on
//! the value that it has and never on how it is said: of an `&&` that is false, on the parts that are false; of a `?:`, on the
//! condition and on the branch that it takes.
//!
//! `all(o, p)` is `!exists(o, !p)`: it rests on the rows for which what it denies to be denied, `p`, holds. Of what `exists` asks for,
//! the parts without a `!` say of which rows, and the parts with one say what must not be missing; without any such part,
//! `!exists(o, q)` says that nothing was found.

use std::collections::HashMap;

use concord_model::answer::Cited;

use super::bits::{for_each, insert};
use super::node::{Id, Op, Side, Space};
use super::run::Run;
use super::{Program, Rule};

/// What of an operation is sought: what its value rests on, or what denies it (or its negation) where it is false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Value,
    Denial(bool),
}

/// Where a condition is false because something holds that it denies, as sets of rows.
#[derive(Debug, Clone, Copy)]
struct Denial {
    /// The rows for which all holds that says of which rows the condition is asked.
    asked: usize,
    /// Those for which something holds that it denies.
    held: usize,
}

/// No set of rows.
const NONE: usize = usize::MAX;

/// The rows for which something is sought of each operation, as places of sets in the scratch memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Sought {
    /// By operation: of its value, of the denial of its negation, of its own denial.
    of: Vec<[usize; 3]>,
    /// Where each operation, or its negation, is denied.
    denials: HashMap<(Id, bool), Denial>,
    /// The rows cited, by the program's tables.
    cited: Vec<usize>,
}

impl Run<'_, '_, '_> {
    /// For each table that an indicator cites, the rows that each answer rests on.
    pub(super) fn evidence(&mut self, rule: &Rule, answers: &[u8]) -> Vec<Cited> {
        if rule.trail.tables.is_empty() {
            return vec![Cited::default(); rule.evidence.len()];
        }
        let top = self.scratch.words.top;
        self.scratch.sought.of.resize(self.program.nodes.len(), [NONE; 3]);
        self.scratch.sought.denials.clear();
        self.scratch.sought.cited.clear();
        self.scratch.sought.cited.resize(self.program.tables.tables.len(), NONE);
        for table in &rule.evidence {
            let width = self.width(Space::Rows(*table));
            self.scratch.sought.cited[usize::from(*table)] = self.scratch.words.filled(width, 0);
        }
        self.start(rule, answers);
        for step in &rule.trail.steps {
            self.pass_on(*step);
            self.scratch.sought.of[step.0 as usize] = [NONE; 3];
        }
        let cited = rule.evidence.iter().map(|table| self.cited(*table, answers.len())).collect();
        self.scratch.words.top = top;
        cited
    }

    /// Each line is asked what it rests on where it gave the answer; a number, where it is asked for at all.
    fn start(&mut self, rule: &Rule, answers: &[u8]) {
        let number = rule.measure.filter(|_| rule.lines.is_empty()).map(|measure| measure.count);
        for (answer, root) in (0..).zip(rule.lines.iter().map(|line| line.when).chain(number)) {
            if self.program.leads[root.0 as usize].to_rows {
                let set = self.scratch.words.filled(self.width(Space::Reviews), 0);
                let out = self.scratch.words.parts(set, self.width(Space::Reviews)).1;
                let given = answers.iter().enumerate().filter(|(_, given)| **given == answer);
                given.for_each(|(review, _)| insert(out, review));
                self.seek(root, Of::Value, set);
            }
        }
    }

    /// Seeks something of an operation for more rows, if there are any.
    fn seek(&mut self, id: Id, of: Of, set: usize) {
        let width = self.width(self.space(id));
        if !self.program.leads[id.0 as usize].to_rows || self.scratch.words.get(set, width).iter().all(|word| *word == 0) {
            return;
        }
        let slot = self.scratch.sought.of[id.0 as usize][of.place()];
        let slot = if slot == NONE { self.scratch.words.filled(width, 0) } else { slot };
        self.scratch.sought.of[id.0 as usize][of.place()] = slot;
        self.add_to(slot, set, width);
    }

    /// Adds a set to another.
    fn add_to(&mut self, into: usize, set: usize, width: usize) {
        for word in 0..width {
            let more = self.word_at(set + word);
            self.scratch.words.parts(into + word, 1).1[0] |= more;
        }
    }

    /// Seeks of the parts of an operation what is sought of it.
    fn pass_on(&mut self, id: Id) {
        for sign in [false, true] {
            let set = self.scratch.sought.of[id.0 as usize][Of::Denial(sign).place()];
            if set != NONE {
                self.pass_denial(id, sign, set);
            }
        }
        let value = self.scratch.sought.of[id.0 as usize][Of::Value.place()];
        if value == NONE {
            return;
        }
        let (space, own) = (self.space(id), self.ends(id));
        let program = self.program;
        match &program.nodes[id.0 as usize].op {
            Op::Not(inner) | Op::Minus(inner) => self.seek(*inner, Of::Value, value),
            Op::And(parts) => {
                for part in parts {
                    let set = self.woven([value, own.low, self.ends(*part).high, value], space, |[set, all, part, _]| set & (all | !part));
                    self.seek(*part, Of::Value, set);
                }
            }
            Op::Or(parts) => {
                for part in parts {
                    let set = self.woven([value, own.high, self.ends(*part).low, value], space, |[set, any, part, _]| set & (!any | part));
                    self.seek(*part, Of::Value, set);
                }
            }
            Op::Same(one, other) | Op::Compare(one, _, other) | Op::Product(one, other) => {
                [one, other].into_iter().for_each(|part| self.seek(*part, Of::Value, value));
            }
            Op::Sum(terms) => terms.iter().for_each(|term| self.seek(*term, Of::Value, value)),
            Op::If(condition, one, other) | Op::Choice(condition, one, other) => {
                let ends = self.ends(*condition);
                let sets = [value, ends.low, ends.high, value];
                let known = self.woven(sets, space, |[set, low, high, _]| set & (low | !high));
                let taken = self.woven(sets, space, |[set, _, high, _]| set & high);
                let left = self.woven(sets, space, |[set, low, _, _]| set & !low);
                [(condition, known), (one, taken), (other, left)].into_iter().for_each(|(part, set)| self.seek(*part, Of::Value, set));
            }
            Op::Lift(inner, side) | Op::LiftNumber(inner, side) => {
                let set = self.raised(value, space, *side, self.space(*inner));
                self.seek(*inner, Of::Value, set);
            }
            Op::Exists(rows) => {
                let found = self.found(*rows, value, space);
                self.cite(*rows, found);
                self.seek(*rows, Of::Value, found);
                if program.deniable(*rows, true) {
                    let none = self.woven([value, own.high, value, value], space, |[set, any, _, _]| set & !any);
                    let denied = self.denied(*rows, true);
                    let denied = self.below(none, space, self.space(*rows), denied);
                    self.cite(*rows, denied);
                    self.seek(*rows, Of::Denial(true), denied);
                }
            }
            Op::Count(rows) | Op::Distinct(rows, _) => {
                let found = self.found(*rows, value, space);
                self.cite(*rows, found);
                self.seek(*rows, Of::Value, found);
            }
            _ => {}
        }
    }

    /// The rows for which a condition is certainly true, in some rows or reviews around them.
    fn found(&mut self, rows: Id, around: usize, space: Space) -> usize {
        self.below(around, space, self.space(rows), self.ends(rows).low)
    }

    /// The rows of a set that lie in some rows or reviews around them.
    fn below(&mut self, around: usize, space: Space, finer: Space, set: usize) -> usize {
        let side = if let Space::Pairs(_) = finer { Side::Outer } else { Side::Review };
        let around = self.lifted(around, space, side, finer);
        self.woven([around, set, set, set], finer, |[around, set, _, _]| around & set)
    }

    /// The rows of a coarser space that hold any of a set.
    fn raised(&mut self, set: usize, finer: Space, side: Side, space: Space) -> usize {
        let (Space::Pairs(pairs), Side::Inner) = (finer, side) else { return self.any(set, finer, space) };
        let (width, finer_width) = (self.width(space), self.width(finer));
        let scratch = &mut *self.scratch;
        let start = scratch.words.filled(width, 0);
        let (before, out) = scratch.words.parts(start, width);
        let inner = &scratch.pairs[usize::from(pairs)].inner;
        for_each(&before[set..set + finer_width], |row| insert(out, inner[row] as usize));
        start
    }

    /// Cites rows for which a condition was asked.
    fn cite(&mut self, rows: Id, set: usize) {
        let (table, set) = match self.space(rows) {
            Space::Reviews => return,
            Space::Rows(table) => (table, set),
            Space::Pairs(pairs) => {
                let inner = self.program.pairs[usize::from(pairs)].inner;
                (inner, self.raised(set, Space::Pairs(pairs), Side::Inner, Space::Rows(inner)))
            }
        };
        let cited = self.scratch.sought.cited[usize::from(table)];
        if cited != NONE {
            self.add_to(cited, set, self.width(Space::Rows(table)));
        }
    }

    /// The rows for which an operation (or its negation, where `sign` is not) is false because something holds that it denies.
    fn denied(&mut self, id: Id, sign: bool) -> usize {
        let Denial { asked, held } = self.denial(id, sign);
        self.woven([asked, held, held, held], self.space(id), |[asked, held, _, _]| asked & held)
    }

    fn denial(&mut self, id: Id, sign: bool) -> Denial {
        if let Some(known) = self.scratch.sought.denials.get(&(id, sign)) {
            return *known;
        }
        let (space, ends) = (self.space(id), self.ends(id));
        let program = self.program;
        let everywhere = self.always(true, space).low;
        let denial = match &program.nodes[id.0 as usize].op {
            _ if !program.deniable(id, sign) => {
                let holds =
                    self.woven([ends.low, ends.high, everywhere, everywhere], space, |[low, high, _, _]| if sign { low } else { !high });
                Denial { asked: holds, held: self.always(false, space).low }
            }
            Op::Not(inner) => self.denial(*inner, !sign),
            Op::Lift(inner, side) => {
                let coarser = self.space(*inner);
                let Denial { asked, held } = self.denial(*inner, sign);
                Denial { asked: self.lifted(asked, coarser, *side, space), held: self.lifted(held, coarser, *side, space) }
            }
            op @ (Op::And(parts) | Op::Or(parts)) if op.joins_all(sign) => {
                let nowhere = self.always(false, space).low;
                parts.iter().fold(Denial { asked: everywhere, held: nowhere }, |all, part| {
                    let one = self.denial(*part, sign);
                    Denial {
                        asked: self.woven([all.asked, one.asked, all.asked, all.asked], space, |[all, one, _, _]| all & one),
                        held: self.woven([all.held, one.held, all.held, all.held], space, |[all, one, _, _]| all | one),
                    }
                })
            }
            Op::And(parts) | Op::Or(parts) => {
                let mut held = self.always(false, space).low;
                for part in parts {
                    let denied = self.denied(*part, sign);
                    held = self.woven([held, denied, held, held], space, |[held, denied, _, _]| held | denied);
                }
                let sets = [held, ends.low, ends.high, held];
                let held = self.woven(sets, space, |[held, low, high, _]| held & if sign { !high } else { low });
                Denial { asked: everywhere, held }
            }
            _ => Denial { asked: everywhere, held: ends.low },
        };
        self.scratch.sought.denials.insert((id, sign), denial);
        denial
    }

    /// Seeks what made an operation (or its negation) denied: of what says of which rows, and of what holds.
    fn pass_denial(&mut self, id: Id, sign: bool, set: usize) {
        let space = self.space(id);
        let program = self.program;
        match &program.nodes[id.0 as usize].op {
            _ if !program.deniable(id, sign) => self.seek(id, Of::Value, set),
            Op::Not(inner) => self.seek(*inner, Of::Denial(!sign), set),
            Op::Lift(inner, side) => {
                let set = self.raised(set, space, *side, self.space(*inner));
                self.seek(*inner, Of::Denial(sign), set);
            }
            op @ (Op::And(parts) | Op::Or(parts)) => {
                for part in parts.iter().filter(|part| op.joins_all(sign) || program.deniable(**part, sign)) {
                    let set = if op.joins_all(sign) { set } else { self.denied_of(*part, sign, set) };
                    self.seek(*part, Of::Denial(sign), set);
                }
            }
            _ => {
                let set = self.denied_of(id, sign, set);
                self.seek(id, Of::Value, set);
            }
        }
    }

    /// Those of some rows for which an operation (or its negation) is denied.
    fn denied_of(&mut self, id: Id, sign: bool, set: usize) -> usize {
        let denied = self.denied(id, sign);
        self.woven([set, denied, set, set], self.space(id), |[set, denied, _, _]| set & denied)
    }

    /// The rows cited, as the rows of each review.
    fn cited(&self, table: u16, reviews: usize) -> Cited {
        let space = Space::Rows(table);
        let (mut ends, mut rows) = (vec![[0; 4]; reviews + 1], Vec::new());
        for_each(self.bits(self.scratch.sought.cited[usize::from(table)], space), |row| {
            rows.push((row as u32).to_le_bytes());
            ends[self.groups(table).group_of[row] as usize + 1] = (rows.len() as u32).to_le_bytes();
        });
        // Both buffers, or neither where there are no rows.
        if rows.is_empty() {
            return Cited::default();
        }
        let mut end = 0;
        for slot in &mut ends {
            end = end.max(u32::from_le_bytes(*slot));
            *slot = end.to_le_bytes();
        }
        Cited { offsets: ends.into_flattened(), rows: rows.into_flattened() }
    }
}

impl Program {
    /// Whether an operation (or its negation) can be false because something holds that it denies.
    fn deniable(&self, id: Id, sign: bool) -> bool {
        self.leads[id.0 as usize].to_denial[usize::from(sign)]
    }
}

impl Of {
    fn place(self) -> usize {
        match self {
            Of::Value => 0,
            Of::Denial(sign) => 1 + usize::from(sign),
        }
    }
}
