//! Scores as rows, checked and summed.

use std::collections::BTreeMap;

use super::sums::Sums;
use crate::fault::{Faults, Kind};

/// One score.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The partnership.
    pub partnership: String,
    /// Its review; two partnerships may use the same name for different reviews.
    pub review: String,
    /// The framework that scored it.
    pub framework: String,
    /// What it gave; `None` where it did not answer.
    pub score: Option<f64>,
}

/// The sums of rows, with the names of what they are by.
pub(super) struct Scores {
    /// In the order in which they first appear.
    pub(super) partnerships: Vec<String>,
    /// In alphabetical order.
    pub(super) frameworks: Vec<String>,
    /// What was taken from every score.
    pub(super) origin: f64,
    pub(super) sums: Sums,
}

impl Scores {
    pub(super) fn new(rows: &[Score]) -> Result<Scores, Faults> {
        check(rows)?;
        let mut partnerships: Vec<String> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            places.entry(&row.partnership).or_insert_with(|| {
                partnerships.push(row.partnership.clone());
                partnerships.len() - 1
            });
        }
        let mut frameworks: Vec<&str> = rows.iter().map(|row| row.framework.as_str()).collect();
        frameworks.sort_unstable();
        frameworks.dedup();
        let origin = origin(rows);
        let mut sums = Sums::new(partnerships.len(), frameworks.len());
        for ((partnership, _), answers) in by_review(rows) {
            let mut scores = vec![None; frameworks.len()];
            for answer in answers {
                let place = frameworks.partition_point(|other| **other < *answer.framework);
                scores[place] = answer.score.map(|score| score - origin);
            }
            sums.add(places[partnership], &scores)?;
        }
        Ok(Scores { partnerships, frameworks: frameworks.into_iter().map(String::from).collect(), origin, sums })
    }
}

/// The rows of each review.
fn by_review(rows: &[Score]) -> BTreeMap<(&str, &str), Vec<&Score>> {
    let mut reviews: BTreeMap<(&str, &str), Vec<&Score>> = BTreeMap::new();
    for row in rows {
        reviews.entry((&row.partnership, &row.review)).or_default().push(row);
    }
    reviews
}

fn check(rows: &[Score]) -> Result<(), Faults> {
    let mut faults = Faults::default();
    faults.some("row", rows.len());
    let mut seen = BTreeMap::new();
    for (place, Score { partnership, review, framework, score }) in rows.iter().enumerate() {
        score.iter().for_each(|score| faults.finite(place, "the score", *score));
        let first = *seen.entry((partnership, review, framework)).or_insert(place);
        if first != place {
            let what = format!("framework {framework} on review {review} of partnership {partnership}");
            faults.note(Some(place), Kind::Repeated { what, first });
        }
    }
    faults.or(|| ())
}

/// 0, unless scores lie far from it beside their range: then near their middle, a multiple of a power of two that their range exceeds, so
/// that few digits go on what they share and sums of halves stay exact.
fn origin(rows: &[Score]) -> f64 {
    let scores = || rows.iter().filter_map(|row| row.score);
    let (low, high) = (scores().fold(f64::INFINITY, f64::min), scores().fold(f64::NEG_INFINITY, f64::max));
    let (middle, range) = (0.5 * low + 0.5 * high, high - low);
    let unit = libm::scalbn(1.0, libm::frexp(range).1 - 1);
    let origin = libm::round(middle / unit) * unit;
    if range > 0.0 && middle.abs() > 10.0 * range && origin.is_finite() { origin } else { 0.0 }
}
