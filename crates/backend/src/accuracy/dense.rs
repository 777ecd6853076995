//! Matrices in double precision, in which errors are measured.

use crate::{Field, Real};

/// A matrix of double precision, column by column: what is measured is exact in it, or nearly so.
#[derive(Clone, Debug, PartialEq)]
pub struct Dense<D> {
    rows: usize,
    cols: usize,
    items: Vec<D>,
}

impl<D: Field<Real = f64>> Dense<D> {
    /// The matrix whose item in row `i` and column `j` is `item(i, j)`.
    pub fn from_fn(rows: usize, cols: usize, mut item: impl FnMut(usize, usize) -> D) -> Self {
        let places = (0..cols).flat_map(|j| (0..rows).map(move |i| (i, j)));
        let items = places.map(|(i, j)| item(i, j)).collect();
        Dense { rows, cols, items }
    }

    /// What a routine left, column by column, divided by `scale`.
    ///
    /// # Panics
    /// If there are not `rows × cols` items.
    pub fn widened<T: Field<Double = D>>(rows: usize, cols: usize, items: &[T], scale: f64) -> Self {
        assert!(items.len() == rows * cols, "a matrix of another size");
        let back = D::from_real(1.0 / scale);
        Dense { rows, cols, items: items.iter().map(|&x| x.widen() * back).collect() }
    }

    /// The items times `scale`, in another precision.
    pub fn narrowed<T: Field<Double = D>>(&self, scale: f64) -> Vec<T> {
        self.items.iter().map(|&x| T::narrow(x * D::from_real(scale))).collect()
    }

    /// As many ones on the diagonal as it has items.
    pub fn identity(rows: usize, cols: usize) -> Self {
        Self::from_fn(rows, cols, |i, j| if i == j { D::ONE } else { D::ZERO })
    }

    /// The rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// The item in row `i` and column `j`.
    pub fn at(&self, i: usize, j: usize) -> D {
        self.items[i + j * self.rows]
    }

    /// The items of column `j`.
    pub fn col(&self, j: usize) -> &[D] {
        &self.items[j * self.rows..][..self.rows]
    }

    /// The items of column `j`, to write to.
    pub fn col_mut(&mut self, j: usize) -> &mut [D] {
        &mut self.items[j * self.rows..][..self.rows]
    }

    /// The product with another matrix.
    ///
    /// # Panics
    /// If extents do not fit.
    pub fn times(&self, other: &Self) -> Self {
        assert!(self.cols == other.rows, "a product of matrices that do not fit");
        let mut product = Self::from_fn(self.rows, other.cols, |_, _| D::ZERO);
        for j in 0..other.cols {
            for k in 0..self.cols {
                let factor = other.at(k, j);
                if factor != D::ZERO {
                    product.col_mut(j).iter_mut().zip(self.col(k)).for_each(|(sum, &x)| *sum += x * factor);
                }
            }
        }
        product
    }

    /// The columns times a factor each.
    pub fn scaled_columns(&self, factors: &[D]) -> Self {
        Self::from_fn(self.rows, self.cols, |i, j| self.at(i, j) * factors[j])
    }

    /// The conjugate transpose.
    pub fn adjoint(&self) -> Self {
        Self::from_fn(self.cols, self.rows, |i, j| self.at(j, i).conj())
    }

    /// The block of the first rows and columns.
    pub fn first(&self, rows: usize, cols: usize) -> Self {
        Self::from_fn(rows, cols, |i, j| self.at(i, j))
    }

    /// The difference to another matrix.
    ///
    /// # Panics
    /// If extents differ.
    pub fn minus(&self, other: &Self) -> Self {
        assert!(
            (self.rows, self.cols) == (other.rows, other.cols),
            "a difference of matrices that do not fit"
        );
        let items = self.items.iter().zip(&other.items).map(|(&x, &y)| x - y).collect();
        Dense { items, ..*self }
    }

    /// The largest sum of absolute values of a column; infinite where an item is not finite.
    pub fn norm(&self) -> f64 {
        let sums = (0..self.cols).map(|j| self.col(j).iter().map(|x| x.abs()).sum::<f64>());
        sums.fold(0.0, |most, sum| if sum.is_nan() { f64::INFINITY } else { most.max(sum) })
    }
}

/// `error` in units of `unit`; what is exact is 0 even where there is no unit.
pub fn ratio(error: f64, unit: f64) -> f64 {
    match error {
        0.0 => 0.0,
        error if error.is_nan() || unit == 0.0 => f64::INFINITY,
        error => error / unit,
    }
}

/// LAPACK's `norm(A - F) / (max(m, n) norm(A) eps)`, for what factors give back.
pub fn backward<D: Field<Real = f64>>(a: &Dense<D>, given_back: &Dense<D>, eps: f64) -> f64 {
    ratio(a.minus(given_back).norm(), a.norm() * a.rows.max(a.cols) as f64 * eps)
}

/// LAPACK's `norm(I - Qᴴ Q) / (m eps)`, for columns of length `m` that are to be orthonormal.
pub fn orthogonality<D: Field<Real = f64>>(q: &Dense<D>, eps: f64) -> f64 {
    let gram = q.adjoint().times(q);
    ratio(gram.minus(&Dense::identity(q.cols, q.cols)).norm(), q.rows as f64 * eps)
}

/// The distance between two lists of values in units of `eps` of the largest and of their number, as LAPACK compares
/// eigenvalues found with and without vectors.
pub fn distance<R: Real>(left: &[R], right: &[R], eps: f64) -> f64 {
    let size = left.iter().chain(right).fold(0.0, |most, x| f64::max(most, Field::abs(*x).to_f64()));
    let pairs = left.iter().zip(right).map(|(&x, &y)| (x.to_f64() / 2.0 - y.to_f64() / 2.0).abs());
    let error = pairs.fold(0.0, |most, x| if x.is_nan() { f64::INFINITY } else { f64::max(most, x) });
    if left.len() != right.len() { f64::INFINITY } else { 2.0 * ratio(error, size * left.len() as f64 * eps) }
}
