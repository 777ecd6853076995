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

/// A run of places along one axis: from `start`, `len` places, `step` apart; a step of 0 repeats one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) start: usize,
    pub(crate) step: isize,
    pub(crate) len: usize,
}

impl Run {
    /// Neighbouring places.
    pub(crate) fn of(places: Range<usize>) -> Self {
        Run { start: places.start, step: 1, len: places.len() }
    }

    /// Whether all places lie within an axis of `size`.
    pub(crate) fn fits(self, size: usize) -> bool {
        let last = || (self.len as isize - 1).checked_mul(self.step)?.checked_add(self.start as isize);
        self.len == 0 || (self.start < size && last().is_some_and(|at| at >= 0 && (at as usize) < size))
    }
}

/// Picks chunks of `inner` items by runs of places along an axis of `n` chunks, `outer` times over.
///
/// # Safety
/// `src` must hold `outer * n * inner` items one after the other, the runs must lie within `n` places, and
/// `dst` must have room for all that they name, without overlap.
pub(crate) unsafe fn copy_picked(
    items: &ItemOps,
    src: *const u8,
    dst: *mut u8,
    (outer, n, inner): (usize, usize, usize),
    runs: &[Run],
) {
    let chunk = inner * items.size;
    let picked: usize = runs.iter().map(|run| run.len).sum();
    let body = move |from: *const u8, to: *mut u8| {
        let mut to = to;
        for &run in runs {
            // SAFETY: the run is within the axis.
            unsafe { copy_run_of_chunks(items, from.wrapping_add(run.start * chunk), to, run, inner) };
            to = to.wrapping_add(run.len * chunk);
        }
    };
    let shared = Shared((src, dst));
    let shared = &shared;
    let rounds = move |range: Range<usize>| {
        let (src, dst) = shared.0;
        for round in range {
            body(src.wrapping_add(round * n * chunk), dst.wrapping_add(round * picked * chunk));
        }
    };
    if items.is_bytes() && outer > 1 {
        parallel(outer, GRAIN_BYTES.div_ceil((picked * chunk).max(1)), &rounds);
    } else {
        rounds(0..outer);
    }
}

/// # Safety
/// The chunks of the run must be readable, and `dst` have room for them.
#[inline]
unsafe fn copy_run_of_chunks(items: &ItemOps, first: *const u8, dst: *mut u8, run: Run, inner: usize) {
    let size = items.size as isize;
    let stride = run.step * size * inner as isize;
    // SAFETY: by contract.
    unsafe {
        if run.step == 1 || run.len == 1 {
            items.copy_run(first, size, dst, size, run.len * inner);
        } else if inner == 1 {
            items.copy_run(first, stride, dst, size, run.len);
        } else {
            for k in 0..run.len {
                let from = first.wrapping_offset(k as isize * stride);
                items.copy_run(from, size, dst.wrapping_add(k * inner * items.size), size, inner);
            }
        }
    }
}
