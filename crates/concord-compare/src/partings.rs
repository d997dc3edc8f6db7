//! The reviews on which frameworks part most: of each, how many pairs of frameworks find opposite things, and of the first of them, what
//! every framework rests on.
//!
//! Unit: review, since answers and rows belong to reviews. Counted is what was looked for and told, with *partly* as present; pairs that
//! decide by the same rules are not. Only reviews that enter the list have their answers held.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use concord_model::answer::{Answers, Looked};
use concord_model::dataset::{Dataset, Strings};
use concord_model::finding::{BatchFindings, Finding, Status};

use crate::patterns::Panel;
use crate::setup::Setup;

/// The most reviews that are listed.
pub(crate) const PARTINGS_LISTED: usize = 50;

/// What has been seen of some part of the data.
#[derive(Debug, Clone, Default)]
pub(crate) struct Partings {
    /// Reviews with at least one pair that parts.
    pub(crate) reviews: u64,
    /// The first of them.
    pub(crate) listed: BTreeMap<Rank, Parted>,
}

/// What the list is ordered by: the most pairs first, then by the review's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    pub(crate) pairs: Reverse<u32>,
    pub(crate) review: String,
}

/// What is held of a review that is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parted {
    /// A finding a view.
    pub(crate) findings: Box<[u8]>,
    /// By framework and indicator, one after the other, the answer and whether it was looked for, as bytes.
    pub(crate) answers: Box<[[u8; 2]]>,
    /// The rows cited by indicators that decide where frameworks part, by framework and indicator.
    pub(crate) cited: Vec<CitedRow>,
}

/// A row that an indicator cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CitedRow {
    pub(crate) framework: u32,
    pub(crate) indicator: u32,
    /// The table, by its place among those that the indicator may cite.
    pub(crate) table: u32,
    pub(crate) key: String,
}

/// Which views of a panel say what of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sides {
    present: u16,
    absent: u16,
}

impl Sides {
    fn add(&mut self, finding: u8) {
        self.present += u16::from(says_present(finding));
        self.absent += u16::from(says_absent(finding));
    }

    fn pairs(self) -> u32 {
        u32::from(self.present) * u32::from(self.absent)
    }
}

/// Looked for, and present or in conflict in the headline.
pub(crate) fn says_present(finding: u8) -> bool {
    let finding = Finding::from_byte(finding);
    finding.looked == Looked::Yes && finding.partly_present >= Status::Conflict
}

/// Looked for, and absent in the headline.
pub(crate) fn says_absent(finding: u8) -> bool {
    let finding = Finding::from_byte(finding);
    finding.looked == Looked::Yes && finding.partly_present == Status::Absent
}

/// How many pairs of a panel's views part on one review; `finding` gives its finding in a view.
pub(crate) fn pairs(panel: &Panel, finding: impl Fn(usize) -> u8) -> u32 {
    let of = |views: &[usize]| {
        let mut sides = Sides::default();
        views.iter().for_each(|&view| sides.add(finding(view)));
        sides.pairs()
    };
    of(&panel.views) - panel.same_rules.iter().map(|views| of(views)).sum::<u32>()
}

impl Partings {
    /// Counts the reviews of a batch that count, by their places in it.
    pub(crate) fn add(
        &mut self,
        setup: &Setup,
        dataset: &Dataset,
        reviews: &Range<usize>,
        counted: &[u32],
        findings: &BatchFindings,
        answers: &[Answers],
    ) {
        let Some(keys) = dataset.tables.get(setup.dictionary.root).map(|table| &table.keys) else { return };
        let scores = scores(setup, findings);
        let parts = || counted.iter().copied().filter(|&review| scores[review as usize] > 0);
        self.reviews += parts().count() as u64;
        let key = |review: u32| key(keys, reviews.start + review as usize);
        let least = self.last().map_or(0, |last| last.pairs.0);
        let mut entering: Vec<(Reverse<u32>, &str, u32)> = parts()
            .filter(|&review| scores[review as usize] >= least)
            .map(|review| (Reverse(scores[review as usize]), key(review), review))
            .collect();
        entering.sort_unstable();
        for (pairs, name, review) in entering.into_iter().take(PARTINGS_LISTED) {
            if self.last().is_some_and(|last| (last.pairs, last.review.as_str()) <= (pairs, name)) {
                break;
            }
            let parted = Parted::new(setup, dataset, reviews, review as usize, findings, answers);
            self.list(Rank { pairs, review: name.to_owned() }, parted);
        }
    }

    /// Adds what was seen of another part of the data.
    pub(crate) fn merge(&mut self, other: &Partings) {
        self.reviews += other.reviews;
        for (rank, parted) in &other.listed {
            if self.last().is_some_and(|last| last <= rank) {
                break;
            }
            self.list(rank.clone(), parted.clone());
        }
    }

    /// The last of the list, where it is full.
    fn last(&self) -> Option<&Rank> {
        let last = self.listed.last_key_value().map(|(rank, _)| rank);
        last.filter(|_| self.listed.len() == PARTINGS_LISTED)
    }

    fn list(&mut self, rank: Rank, parted: Parted) {
        self.listed.insert(rank, parted);
        if self.listed.len() > PARTINGS_LISTED {
            self.listed.pop_last();
        }
    }
}

/// For each review of a batch how many pairs part on it, over all panels.
fn scores(setup: &Setup, findings: &BatchFindings) -> Vec<u32> {
    let mut scores = vec![0u32; findings.reviews];
    let mut sides = vec![Sides::default(); findings.reviews];
    let mut of = |views: &[usize]| {
        sides.fill(Sides::default());
        for &view in views {
            sides.iter_mut().zip(&findings.columns[view].findings).for_each(|(sides, &finding)| sides.add(finding));
        }
        sides.iter().map(|sides| sides.pairs()).collect::<Vec<u32>>()
    };
    for panel in &setup.panels {
        scores.iter_mut().zip(of(&panel.views)).for_each(|(score, pairs)| *score += pairs);
        for same in &panel.same_rules {
            scores.iter_mut().zip(of(same)).for_each(|(score, pairs)| *score -= pairs);
        }
    }
    scores
}

impl Parted {
    fn new(
        setup: &Setup,
        dataset: &Dataset,
        reviews: &Range<usize>,
        review: usize,
        findings: &BatchFindings,
        answers: &[Answers],
    ) -> Parted {
        let findings: Box<[u8]> = findings.columns.iter().map(|column| column.findings[review]).collect();
        let columns = answers.iter().flat_map(|answers| &answers.columns);
        let both = columns.map(|column| [column.answers.get(review).copied().unwrap_or(0), column.looked(review) as u8]).collect();
        let parting = setup.panels.iter().filter(|panel| pairs(panel, |view| findings[view]) > 0);
        let mut indicators: Vec<(usize, usize)> = parting
            .flat_map(|panel| &panel.views)
            .filter(|&&view| says_present(findings[view]) || says_absent(findings[view]))
            .map(|&view| &setup.views[view])
            .flat_map(|view| view.deciders.iter().map(|decider| (view.framework, decider.indicator)))
            .collect();
        indicators.sort_unstable();
        indicators.dedup();
        let mut cited = Vec::new();
        for (framework, indicator) in indicators {
            let tables = &setup.frameworks[framework].descriptor.indicators[indicator].evidence_tables;
            for (table, (name, rows)) in tables.iter().zip(&answers[framework].columns[indicator].evidence).enumerate() {
                let Some(rows_of) = setup.dictionary.table_place(name).and_then(|place| dataset.tables.get(place)) else { continue };
                let first = rows_of.offsets.get(reviews.start).copied().unwrap_or(0);
                let keys = rows.rows(review).map(|row| key(&rows_of.keys, (first + row) as usize).to_owned());
                cited.extend(keys.map(|key| CitedRow {
                    framework: framework as u32,
                    indicator: indicator as u32,
                    table: table as u32,
                    key,
                }));
            }
        }
        Parted { findings, answers: both, cited }
    }
}

/// The key of a row; empty where there is none.
fn key(keys: &Strings, row: usize) -> &str {
    if row < keys.len() { keys.get(row) } else { "" }
}
