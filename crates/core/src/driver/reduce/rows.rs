//! Walks by tiles of rows along a kept axis: each column is folded into a state of its own.

use std::ops::Range;

use numoxide_simd::reduce::TILE_ROWS;

use super::along::choose_run;
use super::kernel::RawTile;
use super::nest::{Axis, Places};
use super::walk::{Accs, GRAIN, SEGMENT, Scratch, Walk};
use crate::driver::threads::{Shared, num_threads, parallel};

/// Bytes of the states of a tile: they stay in the second-level cache.
const ACC_BYTES: usize = 64 << 10;

/// Columns of a tile at most: long runs of memory are read faster.
const LONG: usize = 4096;

/// Columns of a tile at most where the rows are too few to be shared out among threads.
const SHARED: usize = 1024;

/// Items of a block into which rows are gathered.
const BLOCK_ITEMS: usize = 8192;

impl Walk<'_> {
    /// # Safety
    /// As [`Walk::run`].
    pub(super) unsafe fn run_rows(&self) {
        let mut kept = self.nest.kept[self.nest.kept.len() - 1];
        let mut reduced = self.nest.reduced.clone();
        let mut group = 1;
        if self.joins_short_runs() {
            let short = reduced[reduced.len() - 1];
            reduced.remove(reduced.len() - 1);
            group = short.size;
            kept = Axis { size: kept.size * group, ..short };
        }
        let (last, others) = choose_run(reduced);
        let direct = self.cast.is_none() && kept.step == self.itemsize as isize && self.is_aligned();
        let block_rows = last.size.min(TILE_ROWS);
        let width = if direct { ACC_BYTES / self.kernel.acc } else { BLOCK_ITEMS / block_rows };
        let most = if self.nest.count() / group < 8 * TILE_ROWS { SHARED } else { LONG };
        let width = width.clamp(16, most).min(kept.size);
        let width = width.next_multiple_of(group).min(kept.size);
        let rows = Rows { walk: self, kept, last, others: &others, direct, width, group };
        let per_row = kept.size.div_ceil(width);
        let outer = &self.nest.kept[..self.nest.kept.len() - 1];
        let tiles = self.nest.results() * group / kept.size * per_row;
        let per_tile = self.nest.count() / group * width;
        let cuts = tiles < 8 && !(self.kernel.exact && num_threads() == 1);
        let segments = if cuts { rows.segments(per_tile) } else { 1 };
        let work = |range: Range<usize>| {
            let mut scratch = rows.scratch();
            for tile in range {
                let (row, part) = (tile / per_row, tile % per_row);
                let start = part * width;
                let n = width.min(kept.size - start);
                let first = Places::new(outer, row).at + kept.step * start as isize;
                // SAFETY: each tile writes its own results.
                unsafe { rows.tile(first, (row * kept.size + start) / group, n, segments, &mut scratch) };
            }
        };
        parallel(tiles, GRAIN.div_ceil(per_tile.max(1)), &work);
    }
}

/// A walk by tiles of rows along a kept axis.
struct Rows<'a> {
    walk: &'a Walk<'a>,
    kept: Axis,
    /// The axis down which the rows of a tile lie.
    last: Axis,
    others: &'a [Axis],
    direct: bool,
    /// The columns of a tile.
    width: usize,
    /// The neighbouring columns whose states are one result in the end.
    group: usize,
}

impl Rows<'_> {
    fn scratch(&self) -> Scratch {
        Scratch::new(self.walk, if self.direct { 0 } else { self.width * self.last.size.min(TILE_ROWS) })
    }

    /// How many segments the rows of a tile are cut into.
    fn segments(&self, items: usize) -> usize {
        (items / (2 * SEGMENT)).clamp(1, 64).min(self.cut())
    }

    /// The units of which segments consist: places of the first other axis, or groups of rows.
    fn cut(&self) -> usize {
        self.others.first().map_or(self.last.size.div_ceil(TILE_ROWS), |axis| axis.size)
    }

    /// Computes the results of `n` neighbouring columns, from result `out` on.
    ///
    /// # Safety
    /// As [`Walk::run`].
    unsafe fn tile(&self, first: isize, out: usize, n: usize, segments: usize, scratch: &mut Scratch) {
        let kernel = self.walk.kernel;
        let mut accs = Accs::new(kernel, n);
        // SAFETY: by contract; `n` states.
        unsafe {
            for k in (0..if self.walk.initial.is_some() { n } else { 0 }).step_by(self.group) {
                self.walk.seed(accs.at(k));
            }
            if segments == 1 {
                self.segment(first, n, 0, self.cut(), accs.at(0), scratch);
            } else {
                let mut parts = Accs::new(kernel, n * segments);
                let shared = Shared(parts.at(0));
                let per_segment = self.cut().div_ceil(segments);
                parallel(segments, 1, &|range| {
                    let mut scratch = self.scratch();
                    for segment in range {
                        let begin = (segment * per_segment).min(self.cut());
                        let end = (begin + per_segment).min(self.cut());
                        self.segment(
                            first,
                            n,
                            begin,
                            end,
                            shared.get().wrapping_add(segment * n * kernel.acc),
                            &mut scratch,
                        );
                    }
                });
                for segment in 0..segments {
                    (kernel.merge)(accs.at(0), parts.at(segment * n), n);
                }
            }
            self.join(&mut accs, n);
            self.walk.finish(&mut accs, out, n / self.group, &[]);
        }
    }

    /// Merges the states of each group of columns, and brings what they become together.
    ///
    /// # Safety
    /// `accs` must be `n` states.
    unsafe fn join(&self, accs: &mut Accs, n: usize) {
        let kernel = self.walk.kernel;
        for result in 0..if self.group > 1 { n / self.group } else { 0 } {
            let first = result * self.group;
            // SAFETY: by contract; a state is moved to a place whose own state has been merged already.
            unsafe {
                for column in first + 1..first + self.group {
                    (kernel.merge)(accs.at(first), accs.at(column), 1);
                }
                accs.at(result).copy_from(accs.at(first), kernel.acc);
            }
        }
    }

    /// Folds the units `begin..end` of `n` columns into their states.
    ///
    /// # Safety
    /// As [`Walk::run`]; `accs` must be `n` states.
    unsafe fn segment(
        &self,
        first: isize,
        n: usize,
        begin: usize,
        end: usize,
        accs: *mut u8,
        scratch: &mut Scratch,
    ) {
        let (from, to, inner) = match self.others {
            [] => {
                let row = |unit: usize| (unit * TILE_ROWS).min(self.last.size);
                (row(begin), row(end), 1)
            }
            [_, rest @ ..] => (0, self.last.size, rest.iter().map(|axis| axis.size).product::<usize>()),
        };
        let units = if self.others.is_empty() { 0..1 } else { begin * inner..end * inner };
        let mut place = Places::new(self.others, units.start);
        for _ in units {
            let at = first + place.at;
            // SAFETY: by contract.
            unsafe {
                if self.direct {
                    let first = self.walk.first.wrapping_offset(at + self.last.step * from as isize);
                    let tile = RawTile { first, step: self.last.step, rows: to - from, columns: n };
                    (self.walk.kernel.rows)(accs, tile, from);
                } else {
                    self.gathered(at, n, from, to, accs, scratch);
                }
            }
            place.next();
        }
    }

    /// Folds the rows `from..to` of `n` columns by way of the scratch memory.
    ///
    /// # Safety
    /// As [`Walk::run`]; `accs` must be `n` states.
    unsafe fn gathered(
        &self,
        at: isize,
        n: usize,
        from: usize,
        to: usize,
        accs: *mut u8,
        scratch: &mut Scratch,
    ) {
        let walk = self.walk;
        let staging = scratch.staging();
        let row_bytes = n * walk.kernel.item;
        for start in (from..to).step_by(TILE_ROWS) {
            let rows = TILE_ROWS.min(to - start);
            let to = scratch.items();
            for row in 0..rows {
                let from = walk.first.wrapping_offset(at + self.last.step * (start + row) as isize);
                // SAFETY: by contract; the scratch memory holds a tile.
                unsafe { walk.load(from, self.kept.step, n, to.add(row * row_bytes), staging) };
            }
            let tile = RawTile { first: to, step: row_bytes as isize, rows, columns: n };
            // SAFETY: the rows just gathered.
            unsafe { (walk.kernel.rows)(accs, tile, start) };
        }
    }
}
