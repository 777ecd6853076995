//! The four types that BLAS and LAPACK know, with the little arithmetic that generic code needs.

use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

use num_complex::Complex;

use crate::stacks::{Lanes, Stacks};
use crate::{Backend, Routines};

/// `f32`, `f64`, or complex numbers of them.
pub trait Field:
    Copy
    + Debug
    + PartialEq
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + private::Sealed
{
    /// The type of absolute values.
    type Real: Real;
    /// Whether there is an imaginary part.
    const COMPLEX: bool;
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;

    /// The complex conjugate.
    fn conj(self) -> Self;
    /// The real part.
    fn re(self) -> Self::Real;
    /// The imaginary part.
    fn im(self) -> Self::Real;
    /// From a real number.
    fn from_real(x: Self::Real) -> Self;
    /// From parts; real types drop the imaginary one.
    fn from_parts(re: Self::Real, im: Self::Real) -> Self;
    /// The absolute value, without overflow on the way.
    fn abs(self) -> Self::Real;
    /// `re² + im²`.
    fn abs2(self) -> Self::Real;
    /// Whether all parts are finite.
    fn is_finite(self) -> bool;
    /// The double-precision type of the same kind.
    type Double: Field<Real = f64, Double = Self::Double>;
    /// As a double-precision number.
    fn widen(self) -> Self::Double;
    /// From a double-precision number, rounded.
    fn narrow(x: Self::Double) -> Self;
    /// The quotient; of complex numbers without overflow or underflow on the way.
    fn over(self, divisor: Self) -> Self;
    /// The routines of a backend for this type.
    fn routines(backend: &dyn Backend) -> &dyn Routines<Self>;
    /// The functions of [`stacks`](crate::stacks) for this type.
    fn stacks() -> &'static dyn Stacks<Self>;
}

/// `f32` or `f64`.
pub trait Real: Field<Real = Self> + PartialOrd {
    /// The distance from 1 to the next number.
    const EPSILON: Self;
    /// The least normal number.
    const TINY: Self;
    /// The largest number.
    const MAX: Self;
    /// The square root.
    fn sqrt(self) -> Self;
    /// `self * factor + term`, rounded once; slow on processors without an instruction for it.
    fn mul_add(self, factor: Self, term: Self) -> Self;
    /// From an `f64`, rounded.
    fn from_f64(x: f64) -> Self;
    /// As `f64`.
    fn to_f64(self) -> f64;
    /// The greater of two, which are not NaN.
    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        if self > other { self } else { other }
    }
}

mod private {
    pub trait Sealed {}
}

macro_rules! fields {
    ($($real:ident)*) => {$(
        impl private::Sealed for $real {}
        impl private::Sealed for Complex<$real> {}

        impl Field for $real {
            type Real = $real;
            const COMPLEX: bool = false;
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            #[inline(always)]
            fn conj(self) -> Self {
                self
            }
            #[inline(always)]
            fn re(self) -> $real {
                self
            }
            #[inline(always)]
            fn im(self) -> $real {
                0.0
            }
            #[inline(always)]
            fn from_real(x: $real) -> Self {
                x
            }
            #[inline(always)]
            fn from_parts(re: $real, _: $real) -> Self {
                re
            }
            #[inline(always)]
            fn abs(self) -> $real {
                $real::abs(self)
            }
            #[inline(always)]
            fn abs2(self) -> $real {
                self * self
            }
            #[inline(always)]
            fn is_finite(self) -> bool {
                $real::is_finite(self)
            }
            type Double = f64;
            #[inline(always)]
            fn widen(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn narrow(x: f64) -> Self {
                x as $real
            }
            #[inline(always)]
            fn over(self, divisor: Self) -> Self {
                self / divisor
            }
            #[inline(always)]
            fn routines(backend: &dyn Backend) -> &dyn Routines<Self> {
                backend.$real()
            }
            // Not inlined: where it is, the table of functions is compiled once more.
            #[inline(never)]
            fn stacks() -> &'static dyn Stacks<Self> {
                &Lanes
            }
        }

        impl Real for $real {
            const EPSILON: Self = $real::EPSILON;
            const TINY: Self = $real::MIN_POSITIVE;
            const MAX: Self = $real::MAX;
            #[inline(always)]
            fn sqrt(self) -> Self {
                $real::sqrt(self)
            }
            #[inline(always)]
            fn mul_add(self, factor: Self, term: Self) -> Self {
                $real::mul_add(self, factor, term)
            }
            #[inline(always)]
            fn from_f64(x: f64) -> Self {
                x as $real
            }
            #[inline(always)]
            fn to_f64(self) -> f64 {
                self as f64
            }
        }
    )*};
}
fields!(f32 f64);

macro_rules! complex_fields {
    ($($real:ident $method:ident;)*) => {$(
        impl Field for Complex<$real> {
            type Real = $real;
            const COMPLEX: bool = true;
            const ZERO: Self = Complex { re: 0.0, im: 0.0 };
            const ONE: Self = Complex { re: 1.0, im: 0.0 };
            #[inline(always)]
            fn conj(self) -> Self {
                Complex { re: self.re, im: -self.im }
            }
            #[inline(always)]
            fn re(self) -> $real {
                self.re
            }
            #[inline(always)]
            fn im(self) -> $real {
                self.im
            }
            #[inline(always)]
            fn from_real(x: $real) -> Self {
                Complex { re: x, im: 0.0 }
            }
            #[inline(always)]
            fn from_parts(re: $real, im: $real) -> Self {
                Complex { re, im }
            }
            #[inline(always)]
            fn abs(self) -> $real {
                self.re.hypot(self.im)
            }
            #[inline(always)]
            fn abs2(self) -> $real {
                self.re * self.re + self.im * self.im
            }
            #[inline(always)]
            fn is_finite(self) -> bool {
                self.re.is_finite() && self.im.is_finite()
            }
            type Double = Complex<f64>;
            #[inline(always)]
            fn widen(self) -> Complex<f64> {
                Complex { re: self.re as f64, im: self.im as f64 }
            }
            #[inline(always)]
            fn narrow(x: Complex<f64>) -> Self {
                Complex { re: x.re as $real, im: x.im as $real }
            }
            /// Smith's division.
            #[inline(always)]
            fn over(self, divisor: Self) -> Self {
                let Complex { re, im } = divisor;
                if re.abs() >= im.abs() {
                    let ratio = im / re;
                    let size = re + im * ratio;
                    Complex { re: (self.re + self.im * ratio) / size, im: (self.im - self.re * ratio) / size }
                } else {
                    let ratio = re / im;
                    let size = re * ratio + im;
                    Complex { re: (self.re * ratio + self.im) / size, im: (self.im * ratio - self.re) / size }
                }
            }
            #[inline(always)]
            fn routines(backend: &dyn Backend) -> &dyn Routines<Self> {
                backend.$method()
            }
            #[inline(never)]
            fn stacks() -> &'static dyn Stacks<Self> {
                &Lanes
            }
        }
    )*};
}
complex_fields! {
    f32 c64;
    f64 c128;
}
