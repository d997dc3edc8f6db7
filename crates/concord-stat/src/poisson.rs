//! Limits of a count as a Poisson variate: exact and Byar's, and the ratio of observed to expected with them.
//!
//! - Exact: `χ²(α/2, 2O)/2` and `χ²(1 − α/2, 2O + 2)/2` (Ulm 1990, American Journal of Epidemiology 131:373–375).
//! - Byar: `O (1 − 1/(9O) − z/(3√O))³` and `(O + 1)(1 − 1/(9(O + 1)) + z/(3√(O + 1)))³` (Breslow and Day 1987).
//! - English public health practice takes the exact ones below 10 and Byar's from 10 on.
//!
//! Counts are cases, ratios have no unit. Ends: the lower limit at 0 is 0; Byar's lower limit turns negative for tiny counts at high
//! confidence and is then undefined. Misleads: findings in reviews are common and each can occur once, so that the count varies less than
//! a Poisson variate and these limits are too wide: [`crate::standardise`] has the exact ones. Two ratios may be compared with the
//! reference, not with each other.

use serde::Serialize;

use crate::fault::Faults;
use crate::proportion::Interval;
use crate::special::gamma::gamma_quantile_of;
use crate::special::normal::two_sided_z;

/// Below this count the exact limits are used.
const EXACT_BELOW: u64 = 10;

/// How limits were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// From χ² quantiles.
    Exact,
    /// From Byar's approximation.
    Byar,
}

/// The exact limits of a count.
#[must_use]
pub fn exact(observed: u64, confidence: f64) -> Interval {
    let tail = 0.5 * (1.0 - confidence);
    let o = observed as f64;
    [if observed == 0 { 0.0 } else { gamma_quantile_of(o, tail, 1.0 - tail) }, gamma_quantile_of(o + 1.0, 1.0 - tail, tail)]
}

/// Byar's limits of a count, which need not be whole; the lower is `None` where it would be negative.
#[must_use]
pub fn byar(observed: f64, confidence: f64) -> (Option<f64>, f64) {
    let z = two_sided_z(confidence);
    let lower = if observed == 0.0 { 0.0 } else { cube(observed, -z) };
    ((lower >= 0.0).then_some(lower), cube(observed + 1.0, z))
}

fn cube(o: f64, z: f64) -> f64 {
    let root = 1.0 - 1.0 / (9.0 * o) + z / (3.0 * o.sqrt());
    o * root * root * root
}

/// An indirectly standardised ratio.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratio {
    /// Cases observed.
    pub observed: u64,
    /// Cases expected.
    pub expected: f64,
    /// One over the other.
    pub ratio: f64,
    /// Lower limit of the ratio; `None` where it is undefined.
    pub lower: Option<f64>,
    /// Upper limit of the ratio.
    pub upper: f64,
    /// How the limits were found.
    pub method: Method,
}

/// Observed over expected, with limits of the observed count divided by the expected: exact below 10, Byar's from 10 on.
///
/// # Errors
/// An expected count that is not above 0; an observed one above [`crate::fault::MAX_COUNT`]; a confidence not between 0 and 1.
pub fn ratio(observed: u64, expected: f64, confidence: f64) -> Result<Ratio, Faults> {
    let mut faults = Faults::default();
    faults.count(0, ("observed", observed));
    faults.positive(0, "the expected count", expected);
    faults.confidence(confidence);
    faults.or(|| {
        let (method, lower, upper) = if observed < EXACT_BELOW {
            let [lower, upper] = exact(observed, confidence);
            (Method::Exact, Some(lower), upper)
        } else {
            let (lower, upper) = byar(observed as f64, confidence);
            (Method::Byar, lower, upper)
        };
        let over = |count: f64| count / expected;
        Ratio { observed, expected, ratio: over(observed as f64), lower: lower.map(over), upper: over(upper), method }
    })
}

/// A stratum of a unit and of the reference population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Cases of the unit in this stratum.
    pub n: f64,
    /// Findings among the reference's cases in it.
    pub reference_count: f64,
    /// The reference's cases in it, above 0.
    pub reference_n: f64,
}

/// The count expected if the reference's rates held in each stratum: `Σ n · count / reference n`.
///
/// # Errors
/// Numbers that are negative or not finite; a reference stratum without cases.
pub fn expected(strata: &[Stratum]) -> Result<f64, Faults> {
    let mut faults = Faults::default();
    for (row, stratum) in strata.iter().enumerate() {
        faults.not_negative(row, "n", stratum.n);
        faults.not_negative(row, "the reference count", stratum.reference_count);
        faults.positive(row, "the reference n", stratum.reference_n);
    }
    faults.or(|| strata.iter().map(|stratum| stratum.n * stratum.reference_count / stratum.reference_n).sum())
}
