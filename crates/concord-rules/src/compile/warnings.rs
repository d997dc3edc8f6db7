//! What is allowed, but probably not meant: rules that can never be true, and rules that take silence for an answer.

use concord_model::dictionary::Dictionary;

use crate::plan::Rule;

/// For each thing found: the line of the scale that it is about, what it is, and what to do.
pub(super) fn of(_rule: &Rule, _dictionary: &Dictionary) -> Vec<(Option<usize>, String, String)> {
    Vec::new()
}
