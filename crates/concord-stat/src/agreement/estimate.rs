//! A coefficient, or why there is none.

use serde::{Serialize, Serializer};

/// Why a figure is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// No unit has a rating.
    #[error("there is no rating")]
    NoRating,
    /// No unit has two ratings.
    #[error("no unit has two ratings")]
    NoPair,
    /// Two raters share no unit.
    #[error("no unit was rated by both")]
    NothingShared,
    /// Chance alone would agree as well: 0/0.
    #[error("all ratings that count are of one category, so that none could have disagreed")]
    OneCategory,
    /// Krippendorff has no such metric.
    #[error("there is no such metric for linear and quadratic weights; ask for nominal, ordinal, interval or ratio")]
    NoMetric,
    /// No pair of ratings has the category.
    #[error("no unit with two ratings has one of this category")]
    Unused,
    /// Nothing to leave out.
    #[error("fewer than two clusters (units, where no cluster is named) have a rating")]
    TooFewGroups,
    /// One of the replicates is undefined.
    #[error("without one of the clusters (units, where no cluster is named) the coefficient is undefined")]
    WithoutOne,
}

impl Serialize for Undefined {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A finite figure, or why there is none.
pub type Estimate = Result<f64, Undefined>;

/// One minus the observed disagreement over the expected; 0/0 where nothing could have disagreed.
pub(super) fn beyond_chance(observed: f64, expected: f64) -> Estimate {
    if expected > 0.0 { Ok(1.0 - observed / expected) } else { Err(Undefined::OneCategory) }
}

/// Figures by declared category, in the order of declaration; a JSON object.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ByCategory(pub Vec<(String, Option<f64>)>);

impl Serialize for ByCategory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(category, figure)| (category, figure)))
    }
}

/// Which members of an object are undefined, by reason.
#[derive(Debug, Default)]
pub(super) struct Reasons(Vec<(Undefined, Vec<String>)>);

impl Reasons {
    /// The figure of a member; where there is none, its reason is noted.
    pub(super) fn take(&mut self, member: impl Into<String>, estimate: Estimate) -> Option<f64> {
        let reason = match estimate {
            Ok(figure) => return Some(figure),
            Err(reason) => reason,
        };
        match self.0.iter_mut().find(|(noted, _)| *noted == reason) {
            Some((_, members)) => members.push(member.into()),
            None => self.0.push((reason, vec![member.into()])),
        }
        None
    }

    /// `member, member: reason; member: reason`, or nothing.
    pub(super) fn why(self) -> Option<String> {
        let told: Vec<String> = self.0.iter().map(|(reason, members)| format!("{}: {reason}", members.join(", "))).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }
}
