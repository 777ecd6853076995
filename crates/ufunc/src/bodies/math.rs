//! The elementary functions: `numoxide-simd`'s loops under the names of bodies.
//!
//! The one module of this crate with `unsafe`: it vouches that those loops write what they say they write.

use std::mem::MaybeUninit;

use numoxide_core::ufunc::{SliceBinary, SliceTwoOutBinary, SliceUnary};
use numoxide_core::{c64, c128};
use numoxide_simd::divide::{self, Divide};
use numoxide_simd::{dispatch, math, powers};

/// A body per function, for each of the types behind its name.
macro_rules! slices {
    ($(#[$doc:meta] $body:ident = $name:ident: $($kind:ident)+;)*) => {$(
        #[$doc]
        pub struct $body;
        $(slices!(@$kind $body $name);)+
    )*};
    (@real $body:ident $name:ident) => {
        slices!(@unary $body f32, math::f32::slice::$name);
        slices!(@unary $body f64, math::f64::slice::$name);
    };
    (@complex $body:ident $name:ident) => {
        slices!(@unary $body c64, math::complex::c64::slice::$name);
        slices!(@unary $body c128, math::complex::c128::slice::$name);
    };
    (@real2 $body:ident $name:ident) => {
        slices!(@binary $body f32, math::f32::slice::$name);
        slices!(@binary $body f64, math::f64::slice::$name);
    };
    (@complex2 $body:ident $name:ident) => {
        slices!(@binary $body c64, math::complex::c64::slice::$name);
        slices!(@binary $body c128, math::complex::c128::slice::$name);
    };
    (@unary $body:ident $ty:ty, $function:path) => {
        // SAFETY: the function writes every item.
        unsafe impl SliceUnary<$ty> for $body {
            type Out = $ty;
            #[inline]
            fn run(a: &[$ty], out: &mut [MaybeUninit<$ty>]) {
                $function(a, out)
            }
        }
    };
    (@binary $body:ident $ty:ty, $function:path) => {
        // SAFETY: the function writes every item.
        unsafe impl SliceBinary<$ty> for $body {
            type Out = $ty;
            #[inline]
            fn run(a: &[$ty], b: &[$ty], out: &mut [MaybeUninit<$ty>]) {
                $function(a, b, out)
            }
        }
    };
}

slices! {
    /// The square root.
    Sqrt = sqrt: real complex;
    /// `e^x`.
    Exp = exp: real complex;
    /// `2^x`.
    Exp2 = exp2: real complex;
    /// `e^x - 1`.
    Expm1 = expm1: real complex;
    /// The natural logarithm.
    Log = log: real complex;
    /// The logarithm to base 2.
    Log2 = log2: real complex;
    /// The logarithm to base 10.
    Log10 = log10: real complex;
    /// `log(1 + x)`.
    Log1p = log1p: real complex;
    /// The sine.
    Sin = sin: real complex;
    /// The cosine.
    Cos = cos: real complex;
    /// The tangent.
    Tan = tan: real complex;
    /// The inverse of the sine.
    Arcsin = arcsin: real complex;
    /// The inverse of the cosine.
    Arccos = arccos: real complex;
    /// The inverse of the tangent.
    Arctan = arctan: real complex;
    /// The hyperbolic sine.
    Sinh = sinh: real complex;
    /// The hyperbolic cosine.
    Cosh = cosh: real complex;
    /// The hyperbolic tangent.
    Tanh = tanh: real complex;
    /// The inverse of the hyperbolic sine.
    Arcsinh = arcsinh: real complex;
    /// The inverse of the hyperbolic cosine.
    Arccosh = arccosh: real complex;
    /// The inverse of the hyperbolic tangent.
    Arctanh = arctanh: real complex;
    /// The cube root.
    Cbrt = cbrt: real;
    /// `x^y`.
    Pow = pow: real2 complex2;
    /// The angle of the point `(y, x)`.
    Arctan2 = arctan2: real2;
    /// The length of the hypotenuse.
    Hypot = hypot: real2;
    /// `log(e^x + e^y)`.
    LogAddExp = logaddexp: real2;
    /// `log2(2^x + 2^y)`.
    LogAddExp2 = logaddexp2: real2;
}

macro_rules! complex_absolute {
    ($($ty:ident $part:ty;)*) => {$(
        // SAFETY: the function writes every item.
        unsafe impl SliceUnary<$ty> for super::numbers::Absolute {
            type Out = $part;
            #[inline]
            fn run(a: &[$ty], out: &mut [MaybeUninit<$part>]) {
                math::complex::$ty::slice::absolute(a, out)
            }
        }
    )*};
}
complex_absolute! { c64 f32; c128 f64; }

/// A power by a whole exponent that is the same for all, and not negative.
pub struct EvenPower;

macro_rules! even_power {
    ($($function:path, $exponent:ty: $($ty:ty)*;)*) => {$($(
        // SAFETY: the function writes every item.
        unsafe impl SliceBinary<$ty> for EvenPower {
            type Out = $ty;
            #[inline]
            fn run(a: &[$ty], exponents: &[$ty], out: &mut [MaybeUninit<$ty>]) {
                if let Some(&exponent) = exponents.first() {
                    $function(a, exponent as $exponent, out);
                }
            }
        }
    )*)*};
}
even_power! {
    powers::power, u64: i8 i16 i32 i64 u8 u16 u32 u64;
    powers::power_of_reals, usize: f32 f64;
}

/// The power of 0.5, which the second operand holds and does not count: the square root of -0 is -0, and of minus infinity NaN.
pub struct Rooted;

macro_rules! rooted {
    ($($function:path: $ty:ty;)*) => {$(
        // SAFETY: the function writes every item.
        unsafe impl SliceBinary<$ty> for Rooted {
            type Out = $ty;
            #[inline]
            fn run(a: &[$ty], _exponents: &[$ty], out: &mut [MaybeUninit<$ty>]) {
                $function(a, out)
            }
        }
    )*};
}
rooted! { math::f32::slice::sqrt: f32; math::f64::slice::sqrt: f64; }

// SAFETY: the loop writes all that it is given, or panics.
unsafe impl<T: Divide> SliceTwoOutBinary<T> for super::integer::DivMod {
    type First = T;
    type Second = T;
    fn run(a: &[T], b: &[T], first: &mut [MaybeUninit<T>], second: &mut [MaybeUninit<T>]) {
        divide::divmod(a, b, first, second);
    }
}

// SAFETY: as above.
unsafe impl<T: Divide> SliceBinary<T> for super::float::Fmod {
    type Out = T;
    fn run(a: &[T], b: &[T], out: &mut [MaybeUninit<T>]) {
        divide::fmod(a, b, out);
    }
}

macro_rules! ldexp {
    ($($n:ty)*) => {$(
        // SAFETY: the kernel writes every item.
        unsafe impl SliceBinary<f64, $n> for super::float::Ldexp {
            type Out = f64;
            #[inline]
            fn run(a: &[f64], n: &[$n], out: &mut [MaybeUninit<f64>]) {
                dispatch(super::float::Scale { a, n, out })
            }
        }
    )*};
}
ldexp! { i32 i64 }
