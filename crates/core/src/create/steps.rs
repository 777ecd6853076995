//! [`Steps`]: the arithmetic of evenly spaced values, for every number type.

use half::{bf16, f16};
use num_complex::Complex;

use crate::dtype::{Float, Number};
use crate::{Error, Result};

const ARANGE: &str = "arange";

/// A number type with evenly spaced values: every [`Number`].
///
/// What it adds are the rules of NumPy's `arange` and `linspace`, which are no interface of their own.
pub trait Steps: Number {
    /// The type in which `linspace` works: `f64` for integers, else the type itself.
    type Inexact: Inexact;

    /// How many values `arange(start, stop, step)` has.
    #[doc(hidden)]
    fn count(start: Self, stop: Self, step: Self) -> Result<usize>;
    /// The value after `start`.
    #[doc(hidden)]
    fn after(start: Self, step: Self) -> Self;
    /// The value at the place `base + j` of a range whose first two are these.
    #[doc(hidden)]
    fn at(start: Self, next: Self, base: usize, j: u32) -> Self;
    /// `start` plus so many steps as `base + j` says.
    #[doc(hidden)]
    fn advanced(start: Self, step: Self, base: usize, j: u32) -> Self;
    /// The value as `linspace` takes it.
    #[doc(hidden)]
    fn to_inexact(self) -> Self::Inexact;
    /// The value as `linspace` gives it: rounded down for integers.
    #[doc(hidden)]
    fn from_inexact(value: Self::Inexact) -> Self;
}

/// A floating-point type, real or complex, in which evenly spaced values are calculated.
pub trait Inexact:
    Float + std::ops::Add<Output = Self> + std::ops::Sub<Output = Self> + std::ops::Mul<Output = Self>
{
    /// The number `base + j`.
    #[doc(hidden)]
    fn of_place(base: usize, j: u32) -> Self;
    /// A quotient with a count.
    #[doc(hidden)]
    fn over(self, count: usize) -> Self;
    /// Not a number.
    #[doc(hidden)]
    const NAN: Self;
}

/// NumPy's length of a range from the quotient of its extent and step; `extent` is not zero if `moves`.
fn length(quotient: f64, moves: bool) -> Result<usize> {
    if quotient == 0.0 && moves {
        // The quotient has underflowed, or the step is infinite: only the start is left.
        return Ok(usize::from(quotient.is_sign_positive()));
    }
    let length = quotient.ceil();
    if length.is_nan() {
        return Err(Error::value(ARANGE, "cannot compute length"));
    }
    if length.abs() >= isize::MAX as f64 {
        return Err(Error::size(ARANGE, "maximum allowed size exceeded"));
    }
    Ok(length.max(0.0) as usize)
}

#[cold]
fn zero_step() -> Error {
    Error::value(ARANGE, "step must not be zero")
}

macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Steps for $ty {
            type Inexact = f64;

            fn count(start: Self, stop: Self, step: Self) -> Result<usize> {
                let (extent, step) = (stop as i128 - start as i128, step as i128);
                if step == 0 {
                    return Err(zero_step());
                }
                if extent == 0 || (extent < 0) != (step < 0) {
                    return Ok(0);
                }
                let count = extent.unsigned_abs().div_ceil(step.unsigned_abs());
                usize::try_from(count).map_err(|_| Error::size(ARANGE, "maximum allowed size exceeded"))
            }
            #[inline(always)]
            fn after(start: Self, step: Self) -> Self {
                start.wrapping_add(step)
            }
            #[inline(always)]
            fn at(start: Self, next: Self, base: usize, j: u32) -> Self {
                let place = (base as $ty).wrapping_add(j as $ty);
                start.wrapping_add(place.wrapping_mul(next.wrapping_sub(start)))
            }
            #[inline(always)]
            fn advanced(start: Self, step: Self, base: usize, j: u32) -> Self {
                Self::at(start, start.wrapping_add(step), base, j)
            }
            #[inline(always)]
            fn to_inexact(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn from_inexact(value: f64) -> Self {
                value.floor() as $ty
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 u8 u16 u32 u64);

/// The parts of [`Steps`] that all floating-point types share.
macro_rules! inexact_is_self {
    () => {
        type Inexact = Self;

        #[inline(always)]
        fn after(start: Self, step: Self) -> Self {
            start + step
        }
        #[inline(always)]
        fn advanced(start: Self, step: Self, base: usize, j: u32) -> Self {
            Self::of_place(base, j) * step + start
        }
        #[inline(always)]
        fn to_inexact(self) -> Self {
            self
        }
        #[inline(always)]
        fn from_inexact(value: Self) -> Self {
            value
        }
    };
}

/// Real floats; `$wide` is the type in which NumPy steps.
macro_rules! floats {
    ($($ty:ty, $wide:ty, $nan:expr, |$x:ident| $to_wide:expr, |$y:ident| $from_wide:expr;)*) => {$(
        impl Steps for $ty {
            inexact_is_self!();

            fn count(start: Self, stop: Self, step: Self) -> Result<usize> {
                if step == Self::ZERO_STEP {
                    return Err(zero_step());
                }
                let extent = stop - start;
                let $x = extent / step;
                length(f64::from($to_wide), extent != Self::ZERO_STEP)
            }
            #[inline(always)]
            fn at(start: Self, next: Self, base: usize, j: u32) -> Self {
                let start = { let $x = start; $to_wide };
                let delta = { let $x = next; $to_wide } - start;
                // Exact in f64, so that the place is rounded once.
                let place = (base as f64 + f64::from(j)) as $wide;
                let $y = start + place * delta;
                $from_wide
            }
        }

        impl Inexact for $ty {
            const NAN: Self = $nan;

            #[inline(always)]
            fn of_place(base: usize, j: u32) -> Self {
                let $y = (base as f64 + f64::from(j)) as $wide;
                $from_wide
            }
            #[inline(always)]
            fn over(self, count: usize) -> Self {
                let $y = count as $wide;
                self / $from_wide
            }
        }
    )*};
}

/// Zero as a constant of each float type, where comparisons need it.
trait ZeroStep {
    const ZERO_STEP: Self;
}
impl<T: crate::Scalar> ZeroStep for T {
    const ZERO_STEP: T = T::ZERO;
}

floats! {
    f64, f64, f64::NAN, |x| x, |y| y;
    f32, f32, f32::NAN, |x| x, |y| y;
    f16, f32, f16::NAN, |x| x.to_f32(), |y| f16::from_f32(y);
    bf16, f32, bf16::NAN, |x| x.to_f32(), |y| bf16::from_f32(y);
}

/// The quotient as Python and NumPy calculate it, scaled by the larger part of the divisor.
fn complex_quotient(a: Complex<f64>, b: Complex<f64>) -> Complex<f64> {
    if b.re.abs() >= b.im.abs() {
        let ratio = b.im / b.re;
        let scale = b.re + b.im * ratio;
        Complex::new((a.re + a.im * ratio) / scale, (a.im - a.re * ratio) / scale)
    } else {
        let ratio = b.re / b.im;
        let scale = b.re * ratio + b.im;
        Complex::new((a.re * ratio + a.im) / scale, (a.im * ratio - a.re) / scale)
    }
}

macro_rules! complex {
    ($($part:ty)*) => {$(
        impl Steps for Complex<$part> {
            inexact_is_self!();

            /// The smaller of the lengths along both parts.
            fn count(start: Self, stop: Self, step: Self) -> Result<usize> {
                let wide = |z: Self| Complex::new(f64::from(z.re), f64::from(z.im));
                if step == Self::ZERO_STEP {
                    return Err(zero_step());
                }
                let quotient = complex_quotient(wide(stop - start), wide(step));
                Ok(length(quotient.re, false)?.min(length(quotient.im, false)?))
            }
            #[inline(always)]
            fn at(start: Self, next: Self, base: usize, j: u32) -> Self {
                let (place, delta) = (<$part>::of_place(base, j), next - start);
                Complex::new(start.re + place * delta.re, start.im + place * delta.im)
            }
        }

        impl Inexact for Complex<$part> {
            const NAN: Self = Complex { re: <$part>::NAN, im: <$part>::NAN };

            #[inline(always)]
            fn of_place(base: usize, j: u32) -> Self {
                Complex::new(<$part>::of_place(base, j), 0.0)
            }
            #[inline(always)]
            fn over(self, count: usize) -> Self {
                // As NumPy divides complex numbers: what is infinite in one part is NaN in the other.
                let scale = 1.0 / count as $part;
                Complex::new((self.re + self.im * 0.0) * scale, (self.im - self.re * 0.0) * scale)
            }
        }
    )*};
}
complex!(f32 f64);
