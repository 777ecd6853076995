//! Elementary functions of `f32`.
//!
//! Some work in `f64` with polynomials just long enough for `f32`, and round once: the error is little more than half
//! a unit in the last place (ULP), and there is neither overflow nor underflow on the way. Those with a greater worst error work in single
//! precision, where there is fused multiply-add. The worst errors given with the functions of one argument are over all 2^32 arguments, at
//! every level; `cargo xtask ulp` measures them again.

mod arc;
mod area;
mod exp;
mod exp_parts;
mod exp_single;
mod log;
mod log_parts;
pub(super) mod poly;
mod pow;
mod power;
mod tanh;
mod trig;
mod trig_single;

use crate::level::Isa;
use crate::math::map::functions;
use crate::math::{ROUNDER, polynomial, select};

/// [`ROUNDER`] in single precision: sums with it are whole numbers, and hold them in their low bits.
const ROUNDER32: f32 = 12582912.0;

/// The polynomial in single precision, by Horner's rule alone: where terms cancel, the even ones apart would be larger
/// than their sum.
#[inline(always)]
fn polynomial32<I: Isa, const N: usize>(c: &[f64; N], x: f32) -> f32 {
    let mut y = c[N - 1] as f32;
    for i in (0..N - 1).rev() {
        y = I::fma32(y, x, c[i] as f32);
    }
    y
}

/// The sum of `a` and `b` and its exact error, for `|a| >= |b|` or `a = 0`.
#[inline(always)]
fn two_sum(a: f32, b: f32) -> (f32, f32) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// An estimate of `0.5 / s` for a positive `s` from the middle of the exponents: exact for powers of two, and otherwise less than an eighth
/// too large. It serves for what the root `s` has lost.
#[inline(always)]
fn half_of_inverse(s: f32) -> f32 {
    f32::from_bits((0.5f32.to_bits() + 1.0f32.to_bits()).wrapping_sub(s.to_bits()))
}

/// `x` within bounds; NaN stays NaN.
#[inline(always)]
fn clamp(x: f32, low: f32, high: f32) -> f32 {
    let x = select(x < low, low, x);
    select(x > high, high, x)
}

functions! { f32, 16;
    unary {
        /// `e` to the power of `x`. Worst error seen: 0.62 ULP, and 0.78 where the result is subnormal.
        exp = exp_parts::exp, group: exp_parts::exp_group;
        /// 2 to the power of `x`. Worst error seen: 0.58 ULP, and 0.77 where the result is subnormal.
        exp2 = exp_parts::exp2, group: exp_parts::exp2_group;
        /// `exp(x) - 1`, exact for small `x` too. Worst error seen: 0.87 ULP.
        expm1 = exp_single::expm1, rare: exp_single::is_rare_for_expm1, slow: exp::expm1;
        /// The natural logarithm. Worst error seen: 0.85 ULP.
        log = log::log, group: log::log_group;
        /// The base-2 logarithm. Worst error seen: 0.93 ULP.
        log2 = log::log2, group: log::log2_group;
        /// The base-10 logarithm. Worst error seen: 0.82 ULP.
        log10 = log::log10, group: log::log10_group;
        /// `log(1 + x)`, exact for small `x` too. Worst error seen: 0.88 ULP.
        log1p = log::log1p, rare: log::is_rare_for_log1p, slow: log::log1p_by_f64, group: log::log1p_group;
        /// The sine of `x` radians. Worst error seen: 0.91 ULP.
        sin = trig_single::sin, rare: trig::is_huge, slow: trig::sin_huge;
        /// The cosine of `x` radians. Worst error seen: 0.91 ULP.
        cos = trig_single::cos, rare: trig::is_huge, slow: trig::cos_huge;
        /// The tangent of `x` radians. Worst error seen: 0.94 ULP.
        tan = trig_single::tan, rare: trig::is_huge, slow: trig::tan_huge, group: trig_single::tan_group;
        /// The inverse sine. Worst error seen: 0.69 ULP.
        arcsin = arc::arcsin;
        /// The inverse cosine. Worst error seen: 0.68 ULP.
        arccos = arc::arccos;
        /// The inverse tangent. Worst error seen: 0.97 ULP.
        arctan = arc::arctan_single;
        /// The hyperbolic sine. Worst error seen: 0.94 ULP.
        sinh = exp_single::sinh, rare: exp_single::is_rare_for_hyperbolic, slow: exp::sinh;
        /// The hyperbolic cosine. Worst error seen: 0.77 ULP.
        cosh = exp_single::cosh, rare: exp_single::is_rare_for_hyperbolic, slow: exp::cosh;
        /// The hyperbolic tangent. Worst error seen: 0.73 ULP.
        tanh = tanh::tanh, group: tanh::tanh_group;
        /// The inverse hyperbolic sine. Worst error seen: 0.91 ULP.
        arcsinh = area::arcsinh, rare: area::is_rare_for_arcsinh, slow: log::arcsinh, group: area::arcsinh_group;
        /// The inverse hyperbolic cosine. Worst error seen: 0.84 ULP.
        arccosh = area::arccosh, rare: area::is_rare_for_arccosh, slow: log::arccosh, group: area::arccosh_group;
        /// The inverse hyperbolic tangent. Worst error seen: 0.87 ULP.
        arctanh = area::arctanh, group: area::arctanh_group;
        /// The square root.
        sqrt = power::sqrt, group: power::sqrt_group;
        /// The cube root.
        cbrt = power::cbrt, rare: power::is_rare_for_cbrt, slow: power::cbrt_rare;
    }
    binary {
        /// `x` to the power of `y`. Worst error seen: 0.77 ULP.
        pow = pow::pow, rare: pow::is_rare_for_pow, slow: power::pow, plain: pow::pow_plain;
        /// The length of the hypotenuse over the legs `x` and `y`.
        hypot = power::hypot;
        /// The angle of the point with the abscissa `x` and the ordinate `y`: `arctan2(y, x)`.
        /// Worst error seen: 0.93 ULP.
        arctan2 = arc::arctan2, rare: arc::is_rare_for_arctan2, slow: arc::arctan2_by_f64;
        /// `log(exp(x) + exp(y))`, without overflow on the way.
        logaddexp = power::logaddexp;
        /// `log2(2**x + 2**y)`, without overflow on the way.
        logaddexp2 = power::logaddexp2;
    }
}
