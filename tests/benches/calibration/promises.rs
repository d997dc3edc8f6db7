//! What a comparison promises of partnerships, and whether a rule keeps it.

use std::fmt;

use concord_model::comparison::Signal;

use super::Simulation;
use super::nation::{Cell, FIFTHS, Rule, Slope};
use super::share::Share;

/// One promise.
#[derive(Clone, Copy)]
pub(crate) struct Promise {
    /// What is promised to be within the limit.
    pub(crate) says: &'static str,
    pub(crate) limit: Limit,
    measure: fn(&Simulation, Rule) -> Share,
}

/// What a share must be; chance is allowed three standard errors, save where it is always.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Limit {
    Always,
    AtLeast(f64),
    AtMost(f64),
    /// Above it by more than chance makes it.
    Above(f64),
}

/// Of partnerships that differ in size and means alone.
pub(crate) const WHERE_NOTHING_DIFFERS: [Promise; 7] = [
    Promise {
        says: "bounds hold the realised share",
        limit: Limit::Always,
        measure: |simulation, rule| simulation.share(rule, |cell| Some(cell.contains())),
    },
    Promise {
        says: "95% hulls hold the chance behind it",
        limit: Limit::AtLeast(0.95),
        measure: |simulation, rule| simulation.share(rule, |cell| Some(simulation.hull_covers(cell))),
    },
    Promise {
        says: "95% flags fall on",
        limit: Limit::AtMost(0.05),
        measure: |simulation, rule| simulation.share(rule, |cell| Some(cell.signal.flagged())),
    },
    Promise {
        says: "99.8% flags fall on",
        limit: Limit::AtMost(0.002),
        measure: |simulation, rule| simulation.share(rule, |cell| Some(cell.signal.far())),
    },
    BEST_RESOURCED[0],
    BEST_RESOURCED[1],
    Promise { says: "what is found rises with posts", limit: Limit::AtMost(0.025), measure: rises },
];

/// Of partnerships whose reviews also miss.
pub(crate) const WHERE_REVIEWS_MISS: [Promise; 3] =
    [BEST_RESOURCED[0], BEST_RESOURCED[1], Promise { says: "what is found rises with posts", limit: Limit::Above(0.025), measure: rises }];

/// Of partnerships of which some truly differ.
pub(crate) const WHERE_SOME_DIFFER: [Promise; 4] = [
    WHERE_NOTHING_DIFFERS[0],
    Promise {
        says: "95% flags fall on, of those that do not differ",
        limit: Limit::AtMost(0.05),
        measure: |simulation, rule| simulation.share(rule, |cell| same(cell).then_some(cell.signal.flagged())),
    },
    Promise {
        says: "99.8% flags fall on, of those that do not differ",
        limit: Limit::AtMost(0.002),
        measure: |simulation, rule| simulation.share(rule, |cell| same(cell).then_some(cell.signal.far())),
    },
    Promise {
        says: "95% flags find a true difference, over 20 incidents and four in five told",
        limit: Limit::Above(0.05),
        measure: |simulation, rule| simulation.share(rule, |cell| found_out(cell).filter(|_| cell.incidents > 20 && cell.told() >= 0.8)),
    },
];

/// The fifth with the most means is not flagged as high more often than one tail allows.
const BEST_RESOURCED: [Promise; 2] = [
    Promise {
        says: "95% flags as high in the best-resourced fifth",
        limit: Limit::AtMost(0.025),
        measure: |simulation, rule| simulation.share(rule, |cell| best_resourced(cell).then_some(is_high(cell.signal))),
    },
    Promise {
        says: "99.8% flags as high in the best-resourced fifth",
        limit: Limit::AtMost(0.001),
        measure: |simulation, rule| simulation.share(rule, |cell| best_resourced(cell).then_some(cell.signal == Signal::High998)),
    },
];

impl Promise {
    pub(crate) fn measured(&self, simulation: &Simulation, rule: Rule) -> Share {
        (self.measure)(simulation, rule)
    }

    pub(crate) fn kept(&self, simulation: &Simulation, rule: Rule) -> bool {
        let measured = self.measured(simulation, rule);
        match self.limit {
            Limit::Always => measured.share == 1.0,
            Limit::AtLeast(share) => !measured.below(share),
            Limit::AtMost(share) => !measured.above(share),
            Limit::Above(share) => measured.above(share),
        }
    }
}

/// The promises that a rule breaks, in words.
pub(crate) fn broken(promises: &[Promise], simulation: &Simulation, rule: Rule) -> Vec<String> {
    let said = |promise: &Promise| format!("{}: {}% ({})", promise.says, promise.measured(simulation, rule), promise.limit);
    promises.iter().filter(|promise| !promise.kept(simulation, rule)).map(said).collect()
}

/// In percent.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limit::Always => f.write_str("always"),
            Limit::AtLeast(share) => write!(f, "at least {}%", 100.0 * share),
            Limit::AtMost(share) => write!(f, "at most {}%", 100.0 * share),
            Limit::Above(share) => write!(f, "above {}%", 100.0 * share),
        }
    }
}

fn rises(simulation: &Simulation, rule: Rule) -> Share {
    simulation.gradient(rule.reading(), "capacity_fte", Slope::finding_rises)
}

fn best_resourced(cell: &Cell) -> bool {
    cell.fifth == FIFTHS - 1
}

/// Whether a cell is as everywhere.
pub(crate) fn same(cell: &Cell) -> bool {
    cell.difference == 0.0
}

/// Whether it is above a limit.
pub(crate) fn is_high(signal: Signal) -> bool {
    matches!(signal, Signal::High95 | Signal::High998)
}

/// Whether it is below a limit.
pub(crate) fn is_low(signal: Signal) -> bool {
    matches!(signal, Signal::Low95 | Signal::Low998)
}

/// Of a cell that truly differs, whether it is flagged on the side on which it does; nothing of one that does not.
pub(crate) fn found_out(cell: &Cell) -> Option<bool> {
    match cell.difference {
        difference if difference > 0.0 => Some(is_high(cell.signal)),
        difference if difference < 0.0 => Some(is_low(cell.signal)),
        _ => None,
    }
}
