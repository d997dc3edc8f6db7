//! What expressions are made of, and what they read.

use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use super::{Date, Field, Measure, Number, Rows, Rule, Truth, Written};

/// An expression by its place in memory, which tells it from all others while it is borrowed: what is shared is the same one
/// wherever it is met.
#[derive(Debug)]
pub(crate) struct ByPlace<'p, T>(pub(crate) &'p T);

impl<T> Clone for ByPlace<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ByPlace<'_, T> {}

impl<T> PartialEq for ByPlace<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl<T> Eq for ByPlace<'_, T> {}

impl<T> Hash for ByPlace<'_, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self.0, state);
    }
}

/// The expressions that a walk over a graph has met.
#[derive(Debug, Default)]
pub(crate) struct Once<'p> {
    truths: HashSet<ByPlace<'p, Truth>>,
    numbers: HashSet<ByPlace<'p, Number>>,
}

impl<'p> Once<'p> {
    /// Whether a truth value or a number is met for the first time.
    pub(crate) fn first(&mut self, part: Part<'p>) -> bool {
        match part {
            Part::Truth(truth) => self.truths.insert(ByPlace(truth)),
            Part::Number(number) => self.numbers.insert(ByPlace(number)),
            Part::Rows(..) => true,
        }
    }

    /// How many were met.
    #[cfg(feature = "compile")]
    pub(crate) fn len(&self) -> usize {
        self.truths.len() + self.numbers.len()
    }
}

/// A part of an expression.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'a> {
    /// A truth value.
    Truth(&'a Truth),
    /// A number.
    Number(&'a Number),
    /// Rows that a variable is bound to, and what is asked of each beside their own condition.
    Rows(&'a Rows, Asked<'a>),
}

/// What is asked of rows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asked<'a> {
    /// Nothing.
    Nothing,
    /// That something is true of every one.
    Each(&'a Truth),
    /// The value of a field.
    Key(&'a Field),
}

/// What an expression reads.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Read<'a> {
    /// A field.
    Field(&'a Field),
    /// The rows of a child table.
    Rows(&'a str),
    /// A row variable.
    Row(u8),
}

/// The row variables that expressions speak of and do not bind themselves, as bits; found once for each expression.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spoken<'p> {
    truths: HashMap<ByPlace<'p, Truth>, u64>,
    numbers: HashMap<ByPlace<'p, Number>, u64>,
}

impl<'p> Spoken<'p> {
    /// The row variables of a part, a bit each.
    pub(crate) fn of(&mut self, part: Part<'p>) -> u64 {
        let known = match part {
            Part::Truth(truth) => self.truths.get(&ByPlace(truth)),
            Part::Number(number) => self.numbers.get(&ByPlace(number)),
            Part::Rows(..) => None,
        };
        if let Some(rows) = known {
            return *rows;
        }
        let mut rows = 0;
        part.own_reads(&mut |read| match read {
            Read::Field(Field { row: Some(row), .. }) => rows |= bit(*row),
            Read::Row(row) => rows |= bit(row),
            Read::Field(_) | Read::Rows(_) => {}
        });
        rows |= part.parts().into_iter().fold(0, |rows, part| rows | self.of(part));
        match part {
            Part::Truth(truth) => drop(self.truths.insert(ByPlace(truth), rows)),
            Part::Number(number) => drop(self.numbers.insert(ByPlace(number), rows)),
            Part::Rows(bound, _) => rows &= !bit(bound.row),
        }
        rows
    }
}

/// The bit of a row variable.
pub(crate) fn bit(row: u8) -> u64 {
    1u64.checked_shl(u32::from(row)).unwrap_or(0)
}

impl Truth {
    /// The parts that it is made of, in the order in which they are written.
    pub(crate) fn parts(&self) -> Vec<Part<'_>> {
        match self {
            Truth::Compare { left, right, .. } => vec![Part::Number(left), Part::Number(right)],
            Truth::Same(pair) => pair.iter().map(Part::Truth).collect(),
            Truth::If(three) => three.iter().map(Part::Truth).collect(),
            Truth::And(all) | Truth::Or(all) => all.iter().map(Part::Truth).collect(),
            Truth::Not(inner) | Truth::Named { means: inner, .. } => vec![Part::Truth(inner)],
            Truth::Exists(rows) => vec![Part::Rows(rows, Asked::Nothing)],
            Truth::Every { rows, each } => vec![Part::Rows(rows, Asked::Each(each))],
            _ => Vec::new(),
        }
    }

    /// The fields that it reads by itself, not in its parts.
    fn fields(&self) -> Vec<&Field> {
        match self {
            Truth::Tri(field) | Truth::Among { field, .. } | Truth::Ranks { field, .. } | Truth::Known(field) => vec![field],
            Truth::Has { set: field, .. } | Truth::Linked { reference: field, .. } => vec![field],
            Truth::Text { field, codebook, .. } => [Some(field), codebook.as_ref()].into_iter().flatten().collect(),
            Truth::Codes { left, right, .. } => vec![left, right],
            Truth::Dates { left, right, .. } => [left, right].into_iter().filter_map(Date::field).collect(),
            _ => Vec::new(),
        }
    }
}

impl Number {
    /// The parts that it is made of, in the order in which they are written.
    pub(crate) fn parts(&self) -> Vec<Part<'_>> {
        match self {
            Number::Constant(_) | Number::Field(_) | Number::Members { .. } => Vec::new(),
            Number::Sum(terms) => terms.iter().map(Part::Number).collect(),
            Number::Product(pair) => pair.iter().map(Part::Number).collect(),
            Number::Minus(inner) | Number::Named { means: inner, .. } => vec![Part::Number(inner)],
            Number::If(parts) => vec![Part::Truth(&parts.0), Part::Number(&parts.1), Part::Number(&parts.2)],
            Number::Count(rows) => vec![Part::Rows(rows, Asked::Nothing)],
            Number::Distinct { rows, key } => vec![Part::Rows(rows, Asked::Key(key))],
        }
    }
}

impl<'a> Part<'a> {
    /// Calls back for what the part reads by itself, not in its parts.
    pub(crate) fn own_reads(self, read: &mut dyn FnMut(Read<'a>)) {
        match self {
            Part::Truth(truth) => {
                if let Truth::Linked { row, .. } = truth {
                    read(Read::Row(*row));
                }
                truth.fields().into_iter().for_each(|field| read(Read::Field(field)));
            }
            Part::Number(Number::Field(field) | Number::Members { set: field, .. }) => read(Read::Field(field)),
            Part::Number(_) => {}
            Part::Rows(rows, asked) => {
                read(Read::Rows(&rows.table));
                if let Asked::Key(key) = asked {
                    read(Read::Field(key));
                }
            }
        }
    }

    /// The parts that it is made of, in the order in which they are written.
    pub(crate) fn parts(self) -> Vec<Part<'a>> {
        match self {
            Part::Truth(truth) => truth.parts(),
            Part::Number(number) => number.parts(),
            Part::Rows(rows, Asked::Each(each)) => vec![Part::Truth(&rows.holds), Part::Truth(each)],
            Part::Rows(rows, _) => vec![Part::Truth(&rows.holds)],
        }
    }

    /// Calls back for everything that the part reads and that no walk before it has met.
    pub(crate) fn reads(self, once: &mut Once<'a>, read: &mut dyn FnMut(Read<'a>)) {
        if once.first(self) {
            self.own_reads(read);
            self.parts().into_iter().for_each(|part| part.reads(once, read));
        }
    }
}

impl Date {
    fn field(&self) -> Option<&Field> {
        match self {
            Date::Field(field) => Some(field),
            Date::Days(..) => None,
        }
    }
}

impl Rule {
    /// The expressions that it is made of, with where each is written, in the order in which they are evaluated.
    pub(crate) fn expressions(&self) -> Vec<(&str, Part<'_>)> {
        let lines = self.lines.iter().map(|line| &line.when);
        let truths = self.applies.iter().chain(lines).chain(&self.looked_for);
        let mut all: Vec<(&str, Part<'_>)> = truths.map(|Written { at, means }| (at.as_str(), Part::Truth(means))).collect();
        match &self.measure {
            Some(Measure::Value { at, value }) => all.push((at.as_str(), Part::Number(value))),
            Some(Measure::Share { at, count, of }) => all.extend([count, of].map(|number| (at.as_str(), Part::Number(number)))),
            None => {}
        }
        all
    }

    /// Calls back for everything that the rule reads, in the order in which it is written.
    pub(crate) fn reads<'a>(&'a self, read: &mut dyn FnMut(Read<'a>)) {
        let mut once = Once::default();
        self.expressions().into_iter().for_each(|(_, part)| part.reads(&mut once, read));
    }
}
