//! `partition` and `argpartition`.

use numoxide_core::{AnyArray, Array, ArrayView, ArrayViewMut, AsView, Error, Ints, Result, with_scalar};

use crate::lines::{Axis, change_lines, map_lines};
use crate::order::Sortable;
use crate::places::axis_of;

/// The places `kth` of a line of `len` items, each once and rising.
fn places(op: &'static str, kth: &[isize], len: usize) -> Result<Vec<usize>> {
    if len == 0 {
        return Ok(Vec::new());
    }
    let mut places = Vec::with_capacity(kth.len());
    for &k in kth {
        let place = if k < 0 { k + len as isize } else { k };
        if place < 0 || place >= len as isize {
            return Err(Error::value(op, format!("kth(={place}) out of bounds ({len})")));
        }
        places.push(place as usize);
    }
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

/// The length of the lines along an axis.
fn line_len(axis: Axis, shape: &[usize]) -> usize {
    match axis {
        Axis::Last => shape.last().copied().unwrap_or(1),
        Axis::Other(axis) => shape[axis as usize],
        Axis::Flat => shape.iter().product(),
    }
}

/// A copy in which the items at the places `kth` along the last axis are those that sorting would put there, with no larger
/// one before and no smaller one behind them. NumPy: `partition`.
///
/// # Errors
/// [`Error::Value`] if a place is out of bounds, [`Error::Axis`] for a 0-d array, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_sorting::partition;
///
/// let a = partition([7, 1, 7, 7, 1, 5, 7, 2, 3, 2, 6, 2, 3, 0], 4)?.to_vec();
/// assert_eq!(a[4], 2);
/// assert!(a[..4].iter().all(|&x| x <= 2) && a[5..].iter().all(|&x| x >= 2));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn partition<T: Sortable>(a: impl AsView<T>, kth: impl Ints) -> Result<Array<T>> {
    partitioned(&a.as_view(), &kth.ints(), Some(-1))
}

fn partitioned<T: Sortable>(a: &ArrayView<'_, T>, kth: &[isize], axis: Option<isize>) -> Result<Array<T>> {
    const OP: &str = "partition";
    let axis = Axis::of(OP, axis, a.ndim())?;
    let kth = places(OP, kth, line_len(axis, a.shape()))?;
    map_lines(a, axis, |line, to| T::partition_line_into(line, to, &kth))
}

/// Partitions along an axis where the items lie.
pub(crate) fn partition_in_place<T: Sortable>(
    mut a: ArrayViewMut<'_, T>,
    kth: &[isize],
    axis: isize,
) -> Result<()> {
    const OP: &str = "partition";
    let axis = Axis::of(OP, Some(axis), a.ndim())?;
    let len = line_len(axis, a.shape());
    let kth = places(OP, kth, len)?;
    if let (Axis::Last, true) = (axis, a.is_c_contiguous()) {
        let items = a.into_slice().unwrap_or(&mut []);
        return crate::threads::for_lines_of(items, len, |line| T::partition_line(line, &kth));
    }
    let mut lines = axis.lines(&a.view())?;
    change_lines(&mut lines, |line| T::partition_line(line, &kth))?;
    axis.put_back(&lines, &mut a)
}

/// The places of the items of [`partition`](fn@partition) along the last axis. NumPy: `argpartition`.
///
/// # Errors
/// As [`partition`](fn@partition), which takes no 0-d array.
///
/// ```
/// use numoxide_sorting::argpartition;
///
/// let a = [30, 10, 40, 20];
/// let places = argpartition(a, 1)?.to_vec();
/// assert_eq!((places[0], places[1]), (1, 3));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn argpartition<T: Sortable>(a: impl AsView<T>, kth: impl Ints) -> Result<Array<i64>> {
    places_partitioned(&a.as_view(), &kth.ints(), Some(-1))
}

fn places_partitioned<T: Sortable>(
    a: &ArrayView<'_, T>,
    kth: &[isize],
    axis: Option<isize>,
) -> Result<Array<i64>> {
    const OP: &str = "argpartition";
    let axis = axis_of(OP, axis, a.ndim())?;
    let kth = places(OP, kth, line_len(axis, a.shape()))?;
    map_lines(a, axis, |line, places| argpartition_line(line, &kth, places))
}

/// The items at the places are selected in a copy; then the places are dealt to what is less than the first of them, equal to
/// it, and greater, of which the rest is dealt again.
fn argpartition_line<T: Sortable>(items: &[T], kth: &[usize], places: &mut [i64]) -> Result<()> {
    let mut copy = numoxide_core::buffer::vector(items.len())?;
    copy.extend_from_slice(items);
    T::partition_line(&mut copy, kth)?;
    places.iter_mut().enumerate().for_each(|(i, place)| *place = i as i64);
    let mut rest = numoxide_core::buffer::vector(items.len())?;
    let mut start = 0;
    for &k in kth {
        if k < start {
            continue;
        }
        let pivot = copy[k];
        let mut equal = Vec::new();
        rest.clear();
        let mut next = start;
        for i in start..places.len() {
            let (place, item) = (places[i], items[places[i] as usize]);
            if item.before(pivot) {
                places[next] = place;
                next += 1;
            } else if pivot.before(item) {
                rest.push(place);
            } else {
                equal.push(place);
            }
        }
        places[next..next + equal.len()].copy_from_slice(&equal);
        start = next + equal.len();
        places[start..].copy_from_slice(&rest);
    }
    Ok(())
}

macro_rules! keywords {
    ($($(#[$doc:meta])* $name:ident $builder:ident $run:ident $result:ident<$item:ty> / $any_result:ty;)*) => {$(
        $(#[$doc])*
        pub mod $name {
            use super::*;

            /// A call with NumPy's keyword arguments.
            pub fn with<T: Sortable>(a: &(impl AsView<T> + ?Sized), kth: impl Ints) -> $builder<'_, T> {
                $builder { a: a.as_view(), kth: kth.ints().to_vec(), axis: Some(-1) }
            }

            /// NumPy's keyword arguments.
            pub struct $builder<'a, T> {
                a: ArrayView<'a, T>,
                kth: Vec<isize>,
                axis: Option<isize>,
            }

            impl<T: Sortable> $builder<'_, T> {
                /// The axis; `None` takes all items as one line.
                #[must_use]
                pub fn axis(self, axis: impl Into<Option<isize>>) -> Self {
                    $builder { axis: axis.into(), ..self }
                }

                /// The result.
                ///
                /// # Errors
                /// As the plain call; [`Error::Axis`] if there is no such axis.
                pub fn run(self) -> Result<$result<$item>> {
                    $run(&self.a, &self.kth, self.axis)
                }
            }

            /// The function of an array whose type is known at run time, along an axis; `None` takes all items as one line.
            ///
            /// # Errors
            /// As the plain call; [`Error::DType`] for a type that is no scalar.
            pub fn any(a: &AnyArray, kth: impl Ints, axis: impl Into<Option<isize>>) -> Result<$any_result> {
                let (kth, axis) = (kth.ints(), axis.into());
                with_scalar!(a.dtype(), T => {
                    $run::<T>(&a.downcast::<T>()?.view(), &kth, axis).map(Into::into)
                }, else Err(crate::order::no_order(stringify!($name), a.dtype())))
            }
        }
    )*};
}
keywords! {
    /// [`partition`](fn@super::partition) with keywords and for run-time types.
    partition Partition partitioned Array<T> / AnyArray;
    /// [`argpartition`](fn@super::argpartition) with keywords and for run-time types.
    argpartition Argpartition places_partitioned Array<i64> / Array<i64>;
}
