//! Pooling of estimates that have a standard error each: random effects, shrinkage, and what hangs on one estimate.
//!
//! Estimates y with sampling variances v, `y ~ N(μ + b, v)`, `b ~ N(0, τ²)`; weights 1/(v + τ²). τ² by one of:
//! - *DerSimonian–Laird* (1986): `max(0, (Q − (k − 1)) / (Σw − Σw²/Σw))`, the same as a funnel's τ²;
//! - *REML*: restricted maximum likelihood by Fisher scoring;
//! - *Paule–Mandel* (1982): the τ² at which the weighted sum of squares is k − 1;
//! - *Fixed*: 0.
//!
//! Formulae as in Viechtbauer (2010), Journal of Statistical Software 36(3). Units are those of y; I² is in percent.
//! Ends: fewer than two estimates give no τ². Misleads: with fewer than about ten estimates τ² is hardly known; shares near 0 or 1 are not
//! normal on any scale ([`crate::shrink`] is exact for them).

use serde::Serialize;

use crate::fault::{Faults, Kind};
use crate::proportion::Interval;
use crate::special::gamma::chi_square_upper;
use crate::special::normal::two_sided_z;
use crate::special::sign_change;

/// How τ² is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// It is taken to be 0.
    Fixed,
    /// By moments, in closed form.
    DerSimonianLaird,
    /// By restricted maximum likelihood.
    Reml,
    /// By the generalised Q.
    PauleMandel,
}

/// One estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Its value.
    pub y: f64,
    /// Its sampling variance, above 0.
    pub v: f64,
}

/// All estimates pooled.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pooled {
    /// μ.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
    /// Its 95% interval.
    pub interval: Interval,
    /// Where a new unit's true value lies with 95%.
    pub prediction: Interval,
    /// Variance between units.
    pub tau2: f64,
    /// Cochran's heterogeneity statistic.
    pub q: f64,
    /// Its p-value.
    pub p: f64,
    /// The percentage of variance that lies between units.
    pub i2: f64,
    /// Total over sampling variance.
    pub h2: f64,
}

/// Pools estimates.
///
/// # Errors
/// Fewer than two estimates; a value that is not finite; a variance that is not above 0.
pub fn pool(estimates: &[Estimate], method: Method) -> Result<Pooled, Faults> {
    let mut faults = Faults::default();
    for (row, estimate) in estimates.iter().enumerate() {
        faults.finite(row, "the estimate", estimate.y);
        faults.positive(row, "the variance", estimate.v);
    }
    if estimates.len() < 2 {
        faults.note(None, Kind::Nothing { what: "second estimate" });
    }
    faults.or(|| of_checked(estimates, method))
}

fn of_checked(estimates: &[Estimate], method: Method) -> Pooled {
    let fixed = Weighted::new(estimates, 0.0);
    let df = estimates.len() as f64 - 1.0;
    let tau2 = match method {
        Method::Fixed => 0.0,
        Method::DerSimonianLaird => ((fixed.q - df) / (fixed.sum - fixed.squares / fixed.sum)).max(0.0),
        Method::Reml => reml(estimates),
        Method::PauleMandel => paule_mandel(estimates, fixed.q),
    };
    let here = Weighted::new(estimates, tau2);
    let typical = df * fixed.sum / (fixed.sum * fixed.sum - fixed.squares);
    let (i2, h2) = match method {
        Method::Fixed => (((fixed.q - df) / fixed.q).max(0.0), fixed.q / df),
        _ => (tau2 / (tau2 + typical), tau2 / typical + 1.0),
    };
    let (z, se) = (two_sided_z(0.95), (1.0 / here.sum).sqrt());
    let around = |width: f64| [here.mean - width, here.mean + width];
    Pooled {
        mean: here.mean,
        se,
        interval: around(z * se),
        prediction: around(z * (tau2 + se * se).sqrt()),
        tau2,
        q: fixed.q,
        p: chi_square_upper(df, fixed.q),
        i2: 100.0 * if i2.is_finite() { i2 } else { 0.0 },
        h2,
    }
}

/// Sums of weights 1/(v + τ²), the mean they give, and the weighted sum of squares about it.
struct Weighted {
    sum: f64,
    squares: f64,
    cubes: f64,
    mean: f64,
    q: f64,
    /// The sum of squared weighted differences.
    q2: f64,
}

impl Weighted {
    fn new(estimates: &[Estimate], tau2: f64) -> Weighted {
        let w = |estimate: &Estimate| 1.0 / (estimate.v + tau2);
        let power = |k: i32| estimates.iter().map(|estimate| (0..k).fold(1.0, |product, _| product * w(estimate))).sum::<f64>();
        let sum = power(1);
        let mean = estimates.iter().map(|estimate| w(estimate) * estimate.y).sum::<f64>() / sum;
        let away = |estimate: &Estimate| estimate.y - mean;
        let q = estimates.iter().map(|estimate| w(estimate) * away(estimate) * away(estimate)).sum();
        let q2 = estimates.iter().map(|estimate| (w(estimate) * away(estimate)) * (w(estimate) * away(estimate))).sum();
        Weighted { sum, squares: power(2), cubes: power(3), mean, q, q2 }
    }
}

fn reml(estimates: &[Estimate]) -> f64 {
    const STEPS: usize = 1000;
    let mut tau2 = 0.0_f64;
    for _ in 0..STEPS {
        let here = Weighted::new(estimates, tau2);
        let trace = here.sum - here.squares / here.sum;
        let information = here.squares - 2.0 * here.cubes / here.sum + (here.squares / here.sum) * (here.squares / here.sum);
        let next = (tau2 + (here.q2 - trace) / information).max(0.0);
        let change = (next - tau2).abs();
        tau2 = next;
        if change <= 1e-13 * tau2 {
            break;
        }
    }
    tau2
}

fn paule_mandel(estimates: &[Estimate], q: f64) -> f64 {
    let df = estimates.len() as f64 - 1.0;
    if q <= df {
        return 0.0;
    }
    let excess = |tau2: f64| Weighted::new(estimates, tau2).q - df;
    let mut high = estimates.iter().map(|estimate| estimate.v).fold(0.0, f64::max);
    while excess(high) > 0.0 {
        high *= 2.0;
    }
    sign_change(0.0, high, 1e-15 * high, excess)
}

/// One estimate drawn towards the mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Shrunk {
    /// `τ²/(τ² + v) · y + v/(τ² + v) · μ`.
    pub value: f64,
    /// Its standard error, that of μ included.
    pub se: f64,
    /// Its 95% interval.
    pub interval: Interval,
}

/// Each estimate drawn towards the pooled mean by what its own variance makes of it.
#[must_use]
pub fn shrunk(estimates: &[Estimate], pooled: &Pooled) -> Vec<Shrunk> {
    let z = two_sided_z(0.95);
    let one = |estimate: &Estimate| {
        let own = pooled.tau2 / (pooled.tau2 + estimate.v);
        let value = own * estimate.y + (1.0 - own) * pooled.mean;
        let se = (own * estimate.v + (1.0 - own) * (1.0 - own) * pooled.se * pooled.se).sqrt();
        Shrunk { value, se, interval: [value - z * se, value + z * se] }
    };
    estimates.iter().map(one).collect()
}

/// What hangs on one estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Influence {
    /// The others pooled.
    pub without: Pooled,
    /// Its difference from the others' mean in standard errors, as a new unit's would be.
    pub studentised: f64,
    /// By how many of its standard errors its own fitted value moves without it.
    pub dffits: f64,
    /// The squared move of the mean in its standard errors.
    pub cooks_distance: f64,
    /// The variance of the mean without it over that with it.
    pub covariance_ratio: f64,
}

/// Pools again without each estimate in turn (Viechtbauer and Cheung 2010, Research Synthesis Methods 1:112–125).
///
/// # Errors
/// As [`pool`]; fewer than three estimates.
pub fn influence(estimates: &[Estimate], method: Method) -> Result<Vec<Influence>, Faults> {
    let all = pool(estimates, method)?;
    (0..estimates.len())
        .map(|place| {
            let others: Vec<Estimate> = estimates.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, e)| *e).collect();
            Ok(one_influence(estimates[place], &all, pool(&others, method)?))
        })
        .collect()
}

fn one_influence(estimate: Estimate, all: &Pooled, without: Pooled) -> Influence {
    let hat = all.se * all.se / (estimate.v + all.tau2);
    let variance = estimate.v + without.tau2;
    let moved = all.mean - without.mean;
    Influence {
        without,
        studentised: (estimate.y - without.mean) / (variance + without.se * without.se).sqrt(),
        dffits: moved / (hat * variance).sqrt(),
        cooks_distance: moved * moved / (all.se * all.se),
        covariance_ratio: without.se * without.se / (all.se * all.se),
    }
}

/// Estimates of one known variance, drawn towards their mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JamesStein {
    /// Their mean.
    pub mean: f64,
    /// What is left of each difference from it, `1 − (k − 3) σ² / Σ(y − ȳ)²`, not below 0.
    pub factor: f64,
    /// The estimates.
    pub values: Vec<f64>,
}

/// The estimator of James and Stein about the mean (Efron and Morris 1975, JASA 70:311–319), positive part.
///
/// # Errors
/// Fewer than four values; one that is not finite; a variance that is not above 0.
pub fn james_stein(y: &[f64], variance: f64) -> Result<JamesStein, Faults> {
    let mut faults = Faults::default();
    faults.positive(None, "the variance", variance);
    for (row, y) in y.iter().enumerate() {
        faults.finite(row, "the value", *y);
    }
    if y.len() < 4 {
        faults.note(None, Kind::Nothing { what: "fourth value" });
    }
    faults.or(|| {
        let k = y.len() as f64;
        let mean = y.iter().sum::<f64>() / k;
        let spread = y.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>();
        let factor = if spread > 0.0 { (1.0 - (k - 3.0) * variance / spread).max(0.0) } else { 0.0 };
        JamesStein { mean, factor, values: y.iter().map(|y| mean + factor * (y - mean)).collect() }
    })
}
