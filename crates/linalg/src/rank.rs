//! What depends on which singular values count as 0: ranks and pseudo-inverses.

use numoxide_backend::{Field, Real};
use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError};

use crate::products::{Product, multiplied};
use crate::spectral::{Svd, svd};
use crate::tensors::adjoint;
use crate::{Inexact, Result};

/// How many singular values exceed the largest times `extent × eps`. NumPy: `linalg.matrix_rank`, whose keyword arguments
/// [`matrix_rank::with`] takes.
///
/// # Errors
/// As [`svdvals`](crate::svdvals).
///
/// ```
/// use numoxide_linalg::matrix_rank;
///
/// let a = [[1.0, 0.0], [0.0, 1e-3]];
/// assert_eq!(matrix_rank(&a)?.to_vec(), [2]);
/// assert_eq!(matrix_rank::with(&a).tol(&1e-2).run()?.to_vec(), [1]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn matrix_rank<T: Inexact>(a: impl AsView<T>) -> Result<Array<i64>> {
    matrix_rank::with(&a).run()
}

/// Up to which singular values count as 0.
enum Bound<'a> {
    Default,
    Absolute(ArrayView<'a, f64>),
    Relative(ArrayView<'a, f64>),
}

impl Bound<'_> {
    /// The bound of each matrix, whose largest singular values are `most`.
    fn each(&self, stack: &[usize], most: &[f64], default: f64) -> Result<Vec<f64>> {
        Ok(match self {
            Bound::Default => most.iter().map(|most| most * default).collect(),
            Bound::Absolute(bounds) => bounds.broadcast_to(stack)?.iter().copied().collect(),
            Bound::Relative(bounds) => {
                bounds.broadcast_to(stack)?.iter().zip(most).map(|(bound, most)| bound * most).collect()
            }
        })
    }
}

/// The singular values of each matrix as `f64`; of none of them where there are none.
fn rows<R: Real + numoxide_core::Element>(s: &Array<R>) -> Vec<Vec<f64>> {
    let (k, stack) = s.shape().split_last().map_or((0, &[][..]), |(&k, stack)| (k, stack));
    let items: Vec<f64> = s.iter().map(|s| s.to_f64()).collect();
    (0..stack.iter().product()).map(|i| items[i * k..][..k].to_vec()).collect()
}

fn largest(rows: &[Vec<f64>]) -> Vec<f64> {
    rows.iter().map(|s| s.first().copied().unwrap_or(0.0)).collect()
}

/// The keyword arguments of [`matrix_rank`](fn@matrix_rank).
pub mod matrix_rank {
    use super::*;

    /// A rank being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        bound: Bound<'a>,
        hermitian: bool,
    }

    /// The ranks of the matrices in `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), bound: Bound::Default, hermitian: false }
    }

    impl<'a, T: Inexact> Call<'a, T> {
        /// Singular values up to this count as 0: one bound, or one for each matrix.
        pub fn tol(mut self, tol: &'a (impl AsView<f64> + ?Sized)) -> Self {
            self.bound = Bound::Absolute(tol.as_view());
            self
        }

        /// Singular values up to this part of the largest count as 0.
        pub fn rtol(mut self, rtol: &'a (impl AsView<f64> + ?Sized)) -> Self {
            self.bound = Bound::Relative(rtol.as_view());
            self
        }

        /// Whether the matrices are Hermitian, which is faster; their lower triangles are read.
        pub fn hermitian(mut self, hermitian: bool) -> Self {
            self.hermitian = hermitian;
            self
        }

        /// The ranks; of a vector 1, unless it is 0.
        ///
        /// # Errors
        /// As [`matrix_rank`](fn@super::matrix_rank), and [`Error::Array`](crate::Error::Array) if bounds do not broadcast.
        pub fn run(self) -> Result<Array<i64>> {
            let Call { a, bound, hermitian } = self;
            if a.ndim() < 2 {
                return Ok(Array::scalar(i64::from(a.iter().any(|&x| x != <T as Field>::ZERO)))?);
            }
            let s = svd::with(&a).hermitian(hermitian).values()?;
            let (stack, matrix) = a.shape().split_at(a.ndim() - 2);
            let default = T::Real::EPSILON.to_f64() * matrix[0].max(matrix[1]) as f64;
            let rows = rows(&s);
            let bounds = bound.each(stack, &largest(&rows), default)?;
            let count = |(s, bound): (&Vec<f64>, f64)| s.iter().filter(|&&s| s > bound).count() as i64;
            Ok(Array::from_shape_vec(stack, rows.iter().zip(bounds).map(count).collect())?)
        }
    }
}

/// The pseudo-inverse: singular values up to `1e-15` of the largest count as 0, as NumPy's default has it. NumPy:
/// `linalg.pinv`, whose keyword arguments [`pinv::with`] takes.
///
/// # Errors
/// As [`svd`](fn@crate::svd).
///
/// ```
/// assert_eq!(numoxide_linalg::pinv([[2.0, 0.0], [0.0, 0.0]])?.to_vec(), [0.5, 0.0, 0.0, 0.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn pinv<T: Inexact + Product>(a: impl AsView<T>) -> Result<Array<T>> {
    pinv::with(&a).run()
}

/// The keyword arguments of [`pinv`](fn@pinv).
pub mod pinv {
    use super::*;

    /// A pseudo-inverse being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        bound: Bound<'a>,
        hermitian: bool,
    }

    /// The pseudo-inverses of the matrices in `a`.
    pub fn with<T: Inexact + Product>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), bound: Bound::Default, hermitian: false }
    }

    impl<'a, T: Inexact + Product> Call<'a, T> {
        /// Singular values up to this part of the largest count as 0: one bound, or one for each matrix.
        pub fn rcond(mut self, rcond: &'a (impl AsView<f64> + ?Sized)) -> Self {
            self.bound = Bound::Relative(rcond.as_view());
            self
        }

        /// The same by the name of the array API.
        pub fn rtol(self, rtol: &'a (impl AsView<f64> + ?Sized)) -> Self {
            self.rcond(rtol)
        }

        /// Whether the matrices are Hermitian, which is faster; their lower triangles are read.
        pub fn hermitian(mut self, hermitian: bool) -> Self {
            self.hermitian = hermitian;
            self
        }

        /// The pseudo-inverses.
        ///
        /// # Errors
        /// As [`pinv`](fn@super::pinv), and [`Error::Array`](crate::Error::Array) if bounds do not broadcast.
        pub fn run(self) -> Result<Array<T>> {
            const OP: &str = "pinv";
            let Call { a, bound, hermitian } = self;
            if a.ndim() < 2 {
                return Err(ArrayError::Rank { op: OP, expected: "at least 2 axes", found: a.ndim() }.into());
            }
            let Svd { u, s, vh } = svd::with(&a).full_matrices(false).hermitian(hermitian).run()?;
            let rows = rows(&s);
            let bounds = bound.each(&a.shape()[..a.ndim() - 2], &largest(&rows), 1e-15)?;
            let invert = |(s, bound): (&Vec<f64>, f64)| -> Vec<T> {
                let invert = |&s: &f64| if s > bound { 1.0 / s } else { 0.0 };
                s.iter().map(|s| T::from_real(T::Real::from_f64(invert(s)))).collect()
            };
            let inverted =
                Array::from_shape_vec(s.shape(), rows.iter().zip(bounds).flat_map(invert).collect())?;
            let u = T::times(&u.view(), &inverted.view().expand_dims(-2)?)?;
            adjoint(&multiplied(OP, &u.view(), &vh.view())?)
        }
    }
}
