//! Places on diagonals and in triangles, and writing to a diagonal.

use std::ops::Range;

use numoxide_simd::select::IndexMode;

use super::nonzero::nonzero;
use super::put::put_items;
use crate::driver::index::IndexArray;
use crate::{Array, AsView, AsViewMut, Error, Result};

/// The index of the main diagonal of an array of `ndim` axes of size `n`. NumPy: `diag_indices`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::{array, diag_indices};
///
/// let mut a = array![[1, 2], [3, 4]];
/// a.index_assign(diag_indices(2, 2)?, 0)?;
/// assert_eq!(a.to_vec(), [0, 2, 3, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn diag_indices(n: usize, ndim: usize) -> Result<Vec<Array<i64>>> {
    let places = Array::arange(0, n as i64, 1)?;
    Ok(vec![places; ndim])
}

/// [`diag_indices`] for an array, whose axes must have one size. NumPy: `diag_indices_from`.
///
/// # Errors
/// [`Error::Rank`] if there are fewer than two axes, [`Error::Value`] if their sizes differ.
pub fn diag_indices_from<T>(a: impl AsView<T>) -> Result<Vec<Array<i64>>> {
    const OP: &str = "diag_indices_from";
    let a = a.as_view();
    equal_sizes(OP, a.shape())?;
    diag_indices(a.shape()[0], a.ndim())
}

/// An error unless there are two axes at least, all of one size.
fn equal_sizes(op: &'static str, shape: &[usize]) -> Result<()> {
    if shape.len() < 2 {
        return Err(Error::Rank { op, expected: "at least two axes", found: shape.len() });
    }
    if shape.iter().any(|&size| size != shape[0]) {
        return Err(Error::value(op, format!("all axes must be of equal length, not {shape:?}")));
    }
    Ok(())
}

/// The rows and columns of the places in `columns(row)` of each row.
fn triangle(
    op: &'static str,
    rows: usize,
    columns: impl Fn(usize) -> Range<usize>,
) -> Result<(Array<i64>, Array<i64>)> {
    let count = (0..rows).map(|row| columns(row).len()).sum::<usize>();
    let row_places = (0..rows).flat_map(|row| std::iter::repeat_n(row as i64, columns(row).len()));
    let column_places = (0..rows).flat_map(|row| columns(row).map(|column| column as i64));
    Ok((Array::from_values(op, &[count], row_places)?, Array::from_values(op, &[count], column_places)?))
}

/// The columns of a row that lie left of the diagonal `k`, and those on it or right of it.
fn cut(row: usize, k: isize, columns: usize) -> usize {
    (row as isize).saturating_add(k).clamp(0, columns as isize) as usize
}

/// The index of the places on and below the diagonal `k` of a matrix of `n` rows and `m` columns; `None` for `m`
/// makes it square. NumPy: `tril_indices`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::tril_indices;
///
/// let (rows, columns) = tril_indices(2, 0, None)?;
/// assert_eq!((rows.to_vec(), columns.to_vec()), (vec![0, 1, 1], vec![0, 0, 1]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn tril_indices(n: usize, k: isize, m: impl Into<Option<usize>>) -> Result<(Array<i64>, Array<i64>)> {
    let m = m.into().unwrap_or(n);
    triangle("tril_indices", n, |row| 0..cut(row, k.saturating_add(1), m))
}

/// The index of the places on and above the diagonal `k`; see [`tril_indices`]. NumPy: `triu_indices`.
///
/// # Errors
/// [`Error::OutOfMemory`].
pub fn triu_indices(n: usize, k: isize, m: impl Into<Option<usize>>) -> Result<(Array<i64>, Array<i64>)> {
    let m = m.into().unwrap_or(n);
    triangle("triu_indices", n, |row| cut(row, k, m)..m)
}

/// The sizes of a matrix.
fn matrix(op: &'static str, shape: &[usize]) -> Result<(usize, usize)> {
    match *shape {
        [rows, columns] => Ok((rows, columns)),
        _ => Err(Error::Rank { op, expected: "two axes", found: shape.len() }),
    }
}

/// [`tril_indices`] for a matrix. NumPy: `tril_indices_from`.
///
/// # Errors
/// [`Error::Rank`] if it has not two axes.
pub fn tril_indices_from<T>(a: impl AsView<T>, k: isize) -> Result<(Array<i64>, Array<i64>)> {
    let (rows, columns) = matrix("tril_indices_from", a.as_view().shape())?;
    tril_indices(rows, k, columns)
}

/// [`triu_indices`] for a matrix. NumPy: `triu_indices_from`.
///
/// # Errors
/// [`Error::Rank`] if it has not two axes.
pub fn triu_indices_from<T>(a: impl AsView<T>, k: isize) -> Result<(Array<i64>, Array<i64>)> {
    let (rows, columns) = matrix("triu_indices_from", a.as_view().shape())?;
    triu_indices(rows, k, columns)
}

/// The index of what a function such as [`triu`](crate::triu) leaves of a matrix of ones with `n` rows and columns.
/// NumPy: `mask_indices`.
///
/// # Errors
/// What the function returns, and [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::{mask_indices, triu};
///
/// let places = mask_indices(3, triu, 1)?;
/// assert_eq!((places[0].to_vec(), places[1].to_vec()), (vec![0, 0, 1], vec![1, 2, 2]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn mask_indices<R: crate::Scalar>(
    n: usize,
    mask_func: impl FnOnce(Array<i64>, isize) -> Result<Array<R>>,
    k: isize,
) -> Result<Vec<Array<i64>>> {
    nonzero(mask_func(Array::full_like_shape("mask_indices", &[n, n], 1)?, k)?)
}

/// Writes `values`, over and over, to the main diagonal of `a`. With `wrap`, the diagonal of a tall matrix begins
/// anew below each block of as many rows as columns, after a free row. NumPy: `fill_diagonal`.
///
/// # Errors
/// [`Error::Rank`] if there are fewer than two axes, [`Error::Value`] if there are more and their sizes differ.
///
/// ```
/// use numoxide_core::{Array, fill_diagonal};
///
/// let mut a = Array::<i32>::zeros([4, 2])?;
/// fill_diagonal(&mut a, 7, true)?;
/// assert_eq!(a.to_vec(), [7, 0, 0, 7, 0, 0, 7, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn fill_diagonal<T: Clone + 'static>(
    a: &mut (impl AsViewMut<T> + ?Sized),
    values: impl AsView<T>,
    wrap: bool,
) -> Result<()> {
    const OP: &str = "fill_diagonal";
    let view = a.as_view_mut()?;
    let (len, shape) = (view.len(), view.shape());
    let (step, end) = if let [_, columns] = *shape {
        (columns + 1, if wrap { len } else { len.min(columns.saturating_mul(columns)) })
    } else {
        equal_sizes(OP, shape)?;
        // From (i, i, ...) to the next: a step along every axis.
        let steps = std::iter::successors(Some(1), |step| Some(step * shape[0])).take(shape.len());
        (steps.sum::<usize>(), len)
    };
    let count = end.div_ceil(step.max(1));
    let places = Array::from_values(OP, &[count], (0..end).step_by(step.max(1)).map(|at| at as i64))?;
    let values = values.as_view();
    let places = IndexArray::Made(places.into());
    put_items(OP, view.into(), places, &values.into(), IndexMode::Raise)
}
