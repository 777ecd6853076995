//! Splitting arrays into views.

use super::axes::at_least_axes;
use crate::layout::{Slice, normalize_axis};
use crate::view::{Relayout, RelayoutExt};
use crate::{Error, Result, Strided};

/// Where to split: into so many equal parts, or in front of these places.
///
/// Functions take `impl Into<Sections>`: a number, or a list of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sections {
    /// Into this many parts.
    Equal(isize),
    /// In front of these places, with the meaning they have in a slice: negative ones count from the end,
    /// and those outside are clamped.
    At(Vec<isize>),
}

macro_rules! from_integers {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Sections {
            fn from(parts: $ty) -> Self {
                Sections::Equal(isize::try_from(parts).unwrap_or(isize::MAX))
            }
        }
        impl<const N: usize> From<[$ty; N]> for Sections {
            fn from(places: [$ty; N]) -> Self {
                Sections::from(&places[..])
            }
        }
        impl From<&[$ty]> for Sections {
            fn from(places: &[$ty]) -> Self {
                Sections::At(places.iter().map(|&at| isize::try_from(at).unwrap_or(isize::MAX)).collect())
            }
        }
        impl From<Vec<$ty>> for Sections {
            fn from(places: Vec<$ty>) -> Self {
                Sections::from(&places[..])
            }
        }
    )*};
}
from_integers!(i32 isize usize);

/// `a` in parts along `axis`: equal ones, or split in front of the places of a list. O(1) each.
/// NumPy: `split`.
///
/// # Errors
/// [`Error::Value`] if the axis does not divide into so many equal parts.
///
/// ```
/// use numoxide_core::{Array, split};
///
/// let a = Array::arange(0, 9, 1)?;
/// assert_eq!(split(&a, 3, 0)?[1].to_vec(), [3, 4, 5]);
/// let parts = split(&a, [2, 7, 20], 0)?;
/// assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [2, 5, 2, 0]);
/// assert!(split(&a, 4, 0).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn split<V: Strided>(a: &V, sections: impl Into<Sections>, axis: isize) -> Result<Vec<V>> {
    split_evenly("split", a, sections.into(), axis)
}

/// [`split`] that also takes a number of parts that does not divide the axis: the first parts are one place
/// longer. NumPy: `array_split`.
///
/// # Errors
/// [`Error::Value`] if the number of parts is not positive.
///
/// ```
/// use numoxide_core::{Array, array_split};
///
/// let parts = array_split(&Array::arange(0, 8, 1)?, 3, 0)?;
/// assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [3, 3, 2]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn array_split<V: Strided>(a: &V, sections: impl Into<Sections>, axis: isize) -> Result<Vec<V>> {
    parts("array_split", a, sections.into(), axis)
}

/// [`split`] along the second axis, or along the first of a 1-d array. NumPy: `hsplit`.
///
/// # Errors
/// As [`split`]; [`Error::Rank`] for 0-d arrays.
pub fn hsplit<V: Strided>(a: &V, sections: impl Into<Sections>) -> Result<Vec<V>> {
    at_least_axes("hsplit", a, 1, "at least one axis")?;
    split_evenly("hsplit", a, sections.into(), isize::from(a.the_layout().ndim() > 1))
}

/// [`split`] along the first axis of at least two. NumPy: `vsplit`.
///
/// # Errors
/// As [`split`]; [`Error::Rank`] if there are fewer than two axes.
pub fn vsplit<V: Strided>(a: &V, sections: impl Into<Sections>) -> Result<Vec<V>> {
    at_least_axes("vsplit", a, 2, "at least two axes")?;
    split_evenly("vsplit", a, sections.into(), 0)
}

/// [`split`] along the third axis. NumPy: `dsplit`.
///
/// # Errors
/// As [`split`]; [`Error::Rank`] if there are fewer than three axes.
pub fn dsplit<V: Strided>(a: &V, sections: impl Into<Sections>) -> Result<Vec<V>> {
    at_least_axes("dsplit", a, 3, "at least three axes")?;
    split_evenly("dsplit", a, sections.into(), 2)
}

/// The parts of `a` along `axis`, each without it: what [`stack`](crate::stack) joins. NumPy: `unstack`.
///
/// # Errors
/// [`Error::Axis`] if the axis does not exist.
///
/// ```
/// use numoxide_core::{array, unstack};
///
/// let columns = unstack(&array![[1, 2], [3, 4]], 1)?;
/// assert_eq!(columns[1].to_vec(), [2, 4]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn unstack<V: Strided>(a: &V, axis: isize) -> Result<Vec<V>> {
    let layout = a.the_layout();
    let axis = normalize_axis("unstack", axis, layout.ndim())?;
    (0..layout.shape()[axis])
        .map(|at| Ok(a.relayout(layout.narrowed(axis, at..at + 1).squeeze(Some(&[axis as isize]))?)))
        .collect()
}

fn split_evenly<V: Relayout>(op: &'static str, a: &V, sections: Sections, axis: isize) -> Result<Vec<V>> {
    if let Sections::Equal(count) = sections {
        let size = a.the_layout().shape()[normalize_axis(op, axis, a.the_layout().ndim())?];
        if count > 0 && !size.is_multiple_of(count as usize) {
            return Err(Error::value(
                op,
                format!("array split of {size} places does not result in {count} equal parts"),
            ));
        }
    }
    parts(op, a, sections, axis)
}

fn parts<V: Relayout>(op: &'static str, a: &V, sections: Sections, axis: isize) -> Result<Vec<V>> {
    let layout = a.the_layout();
    let axis = normalize_axis(op, axis, layout.ndim())?;
    let size = layout.shape()[axis];
    let part = |range| a.relayout(layout.narrowed(axis, range));
    match sections {
        Sections::Equal(count) if count <= 0 => {
            Err(Error::value(op, format!("number of sections must be larger than 0, not {count}")))
        }
        Sections::Equal(count) => {
            let count = count as usize;
            let (least, longer) = (size / count, size % count);
            let begin = |at: usize| at * least + at.min(longer);
            Ok((0..count).map(|at| part(begin(at)..begin(at + 1))).collect())
        }
        Sections::At(places) => {
            let starts = std::iter::once(Some(0)).chain(places.iter().copied().map(Some));
            let stops = places.iter().copied().map(Some).chain(std::iter::once(None));
            starts
                .zip(stops)
                .map(|(start, stop)| {
                    let (start, len) = Slice::new(start, stop, 1).resolve(size)?;
                    Ok(part(start..start + len))
                })
                .collect()
        }
    }
}
