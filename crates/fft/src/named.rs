//! The transforms under NumPy's names.

use numoxide_core::{AnyArray, AnyView, Array, AsView, Result};

use crate::call::{Call, Form, Transform, TransformN};
use crate::types::{RealTransformable, Transformable};

/// Rows: each the function, and the module of its name with keywords and run-time types.
macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident<$bound:ident> -> $result:ident, $builder:ident: $call:ident, $form:ident, $forward:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name<T: $bound>(a: impl AsView<T>) -> Result<Array<T::$result>> {
            $name::with(&a).run()
        }

        #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") with keywords and for run-time types.")]
        pub mod $name {
            use super::*;

            fn call() -> Call {
                Call::$call(stringify!($name), Form::$form, $forward)
            }

            /// A call with NumPy's keyword arguments.
            pub fn with<'a, T: $bound>(a: &'a (impl AsView<T> + ?Sized)) -> $builder<'a, Array<T::$result>> {
                $builder::new(AnyView::from(a.as_view()), call())
            }

            /// The transform of an array whose type is known at run time.
            ///
            /// # Errors
            /// As the function of the same name; [`Error::NoLoop`](numoxide_core::Error::NoLoop) if the type has no such
            /// transform.
            pub fn any<'a>(a: impl Into<AnyView<'a>>) -> Result<AnyArray> {
                any_with(a).run()
            }

            /// [`any`] with NumPy's keyword arguments.
            pub fn any_with<'a>(a: impl Into<AnyView<'a>>) -> $builder<'a, AnyArray> {
                $builder::new(a.into(), call())
            }
        }
    )*};
}
pub(crate) use rows;

rows! {
    /// The discrete Fourier transform along the last axis. NumPy: `fft.fft`.
    ///
    /// # Errors
    /// [`Error::Axis`](numoxide_core::Error::Axis) for a 0-d array, [`Error::Value`](numoxide_core::Error::Value) if the axis
    /// has no items, [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
    ///
    /// ```
    /// use numoxide_core::c128;
    /// use numoxide_fft::{Norm, fft};
    ///
    /// assert_eq!(fft([1.0, 0.0, 0.0, 0.0])?.to_vec(), [c128::new(1.0, 0.0); 4]);
    /// let scaled = fft::with(&[1, 1]).n(4).norm(Norm::Forward).run()?;
    /// assert_eq!(scaled.get(0)?, &c128::new(0.5, 0.0));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    fft<Transformable> -> Complex, Transform: along_last, Complex, true;

    /// The inverse of [`fft`](fn@fft) along the last axis. NumPy: `fft.ifft`.
    ///
    /// # Errors
    /// As [`fft`](fn@fft).
    ///
    /// ```
    /// use numoxide_core::c64;
    /// use numoxide_fft::{fft, ifft};
    ///
    /// let a = [c64::new(1.0, 2.0), c64::new(0.0, -1.0)];
    /// assert_eq!(ifft(fft(a)?)?.to_vec(), a);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    ifft<Transformable> -> Complex, Transform: along_last, Complex, false;

    /// The nonnegative frequencies of the transform of real numbers along the last axis: `n / 2 + 1` of them. NumPy:
    /// `fft.rfft`.
    ///
    /// # Errors
    /// As [`fft`](fn@fft).
    ///
    /// ```
    /// use numoxide_core::c64;
    /// use numoxide_fft::rfft;
    ///
    /// assert_eq!(rfft([1.0f32, 2.0])?.to_vec(), [c64::new(3.0, 0.0), c64::new(-1.0, 0.0)]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    rfft<RealTransformable> -> Complex, Transform: along_last, RealForward, true;

    /// The inverse of [`rfft`](fn@rfft) along the last axis: `2 * (m - 1)` real numbers of `m` frequencies, unless
    /// [`n`](Transform::n) says otherwise. NumPy: `fft.irfft`.
    ///
    /// # Errors
    /// As [`fft`](fn@fft); also for a single frequency.
    ///
    /// ```
    /// use numoxide_fft::{irfft, rfft};
    ///
    /// let spectrum = rfft([1.0f64, 2.0, 6.0])?;
    /// assert_eq!(irfft::with(&spectrum).n(3).run()?.iter().map(|x| x.round()).collect::<Vec<_>>(), [1.0, 2.0, 6.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    irfft<Transformable> -> Real, Transform: along_last, RealInverse, false;

    /// The real transform of a Hermitian signal, of which the first half is given, along the last axis. NumPy: `fft.hfft`.
    ///
    /// # Errors
    /// As [`irfft`](fn@irfft).
    ///
    /// ```
    /// use numoxide_fft::hfft;
    ///
    /// assert_eq!(hfft([1.0, 2.0, 3.0])?.to_vec(), [8.0, -2.0, 0.0, -2.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    hfft<Transformable> -> Real, Transform: along_last, RealInverse, true;

    /// The inverse of [`hfft`](fn@hfft) along the last axis. NumPy: `fft.ihfft`.
    ///
    /// # Errors
    /// As [`fft`](fn@fft).
    ///
    /// ```
    /// use numoxide_fft::ihfft;
    ///
    /// let half = ihfft([8.0f64, -2.0, 0.0, -2.0])?;
    /// assert_eq!(half.iter().map(|z| z.re).collect::<Vec<_>>(), [1.0, 2.0, 3.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    ihfft<RealTransformable> -> Complex, Transform: along_last, RealForward, false;

    /// The transform over the last two axes. NumPy: `fft.fft2`.
    ///
    /// # Errors
    /// [`Error::Axis`](numoxide_core::Error::Axis) for fewer axes, [`Error::Value`](numoxide_core::Error::Value) if one of them
    /// has no items, [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
    ///
    /// ```
    /// use numoxide_fft::fft2;
    ///
    /// assert_eq!(fft2([[1.0, 2.0], [3.0, 4.0]])?.real().to_vec(), [10.0, -2.0, -4.0, 0.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    fft2<Transformable> -> Complex, TransformN: over_two, Complex, true;

    /// The inverse of [`fft2`](fn@fft2). NumPy: `fft.ifft2`.
    ///
    /// # Errors
    /// As [`fft2`](fn@fft2).
    ifft2<Transformable> -> Complex, TransformN: over_two, Complex, false;

    /// The transform over all axes. NumPy: `fft.fftn`.
    ///
    /// # Errors
    /// [`Error::Value`](numoxide_core::Error::Value) if an axis has no items,
    /// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
    ///
    /// ```
    /// use numoxide_core::ones;
    /// use numoxide_fft::fftn;
    ///
    /// let spectrum = fftn::with(&ones::<f64>([2, 3, 4])?).s([2, 2]).axes([0, 2]).run()?;
    /// assert_eq!(spectrum.shape(), [2, 3, 2]);
    /// assert_eq!(spectrum.get([0, 1, 0])?.re, 4.0);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    fftn<Transformable> -> Complex, TransformN: over_all, Complex, true;

    /// The inverse of [`fftn`](fn@fftn). NumPy: `fft.ifftn`.
    ///
    /// # Errors
    /// As [`fftn`](fn@fftn).
    ifftn<Transformable> -> Complex, TransformN: over_all, Complex, false;

    /// The transform of real numbers over the last two axes: nonnegative frequencies of the last one. NumPy: `fft.rfft2`.
    ///
    /// # Errors
    /// As [`fft2`](fn@fft2).
    rfft2<RealTransformable> -> Complex, TransformN: over_two, RealForward, true;

    /// The inverse of [`rfft2`](fn@rfft2). NumPy: `fft.irfft2`.
    ///
    /// # Errors
    /// As [`fft2`](fn@fft2).
    ///
    /// ```
    /// use numoxide_fft::{irfft2, rfft2};
    ///
    /// let a = [[1.0, 2.0], [3.0, 5.0]];
    /// assert_eq!(irfft2(rfft2(a)?)?.to_vec(), [1.0, 2.0, 3.0, 5.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    irfft2<Transformable> -> WideReal, TransformN: over_two, RealInverse, false;

    /// The transform of real numbers over all axes: nonnegative frequencies of the last one. NumPy: `fft.rfftn`.
    ///
    /// # Errors
    /// As [`fftn`](fn@fftn); also for a 0-d array.
    rfftn<RealTransformable> -> Complex, TransformN: over_all, RealForward, true;

    /// The inverse of [`rfftn`](fn@rfftn). NumPy: `fft.irfftn`.
    ///
    /// # Errors
    /// As [`rfftn`](fn@rfftn).
    irfftn<Transformable> -> WideReal, TransformN: over_all, RealInverse, false;
}
