//! The REML criterion as it is defined, with every score a row: slow, short, and with nothing in common with what it checks.

use super::Score;

/// `ln|V| + ln|X'V⁻¹X| + ν (1 + ln(2π r/ν))` at ratios of review, partnership × framework, partnership and framework, and r/ν.
pub(super) fn criterion(scores: &[Score], ratios: &[f64; 4], fixed: bool) -> [f64; 2] {
    let n = scores.len();
    let same = |a: &Score, b: &Score| {
        let (p, r, f) =
            (a.partnership == b.partnership, a.partnership == b.partnership && a.review == b.review, a.framework == b.framework);
        let terms = [r, p && f, p, f, r && f].map(|shared| if shared { 1.0 } else { 0.0 });
        terms[..4].iter().zip(ratios).map(|(term, ratio)| term * ratio).sum::<f64>() + terms[4]
    };
    let v: Vec<Vec<f64>> = scores.iter().map(|a| scores.iter().map(|b| same(a, b)).collect()).collect();
    let mut columns: Vec<Vec<f64>> = if fixed {
        let mut frameworks: Vec<usize> = scores.iter().map(|score| score.framework).collect();
        frameworks.sort_unstable();
        frameworks.dedup();
        frameworks.iter().map(|f| scores.iter().map(|score| if score.framework == *f { 1.0 } else { 0.0 }).collect()).collect()
    } else {
        vec![vec![1.0; n]]
    };
    let p = columns.len();
    columns.push(scores.iter().map(|score| score.score).collect());
    let root = cholesky(&v);
    let columns: Vec<Vec<f64>> = columns.iter().map(|column| forward(&root, column)).collect();
    let gram: Vec<Vec<f64>> = columns.iter().map(|a| columns.iter().map(|b| a.iter().zip(b).map(|(a, b)| a * b).sum()).collect()).collect();
    let all = cholesky(&gram);
    let ln_det = |root: &[Vec<f64>], size: usize| (0..size).map(|i| 2.0 * root[i][i].ln()).sum::<f64>();
    let degrees = (n - p) as f64;
    let residual = all[p][p] * all[p][p] / degrees;
    [ln_det(&root, n) + ln_det(&all, p) + degrees * (1.0 + (2.0 * std::f64::consts::PI * residual).ln()), residual]
}

/// The lower triangular L with LL' = A.
fn cholesky(a: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut l = vec![vec![0.0; a.len()]; a.len()];
    for i in 0..a.len() {
        for j in 0..=i {
            let rest = a[i][j] - (0..j).map(|k| l[i][k] * l[j][k]).sum::<f64>();
            l[i][j] = if i == j { rest.sqrt() } else { rest / l[j][j] };
        }
    }
    l
}

/// The x with Lx = b.
fn forward(l: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut x = Vec::with_capacity(b.len());
    for (row, b) in l.iter().zip(b) {
        x.push((b - row.iter().zip(&x).map(|(l, x)| l * x).sum::<f64>()) / row[x.len()]);
    }
    x
}

/// How many of the covariances of residual, partnership, review, framework and cell are linearly independent once the mean is out.
pub(super) fn rank_of_covariances(scores: &[Score]) -> usize {
    let n = scores.len();
    let parts: [fn(&Score, &Score) -> bool; 5] = [
        |a, b| a.partnership == b.partnership && a.review == b.review && a.framework == b.framework,
        |a, b| a.partnership == b.partnership,
        |a, b| a.partnership == b.partnership && a.review == b.review,
        |a, b| a.framework == b.framework,
        |a, b| a.partnership == b.partnership && a.framework == b.framework,
    ];
    let mut rows: Vec<Vec<f64>> = parts.iter().map(|shared| centred(scores, *shared)).collect();
    let mut rank = 0;
    for column in 0..n * n {
        let Some(pivot) = (rank..rows.len()).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs())) else { break };
        if rows[pivot][column].abs() < 1e-9 {
            continue;
        }
        rows.swap(rank, pivot);
        let (done, rest) = rows.split_at_mut(rank + 1);
        for row in rest {
            let factor = row[column] / done[rank][column];
            row.iter_mut().zip(&done[rank]).for_each(|(to, from)| *to -= factor * from);
        }
        rank += 1;
    }
    rank
}

/// `QVQ` as one row.
fn centred(scores: &[Score], shared: fn(&Score, &Score) -> bool) -> Vec<f64> {
    let n = scores.len() as f64;
    let v: Vec<Vec<f64>> = scores.iter().map(|a| scores.iter().map(|b| if shared(a, b) { 1.0 } else { 0.0 }).collect()).collect();
    let means: Vec<f64> = v.iter().map(|row| row.iter().sum::<f64>() / n).collect();
    let mean = means.iter().sum::<f64>() / n;
    v.iter().zip(&means).flat_map(|(row, a)| row.iter().zip(&means).map(move |(cell, b)| cell - a - b + mean)).collect()
}
