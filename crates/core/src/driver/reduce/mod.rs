//! Reductions: the engine that folds any axes of any array into results.
//!
//! - `kernel` holds the loops of a reduction as data;
//! - `nest` sorts the axes into kept and reduced ones and joins what is walked as one;
//! - `walk` streams the items through the loops: in runs along a reduced axis (`along`) or in tiles of rows along a
//!   kept one (`rows`), whichever follows memory; split across threads in pieces that do not depend on how many
//!   there are.

mod along;
mod kernel;
pub(super) mod nest;
mod rows;
mod walk;

pub use kernel::{Kernel, Row};

use super::{ItemOps, cast_fn, copy_items};
use crate::layout::{Axes, checked_bytes, normalize_axes};
use crate::{
    AnyArray, AnyView, AnyViewMut, ArrayView, Buffer, Casting, DType, Element, Error, Layout, Order, Result,
    can_cast,
};
use nest::Nest;
use std::cmp::Reverse;
use walk::{SEGMENT, Walk};

/// NumPy's keyword arguments of a reduction.
#[derive(Default)]
pub struct ReduceOptions<'a> {
    /// The axes to reduce; all if `None`.
    pub axes: Option<Axes<isize>>,
    /// Whether reduced axes stay, with size 1.
    pub keepdims: bool,
    /// Which items count.
    pub mask: Option<ArrayView<'a, bool>>,
    /// What the reduction starts from: a single value of the type of the results.
    pub initial: Option<AnyArray>,
    /// A number that some reductions use: the degrees of freedom lost.
    pub extra: f64,
}

/// What a reduction is called, and what it is of nothing.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// NumPy's name.
    pub op: &'static str,
    /// Whether a reduction of no items has a result.
    pub has_identity: bool,
    /// Whether the places of the items are part of the result, so that their order must be kept.
    pub ordered: bool,
}

/// Reduces `input` by the loops of `row`.
///
/// # Errors
/// [`Error::Axis`] and [`Error::DuplicateAxis`] for wrong axes, [`Error::EmptyReduction`] where nothing is reduced that
/// has no identity, [`Error::Broadcast`] if the mask does not fit, [`Error::Cast`] if `input` or `initial` is not of a
/// type that can be converted to the row's.
pub fn reduce(name: Name, row: &Row, input: &AnyView<'_>, options: &ReduceOptions<'_>) -> Result<AnyArray> {
    let op = name.op;
    let ndim = input.ndim();
    let reduced = reduced_axes(op, options.axes.as_ref(), ndim)?;
    let is_reduced = |axis: usize| reduced >> axis & 1 != 0;
    let kept: Axes<usize> =
        (0..ndim).filter(|&axis| !is_reduced(axis)).map(|axis| input.shape()[axis]).collect();
    let has_items = (0..ndim).all(|axis| !is_reduced(axis) || input.shape()[axis] != 0);
    let no_identity = !name.has_identity && options.initial.is_none();
    // As in NumPy, also where there are no results.
    if no_identity && !has_items {
        return Err(Error::EmptyReduction { op });
    }
    if no_identity && options.mask.is_some() {
        return Err(Error::value(op, "has no identity: a mask needs an initial value"));
    }
    if name.ordered && !keeps_order(input.layout(), input.itemsize(), reduced) {
        let copy = input.copy(Order::C)?;
        return reduce(name, row, &copy.view(), options);
    }
    let result = run(op, row, input, options, reduced, &kept)?;
    let result = if options.keepdims { keep_axes(&result, input.ndim(), reduced)? } else { result };
    if result.dtype() == &row.gives { Ok(result) } else { result.astype(row.gives.clone()) }
}

/// The axes to reduce, a bit for each; all if none are named. An array without axes is taken for one item along the first.
pub(super) fn reduced_axes(op: &'static str, axes: Option<&Axes<isize>>, ndim: usize) -> Result<u64> {
    match axes {
        None if ndim == 64 => Ok(u64::MAX),
        None => Ok((1 << ndim) - 1),
        Some(axes) if ndim == 0 && matches!(axes[..], [0 | -1]) => Ok(0),
        Some(axes) => Ok(normalize_axes(op, axes, ndim)?.iter().fold(0, |bits, axis| bits | 1 << axis)),
    }
}

/// Whether the items of each result lie along one axis, so that their places are those along it.
fn keeps_order(layout: &Layout, itemsize: usize, reduced: u64) -> bool {
    let long = |&axis: &usize| reduced >> axis & 1 != 0 && layout.shape()[axis] != 1;
    (0..layout.ndim()).filter(long).count() <= 1 || layout.is_c_contiguous(itemsize)
}

fn run(
    op: &'static str,
    row: &Row,
    input: &AnyView<'_>,
    options: &ReduceOptions<'_>,
    reduced: u64,
    kept: &[usize],
) -> Result<AnyArray> {
    let cast = cast_to(op, input.dtype(), row)?;
    let out = (row.kernel.out)();
    let initial = options
        .initial
        .as_ref()
        .map(|value| value.astype(row.gives.clone())?.astype(out.clone()))
        .transpose()?;
    if initial.as_ref().is_some_and(|initial| initial.len() != 1) {
        return Err(Error::value(op, "the initial value must be a single one"));
    }
    let mask = options.mask.as_ref();
    let mask_layout = mask.map(|mask| mask.layout().broadcast_to(op, input.shape())).transpose()?;
    let (_, bytes) = checked_bytes(op, kept, out.itemsize())?;
    let buffer = Buffer::uninit(bytes)?;
    let order = memory_order(input.layout(), reduced);
    let seen =
        |layout: &Layout| order.as_ref().map_or_else(|| layout.clone(), |order| layout.permuted(order));
    let (items, mask_layout) = (seen(input.layout()), mask_layout.as_ref().map(seen));
    let mut nest =
        Nest::new(items.shape(), items.strides(), mask_layout.as_ref().map(Layout::strides), reduced);
    let (shift, mask_shift) = if row.kernel.unordered { nest.turn() } else { (0, 0) };
    let walk = Walk {
        kernel: &row.kernel,
        nest,
        first: input.as_ptr().wrapping_offset(shift),
        itemsize: input.itemsize(),
        cast,
        mask: mask.map(|mask| mask.as_ptr().wrapping_offset(mask_shift)),
        initial: initial.as_ref().map(AnyArray::as_ptr),
        extra: options.extra,
        out: buffer.data().as_ptr(),
        outsize: out.itemsize(),
    };
    // SAFETY: the nest has the axes of the input and the mask, which are borrowed; the cast, or the input as it is, gives
    // the kernel items of its size, of which any bits are values; the buffer has room for the kept axes.
    unsafe {
        walk.run();
        let layout = match order {
            Some(order) => kept_layout(kept, &order, reduced, out.itemsize()),
            None => Layout::contiguous_unchecked(kept, out.itemsize(), Order::C),
        };
        Ok(AnyArray::from_raw(buffer, layout, out))
    }
}

/// The axes with those that are kept in the order of the memory, outermost first, in the places of kept ones: so the results are made,
/// and so they lie, as NumPy's do. `None` if the kept axes are in that order. Those along which items are repeated stay in front.
fn memory_order(layout: &Layout, reduced: u64) -> Option<Axes<usize>> {
    let reach = |axis: usize| match layout.strides()[axis].unsigned_abs() {
        0 => usize::MAX,
        _ if layout.shape()[axis] == 1 => usize::MAX,
        stride => stride,
    };
    let places = || (0..layout.ndim()).filter(|axis| reduced >> axis & 1 == 0);
    if places().map(reach).is_sorted_by(|a, b| a >= b) {
        return None;
    }
    let mut kept: Axes<usize> = places().collect();
    kept.sort_by_key(|&axis| Reverse(reach(axis)));
    let mut order: Axes<usize> = (0..layout.ndim()).collect();
    for (place, &axis) in places().zip(kept.iter()) {
        order[place] = axis;
    }
    Some(order)
}

/// The layout of results of the shape `kept` that were made one after the other in `order`.
fn kept_layout(kept: &[usize], order: &[usize], reduced: u64, itemsize: usize) -> Layout {
    let number = |axis: usize| (0..axis).filter(|before| reduced >> before & 1 == 0).count();
    let made: Axes<usize> =
        order.iter().filter(|&axis| reduced >> axis & 1 == 0).map(|&axis| number(axis)).collect();
    let shape: Axes<usize> = made.iter().map(|&at| kept[at]).collect();
    let mut back: Axes<usize> = Axes::filled(0, kept.len());
    for (i, &at) in made.iter().enumerate() {
        back[at] = i;
    }
    Layout::contiguous_unchecked(&shape, itemsize, Order::C).permuted(&back)
}

/// How items of `dtype` become what the row's loops see.
fn cast_to(op: &'static str, dtype: &DType, row: &Row) -> Result<Option<super::CastFn>> {
    let fail = || Error::Cast { op, from: dtype.clone(), to: row.native().clone(), casting: Casting::Unsafe };
    let cast = match dtype == row.native() {
        true => None,
        false => Some(cast_fn(dtype, row.native()).ok_or_else(fail)?),
    };
    assert_eq!(row.native().itemsize(), row.kernel.item, "a kernel takes items of its own size");
    Ok(cast)
}

/// With the reduced axes as axes of size 1.
pub(super) fn keep_axes(result: &AnyArray, ndim: usize, reduced: u64) -> Result<AnyArray> {
    let mut kept = result.shape().iter();
    let mut size = |axis: usize| match reduced >> axis & 1 {
        1 => 1,
        _ => *kept.next().expect("a size per kept axis"),
    };
    let shape: Vec<usize> = (0..ndim).map(&mut size).collect();
    result.reshape(shape)
}

/// The reduction of all items of a typed view, for reductions that cannot fail but for want of memory.
///
/// # Errors
/// As [`reduce`].
///
/// # Panics
/// If the row does not take `T` or does not give `O`.
#[inline]
pub fn reduce_all<T: Element, O: Element>(
    name: Name,
    row: &Row,
    input: &ArrayView<'_, T>,
    extra: f64,
) -> Result<O> {
    let mut out = std::mem::MaybeUninit::<O>::uninit();
    let direct = row.is_direct && input.is_c_contiguous() && input.len() < SEGMENT;
    if direct && (name.has_identity || !input.is_empty()) {
        let serves = T::dtype() == row.takes && O::dtype() == row.gives && size_of::<T>() == row.kernel.item;
        assert!(serves && (row.kernel.out)() == row.gives, "the row serves these types");
        // SAFETY: the items are contiguous, aligned, and of the size of the kernel's, whose results are `O`.
        unsafe {
            (row.kernel.whole)(input.as_ptr().cast(), input.len(), out.as_mut_ptr().cast(), extra);
            return Ok(out.assume_init());
        }
    }
    let options = ReduceOptions { extra, ..ReduceOptions::default() };
    let result = reduce(name, row, &AnyView::from(input.clone()), &options)?;
    Ok(*result.downcast::<O>()?.view().iter().next().expect("a reduction of everything has one result"))
}

/// Writes a result to the place that was given for it.
///
/// # Errors
/// [`Error::Shape`] if the shapes differ, [`Error::Cast`] if the types are not of the same kind.
pub fn write_result(op: &'static str, result: &AnyArray, out: &AnyViewMut<'_>) -> Result<()> {
    if result.shape() != out.shape() {
        return Err(Error::Shape { op, expected: result.shape().to_vec(), found: out.shape().to_vec() });
    }
    let casting = Casting::SameKind;
    if !can_cast(result.dtype(), out.dtype(), casting) {
        return Err(Error::Cast { op, from: result.dtype().clone(), to: out.dtype().clone(), casting });
    }
    let converted =
        if result.dtype() == out.dtype() { result.clone() } else { result.astype(out.dtype().clone())? };
    // SAFETY: both hold items of one type in one shape; the result is apart from the place, which is uniquely borrowed.
    unsafe {
        copy_items(
            &ItemOps::bytes(out.itemsize()),
            (converted.view().as_ptr(), converted.view().layout()),
            (out.first.as_ptr(), out.layout()),
        );
    }
    Ok(())
}
