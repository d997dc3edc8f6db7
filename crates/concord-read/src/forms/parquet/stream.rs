//! The rows of one table of a file, batch by batch.

use std::path::Path;

use arrow_array::{RecordBatch, StructArray};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::decode::{Decoder, Part};
use super::schema::Columns;
use super::{BATCH_ROWS, guarded, open_file};
use crate::error::ReadError;
use crate::layout::{Layout, Wanted};

/// The columns of one table that a pass decodes.
pub(super) struct TableStream {
    batches: ParquetRecordBatchReader,
    batch: Option<RecordBatch>,
    /// How many rows of that batch were handed on.
    taken: usize,
    decoder: Decoder,
}

impl TableStream {
    pub(super) fn open(
        path: &Path,
        metadata: &ArrowReaderMetadata,
        layout: &Layout,
        table: usize,
        leaves: Vec<usize>,
    ) -> Result<TableStream, ReadError> {
        let file = open_file(path)?;
        let batches = guarded(path, || {
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone());
            let mask = ProjectionMask::leaves(builder.parquet_schema(), leaves);
            builder.with_batch_size(BATCH_ROWS).with_projection(mask).build()
        })?;
        Ok(TableStream { batches, batch: None, taken: 0, decoder: Decoder::new(layout, table) })
    }

    /// Decodes the next batch, where the one at hand is used up.
    pub(super) fn advance(&mut self, path: &Path) -> Result<(), ReadError> {
        while self.left() == 0 {
            self.batch = guarded(path, || self.batches.next().transpose())?;
            self.taken = 0;
            if self.batch.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// How many rows of the batch at hand are left.
    pub(super) fn left(&self) -> usize {
        self.batch.as_ref().map_or(0, |batch| batch.num_rows() - self.taken)
    }

    /// Hands on the next rows, of which as many must be left.
    pub(super) fn take(&mut self, count: usize, layout: &Layout, wanted: &Wanted, columns: &Columns) -> Part {
        let batch = self.batch.as_ref().map(|batch| StructArray::from(batch.slice(self.taken, count)));
        self.taken += count;
        self.decoder.decode(layout, wanted, columns, batch)
    }
}
