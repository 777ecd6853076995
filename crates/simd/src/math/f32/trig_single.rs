//! `sin`, `cos` and `tan` in single precision, with the sums that matter in two parts: by way of `f64`, they would be slower than NumPy,
//! whose vector code has twice as many lanes.

use super::poly;
use super::{ROUNDER32, polynomial32, select, trig, two_sum};
use crate::level::Isa;
use std::f32::consts::FRAC_2_PI;

/// pi / 2 in three parts. The first product with a whole number taken from a number beside it is exact.
const HALF_PI: [f32; 3] = [std::f32::consts::FRAC_PI_2, -4.371_139e-8, -1.715_124_5e-15];

/// Splits an `x` below 2^20 into `k * pi / 2 + r + low` with `|r|` little more than pi / 4; returns a number whose low bits are `k`, and
/// `r` and `low`.
#[inline(always)]
fn reduce<I: Isa>(x: f32) -> (f32, f32, f32) {
    let t = I::fma32(x, FRAC_2_PI, ROUNDER32);
    let k = t - ROUNDER32;
    let first = I::fma32(k, -HALF_PI[0], x);
    let second = k * HALF_PI[1];
    let third = I::fma32(k, HALF_PI[2], I::fma32(k, HALF_PI[1], -second));
    // The first is a multiple of the last place of the second: what is lost is exact.
    let (r, lost) = two_sum(first, -second);
    (t, r, lost - third)
}

/// The sine of `x` and some quarters of a turn.
#[inline(always)]
fn sin_and_quarters<I: Isa>(x: f32, quarters: u32) -> f32 {
    let (t, r, low) = reduce::<I>(x);
    let z = r * r;
    let sin = r + I::fma32(r * z, polynomial32::<I, _>(&poly::SIN_SHORT, z), low);
    let half = I::fma32(z, -0.5, 1.0);
    let half_low = I::fma32(-r, low, I::fma32(z, -0.5, 1.0 - half));
    let cos = half + I::fma32(z * z, polynomial32::<I, _>(&poly::COS_SHORT, z), half_low);
    let quarters = t.to_bits().wrapping_add(quarters);
    let y = select(quarters & 1 != 0, cos, sin);
    f32::from_bits(y.to_bits() ^ (quarters & 2) << 30)
}

#[inline(always)]
pub(super) fn sin<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return trig::sin::<I>(x);
    }
    // The sums lose the sign of zero.
    select(x == 0.0, x, sin_and_quarters::<I>(x, 0))
}

#[inline(always)]
pub(super) fn cos<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return trig::cos::<I>(x);
    }
    sin_and_quarters::<I>(x, 1)
}

/// From here on, what is low might not be small beside `r`, as the quotient of [`tan`] wants it.
const FAR: f32 = 8192.0;

/// The tangent of what is not [`FAR`]: a ratio of polynomials in `r^2`, turned upside down for odd `k`.
#[inline(always)]
fn tan_near<I: Isa>(x: f32) -> f32 {
    let (t, r, low) = reduce::<I>(x);
    let [a1, a2, b1, b2] = poly::TAN_RATIO.map(|c| c as f32);
    let z = r * r;
    // r + a1 * r^3 + a2 * r^5. What is low counts for more the steeper the tangent is.
    let (cube, slope) = (r * z, I::fma32(a2, z, a1));
    let above = I::fma32(cube, slope, r);
    let above_low = I::fma32(cube, slope, r - above) + I::fma32(z, low, low);
    // 1 + b1 * r^2 + b2 * r^4.
    let slope = I::fma32(b2, z, b1);
    let below = I::fma32(slope, z, 1.0);
    let below_low = I::fma32(slope, I::fma32(r, r, -z), I::fma32(slope, z, 1.0 - below));
    let odd = t.to_bits() & 1 != 0;
    let (a, b) = (select(odd, below, above), select(odd, above, below));
    let (a_low, b_low) = (select(odd, below_low, above_low), select(odd, above_low, below_low));
    let inverse = 1.0 / b;
    let ratio = a * inverse;
    let rest = I::fma32(-ratio, b, a) + I::fma32(-ratio, b_low, a_low);
    let y = I::fma32(rest, inverse, ratio);
    // The sums have lost the sign of zero.
    select(x == 0.0, x, f32::from_bits(y.to_bits() ^ t.to_bits() << 31))
}

#[inline(always)]
pub(super) fn tan<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return trig::tan_by_f64::<I>(x);
    }
    select(x.abs() < FAR, tan_near::<I>(x), trig::tan_by_f64::<I>(x))
}

/// [`tan`] of a group, if nothing in it is [`FAR`].
#[inline(always)]
pub(super) fn tan_group<I: Isa, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
    let (mut y, mut all_near) = ([0.0; G], true);
    for (y, &x) in y.iter_mut().zip(x) {
        all_near &= x.abs() < FAR;
        *y = tan_near::<I>(x);
    }
    all_near.then_some(y)
}
