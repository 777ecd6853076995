//! A public iterator over any number of operands: [`nditer`]. Most loops are shorter with [`zip`](crate::zip()) or
//! [`ndenumerate`](crate::ndenumerate()); this is for those that need its orders, indices, buffers and runs.
#![forbid(unsafe_code)]

mod build;
mod nest;
mod nested;
mod step;

pub use build::{NdIterBuilder, nditer};
pub use nested::{Nested, nested_iters};
pub use step::Step;

use std::fmt;
use std::ops::Range;

use crate::layout::Axes;
use crate::view::RelayoutExt;
use crate::{AnyArray, AnyView, AnyViewMut, Casting, Copyto, DType, Error, Ints, Layout, Result};
use nest::Nest;

const OP: &str = "nditer";

/// What an operand is.
enum What<'a> {
    Read(AnyView<'a>),
    Write(AnyViewMut<'a>),
    Allocate,
    Made(AnyArray),
    /// What was read, as another type.
    Copied(AnyArray),
}

impl<'a> What<'a> {
    fn view(&self) -> Option<AnyView<'_>> {
        match self {
            What::Read(view) => Some(view.clone()),
            What::Write(view) => Some(view.view()),
            What::Made(array) | What::Copied(array) => Some(array.view()),
            What::Allocate => None,
        }
    }

    fn layout(&self) -> Option<&Layout> {
        match self {
            What::Read(view) => Some(view.layout()),
            What::Write(view) => Some(view.layout()),
            What::Made(array) | What::Copied(array) => Some(array.layout()),
            What::Allocate => None,
        }
    }

    fn dtype(&self) -> Option<&DType> {
        match self {
            What::Read(view) => Some(view.dtype()),
            What::Write(view) => Some(view.dtype()),
            What::Made(array) | What::Copied(array) => Some(array.dtype()),
            What::Allocate => None,
        }
    }

    fn is_written(&self) -> bool {
        !matches!(self, What::Read(_) | What::Copied(_))
    }

    /// The places to write to, with a layout within those that the operand has.
    fn places(&mut self, layout: Layout) -> Result<AnyViewMut<'_>> {
        match self {
            What::Write(view) => Ok(view.view_mut().with_layout(layout)),
            What::Made(array) => Ok(array.view_mut()?.with_layout(layout)),
            _ => Err(Error::ReadOnly { op: OP }),
        }
    }
}

/// An operand of a running iteration.
struct Slot<'a> {
    what: What<'a>,
    /// The type its items are handed out as, and whether that is another than its own.
    dtype: DType,
    cast: bool,
    reads: bool,
    /// The items of the steps that are loaded.
    buffer: Option<AnyArray>,
}

/// What an iteration does.
#[derive(Clone, Copy)]
struct Flags {
    multi_index: bool,
    index: bool,
    external_loop: bool,
    buffersize: Option<usize>,
}

/// A running iteration; [`nditer`] begins one. [`step`](NdIter::step) lends the items of the next step.
///
/// ```
/// use numoxide_core::{DType, Order, array, nditer};
///
/// let a = array![[0, 1, 2], [3, 4, 5]];
/// let mut runs = nditer().read(&a).order(Order::F).external_loop().build()?;
/// let mut columns = Vec::new();
/// while let Some(step) = runs.step() {
///     columns.push(step.read::<i32>(0)?.to_vec());
/// }
/// assert_eq!(columns, [[0, 3], [1, 4], [2, 5]]);
///
/// let mut blocks = nditer().read_as(&a, DType::F64).external_loop().buffered(4).build()?;
/// assert_eq!(blocks.step().expect("a block").read::<f64>(0)?.to_vec(), [0.0, 1.0, 2.0, 3.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub struct NdIter<'a> {
    slots: Vec<Slot<'a>>,
    nest: Nest,
    flags: Flags,
    range: Range<usize>,
    /// The step, the turns of the loops there, and how many items it has; 0 before the first.
    at: usize,
    turns: Axes<usize>,
    len: usize,
    /// The items that are in the buffers.
    loaded: Range<usize>,
}

impl<'a> NdIter<'a> {
    fn new(slots: Vec<Slot<'a>>, nest: Nest, flags: Flags, range: Option<Range<usize>>) -> Result<Self> {
        let all = nest.len();
        let turns = Axes::filled(0, nest.shape.len());
        let mut it = NdIter { slots, nest, flags, range: 0..all, at: 0, turns, len: 0, loaded: 0..0 };
        if let Some(range) = range {
            it.set_iterrange(range)?;
        }
        Ok(it)
    }

    /// The items of the next step, or none after the last. What was written to the step before is kept now at the latest.
    pub fn step(&mut self) -> Option<Step<'_, 'a>> {
        let (from, len) = (self.at, self.len);
        self.at = (from + len).min(self.range.end);
        self.len = 0;
        if self.at >= self.range.end {
            self.unload();
            return None;
        }
        match len {
            1 => self.turn_once(),
            _ => self.turns = self.nest.turns(self.at),
        }
        if self.flags.buffersize.is_some() && !self.loaded.contains(&self.at) {
            self.unload();
            self.load();
        }
        self.len = match (self.flags.external_loop, self.flags.buffersize) {
            (false, _) => 1,
            (true, None) => self.row_left(),
            (true, Some(_)) => self.loaded.end - self.at,
        };
        Some(Step { it: self })
    }

    /// The turns of the next step.
    fn turn_once(&mut self) {
        for (turn, &size) in self.turns.iter_mut().zip(&self.nest.shape).rev() {
            *turn += 1;
            if *turn < size {
                return;
            }
            *turn = 0;
        }
    }

    /// The items left in the innermost loop, as far as the range goes.
    fn row_left(&self) -> usize {
        let done = self.turns.last().copied().unwrap_or(0);
        (self.nest.row() - done).min(self.range.end - self.at)
    }

    /// Whether an operand to write to stays where it is while others move on.
    fn reduces(&self) -> bool {
        let stays = |k: usize| {
            self.nest.tracks[k].strides.iter().zip(&self.nest.shape).any(|(&s, &n)| s == 0 && n > 1)
        };
        self.slots.iter().enumerate().any(|(k, slot)| slot.what.is_written() && stays(k))
    }

    /// Whether operand `k` is handed out by way of a buffer.
    fn is_buffered(&self, k: usize) -> bool {
        let crosses_rows = self.flags.external_loop && self.nest.shape.len() > 1 && !self.reduces();
        self.flags.buffersize.is_some() && (self.slots[k].cast || crosses_rows)
    }

    /// Whether operand `k` is written to at one place during all of a run.
    fn stays(&self, k: usize) -> bool {
        self.slots[k].what.is_written()
            && self.nest.row() > 1
            && self.nest.tracks[k].strides.last() == Some(&0)
    }

    /// Fills the buffers with the items from the present step on.
    fn load(&mut self) {
        let most = self.flags.buffersize.unwrap_or(1).min(self.range.end - self.at);
        let len = if self.reduces() { most.min(self.row_left()) } else { most };
        self.loaded = self.at..self.at + len;
        for k in 0..self.slots.len() {
            if !self.is_buffered(k) {
                continue;
            }
            let places = if self.stays(k) { 1 } else { len };
            let fits = self.slots[k].buffer.as_ref().is_some_and(|buffer| buffer.len() >= places);
            if !fits {
                let fresh = AnyArray::zeros(places, self.slots[k].dtype.clone());
                self.slots[k].buffer = Some(fresh.unwrap_or_else(|error| panic!("{error}")));
            }
            if self.slots[k].reads {
                self.move_items(k, Way::In);
            }
        }
    }

    /// Writes back what the buffers of operands to write to hold.
    fn unload(&mut self) {
        for k in 0..self.slots.len() {
            if !self.loaded.is_empty() && self.slots[k].what.is_written() && self.is_buffered(k) {
                self.move_items(k, Way::Out);
            }
        }
        self.loaded = 0..0;
    }

    /// Moves the items that are loaded between an operand and its buffer, row by row.
    fn move_items(&mut self, k: usize, way: Way) {
        let single = self.stays(k);
        let (mut at, end) = (self.loaded.start, if single { self.loaded.start + 1 } else { self.loaded.end });
        while at < end {
            let turns = self.nest.turns(at);
            let row = self.nest.row() - turns.last().copied().unwrap_or(0);
            let run = self.nest.run(k, &turns, row.min(end - at));
            let first = at - self.loaded.start;
            at += run.len();
            let slot = &mut self.slots[k];
            let mut buffer = slot.buffer.take().expect("a loaded buffer");
            let part = buffer.layout().narrowed(0, first..first + run.len());
            let moved = match way {
                Way::In => {
                    let items = slot.what.view().expect("every operand is there").relayout(run);
                    let places = buffer.view_mut().map(|places| places.with_layout(part));
                    places.and_then(|places| Copyto::new(places, items).casting(Casting::Unsafe).run())
                }
                Way::Out => {
                    let items = buffer.relayout(part);
                    let places = slot.what.places(run);
                    places.and_then(|places| Copyto::new(places, &items).casting(Casting::Unsafe).run())
                }
            };
            slot.buffer = Some(buffer);
            // Types and shapes were checked: only memory can be wanting.
            moved.unwrap_or_else(|error| panic!("{error}"));
        }
    }

    /// Begins again with the first step of the range.
    pub fn reset(&mut self) {
        self.go_to(self.range.start);
    }

    fn go_to(&mut self, step: usize) {
        self.unload();
        (self.at, self.len) = (step, 0);
        self.turns = self.nest.turns(step.min(self.nest.len().saturating_sub(1)));
    }

    /// Goes to the step of an index: the next step is that one. NumPy: assignment to `multi_index`.
    ///
    /// # Errors
    /// [`Error::Value`] if no multi-index is tracked, or the index is not one of the range's.
    pub fn goto_multi_index(&mut self, index: impl Ints) -> Result<()> {
        self.check_multi_index()?;
        let index: Option<Vec<usize>> = index.ints().iter().map(|&at| usize::try_from(at).ok()).collect();
        let fits = |index: &Vec<usize>| index.len() == self.ndim();
        let step = index.filter(fits).and_then(|index| self.nest.step_at(&index));
        self.goto_iterindex(step.ok_or_else(|| Error::value(OP, "the multi-index is out of bounds"))?)
    }

    /// Goes to a step by its number: the next step is that one. NumPy: assignment to `iterindex`.
    ///
    /// # Errors
    /// [`Error::Value`] if the number is not in the range.
    pub fn goto_iterindex(&mut self, step: usize) -> Result<()> {
        if !self.range.contains(&step) {
            return Err(Error::value(OP, "the index of the iteration is out of bounds"));
        }
        self.go_to(step);
        Ok(())
    }

    /// Limits the iteration to some of its steps, and begins with the first of them.
    ///
    /// # Errors
    /// [`Error::Value`] if there are not so many steps, or the steps are runs without buffers.
    pub fn set_iterrange(&mut self, range: Range<usize>) -> Result<()> {
        if self.flags.external_loop && self.flags.buffersize.is_none() {
            return Err(Error::value(OP, "a range of external loops needs buffers"));
        }
        if range.start > range.end || range.end > self.nest.len() {
            return Err(Error::value(OP, format!("out-of-bounds range [{}, {})", range.start, range.end)));
        }
        self.range = range;
        self.reset();
        Ok(())
    }

    fn check_multi_index(&self) -> Result<()> {
        let missing = || Error::value(OP, "the iterator is not tracking a multi-index");
        self.flags.multi_index.then_some(()).ok_or_else(missing)
    }

    /// Leaves out an axis: the operands stay at its first place. Begins again.
    ///
    /// # Errors
    /// [`Error::Value`] if no multi-index is tracked, [`Error::Axis`] if there is no such axis.
    pub fn remove_axis(&mut self, axis: isize) -> Result<()> {
        self.check_multi_index()?;
        let axis = crate::layout::normalize_axis(OP, axis, self.ndim())?;
        self.unload();
        self.nest.drop_axis(axis);
        self.begin_anew();
        Ok(())
    }

    /// Gives up the multi-index, so that axes can be joined. Begins again.
    ///
    /// # Errors
    /// [`Error::Value`] if no multi-index is tracked.
    pub fn remove_multi_index(&mut self) -> Result<()> {
        self.check_multi_index()?;
        self.unload();
        self.flags.multi_index = false;
        self.nest.join();
        self.begin_anew();
        Ok(())
    }

    /// Lends runs from now on. Begins again.
    ///
    /// # Errors
    /// [`Error::Value`] if an index or a multi-index is tracked.
    pub fn enable_external_loop(&mut self) -> Result<()> {
        if self.flags.multi_index || self.flags.index {
            let what = "external_loop cannot be used if an index or multi-index is being tracked";
            return Err(Error::value(OP, what));
        }
        self.unload();
        self.flags.external_loop = true;
        self.begin_anew();
        Ok(())
    }

    fn begin_anew(&mut self) {
        self.range = 0..self.nest.len();
        self.slots.iter_mut().for_each(|slot| slot.buffer = None);
        self.reset();
    }

    /// The number of loops: of axes, if a multi-index is tracked, and else as few as the memory allows.
    pub fn ndim(&self) -> usize {
        self.nest.shape.len()
    }

    /// The size of each axis if a multi-index is tracked, and else of each loop from the outermost.
    pub fn shape(&self) -> Axes<usize> {
        if self.flags.multi_index { self.nest.shape_of_axes() } else { Axes::from_slice(&self.nest.shape) }
    }

    /// The number of items along the whole iteration.
    pub fn itersize(&self) -> usize {
        self.nest.len()
    }

    /// The steps that are made.
    pub fn iterrange(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The number of the present item, or of the first before the first step.
    pub fn iterindex(&self) -> usize {
        self.at
    }

    /// Whether the last step was made.
    pub fn finished(&self) -> bool {
        self.at + self.len >= self.range.end && self.len == 0
    }

    /// The number of operands.
    pub fn nop(&self) -> usize {
        self.slots.len()
    }

    /// The type in which each operand's items are lent.
    pub fn dtypes(&self) -> impl Iterator<Item = &DType> {
        self.slots.iter().map(|slot| &slot.dtype)
    }

    /// An operand as it was given, or made.
    pub fn operand(&self, k: usize) -> Option<AnyView<'_>> {
        self.slots.get(k)?.what.view()
    }

    /// An operand along the loops of the iteration, from the outermost. NumPy: `itviews`.
    pub fn itview(&self, k: usize) -> Option<AnyView<'_>> {
        Some(self.slots.get(k)?.what.view()?.relayout(self.nest.layout(k)))
    }

    /// Whether a flat index is tracked.
    pub fn has_index(&self) -> bool {
        self.flags.index
    }

    /// Whether a multi-index is tracked.
    pub fn has_multi_index(&self) -> bool {
        self.flags.multi_index
    }

    /// The place of the present item in the flattened iteration, counted as was asked for; `None` if it is not tracked.
    pub fn index(&self) -> Option<usize> {
        self.flags.index.then(|| self.nest.place(self.slots.len(), &self.turns) as usize)
    }

    /// The index of the present item along each axis; `None` if it is not tracked.
    pub fn multi_index(&self) -> Option<Axes<usize>> {
        self.flags.multi_index.then(|| self.nest.index(&self.turns))
    }

    /// The same iteration where this one is, over the same operands.
    ///
    /// # Errors
    /// [`Error::ReadOnly`] if an operand is written to: only one iteration may have it.
    pub fn copy(&self) -> Result<NdIter<'a>> {
        let reader = |slot: &Slot<'a>| {
            let what = match &slot.what {
                What::Read(view) => What::Read(view.clone()),
                What::Copied(array) => What::Copied(array.clone()),
                _ => return Err(Error::ReadOnly { op: OP }),
            };
            let buffer = slot.buffer.as_ref().map(|buffer| buffer.copy(crate::Order::C)).transpose()?;
            Ok(Slot { what, dtype: slot.dtype.clone(), buffer, ..*slot })
        };
        Ok(NdIter {
            slots: self.slots.iter().map(reader).collect::<Result<_>>()?,
            nest: self.nest.clone(),
            range: self.range.clone(),
            turns: self.turns.clone(),
            loaded: self.loaded.clone(),
            ..*self
        })
    }

    /// Ends the iteration, and gives out the arrays that were made for it.
    pub fn into_arrays(mut self) -> Vec<AnyArray> {
        self.unload();
        let made = |slot: Slot<'a>| match slot.what {
            What::Made(array) => Some(array),
            _ => None,
        };
        std::mem::take(&mut self.slots).into_iter().filter_map(made).collect()
    }
}

/// Between an operand and its buffer.
#[derive(Clone, Copy)]
enum Way {
    In,
    Out,
}

impl Drop for NdIter<'_> {
    /// Writes back what is still in buffers.
    fn drop(&mut self) {
        self.unload();
    }
}

impl fmt::Debug for NdIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NdIter")
            .field("loops", &self.nest.shape)
            .field("dtypes", &self.dtypes().collect::<Vec<_>>())
            .field("range", &self.range)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}
