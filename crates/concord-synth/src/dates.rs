//! When things happened, and how well the record knows it.

use concord_model::date::{PartialDate, civil_from_days, days_from_civil};
use concord_model::missing::Missing;

use crate::draw::Draw;
use crate::periods::{LAST_DAY, WorkingDays, day};
use crate::shares::Cell;

/// How well a kind of date is known: the shares known to the month, to the year, and not at all.
pub(crate) struct Precision {
    pub(crate) month: f64,
    pub(crate) year: f64,
    pub(crate) missing: (f64, Missing),
}

/// How dates of incidents, of awareness, of what was sent, and of what is due are known (assumptions).
pub(crate) const INCIDENT: Precision = Precision { month: 0.10, year: 0.02, missing: (0.02, Missing::NotKnown) };
pub(crate) const AWARE: Precision = Precision { month: 0.04, year: 0.0, missing: (0.05, Missing::NotRecorded) };
pub(crate) const NOTIFIED: Precision = Precision { month: 0.02, year: 0.0, missing: (0.0, Missing::NotRecorded) };
pub(crate) const SENT: Precision = Precision { month: 0.03, year: 0.0, missing: (0.03, Missing::NotRecorded) };
pub(crate) const DUE: Precision = Precision { month: 0.45, year: 0.05, missing: (0.0, Missing::NotRecorded) };

/// A day as a record knows it.
pub(crate) fn known(day: i32, precision: &Precision, draw: &mut Draw) -> Cell<PartialDate> {
    let mark = draw.unit();
    let month = precision.month;
    let year = month + precision.year;
    let missing = year + precision.missing.0;
    Ok(match mark {
        mark if mark < month => month_of(day),
        mark if mark < year => year_of(day),
        mark if mark < missing => return Err(precision.missing.1),
        _ => PartialDate::day(day),
    })
}

/// The same, of what may not have happened by the last day of the data.
pub(crate) fn happened(at: i32, precision: &Precision, draw: &mut Draw) -> Cell<PartialDate> {
    let cell = known(at, precision, draw);
    if at > day(LAST_DAY) { Err(Missing::NotRecorded) } else { cell }
}

fn month_of(day: i32) -> PartialDate {
    let (year, month, _) = civil_from_days(day);
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    PartialDate { first: days_from_civil(year, month, 1), last: days_from_civil(next.0, next.1, 1) - 1 }
}

fn year_of(day: i32) -> PartialDate {
    let (year, ..) = civil_from_days(day);
    PartialDate { first: days_from_civil(year, 1, 1), last: days_from_civil(year, 12, 31) }
}

/// The days of a rapid review.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RapidDays {
    pub(crate) submitted: i32,
    pub(crate) answered: i32,
    pub(crate) decided: i32,
}

/// The share of rapid reviews in time at middling means, as a logit, and how it rises with means; the mean lateness of the others in
/// working days, and how it falls. Devon's mean was twelve; the tie to means is an assumption.
const IN_TIME: (f64, f64) = (0.2, 0.4);
const LATE: (f64, f64) = (12.0, -0.35);

/// How long a rapid review takes where the means are so.
pub(crate) fn rapid(notified: i32, means: f64, working: &WorkingDays, draw: &mut Draw) -> RapidDays {
    let in_time = draw.chance(crate::solve::logistic(IN_TIME.0 + IN_TIME.1 * means));
    let late = 1.0 + draw.exponential(LATE.0 * libm::exp(LATE.1 * means.clamp(-3.0, 3.0)));
    let taken = if in_time { draw.between(8, 15) } else { 15 + late.min(200.0) as i32 };
    let submitted = working.after(notified, taken as usize);
    let answered = working.after(submitted, draw.between(4, 12) as usize);
    let decided = if draw.chance(0.7) { submitted } else { working.after(submitted, draw.between(1, 20) as usize) };
    RapidDays { submitted, answered, decided }
}

/// The days of a full review: when its report was sent to the Panel and when it was published.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FullDays {
    pub(crate) sent: i32,
    pub(crate) published: Option<i32>,
}

/// Days from the decision to the report: at least, and the mean beyond (assumptions: most take longer than six months).
const REPORT: (i32, f64) = (100, 190.0);
/// The share published, and of those the share that gave the Panel seven working days (assumptions).
const PUBLISHED: f64 = 0.86;
const WITH_NOTICE: f64 = 0.75;

/// How long a full review takes where the means are so.
pub(crate) fn full(decided: i32, means: f64, working: &WorkingDays, draw: &mut Draw) -> FullDays {
    let beyond = REPORT.1 * libm::exp(-0.15 * means.clamp(-3.0, 3.0)) * draw.gamma(3);
    let sent = working.after(decided + REPORT.0 + beyond as i32, 1);
    let notice = if draw.chance(WITH_NOTICE) { draw.between(7, 40) } else { draw.between(1, 6) };
    let published = draw.chance(PUBLISHED).then(|| working.after(sent, notice as usize));
    FullDays { sent, published }
}
