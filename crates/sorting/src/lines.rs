//! The lines of an array along an axis, brought together in memory.
//!
//! A sort along any axis but the last goes through one transposing copy, which works in blocks that stay in the caches;
//! single columns are never gathered.

use std::borrow::Cow;

use numoxide_core::layout::normalize_axis;
use numoxide_core::{Array, ArrayView, Element, Order, Result, Scalar};

use crate::threads::{for_lines, for_lines_of};

/// The axis that lines run along: one of several, or all items as one line.
#[derive(Clone, Copy)]
pub(crate) enum Axis {
    Last,
    Other(isize),
    Flat,
}

impl Axis {
    /// The axis a caller names.
    pub fn of(op: &'static str, axis: Option<isize>, ndim: usize) -> Result<Self> {
        let Some(axis) = axis else { return Ok(Axis::Flat) };
        let axis = normalize_axis(op, axis, ndim)?;
        Ok(if axis + 1 == ndim { Axis::Last } else { Axis::Other(axis as isize) })
    }

    /// The items, line by line, in memory of their own.
    pub fn lines<T: Element>(self, a: &ArrayView<'_, T>) -> Result<Array<T>> {
        match self {
            Axis::Last => a.copy(Order::C),
            Axis::Other(axis) => a.moveaxis(axis, -1isize)?.copy(Order::C),
            Axis::Flat => a.copy(Order::C)?.reshape(-1isize),
        }
    }

    /// The array whose lines these are, row-major.
    pub fn restore<T: Element>(self, lines: Array<T>) -> Result<Array<T>> {
        match self {
            Axis::Other(axis) => lines.moveaxis(-1isize, axis)?.copy(Order::C),
            _ => Ok(lines),
        }
    }
}

/// Changes each line in place.
pub(crate) fn change_lines<T: Element>(
    lines: &mut Array<T>,
    work: impl Fn(&mut [T]) -> Result<()> + Sync,
) -> Result<()> {
    let len = lines.shape().last().copied().unwrap_or(1);
    for_lines_of(lines.as_slice_mut().unwrap_or(&mut []), len, work)
}

/// The array of what `work` makes of each line: a line of the same length.
pub(crate) fn map_lines<T: Element, U: Scalar>(
    a: &ArrayView<'_, T>,
    axis: Axis,
    work: impl Fn(&[T], &mut [U]) -> Result<()> + Sync,
) -> Result<Array<U>> {
    let (items, shape): (Cow<'_, [T]>, Vec<usize>) = match (axis, a.as_slice()) {
        (Axis::Last, Some(items)) => (items.into(), a.shape().to_vec()),
        (Axis::Flat, Some(items)) => (items.into(), vec![a.len()]),
        _ => {
            let lines = axis.lines(a)?;
            let mut result = Array::unset(lines.shape())?;
            run(lines.as_slice().unwrap_or(&[]), &mut result, work)?;
            return axis.restore(result);
        }
    };
    let mut result = Array::unset(&shape[..])?;
    run(&items, &mut result, work)?;
    axis.restore(result)
}

fn run<T: Element, U: Element>(
    items: &[T],
    result: &mut Array<U>,
    work: impl Fn(&[T], &mut [U]) -> Result<()> + Sync,
) -> Result<()> {
    let len = result.shape().last().copied().unwrap_or(1);
    for_lines((items, len), (result.as_slice_mut().unwrap_or(&mut []), len), work)
}
