//! Which rows an answer rests on.
//!
//! A condition that is true because of rows cites those for which its predicate held: those that exist, those that were counted,
//! those that made an `all` true or its negation. Of an `||` only the parts that are true cite, of a `?:` only the branch taken.

use std::collections::HashMap;
use std::sync::Arc;

use super::parts::ByPlace;
use super::{Measure, Number, Rows, Rule, Truth};

/// Rows that an answer rests on, and when.
#[derive(Debug, Clone)]
pub struct Cite {
    /// The line of the scale that the answer was given by; `None` for a number without a scale.
    pub line: Option<usize>,
    /// What must be true of the review for the rows to count.
    pub when: Truth,
    /// The rows.
    pub rows: Rows,
}

impl Rule {
    /// The rows that its answers rest on, each set of rows once a line: what is shared cites where any of its places does.
    #[must_use]
    pub fn cites(&self) -> Vec<Cite> {
        let mut cites = Vec::new();
        for (place, line) in self.lines.iter().enumerate() {
            search(Some(place), At::Truth(ByPlace(&line.when.means), true), &mut cites);
        }
        if self.lines.is_empty() {
            match &self.measure {
                Some(Measure::Value { value: number, .. } | Measure::Share { count: number, .. }) => {
                    search(None, At::Number(ByPlace(number)), &mut cites);
                }
                None => {}
            }
        }
        cites
    }

    /// The child tables whose rows it cites, in the order of their first use.
    #[must_use]
    pub fn evidence_tables(&self) -> Vec<String> {
        let mut tables = Vec::new();
        for cite in self.cites() {
            if !tables.contains(&cite.rows.table) {
                tables.push(cite.rows.table);
            }
        }
        tables
    }
}

/// An expression that an answer may rest on: a truth value because it is true, or because it is not, or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum At<'p> {
    Truth(ByPlace<'p, Truth>, bool),
    Number(ByPlace<'p, Number>),
}

/// A part that an expression rests on, and what must be true, or not, for that.
struct Step<'p> {
    gate: Option<(&'p Truth, bool)>,
    to: At<'p>,
}

/// Finds the rows that a line, or a number, rests on.
///
/// An expression is met once, after all that it is a part of, when everything that makes it count is known.
fn search<'p>(line: Option<usize>, start: At<'p>, cites: &mut Vec<Cite>) {
    let mut order = Order { met: HashMap::new(), first: Vec::new(), last: Vec::new() };
    order.visit(start);
    let mut counts: Vec<Vec<Truth>> = vec![Vec::new(); order.first.len()];
    let mut whens: Vec<Option<Truth>> = vec![None; order.first.len()];
    counts[order.met[&start]].push(Truth::Always(true));
    for at in order.last.iter().rev() {
        let place = order.met[at];
        let when = any(std::mem::take(&mut counts[place]));
        for step in at.steps() {
            let counts = &mut counts[order.met[&step.to]];
            counts.push(match step.gate {
                Some((gate, holds)) => both(&when, signed(gate, holds)),
                None => when.clone(),
            });
        }
        whens[place] = Some(when);
    }
    for (at, when) in order.first.iter().zip(whens) {
        if let Some((rows, when)) = at.rows().zip(when) {
            cites.push(Cite { line, when, rows });
        }
    }
}

/// The expressions that can be come to, by when they are met first and by when they are left.
struct Order<'p> {
    met: HashMap<At<'p>, usize>,
    first: Vec<At<'p>>,
    last: Vec<At<'p>>,
}

impl<'p> Order<'p> {
    fn visit(&mut self, at: At<'p>) {
        if self.met.contains_key(&at) {
            return;
        }
        self.met.insert(at, self.first.len());
        self.first.push(at);
        at.steps().into_iter().for_each(|step| self.visit(step.to));
        self.last.push(at);
    }
}

impl<'p> At<'p> {
    fn steps(self) -> Vec<Step<'p>> {
        match self {
            At::Truth(truth, positive) => of_truth(truth.0, positive),
            At::Number(number) => of_number(number.0),
        }
    }

    /// The rows that it cites itself.
    fn rows(self) -> Option<Rows> {
        match self {
            At::Truth(ByPlace(Truth::Exists(rows)), true) => Some(rows.clone()),
            At::Truth(ByPlace(Truth::Every { rows, each }), positive) => {
                let holds = Truth::And(Arc::new([Truth::clone(&rows.holds), signed(each, positive)]));
                Some(Rows { holds: Arc::new(holds), ..rows.clone() })
            }
            At::Number(ByPlace(Number::Count(rows) | Number::Distinct { rows, .. })) => Some(rows.clone()),
            _ => None,
        }
    }
}

/// What makes an expression true (or false, where `positive` is not).
fn of_truth(truth: &Truth, positive: bool) -> Vec<Step<'_>> {
    let to = |part, positive| At::Truth(ByPlace(part), positive);
    let always = |to| Step { gate: None, to };
    match truth {
        Truth::Named { means, .. } => vec![always(to(means, positive))],
        Truth::Not(inner) => vec![always(to(inner, !positive))],
        Truth::And(parts) | Truth::Or(parts) if matches!(truth, Truth::And(_)) == positive => {
            parts.iter().map(|part| always(to(part, positive))).collect()
        }
        Truth::And(parts) | Truth::Or(parts) => {
            parts.iter().map(|part| Step { gate: Some((part, positive)), to: to(part, positive) }).collect()
        }
        Truth::If(three) => {
            let branch = |part, holds| Step { gate: Some((&three[0], holds)), to: to(part, positive) };
            vec![branch(&three[1], true), branch(&three[2], false)]
        }
        Truth::Compare { left, right, .. } => [left, right].map(|number| always(At::Number(ByPlace(number)))).into(),
        _ => Vec::new(),
    }
}

/// The parts whose rows a number counts.
fn of_number(number: &Number) -> Vec<Step<'_>> {
    let to = |part| Step { gate: None, to: At::Number(ByPlace(part)) };
    match number {
        Number::Named { means: inner, .. } | Number::Minus(inner) => vec![to(inner)],
        Number::Sum(parts) => parts.iter().map(to).collect(),
        Number::Product(pair) => pair.iter().map(to).collect(),
        Number::If(parts) => {
            let gated = |holds, to| Step { gate: Some((&parts.0, holds)), to };
            vec![
                gated(true, At::Truth(ByPlace(&parts.0), true)),
                gated(true, At::Number(ByPlace(&parts.1))),
                gated(false, At::Number(ByPlace(&parts.2))),
            ]
        }
        Number::Count(_) | Number::Distinct { .. } | Number::Constant(_) | Number::Field(_) | Number::Members { .. } => Vec::new(),
    }
}

/// Both of two conditions.
fn both(one: &Truth, other: Truth) -> Truth {
    match one {
        Truth::Always(true) => other,
        one => Truth::And(Arc::new([one.clone(), other])),
    }
}

/// Any of some conditions.
fn any(mut all: Vec<Truth>) -> Truth {
    if all.iter().any(|one| matches!(one, Truth::Always(true))) {
        return Truth::Always(true);
    }
    if all.len() == 1 { all.remove(0) } else { Truth::Or(all.into()) }
}

fn signed(truth: &Truth, positive: bool) -> Truth {
    if positive { truth.clone() } else { Truth::Not(Arc::new(truth.clone())) }
}
