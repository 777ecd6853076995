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

/// [`take`] for groups of sixteen `f32`, where there are instructions that look up in registers.
#[inline(always)]
pub(super) fn take_f32<I: Isa, const N: usize, const G: usize>(
    table: &[f32; N],
    at: &[u32; G],
) -> Option<[f32; G]> {
    const { assert!(N == 16 || N == 32) };
    #[cfg(target_arch = "x86_64")]
    if const { !matches!(I::LEVEL, Level::Baseline) && G == 16 } {
        let (table, at, mut items) = (table.as_ptr(), at.as_ptr(), [0.0; G]);
        let to = items.as_mut_ptr();
        // SAFETY: only code of the level is compiled for it, a group is sixteen items, and the table is as long as it is said.
        unsafe {
            if const { matches!(I::LEVEL, Level::V4) } {
                take_16_f32::<N>(table, at, to);
            } else {
                take_8_f32::<N>(table, at, to);
                take_8_f32::<N>(table, at.wrapping_add(8), to.wrapping_add(8));
            }
        }
        return Some(items);
    }
    let _ = (table, at);
    None
}

/// # Safety
/// `N` items, 16 or 32, must be readable at `table`, sixteen readable at `at` and writable at `to`, on a processor of x86-64-v4.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn take_16_f32<const N: usize>(table: *const f32, at: *const u32, to: *mut f32) {
    use std::arch::x86_64::*;
    // SAFETY: the caller vouches for the memory and the processor.
    unsafe {
        let (at, first) = (_mm512_loadu_epi32(at.cast()), _mm512_loadu_ps(table));
        let items = if N == 32 {
            _mm512_permutex2var_ps(first, at, _mm512_loadu_ps(table.wrapping_add(16)))
        } else {
            _mm512_permutexvar_ps(at, first)
        };
        _mm512_storeu_ps(to, items);
    }
}

/// # Safety
/// `N` items, 16 or 32, must be readable at `table`, eight readable at `at` and writable at `to`, on a processor of x86-64-v3.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn take_8_f32<const N: usize>(table: *const f32, at: *const u32, to: *mut f32) {
    use std::arch::x86_64::*;
    // SAFETY: the caller vouches for the memory and the processor.
    unsafe {
        let at = _mm256_loadu_si256(at.cast());
        // The third bit, and the fourth, as signs.
        let by_8 = _mm256_castsi256_ps(_mm256_slli_epi32::<28>(at));
        let by_16 = _mm256_castsi256_ps(_mm256_slli_epi32::<27>(at));
        let of_8 = |from: usize| _mm256_permutevar8x32_ps(_mm256_loadu_ps(table.wrapping_add(from)), at);
        let of_16 = |from: usize| _mm256_blendv_ps(of_8(from), of_8(from + 8), by_8);
        let items = if N == 32 { _mm256_blendv_ps(of_16(0), of_16(16), by_16) } else { of_16(0) };
        _mm256_storeu_ps(to, items);
    }
}
