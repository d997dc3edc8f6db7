//! Counts of findings by something beside the cells: the same tally, with rows of its own.

use std::hash::Hash;

use concord_model::finding::FindingColumn;

use crate::cell::Cells;
use crate::tally::{Tally, renumber};
use crate::traits::Traits;

/// Counts of findings by a key. Unit: incidents, those with several reviews once all are known.
#[derive(Debug, Clone)]
pub(crate) struct Margin<K> {
    pub(crate) keys: Cells<K>,
    pub(crate) tally: Tally,
}

/// Part of a kind of case: which partnership, what kind, how deep the review went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CaseKey {
    /// The partnership's place by name.
    pub(crate) partnership: Option<u32>,
    /// See [`Traits::case`](crate::traits::Traits).
    pub(crate) case: u16,
    /// See [`Traits::depth`](crate::traits::Traits).
    pub(crate) depth: u8,
}

/// Part of those whom a review is about: which partnership, which grouping, which group of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct GroupKey {
    /// The partnership's place by name.
    pub(crate) partnership: Option<u32>,
    /// The grouping, by its place among those of fairness.
    pub(crate) grouping: u8,
    /// The group's byte.
    pub(crate) group: u8,
}

impl CaseKey {
    pub(crate) fn of(partnership: Option<u32>, traits: Traits) -> CaseKey {
        CaseKey { partnership, case: traits.case, depth: traits.depth }
    }
}

impl GroupKey {
    /// The keys of an incident, one a grouping.
    pub(crate) fn all(partnership: Option<u32>, traits: Traits, groupings: usize) -> impl Iterator<Item = GroupKey> {
        let groups = traits.groups.into_iter().take(groupings).enumerate();
        groups.map(move |(grouping, group)| GroupKey { partnership, grouping: grouping as u8, group })
    }
}

impl<K: Copy + Eq + Hash> Margin<K> {
    pub(crate) fn new(views: usize) -> Margin<K> {
        Margin { keys: Cells::default(), tally: Tally::new(views) }
    }

    /// Counts the findings of some incidents of one review, each with its place in the batch.
    pub(crate) fn add(&mut self, columns: &[FindingColumn], reviews: impl Iterator<Item = (u32, K)>) {
        let keys = &mut self.keys;
        self.tally.add(columns, reviews.map(|(review, key)| (review, keys.place(key))));
    }

    /// Counts the findings of one incident of several reviews, a byte a view.
    pub(crate) fn add_incident(&mut self, findings: &[u8], key: K) {
        let place = self.keys.place(key);
        self.tally.add_incident(findings, place);
    }

    /// Adds the counts of another part of the data.
    pub(crate) fn merge(&mut self, other: &Margin<K>) {
        let renumbered = renumber(&mut self.keys, &other.keys);
        self.tally.merge(&other.tally, &renumbered);
    }
}
