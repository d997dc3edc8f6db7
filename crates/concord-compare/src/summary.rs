//! The counts from which a comparison is made: whole numbers only, so that parts of the data can be counted apart and joined in any order.

use std::collections::BTreeSet;
use std::ops::Range;

use concord_model::answer::Answers;
use concord_model::comparison::OfAnother;
use concord_model::dataset::Dataset;
use concord_model::finding::BatchFindings;

use crate::carried::Rows;
use crate::cell::{Cells, Counted, names, widest};
use crate::chains::Chains;
use crate::checked::{self, CompareError};
use crate::codings::Codings;
use crate::decisions::{DecisionTally, outcomes};
use crate::evidence::SameEvidence;
use crate::examined::ExaminedTally;
use crate::indicator::IndicatorTally;
use crate::margin::{CaseKey, GroupKey, Margin};
use crate::means::Means;
use crate::overlap::{Overlaps, conflict};
use crate::partings::Partings;
use crate::patterns::Patterns;
use crate::predictors::PredictorTally;
use crate::recommendations::RecommendationTally;
use crate::setup::Setup;
use crate::tally::{Tally, renumber};

/// The most conflicts that are listed for each framework × theme × side.
pub const CONFLICTS_LISTED: usize = 50;

/// What has been counted of some part of the data.
///
/// Joining the summaries of parts gives the summary of the whole, whatever the parts and their order. Only reviews in chains of two
/// or more and reviews with several codings are held back (a byte for each framework × theme × side in scope); all others are counted at
/// once.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The keys of the partnerships, in order.
    pub(crate) partnerships: Vec<String>,
    pub(crate) second_codings: u64,
    pub(crate) undated: u64,
    /// The first and the last day.
    pub(crate) period: Option<(i32, i32)>,
    /// The first and the last day that are reached for certain.
    pub(crate) reached: Option<(i32, i32)>,
    pub(crate) cells: Cells,
    /// Reviews by cell: those that are an incident of their own, and those in chains.
    pub(crate) reviews: [Vec<u64>; 2],
    /// Findings of reviews that are an incident of their own.
    pub(crate) singles: Tally,
    /// Findings of reviews in chains, each by itself.
    pub(crate) chained: Tally,
    pub(crate) chains: Chains,
    /// Incidents of one review by partnership, kind of case and depth.
    pub(crate) by_case: Margin<CaseKey>,
    /// Incidents of one review by partnership and by whom they are about, once for each grouping.
    pub(crate) by_group: Margin<GroupKey>,
    /// Incidents of one review by what frameworks that can be compared say together.
    pub(crate) patterns: Patterns,
    pub(crate) overlaps: Overlaps,
    pub(crate) codings: Codings,
    pub(crate) partings: Partings,
    pub(crate) same_evidence: SameEvidence,
    /// By framework and indicator.
    pub(crate) indicators: Vec<Vec<IndicatorTally>>,
    pub(crate) examined: ExaminedTally,
    /// The means that partnerships had.
    pub(crate) means: Means,
    pub(crate) recommendations: RecommendationTally,
    pub(crate) decisions: DecisionTally,
    pub(crate) predictors: PredictorTally,
    /// By view and decider, reviews in which an indicator of several themes finds something and cites no row of the view's.
    pub(crate) of_another: Vec<Vec<u64>>,
    /// For each view the first reviews in conflict, by their names.
    pub(crate) conflicts: Vec<BTreeSet<String>>,
}

impl Summary {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(setup: &Setup) -> Summary {
        let views = setup.views.len();
        let tallies = |framework: &crate::setup::FrameworkInfo| framework.descriptor.indicators.iter().map(IndicatorTally::new).collect();
        Summary {
            partnerships: Vec::new(),
            second_codings: 0,
            undated: 0,
            period: None,
            reached: None,
            cells: Cells::default(),
            reviews: [Vec::new(), Vec::new()],
            singles: Tally::new(views),
            chained: Tally::new(views),
            chains: Chains::new(views),
            by_case: Margin::new(views),
            by_group: Margin::new(views),
            patterns: Patterns::new(setup.panels.len()),
            overlaps: Overlaps::new(setup),
            codings: Codings::default(),
            partings: Partings::default(),
            same_evidence: SameEvidence::new(setup),
            indicators: setup.frameworks.iter().map(tallies).collect(),
            examined: ExaminedTally::default(),
            means: Means::default(),
            recommendations: RecommendationTally::default(),
            decisions: DecisionTally::default(),
            predictors: PredictorTally::default(),
            of_another: setup.views.iter().map(|view| vec![0; view.deciders.len()]).collect(),
            conflicts: vec![BTreeSet::new(); views],
        }
    }

    /// Reviews counted, second codings left out.
    #[must_use]
    pub fn reviews(&self) -> u64 {
        self.reviews.iter().flatten().sum()
    }

    /// What an indicator, by its framework's place and its own, found without a row of the theme that it stands under, theme by theme and
    /// side by side; none where it stands under one theme alone.
    #[must_use]
    pub fn of_another(&self, setup: &Setup, (framework, indicator): (usize, usize)) -> Vec<OfAnother> {
        let views = setup.views.iter().zip(&self.of_another).filter(|(view, _)| view.framework == framework);
        let deciding =
            views.flat_map(|(view, counts)| view.deciders.iter().zip(counts).map(move |(decider, count)| (view, decider, count)));
        let found = deciding.filter(|(_, decider, count)| decider.indicator == indicator && **count > 0);
        found.map(|(view, _, &reviews)| OfAnother { theme: setup.theme_id(view.theme).to_owned(), side: view.side, reviews }).collect()
    }

    /// Counts a run of a dataset's reviews and gives their findings (those of second codings too, which enter no count). `answers` are
    /// those of each framework for just these reviews, in the order of the setup.
    ///
    /// # Errors
    /// Where the answers do not fit the reviews or the frameworks. Nothing is counted then.
    pub fn add(
        &mut self,
        setup: &Setup,
        dataset: &Dataset,
        reviews: Range<usize>,
        answers: &[Answers],
    ) -> Result<BatchFindings, CompareError> {
        checked::answers(setup, dataset, &reviews, answers)?;
        self.room_for(reviews.len() as u64)?;
        let mut partnerships: Vec<&str> = names(setup, dataset).collect();
        partnerships.sort_unstable();
        self.name_partnerships(partnerships.into_iter())?;
        let rows = Rows { dataset, reviews: &reviews };
        let findings = setup.findings(rows, answers);
        let counted = Counted::new(setup, dataset, &reviews, &mut self.cells);
        self.count_reviews(&counted);
        self.count_findings(setup, &counted, &findings);
        self.list_conflicts(setup, dataset, &reviews, &counted, &findings);
        self.same_evidence.add(setup, rows, &counted.all, &findings, answers);
        self.count_of_another(setup, rows, &counted.all, answers);
        self.partings.add(setup, dataset, &reviews, &counted.all, &findings, answers);
        self.examined.add(setup, dataset, &reviews, &counted.all);
        self.means.add(setup, dataset, &reviews, &counted);
        self.recommendations.add(setup, dataset, &reviews, &counted);
        let outcomes = outcomes(setup, dataset, &reviews);
        self.decisions.add(&self.cells, &counted, &outcomes);
        self.predictors.add(setup, dataset, &reviews, (&self.cells, &counted), &outcomes);
        for (tallies, answers) in self.indicators.iter_mut().zip(answers) {
            tallies.iter_mut().zip(&answers.columns).for_each(|(tally, column)| tally.add(column, &counted.all));
        }
        Ok(findings)
    }

    /// Joins the summary of another part of the data.
    ///
    /// # Errors
    /// Where it is of another setup or of other partnerships. Nothing is joined then.
    pub fn merge(&mut self, other: &Summary) -> Result<(), CompareError> {
        let shape = |summary: &Summary| {
            let indicators: Vec<usize> = summary.indicators.iter().map(Vec::len).collect();
            (indicators, summary.conflicts.len(), summary.overlaps.pairs.len())
        };
        if shape(self) != shape(other) {
            return Err(CompareError::Unlike("the frameworks"));
        }
        self.room_for(other.reviews() + other.second_codings)?;
        self.name_partnerships(other.partnerships.iter().map(String::as_str))?;
        let renumbered = renumber(&mut self.cells, &other.cells);
        self.second_codings += other.second_codings;
        self.undated += other.undated;
        self.period = widest(self.period, other.period);
        self.reached = widest(self.reached, other.reached);
        for (counts, others) in self.reviews.iter_mut().zip(&other.reviews) {
            others.iter().zip(&renumbered).for_each(|(&count, &cell)| add_at(counts, cell, count));
        }
        self.singles.merge(&other.singles, &renumbered);
        self.chained.merge(&other.chained, &renumbered);
        self.chains.merge(&other.chains);
        self.by_case.merge(&other.by_case);
        self.by_group.merge(&other.by_group);
        self.patterns.merge(&other.patterns);
        self.overlaps.merge(&other.overlaps);
        self.codings.merge(&other.codings);
        self.partings.merge(&other.partings);
        self.same_evidence.merge(&other.same_evidence);
        self.examined.merge(&other.examined);
        self.means.merge(&other.means);
        self.recommendations.merge(&other.recommendations, &renumbered);
        self.decisions.merge(&other.decisions);
        self.predictors.merge(&other.predictors);
        for (tally, other) in self.indicators.iter_mut().flatten().zip(other.indicators.iter().flatten()) {
            tally.merge(other);
        }
        for (count, other) in self.of_another.iter_mut().flatten().zip(other.of_another.iter().flatten()) {
            *count += other;
        }
        for (listed, others) in self.conflicts.iter_mut().zip(&other.conflicts) {
            others.iter().for_each(|review| list(listed, review));
        }
        Ok(())
    }

    /// No count of reviews may ever outgrow 32 bits.
    fn room_for(&self, more: u64) -> Result<(), CompareError> {
        let all = self.reviews() + self.second_codings + more;
        if all > u64::from(u32::MAX) { Err(CompareError::TooMany) } else { Ok(()) }
    }

    fn name_partnerships<'a>(&mut self, names: impl ExactSizeIterator<Item = &'a str>) -> Result<(), CompareError> {
        if self.partnerships.is_empty() {
            self.partnerships = names.map(str::to_owned).collect();
            return Ok(());
        }
        let same = names.len() == 0 || names.eq(self.partnerships.iter().map(String::as_str));
        if same { Ok(()) } else { Err(CompareError::Unlike("the partnerships")) }
    }

    fn count_reviews(&mut self, counted: &Counted) {
        self.second_codings += counted.second_codings;
        self.undated += counted.undated;
        self.period = widest(self.period, counted.period);
        self.reached = widest(self.reached, counted.reached);
        let [singles, chained] = &mut self.reviews;
        counted.singles.iter().for_each(|&(_, cell)| add_at(singles, cell, 1));
        counted.chained.iter().for_each(|&(_, cell, ..)| add_at(chained, cell, 1));
    }

    fn count_findings(&mut self, setup: &Setup, counted: &Counted, findings: &BatchFindings) {
        self.singles.add(&findings.columns, counted.singles.iter().copied());
        self.chained.add(&findings.columns, counted.chained.iter().map(|&(review, cell, ..)| (review, cell)));
        for &(review, _, chain, root) in &counted.chained {
            self.chains.add(chain, root, findings, review as usize);
        }
        counted.coded.iter().for_each(|&coded| self.codings.add(coded, findings));
        self.count_traits(setup, counted, findings);
        let singles = |view: usize| counted.singles.iter().map(move |&(review, _)| findings.columns[view].findings[review as usize]);
        self.overlaps.add(setup, singles);
    }

    /// Counts what indicators of several themes find without a row of the theme.
    fn count_of_another(&mut self, setup: &Setup, rows: Rows<'_>, counted: &[u32], answers: &[Answers]) {
        for (view, counts) in setup.views.iter().zip(&mut self.of_another) {
            for (decider, count) in view.deciders.iter().zip(counts).filter(|(decider, _)| decider.is_of_several()) {
                let column = &answers[view.framework].columns[decider.indicator];
                *count += counted.iter().filter(|&&review| decider.finds_of_another(column, review as usize, rows)).count() as u64;
            }
        }
    }

    /// Counts the incidents of one review by what they are beside their findings.
    fn count_traits(&mut self, setup: &Setup, counted: &Counted, findings: &BatchFindings) {
        let singles = || counted.singles.iter().map(|&(review, cell)| (review, self.cells.keys[cell as usize].partnership));
        let of = |review: u32| counted.traits[review as usize];
        self.by_case.add(&findings.columns, singles().map(|(review, partnership)| (review, CaseKey::of(partnership, of(review)))));
        let groupings = setup.dictionary.background.fairness.len();
        let groups = |(review, partnership)| GroupKey::all(partnership, of(review), groupings).map(move |key| (review, key));
        self.by_group.add(&findings.columns, singles().flat_map(groups));
        let mut scratch = Vec::new();
        for (review, partnership) in singles() {
            let finding = |view: usize| findings.columns[view].findings[review as usize];
            self.patterns.add(&setup.panels, partnership, of(review).depth, finding, &mut scratch);
        }
    }

    fn list_conflicts(&mut self, setup: &Setup, dataset: &Dataset, reviews: &Range<usize>, counted: &Counted, findings: &BatchFindings) {
        let keys = dataset.tables.get(setup.dictionary.root).map(|table| &table.keys);
        for (listed, column) in self.conflicts.iter_mut().zip(&findings.columns) {
            if !column.findings.iter().any(|&finding| conflict(finding)) {
                continue;
            }
            for row in counted.all.iter().filter(|&&review| conflict(column.findings[review as usize])) {
                let row = reviews.start + *row as usize;
                if let Some(keys) = keys.filter(|keys| row < keys.len()) {
                    list(listed, keys.get(row));
                }
            }
        }
    }
}

/// Keeps the first names, as many as are listed.
fn list(listed: &mut BTreeSet<String>, review: &str) {
    if listed.len() == CONFLICTS_LISTED && listed.last().is_some_and(|last| last.as_str() <= review) {
        return;
    }
    listed.insert(review.to_owned());
    if listed.len() > CONFLICTS_LISTED {
        listed.pop_last();
    }
}

fn add_at(counts: &mut Vec<u64>, cell: u32, count: u64) {
    let cell = cell as usize;
    if cell >= counts.len() {
        counts.resize(cell + 1, 0);
    }
    counts[cell] += count;
}
