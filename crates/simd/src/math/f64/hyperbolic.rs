//! Hyperbolic functions of `f64`: `sinh`, `cosh`, `tanh`.
//!
//! `sinh` and `cosh` follow Tang, *Table-Driven Implementation of the Exponential Function* (1989): with `|x| = n * log(2) / 16 + r`,
//! they are combinations of `sinh(r)` and `cosh(r)` with the factors `(p - m) / 2` and `(p + m) / 2` (the addition theorems), where `p` is
//! `2^(n / 16)`, `m` is `2^(-n / 16)`, and `r` is so small that the factors are nearly all. Near zero, where they are not, `sinh` is a
//! series. `tanh` is `(1 - d + u) / (1 + d + u)` with `d = 2^-k` and `u = e^r - 1` for the `k` and `r` of `2x`, a quotient in two
//! parts.

use super::double::{fast_two_sum, quotient_by};
use super::exp::{clamp, exponential_less_1_of_rest, reduce, scale, scale_group};
use super::exp_long::{self, LACKS, POWERS};
use super::log_parts::excess;
use crate::level::Isa;
use crate::math::lookup::take;
use crate::math::{ROUNDER, polynomial, select};

/// `(sinh(r) - r) / r^3` in powers of `r^2`, within 2^-61.7 of the function.
const SINH: [f64; 5] = [
    0.16666666666666677,
    0.00833333333332168,
    0.00019841269885996892,
    2.755724434530816e-06,
    2.510898797816433e-08,
];

/// `2^(-i / 16)`.
const INVERSES: [f64; 16] = [
    1.0,
    0.9576032806985737,
    0.9170040432046712,
    0.8781260801866497,
    0.8408964152537145,
    0.8052451659746271,
    0.7711054127039704,
    0.7384130729697497,
    std::f64::consts::FRAC_1_SQRT_2,
    0.6771277734684463,
    0.6484197773255048,
    0.620928906036742,
    0.5946035575013605,
    0.5693943173783458,
    0.5452538663326288,
    0.5221368912137069,
];

/// The size of an argument, taken apart; the low bits of `t` hold `n`, and `t` is [`ROUNDER`] more.
#[derive(Clone, Copy)]
struct Parts {
    t: f64,
    r: f64,
    /// `p` over `2^k` for the whole part `k` of `n / 16`, and what it lacks beside itself.
    p: f64,
    p_lack: f64,
    /// `m` over `2^-k`.
    m: f64,
}

impl Parts {
    /// `2^-2k`; 0 where that is less than counts.
    #[inline(always)]
    fn down(&self) -> f64 {
        let twice_k = (self.t.to_bits() << 48 & 0xfff << 52) << 1;
        select(self.t > ROUNDER + 8000.0, 0.0, f64::from_bits(1.0f64.to_bits().wrapping_sub(twice_k)))
    }

    /// `cosh(r) - 1`, within 2^-59 of 1, and `sinh(r)`.
    #[inline(always)]
    fn series<I: Isa>(&self) -> (f64, f64) {
        let z = self.r * self.r;
        let even = z * I::fma(z, I::fma(z, 1.0 / 720.0, 1.0 / 24.0), 0.5);
        let odd = I::fma(self.r * z, I::fma(z, I::fma(z, 1.0 / 5040.0, 1.0 / 120.0), 1.0 / 6.0), self.r);
        (even, odd)
    }

    /// Twice the hyperbolic cosine, over `2^k`.
    #[inline(always)]
    fn cosh<I: Isa>(&self) -> f64 {
        let m = self.m * self.down();
        let (sum, error) = fast_two_sum(self.p, m);
        let (even, odd) = self.series::<I>();
        sum + I::fma(sum, even, I::fma(self.p - m, odd, I::fma(self.p, self.p_lack, error)))
    }

    /// Twice the hyperbolic sine, over `2^k`, for no small argument.
    #[inline(always)]
    fn sinh<I: Isa>(&self) -> f64 {
        let down = self.down();
        let m = self.m * down;
        let (difference, error) = fast_two_sum(self.p, -m);
        // By what `p * m` is more than 1.
        let m_lack = m * (excess::<I>(self.m, self.p) + self.p_lack);
        let lack = I::fma(self.p, self.p_lack, error) + m_lack;
        let (even, odd) = self.series::<I>();
        difference + I::fma(difference, even, I::fma(self.p + m, odd, lack))
    }

    /// One less than `n / 16`, of which the whole part is the exponent of what the two functions give.
    #[inline(always)]
    fn exponent<I: Isa>(&self) -> f64 {
        I::fma(self.t - ROUNDER, 1.0 / 16.0, -1.0)
    }
}

/// The `t` and `r` of an argument.
#[inline(always)]
fn reduced<I: Isa>(x: f64) -> (f64, f64) {
    exp_long::reduce::<I>(clamp(x.abs(), 0.0, 711.0))
}

/// A function of the [`Parts`] of `x`, scaled back.
#[inline(always)]
fn of_parts<I: Isa>(x: f64, f: impl Fn(&Parts) -> f64) -> f64 {
    let (t, r) = reduced::<I>(x);
    let at = (t.to_bits() & 15) as usize;
    // What is left of `n` is a multiple of 16.
    let k = I::fma((t - ROUNDER) - at as f64, 1.0 / 16.0, ROUNDER - 1.0);
    scale::<I>(f(&Parts { t, r, p: POWERS[at], p_lack: LACKS[at], m: INVERSES[at] }), k)
}

/// [`of_parts`] of a group, with the same bits.
#[inline(always)]
fn of_group<I: Isa, const G: usize>(x: &[f64; G], f: impl Fn(&Parts) -> f64) -> Option<[f64; G]> {
    let (mut t, mut r) = ([0.0; G], [0.0; G]);
    for ((&x, t), r) in x.iter().zip(&mut t).zip(&mut r) {
        (*t, *r) = reduced::<I>(x);
    }
    let (p, p_lack) = (take::<I, 16, G>(&POWERS, &t), take::<I, 16, G>(&LACKS, &t));
    let m = take::<I, 16, G>(&INVERSES, &t);
    let (mut y, mut k) = ([0.0; G], [0.0; G]);
    for at in 0..G {
        let parts = Parts { t: t[at], r: r[at], p: p[at], p_lack: p_lack[at], m: m[at] };
        (y[at], k[at]) = (f(&parts), parts.exponent::<I>());
    }
    scale_group::<I, G>(&y, &k)
}

#[inline(always)]
pub(super) fn cosh<I: Isa>(x: f64) -> f64 {
    of_parts::<I>(x, Parts::cosh::<I>)
}

#[inline(always)]
pub(super) fn cosh_group<I: Isa, const G: usize>(x: &[f64; G]) -> Option<[f64; G]> {
    of_group::<I, G>(x, Parts::cosh::<I>)
}

/// The hyperbolic sine of `x`, which is `far` if it is no small number.
#[inline(always)]
fn sinh_or_near<I: Isa>(x: f64, far: f64) -> f64 {
    let a = x.abs();
    let z = a * a;
    let near = I::fma(a * z, polynomial::<I, _>(&SINH, z), a);
    select(a < 0.34, near, far).copysign(x)
}

#[inline(always)]
pub(super) fn sinh<I: Isa>(x: f64) -> f64 {
    sinh_or_near::<I>(x, of_parts::<I>(x, Parts::sinh::<I>))
}

#[inline(always)]
pub(super) fn sinh_group<I: Isa, const G: usize>(x: &[f64; G]) -> Option<[f64; G]> {
    let mut y = of_group::<I, G>(x, Parts::sinh::<I>)?;
    for (&x, y) in x.iter().zip(&mut y) {
        *y = sinh_or_near::<I>(x, *y);
    }
    Some(y)
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
