//! Triangular systems, and what Cholesky factors solve.

use numoxide_core::{Array, ArrayView, AsView};

use crate::definite::definite_factor;
use crate::sides::{Sides, Trans, Triangle, lent, solve_by_factors, square};
use crate::{Error, Inexact, Result, Uplo};

/// The solution of `a x = b` for upper triangular matrices; `b` is a vector if it has one axis. SciPy:
/// `linalg.solve_triangular`, whose keyword arguments [`solve_triangular::with`] takes; the backend's `trsm`.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::Singular`] for a 0 on the diagonal, [`Error::NonFinite`], and [`Error::Array`] if shapes do
/// not fit.
///
/// ```
/// use numoxide_linalg::{Trans, solve_triangular};
///
/// let a = [[2.0, 1.0], [0.0, 4.0]];
/// assert_eq!(solve_triangular(&a, [4.0, 8.0])?.to_vec(), [1.0, 2.0]);
/// let x = solve_triangular::with(&a, &[2.0, 9.0]).trans(Trans::Transpose).run()?;
/// assert_eq!(x.to_vec(), [1.0, 2.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn solve_triangular<T: Inexact>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    solve_triangular::with(&a, &b).run()
}

/// The keyword arguments of [`solve_triangular`](fn@solve_triangular).
pub mod solve_triangular {
    use super::*;

    /// A system being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        b: ArrayView<'a, T>,
        trans: Trans,
        lower: bool,
        unit: bool,
    }

    /// The system `a x = b`.
    pub fn with<'a, T: Inexact>(
        a: &'a (impl AsView<T> + ?Sized),
        b: &'a (impl AsView<T> + ?Sized),
    ) -> Call<'a, T> {
        Call { a: a.as_view(), b: b.as_view(), trans: Trans::None, lower: false, unit: false }
    }

    impl<T: Inexact> Call<'_, T> {
        /// Solves by the transpose or the adjoint.
        pub fn trans(mut self, trans: Trans) -> Self {
            self.trans = trans;
            self
        }

        /// Reads the lower triangle: that of `a`, not of its transpose.
        pub fn lower(mut self, lower: bool) -> Self {
            self.lower = lower;
            self
        }

        /// Takes the diagonal to be 1, without reading it.
        pub fn unit_diagonal(mut self, unit: bool) -> Self {
            self.unit = unit;
            self
        }

        /// The solution.
        ///
        /// # Errors
        /// As [`solve_triangular`](fn@super::solve_triangular).
        pub fn run(self) -> Result<Array<T>> {
            const OP: &str = "solve_triangular";
            let (stack, n) = square(OP, &self.a)?;
            let mut x = Sides::new(OP, &[stack], n, &self.b)?;
            let a = lent(OP, &self.a, x.stack())?;
            let count = x.columns.cols;
            x.columns.each(|_, place, x| {
                let triangle = Triangle { matrix: a.at(place), lower: self.lower, unit: self.unit };
                triangle.regular(OP, place)?;
                triangle
                    .solve(self.trans, x, count)
                    .map_err(|failure| Error::from_failure(OP, place, failure))
            })?;
            x.into_array()
        }
    }
}

/// A Cholesky factor, to solve by.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChoFactor<T: 'static> {
    /// `L` with `a = L Lᴴ`, or `U` with `a = Uᴴ U`; zeros in the other triangle, which SciPy leaves as it was.
    pub c: Array<T>,
    /// Which of the two it is.
    pub lower: bool,
}

impl<T: Inexact> ChoFactor<T> {
    /// A factor that was found elsewhere; of `c`, only the triangle is read.
    pub fn new(c: Array<T>, lower: bool) -> Self {
        ChoFactor { c, lower }
    }
}

/// The Cholesky factors of Hermitian matrices, of which the triangle is read that `lower` says, and nothing else, as by SciPy's
/// `check_finite=False`. SciPy: `linalg.cho_factor`; the backend's `potrf`.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::NotPositiveDefinite`], [`Error::NonFinite`].
///
/// ```
/// use numoxide_linalg::{cho_factor, cho_solve};
///
/// let factor = cho_factor([[4.0, 2.0], [2.0, 5.0]], true)?;
/// assert_eq!(factor.c.to_vec(), [2.0, 0.0, 1.0, 2.0]);
/// assert_eq!(cho_solve(&factor, [8.0, 12.0])?.to_vec(), [1.0, 2.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn cho_factor<T: Inexact>(a: impl AsView<T>, lower: bool) -> Result<ChoFactor<T>> {
    let uplo = if lower { Uplo::Lower } else { Uplo::Upper };
    Ok(ChoFactor { c: definite_factor("cho_factor", &a.as_view(), uplo)?, lower })
}

/// The solution of `a x = b` by the factor of `a`; `b` is a vector if it has one axis. SciPy: `linalg.cho_solve`; two `trsm` of
/// the backend.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::Singular`] for a 0 on the diagonal, [`Error::NonFinite`], and [`Error::Array`] if shapes do
/// not fit.
pub fn cho_solve<T: Inexact>(factor: &ChoFactor<T>, b: impl AsView<T>) -> Result<Array<T>> {
    const OP: &str = "cho_solve";
    let (c, lower) = (factor.c.view(), factor.lower);
    let (stack, n) = square(OP, &c)?;
    let mut x = Sides::new(OP, &[stack], n, &b.as_view())?;
    let count = x.columns.cols;
    let ways = if lower { [Trans::None, Trans::Adjoint] } else { [Trans::Adjoint, Trans::None] };
    solve_by_factors(OP, &c, &mut x, |matrix, _, place, x| {
        let triangle = Triangle { matrix, lower, unit: false };
        triangle.regular(OP, place)?;
        ways.into_iter()
            .try_for_each(|trans| triangle.solve(trans, x, count))
            .map_err(|failure| Error::from_failure(OP, place, failure))
    })?;
    x.into_array()
}
