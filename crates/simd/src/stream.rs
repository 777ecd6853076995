//! A copy whose stores go past the caches, for results larger than they are.

use crate::ahead::{LINE, Wanted};

/// Copies `bytes` bytes with non-temporal stores, where the architecture has them.
///
/// An ordinary store first reads the line it is about to overwrite; a non-temporal one does not, and evicts
/// nothing else. It pays only for results that do not fit the caches: what is copied must be fetched from memory
/// when it is next read. Ends with a store fence, so that other threads see the result as after any copy.
///
/// # Safety
/// `bytes` bytes must be readable at `src` and writable at `dst`, and the two must not overlap. Neither needs an
/// alignment.
///
/// ```
/// use numoxide_simd::stream::stream_copy;
///
/// let src: Vec<u32> = (0..1000).collect();
/// let mut dst = vec![0; 1000];
/// // SAFETY: both hold 4000 bytes and are separate.
/// unsafe { stream_copy(src.as_ptr().cast(), dst.as_mut_ptr().cast(), 4000) };
/// assert_eq!(src, dst);
/// ```
pub unsafe fn stream_copy(src: *const u8, dst: *mut u8, bytes: usize) {
    // SAFETY: the caller's promise is the same.
    unsafe { stream_unfenced(src, dst, bytes) };
    fence();
}

/// [`stream_copy`] without the fence, for many short runs; [`fence`] must follow the last.
///
/// # Safety
/// As for [`stream_copy`].
#[inline]
pub unsafe fn stream_unfenced(src: *const u8, dst: *mut u8, bytes: usize) {
    // SAFETY: the caller's promise is the same.
    unsafe { stream_asking(src, dst, bytes, &[]) };
}

/// [`stream_unfenced`], which asks for memory between its stores: for what makes its results block by block, in the cache, and
/// will read `wanted` for the next block. Stores past the caches keep their order and hold the processor up in reading ahead by
/// itself; asked for all at once, the memory would be busy with one of the two at a time.
///
/// # Safety
/// As for [`stream_copy`].
pub unsafe fn stream_asking(src: *const u8, dst: *mut u8, bytes: usize, wanted: &[Wanted]) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: the caller's promise is the same.
    unsafe {
        match *wanted {
            [] => x86::stream_copy(src, dst, bytes, []),
            // Of what becomes smaller, two lines are wanted for each that is written.
            [one] => match one.halves(bytes / LINE) {
                Some(halves) => x86::stream_copy(src, dst, bytes, halves),
                None => x86::stream_copy(src, dst, bytes, [one]),
            },
            [one, two, ref more @ ..] => {
                x86::stream_copy(src, dst, bytes, [one, two]);
                more.iter().for_each(|wanted| wanted.ask_all());
            }
        }
    };
    #[cfg(not(target_arch = "x86_64"))]
    // SAFETY: the caller's promise is the same.
    unsafe {
        src.copy_to_nonoverlapping(dst, bytes);
        wanted.iter().for_each(|wanted| wanted.ask_all());
    };
}

/// The bytes of a block that is best made in the cache and then written past it: about so many as the processor's buffers of
/// stores take while it reads what the next block is made of. Blocks of four times the size take up to twice as long.
pub const BURST: usize = 1024;

/// Orders all non-temporal stores of this thread before its later stores.
pub fn fence() {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: SSE is part of every x86-64.
    unsafe {
        std::arch::x86_64::_mm_sfence()
    };
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m128i, __m256i, __m512i, _mm_loadu_si128, _mm_stream_si128, _mm256_loadu_si256,
        _mm256_stream_si256, _mm512_loadu_si512, _mm512_stream_si512,
    };

    use crate::ahead::{LINE, Wanted};
    use crate::level::{Level, level};

    /// # Safety
    /// As for [`super::stream_copy`].
    #[inline]
    pub(super) unsafe fn stream_copy<const W: usize>(
        src: *const u8,
        dst: *mut u8,
        bytes: usize,
        wanted: [Wanted; W],
    ) {
        let head = dst.align_offset(LINE).min(bytes);
        let lines = (bytes - head) / LINE;
        let body = head + lines * LINE;
        // SAFETY: `head <= body <= bytes`, so the three parts tile the caller's range, and `dst + head` is the
        // start of a line if any line is left.
        unsafe {
            // Most copies are whole lines.
            if head > 0 {
                src.copy_to_nonoverlapping(dst, head);
            }
            stream_lines(src.add(head), dst.add(head), lines, wanted);
            if body < bytes {
                src.add(body).copy_to_nonoverlapping(dst.add(body), bytes - body);
            }
        }
        // What the stores were too few for.
        wanted.into_iter().for_each(|wanted| wanted.after(lines).ask_all());
    }

    /// # Safety
    /// `lines` whole lines must be readable at `src` and writable at `dst`, which must be aligned to a line.
    #[inline]
    unsafe fn stream_lines<const W: usize>(src: *const u8, dst: *mut u8, lines: usize, wanted: [Wanted; W]) {
        // SAFETY: the caller's promise is the same; `level` returns only levels that the processor has.
        unsafe {
            match level() {
                Level::V4 => lines_512(src, dst, lines, wanted),
                Level::V3 => lines_256(src, dst, lines, wanted),
                Level::Baseline => lines_128(src, dst, lines, wanted),
            }
        }
    }

    /// One function per width of a register: the wider a store, the fewer it takes to fill a line, and the less the
    /// buffers that combine them are in each other's way (a sixth of the time of an addition in memory).
    macro_rules! lines {
        ($name:ident, $($feature:literal)?, $register:ty, $load:ident, $stream:ident) => {
            /// # Safety
            /// As for `stream_lines`, on a processor with the instructions.
            $(#[target_feature(enable = $feature)])?
            unsafe fn $name<const W: usize>(
                src: *const u8,
                dst: *mut u8,
                lines: usize,
                mut wanted: [Wanted; W],
            ) {
                const PARTS: usize = LINE / size_of::<$register>();
                for line in 0..lines {
                    wanted.iter_mut().for_each(Wanted::ask);
                    let from = src.wrapping_add(line * LINE).cast::<$register>();
                    let to = dst.wrapping_add(line * LINE).cast::<$register>();
                    // All loads before all stores: these then fill one write-combining buffer in a row.
                    // SAFETY: the caller vouches for the line; `to` is aligned to it.
                    unsafe {
                        let parts: [$register; PARTS] = std::array::from_fn(|i| $load(from.add(i)));
                        for (i, part) in parts.into_iter().enumerate() {
                            $stream(to.add(i), part);
                        }
                    }
                }
            }
        };
    }

    lines!(lines_128, , __m128i, _mm_loadu_si128, _mm_stream_si128);
    lines!(lines_256, "avx", __m256i, _mm256_loadu_si256, _mm256_stream_si256);
    lines!(lines_512, "avx512f", __m512i, _mm512_loadu_si512, _mm512_stream_si512);
}

#[cfg(test)]
mod tests {
    use super::{fence, stream_asking, stream_copy};
    use crate::ahead::Wanted;

    #[test]
    fn asking_for_memory_changes_nothing() {
        let src: Vec<u8> = (0..2000).map(|i| (i * 7 + 1) as u8).collect();
        let run = |stride, n| Wanted::items(src.as_ptr(), stride, n).expect("a run");
        let runs = [run(8, 100), run(-8, 16), run(1, 1), run(16, 1000)];
        for bytes in [0, 100, 512, 1024, 1999] {
            for count in 0..=runs.len() {
                let mut dst = vec![0u8; 2000];
                // SAFETY: both hold 2000 bytes and are separate.
                unsafe { stream_asking(src.as_ptr(), dst.as_mut_ptr(), bytes, &runs[..count]) };
                fence();
                assert_eq!(dst[..bytes], src[..bytes]);
                assert!(dst[bytes..].iter().all(|&b| b == 0));
            }
        }
    }

    #[test]
    fn copies_exactly_the_range_at_any_alignment() {
        let src: Vec<u8> = (0..1000).map(|i| (i * 7 + 1) as u8 | 1).collect();
        for bytes in [0, 1, 15, 63, 64, 65, 127, 128, 300, 700] {
            for from in [0, 1, 5, 16, 33] {
                for to in 0..70 {
                    let mut dst = vec![0u8; 1000];
                    // SAFETY: `from + bytes` and `to + bytes` are below 1000.
                    unsafe { stream_copy(src.as_ptr().add(from), dst.as_mut_ptr().add(to), bytes) };
                    assert_eq!(dst[to..to + bytes], src[from..from + bytes]);
                    assert!(dst[..to].iter().chain(&dst[to + bytes..]).all(|&b| b == 0));
                }
            }
        }
    }
}
