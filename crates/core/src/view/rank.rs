//! [`RankView`] and [`RankViewMut`]: a rank that is checked once, for hot loops of the user's own.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use super::{Array, ArrayView, ArrayViewMut};
use crate::{Error, Result};

/// A view whose number of axes is known to the compiler: `[i, j]` costs what a slice costs.
///
/// Indices are `usize` and count from the front.
///
/// ```
/// use numoxide_core::Array;
///
/// let a = Array::from_shape_vec([2, 3], vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
/// let w = a.rank::<2>()?;
/// let mut acc = 0.0;
/// for i in 0..2 {
///     for j in 1..3 {
///         acc += w[[i, j]] - w[[i, j - 1]];
///     }
/// }
/// assert_eq!(acc, 4.0);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub struct RankView<'a, T, const N: usize> {
    first: *const u8,
    shape: [usize; N],
    strides: [isize; N],
    items: PhantomData<&'a T>,
}

/// [`RankView`] for writing.
pub struct RankViewMut<'a, T, const N: usize> {
    first: *mut u8,
    shape: [usize; N],
    strides: [isize; N],
    items: PhantomData<&'a mut T>,
}

impl<T, const N: usize> Clone for RankView<'_, T, N> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, const N: usize> Copy for RankView<'_, T, N> {}

// SAFETY: a shared reference to its items.
unsafe impl<T: Sync, const N: usize> Send for RankView<'_, T, N> {}
// SAFETY: as above.
unsafe impl<T: Sync, const N: usize> Sync for RankView<'_, T, N> {}
// SAFETY: a unique reference to its items.
unsafe impl<T: Send, const N: usize> Send for RankViewMut<'_, T, N> {}
// SAFETY: as above; through a shared reference to it, items can only be read.
unsafe impl<T: Sync, const N: usize> Sync for RankViewMut<'_, T, N> {}

fn per_axis<V: Copy, const N: usize>(values: &[V]) -> Result<[V; N]> {
    let wrong =
        |_| Error::Rank { op: "rank", expected: "as many axes as the type says", found: values.len() };
    values.try_into().map_err(wrong)
}

/// The byte offset of `index`, or a panic.
#[inline(always)]
fn offset<const N: usize>(shape: &[usize; N], strides: &[isize; N], index: [usize; N]) -> isize {
    let mut offset = 0;
    for axis in 0..N {
        if index[axis] >= shape[axis] {
            out_of_bounds(index[axis], axis, shape[axis]);
        }
        offset += index[axis] as isize * strides[axis];
    }
    offset
}

#[cold]
#[inline(never)]
fn out_of_bounds(index: usize, axis: usize, len: usize) -> ! {
    panic!("index {index} is out of bounds for axis {axis} with size {len}")
}

impl<T> Array<T> {
    /// A view with `N` axes, for loops over `[i, j]`.
    ///
    /// # Errors
    /// [`Error::Rank`] if the array has another number of axes.
    pub fn rank<const N: usize>(&self) -> Result<RankView<'_, T, N>> {
        self.view().rank()
    }
}

impl<T: Clone + 'static> Array<T> {
    /// [`Array::rank`] for writing.
    ///
    /// # Errors
    /// [`Error::Rank`] if the array has another number of axes.
    pub fn rank_mut<const N: usize>(&mut self) -> Result<RankViewMut<'_, T, N>> {
        self.try_view_mut()?.rank_mut()
    }
}

impl<'a, T> ArrayView<'a, T> {
    /// A view with `N` axes, for loops over `[i, j]`.
    ///
    /// # Errors
    /// [`Error::Rank`] if the array has another number of axes.
    pub fn rank<const N: usize>(&self) -> Result<RankView<'a, T, N>> {
        let (shape, strides) = (per_axis(self.shape())?, per_axis(self.strides())?);
        Ok(RankView { first: self.first.as_ptr(), shape, strides, items: PhantomData })
    }
}

impl<'a, T> ArrayViewMut<'a, T> {
    /// A view with `N` axes, for loops over `[i, j]`.
    ///
    /// # Errors
    /// [`Error::Rank`] if the array has another number of axes.
    pub fn rank_mut<const N: usize>(self) -> Result<RankViewMut<'a, T, N>> {
        let (shape, strides) = (per_axis(self.shape())?, per_axis(self.strides())?);
        Ok(RankViewMut { first: self.first.as_ptr(), shape, strides, items: PhantomData })
    }
}

impl<T, const N: usize> RankView<'_, T, N> {
    /// The size of each axis.
    #[inline]
    pub fn shape(&self) -> [usize; N] {
        self.shape
    }
}

impl<T, const N: usize> RankViewMut<'_, T, N> {
    /// The size of each axis.
    #[inline]
    pub fn shape(&self) -> [usize; N] {
        self.shape
    }
}

impl<T, const N: usize> Index<[usize; N]> for RankView<'_, T, N> {
    type Output = T;
    #[inline(always)]
    fn index(&self, index: [usize; N]) -> &T {
        let offset = offset(&self.shape, &self.strides, index);
        // SAFETY: the invariant of views; the index is within the shape.
        unsafe { &*self.first.offset(offset).cast::<T>() }
    }
}

impl<T, const N: usize> Index<[usize; N]> for RankViewMut<'_, T, N> {
    type Output = T;
    #[inline(always)]
    fn index(&self, index: [usize; N]) -> &T {
        let offset = offset(&self.shape, &self.strides, index);
        // SAFETY: as above.
        unsafe { &*self.first.offset(offset).cast::<T>() }
    }
}

impl<T, const N: usize> IndexMut<[usize; N]> for RankViewMut<'_, T, N> {
    #[inline(always)]
    fn index_mut(&mut self, index: [usize; N]) -> &mut T {
        let offset = offset(&self.shape, &self.strides, index);
        // SAFETY: as above; the view is unique.
        unsafe { &mut *self.first.offset(offset).cast::<T>() }
    }
}
