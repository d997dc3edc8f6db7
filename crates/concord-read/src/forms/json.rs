//! JSON: an object a line, or one array of objects, child rows in lists inside.

mod row;
mod split;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use concord_model::problem::Problem;
use serde_json::Value;

use self::row::Rows;
use self::split::{Piece, Splitter};
use super::Source;
use crate::block::Block;
use crate::cell::Complaint;
use crate::error::ReadError;
use crate::folder::{Form, Found, file_name};
use crate::layout::{Layout, Wanted};
use crate::notices::unknown_names;

/// How many bytes a block may take before it is handed on.
const LARGEST_BLOCK: usize = 256 << 20;

/// A file of JSON objects.
pub(crate) struct JsonSource {
    layout: Arc<Layout>,
    path: PathBuf,
    file: String,
    form: Form,
    wanted: Wanted,
    splitter: Splitter,
    /// The records of the block read last, as they stand in the file, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    rows: Rows,
    unknown: BTreeMap<(usize, String), u64>,
}

impl JsonSource {
    pub(crate) fn open(found: &Found, layout: &Arc<Layout>) -> Result<JsonSource, ReadError> {
        Ok(JsonSource {
            layout: Arc::clone(layout),
            path: found.path.clone(),
            file: file_name(&found.path),
            form: found.form,
            wanted: Wanted::all(layout),
            splitter: Splitter::open(&found.path, found.form)?,
            text: Vec::new(),
            ends: Vec::new(),
            rows: Rows::new(layout),
            unknown: BTreeMap::new(),
        })
    }

    /// Decodes one record into the block.
    fn decode(&mut self, block: &mut Block, start: usize, piece: Piece) {
        let table = self.layout.record;
        let row = block.tables[table].rows;
        block.tables[table].lines.push(piece.line);
        let malformed = match std::str::from_utf8(&self.text[start..]) {
            Ok(text) => self.rows.record(&self.layout, &self.wanted, block, text, &mut self.unknown).err(),
            Err(error) => Some(format!("is not UTF-8 from its byte {} on", error.valid_up_to() + 1)),
        };
        if let Some(message) = malformed {
            block.fault(table, row, None, Complaint::new(message, Some("it is kept whole among the rejects".to_owned())));
        }
        self.rows.close(&self.layout, &self.wanted, block, row, piece.place);
    }

    fn original(&self, record: usize) -> Value {
        let start = if record == 0 { 0 } else { self.ends[record - 1] };
        let text = String::from_utf8_lossy(&self.text[start..self.ends[record]]);
        match serde_json::from_str(&text) {
            Ok(value @ Value::Object(_)) if !self.rows.twice.contains(&record) => value,
            _ => Value::String(text.trim_end().to_owned()),
        }
    }
}

impl Source for JsonSource {
    fn path(&self) -> &Path {
        &self.path
    }

    fn file(&self, _table: usize) -> &str {
        &self.file
    }

    fn unit(&self) -> &'static str {
        if self.form == Form::Lines { "line" } else { "item" }
    }

    fn start(&mut self, wanted: &Wanted) -> Result<(), ReadError> {
        self.splitter = Splitter::open(&self.path, self.form)?;
        self.wanted = wanted.clone();
        self.unknown.clear();
        Ok(())
    }

    fn read(&mut self, most: usize) -> Result<Block, ReadError> {
        let mut block = Block::new(&self.layout);
        self.text.clear();
        self.ends.clear();
        self.rows.twice.clear();
        while block.records() < most && self.text.len() < LARGEST_BLOCK {
            let start = self.text.len();
            let Some(piece) = self.splitter.next(&mut self.text)? else { break };
            self.decode(&mut block, start, piece);
            self.ends.push(self.text.len());
        }
        Ok(block)
    }

    fn originals(&mut self, _block: &Block, records: &[usize]) -> Result<Vec<Value>, ReadError> {
        Ok(records.iter().map(|&record| self.original(record)).collect())
    }

    fn notices(&self) -> Vec<Problem> {
        unknown_names(&self.layout, |_| &self.file, &self.unknown)
    }

    fn files(&self) -> Vec<PathBuf> {
        vec![self.path.clone()]
    }
}
