//! Sine, cosine and tangent of `f64`.
//!
//! The angle is brought to a quarter turn around zero (see [`reduce`](super::reduce)), where sine and cosine are short
//! polynomials; both are evaluated and the quadrant selects. The sign is handled apart, so that zeros keep theirs.

use super::double::{fast_two_sum, product_error};
use super::reduce::{self, Reduced};
use crate::level::Isa;

const SIGN: u64 = 1 << 63;

/// `(sin(r) - r) / r^3` in powers of `r^2`, within 2^-57.9 of the sine.
const SINE: [f64; 6] = [
    -0.1666666666666663,
    0.00833333333332184,
    -0.00019841269829358498,
    2.7557313538500656e-06,
    -2.5050734388006988e-08,
    1.5895433320629393e-10,
];

/// `(cos(r) - 1 + r^2/2) / r^4` in powers of `r^2`, within 2^-63.9 of the cosine.
const COSINE: [f64; 6] = [
    0.041666666666666595,
    -0.0013888888888873342,
    2.4801587289002072e-05,
    -2.7557314217034276e-07,
    2.0875705394983894e-09,
    -1.1358749163098405e-11,
];

/// The polynomial with six coefficients, lowest first.
#[inline(always)]
fn polynomial<I: Isa>(c: &[f64; 6], z: f64) -> f64 {
    let high = I::fma(I::fma(c[5], z, c[4]), z, c[3]);
    I::fma(I::fma(I::fma(high, z, c[2]), z, c[1]), z, c[0])
}

/// What sine and cosine of a reduced angle share: `r^2`, and `1 - r^2/2` in two parts.
struct Squared {
    z: f64,
    w: f64,
    w_low: f64,
}

/// `exact` asks for the rounding error of `r^2` to be taken into `w_low`.
#[inline(always)]
fn square<I: Isa>(r: &Reduced, exact: bool) -> Squared {
    let z = r.hi * r.hi;
    let (w, w_low) = fast_two_sum(1.0, -0.5 * z);
    if !exact {
        return Squared { z, w, w_low };
    }
    let z_low = product_error::<I>(r.hi, r.hi, z);
    Squared { z, w, w_low: I::fma(-0.5, z_low, w_low) }
}

/// What the cosine adds to `w`.
#[inline(always)]
fn cosine_tail<I: Isa>(r: &Reduced, s: &Squared) -> f64 {
    let head = I::fma(-r.hi, r.lo, s.w_low);
    I::fma(s.z * s.z, polynomial::<I>(&COSINE, s.z), head)
}

/// Sine of the reduced angle where `shift` is 0, cosine where it is 1; `sign` is applied to the result.
#[inline(always)]
fn select_sine<I: Isa>(r: Reduced, shift: u64, sign: u64) -> f64 {
    // Without fused multiply-add the error of r^2 costs more than the quarter ULP it saves.
    let s = square::<I>(&r, I::FMA);
    let cosine = s.w + cosine_tail::<I>(&r, &s);
    let sine = r.hi + I::fma(s.z * r.hi, polynomial::<I>(&SINE, s.z), r.lo * s.w);
    let quadrant = r.quarters.wrapping_add(shift);
    let value = if quadrant & 1 == 0 { sine } else { cosine };
    f64::from_bits(value.to_bits() ^ ((quadrant & 2) << 62) ^ sign)
}

/// Whether the fast bodies of this module do not serve `x`.
#[inline(always)]
pub(super) fn is_huge(x: f64) -> bool {
    reduce::is_huge(x)
}

/// The sine of a moderate `x`.
#[inline(always)]
pub(super) fn sin<I: Isa>(x: f64) -> f64 {
    select_sine::<I>(reduce::moderate::<I>(x.abs()), 0, x.to_bits() & SIGN)
}

/// The sine of any `x` of more than moderate size.
#[inline(always)]
pub(super) fn sin_huge<I: Isa>(x: f64) -> f64 {
    select_sine::<I>(reduce::huge::<I>(x.abs()), 0, x.to_bits() & SIGN)
}

/// The cosine of a moderate `x`.
#[inline(always)]
pub(super) fn cos<I: Isa>(x: f64) -> f64 {
    select_sine::<I>(reduce::moderate::<I>(x.abs()), 1, 0)
}

/// The cosine of any `x` of more than moderate size.
#[inline(always)]
pub(super) fn cos_huge<I: Isa>(x: f64) -> f64 {
    select_sine::<I>(reduce::huge::<I>(x.abs()), 1, 0)
}

/// The tangent of a moderate `x`.
#[inline(always)]
pub(super) fn tan<I: Isa>(x: f64) -> f64 {
    select_tangent::<I>(reduce::moderate::<I>(x.abs()), x.to_bits() & SIGN)
}

/// The tangent of any `x` of more than moderate size.
#[inline(always)]
pub(super) fn tan_huge<I: Isa>(x: f64) -> f64 {
    select_tangent::<I>(reduce::huge::<I>(x.abs()), x.to_bits() & SIGN)
}

/// Tangent of an even quadrant, minus cotangent of an odd one: a quotient of sine and cosine in two parts each.
#[inline(always)]
fn select_tangent<I: Isa>(r: Reduced, sign: u64) -> f64 {
    let s = square::<I>(&r, true);
    let (c, c_low) = fast_two_sum(s.w, cosine_tail::<I>(&r, &s));
    let v = s.z * r.hi;
    let p = polynomial::<I>(&SINE, s.z);
    let (b, b_head) = if I::FMA {
        let b = v.mul_add(p, r.hi);
        (b, v.mul_add(p, r.hi - b))
    } else {
        fast_two_sum(r.hi, v * p)
    };
    // Near a multiple of pi/2 the low part of the angle is no longer small beside the high one.
    let (b, b_low) = fast_two_sum(b, I::fma(r.lo, s.w, b_head));
    let odd = r.quarters & 1 != 0;
    let (num, num_low) = if odd { (c, c_low) } else { (b, b_low) };
    let (den, den_low) = if odd { (b, b_low) } else { (c, c_low) };
    let inverse = 1.0 / den;
    let q = num * inverse;
    let rest = I::fma(-q, den_low, num_low - product_error::<I>(q, den, num));
    let value = I::fma(rest, inverse, q);
    f64::from_bits(value.to_bits() ^ (r.quarters << 63) ^ sign)
}
