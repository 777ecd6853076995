//! The items of one step of an iteration.

use super::{NdIter, OP};
use crate::layout::Axes;
use crate::view::RelayoutExt;
use crate::{AnyView, AnyViewMut, ArrayView, ArrayViewMut, Element, Error, Layout, Result};

/// The items of all operands at one step of an [`NdIter`]: one of each, or a run of them.
pub struct Step<'s, 'a> {
    pub(super) it: &'s mut NdIter<'a>,
}

impl Step<'_, '_> {
    /// The number of items of each operand.
    #[allow(clippy::len_without_is_empty, reason = "a step is never empty")]
    pub fn len(&self) -> usize {
        self.it.len
    }

    /// The index of the first item along each axis; `None` if it is not tracked.
    pub fn multi_index(&self) -> Option<Axes<usize>> {
        self.it.multi_index()
    }

    /// The place of the item in the flattened iteration; `None` if it is not tracked.
    pub fn index(&self) -> Option<usize> {
        self.it.index()
    }

    /// The number of the first item in the order of the iteration.
    pub fn iterindex(&self) -> usize {
        self.it.iterindex()
    }

    fn check(&self, k: usize) -> Result<()> {
        let nop = self.it.nop();
        (k < nop).then_some(()).ok_or_else(|| Error::value(OP, format!("operand {k} of {nop}")))
    }

    /// The items of an operand: one without axes, or a run along one axis.
    ///
    /// # Errors
    /// [`Error::Value`] if there is no such operand.
    pub fn input(&self, k: usize) -> Result<AnyView<'_>> {
        self.check(k)?;
        let slot = &self.it.slots[k];
        Ok(match &slot.buffer {
            Some(buffer) if self.it.is_buffered(k) => {
                buffer.view().relayout(self.within(k, buffer.view().layout()))
            }
            _ => slot.what.view().expect("every operand is there").relayout(self.layout(k)),
        })
    }

    /// The items of an operand that is written to. One that stays where it is during the step has one item.
    ///
    /// # Errors
    /// [`Error::ReadOnly`] if it is not written to, [`Error::Value`] if there is no such operand.
    pub fn output(&mut self, k: usize) -> Result<AnyViewMut<'_>> {
        self.check(k)?;
        if !self.it.slots[k].what.is_written() {
            return Err(Error::ReadOnly { op: OP });
        }
        let (direct, buffered) = (self.layout(k), self.it.is_buffered(k));
        let part = self.it.slots[k].buffer.as_ref().map(|buffer| self.within(k, buffer.view().layout()));
        let slot = &mut self.it.slots[k];
        match (&mut slot.buffer, part) {
            (Some(buffer), Some(part)) if buffered => Ok(buffer.view_mut()?.with_layout(part)),
            _ => slot.what.places(direct),
        }
    }

    /// The items of an operand as values of its type.
    ///
    /// # Errors
    /// As [`input`](Step::input); [`Error::Cast`](crate::Error::Cast) if they are of another type.
    pub fn read<T: Element>(&self, k: usize) -> Result<ArrayView<'_, T>> {
        self.input(k)?.downcast()
    }

    /// The items of an operand that is written to, as values of its type.
    ///
    /// # Errors
    /// As [`output`](Step::output); [`Error::Cast`](crate::Error::Cast) if they are of another type.
    pub fn write<T: Element>(&mut self, k: usize) -> Result<ArrayViewMut<'_, T>> {
        self.output(k)?.downcast()
    }

    /// The first item of an operand.
    ///
    /// # Errors
    /// As [`read`](Step::read).
    pub fn item<T: Element>(&self, k: usize) -> Result<T> {
        let items = self.read::<T>(k)?;
        let first = items.iter().next().copied();
        first.ok_or_else(|| Error::value(OP, "a step without items"))
    }

    /// Sets all items of an operand.
    ///
    /// # Errors
    /// As [`write`](Step::write).
    pub fn set<T: Element>(&mut self, k: usize, value: T) -> Result<()> {
        self.write::<T>(k)?.fill(value);
        Ok(())
    }

    /// Where the items of an operand are in its own memory.
    fn layout(&self, k: usize) -> Layout {
        let single = self.it.stays(k) || !self.it.flags.external_loop;
        let run = self.it.nest.run(k, &self.it.turns, if single { 1 } else { self.it.len });
        if single { run.without(0) } else { run }
    }

    /// Where the items of an operand are in its buffer.
    fn within(&self, k: usize, buffer: &Layout) -> Layout {
        if self.it.stays(k) {
            return buffer.narrowed(0, 0..1).without(0);
        }
        let first = self.it.at - self.it.loaded.start;
        let part = buffer.narrowed(0, first..first + self.it.len);
        if self.it.flags.external_loop { part } else { part.without(0) }
    }
}
