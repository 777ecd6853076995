//! Numbers taken apart for their logarithms, which `log.rs` puts together.
//!
//! As in Tang, *Table-Driven Implementation of the Logarithm Function* (1990): a number is `2^k * m` with whole `k` and `m` from
//! 1 to 2. With a number `c` of a few bits near `1 / m`, from a table of sixteen, the logarithm of `m` is that of `1 / c`, from
//! the same table, and of `c * m`, by a short series. `c * m - 1` is exact. Below 1, `k` is -1 and `c` is 1/2, and what the
//! table has for it is what `k` takes away.

use super::double::{fast_two_sum, two_product};
use super::exp::LN_2_SHORT;
use crate::level::Isa;
#[cfg(target_arch = "x86_64")]
use crate::level::Level;
use crate::math::lookup::take;
use crate::math::{ROUNDER, polynomial, select};

/// `(log(1 + r) - r) / r^2` from -0.0372 to 0.0625, within 2^-60.9 of the logarithm.
const LOG: [f64; 10] = [
    -0.5,
    0.3333333333333316,
    -0.2500000000002989,
    0.20000000001275614,
    -0.16666666572291897,
    0.14285711140926852,
    -0.12500081451229636,
    0.111141777299195,
    -0.09990445013478853,
    0.08088713060547503,
];

/// A number near the inverse of each that begins with `1 + i / 16`.
const INVERSE: [f64; 16] = [
    1.0, 0.90625, 0.875, 0.8125, 0.78125, 0.75, 0.71875, 0.6875, 0.65625, 0.625, 0.609375, 0.578125, 0.5625,
    0.546875, 0.53125, 0.5,
];

/// `-log(c)` for each `c` of [`INVERSE`] in two parts, of which the first has 42 bits after the point, as
/// [`LN_2_SHORT`](super::exp::LN_2_SHORT) has.
const LOG_OF_INVERSE: [[f64; 16]; 2] = [
    [
        0.0,
        0.09844007281321865,
        0.13353139262449076,
        0.20763936477828793,
        0.2468600779316148,
        0.28768207245184385,
        0.33024168687052224,
        0.3746934494413381,
        0.4212134650763346,
        0.4700036292456389,
        0.4953214372301318,
        0.5479651707155426,
        0.5753641449034603,
        0.603535021870357,
        0.6325225587434034,
        LN_2_SHORT[0],
    ],
    [
        0.0,
        3.3871241029241416e-14,
        3.1859736349078334e-14,
        -4.3425422595242564e-14,
        -8.899851356560444e-14,
        -6.292357389008195e-14,
        5.4612144489920215e-14,
        7.260466149925637e-14,
        -3.1063837541003616e-14,
        9.667719603235566e-14,
        -1.0634899648532451e-13,
        -9.521443188786736e-14,
        1.0152652766306816e-13,
        -9.883674306179806e-14,
        1.0711543657844876e-13,
        LN_2_SHORT[1],
    ],
];

pub(super) const MANTISSA: u64 = (1 << 52) - 1;
pub(super) const ONE: u64 = 1.0f64.to_bits();

/// The bits of a positive finite number, multiplied by 2^54 if it is subnormal, and how much [`exponent`] of them is too high.
#[inline(always)]
pub(super) fn normal_bits(x: f64) -> (u64, f64) {
    const BIAS: f64 = 4503599627370496.0 + 1023.0;
    let small = x < f64::MIN_POSITIVE;
    (select(small, x * 18014398509481984.0, x).to_bits(), select(small, BIAS + 54.0, BIAS))
}

/// The exponent among the bits of a number, as the last bits of one whose unit is 1.
#[inline(always)]
pub(super) fn exponent(bits: u64) -> f64 {
    f64::from_bits(bits >> 52 | 0x4330_0000_0000_0000)
}

/// A positive finite number as `2^k * m`, with `m` from 1 to 2.
#[inline(always)]
fn split(x: f64) -> (f64, f64) {
    let (bits, bias) = normal_bits(x);
    (exponent(bits) - bias, f64::from_bits(bits & MANTISSA | ONE))
}

/// The place in the tables for an `m`, as the last four bits.
#[inline(always)]
fn place(m: f64) -> f64 {
    f64::from_bits(m.to_bits() >> 48)
}

/// A number as `2^k * (1 + r) / c`, with what is sure of its logarithm.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    r: f64,
    k: f64,
    c: f64,
    /// The logarithm of `2^k / c`.
    high: f64,
    low: f64,
}

/// `c * m - 1`, for a `c` of so few bits and so near `1 / m` that it is a number.
#[inline(always)]
pub(super) fn excess<I: Isa>(c: f64, m: f64) -> f64 {
    if I::FMA {
        return c.mul_add(m, -1.0);
    }
    let (product, error) = two_product::<I>(c, m);
    (product - 1.0) + error
}

impl Parts {
    /// The parts of a positive finite number.
    #[inline(always)]
    pub(super) fn new<I: Isa>(x: f64) -> Self {
        let (k, m) = split(x);
        let at = place(m).to_bits() as usize % 16;
        Self::join::<I>(k, m, INVERSE[at], LOG_OF_INVERSE[0][at], LOG_OF_INVERSE[1][at])
    }

    #[inline(always)]
    fn join<I: Isa>(k: f64, m: f64, c: f64, high: f64, low: f64) -> Self {
        Parts { r: excess::<I>(c, m), k, c, high, low }.with_2::<I>(k)
    }

    /// Those of `2^k` times the number, for their logarithm alone.
    #[inline(always)]
    pub(super) fn with_2<I: Isa>(self, k: f64) -> Self {
        // The first product is exact.
        let (high, low) = (I::fma(k, LN_2_SHORT[0], self.high), I::fma(k, LN_2_SHORT[1], self.low));
        Parts { high, low, ..self }
    }

    /// The `r`.
    #[inline(always)]
    pub(super) fn excess(&self) -> f64 {
        self.r
    }

    /// The same with another `r`.
    #[inline(always)]
    pub(super) fn with_excess(self, r: f64) -> Self {
        Parts { r, ..self }
    }

    /// Whether `r` is all that the number is more than 1.
    #[inline(always)]
    pub(super) fn is_near_1(&self) -> bool {
        self.high == 0.0
    }

    /// What a small `low` beside the number adds to its logarithm.
    #[inline(always)]
    pub(super) fn more<I: Isa>(&self, low: f64) -> f64 {
        let down = f64::from_bits(ONE.wrapping_sub((self.k + ROUNDER).to_bits() << 52));
        let scaled = low * down * self.c;
        I::fma(-self.r, scaled, scaled)
    }

    /// The logarithm, increased by a small `more`, as a sum, with a relative error of 2^-58.
    #[inline(always)]
    pub(super) fn log<I: Isa>(&self, more: f64) -> (f64, f64) {
        let (sum, error) = fast_two_sum(self.high, self.r);
        let low = (error + self.low) + more;
        (sum, I::fma(self.r * self.r, polynomial::<I, _>(&LOG, self.r), low))
    }
}

/// Does something with the parts of each positive finite number of a group and its place, where the processor has instructions
/// to take groups apart, and says whether it has. Other numbers have any parts.
#[inline(always)]
pub(super) fn each_of_group<I: Isa, const G: usize>(x: &[f64; G], mut f: impl FnMut(usize, Parts)) -> bool {
    #[cfg(target_arch = "x86_64")]
    if const { matches!(I::LEVEL, Level::V4) && G == 8 } {
        let (mut k, mut m) = ([0.0; G], [0.0; G]);
        // SAFETY: only code of this level is compiled for it, and a group is eight items.
        unsafe { split_8(x.as_ptr(), k.as_mut_ptr(), m.as_mut_ptr()) };
        let mut places = m;
        for m in &mut places {
            *m = place(*m);
        }
        let c = take::<I, 16, G>(&INVERSE, &places);
        let high = take::<I, 16, G>(&LOG_OF_INVERSE[0], &places);
        let low = take::<I, 16, G>(&LOG_OF_INVERSE[1], &places);
        for at in 0..G {
            f(at, Parts::join::<I>(k[at], m[at], c[at], high[at], low[at]));
        }
        return true;
    }
    let _ = (x, f);
    false
}

/// [`split`] of eight numbers, with the same bits; for what is no positive finite number, any two numbers.
///
/// # Safety
/// Eight items must be readable at `x` and writable at `to_k` and `to_m`, on a processor of x86-64-v4.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn split_8(x: *const f64, to_k: *mut f64, to_m: *mut f64) {
    use std::arch::x86_64::*;
    // SAFETY: the caller vouches for the memory and the processor.
    unsafe {
        let x = _mm512_loadu_pd(x);
        _mm512_storeu_pd(to_k, _mm512_getexp_pd(x));
        _mm512_storeu_pd(to_m, _mm512_getmant_pd::<_MM_MANT_NORM_1_2, _MM_MANT_SIGN_SRC>(x));
    }
}
