//! What operations can come to at all, whatever the data: told before any is seen.

use std::collections::BTreeMap;

use concord_model::dictionary::{CodesFrom, Kind};

use super::build::Builder;
use super::node::{ColumnId, Day, Id, Op, Side};
use crate::plan::Order;

/// What a truth value can be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Can {
    /// Whether it can be true.
    pub(crate) hold: bool,
    /// Whether it can be false.
    pub(crate) fail: bool,
}

/// What can be told of a program's operations, each after those that it uses.
pub(crate) struct Fold<'b, 'd> {
    builder: &'b Builder<'d>,
    can: Vec<Can>,
    ranges: Vec<(f64, f64)>,
    by_vocabulary: Vec<Can>,
    by_nothing: Vec<Can>,
}

/// What a part of an `&&` speaks of, so that several parts can contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Column(ColumnId, Vec<Side>),
    Rows(Id),
    Number(Id),
}

/// What a part leaves open: some places of codes, or a stretch of numbers but for some of them.
#[derive(Debug, Clone)]
enum Left {
    Codes(Vec<u8>),
    Between { low: f64, high: f64, whole: bool, without: Vec<f64> },
}

impl<'b, 'd> Fold<'b, 'd> {
    pub(crate) fn new(builder: &'b Builder<'d>) -> Fold<'b, 'd> {
        let mut fold = Fold { builder, can: Vec::new(), ranges: Vec::new(), by_vocabulary: Vec::new(), by_nothing: Vec::new() };
        for place in 0..builder.nodes().len() {
            let op = &builder.nodes()[place].op;
            let (can, range) = (fold.truth(Id(place as u32), op), fold.number(op));
            fold.can.push(can);
            fold.ranges.push(range);
            let (told, untold) = (fold.of_vocabulary(op, true), fold.of_vocabulary(op, false));
            fold.by_vocabulary.push(told);
            fold.by_nothing.push(untold);
        }
        fold
    }

    pub(crate) fn can(&self, id: Id) -> Can {
        self.can[id.0 as usize]
    }

    fn truth(&self, id: Id, op: &Op) -> Can {
        let any = Can { hold: true, fail: true };
        match op {
            Op::Always(holds) => Can { hold: *holds, fail: !holds },
            Op::Unknown(_) => Can { hold: false, fail: false },
            Op::Uncovered(..) => Can { hold: false, fail: true },
            Op::Not(inner) => Can { hold: self.can(*inner).fail, fail: self.can(*inner).hold },
            Op::And(parts) => Can {
                hold: parts.iter().all(|part| self.can(*part).hold) && !self.contradict(parts),
                fail: parts.iter().any(|part| self.can(*part).fail),
            },
            Op::Or(parts) => {
                Can { hold: parts.iter().any(|part| self.can(*part).hold), fail: parts.iter().all(|part| self.can(*part).fail) }
            }
            Op::Either(one, _) => Can { hold: self.can(*one).hold, fail: true },
            Op::If(condition, one, other) => chosen(self.can(*condition), self.can(*one), self.can(*other)),
            Op::Exists(rows) => Can { hold: self.can(*rows).hold, fail: true },
            Op::Lift(inner, _) => self.can(*inner),
            Op::Texts { column, among, .. } => {
                let texts = &self.builder.tables().shape(*column).texts;
                let says =
                    |class: &u8| usize::from(*class).checked_sub(1).and_then(|place| texts.get(place)).is_none_or(|text| !text.is_empty());
                Can { hold: among.iter().any(says), fail: true }
            }
            Op::Compare(one, by, other) => {
                let (hold, fail) = possible(self.range(*one), *by, self.range(*other));
                Can { hold: hold && !self.left_empty(id), fail }
            }
            Op::Among(..) | Op::Range(..) => Can { hold: !self.left_empty(id), fail: true },
            _ => any,
        }
    }

    /// Whether a single condition leaves nothing open.
    fn left_empty(&self, id: Id) -> bool {
        self.literal(id, true).is_some_and(|(_, left)| left.is_empty())
    }

    /// Whether some parts of an `&&` cannot all hold.
    fn contradict(&self, parts: &[Id]) -> bool {
        let negated = |part: &Id| if let Op::Not(inner) = self.op(*part) { parts.contains(inner) } else { false };
        let mut left: BTreeMap<Of, Left> = BTreeMap::new();
        for (of, more) in parts.iter().filter_map(|part| self.literal(*part, true)) {
            let both = match left.remove(&of) {
                Some(known) => known.and(more),
                None => more,
            };
            left.insert(of, both);
        }
        parts.iter().any(negated) || left.values().any(Left::is_empty)
    }

    fn op(&self, id: Id) -> &Op {
        &self.builder.nodes()[id.0 as usize].op
    }

    /// What a condition (or its negation) says of one column, one set of rows or one number.
    fn literal(&self, id: Id, sign: bool) -> Option<(Of, Left)> {
        match self.op(id) {
            Op::Not(inner) => self.literal(*inner, !sign),
            Op::Lift(inner, side) => match self.literal(*inner, sign)? {
                (Of::Column(column, mut sides), left) => {
                    sides.push(*side);
                    Some((Of::Column(column, sides), left))
                }
                _ => None,
            },
            Op::Among(column, codes) => {
                let all = 0..self.builder.tables().shape(*column).field.codes.len() as u8;
                let left = all.filter(|code| codes.contains(code) == sign).collect();
                Some((Of::Column(*column, Vec::new()), Left::Codes(left)))
            }
            Op::Texts { column, among, .. } if sign => Some((Of::Column(*column, Vec::new()), Left::Codes(among.clone()))),
            Op::Range(column, least, most) => {
                let (low, high) = self.of_column(*column);
                let (least, most) = (*least as f64, *most as f64);
                let left = match (sign, least <= low, most >= high) {
                    (true, ..) => Left::whole(low.max(least), high.min(most)),
                    (false, true, _) => Left::whole(low.max(most + 1.0), high),
                    (false, _, true) => Left::whole(low, high.min(least - 1.0)),
                    (false, ..) if least == most => Left::Between { low, high, whole: true, without: vec![least] },
                    _ => return None,
                };
                Some((Of::Column(*column, Vec::new()), left))
            }
            Op::Exists(rows) => Some((Of::Rows(*rows), if sign { Left::whole(1.0, f64::INFINITY) } else { Left::whole(0.0, 0.0) })),
            Op::Compare(one, by, other) => {
                let (number, by, constant) = match (self.op(*one), self.op(*other)) {
                    (_, Op::Constant(bits)) => (*one, *by, f64::from_bits(*bits)),
                    (Op::Constant(bits), _) => (*other, by.flipped(), f64::from_bits(*bits)),
                    _ => return None,
                };
                let of = if let Op::Count(rows) = self.op(number) { Of::Rows(*rows) } else { Of::Number(number) };
                Some((of, Left::of(self.range(number), self.is_whole(number), by, constant, sign)))
            }
            Op::Dates(one, by, other) => {
                let (seen, by, day) = match (one, other) {
                    (Day::Seen(seen), Day::Days(first, last)) if first == last => (seen, *by, *first),
                    (Day::Days(first, last), Day::Seen(seen)) if first == last => (seen, by.flipped(), *first),
                    _ => return None,
                };
                let any = (f64::NEG_INFINITY, f64::INFINITY);
                Some((Of::Column(seen.column, vec![seen.side]), Left::of(any, true, by, f64::from(day), sign)))
            }
            _ => None,
        }
    }

    /// Whether a number is always a whole one.
    fn is_whole(&self, id: Id) -> bool {
        match self.op(id) {
            Op::Count(_) | Op::Distinct(..) | Op::Members(..) => true,
            Op::Number(column) => self.builder.tables().shape(*column).field.kind == Kind::Integer,
            Op::Constant(bits) => f64::from_bits(*bits).fract() == 0.0,
            op @ (Op::Sum(_) | Op::Product(..) | Op::Minus(_) | Op::LiftNumber(..)) => {
                op.operands().iter().all(|part| self.is_whole(*part))
            }
            Op::Choice(_, one, other) => self.is_whole(*one) && self.is_whole(*other),
            _ => false,
        }
    }

    fn range(&self, id: Id) -> (f64, f64) {
        self.ranges[id.0 as usize]
    }

    /// The ends that a field's number can never lie beyond.
    fn of_column(&self, column: ColumnId) -> (f64, f64) {
        let field = &self.builder.tables().shape(column).field;
        let widest =
            if field.kind == Kind::Integer { (f64::from(i32::MIN), f64::from(i32::MAX)) } else { (f64::NEG_INFINITY, f64::INFINITY) };
        (field.min.map_or(widest.0, |bound| bound.0), field.max.map_or(widest.1, |bound| bound.0))
    }

    /// The ends that a number can never lie beyond.
    fn number(&self, op: &Op) -> (f64, f64) {
        let any = (f64::NEG_INFINITY, f64::INFINITY);
        match op {
            Op::Constant(bits) => (f64::from_bits(*bits), f64::from_bits(*bits)),
            Op::Number(column) => self.of_column(*column),
            Op::Minus(inner) => (-self.range(*inner).1, -self.range(*inner).0),
            Op::LiftNumber(inner, _) => self.range(*inner),
            Op::Sum(terms) => terms.iter().map(|term| self.range(*term)).fold((0.0, 0.0), |(low, high), (a, b)| (low + a, high + b)),
            Op::Choice(_, one, other) => {
                let ((a, b), (c, d)) = (self.range(*one), self.range(*other));
                (a.min(c), b.max(d))
            }
            Op::Count(rows) | Op::Distinct(rows, _) if !self.can(*rows).hold => (0.0, 0.0),
            Op::Count(_) => (0.0, f64::INFINITY),
            Op::Distinct(_, key) => {
                let field = &self.builder.tables().shape(key.column).field;
                (0.0, if field.kind == Kind::Integer { f64::INFINITY } else { field.codes.len() as f64 })
            }
            Op::Members(_, mask) => (0.0, f64::from(mask.iter().map(|byte| byte.count_ones()).sum::<u32>())),
            _ => any,
        }
    }

    /// Whether the coder's vocabulary alone makes a condition true, whatever the record says: `says('X')`, and nothing beside it.
    pub(crate) fn by_vocabulary_alone(&self, id: Id) -> bool {
        self.by_vocabulary[id.0 as usize].hold && !self.by_nothing[id.0 as usize].hold
    }

    /// What an operation comes to where nothing is known of a review but its coder's vocabulary (or not even that).
    fn of_vocabulary(&self, op: &Op, told: bool) -> Can {
        let all = if told { &self.by_vocabulary } else { &self.by_nothing };
        let of = |id: &Id| all[id.0 as usize];
        match op {
            Op::Always(holds) => Can { hold: *holds, fail: !holds },
            Op::Among(column, _) => {
                let told = told && self.builder.tables().shape(*column).field.codes_from == CodesFrom::Codebooks;
                Can { hold: told, fail: told }
            }
            Op::Not(inner) => Can { hold: of(inner).fail, fail: of(inner).hold },
            Op::And(parts) => Can { hold: parts.iter().all(|part| of(part).hold), fail: parts.iter().any(|part| of(part).fail) },
            Op::Or(parts) => Can { hold: parts.iter().any(|part| of(part).hold), fail: parts.iter().all(|part| of(part).fail) },
            Op::If(condition, one, other) => chosen(of(condition), of(one), of(other)),
            Op::Same(one, other) => {
                let (one, other) = (of(one), of(other));
                Can { hold: one.hold && other.hold || one.fail && other.fail, fail: one.hold && other.fail || one.fail && other.hold }
            }
            Op::Exists(rows) => Can { hold: false, fail: of(rows).fail && !of(rows).hold },
            Op::Lift(inner, _) => of(inner),
            _ => Can { hold: false, fail: false },
        }
    }
}

/// What `condition ? one : other` can be.
fn chosen(condition: Can, one: Can, other: Can) -> Can {
    Can {
        hold: condition.hold && one.hold || condition.fail && other.hold || one.hold && other.hold,
        fail: condition.hold && one.fail || condition.fail && other.fail || one.fail && other.fail,
    }
}

impl Left {
    fn whole(low: f64, high: f64) -> Left {
        Left::Between { low, high, whole: true, without: Vec::new() }
    }

    /// What a comparison with a constant (or its negation) leaves of a number between two ends.
    fn of((low, high): (f64, f64), whole: bool, by: Order, constant: f64, sign: bool) -> Left {
        let below = if whole { constant.ceil() - 1.0 } else { constant.next_down() };
        let above = if whole { constant.floor() + 1.0 } else { constant.next_up() };
        let (low, high, without) = match (by, sign) {
            (Order::Less, true) | (Order::AtLeast, false) => (low, high.min(below), Vec::new()),
            (Order::AtMost, true) | (Order::More, false) => (low, high.min(constant), Vec::new()),
            (Order::AtLeast, true) | (Order::Less, false) => (low.max(constant), high, Vec::new()),
            (Order::More, true) | (Order::AtMost, false) => (low.max(above), high, Vec::new()),
            (Order::Equal, true) => (low.max(constant), high.min(constant), Vec::new()),
            (Order::Equal, false) => (low, high, vec![constant]),
        };
        Left::Between { low, high, whole, without }
    }

    fn and(self, other: Left) -> Left {
        match (self, other) {
            (Left::Codes(one), Left::Codes(other)) => Left::Codes(one.into_iter().filter(|code| other.contains(code)).collect()),
            (Left::Between { low, high, whole, without }, Left::Between { low: a, high: b, without: more, .. }) => {
                Left::Between { low: low.max(a), high: high.min(b), whole, without: without.into_iter().chain(more).collect() }
            }
            (one, _) => one,
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Left::Codes(codes) => codes.is_empty(),
            Left::Between { low, high, whole, without } => {
                let (low, high) = if *whole { (low.ceil(), high.floor()) } else { (*low, *high) };
                let few = *whole && high - low < without.len() as f64;
                low > high
                    || few && (0..=(high - low) as u32).all(|more| without.contains(&(low + f64::from(more))))
                    || low == high && without.contains(&low)
            }
        }
    }
}

/// Whether something between two ends can stand in an order to something between two others, and whether it can not.
fn possible((a, b): (f64, f64), by: Order, (c, d): (f64, f64)) -> (bool, bool) {
    match by {
        Order::Less => (a < d, b >= c),
        Order::AtMost => (a <= d, b > c),
        Order::Equal => (a <= d && c <= b, !(a == b && c == d && a == c)),
        Order::AtLeast => (b >= c, a < d),
        Order::More => (b > c, a <= d),
    }
}
