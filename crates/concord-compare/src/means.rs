//! The means that partnerships had: the average over the first reviews of their incidents of a number of the root table, and numbers that
//! they give themselves.
//!
//! A review that follows from another takes more days because its incident was harder: with it, the means would go with what is found
//! where nothing but means differs.

use std::collections::BTreeMap;
use std::ops::Range;

use concord_model::dataset::{Column, Dataset, Values};
use concord_model::dictionary::Kind;

use crate::cell::{Counted, Partnerships};
use crate::setup::Setup;

/// One, in the units of the sums, so that their order is of no matter.
const ONE: f64 = (1u64 << 32) as f64;

/// The greatest number that is summed.
const GREATEST: f64 = (1u64 << 40) as f64;

/// The means of all partnerships.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Means {
    /// By the partnership's place: how many reviews give the number, and its sum in units of 2⁻³².
    reviews: BTreeMap<u32, (u64, i128)>,
    /// For each number that partnerships give: its field, and by the partnership's place its bits; the same in all parts of the data.
    given: Vec<(String, Vec<Option<u64>>)>,
}

impl Means {
    /// Counts the first reviews among those of a batch that count.
    pub(crate) fn add(&mut self, setup: &Setup, dataset: &Dataset, reviews: &Range<usize>, counted: &Counted) {
        if self.given.is_empty() {
            self.given = given(setup, dataset);
        }
        let root = dataset.tables.get(setup.dictionary.root);
        let Some(column) = root.and_then(|table| table.columns.get(setup.dictionary.background.resource?)) else { return };
        let all = Partnerships::new(setup, dataset);
        for row in counted.first().map(|review| reviews.start + review as usize) {
            if let (Some(partnership), Some(number)) = (all.of(dataset, row), number(column, row)) {
                let (count, sum) = self.reviews.entry(partnership).or_default();
                *count += 1;
                *sum += (number * ONE).round_ties_even() as i128;
            }
        }
    }

    /// Adds the counts of another part of the data.
    pub(crate) fn merge(&mut self, other: &Means) {
        if self.given.is_empty() {
            self.given.clone_from(&other.given);
        }
        for (&partnership, (count, sum)) in &other.reviews {
            let to = self.reviews.entry(partnership).or_default();
            *to = (to.0 + count, to.1 + sum);
        }
    }

    /// Each kind of means: its name, and by the partnership's place its amount.
    pub(crate) fn kinds(&self, setup: &Setup) -> Vec<(String, BTreeMap<u32, f64>)> {
        let dictionary = &setup.dictionary;
        let mean = |(&partnership, &(count, sum)): (&u32, &(u64, i128))| (partnership, sum as f64 / ONE / count as f64);
        let of_reviews = dictionary.background.resource.map(|field| dictionary.root_table().fields[field].name.clone());
        let of_reviews = of_reviews.map(|name| (name, self.reviews.iter().map(mean).collect()));
        let of_groups = self.given.iter().map(|(name, values)| {
            let value = |(row, bits): (usize, &Option<u64>)| Some((row as u32, f64::from_bits((*bits)?)));
            (name.clone(), values.iter().enumerate().filter_map(value).collect())
        });
        of_reviews.into_iter().chain(of_groups).filter(|(_, values): &(String, BTreeMap<u32, f64>)| !values.is_empty()).collect()
    }
}

/// The numbers of means that the group table gives.
fn given(setup: &Setup, dataset: &Dataset) -> Vec<(String, Vec<Option<u64>>)> {
    let Some((place, table)) = setup.dictionary.group.and_then(|place| Some((place, dataset.tables.get(place)?))) else {
        return Vec::new();
    };
    let fields = setup.dictionary.tables[place].fields.iter().zip(&table.columns);
    let means = fields.filter(|(field, _)| field.resource && matches!(field.kind, Kind::Integer | Kind::Decimal));
    let partnerships = Partnerships::new(setup, dataset);
    let bits = |column: &Column| {
        let mut bits = vec![None; table.rows];
        for row in 0..table.rows {
            if let Some(bits) = partnerships.place(row).and_then(|place| bits.get_mut(place as usize)) {
                *bits = number(column, row).map(f64::to_bits);
            }
        }
        bits
    };
    means.map(|(field, column)| (field.name.clone(), bits(column))).collect()
}

/// A row's number, if it gives one that can be summed.
fn number(column: &Column, row: usize) -> Option<f64> {
    let number = match &column.values {
        Values::Decimal(values) => values.get(row).copied(),
        Values::Integer(values) => values.get(row).map(|&number| f64::from(number)),
        _ => None,
    };
    number.filter(|number| column.missing(row) == 0 && number.abs() <= GREATEST)
}
