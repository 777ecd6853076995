//! Lines: what a statistic is taken of, each in memory of its own or where it lies.

use std::ops::Deref;

use numoxide_core::layout::{Axes, normalize_axes};
use numoxide_core::{Array, ArrayView, Element, Error, Ints, Order, Result};
use numoxide_sorting::for_pieces;

/// The axes that a statistic takes together, and whether they stay with size 1.
#[derive(Clone, Default)]
pub(crate) struct Along {
    pub axes: Option<Axes<isize>>,
    pub keepdims: bool,
}

impl Along {
    /// The axes, counted from the front and rising.
    pub fn resolve(&self, op: &'static str, ndim: usize) -> Result<Axes<usize>> {
        match &self.axes {
            None => Ok((0..ndim).collect()),
            Some(axes) => {
                let mut axes = normalize_axes(op, axes, ndim)?;
                axes.sort_unstable();
                Ok(axes)
            }
        }
    }
}

/// The options of [`Along`] as methods of a builder with a field `along`.
macro_rules! along_options {
    () => {
        /// The axis to work along; a negative one counts from the end.
        pub fn axis(mut self, axis: isize) -> Self {
            self.along.axes = Some(numoxide_core::Ints::ints(&axis));
            self
        }

        /// The axes that are taken together.
        pub fn axes(mut self, axes: impl numoxide_core::Ints) -> Self {
            self.along.axes = Some(axes.ints());
            self
        }

        /// Takes all items together: NumPy's `axis=None`.
        pub fn all_axes(mut self) -> Self {
            self.along.axes = None;
            self
        }

        /// Whether the axes that are taken together stay, with size 1.
        pub fn keepdims(mut self, keepdims: bool) -> Self {
            self.along.keepdims = keepdims;
            self
        }
    };
}
pub(crate) use along_options;

/// The items of an array in row-major order: where they lie, or a copy.
pub(crate) enum Items<'a, T: Clone> {
    There(&'a [T]),
    Copied(Array<T>),
}

impl<T: Element> Deref for Items<'_, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Items::There(items) => items,
            Items::Copied(copy) => copy.as_slice().unwrap_or(&[]),
        }
    }
}

/// Items by lines of equal length.
pub(crate) struct Lines<'a, T: Clone> {
    pub items: Items<'a, T>,
    /// Items in a line.
    pub len: usize,
    /// The shape of one result per line.
    pub shape: Vec<usize>,
    /// Whether the only line is the whole array.
    pub whole: bool,
}

impl<'a, T: Element> Lines<'a, T> {
    /// The lines of an array along some of its axes.
    pub fn of(op: &'static str, a: &ArrayView<'a, T>, along: &Along) -> Result<Self> {
        let axes = along.resolve(op, a.ndim())?;
        let len = axes.iter().map(|&axis| a.shape()[axis]).product();
        let mut shape = Vec::with_capacity(a.ndim());
        for (axis, &size) in a.shape().iter().enumerate() {
            match (axes.contains(&axis), along.keepdims) {
                (false, _) => shape.push(size),
                (true, true) => shape.push(1),
                (true, false) => {}
            }
        }
        let first = a.ndim() - axes.len();
        let whole = first == 0;
        let is_last = axes.iter().enumerate().all(|(k, &axis)| axis == first + k);
        if let (true, Some(items)) = (is_last || whole, a.as_slice()) {
            return Ok(Lines { items: Items::There(items), len, shape, whole });
        }
        let last: Axes<isize> = (first as isize..a.ndim() as isize).collect();
        let items = Items::Copied(a.moveaxis(&axes, &last)?.copy(Order::C)?);
        Ok(Lines { items, len, shape, whole })
    }

    /// The lines.
    pub fn iter(&self) -> impl Iterator<Item = &[T]> {
        let count = self.shape.iter().product::<usize>();
        (0..count).map(move |k| &self.items[k * self.len..(k + 1) * self.len])
    }
}

/// The items in row-major order, copied if they lie otherwise.
pub(crate) fn flat<'a, T: Element>(a: &ArrayView<'a, T>) -> Result<Items<'a, T>> {
    match a.as_slice() {
        Some(items) => Ok(Items::There(items)),
        None => Ok(Items::Copied(a.copy(Order::C)?)),
    }
}

/// The items of an array with one axis.
pub(crate) fn one_axis<'a, T: Element>(op: &'static str, a: &ArrayView<'a, T>) -> Result<Items<'a, T>> {
    match a.ndim() {
        1 => flat(a),
        found => Err(Error::Rank { op, expected: "one axis", found }),
    }
}

/// A vector as an array of a shape.
pub(crate) fn shaped<T: Element>(shape: impl Ints, items: Vec<T>) -> Result<Array<T>> {
    Array::from_shape_vec(shape, items)
}

/// The items of an array with one axis, or with none: a single number is a sequence of one.
pub(crate) fn sequence<'a, T: Element>(op: &'static str, a: &ArrayView<'a, T>) -> Result<Items<'a, T>> {
    if a.ndim() == 0 { flat(a) } else { one_axis(op, a) }
}

/// Results that are found together by one thread, about.
pub(crate) const PIECE: usize = 1 << 15;

/// Runs `work` on pieces of some results, on several threads, with the place of the first. Where pieces begin does not depend
/// on the number of threads.
pub(crate) fn for_results<U: Send>(
    results: &mut [U],
    piece: usize,
    work: impl Fn(usize, &mut [U]) -> Result<()> + Sync,
) -> Result<()> {
    if results.len() <= piece {
        return work(0, results);
    }
    let starts: Vec<usize> = (0..results.len()).step_by(piece).collect();
    for_pieces((&starts[..], 1), (results, piece), |starts, results| {
        starts.iter().zip(results.chunks_mut(piece)).try_for_each(|(&start, results)| work(start, results))
    })
}

/// The array of what `work` makes of each line along an axis: a line of the same length.
pub(crate) fn map_lines<T: Element, U: Element>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    axis: isize,
    work: impl Fn(&[T], &mut [U]) -> Result<()> + Sync,
) -> Result<Array<U>> {
    map_lines_to(op, a, axis, |len| len, work)
}

/// The array of what `work` makes of each line along an axis: a line of the length that `lengthened` says.
pub(crate) fn map_lines_to<T: Element, U: Element>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    axis: isize,
    lengthened: impl Fn(usize) -> usize,
    work: impl Fn(&[T], &mut [U]) -> Result<()> + Sync,
) -> Result<Array<U>> {
    let axis = numoxide_core::layout::normalize_axis(op, axis, a.ndim())? as isize;
    let lines = a.moveaxis(axis, -1isize)?;
    let mut shape = lines.shape().to_vec();
    let len = shape.last().copied().unwrap_or(0);
    let result_len = lengthened(len);
    shape[a.ndim() - 1] = result_len;
    let mut results = Array::<U>::empty(&shape)?;
    let into = results.as_slice_mut().unwrap_or(&mut []);
    for_pieces((&flat(&lines)?[..], len), (into, result_len), |lines, results| {
        lines
            .chunks(len)
            .zip(results.chunks_mut(result_len))
            .try_for_each(|(line, result)| work(line, result))
    })?;
    if axis + 1 == a.ndim() as isize { Ok(results) } else { results.moveaxis(-1isize, axis)?.copy(Order::C) }
}
