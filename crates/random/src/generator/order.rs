//! Orders: shuffle, permutation, permuted.

use numoxide_core::{Array, ArrayViewMut, AsView, AsViewMut, Element, MaybeAxes, Order, take};

use super::{Generator, filled};
use crate::bits::{FEW, STOCK};
use crate::distributions::interval;
use crate::{BitGenerator, Error, Result};

/// Fisher and Yates from the last item down, by masks and rejection.
///
/// The places to swap with are drawn in blocks, so that the swaps need not wait for each other's.
pub(crate) fn shuffle<T, B: BitGenerator>(bits: &mut B, items: &mut [T]) {
    let mut last = items.len().saturating_sub(1);
    let mut places = [0; 2 * STOCK];
    while last > 0 && last <= u32::MAX as usize && items.len() >= FEW {
        let count = draw_places(bits, last as u32, &mut places);
        for &place in &places[..count] {
            items.swap(last, place as usize);
            last -= 1;
        }
    }
    while last > 0 {
        items.swap(last, interval(bits, last as u64) as usize);
        last -= 1;
    }
}

/// Numbers of `[0, last]`, `[0, last - 1]` and so on, as many as come of one block of words. None of the words is left over.
///
/// A word that is refused is overwritten by the next, without a branch.
fn draw_places<B: BitGenerator>(bits: &mut B, last: u32, places: &mut [u32; 2 * STOCK]) -> usize {
    let mask = u32::MAX >> last.leading_zeros();
    let same_mask = (last - (mask >> 1)) as usize;
    let mut words = [0; 2 * STOCK];
    let words = &mut words[..same_mask.min(2 * STOCK)];
    bits.fill_u32(words);
    let mut count = 0;
    for &word in &*words {
        let place = word & mask;
        places[count] = place;
        count += usize::from(place as usize + count <= last as usize);
    }
    count
}

/// `0..n` in random order, in the narrowest numbers that serve: memory sets the pace.
fn order_of<B: BitGenerator>(bits: &mut B, n: usize) -> Result<Array<i64>> {
    if n > u32::MAX as usize {
        let mut order: Vec<i64> = (0..n as i64).collect();
        shuffle(bits, &mut order);
        return Ok(Array::from_vec(order)?);
    }
    let mut order: Vec<u32> = (0..n as u32).collect();
    shuffle(bits, &mut order);
    let mut places = order.iter().map(|&place| i64::from(place));
    filled(&[n], |run| run.iter_mut().zip(&mut places).for_each(|(item, place)| *item = place))
}

impl<B: BitGenerator> Generator<B> {
    /// `0..n` in random order. NumPy: `permutation(n)`.
    ///
    /// # Errors
    /// [`Error::Array`](crate::Error::Array) if memory cannot be had.
    pub fn permutation_of(&mut self, n: usize) -> Result<Array<i64>> {
        order_of(&mut self.bits, n)
    }

    /// The parts of an array along `axis` in random order; the array stays as it is.
    ///
    /// # Errors
    /// [`Error::Array`](crate::Error::Array) if there is no such axis.
    pub fn permutation<T: Element + Clone>(&mut self, x: impl AsView<T>, axis: isize) -> Result<Array<T>> {
        let x = x.as_view();
        let last = x.moveaxis(axis, 0)?;
        let order = self.permutation_of(last.shape().first().copied().unwrap_or(0))?;
        Ok(take(&x, &order, axis)?)
    }

    /// Puts the parts of an array along its first axis into random order, in place.
    ///
    /// # Errors
    /// [`Error::Array`](crate::Error::Array) if the array has no axis.
    pub fn shuffle<T: Element + Clone>(&mut self, x: &mut (impl AsViewMut<T> + ?Sized)) -> Result<()> {
        self.shuffle_axis(x, 0)
    }

    /// The same along `axis`.
    ///
    /// # Errors
    /// [`Error::Array`](crate::Error::Array) if there is no such axis.
    ///
    /// ```
    /// let mut x = numoxide_core::Array::from_fn([2, 3], |[i, j]| 3.0 * i as f64 + j as f64)?;
    /// numoxide_random::default_rng(1)?.shuffle_axis(&mut x, 1)?;
    /// assert!(x.to_vec()[..3].iter().all(|&item| item < 3.0));
    /// # Ok::<(), numoxide_random::Error>(())
    /// ```
    pub fn shuffle_axis<T: Element + Clone>(
        &mut self,
        x: &mut (impl AsViewMut<T> + ?Sized),
        axis: isize,
    ) -> Result<()> {
        let mut view = x.as_view_mut()?;
        if view.ndim() == 1 && matches!(axis, 0 | -1) && view.is_c_contiguous() {
            if let Some(items) = view.into_slice() {
                shuffle(&mut self.bits, items);
            }
            return Ok(());
        }
        if view.is_empty() {
            // Nothing is drawn then, whatever the length of the axis.
            view.view().moveaxis(axis, 0)?;
            return Ok(());
        }
        let mixed = self.permutation(view.view(), axis)?;
        write(&mut view, &mixed);
        Ok(())
    }

    /// Each line along `axis` in an order of its own; all items in one order if that is `None`.
    ///
    /// # Errors
    /// [`Error::Array`](crate::Error::Array) if there is no such axis, or none at all.
    pub fn permuted<T: Element + Clone>(
        &mut self,
        x: impl AsView<T>,
        axis: impl MaybeAxes,
    ) -> Result<Array<T>> {
        let x = x.as_view();
        let Some(axis) = axis.axes() else {
            x.moveaxis(0, 0)?;
            let mut all = x.copy(Order::C)?;
            if let Some(items) = all.as_slice_mut() {
                shuffle(&mut self.bits, items);
            }
            return Ok(all);
        };
        let axis = axis.first().copied().unwrap_or(0);
        let mut lines = x.moveaxis(axis, -1)?.copy(Order::C)?;
        let len = lines.shape()[lines.ndim() - 1].max(1);
        if let Some(items) = lines.as_slice_mut() {
            items.chunks_exact_mut(len).for_each(|line| shuffle(&mut self.bits, line));
        }
        Ok(lines.moveaxis(-1, axis)?.copy(Order::C)?)
    }

    /// [`permuted`](Self::permuted) in place. NumPy: `permuted(x, axis, out=x)`.
    ///
    /// # Errors
    /// [`Error::Array`](crate::Error::Array) if there is no such axis.
    pub fn permuted_in_place<T: Element + Clone>(
        &mut self,
        x: &mut (impl AsViewMut<T> + ?Sized),
        axis: impl MaybeAxes,
    ) -> Result<()> {
        let mut view = x.as_view_mut()?;
        let mixed = self.permuted(view.view(), axis)?;
        write(&mut view, &mixed);
        Ok(())
    }

    /// [`permuted`](Self::permuted) into another array. NumPy: `out`.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) if the shapes differ, [`Error::Array`](crate::Error::Array) if there is no
    /// such axis.
    pub fn permuted_into<T: Element + Clone>(
        &mut self,
        x: impl AsView<T>,
        axis: impl MaybeAxes,
        out: &mut (impl AsViewMut<T> + ?Sized),
    ) -> Result<()> {
        let (x, mut out) = (x.as_view(), out.as_view_mut()?);
        if x.shape() != out.shape() {
            return Err(Error::parameter("permuted", "out", "has another shape than x"));
        }
        let mixed = self.permuted(&x, axis)?;
        write(&mut out, &mixed);
        Ok(())
    }
}

/// The items of an array into a view of the same shape.
fn write<T: Element + Clone>(view: &mut ArrayViewMut<'_, T>, items: &Array<T>) {
    view.iter_mut().zip(items.iter()).for_each(|(item, new)| *item = *new);
}
