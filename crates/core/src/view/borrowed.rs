//! [`ArrayView`] and [`ArrayViewMut`]: arrays over borrowed memory.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::ptr::NonNull;

use super::array::copy_of;
use super::methods::{broadcast_methods, layout_methods, transform_methods};
use super::{Array, Iter, IterMut};
use crate::driver::{ItemOps, fill_items};
use crate::layout::normalize_axis;
use crate::{Error, Ints, Layout, Order, Result};

/// A read-only view of items that somebody else owns.
///
/// ```
/// use numoxide_core::{ArrayView, s};
///
/// let numbers = [1, 2, 3, 4, 5, 6];
/// let view = ArrayView::from_slice(&numbers).reshape([2, 3])?;
/// assert_eq!(view.slice(s![.., ..;-1])?.to_vec(), [3, 2, 1, 6, 5, 4]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub struct ArrayView<'a, T> {
    /// The first item.
    pub(super) first: NonNull<u8>,
    /// Offset 0.
    pub(crate) layout: Layout,
    items: PhantomData<&'a T>,
}

/// A unique view of items that somebody else owns, for writing.
///
/// ```
/// use numoxide_core::{ArrayViewMut, s};
///
/// let mut numbers = [0; 6];
/// let view = ArrayViewMut::from_slice(&mut numbers);
/// let (mut left, mut right) = view.split_at(0, 2)?;
/// left.fill(1);
/// right.fill(2);
/// assert_eq!(numbers, [1, 1, 2, 2, 2, 2]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub struct ArrayViewMut<'a, T> {
    /// The first item.
    pub(super) first: NonNull<u8>,
    /// Offset 0.
    pub(crate) layout: Layout,
    items: PhantomData<&'a mut T>,
}

// SAFETY: a view is a shared reference to its items.
unsafe impl<T: Sync> Send for ArrayView<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for ArrayView<'_, T> {}
// SAFETY: a mutable view is a unique reference to its items.
unsafe impl<T: Send> Send for ArrayViewMut<'_, T> {}
// SAFETY: as above; through a shared reference to it, items can only be read.
unsafe impl<T: Sync> Sync for ArrayViewMut<'_, T> {}

impl<T> Clone for ArrayView<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        ArrayView { layout: self.layout.clone(), ..*self }
    }
}

/// Moves the layout's offset into the address.
#[inline]
fn rebase(first: NonNull<u8>, layout: &mut Layout) -> NonNull<u8> {
    let moved = first.as_ptr().wrapping_offset(std::mem::take(&mut layout.offset));
    NonNull::new(moved).unwrap_or(first)
}

impl<'a, T> ArrayView<'a, T> {
    /// # Safety
    /// Every place of `layout`, counted from `first`, must be an aligned `T` that nobody writes to
    /// during `'a`.
    #[inline]
    pub(crate) unsafe fn from_raw(first: NonNull<u8>, mut layout: Layout) -> Self {
        ArrayView { first: rebase(first, &mut layout), layout, items: PhantomData }
    }

    #[inline]
    pub(super) fn with_layout(&self, layout: Layout) -> Self {
        // SAFETY: the new layout is a narrower one of the same items.
        unsafe { Self::from_raw(self.first, layout) }
    }

    /// A 1-d view of a slice.
    #[inline]
    pub fn from_slice(items: &'a [T]) -> Self {
        let layout = Layout::contiguous_unchecked(&[items.len()], size_of::<T>(), Order::C);
        // SAFETY: a slice's items are aligned and one after the other, and borrowed for 'a.
        unsafe { Self::from_raw(NonNull::from(items).cast(), layout) }
    }

    /// A 2-d view of arrays that lie one after the other as its rows.
    ///
    /// ```
    /// use numoxide_core::ArrayView;
    ///
    /// let points = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    /// let view = ArrayView::from_rows(&points);
    /// assert_eq!((view.shape(), view[[1, 0]]), (&[2, 3][..], 4.0));
    /// assert_eq!(view.as_rows(), Some(&points[..]));
    /// ```
    pub fn from_rows<const N: usize>(rows: &'a [[T; N]]) -> Self {
        let layout = Layout::contiguous_unchecked(&[rows.len(), N], size_of::<T>(), Order::C);
        // SAFETY: arrays are their items, without padding; as in `from_slice`.
        unsafe { Self::from_raw(NonNull::from(rows).cast(), layout) }
    }

    /// A 1-d view of the numbers in a block of bytes, which are in the machine's order.
    ///
    /// # Errors
    /// [`Error::Value`] if the bytes are no whole number of items, or not aligned for them.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self>
    where
        T: crate::Number,
    {
        const OP: &str = "from_bytes";
        let size = size_of::<T>();
        if !bytes.len().is_multiple_of(size) {
            return Err(Error::value(
                OP,
                format!("{} bytes are no whole number of {size}-byte items", bytes.len()),
            ));
        }
        if bytes.as_ptr().align_offset(align_of::<T>()) != 0 {
            return Err(Error::value(OP, "the bytes are not aligned for their type"));
        }
        let layout = Layout::contiguous_unchecked(&[bytes.len() / size], size, Order::C);
        // SAFETY: `Number` is sealed: every bit pattern is a number; size and alignment were checked.
        Ok(unsafe { Self::from_raw(NonNull::from(bytes).cast(), layout) })
    }

    /// A 0-d view of a single value.
    #[inline]
    pub fn from_ref(item: &'a T) -> Self {
        // SAFETY: a single place, borrowed for 'a.
        unsafe { Self::from_raw(NonNull::from(item).cast(), Layout::default()) }
    }

    /// A view of raw memory.
    ///
    /// # Safety
    /// For every index within `shape`, the place `ptr + sum(index * strides)` (in bytes) must be an
    /// aligned, initialised `T` that lives, and that nobody writes to, during `'a`.
    ///
    /// # Errors
    /// [`Error::Size`] if the shape does not fit; [`Error::Shape`] if shape and strides differ in length.
    pub unsafe fn from_raw_parts(ptr: *const T, shape: &[usize], strides: &[isize]) -> Result<Self> {
        const OP: &str = "from_raw_parts";
        crate::layout::checked_bytes(OP, shape, size_of::<T>())?;
        if shape.len() != strides.len() {
            return Err(Error::Shape { op: OP, expected: vec![shape.len()], found: vec![strides.len()] });
        }
        let first = NonNull::new(ptr.cast_mut().cast()).ok_or_else(|| Error::value(OP, "null pointer"))?;
        // SAFETY: by contract.
        Ok(unsafe { Self::from_raw(first, Layout::from_parts(shape, strides, 0)) })
    }

    /// Bytes of one item.
    #[inline]
    pub fn itemsize(&self) -> usize {
        size_of::<T>()
    }

    /// The address of the first item.
    #[inline]
    pub fn as_ptr(&self) -> *const T {
        self.first.as_ptr().cast()
    }

    /// The same view, borrowed from this one.
    #[inline]
    pub fn view(&self) -> ArrayView<'_, T> {
        self.clone()
    }

    /// The item at `index`, one integer per axis; negative ones count from the end.
    ///
    /// # Errors
    /// If there is not one index per axis, or one is out of range.
    #[inline]
    pub fn get(&self, index: impl Ints) -> Result<&'a T> {
        let offset = self.layout.item_offset(&index.ints())?;
        // SAFETY: the invariant of views.
        Ok(unsafe { &*self.first.as_ptr().offset(offset).cast::<T>() })
    }

    /// The items as a slice, if they lie one after the other in row-major order.
    #[inline]
    pub fn as_slice(&self) -> Option<&'a [T]> {
        // SAFETY: the invariant of views; contiguous, so the first item is followed by all others.
        self.is_c_contiguous().then(|| unsafe { std::slice::from_raw_parts(self.as_ptr(), self.len()) })
    }

    /// The rows as a slice of arrays, if there are two axes, `N` columns, and the items lie one after the other in row-major
    /// order. `N` is not 0.
    pub fn as_rows<const N: usize>(&self) -> Option<&'a [[T; N]]> {
        let fits = matches!(self.shape(), [_, columns] if *columns == N);
        self.as_slice().filter(|_| fits).map(|items| items.as_chunks().0)
    }

    /// The items in row-major order.
    pub fn iter(&self) -> Iter<'a, T> {
        Iter::new(self.clone())
    }

    /// The same items in row-major order with another shape, without a copy; one size may be -1.
    ///
    /// # Errors
    /// [`Error::Reshape`] if the items do not fit; [`Error::Value`] if only a copy could have that shape:
    /// then use `copy(Order::C)?.reshape(..)`.
    pub fn reshape(&self, shape: impl Ints) -> Result<Self> {
        let shape = self.layout.resolve_shape(&shape.ints())?;
        let layout = self.layout.reshaped(&shape, size_of::<T>(), Order::C);
        Ok(self.with_layout(layout.ok_or_else(needs_copy)?))
    }

    layout_methods!();
    transform_methods!(self, &self);
    broadcast_methods!();
}

#[cold]
fn needs_copy() -> Error {
    Error::value("reshape", "the strides of this view do not allow the shape without a copy")
}

impl<T: Clone + 'static> ArrayView<'_, T> {
    /// A copy of the items in memory of its own.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn copy(&self, order: Order) -> Result<Array<T>> {
        copy_of(self.as_ptr(), &self.layout, order)
    }

    /// A row-major copy of the items in memory of its own.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn to_owned(&self) -> Result<Array<T>> {
        self.copy(Order::C)
    }

    /// The items in row-major order.
    pub fn to_vec(&self) -> Vec<T> {
        match self.as_slice() {
            Some(items) => items.to_vec(),
            None => self.iter().cloned().collect(),
        }
    }
}

impl<'a, T> ArrayViewMut<'a, T> {
    /// # Safety
    /// Every place of `layout`, counted from `first`, must be an aligned `T` that nobody else reaches
    /// during `'a`, and no place may be there twice.
    #[inline]
    pub(crate) unsafe fn from_raw(first: NonNull<u8>, mut layout: Layout) -> Self {
        ArrayViewMut { first: rebase(first, &mut layout), layout, items: PhantomData }
    }

    #[inline]
    fn with_layout(self, layout: Layout) -> Self {
        // SAFETY: the new layout is a narrower one of the same items.
        unsafe { Self::from_raw(self.first, layout) }
    }

    /// A 1-d view of a slice.
    #[inline]
    pub fn from_slice(items: &'a mut [T]) -> Self {
        let layout = Layout::contiguous_unchecked(&[items.len()], size_of::<T>(), Order::C);
        // SAFETY: a slice's items are aligned and one after the other, and uniquely borrowed for 'a.
        unsafe { Self::from_raw(NonNull::from(items).cast(), layout) }
    }

    /// A 2-d view of arrays that lie one after the other as its rows, for writing.
    ///
    /// ```
    /// use numoxide_core::{ArrayViewMut, s};
    ///
    /// let mut points = [[1.0, 2.0], [3.0, 4.0]];
    /// ArrayViewMut::from_rows(&mut points).slice(s![.., 0])?.fill(0.0);
    /// assert_eq!(points, [[0.0, 2.0], [0.0, 4.0]]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn from_rows<const N: usize>(rows: &'a mut [[T; N]]) -> Self {
        let layout = Layout::contiguous_unchecked(&[rows.len(), N], size_of::<T>(), Order::C);
        // SAFETY: arrays are their items, without padding; as in `from_slice`.
        unsafe { Self::from_raw(NonNull::from(rows).cast(), layout) }
    }

    /// A view of raw memory, for writing.
    ///
    /// # Safety
    /// As [`ArrayView::from_raw_parts`]; besides, nobody else may reach the items during `'a`, and no
    /// two places may overlap.
    ///
    /// # Errors
    /// As [`ArrayView::from_raw_parts`].
    pub unsafe fn from_raw_parts(ptr: *mut T, shape: &[usize], strides: &[isize]) -> Result<Self> {
        // SAFETY: by contract; the checks are the same.
        let view = unsafe { ArrayView::from_raw_parts(ptr, shape, strides)? };
        // SAFETY: by contract.
        Ok(unsafe { Self::from_raw(view.first, view.layout) })
    }

    /// Bytes of one item.
    #[inline]
    pub fn itemsize(&self) -> usize {
        size_of::<T>()
    }

    /// The address of the first item.
    #[inline]
    pub fn as_mut_ptr(&mut self) -> *mut T {
        self.first.as_ptr().cast()
    }

    /// The items, for reading.
    #[inline]
    pub fn view(&self) -> ArrayView<'_, T> {
        // SAFETY: the invariant of mutable views, which are borrowed.
        unsafe { ArrayView::from_raw(self.first, self.layout.clone()) }
    }

    /// The same view for a shorter time, so that this one can be used again afterwards.
    #[inline]
    pub fn view_mut(&mut self) -> ArrayViewMut<'_, T> {
        // SAFETY: as above, uniquely.
        unsafe { ArrayViewMut::from_raw(self.first, self.layout.clone()) }
    }

    /// The item at `index`.
    ///
    /// # Errors
    /// If there is not one index per axis, or one is out of range.
    #[inline]
    pub fn get(&self, index: impl Ints) -> Result<&T> {
        let offset = self.layout.item_offset(&index.ints())?;
        // SAFETY: the invariant of views.
        Ok(unsafe { &*self.first.as_ptr().offset(offset).cast::<T>() })
    }

    /// The item at `index`, for writing.
    ///
    /// # Errors
    /// If there is not one index per axis, or one is out of range.
    #[inline]
    pub fn get_mut(&mut self, index: impl Ints) -> Result<&mut T> {
        let offset = self.layout.item_offset(&index.ints())?;
        // SAFETY: the invariant of mutable views.
        Ok(unsafe { &mut *self.first.as_ptr().offset(offset).cast::<T>() })
    }

    /// The items as a slice, if they lie one after the other in row-major order.
    pub fn into_slice(self) -> Option<&'a mut [T]> {
        // SAFETY: the invariant of mutable views; contiguous.
        self.is_c_contiguous()
            .then(|| unsafe { std::slice::from_raw_parts_mut(self.first.as_ptr().cast(), self.len()) })
    }

    /// The rows as a slice of arrays, as [`ArrayView::as_rows`].
    pub fn into_rows<const N: usize>(self) -> Option<&'a mut [[T; N]]> {
        let fits = matches!(self.shape(), [_, columns] if *columns == N);
        self.into_slice().filter(|_| fits).map(|items| items.as_chunks_mut().0)
    }

    /// The items in row-major order, for writing.
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        self.view_mut().into_iter()
    }

    /// Two views: the places before `index` of `axis`, and the rest.
    ///
    /// # Errors
    /// If the axis does not exist, or the index lies beyond its size.
    pub fn split_at(self, axis: isize, index: usize) -> Result<(Self, Self)> {
        const OP: &str = "split_at";
        let axis = normalize_axis(OP, axis, self.ndim())?;
        let len = self.shape()[axis];
        if index > len {
            return Err(Error::Index { index: isize::try_from(index).unwrap_or(isize::MAX), axis, len });
        }
        let (mut left, mut right) = (self.layout.clone(), self.layout.clone());
        left.shape[axis] = index;
        right.shape[axis] = len - index;
        if index < len {
            right.offset += index as isize * right.strides[axis];
        }
        // SAFETY: the two layouts are disjoint parts of this one.
        Ok(unsafe { (Self::from_raw(self.first, left), Self::from_raw(self.first, right)) })
    }

    /// The same items in row-major order with another shape; one size may be -1.
    ///
    /// # Errors
    /// [`Error::Reshape`] if the items do not fit; [`Error::Value`] if only a copy could have that shape.
    pub fn reshape(self, shape: impl Ints) -> Result<Self> {
        let shape = self.layout.resolve_shape(&shape.ints())?;
        let layout = self.layout.reshaped(&shape, size_of::<T>(), Order::C);
        Ok(self.with_layout(layout.ok_or_else(needs_copy)?))
    }

    layout_methods!();
    transform_methods!(self, self);
}

impl<T: Clone + 'static> ArrayViewMut<'_, T> {
    /// Sets every item to `value`.
    pub fn fill(&mut self, value: T) {
        let items = ItemOps::of::<T>();
        if std::mem::needs_drop::<T>() {
            return self.iter_mut().for_each(|item| *item = value.clone());
        }
        // SAFETY: the places are ours alone, and the values there need no drop.
        unsafe { fill_items(&items, (&raw const value).cast(), (self.first.as_ptr(), &self.layout)) }
    }
}

macro_rules! common_impls {
    ($($view:ident)*) => {$(
        impl<T, I: Ints> Index<I> for $view<'_, T> {
            type Output = T;
            /// # Panics
            /// Where `get` is an error.
            #[inline]
            fn index(&self, index: I) -> &T {
                self.get(index).unwrap_or_else(|error| panic!("{error}"))
            }
        }
    )*};
}
common_impls!(ArrayView ArrayViewMut);

impl<T, I: Ints> IndexMut<I> for ArrayViewMut<'_, T> {
    /// # Panics
    /// Where `get_mut` is an error.
    #[inline]
    fn index_mut(&mut self, index: I) -> &mut T {
        self.get_mut(index).unwrap_or_else(|error| panic!("{error}"))
    }
}
