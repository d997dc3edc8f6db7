//! Parsed expressions to checked ones: names resolved, kinds agreed, everything outside the language refused by name.

mod compare;
mod functions;
mod names;
mod rows;
mod value;

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};

use self::rows::RowSet;
use self::value::{Ref, Value};
use super::faults::Faults;
use super::names::{Names, Source};
use super::text::Text;
use crate::engine::EXACT;
use crate::plan::{Number, Order, Truth, Written};

/// How deep expressions may be nested: a plan as JSON stays within what its reader allows.
const DEPTH: usize = 48;

/// How many row variables one part of an expression may speak of.
const ROWS: usize = 2;

/// Parses and checks an expression that must be a truth value.
pub(super) fn truth(text: Text, about: &str, names: &Names<'_>, faults: &mut Faults<'_>) -> Option<Written> {
    let at = faults.place(text.span.start);
    let source = Source::parse(text, about, faults)?;
    let means = Lower::new(names, faults, &source).truth(&source.tree)?;
    Some(Written { at, means })
}

/// Parses and checks an expression that must be a number.
pub(super) fn number(text: Text, about: &str, names: &Names<'_>, faults: &mut Faults<'_>) -> Option<Number> {
    let source = Source::parse(text, about, faults)?;
    Lower::new(names, faults, &source).number(&source.tree)
}

/// Checks the names that rules share, also those that no rule uses.
pub(super) fn check_names(names: &Names<'_>, faults: &mut Faults<'_>) {
    for name in names.values.keys() {
        Lower::new(names, faults, &names.values[name]).defined(name);
    }
    for name in names.rows.keys() {
        Lower::new(names, faults, &names.rows[name]).defined_rows(name);
    }
}

/// A row variable that is bound, or a member of a set of codes.
#[derive(Clone)]
struct Variable<'a> {
    name: String,
    bound: Bound<'a>,
}

#[derive(Clone)]
enum Bound<'a> {
    /// A row of a child table: the table's place, the variable's number, and the name that it is shown by.
    Row { table: usize, row: u8, shown: String },
    /// A code of a set's field.
    Code(&'a str, Ref<'a>),
}

/// The checking of one expression.
struct Lower<'a, 'f, 't> {
    names: &'a Names<'a>,
    faults: &'f mut Faults<'t>,
    source: &'a Source,
    scope: Vec<Variable<'a>>,
    /// How many row variables are bound, here and around.
    rows: u8,
    /// The names of `[define]` that are being expanded.
    open: Vec<&'a str>,
    depth: usize,
}

impl<'a, 'f, 't> Lower<'a, 'f, 't> {
    fn new(names: &'a Names<'a>, faults: &'f mut Faults<'t>, source: &'a Source) -> Lower<'a, 'f, 't> {
        Lower { names, faults, source, scope: Vec::new(), rows: 0, open: Vec::new(), depth: 0 }
    }

    /// The same for another text, in which other variables are bound.
    fn within(&mut self, source: &'a Source, scope: Vec<Variable<'a>>) -> Lower<'a, '_, 't> {
        let Lower { names, rows, depth, .. } = *self;
        Lower { names, faults: self.faults, source, scope, rows, open: self.open.clone(), depth }
    }

    fn fault(&mut self, at: usize, message: impl Into<String>, hint: Option<String>) {
        self.faults.at(at, &self.source.about, message, hint);
    }

    fn token(&self, part: &IdedExpr) -> usize {
        self.source.token(part, self.faults)
    }

    /// Where a part starts to be read: the name of a field or of a function rather than the dot or the bracket.
    fn start(&self, part: &IdedExpr) -> usize {
        match &part.expr {
            Expr::Select(_) => self.source.field(part, self.faults),
            Expr::Call(call) => self.source.function(part, &call.func_name, self.faults),
            _ => self.token(part),
        }
    }

    /// An expression that must be a truth value.
    fn truth(&mut self, part: &'a IdedExpr) -> Option<Truth> {
        let value = self.value(part)?;
        let kind = value.kind();
        let truth = value.into_truth();
        if truth.is_none() {
            let at = self.start(part);
            self.fault(at, format!("{kind} where something true or false is needed"), None);
        }
        truth
    }

    /// An expression that must be a number.
    fn number(&mut self, part: &'a IdedExpr) -> Option<Number> {
        let value = self.value(part)?;
        let kind = value.kind();
        let number = value.into_number();
        if number.is_none() {
            let at = self.start(part);
            self.fault(at, format!("{kind} where a number is needed"), None);
        }
        number
    }

    fn value(&mut self, part: &'a IdedExpr) -> Option<Value<'a>> {
        if self.depth >= DEPTH {
            let at = self.token(part);
            self.fault(at, format!("nested more than {DEPTH} deep"), Some("say it in fewer steps".to_owned()));
            return None;
        }
        self.depth += 1;
        let value = self.part(part);
        self.depth -= 1;
        let value = value?;
        if value.rows(self.rows).len() > ROWS {
            let at = self.start(part);
            let hint = "compare two of them first, in a set of rows of its own".to_owned();
            self.fault(at, format!("speaks of more than {ROWS} rows at once"), Some(hint));
            return None;
        }
        Some(value)
    }

    fn part(&mut self, part: &'a IdedExpr) -> Option<Value<'a>> {
        let refused = match &part.expr {
            Expr::Literal(literal) => return self.literal(part, literal),
            Expr::Ident(name) => return self.name(part, name),
            Expr::Select(select) => return self.select(part, select),
            Expr::Call(call) => return self.call(part, call),
            Expr::List(_) => "a list stands only after \"in\"",
            Expr::Map(_) | Expr::Struct(_) => "maps and messages are not part of the rule language",
            Expr::Comprehension(_) | Expr::Unspecified => "not part of the rule language",
        };
        let at = self.token(part);
        self.fault(at, refused, None);
        None
    }

    fn literal(&mut self, part: &IdedExpr, literal: &LiteralValue) -> Option<Value<'a>> {
        let refused = match literal {
            LiteralValue::Boolean(holds) => return Some(Value::Truth(Truth::Always(*holds.inner()))),
            LiteralValue::String(text) => return Some(Value::Text(text.inner().to_owned())),
            LiteralValue::Double(number) if number.inner().abs() < EXACT => return Some(Value::Number(Number::Constant(*number.inner()))),
            LiteralValue::Int(number) if number.inner().unsigned_abs() <= 1 << 53 => {
                return Some(Value::Number(Number::Constant(*number.inner() as f64)));
            }
            LiteralValue::Int(_) | LiteralValue::Double(_) => "a number too large to be exact",
            LiteralValue::UInt(_) => "numbers are written without u",
            LiteralValue::Bytes(_) => "bytes are not part of the rule language",
            LiteralValue::Null => "null is not part of the rule language; ask known(field)",
        };
        let at = self.token(part);
        self.fault(at, refused, None);
        None
    }

    fn call(&mut self, part: &'a IdedExpr, call: &'a CallExpr) -> Option<Value<'a>> {
        let order = |order| Some((order, false));
        let (by, negated) = match call.func_name.as_str() {
            operators::EQUALS => order(Order::Equal)?,
            operators::NOT_EQUALS => (Order::Equal, true),
            operators::LESS => order(Order::Less)?,
            operators::LESS_EQUALS => order(Order::AtMost)?,
            operators::GREATER => order(Order::More)?,
            operators::GREATER_EQUALS => order(Order::AtLeast)?,
            _ => return self.operation(part, call),
        };
        let [left, right] = call.args.as_slice() else { return None };
        let truth = self.comparison(part, left, by, right)?;
        Some(Value::Truth(if negated { not(truth) } else { truth }))
    }

    fn operation(&mut self, part: &'a IdedExpr, call: &'a CallExpr) -> Option<Value<'a>> {
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_NOT, [inner]) => self.truth(inner).map(not).map(Value::Truth),
            (operators::LOGICAL_AND, _) => self.joined(part, operators::LOGICAL_AND).map(Truth::And).map(Value::Truth),
            (operators::LOGICAL_OR, _) => self.joined(part, operators::LOGICAL_OR).map(Truth::Or).map(Value::Truth),
            (operators::NEGATE, [inner]) => self.number(inner).map(minus).map(Value::Number),
            (operators::ADD | operators::SUBSTRACT, _) => self.sum(part).map(Number::Sum).map(Value::Number),
            (operators::MULTIPLY, [left, right]) => {
                let (left, right) = (self.number(left), self.number(right));
                let (left, right) = (left?, right?);
                if let (Number::Constant(one), Number::Constant(other)) = (left.bare(), right.bare())
                    && (one * other).abs() > EXACT
                {
                    let at = self.token(part);
                    self.fault(at, "comes to a number too large to be exact", None);
                }
                Some(Value::Number(Number::Product(Box::new([left, right]))))
            }
            (operators::CONDITIONAL, [condition, one, other]) => self.conditional(part, condition, one, other),
            (operators::IN, [left, right]) => self.membership(part, left, right).map(Value::Truth),
            (operators::DIVIDE, _) => {
                let at = self.token(part);
                let hint = "write it as two counts: measure = { unit, count, of }".to_owned();
                self.fault(at, "there is no division: a share is pooled by its counts", Some(hint));
                None
            }
            (operators::MODULO, _) => self.refuse_sign(part, "%"),
            (operators::INDEX, _) => self.refuse_sign(part, "[ ]"),
            _ => self.function(part, call),
        }
    }

    fn refuse_sign(&mut self, part: &IdedExpr, sign: &str) -> Option<Value<'a>> {
        let at = self.token(part);
        self.fault(at, format!("\"{sign}\" is not part of the rule language"), None);
        None
    }

    /// The operands of a chain of `&&` or `||`, which the parser hands over as a balanced tree.
    fn joined(&mut self, part: &'a IdedExpr, sign: &str) -> Option<Vec<Truth>> {
        let mut operands = Vec::new();
        let mut left = vec![part];
        while let Some(part) = left.pop() {
            match &part.expr {
                Expr::Call(call) if call.func_name == sign => left.extend(call.args.iter().rev()),
                _ => operands.push(part),
            }
        }
        let truths: Vec<Option<Truth>> = operands.into_iter().map(|operand| self.truth(operand)).collect();
        truths.into_iter().collect()
    }

    /// The terms of a chain of `+` and `-`.
    fn sum(&mut self, part: &'a IdedExpr) -> Option<Vec<Number>> {
        let mut terms = Vec::new();
        let mut rest = part;
        loop {
            match &rest.expr {
                Expr::Call(CallExpr { func_name, args, .. }) if func_name == operators::ADD || func_name == operators::SUBSTRACT => {
                    let [left, right] = args.as_slice() else { return None };
                    let term = self.number(right);
                    terms.push(if func_name == operators::ADD { term } else { term.map(minus) });
                    rest = left;
                }
                _ => break,
            }
        }
        terms.push(self.number(rest));
        terms.into_iter().rev().collect()
    }

    fn conditional(&mut self, part: &IdedExpr, condition: &'a IdedExpr, one: &'a IdedExpr, other: &'a IdedExpr) -> Option<Value<'a>> {
        let (condition, one, other) = (self.truth(condition), self.value(one), self.value(other));
        let (condition, one, other) = (condition?, one?, other?);
        let kinds = (one.kind(), other.kind());
        if let (Some(one), Some(other)) = (one.clone().into_truth(), other.clone().into_truth()) {
            return Some(Value::Truth(Truth::If(Box::new([condition, one, other]))));
        }
        if let (Some(one), Some(other)) = (one.into_number(), other.into_number()) {
            return Some(Value::Number(Number::If(Box::new((condition, one, other)))));
        }
        let at = self.token(part);
        self.fault(at, format!("both branches must be truth values or numbers, not {} and {}", kinds.0, kinds.1), None);
        None
    }
}

fn not(truth: Truth) -> Truth {
    match truth {
        Truth::Always(holds) => Truth::Always(!holds),
        other => Truth::Not(Box::new(other)),
    }
}

fn minus(number: Number) -> Number {
    match number {
        Number::Constant(number) => Number::Constant(-number),
        other => Number::Minus(Box::new(other)),
    }
}
