//! Axes moved, added, dropped, turned round: views of the same items.

use crate::layout::{normalize_axes, normalize_axis};
use crate::shape::missing_axes;
use crate::view::{Relayout, RelayoutExt};
use crate::{Array, AsView, Error, Ints, MaybeAxes, Order, Result, Strided};

/// The axes of `a` in the order `axes`; `None` reverses them. O(1). NumPy: `transpose`.
///
/// # Errors
/// If `axes` is not a permutation of all axes.
///
/// ```
/// use numoxide_core::{array, transpose};
///
/// let a = array![[[1, 2, 3], [4, 5, 6]]];
/// assert_eq!(transpose(&a, None)?.shape(), [3, 2, 1]);
/// assert_eq!(transpose(&a, [1, 0, -1])?.shape(), [2, 1, 3]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn transpose<V: Strided>(a: &V, axes: impl MaybeAxes) -> Result<V> {
    let layout = match axes.axes() {
        None => a.the_layout().reversed(),
        Some(axes) => a.the_layout().permute(&axes)?,
    };
    Ok(a.relayout(layout))
}

/// The axes of `a` in the order `axes`. O(1). NumPy: `permute_dims`.
///
/// # Errors
/// If `axes` is not a permutation of all axes.
pub fn permute_dims<V: Strided>(a: &V, axes: impl MaybeAxes) -> Result<V> {
    transpose(a, axes)
}

/// The last two axes of `a` exchanged. O(1). NumPy: `matrix_transpose`.
///
/// # Errors
/// If there are fewer than two axes.
///
/// ```
/// use numoxide_core::{array, matrix_transpose};
///
/// assert_eq!(matrix_transpose(&array![[[1, 2, 3], [4, 5, 6]]])?.shape(), [1, 3, 2]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn matrix_transpose<V: Strided>(a: &V) -> Result<V> {
    at_least_axes("matrix_transpose", a, 2, "at least two axes")?;
    swapaxes(a, -1, -2)
}

/// Two axes of `a` exchanged. O(1). NumPy: `swapaxes`.
///
/// # Errors
/// If an axis is out of range.
pub fn swapaxes<V: Strided>(a: &V, axis1: isize, axis2: isize) -> Result<V> {
    Ok(a.relayout(a.the_layout().swapaxes(axis1, axis2)?))
}

/// The axes `source` of `a` moved to the places `destination`; the others keep their order. O(1).
/// NumPy: `moveaxis`.
///
/// # Errors
/// If the lists differ in length, or an axis is out of range or named twice.
///
/// ```
/// use numoxide_core::{Array, moveaxis};
///
/// let a = Array::<f64>::zeros([3, 4, 5])?;
/// assert_eq!(moveaxis(&a, 0, -1)?.shape(), [4, 5, 3]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn moveaxis<V: Strided>(a: &V, source: impl Ints, destination: impl Ints) -> Result<V> {
    Ok(a.relayout(a.the_layout().moveaxis(&source.ints(), &destination.ints())?))
}

/// The axis `axis` of `a` moved in front of the axis that is at `start` now; 0 is NumPy's default. O(1).
/// NumPy: `rollaxis`.
///
/// # Errors
/// If the axis is out of range, or `start` is not in `-ndim..=ndim`.
///
/// ```
/// use numoxide_core::{Array, rollaxis};
///
/// let a = Array::<f64>::zeros([3, 4, 5, 6])?;
/// assert_eq!(rollaxis(&a, 3, 1)?.shape(), [3, 6, 4, 5]);
/// assert_eq!(rollaxis(&a, 1, 4)?.shape(), [3, 5, 6, 4]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn rollaxis<V: Strided>(a: &V, axis: isize, start: isize) -> Result<V> {
    const OP: &str = "rollaxis";
    let ndim = a.the_layout().ndim() as isize;
    let axis = normalize_axis(OP, axis, ndim as usize)? as isize;
    if start < -ndim || start > ndim {
        return Err(Error::Axis { op: OP, axis: start, ndim: ndim as usize });
    }
    let start = if start < 0 { start + ndim } else { start };
    // Once the axis is taken out, what follows it has moved one place to the front.
    moveaxis(a, axis, if axis < start { start - 1 } else { start })
}

/// `a` without axes of size 1: those named, or all of them. O(1). NumPy: `squeeze`.
///
/// # Errors
/// If a named axis is out of range, named twice, or of another size.
pub fn squeeze<V: Strided>(a: &V, axes: impl MaybeAxes) -> Result<V> {
    Ok(a.relayout(a.the_layout().squeeze(axes.axes().as_deref())?))
}

/// `a` with new axes of size 1 at the places `axes` of the result. O(1). NumPy: `expand_dims`.
///
/// # Errors
/// If an axis is out of range of the result or named twice.
pub fn expand_dims<V: Strided>(a: &V, axes: impl Ints) -> Result<V> {
    Ok(a.relayout(a.the_layout().expand_dims(&axes.ints())?))
}

/// The diagonal of `a`, `offset` places right of the main one, along `axis1` and `axis2`, as a last axis.
/// O(1). NumPy: `diagonal`.
///
/// # Errors
/// If there are fewer than two axes, or the two are the same.
pub fn diagonal<V: Strided>(a: &V, offset: isize, axis1: isize, axis2: isize) -> Result<V> {
    Ok(a.relayout(a.the_layout().diagonal(offset, axis1, axis2)?))
}

/// The items of `a` in reverse order along `axes`, or along all. O(1). NumPy: `flip`.
///
/// # Errors
/// If an axis is out of range or named twice.
///
/// ```
/// use numoxide_core::{array, flip};
///
/// let a = array![[1, 2], [3, 4]];
/// assert_eq!(flip(&a, None)?.to_vec(), [4, 3, 2, 1]);
/// assert_eq!(flip(&a, -1)?.to_vec(), [2, 1, 4, 3]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn flip<V: Strided>(a: &V, axes: impl MaybeAxes) -> Result<V> {
    let layout = a.the_layout();
    let flipped = match axes.axes() {
        None => layout.flipped(0..layout.ndim()),
        Some(axes) => layout.flipped(normalize_axes("flip", &axes, layout.ndim())?.iter().copied()),
    };
    Ok(a.relayout(flipped))
}

/// The rows of `a` in reverse order. O(1). NumPy: `flipud`.
///
/// # Errors
/// If there are no axes.
pub fn flipud<V: Strided>(a: &V) -> Result<V> {
    at_least_axes("flipud", a, 1, "at least one axis")?;
    flip(a, 0)
}

/// The columns of `a` in reverse order. O(1). NumPy: `fliplr`.
///
/// # Errors
/// If there are fewer than two axes.
pub fn fliplr<V: Strided>(a: &V) -> Result<V> {
    at_least_axes("fliplr", a, 2, "at least two axes")?;
    flip(a, 1)
}

/// `a` turned `k` times by 90 degrees in the plane of `axes`, from the first towards the second. O(1).
/// NumPy: `rot90`, whose defaults are `k=1, axes=(0, 1)`.
///
/// # Errors
/// If the axes are out of range or the same.
///
/// ```
/// use numoxide_core::{array, rot90};
///
/// assert_eq!(rot90(&array![[1, 2], [3, 4]], 1, [0, 1])?.to_vec(), [2, 4, 1, 3]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn rot90<V: Strided>(a: &V, k: isize, axes: [isize; 2]) -> Result<V> {
    let layout = a.the_layout();
    at_least_axes("rot90", a, 2, "at least two axes")?;
    let axes = normalize_axes("rot90", &axes, layout.ndim())?;
    let (from, to) = (axes[0], axes[1]);
    let swapped = |layout: crate::Layout| layout.swapaxes(from as isize, to as isize);
    Ok(a.relayout(match k.rem_euclid(4) {
        0 => layout.clone(),
        1 => swapped(layout.flipped([to]))?,
        2 => layout.flipped([from, to]),
        _ => swapped(layout.clone())?.flipped([to]),
    }))
}

/// `a` with at least one axis. O(1). NumPy: `atleast_1d`.
#[must_use]
pub fn atleast_1d<V: Strided>(a: &V) -> V {
    at_least(a, 1)
}

/// `a` with at least two axes: new ones come first. O(1). NumPy: `atleast_2d`.
#[must_use]
pub fn atleast_2d<V: Strided>(a: &V) -> V {
    at_least(a, 2)
}

/// `a` with at least three axes: a 1-d array becomes a row of a plane, a 2-d one gets a last axis. O(1).
/// NumPy: `atleast_3d`.
///
/// ```
/// use numoxide_core::{array, atleast_3d};
///
/// assert_eq!(atleast_3d(&array![1, 2]).shape(), [1, 2, 1]);
/// assert_eq!(atleast_3d(&array![[1, 2]]).shape(), [1, 2, 1]);
/// ```
#[must_use]
pub fn atleast_3d<V: Strided>(a: &V) -> V {
    at_least(a, 3)
}

fn at_least<V: Strided>(a: &V, ndim: usize) -> V {
    let layout = a.the_layout().expand_dims(&missing_axes(a.the_layout().ndim(), ndim));
    a.relayout(layout.expect("the new axes are in range"))
}

pub(super) fn at_least_axes<V: Relayout>(
    op: &'static str,
    a: &V,
    least: usize,
    expected: &'static str,
) -> Result<()> {
    let found = a.the_layout().ndim();
    if found < least { Err(Error::Rank { op, expected, found }) } else { Ok(()) }
}

/// The items of `a` with another shape, in row-major order; one size may be -1. An array shares its memory where
/// the strides allow it, anything else is copied where they do not. NumPy: `reshape`.
///
/// # Errors
/// [`Error::Reshape`] if the items do not fit.
pub fn reshape<T: Clone + 'static>(a: &Array<T>, shape: impl Ints) -> Result<Array<T>> {
    a.reshape(shape)
}

/// All items of `a` along one axis, in row-major order; shares the memory where the strides allow it.
/// NumPy: `ravel`.
///
/// # Errors
/// [`Error::OutOfMemory`] if a copy is needed.
pub fn ravel<T: Clone + 'static>(a: &Array<T>) -> Result<Array<T>> {
    a.ravel()
}

/// All items of `a` along one axis, in `order`, in memory of their own. NumPy: `ndarray.flatten`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::{Order, array, flatten};
///
/// let a = array![[1, 2], [3, 4]];
/// assert_eq!(flatten(&a, Order::C)?.to_vec(), [1, 2, 3, 4]);
/// assert_eq!(flatten(&a, Order::F)?.to_vec(), [1, 3, 2, 4]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn flatten<T: Clone + 'static>(a: impl AsView<T>, order: Order) -> Result<Array<T>> {
    let copy = a.as_view().copy(order)?;
    let flat = match order {
        Order::C => Order::C,
        Order::F => Order::F,
        // The order of memory: what the copy has kept.
        Order::A => {
            if copy.is_c_contiguous() {
                Order::C
            } else {
                Order::F
            }
        }
        Order::K => return Ok(copy.with_layout(memory_run(copy.len(), size_of::<T>()))),
    };
    copy.reshape_order(-1, flat)
}

/// The items of a fresh copy, as they lie in memory.
fn memory_run(len: usize, itemsize: usize) -> crate::Layout {
    crate::Layout::contiguous_unchecked(&[len], itemsize, Order::C)
}
