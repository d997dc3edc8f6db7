//! Runs of reviews of one size, cut from chunks of any.

use std::ops::Range;
use std::sync::Arc;

use concord_model::dataset::{Dataset, TableData};

/// How many reviews a run holds, the last excepted; a run is a row group in Parquet.
pub const RUN: usize = 8192;

/// Reviews in order, out of one chunk or several that follow each other.
#[derive(Debug, Clone, Default)]
pub struct Run {
    pieces: Vec<(Arc<Dataset>, Range<usize>)>,
}

impl Run {
    /// How many reviews.
    #[must_use]
    pub fn reviews(&self) -> usize {
        self.pieces.iter().map(|(_, reviews)| reviews.len()).sum()
    }

    /// The chunks with their reviews, by their places in the chunk.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (&Dataset, Range<usize>)> {
        self.pieces.iter().map(|(chunk, reviews)| (chunk.as_ref(), reviews.clone()))
    }
}

/// The rows of a table that belong to some reviews of a chunk.
pub(super) fn rows(table: &TableData, reviews: &Range<usize>) -> Range<usize> {
    match table.offsets.get(reviews.start..=reviews.end) {
        Some(offsets) => offsets[0] as usize..offsets[offsets.len() - 1] as usize,
        None => reviews.clone(),
    }
}

/// Cuts a stream of chunks into runs.
#[derive(Debug, Default)]
pub struct Runs {
    pending: Run,
}

impl Runs {
    /// The runs that are whole with this chunk.
    pub fn push(&mut self, chunk: &Arc<Dataset>) -> Vec<Run> {
        let (mut whole, mut from) = (Vec::new(), 0);
        while from < chunk.reviews {
            let to = chunk.reviews.min(from + RUN - self.pending.reviews());
            self.pending.pieces.push((Arc::clone(chunk), from..to));
            if self.pending.reviews() == RUN {
                whole.push(std::mem::take(&mut self.pending));
            }
            from = to;
        }
        whole
    }

    /// What is left over, if anything.
    #[must_use]
    pub fn finish(self) -> Option<Run> {
        (self.pending.reviews() > 0).then_some(self.pending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_do_not_depend_on_the_chunks() {
        let chunk = |reviews| Arc::new(Dataset { reviews, ..Dataset::default() });
        for sizes in [vec![20_000], vec![1024, 0, 18_976], vec![8192, 8192, 3616], vec![1; 20_000]] {
            let mut runs = Runs::default();
            let mut cut: Vec<usize> = sizes.iter().flat_map(|&size| runs.push(&chunk(size))).map(|run| run.reviews()).collect();
            cut.extend(runs.finish().map(|run| run.reviews()));
            assert_eq!(cut, [8192, 8192, 3616]);
        }
        assert!(Runs::default().finish().is_none());
    }
}
