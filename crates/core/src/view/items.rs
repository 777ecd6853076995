//! [`Items`]: arrays that have forgotten their item type, but not how to copy it.
//!
//! Structural functions are compiled once, on `Items`. Generic code is only the door: it turns typed
//! arrays into `Items`, and the [`Fresh`] result back.

use std::marker::PhantomData;
use std::ptr::NonNull;

use super::methods::{broadcast_methods, layout_methods, transform_methods};
use super::{AnyArray, AnyView, Array, ArrayView};
use crate::driver::{ItemOps, Repetitions, Run, copy_items, copy_picked, copy_repeated, copy_segments};
use crate::layout::Axes;
use crate::{Buffer, DType, Error, Layout, Order, Result};

/// A read-only view whose item type is known to its [`ItemOps`] alone.
#[derive(Clone)]
pub(crate) struct Items<'a> {
    pub(super) ops: ItemOps,
    pub(super) first: NonNull<u8>,
    pub(super) layout: Layout,
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

impl<'a> Items<'a> {
    #[inline]
    pub(super) fn with_layout(&self, mut layout: Layout) -> Self {
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

    /// Zeros of this type in `shape`; `None` for types that are more than bytes.
    pub(crate) fn zeros_of_kind(&self, op: &'static str, shape: &[usize]) -> Option<Result<Fresh>> {
        self.ops.is_bytes().then(|| {
            let (_, bytes) = crate::layout::checked_bytes(op, shape, self.ops.size)?;
            let layout = Layout::contiguous_unchecked(shape, self.ops.size, Order::C);
            // Zero bytes are a value of every scalar and of every element.
            Ok(self.ops.made(Buffer::zeroed(bytes)?, layout))
        })
    }

    /// A copy in memory of its own.
    pub(crate) fn copy(&self, order: Order) -> Result<Fresh> {
        let (buffer, layout) = self.ops.allocate_copy("copy", &self.layout, order)?;
        // SAFETY: fresh memory of the same shape.
        unsafe { copy_items(&self.ops, self.raw(), (buffer.data().as_ptr(), &layout)) }
        Ok(self.ops.made(buffer, layout))
    }

    #[inline]
    pub(super) fn raw(&self) -> (*const u8, &Layout) {
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
            shape[axis] = total(op, [shape[axis], piece.layout.shape[axis]])?;
        }
        let rows = pieces.iter().all(|piece| piece.layout.is_c_contiguous(first.ops.size));
        // Many runs of a few bytes are faster as strided copies of whole pieces.
        let outer: usize = shape[..axis].iter().product();
        let short = outer > MANY_ROWS && pieces.iter().all(|piece| piece.nbytes() < SHORT_ROW * outer);
        if rows && !short {
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
        if let [runs] = runs {
            return self.picked(op, 0, runs);
        }
        let fits =
            |(axis, runs): (usize, &Vec<Run>)| runs.iter().all(|run| run.fits(self.layout.shape[axis]));
        assert!(runs.iter().enumerate().all(fits), "runs within their axes");
        let mut shape = Axes::filled(0, runs.len());
        for (size, runs) in shape.iter_mut().zip(runs) {
            *size = total(op, runs.iter().map(|run| run.len))?;
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

    /// [`Items::rearranged`] along one axis only.
    ///
    /// # Panics
    /// If a run leaves the axis.
    pub(crate) fn picked(&self, op: &'static str, axis: usize, runs: &[Run]) -> Result<Fresh> {
        assert!(runs.iter().all(|run| run.fits(self.layout.shape[axis])), "runs within their axis");
        let mut shape = self.layout.shape.clone();
        shape[axis] = total(op, runs.iter().map(|run| run.len))?;
        let (buffer, layout) = self.ops.allocate(op, &shape, Order::C, &[])?;
        if layout.is_empty() {
            return Ok(self.ops.made(buffer, layout));
        }
        let (outer, inner) = self.around(axis);
        let extent = (outer, self.layout.shape[axis], inner);
        // SAFETY: the source is contiguous, the runs lie within the axis, and the target is fresh memory
        // for just what they name.
        self.in_a_row(|source| unsafe {
            copy_picked(&self.ops, source, buffer.data().as_ptr(), extent, runs);
        })?;
        Ok(self.ops.made(buffer, layout))
    }

    /// Every place along an axis as often as its count says.
    ///
    /// # Errors
    /// [`Error::Value`] if a count is negative, [`Error::Size`] if the result does not fit.
    ///
    /// # Panics
    /// If there is not one count per place.
    pub(crate) fn repeated(&self, op: &'static str, axis: usize, times: &[i64]) -> Result<Fresh> {
        assert_eq!(times.len(), self.layout.shape[axis], "a count for each place");
        let repetitions =
            Repetitions::new(times).ok_or_else(|| match times.iter().any(|&times| times < 0) {
                true => Error::value(op, "repeats may not contain negative values"),
                false => Error::size(op, "the repetitions make an axis longer than fits"),
            })?;
        let mut shape = self.layout.shape.clone();
        shape[axis] = repetitions.total();
        let (buffer, layout) = self.ops.allocate(op, &shape, Order::C, &[])?;
        if !layout.is_empty() {
            let around = self.around(axis);
            // SAFETY: the source is contiguous, and the target is fresh memory for just what the counts name.
            self.in_a_row(|source| unsafe {
                copy_repeated(&self.ops, source, buffer.data().as_ptr(), around, &repetitions);
            })?;
        }
        Ok(self.ops.made(buffer, layout))
    }

    /// The items before and behind an axis, that is the products of the sizes there.
    fn around(&self, axis: usize) -> (usize, usize) {
        let (before, behind) = self.layout.shape.split_at(axis);
        (before.iter().product(), behind[1..].iter().product())
    }

    /// Calls `work` with the first of the items one after the other, in row-major order.
    fn in_a_row(&self, work: impl FnOnce(*const u8)) -> Result<()> {
        if self.is_c_contiguous() {
            work(self.first.as_ptr());
        } else {
            work(self.copy(Order::C)?.items().first.as_ptr());
        }
        Ok(())
    }

    /// An array of `shape` put together from parts, each with the place of its first item.
    ///
    /// # Panics
    /// If the parts do not tile the shape.
    pub(crate) fn assembled(
        op: &'static str,
        shape: &[usize],
        parts: &[(Items<'_>, Axes<usize>)],
    ) -> Result<Fresh> {
        let ops = parts.first().expect("at least one part").0.ops;
        let within = |(items, place): &(Items<'_>, Axes<usize>)| {
            let mut ends = place.iter().zip(items.shape()).map(|(at, size)| at + size);
            items.ops.is_same(&ops)
                && items.ndim() == shape.len()
                && ends.by_ref().zip(shape).all(|(end, &n)| end <= n)
        };
        let apart = |(a, at): &(Items<'_>, Axes<usize>), (b, there): &(Items<'_>, Axes<usize>)| {
            (0..shape.len()).any(|k| at[k] + a.shape()[k] <= there[k] || there[k] + b.shape()[k] <= at[k])
        };
        let some: Vec<_> = parts.iter().filter(|part| !part.0.is_empty()).collect();
        let disjoint = || (1..some.len()).all(|k| some[..k].iter().all(|other| apart(other, some[k])));
        let (len, _) = crate::layout::checked_bytes(op, shape, ops.size)?;
        let full = some.iter().map(|part| part.0.len()).sum::<usize>() == len;
        assert!(parts.iter().all(within) && full && disjoint(), "parts that tile the shape");
        let (buffer, layout) = ops.allocate(op, shape, Order::C, &[])?;
        for (items, place) in some {
            let mut target = layout.clone();
            for axis in 0..shape.len() {
                target = target.narrowed(axis, place[axis]..place[axis] + items.shape()[axis]);
            }
            // SAFETY: fresh memory, of which the parts are each a place of its own and all together all.
            unsafe { copy_items(&ops, items.raw(), (buffer.data().as_ptr(), &target)) }
        }
        Ok(ops.made(buffer, layout))
    }

    /// The items in a frame that is `widths` places wide before and after each axis. The frame of an axis
    /// reaches over the frames of the axes before it, and consists of `sides`, which broadcast.
    ///
    /// # Errors
    /// [`Error::Size`] if it does not fit, [`Error::Broadcast`] if a side does not.
    pub(crate) fn framed(
        &self,
        op: &'static str,
        widths: &[(usize, usize)],
        sides: &[(Items<'_>, Items<'_>)],
    ) -> Result<Fresh> {
        assert!(widths.len() == self.ndim() && sides.len() == self.ndim(), "two sides per axis");
        let mut shape = self.layout.shape.clone();
        for (size, &(before, after)) in shape.iter_mut().zip(widths) {
            *size = total(op, [before, *size, after])?;
        }
        let (buffer, layout) = self.ops.allocate(op, &shape, Order::C, &[])?;
        let mut parts = Vec::with_capacity(2 * widths.len() + 1);
        let mut centre = layout.clone();
        for axis in (0..widths.len()).rev() {
            let (before, after) = widths[axis];
            let end = shape[axis] - after;
            parts.push((&sides[axis].0, centre.narrowed(axis, 0..before)));
            parts.push((&sides[axis].1, centre.narrowed(axis, end..shape[axis])));
            centre = centre.narrowed(axis, before..end);
        }
        parts.push((self, centre));
        // All are checked before any is copied.
        let parts: Vec<_> = parts
            .into_iter()
            .map(|(items, part)| {
                assert!(items.ops.is_same(&self.ops), "items of one type");
                Ok((items, items.layout.broadcast_to(op, &part.shape)?, part))
            })
            .collect::<Result<_>>()?;
        for (items, source, target) in parts {
            // SAFETY: the parts are disjoint and tile the fresh memory: each axis cuts its two sides off
            // what the axes behind it have left.
            unsafe {
                copy_items(&self.ops, (items.first.as_ptr(), &source), (buffer.data().as_ptr(), &target));
            }
        }
        Ok(self.ops.made(buffer, layout))
    }
}

#[allow(dead_code, reason = "the methods come as a set")]
impl Items<'_> {
    layout_methods!();
    transform_methods!(self, &self);
    broadcast_methods!();
}

/// Rows that are joined one by one, however short.
const MANY_ROWS: usize = 256;

/// Bytes of a row below which joining row by row does not pay.
const SHORT_ROW: usize = 32;

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

/// The sum of sizes along one axis.
fn total(op: &'static str, sizes: impl IntoIterator<Item = usize>) -> Result<usize> {
    sizes
        .into_iter()
        .try_fold(0usize, usize::checked_add)
        .ok_or_else(|| Error::size(op, "the sizes along an axis add up to more than fits"))
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
    #[inline]
    pub(super) fn made(self, mut buffer: Buffer, layout: Layout) -> Fresh {
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

    /// The first `len` places of a 1-d array.
    ///
    /// # Panics
    /// If there are fewer.
    pub(crate) fn shortened(mut self, len: usize) -> Self {
        assert!(self.layout.ndim() == 1 && len <= self.layout.len(), "a part of a 1-d array");
        self.layout = self.layout.narrowed(0, 0..len);
        self
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
