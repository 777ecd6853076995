//! Repeating: repeat, tile, resize.

use super::join::flat;
use crate::driver::Run;
use crate::ints::sizes;
use crate::layout::{Axes, checked_bytes, normalize_axis};
use crate::view::{Fresh, Items};
use crate::{AnyArray, Array, AsView, Error, Ints, Order, Result};

/// How often to repeat: each place as often, or every place as its own count says.
///
/// Functions take `impl Into<Repeats>`: a number, a list of numbers, or an array of them.
#[derive(Clone, Debug)]
pub enum Repeats {
    /// Every place this often.
    Each(isize),
    /// One count per place, along one axis; a single one is for all.
    PerPlace(Array<i64>),
}

impl From<Array<i64>> for Repeats {
    fn from(counts: Array<i64>) -> Self {
        Repeats::PerPlace(counts)
    }
}

impl From<&Array<i64>> for Repeats {
    fn from(counts: &Array<i64>) -> Self {
        Repeats::PerPlace(counts.clone())
    }
}

macro_rules! from_integers {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Repeats {
            fn from(count: $ty) -> Self {
                Repeats::Each(isize::try_from(count).unwrap_or(isize::MAX))
            }
        }
        impl<const N: usize> From<[$ty; N]> for Repeats {
            fn from(counts: [$ty; N]) -> Self {
                Repeats::from(&counts[..])
            }
        }
        impl From<&[$ty]> for Repeats {
            fn from(counts: &[$ty]) -> Self {
                Repeats::PerPlace(counts.iter().map(|&n| i64::try_from(n).unwrap_or(i64::MAX)).collect())
            }
        }
        impl From<Vec<$ty>> for Repeats {
            fn from(counts: Vec<$ty>) -> Self {
                Repeats::from(&counts[..])
            }
        }
    )*};
}
from_integers!(i32 i64 isize usize);

/// Every place of `a` along `axis` repeated, each as often or by its own count; `None` repeats the items of the
/// flattened array. NumPy: `repeat`.
///
/// # Errors
/// [`Error::Value`] if a count is negative, [`Error::Shape`] if there is not one count per place,
/// [`Error::Size`] if the result does not fit.
///
/// ```
/// use numoxide_core::{array, repeat};
///
/// let a = array![[1, 2], [3, 4]];
/// assert_eq!(repeat(&a, 2, None)?.to_vec(), [1, 1, 2, 2, 3, 3, 4, 4]);
/// assert_eq!(repeat(&a, [1, 2], 0)?.to_vec(), [1, 2, 3, 4, 3, 4]);
/// assert!(repeat(&a, -1, 0).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn repeat<T: Clone + 'static>(
    a: impl AsView<T>,
    repeats: impl Into<Repeats>,
    axis: impl Into<Option<isize>>,
) -> Result<Array<T>> {
    Ok(repeat_items(a.as_view().into(), repeats.into(), axis.into())?.typed())
}

/// `a` laid out next to itself, `reps` times along each axis; the shorter of shape and `reps` is filled with
/// leading ones. NumPy: `tile`.
///
/// # Errors
/// [`Error::Size`] if a count is negative or the result does not fit.
///
/// ```
/// use numoxide_core::{array, tile};
///
/// assert_eq!(tile([1, 2], 3)?.to_vec(), [1, 2, 1, 2, 1, 2]);
/// assert_eq!(tile(&array![[1], [2]], [2, 2])?.to_vec(), [1, 1, 2, 2, 1, 1, 2, 2]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn tile<T: Clone + 'static>(a: impl AsView<T>, reps: impl Ints) -> Result<Array<T>> {
    let a = a.as_view();
    let reps = repetitions(a.shape(), reps)?;
    Ok(tile_items(a.into(), &reps)?.typed())
}

/// The items of `a` in row-major order, as often as needed to fill `shape`. NumPy: `resize`.
///
/// # Errors
/// [`Error::Size`] if the shape does not fit; [`Error::Value`] if there is no item to repeat and the type, which
/// is no number, has no zero either.
///
/// ```
/// use numoxide_core::resize;
///
/// assert_eq!(resize([[0, 1], [2, 3]], [2, 3])?.to_vec(), [0, 1, 2, 3, 0, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn resize<T: Clone + 'static>(a: impl AsView<T>, shape: impl Ints) -> Result<Array<T>> {
    Ok(resize_items(a.as_view().into(), &sizes("resize", &shape)?)?.typed())
}

impl AnyArray {
    /// [`repeat`] of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`repeat`].
    pub fn repeat(&self, repeats: impl Into<Repeats>, axis: impl Into<Option<isize>>) -> Result<AnyArray> {
        Ok(repeat_items(self.view().into(), repeats.into(), axis.into())?.any(self.dtype().clone()))
    }

    /// [`tile`] of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`tile`].
    pub fn tile(&self, reps: impl Ints) -> Result<AnyArray> {
        let reps = repetitions(self.shape(), reps)?;
        Ok(tile_items(self.view().into(), &reps)?.any(self.dtype().clone()))
    }
}

impl<T: Clone + 'static> Array<T> {
    /// [`repeat`].
    ///
    /// # Errors
    /// As [`repeat`].
    pub fn repeat(&self, repeats: impl Into<Repeats>, axis: impl Into<Option<isize>>) -> Result<Array<T>> {
        repeat(self, repeats, axis)
    }
}

/// The counts of `tile`: as in NumPy, axes without places do not mind a negative one.
fn repetitions(shape: &[usize], reps: impl Ints) -> Result<Axes<usize>> {
    let mut reps = reps.ints();
    for (count, _) in reps.iter_mut().rev().zip(shape.iter().rev()).filter(|(_, size)| **size == 0) {
        *count = (*count).max(0);
    }
    sizes("tile", &reps)
}

fn count(count: i64) -> Result<usize> {
    usize::try_from(count).map_err(|_| Error::value("repeat", "repeats may not contain negative values"))
}

fn repeat_items(items: Items<'_>, repeats: Repeats, axis: Option<isize>) -> Result<Fresh> {
    const OP: &str = "repeat";
    // As in NumPy, an array without axes has its only item along the first.
    let axis = axis.filter(|axis| items.ndim() > 0 || !matches!(axis, 0 | -1));
    let Some(axis) = axis else { return repeat_items(flat(&items)?.items(), repeats, Some(0)) };
    let axis = normalize_axis(OP, axis, items.ndim())?;
    match &repeats {
        // Where there is nothing to repeat, NumPy looks at no count.
        Repeats::Each(_) if items.shape()[axis] == 0 => repeat_each(&items, 0, axis),
        Repeats::Each(times) => repeat_each(&items, count(*times as i64)?, axis),
        Repeats::PerPlace(times) if times.ndim() > 1 => {
            Err(Error::Rank { op: OP, expected: "counts along one axis", found: times.ndim() })
        }
        Repeats::PerPlace(times) if times.len() == 1 && items.shape()[axis] == 0 => {
            repeat_each(&items, 0, axis)
        }
        Repeats::PerPlace(times) if times.len() == 1 => repeat_each(&items, count(times.item(())?)?, axis),
        Repeats::PerPlace(times) => {
            let size = items.shape()[axis];
            if times.len() != size {
                return Err(Error::Shape { op: OP, expected: vec![size], found: vec![times.len()] });
            }
            let times = crate::ascontiguousarray(times)?;
            items.repeated(OP, axis, times.as_slice().unwrap_or_default())
        }
    }
}

/// Repetition is a copy of a broadcast view.
fn repeat_each(items: &Items<'_>, times: usize, axis: usize) -> Result<Fresh> {
    const OP: &str = "repeat";
    let mut shape = Axes::from_slice(items.shape());
    shape[axis] = shape[axis].checked_mul(times).ok_or_else(|| too_many(OP))?;
    checked_bytes(OP, &shape, items.itemsize())?;
    if shape.contains(&0) {
        return items.picked(OP, axis, &[]).map(|none| none.with_shape(&shape));
    }
    // Two axes take the place of one; where all 64 are in use, those of size 1 make room.
    let inner: usize = items.shape()[axis + 1..].iter().product();
    let outer: usize = items.shape()[..axis].iter().product();
    let size = items.shape()[axis];
    let merged = items.reshaped(&[outer, size, 1, inner])?;
    let spread = merged.items().broadcast_to(&[outer, size, times, inner][..])?;
    Ok(spread.copy(Order::C)?.with_shape(&shape))
}

#[cold]
fn too_many(op: &'static str) -> Error {
    Error::size(op, "the repetitions make an axis longer than fits")
}

fn tile_items(items: Items<'_>, reps: &[usize]) -> Result<Fresh> {
    const OP: &str = "tile";
    let ndim = items.ndim().max(reps.len());
    let filled = |sizes: &[usize]| -> Axes<usize> {
        std::iter::repeat_n(1, ndim - sizes.len()).chain(sizes.iter().copied()).collect()
    };
    let (own, reps) = (filled(items.shape()), filled(reps));
    let mut shape = Axes::filled(1, ndim);
    for axis in 0..ndim {
        shape[axis] = own[axis].checked_mul(reps[axis]).ok_or_else(|| too_many(OP))?;
    }
    checked_bytes(OP, &shape, items.itemsize())?;
    if shape.contains(&0) {
        let none = vec![Vec::new(); items.ndim()];
        return Ok(if items.ndim() == 0 {
            flat(&items)?.items().picked(OP, 0, &[])?
        } else {
            items.rearranged(OP, &none)?
        }
        .with_shape(&shape));
    }
    // Each axis becomes a pair (repetitions, places); what is 1 in both needs none.
    let (mut narrow, mut wide) = (Axes::default(), Axes::default());
    for axis in 0..ndim {
        if own[axis] > 1 && reps[axis] > 1 {
            narrow.push(1);
            wide.push(reps[axis]);
        }
        if own[axis] > 1 || reps[axis] > 1 {
            narrow.push(own[axis]);
            wide.push(if own[axis] > 1 { own[axis] } else { reps[axis] });
        }
    }
    let spread = items.reshaped(&narrow)?.items().broadcast_to(&wide)?.copy(Order::C)?;
    Ok(spread.with_shape(&shape))
}

/// Repetitions above which a few items too many cost nothing.
const MANY: usize = 64;

fn resize_items(items: Items<'_>, shape: &[usize]) -> Result<Fresh> {
    const OP: &str = "resize";
    let (len, _) = checked_bytes(OP, shape, items.itemsize())?;
    let n = items.len();
    if n == 0 && len > 0 {
        let nothing = || Err(Error::value(OP, "there is no item to repeat"));
        return items.zeros_of_kind(OP, shape).unwrap_or_else(nothing);
    }
    let source = flat(&items)?;
    let source = source.items();
    if n == 0 {
        return Ok(source.picked(OP, 0, &[])?.with_shape(shape));
    }
    let (whole, rest) = (len / n, len % n);
    if rest == 0 || whole > MANY {
        let all = tile_items(source, &[whole + usize::from(rest > 0)])?;
        return Ok(all.shortened(len).with_shape(shape));
    }
    let mut runs = vec![Run::of(0..n); whole];
    runs.push(Run::of(0..rest));
    Ok(source.picked(OP, 0, &runs)?.with_shape(shape))
}
