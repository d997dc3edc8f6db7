//! What an answer rests on, read out plainly: one review, one row at a time.
//!
//! Rows that exist, that were counted, or that break an `all`, each with what made it so; nothing for what was found nowhere; for an
//! `all` that holds, the rows that it was asked of.

use crate::interpret::Kleene::{False, True, Unknown};
use crate::interpret::{Bound, Reader, known};
use crate::rule::{Number, Place, Rows, Sign, Truth};

/// A condition on a row, with what its variables are bound to and the depth of the row's own.
type Part = (Truth, Bound, usize);

/// Whether a condition is false of a row because something holds that it denies.
struct Denial {
    /// Whether all holds that says of which rows it is asked.
    asked: bool,
    /// Whether something holds that it denies; `None` where it denies nothing.
    held: Option<bool>,
}

impl Denial {
    fn of_all(all: &[Denial]) -> Denial {
        let held = all.iter().filter_map(|one| one.held).reduce(|one, other| one || other);
        Denial { asked: all.iter().all(|one| one.asked), held }
    }

    fn told(&self) -> Option<bool> {
        self.held.map(|held| held && self.asked)
    }
}

/// Rows cited, as table and place among the review's rows.
type Cited = Vec<(usize, usize)>;

fn not(truth: Truth) -> Truth {
    match truth {
        Truth::Always(holds) => Truth::Always(!holds),
        Truth::Not(inner) => *inner,
        other => Truth::Not(Box::new(other)),
    }
}

/// Whether a condition is read as the negation of another: where it says `!` of what has no parts, and of `&&` rather than `||`.
fn negates(truth: &Truth) -> bool {
    match truth {
        Truth::Not(inner) => !matches!(**inner, Truth::And(_)),
        other => matches!(other, Truth::And(_)),
    }
}

/// A condition, or its negation where the sign is `!=`.
fn signed(sign: Sign, equal: impl FnOnce(Sign) -> Truth) -> Truth {
    if sign == Sign::Unequal { not(equal(Sign::Equal)) } else { equal(sign) }
}

/// `&&` or `||`; a part that is always true or false decides, or goes.
fn joined(parts: Vec<Truth>, and: bool) -> Truth {
    if parts.contains(&Truth::Always(!and)) {
        return Truth::Always(!and);
    }
    let mut parts: Vec<Truth> = parts.into_iter().filter(|part| *part != Truth::Always(and)).collect();
    match parts.len() {
        0 => Truth::Always(and),
        1 => parts.remove(0),
        _ if and => Truth::And(parts),
        _ => Truth::Or(parts),
    }
}

/// The parts that must all hold for a condition to hold.
fn flatten(truth: Truth, all: &mut Vec<Truth>) {
    match truth {
        Truth::And(parts) => parts.into_iter().for_each(|part| flatten(part, all)),
        Truth::Not(inner) => match *inner {
            Truth::Or(parts) => parts.into_iter().for_each(|part| flatten(not(part), all)),
            other => all.push(Truth::Not(Box::new(other))),
        },
        other => all.push(other),
    }
}

fn constant(number: &Number) -> Option<f64> {
    match number {
        Number::Constant(constant) => Some(*constant),
        Number::Minus(inner) => constant(inner).map(|constant| -constant),
        _ => None,
    }
}

fn flipped(sign: Sign) -> Sign {
    match sign {
        Sign::Less => Sign::More,
        Sign::AtMost => Sign::AtLeast,
        Sign::AtLeast => Sign::AtMost,
        Sign::More => Sign::Less,
        same => same,
    }
}

/// Whether a number of rows is compared so that it is asked whether there is any (true) or none (false).
fn any_or_none(sign: Sign, constant: f64) -> Option<bool> {
    let (one, below_one) = (constant > 0.0 && constant <= 1.0, (0.0..1.0).contains(&constant));
    match sign {
        Sign::AtLeast if one => Some(true),
        Sign::More if below_one => Some(true),
        Sign::Less if one => Some(false),
        Sign::AtMost if below_one => Some(false),
        Sign::Equal if constant == 0.0 => Some(false),
        _ => None,
    }
}

/// Whether a condition speaks of the row at a depth.
fn speaks(truth: &Truth, depth: usize) -> bool {
    let of = |place: &Place| place.row == Some(depth);
    let within = |rows: &Rows, body: Option<&Truth>| {
        let inside = rows.filters.iter().chain(body).any(|part| speaks(part, depth));
        rows.link.as_ref().is_some_and(of)
            || rows.named.is_none() && rows.depth != depth && inside
            || rows.named.is_some() && rows.depth != depth && body.is_some_and(|body| speaks(body, depth))
    };
    let number = |number: &Number| speaks_in_number(number, depth);
    match truth {
        Truth::Always(_) | Truth::Named(_) | Truth::Examined(_) | Truth::Says(_) => false,
        Truth::Tri(place) | Truth::TriIs(place, ..) | Truth::CodeIs(place, ..) | Truth::CodeIn(place, _) => of(place),
        Truth::TextIs(place, ..) | Truth::TextIn(place, _) | Truth::Has(_, place) | Truth::Known(place) => of(place),
        Truth::SetExists(place, _) | Truth::SetAll(place, _) | Truth::SetOne(place, _) => of(place),
        Truth::NumberIn(place, _) | Truth::DateIs(place, ..) => of(place),
        Truth::Codes(one, _, other) | Truth::Dates(one, _, other) | Truth::CodeInSet(one, other) => of(one) || of(other),
        Truth::Linked(row, place) => *row == depth || of(place),
        Truth::Compare(one, _, other) => number(one) || number(other),
        Truth::Same(one, _, other) => speaks(one, depth) || speaks(other, depth),
        Truth::Not(inner) => speaks(inner, depth),
        Truth::And(parts) | Truth::Or(parts) => parts.iter().any(|part| speaks(part, depth)),
        Truth::If(three) => three.iter().any(|part| speaks(part, depth)),
        Truth::Exists(rows, body) | Truth::All(rows, body) | Truth::One(rows, body) => within(rows, Some(body)),
    }
}

fn speaks_in_number(number: &Number, depth: usize) -> bool {
    let part = |number: &Number| speaks_in_number(number, depth);
    match number {
        Number::Constant(_) => false,
        Number::Field(place) | Number::SetSize(place, _) => place.row == Some(depth),
        Number::Add(pair) | Number::Subtract(pair) | Number::Multiply(pair) => pair.iter().any(part),
        Number::Minus(inner) => part(inner),
        Number::If(parts) => speaks(&parts.0, depth) || part(&parts.1) || part(&parts.2),
        Number::Size(rows) | Number::Distinct(rows, _) => speaks(&Truth::Exists(rows.clone(), Box::new(Truth::Always(true))), depth),
    }
}

impl Reader<'_> {
    /// A condition with names spelt out, negations said by `!` alone, `all` said by `exists`, and without what always holds or never.
    pub(crate) fn plain(&self, truth: &Truth) -> Truth {
        let part = |truth: &Truth| self.plain(truth);
        match truth {
            Truth::Named(name) => part(&self.framework.values[*name]),
            Truth::TriIs(place, present, sign) => {
                if (*sign == Sign::Equal) == *present {
                    Truth::Tri(*place)
                } else {
                    not(Truth::Tri(*place))
                }
            }
            Truth::CodeIs(place, sign, code) => signed(*sign, |sign| Truth::CodeIs(*place, sign, *code)),
            Truth::Codes(one, sign, other) => signed(*sign, |sign| Truth::Codes(*one, sign, *other)),
            Truth::TextIs(place, sign, text) => signed(*sign, |sign| Truth::TextIs(*place, sign, text.clone())),
            Truth::Dates(one, sign, other) => signed(*sign, |sign| Truth::Dates(*one, sign, *other)),
            // Within a month or a year: from its first day on, and no later than its last.
            Truth::DateIs(place, sign, date) => signed(*sign, |sign| match sign {
                Sign::Equal if date.first != date.last => {
                    Truth::And([Sign::AtLeast, Sign::AtMost].map(|sign| Truth::DateIs(*place, sign, *date)).into())
                }
                sign => Truth::DateIs(*place, sign, *date),
            }),
            Truth::Compare(one, sign, other) => signed(*sign, |sign| {
                let count = match (one, constant(other), constant(one), other) {
                    (Number::Size(rows), Some(constant), ..) => any_or_none(sign, constant).map(|any| (rows, any)),
                    (_, _, Some(constant), Number::Size(rows)) => any_or_none(flipped(sign), constant).map(|any| (rows, any)),
                    _ => None,
                };
                match count {
                    Some((rows, any)) => {
                        let exists = self.exists(rows, Truth::Always(true));
                        if any { exists } else { not(exists) }
                    }
                    None => Truth::Compare(self.plain_number(one), sign, self.plain_number(other)),
                }
            }),
            Truth::Same(one, sign, other) => signed(*sign, |_| match (part(one), part(other)) {
                (Truth::Always(true), other) | (other, Truth::Always(true)) => other,
                (Truth::Always(false), other) | (other, Truth::Always(false)) => not(other),
                (one, other) if negates(&one) != negates(&other) => not(Truth::Same(Box::new(not(one)), Sign::Equal, Box::new(other))),
                (one, other) => Truth::Same(Box::new(one), Sign::Equal, Box::new(other)),
            }),
            Truth::Not(inner) => not(part(inner)),
            Truth::And(parts) => joined(parts.iter().map(part).collect(), true),
            Truth::Or(parts) => joined(parts.iter().map(part).collect(), false),
            Truth::If(three) => match (part(&three[0]), part(&three[1]), part(&three[2])) {
                (Truth::Always(holds), one, other) => {
                    if holds {
                        one
                    } else {
                        other
                    }
                }
                (condition, Truth::Always(true), other) => joined(vec![condition, other], false),
                (condition, one, Truth::Always(false)) => joined(vec![condition, one], true),
                (condition, Truth::Always(false), other) => joined(vec![not(condition), other], true),
                (condition, one, Truth::Always(true)) => joined(vec![not(condition), one], false),
                (condition, one, other) => Truth::If(Box::new([condition, one, other])),
            },
            Truth::Exists(rows, body) => self.exists(rows, part(body)),
            Truth::All(rows, body) => not(self.exists(rows, not(part(body)))),
            Truth::One(rows, body) => match self.exists(rows, part(body)) {
                Truth::Exists(rows, body) => Truth::One(rows, body),
                other => other,
            },
            other => other.clone(),
        }
    }

    /// Whether there are rows; where a filter never holds, nothing else is asked of them.
    fn exists(&self, rows: &Rows, body: Truth) -> Truth {
        let rows = self.plain_rows(rows);
        let never = body == Truth::Always(false) || rows.filters == [Truth::Always(false)];
        let rows = if never { Rows { link: None, filters: Vec::new(), named: None, ..rows } } else { rows };
        Truth::Exists(rows, Box::new(if never { Truth::Always(false) } else { body }))
    }

    fn plain_rows(&self, rows: &Rows) -> Rows {
        let filters: Vec<Truth> = rows.filters.iter().map(|filter| self.plain(filter)).collect();
        let named = rows.named.iter().flat_map(|name| &self.framework.rows[*name].filters);
        if filters.contains(&Truth::Always(false)) || named.map(|filter| self.plain(filter)).any(|filter| filter == Truth::Always(false)) {
            return Rows { link: None, filters: vec![Truth::Always(false)], named: None, ..rows.clone() };
        }
        Rows { filters, ..rows.clone() }
    }

    fn plain_number(&self, number: &Number) -> Number {
        let pair = |pair: &[Number; 2]| Box::new([self.plain_number(&pair[0]), self.plain_number(&pair[1])]);
        match number {
            Number::Add(two) => Number::Add(pair(two)),
            Number::Subtract(two) => Number::Subtract(pair(two)),
            Number::Multiply(two) => Number::Multiply(pair(two)),
            Number::Minus(inner) => Number::Minus(Box::new(self.plain_number(inner))),
            Number::If(parts) => Number::If(Box::new((self.plain(&parts.0), self.plain_number(&parts.1), self.plain_number(&parts.2)))),
            Number::Size(rows) => Number::Size(self.plain_rows(rows)),
            Number::Distinct(rows, key) => Number::Distinct(self.plain_rows(rows), *key),
            other => other.clone(),
        }
    }

    /// The rows that the value of a plain condition rests on, if it is known.
    pub(crate) fn cite(&self, truth: &Truth, bound: &Bound, cited: &mut Cited) {
        let holds = self.truth(truth, bound);
        if matches!(holds, Unknown(_)) {
            return;
        }
        match truth {
            Truth::Not(inner) => self.cite(inner, bound, cited),
            Truth::And(parts) | Truth::Or(parts) => {
                let decides = |part: &&Truth| self.truth(part, bound) == holds;
                parts.iter().filter(decides).for_each(|part| self.cite(part, bound, cited));
            }
            Truth::Same(one, _, other) => [one, other].into_iter().for_each(|part| self.cite(part, bound, cited)),
            Truth::If(three) => {
                let condition = self.truth(&three[0], bound);
                self.cite(&three[0], bound, cited);
                three[1..]
                    .iter()
                    .zip([False, True])
                    .filter(|(_, left)| condition != *left)
                    .for_each(|(part, _)| self.cite(part, bound, cited));
            }
            Truth::Exists(rows, body) => {
                self.cite_rows(rows, body, bound, cited);
                if holds == False {
                    self.cite_all(rows, body, bound, cited);
                }
            }
            Truth::One(rows, body) => self.cite_rows(rows, body, bound, cited),
            Truth::Compare(one, _, other) => [one, other].into_iter().for_each(|number| self.cite_number(number, bound, cited)),
            Truth::Examined(theme) => {
                for (table, field) in self.dictionary.theme_fields() {
                    let rows = Rows { depth: 0, table, link: None, filters: Vec::new(), named: None };
                    let on_theme = Truth::CodeIs(Place { row: Some(0), table, field }, Sign::Equal, *theme);
                    self.cite_rows(&rows, &on_theme, &Vec::new(), cited);
                }
            }
            _ => {}
        }
    }

    /// What is asked of a row, part by part.
    fn parts(&self, rows: &Rows, body: &Truth, bound: &Bound, row: usize) -> Vec<Part> {
        let with = |bound: &Bound, depth: usize| {
            let mut bound = bound.clone();
            bound.resize(bound.len().max(depth + 1), None);
            bound[depth] = Some((rows.table, row));
            bound
        };
        let here = with(bound, rows.depth);
        let mut parts = vec![(body.clone(), here.clone(), rows.depth)];
        match rows.named {
            Some(name) => {
                let named = &self.framework.rows[name];
                let alone = with(&Vec::new(), named.depth);
                parts.extend(named.filters.iter().map(|filter| (self.plain(filter), alone.clone(), named.depth)));
            }
            None => {
                parts.extend(rows.filters.iter().map(|filter| (filter.clone(), here.clone(), rows.depth)));
                parts.extend(rows.link.map(|link| (Truth::Linked(rows.depth, link), here.clone(), rows.depth)));
            }
        }
        if parts.iter().any(|(part, ..)| *part == Truth::Always(false)) {
            return vec![(Truth::Always(false), here, rows.depth)];
        }
        parts
    }

    /// All that is asked of rows, part by part, as it is written, and then without what always holds.
    pub(crate) fn conjuncts(&self, rows: &Rows, body: &Truth) -> Vec<Truth> {
        let named = rows.named.map(|name| &self.framework.rows[name].filters);
        let link = rows.link.map(|link| Truth::Linked(rows.depth, link)).filter(|_| rows.named.is_none());
        let filters = named.unwrap_or(&rows.filters).iter().chain([body]);
        let mut all: Vec<Truth> = link.into_iter().collect();
        filters.for_each(|filter| flatten(self.plain(filter), &mut all));
        all
    }

    /// The rows that are there, and what made them so.
    fn cite_rows(&self, rows: &Rows, body: &Truth, bound: &Bound, cited: &mut Cited) {
        for (row, _) in self.rows(rows, body, bound).into_iter().filter(|(_, holds)| *holds == True) {
            cited.push((rows.table, row));
            self.parts(rows, body, bound, row).iter().for_each(|(part, bound, _)| self.cite(part, bound, cited));
        }
    }

    /// The rows that an `all` which holds was asked of: `body` is what none of them is.
    fn cite_all(&self, rows: &Rows, body: &Truth, bound: &Bound, cited: &mut Cited) {
        for row in 0..self.review.tables[rows.table].len() {
            let parts = self.parts(rows, body, bound, row);
            if self.denied_together(&parts, true) == Some(true) {
                cited.push((rows.table, row));
                self.cite_denied(&parts, true, cited);
            }
        }
    }

    /// Whether all parts together (negated where the sign is false) are false because something holds that they deny; `None` where
    /// they deny nothing.
    fn denied_together(&self, parts: &[Part], sign: bool) -> Option<bool> {
        let denials: Vec<Denial> = parts.iter().map(|part| self.denial(part, sign)).collect();
        Denial::of_all(&denials).told()
    }

    fn denial(&self, (truth, bound, depth): &Part, sign: bool) -> Denial {
        let inside = |truth: &Truth| (truth.clone(), bound.clone(), *depth);
        let holds = self.truth(truth, bound);
        let asked = Denial { asked: holds == known(sign), held: None };
        if !speaks(truth, *depth) {
            return asked;
        }
        match truth {
            Truth::Not(inner) => self.denial(&inside(inner), !sign),
            Truth::And(parts) | Truth::Or(parts) => {
                let denials: Vec<Denial> = parts.iter().map(|part| self.denial(&inside(part), sign)).collect();
                if matches!(truth, Truth::And(_)) == sign {
                    return Denial::of_all(&denials);
                }
                let told: Vec<bool> = denials.iter().filter_map(|denial| denial.told()).collect();
                if told.is_empty() { asked } else { Denial { asked: true, held: Some(told.contains(&true) && holds == known(!sign)) } }
            }
            _ if sign => asked,
            _ => Denial { asked: true, held: Some(holds == True) },
        }
    }

    /// What holds that the parts deny, and what says of which rows.
    fn cite_denied(&self, parts: &[Part], sign: bool, cited: &mut Cited) {
        parts.iter().for_each(|part| self.cite_denial(part, sign, cited));
    }

    fn cite_denial(&self, part: &Part, sign: bool, cited: &mut Cited) {
        let (truth, bound, depth) = part;
        let inside = |truth: &Truth| (truth.clone(), bound.clone(), *depth);
        match (truth, self.denial(part, sign).held) {
            (_, None) => self.cite(truth, bound, cited),
            (Truth::Not(inner), _) => self.cite_denial(&inside(inner), !sign, cited),
            (Truth::And(parts) | Truth::Or(parts), _) => {
                let parts: Vec<Part> = parts.iter().map(inside).collect();
                if matches!(truth, Truth::And(_)) == sign {
                    return self.cite_denied(&parts, sign, cited);
                }
                let denied = parts.iter().filter(|part| self.denial(part, sign).told() == Some(true));
                denied.for_each(|part| self.cite_denial(part, sign, cited));
            }
            (_, Some(true)) => self.cite(truth, bound, cited),
            _ => {}
        }
    }

    /// The rows that a measure counts.
    pub(crate) fn cite_measure(&self, number: &Number, cited: &mut Cited) {
        self.cite_number(&self.plain_number(number), &Vec::new(), cited);
    }

    /// The rows that a plain number counts, and what made each of them so.
    fn cite_number(&self, number: &Number, bound: &Bound, cited: &mut Cited) {
        match number {
            Number::Add(pair) | Number::Subtract(pair) | Number::Multiply(pair) => {
                pair.iter().for_each(|part| self.cite_number(part, bound, cited));
            }
            Number::Minus(inner) => self.cite_number(inner, bound, cited),
            Number::If(parts) => {
                let condition = self.truth(&parts.0, bound);
                self.cite(&parts.0, bound, cited);
                let branches = [(&parts.1, False), (&parts.2, True)];
                branches.into_iter().filter(|(_, left)| condition != *left).for_each(|(part, _)| self.cite_number(part, bound, cited));
            }
            Number::Size(rows) | Number::Distinct(rows, _) => self.cite_rows(rows, &Truth::Always(true), bound, cited),
            Number::Constant(_) | Number::Field(_) | Number::SetSize(..) => {}
        }
    }
}
