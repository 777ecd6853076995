//! Copying long runs end to end: what concatenation and repetition are made of.

use std::ops::Range;

use super::STREAM_BYTES;
use super::copy::ItemOps;
use super::threads::parallel;
use numoxide_simd::stream::stream_copy;

/// Bytes that one thread copies at least.
const GRAIN_BYTES: usize = 1 << 19;

/// Runs shorter than this are not worth a store past the caches.
const STREAM_RUN: usize = 1 << 12;

/// An address that several threads may use.
#[derive(Clone, Copy)]
struct Shared<T>(T);

// SAFETY: whoever makes one promises that the memory may be used from several threads.
unsafe impl<T> Sync for Shared<T> {}

/// Fills `dst` with `rounds` rounds, each of a run from every segment in turn: `(source, items a round)`.
///
/// # Safety
/// Each source must hold `rounds` times its items, and `dst` have room for all of them, without overlap.
pub(crate) unsafe fn copy_segments(
    items: &ItemOps,
    segments: &[(*const u8, usize)],
    dst: *mut u8,
    rounds: usize,
) {
    let round_bytes: usize = segments.iter().map(|&(_, n)| n * items.size).sum();
    let bytes = round_bytes * rounds;
    if !items.is_bytes() || bytes < GRAIN_BYTES {
        // SAFETY: by contract.
        return unsafe { copy_rounds(items, segments, dst, 0..rounds, false) };
    }
    let streamed = bytes >= STREAM_BYTES;
    let shared = Shared((segments, dst));
    let shared = &shared;
    if rounds == 1 {
        let mut begin = 0;
        for &(src, n) in segments {
            let part = Shared((src, dst.wrapping_add(begin)));
            let part = &part;
            parallel(n * items.size, GRAIN_BYTES, &move |range: Range<usize>| {
                let (src, dst) = part.0;
                // SAFETY: a part of the segment and its part of the target.
                unsafe { copy_bytes(src.add(range.start), dst.add(range.start), range.len(), streamed) }
            });
            begin += n * items.size;
        }
        return;
    }
    parallel(rounds, GRAIN_BYTES.div_ceil(round_bytes), &move |range: Range<usize>| {
        let (segments, dst) = shared.0;
        // SAFETY: the rounds of different threads are disjoint.
        unsafe { copy_rounds(items, segments, dst, range, streamed) }
    });
}

/// # Safety
/// As [`copy_segments`].
unsafe fn copy_rounds(
    items: &ItemOps,
    segments: &[(*const u8, usize)],
    dst: *mut u8,
    rounds: Range<usize>,
    streamed: bool,
) {
    let round_bytes: usize = segments.iter().map(|&(_, n)| n * items.size).sum();
    let size = items.size as isize;
    let mut to = dst.wrapping_add(rounds.start * round_bytes);
    for round in rounds {
        for &(src, n) in segments {
            let from = src.wrapping_add(round * n * items.size);
            // SAFETY: by contract; both runs are contiguous.
            unsafe {
                if items.is_bytes() {
                    copy_bytes(from, to, n * items.size, streamed);
                } else {
                    items.copy_run(from, size, to, size, n);
                }
            }
            to = to.wrapping_add(n * items.size);
        }
    }
}

/// # Safety
/// The runs must be readable and writable, and must not overlap.
#[inline]
unsafe fn copy_bytes(src: *const u8, dst: *mut u8, bytes: usize, streamed: bool) {
    // SAFETY: by contract.
    unsafe {
        if streamed && bytes >= STREAM_RUN {
            stream_copy(src, dst, bytes);
        } else {
            src.copy_to_nonoverlapping(dst, bytes);
        }
    }
}

impl ItemOps {
    /// Copies each of `counts.len()` chunks of `inner` items as often as its count says, `outer` times over.
    ///
    /// # Safety
    /// `src` must hold `outer * counts.len() * inner` items one after the other, and `dst` have room for
    /// all copies, without overlap.
    pub(crate) unsafe fn repeat_runs(
        &self,
        src: *const u8,
        dst: *mut u8,
        outer: usize,
        inner: usize,
        counts: &[usize],
    ) {
        let chunk = inner * self.size;
        let (mut from, mut to) = (src, dst);
        for _ in 0..outer {
            for &count in counts {
                // SAFETY: by contract.
                unsafe { self.repeat_chunk(from, to, inner, count) };
                to = to.wrapping_add(count * chunk);
                from = from.wrapping_add(chunk);
            }
        }
    }

    /// # Safety
    /// `src` must hold `inner` items, and `dst` have room for `count` times as many.
    #[inline]
    unsafe fn repeat_chunk(&self, src: *const u8, dst: *mut u8, inner: usize, count: usize) {
        let size = self.size as isize;
        // SAFETY: by contract; a stride of 0 repeats the one item.
        unsafe {
            if inner == 1 {
                return self.copy_run(src, 0, dst, size, count);
            }
            for k in 0..count {
                self.copy_run(src, size, dst.wrapping_add(k * inner * self.size), size, inner);
            }
        }
    }
}
