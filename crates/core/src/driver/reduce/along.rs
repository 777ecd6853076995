//! Walks whose runs go along a reduced axis: each run is folded into one state.

use std::ops::Range;

use super::kernel::RawTile;
use super::nest::{Axis, Places};
use super::walk::{Accs, GRAIN, SEGMENT, SHORT_RUN, Scratch, Walk};
use crate::driver::threads::{Shared, parallel};
use crate::layout::Axes;

/// Results along the innermost kept axis that are folded together.
const BATCH: usize = 64;

impl Walk<'_> {
    /// # Safety
    /// As [`Walk::run`].
    pub(super) unsafe fn run_along(&self) {
        let (run, others) = choose_run(self.nest.reduced.clone());
        let batch_axis = self.nest.kept.last().copied().unwrap_or(Axis { size: 1, ..Axis::default() });
        let outer = &self.nest.kept[..self.nest.kept.len().saturating_sub(1)];
        let per_row = batch_axis.size.div_ceil(BATCH);
        let batches = self.nest.results() / batch_axis.size * per_row;
        let along = Along { walk: self, run, others: &others, batch: batch_axis };
        let (count, results) = (self.nest.count(), self.nest.results());
        let few = batches < 8 && results < 64 && self.mask.is_none();
        let segments = if few { along.segments(count) } else { 1 };
        let work = |range: Range<usize>| {
            let mut scratch = along.scratch();
            for batch in range {
                let (row, part) = (batch / per_row, batch % per_row);
                let place = Places::new(outer, row);
                let start = part * BATCH;
                let n = BATCH.min(batch_axis.size - start);
                // SAFETY: each batch writes its own results.
                unsafe {
                    along.batch(&place, row * batch_axis.size + start, start, n, segments, &mut scratch)
                };
            }
        };
        let per_batch = (count * results).div_ceil(batches).max(1);
        parallel(batches, GRAIN.div_ceil(per_batch), &work);
    }
}

/// The axis along which runs go, or down which the rows of a tile lie, and the other reduced axes.
pub(super) fn choose_run(reduced: Axes<Axis>) -> (Axis, Axes<Axis>) {
    let mut others = reduced;
    let Some(last) = others.last() else { return (Axis { size: 1, ..Axis::default() }, others) };
    let mut at = others.len() - 1;
    if last.size < SHORT_RUN {
        at = (0..others.len()).max_by_key(|&i| others[i].size).unwrap_or(at);
    }
    let run = others[at];
    others.remove(at);
    (run, others)
}

/// A walk whose runs go along a reduced axis.
struct Along<'a> {
    walk: &'a Walk<'a>,
    run: Axis,
    others: &'a [Axis],
    /// The kept axis along which neighbouring results lie.
    batch: Axis,
}

impl Along<'_> {
    fn scratch(&self) -> Scratch {
        let items = if self.walk.is_direct(self.run) { 0 } else { self.walk.kernel.chunk.min(self.run.size) };
        Scratch::new(self.walk, items)
    }

    /// How many segments the items of one result are cut into.
    fn segments(&self, count: usize) -> usize {
        let cut =
            self.others.first().map_or(self.run.size.div_ceil(self.walk.kernel.chunk), |axis| axis.size);
        (count / SEGMENT).clamp(1, 64).min(cut)
    }

    /// Computes `n` neighbouring results from result `out` on, `start` places along the batch axis.
    ///
    /// # Safety
    /// As [`Walk::run`].
    unsafe fn batch(
        &self,
        place: &Places<'_>,
        out: usize,
        start: usize,
        n: usize,
        segments: usize,
        scratch: &mut Scratch,
    ) {
        let walk = self.walk;
        let first = place.at + self.batch.step * start as isize;
        let mask_first = place.mask_at + self.batch.mask * start as isize;
        let mut accs = Accs::new(walk.kernel, n);
        let mut counts = vec![0usize; if walk.mask.is_some() { n } else { 0 }];
        // SAFETY: by contract; `n` states.
        unsafe {
            for k in 0..n {
                walk.seed(accs.at(k));
            }
            if segments == 1 {
                self.segment(first, mask_first, n, 0, self.cut(), accs.at(0), &mut counts, scratch);
            } else if !self.settle(first, mask_first, n, &mut accs, scratch) {
                let mut parts = Accs::new(walk.kernel, n * segments);
                let shared = Shared(parts.at(0));
                let bytes = n * walk.kernel.acc;
                let per_segment = self.cut().div_ceil(segments);
                parallel(segments, 1, &|range| {
                    let mut scratch = self.scratch();
                    for segment in range {
                        let begin = (segment * per_segment).min(self.cut());
                        let end = (begin + per_segment).min(self.cut());
                        let accs = shared.get().wrapping_add(segment * bytes);
                        self.segment(first, mask_first, n, begin, end, accs, &mut [], &mut scratch);
                    }
                });
                for segment in 0..segments {
                    (walk.kernel.merge)(accs.at(0), parts.at(segment * n), n);
                }
            }
            walk.finish(&mut accs, out, n, &counts);
        }
    }

    /// Folds the first unit of `n` results; whether that settles them all, so that waking other threads is not worth while.
    ///
    /// # Safety
    /// As [`Walk::run`]; there must be `n` states.
    unsafe fn settle(
        &self,
        first: isize,
        mask_first: isize,
        n: usize,
        accs: &mut Accs,
        scratch: &mut Scratch,
    ) -> bool {
        let Some(is_settled) = self.walk.kernel.is_settled else { return false };
        // SAFETY: by contract; where there is more to be done, these items are folded twice, which changes nothing.
        unsafe {
            self.segment(first, mask_first, n, 0, 1, accs.at(0), &mut [], scratch);
            (0..n).all(|k| is_settled(accs.at(k)))
        }
    }

    /// The units of which segments consist: places of the first other axis, or chunks of the run.
    fn cut(&self) -> usize {
        self.others.first().map_or(self.run.size.div_ceil(self.walk.kernel.chunk), |axis| axis.size)
    }

    /// Folds the units `begin..end` of `n` results into their states.
    ///
    /// # Safety
    /// As [`Walk::run`]; `accs` must be `n` states.
    #[allow(clippy::too_many_arguments)]
    unsafe fn segment(
        &self,
        first: isize,
        mask_first: isize,
        n: usize,
        begin: usize,
        end: usize,
        accs: *mut u8,
        counts: &mut [usize],
        scratch: &mut Scratch,
    ) {
        let chunk = self.walk.kernel.chunk;
        let (from, to, inner) = match self.others {
            [] => ((begin * chunk).min(self.run.size), (end * chunk).min(self.run.size), 1),
            [_, rest @ ..] => (0, self.run.size, rest.iter().map(|axis| axis.size).product::<usize>()),
        };
        let units = if self.others.is_empty() { 0..1 } else { begin * inner..end * inner };
        let direct = self.walk.is_direct(self.run);
        // Where items are gathered, all that shares their cache lines follows at once.
        let step = if direct { (to - from).max(1) } else { chunk };
        for start in (from..to).step_by(step) {
            let len = step.min(to - start);
            let mut place = Places::new(self.others, units.start);
            for _ in units.clone() {
                let at = first + place.at + self.run.step * start as isize;
                // SAFETY: by contract.
                unsafe {
                    if direct {
                        let first = self.walk.first.wrapping_offset(at);
                        let tile = RawTile { first, step: self.batch.step, rows: n, columns: len };
                        (self.walk.kernel.along)(accs, tile, start);
                    } else {
                        let mask_at = mask_first + place.mask_at + self.run.mask * start as isize;
                        self.gathered(at, mask_at, n, len, start, accs, counts, scratch);
                    }
                }
                place.next();
            }
        }
    }

    /// Folds `len` items of each of `n` results by way of the scratch memory.
    ///
    /// # Safety
    /// As [`Walk::run`]; `accs` must be `n` states.
    #[allow(clippy::too_many_arguments)]
    unsafe fn gathered(
        &self,
        at: isize,
        mask_at: isize,
        n: usize,
        len: usize,
        start: usize,
        accs: *mut u8,
        counts: &mut [usize],
        scratch: &mut Scratch,
    ) {
        let walk = self.walk;
        let staging = scratch.staging();
        for k in 0..n {
            let from = walk.first.wrapping_offset(at + self.batch.step * k as isize);
            let mut columns = len;
            // SAFETY: by contract; the scratch memory holds a chunk.
            unsafe {
                walk.load(from, self.run.step, len, scratch.items(), staging);
                if let Some(mask) = walk.mask {
                    let mask = mask.wrapping_offset(mask_at + self.batch.mask * k as isize);
                    columns = compress(scratch.items(), walk.kernel.item, mask, self.run.mask, len);
                    if let Some(count) = counts.get_mut(k) {
                        *count += columns;
                    }
                }
                let tile = RawTile { first: scratch.items(), step: 0, rows: 1, columns };
                (walk.kernel.along)(accs.add(k * walk.kernel.acc), tile, start);
            }
        }
    }
}

/// Moves the items whose mask is set to the front; returns how many they are.
///
/// # Safety
/// There must be `n` items and as many mask places.
unsafe fn compress(items: *mut u8, size: usize, mask: *const bool, step: isize, n: usize) -> usize {
    let mut kept = 0;
    for i in 0..n {
        // SAFETY: `kept <= i < n`.
        unsafe {
            if *mask.wrapping_offset(step * i as isize) {
                std::ptr::copy(items.add(i * size), items.add(kept * size), size);
                kept += 1;
            }
        }
    }
    kept
}
