//! Conger's kappa: chance is two different raters, each rating with shares of its own.
//!
//! With p the shares of each rater's own ratings, expected disagreement is the mean of `Σ d p_gc p_hk` over all ordered pairs of
//! different raters g and h (Conger 1980, Psychological Bulletin 88:322–328; irrCAC 1.4 gets the same from means and covariances). With
//! two raters and nothing missing it is Cohen's kappa. Raters without a rating are left out.
//!
//! Ends: undefined where all ratings are of one category (0/0). Misleads: raters who differ in what they find common are expected to
//! agree less, and so get a higher kappa for it.

use super::estimate::{Estimate, beyond_chance};
use super::percent::disagreement;
use super::tally::Tally;
use super::weights::Scale;

/// Conger's kappa. `margins` are each rater's ratings by category.
///
/// # Errors
/// No unit has two ratings; all ratings are of one category.
pub fn kappa(tally: &Tally, margins: &[Vec<u64>], scale: &Scale) -> Estimate {
    let observed = disagreement(tally, scale)?;
    let shares: Vec<Vec<f64>> = margins.iter().filter_map(|counts| shares(counts)).collect();
    let with_others = |g: usize| (0..shares.len()).filter(|h| *h != g).map(|h| scale.between(&shares[g], &shares[h])).sum::<f64>();
    let raters = shares.len() as f64;
    let expected = (0..shares.len()).map(with_others).sum::<f64>() / (raters * (raters - 1.0));
    beyond_chance(observed, expected)
}

fn shares(counts: &[u64]) -> Option<Vec<f64>> {
    let all = counts.iter().sum::<u64>();
    (all > 0).then(|| counts.iter().map(|count| *count as f64 / all as f64).collect())
}
