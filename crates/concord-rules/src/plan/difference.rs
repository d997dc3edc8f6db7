//! Where two rules differ: the smallest expression that is another, with both its places.
//!
//! Names are looked through: a rule that calls something by another name, or spells out what had a name, is the same rule.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::parts::ByPlace;
use super::{Line, Measure, Number, Rows, Rule, Truth, Written};

/// Two expressions that differ, and what they are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What the expression is for: an answer's short name, `applies`, `looked_for`, `measure`.
    pub part: String,
    /// The expression before; `None` where there was none.
    pub before: Option<Expression>,
    /// The expression after; `None` where there is none any more.
    pub after: Option<Expression>,
}

/// An expression with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// In the words of the rule language.
    pub text: String,
    /// Where: file, line and column of the rule, or of the definition, that it stands in.
    pub at: String,
}

impl Rule {
    /// Where another edition of the rule differs, in the order in which a rule is written. Lines of the scale go by their answers.
    #[must_use]
    pub fn differences(&self, after: &Rule) -> Vec<Difference> {
        let mut all = Vec::new();
        all.extend(of_parts("applies", self.applies.as_ref(), after.applies.as_ref()));
        for (code, line) in self.coded() {
            let other = after.coded().find(|(other, _)| *other == code).map(|(_, line)| &line.when);
            all.extend(of_parts(code, Some(&line.when), other));
        }
        let added = after.coded().filter(|(code, _)| !self.coded().any(|(before, _)| before == *code));
        all.extend(added.filter_map(|(code, line)| of_parts(code, None, Some(&line.when))));
        all.extend(of_parts("looked_for", self.looked_for.as_ref(), after.looked_for.as_ref()));
        all.extend(of_measures(self.measure.as_ref(), after.measure.as_ref()));
        all
    }

    fn coded(&self) -> impl Iterator<Item = (&str, &Line)> {
        self.indicator.scale.iter().map(|local| local.code.as_str()).zip(&self.lines)
    }
}

fn of_parts(part: &str, before: Option<&Written>, after: Option<&Written>) -> Option<Difference> {
    let whole = |written: &Written| Expression { text: written.means.words(), at: written.at.clone() };
    let (before, after) = match (before, after) {
        (Some(before), Some(after)) => {
            let (one, other) =
                smallest(Seen::new(&before.at, Node::Truth(&before.means)), Seen::new(&after.at, Node::Truth(&after.means)))?;
            (Some(one.expression()), Some(other.expression()))
        }
        (before, after) => (before.map(whole), after.map(whole)),
    };
    (before.is_some() || after.is_some()).then(|| Difference { part: part.to_owned(), before, after })
}

fn of_measures(before: Option<&Measure>, after: Option<&Measure>) -> Vec<Difference> {
    let parts = |measure: Option<&Measure>| match measure.cloned() {
        None => Vec::new(),
        Some(Measure::Value { at, value }) => vec![("measure", at, value)],
        Some(Measure::Share { at, count, of }) => vec![("measure, count", at.clone(), count), ("measure, of", at, of)],
    };
    let (before, after) = (parts(before), parts(after));
    let mut all = Vec::new();
    for (part, at, number) in &before {
        let expression = Expression { text: number.words(), at: at.clone() };
        match after.iter().find(|(other, ..)| other == part) {
            None => all.push(Difference { part: (*part).to_owned(), before: Some(expression), after: None }),
            Some((_, other_at, other)) => {
                let found = smallest(Seen::new(at, Node::Number(number)), Seen::new(other_at, Node::Number(other)));
                all.extend(found.map(|(one, other)| Difference {
                    part: (*part).to_owned(),
                    before: Some(one.expression()),
                    after: Some(other.expression()),
                }));
            }
        }
    }
    for (part, at, number) in after.iter().filter(|(part, ..)| !before.iter().any(|(other, ..)| other == part)) {
        let expression = Expression { text: number.words(), at: at.clone() };
        all.push(Difference { part: (*part).to_owned(), before: None, after: Some(expression) });
    }
    all
}

#[derive(Clone, Copy)]
enum Node<'a> {
    Truth(&'a Truth),
    Number(&'a Number),
}

/// An expression, and the place of the nearest text around it.
#[derive(Clone, Copy)]
struct Seen<'a> {
    at: &'a str,
    node: Node<'a>,
}

impl<'a> Seen<'a> {
    /// An expression at a place, looked at through its names.
    fn new(at: &'a str, node: Node<'a>) -> Seen<'a> {
        match node {
            Node::Truth(Truth::Named { at, means, .. }) => Seen::new(at, Node::Truth(means)),
            Node::Number(Number::Named { at, means, .. }) => Seen::new(at, Node::Number(means)),
            node => Seen { at, node },
        }
    }

    fn expression(self) -> Expression {
        let text = match self.node {
            Node::Truth(truth) => truth.words(),
            Node::Number(number) => number.words(),
        };
        Expression { text, at: self.at.to_owned() }
    }
}

/// The smallest expressions in which two differ; nothing where they are the same.
fn smallest<'a>(one: Seen<'a>, other: Seen<'a>) -> Option<(Seen<'a>, Seen<'a>)> {
    Comparison::default().smallest(one, other)
}

/// Two expressions that differ.
type Differing<'a> = Option<(Seen<'a>, Seen<'a>)>;

/// The comparing of two graphs: equal expressions have the same number, and no two are compared twice.
#[derive(Default)]
struct Comparison<'a> {
    numbers: HashMap<String, u32>,
    of_truths: HashMap<ByPlace<'a, Truth>, u32>,
    of_numbers: HashMap<ByPlace<'a, Number>, u32>,
    compared: HashMap<(u32, u32), Differing<'a>>,
}

impl<'a> Comparison<'a> {
    fn smallest(&mut self, one: Seen<'a>, other: Seen<'a>) -> Differing<'a> {
        let key = (self.of(one.node), self.of(other.node));
        if key.0 == key.1 {
            return None;
        }
        if let Some(known) = self.compared.get(&key) {
            return *known;
        }
        let parts = parts(one, other).unwrap_or_default();
        let mut differing: Vec<(Seen<'a>, Seen<'a>)> = parts.into_iter().filter_map(|(one, other)| self.smallest(one, other)).collect();
        // What differs in the same way in several places is one difference.
        let mut told = HashSet::new();
        differing.retain(|(one, other)| told.insert((self.of(one.node), self.of(other.node))));
        let found = if differing.len() == 1 { differing.pop() } else { Some((one, other)) };
        self.compared.insert(key, found);
        found
    }

    /// The number of an expression, its names looked through.
    fn of(&mut self, node: Node<'a>) -> u32 {
        match node {
            Node::Truth(truth) => self.truth(truth),
            Node::Number(number) => self.number(number),
        }
    }

    fn truth(&mut self, truth: &'a Truth) -> u32 {
        if let Some(number) = self.of_truths.get(&ByPlace(truth)) {
            return *number;
        }
        let number = match truth {
            Truth::Named { means, .. } => self.truth(means),
            Truth::Compare { left, by, right } => {
                let text = format!("{} {} {}", self.number(left), by.sign(), self.number(right));
                self.numbered(text)
            }
            Truth::Same(pair) => self.list("same", pair.iter().map(Node::Truth)),
            Truth::Not(inner) => self.list("not", [Node::Truth(inner)]),
            Truth::And(parts) => self.list("and", parts.iter().map(Node::Truth)),
            Truth::Or(parts) => self.list("or", parts.iter().map(Node::Truth)),
            Truth::If(three) => self.list("if", three.iter().map(Node::Truth)),
            Truth::Exists(rows) => self.rows("exists", rows, []),
            Truth::Every { rows, each } => self.rows("every", rows, [Node::Truth(each)]),
            leaf => self.leaf(leaf),
        };
        self.of_truths.insert(ByPlace(truth), number);
        number
    }

    fn number(&mut self, number: &'a Number) -> u32 {
        if let Some(number) = self.of_numbers.get(&ByPlace(number)) {
            return *number;
        }
        let found = match number {
            Number::Named { means, .. } => self.number(means),
            Number::Sum(terms) => self.list("sum", terms.iter().map(Node::Number)),
            Number::Minus(inner) => self.list("minus", [Node::Number(inner)]),
            Number::Product(pair) => self.list("product", pair.iter().map(Node::Number)),
            Number::If(parts) => self.list("choice", [Node::Truth(&parts.0), Node::Number(&parts.1), Node::Number(&parts.2)]),
            Number::Count(rows) => self.rows("count", rows, []),
            Number::Distinct { rows, key } => self.rows(&format!("distinct {key:?}"), rows, []),
            leaf => self.leaf(leaf),
        };
        self.of_numbers.insert(ByPlace(number), found);
        found
    }

    fn rows(&mut self, what: &str, rows: &'a Rows, more: impl IntoIterator<Item = Node<'a>>) -> u32 {
        let what = format!("{what} {} {} {}", rows.table, rows.row, rows.of);
        self.list(&what, [Node::Truth(&rows.holds)].into_iter().chain(more))
    }

    fn list(&mut self, what: &str, parts: impl IntoIterator<Item = Node<'a>>) -> u32 {
        let mut text = what.to_owned();
        for part in parts {
            text.push_str(&format!(" {}", self.of(part)));
        }
        self.numbered(text)
    }

    /// An expression without parts.
    fn leaf(&mut self, leaf: &impl Serialize) -> u32 {
        let text = serde_json::to_string(leaf).unwrap_or_default();
        self.numbered(text)
    }

    fn numbered(&mut self, text: String) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(text).or_insert(next)
    }
}

/// The parts of two expressions that are the same but for them, side by side.
fn parts<'a>(one: Seen<'a>, other: Seen<'a>) -> Option<Vec<(Seen<'a>, Seen<'a>)>> {
    let pair = |left: Node<'a>, right: Node<'a>| (Seen::new(one.at, left), Seen::new(other.at, right));
    let truths = |left: &'a [Truth], right: &'a [Truth]| {
        (left.len() == right.len()).then(|| left.iter().zip(right).map(|(a, b)| pair(Node::Truth(a), Node::Truth(b))).collect())
    };
    let numbers = |left: &'a [Number], right: &'a [Number]| {
        (left.len() == right.len()).then(|| left.iter().zip(right).map(|(a, b)| pair(Node::Number(a), Node::Number(b))).collect())
    };
    let rows = |left: &'a Rows, right: &'a Rows| {
        let same = (&left.table, left.row, &left.of) == (&right.table, right.row, &right.of);
        same.then(|| vec![pair(Node::Truth(&left.holds), Node::Truth(&right.holds))])
    };
    match (one.node, other.node) {
        (Node::Truth(one), Node::Truth(other)) => match (one, other) {
            (Truth::Not(a), Truth::Not(b)) => Some(vec![pair(Node::Truth(a), Node::Truth(b))]),
            (Truth::And(a), Truth::And(b)) | (Truth::Or(a), Truth::Or(b)) => truths(a, b),
            (Truth::Same(a), Truth::Same(b)) => truths(&a[..], &b[..]),
            (Truth::If(a), Truth::If(b)) => truths(&a[..], &b[..]),
            (Truth::Exists(a), Truth::Exists(b)) => rows(a, b),
            (Truth::Every { rows: a, each: c }, Truth::Every { rows: b, each: d }) => rows(a, b).map(|mut parts| {
                parts.push(pair(Node::Truth(c), Node::Truth(d)));
                parts
            }),
            (Truth::Compare { left: a, by, right: c }, Truth::Compare { left: b, by: other, right: d }) if by == other => {
                Some(vec![pair(Node::Number(a), Node::Number(b)), pair(Node::Number(c), Node::Number(d))])
            }
            _ => None,
        },
        (Node::Number(one), Node::Number(other)) => match (one, other) {
            (Number::Minus(a), Number::Minus(b)) => Some(vec![pair(Node::Number(a), Node::Number(b))]),
            (Number::Sum(a), Number::Sum(b)) => numbers(a, b),
            (Number::Product(a), Number::Product(b)) => numbers(&a[..], &b[..]),
            (Number::If(a), Number::If(b)) => Some(vec![
                pair(Node::Truth(&a.0), Node::Truth(&b.0)),
                pair(Node::Number(&a.1), Node::Number(&b.1)),
                pair(Node::Number(&a.2), Node::Number(&b.2)),
            ]),
            (Number::Count(a), Number::Count(b)) => rows(a, b),
            (Number::Distinct { rows: a, key: c }, Number::Distinct { rows: b, key: d }) if c == d => rows(a, b),
            _ => None,
        },
        _ => None,
    }
}
