//! Items on their way to a loop: read where they lie, or gathered and converted block by block.

use super::CastFn;
use super::blocks::{Scratch, is_aligned};
use super::gather::gather_as;
use super::reduce::nest::Axis;
use numoxide_simd::ahead::{LINE, Wanted};

/// Items in memory, and what the loop takes.
pub(super) struct Feed {
    pub(super) first: *const u8,
    /// Bytes of an item in memory.
    pub(super) itemsize: usize,
    /// What makes of it an item that the loop takes.
    pub(super) cast: Option<CastFn>,
    /// Bytes of an item that the loop takes.
    pub(super) size: usize,
}

/// Memory for the items of a block, and for items on their way through a cast; none if they can be read where they lie.
pub(super) struct Block {
    staging: Vec<Scratch<LINE>>,
    items: Vec<Scratch<LINE>>,
}

impl Feed {
    /// Room for `n` items along an axis that are read beside those along `others`.
    pub(super) fn block(&self, n: usize, along: Axis, others: &[Axis]) -> Block {
        let contiguous = along.step == self.itemsize as isize || along.size == 1;
        if self.cast.is_none() && contiguous && self.is_aligned(along, others) {
            return Block { staging: Vec::new(), items: Vec::new() };
        }
        let lines = |size: usize| (0..(n * size).div_ceil(LINE)).map(|_| Scratch::new()).collect();
        let staging = if self.cast.is_some() { lines(self.itemsize) } else { Vec::new() };
        Block { staging, items: lines(self.size) }
    }

    fn is_aligned(&self, along: Axis, others: &[Axis]) -> bool {
        let steps = others.iter().chain([&along]).map(|axis| axis.step);
        all_aligned(self.first, steps, self.size)
    }

    /// The memory of `n` items from the place `at` on, which need not be there.
    pub(super) fn wanted(&self, at: isize, step: isize, n: usize) -> Option<Wanted> {
        Wanted::items(self.first.wrapping_offset(at), step, n)
    }

    /// `n` items from the place `at` on, as the loop takes them.
    ///
    /// # Safety
    /// The items must be readable; the block must have room for as many, or be one for items that are read where they lie.
    pub(super) unsafe fn load(&self, at: isize, step: isize, n: usize, block: &mut Block) -> *const u8 {
        let from = self.first.wrapping_offset(at);
        if block.items.is_empty() {
            return from;
        }
        let items = block.items.as_mut_ptr().cast::<u8>();
        // SAFETY: by contract.
        unsafe {
            gather_as(self.cast, self.itemsize, (from, step), n, items, block.staging.as_mut_ptr().cast())
        };
        items
    }
}

/// Whether items of `size` bytes at `first`, and steps away from it, can be reached as what they are.
pub(super) fn all_aligned(first: *const u8, steps: impl Iterator<Item = isize>, size: usize) -> bool {
    let mut steps = steps.map(|step| std::ptr::without_provenance(step.unsigned_abs()));
    is_aligned(first, size) && steps.all(|step| is_aligned(step, size))
}
