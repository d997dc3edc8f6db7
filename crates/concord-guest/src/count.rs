//! Numbers as far as they can be told: counts, and what is worked out of counts and values.

use std::ops::{Add, Mul, Neg, Sub};

use concord_model::answer::{Measure, reason};
use concord_model::missing::Missing;

use crate::truth::Truth;
use crate::value::Value;

/// How many there are, as far as it can be told: at the least those that are known, at the most the unknown ones too. What is added
/// to it, taken from it or multiplied with it keeps it between two ends, and so does a value that is missing.
///
/// ```
/// use concord_guest::{Count, Truth};
/// let count = Count::of([Truth::TRUE, Truth::FALSE, Truth::unknown(0)]);
/// assert_eq!((count.least, count.most), (1.0, 2.0));
/// assert_eq!(count.at_least(1), Truth::TRUE);
/// assert!(count.at_least(2).is_unknown());
/// assert_eq!(count.at_least(3), Truth::FALSE);
/// assert_eq!((count + 2).at_most(4), Truth::TRUE);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// Those known to be so.
    pub least: f64,
    /// Those known to be so and those that may be; infinite where nothing bounds it.
    pub most: f64,
    /// Why it cannot be told of the rest: a set of the bits 0 to 6 of [`concord_model::answer::reason`].
    pub reasons: u8,
    /// The findings of the page that it rests on.
    pub(crate) found: u32,
}

impl Count {
    /// Counts those that are true.
    #[inline]
    pub fn of(truths: impl IntoIterator<Item = Truth>) -> Count {
        let mut count = Count::default();
        truths.into_iter().for_each(|truth| count.add_one(truth));
        count
    }

    /// A count of rows: so many that are known, so many with those that may be.
    #[inline]
    pub(crate) fn between(least: f64, most: f64, reasons: u8) -> Count {
        Count { least, most, reasons: if least < most { reasons } else { 0 }, found: 0 }
    }

    /// How many there are of what nobody gave.
    #[inline]
    pub(crate) fn not_given(reasons: u8) -> Count {
        Count::between(0.0, f64::INFINITY, reasons)
    }

    /// Counts one more.
    #[inline]
    pub fn add_one(&mut self, truth: Truth) {
        self.least += f64::from(truth.is_true());
        self.most += f64::from(!truth.is_false());
        self.reasons |= truth.reasons();
        self.found |= if truth.is_true() { truth.found() } else { 0 };
    }

    /// Whether it is known.
    #[must_use]
    #[inline]
    pub fn is_known(self) -> bool {
        self.least >= self.most
    }

    /// Whether there are `number` of them or more.
    #[must_use]
    #[inline]
    pub fn at_least(self, number: impl Into<Count>) -> Truth {
        let other = number.into();
        self.told(other, self.least >= other.most, self.most >= other.least)
    }

    /// Whether there are `number` of them or fewer.
    #[must_use]
    #[inline]
    pub fn at_most(self, number: impl Into<Count>) -> Truth {
        let other = number.into();
        self.told(other, self.most <= other.least, self.least <= other.most)
    }

    /// Whether there are just `number` of them.
    #[must_use]
    #[inline]
    pub fn exactly(self, number: impl Into<Count>) -> Truth {
        let other = number.into();
        let one = self.is_known() && other.is_known();
        let meet = self.least <= other.most && other.least <= self.most;
        self.told(other, one && meet, meet)
    }

    /// A comparison that certainly holds, or possibly.
    #[inline]
    fn told(self, other: Count, certainly: bool, possibly: bool) -> Truth {
        let truth = match (certainly, possibly) {
            (true, _) => Truth::TRUE,
            (_, false) => Truth::FALSE,
            _ => Truth::unknown(self.reasons | other.reasons),
        };
        truth.resting_on(self.found | other.found)
    }

    /// The count as a number; `None` where nothing bounds it.
    #[must_use]
    pub fn measure(self) -> Option<Measure> {
        let bounded = self.least.is_finite() && self.most.is_finite();
        bounded.then_some(Measure { lower: self.least, upper: self.most, of: 1.0 })
    }

    /// The count as a share of so many. It is no number where it cannot be told of how many.
    #[must_use]
    pub fn share_of(self, all: impl Into<Count>) -> Number {
        let all = all.into();
        let measure = self.measure().filter(|_| all.is_known()).map(|measure| Measure { of: all.least, ..measure });
        Number { measure, reasons: self.reasons | all.reasons, found: self.found }
    }

    /// Anything between the ends of both.
    #[inline]
    pub(crate) fn or(self, other: Count, reasons: u8) -> Count {
        let (least, most) = (self.least.min(other.least), self.most.max(other.most));
        Count::between(least, most, self.reasons | other.reasons | reasons)
    }

    /// The same, resting on findings of the page too.
    #[inline]
    pub(crate) fn resting_on(self, found: u32) -> Count {
        Count { found: self.found | found, ..self }
    }

    #[inline]
    fn with(self, other: Count, least: f64, most: f64) -> Count {
        Count::between(least, most, self.reasons | other.reasons).resting_on(self.found | other.found)
    }
}

/// Equal are counts with the same ends for the same reasons, whatever they rest on.
impl PartialEq for Count {
    fn eq(&self, other: &Count) -> bool {
        self.least.total_cmp(&other.least).is_eq() && self.most.total_cmp(&other.most).is_eq() && self.reasons == other.reasons
    }
}

impl<C: Into<Count>> Add<C> for Count {
    type Output = Count;
    #[inline]
    fn add(self, other: C) -> Count {
        let other = other.into();
        self.with(other, self.least + other.least, self.most + other.most)
    }
}

impl<C: Into<Count>> Sub<C> for Count {
    type Output = Count;
    #[inline]
    fn sub(self, other: C) -> Count {
        self + -other.into()
    }
}

impl<C: Into<Count>> Mul<C> for Count {
    type Output = Count;
    #[inline]
    fn mul(self, other: C) -> Count {
        let other = other.into();
        // Nothing times anything is nothing, also where it is not known of what.
        let times = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
        let ends = [self.least, self.most].map(|one| [times(one, other.least), times(one, other.most)]);
        let ends = ends.as_flattened().iter().copied();
        self.with(other, ends.clone().fold(f64::INFINITY, f64::min), ends.fold(f64::NEG_INFINITY, f64::max))
    }
}

impl Neg for Count {
    type Output = Count;
    #[inline]
    fn neg(self) -> Count {
        Count { least: 0.0 - self.most, most: 0.0 - self.least, ..self }
    }
}

impl From<f64> for Count {
    #[inline]
    fn from(number: f64) -> Count {
        Count::between(number, number, 0)
    }
}

impl From<i32> for Count {
    #[inline]
    fn from(number: i32) -> Count {
        Count::from(f64::from(number))
    }
}

impl From<u32> for Count {
    #[inline]
    fn from(number: u32) -> Count {
        Count::from(f64::from(number))
    }
}

/// A value that is missing may be any number.
impl<N: Into<f64>> From<Value<N>> for Count {
    #[inline]
    fn from(value: Value<N>) -> Count {
        match value {
            Value::Given(number) => Count::from(number.into()),
            Value::Missing(missing) => Count::between(f64::NEG_INFINITY, f64::INFINITY, reason::of(missing)),
        }
    }
}

/// As it is read: `2`, or `2 to 5`.
impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_known() { write!(f, "{}", self.least) } else { write!(f, "{} to {}", self.least, self.most) }
    }
}

/// The number that an indicator gives for a review, if it can be told, and why it is not known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    pub(crate) measure: Option<Measure>,
    pub(crate) reasons: u8,
    /// The findings of the page that it rests on.
    pub(crate) found: u32,
}

impl Number {
    /// There is none.
    pub(crate) const NONE: Number = Number { measure: None, reasons: 0, found: 0 };

    /// Its ends, and of what.
    #[must_use]
    pub fn measure(self) -> Option<Measure> {
        self.measure
    }

    /// Why it is not known: a set of the bits 0 to 6 of [`concord_model::answer::reason`].
    #[must_use]
    pub fn reasons(self) -> u8 {
        self.reasons
    }
}

impl From<Count> for Number {
    fn from(count: Count) -> Number {
        Number { measure: count.measure(), reasons: count.reasons, found: count.found }
    }
}

impl<N: Into<f64>> From<Value<N>> for Number {
    fn from(value: Value<N>) -> Number {
        Count::from(value).into()
    }
}

impl From<Measure> for Number {
    fn from(measure: Measure) -> Number {
        Number { measure: Some(measure), ..Number::NONE }
    }
}

/// Not recorded: what is missing where nothing else is said of it.
pub(crate) const NOT_RECORDED: u8 = reason::of(Missing::NotRecorded);

#[cfg(test)]
mod tests {
    use super::*;

    fn count(least: f64, most: f64) -> Count {
        Count::between(least, most, 1)
    }

    #[test]
    fn comparisons_hold_only_where_all_that_it_may_be_agrees() {
        let two = count(1.0, 2.0);
        assert_eq!(two.at_least(1), Truth::TRUE);
        assert_eq!(two.at_most(2), Truth::TRUE);
        assert_eq!(two.exactly(3), Truth::FALSE);
        assert_eq!(two.exactly(2).reasons(), 1);
        assert_eq!(Count::from(2).exactly(2), Truth::TRUE);
        assert!(two.at_least(two).is_unknown());
        let endless = Count::not_given(2);
        assert_eq!((endless.at_least(0), endless.at_least(1).reasons(), endless.at_most(9).reasons()), (Truth::TRUE, 2, 2));
    }

    #[test]
    fn sums_and_products_keep_what_is_unknown_between_two_ends() {
        let (known, missing) = (Count::from(3), Count::from(Value::<i32>::Missing(Missing::Refused)));
        let ends = |count: Count| (count.least, count.most, count.reasons);
        assert_eq!(ends(count(1.0, 2.0) + known), (4.0, 5.0, 1));
        assert_eq!(ends(known - count(1.0, 2.0)), (1.0, 2.0, 1));
        assert_eq!(ends(count(-1.0, 2.0) * known), (-3.0, 6.0, 1));
        assert_eq!(ends(missing * Count::from(0)), (0.0, 0.0, 0), "nothing times anything is nothing");
        assert_eq!(ends(missing - known), (f64::NEG_INFINITY, f64::INFINITY, 8));
    }

    #[test]
    fn a_share_needs_to_know_of_how_many() {
        let half = Count { least: 1.0, most: 2.0, reasons: 1, found: 0 };
        assert_eq!(half.share_of(4).measure(), Some(Measure { lower: 1.0, upper: 2.0, of: 4.0 }));
        assert_eq!(half.share_of(count(3.0, 4.0)).measure(), None);
        assert_eq!(Count::default().share_of(0).measure(), Some(Measure { lower: 0.0, upper: 0.0, of: 0.0 }), "none of none");
        assert_eq!(Number::from(Value::<f64>::Missing(Missing::Withheld)).reasons(), 32);
    }
}
