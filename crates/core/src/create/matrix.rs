//! Special matrices: eye, diag, tri and their kin.

use crate::{Array, AsView, Error, Number, Order, Result, Scalar};

impl<T: Scalar> Array<T> {
    /// A matrix of `rows` x `columns` with ones on the diagonal `k` places right of the main one, and zeros
    /// elsewhere; `None` for `columns` makes it square. NumPy: `eye`.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// assert_eq!(Array::<i32>::eye(2, 3, 1)?.to_vec(), [0, 1, 0, 0, 0, 1]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn eye(rows: usize, columns: impl Into<Option<usize>>, k: isize) -> Result<Self> {
        let columns = columns.into().unwrap_or(rows);
        let mut array = Array::zeros([rows, columns])?;
        array.try_view_mut()?.diagonal_of(k, 0, 1)?.fill(T::ONE);
        Ok(array)
    }

    /// The square matrix with ones on the main diagonal. NumPy: `identity`.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    pub fn identity(n: usize) -> Result<Self> {
        Self::eye(n, None, 0)
    }
}

/// [`Array::eye`].
///
/// # Errors
/// As [`Array::zeros`].
pub fn eye<T: Scalar>(rows: usize, columns: impl Into<Option<usize>>, k: isize) -> Result<Array<T>> {
    Array::eye(rows, columns, k)
}

/// [`Array::identity`].
///
/// # Errors
/// As [`Array::zeros`].
pub fn identity<T: Scalar>(n: usize) -> Result<Array<T>> {
    Array::identity(n)
}

/// The matrix with the 1-d array `v` on its diagonal `k`, or the diagonal `k` of the matrix `v`, shared where `v` is
/// an [`Array`]. NumPy: `diag`.
///
/// # Errors
/// [`Error::Rank`] if `v` has another number of axes.
///
/// ```
/// use numoxide_core::{array, diag};
///
/// assert_eq!(diag([1, 2], 0)?.to_vec(), [1, 0, 0, 2]);
/// assert_eq!(diag(array![[1, 2], [3, 4]], 1)?.to_vec(), [2]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn diag<T: Scalar>(v: impl AsView<T>, k: isize) -> Result<Array<T>> {
    match (v.as_view().ndim(), v.shared()) {
        (1, _) => with_diagonal("diag", v, k),
        (2, Some(matrix)) => matrix.diagonal_of(k, 0, 1),
        (2, None) => v.as_view().diagonal_of(k, 0, 1)?.to_owned(),
        (found, _) => Err(Error::Rank { op: "diag", expected: "one or two axes", found }),
    }
}

/// The matrix with all items of `v` on its diagonal `k`. NumPy: `diagflat`.
///
/// # Errors
/// As [`Array::zeros`].
///
/// ```
/// use numoxide_core::diagflat;
///
/// assert_eq!(diagflat([[1], [2]], 1)?.to_vec(), [0, 1, 0, 0, 0, 2, 0, 0, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn diagflat<T: Scalar>(v: impl AsView<T>, k: isize) -> Result<Array<T>> {
    with_diagonal("diagflat", v.as_view().copy(Order::C)?.ravel()?, k)
}

fn with_diagonal<T: Scalar>(op: &'static str, v: impl AsView<T>, k: isize) -> Result<Array<T>> {
    let v = v.as_view();
    let n = v
        .len()
        .checked_add(k.unsigned_abs())
        .ok_or_else(|| Error::size(op, "the diagonal is too far out"))?;
    let mut matrix = Array::zeros([n, n])?;
    let mut diagonal = matrix.try_view_mut()?.diagonal_of(k, 0, 1)?;
    diagonal.iter_mut().zip(v.iter()).for_each(|(place, &item)| *place = item);
    Ok(matrix)
}

/// The columns of row `row` that lie on the diagonal `k` or left of it.
fn up_to_diagonal(row: usize, k: isize, columns: usize) -> usize {
    (row as isize).saturating_add(k).saturating_add(1).clamp(0, columns as isize) as usize
}

/// A matrix of `rows` x `columns` with ones on and below the diagonal `k`; `None` for `columns` makes it square.
/// NumPy: `tri`.
///
/// # Errors
/// As [`Array::zeros`].
///
/// ```
/// use numoxide_core::tri;
///
/// assert_eq!(tri::<u8>(2, 3, 0)?.to_vec(), [1, 0, 0, 1, 1, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn tri<T: Scalar>(rows: usize, columns: impl Into<Option<usize>>, k: isize) -> Result<Array<T>> {
    let columns = columns.into().unwrap_or(rows);
    let mut matrix = Array::zeros([rows, columns])?;
    for_rows(&mut matrix, |row, items| items[..up_to_diagonal(row, k, columns)].fill(T::ONE));
    Ok(matrix)
}

/// `m` with zeros above the diagonal `k` of its last two axes. NumPy: `tril`.
///
/// # Errors
/// [`Error::Rank`] if there are no axes, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::{array, tril};
///
/// assert_eq!(tril(array![[1, 2], [3, 4]], 0)?.to_vec(), [1, 0, 3, 4]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn tril<T: Scalar>(m: impl AsView<T>, k: isize) -> Result<Array<T>> {
    let mut matrix = matrix_of("tril", m)?;
    for_rows(&mut matrix, |row, items| {
        let kept = up_to_diagonal(row, k, items.len());
        items[kept..].fill(T::ZERO);
    });
    Ok(matrix)
}

/// `m` with zeros below the diagonal `k` of its last two axes. NumPy: `triu`.
///
/// # Errors
/// As [`tril`].
pub fn triu<T: Scalar>(m: impl AsView<T>, k: isize) -> Result<Array<T>> {
    let mut matrix = matrix_of("triu", m)?;
    for_rows(&mut matrix, |row, items| {
        let zeroed = up_to_diagonal(row, k.saturating_sub(1), items.len());
        items[..zeroed].fill(T::ZERO);
    });
    Ok(matrix)
}

/// A copy with at least two axes: a 1-d array becomes a square of equal rows, as in NumPy.
fn matrix_of<T: Scalar>(op: &'static str, m: impl AsView<T>) -> Result<Array<T>> {
    let m = m.as_view();
    match m.ndim() {
        0 => Err(Error::Rank { op, expected: "at least one axis", found: 0 }),
        1 => m.broadcast_to([m.len(), m.len()])?.copy(Order::C),
        _ => m.copy(Order::C),
    }
}

/// Changes each row of a fresh row-major array; rows are counted anew in each matrix.
fn for_rows<T: Scalar>(matrix: &mut Array<T>, mut change: impl FnMut(usize, &mut [T])) {
    let [.., rows, columns] = *matrix.shape() else { return };
    if columns > 0
        && let Some(items) = matrix.as_slice_mut()
    {
        for (row, items) in items.chunks_exact_mut(columns).enumerate() {
            change(row % rows, items);
        }
    }
}

/// The matrix whose columns are powers of the 1-d array `x`, `n` of them (as many as items if `None`), the highest
/// first unless `increasing`. NumPy: `vander`, which widens narrow integers; here the type stays.
///
/// # Errors
/// [`Error::Rank`] if `x` is not 1-d.
///
/// ```
/// use numoxide_core::vander;
///
/// assert_eq!(vander([2, 3], 3, false)?.to_vec(), [4, 2, 1, 9, 3, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn vander<T: Number>(
    x: impl AsView<T>,
    n: impl Into<Option<usize>>,
    increasing: bool,
) -> Result<Array<T>> {
    let x = x.as_view();
    if x.ndim() != 1 {
        return Err(Error::Rank { op: "vander", expected: "one axis", found: x.ndim() });
    }
    let n = n.into().unwrap_or(x.len());
    let mut matrix = Array::<T>::ones([x.len(), n])?;
    let mut powers = Array::<T>::ones([x.len()])?;
    let items = matrix.as_slice_mut().unwrap_or(&mut []);
    for power in 1..n {
        powers = if power == 1 { x.copy(Order::C)? } else { powers * x.view() };
        let at = if increasing { power } else { n - 1 - power };
        let column = items.iter_mut().skip(at).step_by(n);
        column.zip(powers.as_slice().unwrap_or(&[])).for_each(|(item, &power)| *item = power);
    }
    Ok(matrix)
}
