//! Brennan and Prediger's coefficient: chance is two ratings that are each of any declared category alike.
//!
//! Expected disagreement is the mean distance over all q² pairs of categories (Brennan and Prediger 1981, Educational and Psychological
//! Measurement 41:687–699; weighted as in irrCAC 1.4). With two categories it is twice the agreement less one, PABAK.
//!
//! Ends: defined wherever a unit has two ratings. Misleads: declaring categories that nobody uses raises it.

use super::estimate::{Estimate, beyond_chance};
use super::percent::disagreement;
use super::tally::Tally;
use super::weights::Scale;

/// Brennan and Prediger's coefficient.
///
/// # Errors
/// No unit has two ratings.
pub fn coefficient(tally: &Tally, scale: &Scale) -> Estimate {
    let q = scale.categories() as f64;
    beyond_chance(disagreement(tally, scale)?, scale.distances().iter().sum::<f64>() / (q * q))
}
