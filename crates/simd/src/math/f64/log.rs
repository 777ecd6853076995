//! Logarithms of `f64`: `log`, `log2`, `log10`, `log1p`.
//!
//! All come from the parts that `log_parts.rs` takes a number apart into, as a sum of two numbers: the only rounding that
//! counts is that of this sum.

use super::double::{product_error, two_sum};
use super::log_parts::{Parts, each_of_group};
use crate::level::Isa;
#[cfg(target_arch = "x86_64")]
use crate::level::Level;
use crate::math::select;

/// `1 / log(2)` and `1 / log(10)` in two parts.
pub(super) const LOG2_E: [f64; 2] = [std::f64::consts::LOG2_E, 2.0355273740931033e-17];
const LOG10_E: [f64; 2] = [std::f64::consts::LOG10_E, 1.098319650216765e-17];

/// Nothing to add: unlike a sum with zero, one with minus zero is known to be the other number.
const NOTHING: f64 = -0.0;

/// `(high + low) * c`, for a `low` that is small beside `high`, as a sum.
#[inline(always)]
pub(super) fn multiply<I: Isa>(high: f64, low: f64, c: [f64; 2]) -> (f64, f64) {
    let product = high * c[0];
    let error = product_error::<I>(high, c[0], product);
    (product, error + I::fma(high, c[1], low * c[0]))
}

#[inline(always)]
fn log_of<I: Isa>(parts: Parts) -> f64 {
    let (high, low) = parts.log::<I>(NOTHING);
    high + low
}

/// The logarithm times `c`.
#[inline(always)]
fn log_times<I: Isa>(parts: Parts, c: [f64; 2]) -> f64 {
    let (high, low) = parts.log::<I>(NOTHING);
    let (high, low) = multiply::<I>(high, low, c);
    high + low
}

#[inline(always)]
fn log2_of<I: Isa>(parts: Parts) -> f64 {
    log_times::<I>(parts, LOG2_E)
}

#[inline(always)]
fn log10_of<I: Isa>(parts: Parts) -> f64 {
    log_times::<I>(parts, LOG10_E)
}

/// What a logarithm is at `x`, if not `y`.
#[inline(always)]
fn domain(x: f64, y: f64) -> f64 {
    let y = select(x == f64::INFINITY, x, y);
    let outside = select(x == 0.0, f64::NEG_INFINITY, f64::NAN);
    select(x > 0.0, y, outside)
}

/// [`domain`] of a group, in place.
#[inline(always)]
fn domain_of_group<I: Isa, const G: usize>(x: &[f64; G], y: &mut [f64; G]) {
    #[cfg(target_arch = "x86_64")]
    if const { matches!(I::LEVEL, Level::V4) && G == 8 } {
        // SAFETY: only code of this level is compiled for it, and a group is eight items.
        return unsafe { domain_of_8(x.as_ptr(), y.as_mut_ptr()) };
    }
    for (&x, y) in x.iter().zip(y) {
        *y = domain(x, *y);
    }
}

/// # Safety
/// Eight items must be readable at `x`, and also writable at `y`, on a processor of x86-64-v4.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn domain_of_8(x: *const f64, y: *mut f64) {
    use std::arch::x86_64::*;
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

/// A logarithm and its groups, by the function of the parts of a number.
macro_rules! by_parts {
    ($($log:ident, $log_group:ident: $of_parts:ident;)*) => {$(
        #[inline(always)]
        pub(super) fn $log<I: Isa>(x: f64) -> f64 {
            domain(x, $of_parts::<I>(Parts::new::<I>(x)))
        }

        #[inline(always)]
        pub(super) fn $log_group<I: Isa, const G: usize>(x: &[f64; G]) -> Option<[f64; G]> {
            let mut y = [0.0; G];
            each_of_group::<I, G>(x, |at, parts| y[at] = $of_parts::<I>(parts)).then(|| {
                domain_of_group::<I, G>(x, &mut y);
                y
            })
        }
    )*};
}
by_parts! {
    log, log_group: log_of;
    log2, log2_group: log2_of;
    log10, log10_group: log10_of;
}

/// The parts of `1 + w + w_low` and what they lack of its logarithm, for `w > -1` and a `w_low` that is small beside `w`.
#[inline(always)]
pub(super) fn one_plus<I: Isa>(w: f64, w_low: f64) -> (Parts, f64) {
    let (u, lost) = two_sum(1.0, w);
    let parts = Parts::new::<I>(u);
    // `1 + w` has lost bits of a small `w`, and is not needed there.
    let near = parts.is_near_1();
    let parts = parts.with_excess(select(near, w, parts.excess()));
    let more = parts.more::<I>(select(near, w_low, lost + w_low));
    (parts, more)
}

/// [`log1p`] of `x`, for the parts of `1 + x`, if that is positive, and what it has lost of `x`.
#[inline(always)]
fn log1p_of<I: Isa>(parts: Parts, x: f64, lost: f64) -> f64 {
    let (high, low) = parts.log::<I>(parts.more::<I>(lost));
    // The sign is that of `x`, which matters for -0.
    (high + low).copysign(x)
}

#[inline(always)]
pub(super) fn log1p<I: Isa>(x: f64) -> f64 {
    let (u, lost) = two_sum(1.0, x);
    domain(u, log1p_of::<I>(Parts::new::<I>(u), x, lost))
}

#[inline(always)]
pub(super) fn log1p_group<I: Isa, const G: usize>(x: &[f64; G]) -> Option<[f64; G]> {
    let (mut u, mut lost, mut y) = ([0.0; G], [0.0; G], [0.0; G]);
    for ((&x, u), lost) in x.iter().zip(&mut u).zip(&mut lost) {
        (*u, *lost) = two_sum(1.0, x);
    }
    each_of_group::<I, G>(&u, |at, parts| y[at] = log1p_of::<I>(parts, x[at], lost[at])).then(|| {
        domain_of_group::<I, G>(&u, &mut y);
        y
    })
}
