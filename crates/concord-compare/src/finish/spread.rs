//! How much partnerships differ in a decision: the overdispersion of a beta-binomial over their decided reviews.
//!
//! Kinds of cases are left aside, so that ρ holds what partnerships' cases differ in, too. It is told by the greatest likelihood, with a
//! mark where that is at no difference at all, and by the mean of the grid posterior, which never is.

use concord_model::comparison::DecisionSpread;
use concord_stat::beta_binomial::{Fit, fit};
use concord_stat::shrink::{Grid, Posterior};

use super::decisions::Counts;
use crate::bounds::share;

pub(super) fn spread(counts: &Counts) -> DecisionSpread {
    let decided: Vec<[u64; 2]> = counts.partnerships().into_values().map(|[yes, no, _]| [yes, yes + no]).filter(|[_, n]| *n > 0).collect();
    let partnerships = decided.len() as u64;
    if let Some(why) = too_little(&decided) {
        return DecisionSpread { partnerships, why: Some(why.to_owned()), ..DecisionSpread::default() };
    }
    let fitted: Option<Fit> = fit(&decided).ok();
    let [yes, n] = decided.iter().fold([0, 0], |[yes, n], [x, of]| [yes + x, n + of]);
    let at = fitted.and_then(|fitted| fitted.mean_and_rho(share(yes, n)?));
    let posterior = Posterior::new(&decided, &Grid::default()).ok().flatten();
    DecisionSpread {
        partnerships,
        mean: at.map(|[mean, _]| mean),
        rho: at.map(|[_, rho]| rho),
        boundary: fitted.is_some_and(|fitted| fitted.boundary),
        rho_mean: posterior.as_ref().map(Posterior::rho_mean),
        why: posterior
            .is_none()
            .then(|| "each partnership decides all its reviews the same way, so that it cannot be told how much they differ".to_owned()),
    }
}

/// Why nothing can be told of a spread, if it cannot.
fn too_little(decided: &[[u64; 2]]) -> Option<&'static str> {
    match () {
        () if decided.len() < 2 => Some("fewer than two partnerships have a decided review"),
        () if decided.iter().all(|[_, n]| *n < 2) => Some("no partnership has two decided reviews"),
        () if decided.iter().all(|[yes, _]| *yes == 0) || decided.iter().all(|[yes, n]| yes == n) => {
            Some("all reviews are decided the same way")
        }
        () => None,
    }
}
