//! Small dense matrices: square, symmetric unless said otherwise, of a size that is the number of frameworks.

/// Cells that are worked on at once.
const LANES: usize = 4;

/// A square matrix, row by row, each row filled up with zeros to whole lanes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matrix {
    size: usize,
    /// From one row to the next.
    stride: usize,
    cells: Vec<f64>,
}

impl Matrix {
    /// All cells 0.
    pub(super) fn zero(size: usize) -> Matrix {
        let stride = size.next_multiple_of(LANES);
        Matrix { size, stride, cells: vec![0.0; size * stride] }
    }

    /// The cells given by row and column.
    pub(super) fn from(size: usize, cell: impl Fn(usize, usize) -> f64) -> Matrix {
        let mut matrix = Matrix::zero(size);
        for (place, row) in matrix.rows_mut().enumerate() {
            row.iter_mut().enumerate().for_each(|(column, to)| *to = cell(place, column));
        }
        matrix
    }

    /// A symmetric matrix from its lower triangle, row by row.
    pub(super) fn from_triangle(size: usize, triangle: &[f64]) -> Matrix {
        let mut matrix = Matrix::zero(size);
        let mut rest = triangle;
        for (place, row) in matrix.rows_mut().enumerate() {
            let (here, after) = rest.split_at(place + 1);
            row[..=place].copy_from_slice(here);
            rest = after;
        }
        matrix.mirrored()
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    pub(super) fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.stride + column]
    }

    pub(super) fn cell(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.cells[row * self.stride + column]
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks_exact(self.stride.max(1)).map(|row| &row[..self.size])
    }

    fn rows_mut(&mut self) -> impl Iterator<Item = &mut [f64]> {
        let size = self.size;
        self.cells.chunks_exact_mut(self.stride.max(1)).map(move |row| &mut row[..size])
    }

    pub(super) fn add_to_diagonal(&mut self, value: f64) {
        self.cells.iter_mut().step_by(self.stride + 1).for_each(|cell| *cell += value);
    }

    /// Adds `factor` times `other`.
    pub(super) fn add(&mut self, factor: f64, other: &Matrix) {
        axpy(&mut self.cells, factor, &other.cells);
    }

    /// Adds `factor x y'`.
    pub(super) fn add_outer(&mut self, factor: f64, x: &[f64], y: &[f64]) {
        for (row, x) in self.rows_mut().zip(x) {
            axpy(row, factor * x, y);
        }
    }

    /// `factor` times this.
    pub(super) fn scaled(mut self, factor: f64) -> Matrix {
        self.cells.iter_mut().for_each(|cell| *cell *= factor);
        self
    }

    /// The product with another matrix, in general not symmetric.
    pub(super) fn times(&self, other: &Matrix) -> Matrix {
        self.product(other, |_| self.stride / LANES)
    }

    /// The product with another matrix where it is known to be symmetric.
    pub(super) fn times_to_symmetric(&self, other: &Matrix) -> Matrix {
        self.product(other, |row| row / LANES + 1).mirrored()
    }

    /// The first lanes of each row of the product, so many as `wanted`.
    fn product(&self, other: &Matrix, wanted: impl Fn(usize) -> usize) -> Matrix {
        let mut product = Matrix::zero(self.size);
        let (others, width) = (other.cells.as_chunks::<LANES>().0, self.stride / LANES);
        for (place, (to, row)) in product.cells.chunks_exact_mut(self.stride.max(1)).zip(self.rows()).enumerate() {
            for (lane, to) in to.as_chunks_mut::<LANES>().0.iter_mut().enumerate().take(wanted(place)) {
                *to = combination(row, others[lane..].iter().step_by(width));
            }
        }
        product
    }

    /// With the cells below the diagonal also above it.
    fn mirrored(mut self) -> Matrix {
        for row in 1..self.size {
            let (above, here) = self.cells.split_at_mut(row * self.stride);
            for (to, cell) in above[row..].iter_mut().step_by(self.stride).zip(here) {
                *to = *cell;
            }
        }
        self
    }

    /// `x'` times this, which is this times `x` where it is symmetric.
    pub(super) fn by(&self, x: &[f64]) -> Vec<f64> {
        let (cells, width) = (self.cells.as_chunks::<LANES>().0, self.stride / LANES);
        let mut product: Vec<f64> = (0..width).flat_map(|lane| combination(x, cells[lane..].iter().step_by(width))).collect();
        product.truncate(self.size);
        product
    }

    /// The sum of each row, where it is symmetric.
    pub(super) fn row_sums(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.size];
        self.rows().for_each(|row| axpy(&mut sums, 1.0, row));
        sums
    }

    pub(super) fn trace(&self) -> f64 {
        self.cells.iter().step_by(self.stride + 1).sum()
    }

    /// `tr(A'B)`, the sum of the products of cells.
    pub(super) fn dot(&self, other: &Matrix) -> f64 {
        let lanes = self.cells.as_chunks::<LANES>().0.iter().zip(other.cells.as_chunks::<LANES>().0);
        let sums = lanes.fold([0.0; LANES], |sum, (a, b)| std::array::from_fn(|lane| sum[lane] + a[lane] * b[lane]));
        sums.iter().sum()
    }

    /// `tr(AB)` of matrices that need not be symmetric.
    pub(super) fn trace_of_product(&self, other: &Matrix) -> f64 {
        let column = |place: usize| other.cells[place..].iter().step_by(self.stride);
        self.rows().enumerate().map(|(place, row)| row.iter().zip(column(place)).map(|(a, b)| a * b).sum::<f64>()).sum()
    }

    /// The inverse and the logarithm of the determinant; `None` where it is not positive definite.
    pub(super) fn inverse(mut self) -> Option<(Matrix, f64)> {
        let mut ln_det = 0.0;
        let mut of_pivot = vec![0.0; self.stride];
        for pivot in 0..self.size {
            let divisor = self.at(pivot, pivot);
            if !(divisor > 0.0 && divisor.is_finite()) {
                return None;
            }
            ln_det += libm::log(divisor);
            self.sweep(pivot, &mut of_pivot);
        }
        Some((self.mirrored().scaled(-1.0), ln_det))
    }

    /// One step of Gauss and Jordan in place, below the diagonal only: swept over every pivot the matrix is minus its inverse
    /// (Goodnight 1979, The American Statistician 33:149–158).
    fn sweep(&mut self, pivot: usize, of_pivot: &mut [f64]) {
        let stride = self.stride;
        let divisor = std::mem::replace(self.cell(pivot, pivot), 0.0);
        of_pivot[..pivot].copy_from_slice(&self.cells[pivot * stride..][..pivot]);
        for (to, cell) in of_pivot[pivot..self.size].iter_mut().zip(self.cells[pivot..].iter_mut().step_by(stride).skip(pivot)) {
            *to = std::mem::replace(cell, 0.0);
        }
        self.cells[pivot * stride..][..pivot].fill(0.0);
        of_pivot[pivot] = -1.0;
        for (place, row) in self.cells.chunks_exact_mut(stride).enumerate() {
            let factor = of_pivot[place] / divisor;
            let lanes = row.as_chunks_mut::<LANES>().0.iter_mut().zip(of_pivot.as_chunks::<LANES>().0);
            for (to, from) in lanes.take(place / LANES + 1) {
                *to = std::array::from_fn(|lane| to[lane] - factor * from[lane]);
            }
        }
    }
}

/// The sum of lanes, each times its factor.
fn combination<'a>(factors: &[f64], lanes: impl Iterator<Item = &'a [f64; LANES]>) -> [f64; LANES] {
    factors.iter().zip(lanes).fold([0.0; LANES], |sum, (factor, lane)| std::array::from_fn(|place| sum[place] + factor * lane[place]))
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
        assert!(rest.rows().flatten().all(|cell| cell.abs() < 1e-10));
        // det = 1 / 266716800000.
        assert!((ln_det + 26.309_452_6).abs() < 1e-6, "{ln_det}");
        assert!(Matrix::from(2, |_, _| 1.0).inverse().is_none());
        assert!(Matrix::zero(0).inverse().is_some());
    }

    #[test]
    fn products_are_sums_over_rows_and_columns() {
        for size in 1..10 {
            let a = Matrix::from(size, |i, j| (3 * i + 7 * j) as f64);
            let b = Matrix::from(size, |i, j| (i * j + 1) as f64);
            let product = a.times(&b);
            let cell = |i: usize, j: usize| (0..size).map(|k| a.at(i, k) * b.at(k, j)).sum::<f64>();
            assert_eq!(product, Matrix::from(size, cell));
            assert_eq!(a.trace_of_product(&b), product.trace());
            assert_eq!(b.times_to_symmetric(&b), b.times(&b));
        }
    }
}
