//! Operands that run against the grain: contiguous along another axis than the output.
//!
//! Walking `a + b.T` by rows would touch a cache line of `b` for every item. Here a panel of a few rows
//! of the output is done at a time, for which the items of `b` are brought in by a transposing copy.

use numoxide_simd::ahead::{LINE, Wanted};

use super::MAX_OPERANDS;
use super::blocks::{BLOCK_BYTES, STREAM_BYTES, Scratch};
use super::plan::Plan;
use super::threads::parallel;

/// The extents of a panel: the bytes of the side along which the operand is contiguous, and the items of the other.
#[derive(Clone, Copy)]
struct Extents {
    bytes: usize,
    items: usize,
}

impl Extents {
    /// Two cache lines and as long rows as possible: a panel stays in the second-level cache.
    const NEAR: Extents = Extents { bytes: 128, items: 2048 };

    /// Of what comes from memory, which is faster by longer runs.
    const FAR: Extents = Extents { bytes: 512, items: 512 };
}

/// Bytes between the rows of a panel, which would else share few places of the caches.
const GAP: usize = LINE;

/// Axes shorter than this are not worth it.
const WORTH: usize = 8;

/// The axis along which an operand with these strides is contiguous, where it is not the last and the
/// last is far from it.
fn cross_axis(strides: &[isize], shape: &[usize], itemsize: usize) -> Option<usize> {
    let last = shape.len().checked_sub(1)?;
    let far = strides[last].unsigned_abs() >= 4 * itemsize && shape[last] >= WORTH;
    let along = |&axis: &usize| strides[axis] == itemsize as isize && shape[axis] >= WORTH;
    if far { (0..last).find(along) } else { None }
}

/// Which operands of a plan run against the grain, and along which axis.
pub(super) struct Panels {
    axis: usize,
    /// Item sizes of those operands; 0 for all others.
    itemsizes: [usize; MAX_OPERANDS],
    /// Whether the operands are so large that they come from memory.
    far: bool,
}

impl Panels {
    /// The operands among `candidates` (numbers and item sizes) that run against the grain together.
    pub(super) fn find(plan: &Plan, candidates: impl Iterator<Item = (usize, usize)>) -> Option<Self> {
        let mut found: Option<Panels> = None;
        for (k, itemsize) in candidates {
            let Some(axis) = cross_axis(plan.operand(k).1, plan.shape(), itemsize) else { continue };
            let panels = found.get_or_insert_with(|| Panels {
                axis,
                itemsizes: [0; MAX_OPERANDS],
                far: plan.shape().iter().product::<usize>() * itemsize >= STREAM_BYTES,
            });
            if panels.axis == axis {
                panels.itemsizes[k] = itemsize;
            }
        }
        found
    }

    fn extents(&self) -> Extents {
        if self.far { Extents::FAR } else { Extents::NEAR }
    }

    /// Visits everything, by runs along the last axis of the plan, with the operands that run against the
    /// grain replaced by contiguous copies.
    pub(super) fn run(&self, plan: &Plan, body: super::plan::Run<'_>) {
        let last = plan.shape().len() - 1;
        let (rows, columns) = (plan.shape()[self.axis], plan.shape()[last]);
        let smallest = self.itemsizes.iter().copied().filter(|&size| size > 0).min().unwrap_or(1);
        let height = (self.extents().bytes / smallest).clamp(1, rows);
        let width = self.extents().items.min(columns);
        plan.planes(self.axis, &|ptrs: &Pointers| {
            parallel(rows, height * 8, &|range| {
                let mut scratch = self.scratch(height, width);
                for start in range.clone().step_by(height) {
                    let count = height.min(range.end - start);
                    for column in (0..columns).step_by(width) {
                        let width = width.min(columns - column);
                        self.run_panel(plan, &ptrs.0, [start, column], [count, width], &mut scratch, body);
                    }
                }
            });
        });
    }

    /// Room for a panel of each operand that needs one.
    fn scratch(&self, height: usize, width: usize) -> Vec<Vec<Scratch>> {
        let bytes = |&size: &usize| if size > 0 { height * (width * size + GAP) } else { 0 };
        let units = |size: &usize| bytes(size).div_ceil(BLOCK_BYTES);
        self.itemsizes.iter().map(|size| (0..units(size)).map(|_| Scratch::new()).collect()).collect()
    }

    /// Asks for the memory of the next row of the operands that are read as they lie: a row of a panel is over before
    /// the processor reads ahead.
    fn ask_for_next_row(
        &self,
        place: &[*mut u8],
        down: &[isize; MAX_OPERANDS],
        along: &[isize; MAX_OPERANDS],
        n: usize,
    ) {
        for (k, &first) in place.iter().enumerate().filter(|&(k, _)| self.itemsizes[k] == 0) {
            let wanted = Wanted::items(first.wrapping_offset(down[k]), along[k], n);
            wanted.into_iter().for_each(Wanted::ask_all);
        }
    }

    fn run_panel(
        &self,
        plan: &Plan,
        ptrs: &[*mut u8; MAX_OPERANDS],
        start: [usize; 2],
        count: [usize; 2],
        scratch: &mut [Vec<Scratch>],
        body: super::plan::Run<'_>,
    ) {
        let operands = plan.operands();
        let last = plan.shape().len() - 1;
        let mut place = [std::ptr::null_mut(); MAX_OPERANDS];
        let mut down = [0isize; MAX_OPERANDS];
        let mut along = [0isize; MAX_OPERANDS];
        for k in 0..operands {
            let strides = plan.operand(k).1;
            let first = ptrs[k]
                .wrapping_offset(strides[self.axis] * start[0] as isize)
                .wrapping_offset(strides[last] * start[1] as isize);
            (place[k], down[k], along[k]) = (first, strides[self.axis], strides[last]);
            let size = self.itemsizes[k];
            if size > 0 {
                let block = scratch[k].as_mut_ptr().cast::<u8>();
                let row = (count[1] * size + GAP) as isize;
                // SAFETY: the panel lies within the operand; the block has room for it.
                unsafe {
                    numoxide_simd::transpose::transpose(
                        first,
                        strides[last],
                        block,
                        row,
                        count[1],
                        count[0],
                        size,
                    );
                }
                (place[k], down[k], along[k]) = (block, row, size as isize);
            }
        }
        for row in 0..count[0] {
            if self.far && row + 1 < count[0] {
                self.ask_for_next_row(&place[..operands - 1], &down, &along, count[1]);
            }
            body(&place[..operands], &along[..operands], count[1]);
            place.iter_mut().zip(&down).for_each(|(ptr, step)| *ptr = ptr.wrapping_offset(*step));
        }
    }
}

/// The addresses of one plane's first items.
pub(super) struct Pointers(pub(super) [*mut u8; MAX_OPERANDS]);

// SAFETY: as for `Plan`: whoever runs it promises that the operands may be reached from several threads.
unsafe impl Sync for Pointers {}

impl Plan {
    /// Visits the planes of `axis` and the last axis.
    pub(super) fn planes(&self, axis: usize, body: &dyn Fn(&Pointers)) {
        let last = self.shape().len() - 1;
        let around: Vec<usize> = (0..last).filter(|&other| other != axis).collect();
        let mut place = vec![0usize; around.len()];
        let mut ptrs = Pointers([std::ptr::null_mut(); MAX_OPERANDS]);
        for k in 0..self.operands() {
            ptrs.0[k] = self.operand(k).0;
        }
        'planes: loop {
            body(&ptrs);
            for (count, &axis) in place.iter_mut().zip(&around).rev() {
                *count += 1;
                let wraps = *count == self.shape()[axis];
                let steps = if wraps { 1 - self.shape()[axis] as isize } else { 1 };
                for k in 0..self.operands() {
                    ptrs.0[k] = ptrs.0[k].wrapping_offset(self.operand(k).1[axis] * steps);
                }
                if !wraps {
                    continue 'planes;
                }
                *count = 0;
            }
            return;
        }
    }
}

/// Copies planes by transposing where source and target disagree about the innermost axis; `false` if
/// they do not. Operand 0 is the source, operand 1 the target.
pub(super) fn transpose_copy(plan: &Plan, size: usize) -> bool {
    let Some(last) = plan.shape().len().checked_sub(1) else { return false };
    let (src, dst) = (plan.operand(0).1, plan.operand(1).1);
    let Some(axis) = cross_axis(src, plan.shape(), size).filter(|_| dst[last] == size as isize) else {
        return false;
    };
    let (rows, columns) = (plan.shape()[axis], plan.shape()[last]);
    plan.planes(axis, &|ptrs: &Pointers| {
        parallel(columns, 512, &|range| {
            let start = range.start as isize;
            let (from, to) = (ptrs.0[0], ptrs.0[1]);
            // Row `c` of the source holds column `c` of the target.
            // SAFETY: the ranges are disjoint parts of the plan's items, for which its maker vouches.
            unsafe {
                numoxide_simd::transpose::transpose(
                    from.offset(start * src[last]),
                    src[last],
                    to.offset(start * dst[last]),
                    dst[axis],
                    range.len(),
                    rows,
                    size,
                );
            }
        });
    });
    true
}
