//! Sorting as methods.

use numoxide_core::{Array, AsView, AsViewMut, Ints, Result};

use crate::order::Sortable;
use crate::searching::searchsorted;
use crate::selection::{argpartition, partition_in_place};
use crate::sorted::sort_in_place;
use crate::{Side, argsort};

/// What sorting says about an array, as methods: NumPy's methods of the same names.
pub trait SortMethods<T: Sortable>: AsView<T> {
    /// The places of the items in sorted order along an axis; see [`argsort`](fn@crate::argsort).
    ///
    /// # Errors
    /// As [`argsort::with`].
    ///
    /// ```
    /// use numoxide_core::array;
    /// use numoxide_sorting::SortMethods;
    ///
    /// assert_eq!(array![3, 1, 2].argsort(-1)?.to_vec(), [1, 2, 0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    fn argsort(&self, axis: impl Into<Option<isize>>) -> Result<Array<i64>> {
        argsort::with(self).axis(axis).run()
    }

    /// The places of a partition along an axis; see [`argpartition`](fn@crate::argpartition).
    ///
    /// # Errors
    /// As [`argpartition`](fn@crate::argpartition).
    fn argpartition(&self, kth: impl Ints, axis: impl Into<Option<isize>>) -> Result<Array<i64>> {
        argpartition::with(self, kth).axis(axis).run()
    }

    /// The places at which to insert keys into this sorted array; see [`searchsorted`](fn@crate::searchsorted).
    ///
    /// # Errors
    /// As [`searchsorted`](fn@crate::searchsorted).
    fn searchsorted(&self, v: impl AsView<T>, side: Side) -> Result<Array<i64>> {
        searchsorted::with(self, &v).side(side).run()
    }
}

impl<T: Sortable, A: AsView<T> + ?Sized> SortMethods<T> for A {}

/// Sorting where the items lie, as methods of arrays, unique views, vectors and slices.
pub trait SortInPlace<T: Sortable>: AsViewMut<T> {
    /// Sorts along an axis. Equal items keep their order. NumPy: the method `sort`.
    ///
    /// # Errors
    /// [`Error::Axis`](numoxide_core::Error::Axis) if there is no such axis,
    /// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
    ///
    /// ```
    /// use numoxide_core::{array, s};
    /// use numoxide_sorting::SortInPlace;
    ///
    /// let mut a = array![[3, 4], [1, 2], [2, 9]];
    /// a.sort(0)?;
    /// assert_eq!(a.to_vec(), [1, 2, 2, 4, 3, 9]);
    /// a.slice_mut(s![.., 1])?.sort(0)?;
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    fn sort(&mut self, axis: isize) -> Result<()> {
        sort_in_place(self.as_view_mut()?, axis)
    }

    /// Partitions along an axis; see [`partition`](fn@crate::partition). NumPy: the method `partition`.
    ///
    /// # Errors
    /// As [`partition`](fn@crate::partition).
    fn partition(&mut self, kth: impl Ints, axis: isize) -> Result<()> {
        partition_in_place(self.as_view_mut()?, &kth.ints(), axis)
    }
}

impl<T: Sortable, A: AsViewMut<T> + ?Sized> SortInPlace<T> for A {}
