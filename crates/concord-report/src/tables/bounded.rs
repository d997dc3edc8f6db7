//! The columns of a share of which not all is known.

use concord_model::comparison::BoundedShare;

use super::sheet::Cell;

/// Its columns.
pub(super) const BOUNDED: [&str; 15] = [
    "n",
    "yes",
    "no",
    "unknown",
    "maybe_yes",
    "maybe_no",
    "maybe_unknown",
    "lower",
    "assessed_only",
    "upper",
    "interval_lower",
    "interval_upper",
    "hull_lower",
    "hull_upper",
    "why",
];

pub(super) fn bounded(share: &BoundedShare) -> [&dyn Cell; 15] {
    [
        &share.n,
        &share.yes,
        &share.no,
        &share.unknown,
        &share.maybe_yes,
        &share.maybe_no,
        &share.maybe_unknown,
        &share.lower,
        &share.assessed_only,
        &share.upper,
        &share.interval_lower,
        &share.interval_upper,
        &share.hull_lower,
        &share.hull_upper,
        &share.why,
    ]
}
