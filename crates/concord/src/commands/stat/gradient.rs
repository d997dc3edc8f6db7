//! `concord stat gradient`: whether an outcome moves with resources.

use concord_stat::gradient::permutation::Shuffles;
use concord_stat::gradient::{self, Row};

use concord_model::problem::Problem;

use super::rows::Said;
use super::table::Table;
use crate::args::StatGradient;

/// The gradient of all rows in which nothing is missing.
pub(super) fn gradient(table: &Table, arguments: &StatGradient) -> Said {
    let StatGradient { outcome, covariates: names, group, permutations, seed, .. } = arguments;
    let columns: Vec<&str> = [outcome, group].into_iter().chain(names).map(String::as_str).collect();
    let twice = twice(arguments);
    let places = table.places(&columns).map_err(|problems| [twice.clone(), problems].concat())?;
    if !twice.is_empty() {
        return Err(twice);
    }
    let (y, group, covariates) = (places[0], places[1], &places[2..]);
    let rows = table.rows(|row| {
        let (y, group) = (row.maybe_binary(y), row.maybe_text(group));
        let covariates: Vec<Option<Option<f64>>> = covariates.iter().map(|covariate| row.maybe_number(*covariate)).collect();
        let covariates = covariates.into_iter().collect::<Option<_>>();
        Some(Row { y: y?, covariates: covariates?, group: group?.map(str::to_owned) })
    });
    rows.figures(None, |rows| gradient::gradient(names, &rows, Shuffles { count: *permutations, seed: *seed }))
}

/// The columns that are to be two things at once: nothing is learned of an outcome from itself, and groups are permuted as wholes.
fn twice(arguments: &StatGradient) -> Vec<Problem> {
    let StatGradient { outcome, covariates, group, .. } = arguments;
    let fault =
        |option: &str, name: &str, other: &str| Problem::of(option, format!("{name} is the {other} already")).hint("name another column");
    let mut problems = Vec::new();
    for (place, name) in covariates.iter().enumerate() {
        if name == outcome {
            problems.push(fault("--covariates", name, "outcome"));
        }
        if name == group {
            problems.push(fault("--covariates", name, "group"));
        }
        if covariates[..place].contains(name) {
            problems.push(Problem::of("--covariates", format!("{name} is named twice")).hint("name each column once"));
        }
    }
    if group == outcome {
        problems.push(fault("--group", group, "outcome"));
    }
    problems
}
