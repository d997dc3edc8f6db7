//! What was decided about reviews (unit: review).

use std::ops::Range;

use concord_model::dataset::Dataset;
use concord_model::dictionary::Decision;
use concord_model::missing::Missing;

use crate::cell::{Cells, Counted};
use crate::setup::Setup;
use crate::tally::renumber;

/// What a review records of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Outcome {
    Yes = 0,
    No = 1,
    /// Something that is neither, such as that it is deferred.
    Undecided = 2,
    NotGiven = 3,
    /// It is not to be decided.
    NotApplicable = 4,
}

/// How many reviews record what of a decision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Decided([u64; 5]);

/// The least part of the data for which decisions are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DecisionKey {
    /// The partnership's place by name.
    pub(crate) partnership: Option<u32>,
    /// The calendar year.
    pub(crate) calendar: Option<i32>,
    /// See [`Traits::case`](crate::traits::Traits).
    pub(crate) case: u16,
}

/// The counts of all decisions.
#[derive(Debug, Clone, Default)]
pub(crate) struct DecisionTally {
    keys: Cells<DecisionKey>,
    /// For each key a count a decision.
    rows: Vec<Vec<Decided>>,
}

impl Decided {
    pub(crate) fn of(&self, outcome: Outcome) -> u64 {
        self.0[outcome as usize]
    }

    /// Yes, no, and not known.
    pub(crate) fn known(&self) -> [u64; 3] {
        [self.of(Outcome::Yes), self.of(Outcome::No), self.of(Outcome::Undecided) + self.of(Outcome::NotGiven)]
    }

    /// All reviews.
    pub(crate) fn reviews(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Adds other counts.
    pub(crate) fn merge(&mut self, other: &Decided) {
        self.0.iter_mut().zip(other.0).for_each(|(count, other)| *count += other);
    }
}

impl DecisionTally {
    /// Counts the reviews of a batch that count, given what each records of each decision.
    pub(crate) fn add(&mut self, cells: &Cells, counted: &Counted, outcomes: &[Vec<Outcome>]) {
        if outcomes.is_empty() {
            return;
        }
        for (review, cell) in counted.cells() {
            let cell = &cells.keys[cell as usize];
            let case = counted.traits[review as usize].case;
            let place = self.keys.place(DecisionKey { partnership: cell.partnership, calendar: cell.calendar, case });
            let row = self.of(place, outcomes.len());
            row.iter_mut().zip(outcomes).for_each(|(decided, outcomes)| decided.0[outcomes[review as usize] as usize] += 1);
        }
    }

    /// Adds the counts of another part of the data.
    pub(crate) fn merge(&mut self, other: &DecisionTally) {
        let renumbered = renumber(&mut self.keys, &other.keys);
        for (row, place) in other.rows.iter().zip(renumbered) {
            self.of(place, row.len()).iter_mut().zip(row).for_each(|(decided, other)| decided.merge(other));
        }
    }

    /// The counts of a decision, key by key, in no order.
    pub(crate) fn decision(&self, decision: usize) -> impl Iterator<Item = (&DecisionKey, &Decided)> {
        self.keys.keys.iter().zip(&self.rows).filter_map(move |(key, row)| Some((key, row.get(decision)?)))
    }

    fn of(&mut self, place: u32, decisions: usize) -> &mut [Decided] {
        let place = place as usize;
        if place >= self.rows.len() {
            self.rows.resize(place + 1, Vec::new());
        }
        let row = &mut self.rows[place];
        row.resize(decisions, Decided::default());
        row
    }
}

/// For each decision of the dictionary what a run of reviews records of it.
pub(crate) fn outcomes(setup: &Setup, dataset: &Dataset, reviews: &Range<usize>) -> Vec<Vec<Outcome>> {
    let decisions = setup.dictionary.background.decisions.iter();
    decisions.map(|decision| of_decision(setup, dataset, decision, reviews)).collect()
}

fn of_decision(setup: &Setup, dataset: &Dataset, decision: &Decision, reviews: &Range<usize>) -> Vec<Outcome> {
    let column = dataset.tables.get(setup.dictionary.root).and_then(|table| table.columns.get(decision.field));
    let Some(column) = column else { return vec![Outcome::NotGiven; reviews.len()] };
    let outcome = |row: usize| match column.code(row) {
        None if column.missing(row) == Missing::NotApplicable as u8 => Outcome::NotApplicable,
        None => Outcome::NotGiven,
        Some(code) => match decision.of_code.get(usize::from(code)).copied().flatten() {
            Some(true) => Outcome::Yes,
            Some(false) => Outcome::No,
            None => Outcome::Undecided,
        },
    };
    reviews.clone().map(outcome).collect()
}
