//! Where items lie, in the words of libraries that count in items instead of bytes.

use numoxide_core::{AnyArray, Array, ArrayView, Buffer, Element, Layout};

use crate::{Error, Result};

/// The strides of a view in items. Those of axes that lead nowhere are 0.
///
/// # Errors
/// [`Error::Foreign`] if they are no whole number of items, as of fields of structs.
pub(super) fn item_strides<T>(what: &'static str, view: &ArrayView<'_, T>) -> Result<Vec<isize>> {
    let size = size_of::<T>().max(1) as isize;
    let stride = |(&len, &stride): (&usize, &isize)| match len {
        0 | 1 => Ok(0),
        _ if stride % size == 0 => Ok(stride / size),
        _ => Err(Error::Foreign { what, why: "the strides are no whole number of items" }),
    };
    view.shape().iter().zip(view.strides()).map(stride).collect()
}

/// The strides in bytes.
pub(super) fn byte_strides<T>(strides: &[isize]) -> Vec<isize> {
    strides.iter().map(|stride| stride * size_of::<T>() as isize).collect()
}

/// Rows and columns, and the strides from one to the next in items. One axis is a single column.
///
/// # Errors
/// [`numoxide_core::Error::Rank`] for any other number of axes; as [`item_strides`].
#[cfg(any(feature = "nalgebra", feature = "faer"))]
pub(super) fn matrix<T>(what: &'static str, view: &ArrayView<'_, T>) -> Result<([usize; 2], [isize; 2])> {
    let strides = item_strides(what, view)?;
    match (view.shape(), &strides[..]) {
        (&[rows], &[stride]) => Ok(([rows, 1], [stride, 0])),
        (&[rows, columns], &[down, across]) => Ok(([rows, columns], [down, across])),
        _ => Err(numoxide_core::Error::Rank { op: what, expected: "1 or 2 axes", found: view.ndim() }.into()),
    }
}

/// An array over the memory of an owner.
///
/// # Safety
/// As [`Buffer::foreign`]; every index within the shape must lead to an initialised item in the `bytes` from `first` on.
#[cfg(feature = "faer")]
pub(super) unsafe fn over<T: Element>(
    first: *mut T,
    bytes: usize,
    owner: impl Send + Sync + 'static,
    layout: Layout,
) -> Result<Array<T>> {
    let Some(first) = std::ptr::NonNull::new(first.cast::<u8>()) else {
        return Ok(Array::zeros(layout.shape())?);
    };
    // SAFETY: by contract.
    let array = unsafe {
        let buffer = Buffer::foreign(first, bytes, true, Box::new(owner))?;
        AnyArray::from_buffer(buffer, layout, T::dtype())?
    };
    Ok(array.try_into()?)
}

/// An array over a vector, which can be taken out again.
///
/// # Safety
/// Every index within the shape must lead to an item of the vector.
#[cfg(any(feature = "ndarray", feature = "nalgebra"))]
pub(super) unsafe fn over_vec<T: Element>(items: Vec<T>, layout: Layout) -> Result<Array<T>> {
    let buffer = Buffer::from_vec(items)?;
    // SAFETY: by contract; a vector's items are initialised and aligned.
    Ok(unsafe { AnyArray::from_buffer(buffer, layout, T::dtype())? }.try_into()?)
}
