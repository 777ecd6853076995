//! Exponentials and hyperbolic functions: `exp`, `exp2`, `expm1`, `sinh`, `cosh`.
//!
//! The argument is split into `k * log(2) + r` with whole `k` and `|r| <= log(2) / 2`. In `f64`, whose exponents reach
//! far beyond those of `f32`, no result overflows before it is rounded once, to subnormal numbers and infinity too.

use super::poly;
use super::{ROUNDER, clamp, polynomial};
use crate::level::Isa;
use std::f64::consts::{LN_2, LOG2_E};

/// Splits `x` into `(t, r)`, where the low bits of `t` hold `k`.
#[inline(always)]
fn reduce<I: Isa>(x: f64) -> (f64, f64) {
    let t = I::fma(x, LOG2_E, ROUNDER);
    (t, I::fma(t - ROUNDER, -LN_2, x))
}

/// `y * 2**k`, for the `k` in the low bits of `t`. A NaN stays one.
#[inline(always)]
fn scale(y: f64, t: f64) -> f64 {
    f64::from_bits(y.to_bits().wrapping_add(t.to_bits() << 52))
}

/// `e**x` with a relative error of 2**-50.
#[inline(always)]
pub(super) fn exp_precise<I: Isa>(x: f64) -> f64 {
    let (t, r) = reduce::<I>(x);
    scale(polynomial::<I, _>(&poly::EXP_LONG, r), t)
}

/// `2**x` with a relative error of 2**-29.
#[inline(always)]
pub(super) fn exp2_f64<I: Isa>(x: f64) -> f64 {
    let t = x + ROUNDER;
    scale(polynomial::<I, _>(&poly::EXP2, x - (t - ROUNDER)), t)
}

/// `e**x - 1` with a relative error of 2**-30, but without the sign of zero.
#[inline(always)]
fn expm1_f64<I: Isa>(x: f64) -> f64 {
    let (t, r) = reduce::<I>(x);
    let power = scale(1.0, t);
    I::fma(power, r * polynomial::<I, _>(&poly::EXPM1, r), power - 1.0)
}

#[inline(always)]
pub(super) fn exp<I: Isa>(x: f32) -> f32 {
    let (t, r) = reduce::<I>(clamp(x, -104.0, 89.0) as f64);
    scale(polynomial::<I, _>(&poly::EXP, r), t) as f32
}

#[inline(always)]
pub(super) fn exp2<I: Isa>(x: f32) -> f32 {
    exp2_f64::<I>(clamp(x, -151.0, 129.0) as f64) as f32
}

#[inline(always)]
pub(super) fn expm1<I: Isa>(x: f32) -> f32 {
    (expm1_f64::<I>(clamp(x, -104.0, 89.0) as f64) as f32).copysign(x)
}

/// `(a, b)` such that `sinh(x) = a * cosh(r) + b * sinh(r)` and `cosh(x) = b * cosh(r) + a * sinh(r)`, and the two
/// functions of `r`, for `x >= 0`.
#[inline(always)]
fn hyperbolic<I: Isa>(x: f64) -> (f64, f64, f64, f64) {
    let (t, r) = reduce::<I>(x);
    let up = scale(0.5, t);
    let down = 0.25 / up;
    let z = r * r;
    let sinh = I::fma(r * z, polynomial::<I, _>(&poly::SINH, z), r);
    let cosh = I::fma(z, polynomial::<I, _>(&poly::COSH, z), 1.0);
    (up - down, up + down, cosh, sinh)
}

#[inline(always)]
pub(super) fn sinh<I: Isa>(x: f32) -> f32 {
    let (a, b, cosh, sinh) = hyperbolic::<I>(clamp(x.abs(), 0.0, 91.0) as f64);
    (I::fma(a, cosh, b * sinh) as f32).copysign(x)
}

#[inline(always)]
pub(super) fn cosh<I: Isa>(x: f32) -> f32 {
    let (a, b, cosh, sinh) = hyperbolic::<I>(clamp(x.abs(), 0.0, 91.0) as f64);
    I::fma(b, cosh, a * sinh) as f32
}
