//! Small tables, looked up for all numbers of a group at once.

use crate::level::Isa;
#[cfg(target_arch = "x86_64")]
use crate::level::Level;

/// The items of a table at the places that the low bits of each number of a group give. The table has 16 or 32 items, so that
/// registers hold it where there are instructions that look up in registers.
#[inline(always)]
pub(super) fn take<I: Isa, const N: usize, const G: usize>(table: &[f64; N], at: &[f64; G]) -> [f64; G] {
    const { assert!(N == 16 || N == 32) };
    let mut items = [0.0; G];
    #[cfg(target_arch = "x86_64")]
    if const { matches!(I::LEVEL, Level::V4) && G == 8 } {
        // SAFETY: only code of this level is compiled for it, a group is eight items, and the table is as long as it is said.
        unsafe { take_8::<N>(table.as_ptr(), at.as_ptr(), items.as_mut_ptr()) };
        return items;
    }
    for (item, at) in items.iter_mut().zip(at) {
        *item = table[at.to_bits() as usize % N];
    }
    items
}

/// # Safety
/// `N` items, 16 or 32, must be readable at `table`, eight readable at `at` and writable at `to`, on a processor of x86-64-v4.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn take_8<const N: usize>(table: *const f64, at: *const f64, to: *mut f64) {
    use std::arch::x86_64::*;
    // SAFETY: the caller vouches for the memory and the processor.
    unsafe {
        let at = _mm512_castpd_si512(_mm512_loadu_pd(at));
        // Of 16 items, by the last four bits.
        let of_16 = |from: usize| {
            let (first, second) = (table.wrapping_add(from), table.wrapping_add(from + 8));
            _mm512_permutex2var_pd(_mm512_loadu_pd(first), at, _mm512_loadu_pd(second))
        };
        let mut items = of_16(0);
        if N == 32 {
            let upper = _mm512_test_epi64_mask(at, _mm512_set1_epi64(16));
            items = _mm512_mask_blend_pd(upper, items, of_16(16));
        }
        _mm512_storeu_pd(to, items);
    }
}
