//! Cholesky's factor of a small symmetric matrix, and what follows from it.

/// A lower triangular factor of a symmetric matrix.
pub(super) struct Factor {
    width: usize,
    lower: Vec<f64>,
    /// Columns that follow from those before them; the factor is whole only where there is none.
    pub(super) dependent: Vec<usize>,
}

/// The factor of a matrix of `width` rows, one after another, of which the lower triangle is read. A column counts as dependent where no
/// more than `least` of its own square is left when those before it are taken out.
pub(super) fn factor(matrix: &[f64], width: usize, least: f64) -> Factor {
    let mut lower = vec![0.0; width * width];
    let mut dependent = Vec::new();
    let before = |lower: &[f64], i: usize, j: usize| (0..j).map(|k| lower[i * width + k] * lower[j * width + k]).sum::<f64>();
    for j in 0..width {
        let square = matrix[j * width + j];
        let left = square - before(&lower, j, j);
        if left.is_nan() || left <= least * square {
            dependent.push(j);
            continue;
        }
        let pivot = left.sqrt();
        lower[j * width + j] = pivot;
        for i in j + 1..width {
            lower[i * width + j] = (matrix[i * width + j] - before(&lower, i, j)) / pivot;
        }
    }
    Factor { width, lower, dependent }
}

impl Factor {
    /// The logarithm of the matrix's determinant.
    pub(super) fn ln_determinant(&self) -> f64 {
        2.0 * (0..self.width).map(|j| libm::log(self.lower[j * self.width + j])).sum::<f64>()
    }

    /// The inverse of the matrix, both triangles.
    pub(super) fn inverse(&self) -> Vec<f64> {
        let (width, root) = (self.width, self.inverse_of_factor());
        let mut inverse = vec![0.0; width * width];
        for i in 0..width {
            for j in 0..=i {
                let entry = (i..width).map(|k| root[k * width + i] * root[k * width + j]).sum();
                (inverse[i * width + j], inverse[j * width + i]) = (entry, entry);
            }
        }
        inverse
    }

    fn inverse_of_factor(&self) -> Vec<f64> {
        let (width, lower) = (self.width, &self.lower);
        let mut inverse = vec![0.0; width * width];
        for j in 0..width {
            inverse[j * width + j] = 1.0 / lower[j * width + j];
            for i in j + 1..width {
                let sum: f64 = (j..i).map(|k| lower[i * width + k] * inverse[k * width + j]).sum();
                inverse[i * width + j] = -sum / lower[i * width + i];
            }
        }
        inverse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverse_and_determinant_of_a_matrix_worked_by_hand() {
        // L = [[2, 0, 0], [1, 3, 0], [−1, 2, 1]], so that det = 36.
        let matrix = [4.0, 2.0, -2.0, 2.0, 10.0, 5.0, -2.0, 5.0, 6.0];
        let found = factor(&matrix, 3, 1e-14);
        assert!(found.dependent.is_empty());
        assert!((found.ln_determinant() - libm::log(36.0)).abs() < 1e-14);
        let inverse = found.inverse();
        for i in 0..3 {
            for j in 0..3 {
                let product: f64 = (0..3).map(|k| matrix[3 * i + k] * inverse[3 * k + j]).sum();
                assert!((product - f64::from(i == j)).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn columns_that_follow_from_others_are_named() {
        // The second is twice the first; the fourth is the sum of the first and the third.
        let matrix = [1.0, 2.0, 0.0, 1.0, 2.0, 4.0, 0.0, 2.0, 0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 1.0, 2.0];
        assert_eq!(factor(&matrix, 4, 1e-10).dependent, [1, 3]);
    }
}
