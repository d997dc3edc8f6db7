//! `concord stat gradient`: whether an outcome moves with resources.

use concord_stat::gradient::permutation::Shuffles;
use concord_stat::gradient::{self, Row};

use super::rows::Said;
use super::table::Table;
use crate::args::StatGradient;

/// The gradient of all rows in which nothing is missing.
pub(super) fn gradient(table: &Table, arguments: &StatGradient) -> Said {
    let StatGradient { outcome, covariates: names, group, permutations, seed, .. } = arguments;
    let columns: Vec<&str> = [outcome, group].into_iter().chain(names).map(String::as_str).collect();
    let places = table.places(&columns)?;
    let (y, group, covariates) = (places[0], places[1], &places[2..]);
    let rows = table.rows(|row| {
        let (y, group) = (row.maybe_binary(y), row.maybe_text(group));
        let covariates: Vec<Option<Option<f64>>> = covariates.iter().map(|covariate| row.maybe_number(*covariate)).collect();
        let covariates = covariates.into_iter().collect::<Option<_>>();
        Some(Row { y: y?, covariates: covariates?, group: group?.map(str::to_owned) })
    });
    rows.figures(None, |rows| gradient::gradient(names, &rows, Shuffles { count: *permutations, seed: *seed }))
}
