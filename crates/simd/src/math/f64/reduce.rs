//! Reduction of an angle to a quarter turn: `x = quarters * pi/2 + (hi + lo)` with `|hi| <= pi/4`.
//!
//! Up to a limit it is Cody and Waite's: pi/2 in parts so short that their products with `quarters` are exact. Beyond
//! it is Payne and Hanek's: the angle in quarter turns from those bits of 2/pi that matter, in integers.

use super::double::{fast_two_sum, two_product};
use crate::level::Isa;

/// The largest magnitude that [`moderate`] reduces.
const MODERATE: f64 = 16_777_216.0;

/// Adding this rounds to an integer and leaves it in the low bits of the sum.
const ROUND: f64 = 6_755_399_441_055_744.0;

const PI_2: f64 = std::f64::consts::FRAC_PI_2;
const PI_2_LOW: f64 = 6.123233995736766e-17;

/// pi/2 less [`PI_2`]: 29 bits, and the next 53.
const PI_2_FUSED: [f64; 2] = [6.12323399409214e-17, 1.6446256936324258e-26];

/// pi/2 in three parts of 29 bits and one of 53.
const PI_2_SPLIT: [f64; 4] =
    [1.570796325802803, 9.920935808982456e-10, -1.2177051780877821e-18, 2.9038559739793605e-28];

/// An angle as a number of quarter turns, of which the low two bits matter, and a rest.
#[derive(Clone, Copy)]
pub(super) struct Reduced {
    pub(super) hi: f64,
    pub(super) lo: f64,
    pub(super) quarters: u64,
}

/// Whether [`moderate`] does not serve `x`; true for NaN.
#[inline(always)]
#[allow(clippy::neg_cmp_op_on_partial_ord)]
pub(super) fn is_huge(x: f64) -> bool {
    !(x.abs() <= MODERATE)
}

/// Reduces `0 <= x <= 2^24`.
#[inline(always)]
pub(super) fn moderate<I: Isa>(x: f64) -> Reduced {
    let t = I::fma(x, std::f64::consts::FRAC_2_PI, ROUND);
    let n = t - ROUND;
    let (hi, lo) = if I::FMA { rest_fused(x, n) } else { rest_split(x, n) };
    Reduced { hi, lo, quarters: t.to_bits() }
}

/// `x - n * pi/2` with fused multiply-add. The first step is exact because `x` and the first part are multiples of
/// 2^-53 wherever `n` is not zero; the second because its part has 29 bits and `n` 24.
#[inline(always)]
fn rest_fused(x: f64, n: f64) -> (f64, f64) {
    let t = (-n).mul_add(PI_2, x);
    let b = n * PI_2_FUSED[0];
    let hi = t - b;
    // Exact too: either t is the larger, or both are so small that hi took no rounding.
    let lo = (t - hi) - b;
    (hi, (-n).mul_add(PI_2_FUSED[1], lo))
}

/// `x - n * pi/2` without: three products that are exact, and a rest.
#[inline(always)]
fn rest_split(x: f64, n: f64) -> (f64, f64) {
    let t = x - n * PI_2_SPLIT[0];
    let b = n * PI_2_SPLIT[1];
    let u = t - b;
    let u_low = (t - u) - b;
    let c = n * PI_2_SPLIT[2];
    let hi = u - c;
    let lo = ((u - hi) - c) + u_low;
    (hi, lo - n * PI_2_SPLIT[3])
}

/// Reduces any finite `x > 2^24`; NaN for infinity and NaN.
#[inline(always)]
pub(super) fn huge<I: Isa>(x: f64) -> Reduced {
    if !x.is_finite() {
        return Reduced { hi: f64::NAN, lo: 0.0, quarters: 0 };
    }
    let (turn, turn_low, quarters) = quarter_turns(x);
    let (product, error) = two_product::<I>(turn, PI_2);
    let (hi, lo) = fast_two_sum(product, error + (turn * PI_2_LOW + turn_low * PI_2));
    Reduced { hi, lo, quarters }
}

/// `x * 2/pi` as an integer modulo 4 and a rest of at most one half, in two parts, for a finite `x > 2^24`.
///
/// `x` is an integer of 53 bits times a power of 2. The bits of 2/pi that give multiples of 4 are skipped; of the
/// product with the next 192 the upper 128 are kept: two of quadrant, at most 62 zeros (no double lies closer to a
/// multiple of pi/2) and at least 64 of rest.
#[inline(never)]
fn quarter_turns(x: f64) -> (f64, f64, u64) {
    let m = x.to_bits() & ((1 << 52) - 1) | (1 << 52);
    let [w0, w1, w2] = window((x.to_bits() >> 52) as usize - 1013);
    let product = (u128::from(m.wrapping_mul(w0)) << 64)
        .wrapping_add(u128::from(m) * u128::from(w1))
        .wrapping_add((u128::from(m) * u128::from(w2)) >> 64);
    let quarters = ((product >> 125) as u64 + 1) >> 1;
    let rest = (product << 2) as i128;
    let zeros = rest.unsigned_abs().leading_zeros();
    let size = rest.unsigned_abs() << zeros;
    let sign = if rest < 0 { -1.0 } else { 1.0 };
    let scale = sign * power_of_two(-(zeros as i64));
    let hi = (size >> 75) as u64 as f64 * (scale * power_of_two(-53));
    let lo = ((size << 53) >> 64) as u64 as f64 * (scale * power_of_two(-117));
    (hi, lo, quarters)
}

/// `2^exponent` for an exponent of a normal number.
#[inline(always)]
fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

/// The 192 bits of [`TWO_OVER_PI`] from bit `start`.
#[inline(always)]
fn window(start: usize) -> [u64; 3] {
    let words = &TWO_OVER_PI[start / 64..][..4];
    let shift = start as u32 % 64;
    [0, 1, 2].map(|i| words[i] << shift | (words[i + 1] >> 1) >> (63 - shift))
}

/// 64 zeros and the first 1216 bits of 2/pi after the binary point.
const TWO_OVER_PI: [u64; 20] = [
    0,
    0xa2f9_836e_4e44_1529,
    0xfc27_57d1_f534_ddc0,
    0xdb62_9599_3c43_9041,
    0xfe51_63ab_debb_c561,
    0xb724_6e3a_424d_d2e0,
    0x0649_2eea_09d1_921c,
    0xfe1d_eb1c_b129_a73e,
    0xe882_35f5_2ebb_4484,
    0xe99c_7026_b45f_7e41,
    0x3991_d639_8353_39f4,
    0x9c84_5f8b_bdf9_283b,
    0x1ff8_97ff_de05_980f,
    0xef2f_118b_5a0a_6d1f,
    0x6d36_7ecf_27cb_09b7,
    0x4f46_3f66_9e5f_ea2d,
    0x7527_bac7_ebe5_f17b,
    0x3d07_39f7_8a52_92ea,
    0x6bfb_5fb1_1f8d_5d08,
    0x5603_3046_fc7b_6bab,
];
