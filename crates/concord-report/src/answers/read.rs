//! `answers.parquet` read back, answer by answer.

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, RecordBatch, StringArray};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::reader::ChunkReader;

/// An answer as it was written. What is `None` stands empty in the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer<'a> {
    /// The framework's id.
    pub framework: &'a str,
    /// The indicator's short name.
    pub indicator: &'a str,
    /// The review's key.
    pub review: &'a str,
    /// Which coding of the review.
    pub coding: Option<&'a str>,
    /// The answer's short name on the framework's own scale.
    pub answer: Option<&'a str>,
    /// What it comes to where concern and strength do not differ: `present`, …, `not_determinable`, `error`.
    pub outcome: Option<&'a str>,
    /// `yes`, `no` or `unknown`.
    pub looked_for: &'a str,
    /// Lower end, upper end and of what, of the number given; a share is divided already.
    pub measure: [Option<f64>; 3],
}

/// A file is no `answers.parquet`.
#[derive(Debug, thiserror::Error)]
pub enum AnswersFault {
    /// It cannot be read as Parquet.
    #[error("it cannot be read as Parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Its rows cannot be read.
    #[error("its rows cannot be read: {0}")]
    Rows(#[from] arrow_schema::ArrowError),
    /// A column is not there, or holds something else.
    #[error("it has no column {0} of the kind that a run writes; was it written by another program?")]
    Column(&'static str),
}

const TEXTS: [&str; 7] = ["framework", "indicator", "review", "coding", "answer", "outcome", "looked_for"];
const NUMBERS: [&str; 3] = ["measure_lower", "measure_upper", "measure_of"];

/// Hands every answer of a file to `each`, in the order of the file.
///
/// # Errors
/// Where the file is damaged, or none that a run writes.
pub fn read<R: ChunkReader + 'static>(file: R, mut each: impl FnMut(Answer<'_>)) -> Result<(), AnswersFault> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), TEXTS.into_iter().chain(NUMBERS));
    for batch in builder.with_projection(mask).build()? {
        rows(&batch?, &mut each)?;
    }
    Ok(())
}

fn rows(batch: &RecordBatch, each: &mut impl FnMut(Answer<'_>)) -> Result<(), AnswersFault> {
    let column = |name: &'static str| batch.column_by_name(name).ok_or(AnswersFault::Column(name));
    let text = |name| column(name)?.as_string_opt::<i32>().ok_or(AnswersFault::Column(name));
    let number = |name| column(name)?.as_primitive_opt::<Float64Type>().ok_or(AnswersFault::Column(name));
    let [framework, indicator, review, coding, answer, outcome, looked] = try_map(TEXTS, text)?;
    let numbers = try_map(NUMBERS, number)?;
    for row in 0..batch.num_rows() {
        let given = |column: &StringArray| column.is_valid(row);
        each(Answer {
            framework: framework.value(row),
            indicator: indicator.value(row),
            review: review.value(row),
            coding: given(coding).then(|| coding.value(row)),
            answer: given(answer).then(|| answer.value(row)),
            outcome: given(outcome).then(|| outcome.value(row)),
            looked_for: looked.value(row),
            measure: numbers.map(|numbers| numbers.is_valid(row).then(|| numbers.value(row))),
        });
    }
    Ok(())
}

/// What each name gives, or the first fault.
fn try_map<const N: usize, T>(
    names: [&'static str; N],
    get: impl Fn(&'static str) -> Result<T, AnswersFault>,
) -> Result<[T; N], AnswersFault> {
    let all: Vec<T> = names.into_iter().map(get).collect::<Result<_, _>>()?;
    all.try_into().map_err(|_| AnswersFault::Column(names[0]))
}
