//! Square roots of `f64`, and of groups of them faster than the processor's own instruction finds them.

use crate::level::Isa;
#[cfg(target_arch = "x86_64")]
use crate::level::Level;

/// The square root of `x`, correctly rounded.
#[inline(always)]
pub fn sqrt<I: Isa>(x: f64) -> f64 {
    x.sqrt()
}

/// The roots of a group, where this is faster than one by one: with the bits of [`sqrt`].
#[inline(always)]
pub(crate) fn sqrt_group<I: Isa, const G: usize>(x: &[f64; G]) -> Option<[f64; G]> {
    #[cfg(target_arch = "x86_64")]
    if const { matches!(I::LEVEL, Level::V4) && G == 8 } {
        let mut roots = [0.0; G];
        // SAFETY: only code of this level is compiled for it, and a group is eight items.
        unsafe { wide::sqrt_8(x.as_ptr(), roots.as_mut_ptr()) };
        return Some(roots);
    }
    let _ = x;
    None
}

/// Goldschmidt's iteration from the processor's estimate of the inverse root, and one correction by Markstein's method.
///
/// Two steps take the estimate's 14 bits beyond 53. Then `root` is within a unit of the root and `half` within a few of half its
/// inverse, so that `root + half * (x - root^2)`, of which the difference is exact, is within `2^-103` of the root before it is
/// rounded. Roots that lie closer than that to the middle between two numbers are few and known; the tests go through them. (P. Markstein,
/// *IA-64 and elementary functions*, 2000, chapter 9; M. Cornea-Hasegan, R. Golliver, P. Markstein, *Correctness proofs outline for
/// Newton-Raphson based floating-point divide and square root algorithms*, 1999.)
#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::*;

    /// The least number whose root can be corrected: the difference must not be subnormal.
    const LEAST: i64 = 0x0400_0000_0000_0000;
    /// Numbers from [`LEAST`] on that are finite.
    const SPAN: i64 = 0x7FF0_0000_0000_0000 - LEAST;

    /// # Safety
    /// Eight items must be readable at `x` and writable at `to`, on a processor of x86-64-v4.
    #[inline(always)]
    pub(super) unsafe fn sqrt_8(x: *const f64, to: *mut f64) {
        // SAFETY: the caller vouches for the memory and the processor.
        unsafe {
            let x = _mm512_loadu_pd(x);
            let place = _mm512_sub_epi64(_mm512_castpd_si512(x), _mm512_set1_epi64(LEAST));
            let rare = _mm512_cmpge_epu64_mask(place, _mm512_set1_epi64(SPAN));
            let one_half = _mm512_set1_pd(0.5);
            let estimate = _mm512_rsqrt14_pd(x);
            let mut root = _mm512_mul_pd(x, estimate);
            let mut half = _mm512_mul_pd(one_half, estimate);
            for _ in 0..2 {
                let lack = _mm512_fnmadd_pd(root, half, one_half);
                root = _mm512_fmadd_pd(root, lack, root);
                half = _mm512_fmadd_pd(half, lack, half);
            }
            let difference = _mm512_fnmadd_pd(root, root, x);
            root = _mm512_fmadd_pd(difference, half, root);
            if rare != 0 {
                root = _mm512_mask_sqrt_pd(root, rare, x);
            }
            _mm512_storeu_pd(to, root);
        }
    }
}
