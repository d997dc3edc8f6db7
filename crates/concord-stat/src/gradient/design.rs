//! The columns that a regression works on: an intercept, then the covariates about their means, none beyond ±1.

use super::Cell;
use super::cholesky::factor;
use super::columns::{dot, product};
use crate::fault::{Faults, Kind};

/// A covariate that shares more than all but this part of its variance with those before it cannot be told apart from them.
const LEAST_LEFT: f64 = 1e-10;

/// A covariate that moves no further from its mean does not vary: a slope per unit of it would not be a number.
const LEAST_SCALE: f64 = 1e-100;

/// One row a cell. Covariates are moved by `origin` and divided by `scale`, which changes no fit but keeps its digits.
#[derive(Debug, Clone)]
pub(super) struct Design {
    /// The columns, the first of which is 1 throughout.
    pub(super) columns: Vec<Vec<f64>>,
    /// Cases of each row.
    pub(super) n: Vec<f64>,
    /// Cases with the outcome.
    pub(super) y: Vec<f64>,
    /// What was taken from each column, 0 from the first.
    origin: Vec<f64>,
    /// What each was then divided by, 1 for the first.
    scale: Vec<f64>,
}

impl Design {
    /// The design of cells that were checked, each with cases; `names` are those of the covariates.
    pub(super) fn new(names: &[String], cells: &[Cell]) -> Result<Design, Faults> {
        let n: Vec<f64> = cells.iter().map(|cell| cell.n as f64).collect();
        let mut design = Design {
            columns: vec![vec![1.0; cells.len()]],
            y: cells.iter().map(|cell| cell.y as f64).collect(),
            origin: vec![0.0],
            scale: vec![1.0],
            n,
        };
        for j in 0..names.len() {
            design.add(cells.iter().map(|cell| cell.covariates[j]).collect());
        }
        design.check(names)
    }

    fn add(&mut self, values: Vec<f64>) {
        let cases = self.cases();
        let about = |first: f64| values.iter().zip(&self.n).map(|(x, n)| n / cases * (x - first)).sum::<f64>();
        let origin = values.first().map_or(0.0, |first| first + about(*first));
        let scale = values.iter().fold(0.0, |most: f64, x| most.max((x - origin).abs()));
        let varies = scale > LEAST_SCALE;
        self.columns.push(values.into_iter().map(|x| if varies { (x - origin) / scale } else { 0.0 }).collect());
        self.origin.push(origin);
        self.scale.push(scale);
    }

    fn check(self, names: &[String]) -> Result<Design, Faults> {
        let mut faults = Faults::default();
        let dependent = factor(&self.cross_products(&self.n), self.width(), LEAST_LEFT).dependent;
        for (name, column) in names.iter().zip(1..).filter(|(_, column)| dependent.contains(column)) {
            let varies = self.columns[column].iter().any(|x| *x != 0.0);
            let fault = if varies { "follows from the covariates before it: leave one of them out" } else { "does not vary" };
            faults.note(None, Kind::Column { name: name.clone(), fault });
        }
        faults.or(|| self)
    }

    /// `X' diag(weights) X`, the lower triangle.
    pub(super) fn cross_products(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.width() * self.width()];
        for (i, column) in self.columns.iter().enumerate() {
            let weighted = product(weights, column);
            for (j, other) in self.columns[..=i].iter().enumerate() {
                sums[i * self.width() + j] = dot(&weighted, other);
            }
        }
        sums
    }

    /// The same without the first covariate.
    pub(super) fn without_first(&self) -> Design {
        let mut others = self.clone();
        others.columns.remove(1);
        others.origin.remove(1);
        others.scale.remove(1);
        others
    }

    /// The same with covariates counted from 0, in which the intercept is a coefficient of its own.
    pub(super) fn about_zero(&self) -> Design {
        let mut moved = self.clone();
        for ((column, origin), scale) in moved.columns.iter_mut().zip(&self.origin).zip(&self.scale) {
            column.iter_mut().for_each(|x| *x += origin / scale);
        }
        moved.origin.fill(0.0);
        moved
    }

    /// The coefficients of [`Design::about_zero`], which differ in the intercept.
    pub(super) fn coefficients_about_zero(&self, beta: &[f64]) -> Vec<f64> {
        let mut coefficients = beta.to_vec();
        coefficients[0] -= (1..self.width()).map(|j| beta[j] * self.origin[j] / self.scale[j]).sum::<f64>();
        coefficients
    }

    /// `x` of a covariate as it stands in its column.
    pub(super) fn moved(&self, column: usize, x: f64) -> f64 {
        (x - self.origin[column]) / self.scale[column]
    }

    /// What a coefficient here is per unit of its covariate.
    pub(super) fn per_unit(&self, column: usize) -> f64 {
        1.0 / self.scale[column]
    }

    /// The logarithm of what the scales take from the determinant of `X`.
    pub(super) fn ln_scales(&self) -> f64 {
        self.scale.iter().map(|scale| libm::log(*scale)).sum()
    }

    /// Coefficients, the intercept among them.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Cases in all.
    pub(super) fn cases(&self) -> f64 {
        self.n.iter().sum()
    }
}
