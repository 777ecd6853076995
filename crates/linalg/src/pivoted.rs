//! Orthogonal factors with exchanged columns, and with the triangle first.

use numoxide_backend::{Field, MatMut};
use numoxide_core::{Array, ArrayView, AsView};

use crate::backend::routines;
use crate::columns::{Columns, part};
use crate::spectral::qr;
use crate::{Error, Inexact, Result};

/// The factors of `a P = Q R`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PivotedQr<T: 'static> {
    /// Orthonormal columns.
    pub q: Array<T>,
    /// An upper triangle whose diagonal descends.
    pub r: Array<T>,
    /// Column `k` of `Q R` is column `p[k]` of `a`.
    pub p: Array<i64>,
}

impl<T: Inexact> qr::Call<'_, T> {
    /// The factors with exchanged columns: SciPy's `linalg.qr(a, pivoting=True)`; the backend's `geqp3`.
    ///
    /// # Errors
    /// As [`qr`](fn@crate::qr).
    ///
    /// ```
    /// use numoxide_linalg::qr;
    ///
    /// let found = qr::with(&[[1.0f64, 3.0], [0.0, 4.0]]).pivoting()?;
    /// assert_eq!(found.p.to_vec(), [1, 0]);
    /// assert!((found.r[[0, 0]].abs() - 5.0).abs() < 1e-14);
    /// # Ok::<(), numoxide_linalg::Error>(())
    /// ```
    pub fn pivoting(self) -> Result<PivotedQr<T>> {
        let mut a = Columns::of("qr", &self.a)?;
        let (m, n, k) = (a.rows, a.cols, a.rows.min(a.cols));
        let columns = if self.complete { m } else { k };
        let (mut q, mut r) = (a.beside(&[columns, m])?, a.beside(&[n, columns])?);
        let mut p = a.beside::<i64>(&[n])?;
        let (mut tau, mut order) = (vec![<T as Field>::ZERO; k], vec![0; n]);
        a.each(|number, place, a| {
            let vectors = MatMut::new(part(&mut q, number, columns * m), m, columns);
            routines::<T>()
                .geqp3(MatMut::new(a, m, n), &mut order, &mut tau, Some(vectors))
                .map_err(|failure| Error::from_failure("qr", place, failure))?;
            qr::copy_upper(a, part(&mut r, number, n * columns), m, n, columns);
            let p = part(&mut p, number, n).iter_mut();
            p.zip(&order).for_each(|(to, &column)| *to = column as i64);
            Ok(())
        })?;
        Ok(PivotedQr { q: q.mt()?, r: r.mt()?, p })
    }
}

/// The factors of `a = R Q`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rq<T: 'static> {
    /// Upper triangular from the lower right corner.
    pub r: Array<T>,
    /// Orthonormal rows.
    pub q: Array<T>,
}

/// The factors of `a = R Q`: Q is square and R as large as `a`. SciPy: `linalg.rq`, whose `mode="economic"` is
/// [`rq::with`]`(..).economic(true)`; by the backend's `geqrf` of the adjoint, whose rows and columns are the other way round.
///
/// # Errors
/// [`Error::NonFinite`]; [`Error::Array`] if there are fewer than two axes.
///
/// ```
/// use numoxide_linalg::{matmul, rq};
///
/// let a = [[3.0f64, 4.0], [0.0, 2.0]];
/// let found = rq(&a)?;
/// assert!(found.r[[1, 0]].abs() < 1e-15);
/// let back = matmul(&found.r, &found.q)?;
/// assert!(back.iter().zip(a.as_flattened()).all(|(x, y)| (x - y).abs() < 1e-14));
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn rq<T: Inexact>(a: impl AsView<T>) -> Result<Rq<T>> {
    rq::with(&a).run()
}

/// The keyword arguments of [`rq`](fn@rq).
pub mod rq {
    use super::*;

    /// A factorization being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        economic: bool,
    }

    /// The factors of `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), economic: false }
    }

    impl<T: Inexact> Call<'_, T> {
        /// R with no more columns, and Q with no more rows, than the shorter extent.
        pub fn economic(mut self, economic: bool) -> Self {
            self.economic = economic;
            self
        }

        /// The factors.
        ///
        /// # Errors
        /// As [`rq`](fn@super::rq).
        pub fn run(self) -> Result<Rq<T>> {
            const OP: &str = "rq";
            let mut a = Columns::of(OP, &self.a)?;
            let (m, n, k) = (a.rows, a.cols, a.rows.min(a.cols));
            let rows = if self.economic { k } else { n };
            // Both arrays are filled row by row.
            let (mut r, mut q) = (a.beside(&[m, rows])?, a.beside(&[rows, n])?);
            let (mut flipped, mut tau) = (vec![<T as Field>::ZERO; m * n], vec![<T as Field>::ZERO; k]);
            a.each(|number, place, a| {
                // The adjoint of the matrix with its rows the other way round.
                for (at, x) in flipped.iter_mut().enumerate() {
                    *x = a[m - 1 - at / n + at % n * m].conj();
                }
                let q = part(&mut q, number, rows * n);
                let vectors = Some(MatMut::new(q, n, rows));
                routines::<T>()
                    .geqrf(MatMut::new(&mut flipped, n, m), &mut tau, vectors)
                    .map_err(|failure| Error::from_failure(OP, place, failure))?;
                // Columns of the one Q are, from the last on, rows of the other.
                q.iter_mut().for_each(|x| *x = x.conj());
                for i in 0..rows / 2 {
                    let (left, right) = q.split_at_mut((rows - 1 - i) * n);
                    left[i * n..][..n].swap_with_slice(&mut right[..n]);
                }
                let r = part(&mut r, number, m * rows);
                for j in 0..m {
                    for i in 0..(j + 1).min(k) {
                        r[(m - 1 - j) * rows + rows - 1 - i] = flipped[i + j * n].conj();
                    }
                }
                Ok(())
            })?;
            Ok(Rq { r, q })
        }
    }
}
