//! Moving items between places that index arrays name and a block of values.

use std::mem::MaybeUninit;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use numoxide_simd::ahead::prefetch;
use numoxide_simd::select::{AxisScale, offsets};
use numoxide_simd::stream::{fence, stream_unfenced};

use super::super::MAX_OPERANDS;
use super::super::blocks::STREAM_BYTES;
use super::super::copy::{ItemOps, copy_items};
use super::super::gather::by_size;
use super::super::plan::Plan;
use super::super::threads::{Shared, parallel};
use super::Place;
use super::lookup::{BLOCK, Lookups, Stage};
use crate::layout::{Axes, Order};
use crate::{Layout, Result};

/// What an index with arrays selects.
pub(crate) struct Picks<'a> {
    /// The axes that no array indexes, and where their first item lies.
    pub(crate) rest: Layout,
    /// How many of them come before the axes of the index arrays in the result.
    pub(crate) front: usize,
    pub(crate) lookups: Lookups<'a>,
}

impl Picks<'_> {
    /// The shape of what is selected.
    pub(crate) fn shape(&self) -> Axes<usize> {
        let (front, back) = self.rest.shape().split_at(self.front);
        front.iter().chain(self.lookups.shape()).chain(back).copied().collect()
    }
}

impl Picks<'_> {
    /// Whether all that could be selected lies within the memory of `layout`.
    pub(crate) fn is_within(&self, layout: &Layout, itemsize: usize) -> bool {
        let Some((mut low, mut high)) = self.rest.extent(itemsize) else { return true };
        for axis in self.lookups.axes() {
            let reach = (axis.len.max(1) as isize - 1) * axis.scale;
            if reach < 0 { low += reach } else { high += reach }
        }
        layout.extent(itemsize).is_none_or(|(first, last)| first <= low && high <= last)
    }
}

/// From the places to the block, or from the block to the places.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Gather,
    Scatter,
}

/// Items that one thread moves at least.
const GRAIN: usize = 1 << 14;

/// What lies further apart is not in the second-level cache.
const NEAR_BYTES: usize = 1 << 19;

/// Items between the one that is fetched and the one that is moved.
pub(crate) const AHEAD: usize = 24;

/// The axes around the index arrays, as loops.
struct Nest {
    /// All that is walked around the index arrays: the array, then the block.
    outer: Plan,
    /// Items that lie one after the other at each place.
    chunk: usize,
}

/// Moves items between the selected places of `array` and `block`, which has the shape of the selection.
/// Gathering fills fresh memory, scattering writes to places that hold values. Where the index arrays name a place
/// twice, the later value stays.
///
/// # Errors
/// [`Error::Index`](crate::Error::Index) if a place lies outside its axis; no place has been written to then.
///
/// # Safety
/// `picks` must be of the array's own layout; what is read must be readable, what is written writable, and the
/// two must not overlap.
pub(crate) unsafe fn move_picked(
    ops: &ItemOps,
    way: Way,
    array: *mut u8,
    picks: &Picks<'_>,
    block: Place<'_>,
) -> Result<()> {
    let picked = picks.lookups.shape();
    if block.1.is_empty() {
        // Places are checked wherever there are any, even if there is nothing at them.
        return if picked.contains(&0) { Ok(()) } else { picks.lookups.check() };
    }
    let moving = if way == Way::Scatter { ops.assigning() } else { *ops };
    let mut lists = [(std::ptr::null_mut(), 0); MAX_OPERANDS];
    let run = Run {
        ops: &moving,
        way,
        lookups: &picks.lookups,
        array: array.wrapping_offset(picks.rest.offset()),
        block: block.0.wrapping_offset(block.1.offset()),
        step: 0,
        chunk: 1,
        n: 1,
    };
    if let ([n], 0) = (picked, picks.rest.ndim()) {
        // The most frequent case needs no plan.
        let count = picks.lookups.in_a_row(&mut lists);
        // SAFETY: by contract; places and block are rows of `n`.
        return unsafe { Run { step: block.1.strides()[0], n: *n, ..run }.run(&lists[..count]) };
    }
    if picks.rest.ndim() == 0 && block.1.len() <= BLOCK && block.1.is_c_contiguous(ops.size) {
        let step = ops.size as isize;
        return picks.lookups.with_few_offsets(|offsets| {
            // SAFETY: by contract; the block has an item for every place, one after the other.
            unsafe { move_run(&moving, way, (run.array, offsets), (run.block, step), 1, false) }
        });
    }
    let middle = Axes::from_slice(&block.1.strides()[picks.front..picks.front + picked.len()]);
    let nest = picks.nest(ops, array, block);
    let plan = picks.lookups.plan(Some((std::ptr::null_mut(), middle.clone())));
    // SAFETY: by contract; the nest and the plan cover the selection.
    unsafe {
        if nest.outer.shape().is_empty() && plan.is_one_run() {
            let count = plan.operands() - 1;
            let along = |k: usize| (plan.operand(k).0, plan.operand(k).1.first().copied().unwrap_or(0));
            (0..count).for_each(|k| lists[k] = along(k));
            let n = plan.shape().first().copied().unwrap_or(1);
            return Run { step: along(count).1, chunk: nest.chunk, n, ..run }.run(&lists[..count]);
        }
        let steps = Plan::in_order(picked, vec![(std::ptr::null_mut(), middle)]);
        if !steps.is_one_run() {
            return scatter_copy(ops, array, picks, block);
        }
        let offsets = picks.lookups.offsets()?;
        let offsets = offsets.as_slice();
        let step = steps.operand(0).1.first().copied().unwrap_or(0);
        let back: usize = picks.rest.shape()[picks.front..].iter().product();
        if nest.chunk < back && offsets.len() * 4 < back {
            picks.move_blocks(&moving, way, array, offsets, step, block);
            return Ok(());
        }
        let body = |ptrs: &[*mut u8], strides: &[isize], n: usize| {
            for i in 0..n as isize {
                let (array, block) =
                    (ptrs[0].wrapping_offset(i * strides[0]), ptrs[1].wrapping_offset(i * strides[1]));
                move_run(&moving, way, (array, offsets), (block, step), nest.chunk, false);
            }
        };
        moving.run(&nest.outer, &body);
    }
    Ok(())
}

/// [`move_picked`] for a row of few places along the only axis of an array, whose block has an item every `step`
/// bytes: a lane without plans. Whether all places lay within the axis; nothing has been moved otherwise.
///
/// # Safety
/// As there.
///
/// # Panics
/// If there are more than 512 places.
pub(crate) unsafe fn move_few(
    ops: &ItemOps,
    way: Way,
    (array, axis): (*mut u8, AxisScale),
    places: &[i64],
    (block, step): (*mut u8, isize),
) -> bool {
    let mut room = [MaybeUninit::uninit(); BLOCK];
    let found = &mut room[..places.len()];
    if !offsets(places, axis, found) {
        return false;
    }
    let moving = if way == Way::Scatter { ops.assigning() } else { *ops };
    // SAFETY: the offsets are written and lead into the axis.
    unsafe { move_run(&moving, way, (array, found.assume_init_ref()), (block, step), 1, false) };
    true
}

/// Scatters from a copy of the block, whose own steps along the index arrays are uneven.
///
/// # Safety
/// As [`move_picked`].
unsafe fn scatter_copy(ops: &ItemOps, array: *mut u8, picks: &Picks<'_>, block: Place<'_>) -> Result<()> {
    let (mut buffer, layout) = ops.allocate("index", block.1.shape(), Order::C, &[])?;
    // SAFETY: fresh memory of the same shape, which drops what it holds.
    unsafe {
        copy_items(ops, (block.0, block.1), (buffer.data().as_ptr(), &layout));
        ops.own(&mut buffer, layout.len());
        move_picked(ops, Way::Scatter, array, picks, (buffer.data().as_ptr(), &layout))
    }
}

impl Picks<'_> {
    /// The strides of the block along the axes before and behind the index arrays.
    fn around(&self, block: &Layout) -> (Axes<isize>, Axes<isize>) {
        let behind = self.front + self.lookups.shape().len();
        (Axes::from_slice(&block.strides()[..self.front]), Axes::from_slice(&block.strides()[behind..]))
    }

    fn nest(&self, ops: &ItemOps, array: *mut u8, block: Place<'_>) -> Nest {
        let (front, back) = self.around(block.1);
        let size = ops.size as isize;
        let inner = Plan::in_order(
            &self.rest.shape()[self.front..],
            vec![
                (std::ptr::null_mut(), Axes::from_slice(&self.rest.strides()[self.front..])),
                (std::ptr::null_mut(), back),
            ],
        );
        let (here, there) = (inner.operand(0).1, inner.operand(1).1);
        let chunked = here.last() == Some(&size) && there.last() == Some(&size);
        let chunk = if chunked { inner.shape()[inner.shape().len() - 1] } else { 1 };
        let outer = inner.shape().len() - usize::from(chunked);
        let shape: Axes<usize> =
            self.rest.shape()[..self.front].iter().chain(&inner.shape()[..outer]).copied().collect();
        let strides = |front: &[isize], back: &[isize]| front.iter().chain(back).copied().collect();
        let operands = vec![
            (
                array.wrapping_offset(self.rest.offset()),
                strides(&self.rest.strides()[..self.front], &here[..outer]),
            ),
            (block.0.wrapping_offset(block.1.offset()), strides(&front, &there[..outer])),
        ];
        Nest { outer: Plan::in_order(&shape, operands), chunk }
    }

    /// Moves what lies at each place as an array of its own: for few places with much at them.
    ///
    /// # Safety
    /// As [`move_picked`], for checked offsets.
    unsafe fn move_blocks(
        &self,
        ops: &ItemOps,
        way: Way,
        array: *mut u8,
        offsets: &[isize],
        step: isize,
        block: Place<'_>,
    ) {
        let (front, back) = self.around(block.1);
        let there = Layout {
            shape: self.rest.shape.clone(),
            strides: front.iter().chain(back.iter()).copied().collect(),
            offset: block.1.offset(),
        };
        for (i, &offset) in offsets.iter().enumerate() {
            let here = array.wrapping_offset(offset);
            let there = (block.0.wrapping_offset(i as isize * step), &there);
            // SAFETY: by contract.
            unsafe {
                match way {
                    Way::Gather => copy_items(ops, (here, &self.rest), there),
                    Way::Scatter => copy_items(ops, (there.0, there.1), (here, &self.rest)),
                }
            }
        }
    }
}

/// A selection without loops around it, whose offsets are made and used block by block.
#[derive(Clone, Copy)]
struct Run<'a> {
    ops: &'a ItemOps,
    way: Way,
    lookups: &'a Lookups<'a>,
    array: *mut u8,
    block: *mut u8,
    /// The bytes from one item, or chunk of items, of the block to the next.
    step: isize,
    chunk: usize,
    /// The places.
    n: usize,
}

/// Where a list of places is, and the bytes from one to the next.
type List = (*mut u8, isize);

impl Run<'_> {
    /// # Safety
    /// As [`move_picked`]; there must be `n` places in each list.
    unsafe fn run(self, lists: &[List]) -> Result<()> {
        let fits = AtomicBool::new(true);
        // Several threads are used only for items that are plain bytes, each thread for places of its own.
        let shared = Shared((self, lists));
        let pass = |moves: bool| {
            let body = |range: Range<usize>| {
                let (run, lists) = shared.get();
                // SAFETY: by contract; the ranges are parts of the run.
                if !unsafe { run.part(lists, range, moves) } {
                    fits.store(false, Ordering::Relaxed);
                }
            };
            // Scattering keeps the order of the places, on which the result depends.
            if self.ops.is_bytes() && self.n > GRAIN && !(moves && self.way == Way::Scatter) {
                parallel(self.n, GRAIN, &body);
            } else {
                body(0..self.n);
            }
            fits.load(Ordering::Relaxed)
        };
        // Nothing is written before all places are known to be good; a block is anyway checked as a whole.
        let checked = self.way == Way::Gather || self.n <= BLOCK || pass(false);
        if checked && pass(true) { Ok(()) } else { Err(self.lookups.outside()) }
    }

    /// Whether large results are written past the cache.
    fn is_streamed(&self) -> bool {
        let item_bytes = self.chunk * self.ops.size;
        self.way == Way::Gather
            && self.ops.is_bytes()
            && item_bytes <= 16
            && self.step == item_bytes as isize
            && self.n * item_bytes >= STREAM_BYTES
    }

    /// Moves a part of the run, or only checks its places; whether all lay within their axes.
    ///
    /// # Safety
    /// As [`Run::run`].
    unsafe fn part(&self, lists: &[List], range: Range<usize>, moves: bool) -> bool {
        let streamed = self.is_streamed() && moves;
        let far = self.lookups.reach() > NEAR_BYTES;
        let mut offsets = [MaybeUninit::uninit(); BLOCK];
        let mut fresh = [MaybeUninit::<[u64; 2]>::uninit(); BLOCK];
        let (mut stage, mut fits) = (Stage::new(), true);
        for start in range.clone().step_by(BLOCK) {
            let n = BLOCK.min(range.end - start);
            let offsets = &mut offsets[..n];
            // SAFETY: the places of this block; nothing is moved by offsets that lead outside.
            unsafe {
                if !self.lookups.fill(lists, start, offsets, &mut stage) {
                    fits = false;
                    break;
                }
                if !moves {
                    continue;
                }
                let offsets = offsets.assume_init_ref();
                let to = self.block.wrapping_offset(start as isize * self.step);
                let target = if streamed { fresh.as_mut_ptr().cast() } else { to };
                move_run(self.ops, self.way, (self.array, offsets), (target, self.step), self.chunk, far);
                if streamed {
                    stream_unfenced(target, to, n * self.chunk * self.ops.size);
                }
            }
        }
        if streamed {
            fence();
        }
        fits
    }
}

/// Moves a chunk of items for each offset: between `array` at the offset, and `block` every `step` bytes.
///
/// # Safety
/// As [`move_picked`], for checked offsets.
unsafe fn move_run(
    ops: &ItemOps,
    way: Way,
    (array, offsets): (*mut u8, &[isize]),
    (block, step): (*mut u8, isize),
    chunk: usize,
    far: bool,
) {
    let bytes = chunk * ops.size;
    let size = ops.size as isize;
    // SAFETY: by contract.
    unsafe {
        if !ops.is_bytes() {
            for (i, &offset) in offsets.iter().enumerate() {
                let (here, there) = (array.offset(offset), block.wrapping_offset(i as isize * step));
                match way {
                    Way::Gather => ops.copy_run(here, size, there, size, chunk),
                    Way::Scatter => ops.copy_run(there, size, here, size, chunk),
                }
            }
            return;
        }
        by_size!(
            bytes,
            |T| move_items::<T>(way, array, offsets, block, step, far),
            for (i, &offset) in offsets.iter().enumerate() {
                let (here, there) = (array.offset(offset), block.wrapping_offset(i as isize * step));
                match way {
                    Way::Gather => there.copy_from_nonoverlapping(here, bytes),
                    Way::Scatter => here.copy_from_nonoverlapping(there, bytes),
                }
            }
        )
    }
}

/// # Safety
/// As [`move_run`].
unsafe fn move_items<T: Copy>(
    way: Way,
    array: *mut u8,
    offsets: &[isize],
    block: *mut u8,
    step: isize,
    far: bool,
) {
    let there = |i: usize| block.wrapping_offset(i as isize * step).cast::<T>();
    // SAFETY: by contract.
    unsafe {
        if far {
            for (i, &offset) in offsets.iter().enumerate() {
                prefetch(array.wrapping_offset(*offsets.get(i + AHEAD).unwrap_or(&offset)));
                move_item(way, array.offset(offset).cast::<T>(), there(i));
            }
        } else if way == Way::Gather && step == size_of::<T>() as isize {
            for (i, &offset) in offsets.iter().enumerate() {
                let item = array.offset(offset).cast::<T>().read_unaligned();
                block.cast::<T>().add(i).write_unaligned(item);
            }
        } else {
            for (i, &offset) in offsets.iter().enumerate() {
                move_item(way, array.offset(offset).cast::<T>(), there(i));
            }
        }
    }
}

/// # Safety
/// As [`move_run`].
#[inline(always)]
unsafe fn move_item<T: Copy>(way: Way, here: *mut T, there: *mut T) {
    // SAFETY: by contract.
    unsafe {
        match way {
            Way::Gather => there.write_unaligned(here.read_unaligned()),
            Way::Scatter => here.write_unaligned(there.read_unaligned()),
        }
    }
}
