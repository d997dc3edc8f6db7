//! By year with changes, by those whom reviews are about, and along the means that partnerships had.

use concord_model::comparison::{Comparison, Difference, Slope};

use super::Table;
use super::sheet::{Cell, Sheet};

fn difference(difference: &Difference) -> [&dyn Cell; 6] {
    [&difference.difference, &difference.low, &difference.high, &difference.p, &difference.q, &difference.why]
}

/// All tests of changes and of gaps, a row a family.
pub(super) fn tests(comparison: &Comparison) -> Table {
    let columns = ["tests_of", "family", "unit", "period", "tests", "tested", "expected_05", "p_below_05", "q_below_05"];
    let mut sheet = Sheet::new("difference_tests", &columns);
    for (of, family) in [("changes", &comparison.change_tests), ("fairness", &comparison.fairness_tests)] {
        if family.family.is_empty() {
            continue;
        }
        let counts: [&dyn Cell; 5] = [&family.tests, &family.tested, &family.expected_05, &family.p_below_05, &family.q_below_05];
        let names: [&dyn Cell; 4] = [&of, &family.family, &"difference of two shares of incidents", &comparison.data.period];
        sheet.row(&names.into_iter().chain(counts).collect::<Vec<_>>());
    }
    sheet.finish()
}

pub(super) fn changes(comparison: &Comparison) -> Table {
    let columns = [
        "framework",
        "theme",
        "side",
        "unit",
        "from",
        "to",
        "figure",
        "x_from",
        "n_from",
        "share_from",
        "x_to",
        "n_to",
        "share_to",
        "change",
        "low",
        "high",
        "p",
        "q",
        "why",
        "bound_low",
        "bound_high",
        "certain",
    ];
    let mut sheet = Sheet::new("changes", &columns);
    for change in &comparison.changes {
        let bound = |end: usize| change.bounds.map(|bounds| bounds[end]);
        let figures = [
            ("assessable", change.assessable_from, change.assessable_to, &change.assessable_change, [None, None], None),
            (
                "assessed_only",
                change.assessed_from,
                change.assessed_to,
                &change.assessed_change,
                [bound(0), bound(1)],
                Some(change.certain),
            ),
        ];
        for (figure, from, to, of, bounds, certain) in &figures {
            let (side, unit) = (change.side.name(), change.unit.name());
            let (years, parts) = ([u64::from(change.from.unsigned_abs()), u64::from(change.to.unsigned_abs())], [from, to]);
            let names: [&dyn Cell; 7] = [&change.framework, &change.theme, &side, &unit, &years[0], &years[1], figure];
            let counts = parts.iter().flat_map(|part| [&part.x as &dyn Cell, &part.n, &part.share]);
            let rest: [&dyn Cell; 3] = [&bounds[0], &bounds[1], certain];
            sheet.row(&names.into_iter().chain(counts).chain(difference(of)).chain(rest).collect::<Vec<_>>());
        }
    }
    sheet.finish()
}

pub(super) fn fairness(comparison: &Comparison) -> Table {
    let columns = [
        "framework",
        "theme",
        "side",
        "unit",
        "period",
        "grouping",
        "group",
        "label",
        "n",
        "assessed",
        "assessable",
        "assessable_low",
        "assessable_high",
        "found",
        "lower",
        "assessed_only",
        "upper",
        "assessed_only_low",
        "assessed_only_high",
        "assessable_gap",
        "assessable_gap_low",
        "assessable_gap_high",
        "assessable_gap_p",
        "assessable_gap_q",
        "assessable_gap_why",
        "assessed_gap",
        "assessed_gap_low",
        "assessed_gap_high",
        "assessed_gap_p",
        "assessed_gap_q",
        "assessed_gap_why",
    ];
    let mut sheet = Sheet::new("fairness", &columns);
    for one in &comparison.fairness {
        let (side, unit) = (one.side.name(), one.unit.name());
        let names: [&dyn Cell; 9] = [&one.framework, &one.theme, &side, &unit, &one.period, &one.grouping, &one.group, &one.label, &one.n];
        let (assessable, assessed) = (&one.assessable, &one.assessed_only);
        let shares: [&dyn Cell; 10] = [
            &assessable.x,
            &assessable.share,
            &assessable.low,
            &assessable.high,
            &assessed.x,
            &one.lower,
            &assessed.share,
            &one.upper,
            &assessed.low,
            &assessed.high,
        ];
        let gaps = difference(&one.assessable_gap).into_iter().chain(difference(&one.assessed_gap));
        sheet.row(&names.into_iter().chain(shares).chain(gaps).collect::<Vec<_>>());
    }
    sheet.finish()
}

pub(super) fn gradients(comparison: &Comparison) -> Table {
    let columns = [
        "framework",
        "theme",
        "side",
        "unit",
        "period",
        "resource",
        "partnerships",
        "at_p10",
        "at_p50",
        "at_p90",
        "outcome",
        "predicted_p10",
        "predicted_p50",
        "predicted_p90",
        "estimate",
        "low",
        "high",
        "permutation_p",
        "permutation_p_at_most",
        "why",
    ];
    let mut sheet = Sheet::new("gradients", &columns);
    for one in &comparison.gradients {
        let slopes: [(&str, &Slope); 4] = [
            ("assessable", &one.assessability),
            ("assessed_only", &one.finding),
            ("unknown_absent", &one.unknown_absent),
            ("unknown_present", &one.unknown_present),
        ];
        for (outcome, slope) in slopes {
            let (side, unit) = (one.side.name(), one.unit.name());
            let names: [&dyn Cell; 7] = [&one.framework, &one.theme, &side, &unit, &one.period, &one.resource, &one.partnerships];
            let at = (0..3).map(|place| one.at.map(|at| at[place])).collect::<Vec<Option<f64>>>();
            let predicted = (0..3).map(|place| slope.predicted.map(|at| at[place])).collect::<Vec<Option<f64>>>();
            let why = slope.why.clone().or_else(|| one.why.clone());
            let test: [&dyn Cell; 2] = [&slope.permutation_p, &slope.permutation_p_at_most];
            let rest = [&slope.estimate as &dyn Cell, &slope.low, &slope.high].into_iter().chain(test).chain([&why as &dyn Cell]);
            let cells = names.into_iter().chain(at.iter().map(|at| at as &dyn Cell)).chain([&outcome as &dyn Cell]);
            sheet.row(&cells.chain(predicted.iter().map(|at| at as &dyn Cell)).chain(rest).collect::<Vec<_>>());
        }
    }
    sheet.finish()
}
