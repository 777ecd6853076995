//! Running results along one axis: each combines the one before it with the next item.
//!
//! Where the axis runs across the memory of the results, a whole row of them is made at a time; where it runs along,
//! each line is one run. Lines are independent, and are what threads share.

use std::mem::MaybeUninit;
use std::ops::Range;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use bytemuck::AnyBitPattern;
use numoxide_simd::ahead::{LINE, Wanted};
use numoxide_simd::reduce::{Scan, scan_row, scan_run};
use numoxide_simd::stream::{BURST, fence, stream_asking};

use super::blocks::{STREAM_BYTES, Scratch, is_aligned};
use super::feed::{Block, Feed, all_aligned};
use super::gather::scatter;
use super::reduce::nest::{Axis, Nest, Places};
use super::reduce::write_result;
use super::{CastFn, ItemOps, cast_fn, copy_items, output_layout, parallel};
use crate::layout::{Axes, checked_bytes, normalize_axis};
use crate::{AnyArray, AnyView, AnyViewMut, Buffer, Casting, DType, Error, Layout, Order, Result};

/// Rows of lines side by side that are at least this long are combined as rows.
const SHORT_ROW: usize = 8;

/// Bytes of a piece of a row: it, the one before it and the items stay in the first-level cache.
const ROW_BYTES: usize = 8 << 10;

/// Items of a block through which a run goes that is not contiguous or not of the loops' type.
const BLOCK: usize = 512;

/// Items below which a thread is not worth waking.
const GRAIN: usize = 1 << 16;

/// The loops of a running result over items of one type.
pub trait Chain: Sync {
    /// The type of items and results.
    fn dtype(&self) -> &DType;

    /// The running results of `n` items that lie one after the other. `before` is the last result before them, or null
    /// if there is none.
    ///
    /// # Safety
    /// `x` must be `n` aligned items, `out` room for as many that nobody else reaches, `before` null or an aligned
    /// result.
    unsafe fn run(&self, before: *const u8, x: *const u8, out: *mut u8, n: usize);

    /// The next results of `n` lines side by side: `x` are the items, `before` the results before them.
    ///
    /// # Safety
    /// As [`Chain::run`]; `before` must be null or `n` aligned results.
    unsafe fn row(&self, before: *const u8, x: *const u8, out: *mut u8, n: usize);
}

/// Loops of a running result, compiled once; made of a [`Scan`].
pub struct ScanRow {
    dtype: DType,
    item: usize,
    run: ScanFn,
    row: ScanFn,
}

type ScanFn = unsafe fn(before: *const u8, x: *const u8, out: *mut u8, n: usize);

impl ScanRow {
    /// The loops over items of type `dtype`, which they may see as other items of the same size.
    pub const fn of<S: Scan>(dtype: DType) -> ScanRow
    where
        S::Item: AnyBitPattern,
    {
        ScanRow { dtype, item: size_of::<S::Item>(), run: run::<S>, row: row::<S> }
    }
}

unsafe fn run<S: Scan>(before: *const u8, x: *const u8, out: *mut u8, n: usize) {
    // SAFETY: the contract of `Chain::run`.
    unsafe {
        let out = from_raw_parts_mut(out.cast::<MaybeUninit<S::Item>>(), n);
        scan_run::<S>(before.cast::<S::Item>().as_ref().copied(), from_raw_parts(x.cast(), n), out);
    }
}

unsafe fn row<S: Scan>(before: *const u8, x: *const u8, out: *mut u8, n: usize) {
    // SAFETY: the contract of `Chain::row`.
    unsafe {
        let before = (!before.is_null()).then(|| from_raw_parts(before.cast(), n));
        let out = from_raw_parts_mut(out.cast::<MaybeUninit<S::Item>>(), n);
        scan_row::<S>(before, from_raw_parts(x.cast(), n), out);
    }
}

impl Chain for ScanRow {
    fn dtype(&self) -> &DType {
        assert_eq!(self.dtype.itemsize(), self.item, "the loops take items of this size");
        &self.dtype
    }

    unsafe fn run(&self, before: *const u8, x: *const u8, out: *mut u8, n: usize) {
        // SAFETY: by contract.
        unsafe { (self.run)(before, x, out, n) }
    }

    unsafe fn row(&self, before: *const u8, x: *const u8, out: *mut u8, n: usize) {
        // SAFETY: by contract.
        unsafe { (self.row)(before, x, out, n) }
    }
}

/// NumPy's keyword arguments of running results.
#[derive(Default)]
pub struct ScanOptions<'a> {
    /// The axis to go along; `None` goes over all items in row-major order.
    pub axis: Option<isize>,
    /// The result of no items, where the results are to begin with it: a single value.
    pub initial: Option<AnyArray>,
    /// Where to write the results.
    pub out: Option<AnyViewMut<'a>>,
}

/// The running results of `input`; `None` if they were written to `out`.
///
/// # Errors
/// [`Error::Axis`] if there is no such axis, [`Error::Cast`] if the items cannot be converted to those of the loops or
/// the results to those of `out`, [`Error::Shape`] if `out` has another shape, [`Error::OutOfMemory`].
pub fn scan(
    op: &'static str,
    chain: &dyn Chain,
    input: &AnyView<'_>,
    options: ScanOptions<'_>,
) -> Result<Option<AnyArray>> {
    if let Some(result) = straight(chain, input, &options)? {
        return Ok(Some(result));
    }
    let (copy, layout, axis) = along(op, input, options.axis)?;
    let input = copy.as_ref().map_or_else(|| input.clone(), AnyArray::view);
    let dtype = chain.dtype();
    let cast = cast_to(op, input.dtype(), dtype)?;
    let initial = options.initial.map(|value| value.astype(dtype.clone())).transpose()?;
    let mut shape = layout.shape().to_vec();
    shape[axis] += usize::from(initial.is_some());
    if let Some(out) = options.out.as_ref().filter(|out| out.shape() != shape) {
        return Err(Error::Shape { op, expected: shape, found: out.shape().to_vec() });
    }
    let source = Input { first: input.as_ptr(), layout: &layout, itemsize: input.itemsize(), cast, axis };
    if let Some(out) = options.out.as_ref().filter(|out| out.dtype() == dtype) {
        // SAFETY: places of the results' type and shape, uniquely borrowed, for items that are borrowed.
        unsafe { write(chain, &source, initial.as_ref(), (out.first.as_ptr(), out.layout()))? };
        return Ok(None);
    }
    let (_, bytes) = checked_bytes(op, &shape, dtype.itemsize())?;
    let fresh = output_layout(&shape, dtype.itemsize(), Order::K, &[&layout]);
    let buffer = Buffer::uninit(bytes)?;
    // SAFETY: fresh memory for the results, all of which are written.
    let result = unsafe {
        write(chain, &source, initial.as_ref(), (buffer.data().as_ptr(), &fresh))?;
        AnyArray::from_raw(buffer, fresh, dtype.clone())
    };
    match &options.out {
        None => Ok(Some(result)),
        Some(out) => write_result(op, &result, out).map(|()| None),
    }
}

/// The running results of one line that can be read as it lies, which need no walk.
fn straight(chain: &dyn Chain, input: &AnyView<'_>, options: &ScanOptions<'_>) -> Result<Option<AnyArray>> {
    let (dtype, n) = (chain.dtype(), input.len());
    let size = dtype.itemsize();
    let is_line = options.axis.is_none() || (input.ndim() == 1 && matches!(options.axis, Some(0 | -1)));
    let is_plain = options.out.is_none() && options.initial.is_none() && input.dtype() == dtype;
    let is_small = n * size < STREAM_BYTES;
    if !is_line
        || !is_plain
        || !is_small
        || n == 0
        || !input.is_c_contiguous()
        || !is_aligned(input.as_ptr(), size)
    {
        return Ok(None);
    }
    let buffer = Buffer::uninit(n * size)?;
    // SAFETY: contiguous, aligned items of the loops' type, and fresh memory for as many results.
    unsafe {
        chain.run(std::ptr::null(), input.as_ptr(), buffer.data().as_ptr(), n);
        let layout = Layout::contiguous_unchecked(&[n], size, Order::C);
        Ok(Some(AnyArray::from_raw(buffer, layout, dtype.clone())))
    }
}

/// The items as one line and its axis, where no axis was named; copied if they are not evenly spaced.
fn along(
    op: &'static str,
    input: &AnyView<'_>,
    axis: Option<isize>,
) -> Result<(Option<AnyArray>, Layout, usize)> {
    if let Some(axis) = axis {
        return Ok((None, input.layout().clone(), normalize_axis(op, axis, input.ndim())?));
    }
    let shape = [input.len()];
    Ok(match input.layout().reshaped(&shape, input.itemsize(), Order::C) {
        Some(line) => (None, line, 0),
        None => {
            let copy = input.copy(Order::C)?;
            (Some(copy), Layout::contiguous_unchecked(&shape, input.itemsize(), Order::C), 0)
        }
    })
}

pub(super) fn cast_to(op: &'static str, from: &DType, to: &DType) -> Result<Option<CastFn>> {
    let fail = || Error::Cast { op, from: from.clone(), to: to.clone(), casting: Casting::Unsafe };
    (from != to).then(|| cast_fn(from, to).ok_or_else(fail)).transpose()
}

/// Where items come from, and how they become what the loops take.
struct Input<'a> {
    first: *const u8,
    layout: &'a Layout,
    itemsize: usize,
    cast: Option<CastFn>,
    axis: usize,
}

/// Writes all results, behind the initial value if there is one.
///
/// # Safety
/// The source must be readable, the place uniquely writable, with one place more along the axis if there is an initial
/// value.
unsafe fn write(
    chain: &dyn Chain,
    source: &Input<'_>,
    initial: Option<&AnyArray>,
    (place, layout): (*mut u8, &Layout),
) -> Result<()> {
    let axis = source.axis;
    let mut results = layout.clone();
    if let Some(value) = initial {
        let head = layout.narrowed(axis, 0..1);
        let value = value.broadcast_to(head.shape())?;
        // SAFETY: the first place along the axis, of the value's type.
        unsafe {
            let items = ItemOps::bytes(value.itemsize());
            copy_items(&items, (value.as_ptr(), value.view().layout()), (place, &head));
        }
        results = layout.narrowed(axis, 1..layout.shape()[axis]);
    }
    if results.is_empty() {
        return Ok(());
    }
    let (input, output) = (source.layout, &results);
    // The innermost axis is that of the results.
    let mut order: Axes<usize> = (0..output.ndim()).collect();
    order.sort_by_key(|&axis| std::cmp::Reverse(output.strides()[axis].unsigned_abs()));
    let sorted = |steps: &[isize]| order.iter().map(|&axis| steps[axis]).collect::<Axes<isize>>();
    let shape: Axes<usize> = order.iter().map(|&axis| output.shape()[axis]).collect();
    let bit = order.iter().position(|&at| at == axis).expect("an axis of the results");
    let nest = Nest::new(&shape, &sorted(input.strides()), Some(&sorted(output.strides())), 1 << bit);
    let line = nest.reduced.first().copied().unwrap_or(Axis { size: 1, ..Axis::default() });
    let first = source.first.wrapping_offset(input.offset());
    let size = chain.dtype().itemsize();
    let walk = Walk {
        chain,
        feed: Feed { first, itemsize: source.itemsize, cast: source.cast, size },
        out: place.wrapping_offset(output.offset()),
        size,
        lines: &nest.kept,
        line,
        streams: results.len() * size >= STREAM_BYTES,
    };
    // SAFETY: by contract.
    unsafe { walk.run() };
    Ok(())
}

/// A scan with everything decided but the order of the walk. The "mask" of an axis is its step in the results.
struct Walk<'a> {
    chain: &'a dyn Chain,
    feed: Feed,
    out: *mut u8,
    /// Bytes of a result.
    size: usize,
    /// The axes beside that of the scan.
    lines: &'a [Axis],
    /// The axis of the scan.
    line: Axis,
    /// Whether the results are written past the cache.
    streams: bool,
}

// SAFETY: whoever makes a walk promises that the items may be read, and the results written, from several threads;
// lines write different results.
unsafe impl Sync for Walk<'_> {}

impl Walk<'_> {
    /// # Safety
    /// As [`write`].
    unsafe fn run(&self) {
        let rows = self.lines.split_last().filter(|(inner, _)| {
            let inside = inner.mask.unsigned_abs() < self.line.mask.unsigned_abs();
            inner.size >= SHORT_ROW && (inside || self.line.size == 1)
        });
        match rows {
            // SAFETY: by contract.
            Some((inner, outer)) => unsafe { self.run_rows(*inner, outer) },
            // SAFETY: by contract.
            None => unsafe { self.run_lines() },
        }
    }

    /// Room for results of this axis that are not written where they lie at once: for two rows of `n`.
    fn results(&self, n: usize, axis: Axis) -> Vec<Scratch<LINE>> {
        let contiguous = axis.mask == self.size as isize || axis.size == 1;
        let steps = self.lines.iter().chain([&self.line]).map(|axis| axis.mask);
        let direct = contiguous && all_aligned(self.out, steps, self.size);
        let lines = if direct && !self.streams { 0 } else { 2 * (n * self.size).div_ceil(LINE) };
        (0..lines).map(|_| Scratch::new()).collect()
    }

    /// Brings `n` results to their place, `step` bytes apart; a fence must follow the last.
    ///
    /// # Safety
    /// There must be so many, and the place be theirs.
    unsafe fn put(
        &self,
        results: *const u8,
        (place, step): (*mut u8, isize),
        n: usize,
        wanted: Option<Wanted>,
    ) {
        // SAFETY: by contract.
        unsafe {
            if self.streams && step == self.size as isize {
                stream_asking(results, place, n * self.size, wanted.as_slice());
            } else {
                scatter(results, place, step, n, self.size);
                wanted.into_iter().for_each(Wanted::ask_all);
            }
        }
    }

    /// What is to be asked for while results are on their way past the cache.
    fn wanted(&self, at: isize, step: isize, n: usize) -> Option<Wanted> {
        if self.streams { self.feed.wanted(at, step, n) } else { None }
    }

    /// The items of a block: of what is written past the cache, as many as that is done with at a time.
    fn block(&self, most: usize) -> usize {
        if self.streams { (BURST / self.size).clamp(1, most) } else { most }
    }

    // Line by line.

    /// # Safety
    /// As [`write`].
    unsafe fn run_lines(&self) {
        let count: usize = self.lines.iter().map(|axis| axis.size).product();
        let work = |range: Range<usize>| {
            let mut items = self.feed.block(BLOCK, self.line, self.lines);
            let mut results = self.results(BLOCK, self.line);
            let mut place = Places::new(self.lines, range.start);
            for _ in range {
                // SAFETY: each line writes its own results.
                unsafe { self.run_line(place.at, place.mask_at, &mut items, &mut results) };
                place.next();
            }
            if self.streams {
                fence();
            }
        };
        parallel(count, GRAIN.div_ceil(self.line.size), &work);
    }

    /// # Safety
    /// As [`write`]; the line must be one of the walk's.
    unsafe fn run_line(&self, from: isize, to: isize, items: &mut Block, results: &mut [Scratch<LINE>]) {
        let mut carry = 0u128;
        let mut before: *const u8 = std::ptr::null();
        let block = self.block(BLOCK);
        for start in (0..self.line.size).step_by(block) {
            let n = block.min(self.line.size - start);
            let place = self.out.wrapping_offset(to + self.line.mask * start as isize);
            // SAFETY: places of this line, and blocks of `BLOCK` items.
            unsafe {
                let x = self.feed.load(from + self.line.step * start as isize, self.line.step, n, items);
                if results.is_empty() {
                    self.chain.run(before, x, place, n);
                    before = place.add((n - 1) * self.size);
                } else {
                    let results = results.as_mut_ptr().cast::<u8>();
                    self.chain.run(before, x, results, n);
                    let next = from + self.line.step * (start + n) as isize;
                    self.put(results, (place, self.line.mask), n, self.wanted(next, self.line.step, n));
                    before = (&raw mut carry).cast();
                    results.add((n - 1) * self.size).copy_to_nonoverlapping(before.cast_mut(), self.size);
                }
            }
        }
    }

    // Row by row.

    /// # Safety
    /// As [`write`].
    unsafe fn run_rows(&self, inner: Axis, outer: &[Axis]) {
        let width = (ROW_BYTES / self.size).min(inner.size);
        let per_row = inner.size.div_ceil(width);
        let count = per_row * outer.iter().map(|axis| axis.size).product::<usize>();
        let all: Axes<Axis> = self.lines.iter().chain([&self.line]).copied().collect();
        let work = |range: Range<usize>| {
            let mut items = self.feed.block(width, inner, &all);
            let mut results = self.results(width, inner);
            for piece in range {
                let place = Places::new(outer, piece / per_row);
                let start = piece % per_row * width;
                let from = place.at + inner.step * start as isize;
                let to = place.mask_at + inner.mask * start as isize;
                let n = width.min(inner.size - start);
                // SAFETY: each piece writes its own results.
                unsafe { self.run_piece(inner, (from, to), n, &mut items, &mut results) };
            }
            if self.streams {
                fence();
            }
        };
        parallel(count, GRAIN.div_ceil(self.line.size * width), &work);
    }

    /// The results of `n` neighbouring lines.
    ///
    /// # Safety
    /// As [`write`]; the lines must be some of the walk's.
    unsafe fn run_piece(
        &self,
        inner: Axis,
        (from, to): (isize, isize),
        n: usize,
        items: &mut Block,
        results: &mut [Scratch<LINE>],
    ) {
        let mut before: *const u8 = std::ptr::null();
        for i in 0..self.line.size {
            let place = self.out.wrapping_offset(to + self.line.mask * i as isize);
            let from = from + self.line.step * i as isize;
            // SAFETY: a row of the lines; two rows of results fit their block, so that one is apart from the other.
            unsafe {
                let x = self.feed.load(from, inner.step, n, items);
                if results.is_empty() {
                    self.chain.row(before, x, place, n);
                    before = place;
                    continue;
                }
                let row = (n * self.size).next_multiple_of(LINE);
                let results = results.as_mut_ptr().cast::<u8>().add(i % 2 * row);
                let block = self.block(n);
                for start in (0..n).step_by(block) {
                    let n = block.min(n - start);
                    let at = start * self.size;
                    let (results, place) = (results.add(at), place.offset(inner.mask * start as isize));
                    let before = if before.is_null() { before } else { before.add(at) };
                    self.chain.row(before, x.add(at), results, n);
                    let next = from + self.line.step + inner.step * start as isize;
                    self.put(results, (place, inner.mask), n, self.wanted(next, inner.step, n));
                }
                before = results;
            }
        }
    }
}
