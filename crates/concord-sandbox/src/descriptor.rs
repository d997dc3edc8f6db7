//! What a framework says of itself, checked against the dictionary.

use std::collections::BTreeSet;

use concord_model::dictionary::{Dictionary, Kind, MAX_CODES, Term};
use concord_model::framework::{Descriptor, FieldRequest, Indicator};
use concord_model::problem::{Problem, nearest};

/// All that is wrong with a descriptor; `file` names the framework in messages.
pub(crate) fn problems(file: &str, descriptor: &Descriptor, dictionary: &Dictionary) -> Vec<Problem> {
    let mut check = Check { file, dictionary, problems: Vec::new() };
    check.reads(&descriptor.reads);
    if descriptor.indicators.is_empty() {
        check.problem("", "it declares no indicator".to_owned(), None);
    }
    check.once("", "the indicator", descriptor.indicators.iter().map(|indicator| indicator.id.as_str()));
    descriptor.indicators.iter().for_each(|indicator| check.indicator(indicator));
    check.problems
}

struct Check<'a> {
    file: &'a str,
    dictionary: &'a Dictionary,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn problem(&mut self, at: &str, message: String, hint: Option<String>) {
        self.problems.push(Problem::of(self.file, message).about(at).maybe_hint(hint));
    }

    fn reads(&mut self, reads: &[FieldRequest]) {
        for read in reads {
            self.read(read);
        }
        let names: Vec<String> = reads.iter().map(|read| format!("{}.{}", read.table, read.field)).collect();
        self.once("reads", "the field", names.iter().map(String::as_str));
    }

    fn read(&mut self, read: &FieldRequest) {
        let at = format!("reads {}.{}", read.table, read.field);
        let tables = &self.dictionary.tables;
        let Some(table) = tables.iter().find(|table| table.name == read.table) else {
            let hint = nearest(&read.table, tables.iter().map(|table| table.name.as_str()));
            return self.problem(&at, format!("the dictionary has no table \"{}\"", read.table), hint);
        };
        let field = table.fields.iter().find(|field| field.name == read.field);
        if read.field.is_empty() || field.is_some_and(|field| field.kind != Kind::Id) {
            return;
        }
        if field.is_some() || read.field == table.key {
            return self.problem(&at, "a framework never sees an id".to_owned(), None);
        }
        let hint = nearest(&read.field, table.fields.iter().map(|field| field.name.as_str()));
        self.problem(&at, format!("the table has no field \"{}\"", read.field), hint);
    }

    fn indicator(&mut self, indicator: &Indicator) {
        let at = &indicator.id;
        if at.is_empty() {
            self.problem(&indicator.title, "the indicator has no id".to_owned(), None);
        }
        if indicator.scale.is_empty() && indicator.measure_unit.is_none() {
            self.problem(at, "it has neither a scale nor a measure: it answers nothing".to_owned(), None);
        }
        if indicator.scale.len() > MAX_CODES {
            self.problem(at, format!("its scale has {} lines, and a byte has room for {MAX_CODES}", indicator.scale.len()), None);
        }
        self.once(at, "the answer", indicator.scale.iter().map(|answer| answer.code.as_str()));
        self.once(at, "the evidence table", indicator.evidence_tables.iter().map(String::as_str));
        for table in &indicator.evidence_tables {
            self.evidence_table(at, table);
        }
        for mapping in &indicator.mappings {
            self.term(at, "theme", &mapping.theme, &self.dictionary.themes);
            mapping.levels.iter().for_each(|level| self.term(at, "level", level, &self.dictionary.levels));
        }
    }

    fn evidence_table(&mut self, at: &str, name: &str) {
        let dictionary = self.dictionary;
        if dictionary.table_place(name).is_some_and(|place| dictionary.is_child(place)) {
            return;
        }
        let children = (0..dictionary.tables.len()).filter(|&place| dictionary.is_child(place));
        let hint = nearest(name, children.map(|place| dictionary.tables[place].name.as_str()));
        self.problem(at, format!("it cites rows of \"{name}\", which is no child table"), hint);
    }

    fn term(&mut self, at: &str, kind: &str, id: &str, terms: &[Term]) {
        if !terms.iter().any(|term| term.id == id) {
            let hint = nearest(id, terms.iter().map(|term| term.id.as_str()));
            self.problem(at, format!("the dictionary has no {kind} \"{id}\""), hint);
        }
    }

    fn once<'n>(&mut self, at: &str, what: &str, names: impl Iterator<Item = &'n str>) {
        let mut seen = BTreeSet::new();
        for name in names.filter(|name| !seen.insert(*name)) {
            self.problem(at, format!("{what} \"{name}\" stands twice"), None);
        }
    }
}
