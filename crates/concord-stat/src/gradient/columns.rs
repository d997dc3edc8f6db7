//! Sums and products of whole columns, in an order that does not depend on the machine.

/// Sums that are kept apart and added at the end, so that a processor can do several at once.
const LANES: usize = 8;

/// `Σ a b`.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    let (whole, rest) = (a.chunks_exact(LANES).zip(b.chunks_exact(LANES)), a.len() / LANES * LANES);
    for (a, b) in whole {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    let rest: f64 = a[rest..].iter().zip(&b[rest..]).map(|(a, b)| a * b).sum();
    lanes.iter().sum::<f64>() + rest
}

/// `a b` of each row.
pub(super) fn product(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

/// `Xβ` of each row.
pub(super) fn combined(columns: &[Vec<f64>], beta: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; columns.first().map_or(0, Vec::len)];
    for (column, beta) in columns.iter().zip(beta) {
        sums.iter_mut().zip(column).for_each(|(sum, x)| *sum += beta * x);
    }
    sums
}

/// `x'Mx` of each row, M symmetric.
pub(super) fn quadratic(columns: &[Vec<f64>], matrix: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; columns.first().map_or(0, Vec::len)];
    for (i, row) in matrix.chunks_exact(columns.len()).enumerate() {
        for (j, entry) in row[..=i].iter().enumerate() {
            let twice = if i == j { *entry } else { 2.0 * entry };
            sums.iter_mut().zip(&columns[i]).zip(&columns[j]).for_each(|((sum, a), b)| *sum += twice * a * b);
        }
    }
    sums
}
