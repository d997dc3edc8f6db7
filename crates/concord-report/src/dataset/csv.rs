//! CSV: a file a table, with a header (RFC 4180, UTF-8, lines end in a line feed).
//!
//! An empty cell is not recorded, a missing value is its reason's name, an empty set is `none`, members are joined by `;`.

use std::io::Write;

use concord_model::dataset::{Dataset, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::Dictionary;

use super::run::rows;
use super::text::{Faults, Said, TextField, TextTable, text_of};
use super::{Begin, Bytes, DatasetFault, FileForm, Form, Part, Run};

/// How an empty set is written.
const NONE: &str = "none";

/// The form, for one dictionary.
#[derive(Debug)]
pub(super) struct Csv {
    root: TextTable,
    children: Vec<Child>,
    group: Option<TextTable>,
    group_key: Option<String>,
}

#[derive(Debug)]
struct Child {
    table: TextTable,
    parent: String,
    /// The root's field that tells codings of one review apart: with the parent it names the row that a child row belongs to.
    coding: Option<usize>,
}

impl Csv {
    pub(super) fn new(dictionary: &Dictionary, children: &[usize]) -> Csv {
        let table = |place| TextTable::new(dictionary, place, cell);
        let root = table(dictionary.root);
        let coding = dictionary.role(&dictionary.roles.coding).and_then(|place| root.fields.iter().position(|field| field.place == place));
        let child =
            |place: usize| Child { table: table(place), parent: dictionary.tables[place].parent.clone().unwrap_or_default(), coding };
        Csv {
            children: children.iter().copied().map(child).collect(),
            root,
            group: dictionary.group.map(table),
            group_key: dictionary.root_table().group_key.clone(),
        }
    }

    fn file(table: &TextTable, more: &[&str]) -> FileForm {
        let names =
            std::iter::once(table.key.as_str()).chain(more.iter().copied()).chain(table.fields.iter().map(|field| field.name.as_str()));
        let mut header = names.map(cell).collect::<Vec<_>>().join(&b',');
        header.push(b'\n');
        FileForm { name: format!("{}.csv", table.name), begin: Begin::Text(header) }
    }
}

impl Form for Csv {
    fn files(&self) -> Vec<FileForm> {
        let root = Csv::file(&self.root, &self.group_key.as_deref().filter(|_| self.group.is_some()).into_iter().collect::<Vec<_>>());
        let child = |child: &Child| {
            let coding = child.coding.map(|place| self.root.fields[place].name.as_str());
            Csv::file(&child.table, &std::iter::once(child.parent.as_str()).chain(coding).collect::<Vec<_>>())
        };
        let group = self.group.as_ref().map(|group| Csv::file(group, &[]));
        std::iter::once(root).chain(self.children.iter().map(child)).chain(group).collect()
    }

    fn run(&self, run: &Run) -> Result<Vec<Part>, DatasetFault> {
        let root = std::iter::once(self.reviews(run));
        root.chain(self.children.iter().map(|child| self.child(run, child))).collect()
    }

    fn groups(&self, chunk: &Dataset) -> Result<Option<Part>, DatasetFault> {
        let Some(group) = &self.group else { return Ok(None) };
        let mut lines = Lines::new(group);
        for row in 0..chunk.tables[group.place].rows {
            lines.row(chunk, group, row, |_| {});
        }
        lines.finish().map(Some)
    }
}

impl Csv {
    fn reviews(&self, run: &Run) -> Result<Part, DatasetFault> {
        let mut lines = Lines::new(&self.root);
        for (chunk, reviews) in run.pieces() {
            for review in reviews {
                lines.row(chunk, &self.root, review, |lines| {
                    if let Some(group) = &self.group {
                        lines.out.push(b',');
                        let row = chunk.group.get(review).map(|&row| chunk.tables[group.place].keys.get(row as usize));
                        escape(row.unwrap_or_default(), &mut lines.out);
                    }
                });
            }
        }
        lines.finish()
    }

    fn child(&self, run: &Run, child: &Child) -> Result<Part, DatasetFault> {
        let mut lines = Lines::new(&child.table);
        for (chunk, reviews) in run.pieces() {
            let (root, data) = (&chunk.tables[self.root.place], &chunk.tables[child.table.place]);
            for review in reviews {
                for row in rows(data, &(review..review + 1)) {
                    lines.row(chunk, &child.table, row, |lines| {
                        lines.out.push(b',');
                        escape(root.keys.get(review), &mut lines.out);
                        if let Some(coding) = child.coding {
                            lines.field(chunk, &self.root, &self.root.fields[coding], review);
                        }
                    });
                }
            }
        }
        lines.finish()
    }
}

/// Lines in the making.
struct Lines {
    out: Vec<u8>,
    faults: Faults,
}

impl Lines {
    fn new(table: &TextTable) -> Lines {
        Lines { out: Vec::new(), faults: Faults::new(&format!("{}.csv", table.name)) }
    }

    fn finish(self) -> Result<Part, DatasetFault> {
        self.faults.finish().map(|()| Part(Bytes::Text(self.out)))
    }

    /// A line, with something after its key.
    fn row(&mut self, chunk: &Dataset, table: &TextTable, row: usize, after_key: impl FnOnce(&mut Lines)) {
        escape(chunk.tables[table.place].keys.get(row), &mut self.out);
        after_key(self);
        for field in &table.fields {
            self.field(chunk, table, field, row);
        }
        self.out.push(b'\n');
    }

    /// A comma and a cell.
    fn field(&mut self, chunk: &Dataset, table: &TextTable, field: &TextField, row: usize) {
        let data = &chunk.tables[table.place];
        let column = &data.columns[field.place];
        self.out.push(b',');
        match field.said(column, row) {
            Said::Given => self.value(chunk, field, &column.values, row, data.keys.get(row)),
            Said::Code(code) => self.out.extend_from_slice(field.word(code)),
            Said::Reason(reason) => self.out.extend_from_slice(reason.name().as_bytes()),
            Said::NotRecorded => {}
        }
    }

    fn value(&mut self, chunk: &Dataset, field: &TextField, values: &Values, row: usize, key: &str) {
        let out = &mut self.out;
        match values {
            Values::Code(codes) => out.extend_from_slice(field.word(codes[row])),
            Values::Tri(slots) => out.extend_from_slice(field.tri(slots[row])),
            Values::CodeSet { width, bits } => {
                let start = out.len();
                for word in field.members(*width, bits, row) {
                    if out.len() > start {
                        out.push(b';');
                    }
                    out.extend_from_slice(word);
                }
                if out.len() == start {
                    out.extend_from_slice(NONE.as_bytes());
                }
            }
            Values::Reference { offsets, rows } => {
                let keys: Vec<&str> = field.targets(chunk, offsets, rows, row).collect();
                keys.iter().for_each(|target| self.faults.member(key, &field.name, target, NONE));
                if keys.is_empty() { out.extend_from_slice(NONE.as_bytes()) } else { escape(&keys.join(";"), out) }
            }
            Values::Integer(numbers) => write(out, numbers[row]),
            Values::Decimal(numbers) => {
                self.faults.number(key, &field.name, numbers[row]);
                write(out, numbers[row]);
            }
            Values::Date(days) => {
                let [first, last] = days[row];
                write(out, PartialDate { first, last });
            }
            Values::Id(_) | Values::Text { .. } => {
                let text = text_of(values, row);
                self.faults.text(key, &field.name, text);
                escape(text, out);
            }
        }
    }
}

fn write(out: &mut Vec<u8>, value: impl std::fmt::Display) {
    write!(out, "{value}").expect("memory can be written to");
}

fn cell(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    escape(text, &mut out);
    out
}

/// A cell, quoted where it must be.
fn escape(text: &str, out: &mut Vec<u8>) {
    if text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) || text.starts_with(' ') || text.ends_with(' ') {
        out.push(b'"');
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}
