//! A checked plan: what a framework's rules mean, with every name resolved against a dictionary and every type known.
//!
//! A plan is independent of the text it came from and of any parser; as JSON it is what the bundled plugin is handed. Names stay
//! names in it: a [`Program`](crate::Program) finds their places in the dictionary that it is opened with, so that a plan that was
//! made with an older dictionary never reads the wrong code.

mod canonical;
mod difference;
pub(crate) mod parts;
mod plain;
mod words;

use concord_model::framework::{Descriptor, FieldRequest, Indicator};
use serde::{Deserialize, Serialize};

pub use difference::{Difference, Expression};
pub use plain::Plain;

/// The rules of one framework.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// The dictionary that it was checked against, for messages.
    pub dictionary: String,
    /// The fields that it reads, each with the indicators that need it.
    pub reads: Vec<FieldRequest>,
    /// One an indicator, in the order of the answers.
    pub rules: Vec<Rule>,
}

/// How one indicator is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// What the framework says of it.
    pub indicator: Indicator,
    /// Where the question arises; everywhere where this is left out.
    pub applies: Option<Written>,
    /// Where somebody looked; everywhere where this is left out.
    pub looked_for: Option<Written>,
    /// One an answer of the scale, in its order: the first that is true is the answer, one that is not known ends the search.
    pub lines: Vec<Line>,
    /// The number that it gives beside or instead of an answer.
    pub measure: Option<Measure>,
}

/// A truth value as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Written {
    /// Where: file, line and column.
    pub at: String,
    /// What it means.
    pub means: Truth,
}

/// When an answer of the scale is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The condition.
    pub when: Written,
    /// Whether all that the answer says is *absent*, so that it must not be given where nobody looked.
    pub absent: bool,
}

/// The number that an indicator gives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// A number by itself.
    Value {
        /// Where it is written.
        at: String,
        /// The number.
        value: Number,
    },
    /// A share as two counts, which can be pooled.
    Share {
        /// Where the count is written.
        at: String,
        /// How many.
        count: Number,
        /// Of how many.
        of: Number,
    },
}

/// A field of the review, of its partnership, or of one of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Field {
    /// The table.
    pub table: String,
    /// The field.
    pub field: String,
    /// The row variable that it is read from, counted from the outermost; `None` for the review's own and its partnership's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u8>,
    /// The variable's name, as it was written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
}

/// How two values of an order stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `==`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

/// An expression that is true, false or not known (Kleene's strong logic).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// True or false everywhere.
    Always(bool),
    /// Known nowhere, for a set of reasons ([`concord_model::answer::reason`]).
    Unknown(u8),
    /// Whether a tri-state is present.
    Tri(Field),
    /// Whether a code or an ordinal is one of some codes.
    Among {
        /// The field.
        field: Field,
        /// The codes, sorted.
        codes: Vec<String>,
    },
    /// How an ordinal stands to a code.
    Ranks {
        /// The ordinal.
        field: Field,
        /// Less, at most, at least or more.
        by: Order,
        /// The code.
        code: String,
    },
    /// How a code or an ordinal stands to another with the same codes.
    Codes {
        /// The one.
        left: Field,
        /// Equality for codes, any order for ordinals.
        by: Order,
        /// The other.
        right: Field,
    },
    /// Whether a text is one of some texts.
    Text {
        /// The text.
        field: Field,
        /// The texts, sorted.
        texts: Vec<String>,
        /// For a text of local codes, the review's field that names the coder's codebook.
        codebook: Option<Field>,
    },
    /// Whether a set of codes has a code.
    Has {
        /// The set.
        set: Field,
        /// The code.
        code: String,
    },
    /// Whether a value is given.
    Known(Field),
    /// How two numbers stand to each other.
    Compare {
        /// The one.
        left: Box<Number>,
        /// The order.
        by: Order,
        /// The other.
        right: Box<Number>,
    },
    /// How two dates stand to each other: known where every day that they can be agrees.
    Dates {
        /// The one.
        left: Date,
        /// The order.
        by: Order,
        /// The other.
        right: Date,
    },
    /// Whether a reference points at a row: `o in r.linked_obs`.
    Linked {
        /// The row variable that may be pointed at.
        row: u8,
        /// Its name, as it was written.
        of: String,
        /// The reference.
        reference: Field,
    },
    /// Whether two truth values are the same.
    Same(Box<[Truth; 2]>),
    /// Not.
    Not(Box<Truth>),
    /// And, of two or more.
    And(Vec<Truth>),
    /// Or, of two or more.
    Or(Vec<Truth>),
    /// `condition ? one : other`; both count where the condition is not known.
    If(Box<[Truth; 3]>),
    /// Whether there is a row.
    Exists(Rows),
    /// Whether something is true of every row.
    Every {
        /// The rows.
        rows: Rows,
        /// What must be true of each.
        each: Box<Truth>,
    },
    /// An expression that the framework gave a name.
    Named {
        /// The name.
        name: String,
        /// Where it is defined.
        at: String,
        /// What it means.
        means: Box<Truth>,
    },
}

/// The rows of a child table, of the same review, that something is true of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// The child table.
    pub table: String,
    /// The row variable that this binds, counted from the outermost.
    pub row: u8,
    /// Its name, as it was written.
    pub of: String,
    /// What is true of the rows meant.
    pub holds: Box<Truth>,
}

/// An expression that is a number, or known to lie between two ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Number {
    /// A number.
    Constant(f64),
    /// An integer or a decimal.
    Field(Field),
    /// A sum.
    Sum(Vec<Number>),
    /// A number with its sign turned.
    Minus(Box<Number>),
    /// A product.
    Product(Box<[Number; 2]>),
    /// `condition ? one : other`; the hull of both where the condition is not known.
    If(Box<(Truth, Number, Number)>),
    /// How many rows.
    Count(Rows),
    /// How many distinct values a code, an ordinal or an integer takes in some rows.
    Distinct {
        /// The rows.
        rows: Rows,
        /// The field of those rows.
        key: Field,
    },
    /// How many codes of a set are among some, or how many it has.
    Members {
        /// The set.
        set: Field,
        /// The codes that count, sorted; all where this is left out.
        among: Option<Vec<String>>,
    },
    /// An expression that the framework gave a name.
    Named {
        /// The name.
        name: String,
        /// Where it is defined.
        at: String,
        /// What it means.
        means: Box<Number>,
    },
}

/// A date: a field, or a written day, month or year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Date {
    /// A field.
    Field(Field),
    /// The first and the last day that it can be, in days since 1970-01-01.
    Days(i32, i32),
}

impl Plan {
    /// What the framework says of itself.
    #[must_use]
    pub fn descriptor(&self) -> Descriptor {
        Descriptor { reads: self.reads.clone(), indicators: self.rules.iter().map(|rule| rule.indicator.clone()).collect() }
    }

    /// Reads a plan from the JSON that a guest is handed.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn from_json(text: &str) -> Result<Plan, String> {
        serde_json::from_str(text).map_err(|error| format!("the plan cannot be read: {error}"))
    }

    /// The plan as the JSON that a guest is handed.
    ///
    /// # Panics
    /// Never: a plan holds only names, numbers that are finite, and lists of them.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a plan is names, finite numbers and lists of them")
    }
}

impl Order {
    /// The order as it is written.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Order::Less => "<",
            Order::AtMost => "<=",
            Order::Equal => "==",
            Order::AtLeast => ">=",
            Order::More => ">",
        }
    }

    /// The order with its sides exchanged.
    #[must_use]
    pub fn flipped(self) -> Order {
        match self {
            Order::Less => Order::More,
            Order::AtMost => Order::AtLeast,
            Order::Equal => Order::Equal,
            Order::AtLeast => Order::AtMost,
            Order::More => Order::Less,
        }
    }

    /// Whether a comparison came out as this order asks.
    pub(crate) fn holds(self, came: std::cmp::Ordering) -> bool {
        match self {
            Order::Less => came.is_lt(),
            Order::AtMost => came.is_le(),
            Order::Equal => came.is_eq(),
            Order::AtLeast => came.is_ge(),
            Order::More => came.is_gt(),
        }
    }
}

impl Truth {
    /// The expression without the names that the framework gave it.
    #[must_use]
    pub fn bare(&self) -> &Truth {
        match self {
            Truth::Named { means, .. } => means.bare(),
            other => other,
        }
    }
}

impl Number {
    /// The expression without the names that the framework gave it.
    #[must_use]
    pub fn bare(&self) -> &Number {
        match self {
            Number::Named { means, .. } => means.bare(),
            other => other,
        }
    }
}
