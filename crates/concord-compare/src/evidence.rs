//! Whether two frameworks rest on the very same rows wherever both find a theme present, or one on some of the rows of the other.
//!
//! For each review and view, the rows cited by the indicators that say present are brought to one number; equal numbers are equal sets of
//! rows. Rows are compared one by one only as long as one of the two may still be within the other. Unit: review, since rows belong to reviews; *partly* as present; looked for or found by the way.

use concord_model::answer::Answers;
use concord_model::finding::BatchFindings;

use crate::carried::Rows;
use crate::overlap::{compared, present};
use crate::setup::Setup;
use crate::view::View;

/// The counts of all pairs of views.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SameEvidence {
    pub(crate) pairs: Vec<Shared>,
}

/// What is shared of the rows of a pair of views, over the reviews where both are present.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    /// These reviews.
    pub(crate) present: u64,
    /// Of these, those where both cite the same rows.
    pub(crate) same: u64,
    /// Whether the first, and the second, somewhere cites no row or one that the other does not.
    pub(crate) outside: [bool; 2],
}

impl Shared {
    /// Whether one always cites some of the rows of the other, or all.
    pub(crate) fn nested(&self) -> bool {
        self.present > 0 && self.outside != [true, true]
    }

    fn add(&mut self, [a, b]: [&Rests; 2], review: usize) {
        let told = a.on[review] != 0 && b.on[review] != 0;
        self.present += 1;
        if told && a.on[review] == b.on[review] {
            self.same += 1;
        } else if !told {
            self.outside = [true, true];
        } else if self.outside != [true, true] {
            let (a, b) = (a.rows(review), b.rows(review));
            self.outside = [self.outside[0] || !within(a, b), self.outside[1] || !within(b, a)];
        }
    }

    fn merge(&mut self, other: Shared) {
        self.present += other.present;
        self.same += other.same;
        self.outside = [self.outside[0] || other.outside[0], self.outside[1] || other.outside[1]];
    }
}

/// Whether all of some rows are among others, both in order.
fn within(rows: &[u64], others: &[u64]) -> bool {
    let mut others = others.iter();
    rows.iter().all(|row| others.find(|other| *other >= row) == Some(row))
}

/// A view's reviews of a batch that are present, and what each rests on.
#[derive(Debug, Default)]
struct Rests {
    /// A bit a review.
    present: Vec<u64>,
    /// A number a review; 0 where no row is cited.
    on: Vec<u64>,
    /// The rows themselves, and for each review from where to where among them its own are, in order.
    rows: Vec<u64>,
    range: Vec<[usize; 2]>,
}

impl SameEvidence {
    pub(crate) fn new(setup: &Setup) -> SameEvidence {
        SameEvidence { pairs: vec![Shared::default(); setup.pairs.len()] }
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
        for (pair, shared) in setup.pairs.iter().zip(&mut self.pairs) {
            let (a, b) = (&rests[pair.a], &rests[pair.b]);
            both(&a.present, &b.present).for_each(|review| shared.add([a, b], review));
        }
    }

    /// Adds the counts of another part of the data.
    pub(crate) fn merge(&mut self, other: &SameEvidence) {
        self.pairs.iter_mut().zip(&other.pairs).for_each(|(shared, other)| shared.merge(*other));
    }
}

impl Rests {
    fn new(setup: &Setup, view: &View, of: Rows<'_>, counted: &[u32], findings: &[u8], answers: &Answers, scratch: &mut Vec<u64>) -> Rests {
        let reviews = findings.len();
        let mut rests =
            Rests { present: vec![0; reviews.div_ceil(64)], on: vec![0; reviews], rows: Vec::new(), range: vec![[0; 2]; reviews] };
        let tables = tables(setup, view);
        for &review in counted {
            let review = review as usize;
            if present(findings[review]) {
                rests.present[review / 64] |= 1 << (review % 64);
                rests.on[review] = rows(view, &tables, (answers, of), review, scratch);
                let from = rests.rows.len();
                rests.rows.extend_from_slice(scratch);
                rests.range[review] = [from, rests.rows.len()];
            }
        }
        rests
    }

    /// The rows that a present review rests on, in order.
    fn rows(&self, review: usize) -> &[u64] {
        let [from, to] = self.range[review];
        &self.rows[from..to]
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

/// The rows that a present review rests on, left in `scratch` in order, as one number.
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
