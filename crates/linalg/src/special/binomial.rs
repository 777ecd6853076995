//! Matrices of fractions and binomial coefficients: Hilbert's and Pascal's, and their inverses.

use numoxide_core::{Array, Error as ArrayError, Scalar};

use crate::{Error, Result};

/// What whole numbers are asked for as: `i64` and `u64`, in which they are exact or an error, and `f64`, in which they are
/// rounded once while they have less than 127 bits.
pub trait Whole: Scalar + private::Sealed {
    /// The product of whole numbers.
    #[doc(hidden)]
    fn product(factors: &[i128]) -> Option<Self>;
}

mod private {
    pub trait Sealed {}
    impl Sealed for i64 {}
    impl Sealed for u64 {}
    impl Sealed for f64 {}
}

fn exact(factors: &[i128]) -> Option<i128> {
    factors.iter().try_fold(1i128, |product, &factor| product.checked_mul(factor))
}

impl Whole for i64 {
    fn product(factors: &[i128]) -> Option<Self> {
        exact(factors)?.try_into().ok()
    }
}

impl Whole for u64 {
    fn product(factors: &[i128]) -> Option<Self> {
        exact(factors)?.try_into().ok()
    }
}

impl Whole for f64 {
    fn product(factors: &[i128]) -> Option<Self> {
        Some(match exact(factors) {
            Some(product) => product as f64,
            None => factors.iter().map(|&factor| factor as f64).product(),
        })
    }
}

/// The binomial coefficient, exact.
fn binomial(n: usize, k: usize) -> Option<i128> {
    if k > n {
        return Some(0);
    }
    (0..k.min(n - k))
        .try_fold(1i128, |product, i| Some(product.checked_mul((n - i) as i128)? / (i + 1) as i128))
}

#[cold]
fn too_large(op: &'static str, n: usize) -> Error {
    ArrayError::value(op, format!("the items of {n} rows are too large for the type")).into()
}

/// A matrix whose items may be too large.
fn made<T: Whole>(op: &'static str, n: usize, item: impl Fn(usize, usize) -> Option<T>) -> Result<Array<T>> {
    let mut fits = true;
    let matrix = Array::from_shape_fn([n, n], |at| {
        item(at[0], at[1]).unwrap_or_else(|| {
            fits = false;
            T::ZERO
        })
    })?;
    if fits { Ok(matrix) } else { Err(too_large(op, n)) }
}

fn sign(i: usize, j: usize) -> i128 {
    if (i + j).is_multiple_of(2) { 1 } else { -1 }
}

/// Hilbert's matrix: `1 / (i + j + 1)`, very near to one without an inverse. SciPy: `linalg.hilbert`.
///
/// # Errors
/// [`Error::Array`] if memory cannot be had.
///
/// ```
/// assert_eq!(numoxide_linalg::hilbert(2)?.to_vec(), [1.0, 0.5, 0.5, 1.0 / 3.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn hilbert(n: usize) -> Result<Array<f64>> {
    Ok(Array::from_shape_fn([n, n], |at| 1.0 / (at[0] + at[1] + 1) as f64)?)
}

/// The inverse of [`hilbert`]'s matrix, which is whole: of up to 14 rows in `i64`, SciPy's `exact=True`. SciPy:
/// `linalg.invhilbert`.
///
/// # Errors
/// [`Error::Array`] if the items are too large for the type.
///
/// ```
/// use numoxide_linalg::invhilbert;
///
/// assert_eq!(invhilbert::<i64>(2)?.to_vec(), [4, -6, -6, 12]);
/// assert_eq!(invhilbert::<f64>(2)?.to_vec(), [4.0, -6.0, -6.0, 12.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn invhilbert<T: Whole>(n: usize) -> Result<Array<T>> {
    made("invhilbert", n, |i, j| {
        let squared = binomial(i + j, i)?;
        let pair = (binomial(n + i, n - j - 1)?, binomial(n + j, n - i - 1)?);
        T::product(&[sign(i, j) * (i + j + 1) as i128, pair.0, pair.1, squared, squared])
    })
}

/// Which of Pascal's matrices: SciPy's `kind`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Triangle {
    /// The product of the two others.
    #[default]
    Symmetric,
    /// His triangle, row by row.
    Lower,
    /// His triangle, column by column.
    Upper,
}

/// Pascal's matrix of binomial coefficients. SciPy: `linalg.pascal`.
///
/// # Errors
/// [`Error::Array`] if the items are too large for the type.
///
/// ```
/// use numoxide_linalg::{Triangle, pascal};
///
/// assert_eq!(pascal::<u64>(3, Triangle::Symmetric)?.to_vec(), [1, 1, 1, 1, 2, 3, 1, 3, 6]);
/// assert_eq!(pascal::<f64>(2, Triangle::Lower)?.to_vec(), [1.0, 0.0, 1.0, 1.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn pascal<T: Whole>(n: usize, kind: Triangle) -> Result<Array<T>> {
    made("pascal", n, |i, j| {
        T::product(&[match kind {
            Triangle::Symmetric => binomial(i + j, i)?,
            Triangle::Lower => binomial(i, j)?,
            Triangle::Upper => binomial(j, i)?,
        }])
    })
}

/// The inverse of [`pascal`]'s matrix, which is whole. SciPy: `linalg.invpascal`.
///
/// # Errors
/// [`Error::Array`] if the items are too large for the type.
///
/// ```
/// use numoxide_linalg::{Triangle, invpascal};
///
/// assert_eq!(invpascal::<i64>(2, Triangle::Symmetric)?.to_vec(), [2, -1, -1, 1]);
/// assert_eq!(invpascal::<i64>(2, Triangle::Upper)?.to_vec(), [1, -1, 0, 1]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn invpascal<T: Whole>(n: usize, kind: Triangle) -> Result<Array<T>> {
    made("invpascal", n, |i, j| {
        let size = match kind {
            Triangle::Symmetric => {
                let (low, high) = (i.min(j), i.max(j));
                (0..n - high).try_fold(0i128, |sum, k| {
                    let term = binomial(high + k, k)?.checked_mul(binomial(high + k, high + k - low)?)?;
                    sum.checked_add(term)
                })?
            }
            Triangle::Lower => binomial(i, j)?,
            Triangle::Upper => binomial(j, i)?,
        };
        T::product(&[sign(i, j), size])
    })
}
