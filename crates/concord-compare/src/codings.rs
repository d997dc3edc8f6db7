//! Reviews that are coded more than once, held back as one byte a view until all codings are known. They enter the ceiling of agreement
//! and no other figure.

use std::collections::BTreeMap;

use concord_model::finding::BatchFindings;

use crate::cell::Coded;

/// The codings of reviews that are coded more than once, as far as these have been seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Codings {
    pairs: BTreeMap<u32, Vec<Coding>>,
}

/// One coding of a review. The one that counts is the least.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Coding {
    /// The place of its coding among the codes.
    coding: u8,
    /// The partnership's place by name.
    pub(crate) partnership: Option<u32>,
    /// A finding a view.
    pub(crate) findings: Box<[u8]>,
}

impl Codings {
    /// Adds a coding.
    pub(crate) fn add(&mut self, coded: Coded, findings: &BatchFindings) {
        let findings = findings.columns.iter().map(|column| column.findings[coded.review as usize]).collect();
        let coding = Coding { coding: coded.coding, partnership: coded.partnership, findings };
        self.pairs.entry(coded.pair).or_default().push(coding);
    }

    /// Adds the codings of another part of the data, which may have some of the same reviews.
    pub(crate) fn merge(&mut self, other: &Codings) {
        for (&pair, codings) in &other.pairs {
            self.pairs.entry(pair).or_default().extend_from_slice(codings);
        }
    }

    /// The codings of each review that has two or more in the data, the one that counts first; by partnership.
    pub(crate) fn compared(&self) -> Vec<Vec<&Coding>> {
        let several = self.pairs.values().filter(|codings| codings.len() > 1);
        let mut compared: Vec<Vec<&Coding>> = several.map(|codings| codings.iter().collect()).collect();
        compared.iter_mut().for_each(|codings| codings.sort_unstable());
        compared.sort_by_key(|codings| codings[0].partnership);
        compared
    }
}
