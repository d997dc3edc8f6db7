//! One text for one question, whatever its names, its spaces and the order of its parts.
//!
//! Negations stand at the leaves, `&&` and `||` are flat, sorted and free of repetition, orders of codes are spelt out as the codes
//! meant, row variables are numbered, and names that the framework gave are replaced by what they mean.

use concord_model::dictionary::Dictionary;

use super::{Date, Field, Measure, Number, Order, Rows, Rule, Truth};

impl Rule {
    /// The canonical text of what decides the answers: the conditions with what each says, or the number where there is no scale.
    ///
    /// Where the question arises and where it was looked for are left out: two frameworks that decide by the same condition rest
    /// on the same predicate wherever both decide.
    #[must_use]
    pub fn canonical(&self, dictionary: &Dictionary) -> String {
        let print = |canonical: &mut dyn FnMut(&mut Canonical<'_>) -> String| canonical(&mut Canonical { dictionary, rows: Vec::new() });
        let lines = self.lines.iter().zip(&self.indicator.scale).map(|(line, local)| {
            let side = |outcome: Option<concord_model::framework::Outcome>| outcome.map_or("-", |outcome| outcome.name());
            let says = if local.concern.or(local.strength).is_some() {
                format!("{}/{}", side(local.concern), side(local.strength))
            } else {
                local.code.clone()
            };
            format!("{says}: {}", print(&mut |canonical| canonical.truth(&line.when.means, true)))
        });
        match (&self.measure, self.lines.is_empty()) {
            (Some(Measure::Value { value, .. }), true) => print(&mut |canonical| canonical.number(value)),
            (Some(Measure::Share { count, of, .. }), true) => {
                let number = |number| print(&mut |canonical| canonical.number(number));
                format!("{} of {}", number(count), number(of))
            }
            _ => lines.collect::<Vec<_>>().join("; "),
        }
    }
}

struct Canonical<'a> {
    dictionary: &'a Dictionary,
    /// The row variables that are bound, outermost first.
    rows: Vec<u8>,
}

impl Canonical<'_> {
    fn truth(&mut self, truth: &Truth, positive: bool) -> String {
        match truth {
            Truth::Always(holds) => (*holds == positive).to_string(),
            Truth::Named { means, .. } => self.truth(means, positive),
            Truth::Not(inner) => self.truth(inner, !positive),
            Truth::And(parts) => self.joined(parts, positive, if positive { " && " } else { " || " }),
            Truth::Or(parts) => self.joined(parts, positive, if positive { " || " } else { " && " }),
            Truth::Among { field, codes } => self.among(field, positive, &|code| codes.iter().any(|one| one == code)),
            Truth::Ranks { field, by, code } => {
                let codes = self.codes(field);
                let place = |code: &str| codes.iter().position(|known| *known == code);
                let meant = place(code);
                self.among(field, positive, &|code| match (by, place(code).cmp(&meant)) {
                    (Order::Less, order) => order.is_lt(),
                    (Order::AtMost, order) => order.is_le(),
                    (Order::Equal, order) => order.is_eq(),
                    (Order::AtLeast, order) => order.is_ge(),
                    (Order::More, order) => order.is_gt(),
                })
            }
            Truth::Every { rows, each } => {
                let misses = Truth::And(vec![(*rows.holds).clone(), Truth::Not(each.clone())]);
                let exists = Truth::Exists(Rows { holds: Box::new(misses), ..rows.clone() });
                self.truth(&exists, !positive)
            }
            other => {
                let text = self.leaf(other);
                if positive { text } else { format!("!({text})") }
            }
        }
    }

    /// What has no parts to negate.
    fn leaf(&mut self, truth: &Truth) -> String {
        match truth {
            Truth::Tri(field) => self.field(field),
            Truth::Text { field, texts, .. } => format!("{} in {texts:?}", self.field(field)),
            Truth::Codes { left, by, right } => {
                let (left, right) = (self.field(left), self.field(right));
                oriented(&left, *by, &right)
            }
            Truth::Has { set, code } => format!("{code:?} in {}", self.field(set)),
            Truth::Known(field) => format!("known({})", self.field(field)),
            Truth::Compare { left, by, right } => {
                let (left, right) = (self.number(left), self.number(right));
                oriented(&left, *by, &right)
            }
            Truth::Dates { left, by, right } => {
                let (left, right) = (self.date(left), self.date(right));
                oriented(&left, *by, &right)
            }
            Truth::Linked { row, reference, .. } => format!("{} in {}", self.row(*row), self.field(reference)),
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
            other => self.truth(other, true),
        }
    }

    fn number(&mut self, number: &Number) -> String {
        match number {
            Number::Constant(number) => number.to_string(),
            Number::Named { means, .. } => self.number(means),
            Number::Field(field) => self.field(field),
            Number::Sum(terms) => {
                let mut terms: Vec<String> = terms.iter().map(|term| self.number(term)).collect();
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
        }
    }

    fn bound(&mut self, rows: &Rows, key: Option<&Field>) -> String {
        self.rows.push(rows.row);
        let holds = self.truth(&rows.holds, true);
        let key = key.map(|key| format!(" by {}", self.field(key))).unwrap_or_default();
        self.rows.pop();
        format!("{}({holds}){key}", rows.table)
    }

    fn joined(&mut self, parts: &[Truth], positive: bool, sign: &str) -> String {
        let mut texts = Vec::new();
        self.flattened(parts, positive, sign, &mut texts);
        texts.sort();
        texts.dedup();
        let identity = (sign == " && ").to_string();
        texts.retain(|text| *text != identity);
        match texts.as_slice() {
            [] => identity,
            [one] => one.clone(),
            many => format!("({})", many.join(sign)),
        }
    }

    fn flattened(&mut self, parts: &[Truth], positive: bool, sign: &str, texts: &mut Vec<String>) {
        for part in parts {
            let (inner, positive) = stripped(part, positive);
            match inner {
                Truth::And(parts) if positive == (sign == " && ") => self.flattened(parts, positive, sign, texts),
                Truth::Or(parts) if positive == (sign == " || ") => self.flattened(parts, positive, sign, texts),
                other => texts.push(self.truth(other, positive)),
            }
        }
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
            Some(row) => format!("{}.{}", self.row(row), field.field),
        }
    }

    fn row(&self, row: u8) -> String {
        format!("#{}", self.rows.iter().position(|known| *known == row).unwrap_or_default())
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

fn oriented(left: &str, by: Order, right: &str) -> String {
    if left <= right { format!("{left} {} {right}", by.sign()) } else { format!("{right} {} {left}", by.flipped().sign()) }
}
