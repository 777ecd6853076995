//! The threads of a sort: pieces of one long line, or many lines.

use numoxide_core::{Error, Result};
use numoxide_simd::sort::Join;

/// Items below which a thread is not worth waking.
#[cfg(feature = "rayon")]
const GRAIN: usize = 1 << 15;

/// Whether there are several threads to be used.
#[cfg(feature = "rayon")]
fn are_many() -> bool {
    numoxide_core::driver::num_threads() > 1
}

/// Pieces of a line on as many threads as may be used.
pub(crate) fn join() -> Join {
    #[cfg(feature = "rayon")]
    if are_many() {
        return Join::new(|a, b| _ = rayon::join(a, b), GRAIN);
    }
    Join::SERIAL
}

/// The error of memory for `n` items of `T` that cannot be had.
#[cold]
pub(crate) fn out_of_memory<T>(n: usize) -> Error {
    Error::OutOfMemory { bytes: n.saturating_mul(size_of::<T>()) }
}

/// Runs `work` on pieces of two arrays that have the same whole lines, whose lengths are given.
pub fn for_pieces<A: Sync, B: Send>(
    (a, a_len): (&[A], usize),
    (b, b_len): (&mut [B], usize),
    work: impl Fn(&[A], &mut [B]) -> Result<()> + Sync,
) -> Result<()> {
    if a_len == 0 || b_len == 0 {
        return Ok(());
    }
    #[cfg(feature = "rayon")]
    if b.len() > b_len && a.len().max(b.len()) >= GRAIN && are_many() {
        use rayon::prelude::*;
        let lines = (GRAIN / a_len.max(b_len)).max(1);
        let pieces = a.par_chunks(lines * a_len).zip(b.par_chunks_mut(lines * b_len));
        return pieces.try_for_each(|(a, b)| work(a, b));
    }
    work(a, b)
}

/// Runs `work` on each line of two arrays, whose lines have the given lengths.
pub(crate) fn for_lines<A: Sync, B: Send>(
    (a, a_len): (&[A], usize),
    (b, b_len): (&mut [B], usize),
    work: impl Fn(&[A], &mut [B]) -> Result<()> + Sync,
) -> Result<()> {
    for_pieces((a, a_len), (b, b_len), |a, b| {
        a.chunks(a_len).zip(b.chunks_mut(b_len)).try_for_each(|(a, b)| work(a, b))
    })
}

/// [`for_lines`] of one array.
pub(crate) fn for_lines_of<T: Send>(
    items: &mut [T],
    len: usize,
    work: impl Fn(&mut [T]) -> Result<()> + Sync,
) -> Result<()> {
    if len == 0 {
        return Ok(());
    }
    #[cfg(feature = "rayon")]
    if items.len() > len && items.len() >= GRAIN && are_many() {
        use rayon::prelude::*;
        let lines = (GRAIN / len).max(1);
        return items
            .par_chunks_mut(lines * len)
            .try_for_each(|some| some.chunks_mut(len).try_for_each(&work));
    }
    items.chunks_mut(len).try_for_each(work)
}
