//! How far raters agree.
//!
//! Raters place units in declared categories; ratings may be missing. No one figure says how far they agree, so that all are given at
//! once, each in a file of its own:
//!
//! - [`percent`]: how often two ratings of a unit are alike;
//! - [`specific`] and [`prevalence`]: the same for each category, and how common it is; without them no coefficient can be read;
//! - [`krippendorff`], [`gwet`], [`fleiss`], [`brennan_prediger`], [`conger`]: agreement beyond chance,
//!   `1 − observed disagreement / expected disagreement`. They differ in what they call chance;
//! - [`cohen`]: the same for every two raters;
//! - [`jackknife`]: standard errors that respect clusters; [`leave_one_out`]: the coefficients without each rater.
//!
//! [`weights`] says how far apart two categories are. Units with one rating count in prevalences and raters' shares alone, and
//! through them in what chance is to Gwet, Fleiss and Conger, as in irrCAC 1.4.
//!
//! Ends: where all ratings are of one category, α and the kappas are 0/0 and undefined, and AC1 is 1; where no unit has two ratings
//! everything but prevalence is undefined. `why` names each undefined member and its reason.
//!
//! Misleads: agreement of frameworks that read one record is overlap of their definitions and never corroboration. The same agreement
//! gives coefficients from below 0 to .94 as prevalence goes (Feinstein and Cicchetti 1990, Journal of Clinical Epidemiology 43:543–549);
//! names such as "substantial" are no help. AC1, AC2 and Brennan and Prediger's depend on the declared categories, used or not.

pub mod brennan_prediger;
pub mod cohen;
pub mod conger;
mod estimate;
pub mod fleiss;
pub mod gwet;
pub mod jackknife;
pub mod krippendorff;
pub mod leave_one_out;
mod overall;
pub mod percent;
pub mod prevalence;
mod ratings;
pub mod specific;
mod tally;
pub mod weights;

use serde::Serialize;

use self::cohen::Pair;
use self::estimate::Reasons;
pub use self::estimate::{ByCategory, Estimate, Undefined};
use self::leave_one_out::Without;
pub use self::overall::{MAX_RATINGS, Overall, StandardErrors, of_clusters, of_patterns};
pub use self::ratings::Ratings;
pub use self::tally::{Pattern, Tally};
pub use self::weights::{Scale, Weights};
use crate::fault::Faults;

/// What `concord stat agreement` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Units, rated or not.
    pub units: u64,
    /// Units with two or more ratings.
    pub units_pairable: u64,
    /// [`percent`], between 0 and 1.
    pub percent_agreement: Option<f64>,
    /// [`krippendorff`], with his own metric of the weights' name.
    pub krippendorff_alpha: Option<f64>,
    /// [`gwet`].
    pub gwet_ac: Option<f64>,
    /// [`fleiss`].
    pub fleiss_kappa: Option<f64>,
    /// [`brennan_prediger`].
    pub brennan_prediger: Option<f64>,
    /// [`conger`].
    pub conger_kappa: Option<f64>,
    /// [`jackknife`].
    pub se_jackknife: StandardErrors,
    /// [`specific`], by declared category.
    pub specific_agreement: ByCategory,
    /// [`prevalence`], by declared category.
    pub prevalence: ByCategory,
    /// [`cohen`], every two raters in their order.
    pub pairwise: Vec<Pair>,
    /// [`leave_one_out`], every rater in their order.
    pub leave_one_rater_out: Vec<Without>,
    /// Which of the above are undefined, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Every figure of a table of ratings.
///
/// # Errors
/// Categories that do not suit the weights, as [`Scale::new`]; no rater, or two of one name; a unit without a place for each rater; a
/// rating beyond the declared categories; clusters that are not one for each unit.
pub fn agreement(ratings: &Ratings) -> Result<Agreement, Faults> {
    let scale = ratings.check()?;
    let counts = ratings.counts();
    let groups = ratings.groups(&counts);
    let all = jackknife::total(&groups, scale.categories());
    let mut reasons = Reasons::default();
    let overall = overall::overall(&all, &groups, &scale, &ratings.categories, &mut reasons);
    let conger_kappa = reasons.take("conger_kappa", conger::kappa(&all, &ratings.margins(), &scale));
    Ok(Agreement {
        units: overall.units,
        units_pairable: overall.units_pairable,
        percent_agreement: overall.percent_agreement,
        krippendorff_alpha: overall.krippendorff_alpha,
        gwet_ac: overall.gwet_ac,
        fleiss_kappa: overall.fleiss_kappa,
        brennan_prediger: overall.brennan_prediger,
        conger_kappa,
        se_jackknife: overall.se_jackknife,
        specific_agreement: overall.specific_agreement,
        prevalence: overall.prevalence,
        pairwise: cohen::pairwise(ratings, &scale),
        leave_one_rater_out: leave_one_out::leave_one_rater_out(ratings, &all, counts, &scale),
        why: reasons.why(),
    })
}
