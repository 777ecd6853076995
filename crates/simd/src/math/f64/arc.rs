//! Inverse sine, cosine and tangent of `f64`.

use super::double::{fast_two_sum, product_error};
use crate::level::Isa;
use crate::math::polynomial;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

const SIGN: u64 = 1 << 63;

/// By how much pi, pi/2, 3pi/4 and pi/4 exceed their `f64`, relative to it.
const PI_LOW_RATIO: f64 = 3.8981718325193755e-17;
const PI_2_LOW: f64 = 6.123233995736766e-17;

/// `(atan(t) - t) / t^3` in powers of `t^2` up to tan(pi/8), within 2^-59.4 of the arc tangent.
const ARCTAN: [f64; 11] = [
    -0.333333333333332,
    0.1999999999995368,
    -0.14285714280200848,
    0.1111111078357992,
    -0.09090897760517459,
    0.07692060270459361,
    -0.06663104843372397,
    0.058478965769825086,
    -0.050393448127348604,
    0.038065772726174577,
    -0.01790874914470249,
];

/// `(asin(t) - t) / t^3` in powers of `t^2` up to 1/2, within 2^-59.8 of the arc sine.
const ARCSIN: [f64; 13] = [
    0.1666666666666676,
    0.07499999999970865,
    0.04464285717456309,
    0.0303819427097393,
    0.022372214939852284,
    0.017351612777981903,
    0.013980812233693487,
    0.011398974821627075,
    0.01077992641450527,
    0.0037075655963070284,
    0.02170478623048662,
    -0.020995480551661342,
    0.03262648153215416,
];

/// The arc tangent of `num / den` as an angle of the upper half-plane: `num` and `den` are the smaller and the
/// larger of the magnitudes, `swapped` says that the angle is beyond pi/4, `left` that it is beyond pi/2.
#[inline(always)]
fn angle<I: Isa>(num: f64, den: f64, swapped: bool, left: bool) -> f64 {
    // Beyond pi/8: atan(n / d) = pi/4 + atan((n - d) / (n + d)).
    let steep = num > den * 0.4142135623730951;
    let (up, up_low) = fast_two_sum(-den, num);
    let (down, down_low) = fast_two_sum(den, num);
    let n = if steep { up } else { num };
    let n_low = if steep { up_low } else { 0.0 };
    let d = if steep { down } else { den };
    let d_low = if steep { down_low } else { 0.0 };

    let inverse = 1.0 / d;
    let q = n * inverse;
    let rest = I::fma(-q, d_low, n_low - product_error::<I>(q, d, n));
    let q_low = rest * inverse;

    let z = q * q;
    let tail = I::fma(q * z, polynomial::<I, _>(&ARCTAN, z), I::fma(-z, q_low, q_low));

    let base = if swapped { FRAC_PI_2 } else { 0.0 };
    let base = if steep { FRAC_PI_4 } else { base };
    let base = if left { PI - base } else { base };
    let flip = u64::from(swapped != left) << 63;
    let q = f64::from_bits(q.to_bits() ^ flip);
    let tail = f64::from_bits(tail.to_bits() ^ flip);
    let (head, head_low) = fast_two_sum(base, q);
    head + (I::fma(base, PI_LOW_RATIO, head_low) + tail)
}

/// The arc tangent.
#[inline(always)]
pub(super) fn arctan<I: Isa>(x: f64) -> f64 {
    let a = x.abs();
    // From 2^64 on the result is pi/2; infinity would spoil the quotient.
    let a = if a > 18_446_744_073_709_551_616.0 { 18_446_744_073_709_551_616.0 } else { a };
    let swapped = a > 1.0;
    let num = if swapped { 1.0 } else { a };
    let den = if swapped { a } else { 1.0 };
    let value = angle::<I>(num, den, swapped, false);
    f64::from_bits(value.to_bits() ^ (x.to_bits() & SIGN))
}

/// The arc tangent of `y / x` in the quadrant of the point `(x, y)`.
#[inline(always)]
pub(super) fn arctan2<I: Isa>(y: f64, x: f64) -> f64 {
    let (ax, ay) = (x.abs(), y.abs());
    let swapped = ay > ax;
    let num = if swapped { ax } else { ay };
    let den = if swapped { ay } else { ax };
    let value = angle::<I>(num, den, swapped, x.is_sign_negative());
    f64::from_bits(value.to_bits() ^ (y.to_bits() & SIGN))
}

/// Coordinates of the point between which no step of [`arctan2`] overflows or underflows.
const SMALL: f64 = f64::from_bits((1023 - 500) << 52);
const LARGE: f64 = f64::from_bits((1023 + 500) << 52);

/// Whether [`arctan2`] does not serve the pair, for its size, zeros or NaN.
#[inline(always)]
pub(super) fn is_rare_pair(y: f64, x: f64) -> bool {
    let usual = |a: f64| (SMALL..=LARGE).contains(&a);
    !(usual(x.abs()) & usual(y.abs()))
}

/// [`arctan2`] of any pair.
#[inline(always)]
pub(super) fn arctan2_rare<I: Isa>(y: f64, x: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return x + y;
    }
    let (ax, ay) = (x.abs(), y.abs());
    let swapped = ay > ax;
    let left = x.is_sign_negative();
    let (num, den) = if swapped { (ax, ay) } else { (ay, ax) };
    let value = if den == 0.0 || num == den {
        // Zeros, infinities and the diagonals.
        angle::<I>(if den == 0.0 { 0.0 } else { 1.0 }, 1.0, false, left)
    } else {
        let ratio = num / den;
        if ratio < SMALL {
            // The quotient is the whole angle, or nothing beside the axis.
            if swapped || left { angle::<I>(0.0, 1.0, swapped, left) } else { ratio }
        } else {
            // Both or neither are extreme, so one factor brings both into the middle.
            let exponent = (den.to_bits() >> 52) as i64 - 1023;
            let half = exponent / 2;
            let factor = |e: i64| f64::from_bits(((1023 - e) as u64) << 52);
            let scale = |a: f64| a * factor(half) * factor(exponent - half);
            angle::<I>(scale(num), scale(den), swapped, left)
        }
    };
    f64::from_bits(value.to_bits() ^ (y.to_bits() & SIGN))
}

/// What `arcsin` and `arccos` share. Up to 1/2 the angle is `t + tail`; beyond, `t + tail` is half the complement,
/// from the square root of `(1 - a) / 2`.
struct Half {
    t: f64,
    tail: f64,
    beyond: bool,
}

#[inline(always)]
fn half_angle<I: Isa>(a: f64) -> Half {
    let beyond = a > 0.5;
    let y = 0.5 * (1.0 - a);
    let root = y.sqrt();
    // What the root lost, for which a rough quotient does; the tiny addend keeps 0 / 0 away.
    let lost = product_error::<I>(root, root, y) / (root + root + f64::MIN_POSITIVE);
    let t = if beyond { root } else { a };
    let z = if beyond { y } else { a * a };
    let low = if beyond { -lost } else { 0.0 };
    let tail = I::fma(t * z, polynomial::<I, _>(&ARCSIN, z), low);
    Half { t, tail, beyond }
}

/// The arc sine.
#[inline(always)]
pub(super) fn arcsin<I: Isa>(x: f64) -> f64 {
    let h = half_angle::<I>(x.abs());
    let direct = h.t + h.tail;
    let (head, low) = fast_two_sum(FRAC_PI_2, -2.0 * h.t);
    let complement = head + I::fma(-2.0, h.tail, low + PI_2_LOW);
    let value = if h.beyond { complement } else { direct };
    f64::from_bits(value.to_bits() ^ (x.to_bits() & SIGN))
}

/// The arc cosine.
#[inline(always)]
pub(super) fn arccos<I: Isa>(x: f64) -> f64 {
    let h = half_angle::<I>(x.abs());
    let sign = x.to_bits() & SIGN;
    // pi/2 - asin(x), or twice the half angle, taken from pi where x is negative.
    let far = if sign != 0 { PI } else { 0.0 };
    let base = if h.beyond { far } else { FRAC_PI_2 };
    let factor: f64 = if h.beyond { 2.0 } else { -1.0 };
    let factor = f64::from_bits(factor.to_bits() ^ sign);
    let (head, low) = fast_two_sum(base, factor * h.t);
    head + I::fma(factor, h.tail, I::fma(base, PI_LOW_RATIO, low))
}
