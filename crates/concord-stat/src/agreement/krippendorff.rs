//! Krippendorff's alpha, by the coincidence matrix.
//!
//! Units with two ratings or more count. With m ratings of a unit each ordered pair of them adds 1/(m − 1) to the coincidences o; n_c are
//! their ratings of category c and n all of them. `α = 1 − (n − 1) Σ o δ² / Σ n_c n_k δ²` (Krippendorff 2011, *Computing Krippendorff's
//! Alpha-Reliability*). The metric δ² is Krippendorff's own: nominal, interval and ratio are proportional to the distances of
//! [`super::weights`], which is all that counts; ordinal is made from the ratings, `(Σ n_g from c to k − (n_c + n_k)/2)²`, and is not
//! irrCAC's ordinal weight.
//!
//! Ends: undefined where all these ratings are of one category (0/0), and for linear and quadratic weights, which have no metric. Where
//! raters agree less than by chance it is negative. Misleads: with a rare category it is low however often raters agree.

use std::borrow::Cow;

use super::estimate::{Estimate, Undefined, beyond_chance};
use super::tally::Tally;
use super::weights::{Scale, Weights};

/// Krippendorff's alpha.
///
/// # Errors
/// No unit has two ratings; all their ratings are of one category; linear and quadratic weights.
pub fn alpha(tally: &Tally, scale: &Scale) -> Estimate {
    let ratings = tally.by_category(2, |_| 1.0);
    let metric = metric(scale, &ratings)?;
    let n = ratings.iter().sum::<f64>();
    if n <= 0.0 {
        return Err(Undefined::NoPair);
    }
    let observed = tally.disagreement(&metric, |size| 1.0 / (size.ratings - 1) as f64);
    let pairs = ratings.iter().flat_map(|first| ratings.iter().map(move |second| first * second));
    let expected = metric.iter().zip(pairs).map(|(squared, pairs)| squared * pairs).sum::<f64>();
    beyond_chance((n - 1.0) * observed, expected)
}

/// The squared differences of every two categories, given how many ratings each has.
fn metric<'a>(scale: &'a Scale, ratings: &[f64]) -> Result<Cow<'a, [f64]>, Undefined> {
    match scale.weights() {
        Weights::Nominal | Weights::Interval | Weights::Ratio => Ok(Cow::Borrowed(scale.distances())),
        Weights::Ordinal => Ok(Cow::Owned(ordinal(ratings))),
        Weights::Linear | Weights::Quadratic => Err(Undefined::NoMetric),
    }
}

/// The ordinal metric: ratings ranked, the squared difference of two categories' mean ranks.
fn ordinal(ratings: &[f64]) -> Vec<f64> {
    let mut below = 0.0;
    let mut rank = |count: &f64| {
        below += count;
        below - 0.5 * count
    };
    let ranks: Vec<f64> = ratings.iter().map(&mut rank).collect();
    ranks.iter().flat_map(|first| ranks.iter().map(move |second| (first - second) * (first - second))).collect()
}
