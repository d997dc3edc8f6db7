//! Which operations lead to the rows that answers rest on, found before any data is seen.

use super::Builder;
use crate::engine::node::{Id, Op, Side, Space};

/// The operations that lead to rows, those that use others first, and the tables of those rows.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Trail {
    pub(in crate::engine) steps: Vec<Id>,
    pub(in crate::engine) tables: Vec<u16>,
}

/// What an operation leads to.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Leads {
    /// Whether rows that something exists or was counted in.
    pub(in crate::engine) to_rows: bool,
    /// Whether it (its negation, itself) can be false of a row because something holds that it denies.
    pub(in crate::engine) to_denial: [bool; 2],
}

/// Which values of an operation something may rest on: false, true.
type Values = [bool; 2];

const EITHER: Values = [true, true];

impl Builder<'_> {
    /// From some conditions where they are true, and some numbers, to rows.
    pub(super) fn trail(&self, roots: &[Id]) -> Trail {
        let mut trail = Trail::default();
        let mut sought: Vec<Values> = vec![[false; 2]; self.nodes.len()];
        roots.iter().for_each(|root| sought[root.0 as usize] = [false, true]);
        for place in (0..self.nodes.len()).rev() {
            let values = sought[place];
            if !self.leads[place].to_rows || values == [false; 2] {
                continue;
            }
            trail.steps.push(Id(place as u32));
            let mut seek = |id: &Id, values: Values| {
                let known = &mut sought[id.0 as usize];
                *known = [known[0] | values[0], known[1] | values[1]];
            };
            match &self.nodes[place].op {
                Op::Not(inner) => seek(inner, [values[1], values[0]]),
                Op::And(parts) | Op::Or(parts) => parts.iter().for_each(|part| seek(part, values)),
                Op::Same(one, other) | Op::Compare(one, _, other) | Op::Product(one, other) => {
                    [one, other].into_iter().for_each(|part| seek(part, EITHER));
                }
                Op::If(condition, one, other) => {
                    seek(condition, EITHER);
                    [one, other].into_iter().for_each(|part| seek(part, values));
                }
                Op::Choice(condition, one, other) => [condition, one, other].into_iter().for_each(|part| seek(part, EITHER)),
                Op::Sum(terms) => terms.iter().for_each(|term| seek(term, EITHER)),
                Op::Lift(inner, _) | Op::LiftNumber(inner, _) | Op::Minus(inner) => seek(inner, values),
                Op::Exists(rows) | Op::Count(rows) | Op::Distinct(rows, _) => {
                    let exists = matches!(self.nodes[place].op, Op::Exists(_));
                    let denied = exists && values[0] && self.leads[rows.0 as usize].to_denial[1];
                    if !exists || values[1] || denied {
                        seek(rows, if denied { EITHER } else { [false, true] });
                        trail.tables.extend(self.found_in(*rows));
                    }
                }
                _ => {}
            }
        }
        trail.tables.sort_unstable();
        trail.tables.dedup();
        trail
    }

    /// What a new operation leads to.
    pub(super) fn leads(&self, op: &Op) -> Leads {
        let of = |id: &Id| self.leads[id.0 as usize];
        let to_rows = op.reduces() || op.operands().iter().any(|id| of(id).to_rows);
        let to_denial = match op {
            Op::Not(inner) => [of(inner).to_denial[1], of(inner).to_denial[0]],
            Op::And(parts) | Op::Or(parts) => [0, 1].map(|sign| parts.iter().any(|part| of(part).to_denial[sign])),
            Op::Lift(inner, Side::Inner) => of(inner).to_denial,
            Op::Lift(..) | Op::Always(_) | Op::Unknown(_) => [false, false],
            _ => [true, false],
        };
        Leads { to_rows, to_denial }
    }

    /// The table of the rows that are found by a condition on them.
    fn found_in(&self, rows: Id) -> Option<u16> {
        match self.nodes[rows.0 as usize].space {
            Space::Reviews => None,
            Space::Rows(table) => Some(table),
            Space::Pairs(pairs) => Some(self.pairs[usize::from(pairs)].inner),
        }
    }
}
