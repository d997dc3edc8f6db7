//! Truth that may be unknown.

use std::ops::{BitAnd, BitOr, Not};

use concord_model::answer::reason;
use concord_model::missing::Missing;

use crate::count::Count;

/// True, false or unknown in Kleene's strong logic (*Introduction to Metamathematics*, 1952, §64); if unknown, why.
///
/// `&`, `|` and `!` are Kleene's: `false & unknown` is false, `true & unknown` is unknown. There is no way to a `bool` that
/// would take an unknown for a false. A truth that the [`Page`](crate::Page) told also knows which rows it rests on.
///
/// ```
/// use concord_guest::Truth;
/// let unknown = Truth::unknown(0);
/// assert_eq!(Truth::FALSE & unknown, Truth::FALSE);
/// assert_eq!(Truth::TRUE | unknown, Truth::TRUE);
/// assert!((Truth::TRUE & !unknown).is_unknown());
/// ```
#[derive(Clone, Copy)]
pub struct Truth {
    /// 0 false, 1 true, else the reasons why it is unknown, one bit up.
    byte: u8,
    /// The findings of the page that it rests on, a bit each; nothing that is unknown rests on any.
    found: u32,
}

impl Truth {
    /// It holds.
    pub const TRUE: Truth = Truth::of_byte(1);
    /// It does not hold.
    pub const FALSE: Truth = Truth::of_byte(0);

    /// It cannot be told, for these reasons: a set of the bits 0 to 6 of [`concord_model::answer::reason`]. Without any it is *not
    /// known*.
    #[must_use]
    #[inline]
    pub const fn unknown(reasons: u8) -> Truth {
        match reasons << 1 {
            0 => Truth::of_byte(reason::of(Missing::NotKnown) << 1),
            reasons => Truth::of_byte(reasons),
        }
    }

    /// What is known to hold or not.
    #[must_use]
    #[inline]
    pub const fn known(holds: bool) -> Truth {
        Truth::of_byte(holds as u8)
    }

    /// Whether it is known to hold.
    #[must_use]
    #[inline]
    pub const fn is_true(self) -> bool {
        self.byte == 1
    }

    /// Whether it is known not to hold.
    #[must_use]
    #[inline]
    pub const fn is_false(self) -> bool {
        self.byte == 0
    }

    /// Whether it cannot be told.
    #[must_use]
    #[inline]
    pub const fn is_unknown(self) -> bool {
        self.byte > 1
    }

    /// Why it cannot be told: a set of the bits of [`concord_model::answer::reason`]; 0 where it is known.
    #[must_use]
    #[inline]
    pub const fn reasons(self) -> u8 {
        self.byte >> 1
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
        truths.into_iter().fold(Truth::FALSE, |any, truth| any | truth)
    }

    /// True if all of them are, false if one is false, else unknown.
    #[inline]
    pub fn all(truths: impl IntoIterator<Item = Truth>) -> Truth {
        truths.into_iter().fold(Truth::TRUE, |all, truth| all & truth)
    }

    /// The one where it holds, the other where it does not; where that is unknown, what both agree on. An `if` on
    /// [`is_true`](Truth::is_true) would take what is unknown for false.
    #[must_use]
    #[inline]
    pub fn choose<C: Choice>(self, one: C, other: C) -> C {
        C::choose(self, one, other)
    }

    /// As a byte of an answer's `looked` buffer: 1 yes, 2 no, 0 unknown.
    #[inline]
    pub(crate) const fn as_looked(self) -> u8 {
        match self.byte {
            0 => 2,
            1 => 1,
            _ => 0,
        }
    }

    /// As a byte of a column of truths, and back.
    #[inline]
    pub(crate) const fn as_byte(self) -> u8 {
        self.byte
    }

    #[inline]
    pub(crate) const fn of_byte(byte: u8) -> Truth {
        Truth { byte, found: 0 }
    }

    /// Unknown for the reason of a byte of a `missing` buffer.
    #[inline]
    pub(crate) const fn missing(missing: u8) -> Truth {
        Truth::of_byte(1 << (missing & 7))
    }

    /// The findings of the page that it rests on.
    #[inline]
    pub(crate) const fn found(self) -> u32 {
        self.found
    }

    /// The same, resting on findings of the page too.
    #[inline]
    pub(crate) const fn resting_on(self, found: u32) -> Truth {
        Truth { byte: self.byte, found: if self.is_unknown() { 0 } else { self.found | found } }
    }

    /// What it rests on, if it came to this.
    #[inline]
    const fn found_if(self, byte: u8) -> u32 {
        if self.byte == byte { self.found } else { 0 }
    }
}

// Without branches, so that whole columns are joined by vector instructions. Reasons stay with what is unknown only. What is true
// rests on what made it so, and what is false as well.
impl BitAnd for Truth {
    type Output = Truth;
    #[inline]
    fn bitand(self, other: Truth) -> Truth {
        let either = self.byte | other.byte;
        let both = if either > 1 { either & !1 } else { either };
        let byte = if self.byte == 0 || other.byte == 0 { 0 } else { both };
        Truth::of_byte(byte).resting_on(self.found_if(byte) | other.found_if(byte))
    }
}

impl BitOr for Truth {
    type Output = Truth;
    #[inline]
    fn bitor(self, other: Truth) -> Truth {
        let either = self.byte | other.byte;
        let byte = if self.byte == 1 || other.byte == 1 { 1 } else { either };
        Truth::of_byte(byte).resting_on(self.found_if(byte) | other.found_if(byte))
    }
}

impl Not for Truth {
    type Output = Truth;
    #[inline]
    fn not(self) -> Truth {
        Truth { byte: if self.byte > 1 { self.byte } else { self.byte ^ 1 }, found: self.found }
    }
}

/// Equal are truths that say the same for the same reasons, whatever they rest on.
impl PartialEq for Truth {
    #[inline]
    fn eq(&self, other: &Truth) -> bool {
        self.byte == other.byte
    }
}

impl Eq for Truth {}

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

/// What [`Truth::choose`] can choose of.
pub trait Choice: Copy {
    /// The one where a truth holds, the other where it does not, what both agree on where it is unknown.
    fn choose(truth: Truth, one: Self, other: Self) -> Self;
}

impl Choice for Truth {
    #[inline]
    fn choose(truth: Truth, one: Truth, other: Truth) -> Truth {
        match truth.known_as() {
            Some(true) => one.resting_on(truth.found),
            Some(false) => other.resting_on(truth.found),
            None if one == other && !one.is_unknown() => one.resting_on(other.found),
            None => Truth::unknown(truth.reasons() | one.reasons() | other.reasons()),
        }
    }
}

impl Choice for Count {
    #[inline]
    fn choose(truth: Truth, one: Count, other: Count) -> Count {
        match truth.known_as() {
            Some(true) => one.resting_on(truth.found),
            Some(false) => other.resting_on(truth.found),
            None => one.or(other, truth.reasons()),
        }
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
    fn what_made_a_truth_is_what_it_rests_on() {
        let (yes, also, no) = (Truth::TRUE.resting_on(1), Truth::TRUE.resting_on(2), Truth::FALSE.resting_on(4));
        let maybe = Truth::unknown(1).resting_on(8);
        assert_eq!((yes & also).found(), 3);
        assert_eq!((yes & no).found(), 4, "of what is false only the parts that are");
        assert_eq!((yes | no | maybe).found(), 1, "of what is true only the parts that are");
        assert_eq!((!no & yes).found(), 5);
        assert_eq!((yes & maybe).found(), 0, "what is unknown rests on nothing");
        assert_eq!(yes.choose(no, also).found(), 5);
        assert_eq!(maybe.choose(yes, also).found(), 3);
    }

    #[test]
    fn what_is_unknown_chooses_only_what_both_agree_on() {
        let maybe = Truth::unknown(8);
        assert_eq!(maybe.choose(Truth::TRUE, Truth::TRUE), Truth::TRUE);
        assert_eq!(maybe.choose(Truth::TRUE, Truth::FALSE).reasons(), 8);
        let count = maybe.choose(Count::from(2), Count::from(5));
        assert_eq!((count.least, count.most, count.reasons), (2.0, 5.0, 8));
    }
}
