//! Matrices with few diagonals, in the forms of LAPACK. The loops are ours, as `gbtf2` and `pbtf2` have them, whichever the
//! backend: bands are narrow.

use numoxide_backend::{Field, Real};
use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError};

use crate::columns::{Columns, all_finite, non_finite};
use crate::sides::Sides;
use crate::{Error, Inexact, Result};

/// A Cholesky factor of a banded matrix, to solve by.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BandedCholesky<T: 'static> {
    /// The diagonals of `L` with `a = L Lᴴ`, or of `U` with `a = Uᴴ U`, as those of `a` were given.
    pub c: Array<T>,
    /// Which of the two it is.
    pub lower: bool,
}

impl<T: Inexact> BandedCholesky<T> {
    /// A factor that was found elsewhere.
    pub fn new(c: Array<T>, lower: bool) -> Self {
        BandedCholesky { c, lower }
    }
}

/// A Hermitian band, column by column: item `d` of column `j` is that of row `j + d`.
struct Band<'a, T> {
    items: &'a mut [T],
    width: usize,
}

impl<T: Inexact> Band<'_, T> {
    fn order(&self) -> usize {
        self.items.len() / self.width
    }

    fn column(&self, j: usize) -> &[T] {
        &self.items[j * self.width..][..self.width.min(self.order() - j)]
    }

    /// Turns the diagonals above into those below, or with `back` those below into those above; what lies beyond the matrix
    /// becomes 0.
    fn flip(&mut self, back: bool) {
        let (n, width) = (self.order(), self.width);
        let given = self.items.to_vec();
        self.items.fill(<T as Field>::ZERO);
        for j in 0..n {
            for d in 0..width.min(n - j) {
                let (below, above) = (j * width + d, (j + d) * width + width - 1 - d);
                let (to, from) = if back { (above, below) } else { (below, above) };
                self.items[to] = given[from].conj();
            }
        }
    }

    /// The factor, or the order of the first minor that is not positive.
    fn factor(&mut self) -> Result<(), usize> {
        let (n, width) = (self.order(), self.width);
        for j in 0..n {
            let count = width.min(n - j);
            let (column, rest) = self.items[j * width..].split_at_mut(width);
            let pivot = column[0].re();
            if pivot.partial_cmp(&<T::Real as Field>::ZERO) != Some(std::cmp::Ordering::Greater) {
                return Err(j + 1);
            }
            let root = T::from_real(pivot.sqrt());
            column[0] = root;
            column[1..count].iter_mut().for_each(|x| *x = x.over(root));
            for d in 1..count {
                let factor = column[d].conj();
                let to = rest[(d - 1) * width..].iter_mut();
                to.zip(&column[d..count]).for_each(|(x, &l)| *x -= l * factor);
            }
            column[count..].fill(<T as Field>::ZERO);
        }
        Ok(())
    }

    /// Solves by the factor and its adjoint.
    fn solve(&self, x: &mut [T]) {
        let n = self.order();
        for j in 0..n {
            let column = self.column(j);
            x[j] = x[j].over(column[0]);
            let value = x[j];
            x[j + 1..].iter_mut().zip(&column[1..]).for_each(|(x, &l)| *x -= l * value);
        }
        for j in (0..n).rev() {
            let column = self.column(j);
            let sum = column[1..].iter().zip(&x[j + 1..]).fold(x[j], |sum, (&l, &x)| sum - l.conj() * x);
            x[j] = sum.over(column[0].conj());
        }
    }
}

/// The extents of an array of diagonals, which must have some.
fn diagonals<T>(op: &'static str, ab: &ArrayView<'_, T>) -> Result<(usize, usize)> {
    match *ab.shape() {
        [.., 0, _] => Err(Error::Empty { op }),
        [.., width, n] => Ok((width, n)),
        _ => Err(ArrayError::Rank { op, expected: "at least 2 axes", found: ab.ndim() }.into()),
    }
}

/// The Cholesky factors of Hermitian banded matrices, given by their diagonals: with `lower` by the main one and those below,
/// `ab[i - j, j] = a[i, j]`, else by those above and the main one, `ab[u + i - j, j] = a[i, j]`. SciPy:
/// `linalg.cholesky_banded`; places beyond the matrix are 0.
///
/// # Errors
/// [`Error::NotPositiveDefinite`], [`Error::NonFinite`], [`Error::Empty`] without diagonals; [`Error::Array`] if there are fewer
/// than two axes.
///
/// ```
/// use numoxide_linalg::{cho_solve_banded, cholesky_banded};
///
/// // [[4, 2, 0], [2, 5, 2], [0, 2, 5]]
/// let factor = cholesky_banded([[4.0, 5.0, 5.0], [2.0, 2.0, 0.0]], true)?;
/// assert_eq!(factor.c.to_vec(), [2.0, 2.0, 2.0, 1.0, 1.0, 0.0]);
/// assert_eq!(cho_solve_banded(&factor, [8.0, 18.0, 19.0])?.to_vec(), [1.0, 2.0, 3.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn cholesky_banded<T: Inexact>(ab: impl AsView<T>, lower: bool) -> Result<BandedCholesky<T>> {
    factored("cholesky_banded", &ab.as_view(), lower)
}

fn factored<T: Inexact>(op: &'static str, ab: &ArrayView<'_, T>, lower: bool) -> Result<BandedCholesky<T>> {
    let (width, _) = diagonals(op, ab)?;
    let mut c = Columns::of(op, ab)?;
    c.each(|_, place, items| {
        let mut band = Band { items, width };
        if !lower {
            band.flip(false);
        }
        let failed = |order| Error::NotPositiveDefinite { op, matrix: place.to_vec(), order };
        band.factor().map_err(failed)?;
        if !lower {
            band.flip(true);
        }
        Ok(())
    })?;
    Ok(BandedCholesky { c: c.into_array()?, lower })
}

/// The solution of `a x = b` by the factor of [`cholesky_banded`]; `b` is a vector if it has one axis. SciPy:
/// `linalg.cho_solve_banded`.
///
/// # Errors
/// [`Error::Singular`] for a 0 on the diagonal, [`Error::NonFinite`], and [`Error::Array`] if shapes do not fit.
pub fn cho_solve_banded<T: Inexact>(factor: &BandedCholesky<T>, b: impl AsView<T>) -> Result<Array<T>> {
    solved("cho_solve_banded", factor, &b.as_view())
}

fn solved<T: Inexact>(
    op: &'static str,
    factor: &BandedCholesky<T>,
    b: &ArrayView<'_, T>,
) -> Result<Array<T>> {
    let c = factor.c.view();
    let (width, n) = diagonals(op, &c)?;
    let stack = &c.shape()[..c.ndim() - 2];
    let mut x = Sides::new(op, &[stack], n, b)?;
    let c = c.broadcast_to(&[x.stack(), &[width, n]].concat()[..])?;
    let mut c = Columns::of(op, &c)?.items;
    let items = c.as_slice_mut().unwrap_or(&mut []);
    x.columns.each(|number, place, x| {
        let mut band = Band { items: &mut items[number * width * n..][..width * n], width };
        if !factor.lower {
            band.flip(false);
        }
        if (0..n).any(|j| band.column(j)[0] == <T as Field>::ZERO) {
            return Err(Error::Singular { op, matrix: place.to_vec() });
        }
        x.chunks_exact_mut(n.max(1)).for_each(|x| band.solve(x));
        Ok(())
    })?;
    x.into_array()
}

/// The solution of `a x = b` for Hermitian positive definite banded matrices, given as for [`cholesky_banded`]; `b` is a vector
/// if it has one axis. SciPy: `linalg.solveh_banded`.
///
/// # Errors
/// As [`cholesky_banded`], and [`Error::Array`] if shapes do not fit.
///
/// ```
/// use numoxide_linalg::solveh_banded;
///
/// let x = solveh_banded([[4.0, 5.0, 5.0], [2.0, 2.0, 0.0]], [8.0, 18.0, 19.0], true)?;
/// assert_eq!(x.to_vec(), [1.0, 2.0, 3.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn solveh_banded<T: Inexact>(ab: impl AsView<T>, b: impl AsView<T>, lower: bool) -> Result<Array<T>> {
    const OP: &str = "solveh_banded";
    solved(OP, &factored(OP, &ab.as_view(), lower)?, &b.as_view())
}

/// The solution of `a x = b` for matrices with `l` diagonals below the main one and `u` above, given from the top,
/// `ab[u + i - j, j] = a[i, j]`; `b` is a vector if it has one axis. SciPy: `linalg.solve_banded`.
///
/// # Errors
/// [`Error::Singular`], [`Error::NonFinite`], and [`Error::Array`] if shapes do not fit.
///
/// ```
/// use numoxide_linalg::solve_banded;
///
/// // [[1, 2, 0], [3, 1, 2], [0, 3, 1]]
/// let ab = [[0.0, 2.0, 2.0], [1.0, 1.0, 1.0], [3.0, 3.0, 0.0]];
/// let x = solve_banded((1, 1), ab, [5.0, 11.0, 9.0])?;
/// assert!(x.iter().zip([1.0, 2.0, 3.0]).all(|(x, y): (&f64, _)| (x - y).abs() < 1e-14));
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn solve_banded<T: Inexact>(
    (l, u): (usize, usize),
    ab: impl AsView<T>,
    b: impl AsView<T>,
) -> Result<Array<T>> {
    const OP: &str = "solve_banded";
    let (ab, b) = (ab.as_view(), b.as_view());
    let (width, n) = diagonals(OP, &ab)?;
    if l.checked_add(u).and_then(|sum| sum.checked_add(1)) != Some(width) {
        let (expected, found) = (vec![l.saturating_add(u).saturating_add(1), n], vec![width, n]);
        return Err(ArrayError::Shape { op: OP, expected, found }.into());
    }
    let mut x = Sides::new(OP, &[&ab.shape()[..ab.ndim() - 2]], n, &b)?;
    if !ab.as_slice().map_or_else(|| ab.iter().all(|x| x.is_finite()), all_finite) {
        return Err(non_finite(OP, &ab));
    }
    let diagonals = ab.broadcast_to(&[x.stack(), &[width, n]].concat()[..])?;
    let diagonals = Columns::of(OP, &diagonals)?.items;
    let items = diagonals.as_slice().unwrap_or(&[]);
    x.columns.each(|number, place, x| {
        let mut matrix = General::new(&items[number * width * n..][..width * n], (l, u), n);
        matrix.solve(x).map_err(|_| Error::Singular { op: OP, matrix: place.to_vec() })
    })?;
    x.into_array()
}

/// A banded matrix that is being factored: its exchanges of rows bring up to `l` more diagonals above. Column by column, item
/// `top + i - j` of column `j` is that of row `i`.
struct General<T> {
    items: Vec<T>,
    width: usize,
    top: usize,
    l: usize,
    n: usize,
}

/// A column without a pivot.
struct NoPivot;

impl<T: Inexact> General<T> {
    fn new(ab: &[T], (l, u): (usize, usize), n: usize) -> Self {
        let (given, width, top) = (l + u + 1, 2 * l + u + 1, l + u);
        let mut items = vec![<T as Field>::ZERO; width * n];
        for j in 0..n {
            // What lies beyond the matrix is not read.
            for i in j.saturating_sub(u)..n.min(j + l + 1) {
                items[j * width + top + i - j] = ab[j * given + u + i - j];
            }
        }
        General { items, width, top, l, n }
    }

    fn solve(&mut self, x: &mut [T]) -> Result<(), NoPivot> {
        let n = self.n;
        let mut reach = 0;
        for j in 0..n {
            let row = self.pivot(j)?;
            // The last column that the pivot's row reaches.
            reach = reach.max((row + self.top - self.l).min(n - 1));
            self.eliminate(j, row, reach);
            let count = self.l.min(n - 1 - j);
            let factors = &self.items[j * self.width + self.top + 1..][..count];
            for x in x.chunks_exact_mut(n) {
                x.swap(j, row);
                let value = x[j];
                x[j + 1..].iter_mut().zip(factors).for_each(|(x, &l)| *x -= l * value);
            }
        }
        for x in x.chunks_exact_mut(n.max(1)) {
            for j in (0..n).rev() {
                let above = self.top.min(j);
                let column = &self.items[j * self.width + self.top - above..][..above + 1];
                x[j] = x[j].over(column[above]);
                let value = x[j];
                x[j - above..j].iter_mut().zip(column).for_each(|(x, &u)| *x -= u * value);
            }
        }
        Ok(())
    }

    /// The row of the largest item of column `j` from the diagonal on.
    fn pivot(&self, j: usize) -> Result<usize, NoPivot> {
        let column = &self.items[j * self.width + self.top..][..self.l.min(self.n - 1 - j) + 1];
        let size = |x: T| Field::abs(x.re()) + Field::abs(x.im());
        let mut best = 0;
        for (i, &x) in column.iter().enumerate() {
            if size(x) > size(column[best]) {
                best = i;
            }
        }
        if column[best] == <T as Field>::ZERO { Err(NoPivot) } else { Ok(j + best) }
    }

    /// Exchanges rows `j` and `row` from column `j` to `reach`, and eliminates below the diagonal of column `j`.
    fn eliminate(&mut self, j: usize, row: usize, reach: usize) {
        let (width, top) = (self.width, self.top);
        for c in j..=reach {
            self.items.swap(c * width + top + j - c, c * width + top + row - c);
        }
        let (left, right) = self.items.split_at_mut((j + 1) * width);
        let column = &mut left[j * width + top..][..self.l.min(self.n - 1 - j) + 1];
        let pivot = column[0];
        column[1..].iter_mut().for_each(|x| *x = x.over(pivot));
        for c in j + 1..=reach {
            let to = &mut right[(c - j - 1) * width + top + j - c..];
            let factor = to[0];
            to[1..].iter_mut().zip(&column[1..]).for_each(|(x, &l)| *x -= l * factor);
        }
    }
}
