//! Small dense matrices: square, symmetric unless said otherwise, of a size that is the number of frameworks.

/// A square matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matrix {
    size: usize,
    cells: Vec<f64>,
}

impl Matrix {
    /// All cells 0.
    pub(super) fn zero(size: usize) -> Matrix {
        Matrix { size, cells: vec![0.0; size * size] }
    }

    /// The cells given by row and column.
    pub(super) fn from(size: usize, cell: impl Fn(usize, usize) -> f64) -> Matrix {
        let cells = (0..size * size).map(|place| cell(place / size, place % size)).collect();
        Matrix { size, cells }
    }

    /// A symmetric matrix from its lower triangle, row by row.
    pub(super) fn from_triangle(size: usize, triangle: &[f64]) -> Matrix {
        let mut matrix = Matrix::zero(size);
        let mut rest = triangle;
        for row in 0..size {
            let (here, after) = rest.split_at(row + 1);
            matrix.cells[row * size..=row * size + row].copy_from_slice(here);
            here.iter().enumerate().for_each(|(column, value)| *matrix.cell(column, row) = *value);
            rest = after;
        }
        matrix
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }

    pub(super) fn cell(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.cells[row * self.size + column]
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks_exact(self.size.max(1))
    }

    pub(super) fn add_to_diagonal(&mut self, value: f64) {
        self.cells.iter_mut().step_by(self.size + 1).for_each(|cell| *cell += value);
    }

    /// Adds `factor` times `other`.
    pub(super) fn add(&mut self, factor: f64, other: &Matrix) {
        axpy(&mut self.cells, factor, &other.cells);
    }

    /// Adds `factor x y'`.
    pub(super) fn add_outer(&mut self, factor: f64, x: &[f64], y: &[f64]) {
        for (row, x) in self.cells.chunks_exact_mut(self.size.max(1)).zip(x) {
            axpy(row, factor * x, y);
        }
    }

    /// `factor` times this.
    pub(super) fn scaled(mut self, factor: f64) -> Matrix {
        self.cells.iter_mut().for_each(|cell| *cell *= factor);
        self
    }

    /// The product with another matrix, in general not symmetric. Four rows of the other at a time, so that each cell of the product is
    /// fetched and stored once for four products.
    pub(super) fn times(&self, other: &Matrix) -> Matrix {
        let size = self.size;
        let mut product = Matrix::zero(size);
        for (out, row) in product.cells.chunks_exact_mut(size.max(1)).zip(self.rows()) {
            let (factors, fours) = (row.chunks_exact(4), other.cells.chunks_exact(4 * size.max(1)));
            let last = factors.remainder().iter().zip(fours.remainder().chunks_exact(size.max(1)));
            for (f, four) in factors.zip(fours) {
                let (a, rest) = four.split_at(size);
                let (b, rest) = rest.split_at(size);
                let (c, d) = rest.split_at(size);
                for ((((out, a), b), c), d) in out.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                    *out += (f[0] * a + f[1] * b) + (f[2] * c + f[3] * d);
                }
            }
            last.for_each(|(factor, other)| axpy(out, *factor, other));
        }
        product
    }

    /// The product with a vector.
    pub(super) fn by(&self, x: &[f64]) -> Vec<f64> {
        self.rows().map(|row| dot(row, x)).collect()
    }

    /// The sum of each row.
    pub(super) fn row_sums(&self) -> Vec<f64> {
        self.rows().map(|row| row.iter().sum()).collect()
    }

    pub(super) fn trace(&self) -> f64 {
        self.cells.iter().step_by(self.size + 1).sum()
    }

    /// `tr(A'B)`, the sum of the products of cells.
    pub(super) fn dot(&self, other: &Matrix) -> f64 {
        dot(&self.cells, &other.cells)
    }

    /// `tr(AB)` of matrices that need not be symmetric.
    pub(super) fn trace_of_product(&self, other: &Matrix) -> f64 {
        self.rows().enumerate().map(|(i, row)| row.iter().enumerate().map(|(j, cell)| cell * other.at(j, i)).sum::<f64>()).sum()
    }

    /// The inverse and the logarithm of the determinant, by elimination on the diagonal; `None` where it is not positive definite.
    pub(super) fn inverse(mut self) -> Option<(Matrix, f64)> {
        let mut ln_det = 0.0;
        for pivot in 0..self.size {
            let divisor = self.at(pivot, pivot);
            if !(divisor > 0.0 && divisor.is_finite()) {
                return None;
            }
            ln_det += libm::log(divisor);
            self.sweep(pivot, 1.0 / divisor);
        }
        Some((self, ln_det))
    }

    /// One step of Gauss and Jordan in place: the pivot's row and column take the place of the identity's.
    fn sweep(&mut self, pivot: usize, inverse: f64) {
        *self.cell(pivot, pivot) = 1.0;
        let start = pivot * self.size;
        self.cells[start..start + self.size].iter_mut().for_each(|cell| *cell *= inverse);
        let row = self.cells[start..start + self.size].to_vec();
        for (place, other) in self.cells.chunks_exact_mut(self.size).enumerate() {
            if place != pivot {
                let factor = std::mem::replace(&mut other[pivot], 0.0);
                axpy(other, -factor, &row);
            }
        }
    }
}

/// Adds `factor x` to `to`.
pub(super) fn axpy(to: &mut [f64], factor: f64, x: &[f64]) {
    for (to, x) in to.iter_mut().zip(x) {
        *to += factor * x;
    }
}

/// The sum of the products.
pub(super) fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

/// The sum of the squares.
pub(super) fn norm2(x: &[f64]) -> f64 {
    dot(x, x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_by_its_inverse_is_the_identity() {
        let hilbert = Matrix::from(5, |i, j| 1.0 / (i + j + 1) as f64);
        let (inverse, ln_det) = hilbert.clone().inverse().unwrap();
        let mut rest = hilbert.times(&inverse);
        rest.add_to_diagonal(-1.0);
        assert!(rest.cells.iter().all(|cell| cell.abs() < 1e-10));
        // det = 1 / 266716800000.
        assert!((ln_det + 26.309_452_6).abs() < 1e-6, "{ln_det}");
        assert!(Matrix::from(2, |_, _| 1.0).inverse().is_none());
    }
}
