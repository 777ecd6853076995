//! Views with strides of one's own choice. NumPy: `numpy.lib.stride_tricks`.
#![forbid(unsafe_code)]

pub use crate::shape::{broadcast_arrays, broadcast_shapes, broadcast_to};
pub use crate::view::as_strided_unchecked;

use crate::layout::{Axes, Layout, MAX_NDIM, normalize_axis};
use crate::view::{RelayoutExt, restrided};
use crate::{Error, Ints, MaybeAxes, Result, Strided};

/// `a` with another shape and other byte strides, from its first item on, where every place is an item of `a`.
/// O(1). NumPy: `as_strided`, which does not check; [`as_strided_unchecked`] does not either.
///
/// # Errors
/// [`Error::Value`] if a place could lie outside `a` or between its items: `a` must fill its memory without
/// gaps, in any order of axes. [`Error::Size`] if the shape does not fit, [`Error::Shape`] if shape and strides differ
/// in length.
///
/// ```
/// use numoxide_core::{array, stride_tricks::as_strided};
///
/// let a = array![1i64, 2, 3, 4];
/// assert_eq!(as_strided(&a, [3, 2], [8, 8])?.to_vec(), [1, 2, 2, 3, 3, 4]);
/// assert!(as_strided(&a, [4, 2], [8, 8]).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn as_strided<V: Strided>(a: &V, shape: impl Ints, strides: impl Ints) -> Result<V> {
    const OP: &str = "as_strided";
    let layout = restrided(OP, a, &shape, &strides)?;
    let size = a.the_itemsize();
    if layout.is_empty() {
        return Ok(a.relayout(layout));
    }
    let (memory, wanted) = (a.the_layout().extent(size), checked_extent(&layout, size));
    let inside = match (memory, wanted) {
        (Some(memory), Some(wanted)) => memory.0 <= wanted.0 && wanted.1 <= memory.1,
        _ => false,
    };
    if !inside {
        return Err(Error::value(OP, "the strides lead out of the array"));
    }
    let between = layout.strides.iter().any(|stride| size != 0 && stride % size as isize != 0);
    if between || !is_dense(a.the_layout(), size) {
        return Err(Error::value(OP, "the strides could lead between the items of the array"));
    }
    Ok(a.relayout(layout))
}

/// [`Layout::extent`] of a layout that may overflow.
fn checked_extent(layout: &Layout, itemsize: usize) -> Option<(isize, isize)> {
    let (mut low, mut high) = (layout.offset, layout.offset);
    for (&size, &stride) in layout.shape.iter().zip(layout.strides.iter()) {
        let reach = (size as isize - 1).checked_mul(stride)?;
        if reach < 0 { low = low.checked_add(reach)? } else { high = high.checked_add(reach)? }
    }
    Some((low, high.checked_add(itemsize as isize)?))
}

/// Whether the items fill their memory without gaps.
fn is_dense(layout: &Layout, itemsize: usize) -> bool {
    let axes = layout.shape.iter().zip(layout.strides.iter()).filter(|&(&size, _)| size > 1);
    let mut axes: Vec<(usize, usize)> = axes.map(|(&size, &stride)| (stride.unsigned_abs(), size)).collect();
    axes.sort_unstable();
    let mut expected = itemsize;
    axes.into_iter().all(|(stride, size)| {
        let fits = stride == expected;
        expected *= size;
        fits
    })
}

/// Windows of `a` at every place: the last axes of the result are those of the window. `axes` names the axes along
/// which the window lies, `None` means all; an axis may be named several times. O(1).
/// NumPy: `sliding_window_view`.
///
/// # Errors
/// [`Error::Value`] if a window is larger than its axis, negative, or there is not one size per axis.
///
/// ```
/// use numoxide_core::{array, stride_tricks::sliding_window_view};
///
/// let a = array![1, 2, 3, 4];
/// assert_eq!(sliding_window_view(&a, 3, None)?.to_vec(), [1, 2, 3, 2, 3, 4]);
/// assert!(sliding_window_view(&a, 5, 0).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn sliding_window_view<V: Strided>(a: &V, window: impl Ints, axes: impl MaybeAxes) -> Result<V> {
    const OP: &str = "sliding_window_view";
    let window = window.ints();
    let layout = a.the_layout();
    let axes: Axes<usize> = match axes.axes() {
        None => (0..layout.ndim()).collect(),
        Some(axes) => axes
            .iter()
            .map(|&axis| normalize_axis(OP, axis, layout.ndim()))
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .collect(),
    };
    if window.len() != axes.len() {
        let what = format!("{} window sizes for {} axes", window.len(), axes.len());
        return Err(Error::value(OP, what));
    }
    if layout.ndim() + window.len() > MAX_NDIM {
        let what = format!("{} axes, at most {MAX_NDIM} are possible", layout.ndim() + window.len());
        return Err(Error::size(OP, what));
    }
    let mut windows = layout.clone();
    for (&axis, &size) in axes.iter().zip(window.iter()) {
        let size = usize::try_from(size)
            .map_err(|_| Error::value(OP, "window shape cannot contain negative values"))?;
        // A window of no places fits once more than there are places.
        let places = (windows.shape[axis] + 1)
            .checked_sub(size)
            .ok_or_else(|| Error::value(OP, "window shape cannot be larger than input array shape"))?;
        if places == 0 {
            return Err(Error::value(OP, "window shape cannot be larger than input array shape"));
        }
        windows.shape[axis] = places;
        windows.shape.push(size);
        windows.strides.push(layout.strides[axis]);
    }
    crate::layout::checked_bytes(OP, &windows.shape, a.the_itemsize())?;
    Ok(a.relayout(windows))
}
