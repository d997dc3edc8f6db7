//! One partnership: its reviews, then its cells (partnership × framework), then itself eliminated from its scores.
//!
//! An effect with covariance G (over the residual variance) whose equations are `left`, `right` leaves, with `D = (I + G left)⁻¹ G`,
//! `û = D right` and `R = I − D left`:
//!
//! `ln_det + ln|I + G left|`, `square − right'û`, `R' right`, `left R`;
//!
//! and of their slopes by a ratio of an effect that is already gone, marked by a dot:
//!
//! `l̇n_det + tr(D l̇eft)`, `ṡquare − 2 û'ṙight + û'l̇eft û`, `R'(ṙight − l̇eft û)`, `R' l̇eft R`.
//!
//! By a ratio of its own effect they are `tr(Z'left Z)`, `−|Z'right|²`, `−left Z Z'right`, `−left Z Z'left` of what it leaves. Reviews
//! answer different frameworks, but what goes with a review depends on its number of answers alone: `w = γ/(1 + γm)`.
//!
//! Every step is stable at a ratio of 0, where it leaves all as it was.

use super::components::{CELL, PARTNERSHIP, REVIEW};
use super::equations::Equations;
use super::matrix::{Matrix, axpy, dot, norm2};
use super::sums::Partnership;

/// What one partnership brings to the frameworks' equations.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// With its effects eliminated.
    pub(super) value: Equations,
    /// The slopes of that by the ratios of review, cell and partnership.
    pub(super) slopes: [Equations; 3],
    /// `tr(V⁻¹Vᵢ V⁻¹Vⱼ)`, Vᵢ being the slope of V.
    pub(super) information: [[f64; 3]; 3],
}

/// Scores with their reviews eliminated.
struct Reviews {
    value: Equations,
    slope: Equations,
    /// `Σ m κ³ s s'` over reviews with answers s, κ = 1/(1 + γm).
    cubed: Matrix,
    /// `Σ (m κ)²` over reviews.
    spread: f64,
}

/// With their cells eliminated too.
struct Cells {
    value: Equations,
    slopes: [Equations; 2],
    /// `(I + g left)⁻¹`.
    shrunk: Matrix,
    /// The slope of the left side by the reviews' ratio, before, times the above.
    turned: Matrix,
}

impl Block {
    /// Eliminates a partnership's effects; `None` where rounding leaves nothing of its equations.
    pub(super) fn new(sums: &Partnership, ratios: &[f64; 4]) -> Option<Block> {
        let reviews = Reviews::new(sums, ratios[REVIEW]);
        let cells = Cells::new(&reviews, ratios[CELL])?;
        let ratio = ratios[PARTNERSHIP];
        let line = Line::new(&cells.value, ratio);
        let Cells { value, slopes: [review, cell], shrunk, turned } = cells;
        let value = line.value(value);
        let own = line.own_slope(&value);
        let slopes = [line.slope(review), line.slope(cell), own];
        let predicted = Predicted { shrunk: &shrunk, turned: &turned, ratio: ratios[CELL], weight: line.weight };
        let information = information(&reviews, &predicted, &value, &slopes);
        Some(Block { value, slopes, information })
    }
}

impl Reviews {
    fn new(sums: &Partnership, ratio: f64) -> Reviews {
        let size = sums.scores.len();
        let (mut value, mut slope) = (Equations::zero(size), Equations::zero(size));
        let mut triangles = [(); 3].map(|()| vec![0.0; size * (size + 1) / 2]);
        let mut spread = 0.0;
        value.square = sums.squares;
        value.right.copy_from_slice(&sums.scores);
        for (&m, layer) in &sums.layers {
            let (m, reviews) = (m as f64, f64::from(layer.reviews));
            let kappa = 1.0 / (1.0 + ratio * m);
            let weight = ratio * kappa;
            value.ln_det += reviews * libm::log1p(ratio * m);
            value.square -= weight * layer.squares;
            axpy(&mut value.right, -weight, &layer.totals);
            slope.ln_det += reviews * m * kappa;
            slope.square -= kappa * kappa * layer.squares;
            axpy(&mut slope.right, -kappa * kappa, &layer.totals);
            spread += reviews * (m * kappa) * (m * kappa);
            let factors = [-weight, -kappa * kappa, m * kappa * kappa * kappa];
            add_counts(&mut triangles, factors, &layer.together);
        }
        let [mut left, slope_left, cubed] = triangles.map(|triangle| Matrix::from_triangle(size, &triangle));
        sums.answers().iter().enumerate().for_each(|(framework, answers)| *left.cell(framework, framework) += answers);
        (value.left, slope.left) = (left, slope_left);
        Reviews { value, slope, cubed, spread }
    }
}

/// Adds multiples of counts to each of three.
fn add_counts(to: &mut [Vec<f64>; 3], factors: [f64; 3], counts: &[f64]) {
    let [a, b, c] = to;
    for (((a, b), c), count) in a.iter_mut().zip(b).zip(c).zip(counts) {
        *a += factors[0] * count;
        *b += factors[1] * count;
        *c += factors[2] * count;
    }
}

impl Cells {
    fn new(reviews: &Reviews, ratio: f64) -> Option<Cells> {
        if ratio == 0.0 {
            return Some(Cells::none(reviews));
        }
        let Equations { ln_det, square, right, left } = &reviews.value;
        let mut system = left.clone().scaled(ratio);
        system.add_to_diagonal(1.0);
        let (shrunk, ln_grown) = system.inverse()?;
        let kept = shrunk.by(right);
        let value = Equations {
            ln_det: ln_det + ln_grown,
            square: square - ratio * dot(right, &kept),
            left: shrunk.times_to_symmetric(left),
            right: kept,
        };
        let turned = reviews.slope.left.times(&shrunk);
        let slopes = [inner_slope(&reviews.slope, &value.right, &shrunk, &turned, ratio), own_slope(&value)];
        Some(Cells { value, slopes, shrunk, turned })
    }

    /// Where cells have no effect, which leaves all as it was.
    fn none(reviews: &Reviews) -> Cells {
        let (value, slope) = (reviews.value.clone(), reviews.slope.clone());
        let mut shrunk = Matrix::zero(value.left.size());
        shrunk.add_to_diagonal(1.0);
        Cells { turned: slope.left.clone(), slopes: [slope, own_slope(&value)], value, shrunk }
    }
}

/// The slope by the reviews' ratio when cells are eliminated, for which R is `shrunk`, D is `ratio shrunk` and û `ratio kept`.
fn inner_slope(slope: &Equations, kept: &[f64], shrunk: &Matrix, turned: &Matrix, ratio: f64) -> Equations {
    let moved = slope.left.by(kept);
    let mut right = slope.right.clone();
    axpy(&mut right, -ratio, &moved);
    Equations {
        ln_det: slope.ln_det + ratio * shrunk.dot(&slope.left),
        square: slope.square - 2.0 * ratio * dot(kept, &slope.right) + ratio * ratio * dot(kept, &moved),
        right: shrunk.by(&right),
        left: shrunk.times_to_symmetric(turned),
    }
}

/// The slope by the cells' own ratio.
fn own_slope(value: &Equations) -> Equations {
    Equations {
        ln_det: value.left.trace(),
        square: -norm2(&value.right),
        right: value.left.by(&value.right).into_iter().map(|x| -x).collect(),
        left: value.left.times_to_symmetric(&value.left).scaled(-1.0),
    }
}

/// The elimination of a partnership's effect, which all its cells share.
struct Line {
    /// θ/(1 + θκ), the only cell of D.
    weight: f64,
    /// κ, the sum of the left side.
    total: f64,
    /// The row sums k of the left side.
    sums: Vec<f64>,
    /// The sum of the right side.
    right: f64,
    ratio: f64,
}

impl Line {
    fn new(before: &Equations, ratio: f64) -> Line {
        let sums = before.left.row_sums();
        let total: f64 = sums.iter().sum();
        Line { weight: ratio / (1.0 + ratio * total), total, sums, right: before.right.iter().sum(), ratio }
    }

    fn value(&self, mut value: Equations) -> Equations {
        value.ln_det += libm::log1p(self.ratio * self.total);
        value.square -= self.weight * self.right * self.right;
        axpy(&mut value.right, -self.weight * self.right, &self.sums);
        value.left.add_outer(-self.weight, &self.sums, &self.sums);
        value
    }

    fn slope(&self, mut slope: Equations) -> Equations {
        let (c, effect) = (self.weight, self.weight * self.right);
        let row_sums = slope.left.row_sums();
        let total: f64 = row_sums.iter().sum();
        slope.ln_det += c * total;
        slope.square += effect * (effect * total - 2.0 * slope.right.iter().sum::<f64>());
        axpy(&mut slope.right, -effect, &row_sums);
        let right: f64 = slope.right.iter().sum();
        axpy(&mut slope.right, -c * right, &self.sums);
        let mut half = row_sums;
        axpy(&mut half, -0.5 * c * total, &self.sums);
        slope.left.add_outer(-c, &self.sums, &half);
        slope.left.add_outer(-c, &half, &self.sums);
        slope
    }

    /// The slope by the partnership's own ratio.
    fn own_slope(&self, value: &Equations) -> Equations {
        let (sums, right) = (value.left.row_sums(), value.right.iter().sum::<f64>());
        let mut left = Matrix::zero(sums.len());
        left.add_outer(-1.0, &sums, &sums);
        Equations { ln_det: sums.iter().sum(), square: -right * right, right: sums.iter().map(|sum| -right * sum).collect(), left }
    }
}

/// What the sums of a partnership's cells predict once it is eliminated: with variance `D = ratio shrunk + weight 1 1'`, 1 being the row sums of
/// `shrunk`.
struct Predicted<'a> {
    shrunk: &'a Matrix,
    turned: &'a Matrix,
    ratio: f64,
    weight: f64,
}

impl Predicted<'_> {
    /// `Σ mκ³ s'D s` and `tr(CDCD)` over reviews with answers s, `C = Σ κ² s s'`.
    fn by_reviews(&self, reviews: &Reviews) -> [f64; 2] {
        let Predicted { shrunk, turned, ratio, weight } = *self;
        let ones = shrunk.row_sums();
        let cubed = ratio * reviews.cubed.dot(shrunk) + weight * dot(&ones, &reviews.cubed.by(&ones));
        // Minus C is the slope of the left side.
        let across = reviews.slope.left.by(&ones);
        let (own, twice) = (dot(&across, &ones), dot(&turned.by(&ones), &across));
        let squared = ratio * ratio * turned.trace_of_product(turned) + weight * (2.0 * ratio * twice + weight * own * own);
        [cubed, squared]
    }
}

/// `tr(V⁻¹Vᵢ V⁻¹Vⱼ)`. For two effects above the reviews it is a sum of squares of the left side; with the reviews, a slope of it; of the
/// reviews with themselves, `Σ (mκ)² − 2 Σ mκ³ s'D s + tr(CDCD)`.
fn information(reviews: &Reviews, predicted: &Predicted<'_>, value: &Equations, slopes: &[Equations; 3]) -> [[f64; 3]; 3] {
    let [cubed, squared] = predicted.by_reviews(reviews);
    let review = reviews.spread - 2.0 * cubed + squared;
    let sums = value.left.row_sums();
    let total: f64 = sums.iter().sum();
    let (cell, both) = (value.left.dot(&value.left), norm2(&sums));
    let review_cell = -slopes[REVIEW].left.trace();
    let review_partnership = -slopes[REVIEW].left.row_sums().iter().sum::<f64>();
    [[review, review_cell, review_partnership], [review_cell, cell, both], [review_partnership, both, total * total]]
}
