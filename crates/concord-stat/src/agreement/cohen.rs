//! Two raters: percent agreement and Cohen's kappa, from the units that both rated.
//!
//! Expected disagreement is `Σ d p_c r_k` with p and r the two raters' shares in these units (Cohen 1960, Educational and Psychological
//! Measurement 20:37–46; weighted 1968, Psychological Bulletin 70:213–220).
//!
//! Ends: undefined where both use one and the same category (0/0), or share no unit. Misleads: with a rare category it is low however
//! often the two agree; raters with unlike shares get a higher one for it (Feinstein and Cicchetti 1990, Journal of Clinical Epidemiology
//! 43:543–549).

use serde::Serialize;

use super::estimate::{Estimate, Undefined, beyond_chance};
use super::ratings::Ratings;
use super::weights::Scale;
use crate::fault::Faults;

/// One pair of raters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The one.
    pub a: String,
    /// The other, who stands after the first.
    pub b: String,
    /// What is said of them.
    #[serde(flatten)]
    pub compared: Compared,
}

/// Two raters compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Units that both rated.
    pub n: u64,
    /// The mean weight of their two ratings, between 0 and 1; `None` where they share no unit.
    pub percent: Option<f64>,
    /// Cohen's kappa.
    pub cohen_kappa: Option<f64>,
    /// Why something above is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Undefined>,
}

/// Two raters with two categories: the units by the first rater's category and then by the second's.
///
/// # Errors
/// Counts above [`crate::fault::MAX_COUNT`].
pub fn two_by_two(table: [[u64; 2]; 2]) -> Result<Compared, Faults> {
    let mut faults = Faults::default();
    for (row, counts) in table.iter().enumerate() {
        counts.iter().for_each(|count| faults.count(row, ("a cell", *count)));
    }
    faults.or(|| compared(table.as_flattened(), &Scale::binary()))
}

/// Every two raters, in their order.
pub(super) fn pairwise(ratings: &Ratings, scale: &Scale) -> Vec<Pair> {
    let tables = tables(ratings, scale.categories());
    let raters = &ratings.raters;
    let names = raters.iter().enumerate().flat_map(|(place, a)| raters[place + 1..].iter().map(move |b| (a.clone(), b.clone())));
    names.zip(&tables).map(|((a, b), table)| Pair { a, b, compared: compared(table, scale) }).collect()
}

/// The units of every two raters by their two categories; pairs in the order of [`pairwise`].
fn tables(ratings: &Ratings, q: usize) -> Vec<Vec<u64>> {
    let raters = ratings.raters.len();
    let mut tables = vec![vec![0; q * q]; raters * (raters - 1) / 2];
    for unit in &ratings.units {
        let mut first_pair = 0;
        for (place, a) in unit.iter().enumerate() {
            let others = &unit[place + 1..];
            if let Some(a) = a {
                let pairs = tables[first_pair..].iter_mut().zip(others);
                pairs.for_each(|(table, b)| b.iter().for_each(|b| table[a * q + b] += 1));
            }
            first_pair += others.len();
        }
    }
    tables
}

/// Two raters by the units in each cell, which are as many as the scale has distances.
fn compared(table: &[u64], scale: &Scale) -> Compared {
    let n = table.iter().sum::<u64>();
    if n == 0 {
        return Compared { n, percent: None, cohen_kappa: None, why: Some(Undefined::NothingShared) };
    }
    let observed = table.iter().zip(scale.distances()).map(|(units, distance)| *units as f64 * distance).sum::<f64>() / n as f64;
    let kappa = kappa(table, n, observed, scale);
    Compared { n, percent: Some(1.0 - observed), cohen_kappa: kappa.ok(), why: kappa.err() }
}

fn kappa(table: &[u64], n: u64, observed: f64, scale: &Scale) -> Estimate {
    let q = scale.categories();
    let share = |count: u64| count as f64 / n as f64;
    let first: Vec<f64> = table.chunks_exact(q).map(|row| share(row.iter().sum())).collect();
    let second: Vec<f64> = (0..q).map(|column| share(table.iter().skip(column).step_by(q).sum())).collect();
    beyond_chance(observed, scale.between(&first, &second))
}
