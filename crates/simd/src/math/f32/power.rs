//! Powers and roots: `sqrt`, `cbrt`, `pow`, `hypot`; and the logarithms of sums of powers, `logaddexp` and
//! `logaddexp2`.

use super::exp::{exp_precise, exp2_f64};
use super::poly;
use super::{ROUNDER, polynomial, select};
use crate::level::Isa;
#[cfg(target_arch = "x86_64")]
use crate::level::Level;
use std::f64::consts::{LN_2, LOG2_E};

/// The level makes no difference; all bodies take it.
#[allow(clippy::extra_unused_type_parameters)]
#[inline(always)]
pub(super) fn sqrt<I: Isa>(x: f32) -> f32 {
    x.sqrt()
}

/// A group of roots, where this is faster than one by one: with the bits of [`sqrt`]. The method is that of `f64`, one step shorter.
#[inline(always)]
pub(super) fn sqrt_group<I: Isa, const G: usize>(x: &[f32; G]) -> Option<[f32; G]> {
    #[cfg(target_arch = "x86_64")]
    if const { matches!(I::LEVEL, Level::V4) && G == 16 } {
        let mut roots = [0.0; G];
        // SAFETY: only code of this level is compiled for it, and a group is sixteen items.
        unsafe { sqrt_16(x.as_ptr(), roots.as_mut_ptr()) };
        return Some(roots);
    }
    let _ = x;
    None
}

/// # Safety
/// Sixteen items must be readable at `x` and writable at `to`, on a processor of x86-64-v4.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn sqrt_16(x: *const f32, to: *mut f32) {
    use std::arch::x86_64::*;
    /// The least number whose root can be corrected: the difference must not be subnormal.
    const LEAST: i32 = 0x1000_0000;
    /// Numbers from [`LEAST`] on that are finite.
    const SPAN: i32 = 0x7F80_0000 - LEAST;
    // SAFETY: the caller vouches for the memory and the processor.
    unsafe {
        let x = _mm512_loadu_ps(x);
        let place = _mm512_sub_epi32(_mm512_castps_si512(x), _mm512_set1_epi32(LEAST));
        let rare = _mm512_cmpge_epu32_mask(place, _mm512_set1_epi32(SPAN));
        let one_half = _mm512_set1_ps(0.5);
        let estimate = _mm512_rsqrt14_ps(x);
        let (root, half) = (_mm512_mul_ps(x, estimate), _mm512_mul_ps(one_half, estimate));
        let lack = _mm512_fnmadd_ps(root, half, one_half);
        let (root, half) = (_mm512_fmadd_ps(root, lack, root), _mm512_fmadd_ps(half, lack, half));
        let difference = _mm512_fnmadd_ps(root, root, x);
        let mut root = _mm512_fmadd_ps(difference, half, root);
        if rare != 0 {
            root = _mm512_mask_sqrt_ps(root, rare, x);
        }
        _mm512_storeu_ps(to, root);
    }
}

/// `y` near the inverse cube root of a positive normal `x`, by a third of the exponent: `|1 - x * y**3| <= 0.1021`.
#[inline(always)]
fn estimate_inverse_cbrt(x: f32) -> f32 {
    const ESTIMATE: i32 = 0x54A1_F52A;
    // SAFETY: a third of a positive `i32` is in the range of `i32`.
    let third = unsafe { (x.to_bits() as i32 as f32 * (1.0 / 3.0)).to_int_unchecked::<i32>() };
    f32::from_bits(ESTIMATE.wrapping_sub(third) as u32)
}

/// Whether `x` is not finite, or such that the errors of products in [`cbrt`] are no longer normal numbers.
#[inline(always)]
pub(super) fn is_rare_for_cbrt(x: f32) -> bool {
    const LEAST: u32 = (127 - 64) << 23;
    x.abs().to_bits().wrapping_sub(LEAST) >= f32::INFINITY.to_bits() - LEAST
}

/// In single precision: by way of `f64`, this would fall behind NumPy, whose vector code has twice as many lanes.
#[inline(always)]
pub(super) fn cbrt<I: Isa>(x: f32) -> f32 {
    if !I::FMA {
        return cbrt_rare::<I>(x);
    }
    let a = x.abs();
    let estimate = estimate_inverse_cbrt(a);
    let e = I::fma32(-(a * estimate), estimate * estimate, 1.0);
    let [c0, c1, c2, c3] = poly::CBRT_INVERSE.map(|c| c as f32);
    let inverse = estimate * I::fma32(I::fma32(c3, e, c2), e * e, I::fma32(c1, e, c0));
    let square = inverse * inverse;
    // One step of Newton's method, with the cube of the root in two parts.
    let root = a * square;
    let root_square = root * root;
    let root_square_error = I::fma32(root, root, -root_square);
    let remainder = I::fma32(-root, root_square_error, I::fma32(-root, root_square, a));
    I::fma32(remainder, square * (1.0 / 3.0), root).copysign(x)
}

/// With an estimate `y` of `x**(-1/3)` and `1 - e = x * y**3`, the root is `x * y**2 * (1 - e)**(-2/3)`.
#[inline(always)]
pub(super) fn cbrt_rare<I: Isa>(x: f32) -> f32 {
    let magnitude = x.abs();
    // Subnormal numbers are multiplied by 2**24, and their roots divided by 2**8.
    let small = magnitude < f32::MIN_POSITIVE;
    let normal = select(small, magnitude * 16777216.0, magnitude);
    let back = select(small, 1.0 / 256.0, 1.0);
    let y = estimate_inverse_cbrt(normal) as f64;
    let almost = normal as f64 * (y * y);
    let e = I::fma(-almost, y, 1.0);
    let root = (almost * polynomial::<I, _>(&poly::CBRT, e)) as f32 * back;
    // Infinity and NaN are themselves; 0 comes out as 0.
    select(magnitude < f32::INFINITY, root, magnitude).copysign(x)
}

#[inline(always)]
pub(super) fn pow<I: Isa>(x: f32, y: f32) -> f32 {
    let magnitude = x.abs();
    let log = super::log::log2_f64::<I>(magnitude as f64);
    let log = select(magnitude == 0.0, f64::NEG_INFINITY, log);
    let log = select(magnitude < f32::INFINITY, log, magnitude as f64);
    // A base of 1 gives 1 for any exponent, and so does an exponent of 0 for any base: 0 times infinity or NaN is 0.
    let exponent = y as f64;
    let product = select((log == 0.0) | (y == 0.0), 0.0, exponent * log);
    let product = select(product < -151.0, -151.0, product);
    let product = select(product > 129.0, 129.0, product);
    let power = exp2_f64::<I>(product) as f32;
    // From 2**51 on every `f32` is whole, and even.
    let rounded = exponent + ROUNDER;
    let whole = (rounded - ROUNDER == exponent) | (exponent.abs() >= 2251799813685248.0);
    let odd = whole & (rounded.to_bits() & 1 != 0) & (exponent.abs() < 2251799813685248.0);
    let power = select(odd, power.copysign(x), power);
    let no_real_power = (x < 0.0) & (magnitude < f32::INFINITY) & !whole & (y != 0.0);
    select(no_real_power, f32::NAN, power)
}

#[inline(always)]
pub(super) fn hypot<I: Isa>(x: f32, y: f32) -> f32 {
    // The squares are exact, and do not overflow.
    let (a, b) = (x as f64, y as f64);
    let length = I::fma(a, a, b * b).sqrt() as f32;
    let infinite = (x.abs() == f32::INFINITY) | (y.abs() == f32::INFINITY);
    select(infinite, f32::INFINITY, length)
}

/// `log(1 + e**d)` for `d <= 0`, with a relative error of 2**-49.
#[inline(always)]
fn log_1_plus_exp<I: Isa>(d: f64) -> f64 {
    // What lies below the bound adds nothing to any `f32`.
    let e = exp_precise::<I>(select(d < -300.0, -300.0, d));
    let s = e / (e + 2.0);
    let y = s * polynomial::<I, _>(&poly::LOG_RATIO_LONG, s * s);
    // Equal arguments are common enough to be exact.
    select(d == 0.0, LN_2, y)
}

/// The greater of two numbers, and the distance from it to the other, which is negative; 0 for equal infinities.
#[inline(always)]
fn order(x: f32, y: f32) -> (f64, f64) {
    let (a, b) = (x as f64, y as f64);
    let distance = select(a == b, 0.0, -(a - b).abs());
    (select(a > b, a, b), distance)
}

#[inline(always)]
pub(super) fn logaddexp<I: Isa>(x: f32, y: f32) -> f32 {
    let (greater, distance) = order(x, y);
    (greater + log_1_plus_exp::<I>(distance)) as f32
}

#[inline(always)]
pub(super) fn logaddexp2<I: Isa>(x: f32, y: f32) -> f32 {
    let (greater, distance) = order(x, y);
    // No fused multiply-add: log(2) / log(2) shall be 1.
    (greater + log_1_plus_exp::<I>(distance * LN_2) * LOG2_E) as f32
}
