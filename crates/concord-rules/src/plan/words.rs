//! Expressions in the words of the rule language, as `explain` and messages show them.

use concord_model::date::PartialDate;

use super::{Date, Field, Number, Rows, Truth};

impl Truth {
    /// The expression as a rule would write it; what has a name is called by it.
    #[must_use]
    pub fn words(&self) -> String {
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
            Truth::Compare { left, by, right } => format!("{} {} {}", left.operand(), by.sign(), right.operand()),
            Truth::Dates { left, by, right } => format!("{} {} {}", left.words(), by.sign(), right.words()),
            Truth::Linked { of, reference, .. } => format!("{of} in {}", reference.words()),
            Truth::Same(pair) => format!("{} == {}", pair[0].operand(), pair[1].operand()),
            Truth::Not(inner) => inner.negated(),
            Truth::And(all) => all.iter().map(Truth::operand).collect::<Vec<_>>().join(" && "),
            Truth::Or(any) => any.iter().map(Truth::operand).collect::<Vec<_>>().join(" || "),
            Truth::If(three) => format!("{} ? {} : {}", three[0].operand(), three[1].operand(), three[2].operand()),
            Truth::Exists(rows) => format!("{}.exists({}, {})", rows.table, rows.of, rows.holds.words()),
            Truth::Every { rows, each } => format!("{}.all({}, {})", rows.filtered(), rows.of, each.words()),
            Truth::Named { name, .. } => name.clone(),
        }
    }

    fn negated(&self) -> String {
        match self {
            Truth::Among { field, codes: one } | Truth::Text { field, texts: one, .. } if one.len() == 1 => {
                format!("{} != '{}'", field.words(), one[0])
            }
            other => format!("!{}", other.operand()),
        }
    }

    /// In brackets where it would otherwise read together with its neighbours.
    fn operand(&self) -> String {
        let one_word = matches!(
            self.bare(),
            Truth::Always(_) | Truth::Unknown(_) | Truth::Tri(_) | Truth::Known(_) | Truth::Exists(_) | Truth::Every { .. }
        );
        if one_word || matches!(self, Truth::Named { .. }) { self.words() } else { format!("({})", self.words()) }
    }
}

impl Number {
    /// The expression as a rule would write it; what has a name is called by it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Number::Constant(number) => number.to_string(),
            Number::Field(field) => field.words(),
            Number::Sum(terms) => terms.iter().map(Number::operand).collect::<Vec<_>>().join(" + "),
            Number::Minus(inner) => format!("-{}", inner.operand()),
            Number::Product(pair) => format!("{} * {}", pair[0].operand(), pair[1].operand()),
            Number::If(parts) => format!("{} ? {} : {}", parts.0.operand(), parts.1.operand(), parts.2.operand()),
            Number::Count(rows) => format!("{}.size()", rows.filtered()),
            Number::Distinct { rows, key } => format!("{}.map({}, {}).distinct().size()", rows.filtered(), rows.of, key.words()),
            Number::Members { set, among: None } => format!("{}.size()", set.words()),
            Number::Members { set, among: Some(codes) } => format!("{}.filter(code, code in [{}]).size()", set.words(), quoted(codes)),
            Number::Named { name, .. } => name.clone(),
        }
    }

    fn operand(&self) -> String {
        let compound = matches!(self, Number::Sum(_) | Number::Minus(_) | Number::Product(_) | Number::If(_));
        if compound { format!("({})", self.words()) } else { self.words() }
    }
}

impl Rows {
    /// The rows as a rule would write them.
    #[must_use]
    pub fn filtered(&self) -> String {
        match &*self.holds {
            Truth::Always(true) => self.table.clone(),
            holds => format!("{}.filter({}, {})", self.table, self.of, holds.words()),
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
