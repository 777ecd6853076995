//! Matrices made of the items of one or two vectors.

use std::ops::Sub;

use numoxide_backend::Field;
use numoxide_core::layout::broadcast_shapes;
use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError, Order, Scalar};

use crate::products::Product;
use crate::{Inexact, Result};

/// The vectors along the last axis of two arrays, whose other axes broadcast.
struct Vectors<T> {
    stack: Vec<usize>,
    first: Array<T>,
    second: Array<T>,
}

/// An array with at least one axis.
fn vector<'a, T: 'a>(v: &ArrayView<'a, T>) -> Result<ArrayView<'a, T>> {
    Ok(if v.ndim() == 0 { v.expand_dims(0)? } else { v.clone() })
}

fn length<T>(v: &ArrayView<'_, T>) -> usize {
    v.shape().last().copied().unwrap_or(1)
}

impl<T: Scalar> Vectors<T> {
    fn of(op: &'static str, first: &ArrayView<'_, T>, second: &ArrayView<'_, T>) -> Result<Self> {
        let (first, second) = (vector(first)?, vector(second)?);
        let stacks = [&first, &second].map(|v| &v.shape()[..v.ndim() - 1]);
        let stack = broadcast_shapes(op, &stacks)?.to_vec();
        let spread = |v: &ArrayView<'_, T>| -> Result<Array<T>> {
            Ok(v.broadcast_to(&[&stack[..], &[length(v)]].concat()[..])?.copy(Order::C)?)
        };
        let (first, second) = (spread(&first)?, spread(&second)?);
        Ok(Vectors { stack, first, second })
    }

    /// A matrix of each pair of vectors, by what is in row `i` and column `j`.
    fn matrices(
        &self,
        [rows, cols]: [usize; 2],
        item: impl Fn(&[T], &[T], usize, usize) -> T,
    ) -> Result<Array<T>> {
        let part = |v: &Array<T>, number: usize| {
            let n = length(&v.view());
            number * n..(number + 1) * n
        };
        let (first, second) = (self.first.as_slice().unwrap_or(&[]), self.second.as_slice().unwrap_or(&[]));
        let mut matrices = Array::zeros(&[&self.stack[..], &[rows, cols]].concat()[..])?;
        let items = matrices.as_slice_mut().unwrap_or(&mut []);
        for (number, matrix) in items.chunks_exact_mut((rows * cols).max(1)).enumerate() {
            let (first, second) = (&first[part(&self.first, number)], &second[part(&self.second, number)]);
            for (at, place) in matrix.iter_mut().enumerate() {
                *place = item(first, second, at / cols, at % cols);
            }
        }
        Ok(matrices)
    }
}

/// A matrix of each vector, square or not.
fn of_one<T: Scalar>(
    op: &'static str,
    v: &ArrayView<'_, T>,
    extents: [usize; 2],
    item: impl Fn(&[T], usize, usize) -> T,
) -> Result<Array<T>> {
    Vectors::of(op, v, v)?.matrices(extents, |v, _, i, j| item(v, i, j))
}

/// The matrix whose diagonals are constant, with `c` as first column and its conjugate as first row. SciPy: `linalg.toeplitz`,
/// whose argument `r` [`toeplitz::with`] takes.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if memory cannot be had.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_linalg::toeplitz;
///
/// assert_eq!(toeplitz(array![1, 2, 3])?.to_vec(), [1, 2, 3, 2, 1, 2, 3, 2, 1]);
/// assert_eq!(toeplitz::with(&[1, 2]).r(&[9, 5, 6]).run()?.to_vec(), [1, 5, 6, 2, 1, 5]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn toeplitz<T: Product>(c: impl AsView<T>) -> Result<Array<T>> {
    toeplitz::with(&c).run()
}

/// The matrix whose rising diagonals are constant, with `c` as first column and zeros from its last item on. SciPy:
/// `linalg.hankel`, whose argument `r` [`hankel::with`] takes.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if memory cannot be had.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_linalg::hankel;
///
/// assert_eq!(hankel(array![1, 2])?.to_vec(), [1, 2, 2, 0]);
/// assert_eq!(hankel::with(&[1, 2]).r(&[9, 5, 6]).run()?.to_vec(), [1, 2, 5, 2, 5, 6]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn hankel<T: Product>(c: impl AsView<T>) -> Result<Array<T>> {
    hankel::with(&c).run()
}

macro_rules! of_column_and_row {
    ($($name:ident $doc:literal: $row:literal, |$c:ident, $r:ident, $i:ident, $j:ident| $item:expr, |$x:ident| $other:expr;)*) => {$(
        #[doc = concat!("The second argument of [`", $doc, "`](fn@", $doc, ").")]
        pub mod $name {
            use super::*;

            /// A matrix being put together.
            #[must_use = "a call does nothing before `run`"]
            pub struct Call<'a, T> {
                c: ArrayView<'a, T>,
                r: Option<ArrayView<'a, T>>,
            }

            /// The matrix with the first column `c`.
            pub fn with<T: Product>(c: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
                Call { c: c.as_view(), r: None }
            }

            impl<'a, T: Product> Call<'a, T> {
                #[doc = $row]
                pub fn r(mut self, r: &'a (impl AsView<T> + ?Sized)) -> Self {
                    self.r = Some(r.as_view());
                    self
                }

                /// The matrix.
                ///
                /// # Errors
                #[doc = concat!("As [`", $doc, "`](fn@super::", $doc, "), and if stacks do not broadcast.")]
                pub fn run(self) -> Result<Array<T>> {
                    let vectors = match &self.r {
                        Some(r) => Vectors::of(stringify!($name), &self.c, r)?,
                        None => {
                            let mut vectors = Vectors::of(stringify!($name), &self.c, &self.c)?;
                            vectors.second.iter_mut().for_each(|place| {
                                let $x = *place;
                                *place = $other;
                            });
                            vectors
                        }
                    };
                    let extents = [length(&vectors.first.view()), length(&vectors.second.view())];
                    vectors.matrices(extents, |$c, $r, $i, $j| $item)
                }
            }
        }
    )*};
}

of_column_and_row! {
    toeplitz "toeplitz": "The first row, whose first item is not read.",
        |c, r, i, j| if i >= j { c[i - j] } else { r[j - i] }, |x| x.conjugate();
    hankel "hankel": "The last row, whose first item is not read.",
        |c, r, i, j| if i + j < c.len() { c[i + j] } else { r[i + j + 1 - c.len()] }, |_x| T::ZERO;
}

/// The matrix whose columns are `c`, each turned by one item more. SciPy: `linalg.circulant`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if memory cannot be had.
///
/// ```
/// assert_eq!(numoxide_linalg::circulant([1, 2, 3])?.to_vec(), [1, 3, 2, 2, 1, 3, 3, 2, 1]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn circulant<T: Scalar>(c: impl AsView<T>) -> Result<Array<T>> {
    let c = vector(&c.as_view())?;
    let n = length(&c);
    of_one("circulant", &c, [n, n], |c, i, j| c[(n + i - j) % n])
}

/// Leslie's matrix of a population: the fecundities `f` in the first row, the survival coefficients `s` below the diagonal.
/// SciPy: `linalg.leslie`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if `f` has not one item more than `s`, or `s` has none.
///
/// ```
/// let matrix = numoxide_linalg::leslie([0.1, 2.0], [0.5])?;
/// assert_eq!(matrix.to_vec(), [0.1, 2.0, 0.5, 0.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn leslie<T: Scalar>(f: impl AsView<T>, s: impl AsView<T>) -> Result<Array<T>> {
    const OP: &str = "leslie";
    let (f, s) = (vector(&f.as_view())?, vector(&s.as_view())?);
    let n = length(&f);
    if length(&s) == 0 || n != length(&s) + 1 {
        return Err(ArrayError::value(OP, "f must have one item more than s, and s at least one").into());
    }
    Vectors::of(OP, &f, &s)?.matrices([n, n], |f, s, i, j| match i {
        0 => f[j],
        i if i == j + 1 => s[j],
        _ => T::ZERO,
    })
}

/// How many coefficients polynomials have: at least two, of which the first is not 0.
fn coefficients<T: Inexact>(op: &'static str, a: &ArrayView<'_, T>) -> Result<usize> {
    let n = length(a);
    if n < 2 {
        return Err(ArrayError::value(op, "fewer than two coefficients").into());
    }
    if a.iter().step_by(n).any(|&first| first == <T as Field>::ZERO) {
        return Err(ArrayError::value(op, "the first coefficient is 0").into());
    }
    Ok(n)
}

/// The companion matrix of polynomials, whose eigenvalues are their roots; the coefficient of the highest power comes first.
/// SciPy: `linalg.companion`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if there are fewer than two coefficients, or the first is 0.
///
/// ```
/// let matrix = numoxide_linalg::companion([2.0, -10.0, 62.0])?;
/// assert_eq!(matrix.to_vec(), [5.0, -31.0, 1.0, 0.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn companion<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    const OP: &str = "companion";
    let a = vector(&a.as_view())?;
    let n = coefficients(OP, &a)?;
    of_one(OP, &a, [n - 1, n - 1], |a, i, j| match i {
        0 => (-a[j + 1]).over(a[0]),
        i if i == j + 1 => <T as Field>::ONE,
        _ => <T as Field>::ZERO,
    })
}

/// Fiedler's companion matrix of polynomials, of five diagonals; the coefficient of the highest power comes first. SciPy:
/// `linalg.fiedler_companion`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if there are fewer than two coefficients, or the first is 0.
///
/// ```
/// let matrix = numoxide_linalg::fiedler_companion([1.0, 2.0, 3.0])?;
/// assert_eq!(matrix.to_vec(), [-2.0, -3.0, 1.0, 0.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn fiedler_companion<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    const OP: &str = "fiedler_companion";
    let a = vector(&a.as_view())?;
    let n = coefficients(OP, &a)?;
    of_one(OP, &a, [n - 1, n - 1], |a, i, j| {
        let coefficient = |k: usize| -(a[k].over(a[0]));
        match (i, j) {
            (0, 0) => coefficient(1),
            (1, 0) => <T as Field>::ONE,
            (i, j) if i % 2 == 0 && j == i + 1 => coefficient(j + 1),
            (i, j) if i % 2 == 0 && j == i + 2 => <T as Field>::ONE,
            (i, j) if i >= 2 && i % 2 == 0 && j + 1 == i => coefficient(i + 1),
            (i, j) if i >= 3 && i % 2 == 1 && j + 2 == i => <T as Field>::ONE,
            _ => <T as Field>::ZERO,
        }
    })
}

/// Fiedler's matrix: the distances between all items of `a`. SciPy: `linalg.fiedler`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if memory cannot be had.
///
/// ```
/// assert_eq!(numoxide_linalg::fiedler([1, 4, 2])?.to_vec(), [0, 3, 1, 3, 0, 2, 1, 2, 0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn fiedler<T: Scalar + PartialOrd + Sub<Output = T>>(a: impl AsView<T>) -> Result<Array<T>> {
    let a = vector(&a.as_view())?;
    let n = length(&a);
    of_one("fiedler", &a, [n, n], |a, i, j| if a[i] > a[j] { a[i] - a[j] } else { a[j] - a[i] })
}

/// Which rows of [`convolution_matrix`]: SciPy's `mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConvolutionMode {
    /// All of them.
    #[default]
    Full,
    /// As many in the middle as the longer of the two has items.
    Same,
    /// Those where both overlap wholly.
    Valid,
}

/// The matrix whose product with a vector of `n` items is its convolution with `a`. SciPy: `linalg.convolution_matrix`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if `n` is 0 or `a` is empty.
///
/// ```
/// use numoxide_linalg::{ConvolutionMode, convolution_matrix};
///
/// let matrix = convolution_matrix([1, 2], 2, ConvolutionMode::Full)?;
/// assert_eq!(matrix.to_vec(), [1, 0, 2, 1, 0, 2]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn convolution_matrix<T: Scalar>(a: impl AsView<T>, n: usize, mode: ConvolutionMode) -> Result<Array<T>> {
    const OP: &str = "convolution_matrix";
    let a = vector(&a.as_view())?;
    let m = length(&a);
    if n == 0 || m == 0 {
        return Err(ArrayError::value(OP, "nothing to convolve").into());
    }
    let ends = match mode {
        ConvolutionMode::Full => (0, 0),
        ConvolutionMode::Same => ((m.min(n) - 1) / 2, (m.min(n) - 1).div_ceil(2)),
        ConvolutionMode::Valid => (m.min(n) - 1, m.min(n) - 1),
    };
    of_one(OP, &a, [m + n - 1 - ends.0 - ends.1, n], |a, i, j| match (i + ends.0).checked_sub(j) {
        Some(k) if k < m => a[k],
        _ => T::ZERO,
    })
}
