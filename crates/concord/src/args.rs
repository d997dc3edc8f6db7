//! What can be said on the command line. Derives only; what is done stands in `commands`.

mod stat;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use self::stat::*;

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
  1  done, but something needs a person: a framework failed, records were rejected, snapshots differ
  2  could not run";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read a dataset, run every framework over it, compare, and write the report
    #[command(after_help = RUN_EXAMPLES)]
    Run(Run),
    /// Check frameworks: the manifest, the rules, the crosswalk, the component, purity and limits
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Run a framework's cases, and compare what comes out with its snapshots
    #[command(after_help = TEST_EXAMPLES)]
    Test(Test),
    /// Show a framework as a page that a practitioner can read
    #[command(after_help = SHOW_EXAMPLES)]
    Show(Show),
    /// Say why a review got its answers, and what would settle those that could not be told
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Compare two editions of a framework, or two runs: which answers change, for whom, and what it moves
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Diff),
    /// Begin a framework: a working one of two questions, with cases, a README and tests
    #[command(after_help = NEW_EXAMPLES)]
    New(New),
    /// Build the component of a framework that has code of its own
    #[command(after_help = BUILD_EXAMPLES)]
    Build(Build),
    /// Check, convert or invent a dataset
    #[command(subcommand)]
    Data(Data),
    /// Work out one statistic from a CSV, as JSON: any figure can be checked by itself
    #[command(subcommand, after_help = STAT_NOTE)]
    Stat(Stat),
    /// Print the completions of a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(Completions),
    /// Print the manual page, or write one for each command
    #[command(after_help = MAN_EXAMPLES)]
    Man(Man),
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
    /// Where to write: a new or empty folder, or an earlier run's that nobody has changed, which is replaced whole or left as it was
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

/// How a page is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// As text, for the terminal
    Text,
    /// As Markdown
    Markdown,
    /// As one HTML file
    Html,
    /// As JSON, for programs
    Json,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  concord check frameworks/panel-practice-themes-2020
  concord check frameworks/* --format json

Each framework is also tried on 2,000 invented reviews, and one with code on reviews of which nothing is recorded.

Exit codes: 0 nothing wrong, though there may be warnings; 1 a framework cannot run, fails, or is no pure function; 2 none of them can run.";

/// `concord check`
#[derive(Debug, Args)]
pub struct Check {
    /// Frameworks' folders
    #[arg(required = true, value_name = "FRAMEWORK")]
    pub frameworks: Vec<PathBuf>,
    /// A dictionary other than the built-in one for England
    #[arg(long, value_name = "FILE")]
    pub dictionary: Option<PathBuf>,
    /// How what was found is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

const TEST_EXAMPLES: &str = "\
Examples:
  concord test frameworks/northmoor                        # what differs from the snapshots
  concord test frameworks/northmoor --review               # accept or reject it, case by case
  concord test frameworks/northmoor --case optimism
  concord test frameworks/* --coverage --junit cases.xml   # in continuous integration

A case is a file under the framework's `cases/`, a small review:

  about = \"Optimism counts although the coder named no level.\"

  [review]
  review_type     = \"rapid_review\"
  notified_date   = 2024-03-22
  themes_examined = [\"T03\", \"T05\"]
  codebook        = \"panel-2018-19\"

  [[observations]]
  theme      = \"T03\"
  valence    = \"problematic\"
  local_code = \"OPTIMISM\"

Beside these it may hold rows of other tables ([[children]], [[recommendations]]), what is known
of the [partnership], as_of = 2024-03-31, and grant = [\"children.poverty\"]. Keys may be left
out: rows are o1, o2, …, the review is R1. The same as JSON is a case too. What came out is kept
in `snapshots/`; what differs stays pending beside it as `.snap.new`.";

/// `concord test`
#[derive(Debug, Args)]
pub struct Test {
    /// Frameworks' folders, or folders of frameworks
    #[arg(required = true, value_name = "FRAMEWORK")]
    pub frameworks: Vec<PathBuf>,
    /// Only the cases whose name contains this; may be given more than once
    #[arg(long = "case", value_name = "NAME")]
    pub cases: Vec<String>,
    /// Take all that came out as right
    #[arg(long, conflicts_with = "review")]
    pub accept: bool,
    /// Show what differs a case at a time, and ask whether it is right
    #[arg(long)]
    pub review: bool,
    /// List which cases reach each answer of each indicator; one that none reaches needs a person (exit code 1)
    #[arg(long, conflicts_with = "cases")]
    pub coverage: bool,
    /// Write how each case ended as JUnit XML; a file that this did not write is left alone
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// A dictionary other than the built-in one for England
    #[arg(long, value_name = "FILE")]
    pub dictionary: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

const SHOW_EXAMPLES: &str = "\
Examples:
  concord show frameworks/northmoor
  concord show frameworks/working-together-compliance --format html > page.html
  concord show frameworks/signs-of-safety --format markdown";

/// `concord show`
#[derive(Debug, Args)]
pub struct Show {
    /// The framework's folder
    pub framework: PathBuf,
    /// A dictionary other than the built-in one for England
    #[arg(long, value_name = "FILE")]
    pub dictionary: Option<PathBuf>,
    /// How the page is printed
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub format: PageFormat,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  concord explain frameworks/northmoor returns/ R02
  concord explain frameworks/panel-practice-themes-2020 returns/ R02 PS5
  concord explain frameworks/contextual-safeguarding returns/ R02 --grant children.cce --format json";

/// `concord explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The framework's folder
    pub framework: PathBuf,
    /// The dataset
    pub data: PathBuf,
    /// The review, by its key
    pub review: String,
    /// The indicator, by its short name [default: all of the framework's]
    pub indicator: Option<String>,
    /// Which coding of a review that was coded twice [default: the first in the dictionary's order]
    #[arg(long, value_name = "CODE")]
    pub coding: Option<String>,
    /// The dictionary and the date
    #[command(flatten)]
    pub reading: Reading,
    /// Let the framework see this sensitive field (`children.poverty` or `poverty`); may be given more than once
    #[arg(long, value_name = "FIELD")]
    pub grant: Vec<String>,
    /// How the explanation is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

const DIFF_EXAMPLES: &str = "\
Examples:
  concord diff frameworks/northmoor next/northmoor --data returns/
  concord diff report-2023/ report-2024/
Differences are a result: the exit code is 0 with or without any, and 1 only where a framework failed on reviews.";

/// `concord diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// One edition of a framework (its folder), or the output folder of a run
    pub a: PathBuf,
    /// The other edition, or the output of the other run
    pub b: PathBuf,
    /// The dataset that both editions answer; without it they are compared by what they read and ask. Two runs need none
    #[arg(long, value_name = "DATA")]
    pub data: Option<PathBuf>,
    /// The dictionary and the date
    #[command(flatten)]
    pub reading: Reading,
    /// Let both editions see this sensitive field (`children.poverty` or `poverty`); may be given more than once
    #[arg(long, value_name = "FIELD")]
    pub grant: Vec<String>,
    /// How many reviews are listed for each indicator
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// How the differences are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

const NEW_EXAMPLES: &str = "\
Examples:
  concord new frameworks/our-framework --lang toml
  concord new our-framework --lang python

Rules in TOML need nothing but this program. The other languages get their SDK beside the framework, in sdk/.";

const BUILD_EXAMPLES: &str = "\
Examples:
  concord build frameworks/northmoor

Rust, Python and JavaScript are told by what lies in the folder; a missing tool is named with the command that gets it.";

/// `concord new`
#[derive(Debug, Args)]
pub struct New {
    /// The framework's folder, which must be new or empty; its last part is the framework's id
    pub dir: PathBuf,

    /// What it is written in
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    pub lang: Language,
}

/// A language that frameworks are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Rules in TOML: no code
    Toml,
    /// Rust, with rustup's target wasm32-unknown-unknown
    Rust,
    /// Python, with componentize-py
    Python,
    /// JavaScript, with componentize-qjs
    Javascript,
}

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
                            concord data synth --reviews 3500 --seed 1 --world b --out b/ --truth b/truth.csv")]
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
    /// Where to write: a new or empty folder, or an earlier output of this command that nobody has changed
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
    /// Where to write: a new or empty folder, or an earlier output of this command that nobody has changed
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// In which form
    #[arg(long, value_enum, default_value_t = DataFormat::Jsonl)]
    pub format: DataFormat,
    /// How reviews and partnerships behave
    #[arg(long, value_enum, default_value_t = World::Usual)]
    pub world: World,
    /// Write the true state of every theme, review by review, and whether it was looked for, as CSV, into the folder or over nothing
    #[arg(long, value_name = "FILE")]
    pub truth: Option<PathBuf>,
}

/// How reviews and partnerships of an invented dataset behave. What was not looked for is recorded in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum World {
    /// The national recipe: as a, but of what reviews find in order they leave three themes in ten without a word
    Usual,
    /// Partnerships differ in size and means alone: all that a review looked at it records, as it is
    A,
    /// As a, but a review that looked also misses, more often the less depth it had
    B,
    /// As a, but one partnership in five truly differs: three times the odds of each theme, or a third
    C,
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

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  concord completions bash > ~/.local/share/bash-completion/completions/concord
  concord completions fish > ~/.config/fish/completions/concord.fish";

/// `concord completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// Which shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

const MAN_EXAMPLES: &str = "\
Examples:
  concord man | man --local-file -
  concord man --out manual/man1 && man --manpath manual concord-stat";

/// `concord man`
#[derive(Debug, Args)]
pub struct Man {
    /// Write a page for each command into this folder: a new or empty one, or an earlier output of this command
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
