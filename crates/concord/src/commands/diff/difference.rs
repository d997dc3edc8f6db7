//! What differs, as one value.

use concord_model::finding::Side;
use serde::Serialize;

use crate::access::Change;

/// How B differs from A.
#[derive(Debug, Serialize)]
pub(super) struct Difference {
    /// What the frameworks of B are allowed to see otherwise.
    pub(super) access: Vec<Change>,
    pub(super) a: String,
    pub(super) b: String,
    /// Reviews whose answers were compared, each coding by itself; nothing where none were.
    pub(super) reviews: Option<u64>,
    /// Reviews that only one of the two has: in A, in B.
    pub(super) only_in: [u64; 2],
    /// Answers in which a framework failed, in A and B together.
    pub(super) failed: u64,
    /// What else differs of what went in.
    pub(super) inputs: Vec<Changed>,
    /// Frameworks that only A has.
    pub(super) removed: Vec<String>,
    /// Frameworks that only B has.
    pub(super) added: Vec<String>,
    /// The frameworks of both.
    pub(super) frameworks: Vec<FrameworkDifference>,
}

/// How a framework differs.
#[derive(Debug, Serialize)]
pub(super) struct FrameworkDifference {
    pub(super) framework: String,
    /// What its manifest says otherwise.
    pub(super) about: Vec<Changed>,
    /// Indicators that only A has.
    pub(super) removed: Vec<Name>,
    /// Indicators that only B has.
    pub(super) added: Vec<Name>,
    /// The indicators of both that differ in what they ask or answer.
    pub(super) indicators: Vec<IndicatorDifference>,
    /// How many indicators of both differ in nothing.
    pub(super) same: usize,
    /// Theme × side, those whose figures differ.
    pub(super) figures: Vec<FigureDifference>,
}

/// An indicator by name.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Name {
    pub(super) indicator: String,
    pub(super) title: String,
}

/// How an indicator differs.
#[derive(Debug, Serialize)]
pub(super) struct IndicatorDifference {
    #[serde(flatten)]
    pub(super) name: Name,
    /// What it asks, means or rests on otherwise.
    pub(super) asked: Vec<Changed>,
    /// Reviews answered otherwise.
    pub(super) changed: u64,
    /// From which answer to which, and how often.
    pub(super) transitions: Vec<Transition>,
    /// The first of these reviews.
    pub(super) listed: Vec<Listed>,
    /// Reviews for which it is told otherwise whether it was looked for.
    pub(super) looked_for_changed: u64,
    /// Reviews for which the number is another.
    pub(super) numbers_changed: u64,
}

/// Something that stands otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Changed {
    pub(super) what: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    /// Where it is written, before and after.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) at: Vec<String>,
}

/// From one answer to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Transition {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) reviews: u64,
}

/// A review that is answered otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Listed {
    pub(super) review: String,
    pub(super) coding: Option<String>,
    pub(super) from: String,
    pub(super) to: String,
}

/// One side of a theme in the national figures (unit: incident, all data, *partly* as present).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct FigureDifference {
    pub(super) theme: String,
    pub(super) title: String,
    pub(super) side: Side,
    /// `None` where the framework does not decide this side of the theme.
    pub(super) before: Option<Bounds>,
    /// The same of B.
    pub(super) after: Option<Bounds>,
    /// How far lower, assessed only and upper moved, in percentage points; `None` where one of the two is not defined.
    pub(super) points: [Option<f64>; 3],
}

/// What can be said of a share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Bounds {
    /// Incidents to which the question applies.
    pub(super) n: u64,
    pub(super) lower: Option<f64>,
    pub(super) assessed_only: Option<f64>,
    pub(super) upper: Option<f64>,
}

/// Digits of a SHA-256 that tell one thing from another.
const DIGITS: usize = 12;

impl Changed {
    /// A file or a component that has other contents, or that only one side has. What is shown is the start of each digest.
    pub(super) fn contents(name: &str, before: Option<&str>, after: Option<&str>) -> Option<Changed> {
        let start = |digest: &str| digest.chars().take(DIGITS).collect::<String>();
        (before != after).then(|| Changed {
            what: format!("contents of {name}, by SHA-256"),
            before: before.map(start),
            after: after.map(start),
            at: Vec::new(),
        })
    }

    /// Something that stands otherwise; nothing where it stands the same.
    pub(super) fn new(what: impl Into<String>, before: Option<String>, after: Option<String>) -> Option<Changed> {
        (before != after).then(|| Changed { what: what.into(), before, after, at: Vec::new() })
    }
}

impl IndicatorDifference {
    /// Whether anything differs.
    pub(super) fn is_any(&self) -> bool {
        !self.asked.is_empty() || self.changed + self.looked_for_changed + self.numbers_changed > 0
    }
}
