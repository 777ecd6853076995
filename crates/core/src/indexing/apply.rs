//! Functions of lines and of axes: apply_along_axis, apply_over_axes.

use super::iterate::NdIndex;
use crate::layout::{Axes, normalize_axis};
use crate::shape::{expand_dims, moveaxis};
use crate::view::RelayoutExt;
use crate::{Array, ArrayView, AsView, Error, Ints, Order, Result, copyto};

/// The function of each line of `a` along `axis`, put together: a function that gives numbers leaves the axis out, one
/// that gives arrays puts their axes in its place. NumPy: `apply_along_axis`.
///
/// # Errors
/// [`Error::Axis`] if there is no such axis, [`Error::Value`] if there is no line at all, [`Error::Shape`] if the function
/// gives arrays of different shapes.
///
/// ```
/// use numoxide_core::{ArrayView, apply_along_axis, array};
///
/// let a = array![[3, 1, 2], [6, 5, 4]];
/// let range = |line: ArrayView<'_, i32>| *line.iter().max().unwrap() - *line.iter().min().unwrap();
/// assert_eq!(apply_along_axis(range, 1, &a)?.to_vec(), [2, 2]);
/// let sorted = apply_along_axis(
///     |line: ArrayView<'_, i32>| {
///         let mut items = line.to_vec();
///         items.sort_unstable();
///         items
///     },
///     0,
///     &a.t(),
/// )?;
/// assert_eq!(sorted.to_vec(), [1, 4, 2, 5, 3, 6]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn apply_along_axis<T: Clone + 'static, R: crate::Scalar, A: AsView<R>>(
    mut function: impl FnMut(ArrayView<'_, T>) -> A,
    axis: isize,
    a: impl AsView<T>,
) -> Result<Array<R>> {
    const OP: &str = "apply_along_axis";
    let a = a.as_view();
    let axis = normalize_axis(OP, axis, a.ndim())?;
    let around = a.layout().without(axis);
    let mut lines = NdIndex::of(around.shape()).map(|index| {
        let mut line = a.layout().permuted(&[axis]);
        line.offset +=
            index.iter().zip(around.strides()).map(|(&at, stride)| at as isize * stride).sum::<isize>();
        a.relayout(line)
    });
    let first = lines
        .next()
        .ok_or_else(|| Error::value(OP, "cannot apply_along_axis when any iteration dimensions are 0"))?;
    let first = function(first);
    let shape = first.as_view().shape().to_vec();
    // The lines' results one after the other; their axes move to the place of the axis at the end.
    let mut joined: Axes<usize> = around.shape().iter().copied().collect();
    shape.iter().for_each(|&size| joined.push(size));
    let mut results = Array::<R>::zeros(&joined)?;
    let len: usize = shape.iter().product();
    let mut rest = results.view_mut().reshape([-1, len as isize].as_slice()).ok();
    let mut put = |at: usize, result: &ArrayView<'_, R>| -> Result<()> {
        if result.shape() != shape {
            return Err(Error::Shape { op: OP, expected: shape.clone(), found: result.shape().to_vec() });
        }
        let Some(rows) = rest.as_mut().filter(|_| len > 0) else { return Ok(()) };
        let row = rows.view_mut().slice([crate::layout::SliceSpec::Index(at as isize)])?;
        copyto(&mut row.reshape(&shape)?, result)
    };
    put(0, &first.as_view())?;
    for (at, line) in lines.enumerate() {
        put(at + 1, &function(line).as_view())?;
    }
    let from: Vec<usize> = (around.ndim()..joined.len()).collect();
    let to: Vec<usize> = (axis..axis + shape.len()).collect();
    moveaxis(&results, from, to)
}

/// `function(a, axis)` for one axis after the other, each of the result before it. A function that leaves its axis out
/// gets it back with size 1. NumPy: `apply_over_axes`.
///
/// # Errors
/// [`Error::Axis`] if there is no such axis; [`Error::Value`] if a result has neither as many axes nor one less; and what
/// the function returns.
///
/// ```
/// use numoxide_core::{Array, ArrayView, apply_along_axis, apply_over_axes};
///
/// let a = Array::from_shape_vec([2, 3, 2], (0..12).collect())?;
/// let sum = |a: &Array<i32>, axis: isize| {
///     apply_along_axis(|line: ArrayView<'_, i32>| line.iter().sum::<i32>(), axis, a)
/// };
/// let sums = apply_over_axes(sum, &a, [0, 2])?;
/// assert_eq!((sums.shape(), sums.to_vec()), (&[1, 3, 1][..], vec![14, 22, 30]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn apply_over_axes<T: Clone + 'static>(
    mut function: impl FnMut(&Array<T>, isize) -> Result<Array<T>>,
    a: impl AsView<T>,
    axes: impl Ints,
) -> Result<Array<T>> {
    const OP: &str = "apply_over_axes";
    let mut value = a.shared().map_or_else(|| a.as_view().copy(Order::K), Ok)?;
    let ndim = value.ndim();
    for &axis in axes.ints().iter() {
        let axis = normalize_axis(OP, axis, ndim)? as isize;
        let result = function(&value, axis)?;
        value = match result.ndim() {
            same if same == ndim => result,
            less if less + 1 == ndim => expand_dims(&result, axis)?,
            _ => return Err(Error::value(OP, "function is not returning an array of the correct shape")),
        };
    }
    Ok(value)
}
