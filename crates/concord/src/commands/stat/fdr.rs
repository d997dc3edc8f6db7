//! `concord stat fdr`: adjusted p-values.

use concord_stat::fdr::adjust;

use super::rows::Said;
use super::table::Table;

/// The adjusted p-values of all rows; missing ones keep their place.
pub(super) fn fdr(table: &Table) -> Said {
    let [p] = table.columns(["p"])?;
    table.rows(|row| row.maybe_number(p)).figures(None, |p| adjust(&p))
}
