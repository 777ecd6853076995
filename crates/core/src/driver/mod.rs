//! The one engine behind every elementwise operation.
//!
//! A universal function, an operator, a cast and a user's closure all end here, as a [`Loop`]: code that
//! walks contiguous runs of items whose outputs overlap nothing. Everything else is the engine's, and
//! compiled once, whatever the operation and the types:
//!
//! - `plan` sorts, flips and coalesces the axes, so that most calls are one long run;
//! - `blocks` turns what is not contiguous, not of the loop's type, masked, or overlapping into
//!   contiguous runs, by way of small blocks that stay in the first-level cache;
//! - `threads` splits long runs across threads, in pieces that do not change any result.
//!
//! An operation therefore exists in one copy per type and CPU level, for any layout.

mod blocks;
mod cast;
mod copy;
mod feed;
pub mod fold;
mod gather;
pub(crate) mod index;
mod panels;
mod plan;
pub mod reduce;
mod repeats;
pub mod scan;
mod segments;
mod threads;
mod zip;

pub(crate) use blocks::is_aligned;
pub use blocks::{CastFn, Elementwise, Operand};
pub(crate) use blocks::{STREAM_BYTES, Scratch};
pub use cast::cast_fn;
pub(crate) use cast::{NumberCast, cast_loop};
pub(crate) use copy::{ItemOps, copy_items, fill_items, layout_like, memory_order, output_layout};
pub(crate) use gather::{gather, splat};
pub(crate) use segments::{Repetitions, Run, copy_picked, copy_repeated, copy_segments};
pub(crate) use threads::parallel;
pub use threads::{join, num_threads, set_num_threads};
pub use zip::{Views, Zip, ZipOperand, Zippable, map, zip};

/// The contiguous loop of an operation: `ctx`, the operands' first items (inputs, then outputs), and
/// the number of items. Outputs overlap neither inputs nor each other, and may be uninitialised.
pub type LoopFn = unsafe fn(ctx: *const (), operands: *const *mut u8, n: usize);

/// The contiguous loop of an operation whose results replace the first operands, `n` of them at `firsts`: with as many others at
/// `seconds`, or with one for all, which `count` says. The two do not overlap.
pub type OntoFn = unsafe fn(seconds: *const u8, count: usize, firsts: *mut u8, n: usize);

/// A loop and the context it is called with.
#[derive(Clone, Copy)]
pub struct Loop {
    /// The code.
    pub run: LoopFn,
    /// Whatever the code needs to know beside its operands; it must be usable from several threads.
    pub ctx: *const (),
    /// The code of an operation of two inputs whose output is the memory of the first.
    pub onto: Option<OntoFn>,
}

impl Loop {
    /// A loop that needs no context.
    pub const fn new(run: LoopFn) -> Self {
        Loop { run, ctx: std::ptr::null(), onto: None }
    }

    /// Runs the loop over `n` items of each operand, inputs and outputs.
    ///
    /// # Safety
    /// As [`LoopFn`].
    #[inline]
    unsafe fn call(&self, operands: &[*mut u8], n: usize) {
        // SAFETY: by contract.
        unsafe { (self.run)(self.ctx, operands.as_ptr(), n) }
    }
}

// SAFETY: whoever sets `ctx` promises that it can be used from several threads.
unsafe impl Sync for Loop {}
// SAFETY: as above.
unsafe impl Send for Loop {}

/// Operands of one call, inputs and outputs together.
pub const MAX_OPERANDS: usize = 8;
