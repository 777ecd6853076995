//! `argsort` and `lexsort`.

use numoxide_core::{AnyArray, AnyView, Array, ArrayView, AsView, Error, Result, with_scalar};

use crate::lines::{Axis, map_lines};
use crate::order::Sortable;
use crate::ranks::{self, Ranks};
use crate::sorted::SortKind;

/// The places of the items in sorted order along the last axis; those of equal items rise. NumPy: `argsort`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::{array, take_along_axis};
/// use numoxide_sorting::argsort;
///
/// let a = array![[30, 10, 20], [2, 2, 1]];
/// let places = argsort(&a)?;
/// assert_eq!(places.to_vec(), [1, 2, 0, 2, 0, 1]);
/// assert_eq!(take_along_axis(&a, &places, -1)?.to_vec(), [10, 20, 30, 1, 2, 2]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn argsort<T: Sortable>(a: impl AsView<T>) -> Result<Array<i64>> {
    places_of(&a.as_view(), Some(-1))
}

/// NumPy takes a 0-d array as one item.
pub(crate) fn axis_of(op: &'static str, axis: Option<isize>, ndim: usize) -> Result<Axis> {
    match (axis, ndim) {
        (Some(-1 | 0), 0) => Ok(Axis::Flat),
        _ => Axis::of(op, axis, ndim),
    }
}

pub(crate) fn places_of<T: Sortable>(a: &ArrayView<'_, T>, axis: Option<isize>) -> Result<Array<i64>> {
    map_lines(a, axis_of("argsort", axis, a.ndim())?, T::argsort_line)
}

/// The places along an axis of what ranks stand for, an item for each of an array of this shape.
fn places_by_ranks(
    op: &'static str,
    shape: &[usize],
    axis: Option<isize>,
    ranks: impl Fn(Axis) -> Result<Ranks>,
) -> Result<Array<i64>> {
    let axis = axis_of(op, axis, shape.len())?;
    let ranks = ranks(axis)?;
    // The numbers of the items, line by line, are what lines are told apart by.
    let count = shape.iter().product::<usize>() as i64;
    let numbers = Array::arange(0, count, 1)?;
    let lines = match axis {
        Axis::Other(axis) => numbers.reshape(shape)?.moveaxis(axis, -1isize)?,
        Axis::Last => numbers.reshape(shape)?,
        Axis::Flat => numbers,
    };
    let numbers = Array::arange(0, count, 1)?.reshape(lines.shape())?;
    let sorted = map_lines(&numbers.view(), Axis::of(op, Some(-1), numbers.ndim())?, |line, places| {
        let start = line.first().copied().unwrap_or(0) as usize;
        ranks::argsort(&ranks, start..start + line.len(), places)
    })?;
    axis.restore(sorted)
}

/// [`argsort`](fn@super::argsort) with keywords and for run-time types.
pub mod argsort {
    use super::*;

    /// A call with NumPy's keyword arguments.
    pub fn with<T: Sortable>(a: &(impl AsView<T> + ?Sized)) -> Argsort<'_, T> {
        Argsort { a: a.as_view(), axis: Some(-1) }
    }

    /// NumPy's keyword arguments of `argsort`.
    pub struct Argsort<'a, T> {
        a: ArrayView<'a, T>,
        axis: Option<isize>,
    }

    impl<T: Sortable> Argsort<'_, T> {
        /// The axis to sort along; `None` sorts all items as one line.
        #[must_use]
        pub fn axis(self, axis: impl Into<Option<isize>>) -> Self {
            Argsort { axis: axis.into(), ..self }
        }

        /// NumPy's name of a sort: every one is stable here.
        #[must_use]
        pub fn kind(self, _: SortKind) -> Self {
            self
        }

        /// The places.
        ///
        /// # Errors
        /// [`Error::Axis`] if there is no such axis, [`Error::OutOfMemory`].
        pub fn run(self) -> Result<Array<i64>> {
            places_of(&self.a, self.axis)
        }
    }

    /// The places of the items of an array whose type is known at run time.
    ///
    /// # Errors
    /// [`Error::DType`] for a type without an order, [`Error::OutOfMemory`].
    pub fn any(a: &AnyArray) -> Result<Array<i64>> {
        any_with(a).run()
    }

    /// [`any`] with NumPy's keyword arguments.
    pub fn any_with(a: &AnyArray) -> AnyArgsort<'_> {
        AnyArgsort { a, axis: Some(-1), order: &[] }
    }

    /// NumPy's keyword arguments of `argsort`, for arrays whose type is known at run time.
    pub struct AnyArgsort<'a> {
        a: &'a AnyArray,
        axis: Option<isize>,
        order: &'a [&'a str],
    }

    impl<'a> AnyArgsort<'a> {
        /// The axis to sort along; `None` sorts all items as one line.
        #[must_use]
        pub fn axis(self, axis: impl Into<Option<isize>>) -> Self {
            AnyArgsort { axis: axis.into(), ..self }
        }

        /// NumPy's name of a sort: every one is stable here.
        #[must_use]
        pub fn kind(self, _: SortKind) -> Self {
            self
        }

        /// The fields of structs that decide first; the others follow in their order.
        #[must_use]
        pub fn order(self, fields: &'a [&'a str]) -> Self {
            AnyArgsort { order: fields, ..self }
        }

        /// The places.
        ///
        /// # Errors
        /// As [`any`]; [`Error::Value`] if a field is not there.
        pub fn run(self) -> Result<Array<i64>> {
            const OP: &str = "argsort";
            let AnyArgsort { a, axis, order } = self;
            ranks::check_order(OP, a.dtype(), order)?;
            with_scalar!(a.dtype(), T => places_of::<T>(&a.downcast::<T>()?.view(), axis), else {
                places_by_ranks(OP, a.shape(), axis, |axis| match axis {
                    Axis::Other(axis) => ranks::of_any(OP, &a.moveaxis(axis, -1isize)?.view(), order),
                    _ => ranks::of_any(OP, &a.view(), order),
                })
            })
        }
    }
}

/// The places that sort by several keys along the last axis: by the last one, where it leaves a choice by the one before
/// it, and so on. NumPy: `lexsort`.
///
/// The keys may have different types: `AnyView::from(&a)`.
///
/// # Errors
/// [`Error::Value`] if there is no key, [`Error::Shape`] if their shapes differ, [`Error::DType`] for a type without an
/// order, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::{AnyView, array};
/// use numoxide_sorting::lexsort;
///
/// let (minor, major) = (array![9.0, 4.0, 0.0, 4.0], array![1, 5, 1, 4]);
/// let places = lexsort([AnyView::from(&minor), AnyView::from(&major)])?;
/// assert_eq!(places.to_vec(), [2, 0, 3, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn lexsort<'a>(keys: impl IntoIterator<Item = impl Into<AnyView<'a>>>) -> Result<Array<i64>> {
    lexsort::along(keys, -1)
}

/// [`lexsort`](fn@super::lexsort) with keywords.
pub mod lexsort {
    use super::*;

    /// The places that sort along an axis.
    ///
    /// # Errors
    /// As [`lexsort`](fn@super::lexsort); [`Error::Axis`] if there is no such axis.
    pub fn along<'a>(
        keys: impl IntoIterator<Item = impl Into<AnyView<'a>>>,
        axis: isize,
    ) -> Result<Array<i64>> {
        const OP: &str = "lexsort";
        let keys: Vec<AnyView<'_>> = keys.into_iter().map(Into::into).collect();
        let Some(shape) = keys.first().map(AnyView::shape) else {
            return Err(Error::value(OP, "need sequence of keys with len > 0"));
        };
        if let Some(other) = keys.iter().find(|key| key.shape() != shape) {
            return Err(Error::Shape { op: OP, expected: shape.to_vec(), found: other.shape().to_vec() });
        }
        let places = places_by_ranks(OP, shape, Some(axis), |axis| {
            let ranks = keys.iter().rev().map(|key| match axis {
                Axis::Other(axis) => ranks::of_any(OP, &key.moveaxis(axis, -1isize)?, &[]),
                _ => ranks::of_any(OP, key, &[]),
            });
            Ok(ranks.collect::<Result<Vec<_>>>()?.concat())
        })?;
        if shape.is_empty() { places.reshape(()) } else { Ok(places) }
    }
}
