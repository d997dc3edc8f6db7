//! Ratings as a table of units × raters, and what is counted in it.

use super::jackknife::Group;
use super::tally::Tally;
use super::weights::{Scale, Weights};
use crate::fault::{Faults, Kind};

/// Who rated what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ratings {
    /// The declared categories in their order, whether or not they are used.
    pub categories: Vec<String>,
    /// What the distance between two of them is.
    pub weights: Weights,
    /// The raters' names.
    pub raters: Vec<String>,
    /// The cluster of each unit; `None` where every unit stands for itself.
    pub clusters: Option<Vec<String>>,
    /// For each unit, and in it for each rater, the place of the category among those declared; `None` is a missing rating.
    pub units: Vec<Vec<Option<usize>>>,
}

impl Ratings {
    /// The distances between categories, where the whole table is sound.
    pub(super) fn check(&self) -> Result<Scale, Faults> {
        let scale = Scale::new(&self.categories, self.weights);
        let mut faults = scale.as_ref().err().cloned().unwrap_or_default();
        faults.some("rater", self.raters.len());
        faults.distinct("rater", &self.raters);
        if let Some(clusters) = &self.clusters {
            faults.paired(self.units.len(), clusters.len());
        }
        for (row, unit) in self.units.iter().enumerate() {
            self.check_unit(row, unit, &mut faults);
        }
        if faults.0.is_empty() { scale } else { Err(faults) }
    }

    fn check_unit(&self, row: usize, unit: &[Option<usize>], faults: &mut Faults) {
        if unit.len() != self.raters.len() {
            let (what, allowed) = ("the number of ratings", "one for each rater, missing or not");
            faults.note(Some(row), Kind::OutOfRange { what, value: unit.len() as f64, allowed });
        }
        for category in unit.iter().flatten().filter(|category| **category >= self.categories.len()) {
            let (what, allowed) = ("the place of a category", "that of one declared");
            faults.note(Some(row), Kind::OutOfRange { what, value: *category as f64, allowed });
        }
    }

    /// Each unit's ratings by category.
    pub(super) fn counts(&self) -> Vec<Vec<u64>> {
        let counts = |unit: &Vec<Option<usize>>| {
            let mut counts = vec![0; self.categories.len()];
            unit.iter().flatten().for_each(|category| counts[*category] += 1);
            counts
        };
        self.units.iter().map(counts).collect()
    }

    /// Each rater's ratings by category.
    pub(super) fn margins(&self) -> Vec<Vec<u64>> {
        let mut margins = vec![vec![0; self.categories.len()]; self.raters.len()];
        for unit in &self.units {
            for (margin, category) in margins.iter_mut().zip(unit) {
                category.iter().for_each(|category| margin[*category] += 1);
            }
        }
        margins
    }

    /// What is left out together: clusters, else units; those that are alike as one.
    pub(super) fn groups(&self, counts: &[Vec<u64>]) -> Vec<Group> {
        let Some(clusters) = &self.clusters else {
            let mut units: Vec<&Vec<u64>> = counts.iter().collect();
            units.sort();
            return units.chunk_by(|a, b| a == b).map(|same| Group { tally: self.tally([same[0]]), alike: same.len() }).collect();
        };
        let mut units: Vec<(&String, &Vec<u64>)> = clusters.iter().zip(counts).collect();
        units.sort_by_key(|(cluster, _)| *cluster);
        let cluster = |units: &[(&String, &Vec<u64>)]| self.tally(units.iter().map(|(_, counts)| *counts));
        Group::of(units.chunk_by(|a, b| a.0 == b.0).map(cluster).collect())
    }

    /// The tally of units by their counts.
    fn tally<'a>(&self, units: impl IntoIterator<Item = &'a Vec<u64>>) -> Tally {
        let mut tally = Tally::new(self.categories.len());
        units.into_iter().for_each(|counts| tally.add(counts, 1));
        tally
    }
}
