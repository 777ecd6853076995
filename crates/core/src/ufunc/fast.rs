//! The short way for typed arrays: no keyword arguments, one output, nothing allocated but the result.

use std::mem::MaybeUninit;
use std::ptr::copy_nonoverlapping;

use super::{TypedLoop, Ufunc, events};
use crate::driver::{Elementwise, Loop, Operand, cast_fn, is_aligned, output_layout, splat};
use crate::dtype::Element;
use crate::errstate::geterr;
use crate::layout::{broadcast_shapes, checked_bytes};
use crate::{AnyView, Array, ArrayView, ArrayViewMut, Buffer, Casting, DType, Error, Layout, Order, Result};

/// An operand by reference: where its first item is, its layout (counted from there) and its type.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    first: *mut u8,
    layout: &'a Layout,
    dtype: &'a DType,
}

impl<'a> Source<'a> {
    /// The items of a view, which are `T`s, whose dtype is `dtype`.
    #[inline]
    pub fn of<T: Element>(view: &'a ArrayView<'_, T>, dtype: &'a DType) -> Self {
        Source { first: view.as_ptr().cast_mut().cast(), layout: view.layout(), dtype }
    }

    /// The items of an array.
    #[inline]
    pub(crate) fn of_array<T: Element>(array: &'a Array<T>, dtype: &'a DType) -> Self {
        Source { first: array.buffer.data().as_ptr(), layout: &array.layout, dtype }
    }

    #[inline]
    fn operand<'b>(&self, layout: &'b Layout) -> Operand<'b> {
        Operand::new(self.first, layout, self.dtype.itemsize())
    }

    fn view(&self) -> AnyView<'a> {
        let first = std::ptr::NonNull::new(self.first).expect("an array is not at address zero");
        // SAFETY: the source was made from an array or view that is borrowed for 'a.
        unsafe { AnyView::from_raw_parts(first, self.layout.clone(), self.dtype.clone()) }
    }
}

/// Sets the casts between an operand's type and the one the loop works with.
fn set_cast(
    op: &'static str,
    operand: &mut Operand<'_>,
    from: &DType,
    to: &DType,
    loop_type: &DType,
) -> Result<()> {
    if from != to {
        let fail = || Error::Cast { op, from: from.clone(), to: to.clone(), casting: Casting::Unsafe };
        operand.cast = Some(cast_fn(from, to).ok_or_else(fail)?);
        operand.loop_itemsize = loop_type.itemsize();
    }
    Ok(())
}

/// Memory for a result that nobody sees but a source of the same layout.
type Place<'a> = (*mut u8, &'a Layout);

/// The fresh result of a function of one operand.
///
/// # Errors
/// If no loop takes the type and gives `out`, or memory cannot be had.
pub fn unary<O: Element>(ufunc: &'static Ufunc, a: Source<'_>, out: &DType) -> Result<Array<O>> {
    fresh(ufunc, &[a], out)
}

/// The fresh result of a function of two operands.
///
/// # Errors
/// If no loop takes the types and gives `out`, the shapes do not broadcast, or memory cannot be had.
pub fn binary<O: Element>(
    ufunc: &'static Ufunc,
    a: Source<'_>,
    b: Source<'_>,
    out: &DType,
) -> Result<Array<O>> {
    fresh(ufunc, &[a, b], out)
}

#[inline]
fn fresh<O: Element>(ufunc: &'static Ufunc, sources: &[Source<'_>], out: &DType) -> Result<Array<O>> {
    debug_assert!(*out == O::dtype());
    let (buffer, layout) = apply(ufunc, sources, out, None)?.expect("a result, where no place is given");
    // SAFETY: `apply` makes items of type `out`.
    Ok(unsafe { Array::from_raw(buffer, layout) })
}

/// A function of one operand that is given away: its memory becomes the result's where that is possible.
///
/// # Errors
/// As [`unary`].
pub fn unary_into<T: Element>(ufunc: &'static Ufunc, a: Array<T>, dtype: &DType) -> Result<Array<T>> {
    let source = Source::of_array(&a, dtype);
    if !is_reusable(&a) {
        return unary(ufunc, source, dtype);
    }
    apply(ufunc, &[source], dtype, Some((source.first, &a.layout)))?;
    Ok(a)
}

/// A function of two operands, one of which, `reused`, is given away; `first` says whether it is the
/// first operand. Its memory becomes the result's where it has the result's shape and is not shared.
///
/// # Errors
/// As [`binary`].
pub fn binary_into<T: Element>(
    ufunc: &'static Ufunc,
    reused: Array<T>,
    other: Source<'_>,
    first: bool,
    dtype: &DType,
) -> Result<Array<T>> {
    let source = Source::of_array(&reused, dtype);
    let sources = if first { [source, other] } else { [other, source] };
    if !is_reusable(&reused) || !fits(ufunc.name, &reused.layout, other.layout)? {
        return binary(ufunc, sources[0], sources[1], dtype);
    }
    apply(ufunc, &sources, dtype, Some((source.first, &reused.layout)))?;
    Ok(reused)
}

/// `target = function(target, other)`, in place where nobody shares the memory.
///
/// # Errors
/// As [`binary`]; also if `other` does not broadcast to the shape of `target`. Nothing is changed then.
pub fn assign<T: Element>(
    ufunc: &'static Ufunc,
    target: &mut Array<T>,
    other: Source<'_>,
    dtype: &DType,
) -> Result<()> {
    check_fits(ufunc.name, &target.layout, other.layout)?;
    let source = Source::of_array(target, dtype);
    if is_reusable(target) {
        apply(ufunc, &[source, other], dtype, Some((source.first, &target.layout)))?;
    } else {
        *target = binary(ufunc, source, other, dtype)?;
    }
    Ok(())
}

/// [`assign`] for a view.
///
/// # Errors
/// As [`assign`].
pub fn assign_view<T: Element>(
    ufunc: &'static Ufunc,
    target: &mut ArrayViewMut<'_, T>,
    other: Source<'_>,
    dtype: &DType,
) -> Result<()> {
    check_fits(ufunc.name, &target.layout, other.layout)?;
    let first = target.as_mut_ptr().cast();
    let source = Source { first, layout: &target.layout, dtype };
    apply(ufunc, &[source, other], dtype, Some((first, &target.layout)))?;
    Ok(())
}

fn is_reusable<T: Element>(array: &Array<T>) -> bool {
    array.buffer.is_unique() && !array.layout.repeats()
}

/// Whether the two broadcast to the shape of `target`.
fn fits(op: &'static str, target: &Layout, other: &Layout) -> Result<bool> {
    Ok(target.shape() == other.shape()
        || broadcast_shapes(op, &[target.shape(), other.shape()])?[..] == *target.shape())
}

fn check_fits(op: &'static str, target: &Layout, other: &Layout) -> Result<()> {
    if fits(op, target, other)? {
        return Ok(());
    }
    Err(Error::Broadcast { op, left: target.shape().to_vec(), right: other.shape().to_vec() })
}

/// Runs a function of `sources` into fresh memory, which is returned, or into `place`, which has the
/// shape of the result.
fn apply(
    ufunc: &'static Ufunc,
    sources: &[Source<'_>],
    out: &DType,
    place: Option<Place<'_>>,
) -> Result<Option<(Buffer, Layout)>> {
    let op = ufunc.name;
    let mut dtypes = [out; 2];
    dtypes.iter_mut().zip(sources).for_each(|(slot, source)| *slot = source.dtype);
    let row = ufunc.find(&dtypes[..sources.len()])?;
    if row.types[ufunc.nin] != *out || ufunc.nout != 1 {
        return Err(Error::NoLoop { op, dtypes: row.types.to_vec() });
    }
    if let Some(guard) = ufunc.guard {
        let inputs: Vec<AnyView<'_>> = sources.iter().map(Source::view).collect();
        guard(row, &inputs)?;
    }
    if row.direct && (ufunc.pole.is_none() || geterr().is_ignore()) {
        // SAFETY: the sources are of the types of the row, which works with them as they are.
        if let Some(done) = unsafe { lane(row, sources, out.itemsize(), place) } {
            return done;
        }
    }
    let (a, b) = (sources[0].layout, sources[sources.len() - 1].layout);
    if a.shape() == b.shape() {
        return run(ufunc, row, sources, &[a, b], out, place);
    }
    let shape = broadcast_shapes(op, &[a.shape(), b.shape()])?;
    run(ufunc, row, sources, &[&a.broadcast_to(op, &shape)?, &b.broadcast_to(op, &shape)?], out, place)
}

/// Bytes of a result that the lane computes at most: what need neither be streamed nor split.
const LANE_BYTES: usize = 128 << 10;

/// Bytes of a block for a repeated item, or for a result that replaces an operand.
const BLOCK_BYTES: usize = 4096;

#[repr(C, align(64))]
struct Block([MaybeUninit<u8>; BLOCK_BYTES]);

/// The fast lane: small operands that are contiguous, or a single item, and a loop that takes them as
/// they are. `None` if it does not apply.
///
/// # Safety
/// The sources must be of the types that the row works with, `place` as for [`apply`].
#[inline]
unsafe fn lane(
    row: &TypedLoop,
    sources: &[Source<'_>],
    itemsize: usize,
    place: Option<Place<'_>>,
) -> Option<Result<Option<(Buffer, Layout)>>> {
    let whole = if sources[0].layout.ndim() >= sources[sources.len() - 1].layout.ndim() { 0 } else { 1 };
    let layout = sources[whole].layout;
    let source_size = sources[whole].dtype.itemsize();
    let n = layout.len();
    if n == 0 || n * itemsize > LANE_BYTES || !layout.is_c_contiguous(source_size) {
        return None;
    }
    let (mut blocks, mut ptrs) =
        ([const { Block([MaybeUninit::uninit(); BLOCK_BYTES]) }; 2], [std::ptr::null_mut(); 3]);
    for (k, source) in sources.iter().enumerate() {
        let size = source.dtype.itemsize();
        let first = source.first.wrapping_offset(source.layout.offset());
        ptrs[k] = if source.layout.shape() == layout.shape() && source.layout.is_c_contiguous(size) {
            first
        } else if source.layout.ndim() == 0 && n * size <= BLOCK_BYTES {
            let block = blocks[0].0.as_mut_ptr().cast();
            // SAFETY: the block holds `n` items.
            unsafe { splat(first, block, n, size) };
            block
        } else {
            return None;
        };
        if !is_aligned(ptrs[k], size) {
            return None;
        }
    }
    let inputs = sources.len();
    // SAFETY: every operand is now contiguous; the result is fresh, or made in a block of its own.
    unsafe {
        match place {
            None => {
                let buffer = match Buffer::uninit(n * itemsize) {
                    Ok(buffer) => buffer,
                    Err(error) => return Some(Err(error)),
                };
                let layout = if source_size == itemsize {
                    Layout { offset: 0, ..layout.clone() }
                } else {
                    Layout::contiguous_unchecked(layout.shape(), itemsize, Order::C)
                };
                ptrs[inputs] = buffer.data().as_ptr();
                (row.run)(std::ptr::null(), ptrs.as_ptr(), n);
                Some(Ok(Some((buffer, layout))))
            }
            Some((first, target)) if n * itemsize <= BLOCK_BYTES && target.is_c_contiguous(itemsize) => {
                ptrs[inputs] = blocks[1].0.as_mut_ptr().cast();
                (row.run)(std::ptr::null(), ptrs.as_ptr(), n);
                copy_nonoverlapping(ptrs[inputs], first.wrapping_offset(target.offset()), n * itemsize);
                Some(Ok(None))
            }
            Some(_) => None,
        }
    }
}

/// [`apply`] with the loop chosen and the layouts broadcast.
fn run(
    ufunc: &'static Ufunc,
    row: &TypedLoop,
    sources: &[Source<'_>],
    layouts: &[&Layout; 2],
    out: &DType,
    place: Option<Place<'_>>,
) -> Result<Option<(Buffer, Layout)>> {
    let op = ufunc.name;
    let watched = ufunc.pole.filter(|_| !geterr().is_ignore());
    let made = match place {
        Some(_) => None,
        None => {
            let (_, bytes) = checked_bytes(op, layouts[0].shape(), out.itemsize())?;
            let layout =
                output_layout(layouts[0].shape(), out.itemsize(), Order::K, &layouts[..sources.len()]);
            Some((Buffer::uninit(bytes)?, layout))
        }
    };
    let (memory, layout) = match (&made, place) {
        (Some((buffer, layout)), _) => (buffer.data().as_ptr(), layout),
        (None, Some(place)) => place,
        (None, None) => unreachable!("without a place there is fresh memory"),
    };
    // What will be overwritten has to be kept if events are looked for afterwards.
    let kept = match watched {
        Some(_) => sources.iter().map(|source| source.view().copy(Order::K)).collect::<Result<Vec<_>>>()?,
        None => Vec::new(),
    };
    let mut inputs = [sources[0].operand(layouts[0]), sources[sources.len() - 1].operand(layouts[1])];
    for ((input, source), native) in inputs.iter_mut().zip(sources).zip(row.native) {
        set_cast(op, input, source.dtype, native, native)?;
    }
    let native = &row.native[ufunc.nin];
    let mut output = Operand::new(memory, layout, out.itemsize());
    set_cast(op, &mut output, native, out, native)?;
    let inputs = &inputs[..sources.len()];
    let call = Elementwise { inner: Loop::new(row.run), inputs, outputs: &[output], mask: None };
    // SAFETY: sources are readable; the output is fresh, or a unique place that overlaps a source only
    // item by item; the casts lead to the loop's types.
    unsafe { call.run() };
    if let Some(pole) = watched {
        let first = std::ptr::NonNull::new(memory).expect("memory is not at address zero");
        // SAFETY: the result just written.
        let result = unsafe { AnyView::from_raw_parts(first, layout.clone(), out.clone()) };
        let views = kept.iter().map(|copy| copy.view()).collect::<Vec<_>>();
        events::check(op, pole, &views, &[result])?;
    }
    Ok(made)
}
