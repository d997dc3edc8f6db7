//! What reviews recommend (unit: review, with its recommendations and findings).

use std::ops::Range;

use concord_model::comparison::RecommendationMeasure as Measure;
use concord_model::dataset::{Column, Dataset, TableData, Values};
use concord_model::date::months_rounded_up;
use concord_model::dictionary::{Derive, Dictionary, Recommendations, Strength};
use concord_model::missing::Missing;

use crate::among::{Among, and, any};
use crate::cell::Counted;
use crate::setup::Setup;

/// After how many months an answer is late.
const YEAR: i32 = 12;

/// The counts of some reviews.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Recommended {
    pub(crate) reviews: u64,
    pub(crate) recommendations: u64,
    pub(crate) findings: u64,
    /// Findings that are problems.
    pub(crate) problems: u64,
    /// National recommendations for which no response is due.
    pub(crate) not_for_response: u64,
    shares: [Among; Measure::ALL.len()],
}

/// The counts of all cells.
#[derive(Debug, Clone, Default)]
pub(crate) struct RecommendationTally {
    cells: Vec<Recommended>,
}

impl Recommended {
    /// The counts of a share.
    pub(crate) fn share(&self, measure: Measure) -> &Among {
        &self.shares[measure as usize]
    }

    /// Adds other counts.
    pub(crate) fn merge(&mut self, other: &Recommended) {
        self.reviews += other.reviews;
        self.recommendations += other.recommendations;
        self.findings += other.findings;
        self.problems += other.problems;
        self.not_for_response += other.not_for_response;
        self.shares.iter_mut().zip(&other.shares).for_each(|(share, other)| share.merge(other));
    }

    fn add(&mut self, measure: Measure, counts: Option<bool>, is: Option<bool>) {
        self.shares[measure as usize].add(counts, is);
    }
}

impl RecommendationTally {
    /// Counts the reviews of a batch that count.
    pub(crate) fn add(&mut self, setup: &Setup, dataset: &Dataset, reviews: &Range<usize>, counted: &Counted) {
        let Some(columns) = Columns::new(setup, dataset) else { return };
        let mut answered = Vec::new();
        for (review, cell) in counted.cells() {
            columns.review(reviews.start + review as usize, self.of(cell), &mut answered);
        }
    }

    /// Adds the counts of another part of the data, whose cells have other numbers.
    pub(crate) fn merge(&mut self, other: &RecommendationTally, renumbered: &[u32]) {
        other.cells.iter().zip(renumbered).for_each(|(counts, &cell)| self.of(cell).merge(counts));
    }

    /// The counts of a cell, if any review was counted in it.
    pub(crate) fn get(&self, cell: usize) -> Option<&Recommended> {
        self.cells.get(cell)
    }

    fn of(&mut self, cell: u32) -> &mut Recommended {
        let cell = cell as usize;
        if cell >= self.cells.len() {
            self.cells.resize(cell + 1, Recommended::default());
        }
        &mut self.cells[cell]
    }
}

/// The columns in which recommendations and findings stand.
struct Columns<'a> {
    fields: &'a Recommendations,
    offsets: &'a [u32],
    kind: &'a Column,
    level: &'a Column,
    addressee: &'a Column,
    links: &'a Column,
    response: &'a Column,
    months: Option<&'a Column>,
    /// The root table's date from which months are counted, and the day as of which is looked.
    from: Option<&'a Column>,
    as_of: Option<i32>,
    finding_offsets: &'a [u32],
    finding_level: &'a Column,
    finding_kind: Option<(&'a Column, &'a [bool])>,
}

impl<'a> Columns<'a> {
    fn new(setup: &'a Setup, dataset: &'a Dataset) -> Option<Columns<'a>> {
        let fields = setup.dictionary.background.recommendations.as_ref()?;
        let from = due_from(&setup.dictionary, fields);
        let table: &TableData = dataset.tables.get(fields.table)?;
        let findings = dataset.tables.get(fields.findings)?;
        let column = |field: usize| table.columns.get(field);
        Some(Columns {
            fields,
            offsets: &table.offsets,
            kind: column(fields.kind)?,
            level: column(fields.level)?,
            addressee: column(fields.addressee)?,
            links: column(fields.links)?,
            response: column(fields.response)?,
            months: fields.months.and_then(column),
            from: from.and_then(|place| dataset.tables.get(setup.dictionary.root)?.columns.get(place)),
            as_of: setup.as_of,
            finding_offsets: &findings.offsets,
            finding_level: findings.columns.get(fields.finding_level)?,
            finding_kind: fields.problems.as_ref().and_then(|(kind, problems)| Some((findings.columns.get(*kind)?, &problems[..]))),
        })
    }

    /// Counts a review; `answered` is room to work in.
    fn review(&self, review: usize, counts: &mut Recommended, answered: &mut Vec<bool>) {
        let (rows, findings) = (rows(self.offsets, review), rows(self.finding_offsets, review));
        counts.reviews += 1;
        counts.recommendations += rows.len() as u64;
        counts.findings += findings.len() as u64;
        counts.problems += findings.clone().filter(|&finding| self.problem(finding) == Some(true)).count() as u64;
        counts.add(Measure::None, Some(true), Some(rows.is_empty()));
        for row in rows.clone() {
            self.strength(row, counts);
            self.level_drop(row, counts);
            self.national(review, row, counts);
        }
        self.orphans(rows, findings, counts, answered);
    }

    fn strength(&self, row: usize, counts: &mut Recommended) {
        let strength = self.kind.code(row).and_then(|code| *self.fields.strength.get(usize::from(code))?);
        let measures =
            [(Strength::Weak, Measure::Weak), (Strength::Intermediate, Measure::Intermediate), (Strength::Strong, Measure::Strong)];
        for (one, measure) in measures {
            counts.add(measure, Some(true), strength.map(|strength| strength == one));
        }
    }

    fn level_drop(&self, row: usize, counts: &mut Recommended) {
        let held_against = |&finding: &u32| and(self.problem(finding as usize), self.organisation(finding as usize));
        let answers_organisation = self.links(row).and_then(|links| any(links.iter().map(held_against)));
        let to_frontline = self.level.code(row).map(|level| level <= self.fields.frontline);
        counts.add(Measure::LevelDrop, answers_organisation, to_frontline);
    }

    fn national(&self, review: usize, row: usize, counts: &mut Recommended) {
        let national = self.addressee.code(row).and_then(|code| self.fields.national.get(usize::from(code)).copied());
        counts.add(Measure::National, Some(true), national);
        if self.response.missing(row) == Missing::NotApplicable as u8 {
            counts.not_for_response += u64::from(national == Some(true));
            return;
        }
        let answered = self.response.code(row).and_then(|code| self.fields.answered.get(usize::from(code)).copied());
        let months = self.months.and_then(|column| number(column, row));
        let in_time = |in_time: bool| and(answered, months.map(|months| (months <= YEAR) == in_time));
        let over = self.year_is_over(review);
        let due = and(national, over);
        counts.add(Measure::Answered, national, answered);
        counts.add(Measure::NotYetDue, national, over.map(|over| !over));
        counts.add(Measure::AnsweredWithinYear, due, in_time(true));
        counts.add(Measure::AnsweredLate, due, in_time(false));
        counts.add(Measure::Unanswered, due, answered.map(|answered| !answered));
    }

    /// Whether the 12 months of a review's recommendations were over on the day as of which is looked: an answer on that day would be late.
    /// What has not been made known yet has not begun.
    fn year_is_over(&self, review: usize) -> Option<bool> {
        let (from, as_of) = (self.from?, self.as_of?);
        let over = |from: i32| months_rounded_up(from, as_of) > YEAR;
        match from.date(review) {
            Some(date) => (over(date.first) == over(date.last)).then(|| over(date.first)),
            None => (from.missing(review) == Missing::NotYetObtained as u8).then_some(false),
        }
    }

    /// A problem is answered where a recommendation of its review links to it; where one does not say what it links to, it may be.
    fn orphans(&self, rows: Range<usize>, findings: Range<usize>, counts: &mut Recommended, answered: &mut Vec<bool>) {
        answered.clear();
        answered.resize(findings.len(), false);
        let mut all_told = true;
        for row in rows {
            let Some(links) = self.links(row) else {
                all_told = false;
                continue;
            };
            let places = links.iter().filter_map(|&finding| (finding as usize).checked_sub(findings.start));
            places.for_each(|place| answered.get_mut(place).into_iter().for_each(|answered| *answered = true));
        }
        for (finding, &answered) in findings.zip(answered.iter()) {
            let orphan = if answered { Some(false) } else { all_told.then_some(true) };
            let problem = self.problem(finding);
            counts.add(Measure::Orphan, problem, orphan);
            counts.add(Measure::OrphanOrganisation, and(problem, self.organisation(finding)), orphan);
        }
    }

    /// Whether a finding is a problem; strengths and what is neither call for no recommendation.
    fn problem(&self, finding: usize) -> Option<bool> {
        let (kind, problems) = self.finding_kind?;
        kind.code(finding).and_then(|code| problems.get(usize::from(code)).copied())
    }

    /// Whether a finding stands at the level of an organisation or above.
    fn organisation(&self, finding: usize) -> Option<bool> {
        self.finding_level.code(finding).map(|level| level >= self.fields.organisation)
    }

    /// The findings that a recommendation answers.
    fn links(&self, row: usize) -> Option<&[u32]> {
        let Values::Reference { offsets, rows } = &self.links.values else { return None };
        let ends: &[u32; 2] = offsets.get(row..row + 2)?.try_into().ok()?;
        rows.get(ends[0] as usize..ends[1] as usize).filter(|_| self.links.missing(row) == 0)
    }
}

/// The date of the root table from which the months until an answer are counted, if the dictionary derives them so.
pub(crate) fn due_from(dictionary: &Dictionary, fields: &Recommendations) -> Option<usize> {
    let months = &dictionary.tables[fields.table].fields[fields.months?];
    let Some(Derive::Months { from, .. }) = &months.derive else { return None };
    let root = dictionary.root_table();
    let name = from.strip_prefix(root.name.as_str())?.strip_prefix('.')?;
    root.fields.iter().position(|field| field.name == name)
}

/// The child rows of a review.
fn rows(offsets: &[u32], review: usize) -> Range<usize> {
    match offsets.get(review..review + 2) {
        Some(&[start, end]) => start as usize..end as usize,
        _ => 0..0,
    }
}

/// A row's whole number, if it is given.
fn number(column: &Column, row: usize) -> Option<i32> {
    match &column.values {
        Values::Integer(numbers) if column.missing(row) == 0 => numbers.get(row).copied(),
        _ => None,
    }
}
