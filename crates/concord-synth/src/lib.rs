//! Invented national data whose true state is known.
//!
//! A seed makes a nation: 132 partnerships of unequal size and means, the incidents that befall their children, what was true of
//! practice in each, and what reviews recorded of it. What a review did not look at, it did not record; how much it looked at
//! depends on its depth, and that on the means of its partnership. So the records differ between partnerships where the truth does
//! not, and whatever compares partnerships can be held against the truth.
//!
//! # Steps
//! 1. [`Synth::new`] draws the partnerships of a seed and solves the constants by which the shares recorded of *all reviews* reach
//!    the figures of the Panel's first report ([`marginals::panel`]), in expectation and not by quota.
//! 2. [`Synth::groups`] is the partnerships' table.
//! 3. [`Synth::chunk`] makes any run of reviews, each from a stream of chance of its own: in any order, in parallel, the same bytes.
//! 4. [`Chunk::truth`] says what was true, review by review and theme by theme; [`Synth::differences`] which partnerships truly differ.
//!
//! A [`World`] says how reviews and partnerships behave: what is missed, and who truly differs.
//!
//! Where a published figure is used, [`marginals`] holds it with its year, its unit and its source; every other number is an
//! assumption and said to be one where it stands. None of it is about any real child, practitioner or partnership.
//!
//! # Example
//! ```
//! use concord_model::dictionary::Dictionary;
//! use concord_synth::Synth;
//!
//! let synth = Synth::new(&Dictionary::england(), 538, 1).unwrap();
//! let chunk = synth.chunk(0);
//! assert_eq!(chunk.dataset.reviews, 538);
//! assert_eq!(synth.groups().rows, 132);
//! assert_eq!(chunk.truth().count(), 538 * 12);
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should panic"))]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "a test writes no numbers"))]

mod ages;
mod calibrate;
mod care;
mod children;
mod chunk;
mod dates;
mod draw;
mod factors;
mod harm;
mod incident;
mod local_codes;
pub mod marginals;
mod names;
mod observations;
mod partnerships;
mod periods;
mod practice;
mod recommendations;
mod review_table;
mod reviews;
mod rows;
mod shares;
mod solve;
mod truth;
mod world;

use concord_model::dataset::TableData;
use concord_model::dictionary::Dictionary;
use concord_model::problem::Problem;

pub use crate::chunk::Chunk;
pub use crate::truth::{State, TruthRow};
pub use crate::world::World;

use crate::children::ChildTable;
use crate::draw::Draw;
use crate::incident::Incidents;
use crate::local_codes::Codebooks;
use crate::names::Names;
use crate::observations::ObservationTable;
use crate::partnerships::{Partnership, PartnershipTable};
use crate::practice::Practice;
use crate::recommendations::RecommendationTable;
use crate::review_table::ReviewTable;
use crate::rows::Rows;

/// How many reviews a chunk has, second codings left out; the last has what is left.
pub const CHUNK: u64 = 8192;

/// The stream of chance that the partnerships are drawn from; chunks have the streams above.
const PARTNERSHIP_STREAM: u64 = 0;

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// How many reviews, second codings left out. A rapid review and the full review that follows from it are two.
    pub reviews: u64,
    /// Where chance starts: the same seed, the same bytes.
    pub seed: u64,
    /// The share of reviews that a second coder codes too, as records of their own; 0 to 1. They come on top of `reviews`.
    pub second_codings: f64,
    /// How reviews and partnerships behave.
    pub world: World,
}

/// A nation made from a seed, and the reviews of it.
pub struct Synth {
    dictionary: Dictionary,
    options: Options,
    partnerships: Vec<Partnership>,
    ids: Vec<String>,
    group: usize,
    groups: TableData,
    codebooks: Codebooks,
    practice: Practice,
    incidents: Incidents,
    reviews: ReviewTable,
    children: ChildTable,
    observations: ObservationTable,
    recommendations: RecommendationTable,
}

impl Synth {
    /// So many reviews of the nation of a seed, in the default world and without second codings.
    ///
    /// # Errors
    /// As [`Synth::with`].
    pub fn new(dictionary: &Dictionary, reviews: u64, seed: u64) -> Result<Synth, Vec<Problem>> {
        Synth::with(dictionary, Options::new(reviews, seed))
    }

    /// The same with all options.
    ///
    /// # Errors
    /// Every table, field, code and theme of the recipe that the dictionary does not have (it is written for England's), and every
    /// option out of range.
    pub fn with(dictionary: &Dictionary, options: Options) -> Result<Synth, Vec<Problem>> {
        let mut problems = options.problems();
        let mut names = Names::new(dictionary);
        let synth = Synth::build(&mut names, options);
        problems.extend(names.problems());
        problems.extend(synth.misfits());
        if problems.is_empty() { Ok(synth) } else { Err(problems) }
    }

    fn build(names: &mut Names, options: Options) -> Synth {
        let mut draw = Draw::new(options.seed, PARTNERSHIP_STREAM);
        let ids = partnerships::ids();
        let group = PartnershipTable::new(names);
        let reviews = ReviewTable::new(names, &ids);
        let codebooks = Codebooks::new(names);
        let observations = ObservationTable::new(names);
        let recommendations = RecommendationTable::new(names);
        let partnerships = group.draw(&codebooks, &options.world, &mut draw);
        let dictionary = names.dictionary.clone();
        let rows = dictionary.tables.get(group.table).filter(|_| names.sound()).map(|table| Rows::new(table, false));
        Synth {
            practice: Practice::new(&partnerships, &options.world),
            incidents: Incidents::new(&dictionary.calendar, &partnerships),
            children: ChildTable::new(names, &practice::spread(&partnerships)),
            groups: rows.map(|rows| group.write(&partnerships, &ids, rows)).unwrap_or_default(),
            group: group.table,
            dictionary,
            options,
            partnerships,
            ids,
            codebooks,
            reviews,
            observations,
            recommendations,
        }
    }

    /// The partnerships' table: 132 rows with all their attributes. Every chunk has it too.
    #[must_use]
    pub fn groups(&self) -> &TableData {
        &self.groups
    }

    /// The partnerships in which more or less is truly present than elsewhere: for each, in the order of the partnerships' table, by how
    /// many logits in each theme, in the order of the themes. All are 0 where partnerships do not differ.
    pub fn differences(&self) -> impl Iterator<Item = &[f64]> {
        self.partnerships.iter().map(|one| one.leaning.as_slice())
    }

    /// How many chunks the reviews are cut into.
    #[must_use]
    pub fn chunks(&self) -> usize {
        self.options.reviews.div_ceil(CHUNK) as usize
    }

    /// A chunk by its place: [`CHUNK`] reviews, the last what is left, whole incidents each. One past the last is empty.
    #[must_use]
    pub fn chunk(&self, place: usize) -> Chunk {
        let before = (place as u64).saturating_mul(CHUNK);
        let reviews = self.options.reviews.saturating_sub(before).min(CHUNK);
        chunk::Writer::new(self, place).fill(reviews)
    }

    fn misfits(&self) -> Vec<Problem> {
        let about = |message: &str| Problem::of(&self.dictionary.id, message);
        let mut problems = Vec::new();
        if self.dictionary.root != self.reviews.table || self.dictionary.group != Some(self.group) {
            problems.push(about("the recipe needs `reviews` to be the root table and `partnerships` the group table"));
        }
        if !self.incidents.working.reach() {
            problems.push(about("the recipe needs a calendar of working days from 2018 to 2026"));
        }
        problems
    }
}

impl Options {
    /// So many reviews from a seed, in the default world and without second codings.
    #[must_use]
    pub fn new(reviews: u64, seed: u64) -> Options {
        Options { reviews, seed, second_codings: 0.0, world: World::default() }
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = std::iter::once(("second codings", self.second_codings, 1.0))
            .chain(self.world.ranges())
            .filter(|(_, value, most)| !(0.0..=*most).contains(value))
            .map(|(name, value, most)| Problem::of("options", format!("{name} is {value}")).hint(format!("it must be from 0 to {most}")))
            .collect();
        if self.reviews >= u64::from(u32::MAX) {
            let hint = format!("ask for fewer than {}", u32::MAX);
            problems.push(Problem::of("options", format!("{} reviews are more than can be numbered", self.reviews)).hint(hint));
        }
        problems
    }
}
