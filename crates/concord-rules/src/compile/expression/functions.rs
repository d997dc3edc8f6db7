//! Functions by their names, and those that are asked of a field, a theme or a set of codes.

use std::sync::Arc;

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr};
use concord_model::answer::reason;
use concord_model::dictionary::{Codebook, CodesFrom};
use concord_model::missing::Missing;

use super::rows::RowSet;
use super::rows::compare;
use super::value::{Ref, Value};
use super::{Bound, Lower, Variable, hints};
use crate::plan::{Field, Number, Order, Rows, Truth};

/// All functions.
const FUNCTIONS: [&str; 10] = ["exists", "all", "exists_one", "filter", "map", "distinct", "size", "known", "examined", "says"];

impl<'a> Lower<'a, '_, '_> {
    pub(super) fn function(&mut self, part: &'a IdedExpr, call: &'a CallExpr) -> Option<Value<'a>> {
        let name = call.func_name.as_str();
        match (&call.target, name, call.args.as_slice()) {
            (None, "known", [field]) => self.known(field),
            (None, "examined", [theme]) => self.examined(theme),
            (None, "says", [code]) => self.says(code),
            (None, "size", [_]) | (Some(_), "size", []) => {
                let of = call.target.as_deref().or(call.args.first())?;
                let value = self.value(of)?;
                self.size(part, value)
            }
            (Some(of), "exists" | "all" | "exists_one" | "filter" | "map", [variable, body]) => {
                let rows = self.value(of);
                let variable = self.variable(variable);
                match rows {
                    Some(rows) => self.over(part, name, rows, variable?, body),
                    None => self.guessed(part, of, variable?, body),
                }
            }
            (Some(of), "distinct", []) => {
                let of = self.value(of)?;
                self.distinct(part, of)
            }
            _ => self.unknown(part, call),
        }
    }

    /// A call that there is not. What stands in it is looked at all the same.
    fn unknown(&mut self, part: &'a IdedExpr, call: &'a CallExpr) -> Option<Value<'a>> {
        let name = call.func_name.as_str();
        let at = self.source.function(part, name);
        // A method and a function of the same name are called otherwise: exists(x) is known(x).
        let known = FUNCTIONS.contains(&name) && (call.target.is_some() || name != "exists" || call.args.len() != 1);
        let (message, hint) = if known {
            (format!("{name} is not called so"), Some(usage(name).to_owned()))
        } else {
            let all = || Some(format!("known: {}", FUNCTIONS.join(", ")));
            let hint = hints::function(name).map(str::to_owned).or_else(|| self.faults.nearest(name, FUNCTIONS)).or_else(all);
            (format!("\"{name}\" is not part of the rule language"), hint)
        };
        self.fault(at, message, hint);
        match (call.target.as_deref(), call.args.as_slice()) {
            (Some(of), [variable, body]) | (None, [of, variable, body]) if matches!(variable.expr, Expr::Ident(_)) => {
                let rows = self.value(of);
                let variable = self.variable(variable)?;
                match rows {
                    Some(rows @ Value::Rows(_)) => self.over(part, "exists", rows, variable, body).and(None),
                    Some(_) => None,
                    None => self.guessed(part, of, variable, body),
                }
            }
            // What is called by one name alone may be a row that was not bound.
            (Some(of), [_]) if !known => self.value(of).and(None),
            (of, arguments) if !known => {
                of.into_iter().chain(arguments).for_each(|part| drop(self.value(part)));
                None
            }
            _ => None,
        }
    }

    /// What is asked of rows whose name is misspelt, looked at as if it were asked of those that are meant.
    fn guessed(&mut self, part: &'a IdedExpr, of: &'a IdedExpr, variable: &'a str, body: &'a IdedExpr) -> Option<Value<'a>> {
        let Expr::Ident(name) = &of.expr else { return None };
        let dictionary = self.names.dictionary;
        let children = dictionary.tables.iter().enumerate().filter(|(place, _)| dictionary.is_child(*place));
        let lower = name.to_lowercase();
        let meant = |table: &str| table.starts_with(&lower) || self.faults.nearest(name, [table]).is_some();
        let table = children.into_iter().find(|(_, table)| meant(&table.name)).map(|(place, _)| place)?;
        self.over(part, "exists", Value::Rows(RowSet::all(table)), variable, body).and(None)
    }

    /// What is asked of the members of a set: which codes count is known before any review is seen.
    pub(super) fn members(
        &mut self,
        name: &str,
        set: Ref<'a>,
        among: Option<Vec<String>>,
        variable: &'a str,
        body: &'a IdedExpr,
    ) -> Option<Value<'a>> {
        let mut meant = Vec::new();
        let mut others = Vec::new();
        for code in set.is.codes.iter().map(|code| code.code.as_str()) {
            let mut scope = self.scope.clone();
            scope.push(Variable { name: variable.to_owned(), bound: Bound::Code(code, set.clone()) });
            let source = self.source;
            let Some(holds) = folded(&self.within(source, scope).truth(body)?) else {
                let at = self.start(body);
                self.fault(at, format!("what is asked of \"{variable}\", a code of {}, may speak of nothing else", set.called()), None);
                return None;
            };
            if among.as_ref().is_none_or(|among| among.iter().any(|one| one == code)) {
                if holds { &mut meant } else { &mut others }.push(code.to_owned());
            }
        }
        meant.sort();
        others.sort();
        let count = |codes| Number::Members { set: set.field.clone(), among: Some(codes) };
        Some(match name {
            "filter" => Value::Members(set, Some(meant)),
            "exists" => Value::Truth(compare(count(meant), Order::AtLeast, 1.0)),
            "all" => Value::Truth(compare(count(others), Order::Equal, 0.0)),
            _ => Value::Truth(compare(count(meant), Order::Equal, 1.0)),
        })
    }

    fn known(&mut self, part: &'a IdedExpr) -> Option<Value<'a>> {
        match self.value(part)? {
            Value::Field(field) => Some(Value::Truth(Truth::Known(field.field))),
            other => {
                self.checked(&other);
                let at = self.start(part);
                self.fault(at, format!("known is asked of {}", other.kind()), Some(usage("known").to_owned()));
                None
            }
        }
    }

    /// Declared as examined, or shown to have been by a row of any kind on the theme; false only where the declared set lacks it.
    fn examined(&mut self, part: &'a IdedExpr) -> Option<Value<'a>> {
        let at = self.token(part);
        let dictionary = self.names.dictionary;
        let Value::Text(theme) = self.value(part)? else {
            self.fault(at, "examined is asked of a theme", Some(usage("examined").to_owned()));
            return None;
        };
        if dictionary.theme_place(&theme).is_none() {
            let titled = dictionary.themes.iter().find(|known| known.title.to_lowercase() == theme.trim().to_lowercase());
            let hint = match titled {
                Some(known) => Some(format!("write '{}', which is the theme \"{}\"", known.id, known.title)),
                None => self.faults.nearest(&theme, dictionary.themes.iter().map(|theme| theme.id.as_str())),
            };
            self.fault(at, format!("unknown theme \"{theme}\""), hint);
            return None;
        }
        let root = dictionary.root_table();
        let declared = dictionary.roles.examined.as_ref().map(|field| {
            let set = Field { table: root.name.clone(), field: field.clone(), row: None, of: String::new() };
            Truth::Has { set, code: theme.clone() }
        });
        let row = self.rows;
        let observed = dictionary.theme_fields().into_iter().map(|(table, field)| {
            let table = &dictionary.tables[table];
            let of = "row".to_owned();
            let field = Field { table: table.name.clone(), field: table.fields[field].name.clone(), row: Some(row), of: of.clone() };
            let holds = Arc::new(Truth::Among { field, codes: vec![theme.clone()] });
            Truth::Exists(Rows { table: table.name.clone(), row, of, holds })
        });
        let declared = declared.unwrap_or(Truth::Unknown(reason::of(Missing::NotRecorded)));
        let means = [declared].into_iter().chain(observed).collect();
        Some(Value::Truth(Truth::Or(means)))
    }

    /// Whether the vocabulary that the review's coder used has a local code: without it, nothing recorded under the code means nothing.
    fn says(&mut self, part: &'a IdedExpr) -> Option<Value<'a>> {
        let at = self.token(part);
        let dictionary = self.names.dictionary;
        let Value::Text(code) = self.value(part)? else {
            self.fault(at, "says is asked of a local code", Some(usage("says").to_owned()));
            return None;
        };
        let has = |book: &&Codebook| book.codes.contains(&code);
        let mut books: Vec<String> = dictionary.codebooks.iter().filter(has).map(|book| book.id.clone()).collect();
        books.sort();
        let root = dictionary.root_table();
        let field = root.fields.iter().find(|field| field.codes_from == CodesFrom::Codebooks);
        let (Some(field), false) = (field, books.is_empty()) else {
            let codes = dictionary.codebooks.iter().flat_map(|book| book.codes.iter().map(String::as_str));
            let hint = self.faults.nearest(&code, codes);
            self.fault(at, format!("no codebook has the local code \"{code}\""), hint);
            return None;
        };
        let field = Field { table: root.name.clone(), field: field.name.clone(), row: None, of: String::new() };
        Some(Value::Truth(Truth::Among { field, codes: books }))
    }
}

/// What an expression always is, if that is plain to see.
fn folded(truth: &Truth) -> Option<bool> {
    match truth {
        Truth::Always(holds) => Some(*holds),
        Truth::Not(inner) => folded(inner).map(|holds| !holds),
        Truth::And(parts) => parts.iter().map(folded).collect::<Option<Vec<_>>>().map(|parts| parts.into_iter().all(|holds| holds)),
        Truth::Or(parts) => parts.iter().map(folded).collect::<Option<Vec<_>>>().map(|parts| parts.into_iter().any(|holds| holds)),
        _ => None,
    }
}

/// How a function is called, for one that was called otherwise.
pub(super) fn usage(function: &str) -> &'static str {
    match function {
        "known" => "write known(field)",
        "examined" => "write examined('T05')",
        "says" => "write says('OPTIMISM'), a local code of the dictionary's codebooks",
        "size" => "write observations.size()",
        "map" | "distinct" => "write observations.map(o, o.episode_no).distinct().size()",
        "filter" => "write observations.filter(o, …).size()",
        _ => "write observations.exists(o, …)",
    }
}
