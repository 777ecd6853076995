//! The elementary functions: `numoxide-simd`'s loops under the names of bodies.
//!
//! The one module of this crate with `unsafe`: it vouches that those loops write what they say they write.

use std::mem::MaybeUninit;

use numoxide_core::ufunc::{SliceBinary, SliceUnary};
use numoxide_core::{c64, c128};
use numoxide_simd::math;

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
    /// The angle of the point `(y, x)`.
    Arctan2 = arctan2: real2;
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
