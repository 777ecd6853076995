//! Special matrices: eye, identity.

use crate::{Array, Result, Scalar};

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
        array.view_mut().diagonal_of(k, 0, 1)?.fill(T::ONE);
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
