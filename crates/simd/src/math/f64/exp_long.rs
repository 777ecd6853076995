//! `e^(x + low)` for [`pow`](super::pow), whose exponents are known in two parts and are large.
//!
//! As in Tang, *Table-Driven Implementation of the Exponential Function* (1989): the argument is `n * log(2) / 16 + r` with
//! whole `n`, and the result is `2^(n / 16)`, whose fraction comes from a table, times `e^r` by a short series. `r` is so small
//! that its rounding does not count.

use super::exp::scale;
use crate::level::Isa;
use crate::math::lookup::take;
use crate::math::{ROUNDER, polynomial};
use std::f64::consts::LN_2;

/// `(e^r - 1 - r) / r^2` for `|r| <= log(2) / 32`, within 2^-66.2 of `e^r`.
const EXP: [f64; 6] = [
    0.5000000000000004,
    0.1666666666666662,
    0.041666666660608295,
    0.00833333333568764,
    0.0013889112125900682,
    0.00019841095060412988,
];

/// `2^(i / 16)`.
pub(super) const POWERS: [f64; 16] = [
    1.0,
    1.0442737824274138,
    1.0905077326652577,
    1.1387886347566916,
    1.189207115002721,
    1.241857812073484,
    1.2968395546510096,
    1.3542555469368927,
    std::f64::consts::SQRT_2,
    1.4768261459394993,
    1.5422108254079407,
    1.6104903319492543,
    1.681792830507429,
    1.7562521603732995,
    1.8340080864093424,
    1.9152065613971474,
];

/// What [`POWERS`] lack, beside themselves.
pub(super) const LACKS: [f64; 16] = [
    0.0,
    8.189317638195515e-17,
    -2.7939114859515733e-17,
    7.826573258636076e-17,
    3.3484623336251524e-17,
    3.750854201303127e-17,
    1.9572585293112036e-17,
    5.68648095791174e-17,
    -6.835808657661922e-17,
    -2.3591094770850053e-17,
    5.1548301170786783e-17,
    1.5341410053603723e-17,
    4.875160526227062e-17,
    1.685487290628973e-17,
    1.790126907604513e-17,
    -5.545065618639427e-17,
];

/// [`POWERS`] as bits, less `i` sixteenths of a step of their exponents: `n` sixteenths more give `2^(n / 16)`.
const POWERS_LESS: [f64; 16] = {
    let mut powers = POWERS;
    let mut i = 0;
    while i < 16 {
        powers[i] = f64::from_bits(POWERS[i].to_bits() - ((i as u64) << 48));
        i += 1;
    }
    powers
};

/// `log(2) / 16` in two parts, of which the first has 38 bits: its products with whole numbers up to 2^15 are exact.
const STEP: [f64; 2] = [0.04332169878489367, 1.0291218489310676e-13];

/// `(t, r)` such that `x` is `n * log(2) / 16 + r`; the low bits of `t` hold `n`, and `t` is [`ROUNDER`] more.
#[inline(always)]
pub(super) fn reduce<I: Isa>(x: f64) -> (f64, f64) {
    let t = I::fma(x, 16.0 / LN_2, ROUNDER);
    let n = t - ROUNDER;
    (t, I::fma(-n, STEP[1], I::fma(-n, STEP[0], x)))
}

/// `power * e^(r + low)`.
#[inline(always)]
fn times_exponential<I: Isa>(power: f64, r: f64, low: f64) -> f64 {
    let r = r + low;
    I::fma(power, I::fma(r * r, polynomial::<I, _>(&EXP, r), r), power)
}

/// `e^(x + low)` for an `x` from -763 to 763 and a small `low`, rounded once.
#[inline(always)]
pub(super) fn exp_long<I: Isa>(x: f64, low: f64) -> f64 {
    let (t, r) = reduce::<I>(x);
    let at = (t.to_bits() & 15) as usize;
    let value = times_exponential::<I>(POWERS[at], r, low + LACKS[at]);
    // What is left of n is a multiple of 16.
    scale::<I>(value, I::fma((t - ROUNDER) - at as f64, 1.0 / 16.0, ROUNDER))
}

/// [`exp_long`] of a group, for results that are normal numbers; for others, any.
#[inline(always)]
pub(super) fn exp_long_normal<I: Isa, const G: usize>(x: &[f64; G], low: &[f64; G]) -> [f64; G] {
    let (mut t, mut y) = ([0.0; G], [0.0; G]);
    for at in 0..G {
        (t[at], y[at]) = reduce::<I>(x[at]);
    }
    let powers = take::<I, 16, G>(&POWERS_LESS, &t);
    let lacks = take::<I, 16, G>(&LACKS, &t);
    for at in 0..G {
        let power = f64::from_bits(powers[at].to_bits().wrapping_add(t[at].to_bits() << 48));
        y[at] = times_exponential::<I>(power, y[at], low[at] + lacks[at]);
    }
    y
}
