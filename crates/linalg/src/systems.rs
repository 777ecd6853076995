//! What LU and Cholesky factors give: solutions, inverses, determinants.

use numoxide_backend::stacks::{self, Refused};
use numoxide_backend::{Failure, Field, Mat, MatMut, Real};
use numoxide_core::layout::broadcast_shapes;
use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError, Order};

use crate::backend::routines;
use crate::columns::{Columns, all_finite, non_finite, part, place, small_items, small_stack};
use crate::definite::definite_factor;
use crate::{Error, Inexact, Result, Uplo};

/// The error for a singular matrix of a stack.
#[cold]
fn singular<T>(op: &'static str, a: &ArrayView<'_, T>, Refused(number): Refused) -> Error {
    Error::Singular { op, matrix: place(number, &a.shape()[..a.ndim() - 2]) }
}

/// Factors one matrix, which must not be singular.
fn factored<T: Inexact>(op: &'static str, n: usize, place: &[usize], a: &mut [T]) -> Result<Vec<usize>> {
    let mut pivots = vec![0; n];
    let singular = routines::<T>()
        .getrf(MatMut::new(a, n, n), &mut pivots)
        .map_err(|failure| Error::from_failure(op, place, failure))?;
    if singular.is_some() {
        return Err(Error::Singular { op, matrix: place.to_vec() });
    }
    Ok(pivots)
}

/// The solution of `a x = b`; `b` is a vector if it has one axis, else a stack of matrices. NumPy: `linalg.solve`.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::Singular`], [`Error::NonFinite`], and [`Error::Array`] if shapes do not fit.
///
/// ```
/// use numoxide_linalg::solve;
///
/// let x = solve([[2.0, 0.0], [0.0, 4.0]], [2.0, 2.0])?;
/// assert_eq!(x.to_vec(), [1.0, 0.5]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn solve<T: Inexact>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    let (a, b) = (a.as_view(), b.as_view());
    if b.ndim() == 1 {
        return Ok(solved(&a, &b.expand_dims(1)?)?.squeeze_axes(-1)?);
    }
    solved(&a, &b)
}

fn solved<T: Inexact>(a: &ArrayView<'_, T>, b: &ArrayView<'_, T>) -> Result<Array<T>> {
    const OP: &str = "solve";
    if a.ndim() < 2 || b.ndim() < 2 {
        let found = a.ndim().min(b.ndim());
        return Err(ArrayError::Rank { op: OP, expected: "at least 2 axes", found }.into());
    }
    let (a_stack, a_matrix) = a.shape().split_at(a.ndim() - 2);
    let (b_stack, b_matrix) = b.shape().split_at(b.ndim() - 2);
    let stack = broadcast_shapes(OP, &[a_stack, b_stack])?;
    let a = a.broadcast_to(&[&stack[..], a_matrix].concat()[..])?;
    let b = b.broadcast_to(&[&stack[..], b_matrix].concat()[..])?;
    if a_matrix[1] == b_matrix[0]
        && let Some(factors) = small_items(OP, &a, stacks::FACTORS)?
    {
        let mut x = b.copy(Order::C)?;
        let items = x.as_slice_mut().unwrap_or(&mut []);
        if !all_finite(items) {
            return Err(non_finite(OP, &b));
        }
        stacks::solve(a_matrix[0], factors.as_slice(), b_matrix[1], items)
            .map_err(|refused| singular(OP, &a, refused))?;
        return Ok(x);
    }
    let mut a = Columns::square(OP, &a)?;
    let (n, count) = (a.rows, b_matrix[1]);
    if n != b_matrix[0] {
        let (expected, found) = (vec![n, count], b_matrix.to_vec());
        return Err(ArrayError::Shape { op: OP, expected, found }.into());
    }
    let mut x = b.copy(Order::C)?;
    if !all_finite(x.as_slice().unwrap_or(&[])) {
        return Err(non_finite(OP, &b));
    }
    a.each(|number, place, lu| {
        let pivots = factored(OP, n, place, lu)?;
        let (lu, x) = (Mat::new(lu, n, n), part(&mut x, number, n * count));
        match count {
            1 => routines::<T>().getrs(lu, &pivots, MatMut::new(x, n, 1)),
            _ => routines::<T>().getrs_rows(lu, &pivots, MatMut::new(x, count, n)),
        }
        .map_err(|failure| Error::from_failure(OP, place, failure))
    })?;
    Ok(x)
}

/// The inverses of square matrices. NumPy: `linalg.inv`.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::Singular`], [`Error::NonFinite`].
pub fn inv<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    const OP: &str = "inv";
    let a = a.as_view();
    if let Some(mut inverses) = small_stack(OP, &a, stacks::FACTORS)? {
        stacks::invert(a.shape()[a.ndim() - 1], inverses.as_slice_mut().unwrap_or(&mut []))
            .map_err(|refused| singular(OP, &a, refused))?;
        return Ok(inverses);
    }
    let mut a = Columns::square(OP, &a)?;
    let n = a.rows;
    let mut lu = vec![<T as Field>::ZERO; n * n];
    a.each(|_, place, a| {
        lu.copy_from_slice(a);
        let pivots = factored(OP, n, place, &mut lu)?;
        let failed = |failure| Error::from_failure(OP, place, failure);
        inverse_of_lower(n, &lu, a).map_err(failed)?;
        routines::<T>().trsm(Mat::new(&lu, n, n), false, false, MatMut::new(a, n, n)).map_err(failed)?;
        // Rows exchanged before are columns exchanged after.
        let mut columns = MatMut::new(a, n, n);
        pivots.iter().enumerate().rev().for_each(|(k, &p)| columns.swap_cols(k, p));
        Ok(())
    })?;
    a.into_array()
}

/// Columns of the identity that are solved for at a time.
const SLAB: usize = 64;

/// The inverse of the unit lower triangle of `lu`, which is lower triangular itself: of each slab of its columns, only the
/// rows from its first on.
fn inverse_of_lower<T: Inexact>(n: usize, lu: &[T], to: &mut [T]) -> Result<(), Failure> {
    to.fill(<T as Field>::ZERO);
    (0..n).for_each(|i| to[i * (n + 1)] = <T as Field>::ONE);
    for j in (0..n).step_by(SLAB) {
        let (below, width) = (n - j, SLAB.min(n - j));
        let factor = Mat::new(lu, n, n).block(j, j, below, below);
        let slab = MatMut::new(to, n, n).split_cols(j).1.split_cols(width).0.split_rows(j).1;
        routines::<T>().trsm(factor, true, true, slab)?;
    }
    Ok(())
}

/// The pivots of the U of each matrix and whether the exchanges are odd.
fn diagonals<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    mut body: impl FnMut(usize, &mut dyn Iterator<Item = T>, bool),
) -> Result<Columns<T>> {
    let mut a = Columns::square(op, a)?;
    let n = a.rows;
    let mut pivots = vec![0; n];
    a.each(|number, place, a| {
        routines::<T>()
            .getrf(MatMut::new(a, n, n), &mut pivots)
            .map_err(|failure| Error::from_failure(op, place, failure))?;
        let odd = pivots.iter().enumerate().filter(|(k, p)| k != *p).count() % 2 == 1;
        body(number, &mut (0..n).map(|i| a[i * (n + 1)]), odd);
        Ok(())
    })?;
    Ok(a)
}

/// The determinants of square matrices. NumPy: `linalg.det`.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::NonFinite`].
///
/// ```
/// assert_eq!(numoxide_linalg::det([[1.0, 2.0], [3.0, 4.0]])?.to_vec(), [-2.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn det<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    let (a, mut found) = (a.as_view(), Vec::new());
    if let Some(items) = small_items("det", &a, stacks::FACTORS)? {
        let mut found = Array::zeros(&a.shape()[..a.ndim() - 2])?;
        let to = found.as_slice_mut().unwrap_or(&mut []);
        stacks::determinants(a.shape()[a.ndim() - 1], items.as_slice(), to);
        return Ok(found);
    }
    let a = diagonals("det", &a, |_, pivots, odd| {
        let product = pivots.fold(<T as Field>::ONE, |product, pivot| product * pivot);
        found.push(if odd { -product } else { product });
    })?;
    Ok(Array::from_shape_vec(&a.stack[..], found)?)
}

/// A determinant that cannot overflow.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Slogdet<T: Inexact> {
    /// The sign, or the direction in the complex plane; 0 for a singular matrix.
    pub sign: Array<T>,
    /// The logarithm of the absolute value.
    pub logabsdet: Array<T::Real>,
}

/// The signs and logarithms of determinants. NumPy: `linalg.slogdet`.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::NonFinite`].
pub fn slogdet<T: Inexact>(a: impl AsView<T>) -> Result<Slogdet<T>> {
    let (mut signs, mut logs) = (Vec::new(), Vec::new());
    let a = diagonals("slogdet", &a.as_view(), |_, pivots, odd| {
        let (mut sign, mut log) = (if odd { -<T as Field>::ONE } else { <T as Field>::ONE }, 0.0);
        for pivot in pivots {
            let size = pivot.abs();
            log += size.to_f64().ln();
            let singular = size == <T::Real as Field>::ZERO;
            sign = if singular { <T as Field>::ZERO } else { sign * pivot.over(T::from_real(size)) };
        }
        signs.push(sign);
        logs.push(T::Real::from_f64(log));
    })?;
    Ok(Slogdet {
        sign: Array::from_shape_vec(&a.stack[..], signs)?,
        logabsdet: Array::from_shape_vec(&a.stack[..], logs)?,
    })
}

/// The lower triangular L with `a = L Lᴴ`, of Hermitian matrices whose lower triangles are read: the others may hold anything,
/// NaN too. NumPy: `linalg.cholesky`; the backend's `potrf`.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::NotPositiveDefinite`], [`Error::NonFinite`].
///
/// ```
/// assert_eq!(numoxide_linalg::cholesky([[4.0, 0.0], [2.0, 2.0]])?.to_vec(), [2.0, 0.0, 1.0, 1.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn cholesky<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    cholesky::with(&a).run()
}

/// The keyword arguments of [`cholesky`](fn@cholesky).
pub mod cholesky {
    use super::*;

    /// A factorization being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        upper: bool,
    }

    /// The factor of `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), upper: false }
    }

    impl<T: Inexact> Call<'_, T> {
        /// Reads the upper triangle, and gives U with `a = Uᴴ U`.
        pub fn upper(mut self, upper: bool) -> Self {
            self.upper = upper;
            self
        }

        /// The factor.
        ///
        /// # Errors
        /// As [`cholesky`](fn@super::cholesky).
        pub fn run(self) -> Result<Array<T>> {
            let uplo = if self.upper { Uplo::Upper } else { Uplo::Lower };
            definite_factor("cholesky", &self.a, uplo)
        }
    }
}
