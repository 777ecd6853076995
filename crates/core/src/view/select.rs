//! Selecting from arrays that have forgotten their item type, and writing into them.

use std::marker::PhantomData;
use std::ptr::NonNull;

use numoxide_simd::select::{AxisScale, IndexMode};

use super::{AnyArray, AnyView, AnyViewMut, Array, ArrayView, ArrayViewMut, Fresh, Items};
use crate::driver::index::{
    Picks, Pieces, Way, blend_items, choose_items, compress_items, count_true, move_few, move_picked,
    spread_items, where_items,
};
use crate::driver::{ItemOps, copy_items};
use crate::layout::checked_bytes;
use crate::{Buffer, Error, Layout, Order, Result};

/// Places to write to whose item type is known to its [`ItemOps`] alone.
pub(crate) struct ItemsMut<'a> {
    ops: ItemOps,
    first: NonNull<u8>,
    layout: Layout,
    memory: PhantomData<&'a mut [u8]>,
}

impl<'a, T: Clone + 'static> From<ArrayViewMut<'a, T>> for ItemsMut<'a> {
    #[inline]
    fn from(view: ArrayViewMut<'a, T>) -> Self {
        ItemsMut { ops: ItemOps::of::<T>(), first: view.first, layout: view.layout, memory: PhantomData }
    }
}

impl<'a> From<AnyViewMut<'a>> for ItemsMut<'a> {
    fn from(view: AnyViewMut<'a>) -> Self {
        let ops = ItemOps::bytes(view.itemsize());
        ItemsMut { ops, first: view.first, layout: view.layout, memory: PhantomData }
    }
}

impl ItemsMut<'_> {
    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The same places, with a layout that must have been made by narrowing the present one.
    pub(crate) fn relayout(self, layout: Layout) -> Self {
        ItemsMut { layout, ..self }
    }

    #[inline]
    fn raw(&self) -> (*mut u8, &Layout) {
        (self.first.as_ptr(), &self.layout)
    }

    /// `values` of the same type, as [`Items::fitting`] sees them.
    pub(crate) fn fitting<'v>(
        &self,
        op: &'static str,
        values: &Items<'v>,
        shape: &[usize],
    ) -> Result<Items<'v>> {
        assert!(values.ops.is_same(&self.ops), "items of one type");
        values.fitting(op, shape)
    }

    /// Writes `values`, which broadcast.
    pub(crate) fn assign(&mut self, op: &'static str, values: &Items<'_>) -> Result<()> {
        let values = self.fitting(op, values, self.layout.shape())?;
        // SAFETY: the places are ours alone, and hold values.
        unsafe { copy_items(&self.ops.assigning(), values.raw(), self.raw()) }
        Ok(())
    }

    /// Writes `values`, which broadcast, to the places that `picks` name.
    ///
    /// # Errors
    /// If a place is out of range or the values do not fit; nothing is written then.
    pub(crate) fn put_picked(
        &mut self,
        op: &'static str,
        picks: &Picks<'_>,
        values: &Items<'_>,
    ) -> Result<()> {
        assert!(picks.is_within(&self.layout, self.ops.size), "a selection from this array");
        let values = self.fitting(op, values, &picks.shape())?;
        let block = (values.first.as_ptr(), &values.layout);
        // SAFETY: the picks are of this layout; the places are ours alone, and hold values.
        unsafe { move_picked(&self.ops, Way::Scatter, self.first.as_ptr(), picks, block) }
    }

    /// Writes `values` to a row of few places of a 1-d array, if it is one, they are one value for each place, and
    /// all places lie within the axis; whether it was so.
    pub(crate) fn put_few(&mut self, places: &[i64], values: &Items<'_>) -> bool {
        assert!(values.ops.is_same(&self.ops), "items of one type");
        let (Some(axis), &[step]) = (only_axis(&self.layout), values.strides()) else { return false };
        let first = self.first.as_ptr().wrapping_offset(self.layout.offset);
        let block = values.first.as_ptr().wrapping_offset(values.layout.offset);
        // SAFETY: the axis of this layout; the places are ours alone, and hold values.
        values.len() == places.len()
            && unsafe { move_few(&self.ops, Way::Scatter, (first, axis), places, (block, step)) }
    }

    /// Writes `values`, which broadcast, where the mask of the same shape is true.
    pub(crate) fn put_where(
        &mut self,
        op: &'static str,
        mask: &ArrayView<'_, bool>,
        values: &Items<'_>,
    ) -> Result<()> {
        let values = self.fitting(op, values, self.layout.shape())?;
        assert_eq!(mask.shape(), self.layout.shape(), "a mask of the same shape");
        // SAFETY: one shape; the places are ours alone, and hold values.
        unsafe { blend_items(&self.ops, mask, (values.first.as_ptr(), &values.layout), self.raw()) }
        Ok(())
    }

    /// Writes the items of the 1-d `values` in turn where the mask of the same shape is true, from the first
    /// again when they are used up.
    ///
    /// # Panics
    /// If there are no values, or a shape is wrong.
    pub(crate) fn put_in_turn(&mut self, mask: &ArrayView<'_, bool>, values: &Items<'_>) {
        assert!(values.ops.is_same(&self.ops), "items of one type");
        assert!(values.ndim() == 1 && !values.is_empty(), "some values in a row");
        assert_eq!(mask.shape(), self.layout.shape(), "a mask of the same shape");
        let row = (values.first.as_ptr().cast_const(), values.strides()[0], values.len());
        // SAFETY: one shape; the places are ours alone, and hold values.
        unsafe { spread_items(&self.ops, mask, row, self.raw()) }
    }
}

/// The axis of a layout that has but one.
fn only_axis(layout: &Layout) -> Option<AxisScale> {
    let (&[len], &[scale]) = (layout.shape(), layout.strides()) else { return None };
    Some(AxisScale { len, scale, mode: IndexMode::Raise })
}

impl<'a> Items<'a> {
    /// The items broadcast to `shape`, as an assignment does it: leading axes of size 1 that are too many are dropped.
    ///
    /// # Errors
    /// [`Error::Broadcast`](crate::Error::Broadcast) if they do not fit.
    pub(crate) fn fitting(&self, op: &'static str, shape: &[usize]) -> Result<Items<'a>> {
        let surplus = self.ndim().saturating_sub(shape.len());
        let mut layout = self.layout.clone();
        if self.shape()[..surplus].iter().all(|&size| size == 1) {
            (0..surplus).for_each(|_| layout = layout.without(0));
        }
        Ok(self.with_layout(layout.broadcast_to(op, shape)?))
    }
}

/// The items of a 1-d array: what a small call needs to know of it.
pub(crate) struct Line<'a> {
    ops: ItemOps,
    first: *mut u8,
    axis: AxisScale,
    memory: PhantomData<&'a [u8]>,
}

impl<'a> Line<'a> {
    /// # Safety
    /// `first` must be the first item of the layout, whose items live as long as `'a`.
    #[inline(always)]
    unsafe fn new(ops: ItemOps, first: *const u8, layout: &Layout) -> Option<Self> {
        Some(Line { ops, first: first.cast_mut(), axis: only_axis(layout)?, memory: PhantomData })
    }

    /// Memory with the items at a row of few places; `None` if a place lies outside.
    #[inline(always)]
    pub(crate) fn at_few(&self, op: &'static str, places: &[i64]) -> Result<Option<Buffer>> {
        let (_, bytes) = checked_bytes(op, &[places.len()], self.ops.size)?;
        let buffer = Buffer::uninit(bytes)?;
        let block = (buffer.data().as_ptr(), self.ops.size as isize);
        // SAFETY: the axis of this array; fresh memory for an item of each place.
        let fits = unsafe { move_few(&self.ops, Way::Gather, (self.first, self.axis), places, block) };
        Ok(fits.then_some(buffer))
    }

    /// The `n` items that [`Self::at_few`] has written. Apart from it, since moving a layout from hand to hand would take as long as
    /// making it.
    #[inline(always)]
    pub(crate) fn row(&self, buffer: Buffer, n: usize) -> Fresh {
        self.ops.made(buffer, Layout::contiguous_unchecked(&[n], self.ops.size, Order::C))
    }
}

macro_rules! lines {
    ($([$($generics:tt)*] $ty:ty, |$this:ident| $first:expr, $ops:expr;)*) => {$(
        impl<$($generics)*> $ty {
            /// The items, if there is but one axis.
            #[inline]
            pub(crate) fn line(&self) -> Option<Line<'_>> {
                let $this = self;
                // SAFETY: the borrow keeps the items alive and unwritten.
                unsafe { Line::new($ops, $first, $this.layout()) }
            }
        }
    )*};
}
lines! {
    [T: Clone + 'static] Array<T>, |this| this.as_ptr().cast(), ItemOps::of::<T>();
    [T: Clone + 'static] ArrayView<'_, T>, |this| this.as_ptr().cast(), ItemOps::of::<T>();
    [T: Clone + 'static] ArrayViewMut<'_, T>, |this| this.first.as_ptr(), ItemOps::of::<T>();
    [] AnyArray, |this| this.as_ptr().cast(), ItemOps::bytes(this.itemsize());
    [] AnyView<'_>, |this| this.as_ptr().cast(), ItemOps::bytes(this.itemsize());
    [] AnyViewMut<'_>, |this| this.first.as_ptr(), ItemOps::bytes(this.itemsize());
}

impl Items<'_> {
    fn place(&self) -> (*mut u8, &Layout) {
        (self.first.as_ptr(), &self.layout)
    }

    /// The items at the places that `picks` name.
    ///
    /// # Errors
    /// If a place is out of range, or memory cannot be had.
    pub(crate) fn at_picks(&self, op: &'static str, picks: &Picks<'_>) -> Result<Fresh> {
        assert!(picks.is_within(&self.layout, self.ops.size), "a selection from this array");
        let (buffer, layout) = self.ops.allocate(op, &picks.shape(), Order::C, &[])?;
        let block = (buffer.data().as_ptr(), &layout);
        // SAFETY: the picks are of this layout; the block is fresh memory of their shape.
        unsafe { move_picked(&self.ops, Way::Gather, self.first.as_ptr(), picks, block)? };
        Ok(self.ops.made(buffer, layout))
    }

    /// The items where the mask of the same shape is true, as a 1-d array.
    pub(crate) fn compressed(&self, op: &'static str, mask: &ArrayView<'_, bool>) -> Result<Fresh> {
        assert_eq!(mask.shape(), self.shape(), "a mask of the same shape");
        let pieces = mask.as_slice().and_then(Pieces::of);
        let count = pieces.as_ref().map_or_else(|| count_true(mask), Pieces::picked);
        let (buffer, layout) = self.ops.allocate(op, &[count], Order::C, &[])?;
        let dst = buffer.data().as_ptr();
        // SAFETY: one shape; fresh memory for as many items as the mask picks.
        unsafe { compress_items(&self.ops, (mask, pieces.as_ref()), self.place(), dst, count) };
        Ok(self.ops.made(buffer, layout))
    }

    /// These items where the mask is true, those of `other` elsewhere; all have one shape.
    pub(crate) fn where_else(
        &self,
        op: &'static str,
        mask: &ArrayView<'_, bool>,
        other: &Items<'_>,
    ) -> Result<Fresh> {
        assert!(other.ops.is_same(&self.ops), "items of one type");
        assert!(mask.shape() == self.shape() && other.shape() == self.shape(), "operands of one shape");
        let like = [mask.layout(), &self.layout, &other.layout];
        let (buffer, layout) = self.ops.allocate(op, self.shape(), Order::K, &like)?;
        let mask = (mask.as_ptr().cast_mut().cast(), mask.layout());
        // SAFETY: one shape, fresh memory.
        unsafe {
            where_items(&self.ops, mask, self.place(), other.place(), (buffer.data().as_ptr(), &layout));
        }
        Ok(self.ops.made(buffer, layout))
    }

    /// At each place the item of that one of `choices` that `index` names; all have one shape.
    ///
    /// # Errors
    /// [`Error::Value`] if an index is no place of `choices`.
    pub(crate) fn chosen(
        op: &'static str,
        index: &ArrayView<'_, i64>,
        choices: &[Items<'_>],
    ) -> Result<Fresh> {
        let ops = choices[0].ops;
        let fits = |choice: &Items<'_>| choice.ops.is_same(&ops) && choice.shape() == index.shape();
        assert!(choices.iter().all(fits), "choices of one type and shape");
        if let Some(at) = outside(index, choices.len()) {
            return Err(Error::value(op, format!("index {at} names none of {} choices", choices.len())));
        }
        let (buffer, layout) = ops.allocate(op, index.shape(), Order::C, &[])?;
        let places: Vec<_> = choices.iter().map(|choice| choice.place()).collect();
        let index = (index.as_ptr().cast_mut().cast(), index.layout());
        // SAFETY: one shape, indices in range, fresh memory.
        unsafe { choose_items(&ops, index, &places, (buffer.data().as_ptr(), &layout)) };
        Ok(ops.made(buffer, layout))
    }
}

/// The first place that is not below `len`. In a row, all are looked at in one loop without branches, and again only if
/// one is.
pub(crate) fn outside(places: &ArrayView<'_, i64>, len: usize) -> Option<i64> {
    let last = len as i64 - 1;
    // Negative where a place is below 0 or above the last.
    let sign = |at: i64| at | last.wrapping_sub(at);
    let fine = places.as_slice().is_some_and(|row| row.iter().fold(0, |signs, &at| signs | sign(at)) >= 0);
    if fine { None } else { places.iter().copied().find(|&at| sign(at) < 0) }
}
