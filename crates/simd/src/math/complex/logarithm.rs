//! Logarithms.

use super::real::{self, any};
use super::size::{LARGE, SMALL, is_extreme, scale};
use crate::level::Isa;
use crate::math::f64::double::two_sum;
use num_complex::Complex;
use std::f64::consts::{LN_2, LOG2_E, LOG10_E};

/// Whether a part is neither zero nor of usual size.
#[inline(always)]
pub(super) fn is_unusual(part: f64) -> bool {
    !((part == 0.0) | (SMALL..=LARGE).contains(&part.abs()))
}

/// Whether [`log`] does not serve the argument.
#[inline(always)]
pub(super) fn is_rare(z: Complex<f64>) -> bool {
    is_unusual(z.re) | is_unusual(z.im) | ((z.re == 0.0) & (z.im == 0.0))
}

/// The logarithm of the length of `(re + re_low, im)`, where `re_low` is what rounding has taken from `re`.
///
/// It is half that of the sum of squares, which is taken in two parts: where the length is near 1, the small part
/// decides, and it is summed without loss.
#[inline(always)]
fn log_length<I: Isa>(re: f64, re_low: f64, im: f64) -> f64 {
    let (re2, re2_low) = exact_square::<I>(re);
    let (im2, im2_low) = exact_square::<I>(im);
    let (sum, sum_low) = two_sum(re2, im2);
    let (low, rest_1) = two_sum(re2_low, im2_low);
    let (low, rest_2) = two_sum(sum_low, low);
    let (low, rest_3) = two_sum(low, re_low * I::fma(2.0, re, re_low));
    let (sum, low) = two_sum(sum, low);
    let low = low + (rest_1 + rest_2 + rest_3);
    0.5 * (real::log::<I>(sum) + low / sum)
}

/// The natural logarithm.
#[inline(always)]
pub(super) fn log<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    Complex { re: log_length::<I>(z.re, 0.0, z.im), im: real::arctan2::<I>(z.im, z.re) }
}

/// `a * a` as a rounded product and its error, exact at every level.
#[inline(always)]
fn exact_square<I: Isa>(a: f64) -> (f64, f64) {
    let square = a * a;
    if I::FMA {
        return (square, a.mul_add(a, -square));
    }
    // Veltkamp's halves: 26 bits each, one of which is the sign of the lower.
    let spread = 134_217_729.0 * a;
    let high = spread - (spread - a);
    let low = a - high;
    (square, ((high * high - square) + 2.0 * high * low) + low * low)
}

/// [`log`] of any argument.
#[inline(always)]
pub(super) fn log_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    Complex { re: log_any_length::<I>(z), im: any::arctan2::<I>(z.im, z.re) }
}

/// The logarithm of the absolute value of any number.
#[inline(always)]
pub(super) fn log_any_length<I: Isa>(z: Complex<f64>) -> f64 {
    if z.re.is_infinite() || z.im.is_infinite() {
        return f64::INFINITY;
    }
    if z.re == 0.0 && z.im == 0.0 {
        return f64::NEG_INFINITY;
    }
    if !is_extreme(z) {
        return log_length::<I>(z.re, 0.0, z.im);
    }
    let (up, down) = scale(z.re.abs().max(z.im.abs()));
    let shift = if down > 1.0 { 600.0 } else { -600.0 };
    log_length::<I>(z.re * up, 0.0, z.im * up) + shift * LN_2
}

/// The logarithm to base 2.
#[inline(always)]
pub(super) fn log2<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    times(log::<I>(z), LOG2_E)
}

/// [`log2`] of any argument.
#[inline(always)]
pub(super) fn log2_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    times(log_rare::<I>(z), LOG2_E)
}

/// The logarithm to base 10.
#[inline(always)]
pub(super) fn log10<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    times(log::<I>(z), LOG10_E)
}

/// [`log10`] of any argument.
#[inline(always)]
pub(super) fn log10_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    times(log_rare::<I>(z), LOG10_E)
}

#[inline(always)]
fn times(z: Complex<f64>, factor: f64) -> Complex<f64> {
    Complex { re: z.re * factor, im: z.im * factor }
}

/// Whether [`log1p`] does not serve the argument.
#[inline(always)]
#[allow(clippy::neg_cmp_op_on_partial_ord)]
pub(super) fn is_rare_for_log1p(z: Complex<f64>) -> bool {
    !(z.re.abs() <= LARGE) | is_unusual(z.im) | ((z.re == -1.0) & (z.im == 0.0))
}

/// The logarithm of `1 + z`.
#[inline(always)]
pub(super) fn log1p<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let (re, re_low) = two_sum(1.0, z.re);
    Complex { re: log_length::<I>(re, re_low, z.im), im: real::arctan2::<I>(z.im, re) }
}

/// [`log1p`] of any argument.
#[inline(always)]
pub(super) fn log1p_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let (re, re_low) = two_sum(1.0, z.re);
    let sum = Complex { re, im: z.im };
    if is_extreme(sum) {
        return log_rare::<I>(sum);
    }
    Complex { re: log_length::<I>(re, re_low, z.im), im: any::arctan2::<I>(z.im, re) }
}
