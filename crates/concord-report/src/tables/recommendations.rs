//! What reviews recommend, a row a share.

use concord_model::comparison::{Comparison, Facet, RecommendationFigure};

use super::Table;
use super::bounded::{BOUNDED, bounded};
use super::sheet::{Cell, Sheet};

/// All reviews, types of review and years.
pub(super) fn recommendations(comparison: &Comparison) -> Table {
    table("recommendations", comparison, |facet| facet != Facet::Partnership)
}

/// The partnerships by name.
pub(super) fn by_partnership(comparison: &Comparison) -> Table {
    table("recommendations_by_partnership", comparison, |facet| facet == Facet::Partnership)
}

fn table(name: &'static str, comparison: &Comparison, shown: impl Fn(Facet) -> bool) -> Table {
    let names = [
        "facet",
        "value",
        "unit",
        "period",
        "reviews",
        "recommendations",
        "per_review",
        "findings",
        "problems",
        "not_for_response",
        "measure",
        "of",
    ];
    let mut sheet = Sheet::new(name, &[&names[..], &BOUNDED].concat());
    comparison.recommendations.figures.iter().filter(|figure| shown(figure.facet)).for_each(|figure| rows(&mut sheet, figure));
    sheet.finish()
}

fn rows(sheet: &mut Sheet, figure: &RecommendationFigure) {
    let RecommendationFigure { value, period, reviews, recommendations, per_review, findings, problems, not_for_response, .. } = figure;
    let (facet, unit) = (figure.facet.name(), figure.unit.name());
    for share in &figure.shares {
        let (measure, of) = (share.measure.name(), share.measure.of());
        let names: [&dyn Cell; 12] =
            [&facet, value, &unit, period, reviews, recommendations, per_review, findings, problems, not_for_response, &measure, &of];
        sheet.row(&names.into_iter().chain(bounded(&share.share)).collect::<Vec<_>>());
    }
}
