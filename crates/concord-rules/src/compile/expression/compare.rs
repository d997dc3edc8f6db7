//! Comparisons: which values may stand on either side of an operator, and what is then asked.

use std::sync::Arc;

use cel::IdedExpr;
use cel::common::ast::{Expr, LiteralValue, operators};
use concord_model::date::PartialDate;
use concord_model::dictionary::Kind;

use super::rows::both;
use super::value::{Ref, Value};
use super::{Lower, hints, not};
use crate::compile::limits;
use crate::plan::{Date, Order, Truth};

impl<'a> Lower<'a, '_, '_> {
    /// `left <order> right`.
    pub(super) fn comparison(&mut self, part: &IdedExpr, left: &'a IdedExpr, by: Order, right: &'a IdedExpr) -> Option<Truth> {
        if let (Expr::Call(not), Expr::Literal(LiteralValue::String(_))) = (&left.expr, &right.expr)
            && not.func_name == operators::LOGICAL_NOT
        {
            let at = self.token(left);
            let hint = "write x != '…', or !(x == '…')".to_owned();
            self.fault(at, "\"!\" belongs to what follows it, and not to the whole comparison", Some(hint));
            return None;
        }
        let (one, other) = (self.value(left), self.value(right));
        match (one?, other?) {
            (Value::Field(field), Value::Text(text)) => self.with_text(&field, by, &text, self.token(part), self.token(right)),
            (Value::Text(text), Value::Field(field)) => self.with_text(&field, by.flipped(), &text, self.token(part), self.token(left)),
            (Value::Code(code, of), Value::Text(text)) => self.known_code(&of, by, &code, &text, self.token(right)),
            (Value::Text(text), Value::Code(code, of)) => self.known_code(&of, by.flipped(), &code, &text, self.token(left)),
            (Value::Field(one), Value::Field(other)) if one.is.kind == Kind::Date && other.is.kind == Kind::Date => {
                Some(Truth::Dates { left: Date::Field(one.field), by, right: Date::Field(other.field) })
            }
            (Value::Field(one), Value::Field(other)) if coded(&one) && coded(&other) => self.with_code(one, by, other, self.token(part)),
            (one, other) => self.of_values(one, by, other, self.token(part)),
        }
    }

    fn of_values(&mut self, one: Value<'a>, by: Order, other: Value<'a>, at: usize) -> Option<Truth> {
        let kinds = (one.kind(), other.kind());
        if let (Some(left), Some(right)) = (one.clone().into_number(), other.clone().into_number()) {
            return Some(Truth::Compare { left: Arc::new(left), by, right: Arc::new(right) });
        }
        match (one.clone().into_truth(), other.clone().into_truth()) {
            (Some(one), Some(other)) if by == Order::Equal => Some(Truth::Same(Arc::new([one, other]))),
            _ => {
                self.checked(&one);
                self.checked(&other);
                self.fault(at, format!("cannot compare {} with {}", kinds.0, kinds.1), hints::compared(&one, &other));
                None
            }
        }
    }

    /// A field beside a string: a code, a text, `present` or `absent`, or a date.
    fn with_text(&mut self, field: &Ref<'a>, by: Order, text: &str, at: usize, text_at: usize) -> Option<Truth> {
        let ranked = matches!(field.is.kind, Kind::Ordinal | Kind::Date);
        let compared = ranked || matches!(field.is.kind, Kind::Code | Kind::Tri | Kind::Text);
        if !compared || by != Order::Equal && !ranked {
            let (fault, hint) = match field.is.kind {
                Kind::CodeSet => {
                    (format!("{} is a set of codes", field.called()), Some(format!("write '{text}' in {}", field.field.words())))
                }
                _ if compared => (format!("{} ({}) has no order", field.called(), field.is.kind.name()), None),
                kind => (
                    format!("cannot compare {} ({}) with the text '{text}'", field.called(), kind.name()),
                    hints::number(&Value::Text(text.to_owned())).filter(|_| matches!(kind, Kind::Integer | Kind::Decimal)),
                ),
            };
            self.fault(at, fault, hint);
            return None;
        }
        match field.is.kind {
            Kind::Ordinal if by != Order::Equal => {
                let code = self.code(field, text, text_at)?;
                Some(Truth::Ranks { field: field.field.clone(), by, code })
            }
            Kind::Date => {
                let Some(date) = PartialDate::parse(text) else {
                    self.fault(text_at, format!("\"{text}\" is no date"), Some("write 2024, 2024-05 or 2024-05-31".to_owned()));
                    return None;
                };
                Some(within(&field.field, by, date))
            }
            _ => self.one_of(field, &[(text.to_owned(), text_at)]),
        }
    }

    /// Whether a field is one of some codes or texts.
    fn one_of(&mut self, field: &Ref<'a>, texts: &[(String, usize)]) -> Option<Truth> {
        let known: Vec<Option<String>> = texts.iter().map(|(text, at)| self.code(field, text, *at)).collect();
        let mut codes = known.into_iter().collect::<Option<Vec<String>>>()?;
        codes.sort();
        codes.dedup();
        if field.is.kind == Kind::Text {
            self.note_texts(field, &codes, texts.first().map_or(0, |(_, at)| *at));
        }
        let is = field.field.clone();
        Some(match field.is.kind {
            Kind::Tri => {
                let sides = codes.iter().map(|code| if code == "present" { Truth::Tri(is.clone()) } else { not(Truth::Tri(is.clone())) });
                sides.reduce(|one, other| Truth::Or(Arc::new([one, other]))).unwrap_or(Truth::Always(false))
            }
            Kind::Text => Truth::Text { field: is, texts: codes, codebook: self.codebook(field) },
            _ => Truth::Among { field: is, codes },
        })
    }

    /// A code of a field; for a text of local codes, one that some codebook has; for any other text, as it stands.
    fn code(&mut self, field: &Ref<'a>, text: &str, at: usize) -> Option<String> {
        let dictionary = self.names.dictionary;
        let known: Vec<&str> = match field.is.kind {
            Kind::Tri => vec!["present", "absent"],
            Kind::Text if field.is.codebook.is_none() => return Some(text.to_owned()),
            Kind::Text => dictionary.codebooks.iter().flat_map(|book| &book.codes).map(String::as_str).collect(),
            _ => field.codes().collect(),
        };
        if known.contains(&text) {
            return Some(text.to_owned());
        }
        let hint = hints::code(field, text).or_else(|| self.faults.nearest(text, known)).or_else(|| match field.is.codes.len() {
            0 => None,
            _ => Some(format!("its codes are {}", hints::codes(field))),
        });
        let whose = if field.is.kind == Kind::Text { "of any codebook".to_owned() } else { format!("of {}", field.called()) };
        self.fault(at, format!("\"{text}\" is no code {whose}"), hint);
        None
    }

    /// Counts the texts that are asked of a field: a row holds the place of its text among them in a byte.
    fn note_texts(&mut self, field: &Ref<'a>, texts: &[String], at: usize) {
        let mut asked = self.names.found.texts.borrow_mut();
        let known = asked.entry((field.field.table.clone(), field.field.field.clone())).or_default();
        let before = known.len();
        known.extend(texts.iter().cloned());
        if before <= limits::TEXTS && known.len() > limits::TEXTS {
            let fault = format!("more than {} different texts are asked of {}", limits::TEXTS, field.called());
            drop(asked);
            self.fault(at, fault, Some("ask for fewer, or give the dictionary a field with codes".to_owned()));
        }
    }

    fn codebook(&self, field: &Ref<'a>) -> Option<crate::plan::Field> {
        let root = &self.names.dictionary.root_table().name;
        let name = field.is.codebook.clone()?;
        Some(crate::plan::Field { table: root.clone(), field: name, row: None, of: String::new() })
    }

    /// Two fields with the same codes.
    fn with_code(&mut self, one: Ref<'a>, by: Order, other: Ref<'a>, at: usize) -> Option<Truth> {
        if !one.shares_codes(&other) {
            self.fault(at, format!("{} and {} have different codes", one.called(), other.called()), None);
            return None;
        }
        let ordered = one.is.kind == Kind::Ordinal && other.is.kind == Kind::Ordinal;
        if by != Order::Equal && !ordered {
            self.fault(at, format!("{} and {} have no order", one.called(), other.called()), None);
            return None;
        }
        Some(Truth::Codes { left: one.field, by, right: other.field })
    }

    /// A member of a set of codes beside a string: known before any review is seen.
    fn known_code(&mut self, of: &Ref<'a>, by: Order, code: &str, text: &str, at: usize) -> Option<Truth> {
        if by != Order::Equal {
            self.fault(at, format!("the codes of {} have no order", of.called()), None);
            return None;
        }
        let text = self.code(of, text, at)?;
        Some(Truth::Always(code == text))
    }

    /// `left in right`.
    pub(super) fn membership(&mut self, part: &IdedExpr, left: &'a IdedExpr, right: &'a IdedExpr) -> Option<Truth> {
        if let Expr::List(list) = &right.expr {
            return self.in_list(part, left, &list.elements);
        }
        let (one, set) = (self.value(left), self.value(right));
        let at = self.token(part);
        match (one?, set?) {
            (Value::Text(text), Value::Field(set)) if set.is.kind == Kind::CodeSet => {
                let text_at = self.token(left);
                let code = self.code(&set, &text, text_at)?;
                Some(Truth::Has { set: set.field, code })
            }
            (Value::Code(code, of), Value::Field(set)) if set.is.kind == Kind::CodeSet && of.shares_codes(&set) => {
                Some(Truth::Has { set: set.field, code })
            }
            (Value::Field(one), Value::Field(set)) if set.is.kind == Kind::CodeSet && coded(&one) && one.shares_codes(&set) => {
                let has = |code: &str| Truth::Has { set: set.field.clone(), code: code.to_owned() };
                let is = |code: &str| Truth::Among { field: one.field.clone(), codes: vec![code.to_owned()] };
                Some(Truth::Or(one.codes().map(|code| both(&is(code), &has(code))).collect()))
            }
            (Value::Row(table, row), Value::Field(reference)) if reference.is.kind == Kind::Reference => {
                if reference.is.references.as_deref() != Some(&self.names.dictionary.tables[table].name) {
                    let of = self.names.dictionary.tables[table].name.as_str();
                    self.fault(at, format!("{} does not point at {of}", reference.called()), None);
                    return None;
                }
                let of = match &left.expr {
                    Expr::Ident(name) => name.clone(),
                    _ => "row".to_owned(),
                };
                Some(Truth::Linked { row, of, reference: reference.field })
            }
            (one, set) => {
                self.checked(&one);
                self.checked(&set);
                let hint = match (&left.expr, &set) {
                    (_, Value::Text(text)) => format!("write == '{text}', or in ['{text}', …]"),
                    (_, Value::Rows(_)) => "ask observations.exists(o, o.theme == '…')".to_owned(),
                    (_, Value::Field(field)) if field.is.kind != Kind::CodeSet => format!("write {} == '…'", field.field.words()),
                    _ => "after \"in\" stands a list, a set of codes, or a reference".to_owned(),
                };
                self.fault(at, format!("{} cannot be in {}", one.kind(), set.kind()), Some(hint));
                None
            }
        }
    }

    fn in_list(&mut self, part: &IdedExpr, left: &'a IdedExpr, list: &'a [IdedExpr]) -> Option<Truth> {
        let value = self.value(left);
        let at = self.token(part);
        if list.is_empty() {
            self.fault(at, "nothing is in an empty list", None);
            return None;
        }
        let items: Vec<Option<(Value<'a>, usize)>> = list.iter().map(|item| Some((self.value(item)?, self.token(item)))).collect();
        let value = value?;
        let items = items.into_iter().collect::<Option<Vec<_>>>()?;
        let texts: Option<Vec<(String, usize)>> = items
            .iter()
            .map(|(item, at)| match item {
                Value::Text(text) => Some((text.clone(), *at)),
                _ => None,
            })
            .collect();
        match (&value, texts) {
            (Value::Field(field), Some(texts)) if matches!(field.is.kind, Kind::Code | Kind::Ordinal | Kind::Tri | Kind::Text) => {
                self.one_of(field, &texts)
            }
            (Value::Code(code, of), Some(texts)) => {
                let known: Vec<Option<String>> = texts.iter().map(|(text, at)| self.code(of, text, *at)).collect();
                Some(Truth::Always(known.into_iter().collect::<Option<Vec<_>>>()?.contains(code)))
            }
            (Value::Field(field), Some(texts)) if field.is.kind == Kind::Date => {
                let equal = |(text, _): &(String, usize)| format!("{} == '{text}'", field.field.words());
                let hint = texts.iter().take(3).map(equal).collect::<Vec<_>>().join(" || ");
                self.fault(at, format!("{} is a date, and no list is asked for one", field.called()), Some(format!("write {hint}")));
                None
            }
            (Value::Field(field), Some(_)) if field.is.kind == Kind::CodeSet => {
                let hint = format!("write {}.exists(x, x in [ … ])", field.field.words());
                self.fault(at, format!("{} is a set of codes, and no one code", field.called()), Some(hint));
                None
            }
            _ => {
                let equal = |item: (Value<'a>, usize)| self.of_values(value.clone(), Order::Equal, item.0, item.1);
                let any: Vec<Option<Truth>> = items.into_iter().map(equal).collect();
                let mut any = any.into_iter().collect::<Option<Vec<Truth>>>()?;
                Some(if any.len() == 1 { any.remove(0) } else { Truth::Or(any.into()) })
            }
        }
    }
}

/// A date beside a written one. A written month or year is meant as a whole: before its first day, or within it, or after its last.
fn within(field: &crate::plan::Field, by: Order, written: PartialDate) -> Truth {
    let beside = |by: Order, day: i32| Truth::Dates { left: Date::Field(field.clone()), by, right: Date::Days(day, day) };
    match by {
        Order::Less | Order::AtLeast => beside(by, written.first),
        Order::AtMost | Order::More => beside(by, written.last),
        Order::Equal if written.first == written.last => beside(by, written.first),
        Order::Equal => Truth::And(Arc::new([beside(Order::AtLeast, written.first), beside(Order::AtMost, written.last)])),
    }
}

fn coded(field: &Ref<'_>) -> bool {
    matches!(field.is.kind, Kind::Code | Kind::Ordinal)
}
