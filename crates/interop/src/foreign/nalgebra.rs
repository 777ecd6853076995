//! Matrices of the crate [`nalgebra`](https://docs.rs/nalgebra), both ways.
//!
//! | | to numoxide | from numoxide |
//! |---|---|---|
//! | owned | [`import`] | [`export`] |
//! | borrowed | [`view`] | [`lend`] |
//! | borrowed for writing | [`view_mut`] | [`lend_mut`] |
//!
//! Matrices become arrays of two axes, column-major; arrays of one axis become a single column. Views go without a copy whatever
//! their strides, if these are not negative: `nalgebra` has no such.

use ::nalgebra::{DMatrix, DMatrixView, DMatrixViewMut, Dim, Dyn, Matrix, Scalar};
use ::nalgebra::{RawStorage, RawStorageMut, VecStorage, ViewStorage, ViewStorageMut};
use numoxide_core::{Array, ArrayView, ArrayViewMut, Element, Layout, Order};

use super::places::{byte_strides, matrix, over_vec};
use crate::{Error, Result};

const WHAT: &str = "nalgebra";

/// Takes over a matrix or vector of `nalgebra` whose size is known at run time, without a copy.
///
/// # Errors
/// [`numoxide_core::Error::OutOfMemory`] if not even the header of an array can be had.
///
/// ```
/// use numoxide_interop::nalgebra;
/// use ::nalgebra::DMatrix;
///
/// let a = nalgebra::import(DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 3.0, 4.0]))?;
/// assert_eq!(a.to_vec(), [1.0, 2.0, 3.0, 4.0]);
/// assert_eq!(nalgebra::export(a)?.column(1).as_slice(), [2.0, 4.0]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn import<T: Element, R: Dim, C: Dim>(matrix: Matrix<T, R, C, VecStorage<T, R, C>>) -> Result<Array<T>>
where
    VecStorage<T, R, C>: RawStorage<T, R, C>,
{
    let (rows, columns) = matrix.shape();
    let layout = Layout::contiguous(&[rows, columns], size_of::<T>(), Order::F)?;
    // SAFETY: the matrix fills its vector, column by column.
    unsafe { over_vec(Vec::from(matrix.data), layout) }
}

/// Gives an array of one or two axes away as a matrix: without a copy if it was made from a vector, fills it column by column
/// and is not shared.
///
/// # Errors
/// [`numoxide_core::Error::Rank`] for any other number of axes.
pub fn export<T: Element + Scalar>(array: Array<T>) -> Result<DMatrix<T>> {
    let ([rows, columns], _) = matrix(WHAT, &array.view())?;
    let array = match array.into_vec() {
        Err(array) => array,
        Ok((items, layout)) => {
            let whole = layout.offset() == 0 && items.len() == rows * columns;
            if whole && layout.is_f_contiguous(size_of::<T>()) {
                return Ok(DMatrix::from_data(VecStorage::new(Dyn(rows), Dyn(columns), items)));
            }
            // SAFETY: what it was a moment ago.
            unsafe { over_vec(items, layout)? }
        }
    };
    // Row by row of the transposed array is column by column.
    let items = array.t().view().to_vec();
    Ok(DMatrix::from_data(VecStorage::new(Dyn(rows), Dyn(columns), items)))
}

/// Looks at a matrix, vector or view of `nalgebra`.
///
/// # Errors
/// [`numoxide_core::Error::Size`] if the shape does not fit.
///
/// ```
/// use numoxide_interop::nalgebra;
/// use ::nalgebra::Matrix2x3;
///
/// let theirs = Matrix2x3::new(1, 2, 3, 4, 5, 6);
/// assert_eq!(nalgebra::view(&theirs.columns_with_step(0, 2, 1))?.to_vec(), [1, 3, 4, 6]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn view<T, R: Dim, C: Dim, S: RawStorage<T, R, C>>(
    matrix: &Matrix<T, R, C, S>,
) -> Result<ArrayView<'_, T>> {
    let (rows, columns) = matrix.shape();
    let (down, across) = matrix.strides();
    let strides = byte_strides::<T>(&[down as isize, across as isize]);
    // SAFETY: the items of a matrix that is borrowed as long as the view.
    Ok(unsafe { ArrayView::from_raw_parts(matrix.as_ptr(), &[rows, columns], &strides)? })
}

/// Looks at a matrix, vector or view of `nalgebra`, for writing.
///
/// # Errors
/// As [`view`].
pub fn view_mut<T, R: Dim, C: Dim, S: RawStorageMut<T, R, C>>(
    matrix: &mut Matrix<T, R, C, S>,
) -> Result<ArrayViewMut<'_, T>> {
    let (rows, columns) = matrix.shape();
    let (down, across) = matrix.strides();
    let strides = byte_strides::<T>(&[down as isize, across as isize]);
    // SAFETY: the items of a matrix that is uniquely borrowed as long as the view; its places do not overlap.
    Ok(unsafe { ArrayViewMut::from_raw_parts(matrix.data.ptr_mut(), &[rows, columns], &strides)? })
}

/// Lends a view of one or two axes to `nalgebra`.
///
/// # Errors
/// [`numoxide_core::Error::Rank`] for any other number of axes; [`Error::Foreign`] if strides are negative or no whole number of
/// items.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_interop::nalgebra;
///
/// let a = array![[4.0, 2.0], [2.0, 3.0]];
/// let determinant: f64 = nalgebra::lend(&a.view())?.determinant();
/// assert!((determinant - 8.0).abs() < 1e-12);
/// assert!(nalgebra::lend(&a.slice(numoxide_core::s![..;-1])?.view()).is_err());
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn lend<'a, T: Scalar>(view: &ArrayView<'a, T>) -> Result<DMatrixView<'a, T, Dyn, Dyn>> {
    let (shape, strides) = parts(view)?;
    // SAFETY: the places of the view, which lives as long as what is returned; strides count items.
    let storage = unsafe { ViewStorage::from_raw_parts(view.as_ptr(), shape, strides) };
    Ok(Matrix::from_data(storage))
}

/// Lends a view of one or two axes to `nalgebra`, for writing.
///
/// # Errors
/// As [`lend`].
pub fn lend_mut<'a, T: Scalar>(mut view: ArrayViewMut<'a, T>) -> Result<DMatrixViewMut<'a, T, Dyn, Dyn>> {
    let (shape, strides) = parts(&view.view())?;
    // SAFETY: as in `lend`; the view is given up, and its places do not overlap.
    let storage = unsafe { ViewStorageMut::from_raw_parts(view.as_mut_ptr(), shape, strides) };
    Ok(Matrix::from_data(storage))
}

type Pair = (Dyn, Dyn);

fn parts<T>(view: &ArrayView<'_, T>) -> Result<(Pair, Pair)> {
    let ([rows, columns], [down, across]) = matrix(WHAT, view)?;
    let stride = |stride| {
        let wrong = |_| Error::Foreign { what: WHAT, why: "the strides are negative" };
        usize::try_from(stride).map(Dyn).map_err(wrong)
    };
    Ok(((Dyn(rows), Dyn(columns)), (stride(down)?, stride(across)?)))
}

#[cfg(test)]
mod tests {
    use numoxide_core::s;

    use super::*;

    /// Row by row.
    fn items<S: RawStorage<i32, Dyn, Dyn>>(matrix: &Matrix<i32, Dyn, Dyn, S>) -> Vec<i32> {
        (0..matrix.nrows())
            .flat_map(|row| (0..matrix.ncols()).map(move |column| (row, column)))
            .map(|at| matrix[at])
            .collect()
    }

    fn numbers() -> Array<i32> {
        Array::from_shape_vec([3, 4], (0..12).collect()).unwrap()
    }

    #[test]
    fn every_layout_that_nalgebra_has_is_lent_and_comes_back() {
        let a = numbers();
        let layouts = [
            a.clone(),
            a.t(),
            a.slice(s![..;2, 1..;2]).unwrap(),
            a.slice(s![3.., ..]).unwrap(),
            a.slice(s![1]).unwrap().broadcast_to([2, 4]).unwrap(),
        ];
        for a in layouts {
            let view = a.view();
            let theirs = lend(&view).unwrap();
            assert_eq!((theirs.shape(), items(&theirs)), ((a.shape()[0], a.shape()[1]), a.to_vec()));
            let ours = super::view(&theirs).unwrap();
            assert_eq!((ours.shape(), ours.to_vec(), ours.as_ptr()), (a.shape(), a.to_vec(), a.as_ptr()));
            let owned = export(a.clone()).unwrap();
            assert_eq!(items(&owned), a.to_vec());
            assert_eq!(import(owned).unwrap().to_vec(), a.to_vec());
        }
        let column = a.slice(s![.., 1]).unwrap();
        assert_eq!(lend(&column.view()).unwrap().shape(), (3, 1));
    }

    #[test]
    fn what_nalgebra_has_not_is_refused() {
        let a = numbers();
        assert!(matches!(lend(&a.slice(s![.., ..;-1]).unwrap().view()), Err(Error::Foreign { .. })));
        assert!(lend(&a.reshape([3, 2, 2]).unwrap().view()).is_err());
        assert!(export(a.slice(s![0, 0]).unwrap()).is_err());
        // Given away, they are copied.
        assert_eq!(items(&export(a.slice(s![0..1, ..;-1]).unwrap()).unwrap()), [3, 2, 1, 0]);
    }

    #[test]
    fn a_vector_goes_to_and_fro_without_a_copy() {
        let a = numbers();
        let place = a.as_ptr();
        let theirs = export(
            a.into_vec().map(|(items, _)| Array::from_shape_vec([4, 3], items).unwrap().t()).ok().unwrap(),
        );
        let theirs = theirs.unwrap();
        assert_eq!((theirs.as_ptr(), theirs.shape()), (place, (3, 4)));
        assert_eq!(import(theirs).unwrap().as_ptr(), place);
        let vector = import(::nalgebra::DVector::from_vec(vec![1, 2, 3])).unwrap();
        assert_eq!((vector.shape(), vector.to_vec()), (&[3, 1][..], vec![1, 2, 3]));
    }

    #[test]
    fn writing_goes_through() {
        let mut a = numbers();
        lend_mut(a.view_mut().slice(s![..;2, ..]).unwrap()).unwrap().fill_column(0, -1);
        assert_eq!(a.slice(s![.., 0]).unwrap().to_vec(), [-1, 4, -1]);
        let mut theirs = DMatrix::from_row_slice(2, 2, &[1, 2, 3, 4]);
        view_mut(&mut theirs.row_mut(1)).unwrap().fill(0);
        assert_eq!(theirs, DMatrix::from_row_slice(2, 2, &[1, 2, 0, 0]));
    }
}
