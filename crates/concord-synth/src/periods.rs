//! The periods that the published totals are of, and the working days in them.

use concord_model::calendar::Calendar;
use concord_model::date::days_from_civil;

use crate::draw::Draw;
use crate::marginals::{Marginal, children, deaths, incidents, others, recorded};

/// How many periods.
pub(crate) const COUNT: usize = 6;

/// A period for which totals are published.
pub(crate) struct Period {
    /// The first and the last day, as year, month, day.
    pub(crate) from: (i32, i32, i32),
    pub(crate) to: (i32, i32, i32),
    /// How many incidents: the weight of the period.
    pub(crate) incidents: Marginal,
    /// The share in which a child died.
    pub(crate) deaths: Marginal,
    /// The share that was neither death nor serious harm.
    pub(crate) others: Marginal,
    /// Mean number of children an incident.
    pub(crate) children: f64,
    /// The share of rapid reviews that recorded parental mental ill-health, which rose between its two published figures.
    pub(crate) parental_mh: f64,
}

/// All periods in order. Where no figure of a period's own is published, the nearest is used, or one between its neighbours.
pub(crate) const PERIODS: [Period; COUNT] = [
    Period {
        from: (2018, 7, 1),
        to: (2019, 12, 31),
        incidents: incidents::Y2018_19,
        deaths: deaths::Y2018_19,
        others: others::Y2020,
        children: children::Y2020.value,
        parental_mh: recorded::PARENTAL_MH.value,
    },
    Period {
        from: (2020, 1, 1),
        to: (2020, 12, 31),
        incidents: incidents::Y2020,
        deaths: deaths::Y2020,
        others: others::Y2020,
        children: children::Y2020.value,
        parental_mh: recorded::PARENTAL_MH.value,
    },
    Period {
        from: (2021, 1, 1),
        to: (2021, 12, 31),
        incidents: incidents::Y2021,
        deaths: deaths::Y2021,
        others: others::Y2020,
        children: 1.10,
        parental_mh: 0.35,
    },
    Period {
        from: (2022, 1, 1),
        to: (2023, 3, 31),
        incidents: incidents::Y2022_23,
        deaths: deaths::Y2022_23,
        others: others::Y2022_23,
        children: 1.25,
        parental_mh: 0.43,
    },
    Period {
        from: (2023, 4, 1),
        to: (2024, 3, 31),
        incidents: incidents::Y2023_24,
        deaths: deaths::Y2023_24,
        others: others::Y2023_24,
        children: children::Y2023_24.value,
        parental_mh: 0.50,
    },
    Period {
        from: (2024, 4, 1),
        to: (2024, 12, 31),
        incidents: incidents::Y2024,
        deaths: deaths::Y2024,
        others: others::Y2024,
        children: children::Y2023_24.value,
        parental_mh: 0.50,
    },
];

/// Nothing is dated later: what would be has not happened yet.
pub(crate) const LAST_DAY: (i32, i32, i32) = (2026, 3, 31);

/// When the Panel relaxed the timescales: the beginning and the end of the first pandemic months (an assumption about the dates).
pub(crate) const PANDEMIC: ((i32, i32, i32), (i32, i32, i32)) = ((2020, 3, 23), (2020, 9, 30));

/// Days since 1970-01-01 of a year, month and day.
pub(crate) fn day((year, month, day): (i32, i32, i32)) -> i32 {
    days_from_civil(year, month, day)
}

/// The working days of a calendar, to count from one to another.
pub(crate) struct WorkingDays {
    days: Vec<i32>,
    /// For each period, the places in `days` of its first day and of the day after its last.
    periods: [(usize, usize); COUNT],
}

impl WorkingDays {
    pub(crate) fn new(calendar: &Calendar) -> WorkingDays {
        let (first, last) = calendar.years();
        let all = day((first, 1, 2))..=day((last, 12, 31));
        let days: Vec<i32> = all.filter(|&day| calendar.working_days(day - 1, day) == Some(1)).collect();
        let place = |at: i32| days.partition_point(|&day| day < at);
        let periods = std::array::from_fn(|period| (place(day(PERIODS[period].from)), place(day(PERIODS[period].to) + 1)));
        WorkingDays { days, periods }
    }

    /// Whether every period has a working day, and the calendar reaches beyond the last date.
    pub(crate) fn reach(&self) -> bool {
        self.periods.iter().all(|(from, to)| from < to) && self.days.last().is_some_and(|&last| last > day(LAST_DAY))
    }

    /// A working day of a period.
    pub(crate) fn draw(&self, period: usize, draw: &mut Draw) -> i32 {
        let (from, to) = self.periods[period];
        self.days[from + draw.below(to - from)]
    }

    /// The working day so many after a day; the day itself for 0.
    pub(crate) fn after(&self, from: i32, count: usize) -> i32 {
        if count == 0 {
            return from;
        }
        let next = self.days.partition_point(|&day| day <= from);
        self.days[(next + count - 1).min(self.days.len() - 1)]
    }

    /// The working day so many before a day; the day itself for 0.
    pub(crate) fn before(&self, to: i32, count: usize) -> i32 {
        if count == 0 {
            return to;
        }
        let here = self.days.partition_point(|&day| day < to);
        self.days[here.saturating_sub(count)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use concord_model::dictionary::Dictionary;

    #[test]
    fn working_days_agree_with_the_calendar() {
        let calendar = Dictionary::england().calendar;
        let working = WorkingDays::new(&calendar);
        assert!(working.reach());
        for from in (day((2018, 7, 1))..day((2024, 12, 31))).step_by(13) {
            for count in [0, 1, 5, 15, 40] {
                let to = working.after(from, count);
                assert_eq!(calendar.working_days(from, to), Some(count as i32));
                assert!(calendar.working_days(working.before(from, count), from).is_some_and(|days| days <= count as i32));
            }
        }
    }

    #[test]
    fn periods_follow_one_another() {
        for pair in PERIODS.windows(2) {
            assert_eq!(day(pair[0].to) + 1, day(pair[1].from));
        }
        assert!(day(PERIODS[COUNT - 1].to) < day(LAST_DAY));
    }
}
