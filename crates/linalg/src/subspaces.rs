//! What singular vectors and eigenvectors span: polar factors, ranges, null spaces, the angles between them, and pseudo-inverses of
//! Hermitian matrices.

use numoxide_backend::{Field, Real};
use numoxide_core::layout::broadcast_shapes;
use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError, Order, s};

use crate::products::{Product, multiplied};
use crate::spectral::{Eigh, Svd, Uplo, eigh, svd, svdvals};
use crate::tensors::adjoint;
use crate::{Inexact, Result};

/// On which side of a polar decomposition the stretching is: SciPy's `side`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// `a = P U`.
    Left,
    /// `a = U P`.
    #[default]
    Right,
}

/// The factors of a polar decomposition.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Polar<T: Inexact> {
    /// What turns: orthonormal columns or rows, whichever are fewer.
    pub u: Array<T>,
    /// What stretches: Hermitian and positive semidefinite.
    pub p: Array<T>,
}

/// Every column of each matrix times a real factor.
fn stretched<T: Inexact + Product>(u: &Array<T>, factors: &Array<T::Real>) -> Result<Array<T>> {
    let factors = factors.iter().map(|&s| T::from_real(s)).collect();
    let mut shape = u.shape().to_vec();
    let rows = shape.len() - 2;
    shape[rows] = 1;
    T::times(&u.view(), &Array::from_shape_vec(&shape[..], factors)?.view())
}

/// The polar decomposition of matrices, by singular values. SciPy: `linalg.polar`.
///
/// # Errors
/// As [`svd`](fn@svd).
///
/// ```
/// use numoxide_linalg::{Side, polar};
///
/// let found = polar([[0.0, -2.0], [3.0, 0.0]], Side::Right)?;
/// let near = |a: &numoxide_core::Array<f64>, b: [f64; 4]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-15);
/// assert!(near(&found.u, [0.0, -1.0, 1.0, 0.0]) && near(&found.p, [3.0, 0.0, 0.0, 2.0]));
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn polar<T: Inexact + Product>(a: impl AsView<T>, side: Side) -> Result<Polar<T>> {
    const OP: &str = "polar";
    let Svd { u, s, vh } = svd::with(&a).full_matrices(false).run()?;
    let turning = multiplied(OP, &u.view(), &vh.view())?;
    let p = match side {
        Side::Left => multiplied(OP, &stretched(&u, &s)?.view(), &adjoint(&u)?.view())?,
        Side::Right => multiplied(OP, &stretched(&adjoint(&vh)?, &s)?.view(), &vh.view())?,
    };
    Ok(Polar { u: turning, p })
}

/// How many singular values of every matrix exceed a part of the largest; the same for all, or there is no array of what they
/// give.
fn rank<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    s: &Array<T::Real>,
    rcond: Option<f64>,
) -> Result<usize> {
    let [.., m, n] = *a.shape() else { return Ok(0) };
    let rcond = rcond.unwrap_or(T::Real::EPSILON.to_f64() * m.max(n) as f64);
    let values: Vec<f64> = s.iter().map(|s| s.to_f64()).collect();
    let count = |s: &[f64]| s.iter().filter(|&&x| x > s[0] * rcond).count();
    let mut ranks = values.chunks_exact(m.min(n).max(1)).map(count);
    let first = ranks.next().unwrap_or(0);
    match ranks.find(|&rank| rank != first) {
        Some(other) => {
            Err(ArrayError::value(op, format!("matrices of one stack have the ranks {first} and {other}"))
                .into())
        }
        None => Ok(first),
    }
}

/// An orthonormal basis of the range of matrices: as many columns as the rank, which must be one for all matrices of a stack.
/// SciPy: `linalg.orth`, whose keyword argument [`orth::with`] takes.
///
/// # Errors
/// As [`svd`](fn@svd); [`Error::Array`](crate::Error::Array) if ranks differ.
///
/// ```
/// use numoxide_linalg::orth;
///
/// let basis = orth([[2.0, 0.0, 0.0], [0.0, 5.0, 0.0]])?;
/// assert_eq!(basis.shape(), [2, 2]);
/// assert_eq!(orth::with(&[[2.0, 0.0], [0.0, 5.0]]).rcond(0.5).run()?.shape(), [2, 1]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn orth<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    orth::with(&a).run()
}

/// An orthonormal basis of what matrices make 0: as many columns as columns exceed the rank, which must be one for all matrices of
/// a stack. SciPy: `linalg.null_space`, whose keyword argument [`null_space::with`] takes.
///
/// # Errors
/// As [`svd`](fn@svd); [`Error::Array`](crate::Error::Array) if ranks differ.
///
/// ```
/// let basis = numoxide_linalg::null_space([[1.0f64, 1.0]])?;
/// assert_eq!(basis.shape(), [2, 1]);
/// assert!((basis[[0, 0]] + basis[[1, 0]]).abs() < 1e-15);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn null_space<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    null_space::with(&a).run()
}

macro_rules! bases {
    ($($name:ident $doc:literal = |$op:ident, $a:ident, $rcond:ident| $result:expr;)*) => {$(
        #[doc = concat!("The keyword argument of [`", $doc, "`](fn@", $doc, ").")]
        pub mod $name {
            use super::*;

            /// A basis being put together.
            #[must_use = "a call does nothing before `run`"]
            pub struct Call<'a, T> {
                a: ArrayView<'a, T>,
                rcond: Option<f64>,
            }

            /// The basis for `a`.
            pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
                Call { a: a.as_view(), rcond: None }
            }

            impl<T: Inexact> Call<'_, T> {
                /// Singular values up to this part of the largest count as 0; `eps` times the longer extent by default.
                pub fn rcond(mut self, rcond: f64) -> Self {
                    self.rcond = Some(rcond);
                    self
                }

                /// The basis.
                ///
                /// # Errors
                #[doc = concat!("As [`", $doc, "`](fn@super::", $doc, ").")]
                pub fn run(self) -> Result<Array<T>> {
                    const $op: &str = stringify!($name);
                    let Call { $a, $rcond } = self;
                    $result
                }
            }
        }
    )*};
}

bases! {
    orth "orth" = |OP, a, rcond| {
        let Svd { u, s, .. } = svd::with(&a).full_matrices(false).run()?;
        let rank = rank(OP, &a, &s, rcond)? as isize;
        Ok(u.slice(s![..., ..rank])?.copy(Order::C)?)
    };
    null_space "null_space" = |OP, a, rcond| {
        let Svd { s, vh, .. } = svd::with(&a).run()?;
        let rank = rank(OP, &a, &s, rcond)? as isize;
        adjoint(&vh.slice(s![..., rank.., ..])?.copy(Order::C)?)
    };
}

/// The angles between the spaces that the columns of two matrices span, in descending order: after Knyazev and Argentati (2002),
/// exact for small angles as for large ones. Stacks broadcast. SciPy: `linalg.subspace_angles`.
///
/// # Errors
/// As [`orth`](fn@orth); [`Error::Array`](crate::Error::Array) if the matrices have not as many rows.
///
/// ```
/// let angles = numoxide_linalg::subspace_angles([[1.0f64], [0.0]], [[1.0], [1e-9]])?;
/// assert!((angles[[0]] - 1e-9).abs() < 1e-24);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn subspace_angles<T: Inexact + Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T::Real>> {
    const OP: &str = "subspace_angles";
    let (a, b) = (orth(a)?, orth(b)?);
    let (wide, narrow) = if a.shape().last() >= b.shape().last() { (a, b) } else { (b, a) };
    // The cosines, and what is left of the smaller space beside the larger one: the sines.
    let cosines = multiplied(OP, &adjoint(&wide)?.view(), &narrow.view())?;
    let shadow = multiplied(OP, &wide.view(), &cosines.view())?;
    let rest = broadcast_difference(OP, &narrow, &shadow)?;
    let (cosines, sines) = (svdvals(&cosines)?, svdvals(&rest)?);
    let k = cosines.shape().last().copied().unwrap_or(0);
    let number = |x: &T::Real| x.to_f64().min(1.0);
    let (cosines, sines): (Vec<f64>, Vec<f64>) =
        (cosines.iter().map(number).collect(), sines.iter().map(number).collect());
    let mut angles = Array::<T::Real>::zeros(&[&shadow.shape()[..shadow.ndim() - 2], &[k]].concat()[..])?;
    for (at, angle) in angles.iter_mut().enumerate() {
        let (row, j) = (at / k * k, at % k);
        let (sine, cosine) = (sines[row + j], cosines[row + k - 1 - j]);
        // By whichever is not flat there.
        let found = if cosine * cosine >= 0.5 { sine.asin() } else { cosine.acos() };
        *angle = T::Real::from_f64(found);
    }
    Ok(angles)
}

/// `a - b` of stacks that broadcast.
fn broadcast_difference<T: Inexact>(op: &'static str, a: &Array<T>, b: &Array<T>) -> Result<Array<T>> {
    let shape = broadcast_shapes(op, &[a.shape(), b.shape()])?;
    let mut difference = a.view().broadcast_to(&shape[..])?.copy(Order::C)?;
    let b = b.view().broadcast_to(&shape[..])?;
    difference.iter_mut().zip(b.iter()).for_each(|(x, &y)| *x -= y);
    Ok(difference)
}

/// The pseudo-inverse of Hermitian matrices of which one triangle is read: eigenvalues up to `rtol` of the largest size count as 0,
/// `eps` times the extent by default. SciPy: `linalg.pinvh`.
///
/// # Errors
/// As [`eigh`].
///
/// ```
/// use numoxide_linalg::{Uplo, pinvh};
///
/// assert_eq!(pinvh([[2.0, 0.0], [0.0, 0.0]], Uplo::Lower, None)?.to_vec(), [0.5, 0.0, 0.0, 0.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn pinvh<T: Inexact + Product>(
    a: impl AsView<T>,
    uplo: Uplo,
    rtol: impl Into<Option<f64>>,
) -> Result<Array<T>> {
    let Eigh { eigenvalues: mut w, eigenvectors: v } = eigh(a, uplo)?;
    let n = w.shape().last().copied().unwrap_or(0);
    let rtol = rtol.into().unwrap_or(T::Real::EPSILON.to_f64() * n as f64);
    for w in w.as_slice_mut().unwrap_or(&mut []).chunks_exact_mut(n.max(1)) {
        let bound = rtol * w.iter().map(|w| w.to_f64().abs()).fold(0.0, f64::max);
        let invert = |w: T::Real| {
            if w.to_f64().abs() > bound { <T::Real as Field>::ONE / w } else { <T::Real as Field>::ZERO }
        };
        w.iter_mut().for_each(|w| *w = invert(*w));
    }
    multiplied("pinvh", &stretched(&v, &w)?.view(), &adjoint(&v)?.view())
}
