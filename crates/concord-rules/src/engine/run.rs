//! One batch, operation by operation.

mod compare;
mod leaves;
mod logic;
mod numbers;
mod rows;

use concord_model::answer::number;
use concord_model::batch::Batch;

pub(super) use self::leaves::own_reasons;
use self::leaves::{Classes, Given};
use self::rows::{Groups, Pairs};
use super::Program;
use super::bits::words_for;
use super::evidence::Sought;
use super::node::{ColumnId, Id, Node, Op, Side, Space};

/// What stands for *no such part* among the places of a value.
const NONE: usize = usize::MAX;

/// What an operation came to for each row of its space, as places in the scratch memory.
///
/// A truth value and a number are both held by their two ends, the same place twice where all are known. A truth value's ends are
/// sets of rows: where it is true, and where it is possible (true or unknown). A number's are the least and the most that it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) low: usize,
    pub(super) high: usize,
    /// What makes it unknown: of a truth value, a set of rows for each reason met in the batch, one after the other; of a number, a
    /// byte of reasons a row.
    pub(super) why: usize,
}

impl Ends {
    fn certain(place: usize) -> Ends {
        Ends { low: place, high: place, why: NONE }
    }

    pub(super) fn is_certain(self) -> bool {
        self.low == self.high
    }
}

/// Memory that grows to what a batch needs and is used again for the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Arena<T> {
    all: Vec<T>,
    pub(super) top: usize,
}

impl<T: Copy + Default> Arena<T> {
    /// Room for some values, of which nothing is known.
    fn take(&mut self, count: usize) -> usize {
        let start = self.top;
        self.top += count;
        if self.all.len() < self.top {
            self.all.resize(self.top, T::default());
        }
        start
    }

    /// Room for some values that are all alike.
    pub(super) fn filled(&mut self, count: usize, value: T) -> usize {
        let start = self.take(count);
        self.all[start..start + count].fill(value);
        start
    }

    /// Everything before a place, and some values from it on to write.
    pub(super) fn parts(&mut self, start: usize, count: usize) -> (&[T], &mut [T]) {
        let (before, rest) = self.all.split_at_mut(start);
        (before, &mut rest[..count])
    }

    pub(super) fn get(&self, start: usize, count: usize) -> &[T] {
        &self.all[start..start + count]
    }
}

/// Memory that evaluations use again from batch to batch, so that none is asked for while they run.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    pub(super) words: Arena<u64>,
    numbers: Arena<f64>,
    bytes: Arena<u8>,
    ends: Vec<Ends>,
    /// The places in a set of reasons (0 to 7) of those that the batch may give.
    reasons: Vec<u8>,
    given: Vec<Option<Given>>,
    /// By column, where the bits of its codes or classes stand.
    sliced: Vec<usize>,
    classes: Vec<Classes>,
    groups: Vec<Groups>,
    pub(super) pairs: Vec<Pairs>,
    keys: Vec<i32>,
    pub(super) sought: Sought,
}

impl Scratch {
    /// Nothing held yet.
    #[must_use]
    pub fn new() -> Scratch {
        Scratch::default()
    }
}

/// The evaluation of one batch.
pub(super) struct Run<'p, 'b, 's> {
    pub(super) program: &'p Program,
    pub(super) batch: &'b Batch<'b>,
    pub(super) scratch: &'s mut Scratch,
}

impl<'p, 'b, 's> Run<'p, 'b, 's> {
    /// Evaluates every operation of a program.
    pub(super) fn new(program: &'p Program, batch: &'b Batch<'b>, scratch: &'s mut Scratch) -> Result<Run<'p, 'b, 's>, String> {
        program.tables.check(batch)?;
        let mut run = Run { program, batch, scratch };
        run.scratch.words.top = 0;
        run.scratch.numbers.top = 0;
        run.scratch.bytes.top = 0;
        run.scratch.ends.clear();
        run.group_rows();
        run.find_missing()?;
        run.pair_rows()?;
        for node in &program.nodes {
            let ends = run.node(node);
            run.scratch.ends.push(ends);
        }
        Ok(run)
    }

    fn node(&mut self, Node { op, space }: &'p Node) -> Ends {
        let space = *space;
        match op {
            Op::Always(holds) => self.always(*holds, space),
            Op::Unknown(reasons) => self.unknown(*reasons, space),
            Op::Tri(column) => self.tri(*column, space),
            Op::Among(column, codes) => self.among(*column, codes, space),
            Op::Texts { column, among, lenient } => self.texts(*column, among, *lenient, space),
            Op::Uncovered(column, codes) => self.uncovered(*column, codes, space),
            Op::Either(one, other) => self.chain(&[*one, *other], false, space),
            Op::Has(column, code) => self.has(*column, *code, space),
            Op::Known(column) => self.known(*column, space),
            Op::Range(column, least, most) => self.range(*column, *least, *most, space),
            Op::Codes(one, by, other) => self.codes(*one, *by, *other, space),
            Op::Dates(one, by, other) => self.dates(*one, *by, *other, space),
            Op::Linked { from, to } => self.linked(*from, *to, space),
            Op::Compare(one, by, other) => self.compare(*one, *by, *other, space),
            Op::Same(one, other) => self.same(*one, *other, space),
            Op::Not(inner) => self.not(*inner, space),
            Op::And(parts) => self.chain(parts, true, space),
            Op::Or(parts) => self.chain(parts, false, space),
            Op::If(condition, one, other) => self.conditional(*condition, *one, *other, space),
            Op::Exists(rows) => self.exists(*rows, space),
            Op::Lift(inner, side) => self.lift(*inner, *side, space),
            Op::Constant(bits) => self.constant(f64::from_bits(*bits), space),
            Op::Number(column) => self.number(*column, space),
            Op::Sum(terms) => self.sum(terms, space),
            Op::Minus(inner) => self.minus(*inner, space),
            Op::Product(one, other) => self.product(*one, *other, space),
            Op::Choice(condition, one, other) => self.choice(*condition, *one, *other, space),
            Op::Count(rows) => self.count(*rows, space),
            Op::Distinct(rows, key) => self.distinct(*rows, *key, space),
            Op::Members(column, mask) => self.members(*column, mask, space),
            Op::LiftNumber(inner, side) => self.lift_number(*inner, *side, space),
        }
    }

    /// What an operation came to.
    pub(super) fn ends(&self, id: Id) -> Ends {
        self.scratch.ends[id.0 as usize]
    }

    /// The space of an operation's rows.
    pub(super) fn space(&self, id: Id) -> Space {
        self.program.nodes[id.0 as usize].space
    }

    /// How many rows a space has.
    pub(super) fn rows(&self, space: Space) -> usize {
        match space {
            Space::Reviews => self.batch.reviews as usize,
            Space::Rows(table) => self.batch.tables[usize::from(table)].rows as usize,
            Space::Pairs(pairs) => self.scratch.pairs[usize::from(pairs)].inner.len(),
        }
    }

    /// How many words hold a bit for each row of a space.
    pub(super) fn width(&self, space: Space) -> usize {
        words_for(self.rows(space))
    }

    /// A set of rows of a space.
    pub(super) fn bits(&self, place: usize, space: Space) -> &[u64] {
        self.scratch.words.get(place, self.width(space))
    }

    /// The word at a place: 64 rows of a set.
    pub(super) fn word_at(&self, place: usize) -> u64 {
        self.scratch.words.all[place]
    }

    /// The rows of a space that a reason makes unknown, for each reason met in the batch.
    pub(super) fn why(&self, ends: Ends, space: Space) -> impl Iterator<Item = (u8, &[u64])> {
        let width = self.width(space);
        let reasons: &[u8] = if ends.is_certain() { &[] } else { &self.scratch.reasons };
        reasons.iter().enumerate().map(move |(place, reason)| (1 << reason, self.scratch.words.get(ends.why + place * width, width)))
    }

    /// The ends of some numbers.
    pub(super) fn numbers_at(&self, ends: Ends, first: usize, count: usize) -> (&[f64], &[f64]) {
        (self.scratch.numbers.get(ends.low + first, count), self.scratch.numbers.get(ends.high + first, count))
    }

    /// The ends and the reasons of a row's number.
    pub(super) fn value(&self, ends: Ends, row: usize) -> (f64, f64, u8) {
        let numbers = &self.scratch.numbers.all;
        let why = if ends.is_certain() { 0 } else { self.scratch.bytes.all[ends.why + row] };
        (numbers[ends.low + row], numbers[ends.high + row], why)
    }

    /// The row of another space that a row belongs to.
    fn place(&self, space: Space, side: Side, row: usize) -> usize {
        match (space, side) {
            (Space::Rows(table), Side::Review) => self.scratch.groups[usize::from(table)].group_of[row] as usize,
            (Space::Pairs(pairs), Side::Inner) => self.scratch.pairs[usize::from(pairs)].inner[row] as usize,
            (Space::Pairs(pairs), Side::Outer) => self.scratch.pairs[usize::from(pairs)].groups.group_of[row] as usize,
            (Space::Pairs(pairs), Side::Review) => {
                let outer = self.place(space, Side::Outer, row);
                self.place(Space::Rows(self.program.pairs[usize::from(pairs)].outer), Side::Review, outer)
            }
            _ => row,
        }
    }

    /// Why a row's value is missing, as a set of reasons; none where it is given.
    fn missing(&self, column: ColumnId, row: usize) -> u8 {
        let missing = &self.program.tables.of(self.batch, column).missing;
        missing.get(row).filter(|reason| **reason != 0).map_or(0, |reason| 1 << (reason - 1))
    }

    /// The rows that a reference points at from a row.
    fn linked_rows(&self, column: ColumnId, row: usize) -> impl Iterator<Item = usize> + 'b {
        let table = self.program.tables.shape(column).table;
        let rows = self.batch.tables[usize::from(table)].rows as usize;
        let values = &self.program.tables.of(self.batch, column).values;
        let at = move |place: usize| number(values, place) as usize;
        (at(row)..at(row + 1)).map(move |place| at(rows + 1 + place))
    }
}
