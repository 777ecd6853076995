//! Factors of symmetric and Hermitian matrices that need not be definite.

use numoxide_backend::{Field, MatMut};
use numoxide_core::{Array, ArrayView, AsView};

use crate::backend::routines;
use crate::columns::{Columns, Square, part};
use crate::definite::by_triangles;
use crate::sides::square;
use crate::{Error, Inexact, Result, Uplo};

/// The factors of `a = L D Lᴴ`, or for symmetric matrices `L D Lᵀ`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Ldl<T: 'static> {
    /// The rows of a triangular matrix with ones on its diagonal, in another order.
    pub lu: Array<T>,
    /// Blocks of one and of two on the diagonal.
    pub d: Array<T>,
    /// The order of rows in which `lu` is triangular.
    pub perm: Array<i64>,
}

/// The factors L and D of Hermitian matrices, whose lower triangles are read, singular ones too. SciPy: `linalg.ldl`, whose
/// keyword arguments [`ldl::with`] takes; the pivots of Bunch and Kaufman, by the backend's `sytrf`.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::NonFinite`].
///
/// ```
/// use numoxide_linalg::ldl;
///
/// // No Cholesky factor, and no pivot on the diagonal.
/// let found = ldl([[0.0, 2.0], [2.0, 0.0]])?;
/// assert_eq!(found.lu.to_vec(), [1.0, 0.0, 0.0, 1.0]);
/// assert_eq!(found.d.to_vec(), [0.0, 2.0, 2.0, 0.0]);
/// assert_eq!(found.perm.to_vec(), [0, 1]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn ldl<T: Inexact>(a: impl AsView<T>) -> Result<Ldl<T>> {
    ldl::with(&a).run()
}

/// The keyword arguments of [`ldl`](fn@ldl).
pub mod ldl {
    use super::*;

    /// A factorization being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        lower: bool,
        hermitian: bool,
    }

    /// The factors of `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), lower: true, hermitian: true }
    }

    impl<T: Inexact> Call<'_, T> {
        /// Whether the lower triangle is read and L lower triangular, or the upper one and U upper triangular.
        pub fn lower(mut self, lower: bool) -> Self {
            self.lower = lower;
            self
        }

        /// Whether complex matrices are Hermitian, or symmetric.
        pub fn hermitian(mut self, hermitian: bool) -> Self {
            self.hermitian = hermitian;
            self
        }

        /// The factors.
        ///
        /// # Errors
        /// As [`ldl`](fn@super::ldl).
        pub fn run(self) -> Result<Ldl<T>> {
            const OP: &str = "ldl";
            let Call { a, lower, hermitian } = self;
            square(OP, &a)?;
            let uplo = if lower { Uplo::Lower } else { Uplo::Upper };
            let mut a = by_triangles(OP, &a, uplo, |a| Columns::square(OP, a))?;
            let n = a.rows;
            let (mut d, mut perm) = (a.beside(&[n, n])?, a.beside::<i64>(&[n])?);
            let mut pivots = vec![0; n];
            a.each(|number, place, a| {
                // An upper triangle is the lower one of the matrix with its rows and columns the other way round.
                if !lower {
                    a.reverse();
                }
                routines::<T>()
                    .sytrf(MatMut::new(a, n, n), &mut pivots, hermitian)
                    .map_err(|failure| Error::from_failure(OP, place, failure))?;
                let (d, perm) = (part(&mut d, number, n * n), part(&mut perm, number, n));
                take_blocks(n, a, d, &pivots, hermitian);
                order_rows(n, a, perm, &pivots);
                if !lower {
                    a.reverse();
                    d.reverse();
                    perm.reverse();
                    perm.iter_mut().for_each(|row| *row = n as i64 - 1 - *row);
                }
                Ok(())
            })?;
            Ok(Ldl { lu: a.into_array()?, d: d.mt()?, perm })
        }
    }

    /// Moves the blocks of D to a matrix of their own, and leaves L.
    fn take_blocks<T: Inexact>(n: usize, a: &mut [T], d: &mut [T], pivots: &[isize], hermitian: bool) {
        let (mut a, mut d) = (Square { n, items: a }, Square { n, items: d });
        let mut second = false;
        for k in 0..n {
            d[(k, k)] = a[(k, k)];
            (0..k).for_each(|i| a[(i, k)] = <T as Field>::ZERO);
            a[(k, k)] = <T as Field>::ONE;
            second = pivots[k] < 0 && !second;
            if second {
                let x = a[(k + 1, k)];
                (d[(k + 1, k)], d[(k, k + 1)]) = (x, if hermitian { x.conj() } else { x });
                a[(k + 1, k)] = <T as Field>::ZERO;
            }
        }
    }

    /// Undoes the exchanges of rows in L, the last first, and says in which order its rows make a triangle.
    fn order_rows<T: Inexact>(n: usize, a: &mut [T], perm: &mut [i64], pivots: &[isize]) {
        let mut a = Square { n, items: a };
        let mut rows: Vec<usize> = (0..n).collect();
        let mut last = n;
        while last > 0 {
            let k = last - 1;
            let (first, row) = match usize::try_from(pivots[k]) {
                Ok(row) => (k, row),
                Err(_) => (k - 1, (-1 - pivots[k]) as usize),
            };
            if row != k {
                (first..n).for_each(|j| (a[(k, j)], a[(row, j)]) = (a[(row, j)], a[(k, j)]));
                rows.swap(k, row);
            }
            last = first;
        }
        rows.iter().enumerate().for_each(|(at, &row)| perm[row] = at as i64);
    }
}
