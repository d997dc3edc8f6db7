//! Shares of which not all is known, as cells and as words.

use concord_model::comparison::BoundedShare;

use super::html::{Cell, Table};
use super::words;

/// The columns of one.
pub(super) fn columns(table: Table) -> Table {
    table
        .columns(["Counted", "Yes", "No", "Not known", "May count"])
        .group("Share", ["Lower bound", "Of those known", "95% interval of it", "Upper bound", "95% hull"])
}

/// Its cells.
pub(super) fn cells(share: &BoundedShare) -> [Cell; 10] {
    let maybe = share.maybe_yes + share.maybe_no + share.maybe_unknown;
    let [n, yes, no, unknown, maybe] = [share.n, share.yes, share.no, share.unknown, maybe].map(Cell::from);
    let interval = words::interval(share.interval_lower, share.interval_upper);
    let hull = words::interval(share.hull_lower, share.hull_upper);
    [n, yes, no, unknown, maybe, words::share(share.lower), words::share(share.assessed_only), interval, words::share(share.upper), hull]
}

/// Its bounds in words, `58.3%` where they are one, `55.1% to 61.0%`; nothing where they are not defined.
pub(super) fn range(share: &BoundedShare) -> Option<String> {
    let (lower, upper) = (share.lower?, share.upper?);
    Some(if lower == upper { words::percent(lower) } else { format!("{} to {}", words::percent(lower), words::percent(upper)) })
}

/// A probability.
pub(super) fn probability(p: Option<f64>) -> Cell {
    Cell::Number(match p {
        None => words::UNDEFINED.to_owned(),
        Some(p) if p < 0.001 => "below 0.001".to_owned(),
        Some(p) => format!("{p:.3}"),
    })
}
