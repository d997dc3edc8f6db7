//! Which rows an answer rests on.
//!
//! A condition that is true because of rows cites those for which its predicate held: those that exist, those that were counted,
//! those that made an `all` true or its negation. Of an `||` only the parts that are true cite, of a `?:` only the branch taken.

use super::{Measure, Number, Rows, Rule, Truth};

/// Rows that an answer rests on, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Cite {
    /// The line of the scale that the answer was given by; `None` for a number without a scale.
    pub line: Option<usize>,
    /// What must be true of the review for the rows to count.
    pub when: Truth,
    /// The rows.
    pub rows: Rows,
}

impl Rule {
    /// The rows that its answers rest on.
    #[must_use]
    pub fn cites(&self) -> Vec<Cite> {
        let mut cites = Vec::new();
        for (place, line) in self.lines.iter().enumerate() {
            Search { line: Some(place), gates: Vec::new(), cites: &mut cites }.truth(&line.when.means, true);
        }
        if self.lines.is_empty() {
            let mut search = Search { line: None, gates: Vec::new(), cites: &mut cites };
            match &self.measure {
                Some(Measure::Value { value, .. }) => search.number(value),
                Some(Measure::Share { count, .. }) => search.number(count),
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

struct Search<'a> {
    line: Option<usize>,
    gates: Vec<Truth>,
    cites: &'a mut Vec<Cite>,
}

impl Search<'_> {
    /// The rows that make an expression true (or false, where `positive` is not).
    fn truth(&mut self, truth: &Truth, positive: bool) {
        match truth {
            Truth::Named { means, .. } => self.truth(means, positive),
            Truth::Not(inner) => self.truth(inner, !positive),
            Truth::And(parts) | Truth::Or(parts) if matches!(truth, Truth::And(_)) == positive => {
                parts.iter().for_each(|part| self.truth(part, positive));
            }
            Truth::And(parts) | Truth::Or(parts) => {
                parts.iter().for_each(|part| self.gated(signed(part, positive), |search| search.truth(part, positive)));
            }
            Truth::If(three) => {
                self.gated(three[0].clone(), |search| search.truth(&three[1], positive));
                self.gated(signed(&three[0], false), |search| search.truth(&three[2], positive));
            }
            Truth::Exists(rows) if positive => self.cite(rows.clone()),
            Truth::Every { rows, each } => {
                let holds = Truth::And(vec![(*rows.holds).clone(), signed(each, positive)]);
                self.cite(Rows { holds: Box::new(holds), ..rows.clone() });
            }
            Truth::Compare { left, right, .. } => [left, right].into_iter().for_each(|number| self.number(number)),
            _ => {}
        }
    }

    /// The rows that a number counts.
    fn number(&mut self, number: &Number) {
        match number {
            Number::Named { means: inner, .. } | Number::Minus(inner) => self.number(inner),
            Number::Sum(parts) => parts.iter().for_each(|part| self.number(part)),
            Number::Product(pair) => pair.iter().for_each(|part| self.number(part)),
            Number::If(parts) => {
                self.gated(parts.0.clone(), |search| search.truth(&parts.0, true));
                self.gated(parts.0.clone(), |search| search.number(&parts.1));
                self.gated(signed(&parts.0, false), |search| search.number(&parts.2));
            }
            Number::Count(rows) | Number::Distinct { rows, .. } => self.cite(rows.clone()),
            Number::Constant(_) | Number::Field(_) | Number::Members { .. } => {}
        }
    }

    fn gated(&mut self, gate: Truth, search: impl FnOnce(&mut Self)) {
        self.gates.push(gate);
        search(self);
        self.gates.pop();
    }

    fn cite(&mut self, rows: Rows) {
        let when = match self.gates.as_slice() {
            [] => Truth::Always(true),
            [one] => one.clone(),
            many => Truth::And(many.to_vec()),
        };
        self.cites.push(Cite { line: self.line, when, rows });
    }
}

fn signed(truth: &Truth, positive: bool) -> Truth {
    if positive { truth.clone() } else { Truth::Not(Box::new(truth.clone())) }
}
