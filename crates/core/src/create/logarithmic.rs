//! Values evenly spaced on a logarithmic scale: logspace and geomspace.

use half::{bf16, f16};
use num_complex::Complex;

use super::ranges::Linspace;
use super::steps::{Inexact, Steps};
use crate::operators::smith64;
use crate::{Array, AsView, Error, Result, c128};

/// A floating-point type with powers and logarithms, calculated in double precision.
pub trait Logarithmic: Inexact + Steps<Inexact = Self> {
    /// The value in double precision.
    #[doc(hidden)]
    fn widened(self) -> c128;
    /// The nearest value of this type.
    #[doc(hidden)]
    fn narrowed(wide: c128) -> Self;
}

macro_rules! real {
    ($($ty:ty, |$x:ident| $from:expr, |$y:ident| $to:expr;)*) => {$(
        impl Logarithmic for $ty {
            fn widened(self) -> c128 {
                let $x = self;
                c128::new($from, 0.0)
            }
            fn narrowed(wide: c128) -> Self {
                let $y = wide.re;
                $to
            }
        }
    )*};
}
real! {
    f64, |x| x, |y| y;
    f32, |x| f64::from(x), |y| y as f32;
    f16, |x| x.to_f64(), |y| f16::from_f64(y);
    bf16, |x| x.to_f64(), |y| bf16::from_f64(y);
}

impl Logarithmic for c128 {
    fn widened(self) -> c128 {
        self
    }
    fn narrowed(wide: c128) -> Self {
        wide
    }
}

impl Logarithmic for Complex<f32> {
    fn widened(self) -> c128 {
        c128::new(f64::from(self.re), f64::from(self.im))
    }
    fn narrowed(wide: c128) -> Self {
        Complex::new(wide.re as f32, wide.im as f32)
    }
}

/// `base` to the power of `exponent`.
fn power(base: f64, exponent: c128) -> c128 {
    let size = base.powf(exponent.re);
    if exponent.im == 0.0 {
        return c128::new(size, 0.0);
    }
    let (sin, cos) = (exponent.im * base.ln()).sin_cos();
    c128::new(size * cos, size * sin)
}

/// NumPy's `logspace` with its options; start and stop may be arrays, which broadcast.
///
/// ```
/// use numoxide_core::Logspace;
///
/// let octaves = Logspace::new(0.0, 3.0, 4).base(2.0).run()?;
/// assert_eq!(octaves.to_vec(), [1.0, 2.0, 4.0, 8.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Logspace<A, B> {
    exponents: Linspace<A, B>,
    base: f64,
}

impl<A, B> Logspace<A, B> {
    /// `num` values from 10 to the power of `start` to 10 to the power of `stop`.
    pub fn new(start: A, stop: B, num: usize) -> Self {
        Logspace { exponents: Linspace::new(start, stop, num), base: 10.0 }
    }

    /// The base of the powers; 10 by default.
    #[must_use]
    pub fn base(self, base: f64) -> Self {
        Logspace { base, ..self }
    }

    /// Whether the power of `stop` is the last value; `true` by default.
    #[must_use]
    pub fn endpoint(self, endpoint: bool) -> Self {
        Logspace { exponents: self.exponents.endpoint(endpoint), ..self }
    }

    /// The axis of the result along which the values lie, where start or stop is an array; 0 by default.
    #[must_use]
    pub fn axis(self, axis: isize) -> Self {
        Logspace { exponents: self.exponents.axis(axis), ..self }
    }

    /// The values.
    ///
    /// # Errors
    /// As [`Linspace::run`].
    pub fn run<T: Logarithmic>(&self) -> Result<Array<T>>
    where
        A: AsView<T>,
        B: AsView<T>,
    {
        let mut values = self.exponents.run::<T>()?;
        for value in values.try_view_mut()? {
            *value = T::narrowed(power(self.base, value.widened()));
        }
        Ok(values)
    }
}

/// `num` values evenly spaced on a logarithmic scale, from 10 to the power of `start` to 10 to the power of `stop`;
/// [`Logspace`] has the options. NumPy: `logspace`.
///
/// # Errors
/// As [`Array::linspace`].
///
/// ```
/// assert_eq!(numoxide_core::logspace(0.0, 2.0, 3)?.to_vec(), [1.0, 10.0, 100.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn logspace<T: Logarithmic>(start: T, stop: T, num: usize) -> Result<Array<T>> {
    let mut values = Array::linspace(start, stop, num)?;
    for value in values.try_view_mut()? {
        *value = T::narrowed(power(10.0, value.widened()));
    }
    Ok(values)
}

/// NumPy's `geomspace` with its options.
///
/// ```
/// use numoxide_core::Geomspace;
///
/// let open = Geomspace::new(1.0, 100.0, 2).endpoint(false).run()?;
/// assert_eq!(open.to_vec(), [1.0, 10.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Geomspace<T> {
    start: T,
    stop: T,
    num: usize,
    endpoint: bool,
}

impl<T: Logarithmic> Geomspace<T> {
    /// `num` values from `start` to `stop`, each the same multiple of the one before.
    pub fn new(start: T, stop: T, num: usize) -> Self {
        Geomspace { start, stop, num, endpoint: true }
    }

    /// Whether `stop` is the last value; `true` by default.
    #[must_use]
    pub fn endpoint(self, endpoint: bool) -> Self {
        Geomspace { endpoint, ..self }
    }

    /// The values. Complex ones lie on a spiral.
    ///
    /// # Errors
    /// [`Error::Value`] if start or stop is zero; else as [`Array::linspace`].
    pub fn run(&self) -> Result<Array<T>> {
        if self.start == T::ZERO || self.stop == T::ZERO {
            return Err(Error::value("geomspace", "geometric sequence cannot include zero"));
        }
        // Turned so that the start is a positive number.
        let (start, stop) = (self.start.widened(), self.stop.widened());
        let size = start.re.hypot(start.im);
        let turn = c128::new(start.re / size, start.im / size);
        // By NumPy's division: on the negative axis the sign of the zero beside it says which way the spiral turns.
        let stop = smith64(stop, turn);
        // NumPy's logarithm of a negative real number is no number.
        let is_real = !T::DTYPE.is_complex();
        let angle = if is_real { 0.0 } else { stop.im.atan2(stop.re) };
        let length = if is_real { stop.re } else { stop.re.hypot(stop.im) };
        let last = c128::new(length.log10(), angle / std::f64::consts::LN_10);
        let exponents = Linspace::new(c128::new(size.log10(), 0.0), last, self.num);
        let exponents = exponents.endpoint(self.endpoint).run::<c128>()?;
        let values = exponents.iter().map(|&exponent| T::narrowed(power(10.0, exponent) * turn));
        let mut values = Array::from_values("geomspace", &[self.num], values)?;
        if let Some(values) = values.as_slice_mut() {
            if let (true, [_, .., last]) = (self.endpoint, &mut *values) {
                *last = self.stop;
            }
            if let Some(first) = values.first_mut() {
                *first = self.start;
            }
        }
        Ok(values)
    }
}

/// `num` values from `start` to `stop`, each the same multiple of the one before; [`Geomspace`] has the options.
/// NumPy: `geomspace`.
///
/// # Errors
/// As [`Geomspace::run`].
///
/// ```
/// assert_eq!(numoxide_core::geomspace(1.0, 1000.0, 4)?.to_vec(), [1.0, 10.0, 100.0, 1000.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn geomspace<T: Logarithmic>(start: T, stop: T, num: usize) -> Result<Array<T>> {
    Geomspace::new(start, stop, num).run()
}
