//! Powers of matrices, least squares, equations of tensors, and the forms of `numpy.linalg` that differ from those of
//! the main namespace.

use std::any::Any;

use numoxide_backend::{Field, MatMut, Real};
use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError, Number, Order};

use crate::backend::routines;
use crate::columns::non_finite;
use crate::lend::Stack;
use crate::products::{self, Product, multiplied};
use crate::{Error, Inexact, Result, inv, solve};

/// Square matrices multiplied by themselves `n - 1` times; of their inverses where `n` is negative. NumPy:
/// `linalg.matrix_power`.
///
/// # Errors
/// [`Error::NotSquare`]; as [`inv`] where `n` is negative.
pub fn matrix_power<T: Inexact + Product>(a: impl AsView<T>, n: i64) -> Result<Array<T>> {
    const OP: &str = "matrix_power";
    let a = a.as_view();
    match *a.shape() {
        [.., rows, cols] if rows == cols => {}
        [.., _, _] => return Err(Error::NotSquare { op: OP, shape: a.shape().to_vec() }),
        _ => return Err(ArrayError::Rank { op: OP, expected: "at least 2 axes", found: a.ndim() }.into()),
    }
    let mut square = if n < 0 { inv(&a)? } else { a.to_owned()? };
    let (mut left, mut result) = (n.unsigned_abs(), None::<Array<T>>);
    while left > 0 {
        if left % 2 == 1 {
            result = Some(match result {
                Some(result) => multiplied(OP, &result.view(), &square.view())?,
                None => square.clone(),
            });
        }
        left /= 2;
        if left > 0 {
            square = multiplied(OP, &square.view(), &square.view())?;
        }
    }
    match result {
        Some(result) => Ok(result),
        None => {
            let size = a.shape()[a.ndim() - 1];
            Ok(Array::<T>::identity(size)?.view().broadcast_to(a.shape())?.copy(Order::C)?)
        }
    }
}

/// A least-squares solution.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lstsq<T: Inexact> {
    /// The `x` that makes `a x - b` shortest, and is the shortest of these.
    pub solution: Array<T>,
    /// The squared lengths of `a x - b`, a column each; empty where the rank is not full or there are no more rows than columns.
    pub residuals: Array<T::Real>,
    /// The rank of `a`.
    pub rank: usize,
    /// The singular values of `a`.
    pub singular_values: Array<T::Real>,
}

/// The least-squares solution of `a x = b`; singular values up to the `eps` of `f64` times the extent of the largest count as 0.
/// NumPy: `linalg.lstsq`; the backend's `gelsd`, in double precision for every type, as NumPy has it.
///
/// # Errors
/// [`Error::NonFinite`], [`Error::NotConverged`]; [`Error::Array`] if shapes do not fit.
///
/// ```
/// let found = numoxide_linalg::lstsq([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], [1.0, 3.0, 5.0])?;
/// assert!((found.solution[[1]] - 2.0f64).abs() < 1e-14);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn lstsq<T: Inexact>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Lstsq<T>> {
    lstsq::with(&a, &b).run()
}

/// The keyword arguments of [`lstsq`](fn@lstsq).
pub mod lstsq {
    use super::*;

    /// A least-squares problem being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        b: ArrayView<'a, T>,
        rcond: Option<f64>,
    }

    /// The solution of `a x = b`.
    pub fn with<'a, T: Inexact>(
        a: &'a (impl AsView<T> + ?Sized),
        b: &'a (impl AsView<T> + ?Sized),
    ) -> Call<'a, T> {
        Call { a: a.as_view(), b: b.as_view(), rcond: None }
    }

    impl<T: Inexact> Call<'_, T> {
        /// Singular values up to this part of the largest count as 0; for a number that is not between 0 and 1, up to 2⁻⁵³ of it.
        pub fn rcond(mut self, rcond: f64) -> Self {
            self.rcond = Some(rcond);
            self
        }

        /// The solution.
        ///
        /// # Errors
        /// As [`lstsq`](fn@super::lstsq).
        pub fn run(self) -> Result<Lstsq<T>> {
            least_squares(self.a, self.b, self.rcond)
        }
    }
}

fn least_squares<T: Inexact>(
    a: ArrayView<'_, T>,
    b: ArrayView<'_, T>,
    rcond: Option<f64>,
) -> Result<Lstsq<T>> {
    const OP: &str = "lstsq";
    if a.ndim() != 2 {
        return Err(ArrayError::Rank { op: OP, expected: "2 axes", found: a.ndim() }.into());
    }
    let vector = b.ndim() == 1;
    let b = if vector { b.expand_dims(1)? } else { b };
    if b.ndim() != 2 || b.shape()[0] != a.shape()[0] {
        let (expected, found) = (vec![a.shape()[0]], b.shape().to_vec());
        return Err(ArrayError::Shape { op: OP, expected, found }.into());
    }
    let (m, n, columns) = (a.shape()[0], a.shape()[1], b.shape()[1]);
    let rows = m.max(n);
    let (mut x, mut a) = (doubles(OP, &b, rows)?, doubles(OP, &a, m)?);
    let (to, a) = (x.as_slice_mut().unwrap_or(&mut []), a.as_slice_mut().unwrap_or(&mut []));
    let (mut s, rcond) = (vec![0.0; m.min(n)], rcond.unwrap_or(f64::EPSILON * rows as f64));
    let rank = routines::<T::Double>()
        .gelsd(MatMut::new(a, m, n), MatMut::new(to, rows, columns), rcond, &mut s)
        .map_err(|failure| Error::from_failure(OP, &[], failure))?;
    let found = (0..n * columns).map(|at| T::narrow(to[at / columns + at % columns * rows]));
    let solution = Array::from_shape_vec([n, columns], found.collect())?;
    let square = |x: &[T::Double]| x.iter().map(|x| x.abs2()).sum();
    let full = rank == n && m > n;
    let residuals = if full { to.chunks_exact(rows).map(|x| square(&x[n..])).collect() } else { Vec::new() };
    let real = |x: Vec<f64>| Array::from_vec(x.into_iter().map(T::Real::from_f64).collect());
    Ok(Lstsq {
        solution: if vector { solution.squeeze_axes(1)? } else { solution },
        residuals: real(residuals)?,
        rank,
        singular_values: real(s)?,
    })
}

/// A matrix of finite items in double precision, column by column, with zeros below up to `height` rows.
fn doubles<T: Inexact>(op: &'static str, a: &ArrayView<'_, T>, height: usize) -> Result<Array<T::Double>> {
    let (rows, cols) = (a.shape()[0], a.shape()[1]);
    let shape = [cols, height];
    let mut items = if height == rows { Array::<T>::unset(shape)? } else { Array::zeros(shape)? };
    let lent = Stack::new(a, &[])?;
    let to = items.as_slice_mut().unwrap_or(&mut []);
    if !MatMut::with_ld(to, rows, cols, height.max(1)).copy_finite(lent.at(&[])) {
        return Err(non_finite(op, a));
    }
    // What is of double precision already is not copied once more.
    match (&items as &dyn Any).downcast_ref::<Array<T::Double>>() {
        Some(doubles) => Ok(doubles.clone()),
        None => Ok(Array::from_shape_vec(shape, items.iter().map(|x| x.widen()).collect())?),
    }
}

/// The conjugate transposes of matrices.
pub(crate) fn adjoint<T: Inexact>(a: &Array<T>) -> Result<Array<T>> {
    let mut a = a.mt()?.copy(Order::C)?;
    a.iter_mut().for_each(|x| *x = x.conj());
    Ok(a)
}

/// The inverse for `tensordot(a, b, ind)`: of the first `ind` axes against the others. NumPy: `linalg.tensorinv`.
///
/// # Errors
/// [`Error::NotSquare`] if the two groups of axes hold different numbers of items; as [`inv`].
pub fn tensorinv<T: Inexact + Product>(a: impl AsView<T>, ind: usize) -> Result<Array<T>> {
    let a = a.as_view();
    if ind == 0 || ind > a.ndim() {
        return Err(ArrayError::value("tensorinv", format!("no {ind} axes to invert")).into());
    }
    let (first, last) = a.shape().split_at(ind);
    let rows: usize = first.iter().product();
    let cols: usize = last.iter().product();
    let inverse = inv(a.copy(Order::C)?.reshape([rows, cols])?)?;
    Ok(inverse.copy(Order::C)?.reshape(&[last, first].concat()[..])?)
}

/// The `x` with `tensordot(a, x, x.ndim()) = b`. NumPy: `linalg.tensorsolve`.
///
/// # Errors
/// [`Error::NotSquare`] if shapes do not fit; as [`solve`](fn@crate::solve).
pub fn tensorsolve<T: Inexact + Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    let (a, b): (ArrayView<'_, T>, ArrayView<'_, T>) = (a.as_view(), b.as_view());
    let shape = &a.shape()[b.ndim().min(a.ndim())..];
    let cols: usize = shape.iter().product();
    if a.len() != cols * cols || b.len() != cols {
        return Err(Error::NotSquare { op: "tensorsolve", shape: a.shape().to_vec() });
    }
    let matrix = a.copy(Order::C)?.reshape([cols, cols])?;
    let x = solve(&matrix, b.copy(Order::C)?.reshape([cols])?)?;
    Ok(x.copy(Order::C)?.reshape(shape)?)
}

/// The sums over the diagonals of the matrices in the last two axes. NumPy: `linalg.trace`.
///
/// # Errors
/// [`Error::Array`] if there are fewer than two axes.
pub fn trace<T: Product>(a: impl AsView<T>, offset: isize) -> Result<Array<T::Sum>> {
    products::trace::with(&a).offset(offset).axes(-2, -1).run()
}

/// The diagonals of the matrices in the last two axes. NumPy: `linalg.diagonal`.
///
/// # Errors
/// [`Error::Array`] if there are fewer than two axes.
pub fn diagonal<T: Clone + 'static>(a: impl AsView<T>, offset: isize) -> Result<Array<T>> {
    Ok(a.as_view().diagonal_of(offset, -2, -1)?.copy(Order::C)?)
}

/// The matrix of the products of the items of two vectors. NumPy: `linalg.outer`.
///
/// # Errors
/// [`Error::Array`] if an operand is no vector.
pub fn outer<T: Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    for ndim in [a.as_view().ndim(), b.as_view().ndim()] {
        if ndim != 1 {
            return Err(ArrayError::Rank { op: "outer", expected: "1 axis", found: ndim }.into());
        }
    }
    products::outer(a, b)
}

/// The vector product along an axis of 3 items. NumPy: `linalg.cross`.
///
/// # Errors
/// [`Error::Array`] if the vectors have another length, or the other axes do not broadcast.
pub fn cross<T: Product + Number>(a: impl AsView<T>, b: impl AsView<T>, axis: isize) -> Result<Array<T>> {
    for view in [a.as_view(), b.as_view()] {
        let last = view.moveaxis(axis, -1)?;
        if last.shape().last() != Some(&3) {
            return Err(ArrayError::value("cross", "vectors must have 3 items").into());
        }
    }
    products::cross::with(&a, &b).axis(axis).run()
}
