//! The fields of the dictionary, asked for while a framework is opened.

use std::cell::RefCell;
use std::collections::BTreeMap;

use concord_model::dictionary::{CodesFrom, Dictionary, Field, Kind};
use concord_model::framework::FieldRequest;
use concord_model::problem::{Problem, nearest};

use crate::condition::{Condition, Member};
use crate::field::{Child, Date, Decimal, Integer, Is, Link, Place, Slot, Those};
use crate::view::{BESIDE_REVIEW, Layout, number_of};

/// The dictionary's fields. What a framework asks of them here is all that it will ever see of the data.
///
/// A misspelt name does not stop the asking: all faults are gathered and told at once when the framework is opened.
#[derive(Debug)]
pub struct Fields<'d> {
    /// The dictionary, to look other things up in.
    pub dictionary: &'d Dictionary,
    asked: RefCell<Asked>,
}

#[derive(Debug, Default)]
struct Asked {
    /// Table and field by their places, with the reasons why, in the order of the asking.
    requests: Vec<(usize, Option<usize>, Vec<String>)>,
    /// What is asked of rows, with the number of their table.
    conditions: Vec<(u8, Condition)>,
    problems: Vec<Problem>,
}

impl<'d> Fields<'d> {
    pub(crate) fn new(dictionary: &'d Dictionary) -> Fields<'d> {
        Fields { dictionary, asked: RefCell::default() }
    }

    /// The fields of a review.
    #[must_use]
    pub fn review(&self) -> TableFields<'_> {
        TableFields { fields: self, table: Some(self.dictionary.root) }
    }

    /// The fields of a table: a child table's rows belong to a review, the group's row stands beside each review.
    #[must_use]
    pub fn table(&self, name: &str) -> TableFields<'_> {
        let table = self.dictionary.table_place(name);
        if table.is_none() {
            let names = self.dictionary.tables.iter().map(|table| table.name.as_str());
            self.problem(name, format!("the dictionary has no table \"{name}\""), nearest(name, names));
        }
        TableFields { fields: self, table }
    }

    /// *The review examined this theme*: it set out to, or a child row on the theme shows that it did. Not known where what it
    /// set out to look at is not recorded and no row shows it, or where a row may be on the theme and it cannot be told.
    #[must_use]
    pub fn examined(&self, theme: &str) -> Is {
        let place = self.place(theme, "theme", "themes", self.dictionary.themes.iter().map(|term| term.id.as_str()));
        let why = "what was looked at";
        let declared = self.dictionary.roles.examined.as_ref().map(|set| self.review().set(set, why).member(theme));
        let carried = self.dictionary.theme_fields().into_iter().map(|(table, field)| {
            let number = number_of(self.dictionary, table);
            // The rows too, to know which review they belong to.
            self.request(table, None, why);
            let column = self.request(table, Some(field), why);
            (number, self.condition(number, Condition::Code { column, first: place, span: 0 }).0)
        });
        let carried = carried.collect();
        self.condition(BESIDE_REVIEW, Condition::Examined { declared, carried })
    }

    /// *The review's coder had this local code*: without it, that no row carries the code means nothing.
    #[must_use]
    pub fn says(&self, code: &str) -> Is {
        let mut fields = self.dictionary.tables.iter().flat_map(|table| &table.fields);
        let Some(book) = fields.find_map(|field| field.codebook.as_ref()) else {
            self.problem("codebooks", "the dictionary has no local codes".to_owned(), None);
            return self.review().condition(Condition::All(Vec::new()));
        };
        self.review().code(book, "which local codes the coder had").any_of(&self.having("codebooks", code))
    }

    /// The codebooks that have a local code; it is a fault if none has.
    fn having(&self, name: &str, code: &str) -> Vec<&'d str> {
        let books = &self.dictionary.codebooks;
        let having = books.iter().filter(|book| book.codes.iter().any(|known| known == code)).map(|book| book.id.as_str());
        let having: Vec<&str> = having.collect();
        if having.is_empty() {
            let known = books.iter().flat_map(|book| &book.codes).map(String::as_str);
            self.problem(name, format!("no codebook has the local code \"{code}\""), nearest(code, known));
        }
        having
    }

    /// *All of these*, conditions of one table: worked out for all rows at once, faster than `&` row by row.
    #[must_use]
    pub fn all(&self, conditions: &[Is]) -> Is {
        self.joined(conditions, Condition::All(conditions.iter().map(|part| part.0).collect()))
    }

    /// *Any of these*, conditions of one table.
    #[must_use]
    pub fn any(&self, conditions: &[Is]) -> Is {
        self.joined(conditions, Condition::Any(conditions.iter().map(|part| part.0).collect()))
    }

    /// *Not this.*
    #[must_use]
    pub fn not(&self, condition: Is) -> Is {
        self.joined(&[condition], Condition::Not(condition.0))
    }

    fn joined(&self, parts: &[Is], joined: Condition) -> Is {
        if let (&[part], Condition::All(_) | Condition::Any(_)) = (parts, &joined) {
            return part;
        }
        let table = |part: &Is| self.asked.borrow().conditions.get(usize::from(part.0)).map(|(table, _)| *table);
        let tables: Vec<Option<u8>> = parts.iter().map(table).collect();
        if tables.iter().any(|table| *table != tables[0]) && self.asked.borrow().problems.is_empty() {
            self.problem(
                "conditions",
                "conditions of different tables cannot be joined; join what they say of the review".to_owned(),
                None,
            );
        }
        self.condition(tables.first().copied().flatten().unwrap_or(BESIDE_REVIEW), joined)
    }

    /// The rows of a child table for which a condition holds, to be counted and cited.
    #[must_use]
    pub fn those(&self, child: Child, condition: Is) -> Those {
        let table = self.asked.borrow().conditions.get(usize::from(condition.0)).map(|(table, _)| *table);
        if table != Some(child.0) && self.asked.borrow().problems.is_empty() {
            self.problem("conditions", "the condition is about another table than the rows".to_owned(), None);
        }
        Those { child, condition }
    }

    /// Tells a fault of the configuration or of the dictionary; the framework will not be opened.
    pub fn problem(&self, at: &str, message: String, hint: Option<String>) {
        self.asked.borrow_mut().problems.push(Problem::of("", message).about(at).maybe_hint(hint));
    }

    /// The place of a name among names, or a problem.
    fn place<'n>(&self, name: &str, kind: &str, of: &str, names: impl Iterator<Item = &'n str> + Clone) -> u8 {
        let place = names.clone().position(|known| known == name);
        if place.is_none() {
            self.problem(of, format!("there is no {kind} \"{name}\" in {of}"), nearest(name, names));
        }
        place.and_then(|place| u8::try_from(place).ok()).unwrap_or_default()
    }

    /// The place of the request for a column; the same field asked for twice is one request.
    fn request(&self, table: usize, field: Option<usize>, why: &str) -> u16 {
        let mut asked = self.asked.borrow_mut();
        let known = asked.requests.iter().position(|request| (request.0, request.1) == (table, field));
        let place = known.unwrap_or_else(|| {
            asked.requests.push((table, field, Vec::new()));
            asked.requests.len() - 1
        });
        let reasons = &mut asked.requests[place].2;
        if !reasons.iter().any(|known| known == why) {
            reasons.push(why.to_owned());
        }
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    /// The handle of a condition; the same asked for twice is one.
    fn condition(&self, table: u8, condition: Condition) -> Is {
        let mut asked = self.asked.borrow_mut();
        let wanted = (table, condition);
        let place = asked.conditions.iter().position(|known| *known == wanted).unwrap_or_else(|| {
            asked.conditions.push(wanted);
            asked.conditions.len() - 1
        });
        Is(u16::try_from(place).unwrap_or(u16::MAX))
    }

    /// What was asked for, and where it will stand in a batch.
    pub(crate) fn finish(self) -> (Vec<FieldRequest>, Layout, Vec<Problem>) {
        let asked = self.asked.into_inner();
        let places: Vec<(usize, Option<usize>)> = asked.requests.iter().map(|request| (request.0, request.1)).collect();
        let layout = Layout::new(self.dictionary, &places, asked.conditions);
        let request = |(table, field, why): (usize, Option<usize>, Vec<String>)| {
            let table = &self.dictionary.tables[table];
            let field = field.map(|field| table.fields[field].name.clone()).unwrap_or_default();
            FieldRequest { table: table.name.clone(), field, required: true, why: why.join("; ") }
        };
        (asked.requests.into_iter().map(request).collect(), layout, asked.problems)
    }
}

/// The fields of one table. `why` tells those who share the data why a field is needed.
#[derive(Debug, Clone, Copy)]
pub struct TableFields<'f> {
    fields: &'f Fields<'f>,
    table: Option<usize>,
}

impl<'f> TableFields<'f> {
    /// The child table's rows.
    #[must_use]
    pub fn rows(self, why: &str) -> Child {
        let Some(table) = self.table else { return Child(BESIDE_REVIEW) };
        let number = number_of(self.fields.dictionary, table);
        if number == BESIDE_REVIEW {
            let name = &self.fields.dictionary.tables[table].name;
            self.fields.problem(name, format!("\"{name}\" has one row a review, not many"), None);
        }
        self.fields.request(table, None, why);
        Child(number)
    }

    /// A code or an ordinal.
    #[must_use]
    pub fn code(self, name: &str, why: &str) -> CodeField<'f> {
        self.coded(name, &[Kind::Code, Kind::Ordinal], why)
    }

    /// A set of codes.
    #[must_use]
    pub fn set(self, name: &str, why: &str) -> SetField<'f> {
        SetField(self.coded(name, &[Kind::CodeSet], why))
    }

    /// *It is present*, of a field that is present, absent or missing.
    #[must_use]
    pub fn tri(self, name: &str, why: &str) -> Is {
        let column = self.slot(name, &[Kind::Tri], why).0;
        self.condition(Condition::Present { column })
    }

    /// *It is given*, of a field of any kind; not known where the host withholds it.
    #[must_use]
    pub fn known(self, name: &str, why: &str) -> Is {
        let column = self.slot(name, &[], why).0;
        self.condition(Condition::Known { column })
    }

    /// A whole number.
    #[must_use]
    pub fn integer(self, name: &str, why: &str) -> Integer {
        Integer(self.slot(name, &[Kind::Integer], why).0)
    }

    /// A number.
    #[must_use]
    pub fn decimal(self, name: &str, why: &str) -> Decimal {
        Decimal(self.slot(name, &[Kind::Decimal], why).0)
    }

    /// A date.
    #[must_use]
    pub fn date(self, name: &str, why: &str) -> Date {
        Date(self.slot(name, &[Kind::Date], why).0)
    }

    /// *It carries this local code*, a word of the vocabulary that the coder of its review used.
    ///
    /// A row of a review whose codebook has the code, and which has none or another, does not carry it. Where the codebook has no
    /// such code, or none is named, it cannot be told, unless the row has the very code; nor where it is not known which code it has.
    #[must_use]
    pub fn local_code(self, name: &str, code: &str, why: &str) -> Is {
        let (column, field) = self.slot(name, &[Kind::Text], why);
        let books = field.and_then(|field| field.codebook.as_ref()).map(|book| {
            let book = self.fields.review().code(book, "which local codes the coder had");
            (book.slot, book.places(&self.fields.having(name, code)))
        });
        self.condition(Condition::Local { column, code: code.to_owned(), books })
    }

    /// A list of rows of another child table.
    #[must_use]
    pub fn link(self, name: &str, why: &str) -> Link {
        let (slot, field) = self.slot(name, &[Kind::Reference], why);
        let target = field.and_then(|field| field.references.as_deref()).map(|table| self.fields.table(table).rows(why));
        Link { slot, target: target.unwrap_or(Child(BESIDE_REVIEW)) }
    }

    fn coded(self, name: &str, kinds: &[Kind], why: &str) -> CodeField<'f> {
        let (slot, field) = self.slot(name, kinds, why);
        CodeField { table: self, slot, field }
    }

    fn condition(self, condition: Condition) -> Is {
        let number = self.table.map_or(BESIDE_REVIEW, |table| number_of(self.fields.dictionary, table));
        self.fields.condition(number, condition)
    }

    /// A field's column, if it is of one of these kinds. A fault leaves a column that is never read: the framework is not opened.
    fn slot(self, name: &str, kinds: &[Kind], why: &str) -> (Slot, Option<&'f Field>) {
        let Some(place) = self.table else { return (0, None) };
        let table = &self.fields.dictionary.tables[place];
        let about = format!("{}.{name}", table.name);
        let Some(field) = table.field_place(name) else {
            let names = table.fields.iter().map(|field| field.name.as_str());
            self.fields.problem(&about, format!("the table has no field \"{name}\""), nearest(name, names));
            return (0, None);
        };
        let found = &table.fields[field];
        if !kinds.is_empty() && !kinds.contains(&found.kind) {
            self.fields.problem(&about, format!("it is of kind {}, not {}", found.kind.name(), kinds[0].name()), None);
            return (0, None);
        }
        (self.fields.request(place, Some(field), why), Some(found))
    }
}

/// A field of codes, to make conditions from.
#[derive(Debug, Clone, Copy)]
pub struct CodeField<'f> {
    table: TableFields<'f>,
    slot: Slot,
    field: Option<&'f Field>,
}

impl CodeField<'_> {
    /// *It is this code.*
    #[must_use]
    pub fn is(self, code: &str) -> Is {
        self.range(self.place(code), 0)
    }

    /// *It is one of these codes.*
    #[must_use]
    pub fn any_of(self, codes: &[&str]) -> Is {
        match codes {
            [code] => self.is(code),
            codes => self.table.condition(Condition::Codes { column: self.slot, places: self.places(codes) }),
        }
    }

    /// *It is this code or a greater one*, of an ordinal.
    #[must_use]
    pub fn at_least(self, code: &str) -> Is {
        let first = self.ordered(code);
        self.range(first, u8::MAX - first)
    }

    /// *It is this code or a smaller one*, of an ordinal.
    #[must_use]
    pub fn at_most(self, code: &str) -> Is {
        self.range(0, self.ordered(code))
    }

    /// Its code as a place among its codes, for rows to be grouped by.
    #[must_use]
    pub fn place_of_code(self) -> Place {
        Place { slot: self.slot, codes: self.field.map_or(0, |field| u8::try_from(field.codes.len()).unwrap_or(u8::MAX)) }
    }

    fn range(self, first: u8, span: u8) -> Is {
        self.table.condition(Condition::Code { column: self.slot, first, span })
    }

    fn ordered(self, code: &str) -> u8 {
        if let Some(field) = self.field.filter(|field| field.kind != Kind::Ordinal) {
            self.table.fields.problem(&field.name, "its codes have no order; ask for single codes".to_owned(), None);
        }
        self.place(code)
    }

    fn places(self, codes: &[&str]) -> Vec<u8> {
        codes.iter().map(|code| self.place(code)).collect()
    }

    fn place(self, code: &str) -> u8 {
        let Some(field) = self.field else { return 0 };
        let of = if field.codes_from == CodesFrom::Themes { "themes" } else { &field.name };
        self.table.fields.place(code, "code", of, field.codes.iter().map(|code| code.code.as_str()))
    }
}

/// A field of sets of codes, to make conditions from.
#[derive(Debug, Clone, Copy)]
pub struct SetField<'f>(CodeField<'f>);

impl SetField<'_> {
    /// *It has this member.*
    #[must_use]
    pub fn has(self, code: &str) -> Is {
        self.0.table.condition(Condition::Member(self.member(code)))
    }

    fn member(self, code: &str) -> Member {
        let place = self.0.place(code);
        let width = self.0.field.map_or(1, Field::set_width);
        Member { column: self.0.slot, width: u8::try_from(width).unwrap_or(u8::MAX), byte: place / 8, bit: place % 8 }
    }
}

/// The names that stand more than once.
pub(crate) fn repeated<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect()
}
