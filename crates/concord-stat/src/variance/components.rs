//! The random parts of a score, and which of them a model has.

use serde::Serialize;

/// One figure for each random part of a score.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Components<T> {
    /// Between partnerships.
    pub partnership: T,
    /// Between the reviews of a partnership.
    pub review: T,
    /// Between frameworks.
    pub framework: T,
    /// How differently a framework reads each partnership.
    pub partnership_framework: T,
    /// What is left.
    pub residual: T,
}

/// Places in an array of ratios, in the order in which the parts are eliminated.
pub(super) const REVIEW: usize = 0;
pub(super) const CELL: usize = 1;
pub(super) const PARTNERSHIP: usize = 2;
pub(super) const FRAMEWORK: usize = 3;

impl<T> Components<T> {
    /// Another figure for each part.
    pub fn map<U>(self, f: impl Fn(T) -> U) -> Components<U> {
        Components {
            partnership: f(self.partnership),
            review: f(self.review),
            framework: f(self.framework),
            partnership_framework: f(self.partnership_framework),
            residual: f(self.residual),
        }
    }
}

impl Components<f64> {
    /// Those that are known; `None` for the others.
    pub(super) fn only(&self, known: &Components<bool>) -> Components<Option<f64>> {
        Components {
            partnership: known.partnership.then_some(self.partnership),
            review: known.review.then_some(self.review),
            framework: known.framework.then_some(self.framework),
            partnership_framework: known.partnership_framework.then_some(self.partnership_framework),
            residual: known.residual.then_some(self.residual),
        }
    }

    /// Variances over the residual's.
    pub(super) fn ratios(&self) -> [f64; 4] {
        [self.review, self.partnership_framework, self.partnership, self.framework].map(|variance| variance / self.residual)
    }

    /// The variances that have these ratios.
    pub(super) fn from_ratios(ratios: [f64; 4], residual: f64) -> Components<f64> {
        let [review, partnership_framework, partnership, framework] = ratios.map(|ratio| ratio * residual);
        Components { partnership, review, framework, partnership_framework, residual }
    }
}

/// How frameworks enter a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frameworks {
    /// Not at all: every framework has the same mean.
    Alike,
    /// As if drawn from all that might have been written: one mean and a variance.
    Random,
    /// Each with a mean of its own.
    Fixed,
}

/// Which parts a model has, besides the mean and the residual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model {
    /// A variance between partnerships.
    pub partnership: bool,
    /// A variance between the reviews of a partnership.
    pub review: bool,
    /// What frameworks are.
    pub framework: Frameworks,
    /// A variance of the interaction of partnership and framework.
    pub partnership_framework: bool,
}

impl Model {
    /// All parts, frameworks random.
    pub const FULL: Model = Model { partnership: true, review: true, framework: Frameworks::Random, partnership_framework: true };

    /// Which ratios are free.
    pub(super) fn free(self) -> [bool; 4] {
        [self.review, self.partnership_framework, self.partnership, self.framework == Frameworks::Random]
    }
}
