//! Truth that may be unknown, and counts of it.

use std::ops::{BitAnd, BitOr, Not};

use concord_model::answer::{Measure, reason};
use concord_model::missing::Missing;

use crate::field::Readable;
use crate::row::Row;
use crate::value::Value;

/// True, false or unknown in Kleene's strong logic (*Introduction to Metamathematics*, 1952, §64); if unknown, why.
///
/// `&`, `|` and `!` are Kleene's: `false & unknown` is false, `true & unknown` is unknown. There is no way to a `bool` that
/// would take an unknown for a false.
///
/// ```
/// use concord_guest::Truth;
/// let unknown = Truth::unknown(0);
/// assert_eq!(Truth::FALSE & unknown, Truth::FALSE);
/// assert_eq!(Truth::TRUE | unknown, Truth::TRUE);
/// assert!((Truth::TRUE & !unknown).is_unknown());
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Truth(
    /// 0 false, 1 true, else the reasons why it is unknown, one bit up.
    u8,
);

impl Truth {
    /// It holds.
    pub const TRUE: Truth = Truth(1);
    /// It does not hold.
    pub const FALSE: Truth = Truth(0);

    /// It cannot be told, for these reasons: a set of the bits 0 to 6 of [`concord_model::answer::reason`]. Without any it is *not
    /// known*.
    #[must_use]
    #[inline]
    pub const fn unknown(reasons: u8) -> Truth {
        match reasons << 1 {
            0 => Truth(reason::of(Missing::NotKnown) << 1),
            reasons => Truth(reasons),
        }
    }

    /// What is known to hold or not.
    #[must_use]
    #[inline]
    pub const fn known(holds: bool) -> Truth {
        Truth(holds as u8)
    }

    /// Whether it is known to hold.
    #[must_use]
    #[inline]
    pub const fn is_true(self) -> bool {
        self.0 == 1
    }

    /// Whether it is known not to hold.
    #[must_use]
    #[inline]
    pub const fn is_false(self) -> bool {
        self.0 == 0
    }

    /// Whether it cannot be told.
    #[must_use]
    #[inline]
    pub const fn is_unknown(self) -> bool {
        self.0 > 1
    }

    /// Why it cannot be told: a set of the bits of [`concord_model::answer::reason`]; 0 where it is known.
    #[must_use]
    #[inline]
    pub const fn reasons(self) -> u8 {
        self.0 >> 1
    }

    /// `Some` where it is known.
    #[must_use]
    #[inline]
    pub const fn known_as(self) -> Option<bool> {
        if self.is_unknown() { None } else { Some(self.is_true()) }
    }

    /// True if one of them is, false if all are false, else unknown.
    #[inline]
    pub fn any(truths: impl IntoIterator<Item = Truth>) -> Truth {
        let mut any = Truth::FALSE;
        for truth in truths {
            any = any | truth;
            if any.is_true() {
                break;
            }
        }
        any
    }

    /// True if all of them are, false if one is false, else unknown.
    #[inline]
    pub fn all(truths: impl IntoIterator<Item = Truth>) -> Truth {
        let mut all = Truth::TRUE;
        for truth in truths {
            all = all & truth;
            if all.is_false() {
                break;
            }
        }
        all
    }

    /// As a byte of an answer's `looked` buffer: 1 yes, 2 no, 0 unknown.
    #[inline]
    pub(crate) const fn as_looked(self) -> u8 {
        match self.0 {
            0 => 2,
            1 => 1,
            _ => 0,
        }
    }

    /// As a byte of a column of truths, and back.
    #[inline]
    pub(crate) const fn as_byte(self) -> u8 {
        self.0
    }

    #[inline]
    pub(crate) const fn of_byte(byte: u8) -> Truth {
        Truth(byte)
    }

    /// Unknown for the reason of a byte of a `missing` buffer.
    #[inline]
    pub(crate) const fn missing(missing: u8) -> Truth {
        Truth(1 << (missing & 7))
    }
}

// Without branches, so that whole columns are joined by vector instructions. Reasons stay with what is unknown only.
impl BitAnd for Truth {
    type Output = Truth;
    #[inline]
    fn bitand(self, other: Truth) -> Truth {
        let either = self.0 | other.0;
        let both = if either > 1 { either & !1 } else { either };
        Truth(if self.0 == 0 || other.0 == 0 { 0 } else { both })
    }
}

impl BitOr for Truth {
    type Output = Truth;
    #[inline]
    fn bitor(self, other: Truth) -> Truth {
        let either = self.0 | other.0;
        Truth(if self.0 == 1 || other.0 == 1 { 1 } else { either })
    }
}

impl Not for Truth {
    type Output = Truth;
    #[inline]
    fn not(self) -> Truth {
        Truth(if self.0 > 1 { self.0 } else { self.0 ^ 1 })
    }
}

impl std::fmt::Debug for Truth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.known_as() {
            Some(true) => f.write_str("True"),
            Some(false) => f.write_str("False"),
            None => f.debug_list().entries(reason::names(self.reasons())).finish(),
        }
    }
}

impl From<bool> for Truth {
    #[inline]
    fn from(holds: bool) -> Truth {
        Truth::known(holds)
    }
}

/// How many there are, as far as it can be told: at the least those that are known, at the most the unknown ones too.
///
/// ```
/// use concord_guest::{Count, Truth};
/// let count = Count::of([Truth::TRUE, Truth::FALSE, Truth::unknown(0)]);
/// assert_eq!((count.least, count.most), (1, 2));
/// assert_eq!(count.at_least(1), Truth::TRUE);
/// assert!(count.at_least(2).is_unknown());
/// assert_eq!(count.at_least(3), Truth::FALSE);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Those known to be so.
    pub least: u32,
    /// Those known to be so and those that may be.
    pub most: u32,
    /// Why it cannot be told of the rest.
    pub reasons: u8,
}

impl Count {
    /// Counts those that are true.
    #[inline]
    pub fn of(truths: impl IntoIterator<Item = Truth>) -> Count {
        let mut count = Count::default();
        truths.into_iter().for_each(|truth| count.add(truth));
        count
    }

    /// Counts the different values that rows have in a field. A row without one may have a value of its own, or that of another
    /// row.
    #[inline]
    pub fn distinct<'v, F>(rows: impl Iterator<Item = Row<'v>> + Clone, field: F) -> Count
    where
        F: Readable,
        F::Value: PartialEq,
    {
        let mut count = Count::default();
        for (place, row) in rows.clone().enumerate() {
            match row.get(field) {
                Value::Given(value) => {
                    let new = rows.clone().take(place).all(|before| before.get(field).given().as_ref() != Some(&value));
                    count.add(Truth::known(new));
                }
                Value::Missing(missing) => count.add(Truth::unknown(reason::of(missing))),
            }
        }
        count.least = count.least.max(u32::from(count.most > 0));
        count
    }

    /// Counts one more.
    #[inline]
    pub fn add(&mut self, truth: Truth) {
        self.least += u32::from(truth.is_true());
        self.most += u32::from(!truth.is_false());
        self.reasons |= truth.reasons();
    }

    /// Whether there are `number` of them or more.
    #[must_use]
    #[inline]
    pub fn at_least(self, number: u32) -> Truth {
        match () {
            () if self.least >= number => Truth::TRUE,
            () if self.most < number => Truth::FALSE,
            () => Truth::unknown(self.reasons),
        }
    }

    /// Whether there are `number` of them or fewer.
    #[must_use]
    #[inline]
    pub fn at_most(self, number: u32) -> Truth {
        !self.at_least(number.saturating_add(1))
    }

    /// The count as a number.
    #[must_use]
    pub fn measure(self) -> Measure {
        Measure { lower: f64::from(self.least), upper: f64::from(self.most), of: 1.0 }
    }

    /// The count as a share of so many; `None` of none.
    #[must_use]
    pub fn share_of(self, all: u32) -> Option<Measure> {
        (all > 0).then(|| Measure { of: f64::from(all), ..self.measure() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREE: [Truth; 3] = [Truth::FALSE, Truth::unknown(1), Truth::TRUE];

    /// Kleene's tables: with false < unknown < true, and is the least and or the greatest of the two.
    #[test]
    fn and_or_and_not_are_kleenes() {
        for (a, left) in THREE.into_iter().enumerate() {
            assert_eq!(!left, THREE[2 - a]);
            for (b, right) in THREE.into_iter().enumerate() {
                assert_eq!(left & right, THREE[a.min(b)], "{left:?} & {right:?}");
                assert_eq!(left | right, THREE[a.max(b)], "{left:?} | {right:?}");
            }
        }
    }

    #[test]
    fn reasons_stay_with_the_unknown() {
        let (refused, withheld) = (Truth::unknown(8), Truth::unknown(32));
        assert_eq!((refused & withheld).reasons(), 40);
        assert_eq!((refused | Truth::FALSE).reasons(), 8);
        assert_eq!((refused & Truth::FALSE).reasons(), 0);
        assert_eq!((!refused).reasons(), 8);
    }

    #[test]
    fn any_and_all_agree_with_or_and_and() {
        for a in THREE {
            for b in THREE {
                assert_eq!(Truth::any([a, b]), a | b);
                assert_eq!(Truth::all([a, b]), a & b);
            }
        }
        assert_eq!(Truth::any([]), Truth::FALSE);
        assert_eq!(Truth::all([]), Truth::TRUE);
    }

    #[test]
    fn a_share_of_none_is_no_share() {
        assert_eq!(Count::default().share_of(0), None);
        let half = Count { least: 1, most: 2, reasons: 1 }.share_of(4);
        assert_eq!(half, Some(Measure { lower: 1.0, upper: 2.0, of: 4.0 }));
    }
}
