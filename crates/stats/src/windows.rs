//! Windows, and the special functions they need: `i0` and `sinc`.

use std::f64::consts::PI;

use numoxide_core::{AnyArray, AnyView, Array, AsView, DType, Result, c128, map};
use numoxide_ufunc as ufunc;

use crate::calc;
use crate::sample::{Exact, RealSample, Sample, real_exact};

/// A window of `m` points, made of `-(m - 1), -(m - 3), ..., m - 1` divided by `m - 1`.
fn symmetric(m: usize, value: impl Fn(f64) -> f64) -> Result<Array<f64>> {
    let last = m.saturating_sub(1) as f64;
    let at = |k: usize| if m == 1 { 1.0 } else { value(2.0 * k as f64 - last) };
    Array::from_vec((0..m).map(at).collect())
}

macro_rules! windows {
    ($($(#[$doc:meta])* $name:ident |$n:ident, $last:ident| $value:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
        pub fn $name(m: usize) -> Result<Array<f64>> {
            let $last = m.saturating_sub(1) as f64;
            symmetric(m, |$n| $value)
        }
    )*};
}
windows! {
    /// Bartlett's window of `m` points: a triangle that reaches zero at both ends. NumPy: `bartlett`.
    ///
    /// ```
    /// assert_eq!(numoxide_stats::bartlett(5)?.to_vec(), [0.0, 0.5, 1.0, 0.5, 0.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    bartlett |n, last| if n <= 0.0 { 1.0 + n / last } else { 1.0 - n / last };
    /// Blackman's window of `m` points: two cosines. NumPy: `blackman`.
    blackman |n, last| 0.42 + 0.5 * (PI * n / last).cos() + 0.08 * (2.0 * PI * n / last).cos();
    /// Hamming's window of `m` points: a raised cosine that does not reach zero. NumPy: `hamming`.
    hamming |n, last| 0.54 + 0.46 * (PI * n / last).cos();
    /// Hann's window of `m` points: a raised cosine. NumPy: `hanning`.
    hanning |n, last| 0.5 + 0.5 * (PI * n / last).cos();
}

/// Kaiser's window of `m` points and shape `beta`: from a rectangle (0) over Hamming's (5) and Hann's (6) to Blackman's
/// (8.6). NumPy: `kaiser`.
///
/// # Errors
/// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
///
/// ```
/// assert_eq!(numoxide_stats::kaiser(3, 0.0)?.to_vec(), [1.0, 1.0, 1.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn kaiser(m: usize, beta: f64) -> Result<Array<f64>> {
    let alpha = m.saturating_sub(1) as f64 / 2.0;
    let whole = bessel(beta);
    let value = |k: usize| {
        let place = (k as f64 - alpha) / alpha;
        bessel(beta * (1.0 - place * place).sqrt()) / whole
    };
    Array::from_vec((0..m).map(|k| if m == 1 { 1.0 } else { value(k) }).collect())
}

/// The modified Bessel function of the first kind, order 0. NumPy: `i0`.
///
/// Calculated in `f64` by the Chebyshev series of Cephes, and rounded once.
///
/// # Errors
/// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
///
/// ```
/// let values = numoxide_stats::i0([0.0f64, 1.0])?.to_vec();
/// assert!(values[0] == 1.0 && (values[1] - 1.2660658777520084).abs() < 1e-15);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn i0<T: RealSample>(x: impl AsView<T>) -> Result<Array<T::Mean>> {
    map(x.as_view(), |x: T| T::rounded(bessel(x.exact())))
}

/// [`i0`](fn@i0) for run-time types.
pub mod i0 {
    use super::*;

    /// The function of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`i0`](fn@super::i0); [`Error::DType`](numoxide_core::Error::DType) for types that are no real numbers.
    pub fn any(x: &AnyArray) -> Result<AnyArray> {
        rounded(super::i0(&real_exact("i0", x)?)?, x.dtype())
    }
}

/// sin(πx) / (πx), and 1 at 0. NumPy: `sinc`.
///
/// Calculated in `f64`, or complex numbers of it, and rounded once.
///
/// # Errors
/// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
///
/// ```
/// assert_eq!(numoxide_stats::sinc([0.0, 0.5])?.to_vec(), [1.0, std::f64::consts::FRAC_2_PI]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn sinc<T: Sample>(x: impl AsView<T>) -> Result<Array<T::Mean>> {
    if T::DTYPE.is_complex() {
        return complex_sinc(&x.as_view().into())?.astype(T::DTYPE)?.try_into();
    }
    map(x.as_view(), |x: T| {
        let (y, _) = (x.exact().scaled(PI)).parts();
        T::rounded(T::Exact::of(if y == 0.0 { 1.0 } else { y.sin() / y }))
    })
}

/// [`sinc`](fn@sinc) for run-time types.
pub mod sinc {
    use super::*;

    /// The function of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`sinc`](fn@super::sinc); [`Error::DType`](numoxide_core::Error::DType) for types that are no scalars.
    pub fn any(x: &AnyArray) -> Result<AnyArray> {
        if x.dtype().is_complex() {
            return complex_sinc(&x.view())?.astype(x.dtype().clone());
        }
        rounded(super::sinc(&real_exact("sinc", x)?)?, x.dtype())
    }
}

/// Results in the type of means of a sample.
fn rounded(results: Array<f64>, sample: &DType) -> Result<AnyArray> {
    let results = AnyArray::from(results);
    if sample.is_float() { results.astype(sample.clone()) } else { Ok(results) }
}

/// The function by the operations of arrays, which know what is infinite or NaN in one part alone.
fn complex_sinc(x: &AnyView<'_>) -> Result<AnyArray> {
    let mut y: Array<c128> = calc::weak(ufunc::multiply::UFUNC, &x.astype(DType::C128)?, PI)?.try_into()?;
    // So small that the quotient is 1.
    y.iter_mut().filter(|y| **y == c128::of(0.0)).for_each(|y| *y = c128::of(1e-20));
    let y = AnyArray::from(y);
    calc::divide(&calc::call(ufunc::sin::UFUNC, &[&y.view()])?, &y)
}

/// Chebyshev coefficients of exp(-x) I0(x) on [0, 8].
#[rustfmt::skip]
const NEAR: [f64; 30] = [
    -4.4153416464793395e-18, 3.3307945188222384e-17, -2.431279846547955e-16,
    1.715391285555133e-15, -1.1685332877993451e-14, 7.676185498604936e-14,
    -4.856446783111929e-13, 2.95505266312964e-12, -1.726826291441556e-11,
    9.675809035373237e-11, -5.189795601635263e-10, 2.6598237246823866e-09,
    -1.300025009986248e-08, 6.046995022541919e-08, -2.670793853940612e-07,
    1.1173875391201037e-06, -4.4167383584587505e-06, 1.6448448070728896e-05,
    -5.754195010082104e-05, 0.00018850288509584165, -0.0005763755745385824,
    0.0016394756169413357, -0.004324309995050576, 0.010546460394594998,
    -0.02373741480589947, 0.04930528423967071, -0.09490109704804764,
    0.17162090152220877, -0.3046826723431984, 0.6767952744094761,
];

/// Chebyshev coefficients of exp(-x) √x I0(x) on [8, ∞).
#[rustfmt::skip]
const FAR: [f64; 25] = [
    -7.233180487874754e-18, -4.830504485944182e-18, 4.46562142029676e-17,
    3.461222867697461e-17, -2.8276239805165836e-16, -3.425485619677219e-16,
    1.7725601330565263e-15, 3.8116806693526224e-15, -9.554846698828307e-15,
    -4.150569347287222e-14, 1.54008621752141e-14, 3.8527783827421426e-13,
    7.180124451383666e-13, -1.7941785315068062e-12, -1.3215811840447713e-11,
    -3.1499165279632416e-11, 1.1889147107846439e-11, 4.94060238822497e-10,
    3.3962320257083865e-09, 2.266668990498178e-08, 2.0489185894690638e-07,
    2.8913705208347567e-06, 6.889758346916825e-05, 0.0033691164782556943,
    0.8044904110141088,
];

fn bessel(x: f64) -> f64 {
    let x = x.abs();
    if x <= 8.0 {
        return x.exp() * chebyshev(x / 2.0 - 2.0, &NEAR);
    }
    x.exp() * chebyshev(32.0 / x - 2.0, &FAR) / x.sqrt()
}

/// Clenshaw's sum of a Chebyshev series, whose first coefficient is that of the highest term.
fn chebyshev(x: f64, coefficients: &[f64]) -> f64 {
    let (mut b0, mut b1, mut b2) = (coefficients[0], 0.0, 0.0);
    for coefficient in &coefficients[1..] {
        b2 = b1;
        b1 = b0;
        b0 = x * b1 - b2 + coefficient;
    }
    0.5 * (b0 - b2)
}
