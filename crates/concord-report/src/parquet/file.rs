//! The file around the columns: its schema, its row groups and its footer.

use std::io::Write;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, ConvertedType, Encoding, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::properties::WriterProperties;
use parquet::file::statistics::Statistics;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnDescPtr, Type, TypePtr};

use super::column::{Chunk, ColumnFault, Encoder};

/// Why a Parquet file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ParquetFault {
    /// The file, or what it is written to.
    #[error("cannot write Parquet: {0}")]
    File(#[from] ParquetError),
    /// A column of one row group is larger than 2 GiB.
    #[error("one column of {rows} rows is larger than the 2 GiB that a page of Parquet may have; shorten its texts")]
    TooLarge {
        /// The rows of the row group.
        rows: usize,
    },
    /// A code, an answer or a finding that has no name.
    #[error("a value among {rows} rows has no word in its list; the data do not fit their dictionary")]
    NoWord {
        /// The rows of the row group.
        rows: usize,
    },
}

/// Rows, encoded and ready to be appended to a file.
#[derive(Debug)]
pub struct RowGroup {
    rows: usize,
    chunks: Vec<Chunk>,
}

impl RowGroup {
    /// The columns of some rows.
    pub(crate) fn new(rows: usize, columns: Encoder) -> Result<RowGroup, ParquetFault> {
        match columns.finish() {
            Ok(chunks) => Ok(RowGroup { rows, chunks }),
            Err(ColumnFault::TooLarge) => Err(ParquetFault::TooLarge { rows }),
            Err(ColumnFault::NoWord) => Err(ParquetFault::NoWord { rows }),
        }
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }
}

/// A Parquet file in the making.
pub struct Writer<W: Write + Send>(SerializedFileWriter<W>);

impl<W: Write + Send> std::fmt::Debug for Writer<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Writer").field(&self.0.flushed_row_groups().len()).finish()
    }
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file of a schema.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub(crate) fn new(out: W, schema: TypePtr) -> Result<Writer<W>, ParquetFault> {
        let properties = WriterProperties::builder().set_created_by(concat!("concord version ", env!("CARGO_PKG_VERSION")).to_owned());
        Ok(Writer(SerializedFileWriter::new(out, schema, Arc::new(properties.build()))?))
    }

    /// Appends rows.
    ///
    /// # Errors
    /// Where the file cannot be written, or the rows are of another schema.
    pub fn append(&mut self, group: RowGroup) -> Result<(), ParquetFault> {
        let columns = self.0.schema_descr().columns().to_vec();
        if columns.len() != group.chunks.len() {
            let fault = format!("{} columns for a schema of {}", group.chunks.len(), columns.len());
            return Err(ParquetError::General(fault).into());
        }
        let mut writer = self.0.next_row_group()?;
        for (chunk, column) in group.chunks.into_iter().zip(columns) {
            let close = chunk.close(column, group.rows)?;
            writer.append_column(&Bytes::from(chunk.bytes), close)?;
        }
        writer.close()?;
        Ok(())
    }

    /// Writes the footer and gives back what the file was written to.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(self) -> Result<W, ParquetFault> {
        Ok(self.0.into_inner()?)
    }
}

impl Chunk {
    fn close(&self, column: ColumnDescPtr, rows: usize) -> Result<ColumnCloseResult, ParquetError> {
        let bound = |bound: fn(&(String, String)) -> &String| self.bounds.as_ref().map(|both| ByteArray::from(bound(both).as_str()));
        let mut metadata = ColumnChunkMetaData::builder(column)
            .set_compression(Compression::SNAPPY)
            .set_encodings(vec![Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY])
            .set_num_values(self.slots as i64)
            .set_total_compressed_size(self.bytes.len() as i64)
            .set_total_uncompressed_size(self.raw as i64)
            .set_data_page_offset(self.data as i64)
            .set_dictionary_page_offset((self.data > 0).then_some(0));
        if self.bounds.is_some() {
            let (least, greatest) = (bound(|both| &both.0), bound(|both| &both.1));
            metadata = metadata.set_statistics(Statistics::byte_array(least, greatest, None, Some(self.nulls as u64), false));
        }
        Ok(ColumnCloseResult {
            bytes_written: self.bytes.len() as u64,
            rows_written: rows as u64,
            metadata: metadata.build()?,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        })
    }
}

/// The schema of a file.
pub(crate) fn schema(name: &str, fields: Vec<TypePtr>) -> TypePtr {
    group(Type::group_type_builder(name).with_fields(fields))
}

/// A string.
pub(crate) fn text(name: &str, required: bool) -> TypePtr {
    let builder = Type::primitive_type_builder(name, Physical::BYTE_ARRAY).with_repetition(repetition(required));
    Arc::new(
        builder
            .with_converted_type(ConvertedType::UTF8)
            .with_logical_type(Some(LogicalType::String))
            .build()
            .expect("a string column is well formed"),
    )
}

/// A number of a physical type: [`Physical::INT32`] or [`Physical::DOUBLE`].
pub(crate) fn number(name: &str, physical: Physical) -> TypePtr {
    let builder = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    Arc::new(builder.build().expect("a number column is well formed"))
}

/// A list of strings, which may be missing altogether.
pub(crate) fn texts(name: &str) -> TypePtr {
    list(name, false, text("element", true))
}

/// A list of `element`, which is named so.
pub(crate) fn list(name: &str, required: bool, element: TypePtr) -> TypePtr {
    let repeated = group(Type::group_type_builder("list").with_repetition(Repetition::REPEATED).with_fields(vec![element]));
    let outer = Type::group_type_builder(name).with_repetition(repetition(required)).with_fields(vec![repeated]);
    group(outer.with_converted_type(ConvertedType::LIST).with_logical_type(Some(LogicalType::List)))
}

/// The element of a list of rows.
pub(crate) fn row(fields: Vec<TypePtr>) -> TypePtr {
    group(Type::group_type_builder("element").with_repetition(Repetition::REQUIRED).with_fields(fields))
}

fn group(builder: parquet::schema::types::GroupTypeBuilder<'_>) -> TypePtr {
    Arc::new(builder.build().expect("a group of columns is well formed"))
}

fn repetition(required: bool) -> Repetition {
    if required { Repetition::REQUIRED } else { Repetition::OPTIONAL }
}
