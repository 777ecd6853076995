//! Copying long runs end to end: what concatenation and repetition are made of.

use std::ops::Range;

use super::STREAM_BYTES;
use super::copy::ItemOps;
use super::gather::by_size;
use super::threads::{Shared, parallel};
use numoxide_simd::stream::stream_copy;

/// Bytes that one thread copies at least.
const GRAIN_BYTES: usize = 1 << 19;

/// Runs shorter than this are not worth a store past the caches.
pub(super) const STREAM_RUN: usize = 1 << 12;

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
    if rounds == 1 {
        let mut begin = 0;
        for &(src, n) in segments {
            let part = Shared((src, dst.wrapping_add(begin)));
            parallel(n * items.size, GRAIN_BYTES, &move |range: Range<usize>| {
                let (src, dst) = part.get();
                // SAFETY: a part of the segment and its part of the target.
                unsafe { copy_bytes(src.add(range.start), dst.add(range.start), range.len(), streamed) }
            });
            begin += n * items.size;
        }
        return;
    }
    parallel(rounds, GRAIN_BYTES.div_ceil(round_bytes), &move |range: Range<usize>| {
        let (segments, dst) = shared.get();
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
    let rounds = move |range: Range<usize>| {
        let (src, dst) = shared.get();
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

/// Places that are counted together: the unit in which threads share the work.
const PIECE: usize = 1 << 12;

/// How often each place along an axis is repeated: counts whose sums are known to fit.
pub(crate) struct Repetitions<'a> {
    times: &'a [i64],
    /// The places of the result before every [`PIECE`] of counts, and at the end all of them.
    starts: Vec<usize>,
}

impl<'a> Repetitions<'a> {
    /// `None` if a count is negative or there are more places than can be counted.
    pub(crate) fn new(times: &'a [i64]) -> Option<Self> {
        // Sums of a piece of them do not overflow.
        const MOST: i64 = i64::MAX / PIECE as i64;
        let mut starts = Vec::with_capacity(times.len() / PIECE + 2);
        let mut total = 0usize;
        starts.push(0);
        for piece in times.chunks(PIECE) {
            let fits = piece.iter().fold(true, |fits, times| fits & (0..=MOST).contains(times));
            let sum = fits.then(|| piece.iter().sum::<i64>())?;
            total = total.checked_add(usize::try_from(sum).ok()?)?;
            starts.push(total);
        }
        Some(Repetitions { times, starts })
    }

    /// The places of the result.
    pub(crate) fn total(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }
}

/// Copies each chunk of `inner` items along an axis as often as its count says, `outer` times over.
///
/// # Safety
/// `src` must hold `outer` times as many chunks as there are counts, one after the other, and `dst` have room for all that
/// they name, without overlap.
pub(crate) unsafe fn copy_repeated(
    items: &ItemOps,
    src: *const u8,
    dst: *mut u8,
    (outer, inner): (usize, usize),
    repetitions: &Repetitions<'_>,
) {
    let (chunk, pieces) = (inner * items.size, repetitions.times.len().div_ceil(PIECE));
    let shared = Shared((src, dst));
    let body = move |range: Range<usize>| {
        let (src, dst) = shared.get();
        for at in range {
            let (round, piece) = (at / pieces, at % pieces);
            let from = (round * repetitions.times.len() + piece * PIECE) * chunk;
            let to = (round * repetitions.total() + repetitions.starts[piece]) * chunk;
            let rest = &repetitions.times[piece * PIECE..];
            let times = &rest[..PIECE.min(rest.len())];
            // SAFETY: the chunks of one piece, and the places of the result that are theirs.
            unsafe { repeat_chunks(items, src.wrapping_add(from), dst.wrapping_add(to), inner, times) };
        }
    };
    if items.is_bytes() { parallel(outer * pieces, 4, &body) } else { body(0..outer * pieces) }
}

/// # Safety
/// As [`copy_repeated`], for one round.
unsafe fn repeat_chunks(items: &ItemOps, mut src: *const u8, mut dst: *mut u8, inner: usize, times: &[i64]) {
    let (size, chunk) = (items.size as isize, inner * items.size);
    let mut one_by_one = || {
        for &times in times {
            for _ in 0..times {
                // SAFETY: by contract; both chunks are contiguous.
                unsafe { items.copy_run(src, size, dst, size, inner) };
                dst = dst.wrapping_add(chunk);
            }
            src = src.wrapping_add(chunk);
        }
    };
    if !items.is_bytes() {
        return one_by_one();
    }
    by_size!(
        chunk,
        |T| {
            let (mut src, mut dst) = (src.cast::<T>(), dst.cast::<T>());
            let mut left = times.iter().sum::<i64>() as usize;
            for &times in times {
                let times = times as usize;
                // SAFETY: by contract; what is written at once is no more than what is left.
                unsafe {
                    let item = src.read_unaligned();
                    // A few at once whatever the count, since nobody foresees it: those too many are written over.
                    if times <= 4 && left >= 4 {
                        dst.cast::<[T; 4]>().write_unaligned([item; 4]);
                    } else {
                        (0..times).for_each(|i| dst.add(i).write_unaligned(item));
                    }
                    (src, dst) = (src.add(1), dst.add(times));
                }
                left -= times;
            }
        },
        one_by_one()
    )
}
