//! What is allowed, but probably not meant: rules that can never be true, and rules that take silence for an answer.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use concord_model::dictionary::Dictionary;

use crate::plan::parts::{ByPlace, Once, Part, Read};
use crate::plan::{Field, Number, Order, Rule, Truth};

/// What is found: the line of the scale that it is about, what it is, and what to do.
pub(super) type Warning = (Option<usize>, String, String);

/// Everything found in a rule.
pub(super) fn of(rule: &Rule, dictionary: &Dictionary) -> Vec<Warning> {
    let mut warnings = never(rule, dictionary);
    warnings.extend(silence(rule));
    warnings.extend(says_nothing(rule));
    warnings
}

/// Lines that no review can ever be answered by.
fn never(rule: &Rule, dictionary: &Dictionary) -> Vec<Warning> {
    let folder = Folder { dictionary, truths: Memo::default(), ranges: Memo::default() };
    let mut warnings = Vec::new();
    if rule.applies.as_ref().is_some_and(|applies| folder.truth(&applies.means) == Some(false)) {
        let hint = "mend its \"applies\"".to_owned();
        warnings.push((None, "never applies".to_owned(), hint));
    }
    let mut decided = None;
    for (place, line) in rule.lines.iter().enumerate() {
        let code = &rule.indicator.scale[place].code;
        if folder.truth(&line.when.means) == Some(false) {
            let hint = "its condition contradicts itself".to_owned();
            warnings.push((Some(place), format!("\"{code}\" can never be true"), hint));
        } else if let Some(before) = decided {
            let before: &String = before;
            let hint = format!("\"{before}\" is always true before it");
            warnings.push((Some(place), format!("\"{code}\" is never reached"), hint));
        }
        if decided.is_none() && folder.truth(&line.when.means) == Some(true) {
            decided = Some(code);
        }
    }
    warnings
}

/// Rules without `looked_for` that answer a review of which no child row and nothing else is recorded.
fn silence(rule: &Rule) -> Option<Warning> {
    let asks_rows = rule.lines.iter().any(|line| binds(Part::Truth(&line.when.means)));
    let without_rows = WithoutRows::default();
    let arises = rule.applies.as_ref().is_none_or(|applies| without_rows.truth(&applies.means) != Some(false));
    if rule.looked_for.is_some() || !asks_rows || !arises {
        return None;
    }
    for (place, line) in rule.lines.iter().enumerate() {
        match without_rows.truth(&line.when.means) {
            Some(false) => {}
            Some(true) => {
                let code = &rule.indicator.scale[place].code;
                let hint = "say where it was looked for: looked_for = \"examined('…')\"".to_owned();
                return Some((Some(place), format!("a review without any such row is answered \"{code}\""), hint));
            }
            None => return None,
        }
    }
    None
}

/// Indicators of a concern or a strength none of whose answers says anything of it.
fn says_nothing(rule: &Rule) -> Option<Warning> {
    use concord_model::framework::Polarity;
    let polarity = rule.indicator.polarity;
    let speaks = rule.indicator.scale.iter().any(|local| local.concern.or(local.strength).is_some());
    let silent = polarity != Polarity::Description && !speaks && !rule.indicator.scale.is_empty();
    silent.then(|| {
        let hint = "give outcomes, or polarity = \"description\"".to_owned();
        (None, format!("none of its answers says anything of the {}", polarity.name()), hint)
    })
}

/// Whether an expression asks about child rows.
fn binds(part: Part<'_>) -> bool {
    let mut binds = false;
    part.reads(&mut Once::default(), &mut |read| binds |= matches!(read, Read::Rows(_)));
    binds
}

/// What was found of expressions, each looked at once.
struct Memo<'p, T, F>(RefCell<HashMap<ByPlace<'p, T>, F>>);

impl<T, F> Default for Memo<'_, T, F> {
    fn default() -> Self {
        Memo(RefCell::default())
    }
}

impl<'p, T, F: Clone> Memo<'p, T, F> {
    fn of(&self, expression: &'p T, find: impl FnOnce(&'p T) -> F) -> F {
        if let Some(found) = self.0.borrow().get(&ByPlace(expression)) {
            return found.clone();
        }
        let found = find(expression);
        self.0.borrow_mut().insert(ByPlace(expression), found.clone());
        found
    }
}

/// What expressions come to for a review without child rows of which nothing is known; `None` where that cannot be told.
#[derive(Default)]
struct WithoutRows<'p> {
    truths: Memo<'p, Truth, Option<bool>>,
    numbers: Memo<'p, Number, Option<f64>>,
}

impl<'p> WithoutRows<'p> {
    fn truth(&self, truth: &'p Truth) -> Option<bool> {
        self.truths.of(truth, |truth| match truth {
            Truth::Always(holds) => Some(*holds),
            Truth::Named { means, .. } => self.truth(means),
            Truth::Not(inner) => self.truth(inner).map(|holds| !holds),
            Truth::And(parts) => joined(parts.iter().map(|part| self.truth(part)), true),
            Truth::Or(parts) => joined(parts.iter().map(|part| self.truth(part)), false),
            Truth::If(three) => match self.truth(&three[0]) {
                Some(true) => self.truth(&three[1]),
                Some(false) => self.truth(&three[2]),
                None => self.truth(&three[1]).filter(|one| self.truth(&three[2]) == Some(*one)),
            },
            Truth::Exists(_) => Some(false),
            Truth::Every { .. } => Some(true),
            Truth::Compare { left, by, right } => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                left.partial_cmp(&right).map(|came| by.holds(came))
            }
            _ => None,
        })
    }

    fn number(&self, number: &'p Number) -> Option<f64> {
        self.numbers.of(number, |number| match number {
            Number::Constant(constant) => Some(*constant),
            Number::Named { means, .. } => self.number(means),
            Number::Sum(terms) => terms.iter().map(|term| self.number(term)).sum(),
            Number::Minus(inner) => self.number(inner).map(|number| -number),
            Number::Product(pair) => Some(self.number(&pair[0])? * self.number(&pair[1])?),
            Number::If(parts) => match self.truth(&parts.0)? {
                true => self.number(&parts.1),
                false => self.number(&parts.2),
            },
            Number::Count(_) | Number::Distinct { .. } => Some(0.0),
            Number::Field(_) | Number::Members { .. } => None,
        })
    }
}

/// `&&` (or `||`) of what is known of the parts.
fn joined(parts: impl Iterator<Item = Option<bool>>, and: bool) -> Option<bool> {
    let parts: Vec<Option<bool>> = parts.collect();
    if parts.contains(&Some(!and)) {
        return Some(!and);
    }
    parts.iter().all(|part| *part == Some(and)).then_some(and)
}

/// What an expression always comes to, as far as it can be told without any data: `Some(false)` where it can never be true.
struct Folder<'p> {
    dictionary: &'p Dictionary,
    truths: Memo<'p, Truth, Option<bool>>,
    ranges: Memo<'p, Number, (f64, f64)>,
}

/// Whether a code, by its place and its name, is allowed.
type Allows<'t> = Box<dyn Fn(usize, &str) -> bool + 't>;

impl<'p> Folder<'p> {
    fn truth(&self, truth: &'p Truth) -> Option<bool> {
        self.truths.of(truth, |truth| self.new_truth(truth))
    }

    fn new_truth(&self, truth: &'p Truth) -> Option<bool> {
        match truth {
            Truth::Always(holds) => Some(*holds),
            Truth::Named { means, .. } => self.truth(means),
            Truth::Not(inner) => self.truth(inner).map(|holds| !holds),
            Truth::And(parts) if self.contradict(parts) => Some(false),
            Truth::And(parts) => joined(parts.iter().map(|part| self.truth(part)), true),
            Truth::Or(parts) => joined(parts.iter().map(|part| self.truth(part)), false),
            Truth::If(three) => match self.truth(&three[0]) {
                Some(true) => self.truth(&three[1]),
                Some(false) => self.truth(&three[2]),
                None => self.truth(&three[1]).filter(|one| self.truth(&three[2]) == Some(*one)),
            },
            Truth::Exists(rows) => self.truth(&rows.holds).filter(|holds| !holds),
            Truth::Every { rows, each } => (self.truth(&rows.holds) == Some(false) || self.truth(each) == Some(true)).then_some(true),
            Truth::Among { .. } | Truth::Ranks { .. } => self.codes(truth).filter(|(_, codes)| codes.is_empty()).map(|_| false),
            Truth::Compare { left, by, right } => {
                let ((a, b), (c, d)) = (self.range(left), self.range(right));
                match by {
                    Order::Less => told(b < c, a >= d),
                    Order::AtMost => told(b <= c, a > d),
                    Order::Equal => told(a == b && c == d && a == c, b < c || a > d),
                    Order::AtLeast => told(a >= d, b < c),
                    Order::More => told(a > d, b <= c),
                }
            }
            _ => None,
        }
    }

    /// Whether no code of some field can satisfy all the parts that speak of it, or no number of some integer can.
    fn contradict(&self, parts: &[Truth]) -> bool {
        let mut left: BTreeMap<(Option<u8>, &str, &str), Vec<usize>> = BTreeMap::new();
        for (field, codes) in parts.iter().filter_map(|part| self.codes(part)) {
            let known = left.entry((field.row, &field.table, &field.field)).or_insert_with(|| codes.clone());
            known.retain(|code| codes.contains(code));
        }
        left.values().any(Vec::is_empty)
    }

    /// The codes that a part allows a field, by their places.
    fn codes<'t>(&self, part: &'t Truth) -> Option<(&'t Field, Vec<usize>)> {
        let (field, allowed): (&Field, Allows<'t>) = match part.bare() {
            Truth::Among { field, codes } => (field, Box::new(move |_, code| codes.iter().any(|one| one == code))),
            Truth::Ranks { field, by, code } => {
                let meant = self.field(field)?.code_place(code)?;
                (field, Box::new(move |place, _| by.holds(place.cmp(&meant))))
            }
            Truth::Not(inner) => {
                let (field, inner) = self.codes(inner)?;
                (field, Box::new(move |place, _| !inner.contains(&place)))
            }
            _ => return None,
        };
        let codes = self.field(field)?.codes.iter().enumerate();
        Some((field, codes.filter(|(place, code)| allowed(*place, &code.code)).map(|(place, _)| place).collect()))
    }

    fn field(&self, field: &Field) -> Option<&concord_model::dictionary::Field> {
        let (table, field) = self.dictionary.field(&field.table, &field.field)?;
        Some(&self.dictionary.tables[table].fields[field])
    }

    /// The ends that a number can never lie beyond.
    fn range(&self, number: &'p Number) -> (f64, f64) {
        self.ranges.of(number, |number| self.new_range(number))
    }

    fn new_range(&self, number: &'p Number) -> (f64, f64) {
        let any = (f64::NEG_INFINITY, f64::INFINITY);
        match number {
            Number::Constant(constant) => (*constant, *constant),
            Number::Named { means, .. } => self.range(means),
            Number::Minus(inner) => {
                let (low, high) = self.range(inner);
                (-high, -low)
            }
            Number::Sum(terms) => terms.iter().map(|term| self.range(term)).fold((0.0, 0.0), |(low, high), (a, b)| (low + a, high + b)),
            Number::If(parts) => {
                let ((a, b), (c, d)) = (self.range(&parts.1), self.range(&parts.2));
                (a.min(c), b.max(d))
            }
            Number::Field(field) => self.field(field).map_or(any, |field| {
                let end = |bound: Option<concord_model::dictionary::Bound>, open| bound.map_or(open, |bound| bound.0);
                (end(field.min, any.0), end(field.max, any.1))
            }),
            Number::Count(rows) if self.truth(&rows.holds) == Some(false) => (0.0, 0.0),
            Number::Count(_) => (0.0, f64::INFINITY),
            Number::Distinct { key, .. } => {
                let codes = self.field(key).map_or(0, |field| field.codes.len());
                (0.0, if codes == 0 { f64::INFINITY } else { codes as f64 })
            }
            Number::Members { set, among } => {
                let all = self.field(set).map_or(0, |field| field.codes.len());
                (0.0, among.as_ref().map_or(all, Vec::len) as f64)
            }
            Number::Product(_) => any,
        }
    }
}

fn told(always: bool, never: bool) -> Option<bool> {
    match (always, never) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}
