//! JSON Lines: a review a line, its child rows nested under their table's name.
//!
//! What is not recorded is left out, and so is the list of a child table without rows; a missing value is its reason's name.

use std::io::Write;
use std::ops::Range;

use concord_model::dataset::{Dataset, Values};
use concord_model::date::PartialDate;
use concord_model::dictionary::Dictionary;

use super::text::{Faults, Said, TextField, TextTable, text_of};
use super::{Begin, Bytes, DatasetFault, FileForm, Form, Part, Run};

/// The form, for one dictionary.
#[derive(Debug)]
pub(super) struct Jsonl {
    root: TextTable,
    children: Vec<TextTable>,
    group: Option<TextTable>,
    group_key: Option<String>,
}

impl Jsonl {
    pub(super) fn new(dictionary: &Dictionary, children: &[usize]) -> Jsonl {
        let table = |place| TextTable::new(dictionary, place, quoted);
        Jsonl {
            root: table(dictionary.root),
            children: children.iter().copied().map(table).collect(),
            group: dictionary.group.map(table),
            group_key: dictionary.root_table().group_key.clone(),
        }
    }
}

impl Form for Jsonl {
    fn files(&self) -> Vec<FileForm> {
        let file = |table: &TextTable| FileForm { name: format!("{}.jsonl", table.name), begin: Begin::Text(Vec::new()) };
        std::iter::once(&self.root).chain(&self.group).map(file).collect()
    }

    fn run(&self, run: &Run) -> Result<Vec<Part>, DatasetFault> {
        let mut lines = Lines::new(&self.root);
        for (chunk, reviews) in run.pieces() {
            for review in reviews {
                self.review(&mut lines, chunk, review);
            }
        }
        Ok(vec![lines.finish()?])
    }

    fn groups(&self, chunk: &Dataset) -> Result<Option<Part>, DatasetFault> {
        let Some(group) = &self.group else { return Ok(None) };
        let mut lines = Lines::new(group);
        for row in 0..chunk.tables[group.place].rows {
            lines.row(chunk, group, row);
            lines.out.extend_from_slice(b"}\n");
        }
        lines.finish().map(Some)
    }
}

impl Jsonl {
    fn review(&self, lines: &mut Lines, chunk: &Dataset, review: usize) {
        lines.row_with(chunk, &self.root, review, |out| {
            let group = self.group.as_ref().zip(self.group_key.as_ref()).zip(chunk.group.get(review));
            if let Some(((table, key), &row)) = group {
                out.push(b',');
                string(key, out);
                out.push(b':');
                string(chunk.tables[table.place].keys.get(row as usize), out);
            }
        });
        for child in &self.children {
            let offsets = &chunk.tables[child.place].offsets;
            lines.list(chunk, child, offsets[review] as usize..offsets[review + 1] as usize);
        }
        lines.out.extend_from_slice(b"}\n");
    }
}

/// Lines in the making.
struct Lines {
    out: Vec<u8>,
    faults: Faults,
}

impl Lines {
    fn new(table: &TextTable) -> Lines {
        Lines { out: Vec::new(), faults: Faults::new(&format!("{}.jsonl", table.name)) }
    }

    fn finish(self) -> Result<Part, DatasetFault> {
        self.faults.finish().map(|()| Part(Bytes::Text(self.out)))
    }

    fn list(&mut self, chunk: &Dataset, table: &TextTable, rows: Range<usize>) {
        self.out.push(b',');
        string(&table.name, &mut self.out);
        self.out.extend_from_slice(b":[");
        for row in rows.clone() {
            if row > rows.start {
                self.out.push(b',');
            }
            self.row(chunk, table, row);
            self.out.push(b'}');
        }
        self.out.push(b']');
    }

    fn row(&mut self, chunk: &Dataset, table: &TextTable, row: usize) {
        self.row_with(chunk, table, row, |_| {});
    }

    /// An object up to its closing brace, with something after its key.
    fn row_with(&mut self, chunk: &Dataset, table: &TextTable, row: usize, after_key: impl FnOnce(&mut Vec<u8>)) {
        let data = &chunk.tables[table.place];
        let key = data.keys.get(row);
        self.out.push(b'{');
        string(&table.key, &mut self.out);
        self.out.push(b':');
        string(key, &mut self.out);
        after_key(&mut self.out);
        for field in &table.fields {
            let column = &data.columns[field.place];
            let said = field.said(column, row);
            if said == Said::NotRecorded {
                continue;
            }
            self.out.push(b',');
            self.out.extend_from_slice(&field.label);
            self.out.push(b':');
            match said {
                Said::Given => self.value(chunk, field, &column.values, row, key),
                Said::Code(code) => self.out.extend_from_slice(field.word(code)),
                Said::Reason(reason) => string(reason.name(), &mut self.out),
                Said::NotRecorded => {}
            }
        }
    }

    fn value(&mut self, chunk: &Dataset, field: &TextField, values: &Values, row: usize, key: &str) {
        let out = &mut self.out;
        match values {
            Values::Code(codes) => out.extend_from_slice(field.word(codes[row])),
            Values::Tri(slots) => out.extend_from_slice(field.tri(slots[row])),
            Values::CodeSet { width, bits } => array(field.members(*width, bits, row), out, |word, out| out.extend_from_slice(word)),
            Values::Reference { offsets, rows } => array(field.targets(chunk, offsets, rows, row), out, string),
            Values::Integer(numbers) => write(out, numbers[row]),
            Values::Decimal(numbers) => {
                self.faults.number(key, &field.name, numbers[row]);
                write(out, numbers[row]);
            }
            Values::Date(days) => {
                let [first, last] = days[row];
                out.push(b'"');
                write(out, PartialDate { first, last });
                out.push(b'"');
            }
            Values::Id(_) | Values::Text { .. } => {
                let text = text_of(values, row);
                self.faults.text(key, &field.name, text);
                string(text, out);
            }
        }
    }
}

fn write(out: &mut Vec<u8>, value: impl std::fmt::Display) {
    write!(out, "{value}").expect("memory can be written to");
}

fn array<T>(items: impl Iterator<Item = T>, out: &mut Vec<u8>, write: impl Fn(T, &mut Vec<u8>)) {
    out.push(b'[');
    for (place, item) in items.enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write(item, out);
    }
    out.push(b']');
}

fn quoted(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    string(text, &mut out);
    out
}

/// A JSON string (RFC 8259, section 7).
fn string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    if text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        out.extend_from_slice(text.as_bytes());
    } else {
        for byte in text.bytes() {
            match byte {
                b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
                0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
                _ => out.push(byte),
            }
        }
    }
    out.push(b'"');
}
