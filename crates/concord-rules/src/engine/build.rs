//! Plans to programs: names to places, expressions to operations, equal operations to one.

mod number;
mod rows;
mod trail;
mod truth;

use std::collections::HashMap;

use concord_model::dictionary::Dictionary;
use concord_model::problem::Problem;

use super::columns::Tables;
use super::node::{ColumnId, Id, Node, Op, PairSpace, Seen, Side, Space};
use super::run::own_reasons;
use super::{Line, Measure, Program, Rule};
use crate::plan::parts::Read;
use crate::plan::{self, Field, Plan, Truth};
pub(super) use trail::{Leads, Trail};

/// The program of a plan.
pub(super) fn program(plan: &Plan, dictionary: &Dictionary) -> Result<Program, Vec<Problem>> {
    let fault = |about: &str, message: String| {
        let hint = format!("the plan was made with the dictionary {}; check the framework again", plan.dictionary);
        Problem::of("plan", message).about(about).hint(hint)
    };
    let mut builder = Builder::new(plan, dictionary).map_err(|message| vec![fault("", message)])?;
    let mut rules = Vec::new();
    let mut problems = Vec::new();
    for rule in &plan.rules {
        match builder.rule(rule) {
            Ok(rule) => rules.push(rule),
            Err(message) => problems.push(fault(&rule.indicator.id, message)),
        }
    }
    if problems.is_empty() { Ok(builder.finish(rules)) } else { Err(problems) }
}

/// The row variables that an operation speaks of, outermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Free {
    None,
    One(u8),
    Two(u8, u8),
}

/// An operation that was made, with the row variables that it speaks of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Built {
    pub(crate) id: Id,
    pub(super) free: Free,
}

/// A row variable that is bound.
#[derive(Debug, Clone, Copy)]
struct Frame {
    row: u8,
    table: u16,
    /// The reference that alone pairs it with another row, that row, and whether that row holds the reference.
    link: Option<(ColumnId, u8, bool)>,
}

/// The making of a program.
#[derive(Clone)]
pub(crate) struct Builder<'d> {
    dictionary: &'d Dictionary,
    tables: Tables,
    pairs: Vec<PairSpace>,
    nodes: Vec<Node>,
    leads: Vec<Leads>,
    places: HashMap<Node, Id>,
    negations: HashMap<Id, Id>,
    frames: Vec<Frame>,
}

pub(crate) type Made<T> = Result<T, String>;

impl<'d> Builder<'d> {
    pub(crate) fn new(plan: &Plan, dictionary: &'d Dictionary) -> Made<Builder<'d>> {
        let mut children = Vec::new();
        for rule in &plan.rules {
            rule.reads(&mut |read| match read {
                Read::Rows(table) => children.push(table),
                Read::Field(Field { table, row: Some(_), .. }) => children.push(table),
                Read::Field(_) | Read::Row(_) => {}
            });
        }
        let tables = Tables::new(&plan.reads, dictionary, |name| children.contains(&name))?;
        Ok(Builder {
            dictionary,
            tables,
            pairs: Vec::new(),
            nodes: Vec::new(),
            leads: Vec::new(),
            places: HashMap::new(),
            negations: HashMap::new(),
            frames: Vec::new(),
        })
    }

    /// The operations made so far.
    #[cfg(feature = "compile")]
    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub(super) fn tables(&self) -> &Tables {
        &self.tables
    }

    pub(super) fn finish(self, rules: Vec<Rule>) -> Program {
        let reasons = self.nodes.iter().fold(0, |reasons, node| reasons | own_reasons(&node.op));
        Program { tables: self.tables, pairs: self.pairs, nodes: self.nodes, leads: self.leads, reasons, rules }
    }

    pub(super) fn rule(&mut self, rule: &plan::Rule) -> Made<Rule> {
        let applies = rule.applies.as_ref().map(|written| self.of_review(&written.means)).transpose()?;
        let line = |line: &plan::Line| Ok(Line { when: self.of_review(&line.when.means)?, absent: line.absent });
        let lines = rule.lines.iter().map(line).collect::<Made<Vec<Line>>>()?;
        let looked_for = rule.looked_for.as_ref().map(|written| self.of_review(&written.means)).transpose()?;
        let measure = match &rule.measure {
            None => None,
            Some(plan::Measure::Value { value, .. }) => Some(Measure { count: self.number_of_review(value)?, of: None }),
            Some(plan::Measure::Share { count, of, .. }) => {
                Some(Measure { count: self.number_of_review(count)?, of: Some(self.number_of_review(of)?) })
            }
        };
        let rests: Vec<Id> = match (lines.as_slice(), measure) {
            ([], measure) => measure.iter().map(|measure| measure.count).collect(),
            (lines, _) => lines.iter().map(|line| line.when).collect(),
        };
        let known: Made<Vec<u16>> = rule.indicator.evidence_tables.iter().map(|name| self.child(name)).collect();
        Ok(Rule { applies, looked_for, lines, measure, evidence: known?, trail: self.trail(&rests) })
    }

    pub(crate) fn of_review(&mut self, truth: &Truth) -> Made<Id> {
        let built = self.truth(truth)?;
        if built.free == Free::None { Ok(built.id) } else { Err("speaks of a row that no table gives".to_owned()) }
    }

    fn number_of_review(&mut self, number: &plan::Number) -> Made<Id> {
        let built = self.number(number)?;
        if built.free == Free::None { Ok(built.id) } else { Err("speaks of a row that no table gives".to_owned()) }
    }

    /// A child table's place.
    pub(super) fn child(&self, name: &str) -> Made<u16> {
        let table = self.tables.table(name).filter(|table| self.tables.tables[usize::from(*table)].child);
        table.ok_or_else(|| format!("\"{name}\" is no child table that the plan asks for"))
    }

    /// A field's column and the row variable that it is read from.
    fn column(&self, field: &Field) -> Made<(ColumnId, Free)> {
        let called = || format!("{}.{}", field.table, field.field);
        let column =
            self.tables.column(&field.table, &field.field).ok_or_else(|| format!("{} is not among what the plan asks for", called()))?;
        let table = self.tables.table(&field.table);
        match field.row {
            None if self.tables.space(column) == Space::Reviews => Ok((column, Free::None)),
            Some(row) if self.frames.iter().any(|frame| frame.row == row && Some(frame.table) == table) => Ok((column, Free::One(row))),
            _ => Err(format!("{} is read from no row", called())),
        }
    }

    /// The place of a code among those of a field.
    fn code(&self, column: ColumnId, code: &str) -> Made<u8> {
        let field = &self.tables.shape(column).field;
        let place = field.code_place(code).and_then(|place| u8::try_from(place).ok());
        place.ok_or_else(|| format!("\"{code}\" is no code of {}", field.name))
    }

    /// Makes an operation, or finds the one that was made before.
    fn add(&mut self, op: Op, free: Free) -> Made<Built> {
        let node = Node { op, space: self.space(free)? };
        let next = Id(self.nodes.len() as u32);
        let id = *self.places.entry(node.clone()).or_insert(next);
        if id == next {
            self.leads.push(self.leads(&node.op));
            self.nodes.push(node);
        }
        Ok(Built { id, free })
    }

    fn op(&self, built: Built) -> &Op {
        &self.nodes[built.id.0 as usize].op
    }

    /// The row variables that several operations speak of together.
    fn together(&self, parts: &[Built]) -> Made<Free> {
        parts.iter().try_fold(Free::None, |free, part| joined(free, part.free))
    }

    pub(super) fn space(&mut self, free: Free) -> Made<Space> {
        match free {
            Free::None => Ok(Space::Reviews),
            Free::One(row) => Ok(Space::Rows(self.frame(row)?.table)),
            Free::Two(outer, inner) => {
                let (one, other) = (self.frame(outer)?, self.frame(inner)?);
                let link = other.link.filter(|(_, paired, _)| *paired == outer).map(|(column, _, outer_holds)| (column, outer_holds));
                let pair = PairSpace { outer: one.table, inner: other.table, link };
                let place = self.pairs.iter().position(|known| *known == pair).unwrap_or_else(|| {
                    self.pairs.push(pair);
                    self.pairs.len() - 1
                });
                Ok(Space::Pairs(place as u16))
            }
        }
    }

    fn frame(&self, row: u8) -> Made<Frame> {
        let frame = self.frames.iter().find(|frame| frame.row == row).copied();
        frame.ok_or_else(|| "speaks of a row that no table gives".to_owned())
    }

    /// An operation brought to the rows of finer variables.
    fn lift(&mut self, built: Built, to: Free) -> Made<Built> {
        let side = match (built.free, to) {
            (from, to) if from == to => return Ok(built),
            (Free::None, Free::One(_)) => Side::Review,
            (Free::None, Free::Two(outer, _)) => {
                let outer = self.lift(built, Free::One(outer))?;
                return self.lift(outer, to);
            }
            (Free::One(row), Free::Two(outer, _)) if row == outer => Side::Outer,
            (Free::One(row), Free::Two(_, inner)) if row == inner => Side::Inner,
            _ => return Err("speaks of rows that are not bound here".to_owned()),
        };
        let op = match self.op(built) {
            constant @ (Op::Always(_) | Op::Unknown(_) | Op::Constant(_)) => constant.clone(),
            op if is_number(op) => Op::LiftNumber(built.id, side),
            _ => Op::Lift(built.id, side),
        };
        self.add(op, to)
    }

    fn lift_all(&mut self, parts: &[Built]) -> Made<(Vec<Id>, Free)> {
        let free = self.together(parts)?;
        let ids = parts.iter().map(|part| Ok(self.lift(*part, free)?.id)).collect::<Made<Vec<Id>>>()?;
        Ok((ids, free))
    }

    /// How a column is seen from the rows of some variables.
    fn seen(&self, column: ColumnId, own: Free, from: Free) -> Seen {
        Seen { column, side: side(own, from) }
    }
}

/// How a row is found from the rows of some variables.
fn side(own: Free, from: Free) -> Side {
    match (own, from) {
        (own, from) if own == from => Side::Own,
        (Free::One(row), Free::Two(outer, _)) if row == outer => Side::Outer,
        (Free::One(_), _) => Side::Inner,
        _ => Side::Review,
    }
}

fn joined(one: Free, other: Free) -> Made<Free> {
    let rows = |free| match free {
        Free::None => [None, None],
        Free::One(row) => [Some(row), None],
        Free::Two(outer, inner) => [Some(outer), Some(inner)],
    };
    let mut all: Vec<u8> = rows(one).into_iter().chain(rows(other)).flatten().collect();
    all.sort_unstable();
    all.dedup();
    match all.as_slice() {
        [] => Ok(Free::None),
        [row] => Ok(Free::One(*row)),
        [outer, inner] => Ok(Free::Two(*outer, *inner)),
        _ => Err("speaks of more than two rows at once".to_owned()),
    }
}

fn is_number(op: &Op) -> bool {
    use Op::{Choice, Constant, Count, Distinct, LiftNumber, Members, Minus, Number, Product, Sum};
    matches!(
        op,
        Constant(_) | Number(_) | Sum(_) | Minus(_) | Product(..) | Choice(..) | Count(_) | Distinct(..) | Members(..) | LiftNumber(..)
    )
}
