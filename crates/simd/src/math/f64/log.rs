//! Logarithms of `f64`: `log`, `log2`, `log10`, `log1p`.
//!
//! As in Cody and Waite, *Software Manual for the Elementary Functions* (1980): the argument is `2^k * (1 + f)` with
//! whole `k` and `1 + f` between the roots of 1/2 and 2, and `log(1 + f)` an odd polynomial in `t = f / (1 + f/2)`,
//! which is `2 * artanh(t / 2)`. `t` is held in two parts, so that the only rounding that counts is that of the last
//! sum.

use super::double::{fast_two_sum, product_error, quotient, two_sum};
use super::exp::LN_2_SHORT;
use crate::level::Isa;
#[cfg(target_arch = "x86_64")]
use crate::level::Level;
use crate::math::{polynomial, select};

/// `(log((1 + t/2) / (1 - t/2)) - t) / t^3` in powers of `t^2`, within 2^-59.5 of the logarithm.
const LOG: [f64; 7] = [
    0.08333333333333418,
    0.012499999999817083,
    0.0022321428704993092,
    0.00043402731587446983,
    8.878693530107633e-05,
    1.869390857085585e-05,
    4.515367632826085e-06,
];

const MANTISSA: u64 = (1 << 52) - 1;
const ONE: u64 = 1.0f64.to_bits();

/// A positive normal number as `2^k * (1 + f)`.
pub(super) struct Split {
    pub(super) k: f64,
    pub(super) f: f64,
    m: f64,
    /// `2^-k`, for `k` below 1023.
    pub(super) down: f64,
}

#[inline(always)]
pub(super) fn split(u: f64) -> Split {
    const ROOT_OF_HALF: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
    let above = u.to_bits().wrapping_sub(ROOT_OF_HALF);
    // The exponent as the last bits of a number whose unit is 1.
    let shifted = above.wrapping_add(ONE) >> 52;
    let k = f64::from_bits(shifted | 0x4330_0000_0000_0000) - (4503599627370496.0 + 1023.0);
    let m = f64::from_bits((above & MANTISSA) + ROOT_OF_HALF);
    Split { k, m, f: m - 1.0, down: f64::from_bits(ONE.wrapping_sub(above & !MANTISSA)) }
}

/// A positive normal number as `2^k * m`, with `m` from the root of 1/2 to that of 2.
#[inline(always)]
pub(super) fn exponent_and_mantissa(x: f64) -> (f64, f64) {
    let Split { k, m, .. } = split(x);
    (k, m)
}

/// [`split`] of any positive finite number, but without `down`: subnormal numbers are multiplied by 2^54.
#[inline(always)]
pub(super) fn split_any(x: f64) -> (f64, f64) {
    let small = x < f64::MIN_POSITIVE;
    let Split { k, f, .. } = split(select(small, x * 18014398509481984.0, x));
    (k - select(small, 54.0, 0.0), f)
}

/// `log((1 + t/2) / (1 - t/2))` for `t + t_low`, less `t`.
#[inline(always)]
pub(super) fn series<I: Isa>(t: f64, t_low: f64) -> f64 {
    let z = t * t;
    I::fma(t * z, polynomial::<I, _>(&LOG, z), t_low)
}

/// Nothing to add: unlike a sum with zero, one with minus zero is known to be the other number.
const NOTHING: f64 = -0.0;

/// `log(1 + f + f_low)` as a sum.
#[inline(always)]
pub(super) fn log_near_1<I: Isa>(f: f64, f_low: f64) -> (f64, f64) {
    // A sum and its error. The product is exact.
    let d = I::fma(0.5, f, 1.0);
    let d_low = I::fma(0.5, f, 1.0 - d);
    let (t, t_low) = quotient::<I>(f, f_low, d, I::fma(0.5, f_low, d_low));
    (t, series::<I>(t, t_low))
}

/// `k * log(2) + high + low`.
#[inline(always)]
pub(super) fn join<I: Isa>(k: f64, high: f64, low: f64) -> f64 {
    // A sum and its error. The product is exact.
    let sum = I::fma(k, LN_2_SHORT[0], high);
    let error = I::fma(k, LN_2_SHORT[0], -sum) + high;
    sum + (error + I::fma(k, LN_2_SHORT[1], low))
}

/// What a logarithm is at `x`, if not `y`.
#[inline(always)]
fn domain(x: f64, y: f64) -> f64 {
    let y = select(x == f64::INFINITY, x, y);
    let outside = select(x == 0.0, f64::NEG_INFINITY, f64::NAN);
    select(x > 0.0, y, outside)
}

/// `log(2^k * (1 + f))`.
#[inline(always)]
fn log_of_parts<I: Isa>(k: f64, f: f64) -> f64 {
    let (high, low) = log_near_1::<I>(f, NOTHING);
    join::<I>(k, high, low)
}

/// The logarithm to base 2 of `2^k * (1 + f)`.
#[inline(always)]
fn log2_of_parts<I: Isa>(k: f64, f: f64) -> f64 {
    let (high, low) = log_near_1::<I>(f, NOTHING);
    let (high, low) = multiply::<I>(high, low, LOG2_E);
    let (sum, error) = fast_two_sum(k, high);
    sum + (error + low)
}

/// The logarithm to base 10 of `2^k * (1 + f)`.
#[inline(always)]
fn log10_of_parts<I: Isa>(k: f64, f: f64) -> f64 {
    let (high, low) = log_near_1::<I>(f, NOTHING);
    let (high, low) = multiply::<I>(high, low, LOG10_E);
    let (sum, error) = fast_two_sum(k * LOG10_2[0], high);
    sum + (error + I::fma(k, LOG10_2[1], low))
}

/// A logarithm and its groups, by the function of the parts of a number.
macro_rules! by_parts {
    ($($log:ident, $log_group:ident: $of_parts:ident;)*) => {$(
        #[inline(always)]
        pub(super) fn $log<I: Isa>(x: f64) -> f64 {
            let (k, f) = split_any(x);
            domain(x, $of_parts::<I>(k, f))
        }

        /// A group, where the processor has instructions to take numbers apart.
        #[inline(always)]
        pub(super) fn $log_group<I: Isa, const G: usize>(x: &[f64; G]) -> Option<[f64; G]> {
            #[cfg(target_arch = "x86_64")]
            if const { matches!(I::LEVEL, Level::V4) && G == 8 } {
                let (mut k, mut f, mut y) = ([0.0; G], [0.0; G], [0.0; G]);
                // SAFETY: only code of this level is compiled for it, and a group is eight items.
                unsafe { wide::split_any(x.as_ptr(), k.as_mut_ptr(), f.as_mut_ptr()) };
                for ((&k, &f), y) in k.iter().zip(&f).zip(&mut y) {
                    *y = $of_parts::<I>(k, f);
                }
                // SAFETY: as above.
                unsafe { wide::domain(x.as_ptr(), y.as_mut_ptr()) };
                return Some(y);
            }
            let _ = x;
            None
        }
    )*};
}
by_parts! {
    log, log_group: log_of_parts;
    log2, log2_group: log2_of_parts;
    log10, log10_group: log10_of_parts;
}

/// What instructions of x86-64-v4 do for groups of eight, with the bits of their namesakes.
#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::*;

    /// [`super::split_any`]; for what is no positive finite number, any two numbers.
    ///
    /// # Safety
    /// Eight items must be readable at `x` and writable at `to_k` and `to_f`, on a processor of x86-64-v4.
    #[inline(always)]
    pub(super) unsafe fn split_any(x: *const f64, to_k: *mut f64, to_f: *mut f64) {
        // SAFETY: the caller vouches for the memory and the processor.
        unsafe {
            let x = _mm512_loadu_pd(x);
            let one = _mm512_set1_pd(1.0);
            let k = _mm512_getexp_pd(x);
            let m = _mm512_getmant_pd::<_MM_MANT_NORM_1_2, _MM_MANT_SIGN_SRC>(x);
            let large = _mm512_cmp_pd_mask::<_CMP_GE_OQ>(m, _mm512_set1_pd(std::f64::consts::SQRT_2));
            let m = _mm512_mask_mul_pd(m, large, m, _mm512_set1_pd(0.5));
            _mm512_storeu_pd(to_k, _mm512_mask_add_pd(k, large, k, one));
            _mm512_storeu_pd(to_f, _mm512_sub_pd(m, one));
        }
    }

    /// [`super::domain`], in place.
    ///
    /// # Safety
    /// Eight items must be readable at `x`, and also writable at `y`, on a processor of x86-64-v4.
    #[inline(always)]
    pub(super) unsafe fn domain(x: *const f64, y: *mut f64) {
        /// Four bits for each kind of number: zeros (kind 2) become minus infinity (4), infinity (5) itself (1).
        const RARE: i64 = 4 << (4 * 2) | 1 << (4 * 5);
        // SAFETY: the caller vouches for the memory and the processor.
        unsafe {
            let x = _mm512_loadu_pd(x);
            let y_or_rare = _mm512_fixupimm_pd::<0>(_mm512_loadu_pd(y), x, _mm512_set1_epi64(RARE));
            // NaN is among them.
            let outside = _mm512_cmp_pd_mask::<_CMP_NGE_UQ>(x, _mm512_setzero_pd());
            _mm512_storeu_pd(y, _mm512_mask_mov_pd(y_or_rare, outside, _mm512_set1_pd(f64::NAN)));
        }
    }
}

/// `1 / log(2)` and `1 / log(10)` in two parts.
pub(super) const LOG2_E: [f64; 2] = [std::f64::consts::LOG2_E, 2.0355273740931033e-17];
const LOG10_E: [f64; 2] = [std::f64::consts::LOG10_E, 1.098319650216765e-17];

/// The logarithm of 2 to base 10 in two parts, of which the first has 42 bits.
const LOG10_2: [f64; 2] = [0.30102999566395283, 2.8363394551044964e-14];

/// `(high + low) * c`, for a `low` that is small beside `high`, as a sum.
#[inline(always)]
pub(super) fn multiply<I: Isa>(high: f64, low: f64, c: [f64; 2]) -> (f64, f64) {
    let (high, low) = fast_two_sum(high, low);
    let product = high * c[0];
    let error = product_error::<I>(high, c[0], product);
    (product, error + I::fma(high, c[1], low * c[0]))
}

/// `log(1 + w + w_low)` as `k * log(2)` and a sum, for `w > -1` and a `w_low` that is small beside `w`.
#[inline(always)]
pub(super) fn log_1_plus<I: Isa>(w: f64, w_low: f64) -> (f64, f64, f64) {
    let (u, lost) = two_sum(1.0, w);
    let Split { k, f, down, .. } = split(u);
    // `1 + w` has lost bits of a small `w`, and is not needed there. Of a large one, what was lost does not count.
    let near = k == 0.0;
    let f_low = select(k > 200.0, 0.0, (lost + w_low) * down);
    let (high, low) = log_near_1::<I>(select(near, w, f), select(near, w_low, f_low));
    (k, high, low)
}

#[inline(always)]
pub(super) fn log1p<I: Isa>(x: f64) -> f64 {
    let (k, high, low) = log_1_plus::<I>(x, 0.0);
    // The sign is that of `x`, which matters for -0.
    let y = join::<I>(k, high, low).copysign(x);
    let y = select(x == f64::INFINITY, x, y);
    let outside = select(x == -1.0, f64::NEG_INFINITY, f64::NAN);
    select(x > -1.0, y, outside)
}
