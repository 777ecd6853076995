//! [`Items`]: arrays that have forgotten their item type, but not how to copy it.
//!
//! Structural functions are compiled once, on `Items`. Generic code is only the door: it turns typed
//! arrays into `Items`, and the [`Fresh`] result back.

use std::marker::PhantomData;
use std::ptr::NonNull;

use super::methods::{broadcast_methods, layout_methods, transform_methods};
use super::{AnyArray, AnyView, Array, ArrayView};
use crate::driver::{ItemOps, copy_items, copy_segments};
use crate::layout::Axes;
use crate::{Buffer, DType, Error, Layout, Order, Result};

/// A read-only view whose item type is known to its [`ItemOps`] alone.
#[derive(Clone)]
pub(crate) struct Items<'a> {
    ops: ItemOps,
    first: NonNull<u8>,
    layout: Layout,
    memory: PhantomData<&'a [u8]>,
}

/// A new array of such items.
pub(crate) struct Fresh {
    ops: ItemOps,
    buffer: Buffer,
    layout: Layout,
}

impl<'a, T: Clone + 'static> From<ArrayView<'a, T>> for Items<'a> {
    #[inline]
    fn from(view: ArrayView<'a, T>) -> Self {
        Items { ops: ItemOps::of::<T>(), first: view.first, layout: view.layout, memory: PhantomData }
    }
}

impl<'a> From<AnyView<'a>> for Items<'a> {
    fn from(view: AnyView<'a>) -> Self {
        let ops = ItemOps::bytes(view.itemsize());
        Items { ops, first: view.first, layout: view.layout, memory: PhantomData }
    }
}

/// A run of places along one axis: from `start`, `len` places, `step` apart; a step of 0 repeats one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) start: usize,
    pub(crate) step: isize,
    pub(crate) len: usize,
}

impl Run {
    /// Neighbouring places.
    pub(crate) fn of(places: std::ops::Range<usize>) -> Self {
        Run { start: places.start, step: 1, len: places.len() }
    }

    /// Whether all places lie within an axis of `size`.
    fn fits(self, size: usize) -> bool {
        let last = |last: usize| {
            (last as isize).checked_mul(self.step).and_then(|reach| reach.checked_add(self.start as isize))
        };
        self.len == 0
            || (self.start < size && last(self.len - 1).is_some_and(|at| at >= 0 && (at as usize) < size))
    }
}

impl<'a> Items<'a> {
    #[inline]
    fn with_layout(&self, mut layout: Layout) -> Self {
        let moved = self.first.as_ptr().wrapping_offset(std::mem::take(&mut layout.offset));
        let first = NonNull::new(moved).unwrap_or(self.first);
        Items { ops: self.ops, first, layout, memory: PhantomData }
    }

    /// Bytes of one item.
    #[inline]
    pub(crate) fn itemsize(&self) -> usize {
        self.ops.size
    }

    /// The same items in row-major order with another shape, copied only if they must be.
    pub(crate) fn reshaped(&self, shape: &[usize]) -> Result<Reshaped<'a>> {
        Ok(match self.layout.reshaped(shape, self.ops.size, Order::C) {
            Some(layout) => Reshaped::View(self.with_layout(layout)),
            None => Reshaped::Copy(self.copy(Order::C)?.with_shape(shape)),
        })
    }

    /// A copy in memory of its own.
    pub(crate) fn copy(&self, order: Order) -> Result<Fresh> {
        let (buffer, layout) = self.ops.allocate("copy", &self.layout.shape, order, &[&self.layout])?;
        // SAFETY: fresh memory of the same shape.
        unsafe { copy_items(&self.ops, self.raw(), (buffer.data().as_ptr(), &layout)) }
        Ok(self.ops.made(buffer, layout))
    }

    #[inline]
    fn raw(&self) -> (*const u8, &Layout) {
        (self.first.as_ptr(), &self.layout)
    }

    /// All pieces, one after the other along `axis`, in an order of axes that follows theirs.
    ///
    /// # Errors
    /// [`Error::Shape`] if they differ along another axis, [`Error::Rank`] in the number of axes.
    pub(crate) fn join(op: &'static str, pieces: &[Items<'_>], axis: usize) -> Result<Fresh> {
        let Some(first) = pieces.first() else {
            return Err(Error::value(op, "need at least one array"));
        };
        let mut shape = first.layout.shape.clone();
        shape[axis] = 0;
        for piece in pieces {
            assert!(piece.ops.is_same(&first.ops), "items of one type");
            check_fits(op, first, piece, axis)?;
            shape[axis] = shape[axis]
                .checked_add(piece.layout.shape[axis])
                .ok_or_else(|| Error::size(op, "the sizes add up to more than fits"))?;
        }
        let rows = pieces.iter().all(|piece| piece.layout.is_c_contiguous(first.ops.size));
        if rows {
            first.ops.join_rows(op, pieces, axis, &shape)
        } else {
            first.ops.join_any(op, pieces, axis, &shape)
        }
    }

    /// The items at the places that `runs` name: for each axis a list of runs, one after the other.
    ///
    /// # Panics
    /// If there is not one list per axis, or a run leaves its axis.
    pub(crate) fn rearranged(&self, op: &'static str, runs: &[Vec<Run>]) -> Result<Fresh> {
        assert_eq!(runs.len(), self.ndim(), "one list of runs per axis");
        let fits =
            |(axis, runs): (usize, &Vec<Run>)| runs.iter().all(|run| run.fits(self.layout.shape[axis]));
        assert!(runs.iter().enumerate().all(fits), "runs within their axes");
        let mut shape = Axes::filled(0, runs.len());
        for (size, runs) in shape.iter_mut().zip(runs) {
            *size = runs
                .iter()
                .try_fold(0usize, |sum, run| sum.checked_add(run.len))
                .ok_or_else(|| Error::size(op, "the sizes add up to more than fits"))?;
        }
        let (buffer, layout) = self.ops.allocate(op, &shape, Order::C, &[])?;
        if !layout.is_empty() {
            // SAFETY: fresh memory, which the products of the runs tile; the runs were checked.
            unsafe { self.copy_runs(runs, buffer.data().as_ptr(), &layout) }
        }
        Ok(self.ops.made(buffer, layout))
    }

    /// # Safety
    /// The runs must lie within the axes, and add up to the shape of `target`, which is not empty.
    unsafe fn copy_runs(&self, runs: &[Vec<Run>], memory: *mut u8, target: &Layout) {
        let mut at = vec![0usize; runs.len()];
        // The place in the target where the current run of each axis begins.
        let mut begins = vec![0usize; runs.len()];
        loop {
            let (mut from, mut to) = (self.layout.clone(), target.clone());
            for axis in 0..runs.len() {
                let run = runs[axis][at[axis]];
                from.offset += run.start as isize * from.strides[axis];
                from.strides[axis] *= if run.len > 1 { run.step } else { 1 };
                to.offset += begins[axis] as isize * to.strides[axis];
                from.shape[axis] = run.len;
                to.shape[axis] = run.len;
            }
            // SAFETY: the parts are within both arrays by the caller's promise.
            unsafe { copy_items(&self.ops, (self.first.as_ptr(), &from), (memory, &to)) };
            let mut axis = runs.len();
            loop {
                if axis == 0 {
                    return;
                }
                axis -= 1;
                begins[axis] += runs[axis][at[axis]].len;
                at[axis] += 1;
                if at[axis] < runs[axis].len() {
                    break;
                }
                (at[axis], begins[axis]) = (0, 0);
            }
        }
    }

    /// Every place along `axis` as many times as `counts` says, one count per place.
    ///
    /// # Panics
    /// If there are not as many counts as places.
    pub(crate) fn repeated(&self, op: &'static str, axis: usize, counts: &[usize]) -> Result<Fresh> {
        assert_eq!(counts.len(), self.layout.shape[axis], "a count per place");
        let total = counts
            .iter()
            .try_fold(0usize, |sum, &count| sum.checked_add(count))
            .ok_or_else(|| Error::size(op, "the counts add up to more than fits"))?;
        let mut shape = self.layout.shape.clone();
        shape[axis] = total;
        let (buffer, layout) = self.ops.allocate(op, &shape, Order::C, &[])?;
        if layout.is_empty() {
            return Ok(self.ops.made(buffer, layout));
        }
        let copied;
        let source = if self.is_c_contiguous() {
            self
        } else {
            copied = self.copy(Order::C)?;
            &copied.items()
        };
        let outer: usize = shape[..axis].iter().product();
        let inner: usize = shape[axis + 1..].iter().product();
        // SAFETY: the source is contiguous; the target has room for `total` times `inner` items, `outer`
        // times.
        unsafe { self.ops.repeat_runs(source.first.as_ptr(), buffer.data().as_ptr(), outer, inner, counts) }
        Ok(self.ops.made(buffer, layout))
    }

    layout_methods!();
    transform_methods!(self, &self);
    broadcast_methods!();
}

/// The result of [`Items::reshaped`].
pub(crate) enum Reshaped<'a> {
    /// The same memory.
    View(Items<'a>),
    /// The strides did not allow it.
    Copy(Fresh),
}

impl Reshaped<'_> {
    pub(crate) fn items(&self) -> Items<'_> {
        match self {
            Reshaped::View(items) => items.clone(),
            Reshaped::Copy(fresh) => fresh.items(),
        }
    }
}

/// An error unless `piece` fits `first` but for `axis`.
fn check_fits(op: &'static str, first: &Items<'_>, piece: &Items<'_>, axis: usize) -> Result<()> {
    let (expected, found) = (&first.layout.shape, &piece.layout.shape);
    let fits = |other: usize| other == axis || expected[other] == found[other];
    if expected.len() == found.len() && (0..expected.len()).all(fits) {
        return Ok(());
    }
    Err(Error::Shape { op, expected: expected.to_vec(), found: found.to_vec() })
}

impl ItemOps {
    /// The array in `buffer`, all of whose places must be initialised items.
    fn made(self, mut buffer: Buffer, layout: Layout) -> Fresh {
        // SAFETY: callers have initialised every place of the fresh memory.
        unsafe { self.own(&mut buffer, layout.len()) };
        Fresh { ops: self, buffer, layout }
    }

    /// [`Items::join`] of row-major pieces: every row of the result is the pieces' rows, end to end.
    fn join_rows(
        self,
        op: &'static str,
        pieces: &[Items<'_>],
        axis: usize,
        shape: &[usize],
    ) -> Result<Fresh> {
        let (buffer, layout) = self.allocate(op, shape, Order::C, &[])?;
        let outer: usize = shape[..axis].iter().product();
        if !layout.is_empty() {
            let segment = |piece: &Items<'_>| (piece.first.as_ptr().cast_const(), piece.len() / outer);
            // SAFETY: fresh memory, which the pieces' items fill exactly.
            unsafe {
                match pieces {
                    [a, b] => copy_segments(&self, &[segment(a), segment(b)], buffer.data().as_ptr(), outer),
                    _ => {
                        let segments: Vec<_> = pieces.iter().map(segment).collect();
                        copy_segments(&self, &segments, buffer.data().as_ptr(), outer);
                    }
                }
            }
        }
        Ok(self.made(buffer, layout))
    }

    /// [`Items::join`] of pieces in any order.
    fn join_any(self, op: &'static str, pieces: &[Items<'_>], axis: usize, shape: &[usize]) -> Result<Fresh> {
        let like: Vec<&Layout> = pieces.iter().map(|piece| &piece.layout).collect();
        let (buffer, layout) = self.allocate(op, shape, Order::K, &like)?;
        let mut part = layout.clone();
        for piece in pieces {
            part.shape[axis] = piece.layout.shape[axis];
            // SAFETY: the parts lie one after the other in fresh memory, and are all of it.
            unsafe { copy_items(&self, piece.raw(), (buffer.data().as_ptr(), &part)) }
            part.offset += part.shape[axis] as isize * part.strides[axis];
        }
        Ok(self.made(buffer, layout))
    }
}

impl Fresh {
    /// The items, borrowed.
    pub(crate) fn items(&self) -> Items<'_> {
        let first = self.buffer.data();
        let all = Items { ops: self.ops, first, layout: Layout::default(), memory: PhantomData };
        all.with_layout(self.layout.clone())
    }

    /// The same items, which lie in row-major order, with another shape of as many.
    ///
    /// # Panics
    /// If the order or the number is wrong.
    pub(crate) fn with_shape(mut self, shape: &[usize]) -> Self {
        assert!(self.layout.is_c_contiguous(self.ops.size), "a row-major array");
        assert_eq!(self.layout.len(), shape.iter().product::<usize>(), "as many items");
        self.layout = Layout::contiguous_unchecked(shape, self.ops.size, Order::C);
        self
    }

    /// The array of `T` that it is.
    ///
    /// # Panics
    /// If it is of another type.
    #[inline]
    pub(crate) fn typed<T: Clone + 'static>(self) -> Array<T> {
        assert!(self.ops.is_same(&ItemOps::of::<T>()), "items of the array's type");
        // SAFETY: the type is the right one, and all places are initialised.
        unsafe { Array::from_raw(self.buffer, self.layout) }
    }

    /// The array of `dtype` that it is.
    ///
    /// # Panics
    /// If items of `dtype` have another size.
    pub(crate) fn any(self, dtype: DType) -> AnyArray {
        assert!(self.ops.is_same(&ItemOps::bytes(dtype.itemsize())), "items of the array's size");
        // SAFETY: all places are initialised; elements are plain bytes, and come from arrays of the dtype.
        unsafe { AnyArray::from_raw(self.buffer, self.layout, dtype) }
    }
}
