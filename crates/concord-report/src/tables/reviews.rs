//! What was counted, and what reviews say that they examined.

use concord_model::comparison::{Comparison, Unit};

use super::Table;
use super::sheet::{Cell, Sheet};

pub(super) fn data(comparison: &Comparison) -> Table {
    let data = &comparison.data;
    let mut sheet = Sheet::new("data", &["count", "value", "unit", "period"]);
    let review = Unit::Review.name();
    let mut row = |count: &str, value: &dyn Cell, unit: &str| sheet.row(&[&count, value, &unit, &data.period]);
    row("reviews", &data.reviews, review);
    row("second_codings", &data.second_codings, review);
    row("incidents", &data.incidents, Unit::Incident.name());
    row("incidents_of_several_reviews", &data.chains, Unit::Incident.name());
    row("partnerships", &data.partnerships, "partnership");
    row("partnerships_without_review", &data.partnerships_without, "partnership");
    row("reviews_without_date", &data.undated, review);
    row("first_day", &data.first, "day");
    row("last_day", &data.last, "day");
    sheet.finish()
}

pub(super) fn notes(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("notes", &["note"]);
    comparison.notes.iter().for_each(|note| sheet.row(&[note]));
    sheet.finish()
}

/// The rules that decide figures, a row for each table that it is about.
pub(super) fn rules(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("rules", &["table", "rule"]);
    for rule in &comparison.rules {
        rule.tables.iter().for_each(|table| sheet.row(&[table, &rule.rule]));
    }
    sheet.finish()
}

pub(super) fn facets(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("facets", &["facet", "value", "label", "not_whole", "reviews", "incidents", "period"]);
    for part in &comparison.facets {
        sheet.row(&[
            &part.facet.name(),
            &part.value,
            &part.label,
            &part.not_whole,
            &part.reviews,
            &part.incidents,
            &comparison.data.period,
        ]);
    }
    sheet.finish()
}

pub(super) fn examined(comparison: &Comparison) -> Table {
    let header = ["theme", "unit", "period", "reviews", "declared", "declared_and_recorded", "inferred", "not_examined", "unknown"];
    let mut sheet = Sheet::new("examined", &header);
    for figure in &comparison.examined {
        let counts = [figure.reviews, figure.declared, figure.declared_and_recorded, figure.inferred, figure.not_examined, figure.unknown];
        let counts = counts.iter().map(|count| count as &dyn Cell);
        let names: [&dyn Cell; 3] = [&figure.theme, &Unit::Review.name(), &comparison.data.period];
        sheet.row(&names.into_iter().chain(counts).collect::<Vec<_>>());
    }
    sheet.finish()
}

pub(super) fn declared_only(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("declared_only", &["partnership", "theme", "unit", "period", "declared", "reviews"]);
    for row in &comparison.declared_only {
        sheet.row(&[&row.partnership, &row.theme, &Unit::Review.name(), &comparison.data.period, &row.declared, &row.reviews]);
    }
    sheet.finish()
}
