//! Working days: Monday to Friday, bank holidays left out, counted from the day after the start.

use crate::date::{civil_from_days, days_from_civil};

/// The working days of one country over the years whose bank holidays are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// The calendar's name in a dictionary, for instance `england-and-wales`.
    pub id: String,
    first: i32,
    /// `before[d]` is how many working days lie before day `first + d`.
    before: Vec<i32>,
}

impl Calendar {
    /// A calendar of the years `first` to `last`, with `holidays` in days since 1970-01-01, in any order.
    #[must_use]
    pub fn new(id: String, first: i32, last: i32, holidays: &[i32]) -> Calendar {
        let (start, end) = (days_from_civil(first, 1, 1), days_from_civil(last + 1, 1, 1));
        let mut before = Vec::with_capacity((end - start) as usize + 1);
        let mut count = 0;
        for day in start..end {
            before.push(count);
            let weekday = (day + 3).rem_euclid(7);
            count += i32::from(weekday < 5 && !holidays.contains(&day));
        }
        before.push(count);
        Calendar { id, first: start, before }
    }

    /// Working days from `from` to `to`, both in days since 1970-01-01. The count starts the day after `from`, so that
    /// the same day is 0. `None` where a day lies outside the known years, or `to` before `from`.
    #[must_use]
    #[inline]
    pub fn working_days(&self, from: i32, to: i32) -> Option<i32> {
        let upto = |day: i32| usize::try_from(day + 1 - self.first).ok().and_then(|place| self.before.get(place));
        (to >= from && from >= self.first).then(|| Some(upto(to)? - upto(from)?)).flatten()
    }

    /// The first and the last calendar year that the holidays cover.
    #[must_use]
    pub fn years(&self) -> (i32, i32) {
        (civil_from_days(self.first).0, civil_from_days(self.first + self.before.len() as i32 - 2).0)
    }
}

#[cfg(test)]
mod tests {
    use crate::date::PartialDate;
    use crate::dictionary::Dictionary;

    /// The golden vectors: start, the fifth and the fifteenth working day after it.
    const GOLDEN: [(&str, &str, &str); 9] = [
        ("2018-12-14", "2018-12-21", "2019-01-09"),
        ("2020-04-24", "2020-05-01", "2020-05-18"),
        ("2020-12-18", "2020-12-29", "2021-01-13"),
        ("2021-12-17", "2021-12-24", "2022-01-12"),
        ("2022-05-20", "2022-05-27", "2022-06-14"),
        ("2022-09-05", "2022-09-12", "2022-09-27"),
        ("2023-04-21", "2023-04-28", "2023-05-16"),
        ("2024-03-22", "2024-04-02", "2024-04-16"),
        ("2025-04-11", "2025-04-22", "2025-05-07"),
    ];

    #[test]
    fn golden_vectors() {
        let calendar = Dictionary::england().calendar;
        let day = |text| PartialDate::parse(text).unwrap().first;
        for (start, fifth, fifteenth) in GOLDEN {
            for (end, expected) in [(fifth, 5), (fifteenth, 15)] {
                let end = day(end);
                assert_eq!(calendar.working_days(day(start), end), Some(expected), "{start}");
                assert_eq!(calendar.working_days(day(start), end - 1), Some(expected - 1), "{start}: the day before");
            }
        }
    }

    #[test]
    fn outside_the_known_years_nothing_is_counted() {
        let calendar = Dictionary::england().calendar;
        let day = |text| PartialDate::parse(text).unwrap().first;
        assert_eq!(calendar.years(), (2018, 2028));
        assert_eq!(calendar.working_days(day("2017-12-29"), day("2018-01-03")), None);
        assert_eq!(calendar.working_days(day("2028-12-29"), day("2029-01-02")), None);
        assert_eq!(calendar.working_days(day("2028-12-29"), day("2028-12-31")), Some(0));
        assert_eq!(calendar.working_days(day("2024-01-03"), day("2024-01-02")), None);
        assert_eq!(calendar.working_days(day("2024-01-03"), day("2024-01-03")), Some(0));
    }
}
