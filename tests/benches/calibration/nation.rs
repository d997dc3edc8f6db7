//! One invented nation, compared as in a run, and held against what is true of it.

use std::collections::BTreeMap;

use concord_compare::wilson::{Z_95, wilson};
use concord_compare::{Setup, Summary};
use concord_model::batch::BATCH;
use concord_model::comparison::{
    Comparison, Cut, Facet, Figure, Flags, GradientFigure, PartnershipRow, Signal, Slope as Gradient, Unit, Variation,
};
use concord_model::dataset::{Dataset, NO_CHAIN, Values};
use concord_model::dictionary::Dictionary;
use concord_synth::{Options, State, Synth, World};

use super::reading::{Case, Reading, cases};

/// Into how many parts partnerships are cut by their means.
pub(crate) const FIFTHS: usize = 5;

/// By what a partnership is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The run's: what could not be told may be either.
    Run,
    /// The run's, with partnerships allowed to differ as they do.
    Overdispersed,
    /// The run's, at the least favourable end of the benchmark's range.
    LeastFavourable,
    /// Naive: what could not be told is left out, as in complete cases.
    MissingIgnored,
    /// Naive: what was not found is absent.
    NotFoundAsAbsent,
    /// The run's, of what is true, as if all had looked at everything and missed nothing: the best that could be.
    AllLooked,
}

impl Rule {
    /// How what was recorded is read where this is the rule.
    pub(crate) fn reading(self) -> Reading {
        match self {
            Rule::NotFoundAsAbsent => Reading::NotFoundAsAbsent,
            Rule::AllLooked => Reading::AllLooked,
            Rule::Run | Rule::Overdispersed | Rule::LeastFavourable | Rule::MissingIgnored => Reading::Run,
        }
    }
}

/// A nation compared.
#[derive(Default)]
pub(crate) struct Nation {
    /// One a rule, theme and partnership with an incident (with one that could be told, where the missing are ignored).
    pub(crate) cells: Vec<Cell>,
    /// One a reading, theme and kind of means.
    pub(crate) slopes: Vec<Slope>,
    /// The run's flags as one family.
    pub(crate) flags: Flags,
    /// Shares, flags and gradients of the one-sided reading: there must be none.
    pub(crate) one_sided: usize,
}

/// What a rule says of one theme in one partnership, and what is true.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) rule: Rule,
    pub(crate) theme: usize,
    /// The partnership's place by its means, 0 the fifth with the least.
    pub(crate) fifth: usize,
    /// All incidents, and those in which the theme is truly present.
    pub(crate) incidents: u64,
    pub(crate) present: u64,
    /// By how many logits the theme is truly likelier here than elsewhere.
    pub(crate) difference: f64,
    /// Incidents that could not be told.
    pub(crate) missing: u64,
    pub(crate) bounds: [f64; 2],
    pub(crate) hull: [f64; 2],
    pub(crate) signal: Signal,
}

/// A gradient along a kind of means: the permutation p-values, below 0 where the slope is.
pub(crate) struct Slope {
    pub(crate) reading: Reading,
    pub(crate) resource: String,
    assessability: Option<f64>,
    finding: Option<f64>,
}

/// At most this is a gradient.
const P: f64 = 0.05;

impl Slope {
    pub(crate) fn assessability_rises(&self) -> Option<bool> {
        self.assessability.map(|p| p > 0.0 && p <= P)
    }

    pub(crate) fn finding_rises(&self) -> Option<bool> {
        self.finding.map(|p| p > 0.0 && p <= P)
    }

    pub(crate) fn finding_falls(&self) -> Option<bool> {
        self.finding.map(|p| (-P..0.0).contains(&p))
    }
}

/// What is true of a nation's partnerships, by their rows.
struct Truth {
    /// Their rows.
    names: BTreeMap<String, usize>,
    /// Incidents.
    incidents: Vec<u64>,
    /// By partnership and theme, those in which it is truly present.
    present: Vec<Vec<u64>>,
    /// By partnership and theme, logits.
    differences: Vec<Vec<f64>>,
    fifths: Vec<usize>,
}

impl Nation {
    /// The nation of a seed, with so many reviews.
    ///
    /// # Panics
    /// Where the world is none, or there are more reviews than one chunk has.
    pub(crate) fn new(dictionary: &Dictionary, world: World, reviews: u64, seed: u64) -> Nation {
        let synth = Synth::with(dictionary, Options { world, ..Options::new(reviews, seed) }).unwrap();
        assert_eq!(synth.chunks(), 1);
        let chunk = synth.chunk(0);
        let mut themes = cases(dictionary, &chunk.dataset);
        for (place, row) in chunk.truth().enumerate() {
            themes[place % dictionary.themes.len()][place / dictionary.themes.len()].present = row.true_state == State::Present;
        }
        let truth = Truth::new(dictionary, &synth, &chunk.dataset, &themes);
        let mut nation = Nation::default();
        for reading in Reading::ALL {
            nation.add(reading, dictionary, &compared(reading, dictionary, &chunk.dataset, &themes, seed), &truth);
        }
        nation
    }

    /// Adds what a reading came to.
    fn add(&mut self, reading: Reading, dictionary: &Dictionary, comparison: &Comparison, truth: &Truth) {
        if reading == Reading::OneSided {
            self.one_sided += told_both_ways(comparison);
            return;
        }
        if reading == Reading::Run {
            self.flags = comparison.flags.clone();
        }
        self.cells.extend(cells(reading, dictionary, comparison, truth));
        self.slopes.extend(comparison.gradients.iter().map(|figure| slope(reading, figure)));
    }
}

/// The comparison of a run with this one framework.
fn compared(reading: Reading, dictionary: &Dictionary, data: &Dataset, themes: &[Vec<Case>], seed: u64) -> Comparison {
    let setup = Setup::new(dictionary, &[reading.framework(dictionary)]).unwrap().with_seed(seed);
    let mut summary = Summary::new(&setup);
    for start in (0..data.reviews).step_by(BATCH) {
        let batch = start..(start + BATCH).min(data.reviews);
        let of_batch: Vec<Vec<Case>> = themes.iter().map(|cases| cases[batch.clone()].to_vec()).collect();
        summary.add(&setup, data, batch, &[reading.answers(&of_batch)]).unwrap();
    }
    summary.finish(&setup)
}

impl Truth {
    fn new(dictionary: &Dictionary, synth: &Synth, data: &Dataset, themes: &[Vec<Case>]) -> Truth {
        let differences: Vec<Vec<f64>> = synth.differences().map(<[f64]>::to_vec).collect();
        let names = &data.tables[dictionary.group.unwrap()].keys;
        let mut truth = Truth {
            names: names.iter().map(str::to_owned).zip(0..).collect(),
            incidents: vec![0; differences.len()],
            present: vec![vec![0; themes.len()]; differences.len()],
            differences,
            fifths: fifths(dictionary, data),
        };
        // A review that follows from another is of the same incident.
        let first = |review: &usize| data.chain[*review] == NO_CHAIN || data.chain[*review] as usize == *review;
        for review in (0..data.reviews).filter(first) {
            let partnership = data.group[review] as usize;
            truth.incidents[partnership] += 1;
            for (count, cases) in truth.present[partnership].iter_mut().zip(themes) {
                *count += u64::from(cases[review].present);
            }
        }
        truth
    }

    /// What is true of a theme in a partnership; nothing is said of it yet.
    fn cell(&self, theme: usize, partnership: usize) -> Cell {
        Cell {
            rule: Rule::Run,
            theme,
            fifth: self.fifths[partnership],
            incidents: self.incidents[partnership],
            present: self.present[partnership][theme],
            difference: self.differences[partnership][theme],
            missing: 0,
            bounds: [0.0, 1.0],
            hull: [0.0, 1.0],
            signal: Signal::CannotTell,
        }
    }
}

/// The fifth that each partnership belongs to by its posts.
fn fifths(dictionary: &Dictionary, data: &Dataset) -> Vec<usize> {
    let (table, field) = dictionary.field("partnerships", "capacity_fte").unwrap();
    let Values::Decimal(posts) = &data.tables[table].columns[field].values else { panic!("posts are no numbers") };
    let mut order: Vec<usize> = (0..posts.len()).collect();
    order.sort_by(|&a, &b| posts[a].total_cmp(&posts[b]));
    let mut fifths = vec![0; posts.len()];
    order.iter().enumerate().for_each(|(place, &partnership)| fifths[partnership] = place * FIFTHS / posts.len());
    fifths
}

fn cells(reading: Reading, dictionary: &Dictionary, comparison: &Comparison, truth: &Truth) -> Vec<Cell> {
    let by_partnership = |figure: &&Figure| figure.facet == Facet::Partnership && figure.unit == Unit::Incident;
    let figures = comparison.figures.iter().filter(by_partnership);
    let cuts: BTreeMap<[&str; 2], &Cut> =
        figures.map(|figure| ([figure.theme.as_str(), figure.value.as_str()], &figure.partly_present)).collect();
    let of_theme = |variation: &Variation| {
        let theme = dictionary.theme_place(&variation.theme).unwrap();
        let of_row = |row: &PartnershipRow| {
            let cut = cuts[&[variation.theme.as_str(), row.partnership.as_str()]];
            of_row(reading, row, cut, truth.cell(theme, truth.names[&row.partnership]))
        };
        variation.partnerships.iter().flat_map(of_row).collect::<Vec<Cell>>()
    };
    comparison.variation.iter().flat_map(of_theme).collect()
}

/// By each rule that judges by this reading.
fn of_row(reading: Reading, row: &PartnershipRow, cut: &Cut, bare: Cell) -> Vec<Cell> {
    let told = Cell { signal: row.signal, ..told(cut, bare) };
    match reading {
        Reading::Run => of_run(row, cut, told),
        Reading::NotFoundAsAbsent => vec![Cell { rule: Rule::NotFoundAsAbsent, ..told }],
        Reading::AllLooked => vec![Cell { rule: Rule::AllLooked, ..told }],
        Reading::OneSided => Vec::new(),
    }
}

/// The run's rule, its variants, and what it says were the missing ignored.
fn of_run(row: &PartnershipRow, cut: &Cut, run: Cell) -> Vec<Cell> {
    let mut cells = vec![
        run,
        Cell { rule: Rule::Overdispersed, signal: row.signal_overdispersed, ..run },
        Cell { rule: Rule::LeastFavourable, signal: row.signal_least_favourable, ..run },
    ];
    let ignored = |share: f64| Cell {
        rule: Rule::MissingIgnored,
        signal: row.missing_ignored,
        bounds: [share; 2],
        hull: wilson(cut.assessed_present, cut.assessed, Z_95).unwrap(),
        ..run
    };
    cells.extend(cut.assessed_only.map(ignored));
    cells
}

/// A cell with its bounds and its hull.
fn told(cut: &Cut, bare: Cell) -> Cell {
    assert_eq!(cut.n, bare.incidents);
    Cell {
        missing: cut.n - cut.determinable,
        bounds: [cut.lower, cut.upper].map(Option::unwrap),
        hull: [cut.hull_lower, cut.hull_upper].map(Option::unwrap),
        ..bare
    }
}

fn slope(reading: Reading, figure: &GradientFigure) -> Slope {
    let signed = |slope: &Gradient| {
        let sign = if slope.estimate.is_some_and(|estimate| estimate < 0.0) { -1.0 } else { 1.0 };
        slope.permutation_p.map(|p| sign * p)
    };
    Slope { reading, resource: figure.resource.clone(), assessability: signed(&figure.assessability), finding: signed(&figure.finding) }
}

fn told_both_ways(comparison: &Comparison) -> usize {
    let shares = comparison.figures.iter().filter(|figure| figure.partly_present.assessed_only.is_some());
    shares.count() + comparison.variation.len() + comparison.gradients.len()
}
