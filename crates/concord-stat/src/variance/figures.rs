//! All figures of the sums of some scores.

use super::components::Components;
use super::fit::{Fit, Undefined, fit};
use super::identify::{Identified, identify};
use super::means::{Means, NOT_CROSSED, means};
use super::reliability::{Reliability, reliability};
use super::sums::Sums;

/// Variances, means and reliabilities; partnerships and frameworks by their places in the sums.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// The variances; `None` where one cannot be said.
    pub components: Components<Option<f64>>,
    /// Minus twice the restricted log-likelihood, as lme4 has it.
    pub reml_criterion: Option<f64>,
    /// The plain mean of the frameworks' means.
    pub mean: Option<f64>,
    /// Its standard error.
    pub se_mean: Option<f64>,
    /// The mean of each framework.
    pub framework_means: Vec<Option<f64>>,
    /// The reliability of each partnership.
    pub reliability: Vec<Reliability>,
    /// Why something above is undefined; empty where nothing is.
    pub why: Vec<String>,
}

/// Everything that the sums of scores say.
#[must_use]
pub fn figures(sums: &Sums) -> Figures {
    let identified = identify(sums);
    let fitted = fit(sums, identified.model);
    let inferred = fitted.as_ref().map_err(|why| *why).and_then(|fit| means(sums, identified.model, &fit.components));
    let why = reasons(&identified, &fitted, &inferred);
    let components = fitted.as_ref().map(|fit| fit.components.only(&identified.known)).unwrap_or_default();
    let inferred = inferred.ok();
    Figures {
        components,
        reml_criterion: fitted.ok().map(|fit| fit.criterion),
        mean: inferred.as_ref().map(|means| means.mean),
        se_mean: inferred.as_ref().and_then(|means| means.se_mean),
        framework_means: inferred.map_or(vec![None; sums.frameworks()], |means| means.frameworks),
        reliability: reliability(sums, &components),
        why,
    }
}

/// Why something is undefined.
fn reasons(identified: &Identified, fitted: &Result<Fit, Undefined>, inferred: &Result<Means, Undefined>) -> Vec<String> {
    let mut why = Vec::new();
    match (fitted, inferred) {
        (Err(none), _) => return vec![none.to_string()],
        (_, Err(none)) => why.push(format!("frameworks have no means: {none}")),
        (_, Ok(means)) if means.se_mean.is_none() => why.push(NOT_CROSSED.into()),
        (_, Ok(means)) if means.frameworks.contains(&None) => why.push("a framework has no score".into()),
        _ => {}
    }
    why.extend(identified.why.iter().cloned());
    why
}
