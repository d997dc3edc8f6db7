//! Which fields and tables an expression reads.

use super::{Date, Field, Measure, Number, Rows, Rule, Truth, Written};

/// What an expression reads: a field, or only the rows of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Read<'a> {
    /// A field.
    Field(&'a Field),
    /// The rows of a child table.
    Rows(&'a str),
    /// A row variable.
    Row(u8),
}

impl Rule {
    /// Calls back for everything that the rule reads, in the order in which it is written.
    pub(crate) fn reads<'a>(&'a self, read: &mut dyn FnMut(Read<'a>)) {
        let lines = self.lines.iter().map(|line| &line.when);
        for Written { means, .. } in self.applies.iter().chain(lines).chain(&self.looked_for) {
            means.reads(read);
        }
        match &self.measure {
            Some(Measure::Value { value, .. }) => value.reads(read),
            Some(Measure::Share { count, of, .. }) => {
                count.reads(read);
                of.reads(read);
            }
            None => {}
        }
    }
}

impl Truth {
    /// Calls back for everything that the expression reads.
    pub(crate) fn reads<'a>(&'a self, read: &mut dyn FnMut(Read<'a>)) {
        match self {
            Truth::Always(_) | Truth::Unknown(_) => {}
            Truth::Tri(field) | Truth::Among { field, .. } | Truth::Ranks { field, .. } | Truth::Known(field) => read(Read::Field(field)),
            Truth::Has { set: field, .. } => read(Read::Field(field)),
            Truth::Linked { row, reference, .. } => {
                read(Read::Row(*row));
                read(Read::Field(reference));
            }
            Truth::Text { field, codebook, .. } => [Some(field), codebook.as_ref()].into_iter().flatten().for_each(|f| read(Read::Field(f))),
            Truth::Codes { left, right, .. } => [left, right].into_iter().for_each(|field| read(Read::Field(field))),
            Truth::Compare { left, right, .. } => [left, right].into_iter().for_each(|number| number.reads(read)),
            Truth::Dates { left, right, .. } => {
                for date in [left, right] {
                    if let Date::Field(field) = date {
                        read(Read::Field(field));
                    }
                }
            }
            Truth::Same(pair) => pair.iter().for_each(|one| one.reads(read)),
            Truth::If(three) => three.iter().for_each(|one| one.reads(read)),
            Truth::And(all) | Truth::Or(all) => all.iter().for_each(|one| one.reads(read)),
            Truth::Not(inner) | Truth::Named { means: inner, .. } => inner.reads(read),
            Truth::Exists(rows) => rows.reads(read),
            Truth::Every { rows, each } => {
                rows.reads(read);
                each.reads(read);
            }
        }
    }
}

impl Number {
    /// Calls back for everything that the expression reads.
    pub(crate) fn reads<'a>(&'a self, read: &mut dyn FnMut(Read<'a>)) {
        match self {
            Number::Constant(_) => {}
            Number::Field(field) | Number::Members { set: field, .. } => read(Read::Field(field)),
            Number::Sum(terms) => terms.iter().for_each(|term| term.reads(read)),
            Number::Product(pair) => pair.iter().for_each(|factor| factor.reads(read)),
            Number::Minus(inner) | Number::Named { means: inner, .. } => inner.reads(read),
            Number::If(parts) => {
                parts.0.reads(read);
                parts.1.reads(read);
                parts.2.reads(read);
            }
            Number::Count(rows) => rows.reads(read),
            Number::Distinct { rows, key } => {
                rows.reads(read);
                read(Read::Field(key));
            }
        }
    }
}

impl Rows {
    fn reads<'a>(&'a self, read: &mut dyn FnMut(Read<'a>)) {
        read(Read::Rows(&self.table));
        self.holds.reads(read);
    }
}
