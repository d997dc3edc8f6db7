//! What a framework's answers come to on a common theme: one finding a review, theme and side.

use serde::{Deserialize, Serialize};

use crate::answer::Looked;
use crate::framework::Polarity;

/// Concerns and strengths are found apart: a strength that is not recorded is no concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Something went wrong.
    Concern,
    /// Something went well.
    Strength,
}

impl Side {
    /// Both, in the order of all outputs.
    pub const ALL: [Side; 2] = [Side::Concern, Side::Strength];

    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Side::Concern => "concern",
            Side::Strength => "strength",
        }
    }

    /// The side as an indicator's polarity.
    #[must_use]
    pub fn polarity(self) -> Polarity {
        match self {
            Side::Concern => Polarity::Concern,
            Side::Strength => Polarity::Strength,
        }
    }
}

/// What a framework finds on a theme in one cut of *partly*.
///
/// The order is that of several reviews of one incident: the incident has the greatest status of its reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Status {
    /// The framework has no concept of the theme, or none that decides.
    #[default]
    NotInScope = 0,
    /// The question does not arise.
    NotApplicable = 1,
    /// It cannot be told.
    NotDeterminable = 2,
    /// The framework failed, and nothing else decides.
    Error = 3,
    /// Somebody looked, and it is not there.
    Absent = 4,
    /// One indicator says present and another absent: present in the headline, absent in the lower bound.
    Conflict = 5,
    /// It is there.
    Present = 6,
}

impl Status {
    /// All, in their order.
    pub const ALL: [Status; 7] = [
        Status::NotInScope,
        Status::NotApplicable,
        Status::NotDeterminable,
        Status::Error,
        Status::Absent,
        Status::Conflict,
        Status::Present,
    ];

    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::NotInScope => "not_in_scope",
            Status::NotApplicable => "not_applicable",
            Status::NotDeterminable => "not_determinable",
            Status::Error => "error",
            Status::Absent => "absent",
            Status::Conflict => "conflict",
            Status::Present => "present",
        }
    }

    /// Whether it says something of the theme: present, absent, or both in conflict.
    #[must_use]
    pub fn determinable(self) -> bool {
        self >= Status::Absent
    }

    fn from_bits(bits: u8) -> Status {
        Status::ALL.get(usize::from(bits & 7)).copied().unwrap_or_default()
    }
}

/// What a framework finds on one side of a theme, in both cuts of *partly*, which is never merged or halved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Finding {
    /// With *partly* taken as present.
    pub partly_present: Status,
    /// With *partly* taken as absent.
    pub partly_absent: Status,
    /// Whether what decided it was looked for; where nothing decided, whether anything was looked for. A present found by the
    /// way is not `Yes`, so that looked-for findings are those with `Yes` here and no others.
    pub looked: Looked,
}

impl Finding {
    /// The finding of a framework that has no concept of a theme.
    pub const NOT_IN_SCOPE: Finding =
        Finding { partly_present: Status::NotInScope, partly_absent: Status::NotInScope, looked: Looked::Unknown };

    /// The finding as a byte: bits 0–2 the one cut, 3–5 the other, 6–7 [`Looked`].
    #[must_use]
    pub fn to_byte(self) -> u8 {
        self.partly_present as u8 | (self.partly_absent as u8) << 3 | (self.looked as u8) << 6
    }

    /// The finding of a byte. Bits without a meaning are read as not in scope and as unknown.
    #[must_use]
    pub fn from_byte(byte: u8) -> Finding {
        let looked = match byte >> 6 {
            1 => Looked::Yes,
            2 => Looked::No,
            _ => Looked::Unknown,
        };
        Finding { partly_present: Status::from_bits(byte), partly_absent: Status::from_bits(byte >> 3), looked }
    }
}

/// The findings of all frameworks for a run of reviews (unit: review; second codings included).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BatchFindings {
    /// How many reviews.
    pub reviews: usize,
    /// One for each framework × theme × side that is in scope, in that order. What has no column is not in scope.
    pub columns: Vec<FindingColumn>,
}

/// The findings of one framework on one side of one theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingColumn {
    /// The framework's place among those of the run.
    pub framework: usize,
    /// The theme's place in the dictionary.
    pub theme: usize,
    /// Concern or strength.
    pub side: Side,
    /// A byte a review: [`Finding::from_byte`].
    pub findings: Vec<u8>,
}

impl BatchFindings {
    /// A review's finding; not in scope where there is no such column or review.
    #[must_use]
    pub fn finding(&self, framework: usize, theme: usize, side: Side, review: usize) -> Finding {
        let key = (framework, theme, side);
        let column = self.columns.binary_search_by_key(&key, |column| (column.framework, column.theme, column.side));
        let byte = column.ok().and_then(|place| self.columns[place].findings.get(review));
        byte.map_or(Finding::NOT_IN_SCOPE, |&byte| Finding::from_byte(byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_goes_to_a_byte_and_back() {
        for partly_present in Status::ALL {
            for partly_absent in Status::ALL {
                for looked in [Looked::Unknown, Looked::Yes, Looked::No] {
                    let finding = Finding { partly_present, partly_absent, looked };
                    assert_eq!(Finding::from_byte(finding.to_byte()), finding);
                }
            }
        }
    }

    #[test]
    fn what_has_no_column_is_not_in_scope() {
        let present = Finding { partly_present: Status::Present, partly_absent: Status::Absent, looked: Looked::Yes };
        let column = FindingColumn { framework: 1, theme: 4, side: Side::Concern, findings: vec![present.to_byte()] };
        let findings = BatchFindings { reviews: 1, columns: vec![column] };
        assert_eq!(findings.finding(1, 4, Side::Concern, 0), present);
        assert_eq!(findings.finding(1, 4, Side::Strength, 0), Finding::NOT_IN_SCOPE);
        assert_eq!(findings.finding(1, 4, Side::Concern, 9), Finding::NOT_IN_SCOPE);
    }
}
