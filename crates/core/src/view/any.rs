//! [`AnyArray`], [`AnyView`] and [`AnyViewMut`]: arrays whose item type is known at run time.

use std::marker::PhantomData;
use std::ptr::NonNull;

use super::methods::{broadcast_methods, layout_methods, transform_methods};
use super::reinterpret::part_of;
use super::{Array, ArrayView, ArrayViewMut};
use crate::driver::{ItemOps, copy_items};
use crate::dtype::{Element, scalar_dtype};
use crate::layout::checked_bytes;
use crate::{Buffer, Casting, DType, Error, Ints, Layout, Order, Result};

/// An array whose item type is a run-time [`DType`]: what files, foreign memory and NEP 50 promotion need.
///
/// Conversion from and to [`Array<T>`] is O(1), and checked.
///
/// ```
/// use numoxide_core::{AnyArray, Array, DType};
///
/// let any = AnyArray::from(Array::from_vec(vec![1.0f32, 2.0])?);
/// assert_eq!(any.dtype(), &DType::F32);
/// let typed: Array<f32> = any.clone().try_into()?;
/// assert_eq!(typed.to_vec(), [1.0, 2.0]);
/// assert!(Array::<f64>::try_from(any).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone)]
pub struct AnyArray {
    pub(crate) buffer: Buffer,
    pub(crate) layout: Layout,
    pub(crate) dtype: DType,
}

/// A read-only view of items whose type is known at run time.
#[derive(Clone)]
pub struct AnyView<'a> {
    pub(crate) first: NonNull<u8>,
    pub(crate) layout: Layout,
    pub(crate) dtype: DType,
    pub(super) memory: PhantomData<&'a [u8]>,
}

/// A unique view of items whose type is known at run time, for writing.
pub struct AnyViewMut<'a> {
    pub(crate) first: NonNull<u8>,
    pub(crate) layout: Layout,
    pub(crate) dtype: DType,
    memory: PhantomData<&'a mut [u8]>,
}

// SAFETY: elements are Send and Sync, and a view is a shared reference to them.
unsafe impl Send for AnyView<'_> {}
// SAFETY: as above.
unsafe impl Sync for AnyView<'_> {}
// SAFETY: as above, with a unique reference.
unsafe impl Send for AnyViewMut<'_> {}
// SAFETY: as above.
unsafe impl Sync for AnyViewMut<'_> {}

macro_rules! dtype_methods {
    () => {
        /// The type of the items.
        #[inline]
        pub fn dtype(&self) -> &DType {
            &self.dtype
        }

        /// Bytes of one item.
        #[inline]
        pub fn itemsize(&self) -> usize {
            self.dtype.itemsize()
        }

        fn check_type<T: Element>(&self, op: &'static str) -> Result<()> {
            let wanted = T::dtype();
            if wanted == self.dtype {
                return Ok(());
            }
            Err(Error::Cast { op, from: self.dtype.clone(), to: wanted, casting: Casting::No })
        }
    };
}

/// Whether the items of a layout, the first of which lies at `first`, can be looked at as `T`. The strides of axes that
/// lead from no item to another say nothing.
fn check_aligned<T>(op: &'static str, first: *const u8, layout: &Layout) -> Result<()> {
    let align = align_of::<T>();
    let leads_astray =
        |(&len, &stride): (&usize, &isize)| len > 1 && !stride.unsigned_abs().is_multiple_of(align);
    let astray = layout.len() > 1 && layout.shape().iter().zip(layout.strides()).any(leads_astray);
    if (first as usize).is_multiple_of(align) && !astray {
        return Ok(());
    }
    Err(Error::value(op, "the items are not aligned for their type; those of a copy are"))
}

impl AnyArray {
    /// # Safety
    /// Every place of `layout` must be an initialised item of `dtype` in `buffer`.
    #[inline]
    pub(crate) unsafe fn from_raw(buffer: Buffer, layout: Layout, dtype: DType) -> Self {
        AnyArray { buffer, layout, dtype }
    }

    /// An array over a buffer.
    ///
    /// # Safety
    /// For every index within the shape, `layout` must lead to an initialised item of `dtype` in
    /// `buffer`, aligned for it.
    ///
    /// # Errors
    /// [`Error::Size`] if the shape does not fit the address space.
    pub unsafe fn from_buffer(buffer: Buffer, layout: Layout, dtype: DType) -> Result<Self> {
        checked_bytes("from_buffer", layout.shape(), dtype.itemsize())?;
        // SAFETY: by contract.
        Ok(unsafe { Self::from_raw(buffer, layout, dtype) })
    }

    /// Zeros (`false`) of a dtype; a small array in every item adds its axes, and text without a length (`S`, `U`) gets room for
    /// one character.
    ///
    /// # Errors
    /// If the shape does not fit, or memory cannot be had.
    pub fn zeros(shape: impl Ints, dtype: DType) -> Result<Self> {
        let (shape, dtype) = (crate::ints::sizes("zeros", &shape)?, dtype.with_room());
        let (_, bytes) = checked_bytes("zeros", &shape, dtype.itemsize())?;
        let layout = Layout::contiguous_unchecked(&shape, dtype.itemsize(), Order::C);
        let (layout, dtype) = part_of(&layout, &dtype, 0)?;
        // SAFETY: zero bytes are a value of every dtype.
        Ok(unsafe { Self::from_raw(Buffer::zeroed(bytes)?, layout, dtype) })
    }

    #[inline]
    pub(super) fn with_layout(&self, layout: Layout) -> Self {
        AnyArray { buffer: self.buffer.clone(), layout, dtype: self.dtype.clone() }
    }

    /// The address of the first item.
    pub fn as_ptr(&self) -> *const u8 {
        self.buffer.data().as_ptr().wrapping_offset(self.layout.offset)
    }

    /// The items through a borrow.
    pub fn view(&self) -> AnyView<'_> {
        let first = NonNull::new(self.as_ptr().cast_mut()).expect("a buffer is not at address zero");
        let mut layout = self.layout.clone();
        layout.offset = 0;
        AnyView { first, layout, dtype: self.dtype.clone(), memory: PhantomData }
    }

    /// The items through a unique borrow; copies them first if the memory is shared or items repeat.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn view_mut(&mut self) -> Result<AnyViewMut<'_>> {
        if !self.buffer.is_unique() || self.layout.repeats() {
            *self = self.copy(Order::K)?;
        }
        let AnyView { first, layout, dtype, .. } = self.view();
        Ok(AnyViewMut { first, layout, dtype, memory: PhantomData })
    }

    /// A copy of the items in memory of its own.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn copy(&self, order: Order) -> Result<Self> {
        self.view().copy(order)
    }

    /// The items as a typed array, sharing the memory. O(1).
    ///
    /// # Errors
    /// [`Error::Cast`] if the dtype is not `T`'s, [`Error::Value`] if the items are not aligned for it, as fields of
    /// packed structs may be.
    pub fn downcast<T: Element>(&self) -> Result<Array<T>> {
        self.check_type::<T>("downcast")?;
        check_aligned::<T>("downcast", self.as_ptr(), &self.layout)?;
        // SAFETY: type and alignment are right.
        Ok(unsafe { Array::from_raw(self.buffer.clone(), self.layout.clone()) })
    }

    /// The same items in row-major order with another shape; one size may be -1. Shares the memory where
    /// the strides allow it.
    ///
    /// # Errors
    /// [`Error::Reshape`] if the items do not fit.
    pub fn reshape(&self, shape: impl Ints) -> Result<Self> {
        let shape = self.layout.resolve_shape(&shape.ints())?;
        if let Some(layout) = self.layout.reshaped(&shape, self.itemsize(), Order::C) {
            return Ok(self.with_layout(layout));
        }
        let copy = self.copy(Order::C)?;
        let layout = Layout::contiguous_unchecked(&shape, self.itemsize(), Order::C);
        Ok(copy.with_layout(layout))
    }

    dtype_methods!();
    layout_methods!();
    transform_methods!(self, &self);
    broadcast_methods!();
}

impl<'a> AnyView<'a> {
    #[inline]
    pub(crate) fn with_layout(&self, mut layout: Layout) -> Self {
        let moved = self.first.as_ptr().wrapping_offset(std::mem::take(&mut layout.offset));
        let first = NonNull::new(moved).unwrap_or(self.first);
        AnyView { first, layout, dtype: self.dtype.clone(), memory: PhantomData }
    }

    /// Other items of the same memory.
    pub(super) fn with_items(&self, layout: Layout, dtype: DType) -> Self {
        AnyView { dtype, ..self.with_layout(layout) }
    }

    /// A view of raw memory, whose items need not be aligned.
    ///
    /// # Safety
    /// For every index within the layout there must be an initialised item of `dtype` that lives, and
    /// that nobody writes to, during `'a`.
    pub unsafe fn from_raw_parts(first: NonNull<u8>, layout: Layout, dtype: DType) -> Self {
        AnyView { first, layout: Layout::default(), dtype, memory: PhantomData }.with_layout(layout)
    }

    /// The address of the first item.
    pub fn as_ptr(&self) -> *const u8 {
        self.first.as_ptr()
    }

    /// The same view, borrowed from this one.
    pub fn view(&self) -> AnyView<'_> {
        self.clone()
    }

    /// A copy of the items in memory of its own.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn copy(&self, order: Order) -> Result<AnyArray> {
        let items = ItemOps::bytes(self.itemsize());
        let (buffer, layout) = items.allocate_copy("copy", &self.layout, order)?;
        // SAFETY: fresh memory of the same shape; elements are plain bytes.
        unsafe {
            copy_items(&items, (self.as_ptr(), &self.layout), (buffer.data().as_ptr(), &layout));
            Ok(AnyArray::from_raw(buffer, layout, self.dtype.clone()))
        }
    }

    /// The items as a typed view. O(1).
    ///
    /// # Errors
    /// [`Error::Cast`] if the dtype is not `T`'s, [`Error::Value`] if the items are not aligned for it.
    pub fn downcast<T: Element>(&self) -> Result<ArrayView<'a, T>> {
        self.check_type::<T>("downcast")?;
        check_aligned::<T>("downcast", self.as_ptr(), &self.layout)?;
        // SAFETY: type and alignment are right.
        Ok(unsafe { ArrayView::from_raw(self.first, self.layout.clone()) })
    }

    dtype_methods!();
    layout_methods!();
    transform_methods!(self, &self);
    broadcast_methods!();
}

impl<'a> AnyViewMut<'a> {
    /// The same places, with a layout that must have been made by narrowing the present one.
    #[inline]
    pub(crate) fn with_layout(self, mut layout: Layout) -> Self {
        let moved = self.first.as_ptr().wrapping_offset(std::mem::take(&mut layout.offset));
        let first = NonNull::new(moved).unwrap_or(self.first);
        AnyViewMut { first, layout, ..self }
    }

    /// Other items of the same memory.
    pub(super) fn with_items(self, layout: Layout, dtype: DType) -> Self {
        AnyViewMut { dtype, ..self.with_layout(layout) }
    }

    /// A view of raw memory, for writing. Items need not be aligned.
    ///
    /// # Safety
    /// As [`AnyView::from_raw_parts`]; besides, nobody else may reach the items during `'a`, and no two
    /// places may overlap.
    pub unsafe fn from_raw_parts(first: NonNull<u8>, layout: Layout, dtype: DType) -> Self {
        AnyViewMut { first, layout: Layout::default(), dtype, memory: PhantomData }.with_layout(layout)
    }

    /// The items, for reading.
    pub fn view(&self) -> AnyView<'_> {
        AnyView {
            first: self.first,
            layout: self.layout.clone(),
            dtype: self.dtype.clone(),
            memory: PhantomData,
        }
    }

    /// The same view for a shorter time.
    pub fn view_mut(&mut self) -> AnyViewMut<'_> {
        let AnyView { first, layout, dtype, .. } = self.view();
        AnyViewMut { first, layout, dtype, memory: PhantomData }
    }

    dtype_methods!();
    layout_methods!();
    transform_methods!(self, self);

    /// The items as a typed view. O(1).
    ///
    /// # Errors
    /// As [`AnyView::downcast`].
    pub fn downcast<T: Element>(self) -> Result<ArrayViewMut<'a, T>> {
        self.check_type::<T>("downcast")?;
        self.view().downcast::<T>()?;
        // SAFETY: type and alignment are right.
        Ok(unsafe { ArrayViewMut::from_raw(self.first, self.layout) })
    }
}

impl<T: Element> From<Array<T>> for AnyArray {
    #[inline]
    fn from(array: Array<T>) -> Self {
        AnyArray { buffer: array.buffer, layout: array.layout, dtype: T::dtype() }
    }
}

impl<T: Element> From<&Array<T>> for AnyArray {
    #[inline]
    fn from(array: &Array<T>) -> Self {
        array.clone().into()
    }
}

impl<T: Element> TryFrom<AnyArray> for Array<T> {
    type Error = Error;
    /// O(1).
    #[inline]
    fn try_from(array: AnyArray) -> Result<Self> {
        array.check_type::<T>("try_into")?;
        check_aligned::<T>("try_into", array.as_ptr(), &array.layout)?;
        // SAFETY: type and alignment are right.
        Ok(unsafe { Array::from_raw(array.buffer, array.layout) })
    }
}

impl<'a, T: 'static> ArrayView<'a, T> {
    /// The items as elements, if `T` is a scalar or a machine-sized integer: for code that takes every `T`.
    pub(crate) fn as_elements(&self) -> Option<AnyView<'a>> {
        let dtype = scalar_dtype::<T>()?;
        Some(AnyView { first: self.first, layout: self.layout.clone(), dtype, memory: PhantomData })
    }
}

impl<T: 'static> ArrayViewMut<'_, T> {
    /// As [`ArrayView::as_elements`].
    pub(crate) fn as_elements(&self) -> Option<AnyView<'_>> {
        self.view().as_elements()
    }
}

impl<T: 'static> Array<T> {
    /// As [`ArrayView::as_elements`].
    pub(crate) fn as_elements(&self) -> Option<AnyView<'_>> {
        self.view().as_elements()
    }

    /// As [`ArrayView::as_elements`], with the memory.
    pub(crate) fn into_elements(self) -> Option<AnyArray> {
        Some(AnyArray { buffer: self.buffer, layout: self.layout, dtype: scalar_dtype::<T>()? })
    }
}

impl<'a, T: Element> From<&'a Array<T>> for AnyView<'a> {
    #[inline]
    fn from(array: &'a Array<T>) -> Self {
        array.view().into()
    }
}

impl<'a> From<&'a AnyArray> for AnyView<'a> {
    #[inline]
    fn from(array: &'a AnyArray) -> Self {
        array.view()
    }
}

impl<'a> From<&AnyView<'a>> for AnyView<'a> {
    #[inline]
    fn from(view: &AnyView<'a>) -> Self {
        view.clone()
    }
}

impl<'a, T: Element> From<&ArrayView<'a, T>> for AnyView<'a> {
    #[inline]
    fn from(view: &ArrayView<'a, T>) -> Self {
        view.clone().into()
    }
}

impl<'a, T: Element> From<ArrayView<'a, T>> for AnyView<'a> {
    #[inline]
    fn from(view: ArrayView<'a, T>) -> Self {
        AnyView { first: view.first, layout: view.layout, dtype: T::dtype(), memory: PhantomData }
    }
}

impl<'a, T: Element> From<ArrayViewMut<'a, T>> for AnyViewMut<'a> {
    #[inline]
    fn from(view: ArrayViewMut<'a, T>) -> Self {
        AnyViewMut { first: view.first, layout: view.layout, dtype: T::dtype(), memory: PhantomData }
    }
}
