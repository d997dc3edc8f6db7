//! What a program is made of: operations on whole columns, each made once however often the rules ask for it.

use crate::plan::Order;

/// An operation's place in a program. Operations come after those that they use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id(pub(super) u32);

/// A column's place among all those that a program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ColumnId(pub(super) u16);

/// Which rows an operation has a value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Space {
    /// The reviews.
    Reviews,
    /// The rows of a child table, by its place among the program's tables.
    Rows(u16),
    /// Pairs of rows of the same review, by their place among the program's pairs.
    Pairs(u16),
}

/// Pairs of rows of the same review: all of them, or those that a reference may link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PairSpace {
    /// The table of the outer row; pairs stand outer row by outer row.
    pub(super) outer: u16,
    /// The table of the inner row.
    pub(super) inner: u16,
    /// The reference by which alone pairs are made, and whether the outer row holds it.
    pub(super) link: Option<(ColumnId, bool)>,
}

/// How to find the row of another space that a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Side {
    /// The row itself.
    Own,
    /// The review of a row, or of a pair.
    Review,
    /// The outer row of a pair.
    Outer,
    /// The inner row of a pair.
    Inner,
}

/// A column as seen from the rows of some space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Seen {
    pub(super) column: ColumnId,
    pub(super) side: Side,
}

/// A date as seen from the rows of some space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Day {
    Seen(Seen),
    Days(i32, i32),
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Op {
    // truth values of a column
    Always(bool),
    Unknown(u8),
    /// A tri-state.
    Tri(ColumnId),
    /// A code among some codes.
    Among(ColumnId, Vec<u8>),
    /// A text among some of the texts that the program asks for. `lenient`: a text that is not recorded is none of them.
    Texts {
        column: ColumnId,
        among: Vec<u8>,
        lenient: bool,
    },
    /// False where the codebook is one of some that have certain local codes, unknown elsewhere.
    Uncovered(ColumnId, Vec<u8>),
    /// Of a text, whether it is one of those asked for, or that cannot be told for the codebook: one question in two parts.
    Either(Id, Id),
    /// A code in a set.
    Has(ColumnId, u8),
    Known(ColumnId),
    /// An integer between two ends, both included.
    Range(ColumnId, i64, i64),
    Codes(Seen, Order, Seen),
    Dates(Day, Order, Day),
    /// Whether the reference that `from` sees points at the row of `to`.
    Linked {
        from: Seen,
        to: Side,
    },
    // truth values of truth values
    Compare(Id, Order, Id),
    Same(Id, Id),
    Not(Id),
    And(Vec<Id>),
    Or(Vec<Id>),
    If(Id, Id, Id),
    /// Of rows of a finer space, whether there is one.
    Exists(Id),
    /// Of a coarser space, for each of its rows.
    Lift(Id, Side),
    // numbers
    Constant(u64),
    Number(ColumnId),
    Sum(Vec<Id>),
    Minus(Id),
    Product(Id, Id),
    Choice(Id, Id, Id),
    /// How many rows of a finer space.
    Count(Id),
    /// How many values of a column of the inner rows, among rows of a finer space.
    Distinct(Id, Seen),
    /// How many codes of a set are among some (a bit a code).
    Members(ColumnId, Vec<u8>),
    LiftNumber(Id, Side),
}

/// An operation and the rows that it has a value for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Node {
    pub(super) op: Op,
    pub(super) space: Space,
}

impl Op {
    /// The operations that it uses.
    pub(super) fn operands(&self) -> Vec<Id> {
        match self {
            Op::Compare(one, _, other) | Op::Same(one, other) | Op::Product(one, other) | Op::Either(one, other) => vec![*one, *other],
            Op::If(condition, one, other) | Op::Choice(condition, one, other) => vec![*condition, *one, *other],
            Op::And(parts) | Op::Or(parts) | Op::Sum(parts) => parts.clone(),
            Op::Not(inner) | Op::Exists(inner) | Op::Minus(inner) | Op::Count(inner) | Op::Distinct(inner, _) => vec![*inner],
            Op::Lift(inner, _) | Op::LiftNumber(inner, _) => vec![*inner],
            _ => Vec::new(),
        }
    }

    /// Whether its parts (or their negations) must all hold for it (or its negation) to hold.
    pub(super) fn joins_all(&self, sign: bool) -> bool {
        matches!((self, sign), (Op::And(_), true) | (Op::Or(_), false))
    }

    /// Whether it asks something of all rows of a finer space together.
    pub(super) fn reduces(&self) -> bool {
        matches!(self, Op::Exists(_) | Op::Count(_) | Op::Distinct(..))
    }
}
