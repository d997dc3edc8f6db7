//! Dates that may be known to the day, the month or the year.

/// A date as the first and the last day that it can be, in days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// The first day that it can be.
    pub first: i32,
    /// The last day that it can be.
    pub last: i32,
}

impl PartialDate {
    /// Reads `2023`, `2023-04` or `2023-04-21`; `None` for anything else, and for days that no calendar has.
    ///
    /// ```
    /// use concord_model::date::PartialDate;
    /// let april = PartialDate::parse("2023-04").unwrap();
    /// assert_eq!(april.last - april.first, 29);
    /// assert_eq!(PartialDate::parse("2023-02-30"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<PartialDate> {
        let bytes = text.as_bytes();
        let number = |range: std::ops::Range<usize>| {
            let digits = &bytes[range];
            digits.iter().all(u8::is_ascii_digit).then(|| digits.iter().fold(0i32, |n, d| n * 10 + i32::from(d - b'0')))
        };
        let dashes = |places: &[usize]| places.iter().all(|&place| bytes[place] == b'-');
        match bytes.len() {
            4 => number(0..4).and_then(Self::year),
            7 if dashes(&[4]) => Self::month(number(0..4)?, number(5..7)?),
            10 if dashes(&[4, 7]) => {
                let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
                let whole = Self::month(year, month)?;
                let first = whole.first + day - 1;
                (day >= 1 && first <= whole.last).then_some(PartialDate { first, last: first })
            }
            _ => None,
        }
    }

    fn year(year: i32) -> Option<PartialDate> {
        (year >= 1).then(|| PartialDate { first: days_from_civil(year, 1, 1), last: days_from_civil(year, 12, 31) })
    }

    fn month(year: i32, month: i32) -> Option<PartialDate> {
        if year < 1 || !(1..=12).contains(&month) {
            return None;
        }
        let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Some(PartialDate { first: days_from_civil(year, month, 1), last: days_from_civil(next.0, next.1, 1) - 1 })
    }

    /// A date known to the day.
    #[must_use]
    pub fn day(days: i32) -> PartialDate {
        PartialDate { first: days, last: days }
    }
}

impl std::fmt::Display for PartialDate {
    /// The shortest of the three written forms that covers both ends.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = civil_from_days(self.first);
        if self.first == self.last {
            write!(f, "{year:04}-{month:02}-{day:02}")
        } else if Self::month(year, month) == Some(*self) {
            write!(f, "{year:04}-{month:02}")
        } else {
            write!(f, "{year:04}")
        }
    }
}

/// Days since 1970-01-01 of a day in the proleptic Gregorian calendar (Hinnant, *chrono-compatible low-level date algorithms*).
#[must_use]
#[inline]
pub fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month (1–12) and day (1–31) of a number of days since 1970-01-01.
#[must_use]
#[inline]
pub fn civil_from_days(days: i32) -> (i32, i32, i32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i32::from(month <= 2), month, day)
}

/// Whole months from one day to another, rounded up: a part of a month counts as one.
///
/// ```
/// use concord_model::date::{days_from_civil, months_rounded_up};
/// let day = |m, d| days_from_civil(2023, m, d);
/// assert_eq!(months_rounded_up(day(1, 31), day(2, 28)), 1);
/// assert_eq!(months_rounded_up(day(1, 10), day(7, 10)), 6);
/// assert_eq!(months_rounded_up(day(1, 10), day(7, 11)), 7);
/// ```
#[must_use]
#[inline]
pub fn months_rounded_up(from: i32, to: i32) -> i32 {
    let ((y1, m1, d1), (y2, m2, d2)) = (civil_from_days(from), civil_from_days(to));
    (y2 - y1) * 12 + (m2 - m1) + i32::from(d2 > d1)
}

/// The financial year of a day, named by the calendar year in which it starts (1 April).
#[must_use]
pub fn financial_year(days: i32) -> i32 {
    let (year, month, _) = civil_from_days(days);
    if month >= 4 { year } else { year - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_eight_centuries_goes_there_and_back() {
        for days in days_from_civil(1600, 1, 1)..days_from_civil(2400, 1, 1) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
            let text = PartialDate::day(days).to_string();
            assert_eq!(PartialDate::parse(&text), Some(PartialDate::day(days)));
        }
    }

    #[test]
    fn precision_survives_being_written() {
        for text in ["2023", "2023-04", "2023-12", "2024-02", "2023-04-21"] {
            assert_eq!(PartialDate::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "23", "2023-4", "2023-13", "2023-00", "2023-02-29", "2023-04-00", "21/04/2023", "2023-04-21T00", "0000"] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn financial_years_start_in_april() {
        assert_eq!(financial_year(days_from_civil(2023, 3, 31)), 2022);
        assert_eq!(financial_year(days_from_civil(2023, 4, 1)), 2023);
    }
}
