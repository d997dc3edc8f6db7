//! What is left of many scores when the effects below the frameworks are eliminated.

use super::matrix::Matrix;

/// The equations `left · b = right` for the frameworks' effects b, with what the criterion needs beside them. With V the variance of the
/// scores over the residual's and Z their frameworks: `left = Z'V⁻¹Z`, `right = Z'V⁻¹y`, `square = y'V⁻¹y`, `ln_det = ln|V|`.
#[derive(Debug, Clone)]
pub(super) struct Equations {
    pub(super) ln_det: f64,
    pub(super) square: f64,
    pub(super) right: Vec<f64>,
    pub(super) left: Matrix,
}

impl Equations {
    pub(super) fn zero(frameworks: usize) -> Equations {
        Equations { ln_det: 0.0, square: 0.0, right: vec![0.0; frameworks], left: Matrix::zero(frameworks) }
    }

    /// Adds those of other scores.
    pub(super) fn add(&mut self, other: &Equations) {
        self.ln_det += other.ln_det;
        self.square += other.square;
        self.right.iter_mut().zip(&other.right).for_each(|(to, from)| *to += from);
        self.left.add(1.0, &other.left);
    }
}
