//! How far frameworks overlap, and where one contradicts itself.

use concord_model::comparison::{Comparison, Overlap, Unit};

use super::Table;
use super::sheet::{Cell, Sheet};

/// The columns of a table of two by two.
const OVERLAP: [&str; 11] =
    ["n", "both_present", "both_absent", "only_a", "only_b", "agree", "agree_present", "agree_absent", "prevalence", "cohen_kappa", "why"];

fn overlap(overlap: &Overlap) -> [&dyn Cell; 11] {
    [
        &overlap.n,
        &overlap.both_present,
        &overlap.both_absent,
        &overlap.only_a,
        &overlap.only_b,
        &overlap.agree,
        &overlap.agree_present,
        &overlap.agree_absent,
        &overlap.prevalence,
        &overlap.cohen_kappa,
        &overlap.why,
    ]
}

pub(super) fn pairs(comparison: &Comparison) -> Table {
    let names = [
        "a",
        "b",
        "theme",
        "side",
        "unit",
        "period",
        "cut",
        "same_predicate",
        "present_reviews",
        "same_evidence",
        "nested_evidence",
        "marked",
    ];
    let mut sheet = Sheet::new("agreement", &[&names[..], &OVERLAP].concat());
    for pair in &comparison.agreement.pairs {
        for (cut, counts) in [("partly_present", &pair.partly_present), ("partly_absent", &pair.partly_absent)] {
            let names: [&dyn Cell; 12] = [
                &pair.a,
                &pair.b,
                &pair.theme,
                &pair.side.name(),
                &pair.unit.name(),
                &pair.period,
                &cut,
                &pair.same_predicate,
                &pair.present_reviews,
                &pair.same_evidence,
                &pair.nested_evidence,
                &pair.marked,
            ];
            sheet.row(&names.into_iter().chain(overlap(counts)).collect::<Vec<_>>());
        }
    }
    sheet.finish()
}

pub(super) fn over_themes(comparison: &Comparison) -> Table {
    let names = ["a", "b", "side", "unit", "period", "cut", "themes", "themes_marked"];
    let mut sheet = Sheet::new("agreement_over_themes", &[&names[..], &OVERLAP].concat());
    for pair in &comparison.agreement.over_themes {
        for (cut, counts) in [("partly_present", &pair.partly_present), ("partly_absent", &pair.partly_absent)] {
            let names: [&dyn Cell; 8] = [
                &pair.a,
                &pair.b,
                &pair.side.name(),
                &"incident × theme",
                &comparison.data.period,
                &cut,
                &pair.themes,
                &pair.themes_marked,
            ];
            sheet.row(&names.into_iter().chain(overlap(counts)).collect::<Vec<_>>());
        }
    }
    sheet.finish()
}

pub(super) fn conflicts(comparison: &Comparison) -> Table {
    let mut sheet = Sheet::new("conflicts", &["framework", "theme", "side", "unit", "period", "review"]);
    for conflict in &comparison.conflicts.listed {
        let period = &comparison.data.period;
        sheet.row(&[&conflict.framework, &conflict.theme, &conflict.side.name(), &Unit::Review.name(), period, &conflict.review]);
    }
    sheet.finish()
}
