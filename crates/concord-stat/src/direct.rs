//! Directly standardised rates.
//!
//! With strata of a unit (count x, cases n) and a standard population w, `DSR = Σ w x/n / Σ w`,
//! `Var = Σ w² x/n² / (Σ w)²`, and with O = Σ x the limits are `DSR + √(Var/O) (Byar's limit of O − O)`
//! (Dobson, Kuulasmaa, Eberle and Scherer 1991, Statistics in Medicine 10:457–462). A rate is findings a case, times any multiplier.
//!
//! Ends: undefined below 10 findings in all, as English public health practice has it, and where a stratum has findings or weight but no
//! case. Misleads: it needs every stratum in every unit, which most partnerships do not have; [`crate::standardise`] does not.

use serde::Serialize;

use crate::fault::{Faults, Kind};
use crate::poisson::byar;

/// Fewer findings than this give no rate.
const LEAST: f64 = 10.0;

/// A stratum of a unit with its weight in the standard population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Findings.
    pub count: f64,
    /// Cases.
    pub n: f64,
    /// Weight in the standard population.
    pub weight: f64,
}

/// A directly standardised rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rate {
    /// Findings in all.
    pub count: f64,
    /// The rate; `None` where it is withheld.
    pub rate: Option<f64>,
    /// Its variance.
    pub variance: Option<f64>,
    /// Dobson's lower limit.
    pub lower: Option<f64>,
    /// Dobson's upper limit.
    pub upper: Option<f64>,
    /// Why it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The directly standardised rate of one unit.
///
/// # Errors
/// No stratum; numbers that are negative or not finite; more findings than cases; weights that add up to 0; a confidence not between 0 and 1.
pub fn rate(strata: &[Stratum], confidence: f64) -> Result<Rate, Faults> {
    let mut faults = Faults::default();
    faults.confidence(confidence);
    faults.some("stratum", strata.len());
    for (row, stratum) in strata.iter().enumerate() {
        faults.not_negative(row, "the count", stratum.count);
        faults.not_negative(row, "n", stratum.n);
        faults.not_negative(row, "the weight", stratum.weight);
        if stratum.count > stratum.n {
            let (part, whole) = (format!("the count {}", stratum.count), format!("n = {}", stratum.n));
            faults.note(Some(row), Kind::MoreThanAll { part, whole });
        }
    }
    let weight = strata.iter().map(|stratum| stratum.weight).sum::<f64>();
    if weight == 0.0 && !strata.is_empty() {
        faults.note(None, Kind::OutOfRange { what: "the sum of weights", value: weight, allowed: "above 0" });
    }
    faults.or(|| of_checked(strata, weight, confidence))
}

fn of_checked(strata: &[Stratum], weight: f64, confidence: f64) -> Rate {
    let count = strata.iter().map(|stratum| stratum.count).sum::<f64>();
    let withheld = |why| Rate { count, rate: None, variance: None, lower: None, upper: None, why: Some(why) };
    if strata.iter().any(|stratum| stratum.n == 0.0 && stratum.weight > 0.0) {
        return withheld("a stratum with weight has no case");
    }
    if count < LEAST {
        return withheld("there are fewer than 10 findings");
    }
    let used = || strata.iter().filter(|stratum| stratum.n > 0.0).map(|stratum| (stratum, stratum.weight / weight));
    let rate = used().map(|(stratum, w)| w * stratum.count / stratum.n).sum::<f64>();
    let variance = used().map(|(stratum, w)| w * w * stratum.count / (stratum.n * stratum.n)).sum::<f64>();
    let (lower, upper) = byar(count, confidence);
    let limit = |limit: f64| rate + (variance / count).sqrt() * (limit - count);
    Rate { count, rate: Some(rate), variance: Some(variance), lower: lower.map(limit), upper: Some(limit(upper)), why: None }
}
