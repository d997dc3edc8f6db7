//! How far frameworks overlap, where they part, and how far two coders of one review do.
//!
//! Coefficients have the names and the meaning that `concord stat agreement` gives them, and never stand alone: percent agreement, specific
//! agreement and prevalence are beside them, since the same agreement gives coefficients of any size as prevalence goes.

use serde::{Deserialize, Serialize};

use super::Unit;
use crate::answer::Looked;
use crate::finding::Side;
use crate::framework::Match;

/// How far frameworks overlap: overlap of definitions on one record, never corroboration.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Agreement {
    /// What agreement is here; to be said wherever a figure of it stands.
    pub note: String,
    /// All frameworks together, theme × side with two or more that can answer both ways (unit: incident, all data).
    pub panels: Vec<PanelAgreement>,
    /// Of all headlines (percent agreement of a theme × side, *partly* as present) the one that leaving a framework out changes most.
    pub most_changed: Option<MostChanged>,
    /// Pairs of frameworks × theme × side (unit: incident, all data).
    pub pairs: Vec<PairAgreement>,
    /// Pairs of frameworks × side over all themes, marked ones left out.
    pub over_themes: Vec<PairOverThemes>,
    /// How far two coders of one review agree, through each framework: beside it all other agreement has to be read.
    pub ceiling: Ceiling,
    /// The reviews on which frameworks part most.
    pub partings: Partings,
}

/// How far all frameworks overlap that can answer both ways on one side of one theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PanelAgreement {
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// What is counted: always incidents.
    pub unit: Unit,
    /// The period that it is about, as text.
    pub period: String,
    /// The frameworks that are counted, in the order of the run.
    pub frameworks: Vec<String>,
    /// Those that are left out because they are marked with one that is counted.
    pub left_out: Vec<LeftOut>,
    /// The figures.
    pub items: ByItem<ItemAgreement>,
    /// What becomes of the headline (*partly* as present) without each framework that is counted, in their order.
    pub without: Vec<Without>,
}

/// A framework that is left out of a summary because it cannot but agree with one that is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The framework.
    pub framework: String,
    /// The one that it is marked with: see [`PairAgreement::marked`].
    pub marked_with: String,
}

/// One of each for what can be agreed on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ByItem<T> {
    /// Absent or present, with *partly* taken as present: the headline.
    pub partly_present: T,
    /// Absent or present, with *partly* taken as absent.
    pub partly_absent: T,
    /// Absent, partly or present, in this order. Left out is what tells one cut of *partly* and not the other.
    pub graded: T,
    /// Whether it was looked for and could be told at all (*partly* as present); what does not apply is left out.
    pub assessable: T,
}

impl<T> ByItem<T> {
    /// Each with its name in files and outputs, in the order of all outputs.
    pub fn named(&self) -> [(&'static str, &T); 4] {
        [
            ("partly_present", &self.partly_present),
            ("partly_absent", &self.partly_absent),
            ("graded", &self.graded),
            ("assessable", &self.assessable),
        ]
    }
}

/// How far several frameworks agree on one item.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ItemAgreement {
    /// The coefficients.
    #[serde(flatten)]
    pub coefficients: Coefficients,
    /// Whether some find it more often than others; `None` where there are more than two categories.
    pub cochran_q: Option<CochranQ>,
}

/// How far raters agree: frameworks over one record, or one framework over the records of two coders.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Coefficients {
    /// Units in all, told or not.
    pub units: u64,
    /// Of these, those that one rater or more could tell.
    pub units_rated: u64,
    /// Of these, those that two or more could tell: what agreement is of.
    pub units_pairable: u64,
    /// The mean over these of the share of their pairs of answers that are the same; of graded answers, of the pairs' ordinal weights.
    pub percent_agreement: Option<f64>,
    /// By category, in their order.
    pub categories: Vec<CategoryAgreement>,
    /// Krippendorff's alpha, nominal; of graded answers ordinal.
    pub krippendorff_alpha: Option<f64>,
    /// Gwet's AC1; of graded answers AC2 with ordinal weights.
    pub gwet_ac: Option<f64>,
    /// Fleiss's kappa; of graded answers with ordinal weights.
    pub fleiss_kappa: Option<f64>,
    /// Standard errors by leaving out each partnership in turn.
    pub se_jackknife: StandardErrors,
    /// Which of the above are not defined, and why.
    pub why: Option<String>,
}

/// One category that answers can have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CategoryAgreement {
    /// `absent`, `partly`, `present`; `not_told`, `told`.
    pub category: String,
    /// Where one rater gives it, how often another gives it too.
    pub specific_agreement: Option<f64>,
    /// The mean over the units rated of the share of their answers that are of it.
    pub prevalence: Option<f64>,
}

/// Standard errors that respect partnerships; frameworks are taken as fixed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StandardErrors {
    /// Of Krippendorff's alpha.
    pub krippendorff_alpha: Option<f64>,
    /// Of Gwet's AC1 or AC2.
    pub gwet_ac: Option<f64>,
    /// Which of the above are not defined, and why.
    pub why: Option<String>,
}

/// Cochran's Q: whether some frameworks say yes more often than others, over the incidents that all of them answered.
///
/// The p-value takes incidents as independent, which those of one partnership are not: it is too small rather than too large.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CochranQ {
    /// Incidents that all frameworks answered.
    pub complete: u64,
    /// Incidents left out because at least one, and not all, did not.
    pub incomplete: u64,
    /// The statistic.
    pub q: Option<f64>,
    /// Degrees of freedom.
    pub df: u64,
    /// The p-value.
    pub p: Option<f64>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// The headline of a theme × side without one framework.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Without {
    /// The framework that is left out.
    pub framework: String,
    /// Incidents that two or more of the others could tell.
    pub units_pairable: u64,
    /// Percent agreement of the others.
    pub percent_agreement: Option<f64>,
    /// That less the percent agreement of all; 0.01 is one point.
    pub change: Option<f64>,
    /// Krippendorff's alpha of the others.
    pub krippendorff_alpha: Option<f64>,
    /// Gwet's AC1 of the others.
    pub gwet_ac: Option<f64>,
    /// Whether alpha is above 0 with it and below without, or the other way round; `None` where either is not defined.
    pub alpha_changes_sign: Option<bool>,
    /// Which of the above are not defined, and why.
    pub why: Option<String>,
}

/// The headline that leaving one framework out changes most; of equal changes the first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MostChanged {
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// The framework that is left out.
    pub framework: String,
    /// Percent agreement of all.
    pub percent_agreement: f64,
    /// Percent agreement of the others less that; 0.01 is one point.
    pub change: f64,
}

/// How far two frameworks overlap on one side of one theme.
///
/// Counted are incidents that both frameworks looked for and could tell. Pairs with a one-sided framework are not compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairAgreement {
    /// The one framework; it stands before the other in the run.
    pub a: String,
    /// The other.
    pub b: String,
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// What is counted: always incidents.
    pub unit: Unit,
    /// The period that it is about, as text.
    pub period: String,
    /// With *partly* taken as present: the headline.
    pub partly_present: Overlap,
    /// With *partly* taken as absent.
    pub partly_absent: Overlap,
    /// Both ask by the very same rules, so that they cannot but agree.
    pub same_predicate: bool,
    /// Reviews where both are present (*partly* as present).
    pub present_reviews: u64,
    /// Of these, those where both rest on the very same rows.
    pub same_evidence: u64,
    /// In all of these one of the two, always the same one, rests on some of the rows of the other, or all; false where one cites no row.
    pub nested_evidence: bool,
    /// Left out of summaries as of the same definition: the same predicates; the same rows wherever both are present; or no disagreement in
    /// either cut with nested evidence, where both are present in at least 10 reviews.
    pub marked: bool,
}

/// How far two frameworks overlap on one side over all themes that both can tell both ways, marked ones left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairOverThemes {
    /// The one framework; it stands before the other in the run.
    pub a: String,
    /// The other.
    pub b: String,
    /// Concern or strength.
    pub side: Side,
    /// The themes counted.
    pub themes: u64,
    /// The themes left out because they are marked.
    pub themes_marked: u64,
    /// With *partly* taken as present: the headline. Counted are incidents × themes.
    pub partly_present: Overlap,
    /// With *partly* taken as absent.
    pub partly_absent: Overlap,
}

/// A table of two by two.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Overlap {
    /// How many were compared.
    pub n: u64,
    /// Present in both.
    pub both_present: u64,
    /// Absent in both.
    pub both_absent: u64,
    /// Present in the first alone.
    pub only_a: u64,
    /// Present in the second alone.
    pub only_b: u64,
    /// The share that is the same in both, `(both_present + both_absent) / n`.
    pub agree: Option<f64>,
    /// Where one is present, how often the other is too: `2 both_present / (2 both_present + only_a + only_b)`.
    pub agree_present: Option<f64>,
    /// Where one is absent, how often the other is too: `2 both_absent / (2 both_absent + only_a + only_b)`.
    pub agree_absent: Option<f64>,
    /// The share of the answers of both that are present: `(2 both_present + only_a + only_b) / 2n`.
    pub prevalence: Option<f64>,
    /// Cohen's kappa.
    pub cohen_kappa: Option<f64>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// How far two codings of one review agree, seen through each framework.
///
/// Two coders of one review part too. Frameworks that read one coder's record can agree more than this only because it is one record.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Ceiling {
    /// What it is; to be said where its figures stand.
    pub note: String,
    /// Reviews with two codings or more in these data.
    pub reviews: u64,
    /// Framework × theme × side that can be told both ways, in that order; none where no review has two codings.
    pub codings: Vec<CodingAgreement>,
    /// Why there are no figures.
    pub why: Option<String>,
}

/// How far two codings of one review lead one framework to the same on one side of one theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodingAgreement {
    /// The framework.
    pub framework: String,
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// What is counted: always reviews.
    pub unit: Unit,
    /// The period that it is about, as text.
    pub period: String,
    /// The figures; a review's raters are its codings.
    pub items: ByItem<Coefficients>,
}

/// The reviews on which frameworks part most (unit: review; *partly* as present; looked for only).
///
/// Counted are pairs of frameworks of which one finds a side of a theme present and the other absent, over all themes and both sides, those
/// that can answer one way only among them; pairs that decide by the same rules are not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Partings {
    /// Reviews with at least one such pair.
    pub reviews: u64,
    /// All reviews that count.
    pub of: u64,
    /// Theme × side that two frameworks or more have in scope: how far they disagree, and what was not compared.
    pub by_theme: Vec<Disagreement>,
    /// The most that are listed.
    pub limit: u64,
    /// Those with the most pairs, of equal ones the first by the review's name.
    pub listed: Vec<Parting>,
}

/// What became of all pairs of frameworks on one side of one theme (unit: review; *partly* as present).
///
/// The counts from `disagree` on, but for `disagree_one_sided`, are of pairs × reviews and add up to `(pairs − same_rules) × reviews`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// What is counted: always reviews.
    pub unit: Unit,
    /// The period that it is about, as text.
    pub period: String,
    /// Frameworks that have it in scope.
    pub frameworks: u64,
    /// Of these, those that can answer one way only.
    pub one_sided: u64,
    /// Their pairs.
    pub pairs: u64,
    /// Of these, those of which coefficients are given.
    pub pairs_compared: u64,
    /// No coefficient: the same rules, or the same rows wherever both are present.
    pub pairs_marked: u64,
    /// No coefficient: one of the two can answer one way only.
    pub pairs_one_sided: u64,
    /// Pairs that decide by the same rules and so cannot disagree; they are in no count below.
    pub same_rules: u64,
    /// Reviews.
    pub reviews: u64,
    /// Of these, those on which at least one pair disagrees.
    pub reviews_disagree: u64,
    /// One finds it present and the other absent; both looked.
    pub disagree: u64,
    /// Of these, in pairs of which one can answer one way only.
    pub disagree_one_sided: u64,
    /// Both looked and find it present.
    pub both_present: u64,
    /// Both looked and find it absent.
    pub both_absent: u64,
    /// Not compared: it does not apply in one of the two.
    pub not_applicable: u64,
    /// Not compared, of those to which it applies: one of the two is not known to have looked.
    pub not_looked_for: u64,
    /// Not compared, of those where both looked: one of the two could not tell, as one that can answer one way only mostly cannot.
    pub not_told: u64,
}

/// One review on which frameworks part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parting {
    /// The review.
    pub review: String,
    /// The pairs of which one finds present what the other finds absent.
    pub pairs: u64,
    /// Where they part, theme by theme.
    pub themes: Vec<ThemeParting>,
}

/// Where frameworks part on one side of one theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeParting {
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// The pairs of which one finds it present and the other absent.
    pub pairs: u64,
    /// Frameworks that find it present, in the order of the run.
    pub present: Vec<Saying>,
    /// Frameworks that find it absent.
    pub absent: Vec<Saying>,
}

/// What one framework rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saying {
    /// The framework.
    pub framework: String,
    /// Its indicators that decide the theme, in its order, whatever they answered.
    pub indicators: Vec<IndicatorSaying>,
}

/// What one indicator answered on one review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorSaying {
    /// The indicator.
    pub indicator: String,
    /// How it stands to the theme.
    #[serde(rename = "match")]
    pub matching: Match,
    /// Its own answer by its short name, or `not_determinable`, `not_applicable`, `error`.
    pub answer: String,
    /// The answer in its own words; the same as `answer` where it is none of its own.
    pub label: String,
    /// Whether it was looked for.
    pub looked: Looked,
    /// The rows that the answer rests on.
    pub evidence: Vec<CitedRows>,
}

/// Rows of one table that an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedRows {
    /// The table.
    pub table: String,
    /// The rows' keys.
    pub keys: Vec<String>,
}
