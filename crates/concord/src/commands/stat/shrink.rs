//! `concord stat shrink`: each unit's share given all units.

use concord_stat::shrink::{self, Grid, Unit};

use super::rows::Said;
use super::table::Table;

/// The pooled figures of all rows' units.
pub(super) fn shrink(table: &Table) -> Said {
    let [unit, x, n] = table.columns(["unit", "x", "n"])?;
    let rows = table.rows(|row| {
        let (unit, x, n) = (row.text(unit), row.count(x), row.count(n));
        Some(Unit { unit: unit?.to_owned(), x: x?, n: n? })
    });
    rows.once(|unit| &unit.unit).figures(None, |units| shrink::shrink(&units, &Grid::default()))
}
