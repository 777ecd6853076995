//! Trigonometric functions and their inverses: `sin`, `cos`, `tan`, `arcsin`, `arccos`, `arctan`, `arctan2`.

use super::poly;
use super::{ROUNDER, polynomial, polynomial32, select, two_sum};
use crate::level::Isa;
use std::f64::consts::{FRAC_1_PI, FRAC_2_PI, FRAC_PI_2, FRAC_PI_4, PI};

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

/// `(far, y)`: for `|x| <= 1/2`, `y = arcsin|x|`; beyond that, `arcsin|x| = pi / 2 - 2 * y`. NaN beyond 1.
#[inline(always)]
fn arcsin_parts<I: Isa>(x: f32) -> (bool, f64) {
    let a = x.abs() as f64;
    let far = a > 0.5;
    let z = select(far, I::fma(a, -0.5, 0.5), a * a);
    let s = select(far, z.sqrt(), a);
    (far, I::fma(s * z, polynomial::<I, _>(&poly::ASIN, z), s))
}

#[inline(always)]
pub(super) fn arcsin<I: Isa>(x: f32) -> f32 {
    let (far, y) = arcsin_parts::<I>(x);
    let y = select(far, I::fma(-2.0, y, FRAC_PI_2), y);
    (y as f32).copysign(x)
}

#[inline(always)]
pub(super) fn arccos<I: Isa>(x: f32) -> f32 {
    let (far, y) = arcsin_parts::<I>(x);
    let mirror = select(x < 0.0, PI, 0.0);
    let base = select(far, mirror, FRAC_PI_2);
    let factor = select(far, 2.0, -1.0);
    I::fma(factor, y.copysign(x as f64), base) as f32
}

/// `arctan(above / below)` for positive numbers, of which neither is twice infinite or zero.
///
/// `t` is the ratio, or that turned by an eighth or a quarter of a turn, such that `|t| <= tan(pi / 8)`.
#[inline(always)]
fn arctan_ratio<I: Isa>(above: f64, below: f64) -> f64 {
    const TAN_EIGHTH: f64 = 0.414_213_562_373_095_05;
    let near = above < below * TAN_EIGHTH;
    let far = above * TAN_EIGHTH > below;
    let dividend = select(far, -below, select(near, above, above - below));
    let divisor = select(far, above, select(near, below, above + below));
    let base = select(far, FRAC_PI_2, select(near, 0.0, FRAC_PI_4));
    let t = dividend / divisor;
    let z = t * t;
    base + I::fma(t * z, polynomial::<I, _>(&poly::ATAN, z), t)
}

#[inline(always)]
fn arctan<I: Isa>(x: f32) -> f32 {
    (arctan_ratio::<I>(x.abs() as f64, 1.0) as f32).copysign(x)
}

/// `arctan(t) / t - 1` for a `z = t^2` of at most 1, in single precision.
#[inline(always)]
fn arctan_cubic<I: Isa>(z: f32) -> f32 {
    // A quarter of `z`, which is exact, is most of what the polynomial contributes.
    let mut coefficients = poly::ATAN_UNIT;
    coefficients[0] += 0.25;
    I::fma32(z, polynomial32::<I, _>(&coefficients, z), -0.25 * z)
}

/// pi / 2 in two parts of single precision.
const HALF_PI: [f32; 2] = [std::f32::consts::FRAC_PI_2, -4.371_139e-8];

/// In single precision with the sums that matter in two parts: by way of `f64`, this would fall behind NumPy, whose
/// vector code has twice as many lanes.
#[inline(always)]
pub(super) fn arctan_single<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return arctan::<I>(x);
    }
    let magnitude = x.abs();
    // Beyond 1, arctan(a) = pi / 2 + arctan(-1 / a). The bound keeps infinity out of the products.
    let a = select(magnitude > 1e30, 1e30, magnitude);
    let far = a > 1.0;
    let inverse = -1.0 / a;
    let t = select(far, inverse, a);
    let z = t * t;
    // The error of the inverse counts by the slope of the function, 1 / (1 + z).
    let slope = I::fma32(z, -0.5, 1.0);
    let error = select(far, I::fma32(I::fma32(a, inverse, 1.0) * slope, inverse, HALF_PI[1]), 0.0);
    let (sum, sum_error) = two_sum(select(far, HALF_PI[0], 0.0), t);
    (sum + I::fma32(t, arctan_cubic::<I>(z), sum_error + error)).copysign(x)
}

#[inline(always)]
pub(super) fn arctan2_by_f64<I: Isa>(y: f32, x: f32) -> f32 {
    let (b, a) = (y.abs() as f64, x.abs() as f64);
    // Equal infinities are a ratio of 1, equal zeros of 0.
    let above = select((a == b) & (a == f64::INFINITY), 1.0, b);
    let below = select(a == b, select(a == 0.0, 1.0, above), a);
    let angle = arctan_ratio::<I>(above, below);
    let angle = select(x.is_sign_negative(), PI - angle, angle);
    (angle as f32).copysign(y)
}

/// Whether what a quotient of the lesser and the greater lacks might not be a normal number. NaN and infinity are so, but zeros are not.
#[inline(always)]
pub(super) fn is_rare_for_arctan2(y: f32, x: f32) -> bool {
    const LEAST: u32 = (127 - 64) << 23;
    const SPAN: u32 = 127 << 23;
    const LEAST_ABOVE: u32 = (127 - 100) << 23;
    let (y, x) = (y.abs().to_bits(), x.abs().to_bits());
    // As whole numbers, NaN is the greatest.
    let (above, below) = (select(y > x, x, y), select(y > x, y, x));
    let small = above.wrapping_sub(1) < LEAST_ABOVE - 1;
    small | (below != 0) & (below.wrapping_sub(LEAST) > SPAN)
}

/// In single precision, as [`arctan_single`].
#[inline(always)]
pub(super) fn arctan2<I: Isa>(y: f32, x: f32) -> f32 {
    if !I::FMA {
        return arctan2_by_f64::<I>(y, x);
    }
    let (b, a) = (y.abs(), x.abs());
    let (steep, back) = (b > a, x.is_sign_negative());
    let (above, below) = (select(steep, a, b), select(steep, b, a));
    // Two zeros have a ratio of 0. What is added is lost beside any other number.
    let inverse = 1.0 / (below + f32::MIN_POSITIVE);
    let ratio = above * inverse;
    // What the ratio lacks counts by the slope of the function, 1 / (1 + z).
    let lack = I::fma32(-ratio, below, above) * inverse;
    // A quarter of a turn less or more the angle of the ratio, or half a turn less it.
    let minus = f32::from_bits(((steep ^ back) as u32) << 31);
    let t = f32::from_bits(ratio.to_bits() ^ minus.to_bits());
    let lack = f32::from_bits(lack.to_bits() ^ minus.to_bits());
    let quarters = select(steep, 1.0, select(back, 2.0, 0.0));
    let z = t * t;
    let low = I::fma32(lack, I::fma32(z, -0.5, 1.0), quarters * HALF_PI[1]);
    let (sum, error) = two_sum(quarters * HALF_PI[0], t);
    (sum + I::fma32(t, arctan_cubic::<I>(z), error + low)).copysign(y)
}
