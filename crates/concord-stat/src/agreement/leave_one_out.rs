//! What becomes of the coefficients without each rater.
//!
//! A rater (framework) is no sample of raters, so that this is not an error but a description: which one the agreement hangs on.

use serde::Serialize;

use super::estimate::Reasons;
use super::ratings::Ratings;
use super::tally::Tally;
use super::weights::Scale;
use super::{gwet, krippendorff};

/// The coefficients without one rater.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Without {
    /// Who is left out.
    pub rater: String,
    /// Krippendorff's alpha of the others.
    pub krippendorff_alpha: Option<f64>,
    /// Gwet's AC1 or AC2 of the others.
    pub gwet_ac: Option<f64>,
    /// Which of the above are undefined, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Each rater left out in turn; `all` is the tally of all of them and `counts` each unit's ratings by category.
pub(super) fn leave_one_rater_out(ratings: &Ratings, all: &Tally, mut counts: Vec<Vec<u64>>, scale: &Scale) -> Vec<Without> {
    let mut without = |(place, rater): (usize, &String)| {
        let tally = tally_without(ratings, all, &mut counts, place);
        let mut reasons = Reasons::default();
        let krippendorff_alpha = reasons.take("krippendorff_alpha", krippendorff::alpha(&tally, scale));
        let gwet_ac = reasons.take("gwet_ac", gwet::ac(&tally, scale));
        Without { rater: rater.clone(), krippendorff_alpha, gwet_ac, why: reasons.why() }
    };
    ratings.raters.iter().enumerate().map(&mut without).collect()
}

/// The tally of the others: each unit that the rater rated is counted anew with one rating less.
fn tally_without(ratings: &Ratings, all: &Tally, counts: &mut [Vec<u64>], rater: usize) -> Tally {
    let mut tally = all.clone();
    for (unit, counts) in ratings.units.iter().zip(counts) {
        if let Some(category) = unit[rater] {
            tally.remove(counts, 1);
            counts[category] -= 1;
            tally.add(counts, 1);
            counts[category] += 1;
        }
    }
    tally
}
