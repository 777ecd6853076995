//! Walking a nest: runs along a reduced axis, or tiles of rows along a kept one.
//!
//! How the work is cut depends on shapes and strides alone, never on the number of threads; threads only
//! decide who does a piece.

use std::mem::MaybeUninit;

use numoxide_simd::reduce::TILE_ROWS;

use super::kernel::{Kernel, RawTile};
use super::nest::{Axis, Nest, Places};
use crate::driver::blocks::is_aligned;
use crate::driver::gather::gather;
use crate::driver::{CastFn, parallel};

/// Runs along a reduced axis shorter than this cost more to begin than to fold.
const SHORT_RUN: usize = 32;

/// Rows along a kept axis shorter than this leave lanes empty.
const SHORT_ROW: usize = 12;

/// Items of one result above which the run is cut into segments, for several threads.
pub(super) const SEGMENT: usize = 1 << 18;

/// Items below which a thread is not worth waking.
const GRAIN: usize = 1 << 16;

/// Bytes of the states of a tile: they stay in the first-level cache beside the rows.
const ACC_BYTES: usize = 16 << 10;

/// Items of a block into which rows are gathered.
const BLOCK_ITEMS: usize = 8192;

/// Results along the innermost kept axis that are folded together.
const BATCH: usize = 64;

/// A reduction with everything decided but the order of the walk.
pub(super) struct Walk<'a> {
    pub(super) kernel: &'a Kernel,
    pub(super) nest: Nest,
    pub(super) first: *const u8,
    /// Bytes of an item in memory.
    pub(super) itemsize: usize,
    pub(super) cast: Option<CastFn>,
    pub(super) mask: Option<*const bool>,
    /// A value of the result type to start from.
    pub(super) initial: Option<*const u8>,
    pub(super) extra: f64,
    /// Room for the results, one after the other in row-major order.
    pub(super) out: *mut u8,
    /// Bytes of a result.
    pub(super) outsize: usize,
}

// SAFETY: whoever makes a walk promises that the items may be read, and the results written, from several
// threads; pieces of work write different results.
unsafe impl Sync for Walk<'_> {}

/// States of a kernel, on the stack if they are few.
struct Accs {
    few: [MaybeUninit<u128>; 64],
    many: Vec<u128>,
    size: usize,
}

impl Accs {
    fn new(kernel: &Kernel, n: usize) -> Self {
        let words = (n * kernel.acc).div_ceil(16);
        let many = if words > 64 { vec![0; words] } else { Vec::new() };
        let mut accs = Accs { few: [const { MaybeUninit::uninit() }; 64], many, size: kernel.acc };
        // SAFETY: room for `n` states.
        unsafe { (kernel.init)(accs.at(0), n) };
        accs
    }

    /// The address of state `i`.
    fn at(&mut self, i: usize) -> *mut u8 {
        let first = if self.many.is_empty() {
            self.few.as_mut_ptr().cast::<u8>()
        } else {
            self.many.as_mut_ptr().cast()
        };
        first.wrapping_add(i * self.size)
    }
}

/// Memory for gathered items, aligned for any, and for items on their way through a cast.
struct Scratch {
    items: Vec<u128>,
    staging: Vec<u128>,
}

impl Scratch {
    fn new(walk: &Walk<'_>, items: usize) -> Self {
        let words = |size: usize| vec![0u128; (items * size).div_ceil(16)];
        let staging = if walk.cast.is_some() { words(walk.itemsize) } else { Vec::new() };
        Scratch { items: words(walk.kernel.item), staging }
    }

    fn items(&mut self) -> *mut u8 {
        self.items.as_mut_ptr().cast()
    }
}

/// A shared address into the states of all segments.
struct Shared(*mut u8);
// SAFETY: segments use different states.
unsafe impl Sync for Shared {}
impl Shared {
    fn at(&self, bytes: usize) -> *mut u8 {
        self.0.wrapping_add(bytes)
    }
}

impl Walk<'_> {
    /// Computes all results.
    ///
    /// # Safety
    /// The nest must lead from `first` to initialised items of `itemsize` bytes that the cast (or the kernel)
    /// takes, the mask to bools; `out` must have room for all results of the kernel.
    pub(super) unsafe fn run(&self) {
        if self.nest.results() == 0 {
            return;
        }
        // SAFETY: by contract.
        unsafe {
            if self.nest.count() == 0 {
                self.run_empty()
            } else if self.goes_along() {
                self.run_along()
            } else {
                self.run_rows()
            }
        }
    }

    /// Whether runs go along a reduced axis.
    fn goes_along(&self) -> bool {
        let Some(kept) = self.nest.kept.last() else { return true };
        let Some(reduced) = self.nest.reduced.last() else { return self.mask.is_some() };
        if self.mask.is_some() {
            return true;
        }
        if reduced.step.unsigned_abs() <= kept.step.unsigned_abs() {
            reduced.size >= SHORT_RUN || kept.size < SHORT_ROW
        } else {
            kept.size < SHORT_ROW && reduced.size > kept.size
        }
    }

    /// # Safety
    /// As [`Walk::run`].
    unsafe fn run_empty(&self) {
        let n = self.nest.results();
        let mut accs = Accs::new(self.kernel, 1);
        for i in 0..n {
            // SAFETY: one state, one result at a time.
            unsafe {
                let seeded = self.seed(accs.at(0));
                (self.kernel.finish)(accs.at(0), self.out_at(i), 1, seeded, self.extra);
            }
        }
    }

    fn out_at(&self, i: usize) -> *mut u8 {
        self.out.wrapping_add(i * self.outsize)
    }

    /// Starts a state from the initial value; returns how many items that counts for.
    ///
    /// # Safety
    /// `acc` must be a state.
    unsafe fn seed(&self, acc: *mut u8) -> usize {
        if let Some(value) = self.initial {
            // SAFETY: by contract.
            unsafe { (self.kernel.seed)(acc, value) };
        }
        usize::from(self.initial.is_some())
    }

    /// Writes `n` results from result `i` on. Where there is a mask, `counts` says how many items went into each.
    ///
    /// # Safety
    /// `accs` must be `n` states.
    unsafe fn finish(&self, accs: &mut Accs, i: usize, n: usize, counts: &[usize]) {
        let seeds = usize::from(self.initial.is_some());
        // SAFETY: by contract.
        unsafe {
            if counts.is_empty() {
                let count = self.nest.count() + seeds;
                return (self.kernel.finish)(accs.at(0), self.out_at(i), n, count, self.extra);
            }
            for (k, count) in counts.iter().enumerate() {
                (self.kernel.finish)(accs.at(k), self.out_at(i + k), 1, count + seeds, self.extra);
            }
        }
    }

    // Runs along a reduced axis.

    /// # Safety
    /// As [`Walk::run`].
    unsafe fn run_along(&self) {
        let (run, others) = self.choose_run();
        let batch_axis = self.nest.kept.last().copied().unwrap_or(Axis { size: 1, ..Axis::default() });
        let outer = &self.nest.kept[..self.nest.kept.len().saturating_sub(1)];
        let per_row = batch_axis.size.div_ceil(BATCH);
        let batches = self.nest.results() / batch_axis.size * per_row;
        let along = Along { walk: self, run, others: &others, batch: batch_axis };
        let (count, results) = (self.nest.count(), self.nest.results());
        let few = batches < 8 && results < 64 && self.mask.is_none();
        let segments = if few { along.segments(count) } else { 1 };
        let work = |range: std::ops::Range<usize>| {
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

    /// The axis along which runs go, and the other reduced axes.
    fn choose_run(&self) -> (Axis, crate::layout::Axes<Axis>) {
        let mut others = self.nest.reduced.clone();
        let Some(last) = others.last() else { return (Axis { size: 1, ..Axis::default() }, others) };
        let mut at = others.len() - 1;
        if last.size < SHORT_RUN {
            at = (0..others.len()).max_by_key(|&i| others[i].size).unwrap_or(at);
        }
        let run = others[at];
        others.remove(at);
        (run, others)
    }

    /// Whether runs of this step can be folded where they lie.
    fn is_direct(&self, run: Axis) -> bool {
        let contiguous = run.step == self.itemsize as isize || run.size == 1;
        self.cast.is_none() && self.mask.is_none() && contiguous && self.is_aligned()
    }

    fn is_aligned(&self) -> bool {
        let align = self.kernel.align;
        let steps = self.nest.kept.iter().chain(self.nest.reduced.iter());
        (self.first as usize).is_multiple_of(align)
            && steps.into_iter().all(|axis| axis.step.unsigned_abs() % align == 0)
    }

    /// Brings `n` items to contiguous memory, converted.
    ///
    /// # Safety
    /// The items must be readable, `to` and the scratch memory have room for them.
    unsafe fn load(&self, from: *const u8, step: isize, n: usize, to: *mut u8, staging: *mut u8) {
        // SAFETY: by contract.
        unsafe {
            match self.cast {
                None => gather(from, step, to, n, self.itemsize),
                Some(cast) if step == self.itemsize as isize && is_aligned(from, self.itemsize) => {
                    cast(from, to, n)
                }
                Some(cast) => {
                    gather(from, step, staging, n, self.itemsize);
                    cast(staging, to, n);
                }
            }
        }
    }

    // Tiles of rows along a kept axis.

    /// # Safety
    /// As [`Walk::run`].
    unsafe fn run_rows(&self) {
        let kept = self.nest.kept[self.nest.kept.len() - 1];
        let (last, others) = match self.nest.reduced.split_last() {
            Some((last, others)) => (*last, others),
            None => (Axis { size: 1, ..Axis::default() }, &[][..]),
        };
        let direct = self.cast.is_none() && kept.step == self.itemsize as isize && self.is_aligned();
        let block_rows = last.size.min(TILE_ROWS);
        let width = if direct { ACC_BYTES / self.kernel.acc } else { BLOCK_ITEMS / block_rows };
        let width = width.clamp(16, 1024).min(kept.size);
        let rows = Rows { walk: self, kept, last, others, direct, width };
        let per_row = kept.size.div_ceil(width);
        let outer = &self.nest.kept[..self.nest.kept.len() - 1];
        let tiles = self.nest.results() / kept.size * per_row;
        let per_tile = self.nest.count() * width;
        let segments = if tiles < 8 { rows.segments(per_tile) } else { 1 };
        let work = |range: std::ops::Range<usize>| {
            let mut scratch = rows.scratch();
            for tile in range {
                let (row, part) = (tile / per_row, tile % per_row);
                let start = part * width;
                let n = width.min(kept.size - start);
                let first = Places::new(outer, row).at + kept.step * start as isize;
                // SAFETY: each tile writes its own results.
                unsafe { rows.tile(first, row * kept.size + start, n, segments, &mut scratch) };
            }
        };
        parallel(tiles, GRAIN.div_ceil(per_tile.max(1)), &work);
    }
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
            } else {
                let mut parts = Accs::new(walk.kernel, n * segments);
                let shared = Shared(parts.at(0));
                let bytes = n * walk.kernel.acc;
                let per_segment = self.cut().div_ceil(segments);
                parallel(segments, 1, &|range| {
                    let mut scratch = self.scratch();
                    for segment in range {
                        let begin = (segment * per_segment).min(self.cut());
                        let end = (begin + per_segment).min(self.cut());
                        let accs = shared.at(segment * bytes);
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
            [] => (begin * chunk, (end * chunk).min(self.run.size), 1),
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
        let staging = scratch.staging.as_mut_ptr().cast::<u8>();
        #[expect(clippy::needless_range_loop, reason = "without a mask there are no counts")]
        for k in 0..n {
            let from = walk.first.wrapping_offset(at + self.batch.step * k as isize);
            let mut columns = len;
            // SAFETY: by contract; the scratch memory holds a chunk.
            unsafe {
                walk.load(from, self.run.step, len, scratch.items(), staging);
                if let Some(mask) = walk.mask {
                    let mask = mask.wrapping_offset(mask_at + self.batch.mask * k as isize);
                    columns = compress(scratch.items(), walk.kernel.item, mask, self.run.mask, len);
                    counts[k] += columns;
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

    /// Computes `n` neighbouring results from result `out` on.
    ///
    /// # Safety
    /// As [`Walk::run`].
    unsafe fn tile(&self, first: isize, out: usize, n: usize, segments: usize, scratch: &mut Scratch) {
        let kernel = self.walk.kernel;
        let mut accs = Accs::new(kernel, n);
        // SAFETY: by contract; `n` states.
        unsafe {
            for k in 0..if self.walk.initial.is_some() { n } else { 0 } {
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
                        self.segment(first, n, begin, end, shared.at(segment * n * kernel.acc), &mut scratch);
                    }
                });
                for segment in 0..segments {
                    (kernel.merge)(accs.at(0), parts.at(segment * n), n);
                }
            }
            self.walk.finish(&mut accs, out, n, &[]);
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
            [] => (begin * TILE_ROWS, (end * TILE_ROWS).min(self.last.size), 1),
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
        let staging = scratch.staging.as_mut_ptr().cast::<u8>();
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
