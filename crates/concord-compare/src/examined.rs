//! Which themes reviews say or show that they examined (unit: review).

use std::ops::Range;

use concord_model::dataset::{Dataset, Values};

use crate::cell::Partnerships;
use crate::setup::Setup;

/// How many reviews examined a theme, by [`state`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Examined([u64; 6]);

/// Whether a theme was declared (0 nothing is said, 1 it is not among those named, 2 it is), and whether it was recorded on (0 or 1).
fn state(declared: u8, recorded: u8) -> usize {
    usize::from(declared * 2 + recorded)
}

impl Examined {
    /// Adds the counts of another part of the data.
    pub(crate) fn merge(&mut self, other: &Examined) {
        self.0.iter_mut().zip(other.0).for_each(|(count, other)| *count += other);
    }

    /// Reviews.
    pub(crate) fn reviews(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Declared as examined.
    pub(crate) fn declared(&self) -> u64 {
        self.0[state(2, 0)] + self.0[state(2, 1)]
    }

    /// Declared as examined and recorded on.
    pub(crate) fn declared_and_recorded(&self) -> u64 {
        self.0[state(2, 1)]
    }

    /// Recorded on and not declared.
    pub(crate) fn inferred(&self) -> u64 {
        self.0[state(0, 1)] + self.0[state(1, 1)]
    }

    /// Not among the themes named, nor recorded on.
    pub(crate) fn not_examined(&self) -> u64 {
        self.0[state(1, 0)]
    }

    /// Nothing says.
    pub(crate) fn unknown(&self) -> u64 {
        self.0[state(0, 0)]
    }

    /// Declared as examined, and never recorded on.
    pub(crate) fn declared_only(&self) -> bool {
        self.declared() > 0 && self.declared_and_recorded() + self.inferred() == 0
    }
}

/// The counts of all partnerships and themes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ExaminedTally {
    /// For each partnership a count a theme: first those whose partnership is not known, then by the partnership's place by name.
    partnerships: Vec<Vec<Examined>>,
}

impl ExaminedTally {
    /// Counts the reviews of a batch that count.
    pub(crate) fn add(&mut self, setup: &Setup, dataset: &Dataset, reviews: &Range<usize>, counted: &[u32]) {
        let themes = setup.dictionary.themes.len();
        let partnerships = Partnerships::new(setup, dataset);
        let mut recorded = vec![0; themes];
        let mut declared = vec![0; themes];
        for row in counted.iter().map(|&review| reviews.start + review as usize) {
            record(setup, dataset, row, &mut recorded);
            declare(setup, dataset, row, &mut declared);
            let partnership = place(partnerships.of(dataset, row));
            for ((counts, &declared), &recorded) in self.of(partnership, themes).iter_mut().zip(&declared).zip(&recorded) {
                counts.0[state(declared, recorded)] += 1;
            }
        }
    }

    /// Adds the counts of another part of the data.
    pub(crate) fn merge(&mut self, other: &ExaminedTally) {
        for (partnership, counts) in other.partnerships.iter().enumerate() {
            for (count, other) in self.of(partnership, counts.len()).iter_mut().zip(counts) {
                count.merge(other);
            }
        }
    }

    /// The counts of a partnership on a theme, if any of its reviews was counted.
    pub(crate) fn get(&self, partnership: Option<u32>, theme: usize) -> Option<&Examined> {
        self.partnerships.get(place(partnership))?.get(theme)
    }

    /// The counts of all partnerships on a theme.
    pub(crate) fn all(&self, theme: usize) -> Examined {
        let mut all = Examined::default();
        self.partnerships.iter().filter_map(|counts| counts.get(theme)).for_each(|counts| all.merge(counts));
        all
    }

    fn of(&mut self, partnership: usize, themes: usize) -> &mut [Examined] {
        if partnership >= self.partnerships.len() {
            self.partnerships.resize(partnership + 1, Vec::new());
        }
        let counts = &mut self.partnerships[partnership];
        if counts.is_empty() {
            counts.resize(themes, Examined::default());
        }
        counts
    }
}

fn place(partnership: Option<u32>) -> usize {
    partnership.map_or(0, |row| row as usize + 1)
}

/// The themes that any row of a review carries.
fn record(setup: &Setup, dataset: &Dataset, row: usize, recorded: &mut [u8]) {
    recorded.fill(0);
    for (table, field, themes) in &setup.fields.theme_fields {
        let Some(data) = dataset.tables.get(*table) else { continue };
        let (Some(column), Some(&[start, end])) =
            (data.columns.get(*field), data.offsets.get(row..row + 2).and_then(|two| two.first_chunk()))
        else {
            continue;
        };
        let themes = (start as usize..end as usize).filter_map(|row| *themes.get(usize::from(column.code(row)?))?);
        themes.for_each(|theme| recorded[theme] = 1);
    }
}

/// Whether a review declares each theme, as [`state`] has it.
fn declare(setup: &Setup, dataset: &Dataset, row: usize, declared: &mut [u8]) {
    declared.fill(0);
    let root = dataset.tables.get(setup.dictionary.root);
    let Some(column) = root.and_then(|table| table.columns.get(setup.fields.examined?)) else { return };
    let Values::CodeSet { width, bits } = &column.values else { return };
    let Some(set) = bits.get(row * width..(row + 1) * width).filter(|_| column.missing(row) == 0) else { return };
    declared.fill(1);
    for (code, theme) in setup.fields.examined_themes.iter().enumerate() {
        if let Some(theme) = theme.filter(|_| set.get(code / 8).is_some_and(|byte| byte >> (code % 8) & 1 == 1)) {
            declared[theme] = 2;
        }
    }
}
