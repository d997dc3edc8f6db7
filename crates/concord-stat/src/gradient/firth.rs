//! Logistic regression that stays finite: Firth's penalised likelihood.
//!
//! `ℓ(β) + ½ ln|X'WX|` has a maximum even where an outcome is constant or a covariate separates it, and is less biased where cases are few
//! (Firth 1993, Biometrika 80:27–38; Heinze and Schemper 2002, Statistics in Medicine 21:2409–2419). Found by Newton's steps with
//! halving; no start or seed is chosen. Intervals and p-values are from the profile of the same likelihood, not from standard errors.
//!
//! Misleads: cases are taken as independent. Where a covariate belongs to a cluster of cases (a partnership's means), intervals and
//! p-values are too sure of themselves: [`super::permutation`] is then the test.

use serde::{Serialize, Serializer};

use super::cells::check;
use super::climb::top;
use super::columns::{combined, dot};
use super::design::Design;
use super::likelihood::Place;
use super::profile::Profile;
use super::{Cell, Centiles};
use crate::fault::Faults;
use crate::special::beta::logistic;

/// What the intercept is called.
pub const INTERCEPT: &str = "(Intercept)";

/// A coefficient, in log odds per unit of its covariate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coefficient {
    /// Where the penalised likelihood is greatest.
    pub estimate: f64,
    /// Lower end of the 95% interval of the profile.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// The p-value of no effect, from the profile.
    pub p: Option<f64>,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// Coefficients by name: the intercept, then the covariates in the order given. Serialises as a map in that order.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficients(pub Vec<(String, Coefficient)>);

impl Serialize for Coefficients {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, coefficient)| (name, coefficient)))
    }
}

impl Coefficients {
    /// The coefficient of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Coefficient> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, coefficient)| coefficient)
    }
}

/// A fitted regression.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Firth {
    /// The coefficients.
    pub coefficients: Coefficients,
    /// The greatest penalised log-likelihood, `ℓ + ½ ln|X'WX|`, of cases one by one.
    pub log_likelihood: f64,
}

/// The regression on all covariates; `None` where its maximum could not be reached.
///
/// # Errors
/// As [`super::of_cells`].
pub fn firth(names: &[String], cells: &[Cell]) -> Result<Option<Firth>, Faults> {
    let cells = check(names, cells)?;
    let design = Design::new(names, &cells)?;
    Ok(Fit::new(&design).map(|fit| fit.firth(names)))
}

/// A regression whose shares add up to what was found: Firth's slopes, and an intercept that is found anew by the ordinary likelihood with
/// the slopes held (FLIC: Puhr, Heinze, Nold, Lusa and Geroldinger 2017, Statistics in Medicine 36:2302–2317). Firth's own intercept pulls
/// shares towards one half, so that they do not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balanced {
    /// The intercept, of a case whose covariates are all 0.
    pub intercept: f64,
    /// The same before it was corrected.
    pub firth_intercept: f64,
    /// Log odds per unit of each covariate, in the order of their names.
    pub slopes: Vec<f64>,
}

impl Balanced {
    /// The share of cases with these covariates, met or not.
    #[must_use]
    pub fn share(&self, covariates: &[f64]) -> f64 {
        logistic(self.intercept + self.offset(covariates))[0]
    }

    /// What the covariates add to the intercept.
    #[must_use]
    pub fn offset(&self, covariates: &[f64]) -> f64 {
        covariates.iter().zip(&self.slopes).map(|(x, slope)| x * slope).sum()
    }
}

/// The balanced regression; `None` where a maximum could not be reached, or is at no number because the outcome does not vary.
///
/// # Errors
/// As [`super::of_cells`].
pub fn balanced(names: &[String], cells: &[Cell]) -> Result<Option<Balanced>, Faults> {
    let cells = check(names, cells)?;
    let design = Design::new(names, &cells)?;
    Ok(Fit::new(&design).and_then(|fit| {
        let slopes = (1..design.width()).map(|column| fit.top.beta[column] * design.per_unit(column)).collect();
        let firth_intercept = design.coefficients_about_zero(&fit.top.beta)[0];
        let bare = Balanced { intercept: 0.0, firth_intercept, slopes };
        let offsets: Vec<(f64, f64)> = cells.iter().map(|cell| (bare.offset(&cell.covariates), cell.n as f64)).collect();
        Some(Balanced { intercept: intercept(&offsets, cells.iter().map(|cell| cell.y).sum())?, ..bare })
    }))
}

/// The intercept at which cases, each `(offset, how many)`, are expected to have the outcome as often as they have it: `Σ n π = y`, the
/// maximum of the ordinary likelihood with the offsets held. `None` unless some have it and some have not.
#[must_use]
pub fn intercept(offsets: &[(f64, f64)], y: u64) -> Option<f64> {
    const STEPS: usize = 200;
    let (y, n) = (y as f64, offsets.iter().map(|(_, n)| n).sum::<f64>());
    let finite = offsets.iter().all(|(offset, n)| offset.is_finite() && n.is_finite());
    if !finite || y <= 0.0 || y >= n {
        return None;
    }
    let ends =
        offsets.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[least, most], (offset, _)| [least.min(*offset), most.max(*offset)]);
    // Were all offsets the least, it would have to be this high; were all the greatest, this low.
    let logit = libm::log(y / (n - y));
    let (mut low, mut high) = (logit - ends[1] - 1e-9, logit - ends[0] + 1e-9);
    let mut at = 0.5 * (low + high);
    for _ in 0..STEPS {
        let (mut missing, mut slope) = (y, 0.0);
        for (offset, n) in offsets {
            let [present, absent] = logistic(at + offset);
            missing -= n * present;
            slope += n * present * absent;
        }
        if missing > 0.0 {
            low = at;
        } else {
            high = at;
        }
        let newton = at + missing / slope;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - at).abs() <= 1e-15 * (1.0 + at.abs()) {
            break;
        }
        at = next;
    }
    Some(at)
}

/// A regression at its maximum.
pub(super) struct Fit<'a> {
    design: &'a Design,
    top: Place,
}

impl Fit<'_> {
    pub(super) fn new(design: &Design) -> Option<Fit<'_>> {
        top(design).map(|top| Fit { design, top })
    }

    pub(super) fn firth(&self, names: &[String]) -> Firth {
        let slopes = names.iter().enumerate().map(|(j, name)| (name.clone(), self.slope(j + 1)));
        let coefficients = std::iter::once((INTERCEPT.to_owned(), self.intercept())).chain(slopes).collect();
        Firth { coefficients: Coefficients(coefficients), log_likelihood: self.top.log_likelihood + self.design.ln_scales() }
    }

    /// The coefficient of a covariate, 1 being the first.
    pub(super) fn slope(&self, column: usize) -> Coefficient {
        let per_unit = self.design.per_unit(column);
        let profile = Profile { design: self.design, top: &self.top, column };
        coefficient(self.top.beta[column] * per_unit, Some(&profile), per_unit)
    }

    fn intercept(&self) -> Coefficient {
        let design = self.design.about_zero();
        let beta = self.design.coefficients_about_zero(&self.top.beta);
        let estimate = beta[0];
        let top = Place::new(&design, beta);
        let profile = top.as_ref().map(|top| Profile { design: &design, top, column: 0 });
        coefficient(estimate, profile.as_ref(), 1.0)
    }

    /// The mean share of all cases were the first covariate at each of these values and the others as they are.
    pub(super) fn predicted(&self, at: Centiles) -> Centiles {
        let (design, beta) = (self.design, &self.top.beta);
        let logits = combined(&design.columns, beta);
        at.map(|x| {
            let moved = design.moved(1, x);
            let share = |(logit, here): (&f64, &f64)| logistic(logit + beta[1] * (moved - here))[0];
            let shares: Vec<f64> = logits.iter().zip(&design.columns[1]).map(share).collect();
            dot(&design.n, &shares) / design.cases()
        })
    }

    /// `y − n π` of each row.
    pub(super) fn residuals(&self) -> Vec<f64> {
        let logits = combined(&self.design.columns, &self.top.beta);
        logits.into_iter().zip(self.design.n.iter().zip(&self.design.y)).map(|(logit, (n, y))| y - n * logistic(logit)[0]).collect()
    }
}

fn coefficient(estimate: f64, profile: Option<&Profile<'_>>, per_unit: f64) -> Coefficient {
    let end = |side| profile.and_then(|profile| profile.end(side)).map(|end| end * per_unit);
    let (lower, upper, p) = (end(-1.0), end(1.0), profile.and_then(Profile::p));
    let whole = lower.is_some() && upper.is_some() && p.is_some();
    let why = (!whole).then_some("the profile of the likelihood cannot be followed to its end");
    Coefficient { estimate, lower, upper, p, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(counts: &[(&[f64], u64, u64)]) -> Vec<Cell> {
        counts.iter().map(|(covariates, y, n)| Cell { group: 0, covariates: covariates.to_vec(), n: *n, y: *y }).collect()
    }

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|place| format!("x{place}")).collect()
    }

    /// One covariate of 0 and 1: Firth's penalised likelihood is that of the counts with ½ added to each (a saturated model), so that with
    /// 1 of 10 and 0 of 5 the slope is ln((0.5/5.5) / (1.5/9.5)); the intercept a then solves 10 π(a) + 5 π(a + slope) = 1.
    #[test]
    fn an_intercept_by_hand() {
        let found = balanced(&names(1), &cells(&[(&[0.0], 1, 10), (&[1.0], 0, 5)])).unwrap().unwrap();
        let slope = libm::log((0.5 / 5.5) / (1.5 / 9.5));
        assert!((found.slopes[0] - slope).abs() < 1e-8, "{found:?}");
        assert!((found.firth_intercept - libm::log(1.5 / 9.5)).abs() < 1e-8, "{found:?}");
        let expected = 10.0 * found.share(&[0.0]) + 5.0 * found.share(&[1.0]);
        assert!((expected - 1.0).abs() < 1e-12, "{expected}");
        // In odds o of the first, with r = e^slope: 10 o/(1 + o) + 5 r o/(1 + r o) = 1, a quadratic.
        let r = libm::exp(slope);
        let (a, b) = (14.0 * r, 9.0 + 4.0 * r);
        let odds = (-b + (b * b + 4.0 * a).sqrt()) / (2.0 * a);
        assert!((found.intercept - libm::log(odds)).abs() < 1e-9, "{} {}", found.intercept, libm::log(odds));
    }

    #[test]
    fn what_is_expected_is_what_was_found_where_firths_own_intercept_is_off() {
        let rare = cells(&[(&[0.0, 0.0], 1, 60), (&[1.0, 0.0], 0, 12), (&[0.0, 1.0], 2, 11), (&[1.0, 1.0], 0, 3)]);
        let found = balanced(&names(2), &rare).unwrap().unwrap();
        let expected = |intercept: f64| {
            let of = |cell: &Cell| cell.n as f64 * logistic(intercept + found.offset(&cell.covariates))[0];
            rare.iter().map(of).sum::<f64>()
        };
        assert!((expected(found.intercept) - 3.0).abs() < 1e-12);
        assert!(expected(found.firth_intercept) > 3.5, "{}", expected(found.firth_intercept));
    }

    #[test]
    fn an_intercept_is_found_far_out_and_not_where_the_outcome_does_not_vary() {
        let offsets = [(-40.0, 3.0), (0.0, 1e6), (35.0, 2.0)];
        let at = intercept(&offsets, 7).unwrap();
        let expected: f64 = offsets.iter().map(|(offset, n)| n * logistic(at + offset)[0]).sum();
        assert!((expected - 7.0).abs() < 1e-9, "{at} {expected}");
        assert_eq!((intercept(&offsets, 0), intercept(&[(0.0, 4.0)], 4), intercept(&[], 0)), (None, None, None));
        assert_eq!(intercept(&[(f64::NAN, 4.0)], 2), None);
    }
}
