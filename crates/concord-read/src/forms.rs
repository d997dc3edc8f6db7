//! The forms that a file of records has. Each is a [`Source`]; what comes after does not know which.

mod csv;
mod json;
mod parquet;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use concord_model::problem::Problem;
use serde_json::Value;

use crate::block::Block;
use crate::error::ReadError;
use crate::folder::{Form, Found};
use crate::layout::{Layout, Wanted};

/// The most bytes that one record may take: far more than any review, and far less than memory.
pub(crate) const LARGEST_RECORD: usize = 256 << 20;

/// A file of records, read from its start as often as wanted.
pub(crate) trait Source: Send {
    /// The file's path.
    fn path(&self) -> &Path;

    /// The file's name in messages, by the table that a fault is in.
    fn file(&self, table: usize) -> &str;

    /// What a record's place counts: `line`, `row` or `item`.
    fn unit(&self) -> &'static str;

    /// Goes back to the first record. From here on these columns are decoded.
    fn start(&mut self, wanted: &Wanted) -> Result<(), ReadError>;

    /// The next records, at most so many, which is at least one; none where the file has ended.
    fn read(&mut self, most: usize) -> Result<Block, ReadError>;

    /// Records of the block read last, as they stand in the file. `records` ascend.
    fn originals(&mut self, block: &Block, records: &[usize]) -> Result<Vec<Value>, ReadError>;

    /// Child rows that belong to no record, at most so many; asked for until there are none, once all records are read.
    fn strays(&mut self, _most: usize) -> Result<Vec<Stray>, ReadError> {
        Ok(Vec::new())
    }

    /// Whether the data have a child table: its file, its column, or its key in any record. Complete once all records were read.
    fn has(&self, table: usize) -> bool;

    /// What is to be known about the columns, complete once all records are read.
    fn notices(&self) -> Vec<Problem>;

    /// All files read.
    fn files(&self) -> Vec<PathBuf>;
}

/// A child row that belongs to no record.
#[derive(Debug)]
pub(crate) struct Stray {
    /// The row, in a record of its own.
    pub(crate) record: Value,
    pub(crate) problem: Problem,
}

/// Opens the file of a layout's records.
pub(crate) fn open(found: &Found, layout: &Arc<Layout>) -> Result<Box<dyn Source>, ReadError> {
    Ok(match found.form {
        Form::Lines | Form::Array => Box::new(json::JsonSource::open(found, layout)?),
        Form::Csv => Box::new(csv::CsvSource::open(found, layout)?),
        Form::Parquet => Box::new(parquet::ParquetSource::open(found, layout)?),
    })
}
