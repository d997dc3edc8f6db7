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
use super::tally::Tally;
use crate::cluster::jackknife_variance;

/// Units that are left out together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The units of one such group.
    pub(super) tally: Tally,
    /// How many groups have the very same units.
    pub(super) alike: usize,
}

impl Group {
    /// Clusters, those that are alike together: there is the same left without each of them.
    pub(super) fn of(mut clusters: Vec<Tally>) -> Vec<Group> {
        clusters.sort_unstable();
        clusters.chunk_by(|a, b| a == b).map(|alike| Group { tally: alike[0].clone(), alike: alike.len() }).collect()
    }
}

/// The tally of all groups.
pub(super) fn total(groups: &[Group], categories: usize) -> Tally {
    let mut tally = Tally::new(categories);
    groups.iter().for_each(|group| tally.merge(&group.tally, group.alike as u64));
    tally
}

/// The standard errors of estimates from all of `groups`, whose tally is `all`.
pub(super) fn standard_errors<const N: usize>(all: &Tally, groups: &[Group], estimates: [&dyn Fn(&Tally) -> Estimate; N]) -> [Estimate; N] {
    let rated = || groups.iter().filter(|group| group.tally.rated() > 0);
    let enough = rated().map(|group| group.alike).sum::<usize>() >= 2;
    let too_few = if enough { Ok(()) } else { Err(Undefined::TooFewGroups) };
    let mut without = estimates.map(|estimate| estimate(all).and(too_few).map(|()| Vec::new()));
    let mut tally = all.clone();
    for group in rated() {
        tally.take(&group.tally);
        for (estimate, without) in estimates.iter().zip(&mut without) {
            let Ok(replicates) = without else { continue };
            match estimate(&tally) {
                Ok(left) => replicates.extend(repeat_n(left, group.alike)),
                Err(_) => *without = Err(Undefined::WithoutOne),
            }
        }
        tally.merge(&group.tally, 1);
    }
    without.map(|replicates| replicates.map(|replicates| jackknife_variance(&replicates).sqrt()))
}
