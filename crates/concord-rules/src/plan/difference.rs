//! Where two rules differ: the smallest expression that is another, with both its places.
//!
//! Names are looked through: a rule that calls something by another name, or spells out what had a name, is the same rule.

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
    let Some(parts) = parts(one, other) else {
        return (!alone_equal(one.node, other.node)).then_some((one, other));
    };
    let mut differing: Vec<(Seen<'a>, Seen<'a>)> = parts.into_iter().filter_map(|(one, other)| smallest(one, other)).collect();
    match differing.len() {
        0 => None,
        1 => differing.pop(),
        _ => Some((one, other)),
    }
}

/// Whether two expressions that have no parts to go by are equal. Those that have are never: their shells differ.
fn alone_equal(one: Node<'_>, other: Node<'_>) -> bool {
    match (one, other) {
        (Node::Truth(one), Node::Truth(other)) => one == other,
        (Node::Number(one), Node::Number(other)) => one == other,
        _ => false,
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
