//! One text for one question, whatever its names, its spaces and the order of its parts.
//!
//! Negations stand at the leaves, `&&` and `||` are flat, sorted and free of repetition, orders of codes are spelt out as the codes
//! meant, row variables are numbered, and names that the framework gave are replaced by what they mean.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use concord_model::dictionary::Dictionary;
use concord_model::framework::{LocalAnswer, Outcome};
use sha2::{Digest, Sha256};

use super::parts::ByPlace;
use super::{Date, Field, Measure, Number, Order, Rows, Rule, Truth};

/// The longest text of an expression; a longer one stands by its digest, so that what is shared is never written out for each place.
const LONGEST: usize = 4_096;

/// The canonical texts of the rules of one framework.
pub(crate) struct Canonical<'p> {
    dictionary: &'p Dictionary,
    truths: HashMap<(ByPlace<'p, Truth>, bool), Rc<str>>,
    numbers: HashMap<ByPlace<'p, Number>, Rc<str>>,
    chains: HashMap<(ByPlace<'p, Truth>, bool, bool), Chain>,
}

/// The parts of a flat `&&` or `||`, sorted and each once.
type Chain = Rc<BTreeSet<Rc<str>>>;

impl<'p> Canonical<'p> {
    pub(crate) fn new(dictionary: &'p Dictionary) -> Canonical<'p> {
        Canonical { dictionary, truths: HashMap::new(), numbers: HashMap::new(), chains: HashMap::new() }
    }

    /// The canonical text of what decides a rule's answers: the conditions with what each says, or the number where there is no scale.
    ///
    /// Where the question arises and where it was looked for are left out: two frameworks that decide by the same condition rest
    /// on the same predicate wherever both decide.
    pub(crate) fn rule(&mut self, rule: &'p Rule) -> String {
        match (&rule.measure, rule.lines.is_empty()) {
            (Some(Measure::Value { value, .. }), true) => self.number(value).to_string(),
            (Some(Measure::Share { count, of, .. }), true) => format!("{} of {}", self.number(count), self.number(of)),
            _ => {
                let lines = rule.lines.iter().zip(&rule.indicator.scale);
                lines.map(|(line, local)| format!("{}: {}", says(local), self.truth(&line.when.means, true))).collect::<Vec<_>>().join("; ")
            }
        }
    }

    fn truth(&mut self, truth: &'p Truth, positive: bool) -> Rc<str> {
        let (truth, positive) = stripped(truth, positive);
        if let Some(text) = self.truths.get(&(ByPlace(truth), positive)) {
            return text.clone();
        }
        let text = match truth {
            Truth::Always(holds) => (*holds == positive).to_string(),
            Truth::And(_) => self.joined(&[(truth, positive)], positive),
            Truth::Or(_) => self.joined(&[(truth, positive)], !positive),
            Truth::Among { field, codes } => self.among(field, positive, &|code| codes.iter().any(|one| one == code)),
            Truth::Ranks { field, by, code } => {
                let codes = self.codes(field);
                let place = |code: &str| codes.iter().position(|known| *known == code);
                let meant = place(code);
                self.among(field, positive, &|code| by.holds(place(code).cmp(&meant)))
            }
            Truth::Every { rows, each } => {
                let misses = self.joined(&[(&rows.holds, true), (each, false)], true);
                let exists = format!("exists {}({misses})", rows.table);
                if positive { format!("!({exists})") } else { exists }
            }
            other => {
                let text = self.leaf(other);
                if positive { text } else { format!("!({text})") }
            }
        };
        let text = short(text);
        self.truths.insert((ByPlace(truth), positive), text.clone());
        text
    }

    /// What has no parts to negate.
    fn leaf(&mut self, truth: &'p Truth) -> String {
        match truth {
            Truth::Tri(field) => self.field(field),
            Truth::Text { field, texts, .. } => format!("{} in {texts:?}", self.field(field)),
            Truth::Codes { left, by, right } => oriented(&self.field(left), *by, &self.field(right)),
            Truth::Has { set, code } => format!("{code:?} in {}", self.field(set)),
            Truth::Known(field) => format!("known({})", self.field(field)),
            Truth::Compare { left, by, right } => {
                let (left, right) = (self.number(left), self.number(right));
                oriented(&left, *by, &right)
            }
            Truth::Dates { left, by, right } => oriented(&self.date(left), *by, &self.date(right)),
            Truth::Linked { row, reference, .. } => format!("#{row} in {}", self.field(reference)),
            Truth::Same(pair) => {
                let mut pair = [self.truth(&pair[0], true), self.truth(&pair[1], true)];
                pair.sort();
                format!("({}) same ({})", pair[0], pair[1])
            }
            Truth::If(three) => {
                let [condition, one, other] = [0, 1, 2].map(|part| self.truth(&three[part], true));
                format!("({condition}) ? ({one}) : ({other})")
            }
            Truth::Exists(rows) => format!("exists {}", self.bound(rows, None)),
            Truth::Unknown(_) => "unknown".to_owned(),
            other => self.truth(other, true).to_string(),
        }
    }

    fn number(&mut self, number: &'p Number) -> Rc<str> {
        if let Some(text) = self.numbers.get(&ByPlace(number)) {
            return text.clone();
        }
        let text = match number {
            Number::Constant(number) => number.to_string(),
            Number::Named { means, .. } => self.number(means).to_string(),
            Number::Field(field) => self.field(field),
            Number::Sum(terms) => {
                let mut terms: Vec<Rc<str>> = terms.iter().map(|term| self.number(term)).collect();
                terms.sort();
                format!("({})", terms.join(" + "))
            }
            Number::Minus(inner) => format!("-{}", self.number(inner)),
            Number::Product(pair) => {
                let mut pair = [self.number(&pair[0]), self.number(&pair[1])];
                pair.sort();
                format!("({} * {})", pair[0], pair[1])
            }
            Number::If(parts) => {
                let condition = self.truth(&parts.0, true);
                format!("({condition}) ? {} : {}", self.number(&parts.1), self.number(&parts.2))
            }
            Number::Count(rows) => format!("count {}", self.bound(rows, None)),
            Number::Distinct { rows, key } => format!("distinct {}", self.bound(rows, Some(key))),
            Number::Members { set, among } => match among {
                None => format!("members {}", self.field(set)),
                Some(codes) => format!("members {} in {codes:?}", self.field(set)),
            },
        };
        let text = short(text);
        self.numbers.insert(ByPlace(number), text.clone());
        text
    }

    fn bound(&mut self, rows: &'p Rows, key: Option<&Field>) -> String {
        let key = key.map(|key| format!(" by {}", self.field(key))).unwrap_or_default();
        format!("{}({}){key}", rows.table, self.truth(&rows.holds, true))
    }

    /// Parts under one `&&` (or `||`), each meant as it stands or not.
    fn joined(&mut self, parts: &[(&'p Truth, bool)], and: bool) -> String {
        let mut chain = BTreeSet::new();
        for (part, positive) in parts {
            chain.extend(self.chain(part, *positive, and).iter().cloned());
        }
        joined(&chain, and)
    }

    /// The parts that a truth value has under an `&&` (or `||`): those of the chain that it is, or itself.
    fn chain(&mut self, truth: &'p Truth, positive: bool, and: bool) -> Chain {
        let (truth, positive) = stripped(truth, positive);
        let key = (ByPlace(truth), positive, and);
        if let Some(chain) = self.chains.get(&key) {
            return chain.clone();
        }
        let mut chain = BTreeSet::new();
        match truth {
            Truth::And(parts) | Truth::Or(parts) if (positive == and) == matches!(truth, Truth::And(_)) => {
                for part in parts.iter() {
                    let inner = self.chain(part, positive, and);
                    let length: usize = inner.iter().map(|text| text.len()).sum();
                    if length <= LONGEST {
                        chain.extend(inner.iter().cloned());
                    } else {
                        chain.insert(short(joined(&inner, and)));
                    }
                }
            }
            other => {
                chain.insert(self.truth(other, positive));
            }
        }
        let chain = Rc::new(chain);
        self.chains.insert(key, chain.clone());
        chain
    }

    fn among(&self, field: &Field, positive: bool, meant: &dyn Fn(&str) -> bool) -> String {
        let codes: Vec<&str> = self.codes(field).into_iter().filter(|code| meant(code) == positive).collect();
        format!("{} in {codes:?}", self.field(field))
    }

    fn codes(&self, field: &Field) -> Vec<&str> {
        let place = self.dictionary.field(&field.table, &field.field);
        place.map_or_else(Vec::new, |(table, field)| {
            self.dictionary.tables[table].fields[field].codes.iter().map(|code| code.code.as_str()).collect()
        })
    }

    fn field(&self, field: &Field) -> String {
        match field.row {
            None => format!("{}.{}", field.table, field.field),
            // Row variables are numbered from the outermost.
            Some(row) => format!("#{row}.{}", field.field),
        }
    }

    fn date(&self, date: &Date) -> String {
        match date {
            Date::Field(field) => self.field(field),
            Date::Days(..) => date.words(),
        }
    }
}

/// An expression without its negations and names, and whether it is meant as it stands.
fn stripped(truth: &Truth, positive: bool) -> (&Truth, bool) {
    match truth {
        Truth::Not(inner) => stripped(inner, !positive),
        Truth::Named { means, .. } => stripped(means, positive),
        other => (other, positive),
    }
}

/// What an answer says of the concern and of the strength, or its code where it says nothing of either.
fn says(local: &LocalAnswer) -> String {
    let side = |outcome: Option<Outcome>| outcome.map_or("-", Outcome::name);
    match local.concern.or(local.strength) {
        Some(_) => format!("{}/{}", side(local.concern), side(local.strength)),
        None => local.code.clone(),
    }
}

/// The parts of a chain as one text, without those that decide nothing.
fn joined(chain: &BTreeSet<Rc<str>>, and: bool) -> String {
    let identity = and.to_string();
    let texts: Vec<&str> = chain.iter().map(|text| &**text).filter(|text| *text != identity).collect();
    match texts.as_slice() {
        [] => identity,
        [one] => (*one).to_owned(),
        many => format!("({})", many.join(if and { " && " } else { " || " })),
    }
}

/// A text, or its digest where it is long.
fn short(text: String) -> Rc<str> {
    if text.len() <= LONGEST {
        return text.into();
    }
    let digest = Sha256::digest(text.as_bytes());
    format!("sha256 {}", digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()).into()
}

fn oriented(left: &str, by: Order, right: &str) -> String {
    if left <= right { format!("{left} {} {right}", by.sign()) } else { format!("{right} {} {left}", by.flipped().sign()) }
}
