//! What is wrong with the numbers that a statistic was given.

use std::fmt;

/// The greatest count that is taken: beyond it exact tails would take seconds each, and no register of incidents comes near.
pub const MAX_COUNT: u64 = 1_000_000_000;

/// One fault of the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The row that it is in, from 0; `None` where it is about all of them.
    pub row: Option<usize>,
    /// What is wrong with it.
    pub kind: Kind,
}

/// The kinds of faults.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Kind {
    /// A part that exceeds its whole, as `x` of `n`.
    #[error("{part} is more than {whole}")]
    MoreThanAll {
        /// The part with its name, for instance `x = 7`.
        part: String,
        /// The whole with its name, for instance `n = 5`.
        whole: String,
    },
    /// A number outside the range that has a meaning; NaN is outside every range.
    #[error("{what} is {value}; it must be {allowed}")]
    OutOfRange {
        /// Which number.
        what: &'static str,
        /// Its value.
        value: f64,
        /// What is allowed, for instance `between 0 and 1`.
        allowed: &'static str,
    },
    /// A count above [`MAX_COUNT`].
    #[error("{what} is {value}; the greatest count that is taken is {MAX_COUNT}")]
    TooLarge {
        /// Which count.
        what: &'static str,
        /// Its value.
        value: u64,
    },
    /// A name that cannot stand where it stands.
    #[error("{what} `{name}` {fault}")]
    Name {
        /// What is named so, for instance `category`.
        what: &'static str,
        /// The name.
        name: String,
        /// What is wrong with it, for instance `is declared twice`.
        fault: &'static str,
    },
    /// Two columns of unequal length.
    #[error("{left} numbers in one column and {right} in the other")]
    Unequal {
        /// Length of the first.
        left: usize,
        /// Length of the second.
        right: usize,
    },
    /// A column that cannot be worked with, or a cell of it.
    #[error("{name} {fault}")]
    Column {
        /// What the column is called.
        name: String,
        /// What is wrong, for instance `does not vary`.
        fault: &'static str,
    },
    /// A row for what has a row already.
    #[error("{what} has a row already, row {}", first + 1)]
    Repeated {
        /// What it is for.
        what: String,
        /// The row that it has, from 0.
        first: usize,
    },
    /// Nothing to work with.
    #[error("there is no {what}")]
    Nothing {
        /// What is missing, for instance `row`.
        what: &'static str,
    },
}

/// Every fault of the input, in order of rows; never empty where it is an error.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) => write!(f, "row {}: {}", row + 1, self.kind),
            None => self.kind.fmt(f),
        }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.0.iter().enumerate() {
            write!(f, "{}{fault}", if place == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

impl Faults {
    /// `value` where no fault was noted, else all that were.
    pub fn or<T>(self, value: impl FnOnce() -> T) -> Result<T, Faults> {
        if self.0.is_empty() { Ok(value()) } else { Err(self) }
    }

    /// Notes a fault.
    pub fn note(&mut self, row: Option<usize>, kind: Kind) {
        self.0.push(Fault { row, kind });
    }

    /// Notes a part that exceeds its whole, and a whole that is too large to be a count.
    pub fn share(&mut self, row: usize, part: (&'static str, u64), whole: (&'static str, u64)) {
        if part.1 > whole.1 {
            let kind = Kind::MoreThanAll { part: format!("{} = {}", part.0, part.1), whole: format!("{} = {}", whole.0, whole.1) };
            self.note(Some(row), kind);
        }
        self.count(row, whole);
    }

    /// Notes a count that is too large.
    pub fn count(&mut self, row: usize, (what, value): (&'static str, u64)) {
        if value > MAX_COUNT {
            self.note(Some(row), Kind::TooLarge { what, value });
        }
    }

    /// Notes a number that is not between 0 and 1.
    pub fn unit(&mut self, row: impl Into<Option<usize>>, what: &'static str, value: f64) {
        if !(0.0..=1.0).contains(&value) {
            self.note(row.into(), Kind::OutOfRange { what, value, allowed: "between 0 and 1" });
        }
    }

    /// Notes a number that is negative, infinite or NaN.
    pub fn not_negative(&mut self, row: impl Into<Option<usize>>, what: &'static str, value: f64) {
        if !(value >= 0.0 && value.is_finite()) {
            self.note(row.into(), Kind::OutOfRange { what, value, allowed: "a finite number, not below 0" });
        }
    }

    /// Notes a number that is not above 0, or is infinite or NaN.
    pub fn positive(&mut self, row: impl Into<Option<usize>>, what: &'static str, value: f64) {
        if !(value > 0.0 && value.is_finite()) {
            self.note(row.into(), Kind::OutOfRange { what, value, allowed: "a finite number above 0" });
        }
    }

    /// Notes a number that is infinite or NaN.
    pub fn finite(&mut self, row: impl Into<Option<usize>>, what: &'static str, value: f64) {
        if !value.is_finite() {
            self.note(row.into(), Kind::OutOfRange { what, value, allowed: "a finite number" });
        }
    }

    /// Notes a confidence that is not strictly between 0 and 1.
    pub fn confidence(&mut self, value: f64) {
        if !(value > 0.0 && value < 1.0) {
            self.note(None, Kind::OutOfRange { what: "the confidence", value, allowed: "above 0 and below 1" });
        }
    }

    /// Notes every name that an earlier one already has.
    pub fn distinct(&mut self, what: &'static str, names: &[String]) {
        for (place, name) in names.iter().enumerate() {
            if names[..place].contains(name) {
                self.note(None, Kind::Name { what, name: name.clone(), fault: "is declared twice" });
            }
        }
    }

    /// Notes that there is nothing to work with.
    pub fn some(&mut self, what: &'static str, length: usize) {
        if length == 0 {
            self.note(None, Kind::Nothing { what });
        }
    }

    /// Notes two columns of unequal length.
    pub fn paired(&mut self, left: usize, right: usize) {
        if left != right {
            self.note(None, Kind::Unequal { left, right });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_with_its_row() {
        let mut faults = Faults::default();
        faults.share(0, ("x", 7), ("n", 5));
        faults.share(1, ("x", 1), ("n", 2));
        faults.unit(2, "p", f64::NAN);
        faults.confidence(1.0);
        let text = faults.or(|| ()).unwrap_err().to_string();
        assert_eq!(
            text,
            "row 1: x = 7 is more than n = 5; row 3: p is NaN; it must be between 0 and 1; \
             the confidence is 1; it must be above 0 and below 1"
        );
    }
}
