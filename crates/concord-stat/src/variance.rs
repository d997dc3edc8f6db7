//! Variance components: how much of the scores lies between partnerships, between reviews, and between frameworks.
//!
//! The score of review r of partnership p by framework f is `μ + P_p + R_r(p) + F_f + (PF)_pf + e`, all but μ random and independent, each
//! with a variance of its own, found by restricted maximum likelihood (REML). Frameworks are random in the components and fixed where
//! their means are inferred. Source: Searle, Casella and McCulloch (1992), Variance Components, chapters 6 and 8; for the criterion, lme4.
//!
//! In the order in which it is done:
//! 1. [`sums`]: all that the likelihood needs, by partnership and number of answers; can be merged;
//! 2. [`identify`]: which parts this design can tell apart;
//! 3. `block`, `equations`: a partnership's reviews, cells and itself eliminated; [`criterion`]: the frameworks and the mean after them;
//! 4. [`fit`], `search`: where the criterion is least;
//! 5. [`mod@means`]: the frameworks' means;
//! 6. [`mod@reliability`]: how far a partnership's scores tell it from others.
//!
//! Balanced data give the estimates of the analysis of variance where none of these is negative. A component that the data want to be
//! below 0 is 0 exactly.
//!
//! Ends: scores that are all the same, or that the parts account for without a rest, have no components; parts that the design cannot tell
//! apart are undefined, with the reason.
//!
//! Misleads: answers are not missing at random, so that a fit is given beside those with the unknown taken as 0 and as 1; with three to six
//! frameworks the variance between them has two to five degrees of freedom: their means say more. Agreement of frameworks is overlap of
//! their definitions, never proof.

pub mod components;
pub mod criterion;
pub mod fit;
pub mod identify;
pub mod means;
pub mod reliability;
pub mod sums;

mod block;
mod equations;
mod figures;
mod matrix;
mod scores;
mod search;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::fault::Faults;
use components::Components;
pub use figures::{Figures, figures};
use reliability::Reliability;
pub use scores::Score;
use scores::Scores;

/// One partnership's row of `concord stat variance`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What the partnership is called.
    pub partnership: String,
    /// How far its scores tell it from others.
    #[serde(flatten)]
    pub reliability: Reliability,
}

/// What `concord stat variance` prints. Variances are in squared units of the score, means in its units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// The variances; `None` where one cannot be said.
    pub components: Components<Option<f64>>,
    /// Minus twice the restricted log-likelihood, as lme4 has it.
    pub reml_criterion: Option<f64>,
    /// The plain mean of the frameworks' means.
    pub mean: Option<f64>,
    /// Its standard error.
    pub se_mean: Option<f64>,
    /// The mean of each framework, by name.
    pub framework_means: BTreeMap<String, Option<f64>>,
    /// One row a partnership, in the order in which they first appear.
    pub reliability: Vec<Row>,
    /// Rows with a score.
    pub rows_used: u64,
    /// Rows left out because they have none.
    pub rows_left_out: u64,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Variance components, frameworks' means and reliabilities of scores.
///
/// # Errors
/// No row; a score that is not finite; two rows for the answer of one framework to one review.
pub fn variance(rows: &[Score]) -> Result<Table, Faults> {
    let rows_used = rows.iter().filter(|row| row.score.is_some()).count() as u64;
    let scores = Scores::new(rows)?;
    let found = figures(&scores.sums);
    let name = |(partnership, reliability)| Row { partnership, reliability };
    Ok(Table {
        components: found.components,
        reml_criterion: found.reml_criterion,
        mean: found.mean.map(|mean| mean + scores.origin),
        se_mean: found.se_mean,
        framework_means: scores
            .frameworks
            .into_iter()
            .zip(found.framework_means.iter().map(|mean| Some((*mean)? + scores.origin)))
            .collect(),
        reliability: scores.partnerships.into_iter().zip(found.reliability).map(name).collect(),
        rows_used,
        rows_left_out: rows.len() as u64 - rows_used,
        why: (!found.why.is_empty()).then(|| found.why.join("; ")),
    })
}
