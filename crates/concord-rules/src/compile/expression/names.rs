//! What a name in an expression stands for.

use std::sync::Arc;

use cel::IdedExpr;
use cel::common::ast::{Expr, SelectExpr};
use concord_model::dictionary::{Kind, Table};

use super::rows::RowSet;
use super::value::{Ref, Value};
use super::{Bound, Lower, hints};
use crate::compile::names::Meaning;
use crate::plan::parts::bit;
use crate::plan::{Field, Number, Truth};

impl<'a, 't> Lower<'a, '_, 't> {
    /// A name by itself: a variable, a name of `[define]`, a field of the review, or a child table.
    pub(super) fn name(&mut self, part: &IdedExpr, name: &str) -> Option<Value<'a>> {
        if let Some(variable) = self.scope.iter().rev().find(|variable| variable.name == name) {
            return Some(match &variable.bound {
                Bound::Row { table, row, .. } => {
                    self.speak(*row);
                    Value::Row(*table, *row)
                }
                Bound::Code(code, of) => Value::Code((*code).to_owned(), of.clone()),
            });
        }
        if self.names.values.contains_key(name) {
            return self.defined_at(name, part);
        }
        if self.names.broken.contains(name) {
            return None;
        }
        if self.names.rows.contains_key(name) {
            return self.defined_rows(name).map(Value::Rows);
        }
        let dictionary = self.names.dictionary;
        let root = dictionary.root_table();
        if root.field_place(name).is_some() {
            return self.field(part, root, name, None, "");
        }
        if let Some(table) = dictionary.table_place(name).filter(|table| dictionary.is_child(*table)) {
            return Some(Value::Rows(RowSet::all(table)));
        }
        let at = self.token(part);
        if [Some(&root.key), root.group_key.as_ref()].contains(&Some(&name.to_owned())) {
            self.fault(at, format!("\"{name}\" names a row, and names never enter a framework"), None);
            return None;
        }
        if dictionary.table_place(name).is_some() {
            self.fault(at, format!("\"{name}\" is a table; name one of its fields: {name}.…"), None);
            return None;
        }
        let hint = hints::name(name, dictionary).or_else(|| self.faults.nearest(name, self.known_names()));
        self.fault(at, format!("nothing is called \"{name}\""), hint);
        None
    }

    /// Notes that a row variable is spoken of.
    fn speak(&self, row: u8) {
        let spoken = &self.names.found.spoken;
        spoken.set(spoken.get() | bit(row));
    }

    /// A field of a row, of the review or of its partnership.
    pub(super) fn select(&mut self, part: &'a IdedExpr, select: &'a SelectExpr) -> Option<Value<'a>> {
        let dictionary = self.names.dictionary;
        let Expr::Ident(of) = &select.operand.expr else {
            let at = self.source.field(part);
            self.fault(at, format!("\"{}\" is asked of something that has no fields", select.field), None);
            self.value(&select.operand);
            return None;
        };
        let variable = self.scope.iter().rev().find(|variable| variable.name == *of);
        if let Some(Bound::Row { table, row, shown }) = variable.map(|variable| variable.bound.clone()) {
            return self.field(part, &dictionary.tables[table], &select.field, Some(row), &shown);
        }
        let at = self.token(&select.operand);
        let Some(table) = dictionary.table_place(of) else {
            let tables =
                [Some(dictionary.root), dictionary.group].into_iter().flatten().map(|place| dictionary.tables[place].name.as_str());
            let variables = self.scope.iter().map(|variable| variable.name.as_str());
            let children = dictionary.tables.iter().enumerate().filter(|(place, _)| dictionary.is_child(*place));
            let tables = tables.chain(children.map(|(_, table)| table.name.as_str()));
            let hint = self
                .faults
                .nearest(of, tables.chain(variables))
                .or_else(|| hints::name(of, dictionary))
                .or_else(|| Some("a row is named by what binds it: observations.exists(o, o.theme …)".to_owned()));
            self.fault(at, format!("nothing is called \"{of}\""), hint);
            return None;
        };
        if dictionary.is_child(table) {
            let hint = match select.field.as_str() {
                "size" | "count" | "length" | "len" => format!("write {of}.size()"),
                field => format!("ask {of}.exists(x, x.{field} …)"),
            };
            self.fault(at, format!("\"{of}\" is many rows"), Some(hint));
            return None;
        }
        let shown = if table == dictionary.root { "" } else { of.as_str() };
        self.field(part, &dictionary.tables[table], &select.field, None, shown)
    }

    fn field(&mut self, part: &IdedExpr, table: &'a Table, name: &str, row: Option<u8>, of: &str) -> Option<Value<'a>> {
        let at = self.start(part);
        let Some(place) = table.field_place(name) else {
            let keys = [Some(&table.key), table.parent.as_ref(), table.group_key.as_ref()];
            if keys.contains(&Some(&name.to_owned())) {
                self.fault(at, format!("\"{name}\" names a row, and names never enter a framework"), None);
            } else {
                let fields = table.fields.iter().map(|field| field.name.as_str());
                let hint = self.faults.nearest(name, fields).or_else(|| elsewhere(self.names.dictionary, name));
                self.fault(at, format!("{} has no field \"{name}\"", table.name), hint);
            }
            return None;
        };
        let is = &table.fields[place];
        if is.kind == Kind::Id {
            self.fault(at, format!("{}.{name} is an id, and ids never enter a framework", table.name), None);
            return None;
        }
        if let Some(row) = row {
            self.speak(row);
        }
        let field = Field { table: table.name.clone(), field: name.to_owned(), row, of: of.to_owned() };
        Some(Value::Field(Ref { field, is }))
    }

    /// What a name of `[define]` means, where it is used.
    fn defined_at(&mut self, name: &str, part: &IdedExpr) -> Option<Value<'a>> {
        let key = (name.to_owned(), self.rows);
        let known = self.names.found.values.borrow().get(&key).cloned();
        let known = match known {
            Some(known) => self.again(known, part),
            None => self.defined(name),
        };
        known.map(|means| match means {
            Meaning::Truth(truth) => Value::Truth(truth),
            Meaning::Number(number) => Value::Number(number),
        })
    }

    /// Looks at what a name of `[define]` means, once for each number of row variables around it.
    pub(super) fn defined(&mut self, name: &str) -> Option<Meaning> {
        let (name, source) = self.names.values.get_key_value(name)?;
        let key = (name.clone(), self.rows);
        let found = &self.names.found.values;
        let mut inner = self.opened(name, source)?;
        let known = inner.measured(|inner| inner.meaning(name));
        found.borrow_mut().insert(key, known.clone());
        known.map(|known| known.means)
    }

    fn meaning(&mut self, name: &str) -> Option<Meaning> {
        let (name, at) = (name.to_owned(), self.faults.place(self.source.text.span.start));
        let value = self.value(&self.source.tree)?;
        if let Some(means) = value.clone().into_truth() {
            return Some(Meaning::Truth(Truth::Named { name, at, means: Arc::new(means) }));
        }
        if let Some(means) = value.clone().into_number() {
            return Some(Meaning::Number(Number::Named { name, at, means: Arc::new(means) }));
        }
        self.checked(&value);
        let hint = match value {
            Value::Rows(_) => Some("sets of rows are named under [define.children]".to_owned()),
            ref other => hints::truth(other),
        };
        let start = self.start(&self.source.tree);
        self.fault(start, format!("{} where a truth value or a number is needed", value.kind()), hint);
        None
    }

    /// The rows that a name of `[define.children]` means.
    pub(super) fn defined_rows(&mut self, name: &str) -> Option<RowSet<'a>> {
        let (name, source) = self.names.rows.get_key_value(name)?;
        let mut inner = self.opened(name, source)?;
        match inner.value(&source.tree)? {
            Value::Rows(rows) => Some(rows),
            other => {
                inner.checked(&other);
                let start = inner.start(&source.tree);
                let hint = "write observations.filter(o, …)".to_owned();
                inner.fault(start, format!("{} where a set of rows is needed", other.kind()), Some(hint));
                None
            }
        }
    }

    /// The checking of what a name means, where no variable of the place that uses it is bound.
    fn opened<'s>(&'s mut self, name: &'a str, source: &'a super::Source) -> Option<Lower<'a, 's, 't>> {
        if self.open.contains(&name) {
            let at = source.text.span.start;
            let through: Vec<&str> = self.open.iter().skip_while(|open| **open != name).copied().chain([name]).collect();
            let hint = format!("{}: end it somewhere", through.join(" → "));
            self.faults.at(at, &source.about, format!("\"{name}\" is defined by itself"), Some(hint));
            return None;
        }
        let mut inner = self.within(source, Vec::new());
        inner.open.push(name);
        inner.named = true;
        Some(inner)
    }

    fn known_names(&self) -> Vec<&str> {
        let dictionary = self.names.dictionary;
        let fields = dictionary.root_table().fields.iter().map(|field| field.name.as_str());
        let tables = dictionary.tables.iter().map(|table| table.name.as_str());
        let defined = self.names.values.keys().chain(self.names.rows.keys()).map(String::as_str);
        let variables = self.scope.iter().map(|variable| variable.name.as_str());
        fields.chain(tables).chain(defined).chain(variables).collect()
    }
}

/// Where a field is that its table does not have.
fn elsewhere(dictionary: &concord_model::dictionary::Dictionary, name: &str) -> Option<String> {
    let table = dictionary.tables.iter().find(|table| table.field_place(name).is_some())?;
    Some(format!("{} have it", table.name))
}
