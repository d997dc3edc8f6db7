//! What a part of an expression can be before its context says what it must be.

use concord_model::dictionary::{self, Kind};

use super::RowSet;
use crate::plan::{Field, Number, Truth};

/// A field with what the dictionary says of it.
#[derive(Clone)]
pub(super) struct Ref<'a> {
    /// The field as the plan names it.
    pub(super) field: Field,
    /// What the dictionary says of it.
    pub(super) is: &'a dictionary::Field,
}

/// A part of an expression.
#[derive(Clone)]
pub(super) enum Value<'a> {
    /// A truth value.
    Truth(Truth),
    /// A number.
    Number(Number),
    /// A field whose kind decides what may be asked of it.
    Field(Ref<'a>),
    /// A string.
    Text(String),
    /// A code that stands for a member of a set.
    Code(String, Ref<'a>),
    /// A row variable: the table's place and the variable's number.
    Row(usize, u8),
    /// Rows of a child table.
    Rows(RowSet<'a>),
    /// One value of each of some rows: what `map` gives.
    Mapped(RowSet<'a>, &'a str, &'a cel::IdedExpr),
    /// The distinct ones among them.
    Distinct(Number),
    /// Some codes of a set.
    Members(Ref<'a>, Option<Vec<String>>),
}

impl Ref<'_> {
    /// The field as messages name it.
    pub(super) fn called(&self) -> String {
        format!("{}.{}", self.field.table, self.field.field)
    }

    /// Its codes.
    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.is.codes.iter().map(|code| code.code.as_str())
    }

    /// Whether another field has the same codes in the same order.
    pub(super) fn shares_codes(&self, other: &Ref<'_>) -> bool {
        self.codes().eq(other.codes())
    }
}

impl Value<'_> {
    /// What it is, in words.
    pub(super) fn kind(&self) -> String {
        match self {
            Value::Truth(_) => "a truth value".to_owned(),
            Value::Number(_) => "a number".to_owned(),
            Value::Field(field) => format!("{} ({})", field.called(), field.is.kind.name()),
            Value::Text(text) => format!("the text '{}'", shown(text)),
            Value::Code(code, _) => format!("the code '{code}'"),
            Value::Row(..) => "a row".to_owned(),
            Value::Rows(_) => "a set of rows".to_owned(),
            Value::Mapped(..) => "a list of values".to_owned(),
            Value::Distinct(_) => "a list of distinct values".to_owned(),
            Value::Members(..) => "a set of codes".to_owned(),
        }
    }

    /// It as a truth value, if it can be one.
    pub(super) fn into_truth(self) -> Option<Truth> {
        match self {
            Value::Truth(truth) => Some(truth),
            Value::Field(field) if field.is.kind == Kind::Tri => Some(Truth::Tri(field.field)),
            _ => None,
        }
    }

    /// It as a number, if it can be one.
    pub(super) fn into_number(self) -> Option<Number> {
        match self {
            Value::Number(number) => Some(number),
            Value::Field(field) if matches!(field.is.kind, Kind::Integer | Kind::Decimal) => Some(Number::Field(field.field)),
            _ => None,
        }
    }
}

/// So much of a text as is worth showing.
fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST { text.to_owned() } else { format!("{}…", text.chars().take(LONGEST).collect::<String>()) }
}
