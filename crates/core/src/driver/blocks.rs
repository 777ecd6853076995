//! Turning any operands into contiguous runs for a [`Loop`].

use std::mem::MaybeUninit;

use super::gather::{gather, scatter, splat};
use super::panels::Panels;
use super::plan::{PARALLEL_ITEMS, Plan};
use super::threads::num_threads;
use super::{Loop, MAX_OPERANDS};
use crate::Layout;
use crate::layout::Axes;

/// A contiguous cast of `n` items.
pub type CastFn = unsafe fn(src: *const u8, dst: *mut u8, n: usize);

/// Bytes of one operand's block: three of them fit the first-level cache with room to spare.
pub(super) const BLOCK_BYTES: usize = 4096;

/// The same for results that are written past the cache. So small that the processor reads ahead into the next
/// block while it still writes the last: blocks of four times the size take half as long again.
const STREAM_BLOCK_BYTES: usize = 1024;

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

    fn first(&self) -> *mut u8 {
        self.memory.wrapping_offset(self.layout.offset())
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

/// Routes that need no allocation.
const STACK_ROUTES: usize = 5;

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
}

impl Elementwise<'_> {
    /// Runs the operation.
    ///
    /// # Safety
    /// - The inputs' items must be readable and initialised, the outputs' items writable, from several
    ///   threads, for the whole call; the loop must take items of the types the operands have after
    ///   their casts.
    /// - All layouts must have the same shape, and no two places of one output may be the same.
    /// - An output may overlap an input only if the two have the same places in the same order.
    pub unsafe fn run(&self) {
        let Some(some) = self.operands().last() else { return };
        if some.layout.is_empty() {
            return;
        }
        let count = usize::from(self.mask.is_some()) + self.inputs.len() + self.outputs.len();
        let (mut stack, mut heap) = ([Route::default(); STACK_ROUTES], Vec::new());
        let routes = if count <= STACK_ROUTES {
            &mut stack[..count]
        } else {
            heap.resize(count, Route::default());
            &mut heap[..]
        };
        self.find_routes(routes);
        let blocks =
            Blocks { inner: self.inner, inputs: self.inputs.len(), masked: self.mask.is_some(), routes };
        let (mut ptrs, mut strides) = ([std::ptr::null_mut(); MAX_OPERANDS], [0isize; MAX_OPERANDS]);
        if self.is_one_run(&mut ptrs, &mut strides) {
            let (ptrs, strides) = (&ptrs[..count], &strides[..count]);
            // SAFETY: the run is exactly the operands' items; the rest is the caller's promise.
            return run_along(ptrs, strides, some.layout.len(), &|ptrs, n| unsafe {
                blocks.run(ptrs, strides, n)
            });
        }
        let operands = self.operands().map(|op| (op.first(), op.layout.strides.clone())).collect();
        let plan = Plan::new(some.layout.shape(), operands);
        let first = usize::from(self.mask.is_some());
        let candidates = self.inputs.iter().enumerate().map(|(k, input)| (first + k, input.itemsize));
        // SAFETY: the plan visits exactly the operands' items, each once; the rest is the caller's
        // promise.
        let body = |ptrs: &[*mut u8], strides: &[isize], n| unsafe { blocks.run(ptrs, strides, n) };
        match Panels::find(&plan, candidates) {
            Some(panels) => panels.run(&plan, &body),
            None => plan.run(&body),
        }
    }

    /// Whether every operand is contiguous in row-major order, or a single item over and over: then the
    /// call is one run, whose addresses and strides are written to `ptrs` and `strides`.
    fn is_one_run(&self, ptrs: &mut [*mut u8], strides: &mut [isize]) -> bool {
        for (k, operand) in self.operands().enumerate() {
            ptrs[k] = operand.first();
            strides[k] = if operand.layout.is_c_contiguous(operand.itemsize) {
                operand.itemsize as isize
            } else if operand.layout.strides().iter().all(|&stride| stride == 0) {
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

    fn overlaps_input(&self, out: &Operand<'_>) -> bool {
        self.inputs.iter().any(|input| overlap(input, out))
    }

    fn find_routes(&self, routes: &mut [Route]) {
        let masked = self.mask.is_some();
        let first_output = usize::from(masked) + self.inputs.len();
        for (k, (route, operand)) in routes.iter_mut().zip(self.operands()).enumerate() {
            *route = Route {
                itemsize: operand.itemsize,
                loop_itemsize: operand.loop_itemsize,
                cast: operand.cast,
                buffered: false,
                streamed: false,
            };
            if k >= first_output {
                let overlaps = self.overlaps_input(operand);
                let large = operand.layout.len() * operand.itemsize >= STREAM_BYTES;
                route.streamed = large && !overlaps;
                route.buffered = masked || overlaps || route.streamed;
            }
        }
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
}

/// Scratch memory for one block of an operand, aligned for any item.
#[repr(C, align(64))]
pub(super) struct Scratch([MaybeUninit<u8>; BLOCK_BYTES]);

impl Scratch {
    /// A block that is not initialised.
    pub(super) const fn new() -> Self {
        Scratch([MaybeUninit::uninit(); BLOCK_BYTES])
    }
}

/// The operands that can be buffered without an allocation.
const STACK_SCRATCH: usize = 4;

impl Blocks<'_> {
    /// Whether an output is written past the cache.
    fn is_streamed(&self) -> bool {
        self.routes.iter().any(|route| route.streamed)
    }

    /// Runs the loop over a run of `n` items.
    ///
    /// # Safety
    /// As [`Elementwise::run`], for the operands of this run.
    unsafe fn run(&self, ptrs: &[*mut u8], strides: &[isize], n: usize) {
        let first = usize::from(self.masked);
        let needs_block = |k: usize| {
            let route = &self.routes[k];
            route.buffered
                || route.cast.is_some()
                || strides[k] != route.itemsize as isize
                || !is_aligned(ptrs[k], route.itemsize)
        };
        let buffered = (first..ptrs.len()).filter(|&k| needs_block(k)).count();
        if buffered == 0 {
            // SAFETY: by contract; every operand is contiguous, and overlapping ones are buffered.
            return unsafe { (self.inner.run)(self.inner.ctx, ptrs[first..].as_ptr(), n) };
        }
        let sizes = (first..ptrs.len()).filter(|&k| needs_block(k)).map(|k| &self.routes[k]);
        let largest = sizes.map(|route| route.itemsize.max(route.loop_itemsize)).max().unwrap_or(1);
        // Enormous structs take several units each.
        let units = largest.div_ceil(BLOCK_BYTES).max(1);
        let mut stack = [const { Scratch::new() }; STACK_SCRATCH];
        let mut heap = Vec::new();
        // One more is for items on their way through a cast.
        let wanted = (buffered + 1) * units;
        let scratch = if wanted <= STACK_SCRATCH {
            &mut stack[..]
        } else {
            heap.resize_with(wanted, Scratch::new);
            &mut heap[..]
        };
        let mut scratch = scratch.chunks_exact_mut(units).map(|block| block.as_mut_ptr().cast::<u8>());
        let staging = scratch.next().expect("one block more than buffered operands");
        let mut blocks = [std::ptr::null_mut::<u8>(); MAX_OPERANDS];
        for (k, block) in blocks.iter_mut().enumerate().take(ptrs.len()).skip(first) {
            if needs_block(k) {
                *block = scratch.next().expect("a block per buffered operand");
            }
        }
        let bytes = if self.is_streamed() { STREAM_BLOCK_BYTES } else { units * BLOCK_BYTES };
        let step = (bytes / largest).max(1);
        // SAFETY: by contract; `blocks` are distinct and hold `step` items.
        unsafe { self.run_blocks(ptrs, strides, n, step, &blocks, staging) }
    }

    /// # Safety
    /// As [`Blocks::run`]; `blocks` and `staging` hold `step` items of any operand.
    unsafe fn run_blocks(
        &self,
        ptrs: &[*mut u8],
        strides: &[isize],
        n: usize,
        step: usize,
        blocks: &[*mut u8; MAX_OPERANDS],
        staging: *mut u8,
    ) {
        let first = usize::from(self.masked);
        let outputs = first + self.inputs;
        let mut operands = [std::ptr::null_mut::<u8>(); MAX_OPERANDS];
        let at = |k: usize, start: usize| ptrs[k].wrapping_offset(strides[k] * start as isize);
        for start in (0..n).step_by(step) {
            let count = step.min(n - start);
            for k in first..ptrs.len() {
                operands[k] = if blocks[k].is_null() { at(k, start) } else { blocks[k] };
                // A repeated input is the same block every time.
                let repeated = strides[k] == 0 && start > 0;
                if k < outputs && !blocks[k].is_null() && !repeated {
                    // SAFETY: by contract.
                    unsafe { self.load(k, at(k, start), strides[k], blocks[k], staging, count) };
                }
            }
            // SAFETY: every operand is now contiguous and none overlaps another.
            unsafe { (self.inner.run)(self.inner.ctx, operands[first..].as_ptr(), count) };
            for k in outputs..ptrs.len() {
                if !blocks[k].is_null() {
                    let mask = self.masked.then(|| (at(0, start).cast_const(), strides[0]));
                    // SAFETY: by contract.
                    unsafe { self.store(k, blocks[k], at(k, start), strides[k], mask, staging, count) };
                }
            }
        }
        if self.is_streamed() {
            // One fence for all blocks: a fence waits until the memory has everything.
            numoxide_simd::stream::fence();
        }
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
        dst: *mut u8,
        stride: isize,
        mask: Option<(*const u8, isize)>,
        staging: *mut u8,
        n: usize,
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
                    numoxide_simd::stream::stream_unfenced(items, dst, n * route.itemsize);
                }
                None => scatter(items, dst, stride, n, route.itemsize),
            }
        }
    }
}

/// Whether items of this size can be reached as what they are; complex ones by their parts.
#[inline]
pub(crate) fn is_aligned(ptr: *const u8, itemsize: usize) -> bool {
    (ptr as usize).is_multiple_of(itemsize.next_power_of_two().min(8))
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
