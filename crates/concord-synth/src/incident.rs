//! An incident: where, when, what happened, and what is true of practice in it, whether or not anybody comes to see it.

use concord_model::calendar::Calendar;
use concord_model::date::PartialDate;

use crate::ages::stage;
use crate::children::{ChildTable, Family, NO_ABUSE};
use crate::dates;
use crate::draw::{Draw, cumulate};
use crate::harm::Nature;
use crate::partnerships::Partnership;
use crate::periods::{COUNT, PERIODS, WorkingDays};
use crate::practice::{COMPLEXITY, Practice, Truth};
use crate::shares::Cell;

/// The share of notifications within the five working days, and the most days of the others (assumptions).
const NOTIFIED_IN_TIME: f64 = 0.8;
const NOTIFIED_LATEST: i32 = 25;

/// Mean days from an incident to its being known: short for a death, longer for harm that comes to light (assumptions).
const DAYS_TO_KNOW: (f64, f64) = (1.0, 20.0);

/// An incident.
#[derive(Debug)]
pub(crate) struct Incident {
    pub(crate) partnership: usize,
    pub(crate) period: usize,
    pub(crate) complexity: usize,
    /// When it was notified, to the day.
    pub(crate) notified: i32,
    /// When it happened, became known and was notified, as every record of it says.
    pub(crate) dates: [Cell<PartialDate>; 3],
    /// Whether it was notified as the death of a looked-after child without abuse.
    pub(crate) no_abuse: bool,
    pub(crate) family: Family,
    pub(crate) truth: Truth,
}

/// Where and when incidents happen.
pub(crate) struct Incidents {
    periods: Vec<f64>,
    /// By period, the partnerships' shares, cumulated.
    partnerships: [Vec<f64>; COUNT],
    pub(crate) working: WorkingDays,
}

impl Incidents {
    pub(crate) fn new(calendar: &Calendar, partnerships: &[Partnership]) -> Incidents {
        Incidents {
            periods: cumulate(PERIODS.iter().map(|period| period.incidents.value)),
            partnerships: std::array::from_fn(|period| cumulate(partnerships.iter().map(|one| one.weights[period]))),
            working: WorkingDays::new(calendar),
        }
    }

    /// One incident.
    pub(crate) fn draw(&self, partnerships: &[Partnership], children: &ChildTable, practice: &Practice, draw: &mut Draw) -> Incident {
        let period = draw.place(&self.periods);
        let partnership = draw.place(&self.partnerships[period]);
        let family = children.draw(period, PERIODS[period].children, draw);
        let complexity = draw.place(&[COMPLEXITY[0].0, COMPLEXITY[0].0 + COMPLEXITY[1].0, 1.0]);
        let leaning = &partnerships[partnership].leaning;
        let truth = practice.truth(complexity, stage(family.children[0].band), family.harm.outside, leaning, draw);
        let (happened, aware, notified) = self.days(period, family.harm.nature, draw);
        let dates = [
            dates::known(happened, &dates::INCIDENT, draw),
            dates::known(aware, &dates::AWARE, draw),
            dates::known(notified, &dates::NOTIFIED, draw),
        ];
        let no_abuse = no_abuse(&family, draw);
        Incident { partnership, period, complexity, notified, dates, no_abuse, family, truth }
    }

    fn days(&self, period: usize, nature: Nature, draw: &mut Draw) -> (i32, i32, i32) {
        let notified = self.working.draw(period, draw);
        let taken = if draw.chance(NOTIFIED_IN_TIME) { draw.between(0, 5) } else { draw.between(6, NOTIFIED_LATEST) };
        let aware = self.working.before(notified, taken as usize);
        let mean = if nature == Nature::Death { DAYS_TO_KNOW.0 } else { DAYS_TO_KNOW.1 };
        (aware - draw.exponential(mean) as i32, aware, notified)
    }
}

/// Whether the death of a looked-after child, maltreatment in doubt, is notified as one without abuse.
fn no_abuse(family: &Family, draw: &mut Draw) -> bool {
    let looked_after = family.children.first().is_some_and(|child| child.care.looked_after);
    family.harm.nature == Nature::Death && family.harm.unclear && looked_after && draw.chance(NO_ABUSE)
}
