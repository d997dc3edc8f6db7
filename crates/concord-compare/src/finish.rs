//! From counts to what is shown: one kind of figure a file.

mod against;
mod agreement;
mod alike;
mod assessed;
mod bounded;
mod cards;
mod case_mix;
mod ceiling;
mod change;
mod coverage;
mod decisions;
mod examined;
mod facets;
mod fairness;
mod families;
mod figures;
mod gradients;
mod hulls;
mod indicators;
mod items;
mod jackknife;
mod layers;
mod notes;
mod panels;
mod partings;
mod predictors;
mod recommendations;
mod rules;
mod spread;
mod standardised;
mod variance;
mod variation;
mod warnings;
mod words;

use std::borrow::Cow;

use concord_model::batch::BATCH;
use concord_model::comparison::{Comparison, Conflict, Conflicts, Facet, Figure, Unit};

use crate::cell::{Cell, Cells};
use crate::margin::{CaseKey, GroupKey, Margin};
use crate::overlap::Overlaps;
use crate::patterns::Patterns;
use crate::setup::Setup;
use crate::summary::{CONFLICTS_LISTED, Summary};
use crate::tally::Tally;
use crate::view::View;

/// The whole of the data: no review of any chain is still to come, so that incidents with several reviews can be counted.
struct Whole<'a> {
    setup: &'a Setup,
    summary: &'a Summary,
    /// All cells with a review or an incident.
    cells: Vec<Cell>,
    /// Reviews by cell.
    reviews: Vec<u64>,
    /// Incidents by cell.
    incidents: Vec<u64>,
    /// Findings of incidents with several reviews.
    chains: Tally,
    /// Of these, in the place of findings, the cuts in which they are absent while another review could not tell.
    open: Tally,
    /// Incidents by partnership, kind of case and depth.
    by_case: Margin<CaseKey>,
    /// Incidents by partnership and by whom they are about, once for each grouping.
    by_group: Margin<GroupKey>,
    /// Incidents by what frameworks that can be compared say together.
    patterns: Patterns,
    overlaps: Cow<'a, Overlaps>,
    /// The views of which all that decides was withheld from the framework.
    withheld: Vec<bool>,
}

impl Summary {
    /// The comparison of all that was counted; to be made once the whole data is in.
    ///
    /// # Panics
    /// Where the setup is not the one that the counts are of.
    #[must_use]
    pub fn finish(&self, setup: &Setup) -> Comparison {
        assert_eq!(setup.views.len(), self.conflicts.len(), "a summary is finished with the setup that it was counted with");
        let whole = Whole::new(setup, self);
        let facets = facets::Facets::new(&whole);
        let partnerships = assessed::Partnerships::new(&whole);
        // The longest tasks first, so that no thread is left with one at the end.
        let models = || {
            let parts = partnerships.parts(&whole);
            let variance = variance::variance(&whole, &facets, &partnerships);
            let gradients = gradients::gradients(&whole, &facets, &partnerships, &parts);
            (variance, gradients, variation::variation(&whole, &facets, &partnerships, &parts))
        };
        let counts = || {
            let figures = figures::figures(&whole, &facets);
            let indicators = indicators::indicators(&whole, &facets);
            let changes = change::changes(&whole, &facets, &partnerships);
            let fairness = fairness::fairness(&whole, &facets, &partnerships);
            (figures, indicators, changes, fairness, agreement::agreement(&whole, &facets), decisions::decisions(&whole, &facets))
        };
        let (
            (variance, gradients, (variation, flags)),
            (figures, indicators, (changes, change_tests), (fairness, fairness_tests), agreement, decisions),
        ) = rayon::join(models, counts);
        Comparison {
            dictionary: cards::dictionary(setup),
            data: cards::data(&whole, &facets),
            notes: notes::notes(setup),
            rules: rules::rules(),
            themes: cards::themes(setup),
            coverage: coverage::coverage(setup, &figures),
            warnings: warnings::warnings(&whole, &indicators, &figures),
            examined: examined::examined(&whole),
            conflicts: whole.conflicts(&figures),
            recommendations: recommendations::recommendations(&whole, &facets),
            frameworks: cards::frameworks(setup),
            declared_only: examined::declared_only(&whole),
            facets: facets.values,
            figures,
            indicators,
            agreement,
            changes,
            change_tests,
            fairness,
            fairness_tests,
            decisions,
            variance,
            gradients,
            variation,
            flags,
        }
    }
}

impl<'a> Whole<'a> {
    fn new(setup: &'a Setup, summary: &'a Summary) -> Whole<'a> {
        let mut cells: Cells = summary.cells.clone();
        let mut chains = Tally::new(setup.views.len());
        let mut chained = Vec::new();
        let (mut by_case, mut by_group) = (summary.by_case.clone(), summary.by_group.clone());
        let (mut patterns, mut scratch) = (summary.patterns.clone(), Vec::new());
        let groupings = setup.dictionary.background.fairness.len();
        for (key, traits, findings) in summary.chains.incidents() {
            let cell = cells.place(key);
            chained.push(cell);
            chains.add_incident(findings, cell);
            by_case.add_incident(findings, CaseKey::of(key.partnership, traits));
            GroupKey::all(key.partnership, traits, groupings).for_each(|key| by_group.add_incident(findings, key));
            patterns.add(&setup.panels, key.partnership, traits.depth, |view| findings[view], &mut scratch);
        }
        let mut open = Tally::new(setup.views.len());
        for (key, cuts) in summary.chains.absent_and_open() {
            open.add_incident(&cuts, cells.place(key));
        }
        let padded = |counts: &Vec<u64>| (0..cells.keys.len()).map(|cell| counts.get(cell).copied().unwrap_or(0)).collect::<Vec<u64>>();
        let [singles, in_chains] = [padded(&summary.reviews[0]), padded(&summary.reviews[1])];
        let reviews = singles.iter().zip(&in_chains).map(|(a, b)| a + b).collect();
        let mut incidents = singles;
        chained.iter().for_each(|&cell| incidents[cell as usize] += 1);
        Whole {
            setup,
            summary,
            cells: cells.keys,
            reviews,
            incidents,
            chains,
            open,
            by_case,
            by_group,
            patterns,
            overlaps: overlaps(setup, summary),
            withheld: setup.views.iter().map(|view| withheld(summary, view)).collect(),
        }
    }

    /// The views that can be told both ways, and from which not all that decides was withheld.
    fn two_sided(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.setup.views.len()).filter(|&view| self.setup.views[view].one_sided.is_none() && !self.withheld[view])
    }

    /// What could be told in a view of the incidents of one key of kind of case and depth.
    fn by_case_of(&self, key: usize, view: usize) -> assessed::Cuts {
        assessed::of_row(&self.by_case.tally, key, view)
    }

    /// The tallies whose sum counts a unit.
    fn tallies(&self, unit: Unit) -> [&Tally; 2] {
        match unit {
            Unit::Incident => [&self.summary.singles, &self.chains],
            Unit::Review => [&self.summary.singles, &self.summary.chained],
        }
    }

    fn conflicts(&self, figures: &[Figure]) -> Conflicts {
        let listed = self.setup.views.iter().zip(&self.summary.conflicts).flat_map(|(view, reviews)| {
            reviews.iter().map(|review| Conflict {
                framework: self.setup.framework_id(view.framework).to_owned(),
                theme: self.setup.theme_id(view.theme).to_owned(),
                side: view.side,
                review: review.clone(),
            })
        });
        let total = of_reviews(figures).map(|figure| figure.partly_present.conflict).sum();
        Conflicts { total, limit: CONFLICTS_LISTED as u64, listed: listed.collect() }
    }
}

/// Whether every answer of every indicator that decides a view is *not determinable* because a value was withheld, where it applies.
fn withheld(summary: &Summary, view: &View) -> bool {
    view.deciders.iter().all(|decider| summary.indicators[view.framework][decider.indicator].withheld())
}

/// The figures of all reviews, one a view.
fn of_reviews(figures: &[Figure]) -> impl Iterator<Item = &Figure> {
    figures.iter().filter(|figure| figure.unit == Unit::Review && figure.facet == Facet::All)
}

/// The overlaps of all incidents, those with several reviews too.
fn overlaps<'a>(setup: &Setup, summary: &'a Summary) -> Cow<'a, Overlaps> {
    let mut overlaps = Cow::Borrowed(&summary.overlaps);
    let chains = summary.chains.len();
    for start in (0..chains).step_by(BATCH) {
        let block = summary.chains.block(start..chains.min(start + BATCH));
        overlaps.to_mut().add(setup, |view| block[view].iter().copied());
    }
    overlaps
}
