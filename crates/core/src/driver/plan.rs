//! The order in which the items of several operands are visited.

use std::ops::Range;

use super::MAX_OPERANDS;
use super::threads::parallel;
use crate::layout::Axes;

/// Items below which splitting across threads costs more than it brings.
pub(super) const PARALLEL_ITEMS: usize = 1 << 16;

/// Where the last axis is shorter than this, the runs go along the first one.
const SHORT: usize = 32;

/// Such runs are cut, so that what they skip is still in the cache when its turn comes.
const CUT: usize = 512;

/// A nest of loops over operands of one shape: the last axis is the run handed to the body.
pub(super) struct Plan {
    shape: Axes<usize>,
    /// Per operand: the address of the first item, and the byte stride of each axis.
    operands: Vec<(*mut u8, Axes<isize>)>,
}

// SAFETY: the addresses are used only by `run`, whose caller promises that the operands may be reached
// from several threads.
unsafe impl Sync for Plan {}

/// What a plan calls: the operands' addresses, their strides, and the length of the run.
pub(super) type Run<'a> = &'a (dyn Fn(&[*mut u8], &[isize], usize) + Sync);

impl Plan {
    /// A plan over `shape`; every operand has one stride per axis of it.
    pub(super) fn new(shape: &[usize], operands: Vec<(*mut u8, Axes<isize>)>) -> Self {
        debug_assert!(operands.len() <= MAX_OPERANDS);
        let mut plan = Plan { shape: Axes::from_slice(shape), operands };
        plan.drop_single_places();
        plan.flip();
        plan.sort();
        plan.coalesce();
        plan
    }

    /// A plan whose axes stay in their order: for items that must be visited one after the other.
    pub(super) fn in_order(shape: &[usize], operands: Vec<(*mut u8, Axes<isize>)>) -> Self {
        let mut plan = Plan { shape: Axes::from_slice(shape), operands };
        plan.drop_single_places();
        plan.coalesce();
        plan
    }

    fn drop_single_places(&mut self) {
        for axis in (0..self.shape.len()).rev() {
            if self.shape[axis] == 1 {
                self.shape.remove(axis);
                self.operands.iter_mut().for_each(|(_, strides)| strides.remove(axis));
            }
        }
    }

    /// Walks axes forwards that all operands walk backwards.
    fn flip(&mut self) {
        for axis in 0..self.shape.len() {
            let strides = || self.operands.iter().map(|(_, strides)| strides[axis]);
            if strides().all(|stride| stride <= 0) && strides().any(|stride| stride < 0) {
                let reach = self.shape[axis] as isize - 1;
                for (ptr, strides) in &mut self.operands {
                    *ptr = ptr.wrapping_offset(strides[axis] * reach);
                    strides[axis] = -strides[axis];
                }
            }
        }
    }

    /// Sorts the axes so that the last operand (the output) walks through memory in order; where it does
    /// not say, the one before it decides, and so on.
    fn sort(&mut self) {
        let ndim = self.shape.len();
        for end in 1..ndim {
            let mut axis = end;
            while axis > 0 && self.belongs_before(axis, axis - 1) {
                self.swap(axis, axis - 1);
                axis -= 1;
            }
        }
    }

    fn belongs_before(&self, axis: usize, other: usize) -> bool {
        for (_, strides) in self.operands.iter().rev() {
            let (a, b) = (strides[axis].unsigned_abs(), strides[other].unsigned_abs());
            if a != b && a != 0 && b != 0 {
                return a > b;
            }
        }
        false
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.shape.swap(a, b);
        self.operands.iter_mut().for_each(|(_, strides)| strides.swap(a, b));
    }

    /// Joins neighbouring axes that every operand walks as one.
    fn coalesce(&mut self) {
        for axis in (1..self.shape.len()).rev() {
            let inner = self.shape[axis] as isize;
            let joined = self.operands.iter().all(|(_, strides)| strides[axis - 1] == strides[axis] * inner);
            if joined {
                self.shape[axis - 1] *= self.shape[axis];
                self.shape.remove(axis);
                for (_, strides) in &mut self.operands {
                    strides[axis - 1] = strides[axis];
                    strides.remove(axis);
                }
            }
        }
    }

    /// Whether the runs go along the first axis instead of the last: a call of the body for three items
    /// costs more than the three items.
    fn runs_along_first(&self) -> bool {
        let [first, .., last] = self.shape[..] else { return false };
        last < SHORT && first >= 4 * last
    }

    /// Whether the plan is a single run.
    pub(super) fn is_one_run(&self) -> bool {
        self.shape.len() <= 1
    }

    /// The axes left after coalescing.
    pub(super) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The number of operands.
    pub(super) fn operands(&self) -> usize {
        self.operands.len()
    }

    /// The first item and the strides of operand `k`.
    pub(super) fn operand(&self, k: usize) -> (*mut u8, &[isize]) {
        let (ptr, strides) = &self.operands[k];
        (*ptr, strides)
    }

    /// Lets operand `k` be a row of items of `size` bytes along the last axis, the same everywhere.
    pub(super) fn repeat_row(&mut self, k: usize, row: *mut u8, size: usize) {
        let (ptr, strides) = &mut self.operands[k];
        *ptr = row;
        if let Some(last) = strides.last_mut() {
            *last = size as isize;
        }
    }

    /// Visits everything, by runs along the last axis, on several threads if that pays.
    pub(super) fn run(&self, body: Run<'_>) {
        let len: usize = self.shape.iter().product();
        match self.shape.first() {
            None => self.walk(0..1, body),
            Some(&n) if len < PARALLEL_ITEMS => self.walk(0..n, body),
            Some(&n) => {
                let grain = (PARALLEL_ITEMS / 2).div_ceil((len / n).max(1));
                parallel(n, grain, &|range| self.walk(range, body));
            }
        }
    }

    /// The same without its last axis, whose places are visited together.
    pub(super) fn without_last_axis(mut self) -> Self {
        let last = self.shape.len() - 1;
        self.shape.remove(last);
        self.operands.iter_mut().for_each(|(_, strides)| strides.remove(last));
        self
    }

    /// Visits everything, by runs along the last axis however short it is, on several threads if that pays for places of `items` items.
    pub(super) fn run_in_order(&self, items: usize, body: Run<'_>) {
        let len: usize = self.shape.iter().product();
        let n = self.shape[0];
        let last = self.shape.len() - 1;
        let walk = |range: Range<usize>| self.walk_nest(range.start, range.len(), last, &mut { body });
        if len * items < PARALLEL_ITEMS {
            return walk(0..n);
        }
        parallel(n, (PARALLEL_ITEMS / 2).div_ceil((len * items / n).max(1)), &walk);
    }

    /// Visits everything on this thread, for items that other threads may not see.
    pub(super) fn run_here(&self, body: Run<'_>) {
        self.walk(0..self.shape.first().copied().unwrap_or(1), body);
    }

    /// Visits everything on this thread in the order of the axes, by runs along the last.
    pub(super) fn rows(&self, mut body: impl FnMut(&[*mut u8], &[isize], usize)) {
        if self.shape.contains(&0) {
            return;
        }
        let n = self.shape.first().copied().unwrap_or(1);
        self.walk_nest(0, n, self.shape.len().saturating_sub(1), &mut body);
    }

    /// Visits the part of the plan in which the first axis lies in `outer`.
    fn walk(&self, outer: Range<usize>, mut body: Run<'_>) {
        if self.is_one_run() {
            self.walk_nest(outer.start, outer.len(), 0, &mut body);
        } else if outer.is_empty() || self.shape.contains(&0) {
        } else if self.runs_along_first() {
            for start in outer.clone().step_by(CUT) {
                self.walk_nest(start, CUT.min(outer.end - start), 0, &mut body);
            }
        } else {
            self.walk_nest(outer.start, outer.len(), self.shape.len() - 1, &mut body);
        }
    }

    /// Visits the part of the plan in which the first axis lies in `start..start + count`, by runs along
    /// the axis `along`, around which the axes before it are walked, or those behind it if it is the first.
    fn walk_nest(
        &self,
        start: usize,
        count: usize,
        along: usize,
        body: &mut impl FnMut(&[*mut u8], &[isize], usize),
    ) {
        let operands = self.operands.len();
        let mut ptrs = [std::ptr::null_mut(); MAX_OPERANDS];
        let mut inner = [0isize; MAX_OPERANDS];
        for (k, (ptr, strides)) in self.operands.iter().enumerate() {
            ptrs[k] = ptr.wrapping_offset(strides.first().map_or(0, |stride| stride * start as isize));
            inner[k] = strides.get(along).copied().unwrap_or(0);
        }
        let run = if along == 0 { count } else { self.shape[along] };
        let around = if along == 0 { 1..self.shape.len() } else { 0..along };
        let ends = |axis: usize| if axis == 0 { count } else { self.shape[axis] };
        let mut place = Axes::filled(0usize, around.end);
        loop {
            body(&ptrs[..operands], &inner[..operands], run);
            let mut axis = around.end;
            loop {
                if axis <= around.start {
                    return;
                }
                axis -= 1;
                place[axis] += 1;
                let wraps = place[axis] == ends(axis);
                let steps = if wraps { 1 - ends(axis) as isize } else { 1 };
                for (ptr, (_, strides)) in ptrs.iter_mut().zip(&self.operands) {
                    *ptr = ptr.wrapping_offset(strides[axis] * steps);
                }
                if !wraps {
                    break;
                }
                place[axis] = 0;
            }
        }
    }
}
