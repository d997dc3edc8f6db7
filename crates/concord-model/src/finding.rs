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
}

/// What a framework finds on one side of a theme, in both cuts of *partly*, which is never merged or halved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Finding {
    /// With *partly* taken as present.
    pub partly_present: Status,
    /// With *partly* taken as absent.
    pub partly_absent: Status,
    /// With *partly* taken as present: whether what decided it was looked for; where nothing decided, whether anything was looked for. A
    /// present found by the way is not `Yes`, so that looked-for findings are those with `Yes` here and no others.
    pub looked: Looked,
    /// The same with *partly* taken as absent, where other answers may be those that decide.
    pub looked_partly_absent: Looked,
}

/// The statuses that are told apart by cut: where the question does not arise in one, it does not in the other.
const BY_CUT: [Status; 5] = [Status::NotDeterminable, Status::Error, Status::Absent, Status::Conflict, Status::Present];
const BY_LOOKED: [Looked; 3] = [Looked::Unknown, Looked::Yes, Looked::No];

/// The first byte of the findings that apply.
const APPLIES: u8 = 2;

/// By byte.
const FINDINGS: [Finding; 256] = {
    let mut findings = [Finding::NOT_IN_SCOPE; 256];
    findings[1] = Finding { partly_present: Status::NotApplicable, partly_absent: Status::NotApplicable, ..Finding::NOT_IN_SCOPE };
    let mut place = 0;
    while place < BY_CUT.len() * BY_CUT.len() * BY_LOOKED.len() * BY_LOOKED.len() {
        findings[APPLIES as usize + place] = Finding {
            partly_present: BY_CUT[place / 45],
            partly_absent: BY_CUT[place / 9 % 5],
            looked: BY_LOOKED[place / 3 % 3],
            looked_partly_absent: BY_LOOKED[place % 3],
        };
        place += 1;
    }
    findings
};

impl Finding {
    /// The finding of a framework that has no concept of a theme.
    pub const NOT_IN_SCOPE: Finding = Finding {
        partly_present: Status::NotInScope,
        partly_absent: Status::NotInScope,
        looked: Looked::Unknown,
        looked_partly_absent: Looked::Unknown,
    };

    /// A finding that is the same in both cuts.
    #[must_use]
    pub const fn same(status: Status, looked: Looked) -> Finding {
        Finding { partly_present: status, partly_absent: status, looked, looked_partly_absent: looked }
    }

    /// Both cuts, *partly* as present first: the status, and whether it was looked for.
    #[must_use]
    pub fn cuts(self) -> [(Status, Looked); 2] {
        [(self.partly_present, self.looked), (self.partly_absent, self.looked_partly_absent)]
    }

    /// The finding as a byte: 0 is not in scope, 1 does not apply, and the others are those that apply, both statuses and then both
    /// [`Looked`] as the digits of one number. Of a finding that does not apply in one cut, that cut alone is kept, for it cannot be.
    #[must_use]
    pub fn to_byte(self) -> u8 {
        let status = |status: Status| (status as u8).checked_sub(Status::NotDeterminable as u8);
        let (Some(present), Some(absent)) = (status(self.partly_present), status(self.partly_absent)) else {
            return self.partly_present.min(self.partly_absent) as u8;
        };
        APPLIES + ((present * 5 + absent) * 3 + self.looked as u8) * 3 + self.looked_partly_absent as u8
    }

    /// The finding of a byte. Bytes without a meaning are read as not in scope.
    #[must_use]
    pub fn from_byte(byte: u8) -> Finding {
        FINDINGS[usize::from(byte)]
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
    fn every_finding_goes_to_a_byte_of_its_own_and_back() {
        let looked = [Looked::Unknown, Looked::Yes, Looked::No];
        let mut bytes = std::collections::BTreeSet::new();
        for [partly_present, partly_absent] in BY_CUT.into_iter().flat_map(|a| BY_CUT.map(|b| [a, b])) {
            for [looked, looked_partly_absent] in looked.into_iter().flat_map(|a| looked.map(|b| [a, b])) {
                let finding = Finding { partly_present, partly_absent, looked, looked_partly_absent };
                assert_eq!(Finding::from_byte(finding.to_byte()), finding);
                assert!(bytes.insert(finding.to_byte()));
            }
        }
        for status in [Status::NotInScope, Status::NotApplicable] {
            let finding = Finding::same(status, Looked::Unknown);
            assert_eq!(Finding::from_byte(finding.to_byte()), finding);
            assert!(bytes.insert(finding.to_byte()));
        }
        let rest = (0..=u8::MAX).filter(|byte| !bytes.contains(byte));
        assert!(rest.map(Finding::from_byte).all(|finding| finding == Finding::NOT_IN_SCOPE));
    }

    #[test]
    fn what_has_no_column_is_not_in_scope() {
        let present = Finding { partly_absent: Status::Absent, ..Finding::same(Status::Present, Looked::Yes) };
        let column = FindingColumn { framework: 1, theme: 4, side: Side::Concern, findings: vec![present.to_byte()] };
        let findings = BatchFindings { reviews: 1, columns: vec![column] };
        assert_eq!(findings.finding(1, 4, Side::Concern, 0), present);
        assert_eq!(findings.finding(1, 4, Side::Strength, 0), Finding::NOT_IN_SCOPE);
        assert_eq!(findings.finding(1, 4, Side::Concern, 9), Finding::NOT_IN_SCOPE);
    }
}
