//! Expressions in plain English, for people who read no rules: with the dictionary's labels in place of names and codes.
//!
//! The words follow the rule and leave nothing out, but they are no rule: where a review does not say, the expression is not known,
//! and no sentence here repeats that. A theme *was examined* where the review set out to look at it, or recorded anything on it.

use std::collections::HashSet;

use concord_model::dictionary::{self, CodesFrom, Dictionary};

use super::words::{LEFT_OUT, Room};
use super::{Date, Field, Number, Order, Rows, Truth};

/// Says expressions in the words of a dictionary.
#[derive(Debug, Clone, Copy)]
pub struct Plain<'d> {
    dictionary: &'d Dictionary,
}

impl<'d> Plain<'d> {
    /// In the words of a dictionary.
    #[must_use]
    pub fn new(dictionary: &'d Dictionary) -> Plain<'d> {
        Plain { dictionary }
    }

    /// What must be so for an expression to be true. Of very many parts, the first.
    #[must_use]
    pub fn truth(&self, truth: &Truth) -> String {
        self.saying(&Room::new()).truth(truth)
    }

    /// A number in words. Of very many parts, the first.
    #[must_use]
    pub fn number(&self, number: &Number) -> String {
        self.saying(&Room::new()).number(number)
    }

    fn saying<'r>(&self, room: &'r Room) -> Saying<'d, 'r> {
        Saying { dictionary: self.dictionary, inner: None, room }
    }
}

/// The saying of one expression.
#[derive(Clone, Copy)]
struct Saying<'d, 'r> {
    dictionary: &'d Dictionary,
    /// The row variable that is spoken of as *it*.
    inner: Option<u8>,
    room: &'r Room,
}

impl Saying<'_, '_> {
    /// The same where each of some rows is spoken of.
    fn of_each(self, rows: &Rows) -> Self {
        Saying { inner: Some(rows.row), ..self }
    }

    fn truth(&self, truth: &Truth) -> String {
        self.signed(truth, true)
    }

    fn signed(&self, truth: &Truth, positive: bool) -> String {
        if !self.room.take() {
            return LEFT_OUT.to_owned();
        }
        let is = if positive { "is" } else { "is not" };
        match truth.bare() {
            Truth::Always(holds) => if *holds == positive { "always" } else { "never" }.to_owned(),
            Truth::Unknown(_) => "this cannot be told from this dictionary".to_owned(),
            Truth::Not(inner) => self.signed(inner, !positive),
            Truth::And(parts) => self.joined(parts, positive, if positive { " and " } else { " or " }),
            Truth::Or(parts) => match self.examined(parts) {
                Some(theme) => format!("{theme} {} examined", if positive { "was" } else { "was not" }),
                None => self.joined(parts, positive, if positive { " or " } else { " and " }),
            },
            Truth::Tri(field) => format!("{} is {}", self.field(field), if positive { "present" } else { "absent" }),
            Truth::Among { field, codes } => self.among(field, codes, positive),
            Truth::Text { field, texts, .. } => self.among(field, texts, positive),
            Truth::Ranks { field, by, code } => format!("{} {is} {}{}", self.field(field), ranked(*by), self.code(field, code)),
            Truth::Codes { left, by, right } => format!("{} {is} {}{}", self.field(left), ranked(*by), self.field(right)),
            Truth::Has { set, code } => format!("{} {is} among {}", self.code(set, code), self.field(set)),
            Truth::Known(field) => format!("{} {is} recorded", self.field(field)),
            Truth::Compare { left, by, right } => format!("{} {is} {}{}", self.number(left), counted(*by), self.number(right)),
            Truth::Dates { left, by, right } => format!("{} {is} {} {}", self.date(left), dated(*by), self.date(right)),
            Truth::Linked { row, reference, .. } => {
                let it = if self.inner == Some(*row) { "it" } else { "that row" };
                format!("{it} {is} among {}", self.field(reference))
            }
            Truth::Same(pair) => format!("{} {is} so just where {} is", self.operand(&pair[0]), self.operand(&pair[1])),
            Truth::If(three) => {
                let [one, other] = [1, 2].map(|place| self.signed(&three[place], positive));
                format!("if {}, then {one}; otherwise {other}", self.truth(&three[0]))
            }
            Truth::Exists(rows) => self.exists(rows, positive),
            Truth::Every { rows, each } => {
                let which = match &*rows.holds {
                    Truth::Always(true) => String::new(),
                    holds => format!(" for which {}", self.of_each(rows).operand(holds)),
                };
                let whether = if positive { "for every one" } else { "not for every one" };
                format!("{whether} of the {}{which}, {}", spaced(&rows.table), self.of_each(rows).truth(each))
            }
            Truth::Named { .. } => String::new(),
        }
    }

    fn number(&self, number: &Number) -> String {
        if !self.room.take() {
            return LEFT_OUT.to_owned();
        }
        match number.bare() {
            Number::Constant(number) => number.to_string(),
            Number::Field(field) => self.field(field),
            Number::Sum(terms) => match terms.iter().map(counted_truth).collect::<Option<Vec<&Truth>>>() {
                Some(truths) => {
                    let each = self.room.each(&truths, |truth| self.operand(truth));
                    format!("how many of these are so: {}", each.join("; "))
                }
                None => self.room.each(terms, |term| self.number(term)).join(" plus "),
            },
            Number::Minus(inner) => format!("minus {}", self.number(inner)),
            Number::Product(pair) => format!("{} times {}", self.number(&pair[0]), self.number(&pair[1])),
            Number::If(parts) => {
                format!("({} if {}, otherwise {})", self.number(&parts.1), self.truth(&parts.0), self.number(&parts.2))
            }
            Number::Count(rows) => format!("the number of {}", self.rows(rows)),
            Number::Distinct { rows, key } => {
                format!("the number of different values of {} among the {}", self.label(key), self.rows(rows))
            }
            Number::Members { set, among: None } => format!("the number of {}", self.field(set)),
            Number::Members { set, among: Some(codes) } => {
                let codes: Vec<String> = codes.iter().map(|code| self.code(set, code)).collect();
                format!("how many of {} are among {}", codes.join(", "), self.field(set))
            }
            Number::Named { .. } => String::new(),
        }
    }

    fn joined(&self, parts: &[Truth], positive: bool, word: &str) -> String {
        let part = |part: &Truth| {
            let words = self.signed(part, positive);
            if simple(part) { words } else { format!("({words})") }
        };
        let mut all = self.room.each(parts, part);
        let mut said = HashSet::new();
        all.retain(|words| said.insert(words.clone()));
        all.join(word)
    }

    fn operand(&self, truth: &Truth) -> String {
        if simple(truth) { self.truth(truth) } else { format!("({})", self.truth(truth)) }
    }

    fn exists(&self, rows: &Rows, positive: bool) -> String {
        let table = spaced(&rows.table);
        match (&*rows.holds, positive) {
            (Truth::Always(true), true) => format!("at least one of the {table} is recorded"),
            (Truth::Always(true), false) => format!("none of the {table} is recorded"),
            (holds, true) => format!("for at least one of the {table}, {}", self.of_each(rows).truth(holds)),
            (holds, false) => format!("for none of the {table}, {}", self.of_each(rows).truth(holds)),
        }
    }

    /// Rows in words: `observations for which …`.
    fn rows(&self, rows: &Rows) -> String {
        match &*rows.holds {
            Truth::Always(true) => spaced(&rows.table),
            holds => format!("{} for which {}", spaced(&rows.table), self.of_each(rows).operand(holds)),
        }
    }

    fn among(&self, field: &Field, codes: &[String], positive: bool) -> String {
        let names: Vec<String> = codes.iter().map(|code| self.code(field, code)).collect();
        if self.declared(field).is_some_and(|declared| declared.codes_from == CodesFrom::Codebooks) {
            let had = if positive { "had" } else { "had not" };
            return format!("the coder’s vocabulary {had} the words for it ({})", names.join(" or "));
        }
        let field = self.field(field);
        match (names.as_slice(), positive) {
            ([one], true) => format!("{field} is {one}"),
            ([one], false) => format!("{field} is not {one}"),
            (many, true) => format!("{field} is {}", many.join(" or ")),
            (many, false) => format!("{field} is neither {}", many.join(" nor ")),
        }
    }

    /// The theme that a rule asks to have been examined, if that is what it asks.
    fn examined(&self, parts: &[Truth]) -> Option<String> {
        let [Truth::Has { set, code }, rest @ ..] = parts else { return None };
        let role = self.dictionary.roles.examined.as_deref() == Some(&set.field) && set.table == self.dictionary.root_table().name;
        let on_theme = |part: &Truth| {
            let Truth::Exists(Rows { holds, .. }) = part else { return false };
            matches!(&**holds, Truth::Among { codes, .. } if codes.len() == 1 && codes[0] == *code)
        };
        (role && rest.iter().all(on_theme)).then(|| self.code(set, code))
    }

    /// A field with what it is a field of.
    fn field(&self, field: &Field) -> String {
        let label = self.label(field);
        match field.row {
            Some(row) if self.inner == Some(row) => format!("its {}", label.strip_prefix("the ").unwrap_or(&label)),
            Some(_) => format!("the {label} of that one of the {}", spaced(&field.table)),
            None if field.table == self.dictionary.root_table().name => label,
            None => format!("the {label} in {}", spaced(&field.table)),
        }
    }

    fn label(&self, field: &Field) -> String {
        let label = self.declared(field).map_or(field.field.as_str(), |declared| declared.label.as_str());
        let mut letters = label.chars();
        match (letters.next(), letters.next()) {
            (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
                format!("{}{}", first.to_lowercase(), &label[first.len_utf8()..])
            }
            _ => label.to_owned(),
        }
    }

    /// A code by what it means.
    fn code(&self, field: &Field, code: &str) -> String {
        let declared = self.declared(field);
        let label = declared.and_then(|declared| declared.code_place(code).map(|place| declared.codes[place].label.as_str()));
        let themed = declared.is_some_and(|declared| matches!(declared.codes_from, CodesFrom::Themes | CodesFrom::Levels));
        match label.filter(|label| !label.is_empty() && *label != code) {
            Some(label) if themed => format!("“{code} {label}”"),
            Some(label) => format!("“{label}”"),
            None => format!("“{code}”"),
        }
    }

    fn declared(&self, field: &Field) -> Option<&dictionary::Field> {
        let (table, place) = self.dictionary.field(&field.table, &field.field)?;
        Some(&self.dictionary.tables[table].fields[place])
    }

    fn date(&self, date: &Date) -> String {
        match date {
            Date::Field(field) => self.field(field),
            Date::Days(..) => date.words().trim_matches('\'').to_owned(),
        }
    }
}

/// Whether an expression reads well among others without brackets.
fn simple(truth: &Truth) -> bool {
    match truth.bare() {
        Truth::Not(inner) => simple(inner),
        Truth::Or(parts) => matches!(&parts[..], [Truth::Has { .. }, ..]),
        Truth::And(_) | Truth::If(_) | Truth::Exists(_) | Truth::Every { .. } | Truth::Compare { .. } => false,
        _ => true,
    }
}

/// The condition of `condition ? 1 : 0`.
fn counted_truth(number: &Number) -> Option<&Truth> {
    let Number::If(parts) = number.bare() else { return None };
    let is = |number: &Number, wanted: f64| matches!(number, Number::Constant(constant) if *constant == wanted);
    (is(&parts.1, 1.0) && is(&parts.2, 0.0)).then_some(&parts.0)
}

fn ranked(by: Order) -> &'static str {
    match by {
        Order::Less => "below ",
        Order::AtMost => "at most ",
        Order::Equal => "",
        Order::AtLeast => "at least ",
        Order::More => "above ",
    }
}

fn counted(by: Order) -> &'static str {
    match by {
        Order::Less => "less than ",
        Order::AtMost => "at most ",
        Order::Equal => "",
        Order::AtLeast => "at least ",
        Order::More => "more than ",
    }
}

fn dated(by: Order) -> &'static str {
    match by {
        Order::Less => "before",
        Order::AtMost => "on or before",
        Order::Equal => "on",
        Order::AtLeast => "on or after",
        Order::More => "after",
    }
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}
