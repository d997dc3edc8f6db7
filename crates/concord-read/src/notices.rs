//! What is to be known about a dataset as a whole, each thing once with its count.

use std::collections::BTreeMap;

use concord_model::problem::{Problem, nearest};

use crate::cell::quoted;
use crate::layout::Layout;

/// Columns or keys that the dictionary does not have, with the nearest that it has.
pub(crate) fn unknown_names<'a>(
    layout: &Layout,
    file: impl Fn(usize) -> &'a str,
    unknown: &BTreeMap<(usize, String), u64>,
) -> Vec<Problem> {
    let notice = |((table, name), count): (&(usize, String), &u64)| {
        let known = &layout.tables[*table];
        let message = format!("{} is unknown and not read, in {}", quoted(name), counted(*count, "row"));
        Problem::of(file(*table), message).about(known.name.clone()).maybe_hint(nearest(name, known.all_names(layout)))
    };
    unknown.iter().map(notice).collect()
}

/// Columns that a file does not have.
pub(crate) fn absent_columns(file: &str, table: &str, names: &[&str]) -> Option<Problem> {
    let message = format!("has no column {}: not recorded in any row", names.join(", "));
    (!names.is_empty()).then(|| Problem::of(file, message).about(table))
}

/// `1 row`, `2 rows`.
pub(crate) fn counted(count: u64, thing: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{s}")
}
