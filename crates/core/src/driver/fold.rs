//! Folds by the loop of a function: every item of a result is combined with it in turn.
//!
//! This serves the functions that have no loops of their own for reductions. The items of a result are taken in
//! row-major order, so that the order is part of what the fold means, whatever the layout.

use std::ops::Range;

use super::feed::{Block, Feed};
use super::parallel;
use super::reduce::nest::{Axis, Nest, Places};
use super::reduce::{ReduceOptions, keep_axes, reduced_axes};
use super::scan::{Chain, cast_to};
use crate::layout::{Axes, checked_bytes};
use crate::{AnyArray, AnyView, ArrayView, Buffer, Error, Layout, Order, Result};

/// Rows of neighbouring results that are at least this long are combined as rows.
const SHORT_ROW: usize = 8;

/// Neighbouring results that are folded together: they stay in the first-level cache.
const WIDTH: usize = 512;

/// Items below which a thread is not worth waking.
const GRAIN: usize = 1 << 14;

/// What a function is as a fold.
pub struct Folded<'a> {
    /// Its name.
    pub op: &'static str,
    /// Its loops.
    pub chain: &'a dyn Chain,
    /// The result of no items.
    pub identity: Option<AnyArray>,
    /// Whether the order of the items means nothing, so that several axes can be folded.
    pub reorderable: bool,
}

/// Folds `input` along axes.
///
/// # Errors
/// [`Error::Axis`] and [`Error::DuplicateAxis`] for wrong axes, [`Error::EmptyReduction`] where nothing is folded and
/// there is no identity, [`Error::Value`] for several axes of a function that is not reorderable, [`Error::Broadcast`] if
/// the mask does not fit, [`Error::Cast`] if the items cannot be converted to those of the loops.
pub fn fold(folded: &Folded<'_>, input: &AnyView<'_>, options: &ReduceOptions<'_>) -> Result<AnyArray> {
    let (op, chain) = (folded.op, folded.chain);
    let reduced = reduced_axes(op, options.axes.as_ref(), input.ndim())?;
    if reduced.count_ones() > 1 && !folded.reorderable {
        return Err(Error::value(op, "is not reorderable, so at most one axis may be specified"));
    }
    let initial = options.initial.as_ref().or(folded.identity.as_ref());
    let initial = initial.map(|value| value.astype(chain.dtype().clone())).transpose()?;
    let mask = options.mask.as_ref();
    if mask.is_some() && initial.is_none() {
        return Err(Error::value(op, "has no identity: a mask needs an initial value"));
    }
    let mask_layout = mask.map(|mask| mask.layout().broadcast_to(op, input.shape())).transpose()?;
    let mask_steps = mask_layout.as_ref().map(Layout::strides);
    let axes = |bits: u64| Nest::new(input.shape(), input.strides(), mask_steps, bits).kept;
    let (kept, items) = (axes(reduced), axes(!reduced));
    let shape: Axes<usize> =
        (0..input.ndim()).filter(|axis| reduced >> axis & 1 == 0).map(|axis| input.shape()[axis]).collect();
    if items.iter().any(|axis| axis.size == 0) && initial.is_none() {
        return Err(Error::EmptyReduction { op });
    }
    let size = chain.dtype().itemsize();
    let (len, bytes) = checked_bytes(op, &shape, size)?;
    let buffer = Buffer::uninit(bytes)?;
    let cast = cast_to(op, input.dtype(), chain.dtype())?;
    let walk = Walk {
        chain,
        feed: Feed { first: input.as_ptr(), itemsize: input.itemsize(), cast, size },
        mask: mask.map(ArrayView::as_ptr),
        initial: initial.as_ref().map(AnyArray::as_ptr),
        out: buffer.data().as_ptr(),
        kept: &kept,
        items: &items,
    };
    // SAFETY: the axes lead to the items of the input and of the mask, which are borrowed; the buffer has room for all
    // results, which are written.
    let result = unsafe {
        if len > 0 {
            walk.run();
        }
        let layout = Layout::contiguous_unchecked(&shape, size, Order::C);
        AnyArray::from_raw(buffer, layout, chain.dtype().clone())
    };
    if options.keepdims { keep_axes(&result, input.ndim(), reduced) } else { Ok(result) }
}

/// Folds slices of an axis of `input`, each of at least one place: the result has them along its first axis, and then
/// the other axes of `input`.
///
/// # Errors
/// [`Error::Cast`] if the items cannot be converted to those of the loops, [`Error::OutOfMemory`].
pub fn fold_slices(
    op: &'static str,
    chain: &dyn Chain,
    input: &AnyView<'_>,
    axis: usize,
    slices: &[Range<usize>],
) -> Result<AnyArray> {
    let size = chain.dtype().itemsize();
    let mut shape = input.shape().to_vec();
    shape.remove(axis);
    let results: usize = shape.iter().product();
    shape.insert(0, slices.len());
    let (_, bytes) = checked_bytes(op, &shape, size)?;
    let buffer = Buffer::uninit(bytes)?;
    let cast = cast_to(op, input.dtype(), chain.dtype())?;
    let kept = Nest::new(input.shape(), input.strides(), None, 1 << axis).kept;
    let step = input.strides()[axis];
    for (k, slice) in slices.iter().enumerate().take_while(|_| results > 0) {
        assert!(slice.start < slice.end && slice.end <= input.shape()[axis], "a slice of the axis");
        let first = input.as_ptr().wrapping_offset(slice.start as isize * step);
        let walk = Walk {
            chain,
            feed: Feed { first, itemsize: input.itemsize(), cast, size },
            mask: None,
            initial: None,
            out: buffer.data().as_ptr().wrapping_add(k * results * size),
            kept: &kept,
            items: &[Axis { size: slice.len(), step, mask: 0 }],
        };
        // SAFETY: the axes lead to items of the input, which is borrowed; the buffer has room for the results of every
        // slice.
        unsafe { walk.run() };
    }
    let layout = Layout::contiguous_unchecked(&shape, size, Order::C);
    // SAFETY: all results were written.
    Ok(unsafe { AnyArray::from_raw(buffer, layout, chain.dtype().clone()) })
}

/// A fold with everything decided but the order of the walk.
struct Walk<'a> {
    chain: &'a dyn Chain,
    feed: Feed,
    mask: Option<*const bool>,
    initial: Option<*const u8>,
    /// Room for the results, one after the other in row-major order.
    out: *mut u8,
    kept: &'a [Axis],
    /// The axes of the items of one result.
    items: &'a [Axis],
}

// SAFETY: whoever makes a walk promises that the items may be read, and the results written, from several threads;
// pieces of work write different results.
unsafe impl Sync for Walk<'_> {}

/// The results so far of some neighbours, in one half of the memory; the next ones go to the other half.
struct State {
    memory: Vec<u128>,
    second: bool,
    /// Whether there are results.
    begun: bool,
}

impl Walk<'_> {
    /// # Safety
    /// The axes must lead to readable items and mask places; there must be room for all results.
    unsafe fn run(&self) {
        let one = Axis { size: 1, ..Axis::default() };
        let (inner, outer) = match self.kept.split_last() {
            Some((inner, outer)) => (*inner, outer),
            None => (one, &[][..]),
        };
        let (last, others) = match self.items.split_last() {
            Some((last, others)) => (*last, others),
            None => (one, &[][..]),
        };
        let width = inner.size.min(WIDTH);
        let per_row = inner.size.div_ceil(width);
        let pieces = per_row * outer.iter().map(|axis| axis.size).product::<usize>();
        let by_rows = width >= SHORT_ROW || last.size < width;
        let count: usize = self.items.iter().map(|axis| axis.size).product();
        let work = |range: Range<usize>| {
            let all: Axes<Axis> = self.kept.iter().chain(self.items).copied().collect();
            let along = if by_rows { inner } else { last };
            let mut block = self.feed.block(WIDTH, along, &all);
            for piece in range {
                let (row, start) = (piece / per_row, piece % per_row * width);
                let place = Places::new(outer, row);
                let at = place.at + inner.step * start as isize;
                let mask_at = place.mask_at + inner.mask * start as isize;
                let n = width.min(inner.size - start);
                let out = row * inner.size + start;
                // SAFETY: each piece writes its own results.
                unsafe {
                    if by_rows {
                        self.by_rows(inner, (at, mask_at), out, n, &mut block);
                        continue;
                    }
                    for k in 0..n as isize {
                        let place = (at + inner.step * k, mask_at + inner.mask * k);
                        self.by_items(last, others, place, out + k as usize, &mut block);
                    }
                }
            }
        };
        parallel(pieces, GRAIN.div_ceil((count * width).max(1)), &work);
    }

    /// `n` neighbouring results, all of which take an item at a time.
    ///
    /// # Safety
    /// As [`Walk::run`].
    unsafe fn by_rows(&self, inner: Axis, at: (isize, isize), out: usize, n: usize, block: &mut Block) {
        let mut state = self.begin(n);
        let mut place = Places::new(self.items, 0);
        for _ in 0..self.items.iter().map(|axis| axis.size).product() {
            // SAFETY: by contract.
            unsafe {
                let x = self.feed.load(at.0 + place.at, inner.step, n, block);
                self.take(&mut state, x, (at.1 + place.mask_at, inner.mask), n);
            }
            place.next();
        }
        // SAFETY: by contract.
        unsafe { self.finish(&mut state, out, n) };
    }

    /// A single result.
    ///
    /// # Safety
    /// As [`Walk::run`].
    unsafe fn by_items(
        &self,
        last: Axis,
        others: &[Axis],
        at: (isize, isize),
        out: usize,
        block: &mut Block,
    ) {
        let mut state = self.begin(1);
        let mut place = Places::new(others, 0);
        for _ in 0..others.iter().map(|axis| axis.size).product() {
            for start in (0..last.size).step_by(WIDTH) {
                let n = WIDTH.min(last.size - start);
                let (first, mask) = (at.0 + place.at, at.1 + place.mask_at);
                // SAFETY: by contract; the block has room for that many items.
                unsafe {
                    let x = self.feed.load(first + last.step * start as isize, last.step, n, block);
                    for i in 0..n {
                        let mask = mask + last.mask * (start + i) as isize;
                        self.take(&mut state, x.add(i * self.feed.size), (mask, 0), 1);
                    }
                }
            }
            place.next();
        }
        // SAFETY: by contract.
        unsafe { self.finish(&mut state, out, 1) };
    }

    /// `n` results of no items, or none yet.
    fn begin(&self, n: usize) -> State {
        let half = (n * self.feed.size).div_ceil(16);
        let mut state = State { memory: vec![0; 2 * half], second: false, begun: self.initial.is_some() };
        if let Some(value) = self.initial {
            let (now, _) = state.halves();
            for k in 0..n {
                // SAFETY: a value, and room for `n`.
                unsafe { now.add(k * self.feed.size).copy_from_nonoverlapping(value, self.feed.size) };
            }
        }
        state
    }

    /// Each of `n` results takes one more item, if its mask says so.
    ///
    /// # Safety
    /// `x` must be `n` items, the mask place one of the walk's.
    unsafe fn take(&self, state: &mut State, x: *const u8, (mask_at, step): (isize, isize), n: usize) {
        let (now, next) = state.halves();
        // SAFETY: by contract; both halves have room for `n` results.
        unsafe {
            self.chain.row(if state.begun { now } else { std::ptr::null() }, x, next, n);
            if let Some(mask) = self.mask {
                let mask = mask.wrapping_byte_offset(mask_at);
                let size = self.feed.size;
                for k in (0..n).filter(|&k| !*mask.wrapping_byte_offset(step * k as isize)) {
                    next.add(k * size).copy_from_nonoverlapping(now.add(k * size), size);
                }
            }
        }
        (state.second, state.begun) = (!state.second, true);
    }

    /// # Safety
    /// As [`Walk::run`].
    unsafe fn finish(&self, state: &mut State, out: usize, n: usize) {
        let (now, _) = state.halves();
        let size = self.feed.size;
        // SAFETY: by contract.
        unsafe { self.out.add(out * size).copy_from_nonoverlapping(now, n * size) };
    }
}

impl State {
    /// The present results, and room for the next.
    fn halves(&mut self) -> (*mut u8, *mut u8) {
        let first = self.memory.as_mut_ptr().cast::<u8>();
        let second = first.wrapping_add(self.memory.len() / 2 * 16);
        if self.second { (second, first) } else { (first, second) }
    }
}
