//! Rows of a child table, all of them or those that a reference points at, and what is asked of them.

use std::sync::Arc;

use cel::IdedExpr;
use cel::common::ast::Expr;
use concord_model::dictionary::Kind;

use super::functions::usage;
use super::hints;
use super::value::{Ref, Value};
use super::{Bound, Lower, Variable};
use crate::compile::names::Source;
use crate::plan::{Number, Order, Rows, Truth};

/// Rows of a child table, some conditions of which are not looked at before a variable is bound to them.
#[derive(Clone)]
pub(super) struct RowSet<'a> {
    table: usize,
    /// The reference that points at them.
    link: Option<Ref<'a>>,
    filters: Vec<Filter<'a>>,
}

#[derive(Clone)]
struct Filter<'a> {
    variable: &'a str,
    body: &'a IdedExpr,
    source: &'a Source,
    scope: Vec<Variable<'a>>,
    /// Whether it is a condition of `[define.children]`.
    named: bool,
}

impl<'a> RowSet<'a> {
    /// All rows of a child table.
    pub(super) fn all(table: usize) -> RowSet<'a> {
        RowSet { table, link: None, filters: Vec::new() }
    }

    fn name(&self) -> &'a str {
        self.filters.last().map_or("row", |filter| filter.variable)
    }
}

impl<'a> Lower<'a, '_, '_> {
    /// Looks at the conditions of rows of which nothing is asked, so that what is wrong with them is told all the same.
    pub(super) fn checked(&mut self, value: &Value<'a>) {
        if let Value::Rows(set) | Value::Mapped(set, ..) = value {
            self.bound(set, None);
        }
    }

    /// The name that a call binds. One that is taken is told, and bound all the same: so what is asked of the row is looked at.
    pub(super) fn variable(&mut self, part: &'a IdedExpr) -> Option<&'a str> {
        let at = self.token(part);
        let Expr::Ident(name) = &part.expr else {
            self.fault(at, "the first word in the brackets must name a row: observations.exists(o, …)", None);
            return None;
        };
        let dictionary = self.names.dictionary;
        let taken = dictionary.root_table().field_place(name).is_some()
            || dictionary.table_place(name).is_some()
            || self.names.values.contains_key(name)
            || self.names.rows.contains_key(name)
            || self.scope.iter().any(|variable| variable.name == *name);
        if taken {
            self.fault(at, format!("\"{name}\" is the name of something else already"), Some("give the row another name".to_owned()));
        }
        Some(name)
    }

    pub(super) fn over(
        &mut self,
        part: &'a IdedExpr,
        name: &str,
        of: Value<'a>,
        variable: &'a str,
        body: &'a IdedExpr,
    ) -> Option<Value<'a>> {
        let of = match of {
            Value::Field(set) if set.is.kind == Kind::CodeSet && name != "map" => return self.members(name, set, None, variable, body),
            Value::Members(set, among) if name != "map" => return self.members(name, set, among, variable, body),
            other => other,
        };
        let set = self.row_set(part, name, of)?;
        let filter = Filter { variable, body, source: self.source, scope: self.scope.clone(), named: self.named };
        match name {
            "filter" => {
                let mut set = set;
                set.filters.push(filter);
                Some(Value::Rows(set))
            }
            "map" => Some(Value::Mapped(set, variable, body)),
            "all" => {
                let (rows, each) = self.bound(&set, Some(&filter))?;
                Some(Value::Truth(Truth::Every { rows, each: Arc::new(each?) }))
            }
            _ => {
                let (mut rows, holds) = self.bound(&set, Some(&filter))?;
                rows.holds = Arc::new(both(&rows.holds, &holds?));
                Some(Value::Truth(if name == "exists" { Truth::Exists(rows) } else { compare(Number::Count(rows), Order::Equal, 1.0) }))
            }
        }
    }

    /// Rows with a variable bound to them, and what is asked of that variable.
    fn bound(&mut self, set: &RowSet<'a>, asked: Option<&Filter<'a>>) -> Option<(Rows, Option<Truth>)> {
        let shown = asked.map_or(set.name(), |filter| filter.variable);
        let row = self.rows;
        self.rows += 1;
        let link = set.link.as_ref().map(|link| Truth::Linked { row, of: shown.to_owned(), reference: link.field.clone() });
        let filters: Vec<Option<Truth>> = set.filters.iter().map(|filter| self.condition(filter, set.table, row, shown)).collect();
        let asked = asked.map(|filter| self.condition(filter, set.table, row, shown));
        self.rows -= 1;
        let filters: Option<Vec<Truth>> = filters.into_iter().collect();
        let holds = link.into_iter().chain(filters?).reduce(|one, other| both(&one, &other)).unwrap_or(Truth::Always(true));
        let table = self.names.dictionary.tables[set.table].name.clone();
        let rows = Rows { table, row, of: shown.to_owned(), holds: Arc::new(holds) };
        match asked {
            Some(asked) => Some((rows, Some(asked?))),
            None => Some((rows, None)),
        }
    }

    fn condition(&mut self, filter: &Filter<'a>, table: usize, row: u8, shown: &str) -> Option<Truth> {
        let mut scope = filter.scope.clone();
        scope.push(Variable { name: filter.variable.to_owned(), bound: Bound::Row { table, row, shown: shown.to_owned() } });
        if !filter.named || !filter.scope.is_empty() {
            return self.within(filter.source, scope).truth(filter.body);
        }
        // What is named is looked at once, however many use it.
        let key = (std::ptr::from_ref(filter.body), row, shown.to_owned());
        let known = self.names.found.conditions.borrow().get(&key).cloned();
        if let Some(known) = known {
            return self.within(filter.source, Vec::new()).again(known, filter.body);
        }
        let mut inner = self.within(filter.source, scope);
        inner.named = true;
        let known = inner.measured(|inner| inner.truth(filter.body));
        self.names.found.conditions.borrow_mut().insert(key, known.clone());
        known.map(|known| known.means)
    }

    fn row_set(&mut self, part: &IdedExpr, name: &str, of: Value<'a>) -> Option<RowSet<'a>> {
        match of {
            Value::Rows(set) => Some(set),
            Value::Field(link) if link.is.kind == Kind::Reference => {
                let table = link.is.references.as_deref().and_then(|name| self.names.dictionary.table_place(name))?;
                Some(RowSet { link: Some(link), ..RowSet::all(table) })
            }
            other => {
                let at = self.source.function(part, name);
                self.fault(at, format!("{name} is asked of {}, which is no set of rows", other.kind()), hints::rows(&other, name));
                None
            }
        }
    }

    pub(super) fn size(&mut self, part: &IdedExpr, of: Value<'a>) -> Option<Value<'a>> {
        let number = match of {
            Value::Distinct(number) => number,
            Value::Members(set, among) => Number::Members { set: set.field, among },
            Value::Field(set) if set.is.kind == Kind::CodeSet => Number::Members { set: set.field, among: None },
            other => {
                let set = self.row_set(part, "size", other)?;
                Number::Count(self.bound(&set, None)?.0)
            }
        };
        Some(Value::Number(number))
    }

    pub(super) fn distinct(&mut self, part: &IdedExpr, of: Value<'a>) -> Option<Value<'a>> {
        let at = self.source.function(part, "distinct");
        let Value::Mapped(set, variable, body) = of else {
            self.checked(&of);
            self.fault(at, format!("distinct is asked of {}", of.kind()), Some(usage("distinct").to_owned()));
            return None;
        };
        let (rows, _) = self.bound(&set, None)?;
        let row = self.rows;
        let mut scope = self.scope.clone();
        scope.push(Variable { name: variable.to_owned(), bound: Bound::Row { table: set.table, row, shown: rows.of.clone() } });
        self.rows += 1;
        let source = self.source;
        let key = self.within(source, scope).value(body);
        self.rows -= 1;
        match key? {
            Value::Field(key) if key.field.row == Some(row) && matches!(key.is.kind, Kind::Code | Kind::Ordinal | Kind::Integer) => {
                Some(Value::Distinct(Number::Distinct { rows, key: key.field }))
            }
            other => {
                let hint = "map a code, an ordinal or an integer of the row".to_owned();
                self.fault(at, format!("cannot tell apart by {}", other.kind()), Some(hint));
                None
            }
        }
    }
}

/// Two conditions as one, flat.
pub(super) fn both(one: &Truth, other: &Truth) -> Truth {
    let parts = |truth: &Truth| match truth {
        Truth::And(parts) => parts.to_vec(),
        Truth::Always(true) => Vec::new(),
        other => vec![other.clone()],
    };
    let mut all = parts(one);
    all.extend(parts(other));
    match all.len() {
        0 => Truth::Always(true),
        1 => all.remove(0),
        _ => Truth::And(all.into()),
    }
}

pub(super) fn compare(number: Number, by: Order, constant: f64) -> Truth {
    Truth::Compare { left: Arc::new(number), by, right: Arc::new(Number::Constant(constant)) }
}
