//! Adding and removing places: append, insert, delete, trim_zeros.

use super::join::{flat, join};
use crate::driver::Run;
use crate::layout::{Slice, normalize_axes, normalize_axis};
use crate::view::{Fresh, Items, RelayoutExt};
use crate::{Array, AsView, Error, MaybeAxes, Result, Scalar};

/// Places along one axis: one, a list, a slice, or a mask.
///
/// Functions take `impl Into<Places>`: an integer, a list of integers (negative ones count from the end), a
/// [`Slice`](crate::layout::Slice) or range, or a list of `bool`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Places {
    /// One place.
    One(isize),
    /// Several, in this order.
    Many(Vec<isize>),
    /// Those of a slice.
    Slice(Slice),
    /// Those where the mask is true.
    Mask(Vec<bool>),
}

macro_rules! from_integers {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Places {
            fn from(place: $ty) -> Self {
                Places::One(isize::try_from(place).unwrap_or(isize::MAX))
            }
        }
        impl<const N: usize> From<[$ty; N]> for Places {
            fn from(places: [$ty; N]) -> Self {
                Places::from(&places[..])
            }
        }
        impl From<&[$ty]> for Places {
            fn from(places: &[$ty]) -> Self {
                Places::Many(places.iter().map(|&at| isize::try_from(at).unwrap_or(isize::MAX)).collect())
            }
        }
        impl From<Vec<$ty>> for Places {
            fn from(places: Vec<$ty>) -> Self {
                Places::from(&places[..])
            }
        }
        impl From<std::ops::Range<$ty>> for Places {
            fn from(range: std::ops::Range<$ty>) -> Self {
                let bound = |at: $ty| Some(isize::try_from(at).unwrap_or(isize::MAX));
                Places::Slice(Slice::new(bound(range.start), bound(range.end), 1))
            }
        }
    )*};
}
from_integers!(i32 i64 isize usize);

impl From<Slice> for Places {
    fn from(slice: Slice) -> Self {
        Places::Slice(slice)
    }
}

impl<const N: usize> From<[bool; N]> for Places {
    fn from(mask: [bool; N]) -> Self {
        Places::Mask(mask.to_vec())
    }
}

impl From<&[bool]> for Places {
    fn from(mask: &[bool]) -> Self {
        Places::Mask(mask.to_vec())
    }
}

impl From<Vec<bool>> for Places {
    fn from(mask: Vec<bool>) -> Self {
        Places::Mask(mask)
    }
}

impl Places {
    /// The places counted from the front; `limit` is the first that is out of range.
    fn resolve(&self, axis: usize, len: usize, limit: usize) -> Result<Vec<usize>> {
        let from_front = |index: isize| {
            let at = if index < 0 { index.checked_add(len as isize) } else { Some(index) };
            match at {
                Some(at) if at >= 0 && (at as usize) < limit => Ok(at as usize),
                _ => Err(Error::Index { index, axis, len }),
            }
        };
        match self {
            Places::One(index) => Ok(vec![from_front(*index)?]),
            Places::Many(list) => list.iter().map(|&index| from_front(index)).collect(),
            Places::Slice(slice) => {
                let (start, count) = slice.resolve(len)?;
                Ok((0..count as isize).map(|k| (start as isize + k * slice.step) as usize).collect())
            }
            Places::Mask(mask) if mask.len() != len => {
                Err(Error::MaskShape { mask: vec![mask.len()], shape: vec![len] })
            }
            Places::Mask(mask) => Ok((0..len).filter(|&at| mask[at]).collect()),
        }
    }
}

/// `values` after `a` along `axis`; `None` joins all items of both. NumPy: `append`.
///
/// # Errors
/// As [`concatenate`](crate::concatenate).
///
/// ```
/// use numoxide_core::{append, array};
///
/// assert_eq!(append(array![[1, 2]], array![[3, 4]], 0)?.shape(), [2, 2]);
/// assert_eq!(append(array![[1, 2]], 3, None)?.to_vec(), [1, 2, 3]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn append<T: Clone + 'static>(
    a: impl AsView<T>,
    values: impl AsView<T>,
    axis: impl Into<Option<isize>>,
) -> Result<Array<T>> {
    let pieces = [a.as_view().into(), values.as_view().into()];
    Ok(join("append", &pieces, axis.into())?.typed())
}

/// `a` without the places along `axis`; `None` takes the flattened array. NumPy: `delete`.
///
/// # Errors
/// [`Error::Index`] if a place is out of range, [`Error::MaskShape`] if a mask has another length.
///
/// ```
/// use numoxide_core::{array, delete};
///
/// let a = array![[1, 2, 3], [4, 5, 6]];
/// assert_eq!(delete(&a, 1, 1)?.to_vec(), [1, 3, 4, 6]);
/// assert_eq!(delete(&a, [0, -1], None)?.to_vec(), [2, 3, 4, 5]);
/// assert_eq!(delete(&a, 1..3, 1)?.to_vec(), [1, 4]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn delete<T: Clone + 'static>(
    a: impl AsView<T>,
    places: impl Into<Places>,
    axis: impl Into<Option<isize>>,
) -> Result<Array<T>> {
    Ok(delete_items(a.as_view().into(), &places.into(), axis.into())?.typed())
}

fn delete_items(items: Items<'_>, places: &Places, axis: Option<isize>) -> Result<Fresh> {
    const OP: &str = "delete";
    let Some(axis) = axis else { return delete_items(flat(&items)?.items(), places, Some(0)) };
    let axis = normalize_axis(OP, axis, items.ndim())?;
    let size = items.shape()[axis];
    let mut gone = places.resolve(axis, size, size)?;
    gone.sort_unstable();
    let starts = std::iter::once(0).chain(gone.iter().map(|&at| at + 1));
    let stops = gone.iter().copied().chain(std::iter::once(size));
    let kept: Vec<Run> = starts
        .zip(stops)
        .filter(|(start, stop)| start < stop)
        .map(|(start, stop)| Run::of(start..stop))
        .collect();
    items.picked(OP, axis, &kept)
}

/// `a` with `values` in front of the places along `axis`; `None` takes the flattened array. At one place, all
/// values along the axis are inserted; at several, one each, or the one there is. Values broadcast.
/// NumPy: `insert`.
///
/// # Errors
/// [`Error::Index`] if a place is out of range, [`Error::Broadcast`] if the values do not fit.
///
/// ```
/// use numoxide_core::{array, insert};
///
/// let a = array![[1, 2], [3, 4]];
/// assert_eq!(insert(&a, 1, 9, 1)?.to_vec(), [1, 9, 2, 3, 9, 4]);
/// assert_eq!(insert(&a, [0, 4], array![7, 8], None)?.to_vec(), [7, 1, 2, 3, 4, 8]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn insert<T: Clone + 'static>(
    a: impl AsView<T>,
    places: impl Into<Places>,
    values: impl AsView<T>,
    axis: impl Into<Option<isize>>,
) -> Result<Array<T>> {
    Ok(insert_items(a.as_view().into(), &places.into(), values.as_view().into(), axis.into())?.typed())
}

fn insert_items(items: Items<'_>, places: &Places, values: Items<'_>, axis: Option<isize>) -> Result<Fresh> {
    const OP: &str = "insert";
    let Some(axis) = axis else { return insert_items(flat(&items)?.items(), places, values, Some(0)) };
    let axis = normalize_axis(OP, axis, items.ndim())?;
    let size = items.shape()[axis];
    let places_at = match places {
        // As in NumPy a mask may have any length, for there is one place more than items.
        Places::Mask(mask) => Places::Many(
            (0..).zip(mask).filter_map(|(at, &is)| is.then_some(at)).collect(),
        )
        .resolve(axis, size, size + 1)?,
        _ => places.resolve(axis, size, size + 1)?,
    };
    let mut shape = items.layout().shape.clone();
    let values = if places_at.len() == 1 {
        let values = block_of_values(values, items.ndim(), axis, matches!(places, Places::One(_)))?;
        shape[axis] = values.shape()[axis];
        values
    } else {
        shape[axis] = places_at.len();
        // To a line that takes nothing all is nothing that has no items along its last axis.
        match (&shape[..], values.shape()) {
            ([0], [.., 0]) => {
                let layout = values.layout().clone();
                let line = (1..values.ndim()).fold(layout, |layout, _| layout.without(0));
                values.relayout(line)
            }
            _ => values,
        }
    };
    let values = values.fitting(OP, &shape)?;
    if let [at] = places_at[..] {
        return Items::join(
            OP,
            &[part(&items, axis, 0..at), values.clone(), part(&items, axis, at..size)],
            axis,
        );
    }
    let mut order: Vec<usize> = (0..places_at.len()).collect();
    order.sort_by_key(|&k| places_at[k]);
    let mut pieces = Vec::with_capacity(2 * order.len() + 1);
    let mut done = 0;
    for k in order {
        pieces.push(part(&items, axis, done..places_at[k]));
        pieces.push(part(&values, axis, k..k + 1));
        done = places_at[k];
    }
    pieces.push(part(&items, axis, done..size));
    Items::join(OP, &pieces, axis)
}

/// The places `range` of `axis`.
fn part<'a>(items: &Items<'a>, axis: usize, range: std::ops::Range<usize>) -> Items<'a> {
    items.relayout(items.layout().narrowed(axis, range))
}

/// The values for a single place, with at least as many axes as the array. For a place given as a number their first
/// axis lies along `axis`, as in an assignment to `a[..., place, ...]`.
fn block_of_values(values: Items<'_>, ndim: usize, axis: usize, is_number: bool) -> Result<Items<'_>> {
    let leading = ndim.saturating_sub(values.ndim());
    let values = values.expand_dims((0..leading).collect::<Vec<_>>())?;
    if is_number { values.moveaxis(0, axis) } else { Ok(values) }
}

/// From which ends [`trim_zeros`] takes zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trim {
    /// From both: NumPy's `'fb'`.
    #[default]
    Both,
    /// From the front: `'f'`.
    Front,
    /// From the back: `'b'`.
    Back,
}

/// The smallest part of `a` along `axes` (or all axes) that leaves out nothing but zeros. O(1) to keep.
/// NumPy: `trim_zeros`.
///
/// # Errors
/// If an axis is out of range or named twice.
///
/// ```
/// use numoxide_core::{Trim, array, trim_zeros};
///
/// let a = array![0, 0, 1, 0, 2, 0];
/// assert_eq!(trim_zeros(&a, Trim::Both, None)?.to_vec(), [1, 0, 2]);
/// assert_eq!(trim_zeros(&a, Trim::Front, None)?.to_vec(), [1, 0, 2, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn trim_zeros<T: Scalar>(a: &Array<T>, ends: Trim, axes: impl MaybeAxes) -> Result<Array<T>> {
    let ndim = a.ndim();
    let axes = match axes.axes() {
        Some(axes) => normalize_axes("trim_zeros", &axes, ndim)?,
        None => (0..ndim).collect(),
    };
    let mut layout = a.layout().clone();
    for &axis in axes.iter() {
        let size = a.shape()[axis];
        let is_zero = |at: usize| {
            a.with_layout(a.layout().narrowed(axis, at..at + 1)).iter().all(|item| *item == T::ZERO)
        };
        let first = (0..size).find(|&at| !is_zero(at));
        let range = match first {
            // Nothing but zeros.
            None => 0..0,
            Some(first) => {
                let last = (first..size).rev().find(|&at| !is_zero(at)).unwrap_or(first);
                let start = if ends == Trim::Back { 0 } else { first };
                start..if ends == Trim::Front { size } else { last + 1 }
            }
        };
        layout = layout.narrowed(axis, range);
    }
    Ok(a.with_layout(layout))
}
