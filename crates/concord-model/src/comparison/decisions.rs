//! What is decided about reviews, whether like cases are decided alike, and what goes with a decision (unit: review; second codings left
//! out).

use serde::{Deserialize, Serialize};

use super::{BoundedShare, CaseMixModel, Facet, Signal, Unit};

/// What is decided about reviews.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DecisionSection {
    /// What must be said wherever these figures stand; empty where there are none.
    pub note: String,
    /// The decisions in the order of the dictionary.
    pub decisions: Vec<DecisionFigures>,
    /// Why there are no figures.
    pub why: Option<String>,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecisionFigures {
    /// Its short name.
    pub decision: String,
    /// What *yes* means, in words.
    pub label: String,
    /// What is counted: always reviews.
    pub unit: Unit,
    /// The period of the whole, as text.
    pub period: String,
    /// How often it is yes: all reviews first, then years.
    pub shares: Vec<DecisionShare>,
    /// How alike like cases are decided.
    pub alike: Alike,
    /// How much partnerships differ.
    pub spread: DecisionSpread,
    /// How many flags to expect among the partnerships by chance.
    pub flags: FlagCounts,
    /// The regression by which kinds of case are expected to be decided: the one of the layers.
    pub model: CaseMixModel,
    /// The partnerships by name.
    pub partnerships: Vec<DecisionOfPartnership>,
    /// What goes with it.
    pub predictors: Predictors,
}

/// How often a decision is yes in one part of the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecisionShare {
    /// By what the data are parted.
    pub facet: Facet,
    /// Which part: see [`FacetValue::value`](super::FacetValue::value).
    pub value: String,
    /// What the part is called.
    pub label: String,
    /// The period that it is about, as text.
    pub period: String,
    /// Reviews.
    pub reviews: u64,
    /// Of these, those for which it is not to be decided; they leave every denominator.
    pub not_applicable: u64,
    /// Of the unknown, those that record something that is neither yes nor no, such as that it is deferred.
    pub undecided: u64,
    /// The share that is yes.
    pub share: BoundedShare,
}

/// How alike like cases are decided: the probability that two decided reviews of different partnerships are decided the same way.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Alike {
    /// By what cases are alike, in words.
    pub by: Vec<String>,
    /// Two reviews of the same kind of case.
    pub same_kind: Pairs,
    /// Any two reviews: what it would be if kinds of cases did not matter.
    pub any_kind: Pairs,
    /// How much likelier it is where the kind is the same: `same_kind − any_kind`, between −1 and 1.
    pub gain: Option<f64>,
    /// The least of its 95% interval, by the jackknife over partnerships.
    pub gain_lower: Option<f64>,
    /// The greatest of it.
    pub gain_upper: Option<f64>,
    /// Kinds of cases, in the order of the dictionary; those without a decided review are left out.
    pub kinds: Vec<KindOfCase>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// Pairs of decided reviews of different partnerships.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Pairs {
    /// How many pairs there are.
    pub pairs: u64,
    /// Of these, those decided the same way.
    pub same: u64,
    /// `same / pairs`; `None` where there is no pair.
    pub share: Option<f64>,
}

/// One kind of case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KindOfCase {
    /// The short names of its groups, in the order of [`Alike::by`].
    pub groups: Vec<String>,
    /// What they are called.
    pub labels: Vec<String>,
    /// Partnerships with a decided review of this kind.
    pub partnerships: u64,
    /// Reviews decided with yes.
    pub yes: u64,
    /// Reviews decided with no.
    pub no: u64,
    /// Reviews of which that is not known.
    pub unknown: u64,
    /// Pairs of them.
    pub pairs: Pairs,
}

/// How much partnerships differ in a decision, kinds of cases left aside: a beta-binomial over decided reviews.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DecisionSpread {
    /// Partnerships with a decided review.
    pub partnerships: u64,
    /// The mean share over partnerships where the likelihood is greatest.
    pub mean: Option<f64>,
    /// How alike decisions of one partnership are beyond the mean, between 0 and 1, where the likelihood is greatest.
    pub rho: Option<f64>,
    /// Whether that is where partnerships do not differ, so that `rho` is 0.
    pub boundary: bool,
    /// The mean of what can be believed of it (grid posterior, prior (α + β)^(−5/2)).
    pub rho_mean: Option<f64>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// How many partnerships could be flagged, are, and would be by chance.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct FlagCounts {
    /// Partnerships of which some count could have been flagged.
    pub tested: u64,
    /// Those flagged at 95% or beyond.
    pub flagged_95: u64,
    /// Of these, those flagged at 99.8%.
    pub flagged_998: u64,
    /// The most to expect at 95% where nothing differs.
    pub expected_95: f64,
    /// The most to expect at 99.8% where nothing differs.
    pub expected_998: f64,
}

/// A partnership's decisions beside what others decide of its kinds of cases.
///
/// Each of its reviews is expected to be yes as often as other partnerships decide so of its kind of case, by the regression of
/// [`DecisionFigures::model`] with the intercept of the others alone. The count has the Poisson-binomial distribution; since these shares are
/// estimated, each tail is the greater of its own and that of the exact test given how many of each kind all decided with yes. A flag takes
/// what is unknown as it would speak least for the flag. It is where to ask, not what is so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecisionOfPartnership {
    /// The partnership.
    pub partnership: String,
    /// The share that is yes, of its reviews alone (its hull is Wilson's).
    pub share: BoundedShare,
    /// How many of `share.n` would be yes.
    pub expected: Option<f64>,
    /// How many of the decided would be.
    pub expected_decided: Option<f64>,
    /// Of the decided, how many are yes over how many would be.
    pub ratio: Option<f64>,
    /// Over `expected`, with all unknown as no.
    pub ratio_lower: Option<f64>,
    /// Over `expected`, with all unknown as yes.
    pub ratio_upper: Option<f64>,
    /// The lower exact 95% control limit of a count of `share.n`, over `expected`; `None` where no count could be so low.
    pub limit_lower: Option<f64>,
    /// The upper one; `None` where no count could be so high.
    pub limit_upper: Option<f64>,
    /// The probability of so few or fewer, with the unknown as yes.
    pub p_low: Option<f64>,
    /// The probability of so many or more, with the unknown as no.
    pub p_high: Option<f64>,
    /// What is said of it.
    pub flag: Signal,
    /// Why what is `None` is not defined, or why nothing can be told.
    pub why: Option<String>,
}

/// What goes with a decision, among all that was looked at.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Predictors {
    /// How many go with it, in a sentence or two.
    pub sentence: String,
    /// Things looked at: the declared family.
    pub family: u64,
    /// Of these, those that could be tested.
    pub tested: u64,
    /// Of these, those that go with the decision: `q` at most `level`.
    pub distinguishing: u64,
    /// The share of false ones that is accepted among those that go with it.
    pub level: f64,
    /// Each of them, in the order of the dictionary.
    pub rows: Vec<Predictor>,
}

/// Where something that a decision may go with comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PredictorKind {
    /// It was recorded of the time before the incident.
    Before,
    /// It tells the kind of case.
    CaseMix,
}

impl PredictorKind {
    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PredictorKind::Before => "before",
            PredictorKind::CaseMix => "case_mix",
        }
    }
}

/// How often a decision is yes where something is so, and where it is not.
///
/// It is so of a review where it is so of any of its rows, and not so where it is not so of all of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Predictor {
    /// Where it comes from.
    pub kind: PredictorKind,
    /// The grouping's short name.
    pub grouping: String,
    /// The group that it is about.
    pub group: String,
    /// What is so, in words.
    pub label: String,
    /// The share that is yes where it is so.
    pub present: BoundedShare,
    /// The share that is yes where it is not so.
    pub absent: BoundedShare,
    /// The least that the difference of the two shares can be, whatever is unknown.
    pub bound_lower: Option<f64>,
    /// The greatest.
    pub bound_upper: Option<f64>,
    /// How much greater the share is where it is so, within partnerships (Mantel and Haenszel's risk difference), among those known.
    pub difference: Option<f64>,
    /// The least of its 95% interval, by the jackknife over partnerships.
    pub difference_lower: Option<f64>,
    /// The greatest of it.
    pub difference_upper: Option<f64>,
    /// Partnerships that say something of the difference: with a decided review where it is so, and one where it is not.
    pub partnerships: u64,
    /// Two-sided, within partnerships (Mantel).
    pub p: Option<f64>,
    /// Benjamini and Hochberg's, over the family.
    pub q: Option<f64>,
    /// Whether it goes with the decision: `q` at most the level.
    pub distinguishes: bool,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}
