//! What frameworks can say of themes, and what they find.

use concord_model::comparison::{Comparison, Cut, Figure, Unit};
use concord_model::framework::Match;

use super::Table;
use super::sheet::{Cell, Sheet};

pub(super) fn coverage(comparison: &Comparison) -> Table {
    let header = [
        "framework",
        "theme",
        "scope",
        "matches",
        "indicators",
        "side",
        "one_sided",
        "withheld",
        "unit",
        "period",
        "applicable",
        "looked_for",
        "determinable",
    ];
    let mut sheet = Sheet::new("coverage", &header);
    for pair in &comparison.coverage {
        let matches = pair.matches.iter().map(|matching| Match::name(*matching)).collect::<Vec<_>>().join(";");
        let indicators = pair.indicators.join(";");
        let names: [&dyn Cell; 5] = [&pair.framework, &pair.theme, &pair.scope.name(), &matches, &indicators];
        let mut row = |rest: [&dyn Cell; 8]| sheet.row(&names.into_iter().chain(rest).collect::<Vec<_>>());
        for side in &pair.sides {
            let one_sided = side.one_sided.map(|one_sided| one_sided.name());
            let unit = Unit::Incident.name();
            row([
                &side.side.name(),
                &one_sided,
                &side.withheld,
                &unit,
                &comparison.data.period,
                &side.applicable,
                &side.looked_for,
                &side.determinable,
            ]);
        }
        if pair.sides.is_empty() {
            row([&"", &"", &"", &"", &"", &"", &"", &""]);
        }
    }
    sheet.finish()
}

const FIGURES: [&str; 37] = [
    "framework",
    "theme",
    "side",
    "unit",
    "facet",
    "value",
    "period",
    "cut",
    "one_sided",
    "withheld",
    "in_scope",
    "not_applicable",
    "looked_yes",
    "looked_no",
    "looked_unknown",
    "n",
    "present",
    "absent",
    "conflict",
    "not_determinable",
    "error",
    "determinable",
    "assessed",
    "assessed_present",
    "lower",
    "assessed_only",
    "upper",
    "hull_lower",
    "hull_upper",
    "absent_declared_only",
    "lower_declared_unknown",
    "upper_declared_unknown",
    "absent_and_undetermined",
    "assessed_only_if_any_review_undetermined",
    "upper_if_any_review_undetermined",
    "why",
    "note",
];

pub(super) fn figures(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("figures", &FIGURES);
    for figure in &comparison.figures {
        figure_row(&mut sheet, figure, "partly_present", &figure.partly_present);
        figure_row(&mut sheet, figure, "partly_absent", &figure.partly_absent);
    }
    sheet.finish()
}

fn figure_row(sheet: &mut Sheet, figure: &Figure, name: &str, cut: &Cut) {
    let one_sided = figure.one_sided.map(|one_sided| one_sided.name());
    sheet.row(&[
        &figure.framework,
        &figure.theme,
        &figure.side.name(),
        &figure.unit.name(),
        &figure.facet.name(),
        &figure.value,
        &figure.period,
        &name,
        &one_sided,
        &figure.withheld,
        &figure.in_scope,
        &figure.not_applicable,
        &figure.looked_yes,
        &figure.looked_no,
        &figure.looked_unknown,
        &cut.n,
        &cut.present,
        &cut.absent,
        &cut.conflict,
        &cut.not_determinable,
        &cut.error,
        &cut.determinable,
        &cut.assessed,
        &cut.assessed_present,
        &cut.lower,
        &cut.assessed_only,
        &cut.upper,
        &cut.hull_lower,
        &cut.hull_upper,
        &cut.absent_declared_only,
        &cut.lower_declared_unknown,
        &cut.upper_declared_unknown,
        &cut.absent_and_undetermined,
        &cut.assessed_only_if_any_review_undetermined,
        &cut.upper_if_any_review_undetermined,
        &cut.why,
        &cut.note,
    ]);
}
