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
use crate::special::normal::{self, t_quantile};

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
    /// The interval, within [−1, 1]; `None` where either share has none.
    pub interval: Option<Interval>,
    /// The least two-sided level at which the interval leaves out 0; `None` where there is no interval.
    pub p: Option<f64>,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The difference of two shares, each cluster given as both its counts `[[x, n], [x, n]]`.
///
/// The interval is made of those of [`share`], each from the clusters in which it has a case: with shares a and b and ends [l, u], it is
/// `b − a − √((b − l_b)² + (u_a − a)²)` to `b − a + √((u_b − b)² + (a − l_a)²)` (Newcombe 1998, Statistics in Medicine 17:873–890, method
/// 10; Zou and Donner 2008, Statistics in Medicine 27:1693–1702). It has width where all cases of a share are alike, which estimate ±
/// standard error has not. The two shares are taken as independent: those of the same clusters mostly go together, and the interval is
/// then too wide rather than too narrow.
///
/// # Errors
/// Counts with `x` > `n` or above [`crate::fault::MAX_COUNT`]; a confidence not strictly between 0 and 1.
pub fn difference(clusters: &[[[u64; 2]; 2]], confidence: f64) -> Result<Difference, Faults> {
    let mut faults = Faults::default();
    faults.confidence(confidence);
    for (row, [x, n]) in clusters.iter().enumerate().flat_map(|(row, two)| two.iter().map(move |counts| (row, *counts))) {
        faults.share(row, ("x", x), ("n", n));
    }
    faults.or(|| {
        let of = |side: usize| of_filled(&filled(&clusters.iter().map(|two| two[side]).collect::<Vec<_>>()), |k| t(k, confidence));
        difference_of(&of(0), &of(1), confidence)
    })
}

fn difference_of(first: &Share, second: &Share, confidence: f64) -> Difference {
    let Some((a, b)) = first.share.zip(second.share) else {
        return Difference { difference: None, interval: None, p: None, why: Some("one of the two has no case") };
    };
    let difference = Some(b - a);
    let Some(sides) = Side::new(first).zip(Side::new(second)) else {
        return Difference { difference, interval: None, p: None, why: Some("all cases of one of the two are of one cluster") };
    };
    let level = 1.0 - confidence;
    Difference { difference, interval: Some(recovered(sides, level)), p: Some(level_of_zero(sides)), why: None }
}

/// A share with what its interval is made of.
#[derive(Debug, Clone, Copy)]
struct Side {
    share: f64,
    effective_n: f64,
    degrees: f64,
}

impl Side {
    fn new(share: &Share) -> Option<Side> {
        Some(Side { share: share.share?, effective_n: share.effective_n?, degrees: share.clusters as f64 - 1.0 })
    }

    /// The ends at a two-sided level.
    fn ends(self, level: f64) -> Interval {
        let t = -t_quantile(self.degrees, 0.5 * level);
        wilson_z(self.share * self.effective_n, self.effective_n, t)
    }
}

/// The interval of the second less the first at a two-sided level.
fn recovered((first, second): (Side, Side), level: f64) -> Interval {
    let ([low_a, high_a], [low_b, high_b]) = (first.ends(level), second.ends(level));
    let (a, b) = (first.share, second.share);
    let down = libm::hypot(b - low_b, high_a - a);
    let up = libm::hypot(high_b - b, a - low_a);
    [(b - a - down).max(-1.0), (b - a + up).min(1.0)]
}

/// The two-sided level at which the end of the interval nearer to 0 is 0: found by false position on the scale of normal quantiles, on
/// which the end moves nearly evenly.
fn level_of_zero(sides: (Side, Side)) -> f64 {
    const FURTHEST: f64 = 8.0;
    let level = |z: f64| 2.0 * normal::cdf(-z);
    let difference = sides.1.share - sides.0.share;
    if difference == 0.0 {
        return 1.0;
    }
    let end = |z: f64| {
        let [low, high] = recovered(sides, level(z));
        if difference > 0.0 { low } else { -high }
    };
    let (mut near, mut far) = ((0.0, difference.abs()), (FURTHEST, end(FURTHEST)));
    if far.1 >= 0.0 {
        return level(FURTHEST);
    }
    for _ in 0..60 {
        let z = near.0 + (far.0 - near.0) * near.1 / (near.1 - far.1);
        let here = end(z);
        if here.abs() < 1e-13 || far.0 - near.0 < 1e-13 {
            return level(z);
        }
        // The end that stays is given half its weight, so that both move (the Illinois rule).
        if here > 0.0 {
            (near, far) = ((z, here), (far.0, 0.5 * far.1));
        } else {
            (near, far) = ((near.0, 0.5 * near.1), (z, here));
        }
    }
    level(near.0)
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

    /// Newcombe (1998), Statistics in Medicine 17:873–890, table II, method 10: 56/70 − 48/80, 9/10 − 3/10, 10/10 − 0/20 and others. The
    /// clusters of one case each that are alike leave the effective cases as they are, and many clusters make t the normal quantile.
    #[test]
    fn newcombes_published_intervals() {
        let cases = [
            ([48, 80], [56, 70], [0.0524, 0.3339]),
            ([3, 10], [9, 10], [0.1705, 0.8090]),
            ([2, 7], [6, 7], [0.0582, 0.8062]),
            ([0, 29], [5, 56], [-0.0381, 0.1926]),
            ([0, 10], [0, 20], [-0.2775, 0.1611]),
            ([0, 20], [10, 10], [0.6791, 1.0]),
        ];
        let side = |[x, n]: [u64; 2]| Side { share: x as f64 / n as f64, effective_n: n as f64, degrees: 1e9 };
        for (first, second, expected) in cases {
            let found = recovered((side(first), side(second)), 0.05);
            assert!(found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 6e-5), "{found:?} {expected:?}");
        }
    }

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
    fn a_difference_is_made_of_the_intervals_of_both_shares_and_p_is_where_it_touches_zero() {
        let clusters = [[[1, 4], [3, 4]], [[0, 3], [2, 4]], [[2, 6], [3, 3]], [[1, 2], [0, 0]], [[1, 5], [3, 5]]];
        let found = difference(&clusters, 0.95).unwrap();
        let of = |side: usize| share(&clusters.map(|two| two[side]), 0.95).unwrap();
        let (first, second) = (of(0), of(1));
        let (a, b) = (first.share.unwrap(), second.share.unwrap());
        let ([low_a, high_a], [low_b, high_b]) = (first.interval.unwrap(), second.interval.unwrap());
        let [low, high] = found.interval.unwrap();
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        near(found.difference.unwrap(), b - a);
        near(low, b - a - ((b - low_b) * (b - low_b) + (high_a - a) * (high_a - a)).sqrt());
        near(high, b - a + ((high_b - b) * (high_b - b) + (a - low_a) * (a - low_a)).sqrt());
        let p = found.p.unwrap();
        near(difference(&clusters, 1.0 - p).unwrap().interval.unwrap()[0], 0.0);
        let turned = difference(&clusters.map(|[first, second]| [second, first]), 0.95).unwrap();
        near(turned.p.unwrap(), p);
        near(turned.interval.unwrap()[0], -high);
    }

    #[test]
    fn a_group_that_is_all_or_nothing_has_a_wide_interval() {
        let others = (0..20).map(|place| [1 + place % 3, 4]);
        let gap = |own: &[[u64; 2]]| {
            let own = own.iter().copied().chain(std::iter::repeat([0, 0]));
            difference(&others.clone().zip(own).map(|(others, own)| [others, own]).collect::<Vec<_>>(), 0.95).unwrap()
        };
        let two_of_two = gap(&[[1, 1], [1, 1]]);
        let [low, high] = two_of_two.interval.unwrap();
        assert!(low < 0.0 && high < 0.7, "{low} {high}");
        assert!(two_of_two.p.unwrap() > 0.05);
        assert!(gap(&[[0, 1], [0, 1]]).interval.unwrap()[1] > 0.0);
        // Twenty of twenty in as many clusters says more.
        assert!(gap(&[[1, 1]; 20]).interval.unwrap()[0] > 0.0);
    }

    #[test]
    fn no_difference_has_p_one_and_a_great_one_a_small_p() {
        assert_eq!(difference(&[[[1, 2], [2, 4]], [[1, 2], [2, 4]]], 0.95).unwrap().p, Some(1.0));
        let great = difference(&[[[0, 50], [50, 50]]; 40], 0.95).unwrap();
        assert!(great.p.unwrap() < 1e-9, "{great:?}");
    }

    #[test]
    fn a_difference_with_an_empty_side_is_undefined_and_it_is_said_why() {
        let found = difference(&[[[1, 2], [0, 0]], [[0, 2], [0, 0]]], 0.95).unwrap();
        assert_eq!((found.difference, found.interval), (None, None));
        assert_eq!(found.why, Some("one of the two has no case"));
        let one = difference(&[[[1, 2], [1, 3]]], 0.95).unwrap();
        assert!(one.difference.is_some() && one.interval.is_none() && one.p.is_none() && one.why.is_some());
    }
}
