//! Percent agreement, and its complement, the observed disagreement.
//!
//! Of each unit with two ratings or more, the mean weight (1 − distance) of its pairs of ratings; of all these units, the mean. Nominal
//! weights give the share of pairs that are the same. A share between 0 and 1 in spite of the name.
//!
//! Misleads: it is high for no other reason than that one category is common.

use super::estimate::{Estimate, Undefined};
use super::tally::Tally;
use super::weights::Scale;

/// The mean weight of two ratings of one unit.
///
/// # Errors
/// No unit has two ratings.
pub fn percent_agreement(tally: &Tally, scale: &Scale) -> Estimate {
    disagreement(tally, scale).map(|observed| 1.0 - observed)
}

/// The mean distance of two ratings of one unit.
pub(super) fn disagreement(tally: &Tally, scale: &Scale) -> Estimate {
    let units = tally.pairable();
    if units == 0 {
        return Err(Undefined::NoPair);
    }
    let sum = tally.disagreement(scale.distances(), |size| 1.0 / (size.ratings * (size.ratings - 1)) as f64);
    Ok(sum / units as f64)
}
