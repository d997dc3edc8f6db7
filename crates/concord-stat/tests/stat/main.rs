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

/// A worked example taken from another package, which is not part of the project: `None`, and a word about it, where it is not at hand.
#[expect(clippy::print_stderr, reason = "a check that was left out has to be said")]
fn reference(name: &str) -> Option<serde_json::Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference").join(format!("{name}.json"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}
