//! A plan as a list of expressions, each once and after its parts: how it travels, and how what is equal becomes one.

use std::collections::HashMap;
use std::sync::Arc;

use concord_model::framework::FieldRequest;
use serde::{Deserialize, Serialize};

use super::parts::ByPlace;
use super::{Field, Line, Measure, Number, Order, Plan, Rows, Rule, Truth, Written};

/// How deep a plan that is read may be, so that no walk over it runs out of stack. What the compiler lets through stays below.
const DEEPEST: u16 = 300;

/// How many row variables may be bound in each other: as many as a word has bits.
const MOST_ROWS: u8 = 64;

/// A plan, its expressions by their places.
#[derive(Serialize, Deserialize)]
struct Graph {
    dictionary: String,
    reads: Vec<FieldRequest>,
    expressions: Vec<Node>,
    rules: Vec<Rule<u32, u32>>,
}

/// An expression whose parts are places before its own.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Node {
    /// A truth value without parts.
    Truth(Truth),
    /// A number without parts.
    Number(Number),
    Compare(u32, Order, u32),
    Same(u32, u32),
    Not(u32),
    And(Vec<u32>),
    Or(Vec<u32>),
    If(u32, u32, u32),
    Exists(Bound),
    Every(Bound, u32),
    Sum(Vec<u32>),
    Minus(u32),
    Product(u32, u32),
    Count(Bound),
    Distinct(Bound, Field),
    Named {
        name: String,
        at: String,
        means: u32,
    },
}

/// Rows and the place of what is true of them.
#[derive(Serialize, Deserialize)]
struct Bound {
    table: String,
    row: u8,
    of: String,
    holds: u32,
}

impl Plan {
    /// Reads a plan from the JSON that a guest is handed.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn from_json(text: &str) -> Result<Plan, String> {
        let graph: Graph = serde_json::from_str(text).map_err(|error| format!("the plan cannot be read: {error}"))?;
        graph.plan()
    }

    /// The plan as the JSON that a guest is handed: as long as what was written, however often it is used.
    ///
    /// # Panics
    /// Never: a plan holds only names, numbers that are finite, and lists of them.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&Graph::of(self)).expect("a plan is names, finite numbers and lists of them")
    }

    /// The same plan with equal expressions held once.
    #[cfg(feature = "compile")]
    pub(crate) fn shared(&self) -> Result<Plan, String> {
        Graph::of(self).plan()
    }
}

/// Expressions to places.
#[derive(Default)]
struct Gathering<'p> {
    nodes: Vec<Node>,
    /// By what a node is, as text, its place.
    places: HashMap<String, u32>,
    truths: HashMap<ByPlace<'p, Truth>, u32>,
    numbers: HashMap<ByPlace<'p, Number>, u32>,
}

impl<'p> Gathering<'p> {
    fn rule(&mut self, rule: &'p Rule) -> Rule<u32, u32> {
        let mut written = |written: &'p Written| Written { at: written.at.clone(), means: self.truth(&written.means) };
        let applies = rule.applies.as_ref().map(&mut written);
        let lines = rule.lines.iter().map(|line| Line { when: written(&line.when), absent: line.absent }).collect();
        let looked_for = rule.looked_for.as_ref().map(&mut written);
        let measure = rule.measure.as_ref().map(|measure| match measure {
            Measure::Value { at, value } => Measure::Value { at: at.clone(), value: self.number(value) },
            Measure::Share { at, count, of } => Measure::Share { at: at.clone(), count: self.number(count), of: self.number(of) },
        });
        Rule { indicator: rule.indicator.clone(), applies, looked_for, lines, measure }
    }

    fn add(&mut self, node: Node) -> u32 {
        let key = serde_json::to_string(&node).expect("a node is names, finite numbers and lists of them");
        let next = self.nodes.len() as u32;
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.nodes.push(node);
        }
        place
    }

    fn truth(&mut self, truth: &'p Truth) -> u32 {
        if let Some(place) = self.truths.get(&ByPlace(truth)) {
            return *place;
        }
        let node = match truth {
            Truth::Compare { left, by, right } => Node::Compare(self.number(left), *by, self.number(right)),
            Truth::Same(pair) => Node::Same(self.truth(&pair[0]), self.truth(&pair[1])),
            Truth::Not(inner) => Node::Not(self.truth(inner)),
            Truth::And(parts) => Node::And(parts.iter().map(|part| self.truth(part)).collect()),
            Truth::Or(parts) => Node::Or(parts.iter().map(|part| self.truth(part)).collect()),
            Truth::If(three) => Node::If(self.truth(&three[0]), self.truth(&three[1]), self.truth(&three[2])),
            Truth::Exists(rows) => Node::Exists(self.rows(rows)),
            Truth::Every { rows, each } => Node::Every(self.rows(rows), self.truth(each)),
            Truth::Named { name, at, means } => Node::Named { name: name.clone(), at: at.clone(), means: self.truth(means) },
            leaf => Node::Truth(leaf.clone()),
        };
        let place = self.add(node);
        self.truths.insert(ByPlace(truth), place);
        place
    }

    fn number(&mut self, number: &'p Number) -> u32 {
        if let Some(place) = self.numbers.get(&ByPlace(number)) {
            return *place;
        }
        let node = match number {
            Number::Sum(terms) => Node::Sum(terms.iter().map(|term| self.number(term)).collect()),
            Number::Minus(inner) => Node::Minus(self.number(inner)),
            Number::Product(pair) => Node::Product(self.number(&pair[0]), self.number(&pair[1])),
            Number::If(parts) => Node::If(self.truth(&parts.0), self.number(&parts.1), self.number(&parts.2)),
            Number::Count(rows) => Node::Count(self.rows(rows)),
            Number::Distinct { rows, key } => Node::Distinct(self.rows(rows), key.clone()),
            Number::Named { name, at, means } => Node::Named { name: name.clone(), at: at.clone(), means: self.number(means) },
            leaf => Node::Number(leaf.clone()),
        };
        let place = self.add(node);
        self.numbers.insert(ByPlace(number), place);
        place
    }

    fn rows(&mut self, rows: &'p Rows) -> Bound {
        Bound { table: rows.table.clone(), row: rows.row, of: rows.of.clone(), holds: self.truth(&rows.holds) }
    }
}

/// An expression that was read, and how deep it is.
struct Made {
    is: Is,
    depth: u16,
}

enum Is {
    Truth(Arc<Truth>),
    Number(Arc<Number>),
}

/// The expressions that were read so far.
#[derive(Default)]
struct Reading {
    made: Vec<Made>,
    /// The depth of the deepest part of the expression that is read.
    deepest: u16,
}

impl Graph {
    fn of(plan: &Plan) -> Graph {
        let mut gathering = Gathering::default();
        let rules = plan.rules.iter().map(|rule| gathering.rule(rule)).collect();
        Graph { dictionary: plan.dictionary.clone(), reads: plan.reads.clone(), expressions: gathering.nodes, rules }
    }

    fn plan(self) -> Result<Plan, String> {
        let mut reading = Reading::default();
        for node in self.expressions {
            reading.read(node)?;
        }
        let rules = self.rules.into_iter().map(|rule| reading.rule(rule)).collect::<Result<_, _>>()?;
        Ok(Plan { dictionary: self.dictionary, reads: self.reads, rules })
    }
}

impl Reading {
    fn read(&mut self, node: Node) -> Result<(), String> {
        self.deepest = 0;
        let is = match node {
            Node::Truth(truth) => Is::Truth(Arc::new(truth)),
            Node::Number(number) => Is::Number(Arc::new(number)),
            Node::Compare(left, by, right) => Is::of(Truth::Compare { left: self.of_number(left)?, by, right: self.of_number(right)? }),
            Node::Same(one, other) => Is::of(Truth::Same(Arc::new([self.part(one)?, self.part(other)?]))),
            Node::Not(inner) => Is::of(Truth::Not(self.of_truth(inner)?)),
            Node::And(parts) => Is::of(Truth::And(parts.into_iter().map(|part| self.part(part)).collect::<Result<_, _>>()?)),
            Node::Or(parts) => Is::of(Truth::Or(parts.into_iter().map(|part| self.part(part)).collect::<Result<_, _>>()?)),
            Node::If(condition, one, other) => {
                let condition = self.part(condition)?;
                match self.get(one)? {
                    Is::Truth(_) => Is::of(Truth::If(Arc::new([condition, self.part(one)?, self.part(other)?]))),
                    Is::Number(_) => Is::Number(Arc::new(Number::If(Arc::new((condition, self.term(one)?, self.term(other)?))))),
                }
            }
            Node::Exists(rows) => Is::of(Truth::Exists(self.rows(rows)?)),
            Node::Every(rows, each) => Is::of(Truth::Every { rows: self.rows(rows)?, each: self.of_truth(each)? }),
            Node::Sum(terms) => Is::Number(Arc::new(Number::Sum(terms.into_iter().map(|term| self.term(term)).collect::<Result<_, _>>()?))),
            Node::Minus(inner) => Is::Number(Arc::new(Number::Minus(self.of_number(inner)?))),
            Node::Product(one, other) => Is::Number(Arc::new(Number::Product(Arc::new([self.term(one)?, self.term(other)?])))),
            Node::Count(rows) => Is::Number(Arc::new(Number::Count(self.rows(rows)?))),
            Node::Distinct(rows, key) => Is::Number(Arc::new(Number::Distinct { rows: self.rows(rows)?, key })),
            Node::Named { name, at, means } => match self.get(means)? {
                Is::Truth(means) => Is::of(Truth::Named { name, at, means: means.clone() }),
                Is::Number(means) => Is::Number(Arc::new(Number::Named { name, at, means: means.clone() })),
            },
        };
        let depth = self.deepest + 1;
        if depth > DEEPEST {
            return Err(format!("the plan cannot be read: it is nested more than {DEEPEST} deep"));
        }
        self.made.push(Made { is, depth });
        Ok(())
    }

    /// A part, which stands before what it is a part of.
    fn get(&mut self, place: u32) -> Result<&Is, String> {
        let made = self.made.get(place as usize);
        let made = made.ok_or_else(|| format!("the plan cannot be read: there is no expression {place} before it is used"))?;
        self.deepest = self.deepest.max(made.depth);
        Ok(&made.is)
    }

    fn of_truth(&mut self, place: u32) -> Result<Arc<Truth>, String> {
        match self.get(place)? {
            Is::Truth(truth) => Ok(truth.clone()),
            Is::Number(_) => Err(format!("the plan cannot be read: expression {place} is no truth value")),
        }
    }

    fn of_number(&mut self, place: u32) -> Result<Arc<Number>, String> {
        match self.get(place)? {
            Is::Number(number) => Ok(number.clone()),
            Is::Truth(_) => Err(format!("the plan cannot be read: expression {place} is no number")),
        }
    }

    fn part(&mut self, place: u32) -> Result<Truth, String> {
        self.of_truth(place).map(|truth| Truth::clone(&truth))
    }

    fn term(&mut self, place: u32) -> Result<Number, String> {
        self.of_number(place).map(|number| Number::clone(&number))
    }

    fn rows(&mut self, rows: Bound) -> Result<Rows, String> {
        if rows.row >= MOST_ROWS {
            return Err(format!("the plan cannot be read: it binds more than {MOST_ROWS} row variables in each other"));
        }
        Ok(Rows { table: rows.table, row: rows.row, of: rows.of, holds: self.of_truth(rows.holds)? })
    }

    /// A rule with its expressions in place of their places.
    fn rule(&mut self, rule: Rule<u32, u32>) -> Result<Rule, String> {
        let mut written = |written: Written<u32>| Ok::<_, String>(Written { at: written.at, means: self.part(written.means)? });
        let applies = rule.applies.map(&mut written).transpose()?;
        let lines = rule.lines.into_iter().map(|line| Ok(Line { when: written(line.when)?, absent: line.absent }));
        let lines = lines.collect::<Result<Vec<Line>, String>>()?;
        let looked_for = rule.looked_for.map(&mut written).transpose()?;
        let measure = match rule.measure {
            None => None,
            Some(Measure::Value { at, value }) => Some(Measure::Value { at, value: self.term(value)? }),
            Some(Measure::Share { at, count, of }) => Some(Measure::Share { at, count: self.term(count)?, of: self.term(of)? }),
        };
        Ok(Rule { indicator: rule.indicator, applies, looked_for, lines, measure })
    }
}

impl Is {
    fn of(truth: Truth) -> Is {
        Is::Truth(Arc::new(truth))
    }
}
