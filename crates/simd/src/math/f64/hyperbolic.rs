//! Hyperbolic functions of `f64`: `sinh`, `cosh`, `tanh`.
//!
//! With `|x| = k * log(2) + r`, both `sinh` and `cosh` are combinations of `sinh(r)` and `cosh(r)` with the factors
//! `(2^k - 2^-k) / 2` and `(2^k + 2^-k) / 2` (the addition theorems). Held in two parts, these combinations lose
//! nothing near zero. `tanh` is `(1 - d + u) / (1 + d + u)` with `d = 2^-k` and `u = e^r - 1` for the `k` and `r` of `2x`, a
//! quotient in two parts.

use super::double::{fast_two_sum, quotient_by, two_product};
use super::exp::{
    Reduced, clamp, exponential_less_1_of_rest, reduce, scale, scale_down, scaled, scaled_group,
};
use crate::level::Isa;
use crate::math::{polynomial, select};

/// `(sinh(r) - r) / r^3` in powers of `r^2`, within 2^-61.7 of the function.
const SINH: [f64; 5] = [
    0.16666666666666677,
    0.00833333333332168,
    0.00019841269885996892,
    2.755724434530816e-06,
    2.510898797816433e-08,
];

/// `(cosh(r) - 1 - r^2 / 2) / r^4` in powers of `r^2`, within 2^-70.1 of the function.
const COSH: [f64; 5] = [
    0.041666666666666685,
    0.0013888888888873633,
    2.4801587348438523e-05,
    2.755725251413472e-07,
    2.092154526133188e-09,
];

/// `a * cosh(r) + b * sinh(r)` for pairs of two parts, where `a` is zero or larger than `b * r`. The sum may be small
/// beside `a`, so it takes `r` and `r^2 / 2` in two parts.
#[inline(always)]
fn combine<I: Isa>(a: (f64, f64), b: (f64, f64), x: &Reduced) -> f64 {
    let (z, z_error) = two_product::<I>(x.r, x.r);
    let cosh_tail = I::fma(z * z, polynomial::<I, _>(&COSH, z), 0.5 * z_error);
    let sinh_tail = I::fma(x.r * z, polynomial::<I, _>(&SINH, z), x.r_low);
    let (linear, linear_error) = two_product::<I>(b.0, x.r);
    let (square, square_error) = two_product::<I>(a.0, 0.5 * z);
    let (sum, error) = fast_two_sum(a.0, linear);
    let (sum, sum_error) = fast_two_sum(sum, square);
    let low = I::fma(b.1, x.r, a.1) + ((error + linear_error) + (sum_error + square_error));
    sum + (low + I::fma(b.0, sinh_tail, a.0 * cosh_tail))
}

/// The reduced argument and `1 - 2^-2k` and `1 + 2^-2k`, in two parts each.
#[inline(always)]
fn factors<I: Isa>(x: f64) -> (Reduced, (f64, f64), (f64, f64)) {
    let a = reduce::<I>(clamp(x.abs(), 0.0, 711.0));
    let down = scale_down(a.t, 2);
    (a, fast_two_sum(1.0, -down), fast_two_sum(1.0, down))
}

scaled! {
    sinh_parts sinh sinh_group;
    cosh_parts cosh cosh_group;
}

#[inline(always)]
fn sinh_parts<I: Isa>(x: f64) -> (f64, f64) {
    let (a, minus, plus) = factors::<I>(x);
    (combine::<I>(minus, plus, &a).copysign(x), a.t - 1.0)
}

#[inline(always)]
fn cosh_parts<I: Isa>(x: f64) -> (f64, f64) {
    let (a, minus, plus) = factors::<I>(x);
    (combine::<I>(plus, minus, &a), a.t - 1.0)
}

#[inline(always)]
pub(super) fn tanh<I: Isa>(x: f64) -> f64 {
    let a = x.abs();
    // From 22 on the result rounds to 1.
    let a = reduce::<I>(2.0 * select(a > 22.0, 22.0, a));
    let down = f64::from_bits(1.0f64.to_bits().wrapping_sub(a.t.to_bits() << 52));
    let (u, u_low) = exponential_less_1_of_rest::<I>(&a);
    let (less, less_low) = fast_two_sum(1.0, -down);
    let (more, more_low) = fast_two_sum(1.0, down);
    let (n, n_low) = fast_two_sum(less, u);
    let (d, d_low) = fast_two_sum(more, u);
    let (n_low, d_low) = (n_low + (less_low + u_low), d_low + (more_low + u_low));
    let (q, q_low) = quotient_by::<I>(n, n_low, d, d_low, 1.0 / (d + d_low));
    (q + q_low).copysign(x)
}
