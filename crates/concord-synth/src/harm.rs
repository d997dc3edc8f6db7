//! What happened to the child: death or harm, its cause by age, and where it came from.
//!
//! The causes of death are those of 2020, shared over the stages so that sudden death in infancy is infants' alone, and suicide and
//! assault outside the family teenagers'. How each share splits within is an assumption, as is all of where harm came from.

use crate::ages::{BAND_SHARES, BANDS, STAGE_SHARES, STAGES, TEEN, stage};
use crate::draw::Draw;
use crate::names::Names;
use crate::periods::{COUNT, PERIODS, Period};
use crate::shares::{Cell, Choice, Coded, Shares};
use crate::solve::{intercept, logistic};

/// What an incident was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A child died.
    Death,
    /// A child was seriously harmed.
    Harm,
    /// Neither: mostly a child who harmed another.
    Other,
}

/// How much likelier a death is by band, in logits: likeliest among infants, then the oldest.
const DEATH_BY_BAND: [f64; BANDS] = [-1.0, 0.49, -0.71, -1.1, -0.62, -0.16];

const DEATHS: [Shares; STAGES] = [
    &[
        ("sudi", 0.779),
        ("physical_abuse_fatal", 0.06),
        ("homicide_covert", 0.02),
        ("extreme_neglect", 0.02),
        ("filicide_overt", 0.01),
        ("persistent_cruelty", 0.01),
        ("medical", 0.055),
        ("accident", 0.026),
        ("death_other", 0.02),
    ],
    &[
        ("physical_abuse_fatal", 0.17),
        ("filicide_overt", 0.13),
        ("extreme_neglect", 0.07),
        ("persistent_cruelty", 0.056),
        ("homicide_covert", 0.05),
        ("accident", 0.22),
        ("medical", 0.21),
        ("death_other", 0.094),
    ],
    &[
        ("suicide", 0.517),
        ("extra_familial_fatal", 0.207),
        ("filicide_overt", 0.03),
        ("physical_abuse_fatal", 0.01),
        ("extreme_neglect", 0.01),
        ("accident", 0.10),
        ("medical", 0.08),
        ("death_other", 0.046),
    ],
];

const HARMS: [Shares; STAGES] = [
    &[("physical_abuse", 0.80), ("neglect", 0.18), ("csa_intra_familial", 0.02)],
    &[("physical_abuse", 0.42), ("neglect", 0.35), ("csa_intra_familial", 0.20), ("cse_extra_familial", 0.03)],
    &[
        ("risk_violence", 0.26),
        ("cse_extra_familial", 0.18),
        ("physical_abuse", 0.16),
        ("csa_intra_familial", 0.14),
        ("self_harm", 0.14),
        ("neglect", 0.12),
    ],
];

const OTHERS: Shares = &[("risk_violence", 0.85), ("cse_extra_familial", 0.15)];

/// Causes by where the harm comes from; what is in no list comes from the family.
const FROM_OUTSIDE: &[&str] = &["extra_familial_fatal", "cse_extra_familial", "risk_violence"];
const FROM_SELF: &[&str] = &["suicide", "self_harm"];
const UNCLEAR: &[&str] = &["sudi", "medical", "accident", "death_other"];
/// Causes that are sexual, where girls are the more (Panel 2023 to 2024); outside the family it is boys.
const SEXUAL: &[&str] = &["csa_intra_familial", "cse_extra_familial"];

const CONTEXTS: [Shares; 4] = [
    &[("intra_familial", 0.95), ("both", 0.03), ("placement", 0.02)],
    &[("extra_familial", 0.78), ("both", 0.09), ("online", 0.09), ("placement", 0.04)],
    &[("intra_familial", 0.35), ("not_applicable", 0.30), ("online", 0.10), ("extra_familial", 0.10), ("both", 0.10), ("not_known", 0.05)],
    &[("intra_familial", 0.70), ("not_applicable", 0.25), ("not_known", 0.05)],
];

const SEXES: [Shares; 3] = [
    &[("F", 0.48), ("M", 0.51), ("indeterminate", 0.003), ("not_recorded", 0.007)],
    &[("F", 0.22), ("M", 0.77), ("not_recorded", 0.01)],
    &[("F", 0.80), ("M", 0.19), ("not_recorded", 0.01)],
];

/// What happened, as codes of one dictionary.
pub(crate) struct HarmTable {
    pub(crate) cause: usize,
    pub(crate) context: usize,
    pub(crate) sex: usize,
    deaths: Vec<Choice>,
    harms: Vec<Choice>,
    others: Choice,
    contexts: Vec<Choice>,
    sexes: Vec<Choice>,
    /// For each cause by its code, the places of its contexts and of its sexes.
    kinds: Vec<(usize, usize)>,
    outside: [u8; 3],
    /// Death's intercept, by period.
    death: [f64; COUNT],
}

/// What happened to the child that an incident is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Harm {
    pub(crate) nature: Nature,
    pub(crate) cause: Cell<u8>,
    pub(crate) context: Cell<u8>,
    pub(crate) sex: Cell<u8>,
    /// Whether it came from outside the home.
    pub(crate) outside: bool,
    /// Whether maltreatment is in doubt.
    pub(crate) unclear: bool,
}

impl HarmTable {
    /// In the children's table.
    pub(crate) fn new(names: &mut Names) -> HarmTable {
        let Coded { column: cause, choice: others } = names.coded("likely_cause", OTHERS);
        let (context, sex) = (names.codes("harm_context"), names.codes("sex"));
        HarmTable {
            cause,
            context,
            sex,
            deaths: DEATHS.iter().map(|shares| names.choice(cause, shares)).collect(),
            harms: HARMS.iter().map(|shares| names.choice(cause, shares)).collect(),
            others,
            contexts: CONTEXTS.iter().map(|shares| names.choice(context, shares)).collect(),
            sexes: SEXES.iter().map(|shares| names.choice(sex, shares)).collect(),
            kinds: names.code_names(cause).map(kind).collect(),
            outside: ["extra_familial", "both", "online"].map(|code| names.code(context, code)),
            death: std::array::from_fn(|period| death(&PERIODS[period])),
        }
    }

    /// What happened to a child of a band.
    pub(crate) fn draw(&self, period: usize, band: usize, draw: &mut Draw) -> Harm {
        let nature = self.nature(period, band, draw);
        let cause = match nature {
            Nature::Death => self.deaths[stage(band)].draw(draw),
            Nature::Harm => self.harms[stage(band)].draw(draw),
            Nature::Other => self.others.draw(draw),
        };
        let (from, sex) = cause.ok().and_then(|cause| self.kinds.get(usize::from(cause))).copied().unwrap_or_default();
        let context = self.contexts[from].draw(draw);
        let outside = context.is_ok_and(|context| self.outside.contains(&context));
        Harm { nature, cause, context, sex: self.sexes[sex].draw(draw), outside, unclear: from >= 2 }
    }

    /// The sex of a sibling.
    pub(crate) fn any_sex(&self, draw: &mut Draw) -> Cell<u8> {
        self.sexes[0].draw(draw)
    }

    fn nature(&self, period: usize, band: usize, draw: &mut Draw) -> Nature {
        if draw.chance(other(&PERIODS[period], band)) {
            Nature::Other
        } else if draw.chance(logistic(self.death[period] + DEATH_BY_BAND[band])) {
            Nature::Death
        } else {
            Nature::Harm
        }
    }
}

/// Where the harm of a cause comes from, and whom it befalls.
fn kind(cause: &str) -> (usize, usize) {
    let from = [FROM_OUTSIDE, FROM_SELF, UNCLEAR].iter().position(|list| list.contains(&cause)).map_or(0, |place| place + 1);
    (from, if SEXUAL.contains(&cause) { 2 } else { usize::from(from == 1) })
}

/// The chance that an incident is neither death nor harm: teenagers' alone.
fn other(period: &Period, band: usize) -> f64 {
    if stage(band) == TEEN { period.others.value / STAGE_SHARES[TEEN] } else { 0.0 }
}

/// The intercept of death in a period, for its published share.
fn death(period: &Period) -> f64 {
    let shifts: [(f64, f64); BANDS] = std::array::from_fn(|band| (BAND_SHARES[band] * (1.0 - other(period, band)), DEATH_BY_BAND[band]));
    let rest: f64 = shifts.iter().map(|(weight, _)| weight).sum();
    intercept(&shifts, period.deaths.value / rest)
}
