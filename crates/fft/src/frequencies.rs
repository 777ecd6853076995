//! Frequencies, and shifts of the zero frequency to the middle.

use numoxide_core::layout::normalize_axis;
use numoxide_core::{AnyArray, Array, AsView, Error, MaybeAxes, Result, roll};

/// The frequencies of the items of `fft`, in cycles per unit of the spacing `d` of the samples. NumPy: `fft.fftfreq`.
///
/// # Errors
/// [`Error::Value`] if `n` or `d` is zero, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_fft::fftfreq;
///
/// assert_eq!(fftfreq(4, 0.5)?.to_vec(), [0.0, 0.5, -1.0, -0.5]);
/// assert_eq!(fftfreq(5, 0.2)?.to_vec(), [0.0, 1.0, 2.0, -2.0, -1.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn fftfreq(n: usize, d: f64) -> Result<Array<f64>> {
    let (step, nonnegative) = (step("fftfreq", n, d)?, n.div_ceil(2));
    let place = |k: usize| if k < nonnegative { k as f64 } else { -((n - k) as f64) };
    Array::from_shape_iter(n, (0..n).map(|k| place(k) * step))
}

/// The frequencies of the items of `rfft`, in cycles per unit of the spacing `d` of the samples. NumPy: `fft.rfftfreq`.
///
/// # Errors
/// As [`fftfreq`].
///
/// ```
/// use numoxide_fft::rfftfreq;
///
/// assert_eq!(rfftfreq(4, 0.5)?.to_vec(), [0.0, 0.5, 1.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn rfftfreq(n: usize, d: f64) -> Result<Array<f64>> {
    let step = step("rfftfreq", n, d)?;
    Array::from_shape_iter(n / 2 + 1, (0..n / 2 + 1).map(|k| k as f64 * step))
}

fn step(op: &'static str, n: usize, d: f64) -> Result<f64> {
    let extent = n as f64 * d;
    if extent == 0.0 {
        return Err(Error::value(op, format!("division by zero for {n} samples of spacing {d}")));
    }
    Ok(1.0 / extent)
}

/// How far each of `axes` is rolled: by half its size, rounded down, or back.
fn halves(
    op: &'static str,
    shape: &[usize],
    axes: impl MaybeAxes,
    back: bool,
) -> Result<(Vec<isize>, Vec<isize>)> {
    let axes = axes.axes().map_or_else(|| (0..shape.len() as isize).collect(), |axes| axes.to_vec());
    let half = |&axis: &isize| {
        let half = (shape[normalize_axis(op, axis, shape.len())?] / 2) as isize;
        Ok(if back { -half } else { half })
    };
    Ok((axes.iter().map(half).collect::<Result<_>>()?, axes))
}

/// `a` with the zero frequency moved from the start of `axes` to their middle; of every axis with `None`. NumPy:
/// `fft.fftshift`.
///
/// # Errors
/// [`Error::Axis`] if an axis does not exist, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_fft::{fftfreq, fftshift, ifftshift};
///
/// let shifted = fftshift(fftfreq(5, 0.2)?, None)?;
/// assert_eq!(shifted.to_vec(), [-2.0, -1.0, 0.0, 1.0, 2.0]);
/// assert_eq!(ifftshift(&shifted, 0)?.to_vec(), fftfreq(5, 0.2)?.to_vec());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn fftshift<T: Clone + 'static>(a: impl AsView<T>, axes: impl MaybeAxes) -> Result<Array<T>> {
    let (shifts, axes) = halves("fftshift", a.as_view().shape(), axes, false)?;
    roll(a, shifts, axes)
}

/// The inverse of [`fftshift`](fn@fftshift), which differs from it where a size is odd. NumPy: `fft.ifftshift`.
///
/// # Errors
/// As [`fftshift`](fn@fftshift).
pub fn ifftshift<T: Clone + 'static>(a: impl AsView<T>, axes: impl MaybeAxes) -> Result<Array<T>> {
    let (shifts, axes) = halves("ifftshift", a.as_view().shape(), axes, true)?;
    roll(a, shifts, axes)
}

/// [`fftshift`](fn@fftshift) for run-time types.
pub mod fftshift {
    use super::*;

    /// `a` with the zero frequency of `axes` moved to the middle, whatever its type.
    ///
    /// # Errors
    /// As [`fftshift`](fn@super::fftshift).
    pub fn any(a: &AnyArray, axes: impl MaybeAxes) -> Result<AnyArray> {
        let (shifts, axes) = halves("fftshift", a.shape(), axes, false)?;
        a.roll(shifts, axes)
    }
}

/// [`ifftshift`](fn@ifftshift) for run-time types.
pub mod ifftshift {
    use super::*;

    /// The inverse of [`fftshift::any`](fn@super::fftshift::any).
    ///
    /// # Errors
    /// As [`fftshift`](fn@super::fftshift).
    pub fn any(a: &AnyArray, axes: impl MaybeAxes) -> Result<AnyArray> {
        let (shifts, axes) = halves("ifftshift", a.shape(), axes, true)?;
        a.roll(shifts, axes)
    }
}
