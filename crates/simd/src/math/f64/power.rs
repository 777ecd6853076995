//! Powers and roots of `f64`: `pow`, `cbrt`, `hypot`.
//!
//! `pow` is `e^(y * log(x))` with the logarithm in two parts (see `log_long.rs` and `exp_long.rs`), as the exponent reaches 709. The cube
//! root is one step of Newton's method, with the cube in two parts, from a polynomial estimate as in Kahan and Bindel,
//! *Computing a Real Cube Root* (2001). `hypot` takes the squares in two parts (Borges, *An Improved Algorithm for
//! hypot(a,b)*, 2019).

use super::double::{fast_two_sum, product_error, two_product};
use super::exp::clamp;
use super::exp_long::{exp_long, exp_long_normal};
use super::log_long::{log_long, log_long_group};
use crate::level::Isa;
use crate::math::f32::poly::CBRT;
use crate::math::{ROUNDER, polynomial, select};

/// `y` times a logarithm, as a sum.
#[inline(always)]
fn times<I: Isa>((log, log_low): (f64, f64), y: f64) -> (f64, f64) {
    let exponent = y * log;
    (exponent, I::fma(y, log_low, product_error::<I>(y, log, exponent)))
}

/// `x^y` for a positive finite `x`.
#[inline(always)]
fn power<I: Isa>(x: f64, y: f64) -> f64 {
    let (exponent, low) = times::<I>(log_long::<I>(x), y);
    // Beyond the range, the result is zero or infinite anyway.
    let inside = exponent.abs() < 763.0;
    exp_long::<I>(clamp(exponent, -763.0, 763.0), select(inside, low, 0.0))
}

/// [`pow`] of a group of positive normal bases where the results are normal numbers too, and whether that is so. It has the bits
/// of [`pow`] and costs little more than half.
#[inline(always)]
pub(super) fn pow_plain<I: Isa, const G: usize>(x: &[f64; G], y: &[f64; G]) -> ([f64; G], bool) {
    let (mut exponents, mut lows) = log_long_group::<I, G>(x);
    for ((exponent, low), &y) in exponents.iter_mut().zip(&mut lows).zip(y) {
        (*exponent, *low) = times::<I>((*exponent, *low), y);
    }
    let mut plain = true;
    for (x, exponent) in x.iter().zip(&exponents) {
        // As integers, negative numbers are above all others, and those below the least normal one wrap around.
        let normal = x.to_bits().wrapping_sub(f64::MIN_POSITIVE.to_bits())
            < f64::INFINITY.to_bits() - f64::MIN_POSITIVE.to_bits();
        plain &= normal & (exponent.abs() < 707.0);
    }
    (exp_long_normal::<I, G>(&exponents, &lows), plain)
}

/// The least exponent for which [`pow`] takes the costly path: far beyond any that is of use.
const LARGE: f64 = 2251799813685248.0;

/// Whether the base is zero, subnormal or not finite, or the exponent large.
#[inline(always)]
pub(super) fn is_rare_for_pow(x: f64, y: f64) -> bool {
    !((x.abs() >= f64::MIN_POSITIVE) & (x.abs() < f64::INFINITY) & (y.abs() < LARGE))
}

#[inline(always)]
pub(super) fn pow<I: Isa>(x: f64, y: f64) -> f64 {
    let value = power::<I>(x.abs(), y);
    let rounded = y + ROUNDER;
    let whole = rounded - ROUNDER == y;
    // An odd exponent keeps the sign of the base.
    let sign = x.to_bits() & rounded.to_bits() << 63;
    let signed = f64::from_bits(value.to_bits() | sign);
    select(x < 0.0, select(whole, signed, f64::NAN), value)
}

/// [`pow`] of any pair, with the special values of C99.
#[inline(always)]
pub(crate) fn pow_rare<I: Isa>(x: f64, y: f64) -> f64 {
    if y == 0.0 || x == 1.0 {
        return 1.0;
    }
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    let a = x.abs();
    // From 2^53 on every number is even.
    let odd = y.abs() < 9007199254740992.0 && y as i64 as f64 == y && y as i64 & 1 != 0;
    if x < 0.0 && a < f64::INFINITY && y.abs() < LARGE && y as i64 as f64 != y {
        return f64::NAN;
    }
    let value = if a == 1.0 {
        1.0
    } else if a == 0.0 || a == f64::INFINITY || y.abs() == f64::INFINITY {
        if (a < 1.0) == (y < 0.0) { f64::INFINITY } else { 0.0 }
    } else {
        // Beyond this bound, all powers are zero or infinite.
        power::<I>(a, clamp(y, -1e30, 1e30))
    };
    if odd && x.is_sign_negative() { -value } else { value }
}

/// `y` near the inverse cube root of a positive normal `x`, by a third of the exponent: `|1 - x * y^3| <= 0.1021`.
#[inline(always)]
fn estimate_inverse_cbrt<I: Isa>(x: f64) -> f64 {
    const ESTIMATE: f64 = 1430186320.0;
    let high = f64::from_bits(x.to_bits() >> 32 | 0x4330_0000_0000_0000) - 4503599627370496.0;
    f64::from_bits(I::fma(high, -1.0 / 3.0, ROUNDER + ESTIMATE).to_bits() << 32)
}

/// Whether `x` is not finite, or so small that errors of products in [`cbrt`] are no longer normal numbers.
#[inline(always)]
pub(super) fn is_rare_for_cbrt(x: f64) -> bool {
    const LEAST: f64 = f64::from_bits((1023 - 900) << 52);
    let a = x.abs();
    !((a < f64::INFINITY) & ((a >= LEAST) | (a == 0.0)))
}

/// With an estimate `y` of `x^(-1/3)` and `1 - e = x * y^3`, the inverse square of the root is `y^2 * (1 - e)^(-2/3)`.
#[inline(always)]
pub(super) fn cbrt<I: Isa>(x: f64) -> f64 {
    let a = x.abs();
    let y = estimate_inverse_cbrt::<I>(a);
    let y_square = y * y;
    let e = I::fma(-(a * y_square), y, 1.0);
    let inverse_square = y_square * polynomial::<I, _>(&CBRT, e);
    let root = a * inverse_square;
    let (square, square_error) = two_product::<I>(root, root);
    let excess = I::fma(root, square_error, product_error::<I>(root, square, a));
    I::fma(excess * inverse_square, -1.0 / 3.0, root).copysign(x)
}

/// [`cbrt`] of any `x`.
#[inline(always)]
pub(super) fn cbrt_rare<I: Isa>(x: f64) -> f64 {
    if !x.is_finite() {
        return x;
    }
    // 2^300 and its cube root.
    const UP: f64 = f64::from_bits((1023 + 300) << 52);
    const DOWN: f64 = f64::from_bits((1023 - 100) << 52);
    cbrt::<I>(x * UP) * DOWN
}

/// Whether squares overflow or their errors underflow.
#[inline(always)]
pub(super) fn is_rare_for_hypot(x: f64, y: f64) -> bool {
    const LEAST: f64 = f64::from_bits((1023 - 450) << 52);
    const MOST: f64 = f64::from_bits((1023 + 500) << 52);
    let (a, b) = (x.abs(), y.abs());
    !((a <= MOST) & (b <= MOST) & ((a >= LEAST) | (b >= LEAST)))
}

#[inline(always)]
pub(super) fn hypot<I: Isa>(x: f64, y: f64) -> f64 {
    let (x, y) = (x.abs(), y.abs());
    let (a, a_error) = two_product::<I>(select(x > y, x, y), select(x > y, x, y));
    let (b, b_error) = two_product::<I>(select(x > y, y, x), select(x > y, y, x));
    let (sum, error) = fast_two_sum(a, b);
    let low = error + (a_error + b_error);
    let root = sum.sqrt();
    root + (low - product_error::<I>(root, root, sum)) / (root + root)
}

/// [`hypot`] of any pair.
#[inline(always)]
pub(super) fn hypot_rare<I: Isa>(x: f64, y: f64) -> f64 {
    const UP: f64 = f64::from_bits((1023 + 600) << 52);
    const DOWN: f64 = f64::from_bits((1023 - 600) << 52);
    if x.is_infinite() || y.is_infinite() {
        return f64::INFINITY;
    }
    let greatest = x.abs().max(y.abs());
    if greatest == 0.0 || x.is_nan() || y.is_nan() {
        return x.abs() + y.abs();
    }
    let (scale, back) = if greatest > 1.0 { (DOWN, UP) } else { (UP, DOWN) };
    hypot::<I>(x * scale, y * scale) * back
}
