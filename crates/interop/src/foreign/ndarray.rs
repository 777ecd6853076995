//! Arrays of the crate [`ndarray`](https://docs.rs/ndarray), both ways.
//!
//! | | to numoxide | from numoxide |
//! |---|---|---|
//! | owned | [`import`] | [`export`] |
//! | borrowed | [`view`] | [`lend`] |
//! | borrowed for writing | [`view_mut`] | [`lend_mut`] |
//!
//! Whatever the strides: negative, transposed or none at all. Nothing is copied but by [`export`], once, where the memory is
//! shared or does not come from a vector.

use ::ndarray::{
    ArrayD, ArrayRef, ArrayViewD, ArrayViewMutD, Axis, Dimension, IxDyn, ShapeBuilder, StrideShape,
};
use numoxide_core::{Array, ArrayView, ArrayViewMut, Element, Layout};

use super::places::{byte_strides, item_strides, over_vec};
use crate::Result;

const WHAT: &str = "ndarray";

/// Takes over an array of `ndarray`, without a copy.
///
/// # Errors
/// [`numoxide_core::Error::OutOfMemory`] if not even the header of an array can be had.
///
/// ```
/// use numoxide_interop::ndarray;
/// use ::ndarray::arr2;
///
/// let a = ndarray::import(arr2(&[[1.0, 2.0], [3.0, 4.0]]).reversed_axes())?;
/// assert_eq!(a.to_vec(), [1.0, 3.0, 2.0, 4.0]);
/// let back = ndarray::export(a)?;
/// assert_eq!(back, arr2(&[[1.0, 3.0], [2.0, 4.0]]).into_dyn());
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn import<T: Element, D: Dimension>(array: ::ndarray::Array<T, D>) -> Result<Array<T>> {
    let (shape, strides) = (array.shape().to_vec(), byte_strides::<T>(array.strides()));
    let (items, offset) = array.into_raw_vec_and_offset();
    let offset = (offset.unwrap_or(0) * size_of::<T>()) as isize;
    // SAFETY: these were the places of the array in its vector.
    unsafe { over_vec(items, Layout::from_parts(&shape, &strides, offset)) }
}

/// Gives an array away: without a copy if it was made from a vector, lies in it without gaps and is not shared.
///
/// # Errors
/// [`numoxide_core::Error::OutOfMemory`].
pub fn export<T: Element>(array: Array<T>) -> Result<ArrayD<T>> {
    let array = match array.into_vec() {
        Err(array) => array,
        Ok((items, layout)) if fills::<T>(&layout) => {
            let (shape, flipped) = positive(layout.shape(), &layout_strides::<T>(&layout));
            let mut array = ArrayD::from_shape_vec(shape, items).map_err(refused)?;
            flipped.into_iter().for_each(|axis| array.invert_axis(Axis(axis)));
            return Ok(array);
        }
        // SAFETY: what it was a moment ago.
        Ok((items, layout)) => unsafe { over_vec(items, layout)? },
    };
    ArrayD::from_shape_vec(IxDyn(array.shape()), array.view().to_vec()).map_err(refused)
}

fn refused(_: ::ndarray::ShapeError) -> crate::Error {
    crate::Error::Foreign { what: WHAT, why: "it has no such shapes or strides" }
}

fn layout_strides<T>(layout: &Layout) -> Vec<isize> {
    layout.strides().iter().map(|stride| stride / size_of::<T>() as isize).collect()
}

/// Whether the items fill the beginning of their memory without gaps, in any order of axes and in any direction.
fn fills<T>(layout: &Layout) -> bool {
    let axes = || layout.shape().iter().zip(layout.strides()).filter(|(len, _)| **len != 1);
    let low = axes().filter(|(_, stride)| **stride < 0).map(|(&len, stride)| (len as isize - 1) * stride);
    if layout.is_empty() || layout.offset() + low.sum::<isize>() != 0 {
        return false;
    }
    let mut axes: Vec<(usize, usize)> = axes().map(|(&len, stride)| (stride.unsigned_abs(), len)).collect();
    axes.sort_unstable();
    let mut expected = size_of::<T>();
    axes.iter().all(|&(stride, len)| stride == std::mem::replace(&mut expected, stride * len))
}

/// The shape with strides that are not negative, as `ndarray` makes arrays, and the axes to be turned round afterwards.
fn positive(shape: &[usize], strides: &[isize]) -> (StrideShape<IxDyn>, Vec<usize>) {
    let flipped = (0..strides.len()).filter(|&axis| strides[axis] < 0).collect();
    let strides: Vec<usize> = strides.iter().map(|stride| stride.unsigned_abs()).collect();
    (IxDyn(shape).strides(IxDyn(&strides)), flipped)
}

/// How far the item with the lowest address lies from the first, in items.
fn lowest(shape: &[usize], strides: &[isize]) -> isize {
    let axes = shape.iter().zip(strides).filter(|(len, stride)| **len > 1 && **stride < 0);
    axes.map(|(&len, stride)| (len as isize - 1) * stride).sum()
}

/// Looks at an array or view of `ndarray`.
///
/// # Errors
/// [`numoxide_core::Error::Size`] if the shape does not fit.
///
/// ```
/// use numoxide_interop::ndarray;
/// use ::ndarray::{arr2, s};
///
/// let theirs = arr2(&[[1, 2, 3], [4, 5, 6]]);
/// assert_eq!(ndarray::view(&theirs.slice(s![.., ..;-1]))?.to_vec(), [3, 2, 1, 6, 5, 4]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn view<T, D: Dimension>(array: &ArrayRef<T, D>) -> Result<ArrayView<'_, T>> {
    let strides = byte_strides::<T>(array.strides());
    // SAFETY: the items of an array that is borrowed as long as the view.
    Ok(unsafe { ArrayView::from_raw_parts(array.as_ptr(), array.shape(), &strides)? })
}

/// Looks at an array or view of `ndarray`, for writing.
///
/// # Errors
/// As [`view`].
pub fn view_mut<T, D: Dimension>(array: &mut ArrayRef<T, D>) -> Result<ArrayViewMut<'_, T>> {
    let (shape, strides) = (array.shape().to_vec(), byte_strides::<T>(array.strides()));
    // SAFETY: the items of an array that is uniquely borrowed as long as the view; its places do not overlap.
    Ok(unsafe { ArrayViewMut::from_raw_parts(array.as_mut_ptr(), &shape, &strides)? })
}

/// Lends a view to `ndarray`.
///
/// # Errors
/// [`crate::Error::Foreign`] if the strides are no whole number of items, as of fields of structs.
///
/// ```
/// use numoxide_core::{array, s};
/// use numoxide_interop::ndarray;
///
/// let a = array![[1, 2, 3], [4, 5, 6]];
/// let theirs = ndarray::lend(&a.slice(s![.., ..;-2])?.view())?.sum_axis(::ndarray::Axis(0));
/// assert_eq!(theirs.into_raw_vec_and_offset().0, [9, 5]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn lend<'a, T>(view: &ArrayView<'a, T>) -> Result<ArrayViewD<'a, T>> {
    let strides = item_strides(WHAT, view)?;
    let (shape, flipped) = positive(view.shape(), &strides);
    let first = view.as_ptr().wrapping_offset(lowest(view.shape(), &strides));
    // SAFETY: the places of the view from the lowest on, which lives as long as what is returned; strides count items.
    let mut lent = unsafe { ArrayViewD::from_shape_ptr(shape, first) };
    flipped.into_iter().for_each(|axis| lent.invert_axis(Axis(axis)));
    Ok(lent)
}

/// Lends a view to `ndarray`, for writing.
///
/// # Errors
/// As [`lend`].
pub fn lend_mut<'a, T>(mut view: ArrayViewMut<'a, T>) -> Result<ArrayViewMutD<'a, T>> {
    let strides = item_strides(WHAT, &view.view())?;
    let (shape, flipped) = positive(view.shape(), &strides);
    let low = lowest(view.shape(), &strides);
    let first = view.as_mut_ptr().wrapping_offset(low);
    // SAFETY: as in `lend`; the view is given up, and its places do not overlap.
    let mut lent = unsafe { ArrayViewMutD::from_shape_ptr(shape, first) };
    flipped.into_iter().for_each(|axis| lent.invert_axis(Axis(axis)));
    Ok(lent)
}

#[cfg(test)]
mod tests {
    use numoxide_core::{NewAxis, s};

    use super::*;

    fn numbers() -> Array<i32> {
        Array::from_shape_vec([2, 3, 4], (0..24).collect()).unwrap()
    }

    /// One array in many layouts.
    fn strange() -> Vec<Array<i32>> {
        let a = numbers();
        vec![
            a.clone(),
            a.t(),
            a.slice(s![.., ..;-1, ..]).unwrap(),
            a.slice(s![..;-1, 1.., ..;-2]).unwrap().t(),
            a.slice(s![1, .., NewAxis, 2]).unwrap(),
            a.slice(s![0, 0, 0]).unwrap(),
            a.slice(s![.., 3.., ..]).unwrap(),
            a.slice(s![0, 0]).unwrap().broadcast_to([5, 4]).unwrap(),
        ]
    }

    #[test]
    fn every_layout_is_lent_and_comes_back() {
        for a in strange() {
            let view = a.view();
            let theirs = lend(&view).unwrap();
            assert_eq!((theirs.shape(), theirs.iter().copied().collect::<Vec<_>>()), (a.shape(), a.to_vec()));
            let ours = super::view(&theirs).unwrap();
            assert_eq!((ours.shape(), ours.to_vec(), ours.as_ptr()), (a.shape(), a.to_vec(), a.as_ptr()));
        }
    }

    #[test]
    fn every_layout_is_given_away_and_comes_back() {
        for a in strange() {
            let (shape, items) = (a.shape().to_vec(), a.to_vec());
            let theirs = export(a).unwrap();
            assert_eq!(
                (theirs.shape(), theirs.iter().copied().collect::<Vec<_>>()),
                (&shape[..], items.clone())
            );
            let ours = import(theirs).unwrap();
            assert_eq!((ours.shape(), ours.to_vec()), (&shape[..], items));
        }
    }

    #[test]
    fn a_vector_goes_to_and_fro_without_a_copy() {
        let vec: Vec<i32> = (0..6).collect();
        let place = vec.as_ptr();
        let a = Array::from_shape_vec([2, 3], vec).unwrap().t().slice(s![..;-1]).unwrap();
        let theirs = export(a).unwrap();
        assert_eq!(theirs.as_slice_memory_order().unwrap().as_ptr(), place);
        assert_eq!(theirs, ::ndarray::arr2(&[[2, 5], [1, 4], [0, 3]]).into_dyn());
        let mut ours = import(theirs).unwrap();
        ours[[0, 0]] = 7;
        assert_eq!((ours.to_vec(), ours.as_ptr()), (vec![7, 5, 1, 4, 0, 3], place.wrapping_add(2)));
        let shared = ours.clone();
        assert_ne!(export(ours).unwrap().as_ptr(), shared.as_ptr());
        // Memory of our own is copied once; so is what leaves a gap at the beginning.
        assert_eq!(export(Array::<f32>::ones([2, 2]).unwrap()).unwrap().sum(), 4.0);
        let tail = Array::from_vec(vec![1, 2, 3]).unwrap().slice(s![1..]).unwrap();
        assert_eq!(export(tail).unwrap().into_raw_vec_and_offset(), (vec![2, 3], Some(0)));
    }

    #[test]
    fn writing_goes_through() {
        let mut a = numbers();
        lend_mut(a.view_mut().slice(s![0, ..;-1, ..;2]).unwrap())
            .unwrap()
            .index_axis_mut(Axis(0), 0)
            .fill(-1);
        assert_eq!(a.slice(s![0, 2]).unwrap().to_vec(), [-1, 9, -1, 11]);
        let mut theirs = ::ndarray::arr2(&[[1, 2], [3, 4]]);
        theirs.invert_axis(Axis(0));
        view_mut(&mut theirs.view_mut()).unwrap().slice(s![0]).unwrap().fill(0);
        assert_eq!(theirs, ::ndarray::arr2(&[[0, 0], [1, 2]]));
    }

    #[test]
    fn fields_between_others_are_refused() {
        let dtype = numoxide_core::DType::parse("[('a', 'f8'), ('b', 'f4')]").unwrap();
        let field = numoxide_core::AnyArray::zeros([3], dtype).unwrap().field("b").unwrap();
        assert!(lend(&field.downcast::<f32>().unwrap().view()).is_ok(), "12 bytes are three items of 4");
        let dtype = numoxide_core::DType::parse("[('a', 'f4'), ('b', 'i2')]").unwrap();
        let field = numoxide_core::AnyArray::zeros([3], dtype).unwrap().field("a").unwrap();
        if let Ok(field) = field.downcast::<f32>() {
            assert!(lend(&field.view()).is_err());
        }
    }
}
