//! Why a value is missing.

use serde::{Deserialize, Serialize};

/// Why a value is not there. A null or an empty cell is [`Missing::NotRecorded`]; nothing is ever missing without a reason.
///
/// The discriminants are the bytes of a column's `missing` buffer, where 0 means that the value is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Missing {
    /// Somebody looked and could not tell.
    NotKnown = 1,
    /// The record does not say.
    NotRecorded = 2,
    /// It will be told later (`NOBT` in the ethnicity codes).
    NotYetObtained = 3,
    /// The person asked declined to say (`REFU` in the ethnicity codes).
    Refused = 4,
    /// The question does not arise for this row.
    NotApplicable = 5,
    /// The host holds it back: a sensitive field that the run did not grant.
    Withheld = 6,
}

impl Missing {
    /// All reasons that data may give, in the order of their bytes. [`Missing::Withheld`] is the host's alone.
    pub const IN_DATA: [Missing; 5] =
        [Missing::NotKnown, Missing::NotRecorded, Missing::NotYetObtained, Missing::Refused, Missing::NotApplicable];

    /// The reason's name in files and outputs: `not_known`, `refused`, ….
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Missing::NotKnown => "not_known",
            Missing::NotRecorded => "not_recorded",
            Missing::NotYetObtained => "not_yet_obtained",
            Missing::Refused => "refused",
            Missing::NotApplicable => "not_applicable",
            Missing::Withheld => "withheld",
        }
    }

    /// The reason that data names so, if there is one. `withheld` is not for data to say.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Missing> {
        Missing::IN_DATA.into_iter().find(|reason| reason.name() == name)
    }

    /// The reason of a byte in a `missing` buffer; `None` for 0 (given) and for bytes without a meaning.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Missing> {
        Missing::IN_DATA.into_iter().chain([Missing::Withheld]).find(|reason| *reason as u8 == byte)
    }
}
