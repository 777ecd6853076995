//! Masks in pieces, each for one thread.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use numoxide_simd::reduce::{Count, fold};

use super::super::plan::PARALLEL_ITEMS;
use super::super::threads::{num_threads, parallel};

/// The pieces of a mask in a row.
pub(crate) struct Pieces<'a> {
    mask: &'a [u8],
    /// How many items are picked before each piece, and by all.
    before: Vec<usize>,
}

impl<'a> Pieces<'a> {
    /// The pieces of a mask that is worth several threads; counts what each picks.
    pub(crate) fn of(mask: &'a [bool]) -> Option<Self> {
        if mask.len() < 2 * PARALLEL_ITEMS || num_threads() == 1 {
            return None;
        }
        let mask: &[u8] = bytemuck::cast_slice(mask);
        let counts: Vec<AtomicUsize> =
            mask.chunks(PARALLEL_ITEMS).map(|piece| AtomicUsize::new(piece.len())).collect();
        parallel(counts.len(), 1, &|pieces| {
            for piece in pieces {
                let picked = fold::<Count<u8>>(&mask[range(piece, mask.len())]);
                counts[piece].store(picked as usize, Ordering::Relaxed);
            }
        });
        let mut before = vec![0];
        before.extend(counts.iter().scan(0, |sum, count| {
            *sum += count.load(Ordering::Relaxed);
            Some(*sum)
        }));
        Some(Pieces { mask, before })
    }

    /// How many items the mask picks.
    pub(crate) fn picked(&self) -> usize {
        self.before.last().copied().unwrap_or(0)
    }

    /// Calls `work` with each piece, in parallel.
    pub(super) fn each(&self, work: &(dyn Fn(Piece<'_>) + Sync)) {
        parallel(self.before.len() - 1, 1, &|pieces| {
            for piece in pieces {
                let items = range(piece, self.mask.len());
                let (mask, start) = (&self.mask[items.clone()], items.start);
                work(Piece { mask, start, picked: self.before[piece]..self.before[piece + 1] });
            }
        });
    }
}

/// A piece of a mask.
pub(super) struct Piece<'a> {
    pub(super) mask: &'a [u8],
    /// Where it begins in the mask.
    pub(super) start: usize,
    /// Where what it picks belongs among all that is picked.
    pub(super) picked: Range<usize>,
}

/// The items of a piece.
fn range(piece: usize, len: usize) -> Range<usize> {
    let start = piece * PARALLEL_ITEMS;
    start..(start + PARALLEL_ITEMS).min(len)
}
