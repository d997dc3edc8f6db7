//! `concord stat standardise`: observed over expected.

use concord_stat::standardise::{self, Case};

use super::rows::Said;
use super::table::Table;

/// The ratio of every unit, from the cases that the rows are.
pub(super) fn standardise(table: &Table) -> Said {
    let [unit, x, p] = table.columns(["unit", "x", "p"])?;
    let rows = table.rows(|row| {
        let (unit, x, p) = (row.text(unit), row.binary(x), row.number(p));
        Some(Case { unit: unit?.to_owned(), x: x?, p: p? })
    });
    rows.figures(None, |cases| standardise::standardise(&cases))
}
