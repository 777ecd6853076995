//! [`Array`]: items in a shared, copy-on-write buffer.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::ptr::NonNull;
use std::sync::Arc;

use super::methods::{broadcast_methods, layout_methods, transform_methods};
use super::{ArrayView, ArrayViewMut, Iter, IterMut};
use crate::driver::{ItemOps, copy_items, fill_items};
use crate::ints::sizes;
use crate::layout::{SliceSpec, checked_bytes};
use crate::{Buffer, Error, Ints, Layout, Order, Result};

/// An n-dimensional array of `T` in a shared buffer.
///
/// `clone`, `slice`, `transpose`, `reshape` of what allows it and the like are O(1) and share the memory;
/// whatever needs `&mut` copies the items first, but only if the memory is shared.
///
/// ```
/// use numoxide_core::{Array, s};
///
/// let a = Array::from_shape_vec([2, 3], vec![1, 2, 3, 4, 5, 6])?;
/// let mut row = a.slice(s![-1, ..])?;
/// row[0] = 40;
/// assert_eq!(row.to_vec(), [40, 5, 6]);
/// assert_eq!(a[[1, 0]], 4);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub struct Array<T> {
    pub(crate) buffer: Buffer,
    pub(crate) layout: Layout,
    /// Sharing as `Arc` does: `Send` and `Sync` exactly where `T` is both.
    item: PhantomData<Arc<T>>,
}

impl<T> Array<T> {
    /// # Safety
    /// Every place of `layout` must be an initialised, aligned `T` in `buffer`.
    #[inline]
    pub(crate) unsafe fn from_raw(buffer: Buffer, layout: Layout) -> Self {
        Array { buffer, layout, item: PhantomData }
    }

    #[inline]
    pub(crate) fn with_layout(&self, layout: Layout) -> Self {
        Array { buffer: self.buffer.clone(), layout, item: PhantomData }
    }

    /// Bytes of one item.
    #[inline]
    pub fn itemsize(&self) -> usize {
        size_of::<T>()
    }

    /// The address of the first item.
    #[inline]
    pub fn as_ptr(&self) -> *const T {
        self.buffer.data().as_ptr().wrapping_offset(self.layout.offset).cast()
    }

    /// The items through a borrow.
    #[inline]
    pub fn view(&self) -> ArrayView<'_, T> {
        let mut layout = self.layout.clone();
        layout.offset = 0;
        let first = NonNull::new(self.as_ptr().cast_mut().cast()).expect("a buffer is not at address zero");
        // SAFETY: the invariant of arrays; the borrow keeps the buffer alive and unwritten.
        unsafe { ArrayView::from_raw(first, layout) }
    }

    /// The item at `index`, one integer per axis; negative ones count from the end.
    ///
    /// # Errors
    /// If there is not one index per axis, or one is out of range.
    #[inline]
    pub fn get(&self, index: impl Ints) -> Result<&T> {
        let offset = self.layout.item_offset(&index.ints())?;
        // SAFETY: the invariant of arrays.
        Ok(unsafe { &*self.buffer.data().as_ptr().offset(offset).cast::<T>() })
    }

    /// The vector that the array was made from and where the items lie in it, if nobody else sees it.
    ///
    /// # Errors
    /// The array itself, if its memory is shared or was no vector of `T`.
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// let a = Array::from_shape_vec([2, 2], vec![1, 2, 3, 4])?.t();
    /// let (items, layout) = a.into_vec().ok().expect("an array that was a vector");
    /// assert_eq!((&items[..], layout.strides()), (&[1, 2, 3, 4][..], &[4, 8][..]));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    #[expect(clippy::result_large_err, reason = "the array goes back to whom it came from")]
    pub fn into_vec(self) -> std::result::Result<(Vec<T>, Layout), Self>
    where
        T: 'static,
    {
        let Array { buffer, layout, item } = self;
        match buffer.into_vec() {
            Ok(items) => Ok((items, layout)),
            Err(buffer) => Err(Array { buffer, layout, item }),
        }
    }

    /// The items as a slice, if they lie one after the other in row-major order.
    #[inline]
    pub fn as_slice(&self) -> Option<&[T]> {
        // SAFETY: the invariant of arrays; contiguous, so the first item is followed by all others.
        self.is_c_contiguous().then(|| unsafe { std::slice::from_raw_parts(self.as_ptr(), self.len()) })
    }

    /// The rows as a slice of arrays, if there are two axes, `N` columns, and the items lie one after the other in row-major
    /// order. `N` is not 0.
    ///
    /// ```
    /// use numoxide_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert_eq!(a.as_rows(), Some(&[[1, 2], [3, 4]][..]));
    /// assert!(a.as_rows::<3>().is_none() && a.t().as_rows::<2>().is_none());
    /// ```
    pub fn as_rows<const N: usize>(&self) -> Option<&[[T; N]]> {
        self.view().as_rows()
    }

    /// The items in row-major order.
    pub fn iter(&self) -> Iter<'_, T> {
        self.view().into_iter()
    }

    layout_methods!();
    transform_methods!(self, &self);
    broadcast_methods!();
}

impl<T: Clone + 'static> Array<T> {
    /// A 1-d array of the values of `vec`, without a copy.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`] if the header cannot be allocated.
    pub fn from_vec(vec: Vec<T>) -> Result<Self>
    where
        T: Send + Sync,
    {
        let layout = Layout::contiguous_unchecked(&[vec.len()], size_of::<T>(), Order::C);
        // SAFETY: a vector's values are initialised, aligned and one after the other.
        Ok(unsafe { Self::from_raw(Buffer::from_vec(vec)?, layout) })
    }

    /// An array of the values of `vec` in row-major order, without a copy.
    ///
    /// # Errors
    /// [`Error::Shape`] if the shape does not hold as many items, [`Error::Size`] if a size is negative.
    pub fn from_shape_vec(shape: impl Ints, vec: Vec<T>) -> Result<Self>
    where
        T: Send + Sync,
    {
        const OP: &str = "from_shape_vec";
        let shape = sizes(OP, &shape)?;
        let (len, _) = checked_bytes(OP, &shape, size_of::<T>())?;
        if len != vec.len() {
            return Err(Error::Shape { op: OP, expected: shape.to_vec(), found: vec![vec.len()] });
        }
        let layout = Layout::contiguous_unchecked(&shape, size_of::<T>(), Order::C);
        // SAFETY: as in `from_vec`.
        Ok(unsafe { Self::from_raw(Buffer::from_vec(vec)?, layout) })
    }

    /// An array of `shape`, filled in row-major memory order by `fill`, which gets the uninitialised
    /// items and must initialise all of them.
    ///
    /// # Safety
    /// `fill` must initialise every item when it returns `Ok`.
    pub(crate) unsafe fn build(
        op: &'static str,
        shape: &[usize],
        fill: impl FnOnce(&mut [std::mem::MaybeUninit<T>]) -> Result<()>,
    ) -> Result<Self> {
        let items = ItemOps::of::<T>();
        let (len, bytes) = checked_bytes(op, shape, items.size)?;
        let mut buffer = Buffer::uninit(bytes)?;
        let layout = Layout::contiguous_unchecked(shape, items.size, Order::C);
        // SAFETY: the fresh block has room for `len` items and is aligned for every type up to a cache
        // line; `fill` initialises them.
        unsafe {
            const {
                assert!(
                    align_of::<T>() <= crate::buffer::ALIGNMENT,
                    "items are aligned to a cache line at most"
                )
            }
            fill(std::slice::from_raw_parts_mut(buffer.data().as_ptr().cast(), len))?;
            items.own(&mut buffer, len);
            Ok(Self::from_raw(buffer, layout))
        }
    }

    /// A copy of the items in memory of its own.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn copy(&self, order: Order) -> Result<Self> {
        self.view().copy(order)
    }

    /// Makes sure that nobody else sees the memory, copying the items if somebody does.
    #[inline]
    pub(crate) fn make_unique(&mut self) -> Result<()> {
        if !self.buffer.is_unique() {
            *self = self.copy(Order::K)?;
        }
        Ok(())
    }

    /// The items through a unique borrow, for writing. Copies them first if the memory is shared, and
    /// if several places are the same item (after `broadcast_to`).
    ///
    /// # Panics
    /// If memory for the copy cannot be had; [`Array::try_view_mut`] returns that as an error.
    #[inline]
    pub fn view_mut(&mut self) -> ArrayViewMut<'_, T> {
        self.try_view_mut().unwrap_or_else(|error| panic!("{error}"))
    }

    /// [`Array::view_mut`] with an error where memory for the copy cannot be had.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    #[inline]
    pub fn try_view_mut(&mut self) -> Result<ArrayViewMut<'_, T>> {
        if self.layout.repeats() {
            *self = self.copy(Order::C)?;
        }
        self.make_unique()?;
        let mut layout = self.layout.clone();
        layout.offset = 0;
        let first = NonNull::new(self.as_ptr().cast_mut().cast()).expect("a buffer is not at address zero");
        // SAFETY: the invariant of arrays; the memory is not shared, and no place is there twice.
        Ok(unsafe { ArrayViewMut::from_raw(first, layout) })
    }

    /// A part of the array for writing, selected by a basic index.
    ///
    /// # Errors
    /// As [`Array::slice`].
    #[inline]
    pub fn slice_mut(&mut self, index: impl AsRef<[SliceSpec]>) -> Result<ArrayViewMut<'_, T>> {
        self.try_view_mut()?.slice(index)
    }

    /// The item at `index`, for writing.
    ///
    /// # Errors
    /// As [`Array::get`]; [`Error::OutOfMemory`] if the shared memory cannot be copied.
    #[inline]
    pub fn get_mut(&mut self, index: impl Ints) -> Result<&mut T> {
        if self.layout.repeats() {
            *self = self.copy(Order::C)?;
        }
        self.make_unique()?;
        let offset = self.layout.item_offset(&index.ints())?;
        // SAFETY: the invariant of arrays; the memory is not shared.
        Ok(unsafe { &mut *self.buffer.data().as_ptr().offset(offset).cast::<T>() })
    }

    /// The items as a slice for writing, if they lie one after the other in row-major order.
    pub fn as_slice_mut(&mut self) -> Option<&mut [T]> {
        if !self.is_c_contiguous() {
            return None;
        }
        self.try_view_mut().ok()?.into_slice()
    }

    /// The items in row-major order, for writing.
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        self.view_mut().into_iter()
    }

    /// The items in row-major order.
    pub fn to_vec(&self) -> Vec<T> {
        self.view().to_vec()
    }

    /// The same items in row-major order with another shape; one size may be -1. Shares the memory where
    /// the strides allow it.
    ///
    /// # Errors
    /// [`Error::Reshape`] if the items do not fit.
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// let a = Array::from_vec((0..12).collect())?;
    /// assert_eq!(a.reshape([3, -1])?.shape(), [3, 4]);
    /// assert!(a.reshape([5, -1]).is_err());
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn reshape(&self, shape: impl Ints) -> Result<Self> {
        self.reshape_order(shape, Order::C)
    }

    /// [`Array::reshape`] that takes and places the items in the given order; [`Order::A`] is
    /// column-major for an array that is so in memory.
    ///
    /// # Errors
    /// As [`Array::reshape`].
    pub fn reshape_order(&self, shape: impl Ints, order: Order) -> Result<Self> {
        let shape = self.layout.resolve_shape(&shape.ints())?;
        let column_major =
            order == Order::F || (order == Order::A && self.is_f_contiguous() && !self.is_c_contiguous());
        let order = if column_major { Order::F } else { Order::C };
        if let Some(layout) = self.layout.reshaped(&shape, size_of::<T>(), order) {
            return Ok(self.with_layout(layout));
        }
        let copy = self.copy(order)?;
        let layout =
            copy.layout.reshaped(&shape, size_of::<T>(), order).expect("a contiguous array has any shape");
        Ok(copy.with_layout(layout))
    }

    /// All items along one axis, in row-major order. Shares the memory where the strides allow it.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`] if a copy is needed.
    pub fn ravel(&self) -> Result<Self> {
        self.reshape(-1isize)
    }

    /// Sets every item to `value`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`] if shared memory cannot be copied.
    pub fn fill(&mut self, value: T) -> Result<()> {
        if self.buffer.is_unique() && !self.layout.repeats() {
            self.try_view_mut()?.fill(value);
            return Ok(());
        }
        *self = Self::full_like_shape("fill", self.shape(), value)?;
        Ok(())
    }

    /// An array of `shape` of copies of one value.
    pub(crate) fn full_like_shape(op: &'static str, shape: &[usize], value: T) -> Result<Self> {
        let items = ItemOps::of::<T>();
        let (mut buffer, layout) = items.allocate(op, shape, Order::C, &[])?;
        // SAFETY: the fresh block has a place for every item; afterwards all are initialised.
        unsafe {
            fill_items(&items, (&raw const value).cast(), (buffer.data().as_ptr(), &layout));
            items.own(&mut buffer, layout.len());
            Ok(Self::from_raw(buffer, layout))
        }
    }
}

/// The copy of `layout`'s items, in a new buffer.
pub(super) fn copy_of<T: Clone + 'static>(
    first: *const T,
    layout: &Layout,
    order: Order,
) -> Result<Array<T>> {
    let items = ItemOps::of::<T>();
    let (mut buffer, target) = items.allocate_copy("copy", layout, order)?;
    // SAFETY: `first` and `layout` belong to an array; the target is fresh memory of the same shape.
    unsafe {
        copy_items(&items, (first.cast(), layout), (buffer.data().as_ptr(), &target));
        items.own(&mut buffer, target.len());
        Ok(Array::from_raw(buffer, target))
    }
}

impl<T> Clone for Array<T> {
    /// Shares the memory: O(1).
    #[inline]
    fn clone(&self) -> Self {
        self.with_layout(self.layout.clone())
    }
}

impl<T, I: Ints> Index<I> for Array<T> {
    type Output = T;
    /// # Panics
    /// Where [`Array::get`] is an error.
    #[inline]
    fn index(&self, index: I) -> &T {
        self.get(index).unwrap_or_else(|error| panic!("{error}"))
    }
}

impl<T: Clone + 'static, I: Ints> IndexMut<I> for Array<T> {
    /// # Panics
    /// Where [`Array::get_mut`] is an error.
    #[inline]
    fn index_mut(&mut self, index: I) -> &mut T {
        self.get_mut(index).unwrap_or_else(|error| panic!("{error}"))
    }
}
