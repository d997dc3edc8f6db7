//! Specific agreement: where one rater finds a category, how often another finds it too.
//!
//! Over all ordered pairs of ratings of one unit whose first is of category c, the share whose second is; with two raters and categories
//! `2a/(2a + b + c)` and `2d/(2d + b + c)` (Cicchetti and Feinstein 1990, Journal of Clinical Epidemiology 43:551–558; for more raters
//! de Vet and others 2017, Journal of Clinical Epidemiology 83:85–89). Every pair of ratings counts alike, so that a unit with more
//! ratings counts more; distances do not count at all.
//!
//! Ends: undefined for a category that no unit with two ratings has. Not corrected for chance: that is what the coefficients are for, and
//! why both are told.

use super::estimate::{Estimate, Undefined};
use super::tally::Tally;

/// The specific agreement of each declared category, of `categories`.
#[must_use]
pub fn specific_agreement(tally: &Tally, categories: usize) -> Vec<Estimate> {
    (0..categories).map(|category| of(tally, category, categories)).collect()
}

fn of(tally: &Tally, category: usize, categories: usize) -> Estimate {
    let sum = |range: std::ops::Range<usize>| tally.with_at_least(2).flat_map(|size| &size.pairs[range.clone()]).sum::<u64>();
    let first = category * categories;
    let (both, all) = (sum(first + category..first + category + 1), sum(first..first + categories));
    if all == 0 { Err(Undefined::Unused) } else { Ok(both as f64 / all as f64) }
}
