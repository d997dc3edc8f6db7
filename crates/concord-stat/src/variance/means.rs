//! The mean of each framework, and theirs: frameworks fixed, all else random, by generalised least squares.
//!
//! A run compares the frameworks that there are, and not all that might have been written. So for inference each has a mean of its own, the
//! variances are fitted again under that model, and `mean` is the plain mean of the frameworks' means: a framework that answers seldom
//! counts as much as one that always does. Standard errors take the variances as known.
//!
//! Ends: where no framework scored two partnerships, what differs between partnerships cannot be told from what differs between
//! frameworks; the means stand, and there is no standard error.

use super::components::{Components, Frameworks, Model};
use super::fit::{Undefined, fit_near};
use super::sums::Sums;

/// Why a mean has no standard error.
pub(super) const NOT_CROSSED: &str = "no framework scored two partnerships, so that the mean has no standard error";

/// Means of frameworks.
#[derive(Debug, Clone, PartialEq)]
pub struct Means {
    /// The plain mean of the frameworks' means.
    pub mean: f64,
    /// Its standard error; `None` where no framework scored two partnerships.
    pub se_mean: Option<f64>,
    /// The mean of each framework; `None` where it has no score.
    pub frameworks: Vec<Option<f64>>,
}

/// The means of frameworks under a model, of which frameworks are made fixed. `near` are variances under the model as it is, from which the
/// fit starts.
///
/// # Errors
/// As [`super::fit::fit`].
pub fn means(sums: &Sums, model: Model, near: &Components<f64>) -> Result<Means, Undefined> {
    let crossed = is_crossed(sums);
    let both = |part: bool| part && crossed;
    let fixed = Model {
        framework: Frameworks::Fixed,
        partnership: both(model.partnership),
        partnership_framework: both(model.partnership_framework),
        ..model
    };
    let found = fit_near(sums, fixed, near)?;
    Ok(Means { mean: found.mean, se_mean: crossed.then_some(found.se_mean), frameworks: found.framework_means })
}

/// Whether any framework scored two partnerships.
fn is_crossed(sums: &Sums) -> bool {
    let answers: Vec<Vec<f64>> = sums.partnerships.iter().map(|partnership| partnership.answers()).collect();
    (0..sums.frameworks()).any(|framework| answers.iter().filter(|answers| answers[framework] > 0.0).count() > 1)
}
