//! Intervals for one proportion: Wilson, Clopper–Pearson, Jeffreys and mid-P.
//!
//! `x` of `n` cases, both counts of the same unit; the interval is of the share, in [0, 1].
//!
//! | interval | formula | what to expect |
//! |---|---|---|
//! | Wilson (1927) | `(2x + z² ± z √(z² + 4x(1 − x/n))) / 2(n + z²)` | right on average; the standard of the Office for Health Improvement and Disparities |
//! | Clopper–Pearson (1934) | quantiles of Beta(x, n − x + 1) and Beta(x + 1, n − x) | never below its nominal coverage, so too wide |
//! | Jeffreys | quantiles of Beta(x + ½, n − x + ½) | equal-tailed Bayesian, close to mid-P |
//! | mid-P | `P(X > x) + ½ P(X = x) = α/2` and its mirror | Clopper–Pearson without half of the observed count |
//!
//! Sources: Newcombe (1998), Statistics in Medicine 17:857–872; Brown, Cai and DasGupta (2001), Statistical Science 16:101–133.
//!
//! Ends: `n` = 0 says nothing, [0, 1]. At `x` = 0 the lower end is exactly 0 and at `x` = `n` the upper exactly 1, that end only. Wald's
//! interval is not offered: it has no width at 0 of `n`.
//!
//! Misleads: where cases come in clusters (see [`crate::cluster`]); where cases are missing for a reason (see [`crate::bounds`]); and
//! where all cases there are were counted: then it speaks of the process behind them, not of a sample.

use serde::Serialize;

use crate::fault::Faults;
use crate::special::beta::{Beta, logistic};
use crate::special::normal::two_sided_z;

/// Lower and upper end.
pub type Interval = [f64; 2];

/// One row of `concord stat interval`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Row {
    /// Cases with the finding.
    pub x: u64,
    /// Cases in all.
    pub n: u64,
    /// Wilson's interval.
    pub wilson: Interval,
    /// Clopper and Pearson's interval.
    pub clopper_pearson: Interval,
    /// Jeffreys's interval.
    pub jeffreys: Interval,
    /// The mid-P interval.
    pub mid_p: Interval,
}

/// What `concord stat interval` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// One row a pair of counts, in the order given.
    pub rows: Vec<Row>,
}

/// All four intervals for each `[x, n]`.
///
/// # Errors
/// Counts with `x` > `n` or above [`crate::fault::MAX_COUNT`]; a confidence not strictly between 0 and 1.
pub fn intervals(counts: &[[u64; 2]], confidence: f64) -> Result<Table, Faults> {
    let mut faults = Faults::default();
    faults.confidence(confidence);
    for (row, [x, n]) in counts.iter().enumerate() {
        faults.share(row, ("x", *x), ("n", *n));
    }
    faults.or(|| Table { rows: counts.iter().map(|&[x, n]| row(x, n, confidence)).collect() })
}

fn row(x: u64, n: u64, confidence: f64) -> Row {
    Row {
        x,
        n,
        wilson: wilson(x as f64, n as f64, confidence),
        clopper_pearson: clopper_pearson(x, n, confidence),
        jeffreys: jeffreys(x, n, confidence),
        mid_p: mid_p(x, n, confidence),
    }
}

/// Wilson's interval. `x` and `n` need not be whole: an effective number of cases may stand for `n`.
#[must_use]
pub fn wilson(x: f64, n: f64, confidence: f64) -> Interval {
    wilson_z(x, n, two_sided_z(confidence))
}

/// Wilson's interval with any multiplier in the place of the normal quantile, for instance one of Student's t.
#[must_use]
pub fn wilson_z(x: f64, n: f64, z: f64) -> Interval {
    if n <= 0.0 {
        return [0.0, 1.0];
    }
    let z2 = z * z;
    let half = z * (z2 + 4.0 * x * ((n - x) / n)).sqrt();
    let end = |sign: f64| (2.0 * x + z2 + sign * half) / (2.0 * (n + z2));
    // The formula leaves 1e-17 at the ends.
    [if x <= 0.0 { 0.0 } else { end(-1.0) }, if x >= n { 1.0 } else { end(1.0) }]
}

/// Clopper and Pearson's interval.
#[must_use]
pub fn clopper_pearson(x: u64, n: u64, confidence: f64) -> Interval {
    both_ends(x, n, confidence, |x, n, tail| Beta::new(x as f64, (n - x + 1) as f64).quantile_of(tail, 1.0 - tail))
}

/// Jeffreys's interval.
#[must_use]
pub fn jeffreys(x: u64, n: u64, confidence: f64) -> Interval {
    both_ends(x, n, confidence, |x, n, tail| Beta::new(x as f64 + 0.5, (n - x) as f64 + 0.5).quantile_of(tail, 1.0 - tail))
}

/// The mid-P interval.
#[must_use]
pub fn mid_p(x: u64, n: u64, confidence: f64) -> Interval {
    both_ends(x, n, confidence, mid_p_end)
}

/// The lower end as `[p, 1 − p]`: the logit of the share at which `P(X > x) + ½ P(X = x)` reaches `tail`.
fn mid_p_end(x: u64, n: u64, tail: f64) -> [f64; 2] {
    // The equation lies between those of Clopper–Pearson for x and for x + 1.
    let logit = |[p, q]: [f64; 2]| libm::log(p / q);
    let low = logit(Beta::new(x as f64, (n - x + 1) as f64).quantile_of(tail, 1.0 - tail));
    let excess = |t: f64| {
        let [p, q] = logistic(t);
        let above = if x == n { 0.0 } else { Beta::new((x + 1) as f64, (n - x) as f64).at(p, q).lower };
        let from = if x == n { libm::exp(n as f64 * libm::log(p)) } else { Beta::new(x as f64, (n - x + 1) as f64).at(p, q).lower };
        0.5 * (above + from) - tail
    };
    let mut high = low + 1.0;
    while excess(high) < 0.0 && high < 700.0 {
        high += high - low;
    }
    logistic(crate::special::increasing(low, high, excess))
}

/// An interval from its lower end alone: the upper end for `x` is what the lower end for `n − x` leaves.
fn both_ends(x: u64, n: u64, confidence: f64, lower: impl Fn(u64, u64, f64) -> [f64; 2]) -> Interval {
    if n == 0 {
        return [0.0, 1.0];
    }
    let tail = 0.5 * (1.0 - confidence);
    [if x == 0 { 0.0 } else { lower(x, n, tail)[0] }, if x == n { 1.0 } else { lower(n - x, n, tail)[1] }]
}
