//! `exp` and `exp2` in single precision, by exponents taken apart.
//!
//! An exponent to base 2 is `k + j / 16 + f` with whole `k`, `j` from 0 to 15, and `|f|` up to a thirty-second. The power is `2^k` times the
//! sixteenth root from a table that registers hold, in two parts, times what is little more than 1, by a short series: the only
//! rounding that counts is that of the last sum. The method is that of Tang, *Table-driven implementation of the exponential function
//! in IEEE floating-point arithmetic* (1989).

use super::exp as by_f64;
use super::poly;
use super::{ROUNDER32, clamp, polynomial32};
use crate::level::Isa;
use crate::math::lookup::take_f32;
use std::f32::consts::{LOG2_E, SQRT_2};

/// `2^(j / 16)` in two parts.
const ROOTS: [[f32; 16]; 2] = [
    [
        1.0, 1.0442737, 1.0905077, 1.1387886, 1.1892071, 1.2418578, 1.2968396, 1.3542556, SQRT_2, 1.4768262,
        1.5422108, 1.6104903, 1.6817929, 1.7562522, 1.8340081, 1.9152066,
    ],
    [
        0.0,
        4.83347e-8,
        -1.307754e-8,
        5.3862223e-8,
        3.7976353e-8,
        4.496838e-8,
        -4.0189995e-8,
        -1.0123349e-8,
        2.4203235e-8,
        -4.500899e-8,
        8.070905e-9,
        9.836217e-9,
        -2.4755327e-8,
        -9.23577e-9,
        -1.1239278e-8,
        9.845328e-9,
    ],
];

/// The mantissa of a number, and the other bits.
const MANTISSA: u32 = 0x7F_FFFF;

/// A number whose low bits count the sixteenths of an exponent to base 2, and the power of the rest less 1. The exponent is the sum of
/// `parts`, of which the second is small.
#[inline(always)]
pub(super) fn split_exponent<I: Isa>(exponent: f32, parts: [f32; 2]) -> (f32, f32) {
    // Sums with this have sixteenths as their last place.
    const ROUNDER_16: f32 = ROUNDER32 / 16.0;
    let t = exponent + ROUNDER_16;
    let f = (parts[0] - (t - ROUNDER_16)) + parts[1];
    // Not by Horner's rule: the result waits for this.
    let [c0, c1, c2] = poly::EXP2_SIXTEENTH.map(|c| c as f32);
    (t, I::fma32(f * f, I::fma32(c2, f, c1), f * c0))
}

/// What the tables have for the place that the low bits of `t` say.
#[inline(always)]
pub(super) fn roots(t: f32) -> [f32; 2] {
    ROOTS.map(|part| part[t.to_bits() as usize % 16])
}

/// A root times `1 + part`.
#[inline(always)]
fn join<I: Isa>(part: f32, [root, low]: [f32; 2]) -> f32 {
    root + I::fma32(root, part, low)
}

/// The power from its parts, if it is a normal number.
#[inline(always)]
fn normal_power<I: Isa>(t: f32, part: f32, root: [f32; 2]) -> f32 {
    let power = join::<I>(part, root).to_bits();
    f32::from_bits(power.wrapping_add(t.to_bits() << 19 & !MANTISSA))
}

/// The power from its parts. That of 2 may be subnormal, or beyond the range where the result is not: it comes in two halves.
#[inline(always)]
pub(super) fn any_power<I: Isa>(t: f32, part: f32, root: [f32; 2]) -> f32 {
    const BIAS: i32 = 127 << 23;
    let exponent = (t.to_bits() << 19 & !MANTISSA) as i32;
    let half = (exponent >> 1) & !MANTISSA as i32;
    let power = |exponent: i32| f32::from_bits(exponent.wrapping_add(BIAS) as u32);
    join::<I>(part, root) * power(half) * power(exponent.wrapping_sub(half))
}

/// The powers of a group, of which each is `split` into parts, where a group can be looked up at once; `far` is whether some are not
/// normal numbers.
#[inline(always)]
pub(super) fn powers<I: Isa, const G: usize>(
    far: bool,
    split: impl Fn(usize) -> (f32, f32),
) -> Option<[f32; G]> {
    let (mut t, mut part) = ([0.0; G], [0.0; G]);
    for at in 0..G {
        (t[at], part[at]) = split(at);
    }
    let places = t.map(f32::to_bits);
    let root = take_f32::<I, 16, G>(&ROOTS[0], &places)?;
    let low = take_f32::<I, 16, G>(&ROOTS[1], &places)?;
    let mut y = [0.0; G];
    if far {
        for at in 0..G {
            y[at] = any_power::<I>(t[at], part[at], [root[at], low[at]]);
        }
    } else {
        for at in 0..G {
            y[at] = normal_power::<I>(t[at], part[at], [root[at], low[at]]);
        }
    }
    Some(y)
}

/// Which exponential.
trait Base {
    /// Up to this magnitude of the argument, the result is a normal number.
    const NORMAL: f32;
    /// Beyond these, it is zero or infinite.
    const BOUNDS: [f32; 2];
    /// A number whose low bits count the sixteenths of an exponent, and the power of the rest less 1.
    fn split<I: Isa>(x: f32) -> (f32, f32);
}

/// `exp` as a type.
struct Natural;

impl Base for Natural {
    const NORMAL: f32 = 87.0;
    const BOUNDS: [f32; 2] = [-104.0, 89.0];

    #[inline(always)]
    fn split<I: Isa>(x: f32) -> (f32, f32) {
        // log(2) / 16 in two parts, of which the first has twelve bits to spare: its products are exact.
        const SIXTEENTH: [f32; 2] = [0.043_319_702, 1.9966365e-6];
        let t = I::fma32(x, 16.0 * LOG2_E, ROUNDER32);
        let n = t - ROUNDER32;
        let r = I::fma32(n, -SIXTEENTH[1], I::fma32(n, -SIXTEENTH[0], x));
        (t, I::fma32(r * r, polynomial32::<I, _>(&poly::EXP_SIXTEENTH, r), r))
    }
}

/// `exp2` as a type.
struct Binary;

impl Base for Binary {
    const NORMAL: f32 = 125.0;
    const BOUNDS: [f32; 2] = [-151.0, 129.0];

    #[inline(always)]
    fn split<I: Isa>(x: f32) -> (f32, f32) {
        split_exponent::<I>(x, [x, -0.0])
    }
}

#[inline(always)]
fn one<I: Isa, B: Base>(x: f32) -> f32 {
    let (t, part) = B::split::<I>(clamp(x, B::BOUNDS[0], B::BOUNDS[1]));
    any_power::<I>(t, part, roots(t))
}

/// [`one`] of a group, where a group can be looked up at once.
#[inline(always)]
fn group<I: Isa, B: Base, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
    let far = x.iter().fold(false, |far, x| far | (x.abs().to_bits() > B::NORMAL.to_bits()));
    if far {
        powers::<I, G>(true, |at| B::split::<I>(clamp(x[at], B::BOUNDS[0], B::BOUNDS[1])))
    } else {
        powers::<I, G>(false, |at| B::split::<I>(x[at]))
    }
}

#[inline(always)]
pub(super) fn exp<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return by_f64::exp::<I>(x);
    }
    one::<I, Natural>(x)
}

#[inline(always)]
pub(super) fn exp_group<I: Isa, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
    group::<I, Natural, G>(x)
}

#[inline(always)]
pub(super) fn exp2<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return by_f64::exp2::<I>(x);
    }
    one::<I, Binary>(x)
}

#[inline(always)]
pub(super) fn exp2_group<I: Isa, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
    group::<I, Binary, G>(x)
}
