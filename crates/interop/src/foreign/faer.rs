//! Matrices of the crate [`faer`](https://docs.rs/faer), both ways.
//!
//! | | to numoxide | from numoxide |
//! |---|---|---|
//! | owned | [`import`] | [`export`], always a copy: `faer` allocates in its own way |
//! | borrowed | [`view`] | [`lend`] |
//! | borrowed for writing | [`view_mut`] | [`lend_mut`] |
//!
//! Matrices become arrays of two axes; arrays of one axis become a single column (`col.as_mat()` is the way back). Views go
//! without a copy whatever their strides, negative ones too.

use ::faer::{Mat, MatMut, MatRef};
use numoxide_core::{Array, ArrayView, ArrayViewMut, Element, Layout};

use super::places::{byte_strides, matrix, over};
use crate::Result;

const WHAT: &str = "faer";

/// Takes over a matrix of `faer`, without a copy.
///
/// # Errors
/// [`numoxide_core::Error::OutOfMemory`] if not even the header of an array can be had.
///
/// ```
/// use numoxide_interop::faer;
/// use ::faer::mat;
///
/// let a = faer::import(mat![[1.0, 2.0], [3.0, 4.0]])?;
/// assert_eq!(a.to_vec(), [1.0, 2.0, 3.0, 4.0]);
/// assert_eq!(faer::export(&a)?, mat![[1.0, 2.0], [3.0, 4.0]]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn import<T: Element>(mut matrix: Mat<T>) -> Result<Array<T>> {
    let (rows, columns) = (matrix.nrows(), matrix.ncols());
    if rows == 0 || columns == 0 {
        return Ok(Array::zeros([rows, columns])?);
    }
    let strides = byte_strides::<T>(&[matrix.row_stride(), matrix.col_stride()]);
    let bytes = strides[1].unsigned_abs() * (columns - 1) + rows * size_of::<T>();
    let first = matrix.as_ptr_mut();
    // SAFETY: the items of the matrix, column by column in memory of its own, which stays where it is when the owner moves.
    unsafe { over(first, bytes, matrix, Layout::from_parts(&[rows, columns], &strides, 0)) }
}

/// A copy of an array of one or two axes as a matrix.
///
/// # Errors
/// [`numoxide_core::Error::Rank`] for any other number of axes.
pub fn export<T: Element>(array: &Array<T>) -> Result<Mat<T>> {
    let view = array.view();
    let lent = lend(&view)?;
    Ok(Mat::from_fn(lent.nrows(), lent.ncols(), |row, column| lent[(row, column)]))
}

/// Looks at a matrix of `faer`: `view(matrix.as_ref())`.
///
/// # Errors
/// [`numoxide_core::Error::Size`] if the shape does not fit.
///
/// ```
/// use numoxide_interop::faer;
/// use ::faer::mat;
///
/// let theirs = mat![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(faer::view(theirs.as_ref().reverse_rows())?.to_vec(), [3.0, 4.0, 1.0, 2.0]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn view<T>(matrix: MatRef<'_, T>) -> Result<ArrayView<'_, T>> {
    let strides = byte_strides::<T>(&[matrix.row_stride(), matrix.col_stride()]);
    // SAFETY: the items of a matrix that is borrowed as long as the view.
    Ok(unsafe { ArrayView::from_raw_parts(matrix.as_ptr(), &[matrix.nrows(), matrix.ncols()], &strides)? })
}

/// Looks at a matrix of `faer` for writing: `view_mut(matrix.as_mut())`.
///
/// # Errors
/// As [`view`].
pub fn view_mut<T>(matrix: MatMut<'_, T>) -> Result<ArrayViewMut<'_, T>> {
    let strides = byte_strides::<T>(&[matrix.row_stride(), matrix.col_stride()]);
    let shape = [matrix.nrows(), matrix.ncols()];
    // SAFETY: the items of a matrix that is uniquely borrowed as long as the view; its places do not overlap.
    Ok(unsafe { ArrayViewMut::from_raw_parts(matrix.as_ptr_mut(), &shape, &strides)? })
}

/// Lends a view of one or two axes to `faer`.
///
/// # Errors
/// [`numoxide_core::Error::Rank`] for any other number of axes; [`crate::Error::Foreign`] if strides are no whole number of items.
///
/// ```
/// use numoxide_core::{array, s};
/// use numoxide_interop::faer;
///
/// let a = array![[4.0, 2.0], [2.0, 3.0]];
/// let turned = a.slice(s![..;-1])?;
/// assert_eq!(faer::lend(&turned.view())?[(0, 1)], 3.0);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn lend<'a, T>(view: &ArrayView<'a, T>) -> Result<MatRef<'a, T>> {
    let ([rows, columns], [down, across]) = matrix(WHAT, view)?;
    // SAFETY: the places of the view, which lives as long as what is returned; strides count items.
    Ok(unsafe { MatRef::from_raw_parts(view.as_ptr(), rows, columns, down, across) })
}

/// Lends a view of one or two axes to `faer`, for writing.
///
/// # Errors
/// As [`lend`].
pub fn lend_mut<T>(mut view: ArrayViewMut<'_, T>) -> Result<MatMut<'_, T>> {
    let ([rows, columns], [down, across]) = matrix(WHAT, &view.view())?;
    // SAFETY: as in `lend`; the view is given up, and its places do not overlap.
    Ok(unsafe { MatMut::from_raw_parts_mut(view.as_mut_ptr(), rows, columns, down, across) })
}

#[cfg(test)]
mod tests {
    use numoxide_core::s;

    use super::*;

    fn numbers() -> Array<f64> {
        Array::from_shape_vec([3, 4], (0..12).map(f64::from).collect()).unwrap()
    }

    /// Row by row.
    fn items(matrix: MatRef<'_, f64>) -> Vec<f64> {
        (0..matrix.nrows())
            .flat_map(|row| (0..matrix.ncols()).map(move |column| matrix[(row, column)]))
            .collect()
    }

    #[test]
    fn every_layout_goes_both_ways() {
        let a = numbers();
        let layouts = [
            a.clone(),
            a.t(),
            a.slice(s![..;-1, 1..;2]).unwrap(),
            a.slice(s![3.., ..]).unwrap(),
            a.slice(s![1]).unwrap().broadcast_to([2, 4]).unwrap(),
        ];
        for a in layouts {
            let view = a.view();
            let theirs = lend(&view).unwrap();
            assert_eq!(
                ((theirs.nrows(), theirs.ncols()), items(theirs)),
                ((a.shape()[0], a.shape()[1]), a.to_vec())
            );
            let ours = super::view(theirs).unwrap();
            assert_eq!((ours.shape(), ours.to_vec(), ours.as_ptr()), (a.shape(), a.to_vec(), a.as_ptr()));
            let owned = export(&a).unwrap();
            let place = owned.as_ptr();
            let back = import(owned).unwrap();
            assert_eq!((back.shape(), back.to_vec()), (a.shape(), a.to_vec()));
            assert!(a.is_empty() || back.as_ptr() == place);
        }
        assert_eq!(lend(&a.slice(s![.., 1]).unwrap().view()).unwrap().ncols(), 1);
        assert!(lend(&a.reshape([3, 2, 2]).unwrap().view()).is_err());
        assert!(lend(&a.slice(s![0, 0]).unwrap().view()).is_err());
    }

    #[test]
    fn writing_goes_through() {
        let mut a = numbers();
        lend_mut(a.view_mut().slice(s![..;-2, ..]).unwrap()).unwrap().col_mut(0).fill(-1.0);
        assert_eq!(a.slice(s![.., 0]).unwrap().to_vec(), [-1.0, 4.0, -1.0]);
        let mut theirs = ::faer::mat![[1.0, 2.0], [3.0, 4.0]];
        view_mut(theirs.as_mut().reverse_rows_mut()).unwrap().slice(s![0]).unwrap().fill(0.0);
        assert_eq!(theirs, ::faer::mat![[1.0, 2.0], [0.0, 0.0]]);
        // The memory of a matrix that was taken over is written to in place.
        let mut ours = import(theirs).unwrap();
        let place = ours.as_ptr();
        ours[[0, 0]] = 9.0;
        assert_eq!((ours.to_vec(), ours.as_ptr()), (vec![9.0, 2.0, 0.0, 0.0], place));
    }
}
