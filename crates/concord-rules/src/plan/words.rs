//! Expressions in the words of the rule language, as `explain` and messages show them.

use std::cell::Cell;

use concord_model::date::PartialDate;

use super::{Date, Field, Number, Rows, Truth};

/// How many parts of an expression are written out; what is beyond them is shown as `…`, so that what is shared many times over, and
/// would be without end when written out, is not.
const PARTS: usize = 1_000;

/// What stands for parts that are left out.
pub(super) const LEFT_OUT: &str = "…";

/// How many more parts are written out.
#[derive(Debug)]
pub(super) struct Room(Cell<usize>);

impl Room {
    pub(super) fn new() -> Room {
        Room(Cell::new(PARTS))
    }

    /// Takes room for a part; whether there was any.
    pub(super) fn take(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }

    /// Parts as texts, up to the first that there is no room for.
    pub(super) fn each<T>(&self, parts: &[T], text: impl Fn(&T) -> String) -> Vec<String> {
        let mut texts = Vec::new();
        for part in parts {
            if self.0.get() == 0 {
                texts.push(LEFT_OUT.to_owned());
                break;
            }
            texts.push(text(part));
        }
        texts
    }
}

impl Truth {
    /// The expression as a rule would write it; what has a name is called by it. Of very many parts, the first.
    #[must_use]
    pub fn words(&self) -> String {
        self.said(&Room::new())
    }

    fn said(&self, room: &Room) -> String {
        if !room.take() {
            return LEFT_OUT.to_owned();
        }
        match self {
            Truth::Always(holds) => holds.to_string(),
            Truth::Unknown(_) => "not told".to_owned(),
            Truth::Tri(field) => field.words(),
            Truth::Among { field, codes } => among(field, codes),
            Truth::Text { field, texts, .. } => among(field, texts),
            Truth::Ranks { field, by, code } => format!("{} {} '{code}'", field.words(), by.sign()),
            Truth::Codes { left, by, right } => format!("{} {} {}", left.words(), by.sign(), right.words()),
            Truth::Has { set, code } => format!("'{code}' in {}", set.words()),
            Truth::Known(field) => format!("known({})", field.words()),
            Truth::Compare { left, by, right } => format!("{} {} {}", left.operand(room), by.sign(), right.operand(room)),
            Truth::Dates { left, by, right } => format!("{} {} {}", left.words(), by.sign(), right.words()),
            Truth::Linked { of, reference, .. } => format!("{of} in {}", reference.words()),
            Truth::Same(pair) => format!("{} == {}", pair[0].operand(room), pair[1].operand(room)),
            Truth::Not(inner) => inner.negated(room),
            Truth::And(all) => room.each(all, |part| part.operand(room)).join(" && "),
            Truth::Or(any) => room.each(any, |part| part.operand(room)).join(" || "),
            Truth::If(three) => {
                format!("{} ? {} : {}", three[0].operand(room), three[1].operand(room), three[2].operand(room))
            }
            Truth::Exists(rows) => format!("{}.exists({}, {})", rows.table, rows.of, rows.holds.said(room)),
            Truth::Every { rows, each } => format!("{}.all({}, {})", rows.filtered(room), rows.of, each.said(room)),
            Truth::Named { name, .. } => name.clone(),
        }
    }

    fn negated(&self, room: &Room) -> String {
        let different = |field: &Field, one: &str| format!("{} != '{one}'", field.words());
        match self {
            Truth::Among { field, codes } if codes.len() == 1 => different(field, &codes[0]),
            Truth::Text { field, texts, .. } if texts.len() == 1 => different(field, &texts[0]),
            other => format!("!{}", other.operand(room)),
        }
    }

    /// In brackets where it would otherwise read together with its neighbours.
    fn operand(&self, room: &Room) -> String {
        let one_word = matches!(
            self.bare(),
            Truth::Always(_) | Truth::Unknown(_) | Truth::Tri(_) | Truth::Known(_) | Truth::Exists(_) | Truth::Every { .. }
        );
        if one_word || matches!(self, Truth::Named { .. }) { self.said(room) } else { format!("({})", self.said(room)) }
    }
}

impl Number {
    /// The expression as a rule would write it; what has a name is called by it. Of very many parts, the first.
    #[must_use]
    pub fn words(&self) -> String {
        self.said(&Room::new())
    }

    fn said(&self, room: &Room) -> String {
        if !room.take() {
            return LEFT_OUT.to_owned();
        }
        match self {
            Number::Constant(number) => number.to_string(),
            Number::Field(field) => field.words(),
            Number::Sum(terms) => room.each(terms, |term| term.operand(room)).join(" + "),
            Number::Minus(inner) => format!("-{}", inner.operand(room)),
            Number::Product(pair) => format!("{} * {}", pair[0].operand(room), pair[1].operand(room)),
            Number::If(parts) => format!("{} ? {} : {}", parts.0.operand(room), parts.1.operand(room), parts.2.operand(room)),
            Number::Count(rows) => format!("{}.size()", rows.filtered(room)),
            Number::Distinct { rows, key } => {
                format!("{}.map({}, {}).distinct().size()", rows.filtered(room), rows.of, key.words())
            }
            Number::Members { set, among: None } => format!("{}.size()", set.words()),
            Number::Members { set, among: Some(codes) } => format!("{}.filter(code, code in [{}]).size()", set.words(), quoted(codes)),
            Number::Named { name, .. } => name.clone(),
        }
    }

    fn operand(&self, room: &Room) -> String {
        let compound = matches!(self, Number::Sum(_) | Number::Minus(_) | Number::Product(_) | Number::If(_));
        if compound { format!("({})", self.said(room)) } else { self.said(room) }
    }
}

impl Rows {
    /// The rows as a rule would write them.
    fn filtered(&self, room: &Room) -> String {
        match &*self.holds {
            Truth::Always(true) => self.table.clone(),
            holds => format!("{}.filter({}, {})", self.table, self.of, holds.said(room)),
        }
    }
}

impl Field {
    /// The field as a rule would write it.
    #[must_use]
    pub fn words(&self) -> String {
        if self.of.is_empty() { self.field.clone() } else { format!("{}.{}", self.of, self.field) }
    }
}

impl Date {
    /// The date as a rule would write it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Date::Field(field) => field.words(),
            Date::Days(first, last) => format!("'{}'", PartialDate { first: *first, last: *last }),
        }
    }
}

fn among(field: &Field, codes: &[String]) -> String {
    match codes {
        [one] => format!("{} == '{one}'", field.words()),
        many => format!("{} in [{}]", field.words(), quoted(many)),
    }
}

fn quoted(codes: &[String]) -> String {
    codes.iter().map(|code| format!("'{code}'")).collect::<Vec<_>>().join(", ")
}
