//! Exponential functions: `exp`, `exp2` and `expm1`.

use super::real::{self, any, is_huge_angle};
use crate::level::Isa;
use crate::math::f64::double::two_product;
use crate::math::select;
use num_complex::Complex;
use std::f64::consts::LN_2;

/// By how much the logarithm of 2 exceeds its `f64`.
const LN_2_LOW: f64 = 2.3190468138462996e-17;

/// The magnitude of the real part from which the power may be out of range.
const STEEP: f64 = 700.0;

/// Whether a real part is so large that its power may be out of range, or no number.
#[inline(always)]
#[allow(clippy::neg_cmp_op_on_partial_ord)]
pub(super) fn is_steep(re: f64) -> bool {
    !(re.abs() <= STEEP)
}

/// Whether the bodies of this module do not serve the argument.
#[inline(always)]
pub(super) fn is_rare(z: Complex<f64>) -> bool {
    is_steep(z.re) | is_huge_angle(z.im)
}

/// `e` to the power of `z`.
#[inline(always)]
pub(super) fn exp<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let length = real::exp::<I>(z.re);
    Complex { re: length * real::cos::<I>(z.im), im: length * real::sin::<I>(z.im) }
}

/// [`exp`] of any argument.
#[inline(always)]
pub(super) fn exp_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    if let Some(special) = special_power::<I>(z) {
        return special;
    }
    // The power as a square, which may be out of range where its product with sine or cosine is not.
    let root = real::exp::<I>(0.5 * z.re);
    Complex { re: root * any::cos::<I>(z.im) * root, im: root * any::sin::<I>(z.im) * root }
}

/// `e` to the power of a real number, or of one whose angle is infinite or NaN.
#[inline(always)]
fn special_power<I: Isa>(z: Complex<f64>) -> Option<Complex<f64>> {
    if z.im == 0.0 {
        return Some(Complex { re: real::exp::<I>(z.re), im: z.im });
    }
    if z.im.is_finite() {
        return None;
    }
    let re = if z.re == f64::NEG_INFINITY {
        return Some(Complex { re: 0.0, im: 0.0f64.copysign(z.im) });
    } else if z.re == f64::INFINITY {
        z.re
    } else {
        f64::NAN
    };
    Some(Complex { re, im: f64::NAN })
}

/// Whether [`exp2`] does not serve the argument.
#[inline(always)]
#[allow(clippy::neg_cmp_op_on_partial_ord)]
pub(super) fn is_rare_for_exp2(z: Complex<f64>) -> bool {
    !(z.re.abs() <= 1000.0) | is_huge_angle(z.im)
}

/// 2 to the power of `z`.
#[inline(always)]
pub(super) fn exp2<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let (angle, low) = times_ln_2::<I>(z.im);
    let length = real::exp2::<I>(z.re);
    let (cos, sin) = turned::<I>((real::cos::<I>(angle), real::sin::<I>(angle)), low);
    Complex { re: length * cos, im: length * sin }
}

/// [`exp2`] of any argument.
#[inline(always)]
pub(super) fn exp2_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    if z.im == 0.0 {
        return Complex { re: real::exp2::<I>(z.re), im: z.im };
    }
    if !z.im.is_finite() {
        return exp_rare::<I>(z);
    }
    let (angle, low) = times_ln_2::<I>(z.im);
    // The low part of a huge angle is no small number.
    let low = if is_huge_angle(angle) { 0.0 } else { low };
    let (cos, sin) = turned::<I>((any::cos::<I>(angle), any::sin::<I>(angle)), low);
    let root = real::exp2::<I>(0.5 * z.re);
    Complex { re: root * cos * root, im: root * sin * root }
}

/// The product with the logarithm of 2, in two parts.
#[inline(always)]
fn times_ln_2<I: Isa>(x: f64) -> (f64, f64) {
    let (product, low) = two_product::<I>(x, LN_2);
    (product, I::fma(x, LN_2_LOW, low))
}

/// Cosine and sine of an angle that is more by a small number. A sine of zero keeps its sign.
#[inline(always)]
fn turned<I: Isa>((cos, sin): (f64, f64), more: f64) -> (f64, f64) {
    (I::fma(-more, sin, cos), select(sin == 0.0, sin, I::fma(more, cos, sin)))
}

/// `e` to the power of `z`, less 1.
#[inline(always)]
pub(super) fn expm1<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let (sin, cos) = (real::sin::<I>(z.im), real::cos::<I>(z.im));
    let re = I::fma(real::expm1::<I>(z.re), cos, cos_minus_1(sin, cos));
    Complex { re, im: real::exp::<I>(z.re) * sin }
}

/// [`expm1`] of any argument.
#[inline(always)]
pub(super) fn expm1_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let (sin, cos) = (any::sin::<I>(z.im), any::cos::<I>(z.im));
    Complex { re: real::expm1::<I>(z.re) * cos + cos_minus_1(sin, cos), im: real::exp::<I>(z.re) * sin }
}

/// `cos - 1`, without cancellation where the cosine is near 1.
#[inline(always)]
fn cos_minus_1(sin: f64, cos: f64) -> f64 {
    if cos > 0.0 { -(sin * sin) / (1.0 + cos) } else { cos - 1.0 }
}
