//! How common each category is: of every unit with a rating the share of its ratings in the category, and of these units the mean.
//!
//! This is the π of Gwet's and Fleiss's coefficients. Where units have unequal numbers of ratings it is not the share of all ratings,
//! since every unit counts alike.

use super::estimate::{Estimate, Undefined};
use super::tally::Tally;

/// The share of each declared category; they add up to 1.
///
/// # Errors
/// No unit has a rating.
pub fn prevalence(tally: &Tally) -> Result<Vec<f64>, Undefined> {
    let units = tally.with_at_least(1).map(|size| size.units).sum::<u64>();
    if units == 0 {
        return Err(Undefined::NoRating);
    }
    let sums = tally.by_category(1, |size| 1.0 / size.ratings as f64);
    Ok(sums.iter().map(|sum| sum / units as f64).collect())
}

/// One figure a category, of `categories`, where all are undefined together.
pub(super) fn each(tally: &Tally, categories: usize) -> Vec<Estimate> {
    match prevalence(tally) {
        Ok(shares) => shares.into_iter().map(Ok).collect(),
        Err(reason) => vec![Err(reason); categories],
    }
}
