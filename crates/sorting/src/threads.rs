//! The threads of a sort: pieces of one long line, or many lines.

use numoxide_core::driver::{join, num_threads};
use numoxide_core::{Error, Result};
use numoxide_simd::sort::Join;

/// Items below which a thread is not worth waking.
const GRAIN: usize = 1 << 15;

/// Pieces of a line on as many threads as may be used.
pub(crate) fn join_pieces() -> Join {
    if num_threads() > 1 { Join::new(join, GRAIN) } else { Join::SERIAL }
}

/// The error of memory for `n` items of `T` that cannot be had.
#[cold]
pub(crate) fn out_of_memory<T>(n: usize) -> Error {
    Error::OutOfMemory { bytes: n.saturating_mul(size_of::<T>()) }
}

/// Runs `work` on pieces of two arrays that have the same whole lines, whose lengths are given.
pub fn for_pieces<A: Sync, B: Send>(
    a: (&[A], usize),
    b: (&mut [B], usize),
    work: impl Fn(&[A], &mut [B]) -> Result<()> + Sync,
) -> Result<()> {
    halve(a, b, &work)
}

/// What is to be done with a piece of each of two arrays.
type Work<'w, A, B> = &'w (dyn Fn(&[A], &mut [B]) -> Result<()> + Sync);

/// [`for_pieces`], by halves.
fn halve<A: Sync, B: Send>(
    (a, a_len): (&[A], usize),
    (b, b_len): (&mut [B], usize),
    work: Work<'_, A, B>,
) -> Result<()> {
    if a_len == 0 || b_len == 0 {
        return Ok(());
    }
    let lines = b.len().div_ceil(b_len);
    if lines < 2 || a.len().max(b.len()) < 2 * GRAIN || num_threads() < 2 {
        return work(a, b);
    }
    let (a, other_a) = a.split_at(lines / 2 * a_len);
    let (b, other_b) = b.split_at_mut(lines / 2 * b_len);
    let (mut done, mut other_done) = (Ok(()), Ok(()));
    join(&mut || done = halve((a, a_len), (&mut *b, b_len), work), &mut || {
        other_done = halve((other_a, a_len), (&mut *other_b, b_len), work)
    });
    done.and(other_done)
}

/// Pieces at most that items are split into for [`map_pieces`].
const PIECES: usize = 16;

/// What `work` makes of pieces of at least `least` items, in order: by several threads, if there are.
pub fn map_pieces<A: Sync, R: Send>(
    items: &[A],
    least: usize,
    work: impl Fn(&[A]) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let piece = items.len().div_ceil(PIECES).max(least).max(1);
    if items.len() <= piece || num_threads() < 2 {
        return Ok(vec![work(items)?]);
    }
    let mut results: Vec<Option<R>> = items.chunks(piece).map(|_| None).collect();
    // One thread may get several pieces: they are one to it.
    for_pieces((items, piece), (&mut results[..], 1), |items, results| {
        results[0] = Some(work(items)?);
        Ok(())
    })?;
    Ok(results.into_iter().flatten().collect())
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
    let lines = vec![(); items.len() / len.max(1)];
    for_pieces((&lines, 1), (items, len), |_, some| some.chunks_mut(len).try_for_each(&work))
}
