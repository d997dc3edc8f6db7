//! What reviews record that a decision may go with: of the time before the incident, and of the kind of case (unit: review).
//!
//! A grouping of two groups asks one question (present or absent), one of more groups a question a group (this one or another). It is so of
//! a review where it is so of any of its rows, and not so where it is not so of all of them: Kleene's *exists*.

use std::ops::Range;

use concord_model::comparison::PredictorKind;
use concord_model::dataset::{Column, Dataset, Values};
use concord_model::dictionary::{Background, Grouping};

use crate::among::{Among, any, known};
use crate::cell::{Cells, Counted};
use crate::decisions::Outcome;
use crate::setup::Setup;

/// One thing that a decision may go with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Factor<'a> {
    pub(crate) kind: PredictorKind,
    pub(crate) grouping: &'a Grouping,
    /// The group that it is about.
    pub(crate) group: u8,
}

/// Things looked at, in the order of the dictionary: those before the incident, then the kinds of cases.
pub(crate) fn factors(background: &Background) -> impl Iterator<Item = Factor<'_>> {
    groupings(background).flat_map(|(kind, grouping)| {
        let groups = if grouping.groups.len() == 2 { 1 } else { grouping.groups.len() };
        (0..groups).map(move |group| Factor { kind, grouping, group: group as u8 })
    })
}

fn groupings(background: &Background) -> impl Iterator<Item = (PredictorKind, &Grouping)> {
    let before = background.before.iter().map(|grouping| (PredictorKind::Before, grouping));
    before.chain(background.case_mix.iter().map(|grouping| (PredictorKind::CaseMix, grouping)))
}

/// Counts of reviews by partnership, thing looked at, decision, whether it is so, and whether it was decided with yes.
#[derive(Debug, Clone, Default)]
pub(crate) struct PredictorTally {
    /// First those whose partnership is not known, then by the partnership's place by name; empty where there are none. No count outgrows 32 bits,
    /// since the reviews of a summary do not.
    partnerships: Vec<Vec<u32>>,
}

/// Yes, no, not known: of what is looked at, and of the decision.
const KNOWN: usize = 3;

/// The place of the counts of a thing looked at and a decision of so many: a block by whether it is so, then by whether it was decided
/// with yes.
fn block(factor: usize, decision: usize, decisions: usize) -> usize {
    (factor * decisions + decision) * KNOWN * KNOWN
}

impl PredictorTally {
    /// Counts the reviews of a batch that count, given what each records of each decision.
    pub(crate) fn add(
        &mut self,
        setup: &Setup,
        dataset: &Dataset,
        reviews: &Range<usize>,
        (cells, counted): (&Cells, &Counted),
        outcomes: &[Vec<Outcome>],
    ) {
        if outcomes.is_empty() {
            return;
        }
        let states = states(setup, dataset, reviews);
        for (review, cell) in counted.cells() {
            let counts = self.of(cells.keys[cell as usize].partnership, block(states.len(), 0, outcomes.len()));
            for (decision, outcomes_of) in outcomes.iter().enumerate() {
                let Some(decided) = decided(outcomes_of[review as usize]) else { continue };
                for (factor, states) in states.iter().enumerate() {
                    let state = usize::from(states[review as usize]);
                    counts[block(factor, decision, outcomes.len()) + state * KNOWN + decided] += 1;
                }
            }
        }
    }

    /// Adds the counts of another part of the data.
    pub(crate) fn merge(&mut self, other: &PredictorTally) {
        for (place, others) in other.partnerships.iter().enumerate().filter(|(_, others)| !others.is_empty()) {
            let row = place.checked_sub(1).map(|row| row as u32);
            self.of(row, others.len()).iter_mut().zip(others).for_each(|(count, other)| *count += other);
        }
    }

    /// For each partnership with a review, those where something is so and those where it is not, by whether a decision of so many was yes.
    pub(crate) fn by_partnership(&self, factor: usize, decision: usize, decisions: usize) -> Vec<[Among; 2]> {
        let start = block(factor, decision, decisions);
        let of = |counts: &Vec<u32>| {
            let known = |state: usize| [0, 1, 2].map(|decided| u64::from(counts[start + state * KNOWN + decided]));
            [0, 1].map(|state| Among { certain: known(state), maybe: known(2) })
        };
        self.partnerships.iter().filter(|counts| !counts.is_empty()).map(of).collect()
    }

    fn of(&mut self, partnership: Option<u32>, width: usize) -> &mut [u32] {
        let place = partnership.map_or(0, |row| row as usize + 1);
        if place >= self.partnerships.len() {
            self.partnerships.resize(place + 1, Vec::new());
        }
        let counts = &mut self.partnerships[place];
        counts.resize(width, 0);
        counts
    }
}

/// The place of what was decided; none where it was not to be.
fn decided(outcome: Outcome) -> Option<usize> {
    match outcome {
        Outcome::Yes => Some(known(Some(true))),
        Outcome::No => Some(known(Some(false))),
        Outcome::Undecided | Outcome::NotGiven => Some(known(None)),
        Outcome::NotApplicable => None,
    }
}

/// For each thing looked at whether it is so of each of a run of reviews, as [`known`] has it.
fn states(setup: &Setup, dataset: &Dataset, reviews: &Range<usize>) -> Vec<Vec<u8>> {
    let background = &setup.dictionary.background;
    let mut states = Vec::new();
    for (_, grouping) in groupings(background) {
        let rows = Rows::new(setup, dataset, grouping, reviews);
        let factors = factors(background).filter(|factor| std::ptr::eq(factor.grouping, grouping));
        states.extend(factors.map(|factor| rows.states(factor.group, reviews)));
    }
    states
}

/// The groups of the rows of a run of reviews.
struct Rows<'a> {
    /// A group a row, from the first row of the first review; [`NO_GROUP`] where none is given.
    groups: Vec<u8>,
    /// Where each review's rows begin in the table; none for the root table, in which each review is a row.
    offsets: Option<&'a [u32]>,
}

/// What stands where a row gives no group: there are never so many.
const NO_GROUP: u8 = u8::MAX;

impl<'a> Rows<'a> {
    fn new(setup: &Setup, dataset: &'a Dataset, grouping: &Grouping, reviews: &Range<usize>) -> Rows<'a> {
        let nothing = Rows { groups: vec![NO_GROUP; reviews.len()], offsets: None };
        let Some(table) = dataset.tables.get(grouping.table) else { return nothing };
        let Some(column) = table.columns.get(grouping.field) else { return nothing };
        if grouping.table == setup.dictionary.root {
            return Rows { groups: groups(grouping, column, reviews.clone()), offsets: None };
        }
        match table.offsets.get(reviews.start..=reviews.end) {
            Some(offsets @ [start, .., end]) => {
                Rows { groups: groups(grouping, column, *start as usize..*end as usize), offsets: Some(offsets) }
            }
            _ => nothing,
        }
    }

    fn states(&self, group: u8, reviews: &Range<usize>) -> Vec<u8> {
        let is = |row: &u8| if *row == NO_GROUP { None } else { Some(*row == group) };
        let Some(offsets) = self.offsets else { return self.groups.iter().map(|row| known(is(row)) as u8).collect() };
        let first = offsets.first().map_or(0, |&first| first as usize);
        let of_review = |review: usize| {
            let rows = &self.groups[offsets[review] as usize - first..offsets[review + 1] as usize - first];
            match rows {
                [] => known(None) as u8,
                [one] => known(is(one)) as u8,
                several => known(any(several.iter().map(is))) as u8,
            }
        };
        (0..reviews.len()).map(of_review).collect()
    }
}

/// The groups of a run of rows.
fn groups(grouping: &Grouping, column: &Column, rows: Range<usize>) -> Vec<u8> {
    let (Values::Tri(codes) | Values::Code(codes)) = &column.values else { return vec![NO_GROUP; rows.len()] };
    let mut of_code = [NO_GROUP; 256];
    of_code.iter_mut().zip(&grouping.of_code).for_each(|(slot, group)| *slot = group.unwrap_or(NO_GROUP));
    let group = |row: usize| match codes.get(row) {
        Some(&code) if column.missing(row) == 0 => of_code[usize::from(code)],
        _ => NO_GROUP,
    };
    rows.map(group).collect()
}
