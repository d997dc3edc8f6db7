//! Values that may be missing, each with its reason.

use concord_model::answer::reason;
use concord_model::date::PartialDate;
use concord_model::missing::Missing;

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

    /// Whether a test holds for it; unknown where it is missing.
    #[must_use]
    #[inline]
    pub fn test(self, test: impl FnOnce(T) -> bool) -> Truth {
        match self {
            Value::Given(value) => Truth::known(test(value)),
            Value::Missing(missing) => Truth::unknown(reason::of(missing)),
        }
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

    /// Both values together; of two that are missing, the first one's reason.
    #[must_use]
    #[inline]
    pub fn zip<U>(self, other: Value<U>) -> Value<(T, U)> {
        match (self, other) {
            (Value::Given(left), Value::Given(right)) => Value::Given((left, right)),
            (Value::Missing(missing), _) | (_, Value::Missing(missing)) => Value::Missing(missing),
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

impl<T: PartialOrd> Value<T> {
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
        match (self, other) {
            (Value::Given(left), Value::Given(right)) => Truth::known(left == right),
            (left, right) => left.test(|_| false).unknown_or(right.test(|_| false)),
        }
    }
}

impl Value<PartialDate> {
    /// Whether it lies before another date; unknown where either is missing, or where one is known so coarsely that both
    /// orders are possible.
    #[must_use]
    pub fn before(self, other: Value<PartialDate>) -> Truth {
        match (self, other) {
            (Value::Given(left), Value::Given(right)) if left.last < right.first => Truth::TRUE,
            (Value::Given(left), Value::Given(right)) if left.first >= right.last => Truth::FALSE,
            (Value::Given(_), Value::Given(_)) => Truth::unknown(reason::of(Missing::NotKnown)),
            (left, right) => left.test(|_| false).unknown_or(right.test(|_| false)),
        }
    }
}

impl Truth {
    /// Unknown, for the reasons of both.
    #[inline]
    fn unknown_or(self, other: Truth) -> Truth {
        Truth::unknown(self.reasons() | other.reasons())
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
        assert!(date("2023-04").before(date("2023-04-21")).is_unknown());
        assert_eq!(Value::Missing(Missing::Refused).before(date("2023")).reasons(), reason::of(Missing::Refused));
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
}
