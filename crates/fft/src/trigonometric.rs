//! Cosine and sine series under SciPy's names.

use numoxide_core::{AnyArray, AnyView, Array, AsView, Result};

use crate::call::{Call, Form, Trigonometric, TrigonometricN};
use crate::named::rows;
use crate::types::Transformable;

rows! {
    /// The cosine series along the last axis: `y[k] = 2 sum(x[j] cos(π k (2j + 1) / 2n))`, or that of another
    /// [`kind`](Trigonometric::kind). SciPy: `fft.dct`.
    ///
    /// # Errors
    /// [`Error::Axis`](numoxide_core::Error::Axis) for a 0-d array, [`Error::Value`](numoxide_core::Error::Value) if the axis
    /// has no items, or only one for type 1, [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
    ///
    /// ```
    /// use numoxide_fft::{Norm, dct, idct};
    ///
    /// let y = dct([1.0f64, 1.0, 1.0, 1.0])?;
    /// assert!((y.item(0)? - 8.0).abs() < 1e-15 && y.iter().skip(1).all(|y| y.abs() < 1e-15));
    /// let y = dct::with(&[3.0f64, 4.0]).norm(Norm::Ortho).run()?;
    /// let length = y.iter().map(|y| y * y).sum::<f64>();
    /// assert!((length - 25.0).abs() < 1e-13);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    dct<Transformable> -> Floating, Trigonometric: along_last, Cosine, true;

    /// The inverse of [`dct`](fn@dct) along the last axis. SciPy: `fft.idct`.
    ///
    /// # Errors
    /// As [`dct`](fn@dct).
    ///
    /// ```
    /// use numoxide_fft::{dct, idct};
    ///
    /// let x = idct(dct([1.0f64, 5.0, 2.0])?)?;
    /// assert!(x.iter().zip([1.0, 5.0, 2.0]).all(|(x, y)| (x - y).abs() < 1e-14));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    idct<Transformable> -> Floating, Trigonometric: along_last, Cosine, false;

    /// The sine series along the last axis: `y[k] = 2 sum(x[j] sin(π (k + 1) (2j + 1) / 2n))`, or that of another
    /// [`kind`](Trigonometric::kind). SciPy: `fft.dst`.
    ///
    /// # Errors
    /// As [`dct`](fn@dct).
    ///
    /// ```
    /// use numoxide_fft::dst;
    ///
    /// let y = dst::with(&[1.0f64, 2.0]).kind(1).run()?;
    /// assert!(y.iter().zip([3.0, -1.0]).all(|(y, z)| (y - z * 3f64.sqrt()).abs() < 1e-14));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    dst<Transformable> -> Floating, Trigonometric: along_last, Sine, true;

    /// The inverse of [`dst`](fn@dst) along the last axis. SciPy: `fft.idst`.
    ///
    /// # Errors
    /// As [`dct`](fn@dct).
    idst<Transformable> -> Floating, Trigonometric: along_last, Sine, false;

    /// Cosine series over all axes. SciPy: `fft.dctn`.
    ///
    /// # Errors
    /// [`Error::Value`](numoxide_core::Error::Value) if an axis has no items, or only one for type 1,
    /// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
    dctn<Transformable> -> Floating, TrigonometricN: over_all, Cosine, true;

    /// The inverse of [`dctn`](fn@dctn). SciPy: `fft.idctn`.
    ///
    /// # Errors
    /// As [`dctn`](fn@dctn).
    idctn<Transformable> -> Floating, TrigonometricN: over_all, Cosine, false;

    /// Sine series over all axes. SciPy: `fft.dstn`.
    ///
    /// # Errors
    /// As [`dctn`](fn@dctn).
    dstn<Transformable> -> Floating, TrigonometricN: over_all, Sine, true;

    /// The inverse of [`dstn`](fn@dstn). SciPy: `fft.idstn`.
    ///
    /// # Errors
    /// As [`dctn`](fn@dctn).
    idstn<Transformable> -> Floating, TrigonometricN: over_all, Sine, false;
}
