//! What reviews recommend, and what became of it.

use std::collections::BTreeMap;

use concord_model::comparison::{
    BoundedShare, Facet, FacetValue, RecommendationFigure, RecommendationMeasure as Measure, RecommendationSection, RecommendationShare,
    Unit,
};

use concord_model::date::PartialDate;

use super::Whole;
use super::bounded::{of_one, over_partnerships};
use super::facets::Facets;
use crate::among::Among;
use crate::bounds::share;
use crate::recommendations::{Recommended, due_from};

/// What must be said wherever these figures stand.
const NOTE: &str = "Counted are reviews, each by itself, with their recommendations and findings as the data record them; second codings are \
left out, and no framework is asked. Whether a recommendation is weak or strong is the dictionary's reading of its kind, after the hierarchy of \
actions of patient safety, and not of its words. Recommendations are held against problems; strengths and neutral findings call for none. A review \
without a row of recommendations is taken to make none. A national recommendation is due an answer once 12 months have passed since its review \
was made known, as of the day given: answered in time, answered late and unanswered are shares of those that are due, and what is not due yet \
is told apart. Reviews are chosen, not sampled.";

/// All parts but financial years.
pub(super) fn recommendations(whole: &Whole<'_>, facets: &Facets) -> RecommendationSection {
    if whole.setup.dictionary.background.recommendations.is_none() {
        let why = Some("the dictionary does not say where recommendations stand".to_owned());
        return RecommendationSection { why, ..RecommendationSection::default() };
    }
    let shown = |value: &FacetValue| value.facet != Facet::FinancialYear;
    let parts = facets.values.iter().enumerate().filter(|(_, value)| shown(value));
    RecommendationSection {
        note: NOTE.to_owned(),
        as_of: whole.setup.as_of.map(|day| PartialDate::day(day).to_string()),
        figures: parts.map(|(part, value)| figure(whole, facets, part, value)).collect(),
        why: None,
    }
}

fn figure(whole: &Whole<'_>, facets: &Facets, part: usize, value: &FacetValue) -> RecommendationFigure {
    let mut partnerships: BTreeMap<Option<u32>, Recommended> = BTreeMap::new();
    let mut all = Recommended::default();
    for &cell in &facets.cells[part] {
        if let Some(counts) = whole.summary.recommendations.get(cell) {
            partnerships.entry(whole.cells[cell].partnership).or_default().merge(counts);
            all.merge(counts);
        }
    }
    let share_of = |measure: Measure| {
        let of = |counts: &Recommended| *counts.share(measure);
        let share = match (untold(whole, measure), value.facet) {
            (Some(why), _) => BoundedShare { why: Some(why.to_owned()), ..BoundedShare::default() },
            (None, Facet::Partnership) => of_one(all.share(measure)),
            (None, _) => over_partnerships(&partnerships.values().map(of).collect::<Vec<Among>>()),
        };
        RecommendationShare { measure, share }
    };
    RecommendationFigure {
        facet: value.facet,
        value: value.value.clone(),
        label: value.label.clone(),
        unit: Unit::Review,
        period: facets.periods[part].clone(),
        reviews: all.reviews,
        recommendations: all.recommendations,
        per_review: share(all.recommendations, all.reviews),
        findings: all.findings,
        problems: all.problems,
        not_for_response: all.not_for_response,
        shares: Measure::ALL.map(share_of).to_vec(),
    }
}

/// Why nothing tells of a share, if nothing does.
fn untold(whole: &Whole<'_>, measure: Measure) -> Option<&'static str> {
    let fields = whole.setup.dictionary.background.recommendations.as_ref()?;
    match measure {
        Measure::NotYetDue | Measure::AnsweredWithinYear | Measure::AnsweredLate | Measure::Unanswered => match () {
            () if fields.months.is_none() => Some("the dictionary does not say after how many months a recommendation was answered"),
            () if due_from(&whole.setup.dictionary, fields).is_none() => {
                Some("the dictionary does not say from when those months are counted")
            }
            () if whole.setup.as_of.is_none() => Some("it is not known as of which day it is asked what is due"),
            () => None,
        },
        Measure::LevelDrop | Measure::Orphan | Measure::OrphanOrganisation if fields.problems.is_none() => {
            Some("the dictionary does not say which findings are problems")
        }
        _ => None,
    }
}
