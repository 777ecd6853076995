//! Exponentials of `f64`: `exp`, `exp2`, `expm1`.
//!
//! As in Cody and Waite, *Software Manual for the Elementary Functions* (1980): the argument is `k * log(2) + r` with
//! whole `k` and `|r| <= log(2) / 2`, and the result `2^k * e^r` with a polynomial for `e^r`. `r` is held in two
//! parts, and so is `e^r`, whose parts are added last: the only rounding that counts is that of this sum.

use super::double::{fast_two_sum, product_error, two_sum};
use crate::level::Isa;
#[cfg(target_arch = "x86_64")]
use crate::level::Level;
use crate::math::{ROUNDER, polynomial, select};
use std::f64::consts::{LN_2, LOG2_E};

/// `(e^r - 1 - r - r^2 / 2) / r^3`, within 2^-57.4 of `e^r`.
const EXP: [f64; 9] = [
    0.16666666666666433,
    0.041666666666604,
    0.00833333333349992,
    0.0013888888926778915,
    0.0001984126946641639,
    2.4801508706189242e-05,
    2.7557640747770166e-06,
    2.76251767500273e-07,
    2.4978397158158893e-08,
];

/// `(e^r - 1 - r - r^2 / 2) / r^3`, within 2^-61.7 of `e^r - 1`.
const EXPM1: [f64; 10] = [
    0.16666666666666677,
    0.04166666666666669,
    0.008333333333321705,
    0.001388888888887023,
    0.0001984126988595897,
    2.4801587355937584e-05,
    2.755724436599277e-06,
    2.755724572860023e-07,
    2.510898482022176e-08,
    2.0923713662797635e-09,
];

/// What log(2) has beyond its `f64`.
const LN_2_LOW: f64 = 2.3190468138462996e-17;

/// log(2) in two parts, of which the first has 42 bits: its products with exponents are exact.
pub(super) const LN_2_SHORT: [f64; 2] = [0.6931471805598903, 5.497923018708371e-14];

const ONE: u64 = 1.0f64.to_bits();

/// `x` within bounds; NaN stays NaN.
#[inline(always)]
pub(super) fn clamp(x: f64, low: f64, high: f64) -> f64 {
    let x = select(x < low, low, x);
    select(x > high, high, x)
}

/// An argument as `k * log(2) + r + r_low`; the low bits of `t` hold `k`, and `t` is [`ROUNDER`] more.
#[derive(Clone, Copy)]
pub(super) struct Reduced {
    pub(super) t: f64,
    pub(super) r: f64,
    pub(super) r_low: f64,
}

impl Reduced {
    /// The argument increased by a small `low`.
    #[inline(always)]
    pub(super) fn plus(self, low: f64) -> Self {
        let (r, r_low) = fast_two_sum(self.r, self.r_low + low);
        Reduced { r, r_low, ..self }
    }
}

/// Splits a moderate `x`. The first subtraction is exact: `r` is a multiple of 2^-54 wherever `k` is not zero.
#[inline(always)]
pub(super) fn reduce<I: Isa>(x: f64) -> Reduced {
    let t = I::fma(x, LOG2_E, ROUNDER);
    let k = t - ROUNDER;
    let (high, low) = if I::FMA {
        ((-k).mul_add(LN_2, x), k * LN_2_LOW)
    } else {
        (x - k * LN_2_SHORT[0], k * LN_2_SHORT[1])
    };
    let r = high - low;
    Reduced { t, r, r_low: (high - r) - low }
}

/// Splits `x * log(2)` for a moderate `x`.
#[inline(always)]
pub(super) fn reduce_base_2<I: Isa>(x: f64) -> Reduced {
    let t = x + ROUNDER;
    let rest = x - (t - ROUNDER);
    let r = rest * LN_2;
    let r_low = I::fma(rest, LN_2_LOW, product_error::<I>(rest, LN_2, r));
    Reduced { t, r, r_low }
}

/// `e^(r + r_low)` as a sum, whose second part is below 0.07.
#[inline(always)]
pub(super) fn exponential<I: Isa>(a: &Reduced) -> (f64, f64) {
    sum_of_exponential::<I, true>(a)
}

/// [`exponential`]; but if it need not be `PRECISE`, `r_low` counts as if `r` were 0, which errs by a twelfth of a unit of the sum.
#[inline(always)]
fn sum_of_exponential<I: Isa, const PRECISE: bool>(a: &Reduced) -> (f64, f64) {
    let (head, error) = fast_two_sum(1.0, a.r);
    let quadratic = I::fma(a.r, polynomial::<I, _>(&EXP, a.r), 0.5);
    let low = if PRECISE { a.r_low * head } else { a.r_low };
    let tail = I::fma(a.r * a.r, quadratic, low);
    (head, error + tail)
}

/// `y * 2^k` for the `k` that `t` holds; in two steps, as 2^k may leave the range where the result does not.
#[inline(always)]
pub(super) fn scale<I: Isa>(y: f64, t: f64) -> f64 {
    let half = I::fma(t - ROUNDER, 0.5, ROUNDER).to_bits();
    let rest = t.to_bits().wrapping_sub(half);
    y * power_of_2(half) * power_of_2(rest)
}

/// 2 to the power of the number in the low bits of `k`, if that is the exponent of a normal number.
#[inline(always)]
fn power_of_2(k: u64) -> f64 {
    f64::from_bits(ONE.wrapping_add(k << 52))
}

/// `2^(-n * k)` for the `k` that `t` holds, and for no greater one than 500: nothing that small counts.
#[inline(always)]
pub(super) fn scale_down(t: f64, n: u64) -> f64 {
    let t = select(t > ROUNDER + 500.0, ROUNDER + 500.0, t);
    f64::from_bits(ONE.wrapping_sub((t.to_bits() << 52).wrapping_mul(n)))
}

/// Each number of a group times 2 to the power of the whole part of another, rounded once as by [`scale`], where the processor has an
/// instruction for it.
#[inline(always)]
pub(super) fn scale_group<I: Isa, const G: usize>(y: &[f64; G], k: &[f64; G]) -> Option<[f64; G]> {
    #[cfg(target_arch = "x86_64")]
    if const { matches!(I::LEVEL, Level::V4) && G == 8 } {
        use std::arch::x86_64::{_mm512_loadu_pd, _mm512_scalef_pd, _mm512_storeu_pd};
        let mut scaled = [0.0; G];
        // SAFETY: only code of this level is compiled for it, and a group is eight items.
        unsafe {
            let to = _mm512_scalef_pd(_mm512_loadu_pd(y.as_ptr()), _mm512_loadu_pd(k.as_ptr()));
            _mm512_storeu_pd(scaled.as_mut_ptr(), to);
        }
        return Some(scaled);
    }
    let _ = (y, k);
    None
}

/// [`scale`] of the pairs that `parts` makes of a group, where the processor has an instruction for it: with the same bits.
#[inline(always)]
pub(super) fn scaled_group<I: Isa, const G: usize>(
    x: &[f64; G],
    parts: impl Fn(f64) -> (f64, f64),
) -> Option<[f64; G]> {
    let (mut y, mut k) = ([0.0; G], [0.0; G]);
    for ((&x, y), k) in x.iter().zip(&mut y).zip(&mut k) {
        let (value, t) = parts(x);
        (*y, *k) = (value, t - ROUNDER);
    }
    scale_group::<I, G>(&y, &k)
}

/// Makes a function and its groups from a body that gives what is to be scaled, and the `t` to scale it by.
macro_rules! scaled {
    ($($parts:ident $name:ident $group:ident;)*) => {$(
        #[inline(always)]
        pub(super) fn $name<I: Isa>(x: f64) -> f64 {
            let (y, t) = $parts::<I>(x);
            scale::<I>(y, t)
        }

        #[inline(always)]
        pub(super) fn $group<I: Isa, const G: usize>(x: &[f64; G]) -> Option<[f64; G]> {
            scaled_group::<I, G>(x, $parts::<I>)
        }
    )*};
}
scaled! {
    exp_parts exp exp_group;
    exp2_parts exp2 exp2_group;
    expm1_parts expm1 expm1_group;
}

#[inline(always)]
fn exp_parts<I: Isa>(x: f64) -> (f64, f64) {
    let a = reduce::<I>(clamp(x, -746.0, 710.0));
    let (head, tail) = sum_of_exponential::<I, false>(&a);
    (head + tail, a.t)
}

#[inline(always)]
fn exp2_parts<I: Isa>(x: f64) -> (f64, f64) {
    let a = reduce_base_2::<I>(clamp(x, -1076.0, 1025.0));
    let (head, tail) = sum_of_exponential::<I, false>(&a);
    (head + tail, a.t)
}

/// `e^r - 1 - r - r^2 / 2`, and what `r_low` adds to `e^r`.
#[inline(always)]
fn cubic<I: Isa>(a: &Reduced, square: f64) -> f64 {
    I::fma(a.r * square, polynomial::<I, _>(&EXPM1, a.r), I::fma(a.r_low, a.r, a.r_low))
}

/// `e^(r + r_low) - 1` as a sum whose second part is below 2^-6 of it: `r^2 / 2` too counts in two parts.
#[inline(always)]
pub(super) fn exponential_less_1_of_rest<I: Isa>(a: &Reduced) -> (f64, f64) {
    let half = 0.5 * a.r;
    let sum = I::fma(half, a.r, a.r);
    let error = I::fma(half, a.r, a.r - sum);
    (sum, error + cubic::<I>(a, a.r * a.r))
}

/// `e^x - 1` as `2^k` times a sum, for the `k` of `t`; for an `x` above -40. As the sum may be small, it takes `r^2 / 2`
/// too in two parts.
#[inline(always)]
fn exponential_less_1<I: Isa>(a: &Reduced) -> (f64, f64) {
    let (less, less_error) = two_sum(1.0, -scale_down(a.t, 1));
    let (linear, linear_error) = fast_two_sum(less, a.r);
    let z = a.r * a.r;
    let z_error = product_error::<I>(a.r, a.r, z);
    let (sum, sum_error) = fast_two_sum(linear, 0.5 * z);
    (sum, I::fma(0.5, z_error, less_error + linear_error + sum_error) + cubic::<I>(a, z))
}

#[inline(always)]
fn expm1_parts<I: Isa>(x: f64) -> (f64, f64) {
    let a = reduce::<I>(clamp(x, -40.0, 710.0));
    let (difference, tail) = exponential_less_1::<I>(&a);
    // The sign is that of `x`, which matters for -0.
    ((difference + tail).copysign(x), a.t)
}
