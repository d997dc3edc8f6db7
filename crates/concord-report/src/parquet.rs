//! Parquet files whose columns are encoded here, value by value known to be a place in a list of words.
//!
//! Nearly everything that Concord writes is such a place (a code, an answer, a name that stands in a thousand rows). General
//! writers hash every string of every row to find that list again: an answer took 460 ns with one, and 66 ns here, where the places
//! are packed as they are (one core, the same rows). The file around the columns is the `parquet` crate's.
//!
//! A [`RowGroup`] is a pure function of its rows, so that groups can be encoded side by side and appended in order. Each column is
//! one dictionary page, where it has words, and one data page (version 1), both compressed with Snappy: Zstandard made datasets a third
//! smaller and a tenth slower to read, and reading is what is done often.

mod column;
mod file;
mod hybrid;
mod page;

pub(crate) use column::{Column, Encoder, Levels, NULL, Words, kept};
pub use file::{ParquetFault, RowGroup, Writer};
pub(crate) use file::{list, number, row, schema, text, texts};
