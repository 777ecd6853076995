//! Walking a nest: the choice between runs along a reduced axis and tiles of rows along a kept one, and what both need.
//!
//! How the work is cut depends on shapes and strides alone, never on the number of threads; threads only
//! decide who does a piece.

use std::mem::MaybeUninit;

use super::kernel::Kernel;
use super::nest::{Axis, Nest};
use crate::driver::CastFn;
use crate::driver::gather::gather_as;

/// Runs along a reduced axis shorter than this cost more to begin than to fold.
pub(super) const SHORT_RUN: usize = 32;

/// Rows along a kept axis shorter than this leave lanes empty.
const SHORT_ROW: usize = 12;

/// Items of one result above which the run is cut into segments, for several threads.
pub(super) const SEGMENT: usize = 1 << 18;

/// Items below which a thread is not worth waking.
pub(super) const GRAIN: usize = 1 << 16;

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
pub(super) struct Accs {
    few: [MaybeUninit<u128>; 64],
    many: Vec<u128>,
    size: usize,
}

impl Accs {
    pub(super) fn new(kernel: &Kernel, n: usize) -> Self {
        let words = (n * kernel.acc).div_ceil(16);
        let many = if words > 64 { Vec::with_capacity(words) } else { Vec::new() };
        let mut accs = Accs { few: [const { MaybeUninit::uninit() }; 64], many, size: kernel.acc };
        // SAFETY: room for `n` states.
        unsafe { (kernel.init)(accs.at(0), n) };
        accs
    }

    /// The address of state `i`.
    pub(super) fn at(&mut self, i: usize) -> *mut u8 {
        let first = if self.many.capacity() == 0 {
            self.few.as_mut_ptr().cast::<u8>()
        } else {
            self.many.as_mut_ptr().cast()
        };
        first.wrapping_add(i * self.size)
    }
}

/// Memory for gathered items and for items on their way through a cast, aligned as lines of memory are.
pub(super) struct Scratch {
    items: Vec<Line>,
    staging: Vec<Line>,
}

#[repr(C, align(64))]
struct Line([MaybeUninit<u8>; 64]);

impl Scratch {
    pub(super) fn new(walk: &Walk<'_>, items: usize) -> Self {
        // Nothing is read here before it was written, so nothing is cleared: that would take as long as to gather.
        let lines = |size: usize| Vec::with_capacity((items * size).div_ceil(size_of::<Line>()));
        let staging = if walk.cast.is_some() { lines(walk.itemsize) } else { Vec::new() };
        Scratch { items: lines(walk.kernel.item), staging }
    }

    pub(super) fn staging(&mut self) -> *mut u8 {
        self.staging.as_mut_ptr().cast()
    }

    pub(super) fn items(&mut self) -> *mut u8 {
        self.items.as_mut_ptr().cast()
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
            } else if !self.joins_short_runs() && self.goes_along() {
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

    /// Whether the innermost reduced axis consists of short runs that lie one after the other along a kept one: then a tile
    /// goes over both as if all were kept, and the states of each run are merged in the end.
    pub(super) fn joins_short_runs(&self) -> bool {
        let [.., kept] = self.nest.kept[..] else { return false };
        let [.., _, short] = self.nest.reduced[..] else { return false };
        let joined = short.step == self.itemsize as isize && kept.step == short.step * short.size as isize;
        let is_plain = self.cast.is_none() && self.mask.is_none();
        joined && is_plain && short.size < SHORT_RUN && kept.size * short.size >= SHORT_ROW
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
    pub(super) unsafe fn seed(&self, acc: *mut u8) -> usize {
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
    pub(super) unsafe fn finish(&self, accs: &mut Accs, i: usize, n: usize, counts: &[usize]) {
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

    /// Whether runs of this step can be folded where they lie.
    pub(super) fn is_direct(&self, run: Axis) -> bool {
        let contiguous = run.step == self.itemsize as isize || run.size == 1;
        self.cast.is_none() && self.mask.is_none() && contiguous && self.is_aligned()
    }

    pub(super) fn is_aligned(&self) -> bool {
        let align = self.kernel.align;
        let steps = self.nest.kept.iter().chain(self.nest.reduced.iter());
        (self.first as usize).is_multiple_of(align)
            && steps.into_iter().all(|axis| axis.step.unsigned_abs() % align == 0)
    }

    /// Brings `n` items to contiguous memory, converted.
    ///
    /// # Safety
    /// The items must be readable, `to` and the scratch memory have room for them.
    pub(super) unsafe fn load(&self, from: *const u8, step: isize, n: usize, to: *mut u8, staging: *mut u8) {
        // SAFETY: by contract.
        unsafe { gather_as(self.cast, self.itemsize, (from, step), n, to, staging) }
    }
}
