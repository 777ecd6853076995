//! Matrices made of matrices.

use numoxide_core::layout::broadcast_shapes;
use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError, Order, Scalar};

use crate::Result;
use crate::products::{Product, reshaped};

/// The matrices one after the other along the diagonal; vectors count as rows, and stacks broadcast. SciPy: `linalg.block_diag`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if stacks do not broadcast, or memory cannot be had.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_linalg::block_diag;
///
/// let joined = block_diag(&[&array![[1, 2]], &array![[3], [4]]])?;
/// assert_eq!(joined.to_vec(), [1, 2, 0, 0, 0, 3, 0, 0, 4]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn block_diag<T: Scalar>(blocks: &[&dyn AsView<T>]) -> Result<Array<T>> {
    const OP: &str = "block_diag";
    let mut views: Vec<ArrayView<'_, T>> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let mut view = block.as_view();
        while view.ndim() < 2 {
            view = view.expand_dims(0)?;
        }
        views.push(view);
    }
    let stacks: Vec<&[usize]> = views.iter().map(|view| &view.shape()[..view.ndim() - 2]).collect();
    let stack = broadcast_shapes(OP, &stacks)?;
    let extents: Vec<[usize; 2]> =
        views.iter().map(|view| [view.shape()[view.ndim() - 2], view.shape()[view.ndim() - 1]]).collect();
    let sum = |axis: usize| extents.iter().map(|extents| extents[axis]).sum::<usize>();
    // Of nothing, SciPy makes one row without items.
    let (rows, cols) = if views.is_empty() { (1, 0) } else { (sum(0), sum(1)) };
    let mut joined = Array::zeros(&[&stack[..], &[rows, cols]].concat()[..])?;
    let items = joined.as_slice_mut().unwrap_or(&mut []);
    let (mut row, mut col) = (0, 0);
    for (view, [height, width]) in views.iter().zip(extents) {
        let block = view.broadcast_to(&[&stack[..], &[height, width]].concat()[..])?.copy(Order::C)?;
        let lines = block.as_slice().unwrap_or(&[]).chunks_exact(width.max(1));
        for (line, from) in lines.enumerate() {
            let (matrix, i) = (line / height, row + line % height);
            items[(matrix * rows + i) * cols + col..][..width].copy_from_slice(from);
        }
        (row, col) = (row + height, col + width);
    }
    Ok(joined)
}

/// Khatri and Rao's product: the products of every item of a column of `a` with every item of the same column of `b`. Stacks
/// broadcast. SciPy: `linalg.khatri_rao`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if there are fewer than two axes, or not as many columns.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_linalg::khatri_rao;
///
/// let product = khatri_rao(array![[1, 2], [3, 4]], array![[5, 6]])?;
/// assert_eq!(product.to_vec(), [5, 12, 15, 24]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn khatri_rao<T: Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    const OP: &str = "khatri_rao";
    let (a, b) = (a.as_view(), b.as_view());
    if a.ndim() < 2 || b.ndim() < 2 {
        let found = a.ndim().min(b.ndim());
        return Err(ArrayError::Rank { op: OP, expected: "at least 2 axes", found }.into());
    }
    if a.shape().last() != b.shape().last() {
        let (expected, found) = (a.shape().to_vec(), b.shape().to_vec());
        return Err(ArrayError::Shape { op: OP, expected, found }.into());
    }
    let product = T::times(&a.expand_dims(-2)?, &b.expand_dims(-3)?)?;
    let [ref stack @ .., rows, inner, cols] = *product.shape() else { return Ok(product) };
    let shape = [stack, &[rows * inner, cols]].concat();
    Ok(reshaped(&product.view(), &shape, &mut None)?.to_owned()?)
}
