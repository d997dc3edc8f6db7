//! What expressions are made of, and what they read.

use super::{Date, Field, Measure, Number, Rows, Rule, Truth, Written};

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

    /// Calls back for everything that the expression reads.
    pub(crate) fn reads<'a>(&'a self, read: &mut dyn FnMut(Read<'a>)) {
        if let Truth::Linked { row, .. } = self {
            read(Read::Row(*row));
        }
        self.fields().into_iter().for_each(|field| read(Read::Field(field)));
        self.parts().into_iter().for_each(|part| part.reads(read));
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

    /// Calls back for everything that the expression reads.
    pub(crate) fn reads<'a>(&'a self, read: &mut dyn FnMut(Read<'a>)) {
        if let Number::Field(field) | Number::Members { set: field, .. } = self {
            read(Read::Field(field));
        }
        self.parts().into_iter().for_each(|part| part.reads(read));
    }
}

impl<'a> Part<'a> {
    /// Calls back for everything that the part reads.
    pub(crate) fn reads(self, read: &mut dyn FnMut(Read<'a>)) {
        match self {
            Part::Truth(truth) => truth.reads(read),
            Part::Number(number) => number.reads(read),
            Part::Rows(rows, asked) => {
                read(Read::Rows(&rows.table));
                rows.holds.reads(read);
                match asked {
                    Asked::Nothing => {}
                    Asked::Each(each) => each.reads(read),
                    Asked::Key(key) => read(Read::Field(key)),
                }
            }
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
        self.expressions().into_iter().for_each(|(_, part)| part.reads(read));
    }
}
