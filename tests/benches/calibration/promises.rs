//! What a comparison promises of partnerships, and which of it a rule breaks.

use concord_model::comparison::Signal;

use super::Simulation;
use super::nation::{Cell, FIFTHS, Rule};
use super::share::Share;

/// The confidence of hulls.
const COVERAGE: f64 = 0.95;

/// The most that may fall beyond 95% and beyond 99.8% limits by chance.
const BEYOND: [f64; 2] = [0.05, 0.002];

/// Where partnerships differ in size and means alone: what is broken of containment, coverage and flags.
pub(crate) fn broken_where_nothing_differs(simulation: &Simulation, rule: Rule) -> Vec<String> {
    let mut broken = Vec::new();
    let outside = simulation.share(rule, |cell| Some(!cell.contains()));
    if outside.share > 0.0 {
        broken.push(format!("bounds do not hold the realised share in {outside}%"));
    }
    let hulls = simulation.share(rule, |cell| Some(simulation.hull_covers(cell)));
    if hulls.below(COVERAGE) {
        broken.push(format!("hulls hold the chance in {hulls}%"));
    }
    broken.extend(too_many("cells", |flagged| simulation.share(rule, |cell| Some(flagged(cell.signal))), 1.0));
    broken.extend(broken_for_the_best_resourced(simulation, rule));
    broken
}

/// Flags of the best-resourced fifth as high: no more than one tail's share.
pub(crate) fn broken_for_the_best_resourced(simulation: &Simulation, rule: Rule) -> Vec<String> {
    let high = |flagged: fn(Signal) -> bool| {
        let so = |cell: &Cell| (cell.fifth == FIFTHS - 1).then_some(flagged(cell.signal) && is_high(cell.signal));
        simulation.share(rule, so)
    };
    too_many("cells of the best-resourced fifth, as high", high, 0.5)
}

fn too_many(what: &str, share: impl Fn(fn(Signal) -> bool) -> Share, part: f64) -> Vec<String> {
    let levels: [(&str, fn(Signal) -> bool); 2] = [("95%", Signal::flagged), ("99.8%", Signal::far)];
    let mut broken = Vec::new();
    for ((name, flagged), most) in levels.into_iter().zip(BEYOND) {
        let share = share(flagged);
        if share.above(most * part) {
            broken.push(format!("{name} flags fall on {share}% of {what}"));
        }
    }
    broken
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
