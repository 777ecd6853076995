//! Matrices with orthogonal rows: Hadamard's, Helmert's and Fourier's.

use std::ops::Neg;

use numoxide_core::{Array, Error as ArrayError, Scalar, c128};

use crate::Result;

/// Sylvester's matrix of `n` rows of ones and minus ones, which are orthogonal. SciPy: `linalg.hadamard`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if `n` is no power of two.
///
/// ```
/// assert_eq!(numoxide_linalg::hadamard::<i64>(2)?.to_vec(), [1, 1, 1, -1]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn hadamard<T: Scalar + Neg<Output = T>>(n: usize) -> Result<Array<T>> {
    if !n.is_power_of_two() {
        return Err(ArrayError::value("hadamard", format!("{n} is no power of two")).into());
    }
    let sign = |at: &[usize]| if (at[0] & at[1]).count_ones().is_multiple_of(2) { T::ONE } else { -T::ONE };
    Ok(Array::from_shape_fn([n, n], sign)?)
}

/// Helmert's matrix, whose rows are orthonormal; the first, of equal items, only if it is to be `full`. SciPy: `linalg.helmert`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if `n` is 0, or memory cannot be had.
///
/// ```
/// let row = numoxide_linalg::helmert(2, false)?.to_vec();
/// assert!((row[0] - 0.5f64.sqrt()).abs() < 1e-15 && row[1] == -row[0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn helmert(n: usize, full: bool) -> Result<Array<f64>> {
    if n == 0 {
        return Err(ArrayError::value("helmert", "a matrix without rows").into());
    }
    let skipped = usize::from(!full);
    let item = |at: &[usize]| {
        let (i, j) = (at[0] + skipped, at[1]);
        let length = if i == 0 { n as f64 } else { i as f64 * (i + 1) as f64 }.sqrt();
        match i.cmp(&j) {
            _ if i == 0 => 1.0 / length,
            std::cmp::Ordering::Less => 0.0,
            std::cmp::Ordering::Equal => -(i as f64) / length,
            std::cmp::Ordering::Greater => 1.0 / length,
        }
    };
    Ok(Array::from_shape_fn([n - skipped, n], item)?)
}

/// By what [`dft`] divides: SciPy's `scale`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DftScale {
    /// By nothing.
    #[default]
    None,
    /// By the root of the number of rows, which makes the matrix unitary.
    Root,
    /// By the number of rows.
    Rows,
}

/// The matrix of the discrete Fourier transform: `exp(-2πi j k / n)`, each of them exact but for one rounding. SciPy:
/// `linalg.dft`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if memory cannot be had.
///
/// ```
/// use numoxide_core::c128;
/// use numoxide_linalg::{DftScale, dft};
///
/// assert_eq!(dft(4, DftScale::None)?[[1, 1]], c128::new(0.0, -1.0));
/// assert_eq!(dft(2, DftScale::Rows)?[[1, 1]], c128::new(-0.5, 0.0));
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn dft(n: usize, scale: DftScale) -> Result<Array<c128>> {
    let divisor = match scale {
        DftScale::None => 1.0,
        DftScale::Root => (n as f64).sqrt(),
        DftScale::Rows => n as f64,
    };
    let turn: Vec<c128> = (0..n).map(|k| turned(k, n) / divisor).collect();
    let place = |at: &[usize]| (at[0] as u128 * at[1] as u128 % n as u128) as usize;
    Ok(Array::from_shape_fn([n, n], |at| turn[place(at)])?)
}

/// `exp(-2πi k / n)`, by an angle of at most an eighth of a turn.
fn turned(k: usize, n: usize) -> c128 {
    // In eighths of a turn: which of them, and how far into it.
    let eighth = 8 * k / n;
    let from_axis = |quarter: usize| (8 * k).abs_diff(2 * quarter * n) as f64 / (8 * n) as f64;
    let quarter = eighth.div_ceil(2);
    let angle = from_axis(quarter) * std::f64::consts::TAU;
    let behind = 8 * k < 2 * quarter * n;
    let (sine, cosine) = if behind { (-angle.sin(), angle.cos()) } else { (angle.sin(), angle.cos()) };
    match quarter % 4 {
        0 => c128::new(cosine, -sine),
        1 => c128::new(-sine, -cosine),
        2 => c128::new(-cosine, sine),
        _ => c128::new(sine, cosine),
    }
}
