//! What a framework answers: one byte a review and indicator, with what it rests on.
//!
//! The layout is that of `framework.wit`; the bytes that a guest returns are the bytes that the host reads.

use serde::{Deserialize, Serialize};

/// The framework failed for this review.
pub const ERROR: u8 = 253;
/// It could not be told; the reasons say why.
pub const NOT_DETERMINABLE: u8 = 254;
/// The question does not arise.
pub const NOT_APPLICABLE: u8 = 255;

/// In a [`Failure`], stands for every indicator: the framework failed on the review as a whole.
pub const EVERY: u32 = u32::MAX;

/// Why an answer could not be told, or no number given: a set of bits.
pub mod reason {
    use crate::missing::Missing;

    /// A value was withheld by the host.
    pub const WITHHELD: u8 = 1 << 5;
    /// A local code lies outside the vocabulary that the coder used.
    pub const OUTSIDE_CODEBOOK: u8 = 1 << 6;
    /// It would be absent, but nobody is known to have looked.
    pub const NOT_LOOKED_FOR: u8 = 1 << 7;

    /// No line of the scale holds.
    pub const NO_LINE_HOLDS: u16 = 1 << 8;
    /// The number is none that can be: see [`Measure::is_sound`](super::Measure::is_sound).
    pub const UNSOUND_NUMBER: u16 = 1 << 9;
    /// The framework gives no reason; the host says so in its place.
    pub const NO_REASON_GIVEN: u16 = 1 << 10;
    /// How many reasons there are, one a bit.
    pub const COUNT: usize = 11;

    /// The bit of a missing value's reason.
    #[must_use]
    pub const fn of(missing: Missing) -> u8 {
        1 << (missing as u8 - 1)
    }

    /// The names of the reasons in a set, in the order of their bits.
    pub fn names(set: impl Into<u16>) -> impl Iterator<Item = &'static str> {
        let set = set.into();
        const NAMES: [&str; COUNT] = [
            "not_known",
            "not_recorded",
            "not_yet_obtained",
            "refused",
            "not_applicable",
            "withheld",
            "outside_codebook",
            "not_looked_for",
            "no_line_holds",
            "unsound_number",
            "no_reason_given",
        ];
        NAMES.into_iter().enumerate().filter(move |(bit, _)| set & (1 << bit) != 0).map(|(_, name)| name)
    }
}

/// Whether something was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Looked {
    /// It cannot be told whether anybody looked.
    Unknown = 0,
    /// Somebody looked.
    Yes = 1,
    /// Nobody looked.
    No = 2,
}

impl Looked {
    /// The name in files and outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Looked::Yes => "yes",
            Looked::No => "no",
            Looked::Unknown => "unknown",
        }
    }
}

/// A number that an indicator gives: known, or known to lie between two ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// The least that it can be (of a share: the count).
    pub lower: f64,
    /// The most that it can be; equal to `lower` where it is known.
    pub upper: f64,
    /// Of a share, the number that the counts are of; 1 where it is no share.
    pub of: f64,
}

impl Measure {
    /// Whether a framework can have counted so: finite ends in their order, of no less than nothing, and of a share no count below nothing
    /// or above what it is of.
    #[must_use]
    pub fn is_sound(self) -> bool {
        let Measure { lower, upper, of } = self;
        let finite = lower.is_finite() && upper.is_finite() && of.is_finite();
        finite && lower <= upper && of >= 0.0 && (of == 1.0 || self.is_share())
    }

    /// Whether it is a share of what it is of.
    #[must_use]
    pub fn is_share(self) -> bool {
        0.0 <= self.lower && self.lower <= self.upper && self.upper <= self.of
    }
}

/// The answers of one framework for one batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// One an indicator, in the descriptor's order.
    pub columns: Vec<AnswerColumn>,
    /// The reviews and indicators that failed, with what went wrong.
    pub failures: Vec<Failure>,
}

/// The answers to one indicator, one a review.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswerColumn {
    /// A place in the indicator's scale, or [`ERROR`], [`NOT_DETERMINABLE`], [`NOT_APPLICABLE`]; empty where there is no scale.
    pub answers: Vec<u8>,
    /// [`Looked`] as a byte; empty where all were looked for.
    pub looked: Vec<u8>,
    /// Why it could not be told ([`reason`]): a byte a review, and where any is needed a second one a review after them; empty where all
    /// were told.
    pub reasons: Vec<u8>,
    /// Three little-endian f64 a review: lower, upper, of what; NaN where there is none; empty without a measure.
    pub measures: Vec<u8>,
    /// The rows that each answer rests on, one entry for each of the indicator's evidence tables.
    pub evidence: Vec<Cited>,
}

/// Rows cited, review by review.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cited {
    /// reviews + 1 little-endian u32 offsets into `rows`; empty where nothing is cited.
    pub offsets: Vec<u8>,
    /// Little-endian u32 row numbers within the batch.
    pub rows: Vec<u8>,
}

/// An indicator that failed for one review (answer [`ERROR`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The review, within the batch.
    pub review: u32,
    /// The indicator's place, or [`EVERY`].
    pub indicator: u32,
    /// What went wrong.
    pub message: String,
}

/// One step of the reasoning behind an answer, outermost first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How deep it lies in the reasoning.
    pub depth: u8,
    /// Where it is written, if that is known.
    pub at: Option<String>,
    /// The step, in the rule's words.
    pub text: String,
    /// What it came to.
    pub value: String,
    /// Whether it holds; `None` where it cannot be told or is no truth value.
    pub holds: Option<bool>,
    /// The child table whose rows it rests on.
    pub table: Option<String>,
    /// Those rows, within the batch.
    pub rows: Vec<u32>,
}

impl AnswerColumn {
    /// Whether something was looked for in a review.
    #[must_use]
    pub fn looked(&self, review: usize) -> Looked {
        match self.looked.get(review) {
            None | Some(1) => Looked::Yes,
            Some(2) => Looked::No,
            Some(_) => Looked::Unknown,
        }
    }

    /// Why it could not be told in a review: a set of [`reason`] bits.
    #[must_use]
    pub fn reasons(&self, review: usize) -> u16 {
        let byte = |place: usize| self.reasons.get(place).copied().unwrap_or(0);
        u16::from_le_bytes([byte(review), byte(self.reviews() + review)])
    }

    /// Writes why it could not be told, a set of [`reason`] bits a review.
    pub fn set_reasons(&mut self, sets: &[u16]) {
        let byte = |place: usize| sets.iter().map(move |set| set.to_le_bytes()[place]);
        self.reasons = if sets.iter().all(|set| *set == 0) { Vec::new() } else { byte(0).collect() };
        if sets.iter().any(|set| *set > 0xff) {
            self.reasons.extend(byte(1));
        }
    }

    /// How many reviews are answered.
    fn reviews(&self) -> usize {
        if self.answers.is_empty() { self.measures.len() / 24 } else { self.answers.len() }
    }

    /// The number given for a review, if any.
    #[must_use]
    pub fn measure(&self, review: usize) -> Option<Measure> {
        let slot = self.measures.get(review * 24..review * 24 + 24)?;
        let number = |at: usize| slot[at..at + 8].try_into().map_or(f64::NAN, f64::from_le_bytes);
        let measure = Measure { lower: number(0), upper: number(8), of: number(16) };
        (!measure.lower.is_nan()).then_some(measure)
    }

    /// Adds the number given for the next review; `None` where there is none.
    pub fn push_measure(&mut self, measure: Option<Measure>) {
        let [lower, upper, of] = measure.map_or([f64::NAN; 3], |m| [m.lower, m.upper, m.of]);
        for number in [lower, upper, of] {
            self.measures.extend_from_slice(&number.to_le_bytes());
        }
    }
}

impl Cited {
    /// The rows cited for a review, within the batch.
    pub fn rows(&self, review: usize) -> impl Iterator<Item = u32> + '_ {
        let offset = |place: usize| number(&self.offsets, place) as usize;
        let range = if self.offsets.is_empty() { 0..0 } else { offset(review)..offset(review + 1) };
        range.map(|place| number(&self.rows, place))
    }
}

/// The u32 at a place of a little-endian buffer; 0 beyond its end.
#[must_use]
#[inline]
pub fn number(bytes: &[u8], place: usize) -> u32 {
    bytes.get(place * 4..place * 4 + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}
