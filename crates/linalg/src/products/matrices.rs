//! Products of matrices with matrices and vectors.

use numoxide_core::layout::{Axes, broadcast_shapes};
use numoxide_core::{Array, ArrayView, AsView, AsViewMut, Error as ArrayError, copyto};

use super::Product;
use crate::Result;

/// The shape of a stack of products, and the extents of each.
struct Extents {
    stack: Axes<usize>,
    rows: usize,
    cols: usize,
}

fn extents<T>(op: &'static str, a: &ArrayView<'_, T>, b: &ArrayView<'_, T>) -> Result<Extents> {
    let ((left, a_matrix), (right, b_matrix)) =
        (a.shape().split_at(a.ndim() - 2), b.shape().split_at(b.ndim() - 2));
    if a_matrix[1] != b_matrix[0] {
        let found = b.shape().to_vec();
        let mut expected = found.clone();
        expected[b.ndim() - 2] = a_matrix[1];
        return Err(ArrayError::Shape { op, expected, found }.into());
    }
    Ok(Extents { stack: broadcast_shapes(op, &[left, right])?, rows: a_matrix[0], cols: b_matrix[1] })
}

/// The products of the matrices in the last two axes.
pub(crate) fn multiplied<T: Product>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    b: &ArrayView<'_, T>,
) -> Result<Array<T>> {
    let Extents { stack, rows, cols } = extents(op, a, b)?;
    let mut shape = stack.clone();
    shape.push(rows);
    shape.push(cols);
    let mut out = Array::unset(&shape[..])?;
    T::products(op, a, b, &stack, out.as_slice_mut().unwrap_or(&mut []))?;
    Ok(out)
}

fn at_least_one_axis<T>(op: &'static str, view: &ArrayView<'_, T>) -> Result<()> {
    if view.ndim() == 0 {
        return Err(ArrayError::Rank { op, expected: "at least 1 axis", found: 0 }.into());
    }
    Ok(())
}

/// The product of matrices, or of stacks of them that broadcast; a vector is a row on the left and a column on the right,
/// and its axis of length 1 is dropped again. NumPy: `matmul`, `@`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if an operand has no axes, or shapes do not fit.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_linalg::matmul;
///
/// assert_eq!(matmul(array![[1, 2], [3, 4]], [1, 1])?.to_vec(), [3, 7]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn matmul<T: Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    product("matmul", &a.as_view(), &b.as_view())
}

/// Multiplications up to which the way to the backend takes longer than they do.
const FEW: usize = 5 * 5 * 5;

/// The product of vectors or matrices of few items, if it is one and they lie row by row.
pub(super) fn few<T: Product>(a: &ArrayView<'_, T>, b: &ArrayView<'_, T>) -> Result<Option<Array<T>>> {
    let (shape, [m, k, n]) = match (a.shape(), b.shape()) {
        (&[k], &[same]) if same == k => (&[][..], [1, k, 1]),
        (&[m, k], &[same]) if same == k => (&[m][..], [m, k, 1]),
        (&[k], &[same, n]) if same == k => (&[n][..], [1, k, n]),
        (&[m, k], &[same, n]) if same == k => (&[m, n][..], [m, k, n]),
        _ => return Ok(None),
    };
    let count = m.saturating_mul(k).saturating_mul(n);
    let (Some(left), Some(right), 1..=FEW) = (a.as_slice(), b.as_slice(), count) else { return Ok(None) };
    let mut out = Array::unset(shape)?;
    T::few([m, k, n], left, right, out.as_slice_mut().unwrap_or(&mut []));
    Ok(Some(out))
}

fn product<T: Product>(op: &'static str, a: &ArrayView<'_, T>, b: &ArrayView<'_, T>) -> Result<Array<T>> {
    if let Some(product) = few(a, b)? {
        return Ok(product);
    }
    at_least_one_axis(op, a)?;
    at_least_one_axis(op, b)?;
    if a.ndim() >= 2 && b.ndim() >= 2 {
        return multiplied(op, a, b);
    }
    let (row, column) = (a.ndim() == 1, b.ndim() == 1);
    let a = if row { a.expand_dims(0)? } else { a.clone() };
    let b = if column { b.expand_dims(1)? } else { b.clone() };
    let c = multiplied(op, &a, &b)?;
    let c = if row { c.squeeze_axes(if column { -2 } else { c.ndim() as isize - 2 })? } else { c };
    Ok(if column { c.squeeze_axes(-1)? } else { c })
}

/// The keyword arguments of [`matmul`](fn@matmul).
pub mod matmul {
    use super::*;

    /// A product being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        b: ArrayView<'a, T>,
    }

    /// The product of `a` and `b`.
    pub fn with<'a, T: Product>(
        a: &'a (impl AsView<T> + ?Sized),
        b: &'a (impl AsView<T> + ?Sized),
    ) -> Call<'a, T> {
        Call { a: a.as_view(), b: b.as_view() }
    }

    impl<T: Product> Call<'_, T> {
        /// Writes the product to `out`.
        ///
        /// # Errors
        /// As [`matmul`](fn@super::matmul), and [`Error::Array`](crate::Error::Array) if `out` has another shape.
        pub fn out(self, out: &mut (impl AsViewMut<T> + ?Sized)) -> Result<()> {
            let mut out = out.as_view_mut()?;
            let whole = self.a.ndim() >= 2 && self.b.ndim() >= 2 && out.is_c_contiguous();
            if whole {
                let Extents { stack, rows, cols } = extents("matmul", &self.a, &self.b)?;
                let mut shape = stack.clone();
                shape.push(rows);
                shape.push(cols);
                same_shape(&shape, out.shape())?;
                let items = out.view_mut().into_slice().unwrap_or(&mut []);
                return T::products("matmul", &self.a, &self.b, &stack, items);
            }
            let product = product("matmul", &self.a, &self.b)?;
            same_shape(product.shape(), out.shape())?;
            Ok(copyto(&mut out, &product)?)
        }

        /// The product.
        ///
        /// # Errors
        /// As [`matmul`](fn@super::matmul).
        pub fn run(self) -> Result<Array<T>> {
            product("matmul", &self.a, &self.b)
        }
    }
}

fn same_shape(expected: &[usize], found: &[usize]) -> Result<()> {
    if expected == found {
        return Ok(());
    }
    let (expected, found) = (expected.to_vec(), found.to_vec());
    Err(ArrayError::Shape { op: "matmul", expected, found }.into())
}

/// The products of the matrices in the last two axes of `a` with the vectors in the last axis of `b`. NumPy: `matvec`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if there are too few axes, or shapes do not fit.
pub fn matvec<T: Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    const OP: &str = "matvec";
    let (a, b) = (a.as_view(), b.as_view());
    at_least_two_axes(OP, &a)?;
    at_least_one_axis(OP, &b)?;
    Ok(multiplied(OP, &a, &b.expand_dims(-1)?)?.squeeze_axes(-1)?)
}

/// The products of the conjugated vectors in the last axis of `a` with the matrices in the last two axes of `b`. NumPy:
/// `vecmat`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if there are too few axes, or shapes do not fit.
pub fn vecmat<T: Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    const OP: &str = "vecmat";
    let (a, b) = (a.as_view(), b.as_view());
    at_least_one_axis(OP, &a)?;
    at_least_two_axes(OP, &b)?;
    let a = conjugated(&a)?;
    Ok(multiplied(OP, &a.view().expand_dims(-2)?, &b)?.squeeze_axes(-2)?)
}

fn at_least_two_axes<T>(op: &'static str, view: &ArrayView<'_, T>) -> Result<()> {
    if view.ndim() < 2 {
        return Err(ArrayError::Rank { op, expected: "at least 2 axes", found: view.ndim() }.into());
    }
    Ok(())
}

/// The complex conjugate of every item.
pub(super) fn conjugated<T: Product>(a: &ArrayView<'_, T>) -> Result<Array<T>> {
    let mut a = a.to_owned()?;
    if matches!(T::DTYPE, numoxide_core::DType::C64 | numoxide_core::DType::C128) {
        a.iter_mut().for_each(|x| *x = x.conjugate());
    }
    Ok(a)
}

/// The product of many matrices, in the order that takes the fewest multiplications; the first and the last may be vectors.
/// NumPy: `linalg.multi_dot`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if there are fewer than two, one has a wrong number of axes, or shapes do not fit.
pub fn multi_dot<T: Product>(operands: &[&dyn AsView<T>]) -> Result<Array<T>> {
    const OP: &str = "multi_dot";
    let last = operands.len().wrapping_sub(1);
    if operands.len() < 2 {
        return Err(ArrayError::value(OP, "expecting at least two arrays").into());
    }
    let mut views: Vec<ArrayView<'_, T>> = operands.iter().map(|operand| operand.as_view()).collect();
    let (row, column) = (views[0].ndim() == 1, views[last].ndim() == 1);
    if row {
        views[0] = views[0].expand_dims(0)?;
    }
    if column {
        views[last] = views[last].expand_dims(1)?;
    }
    if let Some(view) = views.iter().find(|view| view.ndim() != 2) {
        return Err(ArrayError::Rank { op: OP, expected: "2 axes", found: view.ndim() }.into());
    }
    for pair in views.windows(2) {
        extents(OP, &pair[0], &pair[1])?;
    }
    let mut dims: Vec<usize> = views.iter().map(|view| view.shape()[0]).collect();
    dims.push(views[last].shape()[1]);
    let splits = cheapest(&dims);
    let c = in_order(&views, &splits, 0, last)?;
    let c = if row { c.squeeze_axes(0)? } else { c };
    Ok(if column { c.squeeze_axes(-1)? } else { c })
}

/// Where to split each chain `i..=j`, by the textbook's dynamic programming.
fn cheapest(dims: &[usize]) -> Vec<Vec<usize>> {
    let n = dims.len() - 1;
    let (mut cost, mut split) = (vec![vec![0.0f64; n]; n], vec![vec![0; n]; n]);
    for length in 1..n {
        for i in 0..n - length {
            let j = i + length;
            cost[i][j] = f64::INFINITY;
            for k in i..j {
                let work = dims[i] as f64 * dims[k + 1] as f64 * dims[j + 1] as f64;
                let total = cost[i][k] + cost[k + 1][j] + work;
                if total < cost[i][j] {
                    (cost[i][j], split[i][j]) = (total, k);
                }
            }
        }
    }
    split
}

fn in_order<T: Product>(
    views: &[ArrayView<'_, T>],
    splits: &[Vec<usize>],
    i: usize,
    j: usize,
) -> Result<Array<T>> {
    if i == j {
        return Ok(views[i].to_owned()?);
    }
    let k = splits[i][j];
    let left = in_order(views, splits, i, k)?;
    let right = in_order(views, splits, k + 1, j)?;
    multiplied("multi_dot", &left.view(), &right.view())
}
