//! What is decided about reviews.

use concord_model::comparison::{Comparison, DecisionFigures};

use super::Table;
use super::bounded::{BOUNDED, bounded};
use super::sheet::{Cell, Sheet};

/// How often each decision is yes: all reviews and years.
pub(super) fn decisions(comparison: &Comparison) -> Table {
    let names = ["decision", "facet", "value", "unit", "period", "reviews", "not_applicable", "undecided"];
    let mut sheet = Sheet::new("decisions", &[&names[..], &BOUNDED].concat());
    for figures in &comparison.decisions.decisions {
        for share in &figures.shares {
            let (facet, unit) = (share.facet.name(), figures.unit.name());
            let names: [&dyn Cell; 8] =
                [&figures.decision, &facet, &share.value, &unit, &share.period, &share.reviews, &share.not_applicable, &share.undecided];
            sheet.row(&names.into_iter().chain(bounded(&share.share)).collect::<Vec<_>>());
        }
    }
    sheet.finish()
}

/// How alike each decision is made, a row a decision.
pub(super) fn consistency(comparison: &Comparison) -> Table {
    let header = [
        "decision",
        "unit",
        "period",
        "same_kind_pairs",
        "same_kind_same",
        "same_kind_share",
        "any_kind_pairs",
        "any_kind_same",
        "any_kind_share",
        "gain",
        "gain_lower",
        "gain_upper",
        "alike_why",
        "partnerships",
        "mean",
        "rho",
        "boundary",
        "rho_mean",
        "spread_why",
        "tested",
        "flagged_95",
        "flagged_998",
        "expected_95",
        "expected_998",
    ];
    let mut sheet = Sheet::new("decision_consistency", &header);
    for DecisionFigures { decision, unit, period, alike, spread, flags, .. } in &comparison.decisions.decisions {
        sheet.row(&[
            decision,
            &unit.name(),
            period,
            &alike.same_kind.pairs,
            &alike.same_kind.same,
            &alike.same_kind.share,
            &alike.any_kind.pairs,
            &alike.any_kind.same,
            &alike.any_kind.share,
            &alike.gain,
            &alike.gain_lower,
            &alike.gain_upper,
            &alike.why,
            &spread.partnerships,
            &spread.mean,
            &spread.rho,
            &spread.boundary,
            &spread.rho_mean,
            &spread.why,
            &flags.tested,
            &flags.flagged_95,
            &flags.flagged_998,
            &flags.expected_95,
            &flags.expected_998,
        ]);
    }
    sheet.finish()
}

/// Kinds of cases.
pub(super) fn kinds(comparison: &Comparison) -> Table {
    let header = ["decision", "kind", "label", "unit", "period", "partnerships", "yes", "no", "unknown", "pairs", "same", "share"];
    let mut sheet = Sheet::new("decision_kinds", &header);
    for figures in &comparison.decisions.decisions {
        for kind in &figures.alike.kinds {
            sheet.row(&[
                &figures.decision,
                &kind.groups.join(";"),
                &kind.labels.join(";"),
                &figures.unit.name(),
                &figures.period,
                &kind.partnerships,
                &kind.yes,
                &kind.no,
                &kind.unknown,
                &kind.pairs.pairs,
                &kind.pairs.same,
                &kind.pairs.share,
            ]);
        }
    }
    sheet.finish()
}

/// The partnerships by name, beside what others decide of their kinds of cases.
pub(super) fn by_partnership(comparison: &Comparison) -> Table {
    let names = ["decision", "partnership", "unit", "period"];
    let beside = [
        "expected",
        "expected_decided",
        "ratio",
        "ratio_lower",
        "ratio_upper",
        "limit_lower",
        "limit_upper",
        "p_low",
        "p_high",
        "flag",
        "flag_why",
    ];
    let mut sheet = Sheet::new("decisions_by_partnership", &[&names[..], &BOUNDED, &beside].concat());
    for figures in &comparison.decisions.decisions {
        let unit = figures.unit.name();
        for row in &figures.partnerships {
            let names: [&dyn Cell; 4] = [&figures.decision, &row.partnership, &unit, &figures.period];
            let flag = row.flag.name();
            let beside: [&dyn Cell; 11] = [
                &row.expected,
                &row.expected_decided,
                &row.ratio,
                &row.ratio_lower,
                &row.ratio_upper,
                &row.limit_lower,
                &row.limit_upper,
                &row.p_low,
                &row.p_high,
                &flag,
                &row.why,
            ];
            sheet.row(&names.into_iter().chain(bounded(&row.share)).chain(beside).collect::<Vec<_>>());
        }
    }
    sheet.finish()
}

/// What goes with each decision: two rows for each thing looked at, where it is so and where it is not.
pub(super) fn predictors(comparison: &Comparison) -> Table {
    let names = ["decision", "kind", "grouping", "group", "label", "unit", "period", "side"];
    let tested = [
        "bound_lower",
        "bound_upper",
        "difference",
        "difference_lower",
        "difference_upper",
        "partnerships",
        "p",
        "q",
        "distinguishes",
        "difference_why",
    ];
    let mut sheet = Sheet::new("decision_predictors", &[&names[..], &BOUNDED, &tested].concat());
    for figures in &comparison.decisions.decisions {
        let unit = figures.unit.name();
        for row in &figures.predictors.rows {
            for (side, share) in [("present", &row.present), ("absent", &row.absent)] {
                let kind = row.kind.name();
                let names: [&dyn Cell; 8] =
                    [&figures.decision, &kind, &row.grouping, &row.group, &row.label, &unit, &figures.period, &side];
                let tested: [&dyn Cell; 10] = [
                    &row.bound_lower,
                    &row.bound_upper,
                    &row.difference,
                    &row.difference_lower,
                    &row.difference_upper,
                    &row.partnerships,
                    &row.p,
                    &row.q,
                    &row.distinguishes,
                    &row.why,
                ];
                sheet.row(&names.into_iter().chain(bounded(share)).chain(tested).collect::<Vec<_>>());
            }
        }
    }
    sheet.finish()
}
