//! What can be said of a statistic.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

pub(super) const STAT_NOTE: &str = "\
Each reads one CSV in UTF-8 whose first line names the columns; columns that are not asked for are not read. An empty cell is missing. \
What cannot be said is null, with the reason beside it as `why`.";

/// `concord stat …`
#[derive(Debug, Subcommand)]
pub enum Stat {
    /// Intervals of a proportion: Wilson, Clopper-Pearson, Jeffreys, mid-P
    #[command(after_help = "Examples:\n  concord stat interval counts.csv\n  concord stat interval counts.csv --confidence 0.998")]
    Interval(StatInterval),
    /// Worst-case bounds of a proportion where some answers could not be determined
    #[command(after_help = "Examples:\n  concord stat bounds answers.csv\n  concord stat bounds answers.csv --confidence 0.9")]
    Bounds(StatBounds),
    /// Funnel limits and flags of each unit, by exact tails
    #[command(after_help = "Examples:\n  concord stat funnel partnerships.csv\n  concord stat funnel partnerships.csv --theta 0.3\n  \
                            concord stat funnel partnerships.csv --overdispersion beta-binomial")]
    Funnel(StatFunnel),
    /// Each unit's proportion given all units: beta-binomial partial pooling
    #[command(after_help = "Examples:\n  concord stat shrink partnerships.csv")]
    Shrink(StatShrink),
    /// How far raters agree: percent, specific agreement, alpha, AC1 and AC2, kappas
    #[command(after_help = "Examples:\n  concord stat agreement ratings.csv --categories absent,partly,present --weights ordinal\n  \
                            concord stat agreement ratings.csv --categories 0,1 --cluster partnership")]
    Agreement(StatAgreement),
    /// False discovery rates of many p-values: Benjamini-Hochberg, Benjamini-Yekutieli
    #[command(after_help = "Examples:\n  concord stat fdr tests.csv")]
    Fdr(StatFdr),
    /// Observed over expected of each unit, given each case's own probability, exactly
    #[command(after_help = "Examples:\n  concord stat standardise cases.csv")]
    Standardise(StatStandardise),
    /// Variance components of scores by REML, and how reliable each partnership's mean is
    #[command(after_help = "Examples:\n  concord stat variance scores.csv")]
    Variance(StatVariance),
    /// Whether an outcome moves with resources: Firth, permutation of groups, trend
    #[command(after_help = "Examples:\n  concord stat gradient reviews.csv --outcome found --covariates days,age --group partnership\n  \
                            concord stat gradient reviews.csv --outcome found --covariates days --group area --seed 7")]
    Gradient(StatGradient),
}

/// `concord stat interval`
#[derive(Debug, Args)]
pub struct StatInterval {
    /// A CSV with the columns x (cases with the finding) and n (cases in all), or - for standard input
    pub file: PathBuf,
    /// How sure the interval is to be
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, allow_negative_numbers = true)]
    pub confidence: f64,
}

/// `concord stat bounds`
#[derive(Debug, Args)]
pub struct StatBounds {
    /// A CSV with the columns group, present, partly, absent and not_determinable (counts), or - for standard input
    pub file: PathBuf,
    /// How sure the intervals are to be
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, allow_negative_numbers = true)]
    pub confidence: f64,
}

/// `concord stat funnel`
#[derive(Debug, Args)]
pub struct StatFunnel {
    /// A CSV with the columns unit, x (cases with the finding), n (cases in all) and, where some could not be determined, m (how many
    /// of n), or - for standard input
    pub file: PathBuf,
    /// The benchmark of every unit, taken for known [default: what all other units found, a count as the unit's own: Fisher's exact test]
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    pub theta: Option<f64>,
    /// How more spread than chance is allowed for
    #[arg(long, value_enum, default_value_t = Overdispersion::None)]
    pub overdispersion: Overdispersion,
}

/// How more spread than chance is allowed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Overdispersion {
    /// Not at all: exact binomial tails
    None,
    /// Beta-binomial tails, exact for few cases
    BetaBinomial,
    /// Normal limits widened by the root of phi
    Multiplicative,
    /// Normal limits widened by tau squared
    Additive,
}

/// `concord stat shrink`
#[derive(Debug, Args)]
pub struct StatShrink {
    /// A CSV with the columns unit, x (cases with the finding) and n (cases in all), or - for standard input
    pub file: PathBuf,
}

/// `concord stat agreement`
#[derive(Debug, Args)]
pub struct StatAgreement {
    /// A CSV whose first column names the unit and whose other columns are raters, or - for standard input
    pub file: PathBuf,
    /// All categories in their order, whether used or not, separated by commas
    #[arg(long, required = true, value_delimiter = ',', value_name = "A,B,…", allow_hyphen_values = true)]
    pub categories: Vec<String>,
    /// How far apart two categories are
    #[arg(long, value_enum, default_value_t = Weights::Nominal)]
    pub weights: Weights,
    /// The column of what the units come in, for the standard errors [default: each unit by itself]
    #[arg(long, value_name = "COLUMN")]
    pub cluster: Option<String>,
}

/// How far apart two categories are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Weights {
    /// The same or not
    Nominal,
    /// By rank
    Ordinal,
    /// By the difference of the categories' own values
    Interval,
    /// By the difference over the sum of the categories' own values
    Ratio,
    /// By the difference of places (alpha is not defined)
    Linear,
    /// By the squared difference of places (alpha is not defined)
    Quadratic,
}

/// `concord stat fdr`
#[derive(Debug, Args)]
pub struct StatFdr {
    /// A CSV with the column p; a missing one keeps its place and is not counted; or - for standard input
    pub file: PathBuf,
}

/// `concord stat standardise`
#[derive(Debug, Args)]
pub struct StatStandardise {
    /// A CSV, one row a case, with the columns unit, x (1 with the finding, 0 without) and p (its probability given its kind), or - for
    /// standard input
    pub file: PathBuf,
}

/// `concord stat variance`
#[derive(Debug, Args)]
pub struct StatVariance {
    /// A CSV with the columns partnership, review, framework and score (a number; rows without one are left out and counted), or - for
    /// standard input
    pub file: PathBuf,
}

/// `concord stat gradient`
#[derive(Debug, Args)]
pub struct StatGradient {
    /// A CSV, one row a review; rows in which something is missing are left out and counted; or - for standard input
    pub file: PathBuf,
    /// The column of the outcome, 1 or 0
    #[arg(long, value_name = "COLUMN")]
    pub outcome: String,
    /// The columns of the covariates, separated by commas; the first is the one that is asked about
    #[arg(long, required = true, value_delimiter = ',', value_name = "A,B,…")]
    pub covariates: Vec<String>,
    /// The column of the groups that the first covariate belongs to, which are what is permuted
    #[arg(long, value_name = "COLUMN")]
    pub group: String,
    /// How often the groups are permuted
    #[arg(long, value_name = "B", default_value_t = concord_stat::gradient::PERMUTATIONS)]
    pub permutations: u32,
    /// The seed of the permutations: the same seed gives the same p-value
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
}

impl Stat {
    /// The file that is read.
    #[must_use]
    pub fn file(&self) -> &std::path::Path {
        match self {
            Stat::Interval(arguments) => &arguments.file,
            Stat::Bounds(arguments) => &arguments.file,
            Stat::Funnel(arguments) => &arguments.file,
            Stat::Shrink(arguments) => &arguments.file,
            Stat::Agreement(arguments) => &arguments.file,
            Stat::Fdr(arguments) => &arguments.file,
            Stat::Standardise(arguments) => &arguments.file,
            Stat::Variance(arguments) => &arguments.file,
            Stat::Gradient(arguments) => &arguments.file,
        }
    }
}
