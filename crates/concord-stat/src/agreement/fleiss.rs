//! Fleiss's kappa: chance is two independent ratings with the [prevalences](super::prevalence) π.
//!
//! Expected disagreement is `Σ d π_c π_k` (Fleiss 1971, Psychological Bulletin 76:378–382; weighted, and with missing ratings, as in
//! irrCAC 1.4). With two raters it is Scott's pi.
//!
//! Ends: undefined where all ratings are of one category (0/0). Misleads: with a rare category it is low however often raters agree.

use super::estimate::{Estimate, beyond_chance};
use super::percent::disagreement;
use super::prevalence::prevalence;
use super::tally::Tally;
use super::weights::Scale;

/// Fleiss's kappa.
///
/// # Errors
/// No unit has two ratings; all ratings are of one category.
pub fn kappa(tally: &Tally, scale: &Scale) -> Estimate {
    let observed = disagreement(tally, scale)?;
    let shares = prevalence(tally)?;
    beyond_chance(observed, scale.between(&shares, &shares))
}
