//! What is promised of reading: the same from all forms, every fault told, nothing lost.

#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]

mod chains;
mod chunks;
mod faults;
mod files;
mod forms;
mod intervals;
mod mutated;
mod pairs;
mod parquet_types;
mod support;
