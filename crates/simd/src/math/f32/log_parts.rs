//! Logarithms in single precision, by numbers taken apart.
//!
//! A number is `2^k * m` with whole `k` and `m` from 1 to 2. With a number `c` near `1 / m`, from a table of sixteen that registers
//! hold, the logarithm of `m` is that of `1 / c`, from another, and of `c * m = 1 + r`, by a short series. The sums that matter are in
//! two parts. Near 1, `c` is 1, or 1/2 with a `k` of -1, and nothing is lost. The tables are those of `log_table.py`.
//!
//! So that the sum of `k * log(2)` and what the table has is exact, both are in units slightly above 1, in which log(2) has few bits.

use super::poly;
use super::{polynomial32, select, two_sum};
use crate::level::Isa;
#[cfg(target_arch = "x86_64")]
use crate::level::Level;
use crate::math::lookup::take_f32;

/// What a base of logarithms needs.
pub(super) struct Base {
    /// A number near the inverse of those of each interval.
    pub(super) inverse: [f32; 16],
    /// `-log(c)` in the unit: as `two[0]`, of so few bits after the point that sums with multiples of that are exact.
    pub(super) log_of_inverse: [f32; 16],
    /// The logarithm of 2 in the unit, and by how much the unit is more than 1.
    pub(super) two: [f32; 2],
    /// The logarithm of `e` in two parts.
    e: [f32; 2],
    /// `(log(1 + r) - log(e) * r) / r^2`.
    series: [f64; 4],
}

/// Which logarithm.
pub(super) trait Log {
    const BASE: Base;
}

/// The natural logarithm as a type.
pub(super) struct Natural;

impl Log for Natural {
    const BASE: Base = Base {
        inverse: [
            1.0, 0.9278028, 0.8671725, 0.8180461, 0.7785865, 0.74547035, 0.7124896, 0.6810615, 0.6519243,
            0.63023454, 0.6001456, 0.5854297, 0.56402975, 0.5386363, 0.5213875, 0.5,
        ],
        log_of_inverse: [
            0.0, 0.07493591, 0.14251709, 0.20083618, 0.25027466, 0.29373932, 0.33898926, 0.38410187,
            0.42782593, 0.4616623, 0.510582, 0.535408, 0.5726471, 0.6187134, 0.6512604, 0.69314575,
        ],
        two: [0.69314575, 2.0610482e-06],
        e: [1.0, 0.0],
        series: poly::LOG_E_SHORT,
    };
}

/// The logarithm to base 2 as a type.
pub(super) struct Binary;

impl Log for Binary {
    const BASE: Base = Base {
        inverse: [
            1.0, 0.9284319, 0.86410356, 0.8210868, 0.7772629, 0.74064225, 0.7099244, 0.6776938, 0.6504598,
            0.6295054, 0.6062243, 0.5796818, 0.56352895, 0.5389527, 0.5165889, 0.5,
        ],
        log_of_inverse: [
            0.0, 0.10713196, 0.21072388, 0.2843933, 0.3635254, 0.43315125, 0.4942627, 0.56129456, 0.62046814,
            0.66770935, 0.7220764, 0.78666687, 0.82743835, 0.8917694, 0.9529114, 1.0,
        ],
        two: [1.0, 0.0],
        e: [std::f32::consts::LOG2_E, 1.925963e-08],
        series: poly::LOG_2_SHORT,
    };
}

/// The logarithm to base 10 as a type.
pub(super) struct Decimal;

impl Log for Decimal {
    const BASE: Base = Base {
        inverse: [
            1.0, 0.92583495, 0.8643302, 0.8181519, 0.7782595, 0.74282, 0.71130854, 0.67865545, 0.651552,
            0.6292453, 0.60761684, 0.5852032, 0.5632649, 0.5411262, 0.51801157, 0.5,
        ],
        log_of_inverse: [
            0.0,
            0.03346634,
            0.06332016,
            0.08716583,
            0.108875275,
            0.12911606,
            0.14794159,
            0.16835022,
            0.18605042,
            0.2011795,
            0.21636963,
            0.23269272,
            0.24928665,
            0.26670074,
            0.2856598,
            0.3010292,
        ],
        two: [0.3010292, 2.6254652e-06],
        e: [std::f32::consts::LOG10_E, -1.010305e-08],
        series: poly::LOG_10_SHORT,
    };
}

/// Splits a positive finite number into `k` and `m`.
#[inline(always)]
pub(super) fn split(x: f32) -> (f32, f32) {
    const MANTISSA: u32 = 0x7F_FFFF;
    // Subnormal numbers are multiplied by 2^23.
    let small = x < f32::MIN_POSITIVE;
    let bits = select(small, x * 8388608.0, x).to_bits();
    let bias = select(small, 127.0 + 23.0, 127.0);
    ((bits >> 23) as i32 as f32 - bias, f32::from_bits(bits & MANTISSA | 1.0f32.to_bits()))
}

/// The place in the tables for an `m`, as the last four bits.
#[inline(always)]
pub(super) fn place(m: f32) -> u32 {
    m.to_bits() >> 19
}

/// The logarithm of `2^k * m`, for what the tables have for `m`.
#[inline(always)]
fn join<I: Isa, L: Log>(k: f32, m: f32, c: f32, log_of_inverse: f32) -> f32 {
    let Base { two, e, series, .. } = L::BASE;
    let r = I::fma32(c, m, -1.0);
    // Exact.
    let high = I::fma32(k, two[0], log_of_inverse);
    // The greatest term in two parts: the difference is exact, and so the error of the sum.
    let sum = I::fma32(r, e[0], high);
    let error = I::fma32(r, e[0], high - sum);
    let error = if two[1] == 0.0 { error } else { I::fma32(high, two[1], error) };
    let series = polynomial32::<I, _>(&series, r);
    let rest = if e[1] == 0.0 { series * r } else { I::fma32(series, r, e[1]) };
    sum + I::fma32(r, rest, error)
}

/// For `v = 2^k * m`, positive and normal, and a `c` near the inverse of `m`: `k`, and what is as near the inverse of `v`.
#[inline(always)]
pub(super) fn scaled(v: f32, c: f32) -> (f32, f32) {
    const MANTISSA: u32 = 0x7F_FFFF;
    let k = (v.to_bits() >> 23) as i32 as f32 - 127.0;
    let one = 1.0f32.to_bits();
    (k, f32::from_bits(c.to_bits().wrapping_add(one).wrapping_sub(v.to_bits() & !MANTISSA)))
}

/// The natural logarithm of `v + low`, for `v` of at least 2^-24 and a small `low`, and for what the table has for `v`.
/// It is as exact near 1 as the sum is.
#[inline(always)]
fn join_sum<I: Isa>(v: f32, low: f32, c: f32, log_of_inverse: f32) -> f32 {
    let two = Natural::BASE.two;
    let (k, c) = scaled(v, c);
    // Exact near 1. What is low adds its part, by the slope of the logarithm.
    let r = I::fma32(c, v, -1.0);
    let part = c * low;
    let rest = I::fma32(-part, r, part);
    // Exact.
    let high = I::fma32(k, two[0], log_of_inverse);
    let (sum, error) = two_sum(high, r);
    let error = I::fma32(high, two[1], error + rest);
    sum + I::fma32(r * r, polynomial32::<I, _>(&Natural::BASE.series, r), error)
}

/// The natural logarithm of a sum in two parts, as [`join_sum`] says.
#[inline(always)]
pub(super) fn log_of_sum<I: Isa>((v, low): (f32, f32)) -> f32 {
    let at = place(v) as usize % 16;
    join_sum::<I>(v, low, Natural::BASE.inverse[at], Natural::BASE.log_of_inverse[at])
}

/// [`log_of_sum`] of the `sum` of each of a group, where a group can be looked up at once, if none is `rare`.
#[inline(always)]
pub(super) fn log_of_sums<I: Isa, const G: usize>(
    x: &[f32; G],
    sum: impl Fn(f32) -> (f32, f32),
    rare: impl Fn(f32) -> bool,
) -> Option<[f32; G]> {
    let (mut v, mut low, mut places, mut y) = ([0.0; G], [0.0; G], [0; G], [0.0; G]);
    let mut any_rare = false;
    for (at, &x) in x.iter().enumerate() {
        (v[at], low[at]) = sum(x);
        places[at] = place(v[at]);
        any_rare |= rare(x);
    }
    if any_rare {
        return None;
    }
    let c = take_f32::<I, 16, G>(&Natural::BASE.inverse, &places)?;
    let log_of_inverse = take_f32::<I, 16, G>(&Natural::BASE.log_of_inverse, &places)?;
    for (at, y) in y.iter_mut().enumerate() {
        *y = join_sum::<I>(v[at], low[at], c[at], log_of_inverse[at]);
    }
    Some(y)
}

/// What a logarithm is at `x`, if not `y`.
#[inline(always)]
pub(super) fn domain(x: f32, y: f32) -> f32 {
    let y = select(x == f32::INFINITY, x, y);
    let outside = select(x == 0.0, f32::NEG_INFINITY, f32::NAN);
    select(x > 0.0, y, outside)
}

#[inline(always)]
pub(super) fn log<I: Isa, L: Log>(x: f32) -> f32 {
    let (k, m) = split(x);
    let at = place(m) as usize % 16;
    domain(x, join::<I, L>(k, m, L::BASE.inverse[at], L::BASE.log_of_inverse[at]))
}

/// [`log`] of a group, where a group can be looked up at once.
#[inline(always)]
pub(super) fn log_group<I: Isa, L: Log, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
    let (mut places, mut y) = ([0; G], [0.0; G]);
    let (k, m) = split_group::<I, G>(x);
    for (to, &m) in places.iter_mut().zip(&m) {
        *to = place(m);
    }
    let c = take_f32::<I, 16, G>(&L::BASE.inverse, &places)?;
    let log_of_inverse = take_f32::<I, 16, G>(&L::BASE.log_of_inverse, &places)?;
    for (at, y) in y.iter_mut().enumerate() {
        *y = join::<I, L>(k[at], m[at], c[at], log_of_inverse[at]);
    }
    domain_of_group::<I, G>(x, &mut y);
    Some(y)
}

/// [`split`] of a group; for what is no positive finite number, any two numbers.
#[inline(always)]
pub(super) fn split_group<I: Isa, const G: usize>(x: &[f32; G]) -> ([f32; G], [f32; G]) {
    let (mut k, mut m) = ([0.0; G], [0.0; G]);
    #[cfg(target_arch = "x86_64")]
    if const { matches!(I::LEVEL, Level::V4) && G == 16 } {
        // SAFETY: only code of this level is compiled for it, and a group is sixteen items.
        unsafe { split_16(x.as_ptr(), k.as_mut_ptr(), m.as_mut_ptr()) };
        return (k, m);
    }
    for (at, &x) in x.iter().enumerate() {
        (k[at], m[at]) = split(x);
    }
    (k, m)
}

/// # Safety
/// Sixteen items must be readable at `x` and writable at `to_k` and `to_m`, on a processor of x86-64-v4.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn split_16(x: *const f32, to_k: *mut f32, to_m: *mut f32) {
    use std::arch::x86_64::*;
    // SAFETY: the caller vouches for the memory and the processor.
    unsafe {
        let x = _mm512_loadu_ps(x);
        _mm512_storeu_ps(to_k, _mm512_getexp_ps(x));
        _mm512_storeu_ps(to_m, _mm512_getmant_ps::<_MM_MANT_NORM_1_2, _MM_MANT_SIGN_SRC>(x));
    }
}

/// [`domain`] of a group, in place.
#[inline(always)]
fn domain_of_group<I: Isa, const G: usize>(x: &[f32; G], y: &mut [f32; G]) {
    #[cfg(target_arch = "x86_64")]
    if const { matches!(I::LEVEL, Level::V4) && G == 16 } {
        // SAFETY: only code of this level is compiled for it, and a group is sixteen items.
        return unsafe { domain_of_16(x.as_ptr(), y.as_mut_ptr()) };
    }
    for (&x, y) in x.iter().zip(y) {
        *y = domain(x, *y);
    }
}

/// # Safety
/// Sixteen items must be readable at `x`, and also writable at `y`, on a processor of x86-64-v4.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn domain_of_16(x: *const f32, y: *mut f32) {
    use std::arch::x86_64::*;
    /// Four bits for each kind of number: zeros (kind 2) become minus infinity (4), infinity (5) itself (1).
    const RARE: i32 = 4 << (4 * 2) | 1 << (4 * 5);
    // SAFETY: the caller vouches for the memory and the processor.
    unsafe {
        let x = _mm512_loadu_ps(x);
        let y_or_rare = _mm512_fixupimm_ps::<0>(_mm512_loadu_ps(y), x, _mm512_set1_epi32(RARE));
        // NaN is among them.
        let outside = _mm512_cmp_ps_mask::<_CMP_NGE_UQ>(x, _mm512_setzero_ps());
        _mm512_storeu_ps(y, _mm512_mask_mov_ps(y_or_rare, outside, _mm512_set1_ps(f32::NAN)));
    }
}
