//! Functions: what is asked of rows of a child table, of rows that a reference points at, and of the members of a set of codes.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr};
use concord_model::answer::reason;
use concord_model::dictionary::{CodesFrom, Kind};
use concord_model::missing::Missing;
use concord_model::problem::nearest;

use super::value::{Ref, Value};
use super::{Bound, FUNCTIONS, Lower, Variable};
use crate::compile::names::Source;
use crate::plan::{Field, Number, Order, Rows, Truth};

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
}

impl<'a> RowSet<'a> {
    /// All rows of a child table.
    pub(super) fn all(table: usize) -> RowSet<'a> {
        RowSet { table, link: None, filters: Vec::new() }
    }

    /// The rows with their conditions looked at once, so that a fault is told where they are named.
    pub(super) fn checked(self, lower: &mut Lower<'a, '_, '_>) -> Option<RowSet<'a>> {
        lower.bound(&self, None)?;
        Some(self)
    }

    fn name(&self) -> &'a str {
        self.filters.last().map_or("row", |filter| filter.variable)
    }
}

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
                let of = self.value(of);
                let variable = self.variable(variable);
                self.over(part, name, of?, variable?, body)
            }
            (Some(of), "distinct", []) => {
                let of = self.value(of)?;
                self.distinct(part, of)
            }
            _ => {
                let at = self.source.function(part, name, self.faults);
                let (message, hint) = if FUNCTIONS.contains(&name) {
                    (format!("{name} is not called so"), Some(usage(name).to_owned()))
                } else {
                    let all = format!("known: {}", FUNCTIONS.join(", "));
                    let near = if name == "has" { Some("ask known(field)".to_owned()) } else { nearest(name, FUNCTIONS) };
                    (format!("\"{name}\" is not part of the rule language"), near.or(Some(all)))
                };
                self.fault(at, message, hint);
                None
            }
        }
    }

    /// The name that a call binds.
    fn variable(&mut self, part: &'a IdedExpr) -> Option<&'a str> {
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
            return None;
        }
        Some(name)
    }

    fn over(&mut self, part: &'a IdedExpr, name: &str, of: Value<'a>, variable: &'a str, body: &'a IdedExpr) -> Option<Value<'a>> {
        let of = match of {
            Value::Field(set) if set.is.kind == Kind::CodeSet && name != "map" => return self.members(name, set, None, variable, body),
            Value::Members(set, among) if name != "map" => return self.members(name, set, among, variable, body),
            other => other,
        };
        let set = self.row_set(part, name, of)?;
        let filter = Filter { variable, body, source: self.source, scope: self.scope.clone() };
        match name {
            "filter" => {
                let mut set = set;
                set.filters.push(filter);
                // Looked at once here, so that what is wrong with it is told even where nothing is asked of the rows.
                set.checked(self).map(Value::Rows)
            }
            "map" => Some(Value::Mapped(set, variable, body)),
            "all" => {
                let (rows, each) = self.bound(&set, Some(&filter))?;
                Some(Value::Truth(Truth::Every { rows, each: Box::new(each?) }))
            }
            _ => {
                let (mut rows, holds) = self.bound(&set, Some(&filter))?;
                rows.holds = Box::new(both(*rows.holds, holds?));
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
        let holds = link.into_iter().chain(filters?).reduce(both).unwrap_or(Truth::Always(true));
        let table = self.names.dictionary.tables[set.table].name.clone();
        let rows = Rows { table, row, of: shown.to_owned(), holds: Box::new(holds) };
        match asked {
            Some(asked) => Some((rows, Some(asked?))),
            None => Some((rows, None)),
        }
    }

    fn condition(&mut self, filter: &Filter<'a>, table: usize, row: u8, shown: &str) -> Option<Truth> {
        let mut scope = filter.scope.clone();
        scope.push(Variable { name: filter.variable.to_owned(), bound: Bound::Row { table, row, shown: shown.to_owned() } });
        self.within(filter.source, scope).truth(filter.body)
    }

    fn row_set(&mut self, part: &IdedExpr, name: &str, of: Value<'a>) -> Option<RowSet<'a>> {
        match of {
            Value::Rows(set) => Some(set),
            Value::Field(link) if link.is.kind == Kind::Reference => {
                let table = link.is.references.as_deref().and_then(|name| self.names.dictionary.table_place(name))?;
                Some(RowSet { link: Some(link), ..RowSet::all(table) })
            }
            other => {
                let at = self.source.function(part, name, self.faults);
                self.fault(at, format!("{name} is asked of {}, which is no set of rows", other.kind()), None);
                None
            }
        }
    }

    fn size(&mut self, part: &IdedExpr, of: Value<'a>) -> Option<Value<'a>> {
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

    fn distinct(&mut self, part: &IdedExpr, of: Value<'a>) -> Option<Value<'a>> {
        let at = self.source.function(part, "distinct", self.faults);
        let Value::Mapped(set, variable, body) = of else {
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

    /// What is asked of the members of a set: which codes count is known before any review is seen.
    fn members(
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
            let hint = nearest(&theme, dictionary.themes.iter().map(|theme| theme.id.as_str()));
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
            let holds = Box::new(Truth::Among { field, codes: vec![theme.clone()] });
            Truth::Exists(Rows { table: table.name.clone(), row, of, holds })
        });
        let declared = declared.unwrap_or(Truth::Unknown(reason::of(Missing::NotRecorded)));
        let means = [declared].into_iter().chain(observed).collect();
        Some(Value::Truth(Truth::Or(means)))
    }
}

impl<'a> Lower<'a, '_, '_> {
    /// Whether the vocabulary that the review's coder used has a local code: without it, nothing recorded under the code means nothing.
    fn says(&mut self, part: &'a IdedExpr) -> Option<Value<'a>> {
        let at = self.token(part);
        let dictionary = self.names.dictionary;
        let Value::Text(code) = self.value(part)? else {
            self.fault(at, "says is asked of a local code", Some(usage("says").to_owned()));
            return None;
        };
        let has = |book: &&concord_model::dictionary::Codebook| book.codes.contains(&code);
        let mut books: Vec<String> = dictionary.codebooks.iter().filter(has).map(|book| book.id.clone()).collect();
        books.sort();
        let root = dictionary.root_table();
        let field = root.fields.iter().find(|field| field.codes_from == CodesFrom::Codebooks);
        let (Some(field), false) = (field, books.is_empty()) else {
            let codes = dictionary.codebooks.iter().flat_map(|book| book.codes.iter().map(String::as_str));
            self.fault(at, format!("no codebook has the local code \"{code}\""), nearest(&code, codes));
            return None;
        };
        let field = Field { table: root.name.clone(), field: field.name.clone(), row: None, of: String::new() };
        Some(Value::Truth(Truth::Among { field, codes: books }))
    }
}

/// Two conditions as one, flat.
pub(super) fn both(one: Truth, other: Truth) -> Truth {
    let parts = |truth| match truth {
        Truth::And(parts) => parts,
        Truth::Always(true) => Vec::new(),
        other => vec![other],
    };
    let mut all = parts(one);
    all.extend(parts(other));
    match all.len() {
        0 => Truth::Always(true),
        1 => all.remove(0),
        _ => Truth::And(all),
    }
}

pub(super) fn compare(number: Number, by: Order, constant: f64) -> Truth {
    Truth::Compare { left: Box::new(number), by, right: Box::new(Number::Constant(constant)) }
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

fn usage(function: &str) -> &'static str {
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
