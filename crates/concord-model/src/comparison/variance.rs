//! Where the differences lie: between partnerships, between reviews, between frameworks.

use serde::{Deserialize, Serialize};

use crate::finding::Side;

use super::{LeftOut, Unit};

/// The variance components of one side of one theme over all frameworks that can answer it both ways. Scores are 0 absent, ½ partly,
/// 1 present, of incidents that were looked for; *partnership* holds practice, coding, case-mix and selection together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VarianceFigure {
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// What is counted: always incidents.
    pub unit: Unit,
    /// The period that it is about, as text.
    pub period: String,
    /// The frameworks counted.
    pub frameworks: Vec<FrameworkMean>,
    /// Frameworks left out because too little could be told by them.
    pub left_out: Vec<String>,
    /// Frameworks left out because they are marked as of the same definition as another one.
    pub same_definition: Vec<LeftOut>,
    /// Incidents with an answer.
    pub incidents: u64,
    /// Answers.
    pub scores: u64,
    /// The mean over frameworks, each weighing the same.
    pub mean: Option<f64>,
    /// Its standard error.
    pub se_mean: Option<f64>,
    /// The components of the scores as they are.
    pub plain: VarianceComponents,
    /// The components once what reviews of like depth score on average is taken off. Depth is a consequence as much as a cause.
    pub less_depth: VarianceComponents,
    /// The components with everything unknown taken as absent.
    pub unknown_absent: VarianceComponents,
    /// The components with everything unknown taken as present.
    pub unknown_present: VarianceComponents,
    /// How far a partnership's answers tell it from others, one row a partnership with an answer, by name.
    pub reliability: Vec<ReliabilityRow>,
    /// Why there is none of it, or what could not be told.
    pub why: Option<String>,
}

/// The mean score of a framework, frameworks taken as fixed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameworkMean {
    /// The framework.
    pub framework: String,
    /// Of the incidents to which the question applies, the share that it could tell and that were looked for.
    pub determinable: Option<f64>,
    /// Its mean score, by generalised least squares.
    pub mean: Option<f64>,
}

/// Variances, in squared scores.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct VarianceComponents {
    /// Between partnerships.
    pub partnership: Option<f64>,
    /// Between reviews of a partnership.
    pub review: Option<f64>,
    /// Between frameworks: the lens.
    pub framework: Option<f64>,
    /// Between frameworks, otherwise from partnership to partnership.
    pub partnership_framework: Option<f64>,
    /// What is left.
    pub residual: Option<f64>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// How far a partnership's mean can be relied on, from the answers that it has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityRow {
    /// The partnership.
    pub partnership: String,
    /// Its incidents with an answer.
    pub incidents: u64,
    /// Reliability of comparisons with other partnerships seen by the same frameworks.
    pub generalizability: Option<f64>,
    /// The same where the frameworks may be others.
    pub dependability: Option<f64>,
    /// The same where these frameworks are all that matter.
    pub generalizability_fixed: Option<f64>,
    /// Incidents needed for a generalizability of 0.7; `None` where no number would do.
    pub needed_for_0_7: Option<u64>,
}
