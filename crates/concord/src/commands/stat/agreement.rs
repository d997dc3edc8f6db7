//! `concord stat agreement`: how far raters agree.

use concord_model::problem::Problem;
use concord_stat::agreement::{self, Ratings};

use super::rows::Said;
use super::table::Table;
use crate::args::{StatAgreement, Weights};

/// Every figure of a table whose first column is the unit and whose others, but for that of the clusters, are raters.
pub(super) fn agreement(table: &Table, arguments: &StatAgreement) -> Said {
    let cluster = arguments.cluster.as_deref().map(|name| table.columns([name])).transpose()?.map(|[place]| place);
    let categories = &arguments.categories;
    let raters = raters(table, cluster, categories)?;
    let rows = table.rows(|row| {
        let (unit, cluster) = (row.text(0), cluster.map(|cluster| row.text(cluster)));
        let ratings: Vec<_> = raters.iter().map(|rater| row.maybe_one_of(*rater, categories)).collect();
        let cluster = cluster.map_or(Some(None), |cluster| cluster.map(|cluster| Some(cluster.to_owned())));
        Some((unit?.to_owned(), cluster?, ratings.into_iter().collect::<Option<Vec<_>>>()?))
    });
    rows.once(|(unit, ..)| unit).figures(Some("--categories"), |rows| {
        let (clusters, units): (Vec<Option<String>>, _) = rows.into_iter().map(|(_, cluster, ratings)| (cluster, ratings)).unzip();
        agreement::agreement(&Ratings {
            categories: categories.clone(),
            weights: weights(arguments.weights),
            raters: raters.iter().map(|place| table.header[*place].clone()).collect(),
            clusters: cluster.and_then(|_| clusters.into_iter().collect()),
            units,
        })
    })
}

/// The places of the raters: every column but the first and that of the clusters. They and the categories must have names.
fn raters(table: &Table, cluster: Option<usize>, categories: &[String]) -> Result<Vec<usize>, Vec<Problem>> {
    let raters: Vec<usize> = (1..table.header.len()).filter(|place| Some(*place) != cluster).collect();
    let mut problems = Vec::new();
    if categories.iter().any(String::is_empty) {
        problems.push(Problem::of("--categories", "a category has no name").hint("an empty cell is a missing rating"));
    }
    if raters.is_empty() {
        problems.push(table.in_header("has no rater").hint("the first column names the unit, every other column is a rater"));
    }
    for (before, place) in raters.iter().enumerate() {
        let name = &table.header[*place];
        if name.is_empty() {
            problems.push(table.in_header(format!("column {} has no name", place + 1)).hint("every column but the first is a rater"));
        } else if raters[..before].iter().any(|earlier| table.header[*earlier] == *name) {
            problems.push(table.in_header(format!("has two columns {name}")).hint("keep one of the two"));
        }
    }
    if problems.is_empty() { Ok(raters) } else { Err(problems) }
}

fn weights(weights: Weights) -> agreement::Weights {
    match weights {
        Weights::Nominal => agreement::Weights::Nominal,
        Weights::Ordinal => agreement::Weights::Ordinal,
        Weights::Interval => agreement::Weights::Interval,
        Weights::Ratio => agreement::Weights::Ratio,
        Weights::Linear => agreement::Weights::Linear,
        Weights::Quadratic => agreement::Weights::Quadratic,
    }
}
