//! Copying and filling items of any type, built-in or the user's.

use std::any::TypeId;
use std::mem::needs_drop;

use super::blocks::{STREAM_BYTES, plan_operand};
use super::gather::{gather_streamed, move_strided, splat};
use super::panels::transpose_copy;
use super::plan::Plan;
use super::segments::STREAM_RUN;
use super::threads::Shared;
use crate::Layout;
use crate::Result;
use crate::buffer::Buffer;
use crate::layout::{Order, checked_bytes};

/// Clones `n` values between strided places; the targets hold nothing yet.
type CloneFn = unsafe fn(src: *const u8, src_stride: isize, dst: *mut u8, dst_stride: isize, n: usize);

/// What structural functions need to know of an item type.
#[derive(Clone, Copy)]
pub(crate) struct ItemOps {
    pub(crate) size: usize,
    /// The type; `None` for bytes whose type only a dtype knows.
    id: Option<TypeId>,
    /// How to copy items that are more than bytes; `None` for those that are not.
    clone: Option<CloneFn>,
    /// The same to places that hold values, which it drops.
    assign: Option<CloneFn>,
    drop: Option<unsafe fn(*mut u8, usize)>,
}

impl ItemOps {
    /// For values of `T`.
    #[inline]
    pub(crate) fn of<T: Clone + 'static>() -> ItemOps {
        ItemOps {
            size: size_of::<T>(),
            id: Some(TypeId::of::<T>()),
            clone: if is_scalar::<T>() { None } else { Some(clone_values::<T>) },
            assign: if is_scalar::<T>() { None } else { Some(assign_values::<T>) },
            drop: if needs_drop::<T>() { Some(drop_values::<T>) } else { None },
        }
    }

    /// For plain bytes, `size` of them an item.
    pub(crate) const fn bytes(size: usize) -> ItemOps {
        ItemOps { size, id: None, clone: None, assign: None, drop: None }
    }

    /// For targets that hold values already.
    pub(crate) fn assigning(&self) -> ItemOps {
        ItemOps { clone: self.assign, ..*self }
    }

    /// Whether both are for the same type.
    #[inline]
    pub(crate) fn is_same(&self, other: &ItemOps) -> bool {
        self.id == other.id && self.size == other.size
    }

    /// Whether items are copied as bytes, with nothing to clone and nothing to drop.
    #[inline]
    pub(crate) fn is_bytes(&self) -> bool {
        self.clone.is_none()
    }

    /// Makes `buffer`, which holds `len` new values of this type, drop them at its end.
    ///
    /// # Safety
    /// As [`Buffer::drop_at_end`].
    pub(crate) unsafe fn own(&self, buffer: &mut Buffer, len: usize) {
        if let Some(drop) = self.drop {
            // SAFETY: by contract.
            unsafe { buffer.drop_at_end(drop, len) }
        }
    }

    /// Room for `shape` items, in an order that follows `like` for [`Order::K`] and [`Order::A`].
    pub(crate) fn allocate(
        &self,
        op: &'static str,
        shape: &[usize],
        order: Order,
        like: &[&Layout],
    ) -> Result<(Buffer, Layout)> {
        let (_, bytes) = checked_bytes(op, shape, self.size)?;
        Ok((Buffer::uninit(bytes)?, output_layout(shape, self.size, order, like)))
    }

    /// Room for the items of an array in an order that follows it for [`Order::K`] and [`Order::A`].
    pub(crate) fn allocate_copy(
        &self,
        op: &'static str,
        like: &Layout,
        order: Order,
    ) -> Result<(Buffer, Layout)> {
        let (_, bytes) = checked_bytes(op, like.shape(), self.size)?;
        Ok((Buffer::uninit(bytes)?, layout_like(like.shape(), self.size, order, (like, self.size))))
    }

    /// Values that are more than bytes are cloned on this thread: they need not be `Sync`.
    pub(super) fn run(&self, plan: &Plan, body: super::plan::Run<'_>) {
        if self.clone.is_none() { plan.run(body) } else { plan.run_here(body) }
    }

    /// # Safety
    /// As [`CloneFn`].
    pub(super) unsafe fn copy_run(
        &self,
        src: *const u8,
        src_stride: isize,
        dst: *mut u8,
        dst_stride: isize,
        n: usize,
    ) {
        // SAFETY: by contract.
        unsafe {
            match self.clone {
                None => move_strided(src, src_stride, dst, dst_stride, n, self.size),
                Some(clone) => clone(src, src_stride, dst, dst_stride, n),
            }
        }
    }
}

/// A layout for new items of `shape`. [`Order::K`] follows the order of axes in `like`, as NumPy's
/// iterator does; [`Order::A`] is column-major if all of `like` are, and not row-major.
pub(crate) fn output_layout(shape: &[usize], itemsize: usize, order: Order, like: &[&Layout]) -> Layout {
    // The most frequent answer needs no calculation.
    if let Some(layout) = like.first().filter(|_| matches!(order, Order::C | Order::K))
        && layout.shape() == shape
        && layout.is_c_contiguous(itemsize)
        && !layout.is_empty()
    {
        // An axis of size 1 may have any stride.
        return match shape.contains(&1) {
            true => Layout::contiguous_unchecked(shape, itemsize, Order::C),
            false => Layout { offset: 0, ..(*layout).clone() },
        };
    }
    let row_major = || like.iter().all(|layout| layout.shape() != shape || layout.is_c_contiguous(itemsize));
    match order {
        Order::C => Layout::contiguous_unchecked(shape, itemsize, Order::C),
        Order::F => Layout::contiguous_unchecked(shape, itemsize, Order::F),
        _ if shape.len() < 2 => Layout::contiguous_unchecked(shape, itemsize, Order::C),
        Order::A => {
            let column_major = like.iter().all(|layout| is_f_like(layout)) && !row_major();
            Layout::contiguous_unchecked(shape, itemsize, if column_major { Order::F } else { Order::C })
        }
        // Where all are column-major, axes of size 1 are no matter.
        Order::K if is_column_major(shape, like) => Layout::contiguous_unchecked(shape, itemsize, Order::F),
        Order::K => keep_order(shape, itemsize, like),
    }
}

/// A layout for items of `itemsize` in the order of those of one array, of `size` bytes each. Unlike [`output_layout`] it heeds the
/// strides of axes of size 1. NumPy: `PyArray_NewLikeArray`.
pub(crate) fn layout_like(
    shape: &[usize],
    itemsize: usize,
    order: Order,
    (like, size): (&Layout, usize),
) -> Layout {
    let order = match order {
        Order::K if like.ndim() != shape.len() || like.is_c_contiguous(size) => Order::C,
        Order::A | Order::K if like.is_f_contiguous(size) && !like.is_c_contiguous(size) => Order::F,
        Order::A => Order::C,
        order => order,
    };
    if order != Order::K {
        return Layout::contiguous_unchecked(shape, itemsize, order);
    }
    let mut axes: Vec<usize> = (0..shape.len()).rev().collect();
    axes.sort_by_key(|&axis| like.strides[axis].unsigned_abs());
    ordered(shape, itemsize, &axes)
}

/// Whether all arrays of a shape are column-major, but for single items, and one is not row-major.
fn is_column_major(shape: &[usize], like: &[&Layout]) -> bool {
    let arrays = || like.iter().filter(|layout| layout.ndim() > 0);
    arrays().all(|layout| layout.shape() == shape && is_f_like(layout))
        && arrays().any(|layout| !is_c_like(layout))
}

/// Whether items lie in column-major order, whatever their size.
fn is_f_like(layout: &Layout) -> bool {
    layout.is_f_contiguous(smallest_stride(layout))
}

/// Whether items lie in row-major order, whatever their size.
fn is_c_like(layout: &Layout) -> bool {
    layout.is_c_contiguous(smallest_stride(layout))
}

fn smallest_stride(layout: &Layout) -> usize {
    layout.strides().iter().map(|stride| stride.unsigned_abs()).min().unwrap_or(0)
}

/// A layout whose axes are in the order of [`memory_order`].
fn keep_order(shape: &[usize], itemsize: usize, like: &[&Layout]) -> Layout {
    ordered(shape, itemsize, &memory_order(shape.len(), like))
}

/// A layout without gaps whose axes are in this order, the innermost first.
fn ordered(shape: &[usize], itemsize: usize, axes: &[usize]) -> Layout {
    let mut layout = Layout::contiguous_unchecked(shape, itemsize, Order::C);
    let mut stride = itemsize as isize;
    for &axis in axes {
        layout.strides[axis] = stride;
        stride *= shape[axis].max(1) as isize;
    }
    layout
}

/// Axes from the innermost in memory to the outermost, as the operands have them; where these contradict each other,
/// as in the shape. The steps are those of NumPy's `npyiter_find_best_axis_ordering`.
pub(crate) fn memory_order(ndim: usize, like: &[&Layout]) -> Vec<usize> {
    let mut axes: Vec<usize> = (0..ndim).rev().collect();
    for place in 1..axes.len() {
        let mut target = place;
        for inner in (0..place).rev() {
            match lies_inside(axes[place], axes[inner], ndim, like) {
                // An axis of size 1 says nothing about those further in.
                None => {}
                Some(true) => target = inner,
                Some(false) => break,
            }
        }
        axes[target..=place].rotate_right(1);
    }
    axes
}

/// Whether the operands have an axis inside another in memory; `None` if no operand tells the two apart.
fn lies_inside(axis: usize, other: usize, ndim: usize, like: &[&Layout]) -> Option<bool> {
    let mut answer = None;
    for layout in like.iter().filter(|layout| layout.ndim() == ndim) {
        let stride =
            |axis: usize| if layout.shape[axis] == 1 { 0 } else { layout.strides[axis].unsigned_abs() };
        match (stride(axis), stride(other)) {
            (0, _) | (_, 0) => {}
            (stride, other) if stride >= other => return Some(false),
            _ => answer = Some(true),
        }
    }
    answer
}

/// Whether `T` is one of the built-in scalars, which are copied as bytes. The comparisons are decided at
/// compile time.
#[inline]
fn is_scalar<T: 'static>() -> bool {
    macro_rules! any_of {
        ($($ty:ty)*) => { false $(|| TypeId::of::<T>() == TypeId::of::<$ty>())* };
    }
    any_of!(bool i8 i16 i32 i64 u8 u16 u32 u64 isize usize f32 f64 crate::f16 crate::bf16 crate::c64 crate::c128)
}

/// # Safety
/// As [`CloneFn`].
unsafe fn clone_values<T: Clone>(
    src: *const u8,
    src_stride: isize,
    dst: *mut u8,
    dst_stride: isize,
    n: usize,
) {
    let item = size_of::<T>() as isize;
    // SAFETY: by contract; arrays of T are aligned for T.
    unsafe {
        if src_stride == item && dst_stride == item {
            let (src, dst) = (src.cast::<T>(), dst.cast::<T>());
            for i in 0..n {
                dst.add(i).write((*src.add(i)).clone());
            }
        } else {
            for i in 0..n as isize {
                let value = (*src.offset(i * src_stride).cast::<T>()).clone();
                dst.offset(i * dst_stride).cast::<T>().write(value);
            }
        }
    }
}

/// # Safety
/// As [`CloneFn`], but for targets that hold values.
unsafe fn assign_values<T: Clone>(
    src: *const u8,
    src_stride: isize,
    dst: *mut u8,
    dst_stride: isize,
    n: usize,
) {
    for i in 0..n as isize {
        // SAFETY: by contract; arrays of T are aligned for T.
        unsafe {
            let value = (*src.offset(i * src_stride).cast::<T>()).clone();
            *dst.offset(i * dst_stride).cast::<T>() = value;
        }
    }
}

/// # Safety
/// `data` must hold `n` values, which are not used again.
unsafe fn drop_values<T>(data: *mut u8, n: usize) {
    // SAFETY: by contract.
    unsafe { std::ptr::slice_from_raw_parts_mut(data.cast::<T>(), n).drop_in_place() }
}

/// Copies the items of `src` to the places of `dst`, which has the same shape.
///
/// # Safety
/// `src` must be readable, `dst` writable and, for items that need dropping, hold no values; the two may
/// not overlap.
pub(crate) unsafe fn copy_items(items: &ItemOps, src: (*const u8, &Layout), dst: (*mut u8, &Layout)) {
    if src.1.is_empty() {
        return;
    }
    let operands = vec![plan_operand(src.0.cast_mut(), src.1), plan_operand(dst.0, dst.1)];
    let plan = Plan::new(dst.1.shape(), operands);
    if items.clone.is_none() && transpose_copy(&plan, items.size) {
        return;
    }
    let size = items.size;
    let streams = items.is_bytes() && dst.1.len() * size >= STREAM_BYTES;
    // SAFETY: the plan visits the items of both, each once.
    items.run(&plan, &|ptrs, strides, n| unsafe {
        if streams && strides[1] == size as isize && n * size >= STREAM_RUN {
            gather_streamed(ptrs[0], strides[0], ptrs[1], n, size);
        } else {
            items.copy_run(ptrs[0], strides[0], ptrs[1], strides[1], n);
        }
    });
}

/// Copies one item to every place of `dst`.
///
/// # Safety
/// As [`copy_items`]; `item` must be readable and outside `dst`.
pub(crate) unsafe fn fill_items(items: &ItemOps, item: *const u8, dst: (*mut u8, &Layout)) {
    if dst.1.is_empty() {
        return;
    }
    let plan = Plan::new(dst.1.shape(), vec![plan_operand(dst.0, dst.1)]);
    let item = Shared(item);
    items.run(&plan, &|ptrs, strides, n| {
        // SAFETY: the plan visits the places of `dst`, each once.
        unsafe {
            if items.clone.is_none() && strides[0] == items.size as isize {
                splat(item.get(), ptrs[0], n, items.size);
            } else {
                items.copy_run(item.get(), 0, ptrs[0], strides[0], n);
            }
        }
    });
}
