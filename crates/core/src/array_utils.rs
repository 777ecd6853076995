//! What code that works on arrays needs to know of them: axes counted from the front, addresses.
//! NumPy: `numpy.lib.array_utils`.
#![forbid(unsafe_code)]

use crate::layout::normalize_axes;
use crate::{AnyView, Ints, Result};

/// `axis` counted from the front, for an array of `ndim` axes. NumPy: `normalize_axis_index`.
///
/// # Errors
/// [`Error::Axis`](crate::Error::Axis) if there is no such axis.
///
/// ```
/// use numoxide_core::array_utils::normalize_axis_index;
///
/// assert_eq!(normalize_axis_index(-1, 3)?, 2);
/// assert!(normalize_axis_index(3, 3).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn normalize_axis_index(axis: isize, ndim: usize) -> Result<usize> {
    crate::layout::normalize_axis("normalize_axis_index", axis, ndim)
}

/// All of `axes` counted from the front, for an array of `ndim` axes; `allow_duplicate` says whether one may be named
/// twice. NumPy: `normalize_axis_tuple`.
///
/// # Errors
/// [`Error::Axis`](crate::Error::Axis) if there is no such axis, [`Error::DuplicateAxis`](crate::Error::DuplicateAxis).
///
/// ```
/// use numoxide_core::array_utils::normalize_axis_tuple;
///
/// assert_eq!(normalize_axis_tuple([-1, 0], 3, false)?, [2, 0]);
/// assert!(normalize_axis_tuple([0, -3], 3, false).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn normalize_axis_tuple(axes: impl Ints, ndim: usize, allow_duplicate: bool) -> Result<Vec<usize>> {
    const OP: &str = "normalize_axis_tuple";
    let axes = axes.ints();
    if allow_duplicate {
        return axes.iter().map(|&axis| crate::layout::normalize_axis(OP, axis, ndim)).collect();
    }
    Ok(normalize_axes(OP, &axes, ndim)?.to_vec())
}

/// The addresses of the first byte of the items and of the byte after the last, whatever the strides; for no items
/// twice the first. NumPy: `byte_bounds`.
///
/// ```
/// use numoxide_core::{array, array_utils::byte_bounds, s};
///
/// let a = array![1.0, 2.0, 3.0];
/// let (low, high) = byte_bounds(&a);
/// assert_eq!(high - low, 24);
/// assert_eq!(byte_bounds(&a.slice(s![..;-1])?), (low, high));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn byte_bounds<'a>(a: impl Into<AnyView<'a>>) -> (usize, usize) {
    let a = a.into();
    let first = a.as_ptr() as usize;
    let (low, high) = a.layout().extent(a.itemsize()).unwrap_or((0, 0));
    (first.wrapping_add_signed(low), first.wrapping_add_signed(high))
}
