//! Triangular factors of any matrix, and what they solve.

use numoxide_backend::{Failure, Field, MatMut};
use numoxide_core::{Array, ArrayView, AsView, Element, Error as ArrayError, Order};

use crate::backend::routines;
use crate::columns::{Columns, part};
use crate::sides::{Sides, Trans, Triangle, solve_by_factors, square};
use crate::{Error, Inexact, Result};

/// The factors of `a = P L U`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lu<T: Inexact> {
    /// A permutation matrix.
    pub p: Array<T::Real>,
    /// Lower triangular, with ones on the diagonal.
    pub l: Array<T>,
    /// Upper triangular.
    pub u: Array<T>,
}

/// The factors of `a = L[p] U`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IndexedLu<T: 'static> {
    /// For each row of `a`, the row of L that makes it.
    pub p: Array<i64>,
    /// Lower triangular, with ones on the diagonal.
    pub l: Array<T>,
    /// Upper triangular.
    pub u: Array<T>,
}

/// The factors of `a = (P L) U`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PermutedLu<T: 'static> {
    /// The rows of a lower triangular matrix with ones on its diagonal, in another order.
    pub pl: Array<T>,
    /// Upper triangular.
    pub u: Array<T>,
}

/// The factors P, L and U of matrices of any extents, singular ones too. SciPy: `linalg.lu`, whose keyword arguments
/// [`lu::with`] takes; the backend's `getrf`.
///
/// # Errors
/// [`Error::NonFinite`]; [`Error::Array`] if there are fewer than two axes.
///
/// ```
/// use numoxide_linalg::lu;
///
/// let a = [[1.0, 2.0], [4.0, 4.0]];
/// let found = lu(&a)?;
/// assert_eq!(found.p.to_vec(), [0.0, 1.0, 1.0, 0.0]);
/// assert_eq!(found.l.to_vec(), [1.0, 0.0, 0.25, 1.0]);
/// assert_eq!(found.u.to_vec(), [4.0, 4.0, 0.0, 1.0]);
/// assert_eq!(lu::with(&a).p_indices()?.p.to_vec(), [1, 0]);
/// assert_eq!(lu::with(&a).permute_l()?.pl.to_vec(), [0.25, 1.0, 1.0, 0.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn lu<T: Inexact>(a: impl AsView<T>) -> Result<Lu<T>> {
    lu::with(&a).run()
}

/// The keyword arguments of [`lu`](fn@lu).
pub mod lu {
    use super::*;

    /// A factorization being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
    }

    /// The factors of `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view() }
    }

    impl<T: Inexact> Call<'_, T> {
        /// All three factors.
        ///
        /// # Errors
        /// As [`lu`](fn@super::lu).
        pub fn run(self) -> Result<Lu<T>> {
            let IndexedLu { p: rows, l, u } = self.p_indices()?;
            let m = l.shape()[l.ndim() - 2];
            let mut p = Array::<T::Real>::zeros(&[rows.shape(), &[m]].concat()[..])?;
            let items = p.as_slice_mut().unwrap_or(&mut []);
            for (row, &at) in items.chunks_exact_mut(m.max(1)).zip(rows.iter()) {
                row[at as usize] = <T::Real as Field>::ONE;
            }
            Ok(Lu { p, l, u })
        }

        /// Indices instead of a permutation matrix.
        ///
        /// # Errors
        /// As [`lu`](fn@super::lu).
        pub fn p_indices(self) -> Result<IndexedLu<T>> {
            let Factored { lu, piv } = factored("lu", &self.a)?;
            let p = rows_of(&piv, lu.rows)?;
            let (l, u) = triangles(lu)?;
            Ok(IndexedLu { p, l, u })
        }

        /// P and L multiplied.
        ///
        /// # Errors
        /// As [`lu`](fn@super::lu).
        pub fn permute_l(self) -> Result<PermutedLu<T>> {
            let IndexedLu { p, l, u } = self.p_indices()?;
            let (m, k) = (l.shape()[l.ndim() - 2], l.shape()[l.ndim() - 1]);
            let (l, mut pl) = (l.copy(Order::C)?, Array::zeros(l.shape())?);
            let from = l.as_slice().unwrap_or(&[]);
            let rows = pl.as_slice_mut().unwrap_or(&mut []).chunks_exact_mut(k.max(1));
            for ((number, to), &row) in rows.enumerate().zip(p.iter()) {
                let first = number / m * m;
                to.copy_from_slice(&from[(first + row as usize) * k..][..k]);
            }
            Ok(PermutedLu { pl, u })
        }
    }
}

/// Both factors in one matrix, and the exchanges of rows.
struct Factored<T> {
    lu: Columns<T>,
    piv: Array<i64>,
}

fn factored<T: Inexact>(op: &'static str, a: &ArrayView<'_, T>) -> Result<Factored<T>> {
    let mut lu = Columns::of(op, a)?;
    let (m, n, k) = (lu.rows, lu.cols, lu.rows.min(lu.cols));
    let mut piv = lu.beside::<i64>(&[k])?;
    let mut rows = vec![0; k];
    lu.each(|number, place, a| {
        factor(MatMut::new(a, m, n), &mut rows).map_err(|failure| Error::from_failure(op, place, failure))?;
        let piv = part(&mut piv, number, k).iter_mut();
        piv.zip(&rows).for_each(|(to, &row)| *to = row as i64);
        Ok(())
    })?;
    Ok(Factored { lu, piv })
}

/// Factors a matrix of any extents; `getrf` is promised for no more columns than rows.
fn factor<T: Inexact>(a: MatMut<'_, T>, pivots: &mut [usize]) -> Result<(), Failure> {
    let square = a.rows().min(a.cols());
    let (mut left, mut right) = a.split_cols(square);
    routines::<T>().getrf(left.rb(), pivots)?;
    if right.cols() == 0 {
        return Ok(());
    }
    for j in 0..right.cols() {
        let column = right.col_mut(j);
        pivots.iter().enumerate().for_each(|(k, &p)| column.swap(k, p));
    }
    routines::<T>().trsm(left.as_mat(), true, true, right)
}

/// From the exchanges, for each row of the matrices the row of L that makes it.
fn rows_of(piv: &Array<i64>, m: usize) -> Result<Array<i64>> {
    let (&k, stack) = piv.shape().split_last().unwrap_or((&0, &[][..]));
    let count: usize = stack.iter().product();
    let (exchanges, mut rows) = (piv.as_slice().unwrap_or(&[]), vec![0; count * m]);
    for number in 0..count {
        let mut order: Vec<usize> = (0..m).collect();
        let exchanges = &exchanges[number * k..][..k];
        exchanges.iter().enumerate().for_each(|(i, &p)| order.swap(i, p as usize));
        order.into_iter().enumerate().for_each(|(i, from)| rows[number * m + from] = i as i64);
    }
    Ok(Array::from_shape_vec(&[stack, &[m]].concat()[..], rows)?)
}

/// L and U from both in one.
fn triangles<T: Inexact>(mut lu: Columns<T>) -> Result<(Array<T>, Array<T>)> {
    let (m, n, k) = (lu.rows, lu.cols, lu.rows.min(lu.cols));
    let (mut l, mut u) = (lu.beside(&[k, m])?, lu.beside(&[n, k])?);
    lu.each(|number, _, lu| {
        let (l, u) = (part(&mut l, number, k * m), part(&mut u, number, n * k));
        for j in 0..n {
            let (column, above) = (&lu[j * m..][..m], (j + 1).min(k));
            u[j * k..][..above].copy_from_slice(&column[..above]);
            if j < k {
                l[j * m..][j + 1..m].copy_from_slice(&column[j + 1..]);
                l[j * m + j] = <T as Field>::ONE;
            }
        }
        Ok(())
    })?;
    Ok((l.mt()?, u.mt()?))
}

/// Triangular factors, to solve by.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LuFactor<T: 'static> {
    /// U, and below its diagonal L without its ones.
    pub lu: Array<T>,
    /// Row `i` was exchanged with row `piv[i]`, in order.
    pub piv: Array<i64>,
}

impl<T: Element> LuFactor<T> {
    /// Factors that were found elsewhere.
    pub fn new(lu: Array<T>, piv: Array<i64>) -> Self {
        LuFactor { lu, piv }
    }
}

/// L and U in one matrix, with the exchanges of rows, as LAPACK's `getrf` has them. SciPy: `linalg.lu_factor`; a singular matrix
/// is no error here, but of [`lu_solve`](fn@lu_solve).
///
/// # Errors
/// [`Error::NonFinite`]; [`Error::Array`] if there are fewer than two axes.
///
/// ```
/// use numoxide_linalg::{lu_factor, lu_solve};
///
/// let factor = lu_factor([[1.0, 2.0], [4.0, 4.0]])?;
/// assert_eq!(factor.lu.to_vec(), [4.0, 4.0, 0.25, 1.0]);
/// assert_eq!(factor.piv.to_vec(), [1, 1]);
/// assert_eq!(lu_solve(&factor, [5.0, 12.0])?.to_vec(), [1.0, 2.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn lu_factor<T: Inexact>(a: impl AsView<T>) -> Result<LuFactor<T>> {
    let Factored { lu, piv } = factored("lu_factor", &a.as_view())?;
    Ok(LuFactor { lu: lu.into_array()?, piv })
}

/// The solution of `a x = b` by the factors of `a`; `b` is a vector if it has one axis. SciPy: `linalg.lu_solve`, whose keyword
/// argument [`lu_solve::with`] takes; two `trsm` of the backend.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::Singular`], [`Error::NonFinite`], and [`Error::Array`] if shapes do not fit, or `piv` does
/// not name rows.
pub fn lu_solve<T: Inexact>(factor: &LuFactor<T>, b: impl AsView<T>) -> Result<Array<T>> {
    lu_solve::with(factor, &b).run()
}

/// The keyword arguments of [`lu_solve`](fn@lu_solve).
pub mod lu_solve {
    use super::*;

    /// A system being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T: 'static> {
        factor: &'a LuFactor<T>,
        b: ArrayView<'a, T>,
        trans: Trans,
    }

    /// The system `a x = b`, by the factors of `a`.
    pub fn with<'a, T: Inexact>(factor: &'a LuFactor<T>, b: &'a (impl AsView<T> + ?Sized)) -> Call<'a, T> {
        Call { factor, b: b.as_view(), trans: Trans::None }
    }

    impl<T: Inexact> Call<'_, T> {
        /// Solves by the transpose or the adjoint.
        pub fn trans(mut self, trans: Trans) -> Self {
            self.trans = trans;
            self
        }

        /// The solution.
        ///
        /// # Errors
        /// As [`lu_solve`](fn@super::lu_solve).
        pub fn run(self) -> Result<Array<T>> {
            const OP: &str = "lu_solve";
            let lu = self.factor.lu.view();
            let (stack, n) = square(OP, &lu)?;
            let piv = exchanges(OP, &self.factor.piv, stack, n)?;
            let mut x = Sides::new(OP, &[stack], n, &self.b)?;
            let piv = piv.view().broadcast_to(&[x.stack(), &[n]].concat()[..])?.copy(Order::C)?;
            let count = x.columns.cols;
            solve_by_factors(OP, &lu, &mut x, |matrix, number, place, x| {
                let piv = &piv.as_slice().unwrap_or(&[])[number * n..][..n];
                let [l, u] = [true, false].map(|lower| Triangle { matrix, lower, unit: lower });
                u.regular(OP, place)?;
                let solved = match self.trans {
                    Trans::None => {
                        exchange(x, n, piv.iter().enumerate());
                        l.solve(Trans::None, x, count).and_then(|()| u.solve(Trans::None, x, count))
                    }
                    trans => u.solve(trans, x, count).and_then(|()| l.solve(trans, x, count)),
                };
                solved.map_err(|failure| Error::from_failure(OP, place, failure))?;
                if self.trans != Trans::None {
                    exchange(x, n, piv.iter().enumerate().rev());
                }
                Ok(())
            })?;
            x.into_array()
        }
    }

    /// The exchanges, which must name rows.
    fn exchanges(op: &'static str, piv: &Array<i64>, stack: &[usize], n: usize) -> Result<Array<i64>> {
        let expected = [stack, &[n]].concat();
        if piv.shape() != expected {
            return Err(ArrayError::Shape { op, expected, found: piv.shape().to_vec() }.into());
        }
        match piv.iter().find(|&&row| !usize::try_from(row).is_ok_and(|row| row < n)) {
            Some(row) => Err(ArrayError::value(op, format!("piv: there is no row {row} among {n}")).into()),
            None => Ok(piv.copy(Order::C)?),
        }
    }

    fn exchange<'a, T>(x: &mut [T], n: usize, piv: impl Iterator<Item = (usize, &'a i64)> + Clone) {
        for column in x.chunks_exact_mut(n.max(1)) {
            piv.clone().for_each(|(k, &p)| column.swap(k, p as usize));
        }
    }
}
