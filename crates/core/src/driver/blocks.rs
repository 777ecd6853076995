//! Turning any operands into contiguous runs for a [`Loop`].

use std::mem::MaybeUninit;

use numoxide_simd::ahead::{LINE, Wanted};
use numoxide_simd::stream;

use super::gather::{gather, scatter, splat};
use super::panels::Panels;
use super::plan::{PARALLEL_ITEMS, Plan};
use super::repeats::{Items, Repeats};
use super::threads::num_threads;
use super::{Loop, MAX_OPERANDS, OntoFn};
use crate::Layout;
use crate::layout::Axes;

/// A contiguous cast of `n` items.
pub type CastFn = unsafe fn(src: *const u8, dst: *mut u8, n: usize);

/// Bytes of one operand's block: three of them fit the first-level cache with room to spare.
pub(super) const BLOCK_BYTES: usize = 4096;

/// Outputs of at least this size are written past the cache, which they would not fit anyway.
pub(crate) const STREAM_BYTES: usize = 16 << 20;

/// One operand of an elementwise operation.
#[derive(Clone, Copy)]
pub struct Operand<'a> {
    /// The memory that the layout's offset counts from.
    pub memory: *mut u8,
    /// Where its items are.
    pub layout: &'a Layout,
    /// Bytes of one item in memory.
    pub itemsize: usize,
    /// Bytes of one item as the loop sees it.
    pub loop_itemsize: usize,
    /// How an item becomes what the loop takes (inputs), or what the loop made becomes an item (outputs).
    pub cast: Option<CastFn>,
}

impl<'a> Operand<'a> {
    /// An operand whose items the loop takes as they are.
    pub fn new(memory: *mut u8, layout: &'a Layout, itemsize: usize) -> Self {
        Operand { memory, layout, itemsize, loop_itemsize: itemsize, cast: None }
    }

    #[inline]
    fn first(&self) -> *mut u8 {
        self.memory.wrapping_offset(self.layout.offset())
    }

    /// Whether every item is aligned: the first address and the strides are if all their bits together are.
    fn is_aligned(&self) -> bool {
        let bits = |bits: usize, stride: &isize| bits | stride.unsigned_abs();
        let all = self.layout.strides().iter().fold(self.first().addr(), bits);
        is_aligned(std::ptr::without_provenance(all), self.itemsize)
    }

    /// A stride for each of `ndim` axes; a single item without axes of its own is repeated along all.
    fn strides(&self, ndim: usize) -> Axes<isize> {
        if self.layout.ndim() == ndim { self.layout.strides.clone() } else { Axes::filled(0, ndim) }
    }
}

/// An elementwise operation on operands whose layouts already have the common shape.
pub struct Elementwise<'a> {
    /// The loop.
    pub inner: Loop,
    /// The inputs.
    pub inputs: &'a [Operand<'a>],
    /// The outputs.
    pub outputs: &'a [Operand<'a>],
    /// Where to write: a mask of `bool`; elsewhere the outputs keep what they have.
    pub mask: Option<Operand<'a>>,
}

/// What the engine has to do for one operand on its way to the loop.
#[derive(Clone, Copy, Default)]
struct Route {
    itemsize: usize,
    loop_itemsize: usize,
    cast: Option<CastFn>,
    /// Never hand the memory itself to the loop.
    buffered: bool,
    /// Write past the cache.
    streamed: bool,
    /// Whether every item is aligned.
    aligned: bool,
}

impl Elementwise<'_> {
    /// Runs the operation.
    ///
    /// # Safety
    /// - The inputs' items must be readable and initialised, the outputs' items writable, from several
    ///   threads, for the whole call; the loop must take items of the types the operands have after
    ///   their casts.
    /// - All layouts must have the same shape, but those of single items may have no axes at all; and no two
    ///   places of one output may be the same.
    /// - An output may overlap an input only if the two have the same places in the same order.
    pub unsafe fn run(&self) {
        let Some(whole) = self.outputs.last().or(self.inputs.last()) else { return };
        let n = whole.layout.len();
        // SAFETY: the caller's promise is the same.
        let done = n == 0 || unsafe { self.run_direct(whole.layout.ndim(), n) || self.run_onto(n) };
        if !done {
            // SAFETY: as above.
            unsafe { self.run_blocks(whole.layout, n) };
        }
    }

    /// Lets the output replace the first input where it lies, if the loop can do that; `false` if not.
    ///
    /// # Safety
    /// As [`Elementwise::run`], for operands of `n` items.
    unsafe fn run_onto(&self, n: usize) -> bool {
        let (Some(onto), [first, second], [out], None) =
            (self.inner.onto, self.inputs, self.outputs, self.mask)
        else {
            return false;
        };
        let is_plain = |op: &Operand<'_>| op.cast.is_none() && op.itemsize <= BLOCK_BYTES;
        let replaces = first.first() == out.first()
            && first.layout.shape() == out.layout.shape()
            && first.layout.strides() == out.layout.strides()
            && [first, second, out].into_iter().all(is_plain)
            && !overlap(second, out);
        if !replaces {
            return false;
        }
        let replace = Replace { onto, sizes: [second.itemsize, out.itemsize] };
        let (mut ptrs, mut strides) = ([std::ptr::null_mut(); MAX_OPERANDS], [0isize; MAX_OPERANDS]);
        if self.is_one_run(out.layout.ndim(), &mut ptrs, &mut strides) {
            let (ptrs, strides) = (&ptrs[1..3], &strides[1..3]);
            // SAFETY: the run is exactly the operands' items; the rest is the caller's promise.
            run_along(ptrs, strides, n, &|ptrs, n| unsafe { replace.run(ptrs, strides, n) });
            return true;
        }
        let ndim = out.layout.ndim();
        let operands = [second, out].map(|op| (op.first(), op.strides(ndim)));
        let plan = Plan::new(out.layout.shape(), operands.into());
        if let Some(repeats) = Repeats::find(&plan, replace.sizes.into_iter().map(Items::plain), false)
            && second.is_aligned()
            && out.is_aligned()
        {
            // SAFETY: the rows are aligned, and what is handed out is contiguous; the rest is the caller's promise.
            unsafe { repeats.run(plan, &|ptrs, n| onto(ptrs[0], n, ptrs[1], n)) };
            return true;
        }
        if Panels::find(&plan, std::iter::once((0, second.itemsize))).is_some() {
            return false;
        }
        // SAFETY: the plan visits exactly the operands' items, each once; the rest is the caller's promise.
        plan.run(&|ptrs, strides, n| unsafe { replace.run(ptrs, strides, n) });
        true
    }

    /// Hands all operands to the loop as they are, where it takes them so and one call does the work; `false` if not.
    ///
    /// # Safety
    /// As [`Elementwise::run`], for operands of `n` items.
    unsafe fn run_direct(&self, ndim: usize, n: usize) -> bool {
        if self.mask.is_some() || (n >= PARALLEL_ITEMS && num_threads() > 1) {
            return false;
        }
        let mut ptrs = [std::ptr::null_mut(); MAX_OPERANDS];
        for (ptr, operand) in ptrs.iter_mut().zip(self.inputs.iter().chain(self.outputs)) {
            *ptr = operand.first();
            let direct = operand.cast.is_none()
                && operand.layout.ndim() == ndim
                && operand.layout.is_c_contiguous(operand.itemsize)
                && is_aligned(*ptr, operand.itemsize);
            if !direct {
                return false;
            }
        }
        for (out, to) in self.outputs.iter().zip(&ptrs[self.inputs.len()..]) {
            let apart = |(input, from): (&Operand<'_>, &*mut u8)| {
                (*from as usize) + n * input.itemsize <= *to as usize
                    || (*to as usize) + n * out.itemsize <= *from as usize
            };
            if n * out.itemsize >= STREAM_BYTES || !self.inputs.iter().zip(&ptrs).all(apart) {
                return false;
            }
        }
        // SAFETY: every operand is contiguous and aligned, no output overlaps an input, and the rest is the
        // caller's promise.
        unsafe { self.inner.call(&ptrs, n) };
        true
    }

    /// Runs the operation by way of blocks, and on several threads if that pays.
    ///
    /// # Safety
    /// As [`Elementwise::run`], for operands of `n` items.
    unsafe fn run_blocks(&self, whole: &Layout, n: usize) {
        let masked = self.mask.is_some();
        let count = usize::from(masked) + self.inputs.len() + self.outputs.len();
        let routes = self.routes();
        let blocks = Blocks {
            inner: self.inner,
            inputs: self.inputs.len(),
            masked,
            routes: &routes[..count],
            far: self.is_far(),
            short: BLOCK_BYTES / routes[..count].iter().map(|route| route.loop_itemsize).fold(1, usize::max),
            plain: !masked
                && routes[..count]
                    .iter()
                    .all(|route| route.aligned && !route.buffered && route.cast.is_none()),
        };
        let (mut ptrs, mut strides) = ([std::ptr::null_mut(); MAX_OPERANDS], [0isize; MAX_OPERANDS]);
        if self.is_one_run(whole.ndim(), &mut ptrs, &mut strides) {
            let (ptrs, strides) = (&ptrs[..count], &strides[..count]);
            // SAFETY: the run is exactly the operands' items; the rest is the caller's promise.
            return run_along(ptrs, strides, n, &|ptrs, n| unsafe { blocks.run(ptrs, strides, n) });
        }
        let operands = self.operands().map(|op| (op.first(), op.strides(whole.ndim()))).collect();
        let mut plan = Plan::new(whole.shape(), operands);
        if let Some(repeats) = self.repeats(&plan, &routes[..count]) {
            let inner = &self.inner;
            // SAFETY: the operands are aligned, and what is handed out is contiguous; the rest is the caller's promise.
            return unsafe { repeats.run(plan, &|ptrs, n| inner.call(ptrs, n)) };
        }
        let mut row = Scratch::<BLOCK_BYTES>::new();
        if blocks.plain {
            // SAFETY: the plan visits readable items, by the caller's promise.
            unsafe { self.spread_single(&mut plan, &mut row) };
        }
        let candidates =
            self.inputs.iter().enumerate().map(|(k, input)| (usize::from(masked) + k, input.itemsize));
        // SAFETY: the plan visits exactly the operands' items, each once; the rest is the caller's
        // promise.
        let body = |ptrs: &[*mut u8], strides: &[isize], n| unsafe { blocks.run(ptrs, strides, n) };
        match Panels::find(&plan, candidates) {
            Some(panels) => panels.run(&plan, &body),
            None => plan.run(&body),
        }
    }

    /// How several rows can be computed by one call, if they can.
    fn repeats(&self, plan: &Plan, routes: &[Route]) -> Option<Repeats> {
        let streamed = self.outputs.len() == 1 && routes.last()?.streamed;
        let is_plain = |route: &Route| route.aligned && (streamed || !route.buffered);
        // What the loop gives is not cast on its way out.
        let gives = routes.iter().skip(self.inputs.len()).all(|route| route.cast.is_none());
        let plain = self.mask.is_none() && gives && routes.iter().all(is_plain);
        let items =
            |route: &Route| Items { size: route.itemsize, loop_size: route.loop_itemsize, cast: route.cast };
        plain.then(|| Repeats::find(plan, routes.iter().map(items), streamed))?
    }

    /// Writes out the single item of an input for one row, if it is the same in all: then no row needs a block for it.
    ///
    /// # Safety
    /// The plan must visit readable items.
    unsafe fn spread_single(&self, plan: &mut Plan, row: &mut Scratch<BLOCK_BYTES>) {
        let Some(&n) = plan.shape().last() else { return };
        let is_single = |k: &usize| plan.operand(*k).1.iter().all(|&stride| stride == 0);
        let Some(k) = (0..self.inputs.len()).find(is_single) else { return };
        let size = self.inputs[k].itemsize;
        if n * size <= BLOCK_BYTES {
            // SAFETY: by contract; the row has room for so many.
            unsafe { splat(plan.operand(k).0, row.start(), n, size) };
            plan.repeat_row(k, row.start(), size);
        }
    }

    /// Whether every operand is contiguous in row-major order, or a single item over and over: then the
    /// call is one run, whose addresses and strides are written to `ptrs` and `strides`.
    fn is_one_run(&self, ndim: usize, ptrs: &mut [*mut u8], strides: &mut [isize]) -> bool {
        for (k, operand) in self.operands().enumerate() {
            ptrs[k] = operand.first();
            let layout = operand.layout;
            strides[k] = if layout.ndim() == ndim && layout.is_c_contiguous(operand.itemsize) {
                operand.itemsize as isize
            } else if layout.strides().iter().all(|&stride| stride == 0) {
                0
            } else {
                return false;
            };
        }
        true
    }

    /// The operands in the order of the plan: mask, inputs, outputs. The last decides the order of axes.
    fn operands(&self) -> impl Iterator<Item = &Operand<'_>> {
        self.mask.iter().chain(self.inputs).chain(self.outputs)
    }

    /// Whether the operands together are more than the caches hold.
    fn is_far(&self) -> bool {
        let bytes =
            |op: &Operand<'_>| op.layout.extent(op.itemsize).map_or(0, |(low, high)| high.abs_diff(low));
        self.operands().map(bytes).fold(0, usize::saturating_add) >= STREAM_BYTES
    }

    fn overlaps_input(&self, out: &Operand<'_>) -> bool {
        self.inputs.iter().any(|input| overlap(input, out))
    }

    fn routes(&self) -> [Route; MAX_OPERANDS] {
        let masked = self.mask.is_some();
        let first_output = usize::from(masked) + self.inputs.len();
        let mut routes = [Route::default(); MAX_OPERANDS];
        for (k, (route, operand)) in routes.iter_mut().zip(self.operands()).enumerate() {
            (route.itemsize, route.loop_itemsize) = (operand.itemsize, operand.loop_itemsize);
            route.cast = operand.cast;
            route.aligned = operand.is_aligned();
            if k >= first_output {
                let overlaps = self.overlaps_input(operand);
                let large = operand.layout.len() * operand.itemsize >= STREAM_BYTES;
                route.streamed = large && !overlaps;
                route.buffered = masked || overlaps || route.streamed;
            }
        }
        routes
    }
}

/// Runs `body` over one run of `n` items, on several threads if that pays.
fn run_along(ptrs: &[*mut u8], strides: &[isize], n: usize, body: &(dyn Fn(&[*mut u8], usize) + Sync)) {
    if n < PARALLEL_ITEMS || num_threads() == 1 {
        return body(ptrs, n);
    }
    let operands = ptrs.iter().zip(strides).map(|(&ptr, &stride)| (ptr, Axes::from_slice(&[stride])));
    Plan::new(&[n], operands.collect()).run(&|ptrs, _, n| body(ptrs, n));
}

/// The code of [`Loop::onto`], and the sizes of the items it takes: of the second inputs, and of the first ones, which it replaces.
struct Replace {
    onto: OntoFn,
    sizes: [usize; 2],
}

impl Replace {
    /// Replaces `n` items from `ptrs[1]` on by what becomes of them with those from `ptrs[0]` on.
    ///
    /// # Safety
    /// They must be what the loop takes, no larger than a block, and lie apart.
    unsafe fn run(&self, ptrs: &[*mut u8], strides: &[isize], n: usize) {
        let is_direct = |k: usize| strides[k] == self.sizes[k] as isize;
        let aligned = is_aligned(ptrs[0], self.sizes[0]) && is_aligned(ptrs[1], self.sizes[1]);
        // SAFETY: the caller's promise is the same.
        unsafe {
            if !aligned || !is_direct(1) || !(is_direct(0) || strides[0] == 0) {
                return self.by_blocks(ptrs, strides, n);
            }
            (self.onto)(ptrs[0], if strides[0] == 0 { 1 } else { n }, ptrs[1], n);
        }
    }

    /// [`Replace::run`] by way of contiguous blocks.
    ///
    /// # Safety
    /// As there.
    unsafe fn by_blocks(&self, ptrs: &[*mut u8], strides: &[isize], n: usize) {
        let step = BLOCK_BYTES / self.sizes[0].max(self.sizes[1]);
        let mut blocks = [const { <Scratch>::new() }; 2];
        let blocks = blocks.each_mut().map(Scratch::start);
        for start in (0..n).step_by(step) {
            let count = step.min(n - start);
            let place = |k: usize| ptrs[k].wrapping_offset(strides[k] * start as isize);
            // SAFETY: the blocks hold `step` items; the rest is the caller's promise.
            unsafe {
                gather(place(0), strides[0], blocks[0], count, self.sizes[0]);
                gather(place(1), strides[1], blocks[1], count, self.sizes[1]);
                (self.onto)(blocks[0], count, blocks[1], count);
                scatter(blocks[1], place(1), strides[1], count, self.sizes[1]);
            }
        }
    }
}

impl Route {
    /// Whether the loop cannot take items that lie `stride` bytes apart from `first` on.
    #[inline]
    fn needs_block(&self, first: *const u8, stride: isize) -> bool {
        self.buffered
            || self.cast.is_some()
            || stride != self.itemsize as isize
            || !is_aligned(first, self.itemsize)
    }
}

/// Whether two operands share memory.
fn overlap(a: &Operand<'_>, b: &Operand<'_>) -> bool {
    let extent = |operand: &Operand<'_>| {
        let (low, high) = operand.layout.extent(operand.itemsize)?;
        Some((operand.memory as isize + low, operand.memory as isize + high))
    };
    match (extent(a), extent(b)) {
        (Some((a_low, a_high)), Some((b_low, b_high))) => a_low < b_high && b_low < a_high,
        _ => false,
    }
}

/// The engine for one run: `routes` in the order mask, inputs, outputs.
struct Blocks<'a> {
    inner: Loop,
    inputs: usize,
    masked: bool,
    routes: &'a [Route],
    /// Whether the operands come from memory.
    far: bool,
    /// The items of the largest type that a block holds.
    short: usize,
    /// Whether the loop takes all operands as they lie wherever their items lie in a row.
    plain: bool,
}

/// Scratch memory for one block of an operand, aligned as lines of memory are: vectors that touch two lines each are slow.
#[repr(C, align(64))]
pub(crate) struct Scratch<const BYTES: usize = BLOCK_BYTES>([MaybeUninit<u8>; BYTES]);

impl<const BYTES: usize> Scratch<BYTES> {
    /// A block that is not initialised.
    pub(crate) const fn new() -> Self {
        Scratch([MaybeUninit::uninit(); BYTES])
    }

    /// Where it begins.
    #[inline]
    pub(crate) fn start(&mut self) -> *mut u8 {
        self.0.as_mut_ptr().cast()
    }
}

/// The operands that can be buffered without an allocation.
const STACK_SCRATCH: usize = 4;

/// One run of `n` items and the memory that some of its operands go through, `step` items at a time.
struct Staged<'a> {
    ptrs: &'a [*mut u8],
    strides: &'a [isize],
    n: usize,
    step: usize,
    /// Null for operands that the loop takes as they lie.
    blocks: &'a [*mut u8; MAX_OPERANDS],
    /// For items on their way through a cast.
    staging: *mut u8,
}

impl Blocks<'_> {
    /// Whether an output is written past the cache.
    fn is_streamed(&self) -> bool {
        self.routes.iter().any(|route| route.streamed)
    }

    /// Whether memory sets the pace: results are written past the cache, or items gathered from memory or from a line each. Blocks
    /// are so small then that the processor reads ahead into the next one of every operand while it still works on the last.
    fn is_paced(&self, strides: &[isize]) -> bool {
        let first = usize::from(self.masked);
        let mut inputs = first..first + self.inputs;
        let nearest = if self.far { 1 } else { LINE };
        self.is_streamed()
            || inputs.any(|k| strides[k].unsigned_abs() >= nearest.max(self.routes[k].itemsize + 1))
    }

    /// Runs the loop over a run of `n` items.
    ///
    /// # Safety
    /// As [`Elementwise::run`], for the operands of this run.
    #[inline]
    unsafe fn run(&self, ptrs: &[*mut u8], strides: &[isize], n: usize) {
        // What costs less than to look at each operand closely, which many short rows would feel.
        let in_rows =
            || self.routes.iter().zip(strides).all(|(route, &stride)| stride == route.itemsize as isize);
        // SAFETY: by contract; where all operands lie in rows, they are aligned, and none overlaps another.
        unsafe {
            match self.plain && in_rows() {
                true => self.inner.call(ptrs, n),
                false => self.run_by_blocks(ptrs, strides, n),
            }
        }
    }

    /// [`Blocks::run`] for operands as they come.
    ///
    /// # Safety
    /// As there.
    #[inline(never)]
    unsafe fn run_by_blocks(&self, ptrs: &[*mut u8], strides: &[isize], n: usize) {
        // SAFETY: the caller's promise is the same.
        if self.masked || n > self.short || unsafe { !self.run_short(ptrs, strides, n) } {
            // SAFETY: as above.
            unsafe { self.run_long(ptrs, strides, n) };
        }
    }

    /// Runs the loop over a run of few items, as the rows of small arrays are, if it takes all operands as they lie but for single
    /// items, which are repeated; `false` if not.
    ///
    /// # Safety
    /// As [`Blocks::run`], for no mask, and items that a block holds.
    #[inline]
    unsafe fn run_short(&self, ptrs: &[*mut u8], strides: &[isize], n: usize) -> bool {
        let mut scratch = [const { <Scratch>::new() }; 2];
        let mut blocks = scratch.iter_mut();
        let mut places = [std::ptr::null_mut(); MAX_OPERANDS];
        for (k, place) in places[..ptrs.len()].iter_mut().enumerate() {
            let route = &self.routes[k];
            *place = ptrs[k];
            if route.needs_block(ptrs[k], strides[k]) {
                let repeats = k < self.inputs && strides[k] == 0 && route.cast.is_none();
                let (true, Some(block)) = (repeats, blocks.next()) else { return false };
                *place = block.start();
                // SAFETY: the item is readable, and the block holds so many.
                unsafe { splat(ptrs[k], *place, n, route.itemsize) };
            }
        }
        // SAFETY: every operand is contiguous, and none overlaps another.
        unsafe { self.inner.call(&places, n) };
        true
    }

    /// [`Blocks::run`] for any items.
    ///
    /// # Safety
    /// As there.
    unsafe fn run_long(&self, ptrs: &[*mut u8], strides: &[isize], n: usize) {
        let first = usize::from(self.masked);
        // Which operands need a block, numbered from 1: block 0 is for items on their way through a cast.
        let (mut numbers, mut buffered, mut largest) = ([0usize; MAX_OPERANDS], 0, 1);
        // Whether those are single items that are repeated.
        let mut repeats = true;
        for k in first..ptrs.len() {
            let route = &self.routes[k];
            if route.needs_block(ptrs[k], strides[k]) {
                buffered += 1;
                numbers[k] = buffered;
                repeats &= k < first + self.inputs && strides[k] == 0;
                largest = largest.max(route.itemsize).max(route.loop_itemsize);
            }
        }
        if buffered == 0 {
            // SAFETY: by contract; every operand is contiguous, and overlapping ones are buffered.
            return unsafe { self.inner.call(&ptrs[first..], n) };
        }
        // Enormous structs take several units each.
        let units = largest.div_ceil(BLOCK_BYTES);
        let mut stack = [const { <Scratch>::new() }; STACK_SCRATCH];
        let mut heap = Vec::new();
        let scratch = if (buffered + 1) * units <= STACK_SCRATCH {
            &mut stack[..]
        } else {
            heap.resize_with((buffered + 1) * units, Scratch::new);
            &mut heap[..]
        };
        let staging = scratch.as_mut_ptr().cast::<u8>();
        let block = |number: usize| match number {
            0 => std::ptr::null_mut(),
            _ => staging.wrapping_add(number * units * BLOCK_BYTES),
        };
        let blocks = numbers.map(block);
        let bytes = if self.is_paced(strides) { stream::BURST } else { units * BLOCK_BYTES };
        let step = (bytes / largest).max(1);
        let run = Staged { ptrs, strides, n, step, blocks: &blocks, staging };
        // SAFETY: by contract; `blocks` are distinct and hold `step` items.
        unsafe { if repeats { self.run_repeats(&run) } else { self.run_blocks(&run) } }
    }

    /// [`Blocks::run_blocks`] where only single items that are repeated need a block.
    ///
    /// # Safety
    /// As there.
    unsafe fn run_repeats(&self, run: &Staged<'_>) {
        let &Staged { ptrs, strides, n, step, blocks, staging } = run;
        let mut places = *blocks;
        let mut moves = [0isize; MAX_OPERANDS];
        for k in 0..ptrs.len() {
            if blocks[k].is_null() {
                (places[k], moves[k]) = (ptrs[k], strides[k] * step as isize);
            } else {
                // SAFETY: by contract.
                unsafe { self.load(k, ptrs[k], 0, blocks[k], staging, step.min(n)) };
            }
        }
        let first = usize::from(self.masked);
        for start in (0..n).step_by(step) {
            // SAFETY: every operand is contiguous and none overlaps another.
            unsafe { self.inner.call(&places[first..], step.min(n - start)) };
            for (place, step) in places.iter_mut().zip(&moves[..ptrs.len()]) {
                *place = place.wrapping_offset(*step);
            }
        }
    }

    /// # Safety
    /// As [`Blocks::run`], for operands whose blocks and `staging` hold `step` items of any of them.
    unsafe fn run_blocks(&self, run: &Staged<'_>) {
        let &Staged { ptrs, strides, n, step, blocks, staging } = run;
        let first = usize::from(self.masked);
        let outputs = first + self.inputs;
        let mut places = [std::ptr::null_mut(); MAX_OPERANDS];
        places[..ptrs.len()].copy_from_slice(ptrs);
        let mut operands = *blocks;
        let ahead = self.is_streamed();
        // What is gathered from memory is asked for while the block before it is gathered.
        let asks = self.far && !ahead;
        let (mut wanted, mut wants) = ([const { MaybeUninit::uninit() }; MAX_OPERANDS], 0);
        let mut start = 0;
        while start < n {
            let count = step.min(n - start);
            if ahead {
                wants = self.want_next(&places, strides, step, &mut wanted);
            }
            for k in first..ptrs.len() {
                if blocks[k].is_null() {
                    operands[k] = places[k];
                } else if k < outputs && (strides[k] != 0 || start == 0) {
                    if asks && strides[k] != self.routes[k].itemsize as isize {
                        let next = places[k].wrapping_offset(strides[k] * step as isize);
                        Wanted::items(next, strides[k], step).into_iter().for_each(Wanted::ask_all);
                    }
                    // A repeated input is the same block every time.
                    // SAFETY: by contract.
                    unsafe { self.load(k, places[k], strides[k], blocks[k], staging, count) };
                }
            }
            // SAFETY: every operand is now contiguous and none overlaps another.
            unsafe { self.inner.call(&operands[first..], count) };
            for k in (outputs..ptrs.len()).filter(|&k| !blocks[k].is_null()) {
                let mask = self.masked.then(|| (places[0].cast_const(), strides[0]));
                // SAFETY: by contract; `want_next` has written so many.
                unsafe {
                    self.store(
                        k,
                        blocks[k],
                        (places[k], strides[k]),
                        mask,
                        staging,
                        count,
                        wanted[..wants].assume_init_ref(),
                    )
                };
            }
            for (place, stride) in places.iter_mut().zip(strides) {
                *place = place.wrapping_offset(stride * step as isize);
            }
            start += step;
        }
        if self.is_streamed() {
            // One fence for all blocks: a fence waits until the memory has everything.
            stream::fence();
        }
    }

    /// The memory of the next block of the inputs, to be asked for while this one is written past the cache; how many
    /// there are.
    #[inline]
    fn want_next(
        &self,
        places: &[*mut u8; MAX_OPERANDS],
        strides: &[isize],
        step: usize,
        wanted: &mut [MaybeUninit<Wanted>; MAX_OPERANDS],
    ) -> usize {
        let first = usize::from(self.masked);
        let mut wants = 0;
        for k in first..first + self.inputs {
            let next = places[k].wrapping_offset(strides[k] * step as isize);
            if let Some(run) = Wanted::items(next, strides[k], step) {
                wanted[wants].write(run);
                wants += 1;
            }
        }
        wants
    }

    /// Brings items of input `k` into its block.
    ///
    /// # Safety
    /// The items must be readable, the blocks large enough.
    unsafe fn load(
        &self,
        k: usize,
        src: *const u8,
        stride: isize,
        block: *mut u8,
        staging: *mut u8,
        n: usize,
    ) {
        let route = &self.routes[k];
        // SAFETY: by contract.
        unsafe {
            match route.cast {
                None => gather(src, stride, block, n, route.itemsize),
                Some(cast) if stride == route.itemsize as isize && is_aligned(src, route.itemsize) => {
                    cast(src, block, n)
                }
                Some(cast) if stride == 0 => {
                    gather(src, 0, staging, 1, route.itemsize);
                    cast(staging, block, 1);
                    let first = staging;
                    std::ptr::copy_nonoverlapping(block, first, route.loop_itemsize);
                    splat(first, block, n, route.loop_itemsize);
                }
                Some(cast) => {
                    gather(src, stride, staging, n, route.itemsize);
                    cast(staging, block, n);
                }
            }
        }
    }

    /// Brings what the loop left in the block of output `k` to its place.
    ///
    /// # Safety
    /// The places must be writable, the mask readable.
    #[allow(clippy::too_many_arguments)]
    unsafe fn store(
        &self,
        k: usize,
        block: *mut u8,
        (dst, stride): (*mut u8, isize),
        mask: Option<(*const u8, isize)>,
        staging: *mut u8,
        n: usize,
        wanted: &[Wanted],
    ) {
        let route = &self.routes[k];
        let mut items = block;
        // SAFETY: by contract.
        unsafe {
            if let Some(cast) = route.cast {
                cast(block, staging, n);
                items = staging;
            }
            match mask {
                Some((mask, mask_stride)) => {
                    store_masked(items, dst, stride, mask, mask_stride, n, route.itemsize)
                }
                None if route.streamed && stride == route.itemsize as isize => {
                    stream::stream_asking(items, dst, n * route.itemsize, wanted);
                }
                None => scatter(items, dst, stride, n, route.itemsize),
            }
        }
    }
}

/// Whether items of this size can be reached as what they are; complex ones by their parts.
#[inline]
pub(crate) fn is_aligned(ptr: *const u8, itemsize: usize) -> bool {
    // No type asks for more than the largest power of two that divides its size, and none of ours for more than 8.
    let lowest_bit = itemsize & itemsize.wrapping_neg();
    ptr as usize & lowest_bit.wrapping_sub(1) & 7 == 0
}

/// Writes the items whose mask is set.
///
/// # Safety
/// Places and mask must be valid for `n` items.
unsafe fn store_masked(
    items: *const u8,
    dst: *mut u8,
    stride: isize,
    mask: *const u8,
    mask_stride: isize,
    n: usize,
    size: usize,
) {
    for i in 0..n as isize {
        // SAFETY: by contract.
        unsafe {
            if *mask.offset(i * mask_stride) != 0 {
                std::ptr::copy_nonoverlapping(items.offset(i * size as isize), dst.offset(i * stride), size);
            }
        }
    }
}

/// The strides of `layout`, for a plan of its own.
pub(super) fn plan_operand(memory: *mut u8, layout: &Layout) -> (*mut u8, Axes<isize>) {
    (memory.wrapping_offset(layout.offset()), layout.strides.clone())
}
