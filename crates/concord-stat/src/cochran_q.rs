//! Do several raters find something equally often in the same cases: Cochran's Q.
//!
//! With k raters, column sums C, row sums R and total T, `Q = (k − 1)(k ΣC² − T²) / (kT − ΣR²)` is about χ² with k − 1 degrees of freedom
//! (Cochran 1950, Biometrika 37:256–266). Only cases that all raters answered count; cases that all answered alike drop out by themselves.
//!
//! Ends: undefined with fewer than two raters, or where no case divides them. Misleads: where many cases are incomplete, because those
//! that all could answer are not like the rest; with fewer than about 24 informative answers χ² is rough.

use serde::Serialize;

use crate::special::gamma::chi_square_upper;

/// Cochran's test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CochranQ {
    /// Cases that every rater answered.
    pub complete: u64,
    /// Cases left out because an answer is missing.
    pub incomplete: u64,
    /// The statistic; `None` where it is undefined.
    pub q: Option<f64>,
    /// Degrees of freedom.
    pub df: usize,
    /// Its p-value.
    pub p: Option<f64>,
    /// Why it is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// Cochran's Q of `answers`, one row a case and one column for each of `raters`; `None` is a missing answer. A row of another length
/// than `raters` counts as incomplete.
#[must_use]
pub fn cochran_q(raters: usize, answers: &[Vec<Option<bool>>]) -> CochranQ {
    let full = |row: &&Vec<Option<bool>>| row.len() == raters && row.iter().all(Option::is_some);
    let rows: Vec<Vec<bool>> = answers.iter().filter(full).map(|row| row.iter().flatten().copied().collect()).collect();
    let column = |rater: usize| rows.iter().filter(|row| row[rater]).count() as u64;
    let mut found_by = vec![0; raters + 1];
    rows.iter().for_each(|row| found_by[row.iter().filter(|answer| **answer).count()] += 1);
    of_counts(&(0..raters).map(column).collect::<Vec<_>>(), &found_by, (answers.len() - rows.len()) as u64)
}

/// Cochran's Q of complete cases that are told by counts alone, which add up over parts of the data: `finds`, how often each rater finds
/// it; `found_by`, how many cases 0, 1, 2 … raters find it in. `incomplete` is passed on.
#[must_use]
pub fn of_counts(finds: &[u64], found_by: &[u64], incomplete: u64) -> CochranQ {
    let k = finds.len() as f64;
    let complete = found_by.iter().sum();
    let total = finds.iter().sum::<u64>() as f64;
    let columns = finds.iter().map(|&count| count as f64 * count as f64).sum::<f64>();
    let squares = found_by.iter().enumerate().map(|(found, &cases)| (found * found) as f64 * cases as f64).sum::<f64>();
    let divisor = k * total - squares;
    let why = match () {
        () if finds.len() < 2 => Some("there are fewer than two raters"),
        () if complete == 0 => Some("no case was answered by every rater"),
        () if divisor <= 0.0 => Some("no case divides the raters"),
        () => None,
    };
    let df = finds.len().saturating_sub(1);
    let q = why.is_none().then(|| (k - 1.0) * (k * columns - total * total) / divisor);
    CochranQ { complete, incomplete, q, df, p: q.map(|q| chi_square_upper(df as f64, q)), why }
}
