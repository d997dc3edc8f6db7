//! `concord stat interval`: intervals of proportions.

use concord_stat::proportion::intervals;

use super::rows::Said;
use super::table::Table;
use crate::args::StatInterval;

/// The intervals of every row's `x` of `n`.
pub(super) fn interval(table: &Table, arguments: &StatInterval) -> Said {
    let [x, n] = table.columns(["x", "n"])?;
    let rows = table.rows(|row| {
        let counts = (row.count(x), row.count(n));
        Some([counts.0?, counts.1?])
    });
    rows.figures(Some("--confidence"), |counts| intervals(&counts, arguments.confidence))
}
