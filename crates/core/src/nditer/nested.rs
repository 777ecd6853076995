//! Iterations within iterations.

use crate::layout::{Axes, normalize_axes};
use crate::view::RelayoutExt;
use crate::{Ints, Layout, NdIndex, Result, Strided, ndindex};

/// The parts of an array for each index along some axes; see [`nested_iters`].
pub struct Nested<V> {
    array: V,
    indices: NdIndex,
    axes: Axes<usize>,
}

/// For each index along `axes` the index and the part of `a` there, over its other axes, in row-major order. The parts
/// share the memory; whatever iterates over arrays can go on within them. NumPy: `nested_iters(a, [axes, others])`.
///
/// # Errors
/// If an axis is out of range or named twice.
///
/// ```
/// use numoxide_core::{array, nested_iters};
///
/// let a = array![[1, 2, 3], [4, 5, 6]];
/// let sums: Vec<(usize, i32)> =
///     nested_iters(&a, 1)?.map(|(at, column)| (at[0], column.iter().sum())).collect();
/// assert_eq!(sums, [(0, 5), (1, 7), (2, 9)]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn nested_iters<V: Strided>(a: &V, axes: impl Ints) -> Result<Nested<V>> {
    let layout = a.the_layout();
    let axes = normalize_axes("nested_iters", &axes.ints(), layout.ndim())?;
    let sizes: Axes<usize> = axes.iter().map(|&axis| layout.shape[axis]).collect();
    Ok(Nested { array: a.clone(), indices: ndindex(sizes)?, axes })
}

impl<V: Strided> Iterator for Nested<V> {
    type Item = (Axes<usize>, V);

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.indices.next()?;
        let layout = self.array.the_layout();
        let others: Vec<usize> = (0..layout.ndim()).filter(|axis| !self.axes.contains(axis)).collect();
        let mut part: Layout = layout.permuted(&others);
        for (&axis, &at) in self.axes.iter().zip(index.iter()) {
            part.offset += at as isize * layout.strides[axis];
        }
        Some((index, self.array.relayout(part)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.indices.size_hint()
    }
}

impl<V: Strided> ExactSizeIterator for Nested<V> {}
