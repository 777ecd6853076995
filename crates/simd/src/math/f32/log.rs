//! Logarithms and the inverse hyperbolic functions, which are logarithms too: `log`, `log2`, `log10`, `log1p`,
//! `arcsinh`, `arccosh`, `arctanh`.
//!
//! The argument is split into `2**k * (1 + f)` with whole `k` and `1 + f` between the roots of 1/2 and 2. In `f64`
//! there are no subnormal numbers to care for, as every `f32` is a normal number there.

use super::log_parts::{self, Binary, Decimal, Natural, domain, log_of_sum, log_of_sums};
use super::poly;
use super::{polynomial, select, two_sum};
use crate::level::Isa;
use std::f64::consts::{LN_2, LOG10_2, LOG10_E};

/// Splits a positive normal `u` into `(k, f)`.
#[inline(always)]
fn split(u: f64) -> (f64, f64) {
    const BIAS: u64 = 1023 << 52;
    const ROOT_OF_HALF: u64 = 0x3FE6_A09E_667F_3BCD;
    let shifted = u.to_bits().wrapping_add(BIAS - ROOT_OF_HALF);
    // The exponent as the last bits of a number whose unit is 1.
    let k = f64::from_bits((shifted >> 52) | 0x4330_0000_0000_0000) - (4503599627370496.0 + 1023.0);
    let m = f64::from_bits((shifted & ((1 << 52) - 1)) + ROOT_OF_HALF);
    (k, m - 1.0)
}

/// `log(1 + f)`.
#[inline(always)]
fn log_near_1<I: Isa>(f: f64) -> f64 {
    let s = f / (f + 2.0);
    s * polynomial::<I, _>(&poly::LOG_RATIO, s * s)
}

/// The logarithm of a positive normal `u`, with a relative error of 2**-30 and near 1 that of `u - 1`.
#[inline(always)]
pub(super) fn log_f64<I: Isa>(u: f64) -> f64 {
    let (k, f) = split(u);
    I::fma(k, LN_2, log_near_1::<I>(f))
}

/// The base-2 logarithm of a positive normal `u` with a relative error of 2**-37.
#[inline(always)]
pub(super) fn log2_f64<I: Isa>(u: f64) -> f64 {
    let (k, f) = split(u);
    let s = f / (f + 2.0);
    I::fma(s, polynomial::<I, _>(&poly::LOG2_RATIO, s * s), k)
}

#[inline(always)]
fn log10_f64<I: Isa>(u: f64) -> f64 {
    let (k, f) = split(u);
    I::fma(k, LOG10_2, log_near_1::<I>(f) * LOG10_E)
}

/// Logarithms in single precision, but by way of `f64` where there is no fused multiply-add, and their groups.
macro_rules! by_parts {
    ($($log:ident, $log_group:ident: $base:ty, $long:ident;)*) => {$(
        #[inline(always)]
        pub(super) fn $log<I: Isa>(x: f32) -> f32 {
            if !I::FMA {
                return domain(x, $long::<I>(x as f64) as f32);
            }
            log_parts::log::<I, $base>(x)
        }

        #[inline(always)]
        pub(super) fn $log_group<I: Isa, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
            log_parts::log_group::<I, $base, G>(x)
        }
    )*};
}
by_parts! {
    log, log_group: Natural, log_f64;
    log2, log2_group: Binary, log2_f64;
    log10, log10_group: Decimal, log10_f64;
}

/// Whether `x` is so large that 2 to the power of `-k` leaves the range.
#[inline(always)]
pub(super) fn is_rare_for_log1p(x: f32) -> bool {
    x >= 1e30
}

/// What `log1p` is at `x`, if not `y`. The sign is that of `x`, which matters for -0.
#[inline(always)]
fn finish_log1p(x: f32, y: f32) -> f32 {
    let outside = select(x == -1.0, f32::NEG_INFINITY, f32::NAN);
    select(x > -1.0, y.copysign(x), outside)
}

/// `1 + x` in two parts.
#[inline(always)]
fn log1p_sum(x: f32) -> (f32, f32) {
    two_sum(select(x > 1.0, x, 1.0), select(x > 1.0, 1.0, x))
}

/// In single precision, as by way of `f64` this would be no faster than NumPy, whose vector code has twice as many lanes.
#[inline(always)]
pub(super) fn log1p<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return log1p_by_f64::<I>(x);
    }
    finish_log1p(x, log_of_sum::<I>(log1p_sum(x)))
}

/// [`log1p`] of a group, where a group can be looked up at once, if nothing in it is rare.
#[inline(always)]
pub(super) fn log1p_group<I: Isa, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
    let y = log_of_sums::<I, G>(x, log1p_sum, is_rare_for_log1p)?;
    Some(std::array::from_fn(|at| finish_log1p(x[at], y[at])))
}

#[inline(always)]
pub(super) fn log1p_by_f64<I: Isa>(x: f32) -> f32 {
    let (k, f) = split(1.0 + x as f64);
    // `1 + x` has lost bits of a small `x`.
    let f = select(k == 0.0, x as f64, f);
    let y = I::fma(k, LN_2, log_near_1::<I>(f)) as f32;
    finish_log1p(x, select(x == f32::INFINITY, x, y))
}

/// Below this, `arcsinh` and `arctanh` of a number are the number, to 2**-40.
const SMALL: f32 = 1.0 / 1048576.0;

#[inline(always)]
pub(super) fn arcsinh<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let a = magnitude as f64;
    let y = log_f64::<I>(a + I::fma(a, a, 1.0).sqrt()) as f32;
    let y = select(magnitude < SMALL, magnitude, y);
    // Infinity and NaN too are themselves.
    let y = select(magnitude < f32::INFINITY, y, magnitude);
    y.copysign(x)
}

#[inline(always)]
pub(super) fn arccosh<I: Isa>(x: f32) -> f32 {
    let a = x as f64;
    // The square of an `f32` is exact.
    let y = log_f64::<I>(a + (a * a - 1.0).sqrt()) as f32;
    let y = select(x == f32::INFINITY, x, y);
    select(x >= 1.0, y, f32::NAN)
}

#[inline(always)]
pub(super) fn arctanh<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    let a = magnitude as f64;
    let y = (0.5 * log_f64::<I>((1.0 + a) / (1.0 - a))) as f32;
    let y = select(magnitude < SMALL, magnitude, y);
    let outside = select(magnitude == 1.0, f32::INFINITY, f32::NAN);
    let y = select(magnitude < 1.0, y, outside);
    y.copysign(x)
}
