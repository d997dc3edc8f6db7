//! The coefficients that treat raters alike, from counts alone.
//!
//! Who gave which rating does not matter to them, so that units with the same counts by category are one [`Pattern`], and the units of a
//! cluster are one [`Tally`]: a run keeps no more of them. [`of_patterns`] is linear in patterns. [`super::agreement`] goes through here too.

use serde::Serialize;

use super::estimate::{ByCategory, Estimate, Reasons};
use super::jackknife::{self, Group, total};
use super::tally::{Pattern, Tally};
use super::weights::{Scale, Weights};
use super::{brennan_prediger, fleiss, gwet, krippendorff, percent, prevalence, specific};
use crate::fault::{Faults, Kind, MAX_COUNT};

/// The most ratings of one unit that patterns may have.
pub const MAX_RATINGS: u64 = 10_000;

/// The coefficients that treat raters alike.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overall {
    /// Units, rated or not.
    pub units: u64,
    /// Units with a rating.
    #[serde(skip)]
    pub units_rated: u64,
    /// Units with two or more ratings.
    pub units_pairable: u64,
    /// [`super::percent`], between 0 and 1.
    pub percent_agreement: Option<f64>,
    /// [`super::krippendorff`].
    pub krippendorff_alpha: Option<f64>,
    /// [`super::gwet`].
    pub gwet_ac: Option<f64>,
    /// [`super::fleiss`].
    pub fleiss_kappa: Option<f64>,
    /// [`super::brennan_prediger`].
    pub brennan_prediger: Option<f64>,
    /// [`super::jackknife`].
    pub se_jackknife: StandardErrors,
    /// [`super::specific`].
    pub specific_agreement: ByCategory,
    /// [`super::prevalence`].
    pub prevalence: ByCategory,
    /// Which of the above are undefined, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Standard errors by the jackknife.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StandardErrors {
    /// Of Krippendorff's alpha.
    pub krippendorff_alpha: Option<f64>,
    /// Of Gwet's AC1 or AC2.
    pub gwet_ac: Option<f64>,
    /// Which of the above are undefined, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// The coefficients of units that are told by their counts alone, those of each cluster together. A unit without a rating may be told
/// (counts of 0) or left out; it counts in `units` alone.
///
/// # Errors
/// Categories that do not suit the weights, as [`Scale::new`]; a pattern without a count for each category, or with more than
/// [`MAX_RATINGS`]; more than [`MAX_COUNT`] units. Rows are counted through all clusters.
pub fn of_patterns(categories: &[String], weights: Weights, clusters: &[Vec<Pattern>]) -> Result<Overall, Faults> {
    let (scale, mut faults) = match Scale::new(categories, weights) {
        Ok(scale) => (Some(scale), Faults::default()),
        Err(faults) => (None, faults),
    };
    check(clusters, categories.len(), &mut faults);
    let Some(scale) = scale.filter(|_| faults.0.is_empty()) else { return Err(faults) };
    let tally = |patterns: &Vec<Pattern>| {
        let mut tally = Tally::new(scale.categories());
        patterns.iter().for_each(|pattern| tally.add(&pattern.counts, pattern.units));
        tally
    };
    Ok(of_clusters(&scale, categories, clusters.iter().map(tally).collect()))
}

/// The coefficients of the units of each cluster. The names of the categories are as many as the scale has.
#[must_use]
pub fn of_clusters(scale: &Scale, categories: &[String], clusters: Vec<Tally>) -> Overall {
    let groups = Group::of(clusters);
    let mut reasons = Reasons::default();
    let found = overall(&total(&groups, scale.categories()), &groups, scale, categories, &mut reasons);
    Overall { why: reasons.why(), ..found }
}

fn check(clusters: &[Vec<Pattern>], categories: usize, faults: &mut Faults) {
    let mut units = 0_u64;
    for (row, pattern) in clusters.iter().flatten().enumerate() {
        if pattern.counts.len() != categories {
            let (what, allowed) = ("the number of counts", "one for each category");
            faults.note(Some(row), Kind::OutOfRange { what, value: pattern.counts.len() as f64, allowed });
        }
        let ratings = pattern.counts.iter().fold(0_u64, |sum, count| sum.saturating_add(*count));
        if ratings > MAX_RATINGS {
            let (what, allowed) = ("the number of ratings of a unit", "at most 10000");
            faults.note(Some(row), Kind::OutOfRange { what, value: ratings as f64, allowed });
        }
        units = units.saturating_add(pattern.units);
    }
    if units > MAX_COUNT {
        faults.note(None, Kind::TooLarge { what: "the number of units", value: units });
    }
}

/// All of them from `groups`, whose tally is `all`; `categories` are the names. Reasons go to `reasons`, not to `why`.
pub(super) fn overall(all: &Tally, groups: &[Group], scale: &Scale, categories: &[String], reasons: &mut Reasons) -> Overall {
    Overall {
        units: all.units(),
        units_rated: all.rated(),
        units_pairable: all.pairable(),
        percent_agreement: reasons.take("percent_agreement", percent::percent_agreement(all, scale)),
        krippendorff_alpha: reasons.take("krippendorff_alpha", krippendorff::alpha(all, scale)),
        gwet_ac: reasons.take("gwet_ac", gwet::ac(all, scale)),
        fleiss_kappa: reasons.take("fleiss_kappa", fleiss::kappa(all, scale)),
        brennan_prediger: reasons.take("brennan_prediger", brennan_prediger::coefficient(all, scale)),
        se_jackknife: standard_errors(all, groups, scale),
        specific_agreement: named("specific_agreement", categories, specific::specific_agreement(all, categories.len()), reasons),
        prevalence: named("prevalence", categories, prevalence::each(all, categories.len()), reasons),
        why: None,
    }
}

fn standard_errors(all: &Tally, groups: &[Group], scale: &Scale) -> StandardErrors {
    let mut reasons = Reasons::default();
    let [alpha, ac] =
        jackknife::standard_errors(all, groups, [&|tally| krippendorff::alpha(tally, scale), &|tally| gwet::ac(tally, scale)]);
    let (krippendorff_alpha, gwet_ac) = (reasons.take("krippendorff_alpha", alpha), reasons.take("gwet_ac", ac));
    StandardErrors { krippendorff_alpha, gwet_ac, why: reasons.why() }
}

fn named(member: &str, categories: &[String], figures: Vec<Estimate>, reasons: &mut Reasons) -> ByCategory {
    let one = |(category, figure): (&String, Estimate)| (category.clone(), reasons.take(format!("{member}.{category}"), figure));
    ByCategory(categories.iter().zip(figures).map(one).collect())
}
