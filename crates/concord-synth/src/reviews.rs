//! How a review goes: what kind it is, how deep it digs, what it sees and records, and when.

use std::fmt;

use crate::children::ChildTable;
use crate::dates::{self, FullDays, RapidDays};
use crate::draw::Draw;
use crate::factors::FactorBits;
use crate::incident::Incident;
use crate::partnerships::Partnership;
use crate::periods::WorkingDays;
use crate::practice::{self, Practice, Seen};
use crate::solve::logistic;

/// What kind of review it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Rapid,
    Full,
    National,
    OtherLocal,
}

impl Kind {
    /// Whether it takes weeks rather than days.
    pub(crate) fn long(self) -> bool {
        matches!(self, Kind::Full | Kind::National)
    }
}

/// The share of national reviews among those that are neither rapid nor full (an assumption).
const NATIONAL: f64 = 0.4;

/// The number that a review's keys are made of; those of a second coding differ by a letter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name {
    pub(crate) number: u64,
    pub(crate) second: bool,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffix = if self.second { "b" } else { "" };
        write!(f, "{:07}{suffix}", self.number)
    }
}

/// A review.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Review {
    pub(crate) number: u64,
    pub(crate) kind: Kind,
    /// The review that it follows from.
    pub(crate) parent: Option<u64>,
    /// Whether a full review follows.
    pub(crate) leads: bool,
    /// Its depth on a standard scale.
    pub(crate) depth: f64,
    /// Whether it went about its work thoroughly, which the deeper ones mostly do.
    pub(crate) thorough: bool,
    pub(crate) seen: Seen,
    /// The factors of family and child that it records, present or absent.
    pub(crate) recorded: FactorBits,
    pub(crate) rapid: Option<RapidDays>,
    pub(crate) full: Option<FullDays>,
}

/// Where reviews take place: all that does not differ between them.
pub(crate) struct Setting<'a> {
    pub(crate) practice: &'a Practice,
    pub(crate) partnerships: &'a [Partnership],
    pub(crate) children: &'a ChildTable,
    pub(crate) working: &'a WorkingDays,
}

impl Setting<'_> {
    fn means(&self, incident: &Incident) -> f64 {
        self.partnerships[incident.partnership].means
    }

    /// The first review of an incident, or its only one. Only where there is `room` for it does a full review follow.
    pub(crate) fn first(&self, number: u64, incident: &Incident, room: bool, draw: &mut Draw) -> Review {
        let kind = match draw.chance(practice::ALONE) {
            false => Kind::Rapid,
            true if draw.chance(NATIONAL) => Kind::National,
            true => Kind::OtherLocal,
        };
        let depth = practice::depth(self.means(incident), draw.normal());
        let rapid = dates::rapid(incident.notified, self.means(incident), self.working, draw);
        let leads = kind == Kind::Rapid && self.practice.decides(incident.partnership, incident.complexity, draw) && room;
        Review {
            number,
            kind,
            parent: None,
            leads,
            depth,
            thorough: thorough(kind, depth, draw),
            seen: self.practice.see(incident.truth, depth, draw),
            recorded: self.children.factors().record(incident.period, depth, draw),
            rapid: (kind == Kind::Rapid).then_some(rapid),
            full: kind.long().then(|| dates::full(rapid.decided, self.means(incident), self.working, draw)),
        }
    }

    /// The full review that follows: it records most of what the rapid review did, and what it finds besides.
    pub(crate) fn second(&self, number: u64, incident: &Incident, before: &Review, draw: &mut Draw) -> Review {
        let depth = practice::depth(self.means(incident), draw.normal());
        let decided = before.rapid.map_or(incident.notified, |rapid| rapid.decided);
        let factors = self.children.factors();
        Review {
            number,
            kind: Kind::Full,
            parent: Some(before.number),
            leads: false,
            depth,
            thorough: thorough(Kind::Full, depth, draw),
            seen: self.practice.see_again(incident.truth, before.seen, depth, draw),
            recorded: factors.record_again(incident.period, (before.depth, before.recorded), depth, draw),
            rapid: before.rapid,
            full: Some(dates::full(decided, self.means(incident), self.working, draw)),
        }
    }
}

fn thorough(kind: Kind, depth: f64, draw: &mut Draw) -> bool {
    draw.chance(logistic(1.2 * depth + if kind.long() { 0.6 } else { -0.4 }))
}

/// What another coder makes of the same report: now and then a finding is missed, or seen where the first coder saw none
/// (assumed from three clinicians' agreement on 146 coroners' reports, 85% to 93%).
pub(crate) fn seen_by_another(seen: Seen, draw: &mut Draw) -> Seen {
    const MISSED: f64 = 0.10;
    const SEEN_BESIDES: f64 = 0.06;
    let differs = |place: &usize, draw: &mut Draw| match (seen.looked >> place & 1, seen.found >> place & 1) {
        (0, _) => false,
        (_, 1) => draw.chance(MISSED),
        _ => draw.chance(SEEN_BESIDES),
    };
    let found = (0..practice::THEMES).filter(|place| differs(place, draw)).fold(seen.found, |bits, place| bits ^ 1 << place);
    Seen { looked: seen.looked, found }
}
