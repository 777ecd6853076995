//! Moving strided items to and from contiguous blocks, by item size alone.

use std::mem::MaybeUninit;
use std::ptr::copy_nonoverlapping;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use numoxide_simd::ahead::Wanted;
use numoxide_simd::stream::{BURST, fence, stream_asking, stream_copy};
use numoxide_simd::{Isa, Kernel, dispatch};

use super::CastFn;
use super::blocks::{Scratch, is_aligned};

/// Calls `$body` with `$T` an integer type of `$size` bytes, or `$other` for odd sizes.
macro_rules! by_size {
    ($size:expr, |$T:ident| $body:expr, $other:expr) => {
        match $size {
            1 => {
                type $T = u8;
                $body
            }
            2 => {
                type $T = u16;
                $body
            }
            4 => {
                type $T = u32;
                $body
            }
            8 => {
                type $T = u64;
                $body
            }
            16 => {
                type $T = [u64; 2];
                $body
            }
            _ => $other,
        }
    };
}

pub(super) use by_size;

/// Copies `n` items of `size` bytes that lie `stride` bytes apart to a contiguous run, past the cache.
///
/// # Safety
/// As [`gather`].
pub(super) unsafe fn gather_streamed(mut src: *const u8, stride: isize, dst: *mut u8, n: usize, size: usize) {
    let step = BURST / size.max(1);
    if stride == size as isize {
        // SAFETY: by contract.
        return unsafe { stream_copy(src, dst, n * size) };
    }
    if step == 0 {
        // SAFETY: by contract.
        return unsafe { gather(src, stride, dst, n, size) };
    }
    let mut block = Scratch::<BURST>::new();
    let block = block.start();
    for start in (0..n).step_by(step) {
        let count = step.min(n - start);
        let next = src.wrapping_offset(stride * step as isize);
        let wanted = Wanted::items(next, stride, step);
        // SAFETY: by contract; the block holds `step` items.
        unsafe {
            gather(src, stride, block, count, size);
            stream_asking(block, dst.add(start * size), count * size, wanted.as_slice());
        }
        src = next;
    }
    fence();
}

/// Copies `n` items of `size` bytes that lie `stride` bytes apart to a contiguous block.
///
/// # Safety
/// The items must be readable, the block writable, and the two must not overlap.
pub(crate) unsafe fn gather(src: *const u8, stride: isize, dst: *mut u8, n: usize, size: usize) {
    // SAFETY: by contract.
    unsafe { move_strided(src, stride, dst, size as isize, n, size) }
}

/// Brings `n` items of `size` bytes, some bytes apart, to contiguous memory, converted by `cast` if there is one.
/// Items that must be gathered before they can be converted go through `staging`.
///
/// # Safety
/// The items must be readable, `to` and, where there is a cast, `staging` aligned and have room for them.
pub(super) unsafe fn gather_as(
    cast: Option<CastFn>,
    size: usize,
    (from, step): (*const u8, isize),
    n: usize,
    to: *mut u8,
    staging: *mut u8,
) {
    // SAFETY: by contract.
    unsafe {
        match cast {
            None => gather(from, step, to, n, size),
            Some(cast) if step == size as isize && is_aligned(from, size) => cast(from, to, n),
            Some(cast) => {
                gather(from, step, staging, n, size);
                cast(staging, to, n);
            }
        }
    }
}

/// Copies a contiguous block of `n` items of `size` bytes to places `stride` bytes apart.
///
/// # Safety
/// As [`gather`], the other way round.
pub(super) unsafe fn scatter(src: *const u8, dst: *mut u8, stride: isize, n: usize, size: usize) {
    // SAFETY: by contract.
    unsafe { move_strided(src, size as isize, dst, stride, n, size) }
}

/// Copies `n` items of `size` bytes between two strided places.
///
/// # Safety
/// All source items must be readable, all target places writable, and none may overlap.
pub(super) unsafe fn move_strided(
    src: *const u8,
    src_stride: isize,
    dst: *mut u8,
    dst_stride: isize,
    n: usize,
    size: usize,
) {
    let item = size as isize;
    if src_stride == item && dst_stride == item {
        // SAFETY: by contract, and both runs are contiguous.
        return unsafe { copy_contiguous(src, dst, n * size) };
    }
    if src_stride == 0 && dst_stride == item && n > 0 {
        // SAFETY: by contract.
        return unsafe { splat(src, dst, n, size) };
    }
    // SAFETY: by contract; unaligned access because arrays from files need not be aligned.
    unsafe {
        by_size!(
            size,
            |T| move_items::<T>(src, src_stride, dst, dst_stride, n),
            for i in 0..n as isize {
                copy_nonoverlapping(src.offset(i * src_stride), dst.offset(i * dst_stride), size);
            }
        )
    }
}

/// Bytes that the C library copies by a loop, before it hands over to the processor's own copy instruction.
const SHORT_COPY: usize = 1024;

/// Copies a run of bytes. Where the target lies a little further within its page than the source, the processor's copy
/// instruction takes each of its loads for one of its latest stores, and is six times as slow as loops over short parts.
///
/// # Safety
/// The source must be readable, the target writable, and the two must not overlap.
#[inline]
unsafe fn copy_contiguous(src: *const u8, dst: *mut u8, bytes: usize) {
    let ahead = (dst as usize).wrapping_sub(src as usize) % 4096;
    let part = if ahead == 0 || ahead >= 64 { bytes } else { SHORT_COPY };
    let mut done = 0;
    while done < bytes {
        let now = part.min(bytes - done);
        // SAFETY: by contract.
        unsafe { copy_nonoverlapping(src.add(done), dst.add(done), now) };
        done += now;
    }
}

/// # Safety
/// As [`move_strided`], for items of the size of `T`.
unsafe fn move_items<T: Copy>(src: *const u8, src_stride: isize, dst: *mut u8, dst_stride: isize, n: usize) {
    let item = size_of::<T>() as isize;
    // The strides that matter most are constants inside the loop, so that the compiler can shuffle
    // whole registers instead of moving items. Of items of 16 bytes, it would make two.
    // SAFETY: by contract.
    unsafe {
        match (src_stride, dst_stride) {
            (s, d)
                if d == item
                    && s == 2 * item
                    && src.cast::<T>().is_aligned()
                    && dst.cast::<T>().is_aligned() =>
            {
                every_second::<T>(src, dst, n);
            }
            (s, d)
                if d == item
                    && s == -item
                    && size_of::<T>() <= 8
                    && src.cast::<T>().is_aligned()
                    && dst.cast::<T>().is_aligned() =>
            {
                backwards::<T>(src, dst, n);
            }
            (s, d) if d == item => walk::<T>(src, s, dst, item, n),
            (s, d) => walk::<T>(src, s, dst, d, n),
        }
    }
}

/// Every second item, which the compiler moves by shuffles of whole registers. The source is a pointer, not a
/// slice: what lies between the items may be somebody else's.
struct EverySecond<'a, T> {
    src: *const T,
    dst: &'a mut [MaybeUninit<T>],
}

impl<T: Copy> Kernel for EverySecond<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        for (i, dst) in self.dst.iter_mut().enumerate() {
            // SAFETY: whoever made the kernel vouches for one item per place of `dst`.
            dst.write(unsafe { self.src.add(2 * i).read() });
        }
    }
}

/// # Safety
/// As [`move_strided`], for a source stride of two items, aligned.
unsafe fn every_second<T: Copy>(src: *const u8, dst: *mut u8, n: usize) {
    // SAFETY: by contract.
    dispatch(EverySecond { src: src.cast::<T>(), dst: unsafe { from_raw_parts_mut(dst.cast(), n) } });
}

/// Items in the order opposite to that in memory, which the compiler turns round by whole registers.
struct Backwards<'a, T> {
    src: &'a [T],
    dst: &'a mut [MaybeUninit<T>],
}

impl<T: Copy> Kernel for Backwards<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        for (dst, &item) in self.dst.iter_mut().zip(self.src.iter().rev()) {
            dst.write(item);
        }
    }
}

/// # Safety
/// As [`move_strided`], for a source that is walked backwards item by item, aligned.
unsafe fn backwards<T: Copy>(src: *const u8, dst: *mut u8, n: usize) {
    let first = src.cast::<T>().wrapping_sub(n.saturating_sub(1));
    // SAFETY: by contract; the items lie side by side, and the last of them is the first in memory.
    let (src, dst) = unsafe { (from_raw_parts(first, n), from_raw_parts_mut(dst.cast(), n)) };
    dispatch(Backwards { src, dst });
}

/// # Safety
/// As [`move_strided`].
#[inline(always)]
unsafe fn walk<T: Copy>(src: *const u8, src_stride: isize, dst: *mut u8, dst_stride: isize, n: usize) {
    for i in 0..n as isize {
        // SAFETY: by the caller's contract.
        unsafe {
            let value = src.offset(i * src_stride).cast::<T>().read_unaligned();
            dst.offset(i * dst_stride).cast::<T>().write_unaligned(value);
        }
    }
}

/// Fills a contiguous block with `n` copies of one item.
///
/// # Safety
/// The item must be readable, the block writable, and the two must not overlap.
#[inline]
pub(crate) unsafe fn splat(src: *const u8, dst: *mut u8, n: usize, size: usize) {
    // SAFETY: by contract.
    unsafe {
        by_size!(
            size,
            |T| {
                let value = src.cast::<T>().read_unaligned();
                for i in 0..n {
                    dst.cast::<T>().add(i).write_unaligned(value);
                }
            },
            for i in 0..n {
                copy_nonoverlapping(src, dst.add(i * size), size);
            }
        )
    }
}
