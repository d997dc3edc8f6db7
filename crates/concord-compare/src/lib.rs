//! Answers in, a comparison out: what frameworks find on common themes, side by side, and how sure anyone can be.
//!
//! # Steps
//! 1. [`Setup::new`] works out, from the dictionary and the frameworks, which indicators decide which side of which theme.
//! 2. [`Summary::add`] turns a batch of answers into findings ([`crosswalk`]) and counts them; incidents with several reviews are held
//!    back ([`incident`]). Summaries of parts of the data join in any order ([`Summary::merge`]).
//! 3. [`Summary::finish`] rolls the counts up: bounds before intervals ([`bounds`](mod@bounds), [`wilson`](mod@wilson)), coverage,
//!    overlap of frameworks, and what needs a person's eye.
//!
//! Counts are whole numbers, and every figure that is shown follows from them alone. No figure ranks anybody.
//!
//! # Calibration
//! `cargo xtask calibrate` holds bounds, hulls, flags and gradients against invented nations whose truth is known; what comes of it stands
//! in `tests/benches/CALIBRATION.md`. In short: where partnerships differ in size and means alone, bounds always hold the realised share, 95%
//! hulls the chance behind it in over 99% of cells, and under 0.1% of cells are flagged. The price is power: few true differences are
//! flagged unless four in five incidents could be told.
//!
//! # Example
//! ```
//! use concord_compare::{FrameworkInfo, Setup, Summary};
//! use concord_model::answer::{AnswerColumn, Answers};
//! use concord_model::dataset::Dataset;
//! use concord_model::dictionary::Dictionary;
//! use concord_model::framework::{Descriptor, Indicator, LocalAnswer, Mapping, Match, Outcome, Polarity};
//! use concord_model::manifest::{Manifest, Plugin};
//!
//! let says = |code: &str, outcome| LocalAnswer { code: code.into(), label: code.into(), concern: Some(outcome), strength: None };
//! let indicator = Indicator {
//!     id: "PS5".into(),
//!     title: "Information not shared".into(),
//!     question: "Was information shared in time?".into(),
//!     polarity: Polarity::Concern,
//!     scale: vec![says("no", Outcome::Present), says("yes", Outcome::Absent)],
//!     measure_unit: None,
//!     evidence_tables: vec![],
//!     mappings: vec![Mapping { theme: "T05".into(), levels: vec![], matching: Match::Exact }],
//!     predicate: None,
//! };
//! let framework = FrameworkInfo {
//!     manifest: Manifest {
//!         id: "six-themes".into(),
//!         title: "Six themes".into(),
//!         edition: "2020".into(),
//!         owner: "the Panel".into(),
//!         source: "Annual Report 2020".into(),
//!         plugin: Plugin::Bundled("rules".into()),
//!         confirmed: false,
//!         memory: None,
//!         note: None,
//!     },
//!     descriptor: Descriptor { reads: vec![], indicators: vec![indicator] },
//!     memory: Default::default(),
//! };
//! let setup = Setup::new(&Dictionary::england(), &[framework]).unwrap();
//!
//! // Four reviews: one found it, one looked in vain, two could not tell (254).
//! let mut dataset = Dataset::empty(&Dictionary::england());
//! dataset.reviews = 4;
//! let column = AnswerColumn { answers: vec![0, 1, 254, 254], ..AnswerColumn::default() };
//! let answers = Answers { columns: vec![column], failures: vec![] };
//!
//! let mut summary = Summary::new(&setup);
//! summary.add(&setup, &dataset, 0..4, &[answers]).unwrap();
//! let comparison = summary.finish(&setup);
//! let cut = &comparison.figures[0].partly_present;
//! assert_eq!((cut.lower, cut.assessed_only, cut.upper), (Some(0.25), Some(0.5), Some(0.75)));
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]

mod among;
pub mod bounds;
mod carried;
mod cell;
mod chains;
mod checked;
mod codings;
pub mod crosswalk;
mod decisions;
mod evidence;
mod examined;
mod finish;
pub mod incident;
mod indicator;
mod margin;
mod means;
mod overlap;
mod partings;
mod patterns;
mod predictors;
mod recommendations;
mod setup;
mod summary;
mod tally;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod traits;
mod view;
pub mod wilson;

pub use carried::found_of;
pub use checked::CompareError;
pub use setup::{FrameworkInfo, Setup};
pub use summary::{CONFLICTS_LISTED, Summary};
