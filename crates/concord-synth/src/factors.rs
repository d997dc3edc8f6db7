//! What weighs on a family and on a child: what is true of it, and what a review records.
//!
//! A factor that is there is recorded with a chance that rises with depth: its published share of full reviews is higher than of
//! rapid ones because full reviews record more, not because their families differ. What is there and not recorded is missing,
//! never absent. The true shares are assumptions: at least what any review recorded.

use concord_model::dictionary::Kind;
use concord_model::missing::Missing;

use crate::ages::{STAGE_SHARES, STAGES};
use crate::draw::Draw;
use crate::marginals::{Marginal, recorded};
use crate::names::Names;
use crate::periods::{COUNT, PERIODS};
use crate::rows::Rows;
use crate::shares::Cell;
use crate::solve::{Depths, from_odds, intercept};

/// How many factors of families, and of children.
pub(crate) const FAMILY: usize = 12;
const CHILD: usize = 10;
const ALL: usize = FAMILY + CHILD;

/// The factors of a family, a bit each, then those of a child.
pub(crate) type FactorBits = u32;

/// A factor: its field, its true share by stage, and the shares that rapid and full reviews record.
struct Factor {
    field: &'static str,
    present: [f64; STAGES],
    rapid: f64,
    full: f64,
}

const fn family(field: &'static str, present: f64, rapid: f64, full: f64) -> Factor {
    Factor { field, present: [present; STAGES], rapid: rapid / present, full: full / present }
}

/// Of a child: `rapid` and `full` are the shares recorded of those that are there.
const fn child(field: &'static str, present: [f64; STAGES], rapid: f64, full: f64) -> Factor {
    Factor { field, present, rapid, full }
}

const fn share(marginal: Marginal) -> f64 {
    marginal.value
}

/// True share of a teenager's mental ill-health, and the shares of stages that the recorded 21% of rapid reviews is over.
const TEEN_MH: f64 = 0.75;
const CHILD_MH: [f64; STAGES] = [0.0, 0.22, TEEN_MH];
const CHILD_MH_MEAN: f64 = STAGE_SHARES[1] * CHILD_MH[1] + STAGE_SHARES[2] * CHILD_MH[2];
const TEEN_DRUGS: f64 = 0.52;
const DISABLED: f64 = 0.30;

/// The factors, families' first. Of alcohol and drugs, rapid reviews record one or the other in about a third.
const TABLE: [Factor; ALL] = [
    family("domestic_abuse", 0.62, share(recorded::DOMESTIC_ABUSE), share(recorded::DOMESTIC_ABUSE_FULL)),
    Factor { present: [0.60, 0.66, 0.56], ..family("parental_mh", 0.60, share(recorded::PARENTAL_MH), share(recorded::PARENTAL_MH_FULL)) },
    family("parental_alcohol", 0.38, 0.205, share(recorded::ALCOHOL_FULL)),
    family("parental_drugs", 0.38, 0.205, share(recorded::DRUGS_FULL)),
    family("parental_ld", 0.12, 0.06, 0.09),
    family("neglect_prior", 0.80, share(recorded::NEGLECT), share(recorded::NEGLECT_FULL)),
    family("poverty", 0.55, 0.25, share(recorded::POVERTY_FULL)),
    family("housing", 0.35, 0.18, 0.28),
    family("young_parent", 0.18, 0.12, 0.15),
    family("new_partner", 0.22, 0.12, 0.18),
    family("parental_offending", 0.40, 0.24, 0.33),
    family("isolation", 0.30, 0.14, 0.22),
    child("mental_health", CHILD_MH, share(recorded::CHILD_MH) / CHILD_MH_MEAN, share(recorded::CHILD_MH_FULL) / TEEN_MH),
    child("self_harm", [0.0, 0.04, 0.42], 0.70, 0.90),
    child("substance", [0.0, 0.02, TEEN_DRUGS], 0.58, share(recorded::CHILD_DRUGS_FULL) / TEEN_DRUGS),
    child("cce", [0.0, 0.02, 0.22], 0.75, 0.90),
    child("cse", [0.0, 0.03, 0.18], 0.70, 0.90),
    child("gangs", [0.0, 0.01, 0.14], 0.75, 0.90),
    child("missing", [0.0, 0.03, 0.33], 0.75, 0.92),
    child("hsb", [0.0, 0.05, 0.09], 0.70, 0.90),
    child("neurodiversity_sen", [0.03, 0.28, 0.38], 0.60, 0.85),
    child("disability", [DISABLED; STAGES], 0.16 / DISABLED, share(recorded::DISABILITY_FULL) / DISABLED),
];

/// The place of parental mental ill-health, whose recorded share rose over the years.
const PARENTAL_MH: usize = 1;

/// The factors that go with harm from outside the home (exploitation and gangs), and how much likelier they are then, in logits.
const OUTSIDE: (std::ops::RangeInclusive<usize>, f64) = (FAMILY + 3..=FAMILY + 5, 1.2);

/// Families by adversity: their shares, and what it adds to every factor, in logits. It is what ties the factors together.
const ADVERSITY: [(f64, f64); 3] = [(0.3, -0.9), (0.4, 0.0), (0.3, 0.9)];

/// How steeply recording rises with depth, in logits a standard deviation.
const RECORD_SLOPE: f64 = 0.5;

/// Of what is not recorded, the share that somebody tried to find out.
const NOT_KNOWN: f64 = 0.2;

/// The factors of one dictionary, their constants solved for one seed.
pub(crate) struct Factors {
    columns: [usize; ALL],
    /// Odds that it is there, by stage and adversity.
    present: [[[f64; ADVERSITY.len()]; STAGES]; ALL],
    /// Odds that it is recorded at middling depth: by a rapid review, by period; by a full one.
    rapid: [[f64; COUNT]; ALL],
    full: [f64; ALL],
}

impl Factors {
    /// `depths` is the spread of depth over the incidents.
    pub(crate) fn new(names: &mut Names, depths: &Depths) -> Factors {
        let recording = |share: f64| libm::exp(depths.intercept(RECORD_SLOPE, share));
        let mean: f64 = TABLE[PARENTAL_MH].present.iter().zip(STAGE_SHARES).map(|(present, share)| present * share).sum();
        let rapid = |place: usize| {
            let mh: [f64; COUNT] = std::array::from_fn(|period| recording(PERIODS[period].parental_mh / mean));
            if place == PARENTAL_MH { mh } else { [recording(TABLE[place].rapid); COUNT] }
        };
        Factors {
            columns: std::array::from_fn(|place| names.column(TABLE[place].field, Kind::Tri)),
            present: std::array::from_fn(|place| TABLE[place].present.map(present)),
            rapid: std::array::from_fn(rapid),
            full: std::array::from_fn(|place| recording(TABLE[place].full)),
        }
    }

    /// How much weighs on a family.
    pub(crate) fn adversity(draw: &mut Draw) -> usize {
        draw.place(&[ADVERSITY[0].0, ADVERSITY[0].0 + ADVERSITY[1].0, 1.0])
    }

    /// What is true of a family.
    pub(crate) fn of_family(&self, adversity: usize, stage: usize, draw: &mut Draw) -> FactorBits {
        self.true_of(0..FAMILY, adversity, stage, false, draw)
    }

    /// What is true of a child.
    pub(crate) fn of_child(&self, adversity: usize, stage: usize, outside: bool, draw: &mut Draw) -> FactorBits {
        self.true_of(FAMILY..ALL, adversity, stage, outside, draw)
    }

    fn true_of(&self, places: std::ops::Range<usize>, adversity: usize, stage: usize, outside: bool, draw: &mut Draw) -> FactorBits {
        let exploited = libm::exp(OUTSIDE.1);
        let odds = |place: &usize| {
            let more = if outside && OUTSIDE.0.contains(place) { exploited } else { 1.0 };
            self.present[*place][stage][adversity] * more
        };
        places.filter(|place| odds(place) > 0.0 && draw.chance(from_odds(odds(place)))).fold(0, |bits, place| bits | 1 << place)
    }

    /// The factors, present or absent, that a rapid review records.
    pub(crate) fn record(&self, period: usize, depth: f64, draw: &mut Draw) -> FactorBits {
        let deeper = deeper(depth);
        (0..ALL).filter(|&place| draw.chance(from_odds(self.rapid[place][period] * deeper))).fold(0, |bits, place| bits | 1 << place)
    }

    /// The factors that a full review records: those of the rapid review, whose depth and factors are `before`, and more.
    pub(crate) fn record_again(&self, period: usize, before: (f64, FactorBits), depth: f64, draw: &mut Draw) -> FactorBits {
        let (shallow, deep) = (deeper(before.0), deeper(depth));
        let more = |place: usize| {
            let rapid = from_odds(self.rapid[place][period] * shallow);
            (from_odds(self.full[place] * deep) - rapid) / (1.0 - rapid)
        };
        (0..ALL).filter(|&place| before.1 >> place & 1 == 0 && draw.chance(more(place))).fold(before.1, |bits, place| bits | 1 << place)
    }

    /// A child's cells.
    pub(crate) fn write(&self, present: FactorBits, recorded: FactorBits, rows: &mut Rows, draw: &mut Draw) {
        for (place, &column) in self.columns.iter().enumerate() {
            rows.tri(column, cell(present >> place & 1 == 1, recorded >> place & 1 == 1, draw));
        }
    }
}

/// The odds of a factor by adversity, so that it has a share over all.
fn present(share: f64) -> [f64; ADVERSITY.len()] {
    if share == 0.0 {
        return [0.0; ADVERSITY.len()];
    }
    let at = intercept(&ADVERSITY, share);
    ADVERSITY.map(|(_, shift)| libm::exp(at + shift))
}

/// By how much depth multiplies the odds of recording.
fn deeper(depth: f64) -> f64 {
    libm::exp(RECORD_SLOPE * depth)
}

/// A truth as it is recorded: itself, or missing.
pub(crate) fn cell(present: bool, recorded: bool, draw: &mut Draw) -> Cell<bool> {
    if recorded {
        Ok(present)
    } else if draw.chance(NOT_KNOWN) {
        Err(Missing::NotKnown)
    } else {
        Err(Missing::NotRecorded)
    }
}
