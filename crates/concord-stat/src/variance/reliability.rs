//! How far the mean of a partnership's scores tells it from others: generalizability theory, for the cells that were answered.
//!
//! Source: Brennan (2001), Generalizability Theory, chapters 3 and 7. The mean over the n scores that partnership p has, of which m_r are in
//! review r and n_f by framework f, is `μ + P_p` with these parts besides, by the model term by term:
//!
//! | part | its share of the variance of the mean | complete, R reviews by N frameworks |
//! |---|---|---|
//! | review | `σ²_r Σ (m_r/n)²` | `σ²_r/R` |
//! | interaction | `σ²_pf Σ (n_f/n)²` | `σ²_pf/N` |
//! | framework | `σ²_f Σ (n_f/n)²` | `σ²_f/N` |
//! | residual | `σ²_e/n` | `σ²_e/(RN)` |
//!
//! δ² is review, interaction and residual; Δ² also framework. *Generalizability* Eρ² = σ²_p/(σ²_p + δ²) is for comparing partnerships read
//! by the same frameworks, *dependability* Φ = σ²_p/(σ²_p + Δ²) for the score itself, both as if frameworks were drawn from all that might
//! have been written; *generalizability_fixed* holds for these frameworks alone, so that the interaction is part of what is measured and
//! not of its error.
//!
//! The reviews needed for Eρ² = 0.7 are those of the same kind: as many answers a review, spread alike over frameworks and reviews, so that
//! review and residual fall as 1/reviews and the interaction stays. Where the interaction alone is too large no number will do.
//!
//! Misleads: a partnership that some frameworks did not answer is compared on other grounds than the rest, which Eρ² leaves out and Φ does
//! not. With few partnerships σ²_p is hardly known, and neither are these.

use serde::Serialize;

use super::components::Components;
use super::sums::{Partnership, Sums};
use crate::fault::MAX_COUNT;

/// What reliability is aimed at.
const TARGET: f64 = 0.7;

/// The reliability of one partnership's mean.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Reliability {
    /// Reviews with an answer.
    pub n_reviews: u64,
    /// Eρ², frameworks random.
    pub generalizability: Option<f64>,
    /// Φ, frameworks random.
    pub dependability: Option<f64>,
    /// Eρ², frameworks fixed.
    pub generalizability_fixed: Option<f64>,
    /// Reviews needed for a generalizability of 0.7.
    pub reviews_needed_for_0_7: Option<u64>,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The variance of a mean by its parts, and the reviews that it is over.
struct Parts {
    own: f64,
    review: f64,
    interaction: f64,
    framework: Option<f64>,
    residual: f64,
    reviews: f64,
}

/// The reliability of each partnership's mean, given the variances; a variance that is `None` cannot be said.
#[must_use]
pub fn reliability(sums: &Sums, variances: &Components<Option<f64>>) -> Vec<Reliability> {
    sums.partnerships.iter().map(|partnership| of_one(partnership, variances)).collect()
}

fn of_one(sums: &Partnership, variances: &Components<Option<f64>>) -> Reliability {
    let n_reviews = sums.reviews();
    if n_reviews == 0 {
        return Reliability { why: Some("the partnership has no score"), ..Reliability::default() };
    }
    let Some(parts) = Parts::new(sums, variances) else {
        return Reliability { n_reviews, why: Some("the variances that it needs cannot be said"), ..Reliability::default() };
    };
    let needed = parts.reviews_needed();
    Reliability {
        n_reviews,
        generalizability: Some(parts.share(parts.own, parts.interaction)),
        dependability: parts.framework.map(|framework| parts.share(parts.own, parts.interaction + framework)),
        generalizability_fixed: Some(parts.share(parts.own + parts.interaction, 0.0)),
        reviews_needed_for_0_7: needed,
        why: match (parts.framework, needed) {
            (None, _) => Some("the variance of framework cannot be said"),
            (_, None) if parts.own <= 0.0 => Some("partnerships do not differ, so that no number of reviews tells them apart"),
            (_, None) => Some("frameworks read this partnership too differently for any number of reviews"),
            _ => None,
        },
    }
}

impl Parts {
    fn new(sums: &Partnership, variances: &Components<Option<f64>>) -> Option<Parts> {
        let scores = sums.powers_of_answers(1);
        let by_framework = sums.answers().iter().map(|answers| (answers / scores) * (answers / scores)).sum::<f64>();
        Some(Parts {
            own: variances.partnership?,
            review: variances.review? * sums.powers_of_answers(2) / (scores * scores),
            interaction: variances.partnership_framework? * by_framework,
            framework: variances.framework.map(|variance| variance * by_framework),
            residual: variances.residual? / scores,
            reviews: sums.reviews() as f64,
        })
    }

    /// What is measured over it and its error, to which `more` is added.
    fn share(&self, measured: f64, more: f64) -> f64 {
        measured / (measured + (self.review + self.residual + more))
    }

    /// The least k with `own/(own + (review + residual) reviews/k + interaction) ≥ 0.7`; `None` where there is none that can be counted.
    fn reviews_needed(&self) -> Option<u64> {
        let allowed = self.own * (1.0 / TARGET - 1.0) - self.interaction;
        let needed = (self.review + self.residual) * self.reviews / allowed;
        // What rounding adds to a whole number is not a review.
        let whole = (needed * (1.0 - 1e-12)).ceil().max(1.0);
        (allowed > 0.0 && whole <= MAX_COUNT as f64).then_some(whole as u64)
    }
}
