//! Gradients: the regression, the permutation of groups, and what unknown cases could change.

use concord_stat::fault::Faults;
use concord_stat::gradient::firth::{Firth, firth};
use concord_stat::gradient::imputation::{Open, fillings};
use concord_stat::gradient::permutation::{Orders, Shuffles};
use concord_stat::gradient::{Cell, Gradient, Row, gradient, of_cells};
use concord_stat::overdispersion::quantile;

use crate::{data, near};

const SHUFFLES: Shuffles = Shuffles { count: 199, seed: 1 };

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn cell(group: usize, covariates: &[f64], y: u64, n: u64) -> Cell {
    Cell { group, covariates: covariates.to_vec(), n, y }
}

fn row(y: u64, covariates: &[f64], group: &str) -> Row {
    Row { y: Some(y), covariates: covariates.iter().copied().map(Some).collect(), group: Some(group.to_owned()) }
}

fn fitted(covariates: &[&str], cells: &[Cell]) -> Firth {
    firth(&names(covariates), cells).unwrap().unwrap()
}

/// Numbers in [0, 1) that look like chance (Knuth's linear congruence).
fn chance(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Sixty cases of 12 groups: what belongs to groups, a mark and a measure.
fn invented() -> Vec<Row> {
    let mut unit = chance(5);
    let case = |i: usize| {
        let group = i % 12;
        let covariates = [3.0 + 2.0 * group as f64, f64::from(unit() < 0.4), (10.0 * unit()).floor()];
        let logit = -2.0 + 0.12 * covariates[0] + 0.8 * covariates[1] - 0.1 * covariates[2];
        row(u64::from(unit() < 1.0 / (1.0 + (-logit).exp())), &covariates, &format!("g{group:02}"))
    };
    (0..60).map(case).collect()
}

fn found(rows: &[Row]) -> Gradient {
    gradient(&names(&["days", "mark", "measure"]), rows, SHUFFLES).unwrap()
}

#[test]
fn logistf_has_the_same_fit() {
    let file = data("gradient");
    let (rows, expected) = (&file["inputs"]["rows"], &file["expected"]["firth"]);
    let covariates = ["ldays", "casemix", "depth"];
    let outcomes = rows["y"].as_array().unwrap();
    let of = |place: usize| covariates.map(|name| rows[name][place].as_f64().unwrap());
    let cells: Vec<Cell> = outcomes.iter().enumerate().map(|(place, y)| cell(place, &of(place), y.as_u64().unwrap(), 1)).collect();
    let found = fitted(&covariates, &cells);
    assert_eq!(found.coefficients.0.len(), covariates.len() + 1);
    for (place, (name, coefficient)) in found.coefficients.0.iter().enumerate() {
        near(coefficient.estimate, expected["coef"][name].as_f64().unwrap(), 1e-6);
        near(coefficient.lower.unwrap(), expected["lower"][place].as_f64().unwrap(), 1e-3);
        near(coefficient.upper.unwrap(), expected["upper"][place].as_f64().unwrap(), 1e-3);
        let p = expected["p"][place].as_f64().unwrap();
        near(coefficient.p.unwrap(), p, 1e-4 * p);
    }
    near(found.log_likelihood, expected["loglik"][0].as_f64().unwrap(), 1e-8);
}

#[test]
fn a_separated_outcome_has_the_published_fit() {
    // Heinze and Schemper (2002), Statistics in Medicine 21:2409, section 4: a binary covariate that is never there without the outcome.
    // In a table of two by two Firth's estimate is that of counts with a half added (his own paper, section 3.3).
    let found = fitted(&["there"], &[cell(0, &[0.0], 17, 66), cell(1, &[1.0], 13, 13)]);
    let there = found.coefficients.get("there").unwrap();
    near(there.estimate, (13.5_f64 / 0.5).ln() - (17.5_f64 / 49.5).ln(), 1e-9);
    assert!(there.lower.unwrap() > 0.0 && there.upper.unwrap().is_finite());
}

#[test]
fn two_shares_are_compared_with_half_a_case_added_to_each_count() {
    // Firth (1993), section 3.3: in a saturated model the estimate is that of counts with ½ added (Haldane 1955, Anscombe 1956).
    let found = fitted(&["x"], &[cell(0, &[0.0], 3, 10), cell(1, &[1.0], 12, 15)]);
    let logit = |x: f64, n: f64| ((x + 0.5) / (n - x + 0.5)).ln();
    near(found.coefficients.get("(Intercept)").unwrap().estimate, logit(3.0, 10.0), 1e-9);
    near(found.coefficients.get("x").unwrap().estimate, logit(12.0, 15.0) - logit(3.0, 10.0), 1e-9);
    // |X'WX| is the product of both n π (1 − π), so that its root adds half a case to either side of either count, and ½ ln n.
    let part = |x: f64, n: f64| {
        let share = (x + 0.5) / (n + 1.0);
        (x + 0.5) * share.ln() + (n - x + 0.5) * (1.0 - share).ln() + 0.5 * n.ln()
    };
    near(found.log_likelihood, part(3.0, 10.0) + part(12.0, 15.0), 1e-9);
}

#[test]
fn separated_and_constant_outcomes_have_finite_slopes() {
    let separated = fitted(&["x"], &[cell(0, &[0.0], 0, 8), cell(1, &[1.0], 7, 7)]);
    let slope = separated.coefficients.get("x").unwrap();
    near(slope.estimate, (7.5_f64 / 0.5).ln() + (8.5_f64 / 0.5).ln(), 1e-9);
    assert!(slope.lower.unwrap() > 0.0 && slope.upper.unwrap() > slope.estimate && slope.p.unwrap() < 0.001);
    // Single cases on a line, parted between the fourth and the fifth, and then with no outcome at all.
    for present_from in [4, 9] {
        let rows: Vec<Row> = (0..9).map(|i| row(u64::from(i >= present_from), &[f64::from(i)], &i.to_string())).collect();
        let found = gradient(&names(&["x"]), &rows, SHUFFLES).unwrap();
        for (_, coefficient) in &found.firth.as_ref().unwrap().0 {
            assert!(coefficient.lower.unwrap() < coefficient.estimate && coefficient.estimate < coefficient.upper.unwrap());
        }
        let undefined = present_from == 9;
        assert_eq!((found.permutation_p.is_none(), found.trend.p.is_none(), found.why.is_some()), (undefined, undefined, undefined));
        assert!(!serde_json::to_string(&found).unwrap().contains("NaN"));
    }
}

#[test]
fn a_lone_case_unlike_all_others_is_fitted() {
    // Its mark has a coefficient to itself, and so the share of half a case in two: the others are fitted as if it were not there.
    let others = [cell(0, &[0.0, 1.0], 9, 79), cell(1, &[0.0, 2.0], 17, 100), cell(2, &[0.0, 4.0], 54, 174)];
    let lone = cell(3, &[1.0, 3.0], 0, 1);
    let found = fitted(&["mark", "days"], &[&others[..], &[lone]].concat()).coefficients;
    let days: Vec<Cell> = others.iter().map(|c| cell(c.group, &c.covariates[1..], c.y, c.n)).collect();
    let without = fitted(&["days"], &days).coefficients;
    for name in ["(Intercept)", "days"] {
        near(found.get(name).unwrap().estimate, without.get(name).unwrap().estimate, 1e-8);
    }
    let [intercept, mark, slope] = ["(Intercept)", "mark", "days"].map(|name| found.get(name).unwrap().estimate);
    near(intercept + mark + 3.0 * slope, (0.5_f64 / 1.5).ln(), 1e-8);
    assert!(found.0.iter().all(|(_, coefficient)| coefficient.why.is_none()));
}

/// `ℓ + ½ ln|X'WX|` of an intercept and a slope, written out.
fn penalised(cells: &[Cell], [intercept, slope]: [f64; 2]) -> f64 {
    let (mut sum, mut a, mut b, mut c) = (0.0, 0.0, 0.0, 0.0);
    for cell in cells {
        let (x, n, y) = (cell.covariates[0], cell.n as f64, cell.y as f64);
        let share = 1.0 / (1.0 + (-(intercept + slope * x)).exp());
        sum += y * share.ln() + (n - y) * (1.0 - share).ln();
        let weight = n * share * (1.0 - share);
        (a, b, c) = (a + weight, b + weight * x, c + weight * x * x);
    }
    sum + 0.5 * (a * c - b * b).ln()
}

/// The greatest value of a function with one peak, by golden sections.
fn greatest(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let part = (5.0_f64.sqrt() - 1.0) / 2.0;
    while high - low > 1e-9 {
        let (a, b) = (high - part * (high - low), low + part * (high - low));
        if f(a) < f(b) { low = a } else { high = b }
    }
    f(0.5 * (low + high))
}

#[test]
fn brute_force_finds_the_same_peak_and_the_same_profile() {
    let mut unit = chance(11);
    for size in [1.0, 3.0, 20.0] {
        let cells: Vec<Cell> = (0..7)
            .map(|group| {
                let n = 1 + (size * unit()) as u64;
                cell(group, &[4.0 * unit() - 1.0], (0..n).filter(|_| unit() < 0.3 + 0.08 * group as f64).count() as u64, n)
            })
            .collect();
        let found = fitted(&["x"], &cells);
        let [intercept, slope] = ["(Intercept)", "x"].map(|name| *found.coefficients.get(name).unwrap());
        let at = |a: f64, b: f64| penalised(&cells, [a, b]);
        let top = at(intercept.estimate, slope.estimate);
        near(found.log_likelihood, top, 1e-9);
        // Nothing on a grid is higher, and the slope at the peak is level.
        for i in -200..=200 {
            for j in -200..=200 {
                assert!(at(intercept.estimate + f64::from(i) * 0.02, slope.estimate + f64::from(j) * 0.02) <= top + 1e-12);
            }
        }
        for [a, b] in [[1e-4, 0.0], [0.0, 1e-4]] {
            let rise = at(intercept.estimate + a, slope.estimate + b) - at(intercept.estimate - a, slope.estimate - b);
            near(rise / 2e-4, 0.0, 1e-6);
        }
        // At either end of an interval the profile has fallen by half of χ²'s 95% quantile, 3.8414588206941.
        let of_slope = |b: f64| greatest(-40.0, 40.0, |a| at(a, b));
        let of_intercept = |a: f64| greatest(-40.0, 40.0, |b| at(a, b));
        for (ends, profile) in [(slope, &of_slope as &dyn Fn(f64) -> f64), (intercept, &of_intercept)] {
            for end in [ends.lower, ends.upper] {
                near(top - profile(end.unwrap()), 0.5 * 3.841458820694124, 1e-6);
            }
            let fall = 2.0 * (top - profile(0.0));
            near(ends.p.unwrap(), concord_stat::special::gamma::chi_square_upper(1.0, fall), 1e-7);
        }
    }
}

#[test]
fn counted_cells_and_single_cases_give_the_same_figures() {
    let mut unit = chance(21);
    let mut cells: Vec<Cell> = Vec::new();
    for group in 0..12 {
        for mark in [0.0, 1.0] {
            let n = (6.0 * unit()) as u64;
            cells.push(cell(group, &[group as f64 * 2.5, mark], (0..n).filter(|_| unit() < 0.2 + 0.05 * group as f64).count() as u64, n));
        }
    }
    let expand =
        |cell: &Cell| (0..cell.n).map(|i| row(u64::from(i < cell.y), &cell.covariates, &format!("g{:02}", cell.group))).collect::<Vec<_>>();
    let mut rows: Vec<Row> = cells.iter().flat_map(expand).collect();
    let singly: Vec<Cell> = cells.iter().flat_map(|c| (0..c.n).map(|i| cell(c.group, &c.covariates, u64::from(i < c.y), 1))).collect();
    let names = names(&["days", "mark"]);
    let counted = of_cells(&names, &cells, &mut Orders::new(SHUFFLES)).unwrap();
    let single = of_cells(&names, &singly, &mut Orders::new(SHUFFLES)).unwrap();
    for (a, b) in counted.firth.as_ref().unwrap().0.iter().zip(&single.firth.as_ref().unwrap().0) {
        near(a.1.estimate, b.1.estimate, 1e-9);
        near(a.1.lower.unwrap(), b.1.lower.unwrap(), 1e-8);
        near(a.1.upper.unwrap(), b.1.upper.unwrap(), 1e-8);
        near(a.1.p.unwrap(), b.1.p.unwrap(), 1e-9);
    }
    near(counted.log_likelihood.unwrap(), single.log_likelihood.unwrap(), 1e-9);
    assert_eq!((counted.permutation_p, counted.centiles, counted.groups), (single.permutation_p, single.centiles, single.groups));
    near(counted.predicted.unwrap().p90, single.predicted.unwrap().p90, 1e-10);
    // Rows are counted into those very cells, whatever their order.
    let by_row = gradient(&names, &rows, SHUFFLES).unwrap();
    rows.reverse();
    rows.swap(3, 17);
    assert_eq!(by_row, gradient(&names, &rows, SHUFFLES).unwrap());
    assert_eq!(by_row, counted);
}

#[test]
fn units_of_measurement_change_nothing_but_the_slope() {
    let rows = invented();
    let plain = found(&rows);
    let moved: Vec<Row> = rows
        .iter()
        .map(|row| {
            let mut row = row.clone();
            row.covariates[0] = row.covariates[0].map(|x| 2020.0 + 0.25 * x);
            row
        })
        .collect();
    let moved = found(&moved);
    let [a, b] = [&plain, &moved].map(|found| *found.firth.as_ref().unwrap().get("days").unwrap());
    near(b.estimate, 4.0 * a.estimate, 1e-8);
    near(b.lower.unwrap(), 4.0 * a.lower.unwrap(), 1e-6);
    near(b.p.unwrap(), a.p.unwrap(), 1e-9);
    near(moved.predicted.unwrap().p10, plain.predicted.unwrap().p10, 1e-9);
    // Scaled by ¼, the determinant's root is too.
    near(moved.log_likelihood.unwrap(), plain.log_likelihood.unwrap() + 0.25_f64.ln(), 1e-8);
    assert_eq!(moved.permutation_p, plain.permutation_p);
    let intercept = moved.firth.as_ref().unwrap().get("(Intercept)").unwrap();
    assert!(intercept.lower.unwrap() < intercept.estimate && intercept.estimate < intercept.upper.unwrap());
}

#[test]
fn predictions_average_over_the_others_as_they_are() {
    let rows = invented();
    let found = found(&rows);
    let coefficients: Vec<f64> = found.firth.as_ref().unwrap().0.iter().map(|(_, coefficient)| coefficient.estimate).collect();
    let value = |row: &Row, j: usize| row.covariates[j].unwrap();
    let mut days: Vec<f64> = rows.iter().map(|row| value(row, 0)).collect();
    days.sort_by(f64::total_cmp);
    for (share, centile, predicted) in [
        (0.1, found.centiles.p10, found.predicted.unwrap().p10),
        (0.5, found.centiles.p50, found.predicted.unwrap().p50),
        (0.9, found.centiles.p90, found.predicted.unwrap().p90),
    ] {
        near(centile, quantile(&days, share).unwrap(), 1e-12);
        let logit =
            |row: &Row| coefficients[0] + coefficients[1] * centile + coefficients[2] * value(row, 1) + coefficients[3] * value(row, 2);
        near(predicted, rows.iter().map(|row| 1.0 / (1.0 + (-logit(row)).exp())).sum::<f64>() / 60.0, 1e-9);
    }
}

#[test]
fn what_is_missing_is_left_out_and_counted() {
    let rows = invented();
    let mut gaps = rows.clone();
    let lone = row(1, &[2.0, 1.0, 3.0], "elsewhere");
    gaps.push(Row { y: None, ..lone.clone() });
    gaps.push(Row { group: None, ..lone.clone() });
    gaps.push(Row { covariates: vec![Some(1.0), None, Some(2.0)], ..lone });
    let with_gaps = found(&gaps);
    assert_eq!((with_gaps.rows_used, with_gaps.rows_left_out, with_gaps.groups), (60, 3, 12));
    assert_eq!(Gradient { rows_left_out: 0, ..with_gaps }, found(&rows));
}

#[test]
fn what_is_printed_has_the_names_it_should_in_their_order() {
    let json = serde_json::to_string(&found(&invented())).unwrap();
    let places = [
        "{\"firth\":{\"(Intercept)\":{\"estimate\":",
        "\"lower\":",
        "\"upper\":",
        "\"p\":",
        "\"days\":{\"estimate\":",
        "\"mark\":{",
        "\"measure\":{",
        "\"log_likelihood\":",
        "\"permutation_p\":",
        "\"trend\":{\"chi2\":",
        "\"predicted\":{\"p10\":",
        "\"p50\":",
        "\"p90\":",
        "\"rows_used\":60",
        "\"rows_left_out\":0",
    ];
    let mut rest = json.as_str();
    for place in places {
        rest = &rest[rest.find(place).unwrap_or_else(|| panic!("{place} is not where it should be in {json}")) + place.len()..];
    }
    assert!(!json.contains("why"));
}

fn faults(names: &[String], rows: &[Row]) -> String {
    let faults: Faults = gradient(names, rows, SHUFFLES).unwrap_err();
    faults.to_string()
}

#[test]
fn every_fault_is_told_at_once() {
    let mut rows = invented();
    rows[1].y = Some(2);
    rows[3].covariates[2] = Some(f64::NAN);
    rows[4].covariates.pop();
    assert_eq!(
        faults(&names(&["days", "mark", "measure"]), &rows),
        "row 2: the outcome is 2; it must be 0 or 1; row 4: measure is not a number within ±1e100; row 5: 3 numbers in one column and 2 in the other"
    );
    let twice = |row: &mut Row| row.covariates = vec![Some(7.0), row.covariates[0], row.covariates[0].map(|x| 1.0 - 3.0 * x)];
    let mut rows = invented();
    rows.iter_mut().for_each(twice);
    assert_eq!(
        faults(&names(&["region", "days", "hours"]), &rows),
        "region does not vary; hours follows from the covariates before it: leave one of them out"
    );
    assert_eq!(
        faults(&names(&["days", "days", "(Intercept)"]), &invented()),
        "days stands twice among the coefficients; (Intercept) stands twice among the coefficients"
    );
    assert_eq!(faults(&names(&["days"]), &[]), "there is no case to work with");
    assert!(faults(&[], &invented()).starts_with("there is no covariate"));
    assert!(firth(&names(&["x"]), &[cell(0, &[1.0], 3, 2), cell(1, &[2.0], 0, 1)]).is_err());
    assert!(firth(&names(&["x"]), &[cell(0, &[1.0], 0, 2), cell(1, &[2.0], 0, 0)]).is_err());
}

#[test]
fn extreme_numbers_are_worked_with_or_refused() {
    for x in [1e-90, 1e-9, 1e9, 1e99] {
        let rows: Vec<Row> = (0..12).map(|i| row(u64::from(i % 3 == 0), &[x * f64::from(i % 5)], &i.to_string())).collect();
        let found = gradient(&names(&["x"]), &rows, SHUFFLES).unwrap();
        let slope = found.firth.as_ref().unwrap().get("x").unwrap();
        assert!(slope.lower.unwrap() < slope.estimate && slope.estimate < slope.upper.unwrap() && found.trend.p.is_some());
    }
    let tiny: Vec<Row> = (0..12).map(|i| row(u64::from(i % 3 == 0), &[1e-310 * f64::from(i % 5)], &i.to_string())).collect();
    assert_eq!(faults(&names(&["x"]), &tiny), "x does not vary");
    // So far from 0 that the intercept there is lost in rounding: it says so, the slope is not harmed.
    let rows: Vec<Row> = (0..12).map(|i| row(u64::from(i % 3 == 0), &[1e12 + f64::from(i % 5)], &i.to_string())).collect();
    let found = gradient(&names(&["x"]), &rows, SHUFFLES).unwrap();
    let intercept = found.firth.as_ref().unwrap().get("(Intercept)").unwrap();
    assert!(intercept.why.is_some() && intercept.lower.is_none());
    assert!(found.firth.as_ref().unwrap().get("x").unwrap().why.is_none());
}

#[test]
fn with_one_group_the_regression_stands_and_the_test_does_not() {
    let rows: Vec<Row> = (0..9).map(|i| row(u64::from(i % 2 == 0), &[f64::from(i)], "one")).collect();
    let found = gradient(&names(&["x"]), &rows, SHUFFLES).unwrap();
    assert_eq!((found.permutation_p, found.why), (None, Some("there are fewer than two groups")));
    assert!(found.firth.unwrap().get("x").unwrap().p.is_some());
}

#[test]
fn groups_that_differ_by_themselves_mislead_the_regression_but_not_the_permutation() {
    // Nothing goes with the value, but groups have shares of their own: from 0 to 0.8, whatever their size.
    let mut unit = chance(77);
    let (worlds, mut by_cases, mut by_groups) = (400, 0, 0);
    for world in 0..worlds {
        let cells: Vec<Cell> = (0..60)
            .map(|group| {
                let (n, share) = (1 + (group * group / 60) as u64, 0.8 * unit());
                cell(group, &[unit()], (0..n).filter(|_| unit() < share).count() as u64, n)
            })
            .collect();
        let found = of_cells(&names(&["x"]), &cells, &mut Orders::new(Shuffles { count: 199, seed: world })).unwrap();
        by_cases += u32::from(found.firth.unwrap().get("x").unwrap().p.unwrap() <= 0.05);
        by_groups += u32::from(found.permutation_p.unwrap() <= 0.05);
    }
    // 20 of 400 are expected by chance, fewer than 34 in all but one of a thousand.
    assert!(by_groups < 34, "{by_groups} of {worlds} by groups");
    assert!(by_cases > 100, "{by_cases} of {worlds} by cases");
}

#[test]
fn a_gradient_between_groups_is_found() {
    let mut unit = chance(78);
    let cells: Vec<Cell> = (0..60)
        .map(|group| {
            let x = unit();
            let n = 1 + (group * group / 60) as u64;
            cell(group, &[x], (0..n).filter(|_| unit() < 0.2 + 0.5 * x).count() as u64, n)
        })
        .collect();
    let found = of_cells(&names(&["x"]), &cells, &mut Orders::new(Shuffles { count: 999, seed: 1 })).unwrap();
    assert_eq!((found.permutation_p, found.permutation_p_at_most), (Some(0.001), true));
    let predicted = found.predicted.unwrap();
    assert!(predicted.p10 < predicted.p50 && predicted.p50 < predicted.p90 && found.trend.direction > 0.0);
}

/// Eight groups: the more days, the more is assessed, and of that the same half is present.
fn open() -> Vec<Open> {
    let cell = |group: usize| {
        let found = 2 + group as u64;
        Open { group, covariates: vec![group as f64], present: found, absent: found, unknown: 20 - 2 * found }
    };
    (0..8).map(cell).collect()
}

#[test]
fn assessability_first_then_the_assessed_then_the_fillings() {
    let names = names(&["days"]);
    let cells = open();
    let of = |part: fn(&Open) -> Cell| of_cells(&names, &cells.iter().map(part).collect::<Vec<_>>(), &mut Orders::new(SHUFFLES)).unwrap();
    let slope = |found: &Gradient| found.firth.as_ref().unwrap().get("days").unwrap().estimate;
    assert!(slope(&of(Open::assessability)) > 0.2);
    near(slope(&of(Open::assessed)), 0.0, 1e-9);
    let filled = fillings(&names, &cells).unwrap();
    let [absent, present, falling, rising] =
        [filled.unknown_absent, filled.unknown_present, filled.most_falling, filled.most_rising].map(Option::unwrap);
    // By hand: the same as the fit to the filled counts, and the two plain fillings mirror one another.
    let by_hand: Vec<Cell> = cells.iter().map(|c| cell(c.group, &c.covariates, c.present, 20)).collect();
    assert_eq!(absent.slope, *fitted(&["days"], &by_hand).coefficients.get("days").unwrap());
    near(present.slope.estimate, -absent.slope.estimate, 1e-9);
    near(present.predicted.p90, 1.0 - absent.predicted.p90, 1e-9);
    assert!(
        absent.slope.estimate > 0.1 && falling.slope.estimate < present.slope.estimate && rising.slope.estimate > absent.slope.estimate
    );
    // Without anything unknown all four are one.
    let known: Vec<Open> =
        cells.iter().map(|cell| Open { unknown: 0, present: cell.present + cell.group as u64, ..cell.clone() }).collect();
    let filled = fillings(&names, &known).unwrap();
    assert_eq!(filled.unknown_absent, filled.unknown_present);
    assert_eq!(filled.most_rising, filled.most_falling);
    assert!(fillings(&[], &cells).is_err() && fillings(&names, &[]).is_err());
}

#[test]
fn no_filling_moves_the_trend_further_than_by_the_mean() {
    let cells = open();
    let score = |filled: &dyn Fn(usize) -> u64| {
        let groups: Vec<_> =
            cells.iter().map(|c| concord_stat::trend::Group { score: c.covariates[0], x: c.present + filled(c.group), n: 20 }).collect();
        concord_stat::trend::cochran_armitage(&groups).unwrap().direction
    };
    let rising = score(&|group| if cells[group].covariates[0] > 3.5 { cells[group].unknown } else { 0 });
    let mut unit = chance(9);
    for _ in 0..2000 {
        let some: Vec<u64> = cells.iter().map(|cell| ((cell.unknown + 1) as f64 * unit()) as u64).collect();
        assert!(score(&|group| some[group]) <= rising);
    }
}
