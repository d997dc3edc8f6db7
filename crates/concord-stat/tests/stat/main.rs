//! What the statistics promise, each in a file of the same name.

#![allow(clippy::unwrap_used, reason = "a test that fails should panic")]
#![allow(clippy::disallowed_methods, reason = "a test writes no numbers")]

use std::path::Path;

mod agreement;
mod bounds;
mod fdr;
mod funnel;
mod gradient;
mod normal_pool;
mod overdispersion;
mod permutation;
mod proportion;
mod shrink;
mod special;
mod standardise;
mod trend;
mod variance;

/// Fails unless two numbers are within a distance of one another.
#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found:e}, expected {expected:e} within {tolerance:e}");
}

/// Invented data and what other software finds in them: a file below `tests/data`.
fn data(name: &str) -> serde_json::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    serde_json::from_str(&text).unwrap()
}
