//! The same rules as plain CEL, for its own interpreter: ordinals and dates as integers, tri-states as booleans, numbers as doubles,
//! rows as maps that know their place. It has no word for what is missing, and so is asked only where nothing is.

use std::collections::HashMap;
use std::sync::Arc;

use cel::{Context, Env, Value, extensions};
use concord_model::dictionary::{Dictionary, Kind};

use crate::data::{Cell, Review};
use crate::rule::{Framework, Number, Place, Rows, Sign, Truth};

/// Writes rules as plain CEL, with what has a name spelt out.
pub(crate) struct Plain<'a> {
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) framework: &'a Framework,
}

impl Plain<'_> {
    fn place(&self, place: Place) -> String {
        let table = &self.dictionary.tables[place.table];
        let field = &table.fields[place.field].name;
        place.row.map_or_else(|| format!("{}_{field}", table.name), |depth| format!("v{depth}.{field}"))
    }

    fn code(&self, place: Place, code: usize) -> String {
        let field = &self.dictionary.tables[place.table].fields[place.field];
        if field.kind == Kind::Ordinal { code.to_string() } else { format!("'{}'", field.codes[code].code) }
    }

    fn codes(&self, place: Place, codes: &[usize]) -> String {
        format!("[{}]", codes.iter().map(|code| self.code(place, *code)).collect::<Vec<_>>().join(", "))
    }

    fn rows(&self, rows: &Rows) -> String {
        if let Some(name) = rows.named {
            return self.rows(&self.framework.rows[name]);
        }
        let table = self.dictionary.tables[rows.table].name.clone();
        let base = match rows.link {
            None => table,
            Some(link) => format!("{table}.filter(v{0}, v{0}.place in {1})", rows.depth, self.place(link)),
        };
        rows.filters.iter().fold(base, |base, filter| format!("{base}.filter(v{}, {})", rows.depth, self.truth(filter)))
    }

    pub(crate) fn truth(&self, truth: &Truth) -> String {
        let over =
            |rows: &Rows, function: &str, body: &Truth| format!("{}.{function}(v{}, {})", self.rows(rows), rows.depth, self.truth(body));
        let members = |place: Place, function: &str, codes: &[usize]| {
            format!("{}.{function}(m, m in {})", self.place(place), self.codes(place, codes))
        };
        let joined =
            |parts: &[Truth], sign: &str| format!("({})", parts.iter().map(|part| self.truth(part)).collect::<Vec<_>>().join(sign));
        match truth {
            Truth::Always(holds) => holds.to_string(),
            Truth::Named(name) => self.truth(&self.framework.values[*name]),
            Truth::Tri(place) => self.place(*place),
            Truth::TriIs(place, present, sign) => format!("({} {} {present})", self.place(*place), sign.text()),
            Truth::CodeIs(place, sign, code) => format!("({} {} {})", self.place(*place), sign.text(), self.code(*place, *code)),
            Truth::CodeIn(place, codes) => format!("({} in {})", self.place(*place), self.codes(*place, codes)),
            Truth::Codes(one, sign, other) | Truth::Dates(one, sign, other) => {
                format!("({} {} {})", self.place(*one), sign.text(), self.place(*other))
            }
            Truth::TextIs(place, sign, text) => format!("({} {} '{text}')", self.place(*place), sign.text()),
            Truth::TextIn(place, texts) => format!("({} in ['{}'])", self.place(*place), texts.join("', '")),
            Truth::Has(code, place) => format!("({} in {})", self.code(*place, *code), self.place(*place)),
            Truth::CodeInSet(code, set) => format!("({} in {})", self.place(*code), self.place(*set)),
            Truth::SetExists(place, codes) => members(*place, "exists", codes),
            Truth::SetAll(place, codes) => members(*place, "all", codes),
            Truth::SetOne(place, codes) => members(*place, "exists_one", codes),
            Truth::Known(_) => "true".to_owned(),
            Truth::Examined(theme) => {
                let id = &self.dictionary.themes[*theme].id;
                let observed = self.dictionary.theme_fields().into_iter().map(|(table, field)| {
                    let table = &self.dictionary.tables[table];
                    format!(" || {}.exists(x, x.{} == '{id}')", table.name, table.fields[field].name)
                });
                format!("('{id}' in reviews_examined{})", observed.collect::<String>())
            }
            Truth::Says(code) => {
                let books = self.dictionary.codebooks.iter().filter(|book| book.codes.contains(code));
                format!("(reviews_book in [{}])", books.map(|book| format!("'{}'", book.id)).collect::<Vec<_>>().join(", "))
            }
            Truth::Compare(one, sign, other) => format!("({} {} {})", self.number(one), sign.text(), self.number(other)),
            Truth::NumberIn(place, numbers) => {
                let numbers: Vec<String> = numbers.iter().map(|number| format!("{number}.0")).collect();
                format!("({} in [{}])", self.place(*place), numbers.join(", "))
            }
            Truth::DateIs(place, sign, date) => {
                // A written month or year is a span of days.
                let place = self.place(*place);
                match sign {
                    Sign::Less | Sign::AtLeast => format!("({place} {} {})", sign.text(), date.first),
                    Sign::AtMost | Sign::More => format!("({place} {} {})", sign.text(), date.last),
                    Sign::Equal => format!("({place} >= {} && {place} <= {})", date.first, date.last),
                    Sign::Unequal => format!("({place} < {} || {place} > {})", date.first, date.last),
                }
            }
            Truth::Linked(depth, place) => format!("(v{depth}.place in {})", self.place(*place)),
            Truth::Same(one, sign, other) => format!("({} {} {})", self.truth(one), sign.text(), self.truth(other)),
            Truth::Not(inner) => format!("!({})", self.truth(inner)),
            Truth::And(parts) => joined(parts, " && "),
            Truth::Or(parts) => joined(parts, " || "),
            Truth::If(three) => format!("({} ? {} : {})", self.truth(&three[0]), self.truth(&three[1]), self.truth(&three[2])),
            Truth::Exists(rows, body) => over(rows, "exists", body),
            Truth::All(rows, body) => over(rows, "all", body),
            Truth::One(rows, body) => over(rows, "exists_one", body),
        }
    }

    pub(crate) fn number(&self, number: &Number) -> String {
        let pair = |pair: &[Number; 2], sign: &str| format!("({} {sign} {})", self.number(&pair[0]), self.number(&pair[1]));
        match number {
            Number::Constant(constant) => format!("({constant:?})"),
            Number::Field(place) => self.place(*place),
            Number::Add(two) => pair(two, "+"),
            Number::Subtract(two) => pair(two, "-"),
            Number::Multiply(two) => pair(two, "*"),
            Number::Minus(inner) => format!("(-({}))", self.number(inner)),
            Number::If(parts) => format!("({} ? {} : {})", self.truth(&parts.0), self.number(&parts.1), self.number(&parts.2)),
            Number::Size(rows) => format!("double(size({}))", self.rows(rows)),
            Number::Distinct(rows, key) => {
                format!("double(size({}.map(v{}, {}).distinct()))", self.rows(rows), rows.depth, self.place(*key))
            }
            Number::SetSize(place, None) => format!("double(size({}))", self.place(*place)),
            Number::SetSize(place, Some(codes)) => {
                format!("double(size({}.filter(m, m in {})))", self.place(*place), self.codes(*place, codes))
            }
        }
    }

    /// What CEL's own interpreter says of an expression for a review.
    pub(crate) fn asked(&self, expression: &str, review: &Review) -> Value {
        let mut env = Env::stdlib();
        env.add_extension(extensions::lists).unwrap();
        let program = env.compile(expression).unwrap_or_else(|errors| panic!("{errors}\n{expression}"));
        let mut context = Context::with_env(Arc::new(env));
        for (place, table) in self.dictionary.tables.iter().enumerate() {
            let rows = &review.tables[place];
            if self.dictionary.is_child(place) {
                let maps = rows.iter().enumerate().map(|(row, cells)| self.map(place, row, cells));
                context.add_variable_from_value(table.name.clone(), maps.map(Value::from).collect::<Vec<_>>());
            } else {
                for (field, cell) in table.fields.iter().zip(&rows[0]) {
                    context.add_variable_from_value(format!("{}_{}", table.name, field.name), value(field, cell));
                }
            }
        }
        program.execute(&context).unwrap_or_else(|error| panic!("{error}\n{expression}"))
    }

    fn map(&self, table: usize, row: usize, cells: &[Cell]) -> HashMap<String, Value> {
        let fields = self.dictionary.tables[table].fields.iter().zip(cells);
        let place = ("place".to_owned(), Value::Int(row as i64));
        fields.map(|(field, cell)| (field.name.clone(), value(field, cell))).chain([place]).collect()
    }
}

fn value(field: &concord_model::dictionary::Field, cell: &Cell) -> Value {
    let name = |code: &usize| Value::from(field.codes[*code].code.clone());
    match cell {
        Cell::Missing(missing) => panic!("{missing:?} has no place in plain CEL"),
        Cell::Code(code) if field.kind == Kind::Ordinal => Value::Int(*code as i64),
        Cell::Code(code) => name(code),
        Cell::Set(codes) => Value::from(codes.iter().map(name).collect::<Vec<_>>()),
        Cell::Tri(present) => Value::Bool(*present),
        Cell::Integer(number) => Value::Float(f64::from(*number)),
        Cell::Decimal(number) => Value::Float(*number),
        Cell::Date(date) => Value::Int(i64::from(date.first)),
        Cell::Text(text) => Value::from(text.clone()),
        Cell::Rows(rows) => Value::from(rows.iter().map(|row| Value::Int(*row as i64)).collect::<Vec<_>>()),
    }
}
