//! Where a review counts: its partnership, its years, its type.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use concord_model::dataset::{Column, Dataset, NO_CHAIN, NO_PAIR, Strings};
use concord_model::date::{PartialDate, civil_from_days, financial_year};

use crate::setup::Setup;
use crate::traits::{Traits, traits};

/// The least part of the data for which counts are held. Everything that is shown is a sum of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Cell {
    /// The partnership's place by name; `None` where reviews are not grouped.
    pub(crate) partnership: Option<u32>,
    /// The calendar year, where both ends of the date agree on it.
    pub(crate) calendar: Option<i32>,
    /// The calendar year in which the financial year starts, where both ends of the date agree on it.
    pub(crate) financial: Option<i32>,
    /// The type of review, by its code's place.
    pub(crate) review_type: Option<u8>,
}

/// The cells met so far, or other keys, numbered in the order in which they were.
#[derive(Debug, Clone)]
pub(crate) struct Cells<K = Cell> {
    pub(crate) keys: Vec<K>,
    places: HashMap<K, u32>,
}

impl<K> Default for Cells<K> {
    fn default() -> Self {
        Cells { keys: Vec::new(), places: HashMap::new() }
    }
}

impl<K: Copy + Eq + Hash> Cells<K> {
    /// The number of a cell.
    pub(crate) fn place(&mut self, cell: K) -> u32 {
        if let Some(&place) = self.places.get(&cell) {
            return place;
        }
        let place = self.keys.len() as u32;
        self.keys.push(cell);
        self.places.insert(cell, place);
        place
    }
}

/// Which review of a chain is its root: the least of these. It says where the incident counts, whatever order reviews come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RootOrder {
    /// Whether the review follows from another.
    follows: bool,
    /// The first and the last day of its date; undated reviews last.
    dated: (i32, i32),
    cell: Cell,
    traits: Traits,
}

impl RootOrder {
    /// Where the incident counts if this is the root.
    pub(crate) fn cell(&self) -> Cell {
        self.cell
    }

    /// What kind of case the incident is, and whom it is about, if this is the root.
    pub(crate) fn traits(&self) -> Traits {
        self.traits
    }
}

/// One coding of a review that is coded more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Coded {
    /// Its place in the batch.
    pub(crate) review: u32,
    /// The number that all codings of the review have.
    pub(crate) pair: u32,
    /// The place of its coding among the codes; 0 is the one that counts.
    pub(crate) coding: u8,
    /// The partnership's place by name.
    pub(crate) partnership: Option<u32>,
}

/// The reviews of a batch that count, by what is done with them.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    /// All that count, by their places in the batch.
    pub(crate) all: Vec<u32>,
    /// The traits of all reviews of the batch.
    pub(crate) traits: Vec<Traits>,
    /// Those that are an incident of their own, with their cells.
    pub(crate) singles: Vec<(u32, u32)>,
    /// Those in a chain, with their cells, their chains and their order in them.
    pub(crate) chained: Vec<(u32, u32, u32, RootOrder)>,
    /// Codings of reviews that are coded more than once, those that count too.
    pub(crate) coded: Vec<Coded>,
    /// How many second codings were left out.
    pub(crate) second_codings: u64,
    /// How many that count have no date.
    pub(crate) undated: u64,
    /// The first and the last day of those that have.
    pub(crate) period: Option<(i32, i32)>,
    /// The first and the last day that are reached for certain, however little is known of a date.
    pub(crate) reached: Option<(i32, i32)>,
}

impl Counted {
    /// The reviews that follow from no other, by their places in the batch.
    pub(crate) fn first(&self) -> impl Iterator<Item = u32> {
        let first = self.chained.iter().filter(|(.., root)| !root.follows).map(|&(review, ..)| review);
        self.singles.iter().map(|&(review, _)| review).chain(first)
    }

    /// Sorts a run of reviews.
    pub(crate) fn new(setup: &Setup, dataset: &Dataset, reviews: &Range<usize>, cells: &mut Cells) -> Counted {
        let roles = Roles::new(setup, dataset);
        let mut counted = Counted { traits: traits(setup, dataset, reviews), ..Counted::default() };
        for (place, row) in reviews.clone().enumerate() {
            let place = place as u32;
            let coding = roles.coding(row);
            if let Some(&pair) = dataset.pair.get(row).filter(|&&pair| pair != NO_PAIR) {
                let partnership = roles.partnerships.of(dataset, row);
                counted.coded.push(Coded { review: place, pair, coding, partnership });
            }
            if coding > 0 {
                counted.second_codings += 1;
                continue;
            }
            let date = roles.period.and_then(|column| column.date(row));
            counted.date(date);
            counted.all.push(place);
            let key = roles.cell(dataset, row, date);
            let cell = cells.place(key);
            match dataset.chain.get(row).copied().unwrap_or(NO_CHAIN) {
                NO_CHAIN => counted.singles.push((place, cell)),
                chain => counted.chained.push((place, cell, chain, roles.root_order(row, date, key, counted.traits[place as usize]))),
            }
        }
        counted
    }

    /// The cells of all reviews that count.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (u32, u32)> {
        self.singles.iter().copied().chain(self.chained.iter().map(|&(review, cell, ..)| (review, cell)))
    }

    fn date(&mut self, date: Option<PartialDate>) {
        match date {
            None => self.undated += 1,
            Some(date) => {
                self.period = widest(self.period, Some((date.first, date.last)));
                self.reached = widest(self.reached, Some((date.last, date.first)));
            }
        }
    }
}

/// The period that covers both.
pub(crate) fn widest(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> Option<(i32, i32)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (period, None) | (None, period) => period,
    }
}

/// The partnerships of a dataset in the order of their names. Their rows stand in the order in which reviews first name them where the data
/// have no table of them, and no figure may depend on that.
#[derive(Debug, Clone, Default)]
pub(crate) struct Partnerships {
    /// For each row of the group table its place by name; empty where reviews are not grouped.
    places: Vec<u32>,
}

impl Partnerships {
    pub(crate) fn new(setup: &Setup, dataset: &Dataset) -> Partnerships {
        let mut places = vec![0; names(setup, dataset).count()];
        let mut named: Vec<(&str, usize)> = names(setup, dataset).zip(0..).collect();
        named.sort_unstable();
        named.iter().zip(0..).for_each(|((_, row), place)| places[*row] = place);
        Partnerships { places }
    }

    /// The partnership of a review, by its place.
    pub(crate) fn of(&self, dataset: &Dataset, review: usize) -> Option<u32> {
        dataset.group.get(review).and_then(|&row| self.place(row as usize))
    }

    /// The place of a row.
    pub(crate) fn place(&self, row: usize) -> Option<u32> {
        self.places.get(row).copied()
    }
}

/// The keys of the group table, row by row.
pub(crate) fn names<'a>(setup: &Setup, dataset: &'a Dataset) -> impl Iterator<Item = &'a str> {
    let keys = setup.dictionary.group.and_then(|place| dataset.tables.get(place)).map(|table| &table.keys);
    (0..keys.map_or(0, Strings::len)).map(move |place| keys.map_or("", |keys| keys.get(place)))
}

/// The columns of the roles.
struct Roles<'a> {
    chain: Option<&'a Column>,
    period: Option<&'a Column>,
    coding: Option<&'a Column>,
    review_type: Option<&'a Column>,
    partnerships: Partnerships,
}

impl<'a> Roles<'a> {
    fn new(setup: &Setup, dataset: &'a Dataset) -> Roles<'a> {
        let root = dataset.tables.get(setup.dictionary.root);
        let column = |place: Option<usize>| root.and_then(|table| table.columns.get(place?));
        let fields = &setup.fields;
        Roles {
            chain: column(fields.chain),
            period: column(fields.period),
            coding: column(fields.coding),
            review_type: column(fields.review_type),
            partnerships: Partnerships::new(setup, dataset),
        }
    }

    /// The first code is the coding that counts; a review that does not say is one of these.
    fn coding(&self, row: usize) -> u8 {
        self.coding.and_then(|column| column.code(row)).unwrap_or(0)
    }

    fn cell(&self, dataset: &Dataset, row: usize, date: Option<PartialDate>) -> Cell {
        let agreed = |year: fn(i32) -> i32| date.map(|date| (year(date.first), year(date.last))).filter(|(a, b)| a == b).map(|(a, _)| a);
        Cell {
            partnership: self.partnerships.of(dataset, row),
            calendar: agreed(|day| civil_from_days(day).0),
            financial: agreed(financial_year),
            review_type: self.review_type.and_then(|column| column.code(row)),
        }
    }

    fn root_order(&self, row: usize, date: Option<PartialDate>, cell: Cell, traits: Traits) -> RootOrder {
        let follows = self.chain.and_then(|column| column.id(row)).is_some();
        RootOrder { follows, dated: date.map_or((i32::MAX, i32::MAX), |date| (date.first, date.last)), cell, traits }
    }
}
