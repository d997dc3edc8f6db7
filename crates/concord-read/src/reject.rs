//! Records that are refused, and what is said of them.

use concord_model::problem::Problem;
use serde_json::Value;

use crate::block::{Block, Fault};
use crate::cell::Complaint;
use crate::forms::Source;
use crate::layout::Layout;

/// A record that is refused, whole, with all its reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Reject {
    /// The record as it stands in the data, its child rows inside; a text where it is no record at all. Of a child row without
    /// a review, the row alone.
    pub record: Value,
    /// Why: at least one problem.
    pub problems: Vec<Problem>,
}

/// A fault of a record, said with its place.
pub(crate) fn problem(source: &dyn Source, layout: &Layout, block: &Block, record: usize, fault: &Fault) -> Problem {
    let Complaint { message, hint } = &fault.complaint;
    let lines = [(fault.table, fault.row), (layout.record, record)];
    let line = lines.into_iter().find_map(|(table, row)| block.tables[table].lines.get(row).copied());
    Problem::of(source.file(fault.table), message.clone())
        .at_line(line.unwrap_or(block.places[record]), None)
        .about(about(layout, block, record, fault))
        .maybe_hint(hint.clone())
}

/// The record's key, the child row's, and the field: dotted from the outside in.
fn about(layout: &Layout, block: &Block, record: usize, fault: &Fault) -> String {
    let rows = &block.tables[layout.record];
    let mut parts = vec![key_or(&rows.keys, record, || format!("#{}", block.places[record]))];
    if fault.table != layout.record {
        let (table, rows) = (&layout.tables[fault.table], &block.tables[fault.table]);
        parts.push(table.name.clone());
        let number = fault.row.saturating_sub(block.rows_of(fault.table, record).start) + 1;
        parts.push(key_or(&rows.keys, fault.row, || format!("#{number}")));
    }
    parts.extend(fault.name.map(|name| layout.tables[fault.table].written(name, layout).to_owned()));
    parts.join(".")
}

fn key_or(keys: &concord_model::dataset::Strings, row: usize, otherwise: impl Fn() -> String) -> String {
    if row < keys.len() && !keys.get(row).is_empty() { keys.get(row).to_owned() } else { otherwise() }
}
