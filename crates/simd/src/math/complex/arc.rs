//! The inverses of trigonometric and hyperbolic functions.
//!
//! Arc sine and arc cosine follow Hull, Fairgrieve and Tang ("Implementing the complex arcsine and arccosine functions
//! using exception handling", 1997): with the distances `r` and `s` of `z` from -1 and 1 and `a = (r + s) / 2`, all
//! that is needed are `a - x` and `a - 1`, which come from sums without cancellation.

use super::hyperbolic::swap;
use super::logarithm::log_any_length;
use super::real::{self, any};
use super::size::absolute;
use crate::level::Isa;
use crate::math::select;
use num_complex::Complex;
use std::f64::consts::{FRAC_PI_2, LN_2};

/// Numbers between which no product of the bodies overflows or loses what matters.
const SMALL: f64 = f64::from_bits((1023 - 240) << 52);
const LARGE: f64 = f64::from_bits((1023 + 240) << 52);

/// Whether a part is neither zero nor of usual size.
#[inline(always)]
fn is_unusual(part: f64) -> bool {
    !((part == 0.0) | (SMALL..=LARGE).contains(&part.abs()))
}

/// Whether the bodies of arc sine and arc cosine do not serve the argument.
#[inline(always)]
pub(super) fn is_rare(z: Complex<f64>) -> bool {
    is_unusual(z.re) | is_unusual(z.im)
}

/// What arc sine and arc cosine share.
struct Ellipse {
    /// `sqrt(a^2 - x^2)`: the adjacent side of the arc sine, and the opposite side of the arc cosine, whose other is `x`.
    side: f64,
    /// The inverse hyperbolic cosine of `a`: the magnitude of the imaginary part.
    height: f64,
}

/// The ellipse with foci -1 and 1 through a point of usual size.
#[inline(always)]
fn ellipse<I: Isa>(z: Complex<f64>) -> Ellipse {
    let (x, y) = (z.re.abs(), z.im.abs());
    let (to_left, to_right) = (x + 1.0, x - 1.0);
    let r = absolute::<I>(Complex { re: to_left, im: y });
    let s = absolute::<I>(Complex { re: to_right, im: y });
    let a = 0.5 * (r + s);
    let square = y * y;
    let first = square / (r + to_left);
    // Of `s + (1 - x)` and `s - (1 - x)` the greater is a sum, and the other follows from their product.
    let sum = s + to_right.abs();
    let rest = square / select(sum == 0.0, 1.0, sum);
    let beyond = x > 1.0;
    let from_x = 0.5 * (first + select(beyond, rest, sum));
    let from_1 = 0.5 * (first + select(beyond, sum, rest));
    Ellipse {
        side: ((a + x) * from_x).sqrt(),
        height: real::log1p::<I>(from_1 + (from_1 * (a + 1.0)).sqrt()),
    }
}

/// [`ellipse`] through any point.
#[inline(always)]
fn any_ellipse<I: Isa>(z: Complex<f64>) -> Ellipse {
    let (x, y) = (z.re.abs(), z.im.abs());
    if x.is_nan() || y.is_nan() || x.max(y) > LARGE {
        // Far away the ellipse is a circle.
        return Ellipse { side: y, height: log_any_length::<I>(z) + LN_2 };
    }
    if y == 0.0 || y >= SMALL {
        return ellipse::<I>(z);
    }
    let product = (1.0 - x).abs() * (1.0 + x);
    let root = product.sqrt();
    if x < 1.0 {
        Ellipse { side: root, height: y / root }
    } else if x == 1.0 {
        Ellipse { side: y.sqrt(), height: y.sqrt() }
    } else {
        Ellipse { side: y * x / root, height: real::log1p::<I>((x - 1.0) + root) }
    }
}

/// The arc sine.
#[inline(always)]
pub(super) fn arcsin<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let Ellipse { side, height } = ellipse::<I>(z);
    Complex { re: real::arctan2::<I>(z.re, side), im: height.copysign(z.im) }
}

/// [`arcsin`] of any argument.
#[inline(always)]
pub(super) fn arcsin_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    if z.re == 0.0 && z.im.is_nan() {
        return z;
    }
    let Ellipse { side, height } = any_ellipse::<I>(z);
    Complex { re: any::arctan2::<I>(z.re, side), im: height.copysign(z.im) }
}

/// The arc cosine.
#[inline(always)]
pub(super) fn arccos<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let Ellipse { side, height } = ellipse::<I>(z);
    Complex { re: real::arctan2::<I>(side, z.re), im: -height.copysign(z.im) }
}

/// [`arccos`] of any argument.
#[inline(always)]
pub(super) fn arccos_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    if z.re == 0.0 && z.im.is_nan() {
        return Complex { re: FRAC_PI_2, im: z.im };
    }
    let Ellipse { side, height } = any_ellipse::<I>(z);
    Complex { re: any::arctan2::<I>(side, z.re), im: -height.copysign(z.im) }
}

/// The inverse hyperbolic sine.
#[inline(always)]
pub(super) fn arcsinh<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    swap(arcsin::<I>(swap(z)))
}

/// [`arcsinh`] of any argument.
#[inline(always)]
pub(super) fn arcsinh_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    swap(arcsin_rare::<I>(swap(z)))
}

/// The inverse hyperbolic cosine.
#[inline(always)]
pub(super) fn arccosh<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    turn_cosine(arccos::<I>(z), z)
}

/// [`arccosh`] of any argument.
#[inline(always)]
pub(super) fn arccosh_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    turn_cosine(arccos_rare::<I>(z), z)
}

/// The inverse hyperbolic cosine from the arc cosine.
#[inline(always)]
fn turn_cosine(arccos: Complex<f64>, z: Complex<f64>) -> Complex<f64> {
    Complex { re: arccos.im.abs(), im: arccos.re.copysign(z.im) }
}

/// Whether [`arctanh`] does not serve the argument.
#[inline(always)]
pub(super) fn is_rare_for_arctanh(z: Complex<f64>) -> bool {
    is_rare(z) | ((z.re.abs() == 1.0) & (z.im == 0.0))
}

/// `4x / ((1 - x)^2 + y^2)`, whose `log1p` is four times the real part of [`arctanh`], and the cosine part of twice
/// the angle that is its imaginary part.
#[inline(always)]
fn arctanh_parts<I: Isa>(x: f64, y: f64) -> (f64, f64) {
    let distance = 1.0 - x;
    let ratio = 4.0 * x / I::fma(distance, distance, y * y);
    (ratio, I::fma(-y, y, distance * (1.0 + x)))
}

/// The inverse hyperbolic tangent.
#[inline(always)]
pub(super) fn arctanh<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let (ratio, side) = arctanh_parts::<I>(z.re.abs(), z.im.abs());
    let re = 0.25 * real::log1p::<I>(ratio);
    Complex { re: re.copysign(z.re), im: 0.5 * real::arctan2::<I>(2.0 * z.im, side) }
}

/// [`arctanh`] of any argument.
#[inline(always)]
pub(super) fn arctanh_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    let (x, y) = (z.re.abs(), z.im.abs());
    if z.im.is_nan() {
        let re = if x == 0.0 || x.is_infinite() { 0.0 } else { f64::NAN };
        return Complex { re: re.copysign(z.re), im: f64::NAN };
    }
    if x.max(y) > LARGE {
        // As good as the inverse.
        let re = if x.is_infinite() || y.is_infinite() { 0.0 } else { real_part_of_inverse::<I>(x, y) };
        return Complex { re: re.copysign(z.re), im: FRAC_PI_2.copysign(z.im) };
    }
    if x == 1.0 && y < SMALL {
        let im = if y == 0.0 { 0.0 } else { 0.5 * FRAC_PI_2 };
        return Complex { re: (0.5 * (LN_2 - real::log::<I>(y))).copysign(z.re), im: im.copysign(z.im) };
    }
    let (ratio, side) = arctanh_parts::<I>(x, y);
    let re = 0.25 * real::log1p::<I>(ratio);
    Complex { re: re.copysign(z.re), im: 0.5 * any::arctan2::<I>(2.0 * z.im, side) }
}

/// `x / (x^2 + y^2)` of numbers one of which is large.
#[inline(always)]
fn real_part_of_inverse<I: Isa>(x: f64, y: f64) -> f64 {
    // The halves keep the length from overflow.
    let length = any::hypot::<I>(0.5 * x, 0.5 * y);
    0.5 * x / length / length * 0.5
}

/// The arc tangent.
#[inline(always)]
pub(super) fn arctan<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    swap(arctanh::<I>(swap(z)))
}

/// [`arctan`] of any argument.
#[inline(always)]
pub(super) fn arctan_rare<I: Isa>(z: Complex<f64>) -> Complex<f64> {
    swap(arctanh_rare::<I>(swap(z)))
}

/// Whether [`arctan`] does not serve the argument.
#[inline(always)]
pub(super) fn is_rare_for_arctan(z: Complex<f64>) -> bool {
    is_rare_for_arctanh(swap(z))
}
