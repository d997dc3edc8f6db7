//! JSON: an object a line, or one array of objects, child rows in lists inside.

mod row;
mod split;
mod value;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use concord_model::problem::Problem;
use rayon::prelude::*;
use serde_json::Value;

use self::row::Rows;
use self::split::{Piece, Splitter};
use super::Source;
use crate::block::Block;
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
    pieces: Vec<(Piece, usize)>,
    /// One a worker: each decodes a run of the records.
    workers: Vec<Rows>,
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
            pieces: Vec::new(),
            workers: (0..rayon::current_num_threads().max(1)).map(|_| Rows::new(layout)).collect(),
        })
    }

    /// The text of a record of the block read last.
    fn text_of(&self, record: usize) -> &[u8] {
        let start = if record == 0 { 0 } else { self.pieces[record - 1].1 };
        &self.text[start..self.pieces[record].1]
    }

    fn original(&self, record: usize) -> Value {
        let text = String::from_utf8_lossy(self.text_of(record));
        let twice = self.workers.iter().any(|worker| worker.twice.contains(&self.pieces[record].0.place));
        match serde_json::from_str(&text) {
            Ok(value @ Value::Object(_)) if !twice => value,
            _ => Value::String(text.trim_end().to_owned()),
        }
    }

    /// Decodes the records at hand, a run a worker. How many workers there are makes no difference to what comes out.
    fn decode(&mut self) -> Block {
        let mut workers = std::mem::take(&mut self.workers);
        let records: Vec<usize> = (0..self.pieces.len()).collect();
        let runs = records.par_chunks(records.len().div_ceil(workers.len()).max(1));
        let blocks: Vec<Block> = workers.par_iter_mut().zip(runs).map(|(worker, run)| self.decode_run(worker, run)).collect();
        self.workers = workers;
        blocks.into_iter().reduce(Block::followed_by).unwrap_or_else(|| Block::new(&self.layout))
    }

    fn decode_run(&self, worker: &mut Rows, records: &[usize]) -> Block {
        let mut block = Block::new(&self.layout);
        for &record in records {
            worker.record(&self.layout, &self.wanted, &mut block, self.text_of(record), self.pieces[record].0);
        }
        block
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
        self.workers.iter_mut().for_each(|worker| worker.unknown.clear());
        Ok(())
    }

    fn read(&mut self, most: usize) -> Result<Block, ReadError> {
        self.text.clear();
        self.pieces.clear();
        self.workers.iter_mut().for_each(|worker| worker.twice.clear());
        while self.pieces.len() < most && self.text.len() < LARGEST_BLOCK {
            let Some(piece) = self.splitter.next(&mut self.text)? else { break };
            self.pieces.push((piece, self.text.len()));
        }
        Ok(self.decode())
    }

    fn originals(&mut self, _block: &Block, records: &[usize]) -> Result<Vec<Value>, ReadError> {
        Ok(records.iter().map(|&record| self.original(record)).collect())
    }

    fn has(&self, table: usize) -> bool {
        self.workers.iter().any(|worker| worker.has[table])
    }

    fn notices(&self) -> Vec<Problem> {
        let mut unknown: BTreeMap<(usize, String), u64> = BTreeMap::new();
        for (name, count) in self.workers.iter().flat_map(|worker| &worker.unknown) {
            *unknown.entry(name.clone()).or_default() += count;
        }
        unknown_names(&self.layout, |_| &self.file, &unknown)
    }

    fn files(&self) -> Vec<PathBuf> {
        vec![self.path.clone()]
    }
}
