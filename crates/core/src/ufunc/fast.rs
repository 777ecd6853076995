//! The short way for typed arrays: no keyword arguments, one output, nothing allocated but the result.

use std::mem::MaybeUninit;
use std::ptr::{copy_nonoverlapping, null, null_mut};

use super::{TypedLoop, Ufunc, events};
use crate::driver::{Elementwise, Operand, cast_fn, gather, is_aligned, output_layout, splat};
use crate::dtype::Element;
use crate::errstate::geterr;
use crate::layout::{broadcast_shapes, checked_bytes};
use crate::{
    AnyArray, AnyView, AnyViewMut, Array, ArrayView, ArrayViewMut, Buffer, Casting, DType, Error, Layout,
    Order, Result, bf16, f16,
};

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

    /// The items of a view whose type is known at run time.
    pub(super) fn of_any(view: &'a AnyView<'_>) -> Self {
        Source { first: view.as_ptr().cast_mut(), layout: view.layout(), dtype: view.dtype() }
    }

    /// The number of items.
    #[inline]
    pub fn size(&self) -> usize {
        self.layout.len()
    }

    /// The number of axes.
    #[inline]
    pub fn ndim(&self) -> usize {
        self.layout.ndim()
    }

    /// The only item, as far as `f64` has it, if it is a real number.
    pub fn only(&self) -> Option<f64> {
        if self.layout.len() != 1 {
            return None;
        }
        let first = self.first.wrapping_offset(self.layout.offset());
        macro_rules! read {
            ($($dtype:ident $ty:ty: |$item:ident| $value:expr;)*) => {
                match self.dtype {
                    $(DType::$dtype => {
                        // SAFETY: the source was made from an array or view of such items, and has one.
                        let $item = unsafe { first.cast::<$ty>().read_unaligned() };
                        Some($value)
                    })*
                    _ => None,
                }
            };
        }
        read! {
            F64 f64: |item| item; I64 i64: |item| item as f64; F32 f32: |item| item.into();
            I32 i32: |item| item.into(); I16 i16: |item| item.into(); I8 i8: |item| item.into();
            U64 u64: |item| item as f64; U32 u32: |item| item.into(); U16 u16: |item| item.into();
            U8 u8: |item| item.into(); Bool u8: |item| item.into();
            F16 f16: |item| item.into(); BF16 bf16: |item| item.into();
        }
    }

    /// The items as an operand whose type is known at run time.
    pub fn view(&self) -> AnyView<'a> {
        let first = std::ptr::NonNull::new(self.first).expect("an array is not at address zero");
        // SAFETY: the source was made from an array or view that is borrowed for 'a.
        unsafe { AnyView::from_raw_parts(first, self.layout.clone(), self.dtype.clone()) }
    }
}

/// Memory for a result that nobody sees but a source of the same layout.
pub(super) type Place<'a> = (*mut u8, &'a Layout);

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
    let (buffer, layout) = make(ufunc, sources, out)?;
    // SAFETY: `make` makes items of type `out`.
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
    write(ufunc, &[source], dtype, (source.first, &a.layout))?;
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
    write(ufunc, &sources, dtype, (source.first, &reused.layout))?;
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
        write(ufunc, &[source, other], dtype, (source.first, &target.layout))?;
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
    write(ufunc, &[source, other], dtype, (first, &target.layout))
}

fn is_reusable<T: Element>(array: &Array<T>) -> bool {
    array.buffer.is_unique() && !array.layout.repeats()
}

/// Whether the two broadcast to the shape of `target`.
fn fits(op: &'static str, target: &Layout, other: &Layout) -> Result<bool> {
    Ok(target.is_shaped_as(other)
        || broadcast_shapes(op, &[target.shape(), other.shape()])?[..] == *target.shape())
}

fn check_fits(op: &'static str, target: &Layout, other: &Layout) -> Result<()> {
    if fits(op, target, other)? {
        return Ok(());
    }
    Err(Error::Broadcast { op, left: target.shape().to_vec(), right: other.shape().to_vec() })
}

/// The result of a function of `sources` in fresh memory.
fn make(ufunc: &'static Ufunc, sources: &[Source<'_>], out: &DType) -> Result<(Buffer, Layout)> {
    make_by(ufunc, find(ufunc, sources, out)?, sources, out)
}

/// [`make`] by a loop that is known.
#[inline]
fn make_by(
    ufunc: &'static Ufunc,
    row: &TypedLoop,
    sources: &[Source<'_>],
    out: &DType,
) -> Result<(Buffer, Layout)> {
    match make_in_lane(ufunc, row, sources, out, None)? {
        Some(made) => Ok(made),
        None => make_by_block(ufunc, row, sources, out),
    }
}

/// [`make`] by the fast lane, if it serves the operands.
#[inline]
fn make_in_lane(
    ufunc: &'static Ufunc,
    row: &TypedLoop,
    sources: &[Source<'_>],
    out: &DType,
    block: Option<&mut Block>,
) -> Result<Option<(Buffer, Layout)>> {
    let (size, mut ptrs) = (out.itemsize(), [null_mut(); 3]);
    // SAFETY: the sources are readable for as long as they are borrowed.
    let lane = unsafe { lane(ufunc, row, sources, block, &mut ptrs) };
    let Some(Lane { whole, n, order }) = lane.filter(|lane| lane.n * size <= LANE_BYTES) else {
        return Ok(None);
    };
    let buffer = Buffer::uninit(n * size)?;
    ptrs[sources.len()] = buffer.data().as_ptr();
    // SAFETY: the operands are what the loop takes, and the fresh result what it gives.
    unsafe { (row.run)(null(), ptrs.as_ptr(), n) };
    Ok(Some((buffer, Layout::contiguous_unchecked(whole.shape(), size, order))))
}

/// [`make`] for operands that need a block, which takes room on the stack, or the driver.
#[inline(never)]
fn make_by_block(
    ufunc: &'static Ufunc,
    row: &TypedLoop,
    sources: &[Source<'_>],
    out: &DType,
) -> Result<(Buffer, Layout)> {
    if let Some(made) = make_in_lane(ufunc, row, sources, out, Some(&mut Block::new()))? {
        return Ok(made);
    }
    with_one_shape(ufunc.name, sources, |layouts, whole| {
        let shape = layouts[whole].shape();
        let (_, bytes) = checked_bytes(ufunc.name, shape, out.itemsize())?;
        let like =
            if layouts[0].ndim() == layouts[1].ndim() { &layouts[..] } else { &layouts[whole..=whole] };
        let layout = output_layout(shape, out.itemsize(), Order::K, like);
        let buffer = Buffer::uninit(bytes)?;
        run(ufunc, row, sources, layouts, out, (buffer.data().as_ptr(), &layout))?;
        Ok((buffer, layout))
    })
}

/// Writes a function of `sources` to `place`, which has the shape of the result.
fn write(ufunc: &'static Ufunc, sources: &[Source<'_>], out: &DType, place: Place<'_>) -> Result<()> {
    let row = find(ufunc, sources, out)?;
    let (size, mut block, mut ptrs) = (out.itemsize(), Block::new(), [null_mut(); 3]);
    // SAFETY: the sources are readable for as long as they are borrowed.
    let lane = unsafe { lane(ufunc, row, sources, Some(&mut block), &mut ptrs) };
    let fits = |lane: &Lane<'_>| {
        lane.n * size <= BLOCK_BYTES
            && lane.whole.is_shaped_as(place.1)
            && is_dense(place.1, size, lane.order)
    };
    if let Some(Lane { n, .. }) = lane.filter(fits) {
        let to = place.0.wrapping_offset(place.1.offset());
        let is_apart =
            |from: *mut u8, bytes: usize| (from as usize).abs_diff(to as usize) >= n * size.max(bytes);
        if let (Some(onto), [_, second]) = (row.onto, sources)
            && ptrs[0] == to
            && is_apart(ptrs[1], second.dtype.itemsize())
        {
            // SAFETY: the result replaces the first operand, and the other is what the loop takes and lies elsewhere.
            unsafe { onto(ptrs[1], n, to, n) };
            return Ok(());
        }
        let mut made = Block::new();
        ptrs[sources.len()] = made.start();
        // SAFETY: the operands are what the loop takes; the result, which may replace one of them, is made in a
        // block of its own and copied to its place.
        unsafe {
            (row.run)(null(), ptrs.as_ptr(), n);
            copy_nonoverlapping(made.start(), to, n * size);
        }
        return Ok(());
    }
    with_one_shape(ufunc.name, sources, |layouts, _| run(ufunc, row, sources, layouts, out, place))
}

/// Bytes of a result that the lane computes at most: what need neither be streamed nor split.
const LANE_BYTES: usize = 128 << 10;

/// Bytes of a block for a repeated item, or for a result that replaces an operand.
const BLOCK_BYTES: usize = 8192;

/// Bytes of an operand that does not lie in one piece, and is brought together beside the block.
const FEW_BYTES: usize = BLOCK_BYTES;

#[repr(C, align(64))]
struct Block([MaybeUninit<u8>; BLOCK_BYTES + 2 * FEW_BYTES]);

impl Block {
    #[inline(always)]
    fn new() -> Self {
        Block([MaybeUninit::uninit(); BLOCK_BYTES + 2 * FEW_BYTES])
    }

    #[inline(always)]
    fn start(&mut self) -> *mut u8 {
        self.0.as_mut_ptr().cast()
    }

    /// Where [`FEW_BYTES`] of operand `k` of two are brought together.
    #[inline(always)]
    fn room(&mut self, k: usize) -> *mut u8 {
        self.start().wrapping_add(BLOCK_BYTES + k * FEW_BYTES)
    }
}

/// What the fast lane walks: the layout of an operand of the whole shape, the number of its items, and their order in memory.
struct Lane<'a> {
    whole: &'a Layout,
    n: usize,
    order: Order,
}

/// Whether the items lie one after the other in row-major order, or in column-major order if that is asked for.
#[inline]
fn is_dense(layout: &Layout, size: usize, order: Order) -> bool {
    if matches!(order, Order::F) { layout.is_f_contiguous(size) } else { layout.is_c_contiguous(size) }
}

/// The fast lane: operands of one shape that are contiguous, or few along one axis, or a single item, and that the loop
/// takes as they are, or that are few numbers of another type.
/// Writes their addresses to `ptrs`; `None` if they are not like that, or need a block and there is none.
///
/// # Safety
/// The sources must be readable.
#[inline]
unsafe fn lane<'a>(
    ufunc: &Ufunc,
    row: &TypedLoop,
    sources: &[Source<'a>],
    mut block: Option<&mut Block>,
    ptrs: &mut [*mut u8; 3],
) -> Option<Lane<'a>> {
    let first_is_single = sources[0].layout.ndim() == 0;
    let Source { layout: whole, dtype, .. } = sources[if first_is_single { sources.len() - 1 } else { 0 }];
    let n = whole.len();
    let by_columns = whole.ndim() > 1 && !whole.is_c_contiguous(dtype.itemsize());
    let order = if by_columns { Order::F } else { Order::C };
    if n == 0 || !row.direct || !(ufunc.pole.is_none() || geterr().is_ignore()) {
        return None;
    }
    for (k, ((ptr, source), wanted)) in ptrs.iter_mut().zip(sources).zip(row.types).enumerate() {
        let (size, layout) = (source.dtype.itemsize(), source.layout);
        *ptr = source.first.wrapping_offset(layout.offset());
        if !is_aligned(*ptr, size) {
            return None;
        }
        let mut size = size;
        if source.dtype != wanted {
            let count = if layout.ndim() == 0 { 1 } else { n };
            let fits = count * wanted.itemsize() <= FEW_BYTES;
            if !fits || !(layout.ndim() == 0 || layout.is_shaped_as(whole) && is_dense(layout, size, order)) {
                return None;
            }
            let (cast, room) = (cast_fn(source.dtype, wanted)?, block.as_mut()?.room(k));
            // SAFETY: the items are readable and contiguous, and each of two operands has room of its own.
            unsafe { cast(*ptr, room, count) };
            (*ptr, size) = (room, wanted.itemsize());
        }
        if layout.is_shaped_as(whole) {
            if source.dtype == wanted && !is_dense(layout, size, order) {
                let (&[stride], true) = (layout.strides(), n * size <= FEW_BYTES) else { return None };
                let room = block.as_mut()?.room(k);
                // SAFETY: the items are readable, and each of two operands has room of its own.
                unsafe { gather(*ptr, stride, room, n, size) };
                *ptr = room;
            }
        } else if layout.ndim() == 0 && n * size <= BLOCK_BYTES {
            let room = block.as_mut()?.start();
            // SAFETY: the item is readable, and the block has room for so many.
            unsafe { splat(*ptr, room, n, size) };
            *ptr = room;
        } else {
            return None;
        }
    }
    Some(Lane { whole, n, order })
}

/// The fresh result of a function of one or two inputs by the loop for their types.
///
/// # Errors
/// As [`binary`].
pub(super) fn make_plain(
    ufunc: &'static Ufunc,
    row: &'static TypedLoop,
    inputs: &[&AnyView<'_>],
) -> Result<AnyArray> {
    let sources = [Source::of_any(inputs[0]), Source::of_any(inputs[inputs.len() - 1])];
    let (sources, out) = (&sources[..inputs.len()], &row.types[ufunc.nin]);
    let row = ufunc.refine.map_or(Ok(row), |refine| refine(row, sources))?;
    let (buffer, layout) = make_by(ufunc, row, sources, out)?;
    // SAFETY: `make` makes items of type `out`.
    unsafe { AnyArray::from_buffer(buffer, layout, out.clone()) }
}

/// Writes a function of one or two inputs to `out`, which has the shape and the type of the result, and overlaps an
/// input at most item by item.
///
/// # Errors
/// As [`binary`].
pub(super) fn write_plain(
    ufunc: &'static Ufunc,
    inputs: &[&AnyView<'_>],
    out: &mut AnyViewMut<'_>,
) -> Result<()> {
    let sources = [Source::of_any(inputs[0]), Source::of_any(inputs[inputs.len() - 1])];
    write(ufunc, &sources[..inputs.len()], &out.dtype, (out.first.as_ptr(), &out.layout))
}

/// The loop for `sources` that gives `out`.
fn find(ufunc: &'static Ufunc, sources: &[Source<'_>], out: &DType) -> Result<&'static TypedLoop> {
    let dtypes = [sources[0].dtype, sources[sources.len() - 1].dtype];
    let row = ufunc.find(&dtypes[..sources.len()])?;
    if ufunc.nin != sources.len() || ufunc.nout != 1 || row.types[ufunc.nin] != *out {
        return Err(Error::NoLoop { op: ufunc.name, dtypes: row.types.to_vec() });
    }
    match ufunc.refine {
        Some(refine) => refine(row, sources),
        None => Ok(row),
    }
}

/// Calls `body` with the layouts of the first and the last source, broadcast to one shape, but for single items,
/// which the driver repeats; and with the number of one that has the whole shape.
#[inline]
fn with_one_shape<R>(
    op: &'static str,
    sources: &[Source<'_>],
    body: impl FnOnce(&[&Layout; 2], usize) -> Result<R>,
) -> Result<R> {
    let (a, b) = (sources[0].layout, sources[sources.len() - 1].layout);
    if b.ndim() == 0 || a.is_shaped_as(b) {
        body(&[a, b], 0)
    } else if a.ndim() == 0 {
        body(&[a, b], 1)
    } else {
        let shape = broadcast_shapes(op, &[a.shape(), b.shape()])?;
        body(&[&a.broadcast_to(op, &shape)?, &b.broadcast_to(op, &shape)?], 0)
    }
}

/// Runs the loop `row` from `sources`, seen with `layouts`, to `place`.
fn run(
    ufunc: &'static Ufunc,
    row: &TypedLoop,
    sources: &[Source<'_>],
    layouts: &[&Layout; 2],
    out: &DType,
    place: Place<'_>,
) -> Result<()> {
    let operand = |k: usize| {
        operand(ufunc.name, (sources[k].first, layouts[k]), sources[k].dtype, &row.native[k], true)
    };
    let last = sources.len() - 1;
    let inputs = [operand(0)?, operand(last)?];
    let output = self::operand(ufunc.name, place, out, &row.native[ufunc.nin], false)?;
    let call = Elementwise {
        inner: row.as_loop(),
        inputs: &inputs[..sources.len()],
        outputs: &[output],
        mask: None,
    };
    let Some(pole) = ufunc.pole.filter(|_| !geterr().is_ignore()) else {
        // SAFETY: sources are readable; the output is fresh, or a unique place that overlaps a source only
        // item by item; the casts lead to the loop's types.
        unsafe { call.run() };
        return Ok(());
    };
    // What will be overwritten has to be kept for the search for events.
    let kept = sources.iter().map(|source| source.view().copy(Order::K)).collect::<Result<Vec<_>>>()?;
    // SAFETY: as above.
    unsafe { call.run() };
    let first = std::ptr::NonNull::new(place.0).expect("memory is not at address zero");
    // SAFETY: the result just written.
    let result = unsafe { AnyView::from_raw_parts(first, place.1.clone(), out.clone()) };
    let views = kept.iter().map(|copy| copy.view()).collect::<Vec<_>>();
    events::check(ufunc.name, pole, &views, &[result])
}

/// An operand whose items of type `dtype` the loop takes (or gives) as `native`.
#[inline]
pub(super) fn operand<'a>(
    op: &'static str,
    (memory, layout): Place<'a>,
    dtype: &DType,
    native: &DType,
    is_input: bool,
) -> Result<Operand<'a>> {
    let mut operand = Operand::new(memory, layout, dtype.itemsize());
    if dtype != native {
        let (from, to) = if is_input { (dtype, native) } else { (native, dtype) };
        let fail = || Error::Cast { op, from: from.clone(), to: to.clone(), casting: Casting::Unsafe };
        operand.cast = Some(cast_fn(from, to).ok_or_else(fail)?);
        operand.loop_itemsize = native.itemsize();
    }
    Ok(operand)
}
