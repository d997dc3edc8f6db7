//! A share and its interval when cases come in clusters.
//!
//! Reviews of one partnership resemble one another, so that 4,000 of them say less than 4,000 independent ones. Each cluster is left out
//! in turn (Tukey's jackknife): with K clusters and θ₍ₖ₎ the share without cluster k, the variance is
//! `(K − 1)/K Σ (θ₍ₖ₎ − mean of θ₍ₖ₎)²`. The number of independent cases with that variance, `p(1 − p)/variance`, goes into Wilson's
//! interval with Student's t on K − 1 degrees of freedom (Korn and Graubard 1998, Survey Methodology 24:193–201, who do the same with
//! Clopper–Pearson). It is never taken to exceed the cases there are: a design effect below 1 counts as 1.
//!
//! Ends: one cluster has no variance between clusters: undefined. Where the share is 0 or 1, or all clusters agree, the cases are
//! counted as independent and `design_effect` is undefined: the interval is then too narrow rather than without width.
//! Misleads: with few clusters, or one that holds most cases.

use serde::Serialize;

use crate::fault::Faults;
use crate::proportion::{Interval, wilson_z};
use crate::special::normal::t_quantile;

/// A share from clusters of cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// Cases with the finding.
    pub x: u64,
    /// Cases in all.
    pub n: u64,
    /// Clusters with at least one case.
    pub clusters: usize,
    /// `x / n`; `None` where there is no case.
    pub share: Option<f64>,
    /// The interval; `None` where fewer than two clusters have cases.
    pub interval: Option<Interval>,
    /// Independent cases that would say as much.
    pub effective_n: Option<f64>,
    /// Cases divided by effective cases, before the latter are capped (below 1 it counts as 1); `None` where it cannot be told.
    pub design_effect: Option<f64>,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The share over all clusters, each `[x, n]`, with its interval.
///
/// # Errors
/// Counts with `x` > `n` or above [`crate::fault::MAX_COUNT`]; a confidence not strictly between 0 and 1.
pub fn share(clusters: &[[u64; 2]], confidence: f64) -> Result<Share, Faults> {
    let mut faults = Faults::default();
    faults.confidence(confidence);
    for (row, [x, n]) in clusters.iter().enumerate() {
        faults.share(row, ("x", *x), ("n", *n));
    }
    faults.or(|| of_filled(&filled(clusters), |k| t(k, confidence)))
}

/// The clusters that have cases, in an order of their own, so that sums over them do not hang on the one given.
fn filled(clusters: &[[u64; 2]]) -> Vec<[u64; 2]> {
    let mut filled: Vec<[u64; 2]> = clusters.iter().copied().filter(|[_, n]| *n > 0).collect();
    filled.sort_unstable();
    filled
}

/// Student's t of a two-sided interval from `k` > 1 clusters.
fn t(k: usize, confidence: f64) -> f64 {
    -t_quantile(k as f64 - 1.0, 0.5 * (1.0 - confidence))
}

/// Hulls of bounds from clusters at one confidence; what they share is worked out once.
#[derive(Debug, Clone)]
pub struct Hulls {
    /// By the number of clusters, two first.
    t: Vec<f64>,
}

impl Hulls {
    /// For as many clusters as `most`.
    ///
    /// # Errors
    /// A confidence not strictly between 0 and 1.
    pub fn new(confidence: f64, most: usize) -> Result<Hulls, Faults> {
        let mut faults = Faults::default();
        faults.confidence(confidence);
        faults.or(|| Hulls { t: (2..=most).map(|k| t(k, confidence)).collect() })
    }

    /// From the lower end of the interval of the lower bound to the upper end of that of the upper bound, each given by cluster as `[x, n]`
    /// with `x` ≤ `n`; `None` where there are not two clusters with cases, or more than were said. Never narrower than Wilson's.
    #[must_use]
    pub fn hull(&self, lower: &[[u64; 2]], upper: &[[u64; 2]]) -> Option<Interval> {
        Some([self.interval(lower)?[0], self.interval(upper)?[1]])
    }

    fn interval(&self, clusters: &[[u64; 2]]) -> Option<Interval> {
        let filled = filled(clusters);
        let t = *self.t.get(filled.len().checked_sub(2)?)?;
        of_filled(&filled, |_| t).interval
    }
}

fn of_filled(clusters: &[[u64; 2]], t: impl Fn(usize) -> f64) -> Share {
    let total = |column: usize| clusters.iter().map(|cluster| cluster[column]).sum::<u64>();
    let (x, n, k) = (total(0), total(1), clusters.len());
    let undefined = |why| Share { x, n, clusters: k, share: None, interval: None, effective_n: None, design_effect: None, why: Some(why) };
    if n == 0 {
        return undefined("there is no case");
    }
    let share = x as f64 / n as f64;
    if k < 2 {
        return Share { share: Some(share), ..undefined("all cases are of one cluster") };
    }
    let without: Vec<f64> = clusters.iter().map(|[a, b]| (x - a) as f64 / (n - b) as f64).collect();
    let binomial = share * (1.0 - share) / n as f64;
    let design_effect = (binomial > 0.0).then(|| jackknife_variance(&without) / binomial).filter(|effect| *effect > 1e-12);
    let effective_n = n as f64 / design_effect.unwrap_or(1.0).max(1.0);
    Share {
        x,
        n,
        clusters: k,
        share: Some(share),
        interval: Some(wilson_z(share * effective_n, effective_n, t(k))),
        effective_n: Some(effective_n),
        design_effect,
        why: design_effect.is_none().then_some("the clusters do not differ, so that the design effect cannot be told"),
    }
}

/// The difference of two shares that come from the same clusters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The second share less the first; `None` where either has no case.
    pub difference: Option<f64>,
    /// The interval, cut to [−1, 1]; `None` where fewer than two clusters have cases, or where they do not differ.
    pub interval: Option<Interval>,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The difference of two shares, each cluster given as both its counts `[[x, n], [x, n]]`: the estimate ± t times the jackknife's standard
/// error, with one degree of freedom less than there are clusters. A cluster without which one of the shares has no case leaves the
/// interval undefined.
///
/// # Errors
/// Counts with `x` > `n` or above [`crate::fault::MAX_COUNT`]; a confidence not strictly between 0 and 1.
pub fn difference(clusters: &[[[u64; 2]; 2]], confidence: f64) -> Result<Difference, Faults> {
    let mut faults = Faults::default();
    faults.confidence(confidence);
    for (row, [x, n]) in clusters.iter().enumerate().flat_map(|(row, two)| two.iter().map(move |counts| (row, *counts))) {
        faults.share(row, ("x", x), ("n", n));
    }
    faults.or(|| difference_of_checked(clusters, confidence))
}

fn difference_of_checked(clusters: &[[[u64; 2]; 2]], confidence: f64) -> Difference {
    let filled: Vec<&[[u64; 2]; 2]> = clusters.iter().filter(|two| two[0][1] + two[1][1] > 0).collect();
    let total = |side: usize, column: usize| filled.iter().map(|two| two[side][column]).sum::<u64>();
    let totals = [[total(0, 0), total(0, 1)], [total(1, 0), total(1, 1)]];
    let of = |[first, second]: [[u64; 2]; 2]| {
        let share = |[x, n]: [u64; 2]| (n > 0).then(|| x as f64 / n as f64);
        Some(share(second)? - share(first)?)
    };
    let Some(estimate) = of(totals) else {
        return Difference { difference: None, interval: None, why: Some("one of the two has no case") };
    };
    let without = |two: &&[[u64; 2]; 2]| {
        let less = |side: usize| [totals[side][0] - two[side][0], totals[side][1] - two[side][1]];
        of([less(0), less(1)])
    };
    let replicates: Option<Vec<f64>> = filled.iter().map(without).collect();
    let error = replicates.filter(|replicates| replicates.len() > 1).map(|replicates| jackknife_variance(&replicates).sqrt());
    let interval = error.filter(|error| *error > 0.0).map(|error| {
        let t = -t_quantile(filled.len() as f64 - 1.0, 0.5 * (1.0 - confidence));
        [(estimate - t * error).max(-1.0), (estimate + t * error).min(1.0)]
    });
    let why = interval.is_none().then_some("too few clusters, or clusters that do not differ: no interval can be told");
    Difference { difference: Some(estimate), interval, why }
}

/// The jackknife's variance from the estimates without each cluster: `(K − 1)/K Σ (θ₍ₖ₎ − mean)²`.
#[must_use]
pub fn jackknife_variance(without: &[f64]) -> f64 {
    let k = without.len() as f64;
    let mean = without.iter().sum::<f64>() / k;
    without.iter().map(|estimate| (estimate - mean) * (estimate - mean)).sum::<f64>() * (k - 1.0) / k
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2 of 4 less 2 of 5 in three clusters. Without each of them the difference is 0, −1/6 and 5/12, so that the jackknife's variance is
    /// 26/144 · 2/3; the upper quartile of t with two degrees of freedom is √(2/3).
    #[test]
    fn the_order_of_clusters_changes_no_bit() {
        let clusters: Vec<[u64; 2]> = (1..40).map(|n| [n * n % 7, n + 12]).collect();
        let reversed: Vec<[u64; 2]> = clusters.iter().rev().copied().collect();
        assert_eq!(share(&clusters, 0.95).unwrap(), share(&reversed, 0.95).unwrap());
        let hulls = Hulls::new(0.95, clusters.len()).unwrap();
        let upper = |clusters: &[[u64; 2]]| clusters.iter().map(|[x, n]| [x + 6, *n]).collect::<Vec<_>>();
        let hull = hulls.hull(&clusters, &upper(&clusters)).unwrap();
        assert_eq!(Some(hull), hulls.hull(&reversed, &upper(&reversed)));
        let ends = [share(&clusters, 0.95).unwrap(), share(&upper(&clusters), 0.95).unwrap()].map(|share| share.interval.unwrap());
        assert_eq!(hull, [ends[0][0], ends[1][1]]);
        assert_eq!(hulls.hull(&clusters[..1], &upper(&clusters[..1])), None);
    }

    #[test]
    fn a_difference_of_shares_by_hand() {
        let clusters = [[[1, 2], [1, 1]], [[0, 2], [1, 2]], [[1, 1], [0, 1]]];
        let found = difference(&clusters, 0.5).unwrap();
        let half = (2.0_f64 / 3.0 * 26.0 / 144.0 * 2.0 / 3.0).sqrt();
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        near(found.difference.unwrap(), 0.1);
        let [low, high] = found.interval.unwrap();
        near(low, 0.1 - half);
        near(high, 0.1 + half);
    }

    #[test]
    fn a_difference_with_an_empty_side_is_undefined_and_it_is_said_why() {
        let found = difference(&[[[1, 2], [0, 0]], [[0, 2], [0, 0]]], 0.95).unwrap();
        assert_eq!((found.difference, found.interval), (None, None));
        assert_eq!(found.why, Some("one of the two has no case"));
        let one = difference(&[[[1, 2], [1, 3]]], 0.95).unwrap();
        assert!(one.difference.is_some() && one.interval.is_none() && one.why.is_some());
    }
}
