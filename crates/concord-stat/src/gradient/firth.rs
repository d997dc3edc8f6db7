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

/// The share of each kind of case, by its covariates.
pub type Shares = Vec<(Vec<f64>, f64)>;

/// The share that the regression gives each kind of case that there is, by its covariates; `None` where its maximum could not be
/// reached.
///
/// # Errors
/// As [`super::of_cells`].
pub fn fitted(names: &[String], cells: &[Cell]) -> Result<Option<Shares>, Faults> {
    let cells = check(names, cells)?;
    let design = Design::new(names, &cells)?;
    let named = |shares: Vec<f64>| cells.iter().map(|cell| cell.covariates.clone()).zip(shares).collect();
    Ok(Fit::new(&design).map(|fit| named(fit.shares())))
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

    /// The share of each row.
    fn shares(&self) -> Vec<f64> {
        combined(&self.design.columns, &self.top.beta).into_iter().map(|logit| logistic(logit)[0]).collect()
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
