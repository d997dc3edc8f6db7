//! What all frameworks that can answer both ways say of one side of one theme, incident by incident, as counts of patterns.
//!
//! Agreement, Cochran's Q and the variance components all follow from these: how many incidents of a partnership and a depth show a
//! pattern. There are far fewer patterns than incidents, and parts of the data join by adding.

use std::collections::{BTreeMap, HashMap};

use concord_model::answer::Looked;
use concord_model::finding::{Finding, Side, Status};

use crate::view::View;

/// What a framework says of a side of a theme in one cut of *partly*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Told {
    /// The question does not arise.
    NotApplicable,
    /// It was not looked for, or could not be told.
    Untold,
    /// It was looked for and is not there.
    Absent,
    /// It was looked for and is there; a conflict is present, as in the headline.
    Present,
}

/// Views that are counted together: all of one side of one theme, or those of them that can answer both ways, two at the least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Panel {
    pub(crate) theme: usize,
    pub(crate) side: Side,
    /// Places among the setup's views, ascending.
    pub(crate) views: Vec<usize>,
    /// Of these, those that decide by the same rules, two or more together.
    pub(crate) same_rules: Vec<Vec<usize>>,
}

/// The panels of the views that are `counted`, by theme and side; `rules` are each view's, where the host knows them.
pub(crate) fn panels<R: Ord>(views: &[View], rules: &[Option<R>], counted: impl Fn(&View) -> bool) -> Vec<Panel> {
    let mut by_theme: BTreeMap<(usize, Side), Vec<usize>> = BTreeMap::new();
    for (place, view) in views.iter().enumerate().filter(|(_, view)| counted(view)) {
        by_theme.entry((view.theme, view.side)).or_default().push(place);
    }
    let panel = |((theme, side), views): (_, Vec<usize>)| Panel { theme, side, same_rules: same_rules(&views, rules), views };
    by_theme.into_iter().filter(|(_, views)| views.len() > 1).map(panel).collect()
}

/// The views of which the host knows the rules, those with the same together, where they are two or more.
fn same_rules<R: Ord>(views: &[usize], rules: &[Option<R>]) -> Vec<Vec<usize>> {
    let mut by_rules: BTreeMap<&R, Vec<usize>> = BTreeMap::new();
    for &view in views {
        if let Some(rules) = &rules[view] {
            by_rules.entry(rules).or_default().push(view);
        }
    }
    let mut same: Vec<Vec<usize>> = by_rules.into_values().filter(|views| views.len() > 1).collect();
    same.sort_unstable();
    same
}

/// Where a pattern was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    /// The partnership's place by name.
    pub(crate) partnership: Option<u32>,
    /// How deep the review went: see [`Traits::depth`](crate::traits::Traits).
    pub(crate) depth: u8,
    /// The pattern, by its number among the panel's.
    pattern: u32,
}

/// The counts of one panel.
#[derive(Debug, Clone, Default)]
struct Counts {
    /// A byte a view: [`state`].
    patterns: Vec<Box<[u8]>>,
    places: HashMap<Box<[u8]>, u32>,
    counts: HashMap<Place, u64>,
}

/// The counts of all panels.
#[derive(Debug, Clone)]
pub(crate) struct Patterns {
    panels: Vec<Counts>,
    /// By finding byte.
    states: Box<[u8; 256]>,
}

/// One pattern with how often it was met: for each view of the panel what it says in both cuts, *partly* as present first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Met {
    pub(crate) partnership: Option<u32>,
    pub(crate) depth: u8,
    pub(crate) told: Vec<[Told; 2]>,
    pub(crate) count: u64,
}

impl Patterns {
    pub(crate) fn new(panels: usize) -> Patterns {
        Patterns { panels: vec![Counts::default(); panels], states: Box::new(std::array::from_fn(|byte| state(byte as u8))) }
    }

    /// Counts an incident; `finding` gives its finding byte in a view.
    pub(crate) fn add(
        &mut self,
        panels: &[Panel],
        partnership: Option<u32>,
        depth: u8,
        finding: impl Fn(usize) -> u8,
        scratch: &mut Vec<u8>,
    ) {
        for (panel, counts) in panels.iter().zip(&mut self.panels) {
            scratch.clear();
            scratch.extend(panel.views.iter().map(|&view| self.states[usize::from(finding(view))]));
            // Where nobody can tell anything, all agree that it cannot be told; where it applies to nobody, there is nothing to tell.
            if scratch.iter().any(|&state| state >= UNTOLD) {
                let pattern = counts.number(scratch);
                *counts.counts.entry(Place { partnership, depth, pattern }).or_default() += 1;
            }
        }
    }

    /// Adds the counts of another part of the data.
    pub(crate) fn merge(&mut self, other: &Patterns) {
        for (counts, others) in self.panels.iter_mut().zip(&other.panels) {
            let numbers: Vec<u32> = others.patterns.iter().map(|pattern| counts.number(pattern)).collect();
            for (place, count) in sorted(others) {
                *counts.counts.entry(Place { pattern: numbers[place.pattern as usize], ..place }).or_default() += count;
            }
        }
    }

    /// The patterns of a panel in an order that does not depend on how the data were parted.
    pub(crate) fn of(&self, panel: usize) -> Vec<Met> {
        let counts = &self.panels[panel];
        let mut met: Vec<(Option<u32>, u8, &[u8], u64)> = sorted(counts)
            .map(|(place, count)| (place.partnership, place.depth, &*counts.patterns[place.pattern as usize], count))
            .collect();
        met.sort_unstable();
        let told = |states: &[u8]| states.iter().map(|&state| both(state)).collect();
        met.into_iter().map(|(partnership, depth, states, count)| Met { partnership, depth, told: told(states), count }).collect()
    }
}

/// In the order of their places: nothing depends on the order of a hash map.
fn sorted(counts: &Counts) -> impl Iterator<Item = (Place, u64)> {
    let mut all: Vec<(Place, u64)> = counts.counts.iter().map(|(&place, &count)| (place, count)).collect();
    all.sort_unstable();
    all.into_iter()
}

impl Counts {
    fn number(&mut self, pattern: &[u8]) -> u32 {
        if let Some(&number) = self.places.get(pattern) {
            return number;
        }
        let number = self.patterns.len() as u32;
        self.patterns.push(pattern.into());
        self.places.insert(pattern.into(), number);
        number
    }
}

/// The state of which nothing can be told in either cut; 0 does not apply.
const UNTOLD: u8 = 1;

/// A finding as a state: 0 does not apply, else 1 + 3 × the one cut + the other, each 0 untold, 1 absent, 2 present.
fn state(finding: u8) -> u8 {
    let finding = Finding::from_byte(finding);
    if matches!(finding.partly_present, Status::NotApplicable | Status::NotInScope) {
        return 0;
    }
    let [partly_present, partly_absent] = finding.cuts().map(|(status, looked)| match status {
        Status::Absent if looked == Looked::Yes => 1,
        Status::Present | Status::Conflict if looked == Looked::Yes => 2,
        _ => 0,
    });
    UNTOLD + 3 * partly_present + partly_absent
}

/// What a finding says in both cuts.
pub(crate) fn told(finding: u8) -> [Told; 2] {
    both(state(finding))
}

/// What a state says in both cuts.
fn both(state: u8) -> [Told; 2] {
    let Some(cuts) = state.checked_sub(UNTOLD) else { return [Told::NotApplicable; 2] };
    [cuts / 3, cuts % 3].map(|cut| [Told::Untold, Told::Absent, Told::Present][usize::from(cut.min(2))])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(partly_present: Status, partly_absent: Status, looked: Looked) -> u8 {
        Finding { partly_present, partly_absent, looked, looked_partly_absent: looked }.to_byte()
    }

    #[test]
    fn a_state_keeps_both_cuts_and_only_what_was_looked_for() {
        let told = |partly_present, partly_absent, looked| told(finding(partly_present, partly_absent, looked));
        assert_eq!(told(Status::Present, Status::Absent, Looked::Yes), [Told::Present, Told::Absent]);
        assert_eq!(told(Status::Conflict, Status::Conflict, Looked::Yes), [Told::Present, Told::Present]);
        assert_eq!(told(Status::Present, Status::Present, Looked::Unknown), [Told::Untold, Told::Untold]);
        assert_eq!(told(Status::Present, Status::NotDeterminable, Looked::Yes), [Told::Present, Told::Untold]);
        assert_eq!(told(Status::NotApplicable, Status::NotApplicable, Looked::Yes), [Told::NotApplicable; 2]);
    }

    #[test]
    fn parts_join_in_any_order() {
        let panels = [Panel { theme: 0, side: Side::Concern, views: vec![0, 1], same_rules: vec![] }];
        let (present, absent) =
            (finding(Status::Present, Status::Present, Looked::Yes), finding(Status::Absent, Status::Absent, Looked::Yes));
        let part = |incidents: &[(u32, [u8; 2])]| {
            let mut patterns = Patterns::new(1);
            incidents.iter().for_each(|(group, two)| patterns.add(&panels, Some(*group), 1, |view| two[view], &mut Vec::new()));
            patterns
        };
        let (one, other) = (part(&[(0, [present, absent]), (1, [absent, absent])]), part(&[(0, [absent, absent]), (0, [present, absent])]));
        let (mut forwards, mut backwards) = (one.clone(), other.clone());
        forwards.merge(&other);
        backwards.merge(&one);
        assert_eq!(forwards.of(0), backwards.of(0));
        assert_eq!(forwards.of(0).iter().map(|met| met.count).collect::<Vec<_>>(), [1, 2, 1]);
    }
}
