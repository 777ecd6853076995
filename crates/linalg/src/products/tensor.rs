//! Products of tensors over chosen axes, Kronecker's product, and the trace.

use numoxide_core::layout::{Axes, normalize_axes};
use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError, Ints, Order};

use super::{Product, multiplied};
use crate::Result;

/// The axes that `tensordot` sums over: how many (the last of one, the first of the other), or a list for each.
pub trait TensorAxes {
    /// The axes of both operands, which have so many.
    #[doc(hidden)]
    fn of(&self, left: usize, right: usize) -> (Axes<isize>, Axes<isize>);
}

impl TensorAxes for usize {
    fn of(&self, left: usize, _: usize) -> (Axes<isize>, Axes<isize>) {
        let count = *self as isize;
        ((left as isize - count..left as isize).collect(), (0..count).collect())
    }
}

impl TensorAxes for i32 {
    fn of(&self, left: usize, right: usize) -> (Axes<isize>, Axes<isize>) {
        (*self as usize).of(left, right)
    }
}

impl<A: Ints, B: Ints> TensorAxes for (A, B) {
    fn of(&self, _: usize, _: usize) -> (Axes<isize>, Axes<isize>) {
        (self.0.ints(), self.1.ints())
    }
}

/// The sum of products over some axes of both. NumPy: `tensordot`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if there are no such axes, or they differ in number or length.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_linalg::tensordot;
///
/// let a = array![[1, 2], [3, 4]];
/// assert_eq!(tensordot(&a, &a, 2)?.to_vec(), [30]);
/// assert_eq!(tensordot(&a, &a, ([0], [0]))?.to_vec(), [10, 14, 14, 20]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn tensordot<T: Product>(
    a: impl AsView<T>,
    b: impl AsView<T>,
    axes: impl TensorAxes,
) -> Result<Array<T>> {
    const OP: &str = "tensordot";
    let (a, b) = (a.as_view(), b.as_view());
    let (left, right) = axes.of(a.ndim(), b.ndim());
    if left.len() != right.len() {
        return Err(ArrayError::value(OP, "as many axes of one operand as of the other").into());
    }
    let (left, right) = (normalize_axes(OP, &left, a.ndim())?, normalize_axes(OP, &right, b.ndim())?);
    contract(OP, &a, &b, &left, &right)
}

/// A view in another shape, where it lies or copied. `memory` keeps the copy.
pub(crate) fn reshaped<'a, T: Product>(
    view: &ArrayView<'a, T>,
    shape: &[usize],
    memory: &'a mut Option<Array<T>>,
) -> Result<ArrayView<'a, T>> {
    if let Ok(view) = view.reshape(shape) {
        return Ok(view);
    }
    Ok(memory.insert(view.copy(Order::C)?.reshape(shape)?).view())
}

/// The sum of products over the axes `left` of `a` and `right` of `b`, as one product of matrices.
pub(super) fn contract<T: Product>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    b: &ArrayView<'_, T>,
    left: &[usize],
    right: &[usize],
) -> Result<Array<T>> {
    let extent = |view: &ArrayView<'_, T>, axes: &[usize]| -> Vec<usize> {
        axes.iter().map(|&axis| view.shape()[axis]).collect()
    };
    let (expected, found) = (extent(a, left), extent(b, right));
    if expected != found {
        return Err(ArrayError::Shape { op, expected, found }.into());
    }
    let free = |view: &ArrayView<'_, T>, taken: &[usize]| -> Vec<usize> {
        (0..view.ndim()).filter(|axis| !taken.contains(axis)).collect()
    };
    let (free_left, free_right) = (free(a, left), free(b, right));
    let (outer_left, outer_right) = (extent(a, &free_left), extent(b, &free_right));
    let (rows, inner, cols) = (
        outer_left.iter().product::<usize>(),
        expected.iter().product::<usize>(),
        outer_right.iter().product::<usize>(),
    );
    let a = a.transpose(&[&free_left[..], left].concat()[..])?;
    let b = b.transpose(&[right, &free_right[..]].concat()[..])?;
    let (mut a_copy, mut b_copy) = (None, None);
    let a = reshaped(&a, &[rows, inner], &mut a_copy)?;
    let b = reshaped(&b, &[inner, cols], &mut b_copy)?;
    let product = multiplied(op, &a, &b)?;
    Ok(product.reshape(&[outer_left, outer_right].concat()[..])?)
}

/// Kronecker's product: blocks of `b`, scaled by the items of `a`. NumPy: `kron`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if it does not fit.
///
/// ```
/// use numoxide_linalg::products::kron;
///
/// assert_eq!(kron([1, 10], [5, 6])?.to_vec(), [5, 6, 50, 60]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn kron<T: Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    let (mut a, mut b) = (a.as_view(), b.as_view());
    let ndim = a.ndim().max(b.ndim());
    while a.ndim() < ndim {
        a = a.expand_dims(0)?;
    }
    while b.ndim() < ndim {
        b = b.expand_dims(0)?;
    }
    let shape: Vec<usize> = a.shape().iter().zip(b.shape()).map(|(a, b)| a * b).collect();
    if let (&[_, a_cols], &[_, b_cols], Some(a), Some(b)) = (a.shape(), b.shape(), a.as_slice(), b.as_slice())
        && !a.is_empty()
        && !b.is_empty()
    {
        let mut out = Array::unset(&shape[..])?;
        let mut rows = out.as_slice_mut().unwrap_or(&mut []).chunks_exact_mut(a_cols * b_cols);
        for a in a.chunks_exact(a_cols) {
            for (b, row) in b.chunks_exact(b_cols).zip(&mut rows) {
                for (&a, block) in a.iter().zip(row.chunks_exact_mut(b_cols)) {
                    block.iter_mut().zip(b).for_each(|(to, &b)| *to = a.multiplied(b));
                }
            }
        }
        return Ok(out);
    }
    for axis in 0..ndim as isize {
        a = a.expand_dims(2 * axis + 1)?;
        b = b.expand_dims(2 * axis)?;
    }
    Ok(T::times(&a, &b)?.reshape(&shape[..])?)
}

/// The sum over the diagonal of the first two axes; integers are summed in 64 bits. NumPy: `trace`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if there are fewer than two axes.
///
/// ```
/// use numoxide_linalg::products::trace;
///
/// assert_eq!(trace([[1, 2], [3, 4]])?.to_vec(), [5i64]);
/// assert_eq!(trace::with(&[[1, 2], [3, 4]]).offset(1).run()?.to_vec(), [2i64]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn trace<T: Product>(a: impl AsView<T>) -> Result<Array<T::Sum>> {
    trace::with(&a).run()
}

/// The keyword arguments of [`trace`](fn@trace).
pub mod trace {
    use super::*;

    /// A trace being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        offset: isize,
        axes: (isize, isize),
    }

    /// The trace of `a`.
    pub fn with<T: Product>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), offset: 0, axes: (0, 1) }
    }

    impl<T: Product> Call<'_, T> {
        /// The diagonal: 0 is the main one, 1 the next to the right.
        pub fn offset(mut self, offset: isize) -> Self {
            self.offset = offset;
            self
        }

        /// The axes of the matrices.
        pub fn axes(mut self, axis1: isize, axis2: isize) -> Self {
            self.axes = (axis1, axis2);
            self
        }

        /// The sums.
        ///
        /// # Errors
        /// [`Error::Array`](crate::Error::Array) if there are no such axes.
        pub fn run(self) -> Result<Array<T::Sum>> {
            let diagonal = self.a.diagonal_of(self.offset, self.axes.0, self.axes.1)?;
            Ok(numoxide_ufunc::sum::with(&diagonal).axis(-1).run()?)
        }
    }
}
