//! Funnels of observed over expected counts, and of shares on the arcsine scale, as other published tools draw them.
//!
//! For comparison with the Summary Hospital-level Mortality Indicator (log scale, the extreme tenths dropped), with the Care Quality
//! Commission's (square-root scale, winsorised) and with the public health profiles' proportion funnel. Within E expected cases:
//!
//! | scale | z | s | limits with τ² |
//! |---|---|---|---|
//! | log | √E ln(O/E) | 1/√E | exp(±z √(1/E + τ²)) |
//! | root | 2(√O − √E) | 1/(2√E) | (1 ± z √(1/(4E) + τ²))² |
//! | arcsine (shares) | 2√n (asin √p − asin √θ) | 1/(2√n) | sin²(asin √θ ± z √(1/(4n) + τ²)) |
//!
//! Sources: Spiegelhalter, Sherlaw-Johnson, Bardsley and others (2012), JRSS-A 175:1–47; the NHS's indicator specifications. On the root
//! scale limits are squared back to the ratio; a widely used package draws them without, at half their width.
//!
//! Ends: O = 0 has no logarithm; such a unit takes no part in φ and τ² on that scale. Misleads: all of these are normal approximations,
//! to be read for more than about ten cases a unit; flags come from exact tails ([`crate::funnel`]), never from these curves.

use crate::fault::Faults;
use crate::overdispersion::{Overdispersion, TENTH, overdispersion, winsorised, within_tenths};
use crate::proportion::Interval;
use crate::special::gamma::gamma_quantile_of;

/// How a ratio is made to look normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Its logarithm, the extreme tenths of units dropped.
    Log,
    /// Its square root, the extreme tenths of units winsorised.
    Root,
}

/// Overdispersion of ratios, each `[observed, expected]`, and the z that it was found from.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratios {
    /// φ and τ²; `None` where no unit is left.
    pub dispersion: Option<Overdispersion>,
    /// Each unit's z before the extremes were tamed; `None` for an observed 0 on the log scale.
    pub z: Vec<Option<f64>>,
}

/// φ and τ² of ratios of observed to expected counts.
///
/// # Errors
/// An observed count that is negative or not finite; an expected one that is not above 0.
pub fn ratios(counts: &[[f64; 2]], scale: Scale) -> Result<Ratios, Faults> {
    let mut faults = Faults::default();
    for (row, [observed, expected]) in counts.iter().enumerate() {
        faults.not_negative(row, "the observed count", *observed);
        faults.positive(row, "the expected count", *expected);
    }
    faults.or(|| {
        let z: Vec<Option<f64>> = counts.iter().map(|&[o, e]| standardised(o, e, scale)).collect();
        let used: Vec<(f64, f64)> = z.iter().zip(counts).filter_map(|(z, [_, e])| z.map(|z| (z, standard_error(*e, scale)))).collect();
        let (plain, errors): (Vec<f64>, Vec<f64>) = used.into_iter().unzip();
        let dispersion = match scale {
            Scale::Root => overdispersion(&winsorised(&plain, TENTH), &errors),
            Scale::Log => {
                let kept = within_tenths(&plain);
                let only =
                    |all: &[f64]| -> Vec<f64> { all.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(value, _)| *value).collect() };
                overdispersion(&only(&plain), &only(&errors))
            }
        };
        Ratios { dispersion, z }
    })
}

fn standardised(observed: f64, expected: f64, scale: Scale) -> Option<f64> {
    match scale {
        Scale::Log => (observed > 0.0).then(|| expected.sqrt() * libm::log(observed / expected)),
        Scale::Root => Some(2.0 * (observed.sqrt() - expected.sqrt())),
    }
}

fn standard_error(expected: f64, scale: Scale) -> f64 {
    match scale {
        Scale::Log => 1.0 / expected.sqrt(),
        Scale::Root => 0.5 / expected.sqrt(),
    }
}

/// Limits of a ratio at `expected` cases, `z` standard errors away, widened by τ².
#[must_use]
pub fn ratio_limits(expected: f64, scale: Scale, tau2: f64, z: f64) -> Interval {
    let s = standard_error(expected, scale);
    let width = z * (s * s + tau2).sqrt();
    match scale {
        Scale::Log => [libm::exp(-width), libm::exp(width)],
        Scale::Root => [(1.0 - width).max(0.0) * (1.0 - width).max(0.0), (1.0 + width) * (1.0 + width)],
    }
}

/// Exact Poisson limits of a ratio at `expected` cases: `χ²(α/2, 2E)/2E` and `χ²(1 − α/2, 2E + 2)/2E`.
#[must_use]
pub fn poisson_limits(expected: f64, confidence: f64) -> Interval {
    let tail = 0.5 * (1.0 - confidence);
    [gamma_quantile_of(expected, tail, 1.0 - tail) / expected, gamma_quantile_of(expected + 1.0, 1.0 - tail, tail) / expected]
}

/// φ and τ² of shares, each `[x, n]` with `n` > 0, about `theta` on the arcsine scale, winsorised.
#[must_use]
pub fn arcsine(counts: &[[u64; 2]], theta: f64) -> Option<Overdispersion> {
    let filled = || counts.iter().filter(|[_, n]| *n > 0).map(|[x, n]| (*x as f64, *n as f64));
    let angle = |p: f64| libm::asin(p.sqrt());
    let z: Vec<f64> = filled().map(|(x, n)| 2.0 * n.sqrt() * (angle(x / n) - angle(theta))).collect();
    let errors: Vec<f64> = filled().map(|(_, n)| 0.5 / n.sqrt()).collect();
    overdispersion(&winsorised(&z, TENTH), &errors)
}

/// Limits of a share of `n` cases about `theta` on the arcsine scale; 0 or 1 where the angle leaves the quarter circle.
#[must_use]
pub fn arcsine_limits(theta: f64, n: f64, tau2: f64, z: f64) -> Interval {
    let (centre, width) = (libm::asin(theta.sqrt()), z * (0.25 / n + tau2).sqrt());
    let share = |angle: f64| {
        let sine = libm::sin(angle.clamp(0.0, std::f64::consts::FRAC_PI_2));
        sine * sine
    };
    [share(centre - width), share(centre + width)]
}

/// Limits `θ ± z √(θ(1 − θ)/n)`, clipped to [0, 1]: what the public health profiles label Wilson's. Not exact at small `n`.
#[must_use]
pub fn normal_limits(theta: f64, n: f64, z: f64) -> Interval {
    let width = z * (theta * (1.0 - theta) / n).sqrt();
    [(theta - width).max(0.0), (theta + width).min(1.0)]
}
