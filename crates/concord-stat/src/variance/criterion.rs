//! The REML criterion: minus twice the restricted log-likelihood, with the residual variance profiled out.
//!
//! With V the variance of the scores over the residual's, X the fixed effects (one mean, or one a framework), ν = scores − columns of X and
//! r = y'Py the weighted sum of squares that they leave, `ln|V| + ln|X'V⁻¹X| + ν (1 + ln(2π r/ν))`, as lme4 has it (Bates, Mächler, Bolker
//! and Walker 2015, Journal of Statistical Software 67(1), section 3.4). The residual variance is r/ν.
//!
//! Partnerships are independent until frameworks come in, so that their equations are added up; what is left are the
//! equations of the frameworks, `left · b = right`. With W the variance of the frameworks' effects given all else, the slope of the
//! criterion when the equations move is
//! `l̇n_det + tr(W l̇eft) + (ν/r)(ṡquare − 2 b'ṙight + b'l̇eft b)`.

use super::block::Block;
use super::components::{FRAMEWORK, Frameworks, Model};
use super::equations::Equations;
use super::matrix::{Matrix, axpy, dot, norm2};
use super::sums::Sums;

/// The criterion of some scores under a model.
#[derive(Debug, Clone)]
pub struct Criterion<'a> {
    sums: &'a Sums,
    model: Model,
    /// Whether each framework has a score.
    present: Vec<bool>,
    /// Scores less fixed effects.
    degrees: f64,
}

/// The criterion and what comes with it at given ratios.
#[derive(Debug, Clone)]
pub struct At {
    /// Minus twice the restricted log-likelihood.
    pub criterion: f64,
    /// Its slopes by the ratios of review, partnership × framework, partnership and framework to the residual.
    pub slopes: [f64; 4],
    /// The residual variance.
    pub residual: f64,
    /// The mean of a score: that of all frameworks where they are random, the plain mean of theirs where they are fixed.
    pub mean: f64,
    /// Its standard error.
    pub se_mean: f64,
    /// The mean of each framework: estimated where they are fixed, predicted where they are random; `None` where it has no score.
    pub framework_means: Vec<Option<f64>>,
    /// `tr(PVᵢ)`, the part of a slope that the scores have no part in.
    pub(super) traces: [f64; 4],
    /// About the expected second slopes.
    pub(super) information: Matrix,
    /// Scores less fixed effects.
    pub(super) degrees: f64,
}

/// The frameworks' equations solved.
struct Solution {
    effects: Vec<f64>,
    /// W: their variance given all else, over the residual's.
    variance: Matrix,
    /// `ln|V| + ln|X'V⁻¹X|` less that of the equations.
    ln_det: f64,
    mean: f64,
    /// The variance of the mean over the residual's.
    mean_variance: f64,
}

/// The equations of all partnerships together.
struct Total {
    value: Equations,
    slopes: [Equations; 3],
    information: [[f64; 3]; 3],
}

impl<'a> Criterion<'a> {
    /// The criterion of scores under a model.
    #[must_use]
    pub fn new(sums: &'a Sums, model: Model) -> Criterion<'a> {
        let present: Vec<bool> = sums.scores_by_framework().iter().map(|scores| *scores > 0.0).collect();
        let fixed = if model.framework == Frameworks::Fixed { present.iter().filter(|present| **present).count() } else { 1 };
        let degrees = sums.scores() - fixed as f64;
        Criterion { sums, model, present, degrees }
    }

    /// Its model.
    #[must_use]
    pub fn model(&self) -> Model {
        self.model
    }

    /// Scores less fixed effects.
    #[must_use]
    pub fn degrees(&self) -> f64 {
        self.degrees
    }

    /// The criterion at ratios of variances to the residual's, in the order of [`At::slopes`], none below 0; those of parts that the model
    /// does not have are to be 0. `None` where the fixed effects leave nothing, or rounding leaves no answer.
    #[must_use]
    pub fn at(&self, ratios: &[f64; 4]) -> Option<At> {
        let total = self.total(ratios)?;
        let solution = match self.model.framework {
            Frameworks::Fixed => self.fixed(&total.value)?,
            Frameworks::Random | Frameworks::Alike => random(&total.value, ratios[FRAMEWORK])?,
        };
        let square = total.value.square - dot(&solution.effects, &total.value.right);
        let residual = square / self.degrees;
        if !(self.degrees > 0.0 && residual > 0.0) {
            return None;
        }
        let (slopes, traces) = slopes(&total, &solution, residual);
        let profile = 1.0 + libm::log(2.0 * std::f64::consts::PI * residual);
        Some(At {
            criterion: total.value.ln_det + solution.ln_det + self.degrees * profile,
            slopes,
            residual,
            mean: solution.mean,
            se_mean: (residual * solution.mean_variance).sqrt(),
            framework_means: solution.effects.iter().zip(&self.present).map(|(mean, present)| present.then_some(*mean)).collect(),
            traces,
            information: information(&total, &solution, &traces, self.degrees),
            degrees: self.degrees,
        })
    }

    fn total(&self, ratios: &[f64; 4]) -> Option<Total> {
        let zero = || Equations::zero(self.sums.frameworks());
        let mut total = Total { value: zero(), slopes: [zero(), zero(), zero()], information: [[0.0; 3]; 3] };
        for sums in self.sums.partnerships.iter().filter(|sums| !sums.layers.is_empty()) {
            let block = Block::new(sums, ratios)?;
            total.value.add(&block.value);
            total.slopes.iter_mut().zip(&block.slopes).for_each(|(to, from)| to.add(from));
            let cells = total.information.iter_mut().flatten().zip(block.information.iter().flatten());
            cells.for_each(|(to, from)| *to += from);
        }
        Some(total)
    }

    /// A mean for each framework that has a score; the others get an equation of their own that says 0.
    fn fixed(&self, equations: &Equations) -> Option<Solution> {
        let mut left = equations.left.clone();
        for framework in (0..left.size()).filter(|framework| !self.present[*framework]) {
            *left.cell(framework, framework) = 1.0;
        }
        let (variance, ln_det) = left.inverse()?;
        let effects = variance.by(&equations.right);
        let weights: Vec<f64> = self.present.iter().map(|present| if *present { 1.0 } else { 0.0 }).collect();
        let count: f64 = weights.iter().sum();
        let mean = dot(&weights, &effects) / count;
        let mean_variance = dot(&weights, &variance.by(&weights)) / (count * count);
        Some(Solution { effects, variance, ln_det, mean, mean_variance })
    }
}

/// One mean, and effects of frameworks about it with this ratio.
fn random(equations: &Equations, ratio: f64) -> Option<Solution> {
    let mut system = equations.left.clone().scaled(ratio);
    system.add_to_diagonal(1.0);
    let (shrunk, ln_grown) = system.inverse()?;
    let ones = shrunk.row_sums();
    let precision = dot(&ones, &equations.left.row_sums());
    let mean = dot(&ones, &equations.right) / precision;
    let mut rest = equations.right.clone();
    axpy(&mut rest, -mean, &equations.left.row_sums());
    let effects = shrunk.by(&rest).into_iter().map(|effect| mean + ratio * effect).collect();
    let mut variance = shrunk.scaled(ratio);
    variance.add_outer(1.0 / precision, &ones, &ones);
    Some(Solution { effects, variance, ln_det: ln_grown + libm::log(precision), mean, mean_variance: 1.0 / precision })
}

/// The slopes of the criterion, and of `ln|V| + ln|X'V⁻¹X|`.
fn slopes(total: &Total, solution: &Solution, residual: f64) -> ([f64; 4], [f64; 4]) {
    let b = &solution.effects;
    let (mut slopes, mut traces) = ([0.0; 4], [0.0; 4]);
    for (place, slope) in total.slopes.iter().enumerate() {
        traces[place] = slope.ln_det + solution.variance.dot(&slope.left);
        slopes[place] = traces[place] + (slope.square - 2.0 * dot(b, &slope.right) + dot(b, &slope.left.by(b))) / residual;
    }
    let mut rest = total.value.right.clone();
    axpy(&mut rest, -1.0, &total.value.left.by(b));
    traces[FRAMEWORK] = left_over(total, solution).trace();
    slopes[FRAMEWORK] = traces[FRAMEWORK] - norm2(&rest) / residual;
    (slopes, traces)
}

/// `Z'PZ` of the frameworks, `left − left W left`.
fn left_over(total: &Total, solution: &Solution) -> Matrix {
    let left = &total.value.left;
    let mut rest = left.times(&solution.variance).times(left).scaled(-1.0);
    rest.add(1.0, left);
    rest
}

/// About the expected second slopes of the criterion, `tr(PVᵢPVⱼ) − tr(PVᵢ) tr(PVⱼ)/ν`. Of what the effects above cost, which enters twice
/// and more, only the part that needs no partnership's own equations is taken; that is exact where partnerships are alike, and affects
/// no more than how fast the fit gets there.
fn information(total: &Total, solution: &Solution, traces: &[f64; 4], degrees: f64) -> Matrix {
    let costs: Vec<Matrix> = total.slopes.iter().map(|slope| solution.variance.times(&slope.left)).collect();
    let mut kept = total.value.left.times(&solution.variance).scaled(-1.0);
    kept.add_to_diagonal(1.0);
    let rest = left_over(total, solution);
    let product = |i: usize, j: usize| match (i, j) {
        (FRAMEWORK, FRAMEWORK) => rest.dot(&rest),
        (FRAMEWORK, other) | (other, FRAMEWORK) => -kept.times(&total.slopes[other].left).dot(&kept),
        (i, j) => total.information[i][j] - costs[i].trace_of_product(&costs[j]),
    };
    Matrix::from(4, |i, j| product(i, j) - traces[i] * traces[j] / degrees)
}
