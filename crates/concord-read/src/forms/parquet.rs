//! Parquet: a row a record, child rows as a list of structs, as DuckDB, Polars and pyarrow write it.
//!
//! Types that only the writer knew (large strings, views, dictionaries) are passed over: what the file itself says is enough, and
//! is the same whoever wrote it.

mod decode;
mod schema;
mod values;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{RecordBatch, StructArray};
use concord_model::problem::Problem;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection,
};
use serde_json::Value;

use self::decode::Decoder;
use self::schema::Columns;
use self::values::original;
use super::Source;
use crate::block::Block;
use crate::error::ReadError;
use crate::folder::{Found, file_name};
use crate::layout::{Layout, Wanted};

/// How many rows are decoded at a time.
const BATCH_ROWS: usize = crate::reader::CHUNK;

/// A Parquet file of records.
pub(crate) struct ParquetSource {
    layout: Arc<Layout>,
    path: PathBuf,
    name: String,
    /// The file's schema as it stands, and with texts decoded by their dictionary.
    plain: ArrowReaderMetadata,
    hinted: ArrowReaderMetadata,
    columns: Columns,
    wanted: Wanted,
    decoder: Decoder,
    rows: u32,
    batches: Option<ParquetRecordBatchReader>,
    batch: Option<RecordBatch>,
    /// How many rows of that batch, and of the file, were handed on.
    taken: usize,
    row: u32,
}

impl ParquetSource {
    pub(crate) fn open(found: &Found, layout: &Arc<Layout>) -> Result<ParquetSource, ReadError> {
        let (path, name) = (found.path.clone(), file_name(&found.path));
        let file = open_file(&path)?;
        let options = || ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let plain = guarded(&path, || ArrowReaderMetadata::load(&file, options()))?;
        let rows = plain.metadata().file_metadata().num_rows();
        let rows = u32::try_from(rows).map_err(|_| ReadError::TooLarge { path: path.clone(), message: format!("{rows} rows") })?;
        let columns = Columns::find(&name, plain.schema(), layout, u64::from(rows)).map_err(ReadError::Columns)?;
        let schema = Arc::new(columns.hinted(plain.schema(), layout));
        let metadata = Arc::clone(plain.metadata());
        let hinted = guarded(&path, || ArrowReaderMetadata::try_new(metadata, options().with_schema(schema)))?;
        Ok(ParquetSource {
            layout: Arc::clone(layout),
            path,
            name,
            plain,
            hinted,
            columns,
            wanted: Wanted::all(layout),
            decoder: Decoder::new(layout),
            rows,
            batches: None,
            batch: None,
            taken: 0,
            row: 0,
        })
    }

    /// Whether there are rows left; then those of the next batch are at hand.
    fn advance(&mut self) -> Result<bool, ReadError> {
        while self.batch.as_ref().is_none_or(|batch| self.taken == batch.num_rows()) {
            let Some(batches) = &mut self.batches else { return Ok(false) };
            match guarded(&self.path, || batches.next().transpose())? {
                Some(batch) => (self.batch, self.taken) = (Some(batch), 0),
                None if self.row == self.rows => return Ok(false),
                None => return Err(damaged(&self.path, &format!("it says that it has {} rows, and has {}", self.rows, self.row))),
            }
        }
        Ok(true)
    }

    /// Rows by their places from 0, with every column as it stands.
    fn rows_again(&self, rows: &[u32]) -> Result<Vec<RecordBatch>, ReadError> {
        let mut groups = Vec::new();
        let mut ranges = Vec::new();
        let (mut first, mut before) = (0u64, 0usize);
        for (group, metadata) in self.plain.metadata().row_groups().iter().enumerate() {
            let count = u64::try_from(metadata.num_rows()).unwrap_or(0);
            let inside: Vec<usize> = rows
                .iter()
                .filter_map(|&row| u64::from(row).checked_sub(first))
                .filter(|&row| row < count)
                .map(|row| row as usize)
                .collect();
            if !inside.is_empty() {
                groups.push(group);
                ranges.extend(inside.iter().map(|row| before + row..before + row + 1));
                before += count as usize;
            }
            first += count;
        }
        let file = open_file(&self.path)?;
        guarded(&self.path, || {
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.plain.clone());
            let selection = RowSelection::from_consecutive_ranges(ranges.into_iter(), before);
            builder
                .with_batch_size(BATCH_ROWS)
                .with_row_groups(groups)
                .with_row_selection(selection)
                .build()?
                .collect::<Result<Vec<_>, _>>()
        })
    }
}

impl Source for ParquetSource {
    fn path(&self) -> &Path {
        &self.path
    }

    fn file(&self, _table: usize) -> &str {
        &self.name
    }

    fn unit(&self) -> &'static str {
        "row"
    }

    fn start(&mut self, wanted: &Wanted) -> Result<(), ReadError> {
        let file = open_file(&self.path)?;
        let leaves = self.columns.wanted_leaves(&self.layout, wanted);
        let batches = guarded(&self.path, || {
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.hinted.clone());
            let mask = ProjectionMask::leaves(builder.parquet_schema(), leaves);
            builder.with_batch_size(BATCH_ROWS).with_projection(mask).build()
        })?;
        (self.batches, self.batch, self.taken, self.row) = (Some(batches), None, 0, 0);
        self.wanted = wanted.clone();
        Ok(())
    }

    fn read(&mut self, most: usize) -> Result<Block, ReadError> {
        let mut block = Block::new(&self.layout);
        if !self.advance()? {
            return Ok(block);
        }
        let Some(batch) = &self.batch else { return Ok(block) };
        let count = most.min(batch.num_rows() - self.taken);
        let rows = StructArray::from(batch.slice(self.taken, count));
        let first = self.row;
        self.taken += count;
        self.row = u32::try_from(count)
            .ok()
            .and_then(|count| first.checked_add(count))
            .ok_or_else(|| damaged(&self.path, "it has too many rows"))?;
        block.set_records(&self.layout, first + 1..self.row + 1);
        self.decoder.decode(&self.layout, &self.wanted, &self.columns, &rows, &mut block);
        Ok(block)
    }

    fn originals(&mut self, block: &Block, records: &[usize]) -> Result<Vec<Value>, ReadError> {
        let rows: Vec<u32> = records.iter().map(|&record| block.places[record] - 1).collect();
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let batches = self.rows_again(&rows)?;
        let originals = batches.into_iter().map(StructArray::from).flat_map(|batch| {
            (0..arrow_array::Array::len(&batch)).map(|row| original(&self.columns, &self.layout, &batch, row)).collect::<Vec<_>>()
        });
        let originals: Vec<Value> = originals.collect();
        if originals.len() == records.len() { Ok(originals) } else { Err(damaged(&self.path, "its rows cannot be read again")) }
    }

    fn notices(&self) -> Vec<Problem> {
        self.columns.notices(&self.name, &self.layout)
    }

    fn files(&self) -> Vec<PathBuf> {
        vec![self.path.clone()]
    }
}

fn open_file(path: &Path) -> Result<File, ReadError> {
    let file = File::open(path).map_err(|source| ReadError::Unreadable { path: path.to_owned(), source })?;
    match file.metadata() {
        Ok(metadata) if metadata.len() == 0 => Err(ReadError::Empty { path: path.to_owned() }),
        _ => Ok(file),
    }
}

fn damaged(path: &Path, message: &str) -> ReadError {
    ReadError::Damaged { path: path.to_owned(), message: message.to_owned() }
}

/// Runs the decoder, which may panic on a file whose bytes were changed: that is a fault of the file.
fn guarded<T, E: std::fmt::Display>(path: &Path, decode: impl FnOnce() -> Result<T, E>) -> Result<T, ReadError> {
    match catch_unwind(AssertUnwindSafe(decode)) {
        Ok(Ok(decoded)) => Ok(decoded),
        Ok(Err(error)) => Err(damaged(path, &format!("it is no whole Parquet file ({error}); check that it was written to its end"))),
        Err(_) => Err(damaged(path, "it cannot be decoded; write it again")),
    }
}
