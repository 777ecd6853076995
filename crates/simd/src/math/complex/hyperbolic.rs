//! Hyperbolic functions, and trigonometric functions as those of `z` turned by a right angle.

use super::exponential::{is_rare as is_rare_power, is_steep};
use super::real::{self, any, is_huge_angle};
use crate::level::Isa;
use num_complex::Complex;

/// The real part from which the hyperbolic tangent is 1.
const FLAT: f64 = 350.0;

/// `i` times the conjugate: the parts exchanged.
#[inline(always)]
pub(super) fn swap(z: Complex<f64>) -> Complex<f64> {
    Complex { re: z.im, im: z.re }
}

/// `i` times `z`.
#[inline(always)]
fn turn(z: Complex<f64>) -> Complex<f64> {
    Complex { re: -z.im, im: z.re }
}

/// Whether [`sinh`] and [`cosh`] do not serve the argument.
#[inline(always)]
pub(super) fn is_rare(z: Complex<f64>) -> bool {
    is_rare_power(z)
}

/// Whether [`tanh`] does not serve the argument.
#[inline(always)]
#[allow(clippy::neg_cmp_op_on_partial_ord)]
pub(super) fn is_rare_for_tanh(z: Complex<f64>) -> bool {
    !(z.re.abs() <= FLAT) | is_huge_angle(z.im)
}

/// Hyperbolic sine and cosine of a real number that is not [steep](is_steep).
#[inline(always)]
fn sinh_cosh<I: Isa>(x: f64) -> (f64, f64) {
    let e = real::expm1::<I>(x.abs());
    let ratio = e / (e + 1.0);
    ((0.5 * (e + ratio)).copysign(x), I::fma(0.5 * e, ratio, 1.0))
}

/// The hyperbolic sine.
#[inline(always)]
pub(super) fn sinh<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let (sinh, cosh) = sinh_cosh::<I>(z.re);
    Complex { re: sinh * real::cos::<I>(z.im), im: cosh * real::sin::<I>(z.im) }
}

/// The hyperbolic cosine.
#[inline(always)]
pub(super) fn cosh<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let (sinh, cosh) = sinh_cosh::<I>(z.re);
    Complex { re: cosh * real::cos::<I>(z.im), im: sinh * real::sin::<I>(z.im) }
}

/// The hyperbolic tangent.
#[inline(always)]
pub(super) fn tanh<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    quotient::<I>(z.re, real::sin::<I>(z.im), real::cos::<I>(z.im))
}

/// The hyperbolic tangent from the real part, and sine and cosine of the imaginary part.
#[inline(always)]
fn quotient<I: Isa>(re: f64, sin: f64, cos: f64) -> Complex<f64> {
    let (sinh, cosh) = sinh_cosh::<I>(re);
    let inverse = 1.0 / I::fma(sinh, sinh, cos * cos);
    Complex { re: sinh * cosh * inverse, im: sin * cos * inverse }
}

/// What [`sinh`] and [`cosh`] share for any argument: the even and the odd function of the real part, each times
/// sine and cosine of the imaginary part.
struct Products {
    sinh_cos: f64,
    sinh_sin: f64,
    cosh_cos: f64,
    cosh_sin: f64,
}

#[inline(always)]
fn products<I: Isa>(z: Complex<f64>) -> Products {
    let (sin, cos) = (any::sin::<I>(z.im), any::cos::<I>(z.im));
    if !is_steep(z.re) {
        let (sinh, cosh) = sinh_cosh::<I>(z.re);
        return Products {
            sinh_cos: sinh * cos,
            sinh_sin: sinh * sin,
            cosh_cos: cosh * cos,
            cosh_sin: cosh * sin,
        };
    }
    // Both are half of e to the power of |x|: a square, which may be out of range where the product is not.
    let root = real::exp::<I>(0.5 * z.re.abs());
    let signed = root.copysign(z.re);
    // A real argument gives a real result, also where the factor is infinite.
    let times = |part: f64, root: f64| {
        if part == 0.0 { part * 1.0f64.copysign(root) } else { 0.5 * root * part * root.abs() }
    };
    Products {
        sinh_cos: times(cos, signed),
        sinh_sin: times(sin, signed),
        cosh_cos: times(cos, root),
        cosh_sin: times(sin, root),
    }
}

/// [`sinh`] of any argument.
#[inline(always)]
pub(super) fn sinh_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let Products { sinh_cos, cosh_sin, .. } = products::<I>(z);
    if z.im == 0.0 && z.re.is_nan() {
        return z;
    }
    if !z.im.is_finite() && (z.re == 0.0 || z.re.is_infinite()) {
        return Complex { re: if z.re == 0.0 { z.re } else { f64::INFINITY }, im: f64::NAN };
    }
    Complex { re: sinh_cos, im: cosh_sin }
}

/// [`cosh`] of any argument.
#[inline(always)]
pub(super) fn cosh_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let Products { cosh_cos, sinh_sin, .. } = products::<I>(z);
    if z.im == 0.0 && z.re.is_nan() {
        return z;
    }
    if !z.im.is_finite() && (z.re == 0.0 || z.re.is_infinite()) {
        let zero = z.re == 0.0;
        return if zero {
            Complex { re: f64::NAN, im: 0.0 }
        } else {
            Complex { re: f64::INFINITY, im: f64::NAN }
        };
    }
    Complex { re: cosh_cos, im: sinh_sin }
}

/// [`tanh`] of any argument.
#[inline(always)]
pub(super) fn tanh_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let (sin, cos) = (any::sin::<I>(z.im), any::cos::<I>(z.im));
    if z.re.abs() <= FLAT {
        let whole = quotient::<I>(z.re, sin, cos);
        return Complex { re: if z.re == 0.0 { z.re } else { whole.re }, im: whole.im };
    }
    if z.re.is_nan() {
        return Complex { re: f64::NAN, im: if z.im == 0.0 { z.im } else { f64::NAN } };
    }
    let re = 1.0f64.copysign(z.re);
    if !z.im.is_finite() {
        return Complex { re, im: 0.0f64.copysign(z.im) };
    }
    let root = real::exp::<I>(-z.re.abs().min(1400.0));
    Complex { re, im: 4.0 * sin * cos * root * root }
}

/// The sine.
#[inline(always)]
pub(super) fn sin<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    swap(sinh::<I>(swap(z)))
}

/// [`sin`] of any argument.
#[inline(always)]
pub(super) fn sin_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    swap(sinh_rare::<I>(swap(z)))
}

/// The cosine.
#[inline(always)]
pub(super) fn cos<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    cosh::<I>(turn(z))
}

/// [`cos`] of any argument.
#[inline(always)]
pub(super) fn cos_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    cosh_rare::<I>(turn(z))
}

/// The tangent.
#[inline(always)]
pub(super) fn tan<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    swap(tanh::<I>(swap(z)))
}

/// [`tan`] of any argument.
#[inline(always)]
pub(super) fn tan_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    swap(tanh_rare::<I>(swap(z)))
}

/// Whether [`sin`] and [`cos`] do not serve the argument.
#[inline(always)]
pub(super) fn is_rare_turned(z: Complex<f64>) -> bool {
    is_rare(swap(z))
}

/// Whether [`tan`] does not serve the argument.
#[inline(always)]
pub(super) fn is_rare_for_tan(z: Complex<f64>) -> bool {
    is_rare_for_tanh(swap(z))
}
