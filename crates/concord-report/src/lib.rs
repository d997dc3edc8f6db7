//! A comparison in, bytes out: the outputs of a run, and datasets as files.

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
