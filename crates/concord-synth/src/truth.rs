//! What was true, beside what was recorded.

use serde::Serialize;

use crate::practice::ThemeBits;

/// What is true of one theme in one review's incident, and whether the review looked at it. A row of a truth file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TruthRow<'a> {
    /// The review.
    pub review_id: &'a str,
    /// The partnership that it belongs to.
    pub partnership_id: &'a str,
    /// The theme, for instance `T04`.
    pub theme: &'a str,
    /// Whether the theme was truly present, looked for or not, recorded or not.
    pub true_state: State,
    /// Whether the review looked for it. What it did not look for, it did not record.
    pub looked_for: bool,
}

/// Whether a theme is truly there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is.
    Present,
    /// It is not.
    Absent,
}

/// The truth of one review, a bit a theme.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReviewTruth {
    /// Its row in the chunk.
    pub(crate) row: usize,
    pub(crate) present: ThemeBits,
    pub(crate) looked: ThemeBits,
}
