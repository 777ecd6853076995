//! Trigonometric functions: `sin`, `cos`, `tan`.

use super::poly;
use super::{ROUNDER, polynomial, select};
use crate::level::Isa;
use std::f64::consts::{FRAC_1_PI, FRAC_2_PI, FRAC_PI_2, PI};

/// From here on, multiples of pi are no longer subtracted in two parts, but exactly.
const HUGE: f32 = 1048576.0;

/// pi in two parts, of which the first has 20 bits to spare: its product with a whole number below 2**20 is exact.
const PI_HIGH: f64 = f64::from_bits(PI.to_bits() & !((1 << 20) - 1));
const PI_LOW: f64 = 1.2154201013012384e-10;

#[inline(always)]
pub(super) fn is_huge(x: f32) -> bool {
    x.abs() >= HUGE
}

/// `x - k * unit * pi` for whole or half `k`.
#[inline(always)]
fn subtract<I: Isa>(x: f64, k: f64, unit: f64) -> f64 {
    I::fma(k, -PI_LOW * unit, I::fma(k, -PI_HIGH * unit, x))
}

/// `sin(r)` for `|r| <= pi / 2`.
#[inline(always)]
fn sin_half_turn<I: Isa>(r: f64) -> f64 {
    let z = r * r;
    // This way round, -0 stays -0.
    r * I::fma(z, polynomial::<I, _>(&poly::SIN, z), 1.0)
}

/// `y`, negated if the low bit of `t` is set.
#[inline(always)]
fn alternate(y: f64, t: f64) -> f64 {
    f64::from_bits(y.to_bits() ^ t.to_bits() << 63)
}

#[inline(always)]
pub(super) fn sin<I: Isa>(x: f32) -> f32 {
    let x = x as f64;
    let t = I::fma(x, FRAC_1_PI, ROUNDER);
    let r = subtract::<I>(x, t - ROUNDER, 1.0);
    alternate(sin_half_turn::<I>(r), t) as f32
}

#[inline(always)]
pub(super) fn cos<I: Isa>(x: f32) -> f32 {
    // cos(x) = sin(x + pi / 2): the multiple of pi is half a unit less than a whole number.
    let x = x.abs() as f64;
    let t = I::fma(x, FRAC_1_PI, 0.5) + ROUNDER;
    let r = subtract::<I>(x, (t - ROUNDER) - 0.5, 1.0);
    alternate(sin_half_turn::<I>(r), t) as f32
}

/// The sine and cosine of `|r| <= pi / 4`.
#[inline(always)]
fn quarter_turn<I: Isa>(r: f64) -> (f64, f64) {
    let z = r * r;
    let sin = r * I::fma(z, polynomial::<I, _>(&poly::SIN_QUARTER, z), 1.0);
    let cos = I::fma(z, polynomial::<I, _>(&poly::COS_QUARTER, z), 1.0);
    (sin, cos)
}

/// `tan(r + k * pi / 2)` for `|r| <= pi / 4`.
#[inline(always)]
fn tan_from<I: Isa>(r: f64, k_is_odd: bool) -> f64 {
    let (sin, cos) = quarter_turn::<I>(r);
    let above = select(k_is_odd, -cos, sin);
    let below = select(k_is_odd, sin, cos);
    above / below
}

#[inline(always)]
pub(super) fn tan_by_f64<I: Isa>(x: f32) -> f32 {
    let x = x as f64;
    let t = I::fma(x, FRAC_2_PI, ROUNDER);
    let r = subtract::<I>(x, t - ROUNDER, 0.5);
    tan_from::<I>(r, t.to_bits() & 1 != 0) as f32
}

/// The fraction bits of 2 / pi, after 64 bits of integer part.
const TWO_OVER_PI: [u64; 6] = [
    0,
    0xA2F9_836E_4E44_1529,
    0xFC27_57D1_F534_DDC0,
    0xDB62_9599_3C43_9041,
    0xFE51_63AB_DEBB_C561,
    0xB724_6E3A_424D_D2E0,
];

/// Splits `|x| >= HUGE` into `k * pi / 2 + r` with `|r| <= pi / 4`; returns `k` modulo 4 and `r`. NaN for infinity.
#[inline(always)]
fn reduce_huge(x: f32) -> (u32, f64) {
    if !x.is_finite() {
        return (0, f64::NAN);
    }
    let bits = x.to_bits();
    let mantissa = (bits & 0x7F_FFFF | 0x80_0000) as u128;
    // x = mantissa * 2**(exponent - 150); of 2 / pi, bits before `first` would only add multiples of 4.
    let first = (bits >> 23 & 0xFF) as usize + 64 - 2 - 150;
    let (word, shift) = (first / 64, first % 64);
    let [a, b, c] = [0, 1, 2].map(|i| TWO_OVER_PI[word + i] as u128);
    let window = (a << 64 | b) << shift | c >> (64 - shift);
    // Fixed point: two bits before the point, and the rest of the 128 after it.
    let product = mantissa.wrapping_mul(window);
    let k = (product.wrapping_add(1 << 125) >> 126) as u32;
    let fraction = ((product << 2) as i128 >> 64) as i64 as f64;
    let r = fraction * (FRAC_PI_2 / 18446744073709551616.0);
    select(x < 0.0, (k.wrapping_neg() & 3, -r), (k, r))
}

/// `sin(r + k * pi / 2)`.
#[inline(always)]
fn sin_from<I: Isa>(k: u32, r: f64) -> f32 {
    let (sin, cos) = quarter_turn::<I>(r);
    let y = select(k & 1 != 0, cos, sin);
    (select(k & 2 != 0, -y, y)) as f32
}

#[inline(always)]
pub(super) fn sin_huge<I: Isa>(x: f32) -> f32 {
    let (k, r) = reduce_huge(x);
    sin_from::<I>(k, r)
}

#[inline(always)]
pub(super) fn cos_huge<I: Isa>(x: f32) -> f32 {
    let (k, r) = reduce_huge(x);
    sin_from::<I>(k + 1, r)
}

#[inline(always)]
pub(super) fn tan_huge<I: Isa>(x: f32) -> f32 {
    let (k, r) = reduce_huge(x);
    tan_from::<I>(r, k & 1 != 0) as f32
}
