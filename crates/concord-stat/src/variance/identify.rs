//! Which variances the design can tell apart at all.
//!
//! Each part k gives the scores a covariance Vₖ: 1 for two scores that share its level, else 0. The likelihood sees them with the mean
//! taken out, `QVₖQ` with `Q = I − 11'/n`, and can tell variances apart only where these are linearly independent. That is read off their
//! products `tr(QVᵢQVⱼ)`, which are sums of counts: of scores by partnership, framework, cell (partnership × framework) and review. Whoever
//! depends on those before it in the order residual, partnership, framework, review, cell is left out of the model, because they stand for
//! it; and the variances of all that are tied in this way cannot be said.
//!
//! So with one review a partnership, review and partnership are one, and so are cell and residual; with one framework, cell and
//! partnership, review and residual, and framework and mean; with one partnership, cell and framework, and partnership and mean.

use super::components::{Components, Frameworks, Model};
use super::matrix::{Matrix, dot};
use super::sums::Sums;

/// What is left of a covariance, as a share, below which it depends on the others.
const DEPENDENT: f64 = 1e-9;
/// The parts in the order in which they are taken in.
const NAMES: [&str; 5] = ["residual", "partnership", "framework", "review", "partnership_framework"];

/// What can be told apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Identified {
    /// The full model without the parts that others stand for.
    pub model: Model,
    /// Whether each variance can be said.
    pub known: Components<bool>,
    /// What cannot, and why; nothing where all can.
    pub why: Vec<String>,
}

/// What the design of these scores can tell apart.
#[must_use]
pub fn identify(sums: &Sums) -> Identified {
    let products = products(sums);
    let (mut kept, mut known, mut why) = (Vec::new(), [true; 5], Vec::new());
    for part in 0..NAMES.len() {
        let Some(tied) = tied(&products, &kept, part) else {
            kept.push(part);
            continue;
        };
        why.push(message(part, &tied));
        known[part] = false;
        tied.into_iter().for_each(|other| known[other] = false);
    }
    let has = |part: usize| kept.contains(&part);
    let framework = if has(2) { Frameworks::Random } else { Frameworks::Alike };
    let [residual, partnership, random, review, partnership_framework] = known;
    Identified {
        model: Model { partnership: has(1), review: has(3), framework, partnership_framework: has(4) },
        known: Components { partnership, review, framework: random, partnership_framework, residual },
        why,
    }
}

fn message(part: usize, tied: &[usize]) -> String {
    if tied.is_empty() {
        return format!("the variance of {} cannot be said: there is only one level of it", NAMES[part]);
    }
    let names: Vec<&str> = tied.iter().chain([&part]).map(|part| NAMES[*part]).collect();
    format!("the variances of {} cannot be told apart in this design", names.join(" and "))
}

/// The kept parts that a part depends on; `None` where it does not, an empty list where there is nothing of it once the mean is out.
fn tied(products: &Matrix, kept: &[usize], part: usize) -> Option<Vec<usize>> {
    let own = products.at(part, part);
    if own <= 0.0 {
        return Some(Vec::new());
    }
    let size = |i: usize, j: usize| products.at(i, j) / (products.at(i, i) * products.at(j, j)).sqrt();
    let (inverse, _) = Matrix::from(kept.len(), |i, j| size(kept[i], kept[j])).inverse()?;
    let shared: Vec<f64> = kept.iter().map(|other| size(part, *other)).collect();
    let weights = inverse.by(&shared);
    let left = 1.0 - dot(&weights, &shared);
    let used = |(place, weight): (usize, &f64)| (weight.abs() > 1e-6).then_some(kept[place]);
    (left < DEPENDENT).then(|| weights.iter().enumerate().filter_map(used).collect())
}

/// `tr(QVᵢQVⱼ) = tr(VᵢVⱼ) − (2/n) 1'VᵢVⱼ1 + (1/n²) 1'Vᵢ1 1'Vⱼ1`, parts in the order of [`NAMES`]; 0 where rounding is all that is left.
fn products(sums: &Sums) -> Matrix {
    let n = sums.scores();
    let [shared, lines] = counted(sums);
    Matrix::from(NAMES.len(), |i, j| {
        let (i, j) = (i.min(j), i.max(j));
        let raw = shared.at(i, j);
        let centred = raw - 2.0 * lines.at(i, j) / n + lines.at(0, i) * lines.at(0, j) / (n * n);
        if centred.abs() <= 1e-12 * raw { 0.0 } else { centred }
    })
}

/// `tr(VᵢVⱼ)` and `1'VᵢVⱼ1`, of which the first row is `1'Vⱼ1`; upper triangles. With n_a scores at level a of i, n_b at b of j and n_ab at
/// both, they are `Σ n_ab²` and `Σ n_a n_ab n_b`.
fn counted(sums: &Sums) -> [Matrix; 2] {
    let by_framework = sums.scores_by_framework();
    let [mut shared, mut lines] = [[[0.0; 5]; 5]; 2];
    for partnership in &sums.partnerships {
        let [n, m2, m3] = [1, 2, 3].map(|k| partnership.powers_of_answers(k));
        let (cells, lengths) = (partnership.answers(), partnership.lengths_of_reviews());
        let over_cells = |power: fn(f64) -> f64, of: &[f64]| cells.iter().zip(of).map(|(cell, other)| power(*cell) * other).sum::<f64>();
        let (c2, c3) = (over_cells(|c| c * c, &vec![1.0; cells.len()]), over_cells(|c| c * c * c, &vec![1.0; cells.len()]));
        let (f1, f2) = (over_cells(|c| c, &by_framework), over_cells(|c| c * c, &by_framework));
        add(
            &mut shared,
            [[n, n, n, n, n], [0.0, n * n, c2, m2, c2], [0.0, 0.0, f1, n, c2], [0.0, 0.0, 0.0, m2, n], [0.0, 0.0, 0.0, 0.0, c2]],
        );
        let squared: Vec<f64> = by_framework.iter().map(|n| n * n).collect();
        let residual = [n, n * n, f1, m2, c2];
        let own = [0.0, n * n * n, n * f1, n * m2, n * c2];
        let framework = [0.0, 0.0, over_cells(|c| c, &squared), dot(&by_framework, &lengths), f2];
        let review = [0.0, 0.0, 0.0, m3, dot(&cells, &lengths)];
        add(&mut lines, [residual, own, framework, review, [0.0, 0.0, 0.0, 0.0, c3]]);
    }
    [shared, lines].map(|rows| Matrix::from(NAMES.len(), |i, j| rows[i][j]))
}

fn add(to: &mut [[f64; 5]; 5], more: [[f64; 5]; 5]) {
    to.iter_mut().flatten().zip(more.iter().flatten()).for_each(|(to, more)| *to += more);
}
