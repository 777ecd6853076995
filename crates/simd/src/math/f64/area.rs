//! Inverse hyperbolic functions of `f64`: `arcsinh`, `arccosh`, `arctanh`.
//!
//! They are logarithms: `arcsinh(x) = log(x + sqrt(x^2 + 1))`, `arccosh(x) = log(1 + w)` with `w = (x - 1) + sqrt(x^2
//! - 1)`, and `arctanh(x) = log((1 + x) / (1 - x)) / 2`. The arguments are formed in two parts; where a result near
//! zero would still lose by the detour, it is a series in `x` itself.

use super::double::{fast_two_sum, product_error, quotient, two_product, two_sum};
use super::exp::LN_2_SHORT;
use super::log::one_plus;
use super::log_parts::{Parts, each_of_group};
use super::sqrt::sqrt_group;
use crate::level::Isa;
use crate::math::{polynomial, select};

/// `(arcsinh(x) - x) / x^3` in powers of `x^2` up to 1/4, within 2^-60.4 of the function.
const ARCSINH: [f64; 12] = [
    -0.1666666666666661,
    0.07499999999984419,
    -0.044642857127832544,
    0.03038194371642504,
    -0.022372138358880547,
    0.017352386964357945,
    -0.013960232352598882,
    0.011512984727326337,
    -0.009534145182230764,
    0.007465605843572906,
    -0.004747519310046961,
    0.0017180865818300483,
];

/// `(log((1 + t/2) / (1 - t/2)) - t) / t^3` in powers of `t^2`, within 2^-59.5 of the logarithm.
const LOG_RATIO: [f64; 7] = [
    0.08333333333333418,
    0.012499999999817083,
    0.0022321428704993092,
    0.00043402731587446983,
    8.878693530107633e-05,
    1.869390857085585e-05,
    4.515367632826085e-06,
];

/// From here on, `x^2` and `x^2 +- 1` are the same, also after much else.
const LARGE: f64 = 1152921504606846976.0;

/// What the square root `s` of `q` lacks of that of `q + q_low`. `q` may be zero.
#[inline(always)]
fn root_low<I: Isa>(s: f64, q: f64, q_low: f64) -> f64 {
    (q_low - product_error::<I>(s, s, q)) / (s + s + f64::MIN_POSITIVE)
}

/// The square roots of a group, by the fastest way to them.
#[inline(always)]
fn roots<I: Isa, const G: usize>(q: &[f64; G]) -> [f64; G] {
    sqrt_group::<I, G>(q).unwrap_or_else(|| q.map(f64::sqrt))
}

/// The logarithm of a number of these parts, which lack `more` of it, or of twice the number.
#[inline(always)]
fn log_of_twice_if<I: Isa>(twice: bool, parts: Parts, more: f64) -> f64 {
    let (high, low) = parts.with_2::<I>(select(twice, 1.0, 0.0)).log::<I>(more);
    high + low
}

/// `a^2 + 1` as a sum.
#[inline(always)]
fn square_plus_1<I: Isa>(a: f64) -> (f64, f64) {
    let (square, square_error) = two_product::<I>(a, a);
    let (q, q_low) = two_sum(square, 1.0);
    (q, q_low + square_error)
}

/// `a + sqrt(a^2 + 1)`, or `a` if it is large, as a sum, for the root `s` of the first part of [`square_plus_1`].
#[inline(always)]
fn arcsinh_argument<I: Isa>(a: f64, (q, q_low): (f64, f64), s: f64) -> (f64, f64) {
    let (u, u_low) = fast_two_sum(s, a);
    let large = a >= LARGE;
    (select(large, a, u), select(large, 0.0, u_low + root_low::<I>(s, q, q_low)))
}

/// The inverse hyperbolic sine of `x`, for the parts of [`arcsinh_argument`] and its low part.
#[inline(always)]
fn arcsinh_of<I: Isa>(x: f64, parts: Parts, low: f64) -> f64 {
    let a = x.abs();
    let large = a >= LARGE;
    let far = log_of_twice_if::<I>(large, parts, select(large, 0.0, parts.more::<I>(low)));
    let z = a * a;
    let near = I::fma(a * z, polynomial::<I, _>(&ARCSINH, z), a);
    let y = select(a < 0.5, near, far);
    // Infinity and NaN are themselves.
    select(a < f64::INFINITY, y, a).copysign(x)
}

#[inline(always)]
pub(super) fn arcsinh<I: Isa>(x: f64) -> f64 {
    let a = x.abs();
    let square = square_plus_1::<I>(a);
    let (u, low) = arcsinh_argument::<I>(a, square, square.0.sqrt());
    arcsinh_of::<I>(x, Parts::new::<I>(u), low)
}

#[inline(always)]
pub(super) fn arcsinh_group<I: Isa, const G: usize>(x: &[f64; G]) -> Option<[f64; G]> {
    let (mut q, mut q_low, mut u, mut low, mut y) = ([0.0; G], [0.0; G], [0.0; G], [0.0; G], [0.0; G]);
    for at in 0..G {
        (q[at], q_low[at]) = square_plus_1::<I>(x[at].abs());
    }
    let s = roots::<I, G>(&q);
    for at in 0..G {
        (u[at], low[at]) = arcsinh_argument::<I>(x[at].abs(), (q[at], q_low[at]), s[at]);
    }
    each_of_group::<I, G>(&u, |at, parts| y[at] = arcsinh_of::<I>(x[at], parts, low[at])).then_some(y)
}

/// `x^2 - 1` as a sum.
#[inline(always)]
fn square_minus_1<I: Isa>(x: f64) -> (f64, f64) {
    let (more, more_error) = fast_two_sum(x, 1.0);
    let less = x - 1.0;
    let (q, q_error) = two_product::<I>(less, more);
    (q, I::fma(less, more_error, q_error))
}

/// `(x - 1) + sqrt(x^2 - 1)`, or `x` if it is large, as a sum, for the root `s` of the first part of [`square_minus_1`].
#[inline(always)]
fn arccosh_argument<I: Isa>(x: f64, (q, q_low): (f64, f64), s: f64) -> (f64, f64) {
    let large = x >= LARGE;
    let (w, w_low) = fast_two_sum(s, x - 1.0);
    (select(large, x, w), select(large, 0.0, w_low + root_low::<I>(s, q, q_low)))
}

#[inline(always)]
pub(super) fn arccosh<I: Isa>(x: f64) -> f64 {
    let square = square_minus_1::<I>(x);
    let (w, w_low) = arccosh_argument::<I>(x, square, square.0.sqrt());
    let (parts, more) = one_plus::<I>(w, w_low);
    let y = log_of_twice_if::<I>(x >= LARGE, parts, more);
    let y = select(x == f64::INFINITY, x, y);
    select(x >= 1.0, y, f64::NAN)
}

/// `(1 + a) / (1 - a)` is `2^k * (1 + t/2) / (1 - t/2)` with `t` again between the bounds of `log`, and one division
/// gives it, as `1 + a` and `2^k * (1 - a)` have an exact difference.
#[inline(always)]
pub(super) fn arctanh<I: Isa>(x: f64) -> f64 {
    const EXPONENT: u64 = 0x7FF << 52;
    const SQRT_2: f64 = std::f64::consts::SQRT_2;
    let a = x.abs();
    let (above, above_low) = fast_two_sum(1.0, a);
    let (below, below_low) = fast_two_sum(1.0, -a);
    // `1 - a` scaled to between 1 and 2, and then so that the quotient is between the roots of 1/2 and 2.
    let exponent = below.to_bits() & EXPONENT;
    let up = f64::from_bits(((2u64 * 1023) << 52).wrapping_sub(exponent));
    let k = 1023.0 + 4503599627370496.0 - f64::from_bits(exponent >> 52 | 0x4330_0000_0000_0000);
    let low = above > below * up * SQRT_2;
    let high = above * SQRT_2 < below * up;
    let factor = up * select(low, 2.0, select(high, 0.5, 1.0));
    let k = k + select(low, 1.0, select(high, -1.0, 0.0));
    let near = k == 0.0;
    let scaled = below * factor;
    let (half_d, half_d_low) = two_sum(0.5 * above, 0.5 * scaled);
    let n_low = I::fma(-below_low, factor, above_low);
    let d_low = I::fma(0.5, I::fma(below_low, factor, above_low), half_d_low);
    let n = select(near, a + a, above - scaled);
    let (t, t_low) =
        quotient::<I>(n, select(near, 0.0, n_low), select(near, 1.0, half_d), select(near, 0.0, d_low));
    let z = t * t;
    let low = I::fma(t * z, polynomial::<I, _>(&LOG_RATIO, z), t_low);
    // A sum and its error, whichever is larger. The product is exact.
    let sum = I::fma(k, LN_2_SHORT[0], t);
    let error = I::fma(k, LN_2_SHORT[0], -sum) + t;
    let y = 0.5 * (sum + (error + I::fma(k, LN_2_SHORT[1], low)));
    let outside = select(a == 1.0, f64::INFINITY, f64::NAN);
    select(a < 1.0, y, outside).copysign(x)
}
