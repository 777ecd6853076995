//! The square root.

use super::size::{absolute, is_extreme, scale};
use crate::level::Isa;
use num_complex::Complex;

/// Whether [`sqrt`] does not serve the argument.
#[inline(always)]
pub(super) fn is_rare(z: Complex<f64>) -> bool {
    is_extreme(z)
}

/// The root with a real part that is not negative.
#[inline(always)]
pub(super) fn sqrt<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    with_greater(z, greater::<I>(z))
}

/// The greater part of the root, a sum without cancellation.
#[inline(always)]
fn greater<I: Isa>(z: Complex<f64>) -> f64 {
    (0.5 * (absolute::<I>(z) + z.re.abs())).sqrt()
}

/// The root from its greater part; the product of both parts is half the imaginary part of `z`.
#[inline(always)]
fn with_greater(z: Complex<f64>, greater: f64) -> Complex<f64> {
    let other = z.im.abs() / (2.0 * greater);
    let (re, im) = if z.re < 0.0 { (other, greater) } else { (greater, other) };
    Complex { re, im: im.copysign(z.im) }
}

/// [`sqrt`] of any argument.
#[inline(always)]
pub(super) fn sqrt_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    if z.im.is_infinite() {
        return Complex { re: f64::INFINITY, im: z.im };
    }
    if z.re.is_infinite() {
        let other = if z.im.is_nan() { f64::NAN } else { 0.0 };
        let (re, im) = if z.re < 0.0 { (other, z.re.abs()) } else { (z.re, other) };
        return Complex { re, im: im.copysign(z.im) };
    }
    if z.re == 0.0 && z.im == 0.0 {
        return Complex { re: 0.0, im: z.im };
    }
    let (up, down) = scale(z.re.abs().max(z.im.abs()));
    let scaled = Complex { re: z.re * up, im: z.im * up };
    with_greater(z, greater::<I>(scaled) * down.sqrt())
}
