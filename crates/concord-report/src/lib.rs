//! A comparison in, bytes out: the outputs of a run, and datasets as files.
//!
//! Everything writes to a `Write` that it is given, or returns bytes; which file that is, and that it takes its place only when it is
//! whole, is the front door's. Where there are many rows, an `Encoder` makes the bytes of a part and changes nothing, so that parts
//! are made side by side, and a `Writer` appends them in order: the same inputs give the same bytes, whatever the workers.
//!
//! | file | from | module |
//! |---|---|---|
//! | `answers.parquet` | batches of answers | [`answers`] |
//! | `themes.parquet` | batches of findings | [`themes`] |
//! | `comparison.json` | a [`Comparison`](concord_model::comparison::Comparison) | [`json`] |
//! | `tables/*.csv` | the same | [`tables`] |
//! | `report.html` | the same, and the manifest | [`report`] |
//! | `rejects.jsonl`, `problems.csv`, `errors.jsonl` | what needs a person | [`records`] |
//! | `manifest.json`, `timings.json` | what the run depended on, how long it took | [`manifest`], [`json`] |
//! | `reviews` and `partnerships` as JSON Lines, CSV or Parquet | chunks of a dataset | [`dataset`] |
//!
//! No number that is none stands in any of them: what is not defined is empty or null, with why beside it.
//!
//! # Example
//! ```
//! use concord_model::dataset::Dataset;
//! use concord_model::dictionary::Dictionary;
//! use concord_report::dataset::{Encoder, Format, Writer};
//!
//! let england = Dictionary::england();
//! let encoder = Encoder::new(Format::Csv, &england);
//! let writer = Writer::new(&encoder, |_name| Ok(Vec::new()))?;
//! let files = writer.finish(&encoder, &Dataset::empty(&england))?;
//!
//! assert_eq!(encoder.files(), ["reviews.csv", "children.csv", "observations.csv", "recommendations.csv", "partnerships.csv"]);
//! assert!(files[0].starts_with(b"review_id,partnership_id,review_type,parent_review_id,"));
//! # Ok::<(), concord_report::dataset::DatasetFault>(())
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

pub mod answers;
pub mod dataset;
pub mod json;
pub mod manifest;
pub mod parquet;
pub mod records;
pub mod report;
pub mod tables;
pub mod themes;

#[cfg(test)]
mod sample;
