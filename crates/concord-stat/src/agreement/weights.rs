//! How far apart two categories are.
//!
//! Distances are 1 − irrCAC's weight of the same name (Gwet 2014, *Handbook of Inter-Rater Reliability*, fourth edition, chapter 3), each
//! divided by the largest, so that they lie in [0, 1] and are 0 for a category and itself. With categories i and j at places i and j:
//!
//! | weights | distance before the division |
//! |---|---|
//! | nominal | 1 |
//! | ordinal | C(\|i − j\| + 1, 2) |
//! | linear | \|i − j\| |
//! | quadratic | (i − j)² |
//! | interval | (v − w)², of the categories' own values |
//! | ratio | ((v − w)/(v + w))², of the categories' own values |
//!
//! Misleads: interval and quadratic differ where values are not evenly spaced; a distance that suits the subject has to be chosen before
//! the data are seen.

use crate::fault::{Faults, Kind};

/// What the distance between two categories is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weights {
    /// The same or not.
    #[default]
    Nominal,
    /// By the pairs of categories from the one to the other.
    Ordinal,
    /// By the squared difference of the categories' own values.
    Interval,
    /// By the squared difference over sum of the categories' own values.
    Ratio,
    /// By the difference of places.
    Linear,
    /// By the squared difference of places.
    Quadratic,
}

/// The declared categories' distances.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    weights: Weights,
    categories: usize,
    distances: Vec<f64>,
}

impl Scale {
    /// The distances between `categories`, all that are declared in their order, whether or not they are used.
    ///
    /// # Errors
    /// Fewer than two categories, one that is declared twice; with interval and ratio weights one that is no number, or has the same
    /// value as another; with ratio weights one below 0.
    pub fn new(categories: &[String], weights: Weights) -> Result<Scale, Faults> {
        let mut faults = Faults::default();
        if categories.len() < 2 {
            let allowed = "2 or more, since one category leaves nothing to disagree on";
            faults.note(None, Kind::OutOfRange { what: "the number of categories", value: categories.len() as f64, allowed });
        }
        faults.distinct("category", categories);
        let values = values(categories, weights, &mut faults);
        faults.or(|| Scale::of_values(&values, weights))
    }

    /// Two categories: found or not.
    #[must_use]
    pub fn binary() -> Scale {
        Scale::of_values(&[0.0, 1.0], Weights::Nominal)
    }

    fn of_values(values: &[f64], weights: Weights) -> Scale {
        let places = 0..values.len();
        let pairs = places.clone().flat_map(|i| places.clone().map(move |j| (i, j)));
        let distances: Vec<f64> = pairs.map(|(i, j)| if i == j { 0.0 } else { distance(weights, values, i, j) }).collect();
        let largest = distances.iter().copied().fold(0.0, f64::max);
        Scale { weights, categories: values.len(), distances: distances.iter().map(|distance| distance / largest).collect() }
    }

    /// What the distances are.
    #[must_use]
    pub fn weights(&self) -> Weights {
        self.weights
    }

    /// How many categories are declared.
    #[must_use]
    pub fn categories(&self) -> usize {
        self.categories
    }

    /// Every distance, by first category and then by second.
    #[must_use]
    pub fn distances(&self) -> &[f64] {
        &self.distances
    }

    /// `Σ d f(c) g(k)` over categories c and k: the mean distance of two independent ratings where `f` and `g` are shares.
    pub(super) fn between(&self, f: &[f64], g: &[f64]) -> f64 {
        let rows = self.distances.chunks_exact(self.categories).zip(f);
        rows.map(|(row, share)| share * row.iter().zip(g).map(|(distance, other)| distance * other).sum::<f64>()).sum()
    }
}

fn distance(weights: Weights, values: &[f64], i: usize, j: usize) -> f64 {
    let steps = i.abs_diff(j) as f64;
    let (v, w) = (values[i], values[j]);
    match weights {
        Weights::Nominal => 1.0,
        Weights::Ordinal => 0.5 * steps * (steps + 1.0),
        Weights::Linear => steps,
        Weights::Quadratic => steps * steps,
        Weights::Interval => (v - w) * (v - w),
        Weights::Ratio => ((v - w) / (v + w)) * ((v - w) / (v + w)),
    }
}

/// The categories' own values where these count, else their places; divided by the largest, which no distance depends on, so that no
/// square overflows.
fn values(categories: &[String], weights: Weights, faults: &mut Faults) -> Vec<f64> {
    if !matches!(weights, Weights::Interval | Weights::Ratio) {
        return (0..categories.len()).map(|place| place as f64).collect();
    }
    let mut values: Vec<f64> = Vec::with_capacity(categories.len());
    for name in categories {
        let value = name.trim().parse().ok().filter(|value: &f64| value.is_finite());
        let fault = match value {
            None => Some("is no number, which interval and ratio weights need"),
            Some(value) if weights == Weights::Ratio && value < 0.0 => Some("is below 0, where ratios have no meaning"),
            Some(value) if values.contains(&value) => Some("has the value of an earlier category"),
            Some(_) => None,
        };
        if let Some(fault) = fault {
            faults.note(None, Kind::Name { what: "category", name: name.clone(), fault });
        }
        values.push(value.unwrap_or(f64::NAN));
    }
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    values.iter().map(|value| value / largest).collect()
}
