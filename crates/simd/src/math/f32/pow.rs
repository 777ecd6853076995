//! Powers in single precision: `2^(y * log2(x))` with the logarithm in two parts, as the exponent reaches 149.
//!
//! The base is taken apart as in `log_parts.rs`, but by a finer table, made by `log_table.py` too.

use super::exp_parts::{any_power, powers, roots, split_exponent};
use super::log_parts::{split, split_group};
use super::{clamp, poly, power, select, two_sum};
use crate::level::Isa;
use crate::math::lookup::take_f32;
use std::f32::consts::LOG2_E;

/// A number near the inverse of the mantissas of each interval, of so few bits that products with them less 1 are exact.
const INVERSE: [f32; 32] = [
    1.0, 0.953125, 0.921875, 0.90625, 0.875, 0.859375, 0.828125, 0.8125, 0.796875, 0.765625, 0.75, 0.734375,
    0.71875, 0.703125, 0.6875, 0.671875, 0.65625, 0.640625, 0.640625, 0.625, 0.609375, 0.59375, 0.59375,
    0.578125, 0.5625, 0.5625, 0.546875, 0.53125, 0.53125, 0.515625, 0.515625, 0.5,
];

/// The base-2 logarithm of the inverse of those, of so few bits after the point that sums with whole numbers are exact.
const LOG_OF_INVERSE: [f32; 32] = [
    0.0, 0.06925964, 0.11735535, 0.14201355, 0.19264221, 0.21864319, 0.27207947, 0.29956055, 0.32757568,
    0.38528442, 0.41503906, 0.44540405, 0.47644043, 0.5081482, 0.5405731, 0.57373047, 0.6076813, 0.6424408,
    0.6424408, 0.67807007, 0.7145996, 0.7520752, 0.7520752, 0.7905426, 0.8300781, 0.8300781, 0.8707123,
    0.9125366, 0.9125366, 0.9556122, 0.9556122, 1.0,
];

/// What that lacks.
const REST: [f32; 32] = [
    0.0,
    3.0188824e-06,
    1.6039585e-06,
    5.455068e-06,
    2.8660284e-06,
    -2.9020011e-06,
    7.7663366e-08,
    -2.650161e-07,
    -1.0255652e-06,
    5.7320567e-06,
    -1.5632212e-06,
    7.095588e-06,
    -2.3857444e-06,
    -1.2896891e-06,
    -4.7387543e-06,
    4.776548e-06,
    1.3028072e-06,
    7.1994837e-06,
    7.1994837e-06,
    1.8367533e-06,
    -1.8282373e-06,
    -2.708756e-06,
    -2.708756e-06,
    4.031832e-06,
    -3.1264424e-06,
    -3.1264424e-06,
    4.7027816e-06,
    5.376559e-07,
    5.376559e-07,
    -6.3019756e-06,
    -6.3019756e-06,
    0.0,
];

/// The place in the tables for a mantissa, as the last five bits.
#[inline(always)]
fn place(m: f32) -> u32 {
    m.to_bits() >> 18
}

/// The base-2 logarithm of `2^k * m` as a sum, for what the tables have for `m`.
#[inline(always)]
fn log2_in_two<I: Isa>(k: f32, m: f32, [c, log_of_inverse, rest]: [f32; 3]) -> (f32, f32) {
    const LOG2_E_LOW: f32 = 1.925_963e-8;
    // Exact.
    let r = I::fma32(c, m, -1.0);
    // log(1 + r) = r - r^2 / 2 + r^3 * (1 / 3 - ...), not by Horner's rule: the sums wait for this.
    let square = r * r;
    let square_low = I::fma32(r, r, -square);
    let [c0, c1, c2, c3] = poly::LOG_CUBIC.map(|c| c as f32);
    let series = I::fma32(I::fma32(c3, r, c2), square, I::fma32(c1, r, c0));
    let log = I::fma32(square, -0.5, r);
    let error = I::fma32(square, -0.5, r - log);
    let low = I::fma32(square * r, series, I::fma32(square_low, -0.5, error));
    let scaled = log * LOG2_E;
    let scaled_low = I::fma32(log, LOG2_E_LOW, I::fma32(log, LOG2_E, -scaled)) + rest;
    // The first sum is exact.
    let (sum, error) = two_sum(k + log_of_inverse, scaled);
    (sum, I::fma32(low, LOG2_E, scaled_low + error))
}

/// An exponent to base 2: its value, and what it is the sum of.
#[inline(always)]
fn exponent<I: Isa>((log, low): (f32, f32), y: f32) -> (f32, [f32; 2]) {
    let exponent = y * log;
    let low = I::fma32(y, low, I::fma32(y, log, -exponent));
    (exponent + low, [exponent, low])
}

/// The power for a base of any kind, of the sign that the base gives it, or NaN where there is none; `power` is that for a positive finite one.
#[inline(always)]
fn of_base(x: f32, y: f32, power: f32) -> f32 {
    let whole = y.trunc() == y;
    let half = 0.5 * y;
    let odd = whole & (half.trunc() != half);
    let magnitude = x.abs();
    let end = select((magnitude == 0.0) == (y < 0.0), f32::INFINITY, 0.0);
    let power = select((magnitude == 0.0) | (magnitude == f32::INFINITY), end, power);
    let power = select(x.is_nan(), x, power);
    let signed = select(odd, power.copysign(x), power);
    let has_none = (x < 0.0) & (magnitude < f32::INFINITY) & !whole;
    select(y == 0.0, 1.0, select(has_none, f32::NAN, signed))
}

/// Whether a base is not positive and finite.
#[inline(always)]
fn is_special(x: f32) -> bool {
    x.to_bits().wrapping_sub(1) >= f32::INFINITY.to_bits() - 1
}

/// An exponent within bounds; beyond them, powers are zero or infinite anyway.
#[inline(always)]
fn bounded((exponent, parts): (f32, [f32; 2])) -> (f32, [f32; 2]) {
    const BOUND: f32 = 200.0;
    let bound = clamp(exponent, -BOUND, BOUND);
    let inside = bound == exponent;
    (bound, [select(inside, parts[0], bound), select(inside, parts[1], 0.0)])
}

#[inline(always)]
pub(super) fn is_rare_for_pow(_: f32, y: f32) -> bool {
    const HUGE: f32 = 1e30;
    y.abs().to_bits() > HUGE.to_bits()
}

#[inline(always)]
pub(super) fn pow<I: Isa>(x: f32, y: f32) -> f32 {
    if !I::FMA {
        return power::pow::<I>(x, y);
    }
    let (k, m) = split(x.abs());
    let at = place(m) as usize % 32;
    let log = log2_in_two::<I>(k, m, [INVERSE[at], LOG_OF_INVERSE[at], REST[at]]);
    let (exponent, parts) = bounded(exponent::<I>(log, y));
    let (t, part) = split_exponent::<I>(exponent, parts);
    of_base(x, y, any_power::<I>(t, part, roots(t)))
}

/// [`pow`] of a group whose exponents are not rare, and whether that is so. It has the bits of [`pow`], and is quick about what a group
/// has none of: bases that are not positive and finite, and results that are not normal numbers.
#[inline(always)]
pub(super) fn pow_plain<I: Isa, const G: usize>(x: &[f32; G], y: &[f32; G]) -> ([f32; G], bool) {
    if !I::FMA {
        return (*x, false);
    }
    let (k, m) = split_group::<I, G>(&x.map(f32::abs));
    let places = m.map(place);
    let (Some(c), Some(log_of_inverse), Some(rest)) = (
        take_f32::<I, 32, G>(&INVERSE, &places),
        take_f32::<I, 32, G>(&LOG_OF_INVERSE, &places),
        take_f32::<I, 32, G>(&REST, &places),
    ) else {
        return (*x, false);
    };
    let (mut exponents, mut parts) = ([0.0; G], [[0.0; G]; 2]);
    let (mut special, mut far) = (false, false);
    for at in 0..G {
        let log = log2_in_two::<I>(k[at], m[at], [c[at], log_of_inverse[at], rest[at]]);
        let (exponent, [high, low]) = exponent::<I>(log, y[at]);
        (exponents[at], parts[0][at], parts[1][at]) = (exponent, high, low);
        special |= is_special(x[at]);
        far |= exponent.abs().to_bits() >= 125f32.to_bits();
    }
    let mut plain = true;
    // Each branch has all it needs: where arrays of two origins meet, the compiler would take them apart.
    let powers = if far {
        // Elsewhere, a huge exponent is that of a power of 1.
        plain = x.iter().zip(y).fold(true, |plain, (&x, &y)| plain & !is_rare_for_pow(x, y));
        powers::<I, G>(true, |at| {
            let (exponent, parts) = bounded((exponents[at], [parts[0][at], parts[1][at]]));
            split_exponent::<I>(exponent, parts)
        })
    } else {
        powers::<I, G>(false, |at| split_exponent::<I>(exponents[at], [parts[0][at], parts[1][at]]))
    };
    let Some(mut value) = powers else { return (*x, false) };
    if special {
        for at in 0..G {
            value[at] = of_base(x[at], y[at], value[at]);
        }
    }
    (value, plain)
}
