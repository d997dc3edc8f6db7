//! Standard errors by leaving out each cluster in turn.
//!
//! Units of one cluster (reviews of one partnership) resemble one another, so that it is clusters that are left out: with G of them and
//! θ₍ᵢ₎ the coefficient without cluster i, `√((G − 1)/G Σ(θ₍ᵢ₎ − mean of θ₍ᵢ₎)²)`. Where no cluster is named every unit is one. Clusters
//! without any rating are not counted; one whose units have one rating each is, although α is the same without it.
//!
//! Ends: undefined with fewer than two clusters, and where the coefficient is undefined without one of them. Where it is the same without
//! any, as with agreement throughout, the error is 0: there was nothing to learn it from, and it is no certainty. Misleads: with few
//! clusters, or one that holds most units. Raters are taken as fixed.

use std::iter::repeat_n;

use super::estimate::{Estimate, Undefined};
use super::tally::{Pattern, Tally};
use crate::cluster::jackknife_variance;

/// Units that are left out together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The units of one such group.
    pub(super) patterns: Vec<Pattern>,
    /// How many groups have the very same units.
    pub(super) alike: usize,
}

impl Group {
    fn is_rated(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.units > 0 && pattern.counts.iter().any(|count| *count > 0))
    }
}

/// The tally of all groups.
pub(super) fn total(groups: &[Group], categories: usize) -> Tally {
    let mut tally = Tally::new(categories);
    for group in groups {
        group.patterns.iter().for_each(|pattern| tally.add(&pattern.counts, pattern.units * group.alike as u64));
    }
    tally
}

/// The standard error of an estimate from all of `groups`, whose tally is `all`.
pub(super) fn standard_error(all: &Tally, groups: &[Group], estimate: impl Fn(&Tally) -> Estimate) -> Estimate {
    estimate(all)?;
    let rated = || groups.iter().filter(|group| group.is_rated());
    if rated().map(|group| group.alike).sum::<usize>() < 2 {
        return Err(Undefined::TooFewGroups);
    }
    let (mut tally, mut without) = (all.clone(), Vec::new());
    for group in rated() {
        group.patterns.iter().for_each(|pattern| tally.remove(&pattern.counts, pattern.units));
        let left = estimate(&tally).map_err(|_| Undefined::WithoutOne)?;
        group.patterns.iter().for_each(|pattern| tally.add(&pattern.counts, pattern.units));
        without.extend(repeat_n(left, group.alike));
    }
    Ok(jackknife_variance(&without).sqrt())
}
