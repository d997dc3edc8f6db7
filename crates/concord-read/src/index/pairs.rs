//! Which records are codings of one review: they have its key, and different codings.

use super::Seen;

/// A record of a review that is coded twice or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paired {
    /// The record's place.
    pub(crate) place: u32,
    /// The number of its pair, in the order of the pairs' first records.
    pub(crate) pair: u32,
}

/// The records of reviews with two codings or more, by ascending places; of one coding the first. `seen` is sorted.
pub(super) fn find(seen: &[Seen]) -> Vec<Paired> {
    let mut pairs: Vec<Vec<u32>> = seen.chunk_by(|a, b| a.id == b.id).filter(|records| records.len() > 1).filter_map(codings).collect();
    pairs.sort_unstable();
    let number = |(pair, places): (usize, &Vec<u32>)| places.iter().map(|&place| Paired { place, pair: pair as u32 }).collect::<Vec<_>>();
    let mut all: Vec<Paired> = pairs.iter().enumerate().flat_map(number).collect();
    all.sort_unstable_by_key(|paired| paired.place);
    all
}

/// The places of a review's codings, ascending, if there are two or more.
fn codings(records: &[Seen]) -> Option<Vec<u32>> {
    let firsts = records.chunk_by(|a, b| a.coding == b.coding).filter_map(|same| same.first());
    let mut places: Vec<u32> = firsts.map(|record| record.place).collect();
    places.sort_unstable();
    (places.len() > 1).then_some(places)
}
