//! Masks beside items: what they pick, where they write.

use std::mem::MaybeUninit;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use numoxide_simd::ahead::LINE;
use numoxide_simd::reduce::{Count, fold};
use numoxide_simd::select::{blend, blend_one, compress, positions};
use numoxide_simd::stream::{BURST, fence, stream_unfenced};

use super::super::blocks::{STREAM_BYTES, Scratch, is_aligned};
use super::super::copy::ItemOps;
use super::super::gather::by_size;
use super::super::plan::PARALLEL_ITEMS;
use super::super::threads::Shared;
use super::pieces::{Piece, Pieces};
use super::{Place, in_any_order, in_order};
use crate::{Array, ArrayView, Result};

/// The place of a mask.
fn place<'a>(mask: &'a ArrayView<'_, bool>) -> Place<'a> {
    (mask.as_ptr().cast_mut().cast(), mask.layout())
}

/// How many items of the mask are true.
pub(crate) fn count_true(mask: &ArrayView<'_, bool>) -> usize {
    if let Some(mask) = mask.as_slice() {
        return fold::<Count<u8>>(bytemuck::cast_slice(mask)) as usize;
    }
    let mut count = 0;
    in_any_order(&[place(mask)]).rows(|ptrs, strides, n| {
        for i in 0..n as isize {
            // SAFETY: the plan visits the items of the mask, which are 0 or 1.
            count += usize::from(unsafe { *ptrs[0].offset(i * strides[0]) });
        }
    });
    count
}

/// Copies the items that the mask picks to `dst`, in row-major order. `pieces` are those of the mask, if it has any.
///
/// # Safety
/// `src` must have the shape of the mask, and `dst` be fresh memory for `room` items, as many as the mask picks.
pub(crate) unsafe fn compress_items(
    ops: &ItemOps,
    (mask, pieces): (&ArrayView<'_, bool>, Option<&Pieces<'_>>),
    src: Place<'_>,
    dst: *mut u8,
    room: usize,
) {
    let mut len = 0;
    if mask.is_c_contiguous() && src.1.is_c_contiguous(ops.size) {
        let (first, size) = (src.0.wrapping_offset(src.1.offset()), ops.size as isize);
        if let (true, Some(pieces)) = (ops.is_bytes(), pieces) {
            let shared = Shared((first, dst));
            pieces.each(&|Piece { mask, start, picked }| {
                let (first, dst) = shared.get();
                let src = (first.wrapping_add(start * ops.size).cast_const(), size);
                let dst = dst.wrapping_add(picked.start * ops.size);
                // SAFETY: by contract; a piece has room of its own for what it picks.
                unsafe { compress_row(ops, (mask.as_ptr(), 1), src, dst, mask.len(), picked.len()) };
            });
            return;
        }
        // SAFETY: by contract; all items are one row.
        unsafe { compress_row(ops, (mask.as_ptr().cast(), 1), (first, size), dst, mask.len(), room) };
        return;
    }
    in_order(&[place(mask), src]).rows(|ptrs, strides, n| {
        let to = dst.wrapping_add(len * ops.size);
        // SAFETY: the plan visits the items of both; what is picked fits the room.
        len += unsafe { compress_row(ops, (ptrs[0], strides[0]), (ptrs[1], strides[1]), to, n, room - len) };
    });
}

/// # Safety
/// As [`compress_items`], for one row; returns how many items were picked.
unsafe fn compress_row(
    ops: &ItemOps,
    (mask, mask_stride): (*const u8, isize),
    (src, stride): (*const u8, isize),
    dst: *mut u8,
    n: usize,
    room: usize,
) -> usize {
    let size = ops.size as isize;
    // SAFETY: by contract.
    unsafe {
        if ops.is_bytes() && mask_stride == 1 && stride == size {
            let mask = from_raw_parts(mask, n);
            by_size!(
                ops.size,
                |T| {
                    let (src, dst) = (src.cast::<T>(), dst.cast::<T>());
                    let large = size_of::<T>() * room >= STREAM_BYTES;
                    return if large {
                        compress_streamed(mask, src, dst)
                    } else {
                        compress(mask, src, dst, room)
                    };
                },
                ()
            );
        }
        let mut to = dst;
        for i in 0..n as isize {
            if *mask.offset(i * mask_stride) != 0 {
                ops.copy_run(src.offset(i * stride), size, to, size, 1);
                to = to.offset(size);
            }
        }
        to.offset_from_unsigned(dst) / ops.size.max(1)
    }
}

/// Results that come in pieces of changing length, on their way past the cache in whole lines.
struct Outflow {
    block: Scratch<{ Outflow::ROOM }>,
    /// The bytes in the block.
    len: usize,
    /// Where they belong.
    place: *mut u8,
}

impl Outflow {
    /// What is added at a time at most.
    const BYTES: usize = BURST;

    /// The bytes of the block.
    const ROOM: usize = 2 * Self::BYTES;

    fn to(place: *mut u8) -> Self {
        Outflow { block: Scratch::new(), len: 0, place }
    }

    /// Room for items of a type whose size divides that of a block, behind those that wait: for what fits one block at
    /// least.
    fn room<T>(&mut self) -> &mut [MaybeUninit<T>] {
        let bytes = Self::ROOM - self.len;
        let free = self.block.start().wrapping_add(self.len);
        debug_assert!(align_of::<T>() <= 8 && self.len.is_multiple_of(align_of::<T>()));
        // SAFETY: that part of the block, aligned as whole items lie before it.
        unsafe { from_raw_parts_mut(free.cast(), bytes / size_of::<T>()) }
    }

    /// Takes `bytes` that were written to the room, and sends off the whole lines when there are many.
    ///
    /// # Safety
    /// So much must have been written, of one block at most, and fit the memory at the place.
    unsafe fn add(&mut self, bytes: usize) {
        self.len += bytes;
        if self.len >= Self::BYTES {
            let rest = (self.place as usize + self.len) % LINE;
            // SAFETY: by contract.
            unsafe { self.send(self.len - rest) };
        }
    }

    /// # Safety
    /// The block must hold so many bytes, and their place be writable.
    unsafe fn send(&mut self, bytes: usize) {
        let block = self.block.start();
        // SAFETY: by contract.
        unsafe {
            stream_unfenced(block, self.place, bytes);
            block.add(bytes).copy_to(block, self.len - bytes);
        }
        self.place = self.place.wrapping_add(bytes);
        self.len -= bytes;
    }

    /// Sends off all that waits.
    ///
    /// # Safety
    /// As [`Outflow::add`].
    unsafe fn end(mut self) {
        // SAFETY: by contract.
        unsafe { self.send(self.len) };
        fence();
    }
}

/// [`compress`], past the cache.
///
/// # Safety
/// As there, for room for all that is picked.
unsafe fn compress_streamed<T: Copy>(mask: &[u8], src: *const T, dst: *mut T) -> usize {
    let step = Outflow::BYTES / size_of::<T>();
    let (mut flow, mut picked) = (Outflow::to(dst.cast()), 0);
    for (i, mask) in mask.chunks(step).enumerate() {
        let room = flow.room::<T>();
        // SAFETY: by contract; a block holds as many items as the chunk has.
        unsafe {
            let found = compress(mask, src.add(i * step), room.as_mut_ptr().cast(), room.len());
            flow.add(found * size_of::<T>());
            picked += found;
        }
    }
    // SAFETY: by contract.
    unsafe { flow.end() };
    picked
}

/// [`positions`], past the cache where there are many.
///
/// # Safety
/// The room must be as long as all that is picked.
unsafe fn write_positions(mask: &[u8], base: usize, room: &mut [MaybeUninit<i64>]) {
    if size_of_val(room) < STREAM_BYTES {
        positions(mask, base as i64, room);
        return;
    }
    let step = Outflow::BYTES / size_of::<i64>();
    let mut flow = Outflow::to(room.as_mut_ptr().cast());
    for (i, mask) in mask.chunks(step).enumerate() {
        let found = positions(mask, (base + i * step) as i64, flow.room());
        // SAFETY: by contract; a block holds as many places as the chunk has items.
        unsafe { flow.add(found * size_of::<i64>()) };
    }
    // SAFETY: as above.
    unsafe { flow.end() };
}

/// Writes values to the places that the mask picks, one after the other in row-major order, and again from the
/// first when they are used up.
///
/// # Safety
/// There must be `count` values `step` bytes apart, one at least; `dst` must hold values and have the shape of
/// the mask; nothing may overlap.
pub(crate) unsafe fn spread_items(
    ops: &ItemOps,
    mask: &ArrayView<'_, bool>,
    (values, step, count): (*const u8, isize, usize),
    dst: Place<'_>,
) {
    let ops = ops.assigning();
    let mut next = 0;
    in_order(&[place(mask), dst]).rows(|ptrs, strides, n| {
        let (mask, dst) = ((ptrs[0].cast_const(), strides[0]), (ptrs[1], strides[1]));
        // SAFETY: the plan visits the items of both; `next` stays below `count`.
        unsafe {
            if ops.is_bytes() && step == ops.size as isize {
                by_size!(
                    ops.size,
                    |T| return spread_row::<T>(mask, values.cast(), count, &mut next, dst, n),
                    ()
                );
            }
            for i in 0..n as isize {
                if *mask.0.offset(i * mask.1) != 0 {
                    let value = values.offset(next as isize * step);
                    ops.copy_run(value, 0, dst.0.offset(i * dst.1), 0, 1);
                    next = if next + 1 == count { 0 } else { next + 1 };
                }
            }
        }
    });
}

/// One row, without a branch on the mask: what it does not pick is written as it was.
///
/// # Safety
/// As [`spread_items`], for values one after the other.
unsafe fn spread_row<T: Copy>(
    (mask, mask_stride): (*const u8, isize),
    values: *const T,
    count: usize,
    next: &mut usize,
    (dst, stride): (*mut u8, isize),
    n: usize,
) {
    let mut at = *next;
    for i in 0..n as isize {
        // SAFETY: by contract.
        unsafe {
            let picked = *mask.offset(i * mask_stride);
            let place = dst.offset(i * stride).cast::<T>();
            let (old, new) = (place.read_unaligned(), values.add(at).read_unaligned());
            place.write_unaligned(if picked != 0 { new } else { old });
            at += usize::from(picked);
            at = if at == count { 0 } else { at };
        }
    }
    *next = at;
}

/// Copies the items that the mask picks from `src` to the same places of `dst`.
///
/// # Safety
/// All must have one shape; `dst` must hold values, and overlap nothing.
pub(crate) unsafe fn blend_items(ops: &ItemOps, mask: &ArrayView<'_, bool>, src: Place<'_>, dst: Place<'_>) {
    if dst.1.is_empty() {
        return;
    }
    let ops = ops.assigning();
    if let Some(row) = one_row(&ops, mask, src, dst) {
        // SAFETY: by contract; all items are one row.
        return unsafe { blend_row(&ops, &row.0, &row.1, dst.1.len()) };
    }
    let plan = in_any_order(&[place(mask), src, dst]);
    // SAFETY: the plan visits the items of all three, each once.
    ops.run(&plan, &|ptrs, strides, n| unsafe { blend_row(&ops, ptrs, strides, n) });
}

/// Mask, source and target as one row that is not worth several threads, if they are one.
fn one_row(
    ops: &ItemOps,
    mask: &ArrayView<'_, bool>,
    src: Place<'_>,
    dst: Place<'_>,
) -> Option<([*mut u8; 3], [isize; 3])> {
    let size = ops.size;
    let repeated = src.1.strides().iter().all(|&stride| stride == 0);
    let in_a_row = mask.is_c_contiguous()
        && dst.1.is_c_contiguous(size)
        && (repeated || src.1.is_c_contiguous(size))
        && dst.1.len() < PARALLEL_ITEMS;
    let first = |(memory, layout): Place<'_>| memory.wrapping_offset(layout.offset());
    in_a_row.then(|| {
        let step = if repeated { 0 } else { size as isize };
        ([first(place(mask)), first(src), first(dst)], [1, step, size as isize])
    })
}

/// # Safety
/// As [`blend_items`], for one row of mask, source and target.
unsafe fn blend_row(ops: &ItemOps, ptrs: &[*mut u8], strides: &[isize], n: usize) {
    let size = ops.size as isize;
    let (mask, src, dst) = (ptrs[0].cast_const(), ptrs[1].cast_const(), ptrs[2]);
    let in_rows = strides[0] == 1 && strides[2] == size && (strides[1] == size || strides[1] == 0);
    // SAFETY: by contract; slices are made of aligned items that lie one after the other.
    unsafe {
        if ops.is_bytes() && in_rows && is_aligned(src, ops.size) && is_aligned(dst, ops.size) {
            let mask = from_raw_parts(mask, n);
            by_size!(
                ops.size,
                |T| {
                    let dst = from_raw_parts_mut(dst.cast::<T>(), n);
                    return match strides[1] {
                        0 => blend_one(mask, src.cast::<T>().read(), dst),
                        _ => blend(mask, from_raw_parts(src.cast::<T>(), n), dst),
                    };
                },
                ()
            );
        }
        for i in 0..n as isize {
            if *mask.offset(i * strides[0]) != 0 {
                ops.copy_run(src.offset(i * strides[1]), 0, dst.offset(i * strides[2]), 0, 1);
            }
        }
    }
}

/// The places of what is true, counted in row-major order.
pub(crate) fn flat_places(mask: &[bool]) -> Result<Array<i64>> {
    let pieces = Pieces::of(mask);
    let mask: &[u8] = bytemuck::cast_slice(mask);
    let count = pieces.as_ref().map_or_else(|| fold::<Count<u8>>(mask) as usize, Pieces::picked);
    // SAFETY: there are as many places as ones.
    unsafe {
        Array::build("nonzero", &[count], |room: &mut [MaybeUninit<i64>]| {
            let Some(pieces) = pieces else {
                write_positions(mask, 0, room);
                return Ok(());
            };
            let shared = Shared(room.as_mut_ptr());
            pieces.each(&|Piece { mask, start, picked }| {
                // SAFETY: the room is as long as all that is picked, and a piece's part is its own.
                let room = from_raw_parts_mut(shared.get().add(picked.start), picked.len());
                write_positions(mask, start, room);
            });
            Ok(())
        })
    }
}

/// For each axis of `shape` the places of what is true along it, in row-major order of the items.
///
/// # Panics
/// If the mask has not as many items as the shape.
pub(crate) fn coordinates(mask: &[bool], shape: &[usize]) -> Result<Vec<Array<i64>>> {
    assert_eq!(mask.len(), shape.iter().product::<usize>(), "a mask of this shape");
    let [outer @ .., row] = shape else { return Ok(Vec::new()) };
    if outer.is_empty() {
        return Ok(vec![flat_places(mask)?]);
    }
    let bytes: &[u8] = bytemuck::cast_slice(mask);
    let count = fold::<Count<u8>>(bytes) as usize;
    let mut axes = outer.iter().map(|_| Array::unset([count])).collect::<Result<Vec<Array<i64>>>>()?;
    let mut index = vec![0i64; outer.len()];
    // SAFETY: every one of the mask writes its place.
    let last = unsafe {
        Array::build("nonzero", &[count], |mut room| {
            let mut begin = 0;
            for mask in bytes.chunks_exact((*row).max(1)) {
                let found = positions(mask, 0, room);
                for (axis, &at) in axes.iter_mut().zip(&index) {
                    axis.as_slice_mut().expect("a fresh array")[begin..begin + found].fill(at);
                }
                room = &mut std::mem::take(&mut room)[found..];
                begin += found;
                advance(&mut index, outer);
            }
            Ok(())
        })?
    };
    axes.push(last);
    Ok(axes)
}

/// The next index in row-major order.
fn advance(index: &mut [i64], shape: &[usize]) {
    for (place, &size) in index.iter_mut().zip(shape).rev() {
        *place += 1;
        if *place < size as i64 {
            return;
        }
        *place = 0;
    }
}
