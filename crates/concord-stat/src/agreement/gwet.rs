//! Gwet's AC1 (nominal weights) and AC2 (others).
//!
//! Chance agreement is `T / (q(q − 1)) Σ π(1 − π)`, with q the declared categories, T the sum of all weights and π the
//! [prevalences](super::prevalence), from all units with a rating; observed agreement is from those with two (Gwet 2008, British Journal
//! of Mathematical and Statistical Psychology 61:29–48; irrCAC 1.4).
//!
//! Ends: defined wherever a unit has two ratings; 1 where all are of one category. Misleads: it depends on how many categories are
//! declared, and is high where one category is common, even if raters never agree on the other: specific agreement belongs beside it.

use super::estimate::{Estimate, beyond_chance};
use super::percent::disagreement;
use super::prevalence::prevalence;
use super::tally::Tally;
use super::weights::Scale;

/// AC1 or AC2.
///
/// # Errors
/// No unit has two ratings.
pub fn ac(tally: &Tally, scale: &Scale) -> Estimate {
    let observed = disagreement(tally, scale)?;
    let q = scale.categories() as f64;
    let weights = q * q - scale.distances().iter().sum::<f64>();
    let spread = prevalence(tally)?.iter().map(|share| share * (1.0 - share)).sum::<f64>();
    beyond_chance(observed, 1.0 - weights / (q * (q - 1.0)) * spread)
}
