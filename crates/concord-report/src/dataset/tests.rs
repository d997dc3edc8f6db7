//! All forms over one sample.

use std::sync::Arc;

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow_array::RecordBatch;
use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;

use super::{DatasetFault, Encoder, Format, Runs, Writer};
use crate::sample;

/// The files of chunks, each with its name.
fn written(format: Format, dictionary: &Dictionary, chunks: Vec<Dataset>) -> Result<Vec<(String, Vec<u8>)>, DatasetFault> {
    let encoder = Encoder::new(format, dictionary);
    let mut writer = Writer::new(&encoder, |_| Ok(Vec::new()))?;
    let mut runs = Runs::default();
    let chunks: Vec<Arc<Dataset>> = chunks.into_iter().map(Arc::new).collect();
    for chunk in &chunks {
        for run in runs.push(chunk) {
            writer.append(encoder.encode(&run)?)?;
        }
    }
    if let Some(run) = runs.finish() {
        writer.append(encoder.encode(&run)?)?;
    }
    Ok(encoder.files().into_iter().zip(writer.finish(&encoder, &chunks[0])?).collect())
}

fn text(format: Format) -> String {
    let files = written(format, &sample::dictionary(), vec![sample::dataset()]).unwrap();
    let file = |(name, bytes): (String, Vec<u8>)| format!("=== {name}\n{}", String::from_utf8(bytes).unwrap());
    files.into_iter().map(file).collect()
}

#[test]
fn jsonl() {
    insta::assert_snapshot!(text(Format::Jsonl));
}

#[test]
fn csv() {
    insta::assert_snapshot!(text(Format::Csv));
}

#[test]
fn parquet() {
    let files = written(Format::Parquet, &sample::dictionary(), vec![sample::dataset()]).unwrap();
    let file = |(name, bytes): (String, Vec<u8>)| format!("=== {name}\n{}", crate::sample::parquet_as_text(bytes));
    insta::assert_snapshot!(files.into_iter().map(file).collect::<String>());
}

#[test]
fn the_bytes_do_not_depend_on_the_chunks() {
    let (dictionary, whole) = (sample::dictionary(), sample::repeated(20_000));
    for format in [Format::Jsonl, Format::Csv, Format::Parquet] {
        let one = written(format, &dictionary, vec![whole.clone()]).unwrap();
        for size in [1024, 8192, 13_000] {
            let parts = (0..whole.reviews).step_by(size).map(|from| sample::slice(&whole, from..whole.reviews.min(from + size)));
            assert!(written(format, &dictionary, parts.collect()).unwrap() == one, "{format:?} in chunks of {size}");
        }
    }
}

#[test]
fn a_dataset_without_reviews_is_written() {
    let dictionary = sample::dictionary();
    let files = |format| written(format, &dictionary, vec![Dataset::empty(&dictionary)]).unwrap();
    assert!(files(Format::Jsonl).iter().all(|(_, bytes)| bytes.is_empty()));
    assert!(files(Format::Csv).iter().all(|(_, bytes)| bytes.iter().filter(|byte| **byte == b'\n').count() == 1));
    for (_, bytes) in files(Format::Parquet) {
        let batches: Vec<RecordBatch> = batches(bytes);
        assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 0);
    }
}

#[test]
fn what_a_format_cannot_say_is_refused() {
    let dictionary = sample::dictionary();
    let mut dataset = sample::dataset();
    sample::put(&mut dataset, "reviews", "coded_by", 0, "refused");
    sample::put(&mut dataset, "reviews", "coded_by", 4, "");
    let problems = |format| match written(format, &dictionary, vec![dataset.clone()]) {
        Err(DatasetFault::Unwritable(problems)) => problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        other => panic!("{:?}", other.map(|files| files.len())),
    };
    insta::assert_debug_snapshot!([problems(Format::Jsonl), problems(Format::Csv), problems(Format::Parquet)]);
}

#[test]
fn what_is_no_number_is_refused() {
    let mut dataset = sample::dataset();
    sample::put(&mut dataset, "reviews", "reviewer_days", 0, "NaN");
    for format in [Format::Jsonl, Format::Csv, Format::Parquet] {
        let fault = written(format, &sample::dictionary(), vec![dataset.clone()]).unwrap_err().to_string();
        assert!(fault.contains("R1.reviewer_days: NaN is no number"), "{fault}");
    }
}

fn batches(bytes: Vec<u8>) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).unwrap().build().unwrap();
    reader.map(Result::unwrap).collect()
}
