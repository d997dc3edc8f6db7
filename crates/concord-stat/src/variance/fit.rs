//! Where the REML criterion is least: the variance components.
//!
//! The search (`search`) starts where every ratio to the residual is the same and small. The criterion of few scores can have more
//! than one valley, so that with fewer than [`FEW`] it starts from several places, and the deepest valley counts. Where the parts of the
//! model can account for every score the criterion has no least value at all; a valley that has a residual is then taken where there is one.
//!
//! Misleads: with few partnerships or frameworks their variance is hardly known: with three to six frameworks it has two to five degrees
//! of freedom. Scores of 0, ½ and 1 are not normal; the variances then describe their spread, and are no probability model.

use super::components::{Components, Model};
use super::criterion::{At, Criterion};
use super::search::Search;
use super::sums::Sums;

/// Scores below which the search starts from several places.
pub const FEW: f64 = 1000.0;
/// Where the ratios of review, partnership × framework, partnership and framework start.
const STARTS: [[f64; 4]; 8] = [
    [0.1; 4],
    [1e-3; 4],
    [1.0; 4],
    [10.0; 4],
    [1.0, 1e-3, 1e-3, 1e-3],
    [1e-3, 1.0, 1e-3, 1e-3],
    [1e-3, 1e-3, 1.0, 1e-3],
    [1e-3, 1e-3, 1e-3, 1.0],
];
/// The share of the scores' sum of squares that may be rounding.
const ROUNDING: f64 = 1e-13;
/// A residual below this share of the variance of the scores is none.
const NO_RESIDUAL: f64 = 1e-6;

/// The variance components and what goes with them.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The variances; 0 for a part that the model does not have.
    pub components: Components<f64>,
    /// Minus twice the restricted log-likelihood, as lme4 has it.
    pub criterion: f64,
    /// The mean of a score, as [`At::mean`].
    pub mean: f64,
    /// Its standard error, the variances taken as known.
    pub se_mean: f64,
    /// The mean of each framework, as [`At::framework_means`].
    pub framework_means: Vec<Option<f64>>,
    /// How often the criterion was computed.
    pub evaluations: usize,
}

/// Why there are no variance components.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// Not more scores than fixed effects.
    #[error("there are too few scores")]
    TooFew,
    /// Scores whose squares are no numbers.
    #[error("the scores are too large to be squared")]
    TooLarge,
    /// All scores are the same.
    #[error("all scores are the same, so that there is no variance")]
    Constant,
    /// The effects of the model account for every score.
    #[error("the parts account for every score, so that no residual is left and the likelihood has no maximum")]
    NoResidual,
    /// The fit did not come to an end.
    #[error("the fit did not settle")]
    NotSettled,
}

/// The variance components of scores under a model, by restricted maximum likelihood.
///
/// # Errors
/// Scores that have none, each for its reason.
pub fn fit(sums: &Sums, model: Model) -> Result<Fit, Undefined> {
    let (criterion, least) = prepared(sums, model)?;
    let mut found = STARTS.iter().map(|start| descended(&criterion, *start, least));
    if sums.scores() >= FEW {
        return found.find(Result::is_ok).unwrap_or(Err(Undefined::NoResidual));
    }
    found.reduce(better).unwrap_or(Err(Undefined::NoResidual))
}

/// The same from variances that are known to be near, as those of a model or of scores that differ little: sooner done.
///
/// # Errors
/// As [`fit`].
pub fn fit_near(sums: &Sums, model: Model, near: &Components<f64>) -> Result<Fit, Undefined> {
    let (criterion, least) = prepared(sums, model)?;
    let known = near.residual > 0.0 && sums.scores() >= FEW;
    match known.then(|| descended(&criterion, near.ratios(), least)) {
        Some(Ok(found)) => Ok(found),
        _ => fit(sums, model),
    }
}

/// The criterion, and the residual below which there is none.
fn prepared(sums: &Sums, model: Model) -> Result<(Criterion<'_>, f64), Undefined> {
    let criterion = Criterion::new(sums, model);
    let [_, squares, about_mean] = sums.squares();
    if criterion.degrees() < 1.0 {
        Err(Undefined::TooFew)
    } else if !about_mean.is_finite() {
        Err(Undefined::TooLarge)
    } else if about_mean <= ROUNDING * squares {
        Err(Undefined::Constant)
    } else {
        Ok((criterion, NO_RESIDUAL * about_mean / sums.scores()))
    }
}

fn descended(criterion: &Criterion<'_>, start: [f64; 4], least: f64) -> Result<Fit, Undefined> {
    let Search { ratios, here, evaluations, .. } = Search::new(criterion, start)?.descend(least)?;
    let At { criterion, residual, mean, se_mean, framework_means, .. } = here;
    Ok(Fit { components: Components::from_ratios(ratios, residual), criterion, mean, se_mean, framework_means, evaluations })
}

/// The one with the lower criterion; a fit rather than none, and of two reasons for none the one that says more.
fn better(a: Result<Fit, Undefined>, b: Result<Fit, Undefined>) -> Result<Fit, Undefined> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok(if b.criterion < a.criterion { b } else { a }),
        (Ok(fit), Err(_)) | (Err(_), Ok(fit)) => Ok(fit),
        (Err(Undefined::NotSettled), Err(why)) | (Err(why), Err(_)) => Err(why),
    }
}
