//! Whether two frameworks rest on the very same rows wherever both find a theme present.
//!
//! For each review and view, the rows cited by the indicators that say present are brought to one number; equal numbers are equal sets of
//! rows. Unit: review, since rows belong to reviews; *partly* as present; looked for or found by the way.

use concord_model::answer::Answers;
use concord_model::finding::BatchFindings;

use crate::carried::Rows;
use crate::overlap::{compared, present};
use crate::setup::Setup;
use crate::view::View;

/// The counts of all pairs of views.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SameEvidence {
    /// For each pair the reviews where both are present, and of these those where both cite the same rows.
    pub(crate) pairs: Vec<(u64, u64)>,
}

/// A view's reviews of a batch that are present, and what each rests on.
#[derive(Debug, Default)]
struct Rests {
    /// A bit a review.
    present: Vec<u64>,
    /// A number a review; 0 where no row is cited.
    on: Vec<u64>,
}

impl SameEvidence {
    pub(crate) fn new(setup: &Setup) -> SameEvidence {
        SameEvidence { pairs: vec![(0, 0); setup.pairs.len()] }
    }

    /// Counts the reviews of a batch that count.
    pub(crate) fn add(&mut self, setup: &Setup, of: Rows<'_>, counted: &[u32], findings: &BatchFindings, answers: &[Answers]) {
        let mut scratch = Vec::new();
        let rests: Vec<Rests> = compared(setup)
            .into_iter()
            .enumerate()
            .map(|(place, is)| {
                let view = &setup.views[place];
                if is {
                    Rests::new(setup, view, of, counted, &findings.columns[place].findings, &answers[view.framework], &mut scratch)
                } else {
                    Rests::default()
                }
            })
            .collect();
        for (pair, (present, same)) in setup.pairs.iter().zip(&mut self.pairs) {
            let (a, b) = (&rests[pair.a], &rests[pair.b]);
            for review in both(&a.present, &b.present) {
                *present += 1;
                *same += u64::from(a.on[review] != 0 && a.on[review] == b.on[review]);
            }
        }
    }

    /// Adds the counts of another part of the data.
    pub(crate) fn merge(&mut self, other: &SameEvidence) {
        for ((present, same), other) in self.pairs.iter_mut().zip(&other.pairs) {
            *present += other.0;
            *same += other.1;
        }
    }
}

impl Rests {
    fn new(setup: &Setup, view: &View, of: Rows<'_>, counted: &[u32], findings: &[u8], answers: &Answers, scratch: &mut Vec<u64>) -> Rests {
        let mut rests = Rests { present: vec![0; findings.len().div_ceil(64)], on: vec![0; findings.len()] };
        let tables = tables(setup, view);
        for &review in counted {
            let review = review as usize;
            if present(findings[review]) {
                rests.present[review / 64] |= 1 << (review % 64);
                rests.on[review] = rows(view, &tables, (answers, of), review, scratch);
            }
        }
        rests
    }
}

/// The places where both have a bit.
fn both<'a>(a: &'a [u64], b: &'a [u64]) -> impl Iterator<Item = usize> + 'a {
    a.iter().zip(b).enumerate().flat_map(|(word, (a, b))| {
        let mut left = a & b;
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(word * 64 + bit)
        })
    })
}

/// For each decider of a view the places of the tables whose rows it cites.
fn tables(setup: &Setup, view: &View) -> Vec<Vec<u64>> {
    let indicators = &setup.frameworks[view.framework].descriptor.indicators;
    let place = |name: &String| setup.dictionary.table_place(name).map_or(u64::from(u32::MAX), |place| place as u64);
    view.deciders.iter().map(|decider| indicators[decider.indicator].evidence_tables.iter().map(place).collect()).collect()
}

/// The rows that a present review rests on, as one number.
fn rows(view: &View, tables: &[Vec<u64>], (answers, of): (&Answers, Rows<'_>), review: usize, scratch: &mut Vec<u64>) -> u64 {
    scratch.clear();
    for (decider, tables) in view.deciders.iter().zip(tables) {
        let column = &answers.columns[decider.indicator];
        if decider.says(column, review, of).present() {
            for (cited, table) in column.evidence.iter().zip(tables) {
                scratch.extend(cited.rows(review).map(|row| table << 32 | u64::from(row)));
            }
        }
    }
    if !scratch.is_sorted_by(|a, b| a < b) {
        scratch.sort_unstable();
        scratch.dedup();
    }
    if scratch.is_empty() { 0 } else { scratch.iter().fold(1, |all, &row| mix(all ^ row)) | 1 }
}

/// One step of SplitMix64 (Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014).
fn mix(number: u64) -> u64 {
    let z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
