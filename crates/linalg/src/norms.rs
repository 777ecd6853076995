//! Norms and condition numbers.

use numoxide_backend::{Field, Real};
use numoxide_core::layout::{Axes, normalize_axes};
use numoxide_core::{Array, ArrayView, AsView, Element, Error as ArrayError, MaybeAxes, Order};

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

/// The norm of all items: the root of the sum of squares. NumPy: `linalg.norm`, whose keyword arguments
/// [`norm::with`] takes.
///
/// ```
/// use numoxide_linalg::{Ord, norm};
///
/// assert_eq!(norm([3.0f64, 4.0])?, 5.0);
/// assert_eq!(norm::with(&[[3.0f64, 4.0], [0.0, 5.0]]).axis(1).run()?.to_vec(), [5.0, 5.0]);
/// assert_eq!(norm::with(&[[3.0f64, 4.0], [0.0, 5.0]]).ord(Ord::Power(1.0)).run()?.to_vec(), [9.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
///
/// # Errors
/// [`Error::Array`] if memory cannot be had.
pub fn norm<T: Inexact>(a: impl AsView<T>) -> Result<T::Real> {
    vector_norm(a)
}

/// The norm of all items as one vector. NumPy: `linalg.vector_norm`, whose keyword arguments [`vector_norm::with`] takes.
///
/// # Errors
/// [`Error::Array`] if memory cannot be had.
pub fn vector_norm<T: Inexact>(a: impl AsView<T>) -> Result<T::Real> {
    Ok(length(items_of(&a.as_view(), Order::K, &mut None)?))
}

/// Frobenius' norms of the matrices in the last two axes. NumPy: `linalg.matrix_norm`, whose keyword arguments
/// [`matrix_norm::with`] takes.
///
/// # Errors
/// [`Error::Array`] if there are fewer than two axes.
pub fn matrix_norm<T: Inexact>(a: impl AsView<T>) -> Result<Array<T::Real>> {
    matrix_norm::with(&a).run()
}

/// The ratios of the largest to the smallest singular values of the matrices in the last two axes; infinite for singular
/// matrices. NumPy: `linalg.cond`, whose other norms [`cond::with`] takes.
///
/// # Errors
/// [`Error::Empty`]; as [`svdvals`].
pub fn cond<T: Inexact>(a: impl AsView<T>) -> Result<Array<T::Real>> {
    cond::with(&a).run()
}

/// The keyword arguments of [`norm`](fn@norm).
pub mod norm {
    use super::*;

    /// A norm being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        ord: Option<Ord>,
        axes: Option<Axes<isize>>,
        keepdims: bool,
    }

    /// The norm of `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), ord: None, axes: None, keepdims: false }
    }

    impl<T: Inexact> Call<'_, T> {
        /// Which norm.
        pub fn ord(mut self, ord: Ord) -> Self {
            self.ord = Some(ord);
            self
        }

        /// The axis of vectors, or the two axes of matrices.
        pub fn axis(mut self, axis: impl MaybeAxes) -> Self {
            self.axes = axis.axes();
            self
        }

        /// Whether the axes stay, with length 1.
        pub fn keepdims(mut self, keepdims: bool) -> Self {
            self.keepdims = keepdims;
            self
        }

        /// The norms.
        ///
        /// # Errors
        /// [`Error::Array`] if there are no such axes, or no such norm of what they hold.
        pub fn run(self) -> Result<Array<T::Real>> {
            const OP: &str = "norm";
            let Call { a, ord, axes, keepdims } = self;
            let axes = match (axes, ord, a.ndim()) {
                (Some(axes), ..) => axes,
                (None, None, _) => return vectors(OP, &a, Ord::Power(2.0), None, keepdims),
                (None, Some(_), 1) => Axes::from_slice(&[0]),
                (None, Some(_), 2) => Axes::from_slice(&[0, 1]),
                (None, Some(_), found) => {
                    return Err(ArrayError::Rank { op: OP, expected: "1 or 2 axes", found }.into());
                }
            };
            match axes[..] {
                [_] => vectors(OP, &a, ord.unwrap_or(Ord::Power(2.0)), Some(&axes), keepdims),
                [down, right] => matrices(OP, &a, ord.unwrap_or(Ord::Frobenius), [down, right], keepdims),
                _ => Err(ArrayError::value(OP, "one axis for vectors or two for matrices").into()),
            }
        }
    }
}

/// The keyword arguments of [`vector_norm`](fn@vector_norm).
pub mod vector_norm {
    use super::*;

    /// A norm being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        ord: Ord,
        axes: Option<Axes<isize>>,
        keepdims: bool,
    }

    /// The norm of `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), ord: Ord::Power(2.0), axes: None, keepdims: false }
    }

    impl<T: Inexact> Call<'_, T> {
        /// Which norm.
        pub fn ord(mut self, ord: Ord) -> Self {
            self.ord = ord;
            self
        }

        /// The axes whose items make up a vector; all of them if there is no list.
        pub fn axis(mut self, axis: impl MaybeAxes) -> Self {
            self.axes = axis.axes();
            self
        }

        /// Whether the axes stay, with length 1.
        pub fn keepdims(mut self, keepdims: bool) -> Self {
            self.keepdims = keepdims;
            self
        }

        /// The norms.
        ///
        /// # Errors
        /// [`Error::Array`] if there are no such axes, or no such norm of vectors.
        pub fn run(self) -> Result<Array<T::Real>> {
            vectors("vector_norm", &self.a, self.ord, self.axes.as_deref(), self.keepdims)
        }
    }
}

/// The keyword arguments of [`matrix_norm`](fn@matrix_norm).
pub mod matrix_norm {
    use super::*;

    /// A norm being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        ord: Ord,
        keepdims: bool,
    }

    /// The norms of the matrices in `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), ord: Ord::Frobenius, keepdims: false }
    }

    impl<T: Inexact> Call<'_, T> {
        /// Which norm.
        pub fn ord(mut self, ord: Ord) -> Self {
            self.ord = ord;
            self
        }

        /// Whether the axes stay, with length 1.
        pub fn keepdims(mut self, keepdims: bool) -> Self {
            self.keepdims = keepdims;
            self
        }

        /// The norms.
        ///
        /// # Errors
        /// [`Error::Array`] if there are fewer than two axes, or no such norm of matrices; as [`svdvals`] where it needs
        /// them.
        pub fn run(self) -> Result<Array<T::Real>> {
            matrices("matrix_norm", &self.a, self.ord, [-2, -1], self.keepdims)
        }
    }
}

/// The keyword arguments of [`cond`](fn@cond).
pub mod cond {
    use super::*;

    /// A condition number being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        p: Ord,
    }

    /// The condition numbers of the matrices in `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), p: Ord::Power(2.0) }
    }

    impl<T: Inexact> Call<'_, T> {
        /// Of which norm.
        pub fn p(mut self, p: Ord) -> Self {
            self.p = p;
            self
        }

        /// The condition numbers.
        ///
        /// # Errors
        /// [`Error::Empty`]; as [`matrix_norm`](fn@super::matrix_norm) and [`inv`].
        pub fn run(self) -> Result<Array<T::Real>> {
            conditions(&self.a, self.p)
        }
    }
}

/// The view with some axes last.
fn with_last<'a, T>(a: &ArrayView<'a, T>, axes: &[usize]) -> Result<ArrayView<'a, T>> {
    let order: Vec<usize> =
        (0..a.ndim()).filter(|axis| !axes.contains(axis)).chain(axes.iter().copied()).collect();
    Ok(a.transpose(&order[..])?)
}

/// The items of a view, where they lie or copied. `memory` keeps the copy.
fn items_of<'a, T: Element>(
    a: &'a ArrayView<'_, T>,
    order: Order,
    memory: &'a mut Option<Array<T>>,
) -> Result<&'a [T]> {
    Ok(match a.as_slice() {
        Some(items) => items,
        None => memory.insert(a.copy(order)?).as_slice().unwrap_or(&[]),
    })
}

/// An array with axes of length 1 put in at some places.
fn kept<R: Element>(found: Array<R>, axes: &[usize], keepdims: bool) -> Result<Array<R>> {
    let mut axes = axes.to_vec();
    axes.sort_unstable();
    let mut found = found;
    for axis in axes.into_iter().filter(|_| keepdims) {
        found = found.expand_dims(axis as isize)?;
    }
    Ok(found)
}

/// The norms of vectors along some axes, or of all items.
fn vectors<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    ord: Ord,
    axes: Option<&[isize]>,
    keepdims: bool,
) -> Result<Array<T::Real>> {
    let axes = match axes {
        Some(axes) => normalize_axes(op, axes, a.ndim())?,
        None => (0..a.ndim()).collect(),
    };
    let rows = with_last(a, &axes)?;
    let (stack, vector) = rows.shape().split_at(a.ndim() - axes.len());
    let n: usize = vector.iter().product();
    let mut memory = None;
    let (items, count) = (items_of(&rows, Order::C, &mut memory)?, stack.iter().product::<usize>());
    let norms: Result<Vec<T::Real>> = (0..count).map(|i| of_vector(op, &items[i * n..][..n], ord)).collect();
    kept(Array::from_shape_vec(stack, norms?)?, &axes, keepdims)
}

fn length<T: Field>(x: &[T]) -> T::Real {
    let sum = x.iter().fold(<T::Real as Field>::ZERO, |sum, x| sum + x.abs2());
    Real::sqrt(sum)
}

fn of_vector<T: Inexact>(op: &'static str, x: &[T], ord: Ord) -> Result<T::Real> {
    let sizes = || x.iter().map(|x| x.abs().to_f64());
    let found = match ord {
        Ord::Power(2.0) => return Ok(length(x)),
        Ord::Infinity if x.is_empty() => 0.0,
        Ord::Infinity => sizes().fold(0.0, largest),
        Ord::NegativeInfinity if x.is_empty() => return Err(ArrayError::EmptyReduction { op }.into()),
        Ord::NegativeInfinity => sizes().fold(f64::INFINITY, least),
        Ord::Power(0.0) => sizes().filter(|&x| x != 0.0).count() as f64,
        Ord::Power(1.0) => sizes().sum(),
        Ord::Power(p) => sizes().map(|x| x.powf(p)).sum::<f64>().powf(1.0 / p),
        Ord::Nuclear | Ord::Frobenius => {
            return Err(ArrayError::value(op, "no such norm of vectors").into());
        }
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

/// The norms of the matrices in two axes.
fn matrices<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    ord: Ord,
    axes: [isize; 2],
    keepdims: bool,
) -> Result<Array<T::Real>> {
    if a.ndim() < 2 {
        return Err(ArrayError::Rank { op, expected: "at least 2 axes", found: a.ndim() }.into());
    }
    let axes = normalize_axes(op, &axes, a.ndim())?;
    kept(of_matrices(op, &with_last(a, &axes)?, ord)?, &axes, keepdims)
}

/// The norms of the matrices in the last two axes.
fn of_matrices<T: Inexact>(op: &'static str, a: &ArrayView<'_, T>, ord: Ord) -> Result<Array<T::Real>> {
    let sums = |axis: isize| vectors(op, a, Ord::Power(1.0), Some(&[axis]), false);
    let extreme = |ord: Ord, sums: Array<T::Real>| match sums.shape().last() {
        // The largest of no sums would be 0, which NumPy does not say either.
        Some(0) => Err(ArrayError::EmptyReduction { op }.into()),
        _ => vectors(op, &sums.view(), ord, Some(&[-1]), false),
    };
    match ord {
        Ord::Nuclear => from_singular(a, |s| s.iter().sum()),
        Ord::Power(2.0) => from_singular(a, |s| s.first().copied().unwrap_or(0.0)),
        Ord::Power(-2.0) => from_singular(a, |s| s.last().copied().unwrap_or(0.0)),
        Ord::Frobenius => vectors(op, a, Ord::Power(2.0), Some(&[-2, -1]), false),
        Ord::Infinity => extreme(Ord::Infinity, sums(-1)?),
        Ord::NegativeInfinity => extreme(Ord::NegativeInfinity, sums(-1)?),
        Ord::Power(1.0) => extreme(Ord::Infinity, sums(-2)?),
        Ord::Power(-1.0) => extreme(Ord::NegativeInfinity, sums(-2)?),
        Ord::Power(_) => Err(ArrayError::value(op, "no such norm of matrices").into()),
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

fn conditions<T: Inexact>(a: &ArrayView<'_, T>, ord: Ord) -> Result<Array<T::Real>> {
    if a.is_empty() {
        return Err(Error::Empty { op: "cond" });
    }
    let ratio = |x: f64, y: f64| if y == 0.0 { f64::INFINITY } else { x / y };
    match ord {
        Ord::Power(2.0) => from_singular(a, |s| ratio(s[0], s[s.len() - 1])),
        Ord::Power(-2.0) => from_singular(a, |s| ratio(s[s.len() - 1], s[0])),
        _ => {
            let stack = a.shape()[..a.ndim().saturating_sub(2)].to_vec();
            let norms = matrices("cond", a, ord, [-2, -1], false)?;
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
    Ok(of_matrices("cond", &a.view(), ord)?.iter().next().map_or(0.0, |x| x.to_f64()))
}
