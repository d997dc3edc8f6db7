//! A share of which not all is known.

use serde::{Deserialize, Serialize};

/// A share with its bounds, where it may be unknown both whether something is so and whether a case counts at all.
///
/// The least share takes all that is unknown as *no*, and counts those that may count where they are not so; the greatest takes it as
/// *yes*, and counts those that may count where they are. Nothing narrower holds without assumptions on why it is unknown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct BoundedShare {
    /// Cases that count: `yes + no + unknown`.
    pub n: u64,
    /// Of these, those of which it is so.
    pub yes: u64,
    /// … of which it is not.
    pub no: u64,
    /// … of which it is not known.
    pub unknown: u64,
    /// Cases of which it is not known whether they count, and of which it is so.
    pub maybe_yes: u64,
    /// … of which it is not.
    pub maybe_no: u64,
    /// … of which that is not known either.
    pub maybe_unknown: u64,
    /// The least share that can be true: `yes / (n + maybe_no + maybe_unknown)`.
    pub lower: Option<f64>,
    /// The share among those that count and are known: `yes / (yes + no)`.
    pub assessed_only: Option<f64>,
    /// The greatest share that can be true: `(yes + unknown + maybe_yes + maybe_unknown) / (n + maybe_yes + maybe_unknown)`.
    pub upper: Option<f64>,
    /// The least of the 95% interval of `assessed_only` that respects partnerships: Wilson's, of the number of independent cases that
    /// have the variance of the jackknife over partnerships. `None` for a single partnership.
    pub interval_lower: Option<f64>,
    /// The greatest of it.
    pub interval_upper: Option<f64>,
    /// The least of the 95% hull: the lower limit below the lower bound, by the same interval; for a single partnership by Wilson's.
    pub hull_lower: Option<f64>,
    /// The greatest of the 95% hull: the upper limit above the upper bound.
    pub hull_upper: Option<f64>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}
