//! Parquet: a row a record, child rows as a list of structs, as DuckDB, Polars and pyarrow write it.
//!
//! Types that only the writer knew (large strings, views, dictionaries) are passed over: what the file itself says is enough, and
//! is the same whoever wrote it. Each table is a stream of its own, so that they are decoded at the same time.

mod decode;
mod filling;
mod meaning;
mod schema;
mod stream;
mod values;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{Array, StructArray};
use concord_model::problem::Problem;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection};
use rayon::prelude::*;
use serde_json::Value;

use self::decode::Part;
use self::schema::Columns;
use self::stream::TableStream;
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
    /// One a table that the file has and the pass wants.
    streams: Vec<TableStream>,
    /// How many rows the file has, and how many were handed on.
    rows: u32,
    row: u32,
    /// The rows of the block read last, by table.
    last: Vec<StructArray>,
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
        let (layout, wanted) = (Arc::clone(layout), Wanted::all(layout));
        Ok(ParquetSource { layout, path, name, plain, hinted, columns, wanted, streams: Vec::new(), rows, row: 0, last: Vec::new() })
    }

    /// How many rows are at hand in all streams, at most so many.
    fn at_hand(&mut self, most: usize) -> Result<usize, ReadError> {
        self.streams.par_iter_mut().map(|stream| stream.advance(&self.path)).collect::<Result<(), ReadError>>()?;
        let left = self.streams.iter().map(TableStream::left);
        let (least, more) = (left.clone().min().unwrap_or(0), left.max().unwrap_or(0));
        if least == 0 && (more > 0 || self.row != self.rows) {
            return Err(damaged(&self.path, &format!("it says that it has {} rows, and has {}", self.rows, self.row)));
        }
        Ok(most.min(least))
    }

    /// Rows by their places from 0, with every column as it stands, also those that are not decoded otherwise.
    fn rows_again(&self, rows: &[u32]) -> Result<Vec<StructArray>, ReadError> {
        let mut groups = Vec::new();
        let mut ranges = Vec::new();
        let (mut first, mut before) = (0, 0);
        for (group, metadata) in self.plain.metadata().row_groups().iter().enumerate() {
            let count = usize::try_from(metadata.num_rows()).unwrap_or(0);
            let of_group = |row: &u32| (*row as usize).checked_sub(first).filter(|row| *row < count);
            let inside: Vec<usize> = rows.iter().filter_map(of_group).collect();
            if !inside.is_empty() {
                groups.push(group);
                ranges.extend(inside.iter().map(|row| before + row..before + row + 1));
                before += count;
            }
            first += count;
        }
        let file = open_file(&self.path)?;
        let batches = guarded(&self.path, || {
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.plain.clone());
            let builder =
                builder.with_row_groups(groups).with_row_selection(RowSelection::from_consecutive_ranges(ranges.into_iter(), before));
            builder.with_batch_size(BATCH_ROWS).build()?.collect::<Result<Vec<_>, _>>()
        })?;
        Ok(batches.into_iter().map(StructArray::from).collect())
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
        self.wanted = wanted.clone();
        (self.row, self.last) = (0, Vec::new());
        self.streams = Vec::new();
        for table in self.layout.read_tables() {
            let leaves = self.columns.wanted_leaves(wanted, table);
            if !leaves.is_empty() {
                self.streams.push(TableStream::open(&self.path, &self.hinted, &self.layout, table, leaves)?);
            }
        }
        Ok(())
    }

    fn read(&mut self, most: usize) -> Result<Block, ReadError> {
        let mut block = Block::new(&self.layout);
        let count = self.at_hand(most)?;
        if count == 0 {
            return Ok(block);
        }
        let first = self.row;
        let next = u32::try_from(count).ok().and_then(|count| first.checked_add(count));
        self.row = next.ok_or_else(|| damaged(&self.path, "it has too many rows"))?;
        block.set_records(&self.layout, first + 1..self.row + 1);
        let (layout, wanted, columns) = (&self.layout, &self.wanted, &self.columns);
        let parts: Vec<Part> = self.streams.par_iter_mut().map(|stream| stream.take(count, layout, wanted, columns)).collect();
        self.last = Part::assemble(parts, layout, &mut block);
        Ok(block)
    }

    fn originals(&mut self, block: &Block, records: &[usize]) -> Result<Vec<Value>, ReadError> {
        if self.columns.all_known() {
            return Ok(records.iter().map(|&record| original(&self.columns, &self.layout, &self.last, record)).collect());
        }
        let rows: Vec<u32> = records.iter().map(|&record| block.places[record] - 1).collect();
        let batches = if rows.is_empty() { Vec::new() } else { self.rows_again(&rows)? };
        let whole = |batch: &StructArray, row: usize| original(&self.columns, &self.layout, std::slice::from_ref(batch), row);
        let originals: Vec<Value> = batches.iter().flat_map(|batch| (0..batch.len()).map(|row| whole(batch, row))).collect();
        if originals.len() == records.len() { Ok(originals) } else { Err(damaged(&self.path, "its rows cannot be read again")) }
    }

    fn has(&self, table: usize) -> bool {
        self.columns.tables[table].present
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
