//! How partnerships vary around what all of them find: bounds first, exact tails, shrinkage beside the raw figure, and no ranks.

use serde::{Deserialize, Serialize};

use crate::finding::Side;

use super::Unit;

/// How far partnerships differ on one side of one theme, as one framework sees it. Frameworks that can answer one way only have none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variation {
    /// The framework.
    pub framework: String,
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// What is counted: always incidents.
    pub unit: Unit,
    /// The period that it is about, as text.
    pub period: String,
    /// The first framework of the run that finds the same here in every partnership: its tests are this one's, and are counted once.
    pub same_as: Option<String>,
    /// All partnerships together, with intervals that allow for cases of one partnership being alike.
    pub national: National,
    /// How much more partnerships differ than chance makes them.
    pub spread: Spread,
    /// The regressions by which the layers of its partnerships are expected, case-mix first; none where the dictionary names no case-mix.
    pub models: Vec<CaseMixModel>,
    /// One row a partnership with an incident, by name.
    pub partnerships: Vec<PartnershipRow>,
}

/// How often something is expected of a kind of case: Firth's logistic regression on the groups that a case belongs to, with an intercept
/// corrected so that as much is expected in all as there is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseMixModel {
    /// What it allows for.
    pub adjustment: Adjustment,
    /// A group with fewer cases told has no effect of its own.
    pub least: u64,
    /// Cases told.
    pub n: u64,
    /// Of these, those that have it.
    pub found: u64,
    /// Log-odds of a case of the reference groups; `None` where there is no regression.
    pub intercept: Option<f64>,
    /// The same before it was corrected.
    pub firth_intercept: Option<f64>,
    /// The groups with a case told, grouping after grouping.
    pub terms: Vec<CaseMixTerm>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// One group of a grouping in a regression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseMixTerm {
    /// By what cases are grouped: a short name of the dictionary.
    pub grouping: String,
    /// The group: its short name, `unknown`, or `several`.
    pub group: String,
    /// What the group is called.
    pub label: String,
    /// Its cases told.
    pub n: u64,
    /// Of these, those that have it.
    pub found: u64,
    /// What part it has.
    pub part: TermPart,
    /// What it adds to the log-odds of the reference; `None` unless it has an effect of its own.
    pub log_odds: Option<f64>,
}

/// What part a group has in a regression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermPart {
    /// The commonest: what the others of its grouping are held against.
    Reference,
    /// It has an effect of its own.
    Effect,
    /// It has too few cases, or follows from other groups, and is taken with the reference.
    Joined,
}

impl TermPart {
    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TermPart::Reference => "reference",
            TermPart::Effect => "effect",
            TermPart::Joined => "joined",
        }
    }
}

/// The national shares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct National {
    /// With everything that is not known taken as absent.
    pub lower: ClusteredShare,
    /// Among those assessed, *partly* and conflicts as present.
    pub assessed_only: ClusteredShare,
    /// With everything that is not known taken as present.
    pub upper: ClusteredShare,
}

/// A share whose interval comes from leaving each partnership out in turn.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ClusteredShare {
    /// Present.
    pub x: u64,
    /// Of so many.
    pub n: u64,
    /// `x / n`.
    pub share: Option<f64>,
    /// Lower end of the 95% interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// How many times as many cases are needed as if they were independent, as estimated; the interval takes it as 1 where it is less.
    pub design_effect: Option<f64>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// How much partnerships differ.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Spread {
    /// The share of all partnerships together among those assessed.
    pub theta: Option<f64>,
    /// Winsorised overdispersion φ; 1 is what chance gives.
    pub phi: Option<f64>,
    /// Variance between partnerships τ² of their shares, on the scale of shares.
    pub tau2: Option<f64>,
    /// Mean μ of the beta-binomial with the greatest likelihood.
    pub mu: Option<f64>,
    /// Its ρ, how alike cases of one partnership are; 0 where no overdispersion fits best.
    pub rho: Option<f64>,
    /// Mean of μ over the grid.
    pub mu_mean: Option<f64>,
    /// Mean of ρ over the grid.
    pub rho_mean: Option<f64>,
    /// Whether the likelihood is greatest at no overdispersion.
    pub boundary: bool,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// What can be said of a partnership against the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Nothing can be said: too few cases, too much unknown, or too few others.
    #[default]
    CannotTell,
    /// Within the limits, although a flag would have been possible.
    None,
    /// Beyond the lower 95% limit, whatever the unknown is.
    #[serde(rename = "low_95")]
    Low95,
    /// Beyond the upper 95% limit, whatever the unknown is.
    #[serde(rename = "high_95")]
    High95,
    /// Beyond the lower 99.8% limit, whatever the unknown is.
    #[serde(rename = "low_998")]
    Low998,
    /// Beyond the upper 99.8% limit, whatever the unknown is.
    #[serde(rename = "high_998")]
    High998,
}

impl Signal {
    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Signal::CannotTell => "cannot_tell",
            Signal::None => "none",
            Signal::Low95 => "low_95",
            Signal::High95 => "high_95",
            Signal::Low998 => "low_998",
            Signal::High998 => "high_998",
        }
    }

    /// The words in a report.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Signal::CannotTell => "cannot be distinguished",
            Signal::None => "within limits",
            Signal::Low95 => "below the 95% limit",
            Signal::High95 => "above the 95% limit",
            Signal::Low998 => "below the 99.8% limit",
            Signal::High998 => "above the 99.8% limit",
        }
    }

    /// Whether it is beyond a limit.
    #[must_use]
    pub fn flagged(self) -> bool {
        !matches!(self, Signal::CannotTell | Signal::None)
    }

    /// Whether it is beyond a 99.8% limit.
    #[must_use]
    pub fn far(self) -> bool {
        matches!(self, Signal::Low998 | Signal::High998)
    }
}

/// One partnership. What is flagged survives what is not known: the missing are absent for the high tail and present for the low one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartnershipRow {
    /// The partnership.
    pub partnership: String,
    /// All incidents to which the question applies: the cases of the flag.
    pub n: u64,
    /// Of these, those that could not be told, or in conflict.
    pub missing: u64,
    /// Of these, those found present without having been looked for.
    pub by_the_way: u64,
    /// Looked for and found, with *partly*, conflicts and what was found by the way as absent: the count of the high tail.
    pub found_at_least: u64,
    /// All that is not absent, with *partly* as present: the count of the low tail, and the upper bound's.
    pub found_at_most: u64,
    /// The share of all other partnerships among those assessed, as in `assessed_only`: *partly* and conflicts as present.
    pub benchmark: Option<f64>,
    /// 95% control limits of the share, lower and upper: `found_at_most / n` at or below the lower, or `found_at_least / n` at or above the
    /// upper, is flagged, and nothing else. Each count is judged with the total that it makes with what the others found.
    pub limits_95: Option<[f64; 2]>,
    /// 99.8% control limits of the share, lower and upper.
    pub limits_998: Option<[f64; 2]>,
    /// The chance of `found_at_most` or fewer, given how many it and the others found together (hypergeometric, Fisher's exact test).
    pub p_low: Option<f64>,
    /// The chance of `found_at_least` or more, given the same.
    pub p_high: Option<f64>,
    /// Benjamini and Hochberg's q over the family of the release; `None` where the test cannot contribute.
    pub q: Option<f64>,
    /// What can be said, by these tails; `cannot_tell` where no way in which all that was found could have fallen on this partnership would
    /// be flagged, or where fewer than 10 other partnerships were assessed.
    pub signal: Signal,
    /// What can be said once partnerships are allowed to differ as they do: each tail the greater of that above and of a beta-binomial's
    /// about the share of all.
    pub signal_overdispersed: Signal,
    /// What is left at the least favourable end of the benchmark's own range.
    pub signal_least_favourable: Signal,
    /// What would be flagged were all that is not assessed left out: no flag, to be shown apart.
    pub missing_ignored: Signal,
    /// The share given all partnerships, beside the raw figure and never instead of it.
    pub pooled: Pooled,
    /// Observed over expected, in three layers: crude, for like cases, and for like cases of like depth.
    pub layers: Vec<Layer>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// A partnership's share given those of all.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Pooled {
    /// Incidents assessed.
    pub n: u64,
    /// Of these, present, *partly* and conflicts too.
    pub x: u64,
    /// `x / n`, the raw figure.
    pub raw: Option<f64>,
    /// The mean of its share given all partnerships.
    pub mean: Option<f64>,
    /// Lower end of the central 95%.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// How much of the mean comes from the other partnerships: 1 is all.
    pub prior_weight: Option<f64>,
    /// The probability that its share is above the national one.
    pub above_national: Option<f64>,
}

/// By what a partnership's expected count is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// Every case has the national share.
    Crude,
    /// Cases differ by what they are; a group with fewer than 10 incidents assessed is as the commonest.
    CaseMix,
    /// Cases differ by what they are and by how deep their reviews went; depth is a mediator, a consequence too, so that this can take away what
    /// is looked for.
    CaseMixAndDepth,
}

impl Adjustment {
    /// All, in their order.
    pub const ALL: [Adjustment; 3] = [Adjustment::Crude, Adjustment::CaseMix, Adjustment::CaseMixAndDepth];

    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Adjustment::Crude => "crude",
            Adjustment::CaseMix => "case_mix",
            Adjustment::CaseMixAndDepth => "case_mix_and_depth",
        }
    }
}

/// Observed against expected among those assessed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// By what the expected count is worked out.
    pub adjustment: Adjustment,
    /// Found.
    pub observed: u64,
    /// Expected to be found.
    pub expected: Option<f64>,
    /// Observed over expected, both of the cases that were told.
    pub ratio: Option<f64>,
    /// Lower 95% control limit of the ratio, exact; `None` where no count could be so low, or all but one would be.
    pub lower: Option<f64>,
    /// Upper 95% control limit of the ratio, exact; `None` where no count could be so high, or all but one would be.
    pub upper: Option<f64>,
    /// The least that the ratio can be over all cases, with the unknown as absent; other cases than those of `ratio`, which need not lie between.
    pub ratio_lower: Option<f64>,
    /// The most that the ratio can be, with the unknown as present.
    pub ratio_upper: Option<f64>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// All flags of a release together.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Flags {
    /// What the family is; declared before it is looked at.
    pub family: String,
    /// Framework × theme × side that can be told both ways.
    pub views: u64,
    /// Of these, those that are tested: of frameworks that find the same in every partnership, the first.
    pub distinct_views: u64,
    /// Tests made: partnership × framework × theme × side with a case and a benchmark.
    pub tests: u64,
    /// Of these, those that could have been flagged at all.
    pub could_flag: u64,
    /// Flags beyond the 95% limits.
    pub beyond_95: u64,
    /// Flags beyond the 99.8% limits.
    pub beyond_998: u64,
    /// Flags beyond the 95% limits that chance alone gives at most, a twentieth of the tests that could be flagged.
    pub expected_95: f64,
    /// Flags beyond the 99.8% limits that chance alone gives at most.
    pub expected_998: f64,
    /// Tests whose q is at most 0.05.
    pub q_below_05: u64,
    /// Tests kept by Tarone's screen, over which q is worked out.
    pub tested: u64,
    /// Flags beyond the 95% limits that are left once partnerships are allowed to differ as they do.
    pub beyond_95_overdispersed: u64,
    /// Flags beyond the 95% limits that are left at the end of the benchmark's own range that favours each partnership most.
    pub beyond_95_least_favourable: u64,
    /// What would be flagged at 95% were the missing left out.
    pub beyond_95_missing_ignored: u64,
}
