//! How ready reviews must be to look at a theme for a published share of all records to record it.
//!
//! The share is of review records, of rapid and of full reviews: a rapid review records what is present, looked at and not
//! overlooked; its full review records most of the same and what it finds besides. Both are summed over the partnerships of a seed, over
//! kinds of incident and over depth, so that every seed reaches the share in expectation, whatever its partnerships are like.

use crate::ages::{STAGE_SHARES, STAGES};
use crate::partnerships::Partnership;
use crate::practice::{ALONE, COMPLEXITY, KEPT, LOOK_SLOPE, Practice, depth, marked, shifted};
use crate::solve::{POINTS, logistic, normal_points, root};

/// The readiness to look at a theme, as a logit, at which its share of all records is the one asked for.
pub(crate) fn look(practice: &Practice, theme: usize, share: f64, partnerships: &[Partnership]) -> f64 {
    let sites = partnerships.iter().zip(&practice.decision);
    let records: f64 = sites.clone().map(|(one, decision)| one.share * (1.0 + full_reviews(decision))).sum();
    let sites: Vec<Site> = sites.map(|(one, decision)| Site::new(practice, theme, one, decision)).collect();
    root(|look| sites.iter().map(|site| site.recorded(look, practice)).sum(), share * records)
}

/// Full reviews an incident, by the chances of one at each complexity.
fn full_reviews(decision: &[f64; COMPLEXITY.len()]) -> f64 {
    (1.0 - ALONE) * COMPLEXITY.iter().zip(decision).map(|((weight, ..), chance)| weight * chance).sum::<f64>()
}

/// A partnership's part in the share of a theme that is recorded.
struct Site {
    /// Depths of its reviews, with their weights.
    depths: [(f64, f64); POINTS],
    /// Its share of incidents, times the chance that the theme is there to be recorded.
    rapid: f64,
    /// The same, for incidents that come to a full review.
    full: f64,
    /// The chance that the full review sees what the rapid review looked at and overlooked.
    sees: f64,
    /// The chance that the full review looks at what was left open, and sees it.
    looks_and_sees: f64,
}

impl Site {
    fn new(practice: &Practice, theme: usize, one: &Partnership, decision: &[f64; COMPLEXITY.len()]) -> Site {
        let odds = practice.odds(theme);
        let present = |complexity: usize| -> f64 {
            (0..STAGES).map(|stage| STAGE_SHARES[stage] * shifted(odds[complexity][stage], one.leaning[theme])).sum()
        };
        let coded = marked(theme).map_or(1.0, |share| if one.has_marks { share } else { 0.0 });
        let sum = |chance: &dyn Fn(usize) -> f64| (0..COMPLEXITY.len()).map(|c| COMPLEXITY[c].0 * present(c) * chance(c)).sum::<f64>();
        let sees = |depth: f64| 1.0 - practice.overlooks(depth);
        let depths = normal_points().map(|(noise, weight)| (depth(one.means, noise), weight));
        Site {
            rapid: one.share * coded * sum(&|_| 1.0),
            full: one.share * coded * (1.0 - ALONE) * sum(&|complexity| decision[complexity]),
            sees: mean(&depths, sees),
            looks_and_sees: mean(&depths, |depth| logistic(practice.look_again + LOOK_SLOPE * depth) * sees(depth)),
            depths,
        }
    }

    /// Its part in the share, at a readiness to look.
    fn recorded(&self, look: f64, practice: &Practice) -> f64 {
        let looks = |depth: f64| logistic(look + LOOK_SLOPE * depth);
        let looked = mean(&self.depths, looks);
        let found = mean(&self.depths, |depth| looks(depth) * (1.0 - practice.overlooks(depth)));
        let again = KEPT * (found + (looked - found) * self.sees) + (1.0 - looked) * self.looks_and_sees;
        self.rapid * found + self.full * again
    }
}

/// The mean of a function of depth.
fn mean(depths: &[(f64, f64)], value: impl Fn(f64) -> f64) -> f64 {
    depths.iter().map(|(depth, weight)| weight * value(*depth)).sum()
}
