//! The natural logarithm in two parts, for [`pow`](super::pow).
//!
//! As in `log_parts.rs`, but with twice as many places in the tables, and these around their numbers instead of above them: what is
//! left for the series is small enough for 65 bits.

use super::double::{fast_two_sum, product_error};
use super::exp::LN_2_SHORT;
use super::log_parts::{MANTISSA, ONE, excess, exponent, normal_bits};
use crate::level::Isa;
#[cfg(target_arch = "x86_64")]
use crate::level::Level;
use crate::math::lookup::take;
use crate::math::polynomial;

/// `(log(1 + r) - r + r^2 / 2) / r^3` from -0.0198 to 0.0169, within 2^-69.7 of the logarithm.
const LOG: [f64; 8] = [
    0.3333333333333333,
    -0.24999999999999228,
    0.20000000000151502,
    -0.16666666680793166,
    0.1428571271814903,
    -0.12499922214986005,
    0.11117513293607957,
    -0.1013488362120728,
];

/// A number near the inverse of each that is nearest to `1 + i / 32`.
#[rustfmt::skip]
const INVERSE: [f64; 32] = [
    1.0, 0.96875, 0.9375, 0.9140625, 0.890625, 0.859375, 0.84375, 0.8203125,
    0.796875, 0.78125, 0.765625, 0.7421875, 0.7265625, 0.7109375, 0.6953125, 0.6796875,
    0.6640625, 0.65625, 0.640625, 0.625, 0.6171875, 0.6015625, 0.59375, 0.578125,
    0.5703125, 0.5625, 0.5546875, 0.5390625, 0.53125, 0.5234375, 0.515625, 0.5078125,
];

/// `-log(c)` for each `c` of [`INVERSE`] in two parts, of which the first has 42 bits after the point.
#[rustfmt::skip]
const LOG_OF_INVERSE: [[f64; 32]; 2] = [
    [
        0.0, 0.03174869831468641, 0.0645385211375924, 0.08985632912185793,
        0.11583181552509814, 0.151549898127314, 0.16989903679541385, 0.19806991376208316,
        0.22705745063535687, 0.2468600779316148, 0.2670627852489815, 0.29815337231912054,
        0.3194307707663029, 0.3411707574027787, 0.36339389418753854, 0.3861221452650625,
        0.40937900742937927, 0.4212134650763346, 0.44531101665529604, 0.4700036292456389,
        0.4825824114525403, 0.5082248420658289, 0.521296923633372, 0.5479651707155426,
        0.561570822771273, 0.5753641449034603, 0.5893503868783228, 0.6179237593223661,
        0.6325225587434034, 0.6473376445287613, 0.6623755218931819, 0.6776429940239268,
    ],
    [
        0.0, -1.0610652735224087e-13, -2.1225608044809997e-14, 3.1218748807418837e-15,
        2.3568822182038756e-14, -1.1307104809870373e-13, -1.6376276414097503e-14, 1.0634128304268335e-14,
        -1.078736749871691e-14, -8.899851356560444e-14, 6.371947269815667e-14, -4.4204083338755686e-14,
        5.834357420090924e-14, -1.156568624616423e-14, -6.120773136055512e-14, -2.9052332860840534e-14,
        -7.856027301951135e-14, -3.1063837541003616e-14, 6.800902736039238e-14, 9.667719603235566e-14,
        5.534430207540162e-14, 1.0446439784833471e-13, -8.590204918402764e-14, -9.521443188786736e-14,
        -4.697812205000102e-14, 1.0152652766306816e-13, -2.1007135784857706e-14, -8.311429400161732e-15,
        1.0711543657844876e-13, -1.1019610326139043e-13, 9.681087609174425e-15, 5.32517734371131e-14,
    ],
];

/// A half of what is between two places of the tables, in units of the last place of a number from 1 to 2.
const HALF: u64 = 1 << 46;

/// A positive finite number as `2^k * m`, with `m` from 127/128 to 127/64, and its place in the tables as the last bits of a number.
#[inline(always)]
fn split(x: f64) -> (f64, f64, f64) {
    let (bits, bias) = normal_bits(x);
    let above = bits.wrapping_add(HALF);
    let m = f64::from_bits(bits.wrapping_sub(above & !MANTISSA).wrapping_add(ONE));
    (exponent(above) - bias, m, f64::from_bits(above >> 47))
}

/// [`split`] of a group of positive normal numbers; of others, any numbers.
#[inline(always)]
fn split_group<I: Isa, const G: usize>(x: &[f64; G]) -> [[f64; G]; 3] {
    let mut parts = [[0.0; G]; 3];
    let [k, m, at] = &mut parts;
    #[cfg(target_arch = "x86_64")]
    if const { matches!(I::LEVEL, Level::V4) && G == 8 } {
        // SAFETY: only code of this level is compiled for it, and a group is eight items.
        unsafe { split_8(x.as_ptr(), k.as_mut_ptr(), m.as_mut_ptr(), at.as_mut_ptr()) };
        return parts;
    }
    for (i, &x) in x.iter().enumerate() {
        (k[i], m[i], at[i]) = split(x);
    }
    parts
}

/// [`split_group`] of eight numbers.
///
/// # Safety
/// Eight items must be readable at `x` and writable at the other places, on a processor of x86-64-v4.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn split_8(x: *const f64, to_k: *mut f64, to_m: *mut f64, to_at: *mut f64) {
    use std::arch::x86_64::*;
    // SAFETY: the caller vouches for the memory and the processor.
    unsafe {
        let x = _mm512_loadu_pd(x);
        let above = _mm512_add_epi64(_mm512_castpd_si512(x), _mm512_set1_epi64(HALF as i64));
        let k = _mm512_getexp_pd(_mm512_castsi512_pd(above));
        _mm512_storeu_pd(to_k, k);
        _mm512_storeu_pd(to_m, _mm512_scalef_pd(x, _mm512_sub_pd(_mm512_setzero_pd(), k)));
        _mm512_storeu_pd(to_at, _mm512_castsi512_pd(_mm512_srli_epi64::<47>(above)));
    }
}

/// The logarithm of `2^k * m`, for a `c` near `1 / m` whose inverse has the logarithm `high + low`.
#[inline(always)]
fn join<I: Isa>(k: f64, m: f64, c: f64, high: f64, low: f64) -> (f64, f64) {
    let r = excess::<I>(c, m);
    // The product is exact.
    let (sum, error) = fast_two_sum(I::fma(k, LN_2_SHORT[0], high), r);
    let low = I::fma(k, LN_2_SHORT[1], low) + error;
    let square = r * r;
    let high = I::fma(-0.5, square, sum);
    let low = low + I::fma(-0.5, square, sum - high);
    let low = I::fma(-0.5, product_error::<I>(r, r, square), low);
    fast_two_sum(high, I::fma(r * square, polynomial::<I, _>(&LOG, r), low))
}

/// The logarithm of a positive finite number as a sum, with a relative error of 2^-65.
#[inline(always)]
pub(super) fn log_long<I: Isa>(x: f64) -> (f64, f64) {
    let (k, m, at) = split(x);
    let at = at.to_bits() as usize % 32;
    join::<I>(k, m, INVERSE[at], LOG_OF_INVERSE[0][at], LOG_OF_INVERSE[1][at])
}

/// [`log_long`] of a group of positive normal numbers; of others, any two numbers.
#[inline(always)]
pub(super) fn log_long_group<I: Isa, const G: usize>(x: &[f64; G]) -> ([f64; G], [f64; G]) {
    let [k, m, at] = split_group::<I, G>(x);
    let c = take::<I, 32, G>(&INVERSE, &at);
    let mut high = take::<I, 32, G>(&LOG_OF_INVERSE[0], &at);
    let mut low = take::<I, 32, G>(&LOG_OF_INVERSE[1], &at);
    for i in 0..G {
        (high[i], low[i]) = join::<I>(k[i], m[i], c[i], high[i], low[i]);
    }
    (high, low)
}
