//! The beta-binomial likelihood of many units, and its maximum.
//!
//! Unit k has `x` of `n`, `x ~ Binomial(n, p)` and `p ~ Beta(α, β)`, so that its likelihood is `C(n, x) B(α + x, β + n − x) / B(α, β)`.
//! In other terms: mean μ = α/(α + β), overdispersion ρ = 1/(α + β + 1). Source: Griffiths (1973), Biometrics 29:637–648.
//!
//! Summed over units, `Σ ln (α)ₓ` only needs how many units have more than j findings for each j, so that the work grows with the number of
//! different counts and not with the units.
//!
//! Ends: where units differ no more than chance has it, the likelihood is greatest at ρ = 0 (*boundary*): α and β are infinite, and none
//! are given. Where every unit is all or nothing it is greatest at ρ = 1, and none are given either.

use serde::Serialize;

use crate::fault::Faults;
use crate::special::beta::logistic;
use crate::special::gamma::ln_choose;
use crate::special::rising::{harmonic, ln_rising};
use crate::special::sign_change;

/// `Σ` over units of a rising factorial of a count: for each stretch of factors, how many units have them.
#[derive(Debug, Clone, Default)]
struct Rising(Vec<Stretch>);

#[derive(Debug, Clone, Copy)]
struct Stretch {
    start: f64,
    length: u64,
    units: f64,
}

impl Rising {
    fn of(counts: impl Iterator<Item = u64>) -> Rising {
        let mut counts: Vec<u64> = counts.collect();
        counts.sort_unstable();
        let (mut stretches, mut start) = (Vec::new(), 0);
        for (below, &count) in counts.iter().enumerate() {
            if count > start {
                stretches.push(Stretch { start: start as f64, length: count - start, units: (counts.len() - below) as f64 });
                start = count;
            }
        }
        Rising(stretches)
    }

    fn ln(&self, x: f64) -> f64 {
        self.0.iter().map(|stretch| stretch.units * ln_rising(x + stretch.start, stretch.length)).sum()
    }

    fn slope(&self, x: f64) -> f64 {
        self.0.iter().map(|stretch| stretch.units * harmonic(x + stretch.start, stretch.length)).sum()
    }
}

/// The likelihood of all units, as a function of α and β.
#[derive(Debug, Clone)]
pub struct Likelihood {
    findings: Rising,
    others: Rising,
    cases: Rising,
    ln_choose: f64,
    totals: [u64; 2],
    most: u64,
    mixed: bool,
    units: u64,
    full: u64,
}

impl Likelihood {
    /// The likelihood of units, each `[x, n]` with `x` ≤ `n`; a unit without cases says nothing.
    #[must_use]
    pub fn new(counts: &[[u64; 2]]) -> Likelihood {
        let filled = || counts.iter().copied().filter(|[_, n]| *n > 0);
        Likelihood {
            findings: Rising::of(filled().map(|[x, _]| x)),
            others: Rising::of(filled().map(|[x, n]| n - x)),
            cases: Rising::of(filled().map(|[_, n]| n)),
            ln_choose: filled().map(|[x, n]| ln_choose(n, x)).sum(),
            totals: [filled().map(|[x, _]| x).sum(), filled().map(|[_, n]| n).sum()],
            most: filled().map(|[_, n]| n).max().unwrap_or(0),
            mixed: filled().any(|[x, n]| 0 < x && x < n),
            units: filled().count() as u64,
            full: filled().filter(|[x, n]| x == n).count() as u64,
        }
    }

    /// Findings over cases, all units together; `None` where there is no case.
    #[must_use]
    pub fn pooled(&self) -> Option<f64> {
        let [x, n] = self.totals;
        (n > 0).then(|| x as f64 / n as f64)
    }

    /// The mean number of cases of a unit that has any.
    pub(crate) fn cases_a_unit(&self) -> f64 {
        self.totals[1] as f64 / self.units as f64
    }

    /// Whether any unit has both findings and other cases. Without one, nothing tells how alike the cases of a unit are.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        self.mixed
    }

    /// The log-likelihood at α, β > 0, binomial coefficients included.
    #[must_use]
    pub fn ln(&self, alpha: f64, beta: f64) -> f64 {
        self.ln_choose + self.findings.ln(alpha) + self.others.ln(beta) - self.cases.ln(alpha + beta)
    }

    /// The log-likelihood without overdispersion, at the pooled share.
    fn ln_binomial(&self) -> f64 {
        let [x, n] = self.totals;
        self.ln_choose + plogp(x, n) + plogp(n - x, n)
    }

    /// The log-likelihood where every unit is all or nothing.
    fn ln_all_or_nothing(&self) -> f64 {
        plogp(self.full, self.units) + plogp(self.units - self.full, self.units)
    }

    /// The maximum.
    fn fit(&self) -> Fit {
        let none = Fit { alpha: None, beta: None, log_likelihood: None, boundary: false, why: None };
        let [x, n] = self.totals;
        if n == 0 {
            return Fit { why: Some("there is no case"), ..none };
        }
        let boundary = Fit {
            log_likelihood: Some(self.ln_binomial()),
            boundary: true,
            why: Some("the likelihood is greatest where units do not differ, so that alpha and beta are infinite"),
            ..none
        };
        if x == 0 || x == n || self.most < 2 {
            return boundary;
        }
        if !self.mixed {
            let why = Some("every unit is all or nothing, so that alpha and beta are 0");
            return Fit { log_likelihood: Some(self.ln_all_or_nothing()), why, ..none };
        }
        let [alpha, beta] = Surface { likelihood: self, prior: false }.peak().shapes();
        let log_likelihood = self.ln(alpha, beta);
        // Differences below this are rounding.
        let rounding = 1e-9 + 1e-13 * n as f64;
        if alpha + beta > 1e12 || log_likelihood <= self.ln_binomial() + rounding {
            return boundary;
        }
        Fit { alpha: Some(alpha), beta: Some(beta), log_likelihood: Some(log_likelihood), ..none }
    }
}

/// `k ln(k / n)`.
fn plogp(k: u64, n: u64) -> f64 {
    if k == 0 { 0.0 } else { k as f64 * libm::log(k as f64 / n as f64) }
}

/// The maximum of the likelihood.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fit {
    /// α; `None` on a boundary.
    pub alpha: Option<f64>,
    /// β; `None` on a boundary.
    pub beta: Option<f64>,
    /// The log-likelihood there, binomial coefficients included.
    pub log_likelihood: Option<f64>,
    /// Whether it is greatest at no overdispersion.
    pub boundary: bool,
    /// Why α and β are undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

impl Fit {
    /// `[μ, ρ]`: the mean and the overdispersion; `pooled` and 0 on the boundary.
    #[must_use]
    pub fn mean_and_rho(&self, pooled: f64) -> Option<[f64; 2]> {
        match (self.alpha, self.beta) {
            (Some(alpha), Some(beta)) => Some([alpha / (alpha + beta), 1.0 / (alpha + beta + 1.0)]),
            _ if self.boundary => Some([pooled, 0.0]),
            _ => None,
        }
    }
}

/// Fits a beta-binomial to units, each `[x, n]`, by maximum likelihood.
///
/// # Errors
/// Counts with `x` > `n` or above [`crate::fault::MAX_COUNT`].
pub fn fit(counts: &[[u64; 2]]) -> Result<Fit, Faults> {
    check(counts)?;
    Ok(Likelihood::new(counts).fit())
}

pub(crate) fn check(counts: &[[u64; 2]]) -> Result<(), Faults> {
    let mut faults = Faults::default();
    for (row, [x, n]) in counts.iter().enumerate() {
        faults.share(row, ("x", *x), ("n", *n));
    }
    faults.or(|| ())
}

/// A place in the coordinates u = ln(α/β), v = ln(α + β).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub(crate) u: f64,
    pub(crate) v: f64,
}

impl Place {
    /// `[α, β]`.
    pub(crate) fn shapes(self) -> [f64; 2] {
        let [share, left] = logistic(self.u);
        let total = libm::exp(self.v);
        [total * share, total * left]
    }
}

/// The log-likelihood in u and v, or with `prior` the log-posterior under p(α, β) ∝ (α + β)^(−5/2), Jacobian included: αβ (α + β)^(−5/2)
/// is the square root of 1/(α + β) times the product of the two shares.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Surface<'a> {
    pub(crate) likelihood: &'a Likelihood,
    pub(crate) prior: bool,
}

impl Surface<'_> {
    /// How far v is looked for: α + β from 1e-13 to 1e21.
    const V: [f64; 2] = [-30.0, 48.0];

    pub(crate) fn value(&self, place: Place) -> f64 {
        self.of_v(place.v) + self.of_place(place)
    }

    /// The part of the value that depends on v alone.
    pub(crate) fn of_v(&self, v: f64) -> f64 {
        self.likelihood.ln_choose - self.likelihood.cases.ln(libm::exp(v)) - if self.prior { 0.5 * v } else { 0.0 }
    }

    /// The rest of it.
    pub(crate) fn of_place(&self, place: Place) -> f64 {
        let [alpha, beta] = place.shapes();
        let both = self.likelihood.findings.ln(alpha) + self.likelihood.others.ln(beta);
        // α β / (α + β)² = e^−|u| / (1 + e^−|u|)²
        both + if self.prior { -place.u.abs() - 2.0 * libm::log1p(libm::exp(-place.u.abs())) } else { 0.0 }
    }

    /// The slope of the value by u.
    pub(crate) fn slope_u(&self, place: Place) -> f64 {
        let [alpha, beta] = place.shapes();
        let [share, left] = logistic(place.u);
        let by_shares = self.likelihood.findings.slope(alpha) - self.likelihood.others.slope(beta);
        alpha * left * by_shares + if self.prior { left - share } else { 0.0 }
    }

    fn slope_v(&self, place: Place) -> f64 {
        let [alpha, beta] = place.shapes();
        let l = self.likelihood;
        let all = l.cases.slope(alpha + beta);
        let slope = alpha * (l.findings.slope(alpha) - all) + beta * (l.others.slope(beta) - all);
        slope - if self.prior { 0.5 } else { 0.0 }
    }

    /// The best u for a given v to within `tolerance`, looked for from `near`.
    pub(crate) fn ridge(&self, v: f64, near: f64, tolerance: f64) -> Place {
        let slope = |u: f64| self.slope_u(Place { u, v });
        let rising = slope(near) > 0.0;
        let mut step = if rising { 0.25 } else { -0.25 };
        let mut from = near;
        while (slope(from + step) > 0.0) == rising && from.abs() < 300.0 {
            from += step;
            step *= 2.0;
        }
        Place { u: sign_change(from, from + step, tolerance, slope), v }
    }

    /// The highest place: the best of a coarse search along the ridge, then where its slope is 0.
    pub(crate) fn peak(&self) -> Place {
        const STEP: f64 = 3.0;
        const COARSE: f64 = 1e-6;
        const FINE: f64 = 1e-11;
        let mut near =
            libm::log((self.likelihood.totals[0] as f64 + 0.5) / ((self.likelihood.totals[1] - self.likelihood.totals[0]) as f64 + 0.5));
        let mut best: Option<(f64, Place)> = None;
        let mut v = Self::V[0];
        while v <= Self::V[1] {
            let place = self.ridge(v, near, COARSE);
            let value = self.value(place);
            near = place.u;
            if best.is_none_or(|(top, _)| value > top) {
                best = Some((value, place));
            }
            v += STEP;
        }
        let place = best.map_or(Place { u: near, v }, |(_, place)| place);
        let slope = |v: f64| self.slope_v(self.ridge(v, place.u, FINE));
        let (low, high) = (place.v - STEP, place.v + STEP);
        if slope(low) <= 0.0 || slope(high) >= 0.0 {
            return self.ridge(place.v, place.u, FINE);
        }
        self.ridge(sign_change(low, high, FINE, slope), place.u, FINE)
    }
}
