//! `unique` and its four standard variants.

use numoxide_core::buffer::vector;
use numoxide_core::layout::normalize_axis;
use numoxide_core::{AnyArray, Array, ArrayView, AsView, Order, Result, take, with_scalar};

use crate::order::Sortable;
use crate::ranks::{self, Ranks};
use crate::searching::flat;
use crate::threads::map_pieces;

/// What [`unique_all`] gives.
#[derive(Clone)]
#[non_exhaustive]
pub struct UniqueAll<A> {
    /// The distinct items, sorted.
    pub values: A,
    /// Where each of them occurs first.
    pub indices: Array<i64>,
    /// For each item the number of its value.
    pub inverse_indices: Array<i64>,
    /// How often each occurs.
    pub counts: Array<i64>,
}

/// What [`unique_counts`] gives.
#[derive(Clone)]
#[non_exhaustive]
pub struct UniqueCounts<A> {
    /// The distinct items, sorted.
    pub values: A,
    /// How often each occurs.
    pub counts: Array<i64>,
}

/// What [`unique_inverse`] gives.
#[derive(Clone)]
#[non_exhaustive]
pub struct UniqueInverse<A> {
    /// The distinct items, sorted.
    pub values: A,
    /// For each item the number of its value.
    pub inverse_indices: Array<i64>,
}

/// The distinct items, sorted; all NaNs are one. NumPy: `unique`.
///
/// # Errors
/// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
///
/// ```
/// use numoxide_core::array;
/// use numoxide_sorting::unique;
///
/// let a = array![[1, 1], [2, 3], [1, 1]];
/// assert_eq!(unique(&a)?.to_vec(), [1, 2, 3]);
/// let all = unique::with(&a).axis(0).all()?;
/// assert_eq!(all.values.to_vec(), [1, 1, 2, 3]);
/// assert_eq!((all.indices.to_vec(), all.counts.to_vec()), (vec![0, 1], vec![2, 1]));
/// assert_eq!(all.inverse_indices.to_vec(), [0, 1, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn unique<T: Sortable>(a: impl AsView<T>) -> Result<Array<T>> {
    unique::with(&a).run()
}

/// The distinct items, sorted, each NaN for itself. NumPy: `unique_values`.
///
/// # Errors
/// As [`unique`](fn@unique).
pub fn unique_values<T: Sortable>(a: impl AsView<T>) -> Result<Array<T>> {
    unique::with(&a).equal_nan(false).run()
}

/// The distinct items, each NaN for itself, and how often they occur. NumPy: `unique_counts`.
///
/// # Errors
/// As [`unique`](fn@unique).
///
/// ```
/// use numoxide_sorting::unique_counts;
///
/// let found = unique_counts([3, 1, 3])?;
/// assert_eq!((found.values.to_vec(), found.counts.to_vec()), (vec![1, 3], vec![1, 2]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn unique_counts<T: Sortable>(a: impl AsView<T>) -> Result<UniqueCounts<Array<T>>> {
    unique::with(&a).equal_nan(false).counts()
}

/// The distinct items, each NaN for itself, and for each item the number of its value. NumPy: `unique_inverse`.
///
/// # Errors
/// As [`unique`](fn@unique).
///
/// ```
/// use numoxide_sorting::unique_inverse;
///
/// assert_eq!(unique_inverse([3, 1, 3])?.inverse_indices.to_vec(), [1, 0, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn unique_inverse<T: Sortable>(a: impl AsView<T>) -> Result<UniqueInverse<Array<T>>> {
    let UniqueAll { values, inverse_indices, .. } = unique_all(a)?;
    Ok(UniqueInverse { values, inverse_indices })
}

/// The distinct items, each NaN for itself, where they occur first, for each item the number of its value, and how
/// often each occurs. NumPy: `unique_all`.
///
/// # Errors
/// As [`unique`](fn@unique).
pub fn unique_all<T: Sortable>(a: impl AsView<T>) -> Result<UniqueAll<Array<T>>> {
    unique::with(&a).equal_nan(false).all()
}

/// [`unique`](fn@super::unique) with keywords and for run-time types.
pub mod unique {
    use super::*;

    /// A call with NumPy's keyword arguments.
    pub fn with<T: Sortable>(a: &(impl AsView<T> + ?Sized)) -> Unique<'_, T> {
        Unique { a: a.as_view(), axis: None, equal_nan: true }
    }

    /// NumPy's keyword arguments of `unique`; what to return is chosen by the last call.
    pub struct Unique<'a, T> {
        a: ArrayView<'a, T>,
        axis: Option<isize>,
        equal_nan: bool,
    }

    impl<T: Sortable> Unique<'_, T> {
        /// The axis whose parts are compared as wholes; `None` compares single items.
        #[must_use]
        pub fn axis(self, axis: impl Into<Option<isize>>) -> Self {
            Unique { axis: axis.into(), ..self }
        }

        /// Whether all NaNs are one. NaNs in parts along an axis never are.
        #[must_use]
        pub fn equal_nan(self, equal_nan: bool) -> Self {
            Unique { equal_nan, ..self }
        }

        /// The axis; the only one of an array is none, since its parts are single items.
        fn check_axis(&self) -> Result<Option<isize>> {
            let Some(axis) = self.axis else { return Ok(None) };
            let axis = normalize_axis("unique", axis, self.a.ndim())? as isize;
            Ok((self.a.ndim() > 1).then_some(axis))
        }

        /// The distinct items.
        ///
        /// # Errors
        /// As [`unique`](fn@super::super::unique); [`Error::Axis`](numoxide_core::Error::Axis) if there is no such axis.
        pub fn run(self) -> Result<Array<T>> {
            if self.check_axis()?.is_some() {
                return Ok(self.all()?.values);
            }
            let items = flat(&self.a)?;
            let same = same_by::<T>(self.equal_nan);
            let few = if items.len() > LONG { few_by_pieces(&items, same)? } else { None };
            Array::from_vec(match few {
                Some(few) => few,
                None => deduped(sorted_copy(&items)?, same),
            })
        }

        /// The distinct items and how often each occurs. NumPy: `return_counts`.
        ///
        /// # Errors
        /// As [`Unique::run`].
        pub fn counts(self) -> Result<UniqueCounts<Array<T>>> {
            if self.check_axis()?.is_some() {
                let UniqueAll { values, counts, .. } = self.all()?;
                return Ok(UniqueCounts { values, counts });
            }
            let items = sorted(&self.a)?;
            let same = same_by::<T>(self.equal_nan);
            let (mut values, mut counts) = (Vec::new(), Vec::new());
            for run in items.chunk_by(|a, b| same(*a, *b)) {
                values.push(run[0]);
                counts.push(run.len() as i64);
            }
            Ok(UniqueCounts { values: Array::from_vec(values)?, counts: Array::from_vec(counts)? })
        }

        /// The distinct items, where each occurs first, for each item the number of its value, and how often each
        /// occurs. NumPy: `return_index`, `return_inverse`, `return_counts`.
        ///
        /// # Errors
        /// As [`Unique::run`].
        pub fn all(self) -> Result<UniqueAll<Array<T>>> {
            let Some(axis) = self.check_axis()? else {
                let items = flat(&self.a)?;
                let mut order = vector(items.len())?;
                order.resize(items.len(), 0);
                T::argsort_line(&items, &mut order)?;
                let same = same_by::<T>(self.equal_nan);
                let groups = Groups::of(&order, |a, b| same(items[a], items[b]))?;
                let values = groups.first.iter().map(|&place| items[place as usize]).collect();
                return groups.with_values(Array::from_vec(values)?, self.a.shape());
            };
            let parts = self.a.moveaxis(axis, 0isize)?.copy(Order::C)?;
            let count = parts.shape()[0];
            let items = parts.as_slice().unwrap_or(&[]);
            let width = items.len().checked_div(count).unwrap_or(0);
            let order = order_of_parts(items, count, width)?;
            let part = |i: usize| &items[i * width..(i + 1) * width];
            let groups = Groups::of(&order, |a, b| part(a) == part(b))?;
            let values = take(&parts, &groups.first, 0)?.moveaxis(0isize, axis)?.copy(Order::C)?;
            groups.with_values(values, &[count])
        }
    }

    /// The distinct items of an array whose type is known at run time, sorted.
    ///
    /// # Errors
    /// As the plain call; [`Error::DType`](numoxide_core::Error::DType) for a type without an order.
    pub fn any(a: &AnyArray) -> Result<AnyArray> {
        let ordered = a.astype(a.dtype().ordered())?;
        with_scalar!(ordered ordered.dtype(), T => {
            AnyArray::from(super::unique::<T>(&ordered.downcast::<T>()?)?).astype(a.dtype().clone())
        }, else Ok(any_all(a)?.values))
    }

    /// [`any`] with where each occurs first, the number of each item's value, and how often each occurs.
    ///
    /// # Errors
    /// As [`any`].
    pub fn any_all(a: &AnyArray) -> Result<UniqueAll<AnyArray>> {
        let ordered = a.astype(a.dtype().ordered())?;
        with_scalar!(ordered ordered.dtype(), T => {
            let UniqueAll { values, indices, inverse_indices, counts } = with(&ordered.downcast::<T>()?).all()?;
            let values = AnyArray::from(values).astype(a.dtype().clone())?;
            Ok(UniqueAll { values, indices, inverse_indices, counts })
        }, else {
            let ranks = ranks::of_any("unique", &a.view(), &[])?;
            let mut order = vector(a.len())?;
            order.resize(a.len(), 0);
            ranks::argsort(&ranks, 0..a.len(), &mut order)?;
            let groups = Groups::of(&order, |a, b| ranks.iter().all(|column| column[a] == column[b]))?;
            let values = a.take(&groups.first, None)?;
            groups.with_values(values, a.shape())
        })
    }
}

/// A sorted copy of all items.
pub(crate) fn sorted<T: Sortable>(a: &ArrayView<'_, T>) -> Result<Vec<T>> {
    sorted_copy(&flat(a)?)
}

fn sorted_copy<T: Sortable>(items: &[T]) -> Result<Vec<T>> {
    let mut copy = vector(items.len())?;
    copy.extend_from_slice(items);
    T::sort_line(&mut copy)?;
    Ok(copy)
}

/// Sorted items, of which only the first of those that are the same are kept.
fn deduped<T: Copy>(mut sorted: Vec<T>, same: impl Fn(T, T) -> bool) -> Vec<T> {
    sorted.dedup_by(|b, a| same(*a, *b));
    sorted
}

/// Items from which on it is tried whether few of them are distinct.
const LONG: usize = 1 << 16;

/// Items that are sorted at once then, in the second-level cache.
const PIECE: usize = 1 << 14;

/// How many items there must be for each distinct one: with fewer, one sort of all is as fast.
const OFTEN: usize = 8;

/// The distinct items, if few are: those of each piece are sorted together. Nothing is copied but piece by piece.
fn few_by_pieces<T: Sortable>(
    items: &[T],
    same: impl Fn(T, T) -> bool + Copy + Sync,
) -> Result<Option<Vec<T>>> {
    let parts = map_pieces(items, LONG, |items| few_distinct(items, same))?;
    let Some(parts) = parts.into_iter().collect::<Option<Vec<_>>>() else { return Ok(None) };
    let mut found = vector(parts.iter().map(Vec::len).sum())?;
    parts.iter().for_each(|part| found.extend_from_slice(part));
    T::sort_line(&mut found)?;
    // Sorts are stable, so that the first of the same items is the first of all.
    Ok(Some(deduped(found, same)))
}

/// The distinct items, if there are at most [`PIECE`] and few in each piece.
fn few_distinct<T: Sortable>(items: &[T], same: impl Fn(T, T) -> bool + Copy) -> Result<Option<Vec<T>>> {
    let (mut piece, mut found) = (vector(PIECE)?, vector(2 * PIECE)?);
    for block in items.chunks(PIECE) {
        piece.clear();
        piece.extend_from_slice(block);
        T::sort_line(&mut piece)?;
        piece = deduped(piece, same);
        if piece.len() > PIECE / OFTEN {
            return Ok(None);
        }
        if found.len() + piece.len() > 2 * PIECE {
            T::sort_line(&mut found)?;
            found = deduped(found, same);
            if found.len() > PIECE {
                return Ok(None);
            }
        }
        found.extend_from_slice(&piece);
    }
    T::sort_line(&mut found)?;
    Ok(Some(deduped(found, same)))
}

/// Whether two items are one.
fn same_by<T: Sortable>(equal_nan: bool) -> impl Fn(T, T) -> bool + Copy + Sync {
    move |a, b| a == b || (equal_nan && a.is_nan() && b.is_nan())
}

/// The order of parts of `width` items each.
fn order_of_parts<T: Sortable>(items: &[T], count: usize, width: usize) -> Result<Vec<i64>> {
    let mut ranks: Ranks = Vec::new();
    let mut column = vector(count)?;
    for at in 0..width {
        column.clear();
        column.extend(items.iter().skip(at).step_by(width).copied());
        ranks.extend(T::ranks(&column)?);
    }
    let mut order = vector(count)?;
    order.resize(count, 0);
    ranks::argsort(&ranks, 0..count, &mut order)?;
    Ok(order)
}

/// Runs of equal items in sorted order.
struct Groups {
    /// The place of the first item of each.
    first: Vec<i64>,
    /// For each item the number of its group.
    inverse: Vec<i64>,
    counts: Vec<i64>,
}

impl Groups {
    fn of(order: &[i64], same: impl Fn(usize, usize) -> bool) -> Result<Self> {
        let mut inverse = vector(order.len())?;
        inverse.resize(order.len(), 0);
        let (mut first, mut counts) = (Vec::new(), Vec::new());
        for run in order.chunk_by(|&a, &b| same(a as usize, b as usize)) {
            run.iter().for_each(|&place| inverse[place as usize] = first.len() as i64);
            first.push(run[0]);
            counts.push(run.len() as i64);
        }
        Ok(Groups { first, inverse, counts })
    }

    fn with_values<A>(self, values: A, shape: &[usize]) -> Result<UniqueAll<A>> {
        Ok(UniqueAll {
            values,
            indices: Array::from_vec(self.first)?,
            inverse_indices: Array::from_vec(self.inverse)?.reshape(shape)?,
            counts: Array::from_vec(self.counts)?,
        })
    }
}
