//! Values that may be missing, each with its reason.

use concord_model::answer::reason;
use concord_model::date::PartialDate;
use concord_model::missing::Missing;

use crate::count::{Count, NOT_RECORDED};
use crate::truth::Truth;

/// A value of a row, or why there is none. What is missing is never equal to anything, not even to nothing: every comparison
/// gives a [`Truth`].
///
/// ```
/// use concord_guest::{Missing, Truth, Value};
/// assert_eq!(Value::Given(12).at_most(15), Truth::TRUE);
/// assert!(Value::<i32>::Missing(Missing::NotRecorded).at_most(15).is_unknown());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<T> {
    /// It is there.
    Given(T),
    /// It is not, for this reason.
    Missing(Missing),
}

impl<T> Value<T> {
    /// The value, where it is there.
    #[must_use]
    #[inline]
    pub fn given(self) -> Option<T> {
        match self {
            Value::Given(value) => Some(value),
            Value::Missing(_) => None,
        }
    }

    /// Whether it is there; unknown where the host withholds it.
    #[must_use]
    #[inline]
    pub fn known(&self) -> Truth {
        match self {
            Value::Given(_) => Truth::TRUE,
            Value::Missing(Missing::Withheld) => Truth::unknown(reason::WITHHELD),
            Value::Missing(_) => Truth::FALSE,
        }
    }

    /// Why it is not there, as a set of bits of [`concord_model::answer::reason`]; 0 where it is.
    #[must_use]
    #[inline]
    pub fn reasons(&self) -> u8 {
        match self {
            Value::Given(_) => 0,
            Value::Missing(missing) => reason::of(*missing),
        }
    }

    /// Whether a test holds for it; unknown where it is missing.
    #[must_use]
    #[inline]
    pub fn test(self, test: impl FnOnce(T) -> bool) -> Truth {
        match self {
            Value::Given(value) => Truth::known(test(value)),
            Value::Missing(missing) => Truth::unknown(reason::of(missing)),
        }
    }

    /// Whether a comparison with another holds; unknown where either is missing, for the reasons of both.
    #[must_use]
    #[inline]
    pub fn compare<U>(self, other: Value<U>, test: impl FnOnce(T, U) -> bool) -> Truth {
        self.compare_as(other, |one, other| Truth::known(test(one, other)))
    }

    /// The value made into another.
    #[must_use]
    #[inline]
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Value<U> {
        match self {
            Value::Given(value) => Value::Given(map(value)),
            Value::Missing(missing) => Value::Missing(missing),
        }
    }

    #[inline]
    fn compare_as<U>(self, other: Value<U>, told: impl FnOnce(T, U) -> Truth) -> Truth {
        match (self, other) {
            (Value::Given(one), Value::Given(other)) => told(one, other),
            (one, other) => Truth::unknown(one.reasons() | other.reasons()),
        }
    }

    /// A value by its byte in a `missing` buffer, 0 where it is given.
    #[inline]
    pub(crate) fn of(missing: u8, value: impl FnOnce() -> T) -> Value<T> {
        match missing {
            0 => Value::Given(value()),
            1 => Value::Missing(Missing::NotKnown),
            3 => Value::Missing(Missing::NotYetObtained),
            4 => Value::Missing(Missing::Refused),
            5 => Value::Missing(Missing::NotApplicable),
            6 => Value::Missing(Missing::Withheld),
            _ => Value::Missing(Missing::NotRecorded),
        }
    }
}

/// What is one value where it is given; a date may be one of many days and is none of these.
pub trait Exact: PartialOrd {}

impl Exact for u8 {}
impl Exact for i32 {}
impl Exact for usize {}
impl Exact for f64 {}

impl<T: Exact> Value<T> {
    /// Whether it is as great as a bound or greater.
    #[must_use]
    #[inline]
    pub fn at_least(self, bound: T) -> Truth {
        self.test(|value| value >= bound)
    }

    /// Whether it is as small as a bound or smaller.
    #[must_use]
    #[inline]
    pub fn at_most(self, bound: T) -> Truth {
        self.test(|value| value <= bound)
    }

    /// Whether it is the same as another; unknown where either is missing.
    #[must_use]
    #[inline]
    pub fn same(self, other: Value<T>) -> Truth {
        self.compare(other, |one, other| one == other)
    }
}

impl<N: Into<f64>> Value<N> {
    /// It as a number to add to others; any number where it is missing.
    #[must_use]
    #[inline]
    pub fn number(self) -> Count {
        self.into()
    }
}

/// A comparison that a date known too coarsely leaves open: the record does not say the day.
const COARSE: Truth = Truth::unknown(NOT_RECORDED);

impl Value<PartialDate> {
    /// Whether it lies before another date; unknown where either is missing, or where one is known so coarsely that both
    /// orders are possible.
    #[must_use]
    pub fn before(self, other: Value<PartialDate>) -> Truth {
        self.compare_as(other, |one, other| match () {
            () if one.last < other.first => Truth::TRUE,
            () if one.first >= other.last => Truth::FALSE,
            () => COARSE,
        })
    }

    /// Whether it is the same day as another; unknown where either is missing, or so coarse that it may be and may not.
    #[must_use]
    pub fn same(self, other: Value<PartialDate>) -> Truth {
        self.compare_as(other, |one, other| match () {
            () if one.last < other.first || other.last < one.first => Truth::FALSE,
            () if one == other && one.first == one.last => Truth::TRUE,
            () => COARSE,
        })
    }

    /// Whether it lies on or after the first day of a written day, month or year.
    #[must_use]
    pub fn at_least(self, written: PartialDate) -> Truth {
        !self.before(Value::Given(PartialDate::day(written.first)))
    }

    /// Whether it lies on or before the last day of a written day, month or year.
    #[must_use]
    pub fn at_most(self, written: PartialDate) -> Truth {
        !Value::Given(PartialDate::day(written.last)).before(self)
    }

    /// Whether it lies within a written day, month or year.
    #[must_use]
    pub fn within(self, written: PartialDate) -> Truth {
        self.at_least(written) & self.at_most(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Value<PartialDate> {
        Value::Given(PartialDate::parse(text).unwrap())
    }

    #[test]
    fn coarse_dates_are_before_only_where_no_other_order_is_possible() {
        assert_eq!(date("2023-03").before(date("2023-04-01")), Truth::TRUE);
        assert_eq!(date("2023-04").before(date("2023-04-01")), Truth::FALSE);
        assert_eq!(date("2023-04").before(date("2023-04-21")).reasons(), NOT_RECORDED);
        assert_eq!(Value::Missing(Missing::Refused).before(date("2023")).reasons(), reason::of(Missing::Refused));
    }

    #[test]
    fn coarse_dates_are_the_same_day_only_where_they_are_known_to_it() {
        assert_eq!(date("2023-04-21").same(date("2023-04-21")), Truth::TRUE);
        assert!(date("2023-04").same(date("2023-04")).is_unknown());
        assert_eq!(date("2023-04").same(date("2023-05-01")), Truth::FALSE);
    }

    #[test]
    fn a_written_month_is_meant_as_a_whole() {
        let april = PartialDate::parse("2023-04").unwrap();
        assert_eq!(date("2023-04-21").at_least(april), Truth::TRUE);
        assert_eq!(date("2023-04-21").at_most(april), Truth::TRUE);
        assert_eq!(date("2023-04").within(april), Truth::TRUE);
        assert_eq!(date("2023-05-01").within(april), Truth::FALSE);
        assert_eq!(date("2023").within(april).reasons(), NOT_RECORDED);
    }

    #[test]
    fn every_byte_has_its_reason() {
        for missing in Missing::IN_DATA.into_iter().chain([Missing::Withheld]) {
            assert_eq!(Value::of(missing as u8, || 0), Value::Missing(missing));
        }
        assert_eq!(Value::of(0, || 7), Value::Given(7));
    }

    #[test]
    fn what_is_missing_is_never_the_same() {
        let nothing = Value::<i32>::Missing(Missing::NotKnown);
        assert!(nothing.same(nothing).is_unknown());
        assert_eq!(nothing.same(Value::Missing(Missing::Withheld)).reasons(), 0b10_0001);
        assert_eq!(Value::Given(3).same(Value::Given(3)), Truth::TRUE);
    }

    #[test]
    fn whether_what_is_withheld_is_there_is_not_known() {
        assert_eq!(Value::<i32>::Missing(Missing::Refused).known(), Truth::FALSE);
        assert_eq!(Value::<i32>::Missing(Missing::Withheld).known().reasons(), reason::WITHHELD);
    }
}
