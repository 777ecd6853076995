//! Solutions for matrices of which something is known.

use numoxide_core::{Array, ArrayView, AsView};

use crate::sides::Trans;
use crate::{Inexact, Result, cho_factor, cho_solve, lu_factor, lu_solve, solve_triangular};

/// What is known of a matrix: SciPy's `assume_a`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Assume {
    /// Nothing: `"gen"`.
    #[default]
    General,
    /// It is Hermitian and positive definite, and its upper triangle is read, or by `lower` the lower one: `"pos"`.
    Positive,
    /// It is upper triangular: `"upper triangular"`.
    UpperTriangular,
    /// It is lower triangular: `"lower triangular"`.
    LowerTriangular,
}

/// The keyword arguments of [`solve`](fn@crate::solve).
pub mod solve {
    use super::*;

    /// A system being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        b: ArrayView<'a, T>,
        assume: Assume,
        lower: bool,
        transposed: bool,
    }

    /// The system `a x = b`. SciPy: `linalg.solve`.
    ///
    /// ```
    /// use numoxide_linalg::{Assume, solve};
    ///
    /// let x = solve::with(&[[4.0, 2.0], [2.0, 5.0]], &[8.0, 12.0]).assume_a(Assume::Positive).run()?;
    /// assert_eq!(x.to_vec(), [1.0, 2.0]);
    /// let x = solve::with(&[[2.0, 3.0], [0.0, 4.0]], &[2.0, 11.0]).transposed(true).run()?;
    /// assert_eq!(x.to_vec(), [1.0, 2.0]);
    /// # Ok::<(), numoxide_linalg::Error>(())
    /// ```
    pub fn with<'a, T: Inexact>(
        a: &'a (impl AsView<T> + ?Sized),
        b: &'a (impl AsView<T> + ?Sized),
    ) -> Call<'a, T> {
        Call { a: a.as_view(), b: b.as_view(), assume: Assume::General, lower: false, transposed: false }
    }

    impl<T: Inexact> Call<'_, T> {
        /// What is known of `a`, which is not checked.
        pub fn assume_a(mut self, assume: Assume) -> Self {
            self.assume = assume;
            self
        }

        /// Reads the lower triangle of what is positive definite.
        pub fn lower(mut self, lower: bool) -> Self {
            self.lower = lower;
            self
        }

        /// Solves by the transpose.
        pub fn transposed(mut self, transposed: bool) -> Self {
            self.transposed = transposed;
            self
        }

        /// The solution.
        ///
        /// # Errors
        /// As [`solve`](fn@crate::solve), and [`Error::NotPositiveDefinite`](crate::Error::NotPositiveDefinite).
        pub fn run(self) -> Result<Array<T>> {
            let Call { a, b, assume, lower, transposed } = self;
            let trans = if transposed { Trans::Transpose } else { Trans::None };
            match assume {
                Assume::General if transposed => lu_solve::with(&lu_factor(&a)?, &b).trans(trans).run(),
                Assume::General => crate::solve(&a, &b),
                // The transpose of a Hermitian matrix has the other triangle.
                Assume::Positive if transposed => cho_solve(&cho_factor(a.mt()?, !lower)?, &b),
                Assume::Positive => cho_solve(&cho_factor(&a, lower)?, &b),
                triangle => {
                    let lower = triangle == Assume::LowerTriangular;
                    solve_triangular::with(&a, &b).lower(lower).trans(trans).run()
                }
            }
        }
    }
}
