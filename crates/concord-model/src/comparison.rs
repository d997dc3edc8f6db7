//! What frameworks find over a whole dataset, side by side: every figure that a report shows.
//!
//! Lists stand in the order in which they are shown: frameworks as the run was given them, themes, levels and codes as the
//! dictionary declares them, partnerships by name, years ascending. Nothing is ever ordered by an estimate. A number that is not
//! defined is `None`, with a `why` beside it. Shares are between 0 and 1.

mod agreement;
mod bounded;
mod decisions;
mod parts;
mod recommendations;
mod variance;
mod variation;

use serde::{Deserialize, Serialize};

pub use self::agreement::{
    Agreement, ByItem, CategoryAgreement, Ceiling, CitedRows, CochranQ, CodingAgreement, Coefficients, Disagreement, IndicatorSaying,
    ItemAgreement, LeftOut, MostChanged, Overlap, PairAgreement, PairOverThemes, PanelAgreement, Parting, Partings, Saying, StandardErrors,
    ThemeParting, Without,
};
pub use self::bounded::BoundedShare;
pub use self::decisions::{
    Alike, DecisionFigures, DecisionOfPartnership, DecisionSection, DecisionShare, DecisionSpread, FlagCounts, KindOfCase, Pairs,
    Predictor, PredictorKind, Predictors,
};
pub use self::parts::{Change, Difference, FairnessFigure, GradientFigure, Part, Slope, TestFamily};
pub use self::recommendations::{RecommendationFigure, RecommendationMeasure, RecommendationSection, RecommendationShare};
pub use self::variance::{FrameworkMean, ReliabilityRow, VarianceComponents, VarianceFigure};
pub use self::variation::{
    Adjustment, CaseMixModel, CaseMixTerm, ClusteredShare, Flags, Layer, National, PartnershipRow, Pooled, Signal, Spread, TermPart,
    Variation,
};
use crate::finding::Side;
use crate::framework::{LocalAnswer, Mapping, Match, Polarity};

/// All figures of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Comparison {
    /// The dictionary that the data follow.
    pub dictionary: DictionaryName,
    /// What was counted.
    pub data: DataCounts,
    /// What must be said wherever these figures stand, in whole sentences.
    pub notes: Vec<String>,
    /// The rules and thresholds that decide figures, so that they can be worked out again.
    pub rules: Vec<Rule>,
    /// The common themes, all of them.
    pub themes: Vec<ThemeName>,
    /// The parts of the data for which figures are given, `all` first.
    pub facets: Vec<FacetValue>,
    /// The frameworks.
    pub frameworks: Vec<FrameworkCard>,
    /// Framework × theme, every pair.
    pub coverage: Vec<Coverage>,
    /// Framework × theme × side × unit × facet, those in scope.
    pub figures: Vec<Figure>,
    /// Framework × theme × side that can be told both ways: how partnerships vary.
    pub variation: Vec<Variation>,
    /// All flags together.
    pub flags: Flags,
    /// Year on year, framework × theme × side that can be told both ways.
    pub changes: Vec<Change>,
    /// All tests of changes together.
    pub change_tests: TestFamily,
    /// By whom reviews are about.
    pub fairness: Vec<FairnessFigure>,
    /// All tests of gaps together.
    pub fairness_tests: TestFamily,
    /// Along the means that partnerships had.
    pub gradients: Vec<GradientFigure>,
    /// Where the differences lie: lens, partnership, review.
    pub variance: Vec<VarianceFigure>,
    /// Framework × indicator, each by itself.
    pub indicators: Vec<IndicatorFigure>,
    /// Which themes reviews say or show that they examined, theme by theme.
    pub examined: Vec<ExaminedFigure>,
    /// Partnership × theme: themes declared as examined, on which the partnership never recorded anything.
    pub declared_only: Vec<DeclaredOnly>,
    /// How far frameworks overlap.
    pub agreement: Agreement,
    /// Where a framework contradicts itself on a theme.
    pub conflicts: Conflicts,
    /// What reviews recommend, and what became of it.
    pub recommendations: RecommendationSection,
    /// What is decided about reviews.
    pub decisions: DecisionSection,
    /// What needs a person's eye.
    pub warnings: Vec<Warning>,
}

/// A rule that decides figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The tables whose figures it decides, by their names.
    pub tables: Vec<String>,
    /// What it says, in whole sentences.
    pub rule: String,
}

/// Which dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DictionaryName {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DataCounts {
    /// Reviews, second codings left out.
    pub reviews: u64,
    /// Second codings, which enter no figure here but the ceiling of agreement.
    pub second_codings: u64,
    /// Incidents: a root review with those that follow from it.
    pub incidents: u64,
    /// Incidents with two reviews or more.
    pub chains: u64,
    /// Partnerships with a review.
    pub partnerships: u64,
    /// Partnerships without one, which stand in no figure.
    pub partnerships_without: u64,
    /// The period of the whole, as text: `notified_date 2018-04-01 to 2024-03-28`.
    pub period: String,
    /// The earliest day of the period, `2018-04-01`; `None` where no review has a date.
    pub first: Option<String>,
    /// The latest day of the period.
    pub last: Option<String>,
    /// Reviews whose date is missing.
    pub undated: u64,
}

/// A common theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeName {
    /// Its short name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its indicators are shown each by itself, never combined or compared.
    pub apart: bool,
}

/// By what the data are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// Not at all.
    All,
    /// By type of review (unit: review).
    ReviewType,
    /// By calendar year (unit: incident).
    CalendarYear,
    /// By financial year, from April (unit: incident).
    FinancialYear,
    /// By partnership (unit: incident).
    Partnership,
}

impl Facet {
    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Facet::All => "all",
            Facet::ReviewType => "review_type",
            Facet::CalendarYear => "calendar_year",
            Facet::FinancialYear => "financial_year",
            Facet::Partnership => "partnership",
        }
    }
}

/// One part of the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// By what it is parted.
    pub facet: Facet,
    /// Its name, as in [`Figure::value`]: empty for `all`, a review type's code, `2023`, `2023-24`, a partnership's key, `unknown`.
    pub value: String,
    /// What it is called; of a year that is not whole that is said.
    pub label: String,
    /// Of a year that the data do not cover: where they begin or end. A year is covered where they reach into its first and its last month.
    pub not_whole: Option<String>,
    /// Reviews in it, second codings left out.
    pub reviews: u64,
    /// Incidents in it; `None` for a type of review, since an incident has reviews of several.
    pub incidents: Option<u64>,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Incidents: a root review with those that follow from it.
    Incident,
    /// Single reviews.
    Review,
}

impl Unit {
    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Unit::Incident => "incident",
            Unit::Review => "review",
        }
    }
}

/// Who a framework is and what it asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameworkCard {
    /// Its short name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Which edition.
    pub edition: String,
    /// Whose it is.
    pub owner: String,
    /// Where it is published.
    pub source: String,
    /// `as encoded here, not confirmed by its owner`, or that it is confirmed.
    pub standing: String,
    /// What of it only memory supports.
    pub memory: Option<String>,
    /// What it cannot see.
    pub note: Option<String>,
    /// What it asks.
    pub indicators: Vec<IndicatorCard>,
}

/// One question of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorCard {
    /// Its short name.
    pub id: String,
    /// What it finds.
    pub title: String,
    /// The question.
    pub question: String,
    /// Concern, strength or description.
    pub polarity: Polarity,
    /// The framework's own answers.
    pub scale: Vec<LocalAnswer>,
    /// The unit of its number.
    pub measure_unit: Option<String>,
    /// The themes that it tells of.
    pub mappings: Vec<Mapping>,
    /// What of it only memory supports.
    pub memory: Option<String>,
}

/// What a framework can say of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// At least one of its indicators decides.
    Decides,
    /// Its indicators are related or descriptive only: shown, never decide.
    RelatedOnly,
    /// It has no concept of the theme.
    None,
    /// The theme stands apart: its indicators are shown each by itself.
    Apart,
}

impl Scope {
    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Scope::Decides => "decides",
            Scope::RelatedOnly => "related_only",
            Scope::None => "none",
            Scope::Apart => "apart",
        }
    }
}

/// A framework × theme × side that can only ever answer one way, so that it gives one bound and is compared with nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OneSided {
    /// It can say present, never absent.
    PresentOnly,
    /// It can say absent, never present.
    AbsentOnly,
}

impl OneSided {
    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            OneSided::PresentOnly => "present_only",
            OneSided::AbsentOnly => "absent_only",
        }
    }
}

/// How a framework covers a theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// The framework.
    pub framework: String,
    /// The theme.
    pub theme: String,
    /// What it can say of it.
    pub scope: Scope,
    /// How its indicators stand to the theme, each kind once, best first.
    pub matches: Vec<Match>,
    /// Its indicators mapped to the theme, in its order.
    pub indicators: Vec<String>,
    /// The sides that it speaks of; none where it does not decide.
    pub sides: Vec<SideCoverage>,
}

/// How a framework covers one side of a theme (unit: incident, all data, *partly* as present).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SideCoverage {
    /// Concern or strength.
    pub side: Side,
    /// Set where it can answer one way only.
    pub one_sided: Option<OneSided>,
    /// Set where all that decides was withheld from the framework.
    pub withheld: bool,
    /// Incidents to which it applies.
    pub applicable: u64,
    /// Of these, those where it was looked for.
    pub looked_for: u64,
    /// Of these, those where it could be told.
    pub determinable: u64,
    /// `looked_for / applicable`; `None` where it applies to none.
    pub looked_for_share: Option<f64>,
    /// `determinable / applicable`; `None` where it applies to none.
    pub determinable_share: Option<f64>,
}

/// What one framework finds on one side of one theme in one part of the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The framework.
    pub framework: String,
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// What is counted.
    pub unit: Unit,
    /// By what the data are parted.
    pub facet: Facet,
    /// Which part: see [`FacetValue::value`].
    pub value: String,
    /// The period that it is about, as text.
    pub period: String,
    /// Set where the framework can answer one way only.
    pub one_sided: Option<OneSided>,
    /// Set where all that decides was withheld from the framework: then no share or bound is given.
    pub withheld: bool,
    /// How many there are.
    pub in_scope: u64,
    /// Of these, those to which the question does not apply; they leave every denominator.
    pub not_applicable: u64,
    /// Of those to which it applies, those where it was looked for.
    pub looked_yes: u64,
    /// … where it was not looked for.
    pub looked_no: u64,
    /// … where it cannot be told whether it was.
    pub looked_unknown: u64,
    /// With *partly* taken as present: the headline.
    pub partly_present: Cut,
    /// With *partly* taken as absent.
    pub partly_absent: Cut,
}

/// The counts and bounds of one cut of *partly*. The five counts add up to those to which the question applies, `n`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// Those to which it applies: the denominator of the bounds.
    pub n: u64,
    /// Found, and nothing of the framework contradicts it.
    pub present: u64,
    /// Looked for and not found.
    pub absent: u64,
    /// The framework says both: present in `assessed_only` and `upper`, absent in `lower`.
    pub conflict: u64,
    /// It cannot be told.
    pub not_determinable: u64,
    /// The framework failed; in the bounds as if it could not be told.
    pub error: u64,
    /// Present, absent or in conflict.
    pub determinable: u64,
    /// Of the determinable, those that were looked for: the denominator of `assessed_only`.
    pub assessed: u64,
    /// Of the assessed, present or in conflict: the numerator of `assessed_only`.
    pub assessed_present: u64,
    /// The least share that can be true: `present / n`.
    pub lower: Option<f64>,
    /// The share among those assessed: `assessed_present / assessed`. Not comparable where who looks depends on what is there.
    pub assessed_only: Option<f64>,
    /// The greatest share that can be true: `1 − absent / n`.
    pub upper: Option<f64>,
    /// The least of the 95% hull: the lower end of the Wilson interval of the lower bound. Over several partnerships the interval allows for
    /// their cases being alike, as that of [`ClusteredShare`] does; within one it is Wilson's own.
    pub hull_lower: Option<f64>,
    /// The greatest of the 95% hull: the upper end of the same of the upper bound.
    pub hull_upper: Option<f64>,
    /// Absent in partnerships that declare the theme as examined and never recorded anything on it.
    pub absent_declared_only: u64,
    /// `lower`, with those counted as not determinable (it does not change).
    pub lower_declared_unknown: Option<f64>,
    /// `upper`, with those counted as not determinable.
    pub upper_declared_unknown: Option<f64>,
    /// Incidents that are absent by one review while another of their reviews could not tell; 0 where reviews are counted.
    pub absent_and_undetermined: u64,
    /// `assessed_only`, were any review that could not tell to leave its incident open: without those.
    pub assessed_only_if_any_review_undetermined: Option<f64>,
    /// `upper`, were any review that could not tell to leave its incident open: with those as present.
    pub upper_if_any_review_undetermined: Option<f64>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
    /// Why `assessed_only` lies outside the bounds, where it does.
    pub note: Option<String>,
}

/// What one indicator answered (unit: review, all data, second codings left out).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicatorFigure {
    /// The framework.
    pub framework: String,
    /// The indicator.
    pub indicator: String,
    /// What is counted: always reviews.
    pub unit: Unit,
    /// The period that it is about, as text.
    pub period: String,
    /// Reviews.
    pub reviews: u64,
    /// How often each of its own answers was given, in the order of its scale; empty where it gives a number alone.
    pub answers: Vec<AnswerCount>,
    /// Could not be told.
    pub not_determinable: u64,
    /// Why it could not be told, in the order of the reasons' bits; a review may have several.
    pub reasons: Vec<ReasonCount>,
    /// The question does not arise.
    pub not_applicable: u64,
    /// The framework failed.
    pub error: u64,
    /// Of those to which it applies and that did not fail, looked for.
    pub looked_yes: u64,
    /// … not looked for.
    pub looked_no: u64,
    /// … where it cannot be told whether anybody looked.
    pub looked_unknown: u64,
    /// Of one that stands under several themes, what it finds without citing a row of a theme: it decides nothing of that theme there.
    pub of_another: Vec<OfAnother>,
    /// The number that it gives, if it gives one.
    pub measure: Option<MeasureFigure>,
}

/// Reviews in which an indicator of several themes finds something and cites no row that carries one of them, or finds a concern and a
/// strength at once, so that no row says which is which. Of that theme it is then not determinable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfAnother {
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// How many reviews.
    pub reviews: u64,
}

/// How often one local answer was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerCount {
    /// The answer's short name.
    pub code: String,
    /// Its words.
    pub label: String,
    /// How many reviews.
    pub count: u64,
}

/// How often one reason stood behind *not determinable*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonCount {
    /// The reason: see [`crate::answer::reason`].
    pub reason: String,
    /// How many reviews.
    pub count: u64,
}

/// The numbers that one indicator gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasureFigure {
    /// The unit, in the indicator's words.
    pub unit: String,
    /// Whether it is a share, a count of a count in each review: so its unit calls it, or it is of something other than 1.
    pub share: bool,
    /// Reviews where the number is known.
    pub known: u64,
    /// Reviews where it is only known to lie between two ends.
    pub interval: u64,
    /// Reviews without a number.
    pub none: u64,
    /// Of a share, reviews where it is a share of nothing, which enter no mean.
    pub of_nothing: u64,
    /// Reviews where it cannot be (a share below 0 or above 1, no finite number) and is left out.
    pub unsound: u64,
    /// The mean over reviews with every number at its lower end; of a share, the mean of the reviews' shares.
    pub mean_lower: Option<f64>,
    /// The mean over reviews with every number at its upper end.
    pub mean_upper: Option<f64>,
    /// Of a share, the sum of the counts over the sum of what they are of, at the lower ends.
    pub pooled_lower: Option<f64>,
    /// The same at the upper ends.
    pub pooled_upper: Option<f64>,
    /// Why what is `None` is not defined.
    pub why: Option<String>,
}

/// How many reviews examined a theme, and how that is known (unit: review, all data). The four counts add up to `reviews`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExaminedFigure {
    /// The theme.
    pub theme: String,
    /// Reviews.
    pub reviews: u64,
    /// The review declares it.
    pub declared: u64,
    /// Of the declared, those with an observation on it.
    pub declared_and_recorded: u64,
    /// Not declared, but there is an observation on it.
    pub inferred: u64,
    /// The review says which themes it examined, and it is not among them, nor is there an observation on it.
    pub not_examined: u64,
    /// Nothing says.
    pub unknown: u64,
}

/// A theme that a partnership declares as examined and on which it never recorded anything (unit: review, all data).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredOnly {
    /// The partnership.
    pub partnership: String,
    /// The theme.
    pub theme: String,
    /// Its reviews that declare the theme as examined.
    pub declared: u64,
    /// All its reviews.
    pub reviews: u64,
}

/// Where a framework contradicts itself (unit: review; *partly* as present).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Conflicts {
    /// All of them.
    pub total: u64,
    /// The most that are listed for each framework × theme × side.
    pub limit: u64,
    /// Those listed, the first by the review's name.
    pub listed: Vec<Conflict>,
}

/// One review in which one indicator says present and another absent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Conflict {
    /// The framework.
    pub framework: String,
    /// The theme.
    pub theme: String,
    /// Concern or strength.
    pub side: Side,
    /// The review.
    pub review: String,
}

/// What needs a person's eye.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What kind of thing it is.
    pub kind: WarningKind,
    /// The framework.
    pub framework: String,
    /// The indicator, if it is about one.
    pub indicator: Option<String>,
    /// The thing, the fault and the next step.
    pub message: String,
}

/// Kinds of warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// It could be told for no review: a rule that never ran must not look like a pass.
    NeverDeterminable,
    /// It was never present, though reviews were told.
    NeverPresent,
    /// It gave a number for no review.
    NeverMeasured,
    /// It failed for some reviews.
    Failed,
    /// It contradicts itself on a theme.
    Contradicts,
    /// It stands under several themes, and what it found was of another one or could not be told apart.
    OfAnother,
    /// Its number cannot be in some reviews: a share below 0 or above 1, no finite number.
    UnsoundNumber,
}

impl WarningKind {
    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            WarningKind::NeverDeterminable => "never_determinable",
            WarningKind::NeverPresent => "never_present",
            WarningKind::NeverMeasured => "never_measured",
            WarningKind::Failed => "failed",
            WarningKind::Contradicts => "contradicts",
            WarningKind::OfAnother => "of_another",
            WarningKind::UnsoundNumber => "unsound_number",
        }
    }
}
