//! What single indicators answered.

use concord_model::comparison::{Comparison, IndicatorFigure, MeasureFigure, OfAnother};

use super::Table;
use super::sheet::Sheet;

/// A row for each answer of an indicator's scale, and one each for what is no answer of it.
pub(super) fn answers(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("indicators", &["framework", "indicator", "unit", "period", "of", "kind", "code", "label", "count"]);
    for figure in &comparison.indicators {
        let mut row = |kind: &str, code: &str, label: &str, count: u64| {
            let IndicatorFigure { framework, indicator, unit, period, reviews, .. } = figure;
            sheet.row(&[framework, indicator, &unit.name(), period, reviews, &kind, &code, &label, &count]);
        };
        figure.answers.iter().for_each(|answer| row("answer", &answer.code, &answer.label, answer.count));
        row("not_determinable", "", "", figure.not_determinable);
        row("not_applicable", "", "", figure.not_applicable);
        row("error", "", "", figure.error);
        row("looked_for", "yes", "", figure.looked_yes);
        row("looked_for", "no", "", figure.looked_no);
        row("looked_for", "unknown", "", figure.looked_unknown);
    }
    sheet.finish()
}

pub(super) fn reasons(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("reasons", &["framework", "indicator", "unit", "period", "of", "not_determinable", "reason", "count"]);
    for figure in &comparison.indicators {
        for reason in &figure.reasons {
            let IndicatorFigure { framework, indicator, unit, period, reviews, not_determinable, .. } = figure;
            sheet.row(&[framework, indicator, &unit.name(), period, reviews, not_determinable, &reason.reason, &reason.count]);
        }
    }
    sheet.finish()
}

/// What indicators of several themes find without a row of the theme.
pub(super) fn of_another(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("of_another", &["framework", "indicator", "theme", "side", "unit", "period", "of", "count"]);
    for figure in &comparison.indicators {
        for of_another in &figure.of_another {
            let IndicatorFigure { framework, indicator, unit, period, reviews, .. } = figure;
            let OfAnother { theme, side, reviews: count } = of_another;
            sheet.row(&[framework, indicator, theme, &side.name(), &unit.name(), period, reviews, count]);
        }
    }
    sheet.finish()
}

pub(super) fn measures(comparison: &Comparison) -> Table {
    let header = [
        "framework",
        "indicator",
        "unit",
        "period",
        "of",
        "measured_in",
        "share",
        "known",
        "interval",
        "none",
        "of_nothing",
        "unsound",
        "mean_lower",
        "mean_upper",
        "pooled_lower",
        "pooled_upper",
        "why",
    ];
    let mut sheet = Sheet::new("measures", &header);
    for figure in &comparison.indicators {
        let Some(MeasureFigure {
            unit: measured_in,
            share,
            known,
            interval,
            none,
            of_nothing,
            unsound,
            mean_lower,
            mean_upper,
            pooled_lower,
            pooled_upper,
            why,
        }) = &figure.measure
        else {
            continue;
        };
        let IndicatorFigure { framework, indicator, unit, period, reviews, .. } = figure;
        sheet.row(&[
            framework,
            indicator,
            &unit.name(),
            period,
            reviews,
            measured_in,
            share,
            known,
            interval,
            none,
            of_nothing,
            unsound,
            mean_lower,
            mean_upper,
            pooled_lower,
            pooled_upper,
            why,
        ]);
    }
    sheet.finish()
}
