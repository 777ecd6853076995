//! The inverse hyperbolic functions in single precision, by the tables of `log_parts.rs`: `arcsinh` and `arccosh` are the logarithm of
//! a sum with a square root, `arctanh` is half the difference of two logarithms.

use super::log;
use super::log_parts::{Log, Natural, log_of_sum, log_of_sums, place, scaled};
use super::poly;
use super::{half_of_inverse, polynomial32, select, two_sum};
use crate::level::Isa;
use crate::math::lookup::take_f32;

/// The magnitude of a number, and its sum and difference with 1. The sum, of which only the place counts, is held below 2.
#[inline(always)]
fn sums(x: f32) -> (f32, f32, f32) {
    const BELOW_2: f32 = f32::from_bits(2.0f32.to_bits() - 1);
    let a = x.abs();
    let up = 1.0 + a;
    (a, select(up > BELOW_2, BELOW_2, up), 1.0 - a)
}

/// The result for `x`, and what the tables have for `1 + |x|` and `1 - |x|`.
#[inline(always)]
fn join<I: Isa>(x: f32, [c_up, log_up]: [f32; 2], [c_down, log_down]: [f32; 2]) -> f32 {
    let two = Natural::BASE.two;
    let (a, _, down) = sums(x);
    // 1 - a = down + lost.
    let lost = (1.0 - down) - a;
    let (k, c) = scaled(down, c_down);
    // Both numbers are (1 + r) / c.
    let r_up = I::fma32(c_up, a, c_up - 1.0);
    let r_down = I::fma32(c, lost, I::fma32(c, down, -1.0));
    // Exact.
    let high = I::fma32(-k, two[0], log_up - log_down);
    let (sum, error) = two_sum(high, r_up);
    let (sum, more_error) = two_sum(sum, -r_down);
    let error = error + more_error;
    let series = |r: f32| polynomial32::<I, _>(&poly::LOG_E_SHORT, r);
    let low = I::fma32(-(r_down * r_down), series(r_down), I::fma32(high, two[1], error));
    let y = 0.5 * (sum + I::fma32(r_up * r_up, series(r_up), low));
    let outside = select(a == 1.0, f32::INFINITY, f32::NAN);
    select(a < 1.0, y, outside).copysign(x)
}

#[inline(always)]
pub(super) fn arctanh<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return log::arctanh::<I>(x);
    }
    let (_, up, down) = sums(x);
    let look_up = |m: f32| {
        let at = place(m) as usize % 16;
        [Natural::BASE.inverse[at], Natural::BASE.log_of_inverse[at]]
    };
    join::<I>(x, look_up(up), look_up(down))
}

/// [`arctanh`] of a group, where a group can be looked up at once.
#[inline(always)]
pub(super) fn arctanh_group<I: Isa, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
    let (mut up, mut down, mut y) = ([0; G], [0; G], [0.0; G]);
    for (at, &x) in x.iter().enumerate() {
        let (_, over, under) = sums(x);
        (up[at], down[at]) = (place(over), place(under));
    }
    let c_up = take_f32::<I, 16, G>(&Natural::BASE.inverse, &up)?;
    let log_up = take_f32::<I, 16, G>(&Natural::BASE.log_of_inverse, &up)?;
    let c_down = take_f32::<I, 16, G>(&Natural::BASE.inverse, &down)?;
    let log_down = take_f32::<I, 16, G>(&Natural::BASE.log_of_inverse, &down)?;
    for (at, y) in y.iter_mut().enumerate() {
        *y = join::<I>(x[at], [c_up[at], log_up[at]], [c_down[at], log_down[at]]);
    }
    Some(y)
}

/// The root of `q + lack`, and what it lacks.
#[inline(always)]
fn root<I: Isa>(q: f32, lack: f32) -> (f32, f32) {
    let s = q.sqrt();
    (s, (I::fma32(-s, s, q) + lack) * half_of_inverse(s))
}

/// `|x| + sqrt(x^2 + 1)` in two parts.
#[inline(always)]
fn arcsinh_sum<I: Isa>(x: f32) -> (f32, f32) {
    let a = x.abs();
    let q = I::fma32(a, a, 1.0);
    // Exact, but where it counts for nothing.
    let (s, s_low) = root::<I>(q, I::fma32(a, a, 1.0 - q));
    let (sum, error) = two_sum(s, a);
    (sum, error + s_low)
}

/// `x + sqrt(x^2 - 1)` in two parts.
#[inline(always)]
fn arccosh_sum<I: Isa>(x: f32) -> (f32, f32) {
    let (q, square) = (I::fma32(x, x, -1.0), x * x);
    let (difference, error) = two_sum(square, -1.0);
    let lack = (difference - q) + (error + I::fma32(x, x, -square));
    let (s, s_low) = root::<I>(q, lack);
    let (sum, error) = two_sum(x, s);
    (sum, error + s_low)
}

/// Whether the square of `x` might not be in the range.
#[inline(always)]
pub(super) fn is_rare_for_arcsinh(x: f32) -> bool {
    x.abs() >= 1e18
}

/// Whether the square of `x` might not be in the range.
#[inline(always)]
pub(super) fn is_rare_for_arccosh(x: f32) -> bool {
    x >= 1e18
}

/// The result for `x` from that for its magnitude. What is small is its own, and its square is too small for sums beside 1.
#[inline(always)]
fn finish_arcsinh(x: f32, y: f32) -> f32 {
    select(x.abs() < 1.0 / 4096.0, x, y.copysign(x))
}

/// The result for `x`, if it has one.
#[inline(always)]
fn finish_arccosh(x: f32, y: f32) -> f32 {
    select(x >= 1.0, y, f32::NAN)
}

#[inline(always)]
pub(super) fn arcsinh<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return log::arcsinh::<I>(x);
    }
    finish_arcsinh(x, log_of_sum::<I>(arcsinh_sum::<I>(x)))
}

#[inline(always)]
pub(super) fn arccosh<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return log::arccosh::<I>(x);
    }
    finish_arccosh(x, log_of_sum::<I>(arccosh_sum::<I>(x)))
}

/// [`arcsinh`] of a group, where a group can be looked up at once, if nothing in it is rare.
#[inline(always)]
pub(super) fn arcsinh_group<I: Isa, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
    let y = log_of_sums::<I, G>(x, arcsinh_sum::<I>, is_rare_for_arcsinh)?;
    Some(std::array::from_fn(|at| finish_arcsinh(x[at], y[at])))
}

/// [`arccosh`] of a group, as [`arcsinh_group`].
#[inline(always)]
pub(super) fn arccosh_group<I: Isa, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
    let y = log_of_sums::<I, G>(x, arccosh_sum::<I>, is_rare_for_arccosh)?;
    Some(std::array::from_fn(|at| finish_arccosh(x[at], y[at])))
}
