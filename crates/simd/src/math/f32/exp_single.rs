//! `expm1`, `sinh` and `cosh` in single precision: by way of `f64`, they would fall behind NumPy, whose vector code has twice as many lanes.
//!
//! The argument is split into `k * log(2) + r + low` with whole `k` and `|r|` little more than log(2) / 2. Powers of two and the first
//! terms of the series make sums in two parts.

use super::exp;
use super::poly;
use super::{ROUNDER32, polynomial32, select, two_sum};
use crate::level::Isa;
use std::f32::consts::LOG2_E;

/// log(2) in two parts, of which the first has eight bits to spare.
const LN_2: [f32; 2] = [0.693_145_75, 1.428_606_8e-6];

/// Splits `x` into `(t, r, low)`, where the low bits of `t` hold `k`.
#[inline(always)]
fn reduce<I: Isa>(x: f32) -> (f32, f32, f32) {
    let t = I::fma32(x, LOG2_E, ROUNDER32);
    let k = t - ROUNDER32;
    // Exact.
    let first = I::fma32(k, -LN_2[0], x);
    let r = I::fma32(k, -LN_2[1], first);
    (t, r, I::fma32(k, -LN_2[1], first - r))
}

/// 2 to the power of `k - less` for the `k` in the low bits of `t`, or of `-k - less`.
#[inline(always)]
fn power(t: f32, less: u32, negative: bool) -> f32 {
    let k = t.to_bits() << 23;
    let one = (127 - less) << 23;
    f32::from_bits(if negative { one.wrapping_sub(k) } else { one.wrapping_add(k) })
}

/// Up to here, no power of two is beyond the range.
const HIGHEST: f32 = 87.0;

#[inline(always)]
pub(super) fn is_rare_for_expm1(x: f32) -> bool {
    x > HIGHEST
}

#[inline(always)]
pub(super) fn expm1<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return exp::expm1::<I>(x);
    }
    // Below, the result rounds to -1.
    let (t, r, low) = reduce::<I>(select(x < -20.0, -20.0, x));
    let power = power(t, 0, false);
    let (less_1, lost) = two_sum(power, -1.0);
    let sum = I::fma32(power, r, less_1);
    let error = I::fma32(power, r, less_1 - sum) + lost;
    let rest = I::fma32(r * r, polynomial32::<I, _>(&poly::EXPM1_SINGLE, r), low);
    (sum + I::fma32(power, rest, error)).copysign(x)
}

#[inline(always)]
pub(super) fn is_rare_for_hyperbolic(x: f32) -> bool {
    x.abs() > HIGHEST
}

/// What the hyperbolic functions of a magnitude are made of: `2^(k - 1)`, `2^(-k - 1)`, `r`, `sinh(r) - r + low`, `cosh(r) - 1`.
#[inline(always)]
fn hyperbolic<I: Isa>(x: f32) -> [f32; 5] {
    let (t, r, low) = reduce::<I>(x.abs());
    let z = r * r;
    let sinh = I::fma32(r * z, polynomial32::<I, _>(&poly::SINH, z), low);
    let cosh = z * polynomial32::<I, _>(&poly::COSH, z);
    [power(t, 1, false), power(t, 1, true), r, sinh, cosh]
}

/// `a * cosh(r) + b * sinh(r)`, where `a` is in two parts.
#[inline(always)]
fn join<I: Isa>((a, a_low): (f32, f32), b: f32, r: f32, sinh: f32, cosh: f32) -> f32 {
    let sum = I::fma32(b, r, a);
    let error = I::fma32(b, r, a - sum) + a_low;
    sum + I::fma32(a, cosh, I::fma32(b, sinh, error))
}

#[inline(always)]
pub(super) fn sinh<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return exp::sinh::<I>(x);
    }
    let [up, down, r, sinh, cosh] = hyperbolic::<I>(x);
    join::<I>(two_sum(up, -down), up + down, r, sinh, cosh).copysign(x)
}

#[inline(always)]
pub(super) fn cosh<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return exp::cosh::<I>(x);
    }
    let [up, down, r, sinh, cosh] = hyperbolic::<I>(x);
    join::<I>(two_sum(up, down), up - down, r, sinh, cosh)
}
