//! The penalised likelihood of a logistic regression at one place, with its slope and curvature there.
//!
//! `ℓ + ½ ln|X'WX|` with `W = n π (1 − π)`, whose derivative is the adjusted score `Σ (y − n π + h (½ − π)) x`, `h` the leverage of a row's
//! cases together (Firth 1993, Biometrika 80:27–38; Heinze and Schemper 2002, Statistics in Medicine 21:2409–2419). A row of `n` cases is
//! the same as `n` rows of one.

use super::cholesky::factor;
use super::columns::{combined, dot, product, quadratic};
use super::design::Design;
use crate::special::beta::logistic;

/// Where less than this part of a column's information is its own, rounding has taken the rest.
const LEAST_LEFT: f64 = 1e-14;

/// The penalised likelihood at some coefficients.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The coefficients.
    pub(super) beta: Vec<f64>,
    /// `ℓ + ½ ln|X'WX|`.
    pub(super) log_likelihood: f64,
    /// Its derivative.
    pub(super) score: Vec<f64>,
    /// The inverse of its curvature, nearly: `(X' diag((n + h) π (1 − π)) X)⁻¹`, in which leverages stand for the curvature of the penalty. It is
    /// exact for a row whose leverage is 1, as that of a lone case unlike all others, where steps by `X'WX` would overshoot for ever.
    pub(super) covariance: Vec<f64>,
}

impl Place {
    /// The place `beta`; `None` where the information is singular, as it is in rounding when some shares are 0 and the others 1.
    pub(super) fn new(design: &Design, beta: Vec<f64>) -> Option<Place> {
        let logits = combined(&design.columns, &beta);
        let shares: Vec<[f64; 2]> = logits.iter().copied().map(logistic).collect();
        let weights: Vec<f64> = shares.iter().zip(&design.n).map(|([present, absent], n)| n * present * absent).collect();
        let information = factor(&design.cross_products(&weights), beta.len(), LEAST_LEFT);
        if !information.dependent.is_empty() {
            return None;
        }
        let log_likelihood = log_likelihood(design, &logits, &shares) + 0.5 * information.ln_determinant();
        let leverages = product(&weights, &quadratic(&design.columns, &information.inverse()));
        let augmented: Vec<f64> =
            weights.iter().zip(&leverages).zip(&design.n).map(|((weight, leverage), n)| weight * (1.0 + leverage / n)).collect();
        let curvature = factor(&design.cross_products(&augmented), beta.len(), LEAST_LEFT);
        if !(curvature.dependent.is_empty() && log_likelihood.is_finite()) {
            return None;
        }
        let score = adjusted_score(design, &shares, &leverages);
        Some(Place { beta, log_likelihood, score, covariance: curvature.inverse() })
    }

    /// `V (U + λ e)`, V the inverse curvature, U the score and e the direction of one coefficient: Newton's step with a pull on it.
    pub(super) fn step(&self, column: usize, pull: f64) -> Vec<f64> {
        self.covariance.chunks_exact(self.beta.len()).map(|row| dot(row, &self.score) + pull * row[column]).collect()
    }

    /// The inverse curvature of one coefficient.
    pub(super) fn variance(&self, column: usize) -> f64 {
        self.covariance[column * (self.beta.len() + 1)]
    }
}

/// `Σ y ln π + (n − y) ln(1 − π)`: the logit for the smaller share, the logarithm of the larger for all. The latter, from ½ to 1, are multiplied
/// while rows have as many cases, so that hundreds need one logarithm.
fn log_likelihood(design: &Design, logits: &[f64], shares: &[[f64; 2]]) -> f64 {
    let (mut sum, mut cases, mut product) = (0.0, 0.0, 1.0);
    for (i, (logit, [present, absent])) in logits.iter().zip(shares).enumerate() {
        let (n, y) = (design.n[i], design.y[i]);
        if n != cases || product < 1e-250 {
            sum += cases * libm::log(product);
            (cases, product) = (n, 1.0);
        }
        product *= present.max(*absent);
        sum += logit * if *logit > 0.0 { y - n } else { y };
    }
    sum + cases * libm::log(product)
}

fn adjusted_score(design: &Design, shares: &[[f64; 2]], leverages: &[f64]) -> Vec<f64> {
    let residual =
        |(i, [present, absent]): (usize, &[f64; 2])| design.y[i] - design.n[i] * present + leverages[i] * 0.5 * (absent - present);
    let residuals: Vec<f64> = shares.iter().enumerate().map(residual).collect();
    design.columns.iter().map(|column| dot(column, &residuals)).collect()
}
