//! What is true of practice in an incident, and what a review comes to see of it.
//!
//! A theme is truly present or not, whoever looks. A review looks at a theme with a chance that rises with its depth, and its depth
//! with the means of its partnership; what it did not look at, it records nothing of. Only for the three themes whose recorded
//! shares the Panel published is the readiness to look solved from the share to reach, for the very partnerships of a seed. All
//! other figures here are assumptions.

use crate::World;
use crate::ages::{STAGE_SHARES, STAGES};
use crate::calibrate;
use crate::draw::Draw;
use crate::marginals::{Marginal, panel};
use crate::partnerships::Partnership;
use crate::solve::{Depths, from_odds, intercept, logistic, normal_points};

/// How many themes.
pub(crate) const THEMES: usize = 12;

/// How ready reviews are to look at a theme.
enum Looked {
    /// So many reviews of an incident look.
    Share(f64),
    /// So many that what they record reaches a published share of all reviews.
    Reaching(Marginal),
}

/// A theme in this world.
struct Theme {
    id: &'static str,
    /// The share of incidents in which it is truly present.
    present: f64,
    /// How that share differs by the stage of the child's life, in logits.
    stages: [f64; STAGES],
    looked: Looked,
    /// The share of its true cases that are of the kind which a local code of the Panel's names (optimism; weak or stale risk assessment).
    marked: f64,
}

const fn theme(id: &'static str, present: f64, stages: [f64; STAGES], looked: Looked, marked: f64) -> Theme {
    Theme { id, present, stages, looked, marked }
}

/// The themes in the order of the taxonomy. Leadership and culture "too often are left unexplored" (Panel 2020), and so, here, are
/// resources, identity and the learning process.
const TABLE: [Theme; THEMES] = [
    theme("T01", 0.55, [-0.3, 0.1, 0.2], Looked::Share(0.62), 0.0),
    theme("T02", 0.50, [0.3, 0.0, -0.2], Looked::Share(0.60), 0.0),
    theme("T03", 0.62, [0.2, 0.1, -0.25], Looked::Reaching(panel::OPTIMISM), 0.88),
    theme("T04", 0.72, [0.1, 0.1, -0.15], Looked::Reaching(panel::WEAK_RISK_ASSESSMENT), 0.92),
    theme("T05", 0.60, [0.0, 0.0, 0.0], Looked::Reaching(panel::WEAK_INFORMATION_SHARING), 0.0),
    theme("T06", 0.50, [-0.1, 0.0, 0.1], Looked::Share(0.58), 0.0),
    theme("T07", 0.45, [0.0, 0.0, 0.0], Looked::Share(0.38), 0.0),
    theme("T08", 0.35, [0.0, 0.0, 0.0], Looked::Share(0.40), 0.0),
    theme("T09", 0.50, [0.0, 0.0, 0.0], Looked::Share(0.35), 0.0),
    theme("T10", 0.45, [0.0, 0.0, 0.0], Looked::Share(0.25), 0.0),
    theme("T11", 0.20, [-1.5, -0.5, 0.8], Looked::Share(0.35), 0.0),
    theme("T12", 0.20, [0.0, 0.0, 0.0], Looked::Share(0.08), 0.0),
];

/// The place of *harm outside the home*, and how much likelier it is where the harm did come from outside, in logits.
const OUTSIDE: (usize, f64) = (10, 2.0);

/// Kinds of incident by how much there is to learn: their shares, what they add to every theme, and to the decision on a full review.
pub(crate) const COMPLEXITY: [(f64, f64, f64); 3] = [(0.3, -0.5, -0.3), (0.4, 0.0, 0.0), (0.3, 0.5, 0.3)];

/// Full reviews a rapid review: a fifth to a quarter; see [`crate::marginals::process::FULL_REVIEWS_AT_MOST`].
const FULL_REVIEWS: f64 = 0.22;

/// The share of incidents that have one review that is neither rapid nor full: national, other local.
pub(crate) const ALONE: f64 = 0.01;

/// How much of a review's depth is its partnership's means; the rest is the review's own.
const MEANS_IN_DEPTH: f64 = 0.6;

/// How steeply the chance to look rises with depth, in logits a standard deviation.
pub(crate) const LOOK_SLOPE: f64 = 0.8;

/// The share of the themes left open by a rapid review that its full review looks at: full reviews follow a few lines of enquiry.
const LOOKED_AGAIN: f64 = 0.2;

/// The share of the themes that a rapid review looked at which its full review records again: what was settled it may leave aside, so that
/// the reviews of an incident differ in what they can tell.
pub(crate) const KEPT: f64 = 0.875;

/// How steeply overlooking falls with depth, in the worlds that have it.
const OVERLOOK_SLOPE: f64 = 1.5;

/// The depth of a review: standard normal over partnerships of middling means.
pub(crate) fn depth(means: f64, noise: f64) -> f64 {
    MEANS_IN_DEPTH * means + (1.0 - MEANS_IN_DEPTH * MEANS_IN_DEPTH).sqrt() * noise
}

/// A set of themes, a bit each.
pub(crate) type ThemeBits = u16;

/// What is true in an incident.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Truth {
    /// The themes truly present.
    pub(crate) present: ThemeBits,
    /// Of those, the ones that the Panel's local codes name.
    pub(crate) marked: ThemeBits,
}

/// What a review saw.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    /// The themes that it looked at.
    pub(crate) looked: ThemeBits,
    /// Those that it found present.
    pub(crate) found: ThemeBits,
}

/// Practice in one seed's nation, its constants solved.
pub(crate) struct Practice {
    /// Logits that a theme is present, and that a review of middling depth looks at it, or does after another.
    present: [f64; THEMES],
    look: [f64; THEMES],
    pub(crate) look_again: f64,
    /// The same as odds: for what is present by complexity and stage.
    present_odds: [[[f64; STAGES]; COMPLEXITY.len()]; THEMES],
    look_odds: [f64; THEMES],
    overlooked: f64,
    /// The chance of a full review, by partnership and complexity.
    pub(crate) decision: Vec<[f64; COMPLEXITY.len()]>,
}

impl Practice {
    /// Solves the constants for the partnerships of a seed.
    pub(crate) fn new(partnerships: &[Partnership], world: &World) -> Practice {
        let depths = spread(partnerships);
        let mut practice = Practice {
            present: std::array::from_fn(|place| intercept(&case_mix(place), TABLE[place].present)),
            look: [0.0; THEMES],
            present_odds: [[[0.0; STAGES]; COMPLEXITY.len()]; THEMES],
            look_odds: [0.0; THEMES],
            look_again: depths.intercept(LOOK_SLOPE, LOOKED_AGAIN),
            overlooked: world.overlooked,
            decision: decisions(partnerships),
        };
        for (place, theme) in TABLE.iter().enumerate() {
            practice.look[place] = match &theme.looked {
                Looked::Share(share) => depths.intercept(LOOK_SLOPE, *share),
                Looked::Reaching(marginal) => calibrate::look(&practice, place, marginal.value, partnerships),
            };
        }
        practice.look_odds = practice.look.map(libm::exp);
        practice.present_odds = std::array::from_fn(|theme| practice.odds(theme));
        practice
    }

    /// The odds that a theme is present, by complexity and stage.
    pub(crate) fn odds(&self, theme: usize) -> [[f64; STAGES]; COMPLEXITY.len()] {
        let logit = |complexity: usize, stage: usize| self.present[theme] + COMPLEXITY[complexity].1 + TABLE[theme].stages[stage];
        std::array::from_fn(|complexity| std::array::from_fn(|stage| libm::exp(logit(complexity, stage))))
    }

    /// The chance that a review of this depth, looking, does not see what is there.
    pub(crate) fn overlooks(&self, depth: f64) -> f64 {
        if self.overlooked == 0.0 { 0.0 } else { self.overlooked * logistic(-OVERLOOK_SLOPE * depth) }
    }

    /// What is true in an incident.
    pub(crate) fn truth(&self, complexity: usize, stage: usize, outside: bool, leaning: &[f64; THEMES], draw: &mut Draw) -> Truth {
        let mut truth = Truth::default();
        for (place, theme) in TABLE.iter().enumerate() {
            let shift = leaning[place] + if outside && place == OUTSIDE.0 { OUTSIDE.1 } else { 0.0 };
            if draw.chance(shifted(self.present_odds[place][complexity][stage], shift)) {
                truth.present |= 1 << place;
                truth.marked |= ThemeBits::from(theme.marked > 0.0 && draw.chance(theme.marked)) << place;
            }
        }
        truth
    }

    /// What a first review of this depth sees.
    pub(crate) fn see(&self, truth: Truth, depth: f64, draw: &mut Draw) -> Seen {
        let deeper = libm::exp(LOOK_SLOPE * depth);
        let looked =
            (0..THEMES).filter(|&place| draw.chance(from_odds(self.look_odds[place] * deeper))).fold(0, |bits, place| bits | 1 << place);
        Seen { looked, found: self.find(truth.present & looked, depth, draw) }
    }

    /// What a full review sees after `before`: most of what that one looked at, and what it looks at besides. What it sees again it finds as
    /// before, and now and then what was overlooked.
    pub(crate) fn see_again(&self, truth: Truth, before: Seen, depth: f64, draw: &mut Draw) -> Seen {
        let chance = logistic(self.look_again + LOOK_SLOPE * depth);
        let looks = |place: usize| if before.looked >> place & 1 == 1 { KEPT } else { chance };
        let looked = (0..THEMES).filter(|&place| draw.chance(looks(place))).fold(0, |bits, place| bits | 1 << place);
        let kept = before.found & looked;
        Seen { looked, found: kept | self.find(truth.present & looked & !kept, depth, draw) }
    }

    fn find(&self, there: ThemeBits, depth: f64, draw: &mut Draw) -> ThemeBits {
        let miss = self.overlooks(depth);
        if miss == 0.0 {
            return there;
        }
        (0..THEMES).filter(|&place| there >> place & 1 == 1 && !draw.chance(miss)).fold(0, |bits, place| bits | 1 << place)
    }

    /// Whether a rapid review leads to a full one.
    pub(crate) fn decides(&self, partnership: usize, complexity: usize, draw: &mut Draw) -> bool {
        draw.chance(self.decision[partnership][complexity])
    }
}

/// The share of a theme's true cases that a code of the Panel's names, or nothing where any problem counts.
pub(crate) fn marked(theme: usize) -> Option<f64> {
    Some(TABLE[theme].marked).filter(|share| *share > 0.0)
}

/// The chance of odds, shifted by a logit.
pub(crate) fn shifted(odds: f64, shift: f64) -> f64 {
    from_odds(if shift == 0.0 { odds } else { odds * libm::exp(shift) })
}

/// The ids of the themes, in the order that this module counts them.
pub(crate) fn theme_ids() -> [&'static str; THEMES] {
    std::array::from_fn(|place| TABLE[place].id)
}

/// The spread of depth over the incidents.
pub(crate) fn spread(partnerships: &[Partnership]) -> Depths {
    let points = normal_points();
    Depths::new(partnerships.iter().flat_map(|one| points.map(|(noise, weight)| (depth(one.means, noise), one.share * weight))))
}

/// Weights and shifts of the kinds of incident for a theme.
fn case_mix(theme: usize) -> Vec<(f64, f64)> {
    let by_stage = |(weight, shift, _): &(f64, f64, f64)| {
        std::array::from_fn::<_, STAGES, _>(|stage| (weight * STAGE_SHARES[stage], shift + TABLE[theme].stages[stage]))
    };
    COMPLEXITY.iter().flat_map(by_stage).collect()
}

/// The chance of a full review by partnership and complexity, so that the national share is the one asked for.
fn decisions(partnerships: &[Partnership]) -> Vec<[f64; 3]> {
    let shifts = partnerships.iter().flat_map(|one| COMPLEXITY.map(|(weight, _, shift)| (one.share * weight, one.readiness + shift)));
    let at = intercept(&shifts.collect::<Vec<_>>(), FULL_REVIEWS);
    partnerships.iter().map(|one| COMPLEXITY.map(|(_, _, shift)| logistic(at + one.readiness + shift))).collect()
}
