//! The rows of one row group, column by column.

use std::ops::Range;

use concord_model::answer::{AnswerColumn, ERROR, Looked, NOT_APPLICABLE, NOT_DETERMINABLE, number, reason};
use concord_model::batch::Window;
use concord_model::dataset::{Dataset, Strings};
use concord_model::framework::{Indicator, Outcome};

use super::Encoder;
use crate::parquet::{self, Column, Levels, NULL, ParquetFault, RowGroup, Words};

/// The outcomes' names, each at its place; an error is no outcome and stands after them.
const OUTCOMES: [&str; 6] = ["present", "partly", "absent", "not_determinable", "not_applicable", "error"];
/// The places of [`Looked`]'s bytes.
const LOOKED: [&str; 3] = ["unknown", "yes", "no"];

/// A column of strings in the making.
#[derive(Debug, Default)]
struct Texts {
    words: Words,
    places: Vec<u16>,
}

impl Texts {
    fn fixed(words: &[&str]) -> Texts {
        Texts { words: Words::fixed(words.iter().copied()), places: Vec::new() }
    }

    /// The place of a word. A row group has [`RUNS`](super::RUNS) indicators, and so never more words than there are places.
    fn place(&mut self, word: &str) -> u16 {
        self.words.place(word) as u16
    }

    /// The same word, or none, in the next rows.
    fn repeat(&mut self, word: Option<&str>, rows: usize) {
        let place = word.map_or(NULL, |word| self.place(word));
        self.places.resize(self.places.len() + rows, place);
    }
}

/// The rows of one row group.
pub(super) struct Group<'a> {
    keys: &'a Strings,
    reviews: Range<usize>,
    coding_of: Vec<u16>,
    framework: Texts,
    indicator: Texts,
    review: (Words, Vec<u32>),
    coding: Texts,
    answer: Texts,
    outcome: Texts,
    concern: Texts,
    strength: Texts,
    looked: Texts,
    reason: Texts,
    /// For each set of reasons its place.
    reasons: [Option<u16>; 1 << reason::COUNT],
    measures: [Numbers; 3],
    unit: Texts,
    evidence: Evidence<'a>,
}

/// A column of numbers in the making.
#[derive(Debug, Default)]
struct Numbers {
    given: Vec<u8>,
    numbers: Vec<f64>,
}

impl<'a> Group<'a> {
    pub(super) fn new(encoder: &'a Encoder, dataset: &'a Dataset, reviews: Range<usize>) -> Group<'a> {
        let root = &dataset.tables[encoder.root];
        let coding = encoder.coding.as_ref();
        let coding_of = |review| coding.and_then(|(field, _)| root.columns[*field].code(review)).map_or(NULL, u16::from);
        Group {
            keys: &root.keys,
            coding_of: reviews.clone().map(coding_of).collect(),
            framework: Texts::default(),
            indicator: Texts::default(),
            review: <(Words, Vec<u32>)>::default(),
            coding: Texts { words: Words::fixed(coding.iter().flat_map(|(_, codes)| codes).map(String::as_str)), places: Vec::new() },
            answer: Texts::default(),
            outcome: Texts::fixed(&OUTCOMES),
            concern: Texts::fixed(&OUTCOMES),
            strength: Texts::fixed(&OUTCOMES),
            looked: Texts::fixed(&LOOKED),
            reason: Texts::default(),
            reasons: [None; 1 << reason::COUNT],
            measures: std::array::from_fn(|_| Numbers::default()),
            unit: Texts::default(),
            evidence: Evidence::new(encoder, dataset, &reviews),
            reviews,
        }
    }

    /// Adds the answers to one indicator, one a review.
    pub(super) fn run(&mut self, framework: &str, indicator: &Indicator, column: &AnswerColumn) {
        let rows = self.reviews.len();
        self.framework.repeat(Some(framework), rows);
        self.indicator.repeat(Some(&indicator.id), rows);
        self.unit.repeat(indicator.measure_unit.as_deref(), rows);
        let (names, places) = &mut self.review;
        match places.is_empty() {
            true => places.extend(self.reviews.clone().map(|review| names.place(self.keys.get(review)))),
            false => places.extend_from_within(..rows),
        }
        self.coding.places.extend_from_slice(&self.coding_of);
        self.answers(indicator, column);
        match column.looked.len() {
            0 => self.looked.places.resize(self.looked.places.len() + rows, Looked::Yes as u16),
            _ => self.looked.places.extend((0..rows).map(|review| column.looked(review) as u16)),
        }
        self.reasons(column);
        self.measures(column);
        self.evidence.run(indicator, column, rows);
    }

    fn answers(&mut self, indicator: &Indicator, column: &AnswerColumn) {
        let rows = self.reviews.len();
        if column.answers.len() != rows {
            for texts in [&mut self.answer, &mut self.outcome, &mut self.concern, &mut self.strength] {
                texts.repeat(None, rows);
            }
            return;
        }
        let mut met = [false; 256];
        column.answers.iter().for_each(|&answer| met[usize::from(answer)] = true);
        let mut meaning = [[NULL; 4]; 256];
        for answer in (0..=u8::MAX).filter(|&answer| met[usize::from(answer)]) {
            let local = indicator.scale.get(usize::from(answer)).map_or(NULL, |local| self.answer.place(&local.code));
            let (concern, strength) = indicator.outcomes(answer);
            let place = |outcome: Option<Outcome>| outcome.map_or(NULL, |outcome| outcome as u16);
            meaning[usize::from(answer)] = [local, outcome(answer, concern, strength), place(concern), place(strength)];
        }
        let texts = [&mut self.answer, &mut self.outcome, &mut self.concern, &mut self.strength];
        for (which, texts) in texts.into_iter().enumerate() {
            texts.places.extend(column.answers.iter().map(|&answer| meaning[usize::from(answer)][which]));
        }
    }

    fn reasons(&mut self, column: &AnswerColumn) {
        let rows = self.reviews.len();
        if column.reasons.is_empty() {
            return self.reason.repeat(None, rows);
        }
        for review in 0..rows {
            let set = column.reasons(review) & ((1 << reason::COUNT) - 1);
            let place = self.reasons[usize::from(set)].get_or_insert_with(|| match set {
                0 => NULL,
                _ => self.reason.place(&reason::names(set).collect::<Vec<_>>().join(";")),
            });
            self.reason.places.push(*place);
        }
    }

    fn measures(&mut self, column: &AnswerColumn) {
        if column.measures.is_empty() {
            for numbers in &mut self.measures {
                numbers.given.resize(numbers.given.len() + self.reviews.len(), 0);
            }
            return;
        }
        for review in 0..self.reviews.len() {
            let measure = column.measure(review);
            let numbers = measure.map_or([f64::NAN; 3], |measure| [measure.lower, measure.upper, measure.of]);
            for (column, number) in self.measures.iter_mut().zip(numbers) {
                column.given.push(u8::from(number.is_finite()));
                column.numbers.extend(Some(number).filter(|number| number.is_finite()));
            }
        }
    }

    pub(super) fn finish(self) -> Result<RowGroup, ParquetFault> {
        let rows = self.framework.places.len();
        let mut columns = parquet::Encoder::default();
        let mut required = |column: Column<'_>| columns.column(Levels::NONE, Levels::NONE, &column);
        required(Column::Shorts(&self.framework.words, &self.framework.places));
        required(Column::Shorts(&self.indicator.words, &self.indicator.places));
        required(Column::Places(&self.review.0, &self.review.1));
        for texts in [&self.coding, &self.answer, &self.outcome, &self.concern, &self.strength] {
            columns.optional(&texts.words, &texts.places);
        }
        columns.column(Levels::NONE, Levels::NONE, &Column::Shorts(&self.looked.words, &self.looked.places));
        columns.optional(&self.reason.words, &self.reason.places);
        for Numbers { given, numbers } in &self.measures {
            columns.column(Levels::NONE, Levels { greatest: 1, slots: given }, &Column::Decimals(numbers));
        }
        columns.optional(&self.unit.words, &self.unit.places);
        self.evidence.finish(&mut columns);
        RowGroup::new(rows, columns)
    }
}

/// What an answer comes to where the concern and the strength that it speaks of do not differ.
fn outcome(answer: u8, concern: Option<Outcome>, strength: Option<Outcome>) -> u16 {
    match (answer, concern, strength) {
        (ERROR, _, _) => OUTCOMES.len() as u16 - 1,
        (NOT_DETERMINABLE, _, _) => Outcome::NotDeterminable as u16,
        (NOT_APPLICABLE, _, _) => Outcome::NotApplicable as u16,
        (_, Some(one), Some(other)) if one != other => NULL,
        (_, one, other) => one.or(other).map_or(NULL, |outcome| outcome as u16),
    }
}

/// What stands for the place of a row that is not known yet.
const UNKNOWN: u32 = u32::MAX;

/// The rows that answers rest on, as `table/key`.
struct Evidence<'a> {
    encoder: &'a Encoder,
    dataset: &'a Dataset,
    /// For each table the batch's first row, and the place of each of its rows that is known already.
    tables: Vec<(usize, Vec<u32>)>,
    words: Words,
    places: Vec<u32>,
    repetition: Vec<u8>,
    definition: Vec<u8>,
}

impl<'a> Evidence<'a> {
    fn new(encoder: &'a Encoder, dataset: &'a Dataset, reviews: &Range<usize>) -> Evidence<'a> {
        let table = |place| (Window::first_row(dataset, place, reviews), Vec::new());
        Evidence {
            encoder,
            dataset,
            tables: (0..dataset.tables.len()).map(table).collect(),
            words: Words::default(),
            places: Vec::new(),
            repetition: Vec::new(),
            definition: Vec::new(),
        }
    }

    fn run(&mut self, indicator: &Indicator, column: &AnswerColumn, reviews: usize) {
        let tables: Vec<Option<usize>> =
            indicator.evidence_tables.iter().map(|name| self.encoder.tables.iter().position(|table| table == name)).collect();
        if column.evidence.iter().all(|cited| cited.offsets.is_empty()) {
            self.repetition.resize(self.repetition.len() + reviews, 0);
            self.definition.resize(self.definition.len() + reviews, 0);
            return;
        }
        for review in 0..reviews {
            let before = self.places.len();
            for (table, cited) in tables.iter().zip(&column.evidence) {
                let Some(table) = *table else { continue };
                let offset = |place| number(&cited.offsets, place) as usize;
                for place in offset(review)..offset(review + 1) {
                    self.row(table, number(&cited.rows, place) as usize);
                }
            }
            let count = self.places.len() - before;
            self.repetition.push(0);
            self.repetition.resize(self.repetition.len() + count.saturating_sub(1), 1);
            self.definition.resize(self.definition.len() + count.max(1), u8::from(count > 0));
        }
    }

    /// Adds a row of the batch.
    fn row(&mut self, table: usize, row: usize) {
        let (first, known) = &mut self.tables[table];
        let keys = &self.dataset.tables[table].keys;
        if *first + row >= keys.len() {
            return;
        }
        if known.len() <= row {
            known.resize(row + 1, UNKNOWN);
        }
        if known[row] == UNKNOWN {
            known[row] = self.words.push_parts([&self.encoder.tables[table], "/", keys.get(*first + row)]);
        }
        self.places.push(known[row]);
    }

    fn finish(self, columns: &mut parquet::Encoder) {
        let repetition = Levels { greatest: 1, slots: &self.repetition };
        columns.column(repetition, Levels { greatest: 1, slots: &self.definition }, &Column::Places(&self.words, &self.places));
    }
}
