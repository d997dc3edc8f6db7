//! The reviews on which frameworks part most: of each, how many pairs of frameworks find opposite things, and of the first of them, what
//! every framework rests on.
//!
//! Unit: review, since answers and rows belong to reviews. Counted is what was looked for and told, with *partly* as present, of frameworks
//! that can answer one way only too; pairs that decide by the same rules are not. Only reviews that enter the list have their answers held.

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
    /// By panel of all views of one side of one theme.
    pub(crate) faced: Vec<Faced>,
}

/// What became of the pairs of frameworks of one panel, over all reviews.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Faced {
    /// Reviews on which at least one pair disagrees.
    pub(crate) reviews: u64,
    /// Of the pairs that disagree, those with a framework that can answer one way only.
    pub(crate) one_sided: u64,
    pub(crate) pairs: Pairs,
}

/// Pairs of frameworks × reviews, by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Pairs {
    /// One finds it present, the other absent.
    pub(crate) disagree: u64,
    pub(crate) both_present: u64,
    pub(crate) both_absent: u64,
    /// It does not apply in one of the two.
    pub(crate) not_applicable: u64,
    /// Of the others: one of the two is not known to have looked.
    pub(crate) not_looked_for: u64,
    /// Of the others: one of the two could not tell.
    pub(crate) not_told: u64,
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

/// How many views say what of a review: present, absent, untold though looked for, not known to have looked, not applicable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Says([u16; 5]);

impl Says {
    fn pairs(self) -> Pairs {
        let two = |n: u64| n * n.saturating_sub(1) / 2;
        let [present, absent, untold, unlooked, inapplicable] = self.0.map(u64::from);
        let (told, looked) = (present + absent, present + absent + untold);
        let applies = looked + unlooked;
        Pairs {
            disagree: present * absent,
            both_present: two(present),
            both_absent: two(absent),
            not_applicable: two(applies + inapplicable) - two(applies),
            not_looked_for: two(applies) - two(looked),
            not_told: two(looked) - two(told),
        }
    }
}

impl Pairs {
    /// Both, count by count.
    fn each(&mut self, other: Pairs, join: fn(&mut u64, u64)) {
        join(&mut self.disagree, other.disagree);
        join(&mut self.both_present, other.both_present);
        join(&mut self.both_absent, other.both_absent);
        join(&mut self.not_applicable, other.not_applicable);
        join(&mut self.not_looked_for, other.not_looked_for);
        join(&mut self.not_told, other.not_told);
    }

    fn add(&mut self, other: Pairs) {
        self.each(other, |count, other| *count += other);
    }

    fn take(&mut self, other: Pairs) {
        self.each(other, |count, other| *count -= other);
    }
}

/// The place in [`Says`] of every finding.
fn places() -> [u8; 256] {
    std::array::from_fn(|byte| {
        let finding = byte as u8;
        let Finding { partly_present, looked, .. } = Finding::from_byte(finding);
        match () {
            () if says_present(finding) => 0,
            () if says_absent(finding) => 1,
            () if partly_present <= Status::NotApplicable => 4,
            () if looked == Looked::Yes => 2,
            () => 3,
        }
    })
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
pub(crate) fn pairs(panel: &Panel, finding: impl Fn(usize) -> u8) -> u64 {
    let places = places();
    let of = |views: &[usize]| {
        let mut says = Says::default();
        views.iter().for_each(|&view| says.0[usize::from(places[usize::from(finding(view))])] += 1);
        says.pairs().disagree
    };
    of(&panel.views) - panel.same_rules.iter().map(|views| of(views)).sum::<u64>()
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
        let scores = self.face(setup, counted, findings);
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

    /// Counts what became of all pairs, and gives for each review of the batch how many disagree on it.
    fn face(&mut self, setup: &Setup, counted: &[u32], findings: &BatchFindings) -> Vec<u32> {
        let mut scores = vec![0u32; findings.reviews];
        self.faced.resize(setup.faced.len(), Faced::default());
        for (panel, faced) in setup.faced.iter().zip(&mut self.faced) {
            let all = pairs_of(panel, findings, |_| true);
            let two_sided = pairs_of(panel, findings, |view| setup.views[view].one_sided.is_none());
            for &review in counted {
                let pairs = all[review as usize];
                faced.pairs.add(pairs);
                faced.reviews += u64::from(pairs.disagree > 0);
                faced.one_sided += pairs.disagree - two_sided[review as usize].disagree;
                scores[review as usize] += pairs.disagree as u32;
            }
        }
        scores
    }

    /// Adds what was seen of another part of the data.
    pub(crate) fn merge(&mut self, other: &Partings) {
        self.reviews += other.reviews;
        self.faced.resize(self.faced.len().max(other.faced.len()), Faced::default());
        for (faced, other) in self.faced.iter_mut().zip(&other.faced) {
            faced.reviews += other.reviews;
            faced.one_sided += other.one_sided;
            faced.pairs.add(other.pairs);
        }
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

/// For each review of a batch what became of the pairs of a panel's views that are `counted`, those that decide by the same rules left out.
fn pairs_of(panel: &Panel, findings: &BatchFindings, counted: impl Fn(usize) -> bool) -> Vec<Pairs> {
    let places = places();
    let of = |views: &[usize]| {
        let mut says = vec![Says::default(); findings.reviews];
        for &view in views.iter().filter(|&&view| counted(view)) {
            let said = findings.columns[view].findings.iter().map(|&finding| usize::from(places[usize::from(finding)]));
            says.iter_mut().zip(said).for_each(|(says, place)| says.0[place] += 1);
        }
        says
    };
    let mut pairs: Vec<Pairs> = of(&panel.views).into_iter().map(Says::pairs).collect();
    for same in &panel.same_rules {
        pairs.iter_mut().zip(of(same)).for_each(|(pairs, says)| pairs.take(says.pairs()));
    }
    pairs
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
        let parting = setup.faced.iter().filter(|panel| pairs(panel, |view| findings[view]) > 0);
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
                let mut keys: Vec<String> = rows.rows(review).map(|row| key(&rows_of.keys, (first + row) as usize).to_owned()).collect();
                // In an order of their own, whatever that of the rows.
                keys.sort_unstable();
                cited.extend(keys.into_iter().map(|key| CitedRow {
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
