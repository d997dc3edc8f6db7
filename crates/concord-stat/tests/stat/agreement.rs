//! Agreement of raters.

use concord_stat::agreement::{Agreement, Pattern, Ratings, Weights, agreement};

mod definition;
mod ends;
mod invented;
mod patterns;
mod published;

/// Names of categories or raters.
fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A table without clusters whose raters are `r0`, `r1`, …
fn table(categories: &[&str], weights: Weights, units: &[Vec<Option<usize>>]) -> Ratings {
    let raters = (0..units.first().map_or(2, Vec::len)).map(|rater| format!("r{rater}")).collect();
    Ratings { categories: names(categories), weights, raters, clusters: None, units: units.to_vec() }
}

fn found(categories: &[&str], weights: Weights, units: &[Vec<Option<usize>>]) -> Agreement {
    agreement(&table(categories, weights, units)).unwrap()
}

/// Two raters' units from a table of counts, by the first's category and then by the second's.
fn of_two(counts: &[Vec<u64>]) -> Vec<Vec<Option<usize>>> {
    let cells = counts.iter().enumerate().flat_map(|(a, row)| row.iter().enumerate().map(move |(b, count)| (a, b, *count)));
    cells.flat_map(|(a, b, count)| (0..count).map(move |_| vec![Some(a), Some(b)])).collect()
}

/// Units from counts by category; which rater gave which rating is made up.
fn of_counts(counts: &[Vec<u64>]) -> Vec<Vec<Option<usize>>> {
    let ratings = |row: &Vec<u64>| row.iter().enumerate().flat_map(|(category, count)| (0..*count).map(move |_| Some(category))).collect();
    counts.iter().map(ratings).collect()
}

/// One unit of each pattern.
fn one(counts: &[u64], units: u64) -> Pattern {
    Pattern { counts: counts.to_vec(), units }
}

/// The figure of a category.
fn of(figures: &concord_stat::agreement::ByCategory, category: &str) -> Option<f64> {
    figures.0.iter().find(|(name, _)| name == category).unwrap().1
}
