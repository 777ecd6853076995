//! Norms and condition numbers.

use numoxide_backend::{Field, Real};
use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError, Order};

use crate::lend::next_place;
use crate::spectral::svdvals;
use crate::{Error, Inexact, Result, inv};

/// Which norm: NumPy's `ord`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Ord {
    /// The root of the sum of squares: of vectors and of matrices.
    Frobenius,
    /// The sum of singular values.
    Nuclear,
    /// Of vectors the largest item, of matrices the largest sum of a row.
    Infinity,
    /// Of vectors the least item, of matrices the least sum of a row.
    NegativeInfinity,
    /// Of vectors the root of the sum of powers; of matrices 1 and -1 for sums of columns, 2 and -2 for singular values.
    Power(f64),
}

/// The norm of all items: the root of the sum of squares. NumPy: `linalg.norm`.
///
/// ```
/// assert_eq!(numoxide_linalg::norm([3.0f64, 4.0])?, 5.0);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
///
/// # Errors
/// [`Error::Array`] if memory cannot be had.
pub fn norm<T: Inexact>(a: impl AsView<T>) -> Result<T::Real> {
    let view = a.as_view();
    Ok(match view.as_slice() {
        Some(items) => length(items),
        None => length(view.copy(Order::K)?.as_slice().unwrap_or(&[])),
    })
}

/// The norms of the vectors along an axis, which stays with length 1 if `keepdims`. NumPy: `linalg.vector_norm`, and
/// `linalg.norm` with one axis.
///
/// # Errors
/// [`Error::Array`] if there is no such axis, or `ord` is none of vectors.
pub fn vector_norm<T: Inexact>(
    a: impl AsView<T>,
    ord: Ord,
    axis: isize,
    keepdims: bool,
) -> Result<Array<T::Real>> {
    let rows = a.as_view().moveaxis(axis, -1)?.copy(Order::C)?;
    let (n, stack) = rows.shape().split_last().map_or((1, &[][..]), |(&n, stack)| (n, stack));
    let items = rows.as_slice().unwrap_or(&[]);
    let count: usize = stack.iter().product();
    let norms: Result<Vec<T::Real>> = (0..count).map(|i| of_vector(&items[i * n..][..n], ord)).collect();
    let found = Array::from_shape_vec(stack, norms?)?;
    Ok(if keepdims { found.expand_dims(axis)? } else { found })
}

fn length<T: Field>(x: &[T]) -> T::Real {
    let sum = x.iter().fold(<T::Real as Field>::ZERO, |sum, x| sum + x.abs2());
    Real::sqrt(sum)
}

fn of_vector<T: Inexact>(x: &[T], ord: Ord) -> Result<T::Real> {
    let sizes = || x.iter().map(|x| x.abs().to_f64());
    let empty = || Error::from(ArrayError::EmptyReduction { op: "vector_norm" });
    let found = match ord {
        Ord::Frobenius => return Ok(length(x)),
        Ord::Power(2.0) => return Ok(length(x)),
        Ord::Infinity if x.is_empty() => 0.0,
        Ord::Infinity => sizes().fold(0.0, largest),
        Ord::NegativeInfinity if x.is_empty() => return Err(empty()),
        Ord::NegativeInfinity => sizes().fold(f64::INFINITY, least),
        Ord::Power(0.0) => sizes().filter(|&x| x != 0.0).count() as f64,
        Ord::Power(1.0) => sizes().sum(),
        Ord::Power(p) => sizes().map(|x| x.powf(p)).sum::<f64>().powf(1.0 / p),
        Ord::Nuclear => return Err(ArrayError::value("vector_norm", "no such norm of vectors").into()),
    };
    Ok(T::Real::from_f64(found))
}

/// The greater, or NaN.
fn largest(a: f64, b: f64) -> f64 {
    if a.is_nan() || a > b { a } else { b }
}

/// The lesser, or NaN.
fn least(a: f64, b: f64) -> f64 {
    if a.is_nan() || a < b { a } else { b }
}

/// The norms of the matrices in the last two axes. NumPy: `linalg.matrix_norm`, and `linalg.norm` with two axes.
///
/// # Errors
/// [`Error::Array`] if there are fewer than two axes, or `ord` is none of matrices; as [`svdvals`] where it needs them.
pub fn matrix_norm<T: Inexact>(a: impl AsView<T>, ord: Ord) -> Result<Array<T::Real>> {
    const OP: &str = "matrix_norm";
    let a = a.as_view();
    if a.ndim() < 2 {
        return Err(ArrayError::Rank { op: OP, expected: "at least 2 axes", found: a.ndim() }.into());
    }
    match ord {
        Ord::Nuclear => from_singular(&a, |s| s.iter().sum()),
        Ord::Power(2.0) => from_singular(&a, |s| s.first().copied().unwrap_or(0.0)),
        Ord::Power(-2.0) => from_singular(&a, |s| s.last().copied().unwrap_or(0.0)),
        Ord::Frobenius => {
            let flat =
                [&a.shape()[..a.ndim() - 2], &[a.shape()[a.ndim() - 2] * a.shape()[a.ndim() - 1]]].concat();
            vector_norm(a.copy(Order::C)?.reshape(&flat[..])?, Ord::Frobenius, -1, false)
        }
        Ord::Infinity => folded(vector_norm(&a, Ord::Power(1.0), -1, false)?, Ord::Infinity),
        Ord::NegativeInfinity => folded(vector_norm(&a, Ord::Power(1.0), -1, false)?, Ord::NegativeInfinity),
        Ord::Power(1.0) => folded(vector_norm(&a, Ord::Power(1.0), -2, false)?, Ord::Infinity),
        Ord::Power(-1.0) => folded(vector_norm(&a, Ord::Power(1.0), -2, false)?, Ord::NegativeInfinity),
        Ord::Power(_) => Err(ArrayError::value(OP, "no such norm of matrices").into()),
    }
}

fn from_singular<T: Inexact>(a: &ArrayView<'_, T>, of: impl Fn(&[f64]) -> f64) -> Result<Array<T::Real>> {
    let s = svdvals(a)?;
    let (k, stack) = s.shape().split_last().map_or((0, &[][..]), |(&k, stack)| (k, stack));
    let items: Vec<f64> = s.iter().map(|x| x.to_f64()).collect();
    let count: usize = stack.iter().product();
    let found = (0..count).map(|i| T::Real::from_f64(of(&items[i * k..][..k]))).collect();
    Ok(Array::from_shape_vec(stack, found)?)
}

/// The largest or least of sums, which are not negative.
fn folded<R: Real + numoxide_core::Float>(sums: Array<R>, ord: Ord) -> Result<Array<R>> {
    let (n, stack) = sums.shape().split_last().map_or((0, &[][..]), |(&n, stack)| (n, stack));
    let items: Vec<f64> = sums.iter().map(|x| x.to_f64()).collect();
    let fold = |x: &[f64]| match ord {
        Ord::Infinity => x.iter().copied().fold(0.0, largest),
        _ => x.iter().copied().fold(f64::INFINITY, least),
    };
    let count: usize = stack.iter().product();
    let found = (0..count).map(|i| R::from_f64(fold(&items[i * n..][..n]))).collect();
    Ok(Array::from_shape_vec(stack, found)?)
}

/// The condition numbers of the matrices in the last two axes, for a norm of matrices; NumPy's default is
/// `Ord::Power(2.0)`. Infinite for singular matrices. NumPy: `linalg.cond`.
///
/// # Errors
/// [`Error::Empty`]; as [`matrix_norm`] and [`inv`].
pub fn cond<T: Inexact>(a: impl AsView<T>, ord: Ord) -> Result<Array<T::Real>> {
    let a = a.as_view();
    if a.is_empty() {
        return Err(Error::Empty { op: "cond" });
    }
    let ratio = |x: f64, y: f64| if y == 0.0 { f64::INFINITY } else { x / y };
    match ord {
        Ord::Power(2.0) => from_singular(&a, |s| ratio(s[0], s[s.len() - 1])),
        Ord::Power(-2.0) => from_singular(&a, |s| s[s.len() - 1] / s[0]),
        _ => {
            let stack = a.shape()[..a.ndim().saturating_sub(2)].to_vec();
            let norms = matrix_norm(&a, ord)?;
            let (mut place, mut found) = (vec![0; stack.len()], Vec::new());
            for norm in norms.iter() {
                let mut matrix = a.clone();
                for &at in &place {
                    let at = at as isize;
                    matrix = matrix.slice([numoxide_core::layout::SliceSpec::Index(at)])?;
                }
                found.push(match inv(&matrix) {
                    Ok(inverse) => norm.to_f64() * norm_of(&inverse, ord)?,
                    Err(Error::Singular { .. }) => f64::INFINITY,
                    Err(error) => return Err(error),
                });
                next_place(&mut place, &stack);
            }
            let found = found.into_iter().map(T::Real::from_f64).collect();
            Ok(Array::from_shape_vec(&stack[..], found)?)
        }
    }
}

/// The norm of one matrix.
fn norm_of<T: Inexact>(a: &Array<T>, ord: Ord) -> Result<f64> {
    Ok(matrix_norm(a, ord)?.iter().next().map_or(0.0, |x| x.to_f64()))
}
