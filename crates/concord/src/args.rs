//! What can be said on the command line. Derives only; what is done stands in `commands`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Runs every partnership's review framework over one dataset, and says what they find, where they agree, and how sure
/// anyone can be. Never a ranking: low is not good, it may mean that nobody looked.
#[derive(Debug, Parser)]
#[command(name = "concord", version, disable_help_subcommand = true, after_help = EXIT_CODES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  done, but something needs a person: a framework failed, records were rejected
  2  could not run";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read a dataset, run every framework over it, compare, and write the report
    #[command(after_help = RUN_EXAMPLES)]
    Run(Run),
    /// Check frameworks: the manifest, the rules, the crosswalk, the component
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Show a framework as a page that a practitioner can read
    #[command(after_help = SHOW_EXAMPLES)]
    Show(Show),
    /// Build the component of a framework that has code of its own
    #[command(after_help = BUILD_EXAMPLES)]
    Build(Build),
    /// Check, convert or invent a dataset
    #[command(subcommand)]
    Data(Data),
}

const RUN_EXAMPLES: &str = "\
Examples:
  concord run returns/ --frameworks frameworks/ --out report/
  concord run reviews.parquet --frameworks frameworks/northmoor --out report/ --as-of 2024-03-31
  concord run returns/ --frameworks frameworks/ --out report/ --grant children.poverty";

/// `concord run`
#[derive(Debug, Args)]
pub struct Run {
    /// The dataset: a folder (reviews and partnerships as JSON Lines, JSON, CSV or Parquet) or one file of reviews
    pub data: PathBuf,
    /// A folder of frameworks, or one framework's folder; may be given more than once
    #[arg(long, required = true, value_name = "DIR")]
    pub frameworks: Vec<PathBuf>,
    /// Where to write; a run replaces an earlier run's folder whole, or leaves it as it was
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The dictionary and the date
    #[command(flatten)]
    pub reading: Reading,
    /// Let frameworks see this sensitive field (`children.poverty` or `poverty`); may be given more than once
    #[arg(long, value_name = "FIELD")]
    pub grant: Vec<String>,
    /// Stop with exit code 2 where any record is rejected
    #[arg(long)]
    pub strict: bool,
    /// Keep the answers of frameworks that an earlier, interrupted run into the same folder has finished
    #[arg(long)]
    pub resume: bool,
    /// Where chance starts from in permutation tests: the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// How many workers evaluate side by side; the output is the same for any number [default: one a core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// How the summary is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// How data are read.
#[derive(Debug, Args)]
pub struct Reading {
    /// A dictionary other than the built-in one for England
    #[arg(long, value_name = "FILE")]
    pub dictionary: Option<PathBuf>,
    /// Themes and levels other than the dictionary's
    #[arg(long, value_name = "FILE")]
    pub taxonomy: Option<PathBuf>,
    /// The date that decides what is not yet due, as 2024-03-31 [default: the last date in the data]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// How a summary or a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// As text, for people
    Text,
    /// As JSON, for programs
    Json,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  concord check frameworks/panel-practice-themes-2020
  concord check frameworks/*";

/// `concord check`
#[derive(Debug, Args)]
pub struct Check {
    /// Frameworks' folders
    #[arg(required = true, value_name = "FRAMEWORK")]
    pub frameworks: Vec<PathBuf>,
    /// A dictionary other than the built-in one for England
    #[arg(long, value_name = "FILE")]
    pub dictionary: Option<PathBuf>,
}

const SHOW_EXAMPLES: &str = "\
Examples:
  concord show frameworks/northmoor
  concord show frameworks/working-together-compliance --format json";

/// `concord show`
#[derive(Debug, Args)]
pub struct Show {
    /// The framework's folder
    pub framework: PathBuf,
    /// A dictionary other than the built-in one for England
    #[arg(long, value_name = "FILE")]
    pub dictionary: Option<PathBuf>,
    /// How the page is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

const BUILD_EXAMPLES: &str = "\
Examples:
  concord build frameworks/northmoor";

/// `concord build`
#[derive(Debug, Args)]
pub struct Build {
    /// The framework's folder; its manifest names the source
    pub framework: PathBuf,
}

/// `concord data …`
#[derive(Debug, Subcommand)]
pub enum Data {
    /// Read a dataset and report every problem, without running anything
    #[command(after_help = "Examples:\n  concord data check returns/")]
    Check(DataCheck),
    /// Write a dataset in another form
    #[command(after_help = "Examples:\n  concord data convert returns/ --format parquet --out national/")]
    Convert(DataConvert),
    /// Invent a national dataset whose true state is known
    #[command(after_help = "Examples:\n  concord data synth --reviews 3000 --seed 1 --out invented/\n  \
                            concord data synth --reviews 1000000 --seed 1 --format parquet --out big/ --truth big/truth.csv\n  \
                            concord data synth --reviews 3500 --seed 1 --world missed --out missed/ --truth missed/truth.csv")]
    Synth(DataSynth),
}

/// `concord data check`
#[derive(Debug, Args)]
pub struct DataCheck {
    /// The dataset
    pub data: PathBuf,
    /// The dictionary and the date
    #[command(flatten)]
    pub reading: Reading,
    /// How the problems are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// `concord data convert`
#[derive(Debug, Args)]
pub struct DataConvert {
    /// The dataset
    pub data: PathBuf,
    /// Where to write
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// In which form
    #[arg(long, value_enum, default_value_t = DataFormat::Jsonl)]
    pub format: DataFormat,
    /// The dictionary and the date
    #[command(flatten)]
    pub reading: Reading,
}

/// `concord data synth`
#[derive(Debug, Args)]
pub struct DataSynth {
    /// How many reviews
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub reviews: u64,
    /// The seed: the same seed gives the same bytes
    #[arg(long, value_name = "S")]
    pub seed: u64,
    /// Where to write
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// In which form
    #[arg(long, value_enum, default_value_t = DataFormat::Jsonl)]
    pub format: DataFormat,
    /// How reviews and partnerships behave
    #[arg(long, value_enum, default_value_t = World::Usual)]
    pub world: World,
    /// Write the true state of every theme, review by review, as CSV
    #[arg(long, value_name = "FILE")]
    pub truth: Option<PathBuf>,
}

/// How reviews and partnerships of an invented dataset behave. Not looked for is never recorded; what is true depends on the case alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum World {
    /// Partnerships differ in size and means alone; of what a review finds in order, three themes in ten are left without a word
    Usual,
    /// Partnerships differ in size and means alone; all that a review looked at it records, as it is
    Looked,
    /// As looked, but reviews that looked also miss what is there, the more the less depth they had
    Missed,
    /// As looked, but one partnership in five truly differs: three times the odds of each theme, or a third
    Different,
}

/// The form of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    /// JSON Lines, child rows nested
    Jsonl,
    /// A folder of CSVs, one a table
    Csv,
    /// Parquet, child rows nested
    Parquet,
}
