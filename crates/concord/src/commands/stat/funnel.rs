//! `concord stat funnel`: limits and flags of units.

use concord_stat::funnel::{self, Spread, Unit};

use super::rows::Said;
use super::table::Table;
use crate::args::{Overdispersion, StatFunnel};

/// The funnel of all rows' units. Where there is a column `m` every row says how many of its cases are missing.
pub(super) fn funnel(table: &Table, arguments: &StatFunnel) -> Said {
    let [unit, x, n] = table.columns(["unit", "x", "n"])?;
    let m = table.optional("m")?;
    let rows = table.rows(|row| {
        let (unit, x, n, m) = (row.text(unit), row.count(x), row.count(n), m.map(|m| row.count(m)));
        let m = m.map_or(Some(None), |m| m.map(Some));
        Some(Unit { unit: unit?.to_owned(), x: x?, n: n?, m: m? })
    });
    rows.once(|unit| &unit.unit).figures(Some("--theta"), |units| funnel::funnel(&units, arguments.theta, spread(arguments.overdispersion)))
}

fn spread(overdispersion: Overdispersion) -> Spread {
    match overdispersion {
        Overdispersion::None => Spread::None,
        Overdispersion::BetaBinomial => Spread::BetaBinomial,
        Overdispersion::Multiplicative => Spread::Multiplicative,
        Overdispersion::Additive => Spread::Additive,
    }
}
