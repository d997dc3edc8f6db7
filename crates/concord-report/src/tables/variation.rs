//! How partnerships vary, and the flags as one family.

use concord_model::comparison::{CaseMixModel, ClusteredShare, Comparison, Variation};

use super::Table;
use super::sheet::{Cell, Sheet};

/// What names a view.
const NAMES: [&str; 5] = ["framework", "theme", "side", "unit", "period"];

fn named<'a>(one: &'a Variation, side: &'a &'static str, unit: &'a &'static str) -> [&'a dyn Cell; 5] {
    [&one.framework, &one.theme, side, unit, &one.period]
}

pub(super) fn national(comparison: &Comparison) -> Table {
    let columns = ["figure", "x", "n", "share", "low", "high", "design_effect", "why"];
    let mut sheet = Sheet::new("national", &[&NAMES[..], &columns].concat());
    for one in &comparison.variation {
        let figures = [("lower", &one.national.lower), ("assessed_only", &one.national.assessed_only), ("upper", &one.national.upper)];
        for (figure, share) in figures {
            let (side, unit) = (one.side.name(), one.unit.name());
            let ClusteredShare { x, n, share, low, high, design_effect, why } = share;
            let rest: [&dyn Cell; 8] = [&figure, x, n, share, low, high, design_effect, why];
            sheet.row(&named(one, &side, &unit).into_iter().chain(rest).collect::<Vec<_>>());
        }
    }
    sheet.finish()
}

pub(super) fn spread(comparison: &Comparison) -> Table {
    let columns = ["same_as", "theta", "phi", "tau2", "mu", "rho", "mu_mean", "rho_mean", "boundary", "why"];
    let mut sheet = Sheet::new("spread", &[&NAMES[..], &columns].concat());
    for one in &comparison.variation {
        let (side, unit, spread) = (one.side.name(), one.unit.name(), &one.spread);
        let rest: [&dyn Cell; 10] = [
            &one.same_as,
            &spread.theta,
            &spread.phi,
            &spread.tau2,
            &spread.mu,
            &spread.rho,
            &spread.mu_mean,
            &spread.rho_mean,
            &spread.boundary,
            &spread.why,
        ];
        sheet.row(&named(one, &side, &unit).into_iter().chain(rest).collect::<Vec<_>>());
    }
    sheet.finish()
}

pub(super) fn partnerships(comparison: &Comparison) -> Table {
    let columns = [
        "same_as",
        "partnership",
        "n",
        "missing",
        "by_the_way",
        "found_at_least",
        "found_at_most",
        "benchmark",
        "limit_95_low",
        "limit_95_high",
        "limit_998_low",
        "limit_998_high",
        "p_low",
        "p_high",
        "q",
        "signal",
        "signal_overdispersed",
        "signal_least_favourable",
        "missing_ignored",
        "assessed",
        "found",
        "raw",
        "pooled_mean",
        "pooled_lower",
        "pooled_upper",
        "prior_weight",
        "above_national",
        "why",
    ];
    let mut sheet = Sheet::new("partnerships", &[&NAMES[..], &columns].concat());
    for one in &comparison.variation {
        for row in &one.partnerships {
            let (side, unit) = (one.side.name(), one.unit.name());
            let end = |limits: Option<[f64; 2]>, end: usize| limits.map(|limits| limits[end]);
            let limits = [end(row.limits_95, 0), end(row.limits_95, 1), end(row.limits_998, 0), end(row.limits_998, 1)];
            let signals =
                [row.signal, row.signal_overdispersed, row.signal_least_favourable, row.missing_ignored].map(|signal| signal.name());
            let counts: [&dyn Cell; 8] = [
                &one.same_as,
                &row.partnership,
                &row.n,
                &row.missing,
                &row.by_the_way,
                &row.found_at_least,
                &row.found_at_most,
                &row.benchmark,
            ];
            let tests: [&dyn Cell; 3] = [&row.p_low, &row.p_high, &row.q];
            let pooled = &row.pooled;
            let pooled: [&dyn Cell; 8] = [
                &pooled.n,
                &pooled.x,
                &pooled.raw,
                &pooled.mean,
                &pooled.lower,
                &pooled.upper,
                &pooled.prior_weight,
                &pooled.above_national,
            ];
            let cells = named(one, &side, &unit).into_iter().chain(counts).chain(limits.iter().map(|limit| limit as &dyn Cell));
            let cells = cells.chain(tests).chain(signals.iter().map(|signal| signal as &dyn Cell)).chain(pooled);
            sheet.row(&cells.chain([&row.why as &dyn Cell]).collect::<Vec<_>>());
        }
    }
    sheet.finish()
}

/// The regressions behind layers and decisions, a row a group.
pub(super) fn case_mix(comparison: &Comparison) -> Table {
    let columns = [
        "of",
        "theme",
        "side",
        "unit",
        "adjustment",
        "n",
        "found",
        "least",
        "intercept",
        "firth_intercept",
        "grouping",
        "group",
        "label",
        "group_n",
        "group_found",
        "part",
        "log_odds",
        "why",
    ];
    let mut sheet = Sheet::new("case_mix", &columns);
    for one in &comparison.variation {
        let (side, unit) = (one.side.name(), one.unit.name());
        one.models.iter().for_each(|model| terms(&mut sheet, [&one.framework, &one.theme, &side, &unit], model));
    }
    for one in &comparison.decisions.decisions {
        terms(&mut sheet, [&one.decision, &"", &"", &one.unit.name()], &one.model);
    }
    sheet.finish()
}

fn terms(sheet: &mut Sheet, names: [&dyn Cell; 4], model: &CaseMixModel) {
    let adjustment = model.adjustment.name();
    let whole: [&dyn Cell; 6] = [&adjustment, &model.n, &model.found, &model.least, &model.intercept, &model.firth_intercept];
    let mut row = |rest: [&dyn Cell; 8]| sheet.row(&names.into_iter().chain(whole).chain(rest).collect::<Vec<_>>());
    for term in &model.terms {
        let part = term.part.name();
        row([&term.grouping, &term.group, &term.label, &term.n, &term.found, &part, &term.log_odds, &model.why]);
    }
    if model.terms.is_empty() {
        row([&"", &"", &"", &"", &"", &"", &"", &model.why]);
    }
}

pub(super) fn layers(comparison: &Comparison) -> Table {
    let columns = ["partnership", "adjustment", "observed", "expected", "ratio", "lower", "upper", "ratio_lower", "ratio_upper", "why"];
    let mut sheet = Sheet::new("layers", &[&NAMES[..], &columns].concat());
    for one in &comparison.variation {
        for row in &one.partnerships {
            for layer in &row.layers {
                let (side, unit) = (one.side.name(), one.unit.name());
                let rest: [&dyn Cell; 10] = [
                    &row.partnership,
                    &layer.adjustment.name(),
                    &layer.observed,
                    &layer.expected,
                    &layer.ratio,
                    &layer.lower,
                    &layer.upper,
                    &layer.ratio_lower,
                    &layer.ratio_upper,
                    &layer.why,
                ];
                sheet.row(&named(one, &side, &unit).into_iter().chain(rest).collect::<Vec<_>>());
            }
        }
    }
    sheet.finish()
}

pub(super) fn flags(comparison: &Comparison) -> Table {
    let columns = [
        "family",
        "unit",
        "period",
        "views",
        "distinct_views",
        "tests",
        "could_flag",
        "beyond_95",
        "expected_95",
        "beyond_998",
        "expected_998",
        "tested",
        "q_below_05",
        "beyond_95_overdispersed",
        "beyond_95_least_favourable",
        "beyond_95_missing_ignored",
    ];
    let mut sheet = Sheet::new("flags", &columns);
    let flags = &comparison.flags;
    if !flags.family.is_empty() {
        sheet.row(&[
            &flags.family,
            &"partnership × framework × theme × side",
            &comparison.data.period,
            &flags.views,
            &flags.distinct_views,
            &flags.tests,
            &flags.could_flag,
            &flags.beyond_95,
            &flags.expected_95,
            &flags.beyond_998,
            &flags.expected_998,
            &flags.tested,
            &flags.q_below_05,
            &flags.beyond_95_overdispersed,
            &flags.beyond_95_least_favourable,
            &flags.beyond_95_missing_ignored,
        ]);
    }
    sheet.finish()
}
