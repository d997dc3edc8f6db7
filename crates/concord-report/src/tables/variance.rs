//! Lens, partnership, review: variance components, frameworks' means, reliabilities.

use concord_model::comparison::Comparison;

use super::Table;
use super::sheet::{Cell, Sheet};

pub(super) fn components(comparison: &Comparison) -> Table {
    let columns = [
        "theme",
        "side",
        "unit",
        "period",
        "scores_as",
        "frameworks",
        "left_out",
        "same_definition",
        "incidents",
        "scores",
        "partnership",
        "review",
        "framework",
        "partnership_framework",
        "residual",
        "why",
    ];
    let mut sheet = Sheet::new("variance", &columns);
    for one in &comparison.variance {
        let ids = one.frameworks.iter().map(|mean| mean.framework.as_str()).collect::<Vec<_>>().join(";");
        let same = one.same_definition.iter().map(|left| left.framework.as_str()).collect::<Vec<_>>().join(";");
        let kinds = [
            ("plain", &one.plain),
            ("less_depth", &one.less_depth),
            ("unknown_absent", &one.unknown_absent),
            ("unknown_present", &one.unknown_present),
        ];
        for (kind, of) in kinds {
            let (side, unit) = (one.side.name(), one.unit.name());
            let why = of.why.clone().or_else(|| one.why.clone());
            sheet.row(&[
                &one.theme,
                &side,
                &unit,
                &one.period,
                &kind,
                &ids,
                &one.left_out.join(";"),
                &same,
                &one.incidents,
                &one.scores,
                &of.partnership,
                &of.review,
                &of.framework,
                &of.partnership_framework,
                &of.residual,
                &why,
            ]);
        }
    }
    sheet.finish()
}

pub(super) fn means(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("framework_means", &["theme", "side", "unit", "period", "framework", "determinable", "mean"]);
    for one in &comparison.variance {
        for mean in &one.frameworks {
            let cells: [&dyn Cell; 7] =
                [&one.theme, &one.side.name(), &one.unit.name(), &one.period, &mean.framework, &mean.determinable, &mean.mean];
            sheet.row(&cells);
        }
    }
    sheet.finish()
}

pub(super) fn reliability(comparison: &Comparison) -> Table {
    let columns = [
        "theme",
        "side",
        "unit",
        "period",
        "partnership",
        "incidents",
        "generalizability",
        "dependability",
        "generalizability_fixed",
        "needed_for_0_7",
    ];
    let mut sheet = Sheet::new("reliability", &columns);
    for one in &comparison.variance {
        for row in &one.reliability {
            sheet.row(&[
                &one.theme,
                &one.side.name(),
                &one.unit.name(),
                &one.period,
                &row.partnership,
                &row.incidents,
                &row.generalizability,
                &row.dependability,
                &row.generalizability_fixed,
                &row.needed_for_0_7,
            ]);
        }
    }
    sheet.finish()
}
