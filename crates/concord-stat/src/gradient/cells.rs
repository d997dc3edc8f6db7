//! Cases into cells, cells into groups, and what may be wrong with either.

use super::firth::INTERCEPT;
use super::{Cell, Centiles, Row};
use crate::fault::{Faults, Kind};

/// Covariates reach no further: their squares have to be numbers.
const FURTHEST: f64 = 1e100;

/// The cells of all rows in which nothing is missing, in order of group and covariates.
pub(super) fn of_rows(names: &[String], rows: &[Row]) -> Result<Vec<Cell>, Faults> {
    let mut faults = check_names(names);
    for (row, case) in rows.iter().enumerate() {
        if let Some(y) = case.y.filter(|y| *y > 1) {
            faults.note(Some(row), Kind::OutOfRange { what: "the outcome", value: y as f64, allowed: "0 or 1" });
        }
        check_covariates(names, row, &case.covariates, &mut faults);
    }
    faults.or(|| counted(rows.iter().filter_map(whole).collect()))
}

fn whole(row: &Row) -> Option<(&str, Vec<f64>, u64)> {
    Some((row.group.as_deref()?, row.covariates.iter().copied().collect::<Option<_>>()?, row.y?))
}

fn counted(mut cases: Vec<(&str, Vec<f64>, u64)>) -> Vec<Cell> {
    let by_value = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne());
    cases.sort_by(|a, b| a.0.cmp(b.0).then(by_value(&a.1, &b.1).unwrap_or(std::cmp::Ordering::Equal)));
    let groups = cases.chunk_by(|a, b| a.0 == b.0).enumerate();
    groups.flat_map(|(group, cases)| cases.chunk_by(|a, b| a.1 == b.1).map(move |alike| cell(group, alike))).collect()
}

fn cell(group: usize, alike: &[(&str, Vec<f64>, u64)]) -> Cell {
    Cell { group, covariates: alike[0].1.clone(), n: alike.len() as u64, y: alike.iter().map(|case| case.2).sum() }
}

/// The cells that have cases, where nothing is wrong with any; those of one size together, which takes fewer logarithms.
pub(super) fn check(names: &[String], cells: &[Cell]) -> Result<Vec<Cell>, Faults> {
    let mut faults = check_names(names);
    for (row, cell) in cells.iter().enumerate() {
        faults.share(row, ("y", cell.y), ("n", cell.n));
        check_covariates(names, row, &cell.covariates.iter().copied().map(Some).collect::<Vec<_>>(), &mut faults);
    }
    let mut filled: Vec<Cell> = cells.iter().filter(|cell| cell.n > 0).cloned().collect();
    filled.sort_by_key(|cell| cell.n);
    faults.some("case to work with", filled.len());
    faults.or(|| filled)
}

fn check_names(names: &[String]) -> Faults {
    let mut faults = Faults::default();
    faults.some("covariate", names.len());
    for (place, name) in names.iter().enumerate() {
        if names[..place].contains(name) || name == INTERCEPT {
            faults.note(None, Kind::Column { name: name.clone(), fault: "stands twice among the coefficients" });
        }
    }
    faults
}

fn check_covariates(names: &[String], row: usize, covariates: &[Option<f64>], faults: &mut Faults) {
    if covariates.len() != names.len() {
        faults.note(Some(row), Kind::Unequal { left: names.len(), right: covariates.len() });
    }
    for (name, value) in names.iter().zip(covariates) {
        if value.is_some_and(|value| value.is_nan() || value.abs() > FURTHEST) {
            faults.note(Some(row), Kind::Column { name: name.clone(), fault: "is not a number within ±1e100" });
        }
    }
}

/// A group's cells together.
pub(super) struct Sums {
    /// Its cases.
    pub(super) n: u64,
    /// The mean of the first covariate over its cases.
    pub(super) mean: f64,
    /// The sum of its cells' residuals.
    pub(super) residual: f64,
}

/// The sums of every group, in order of groups, from one residual a cell.
pub(super) fn per_group(cells: &[Cell], residuals: &[f64]) -> Vec<Sums> {
    let mut cells: Vec<(&Cell, f64)> = cells.iter().zip(residuals.iter().copied()).collect();
    cells.sort_by_key(|(cell, _)| cell.group);
    cells.chunk_by(|a, b| a.0.group == b.0.group).map(sums).collect()
}

fn sums(cells: &[(&Cell, f64)]) -> Sums {
    let n = cells.iter().map(|(cell, _)| cell.n).sum();
    // About the first value, so that a mean of equal values is that value.
    let first = cells[0].0.covariates[0];
    let about = cells.iter().map(|(cell, _)| cell.n as f64 * (cell.covariates[0] - first)).sum::<f64>();
    Sums { n, mean: first + about / n as f64, residual: cells.iter().map(|(_, residual)| residual).sum() }
}

/// The type-7 centiles of the first covariate over all cases.
pub(super) fn centiles(cells: &[Cell]) -> Centiles {
    let mut sorted: Vec<(f64, u64)> = cells.iter().map(|cell| (cell.covariates[0], cell.n)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut upto = 0;
    for (_, n) in &mut sorted {
        upto += *n;
        *n = upto;
    }
    let case = |place: u64| sorted[sorted.partition_point(|(_, upto)| *upto <= place).min(sorted.len() - 1)].0;
    Centiles { p10: 0.1, p50: 0.5, p90: 0.9 }.map(|share| {
        let place = share * (upto - 1) as f64;
        let (below, above) = (case(place as u64), case(place as u64 + 1));
        below + place.fract() * (above - below)
    })
}
