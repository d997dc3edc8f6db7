//! What children's social care had to do with the child, and where it lived and learnt.
//!
//! That 54% were open to social care is the Panel's figure, and so is that most were ever known; how the open cases divide by age is an
//! assumption.

use concord_model::dictionary::Kind;
use concord_model::missing::Missing;

use crate::ages::{BAND_SHARES, BANDS, ONE_TO_FIVE, STAGES, TEEN, UNDER_ONE, stage};
use crate::draw::Draw;
use crate::marginals::{panel, recorded};
use crate::names::Names;
use crate::rows::Rows;
use crate::shares::{Cell, Choice, Shares};
use crate::solve::{intercept, logistic};

/// How much likelier an open case is by band, in logits.
const OPEN_BY_BAND: [f64; BANDS] = [0.3, -0.16, -0.08, -0.08, 0.12, 0.20];

/// Open to social care at the time of the incident.
const OPEN: [Shares; STAGES] = [
    &[("cpp", 0.42), ("cin", 0.33), ("assessment", 0.20), ("looked_after", 0.05)],
    &[("cin", 0.40), ("cpp", 0.32), ("assessment", 0.18), ("looked_after", 0.10)],
    &[("cin", 0.38), ("looked_after", 0.36), ("cpp", 0.14), ("assessment", 0.12)],
];

/// Not open to it, or not recorded.
const NOT_OPEN: [Shares; STAGES] = [
    &[("never", 0.46), ("closed", 0.20), ("early_help", 0.16), ("referral_nfa", 0.13), ("not_known", 0.02), ("not_recorded", 0.03)],
    &[("never", 0.37), ("closed", 0.27), ("early_help", 0.16), ("referral_nfa", 0.15), ("not_known", 0.02), ("not_recorded", 0.03)],
    &[
        ("closed", 0.34),
        ("never", 0.30),
        ("referral_nfa", 0.14),
        ("early_help", 0.15),
        ("care_leaver", 0.02),
        ("not_known", 0.02),
        ("not_recorded", 0.03),
    ],
];

/// The highest involvement ever, by the status at the time.
const EVER: &[(&str, Shares)] = &[
    ("never", &[("never", 1.0)]),
    ("early_help", &[("early_help", 0.55), ("referral_nfa", 0.20), ("assessment", 0.15), ("cin", 0.10)]),
    ("referral_nfa", &[("referral_nfa", 0.60), ("assessment", 0.20), ("cin", 0.15), ("cpp", 0.05)]),
    ("assessment", &[("assessment", 0.45), ("cin", 0.30), ("cpp", 0.20), ("looked_after", 0.05)]),
    ("cin", &[("cin", 0.57), ("cpp", 0.30), ("looked_after", 0.13)]),
    ("cpp", &[("cpp", 0.82), ("looked_after", 0.18)]),
    ("looked_after", &[("looked_after", 1.0)]),
    ("care_leaver", &[("looked_after", 1.0)]),
    ("closed", &[("cin", 0.38), ("cpp", 0.25), ("assessment", 0.22), ("looked_after", 0.15)]),
];

/// Of those ever looked after, the share that had been on a plan before.
const PLAN_BEFORE_CARE: f64 = 0.40;

const LIVING: [Shares; 3] = [
    &[("home", 0.93), ("kinship", 0.04), ("hospital", 0.01), ("other", 0.02)],
    &[("foster", 0.70), ("kinship", 0.20), ("home", 0.08), ("hospital", 0.02)],
    &[
        ("foster", 0.30),
        ("residential", 0.28),
        ("semi_independent", 0.18),
        ("kinship", 0.12),
        ("secure", 0.04),
        ("home", 0.04),
        ("hospital", 0.02),
        ("other", 0.02),
    ],
];

const ABSENT: f64 = recorded::ABSENT_FROM_SCHOOL.value;
const NOT_IN_SCHOOL: f64 = recorded::NOT_IN_SCHOOL.value;

const LEARNING: [Shares; 3] = [
    &[("not_required", 1.0)],
    &[("pre_school", 0.60), ("not_required", 0.20), ("in_school", 0.18), ("not_recorded", 0.02)],
    &[
        ("in_school", 1.0 - ABSENT - NOT_IN_SCHOOL - 0.035),
        ("persistently_absent", ABSENT),
        ("missing_education", NOT_IN_SCHOOL - 0.06),
        ("excluded", 0.03),
        ("ehe", 0.03),
        ("not_recorded", 0.035),
    ],
];

/// The care of one child.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Care {
    status: Cell<u8>,
    ever: Cell<u8>,
    prior_cpp: Cell<bool>,
    placement: Cell<u8>,
    education: Cell<u8>,
    /// Whether it was looked after.
    pub(crate) looked_after: bool,
}

/// Care as codes of one dictionary.
pub(crate) struct CareTable {
    status: usize,
    ever: usize,
    prior_cpp: usize,
    placement: usize,
    education: usize,
    /// The chance of an open case, by band.
    open: [f64; BANDS],
    opens: Vec<Choice>,
    closeds: Vec<Choice>,
    /// By the code of the status.
    evers: Vec<Choice>,
    living: Vec<Choice>,
    learning: Vec<Choice>,
    /// Codes of the list that the status and the highest involvement share.
    cpp: u8,
    looked_after: u8,
}

impl CareTable {
    /// In the children's table.
    pub(crate) fn new(names: &mut Names) -> CareTable {
        let (status, ever) = (names.codes("csc_status"), names.codes("csc_ever"));
        let (placement, education) = (names.codes("placement"), names.codes("education_status"));
        let shifts: [(f64, f64); BANDS] = std::array::from_fn(|band| (BAND_SHARES[band], OPEN_BY_BAND[band]));
        let at = intercept(&shifts, panel::OPEN_TO_SOCIAL_CARE.value);
        let mut evers: Vec<Choice> = names.code_names(status).map(|_| Choice::default()).collect();
        for (code, shares) in EVER {
            let (place, choice) = (names.code(status, code), names.choice(ever, shares));
            if let Some(slot) = evers.get_mut(usize::from(place)) {
                *slot = choice;
            }
        }
        CareTable {
            status,
            ever,
            prior_cpp: names.column("prior_cpp", Kind::Tri),
            placement,
            education,
            open: OPEN_BY_BAND.map(|shift| logistic(at + shift)),
            opens: OPEN.iter().map(|shares| names.choice(status, shares)).collect(),
            closeds: NOT_OPEN.iter().map(|shares| names.choice(status, shares)).collect(),
            evers,
            living: LIVING.iter().map(|shares| names.choice(placement, shares)).collect(),
            learning: LEARNING.iter().map(|shares| names.choice(education, shares)).collect(),
            cpp: names.code(ever, "cpp"),
            looked_after: names.code(status, "looked_after"),
        }
    }

    /// Whether the case of an incident is open: of the child that it is about, and so of any child.
    pub(crate) fn is_open(&self, band: usize, draw: &mut Draw) -> bool {
        draw.chance(self.open[band])
    }

    /// The care of a child of a band whose family's case is open or not.
    pub(crate) fn draw(&self, band: usize, open: bool, draw: &mut Draw) -> Care {
        let choices = if open { &self.opens } else { &self.closeds };
        self.with_status(band, choices[stage(band)].draw(draw), draw)
    }

    /// The care of a sibling of another band: mostly as that of the child that the incident is about.
    pub(crate) fn sibling(&self, band: usize, open: bool, first: Care, draw: &mut Draw) -> Care {
        if draw.chance(0.85) { self.with_status(band, first.status, draw) } else { self.draw(band, open, draw) }
    }

    fn with_status(&self, band: usize, status: Cell<u8>, draw: &mut Draw) -> Care {
        let ever = status.and_then(|status| self.evers[usize::from(status)].draw(draw));
        let looked_after = status == Ok(self.looked_after);
        let living = if looked_after { 1 + usize::from(stage(band) == TEEN) } else { 0 };
        Care {
            status,
            ever,
            prior_cpp: self.prior(status, ever, draw),
            placement: self.living[living].draw(draw),
            education: self.learning[if band <= UNDER_ONE { 0 } else { 1 + usize::from(band > ONE_TO_FIVE) }].draw(draw),
            looked_after,
        }
    }

    fn prior(&self, status: Cell<u8>, ever: Cell<u8>, draw: &mut Draw) -> Cell<bool> {
        match (status, ever) {
            (Err(_), _) | (_, Err(_)) => Err(Missing::NotKnown),
            (Ok(status), Ok(_)) if status == self.cpp => Ok(draw.chance(0.2)),
            (_, Ok(ever)) if ever == self.cpp => Ok(true),
            (_, Ok(ever)) if ever == self.looked_after => Ok(draw.chance(PLAN_BEFORE_CARE)),
            _ => Ok(false),
        }
    }

    /// The child's cells.
    pub(crate) fn write(&self, care: &Care, rows: &mut Rows) {
        rows.code(self.status, care.status);
        rows.code(self.ever, care.ever);
        rows.tri(self.prior_cpp, care.prior_cpp);
        rows.code(self.placement, care.placement);
        rows.code(self.education, care.education);
    }
}
