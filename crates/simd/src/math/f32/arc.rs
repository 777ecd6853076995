//! The inverses of trigonometric functions: `arcsin`, `arccos`, `arctan`, `arctan2`.

use super::poly;
use super::{half_of_inverse, polynomial, polynomial32, select, two_sum};
use crate::level::Isa;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

/// pi / 2 in two parts of single precision.
const HALF_PI: [f32; 2] = [std::f32::consts::FRAC_PI_2, -4.371_139e-8];

/// `(far, y)`: for `|x| <= 1/2`, `y = arcsin|x|`; beyond that, `arcsin|x| = pi / 2 - 2 * y`. NaN beyond 1.
#[inline(always)]
fn arcsin_parts_by_f64<I: Isa>(x: f32) -> (bool, f64) {
    let a = x.abs() as f64;
    let far = a > 0.5;
    let z = select(far, I::fma(a, -0.5, 0.5), a * a);
    let s = select(far, z.sqrt(), a);
    (far, I::fma(s * z, polynomial::<I, _>(&poly::ASIN, z), s))
}

#[inline(always)]
fn arcsin_by_f64<I: Isa>(x: f32) -> f32 {
    let (far, y) = arcsin_parts_by_f64::<I>(x);
    let y = select(far, I::fma(-2.0, y, FRAC_PI_2), y);
    (y as f32).copysign(x)
}

#[inline(always)]
fn arccos_by_f64<I: Isa>(x: f32) -> f32 {
    let (far, y) = arcsin_parts_by_f64::<I>(x);
    let mirror = select(x < 0.0, PI, 0.0);
    let base = select(far, mirror, FRAC_PI_2);
    let factor = select(far, 2.0, -1.0);
    I::fma(factor, y.copysign(x as f64), base) as f32
}

/// `(far, s, low)`: for `|x| <= 1/2`, `s + low = arcsin|x|`; beyond that, `arcsin|x| = pi / 2 - 2 * (s + low)`. NaN beyond 1.
#[inline(always)]
fn arcsin_parts<I: Isa>(x: f32) -> (bool, f32, f32) {
    let a = x.abs();
    let far = a > 0.5;
    // Exact beyond 1/2.
    let z = select(far, I::fma32(a, -0.5, 0.5), a * a);
    let s = select(far, z.sqrt(), a);
    let rest = I::fma32(-s, s, z) * half_of_inverse(s);
    let low = I::fma32(s * z, polynomial32::<I, _>(&poly::ASIN_SINGLE, z), select(far, rest, 0.0));
    (far, s, low)
}

/// In single precision with the sums that matter in two parts: by way of `f64`, this would fall behind NumPy, whose
/// vector code has twice as many lanes.
#[inline(always)]
pub(super) fn arcsin<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return arcsin_by_f64::<I>(x);
    }
    let (far, s, low) = arcsin_parts::<I>(x);
    let factor = select(far, -2.0, 1.0);
    let (sum, error) = two_sum(select(far, HALF_PI[0], 0.0), factor * s);
    let error = error + select(far, HALF_PI[1], 0.0);
    (sum + I::fma32(factor, low, error)).copysign(x)
}

/// In single precision, as [`arcsin`].
#[inline(always)]
pub(super) fn arccos<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return arccos_by_f64::<I>(x);
    }
    let (far, s, low) = arcsin_parts::<I>(x);
    // A quarter of a turn less the angle of the sine, or twice what a right angle would lack, from 0 or half a turn on.
    let quarters = select(far, select(x < 0.0, 2.0, 0.0), 1.0);
    let factor = select(far, 2.0, -1.0f32).copysign(select(far, x, -x));
    let (sum, error) = two_sum(quarters * HALF_PI[0], factor * s);
    sum + I::fma32(factor, low, I::fma32(quarters, HALF_PI[1], error))
}

/// `arctan(above / below)` for positive numbers, of which neither is twice infinite or zero.
///
/// `t` is the ratio, or that turned by an eighth or a quarter of a turn, such that `|t| <= tan(pi / 8)`.
#[inline(always)]
fn arctan_ratio<I: Isa>(above: f64, below: f64) -> f64 {
    const TAN_EIGHTH: f64 = 0.414_213_562_373_095_05;
    let near = above < below * TAN_EIGHTH;
    let far = above * TAN_EIGHTH > below;
    let dividend = select(far, -below, select(near, above, above - below));
    let divisor = select(far, above, select(near, below, above + below));
    let base = select(far, FRAC_PI_2, select(near, 0.0, FRAC_PI_4));
    let t = dividend / divisor;
    let z = t * t;
    base + I::fma(t * z, polynomial::<I, _>(&poly::ATAN, z), t)
}

#[inline(always)]
fn arctan<I: Isa>(x: f32) -> f32 {
    (arctan_ratio::<I>(x.abs() as f64, 1.0) as f32).copysign(x)
}

/// `arctan(t) / t - 1` for a `z = t^2` of at most 1, in single precision.
#[inline(always)]
fn arctan_cubic<I: Isa>(z: f32) -> f32 {
    // A quarter of `z`, which is exact, is most of what the polynomial contributes.
    let mut coefficients = poly::ATAN_UNIT;
    coefficients[0] += 0.25;
    I::fma32(z, polynomial32::<I, _>(&coefficients, z), -0.25 * z)
}

/// In single precision, as [`arcsin`].
#[inline(always)]
pub(super) fn arctan_single<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return arctan::<I>(x);
    }
    let magnitude = x.abs();
    // Beyond 1, arctan(a) = pi / 2 + arctan(-1 / a). The bound keeps infinity out of the products.
    let a = select(magnitude > 1e30, 1e30, magnitude);
    let far = a > 1.0;
    let inverse = -1.0 / a;
    let t = select(far, inverse, a);
    let z = t * t;
    // The error of the inverse counts by the slope of the function, 1 / (1 + z).
    let slope = I::fma32(z, -0.5, 1.0);
    let error = select(far, I::fma32(I::fma32(a, inverse, 1.0) * slope, inverse, HALF_PI[1]), 0.0);
    let (sum, sum_error) = two_sum(select(far, HALF_PI[0], 0.0), t);
    (sum + I::fma32(t, arctan_cubic::<I>(z), sum_error + error)).copysign(x)
}

#[inline(always)]
pub(super) fn arctan2_by_f64<I: Isa>(y: f32, x: f32) -> f32 {
    let (b, a) = (y.abs() as f64, x.abs() as f64);
    // Equal infinities are a ratio of 1, equal zeros of 0.
    let above = select((a == b) & (a == f64::INFINITY), 1.0, b);
    let below = select(a == b, select(a == 0.0, 1.0, above), a);
    let angle = arctan_ratio::<I>(above, below);
    let angle = select(x.is_sign_negative(), PI - angle, angle);
    (angle as f32).copysign(y)
}

/// Whether what a quotient of the lesser and the greater lacks might not be a normal number. NaN and infinity are so, but zeros are not.
#[inline(always)]
pub(super) fn is_rare_for_arctan2(y: f32, x: f32) -> bool {
    const LEAST: u32 = (127 - 64) << 23;
    const SPAN: u32 = 127 << 23;
    const LEAST_ABOVE: u32 = (127 - 100) << 23;
    let (y, x) = (y.abs().to_bits(), x.abs().to_bits());
    // As whole numbers, NaN is the greatest.
    let (above, below) = (select(y > x, x, y), select(y > x, y, x));
    let small = above.wrapping_sub(1) < LEAST_ABOVE - 1;
    small | (below != 0) & (below.wrapping_sub(LEAST) > SPAN)
}

/// In single precision, as [`arctan_single`].
#[inline(always)]
pub(super) fn arctan2<I: Isa>(y: f32, x: f32) -> f32 {
    if !I::FMA {
        return arctan2_by_f64::<I>(y, x);
    }
    let (b, a) = (y.abs(), x.abs());
    let (steep, back) = (b > a, x.is_sign_negative());
    let (above, below) = (select(steep, a, b), select(steep, b, a));
    // Two zeros have a ratio of 0. What is added is lost beside any other number.
    let inverse = 1.0 / (below + f32::MIN_POSITIVE);
    let ratio = above * inverse;
    // What the ratio lacks counts by the slope of the function, 1 / (1 + z).
    let lack = I::fma32(-ratio, below, above) * inverse;
    // A quarter of a turn less or more the angle of the ratio, or half a turn less it.
    let minus = f32::from_bits(((steep ^ back) as u32) << 31);
    let t = f32::from_bits(ratio.to_bits() ^ minus.to_bits());
    let lack = f32::from_bits(lack.to_bits() ^ minus.to_bits());
    let quarters = select(steep, 1.0, select(back, 2.0, 0.0));
    let z = t * t;
    let low = I::fma32(lack, I::fma32(z, -0.5, 1.0), quarters * HALF_PI[1]);
    let (sum, error) = two_sum(quarters * HALF_PI[0], t);
    (sum + I::fma32(t, arctan_cubic::<I>(z), error + low)).copysign(y)
}
