//! The absolute value.

use super::real::any;
use crate::level::Isa;
use num_complex::Complex;

/// Numbers between which squares of parts neither overflow nor lose what matters.
pub(super) const SMALL: f64 = f64::from_bits((1023 - 480) << 52);
pub(super) const LARGE: f64 = f64::from_bits((1023 + 480) << 52);

/// Whether the greater of the parts (or a part that is no number) is outside of [`SMALL`] and [`LARGE`].
#[inline(always)]
pub(super) fn is_extreme(z: Complex<f64>) -> bool {
    let usual = |a: f64| (SMALL..=LARGE).contains(&a);
    let (re, im) = (z.re.abs(), z.im.abs());
    !((usual(re) & (im <= LARGE)) | (usual(im) & (re <= LARGE)))
}

/// The absolute value where it is not extreme.
#[inline(always)]
pub(super) fn absolute<I: Isa>(z: Complex<f64>) -> f64 {
    let (re, im) = (z.re.abs(), z.im.abs());
    let (greater, less) = if re < im { (im, re) } else { (re, im) };
    I::fma(greater, greater, less * less).sqrt()
}

/// [`absolute`] of any number: infinite if a part is, even beside a NaN.
#[inline(always)]
pub(super) fn absolute_extreme<I: Isa>(z: Complex<f64>) -> f64 {
    any::hypot::<I>(z.re, z.im)
}

/// A power of two that brings an extreme magnitude (and what is less) to the middle, and its inverse.
#[inline(always)]
pub(super) fn scale(magnitude: f64) -> (f64, f64) {
    const UP: f64 = f64::from_bits((1023 + 600) << 52);
    const DOWN: f64 = f64::from_bits((1023 - 600) << 52);
    if magnitude > 1.0 { (DOWN, UP) } else { (UP, DOWN) }
}
