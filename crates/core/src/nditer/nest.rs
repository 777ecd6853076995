//! The loop nest of an iteration: axes in the order in which they are walked, with the strides of all operands.

use crate::driver::memory_order;
use crate::layout::Axes;
use crate::{Layout, Order};

/// How an operand lies along the axes of the nest: the byte of its first item, and the stride of each axis.
#[derive(Clone, Debug)]
pub(super) struct Track {
    pub(super) start: isize,
    pub(super) strides: Vec<isize>,
}

/// Loops from the outermost to the innermost, and where the operands are within them.
#[derive(Clone, Debug)]
pub(super) struct Nest {
    pub(super) shape: Vec<usize>,
    /// For each loop the axis of the iteration that it walks, and whether backwards; meaningless once loops are joined.
    axes: Vec<(usize, bool)>,
    pub(super) tracks: Vec<Track>,
}

impl Nest {
    /// The axes of `shape` in an order; every layout has one stride per axis.
    pub(super) fn new(shape: &[usize], layouts: &[Layout], order: Order) -> Self {
        let order_of_axes: Vec<usize> = match order {
            Order::F => (0..shape.len()).rev().collect(),
            Order::K => {
                memory_order(shape.len(), &layouts.iter().collect::<Vec<_>>()).into_iter().rev().collect()
            }
            _ => (0..shape.len()).collect(),
        };
        let track = |layout: &Layout| Track {
            start: layout.offset,
            strides: order_of_axes.iter().map(|&axis| layout.strides[axis]).collect(),
        };
        let mut nest = Nest {
            shape: order_of_axes.iter().map(|&axis| shape[axis]).collect(),
            axes: order_of_axes.iter().map(|&axis| (axis, false)).collect(),
            tracks: layouts.iter().map(track).collect(),
        };
        if order == Order::K {
            nest.flip();
        }
        nest
    }

    /// Walks axes forwards that all operands walk backwards.
    fn flip(&mut self) {
        for k in 0..self.shape.len() {
            let strides = || self.tracks.iter().map(|track| track.strides[k]);
            if strides().all(|stride| stride <= 0) && strides().any(|stride| stride < 0) {
                self.axes[k].1 = true;
                let reach = self.shape[k] as isize - 1;
                for track in &mut self.tracks {
                    track.start += track.strides[k] * reach;
                    track.strides[k] = -track.strides[k];
                }
            }
        }
    }

    /// Adds what counts the items of `shape` in an order, as if it were an operand of one-byte items.
    pub(super) fn add_index(&mut self, shape: &[usize], order: Order) {
        let counted = Layout::contiguous_unchecked(shape, 1, order);
        let mut track = Track { start: 0, strides: Vec::new() };
        for (k, &(axis, flipped)) in self.axes.iter().enumerate() {
            let stride = counted.strides[axis];
            track.start += if flipped { stride * (self.shape[k] as isize - 1) } else { 0 };
            track.strides.push(if flipped { -stride } else { stride });
        }
        self.tracks.push(track);
    }

    /// Joins neighbouring loops that everything walks as one, and drops those of one turn.
    pub(super) fn join(&mut self) {
        for k in (0..self.shape.len()).rev() {
            if self.shape[k] == 1 && self.shape.len() > 1 {
                self.drop_loop(k);
            }
        }
        for k in (1..self.shape.len()).rev() {
            let inner = self.shape[k] as isize;
            if self.tracks.iter().all(|track| track.strides[k - 1] == track.strides[k] * inner) {
                self.shape[k - 1] *= self.shape[k];
                for track in &mut self.tracks {
                    track.strides[k - 1] = track.strides[k];
                }
                self.drop_loop(k);
            }
        }
    }

    /// Without loop `k`, at its first turn.
    fn drop_loop(&mut self, k: usize) {
        self.shape.remove(k);
        self.axes.remove(k);
        self.tracks.iter_mut().for_each(|track| {
            track.strides.remove(k);
        });
    }

    /// Without the loop over an axis of the iteration; the axes behind it move up.
    pub(super) fn drop_axis(&mut self, axis: usize) {
        let k = self.axes.iter().position(|loops| loops.0 == axis).expect("a loop for each axis");
        let flipped = self.axes[k].1;
        for track in &mut self.tracks {
            // The first place of the axis, wherever the loop begins.
            let reach = track.strides[k] * (self.shape[k].max(1) as isize - 1);
            track.start += if flipped { reach } else { 0 };
        }
        self.drop_loop(k);
        self.axes.iter_mut().filter(|loops| loops.0 > axis).for_each(|loops| loops.0 -= 1);
    }

    pub(super) fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// The length of the innermost loop.
    pub(super) fn row(&self) -> usize {
        self.shape.last().copied().unwrap_or(1)
    }

    /// The turn of each loop at a step.
    pub(super) fn turns(&self, step: usize) -> Axes<usize> {
        let mut turns = Axes::filled(0, self.shape.len());
        if self.shape.contains(&0) {
            return turns;
        }
        let mut left = step;
        for (turn, &size) in turns.iter_mut().zip(&self.shape).rev() {
            *turn = left % size;
            left /= size;
        }
        turns
    }

    /// Where a track is at the turns of the loops.
    pub(super) fn place(&self, track: usize, turns: &[usize]) -> isize {
        let Track { start, strides } = &self.tracks[track];
        start + turns.iter().zip(strides).map(|(&turn, stride)| turn as isize * stride).sum::<isize>()
    }

    /// The index along the axes of the iteration at the turns of the loops.
    pub(super) fn index(&self, turns: &[usize]) -> Axes<usize> {
        let mut index = Axes::filled(0, turns.len());
        for ((&turn, &size), &(axis, flipped)) in turns.iter().zip(&self.shape).zip(&self.axes) {
            index[axis] = if flipped { size - 1 - turn } else { turn };
        }
        index
    }

    /// The step at an index along the axes of the iteration; `None` if it is out of range.
    pub(super) fn step_at(&self, index: &[usize]) -> Option<usize> {
        self.axes.iter().zip(&self.shape).try_fold(0, |step, (&(axis, flipped), &size)| {
            let at = *index.get(axis)?;
            let turn = if flipped { size.checked_sub(at + 1)? } else { at };
            (turn < size).then_some(step * size + turn)
        })
    }

    /// The sizes of the axes of the iteration.
    pub(super) fn shape_of_axes(&self) -> Axes<usize> {
        let mut shape = Axes::filled(0, self.shape.len());
        self.axes.iter().zip(&self.shape).for_each(|(&(axis, _), &size)| shape[axis] = size);
        shape
    }

    /// The layout of a track along the loops.
    pub(super) fn layout(&self, track: usize) -> Layout {
        let Track { start, strides } = &self.tracks[track];
        Layout { shape: Axes::from_slice(&self.shape), strides: Axes::from_slice(strides), offset: *start }
    }

    /// The part of one innermost loop that begins at the turns, as a layout of one axis.
    pub(super) fn run(&self, track: usize, turns: &[usize], len: usize) -> Layout {
        let stride = self.tracks[track].strides.last().copied().unwrap_or(0);
        let offset = self.place(track, turns);
        Layout { shape: Axes::from_slice(&[len]), strides: Axes::from_slice(&[stride]), offset }
    }
}
