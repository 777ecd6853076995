//! Logarithms of sums of powers of `f64`: `logaddexp`, `logaddexp2`.
//!
//! Both are the greater argument and `log(1 + p)`, with `p` the power of what the other is less. All is in two parts,
//! as the sum may cancel.

use super::double::{fast_two_sum, two_sum};
use super::exp::{Reduced, clamp, exponential, reduce, reduce_base_2, scale};
use super::log::{LOG2_E, multiply, one_plus};
use crate::level::Isa;
use crate::math::select;
use std::f64::consts::LN_2;

/// The greater of two numbers, and by how much the other is less, in two parts: 0 for equal infinities.
#[inline(always)]
fn order(x: f64, y: f64) -> (f64, f64, f64) {
    let greater = select(x > y, x, y);
    let (less, low) = two_sum(select(x > y, y, x), -greater);
    // What lies below the bound adds nothing to any number.
    let low = select(less < -1100.0, 0.0, low);
    let equal = x == y;
    (greater, select(equal, 0.0, clamp(less, -1100.0, 0.0)), select(equal, 0.0, low))
}

/// `log(1 + e^a)` as a sum.
#[inline(always)]
fn log_1_plus_exp<I: Isa>(a: &Reduced) -> (f64, f64) {
    let (head, tail) = exponential::<I>(a);
    let (high, low) = fast_two_sum(head, tail);
    let (parts, more) = one_plus::<I>(scale::<I>(high, a.t), scale::<I>(low, a.t));
    parts.log::<I>(more)
}

/// `greater + high + low`, for `less` as [`order`] gives it: NaN if an argument is.
#[inline(always)]
fn add(greater: f64, less: f64, high: f64, low: f64) -> f64 {
    let (sum, error) = two_sum(greater, high);
    // An infinite argument is the result, unless the other is NaN.
    let value = select(greater.abs() == f64::INFINITY, greater, sum + (error + low));
    select(less <= 0.0, value, f64::NAN)
}

#[inline(always)]
pub(super) fn logaddexp<I: Isa>(x: f64, y: f64) -> f64 {
    let (greater, less, less_low) = order(x, y);
    let (high, low) = log_1_plus_exp::<I>(&reduce::<I>(less).plus(less_low));
    add(greater, less, high, low)
}

#[inline(always)]
pub(super) fn logaddexp2<I: Isa>(x: f64, y: f64) -> f64 {
    let (greater, less, less_low) = order(x, y);
    let (high, low) = log_1_plus_exp::<I>(&reduce_base_2::<I>(less).plus(less_low * LN_2));
    let (high, low) = multiply::<I>(high, low, LOG2_E);
    add(greater, less, high, low)
}

/// Whether the result is so small that the errors of products in [`logaddexp2`] are no longer normal numbers.
#[inline(always)]
pub(super) fn is_tiny(x: f64, y: f64) -> bool {
    let (greater, less, _) = order(x, y);
    (greater.abs() < f64::MIN_POSITIVE) & (less < -1000.0)
}

/// [`logaddexp2`] where [`is_tiny`] holds: `log2(1 + p)` is `p / log(2)`.
#[inline(always)]
pub(super) fn logaddexp2_tiny<I: Isa>(x: f64, y: f64) -> f64 {
    let (greater, less, _) = order(x, y);
    let a = reduce_base_2::<I>(less);
    let (head, tail) = exponential::<I>(&a);
    let (head, tail) = fast_two_sum(head, tail);
    let (high, low) = multiply::<I>(head, tail, LOG2_E);
    greater + scale::<I>(high + low, a.t)
}
