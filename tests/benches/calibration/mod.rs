//! Calibration by simulation: invented nations whose true state is known go through the very code of a run's comparison, and what it
//! says of partnerships is held against the truth.
//!
//! # Steps
//! 1. [`Simulation::new`] makes the nations of a [`Scenario`], one a seed ([`nation`]), each read in several ways ([`reading`]).
//! 2. [`promises`] says what is promised there, and whether a rule keeps it ([`share`]).
//! 3. [`tables`] sets out what came of it, as Markdown.
#![allow(dead_code, clippy::unwrap_used, reason = "the bench and the test each use a part, and stop where they cannot go on")]

pub(crate) mod nation;
pub(crate) mod promises;
pub(crate) mod reading;
pub(crate) mod share;
pub(crate) mod tables;

use concord_model::dictionary::Dictionary;
use concord_synth::World;
use rayon::prelude::*;

use self::nation::{Cell, Nation, Rule, Slope};
use self::promises::Promise;
use self::reading::Reading;
use self::share::Share;

/// Reviews a year: 358 incidents, as published from July 2018 to December 2024, with the full reviews that follow from some.
const REVIEWS_A_YEAR: u64 = 436;

/// A world to simulate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scenario {
    pub(crate) title: &'static str,
    /// What holds in it.
    pub(crate) says: &'static str,
    pub(crate) world: World,
    pub(crate) years: u64,
}

impl Scenario {
    /// All, in the order of the tables.
    pub(crate) const ALL: [Scenario; 5] = [Scenario::A, Scenario::A_TWO_YEARS, Scenario::USUAL, Scenario::B, Scenario::C];

    /// How much the shallowest reviews miss where more or less is missed than in world B.
    pub(crate) const MISSED: [f64; 3] = [0.2, 0.6, 0.8];

    pub(crate) const A: Scenario = Scenario {
        title: "A. Partnerships differ in size and means alone, eight years",
        says: "All that a review looked at it records, as it is; how much it looks at depends on its depth, and that on means.",
        world: World::LOOKED,
        years: 8,
    };

    pub(crate) const A_TWO_YEARS: Scenario =
        Scenario { title: "A. The same over two years", says: "As before, with few reviews a partnership.", years: 2, ..Scenario::A };

    pub(crate) const USUAL: Scenario = Scenario {
        title: "A. The national recipe: what was found in order often leaves no word, eight years",
        says: "As A, but of the themes that a review looked at and found in order it leaves three in ten without a word, unless it declares \
               what it looked at: what cannot be told is then more often absent. These are the data that `concord data synth` makes by itself.",
        world: World::USUAL,
        years: 8,
    };

    pub(crate) const B: Scenario = Scenario {
        title: "B. Reviews that looked also miss, the more the less depth they had, eight years",
        says: "As A, but the shallowest reviews miss four in ten of the problems that they looked for, those of middling depth two in ten, the \
               deepest next to none; what is missed is recorded as in order.",
        world: World::MISSED,
        years: 8,
    };

    pub(crate) const C: Scenario = Scenario {
        title: "C. Some partnerships truly differ, eight years",
        says: "As A, but in one partnership of five each theme has three times its odds, or a third of them.",
        world: World::DIFFERENT,
        years: 8,
    };
}

impl Scenario {
    /// World B with another share missed.
    pub(crate) fn missing(overlooked: f64) -> Scenario {
        Scenario { title: "B. More or less missed", world: World { overlooked, ..World::MISSED }, ..Scenario::B }
    }

    /// What is promised in it.
    pub(crate) fn promises(&self) -> &'static [Promise] {
        match self.world {
            world if world.overlooked > 0.0 => &promises::WHERE_REVIEWS_MISS,
            _ if self.differs() => &promises::WHERE_SOME_DIFFER,
            _ => &promises::WHERE_NOTHING_DIFFERS,
        }
    }

    /// Whether some partnerships truly differ.
    pub(crate) fn differs(&self) -> bool {
        self.world.differing > 0.0
    }
}

/// A scenario's nations.
pub(crate) struct Simulation {
    pub(crate) scenario: Scenario,
    pub(crate) nations: Vec<Nation>,
    /// By theme, the share of all incidents in which it is truly present: what an incident's chance is where partnerships do not differ.
    pub(crate) chances: Vec<f64>,
}

impl Simulation {
    /// Nations of the seeds 1 onward.
    pub(crate) fn new(scenario: Scenario, seeds: u64) -> Simulation {
        Simulation::of(scenario, scenario.years * REVIEWS_A_YEAR, seeds)
    }

    /// Nations with another number of reviews each.
    pub(crate) fn of(scenario: Scenario, reviews: u64, seeds: u64) -> Simulation {
        let dictionary = Dictionary::england();
        let nations: Vec<Nation> =
            (1..=seeds).into_par_iter().map(|seed| Nation::new(&dictionary, scenario.world, reviews, seed)).collect();
        let mut counts = vec![[0, 0]; dictionary.themes.len()];
        for cell in nations.iter().flat_map(|nation| &nation.cells).filter(|cell| cell.rule == Rule::AllLooked) {
            let [present, incidents] = &mut counts[cell.theme];
            *present += cell.present;
            *incidents += cell.incidents;
        }
        let chances = counts.iter().map(|&[present, incidents]| present as f64 / incidents as f64).collect();
        Simulation { scenario, nations, chances }
    }

    /// The share of a rule's cells that is so, of those for which something is said.
    pub(crate) fn share(&self, rule: Rule, so: impl Fn(&Cell) -> Option<bool>) -> Share {
        let so = |cell: &Cell| if cell.rule == rule { so(cell) } else { None };
        Share::of(&self.nations, |nation| &nation.cells, so)
    }

    /// The share of a reading's gradients along a kind of means that is so, of those for which something is said.
    pub(crate) fn gradient(&self, reading: Reading, resource: &str, so: fn(&Slope) -> Option<bool>) -> Share {
        let so = |slope: &Slope| if slope.reading == reading && slope.resource == resource { so(slope) } else { None };
        Share::of(&self.nations, |nation| &nation.slopes, so)
    }

    /// The share of nations in which, as the run reads them, the finding rises with a kind of means in two themes or more.
    pub(crate) fn rises_in_two_themes(&self, resource: &str) -> Share {
        let rises = |slope: &&Slope| slope.reading == Reading::Run && slope.resource == resource && slope.finding_rises() == Some(true);
        Share::new(&self.nations, |nation| [u64::from(nation.slopes.iter().filter(rises).count() >= 2), 1])
    }

    /// Whether the hull of a cell holds the chance of its incidents.
    pub(crate) fn hull_covers(&self, cell: &Cell) -> bool {
        let [low, high] = cell.hull;
        (low..=high).contains(&self.chances[cell.theme])
    }
}

impl Cell {
    /// Whether the bounds hold the share of its incidents in which the theme is truly present.
    pub(crate) fn contains(&self) -> bool {
        const ROUNDING: f64 = 1e-12;
        let realised = self.present as f64 / self.incidents as f64;
        self.bounds[0] - ROUNDING <= realised && realised <= self.bounds[1] + ROUNDING
    }

    /// The share of its incidents that could be told.
    pub(crate) fn told(&self) -> f64 {
        1.0 - self.missing as f64 / self.incidents as f64
    }
}
