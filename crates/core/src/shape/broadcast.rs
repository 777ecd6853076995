//! Broadcasting as functions.

use crate::ints::sizes;
use crate::layout::broadcast_shapes as common_shape;
use crate::view::RelayoutExt;
use crate::{Ints, Result, Strided};

const OP: &str = "broadcast_arrays";

/// The shape that arrays of all these shapes broadcast to. NumPy: `broadcast_shapes`.
///
/// # Errors
/// [`Error::Broadcast`](crate::Error::Broadcast) if a size differs and neither is 1.
///
/// ```
/// use numoxide_core::broadcast_shapes;
///
/// assert_eq!(broadcast_shapes(&[&[1, 2][..], &[3, 1]])?, [3, 2]);
/// assert!(broadcast_shapes(&[[2], [3]]).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn broadcast_shapes<S: Ints>(shapes: impl AsRef<[S]>) -> Result<Vec<usize>> {
    const OP: &str = "broadcast_shapes";
    let shapes = shapes.as_ref().iter().map(|shape| sizes(OP, shape)).collect::<Result<Vec<_>>>()?;
    let shapes: Vec<&[usize]> = shapes.iter().map(|shape| &shape[..]).collect();
    Ok(common_shape(OP, &shapes)?.to_vec())
}

/// The items of `a` seen with a larger shape. O(1). NumPy: `broadcast_to`.
///
/// # Errors
/// [`Error::Broadcast`](crate::Error::Broadcast) if the shape cannot be had that way.
pub fn broadcast_to<V: Strided>(a: &V, shape: impl Ints) -> Result<V> {
    const OP: &str = "broadcast_to";
    Ok(a.relayout(a.the_layout().broadcast_to(OP, &sizes(OP, &shape)?)?))
}

/// The arrays, all seen with the shape they broadcast to. O(1) each. NumPy: `broadcast_arrays`.
///
/// # Errors
/// [`Error::Broadcast`](crate::Error::Broadcast) if the shapes do not fit.
///
/// ```
/// use numoxide_core::{array, broadcast_arrays};
///
/// let (row, column) = (array![[1, 2, 3]], array![[4], [5]]);
/// let both = broadcast_arrays([row, column])?;
/// assert_eq!(both[0].shape(), [2, 3]);
/// assert_eq!(both[1].to_vec(), [4, 4, 4, 5, 5, 5]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn broadcast_arrays<V: Strided>(arrays: impl AsRef<[V]>) -> Result<Vec<V>> {
    let arrays = arrays.as_ref();
    let shapes: Vec<&[usize]> = arrays.iter().map(|array| array.the_layout().shape()).collect();
    let shape = common_shape(OP, &shapes)?;
    arrays.iter().map(|array| Ok(array.relayout(array.the_layout().broadcast_to(OP, &shape)?))).collect()
}
