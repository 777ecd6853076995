//! Vectors of keys for AVX2 and AVX-512.
//!
//! Every intrinsic is called under the features of the level that the type belongs to, because only that level's code
//! uses it.

use std::arch::x86_64::*;

use super::lanes::{Lanes, Levels};

/// The vectors of x86-64-v3.
#[doc(hidden)]
pub struct Avx2;

/// The vectors of x86-64-v4.
#[doc(hidden)]
pub struct Avx512;

impl Levels for Avx2 {
    type F64 = Avx2F64;
    type I64 = Avx2I64;
    type F32 = Avx2F32;
    type I32 = Avx2I32;
}

impl Levels for Avx512 {
    type F64 = Avx512F64;
    type I64 = Avx512I64;
    type F32 = Avx512F32;
    type I32 = Avx512I32;
}

/// For each mask of `N` bits the lanes in the order of [`Lanes::split`].
const fn orders<const N: usize, const MASKS: usize>() -> [[u8; 8]; MASKS] {
    let mut table = [[0; 8]; MASKS];
    let mut mask = 0;
    while mask < MASKS {
        let (mut lane, mut front, mut back) = (0, 0, mask.count_ones() as usize);
        while lane < N {
            if mask >> lane & 1 == 1 {
                table[mask][front] = lane as u8;
                front += 1;
            } else {
                table[mask][back] = lane as u8;
                back += 1;
            }
            lane += 1;
        }
        mask += 1;
    }
    table
}

/// The orders of eight lanes of 32 bits.
static ORDERS_8: [[u8; 8]; 256] = orders::<8, 256>();

/// The orders of four lanes of 64 bits, in halves.
static ORDERS_4: [[u32; 8]; 16] = {
    let lanes = orders::<4, 16>();
    let mut table = [[0; 8]; 16];
    let mut i = 0;
    while i < 16 * 8 {
        table[i / 8][i % 8] = 2 * lanes[i / 8][i % 8 / 2] as u32 + i as u32 % 2;
        i += 1;
    }
    table
};

/// Implements [`Lanes`] for one vector of the processor; every expression is called at its level only.
macro_rules! x86_lanes {
    ($name:ident, $vector:ty, $key:ty, $count:literal; $load:expr; $store:expr; $splat:expr; $min_max:expr;
     $at_most:expr; $less:expr; $split:expr; $swap:expr; $pick:expr;) => {
        /// Keys in a vector of one level.
        #[doc(hidden)]
        #[derive(Clone, Copy)]
        pub struct $name($vector);

        impl Lanes<$key> for $name {
            const N: usize = $count;
            #[inline(always)]
            unsafe fn load(from: *const $key) -> Self {
                // SAFETY: by contract; used at its level only.
                $name(unsafe { $load(from) })
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $key) {
                // SAFETY: by contract; used at its level only.
                unsafe { $store(to, self.0) }
            }
            #[inline(always)]
            fn splat(key: $key) -> Self {
                // SAFETY: used at its level only.
                $name(unsafe { $splat(key) })
            }
            #[inline(always)]
            fn min_max(self, other: Self) -> (Self, Self) {
                // SAFETY: used at its level only.
                let (min, max) = unsafe { $min_max(self.0, other.0) };
                ($name(min), $name(max))
            }
            #[inline(always)]
            fn at_most(self, other: Self) -> u32 {
                // SAFETY: used at its level only.
                unsafe { $at_most(self.0, other.0) as u32 }
            }
            #[inline(always)]
            fn less(self, other: Self) -> u32 {
                // SAFETY: used at its level only.
                unsafe { $less(self.0, other.0) as u32 }
            }
            #[inline(always)]
            fn split(self, mask: u32) -> Self {
                // SAFETY: used at its level only.
                $name(unsafe { $split(self.0, mask) })
            }
            #[inline(always)]
            fn swap<const D: usize>(self) -> Self {
                // SAFETY: used at its level only.
                $name(unsafe { $swap(self.0, D) })
            }
            #[inline(always)]
            fn pick<const D: usize>(self, other: Self) -> Self {
                // SAFETY: used at its level only.
                $name(unsafe { $pick(self.0, other.0, D) })
            }
        }
    };
}

// AVX2.

/// # Safety
/// The processor must have AVX2, here and below.
#[inline(always)]
unsafe fn split_4(x: __m256d, mask: u32) -> __m256d {
    // SAFETY: by contract; a row of the table is a vector.
    unsafe {
        let order = _mm256_loadu_si256(ORDERS_4[mask as usize & 15].as_ptr().cast());
        _mm256_castps_pd(_mm256_permutevar8x32_ps(_mm256_castpd_ps(x), order))
    }
}

#[inline(always)]
unsafe fn split_8(x: __m256, mask: u32) -> __m256 {
    // SAFETY: by contract; a row of the table is eight bytes.
    unsafe {
        let order = _mm_loadl_epi64(ORDERS_8[mask as usize & 255].as_ptr().cast());
        _mm256_permutevar8x32_ps(x, _mm256_cvtepu8_epi32(order))
    }
}

#[inline(always)]
unsafe fn swap_4(x: __m256d, d: usize) -> __m256d {
    // SAFETY: by contract.
    unsafe {
        match d {
            1 => _mm256_permute_pd::<0b0101>(x),
            2 => _mm256_permute4x64_pd::<0x4e>(x),
            _ => _mm256_permute4x64_pd::<0x1b>(x),
        }
    }
}

#[inline(always)]
unsafe fn swap_8(x: __m256, d: usize) -> __m256 {
    // SAFETY: by contract.
    unsafe {
        match d {
            1 => _mm256_permute_ps::<0xb1>(x),
            2 => _mm256_permute_ps::<0x4e>(x),
            3 => _mm256_permute_ps::<0x1b>(x),
            4 => _mm256_permute2f128_ps::<1>(x, x),
            _ => {
                let x = _mm256_permute_ps::<0x1b>(x);
                _mm256_permute2f128_ps::<1>(x, x)
            }
        }
    }
}

#[inline(always)]
unsafe fn pick_4(a: __m256d, b: __m256d, d: usize) -> __m256d {
    // SAFETY: by contract.
    unsafe {
        match d {
            1 => _mm256_blend_pd::<0b1010>(a, b),
            _ => _mm256_blend_pd::<0b1100>(a, b),
        }
    }
}

#[inline(always)]
unsafe fn pick_8(a: __m256, b: __m256, d: usize) -> __m256 {
    // SAFETY: by contract.
    unsafe {
        match d {
            1 => _mm256_blend_ps::<0xaa>(a, b),
            2 => _mm256_blend_ps::<0xcc>(a, b),
            _ => _mm256_blend_ps::<0xf0>(a, b),
        }
    }
}

#[inline(always)]
unsafe fn mask_4(x: __m256i) -> i32 {
    // SAFETY: by contract.
    unsafe { _mm256_movemask_pd(_mm256_castsi256_pd(x)) }
}

#[inline(always)]
unsafe fn mask_8(x: __m256i) -> i32 {
    // SAFETY: by contract.
    unsafe { _mm256_movemask_ps(_mm256_castsi256_ps(x)) }
}

#[inline(always)]
unsafe fn min_max_i64(a: __m256i, b: __m256i) -> (__m256i, __m256i) {
    // SAFETY: by contract.
    unsafe {
        let greater = _mm256_cmpgt_epi64(a, b);
        (_mm256_blendv_epi8(a, b, greater), _mm256_blendv_epi8(b, a, greater))
    }
}

x86_lanes!(
    Avx2F64, __m256d, f64, 4;
    |from| _mm256_loadu_pd(from);
    |to, x| _mm256_storeu_pd(to, x);
    |key| _mm256_set1_pd(key);
    |a, b| (_mm256_min_pd(a, b), _mm256_max_pd(a, b));
    |a, b| _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_LE_OQ>(a, b));
    |a, b| _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_LT_OQ>(a, b));
    split_4;
    swap_4;
    pick_4;
);
x86_lanes!(
    Avx2I64, __m256i, i64, 4;
    |from: *const i64| _mm256_loadu_si256(from.cast());
    |to: *mut i64, x| _mm256_storeu_si256(to.cast(), x);
    |key| _mm256_set1_epi64x(key);
    min_max_i64;
    |a, b| mask_4(_mm256_cmpgt_epi64(a, b)) ^ 15;
    |a, b| mask_4(_mm256_cmpgt_epi64(b, a));
    |x, mask| _mm256_castpd_si256(split_4(_mm256_castsi256_pd(x), mask));
    |x, d| _mm256_castpd_si256(swap_4(_mm256_castsi256_pd(x), d));
    |a, b, d| _mm256_castpd_si256(pick_4(_mm256_castsi256_pd(a), _mm256_castsi256_pd(b), d));
);
x86_lanes!(
    Avx2F32, __m256, f32, 8;
    |from| _mm256_loadu_ps(from);
    |to, x| _mm256_storeu_ps(to, x);
    |key| _mm256_set1_ps(key);
    |a, b| (_mm256_min_ps(a, b), _mm256_max_ps(a, b));
    |a, b| _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_LE_OQ>(a, b));
    |a, b| _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_LT_OQ>(a, b));
    split_8;
    swap_8;
    pick_8;
);
x86_lanes!(
    Avx2I32, __m256i, i32, 8;
    |from: *const i32| _mm256_loadu_si256(from.cast());
    |to: *mut i32, x| _mm256_storeu_si256(to.cast(), x);
    |key| _mm256_set1_epi32(key);
    |a, b| (_mm256_min_epi32(a, b), _mm256_max_epi32(a, b));
    |a, b| mask_8(_mm256_cmpgt_epi32(a, b)) ^ 255;
    |a, b| mask_8(_mm256_cmpgt_epi32(b, a));
    |x, mask| _mm256_castps_si256(split_8(_mm256_castsi256_ps(x), mask));
    |x, d| _mm256_castps_si256(swap_8(_mm256_castsi256_ps(x), d));
    |a, b, d| _mm256_castps_si256(pick_8(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), d));
);

// AVX-512.

/// # Safety
/// The processor must have AVX-512, here and below.
#[inline(always)]
unsafe fn split_8_of_64(x: __m512d, mask: u32) -> __m512d {
    let behind = !0u32 << mask.count_ones();
    // SAFETY: by contract.
    unsafe {
        let front = _mm512_maskz_compress_pd(mask as u8, x);
        _mm512_mask_expand_pd(front, behind as u8, _mm512_maskz_compress_pd(!mask as u8, x))
    }
}

#[inline(always)]
unsafe fn split_16(x: __m512, mask: u32) -> __m512 {
    let behind = !0u32 << mask.count_ones();
    // SAFETY: by contract.
    unsafe {
        let front = _mm512_maskz_compress_ps(mask as u16, x);
        _mm512_mask_expand_ps(front, behind as u16, _mm512_maskz_compress_ps(!mask as u16, x))
    }
}

#[inline(always)]
unsafe fn swap_8_of_64(x: __m512d, d: usize) -> __m512d {
    // SAFETY: by contract.
    unsafe {
        match d {
            1 => _mm512_permute_pd::<0x55>(x),
            2 => _mm512_permutex_pd::<0x4e>(x),
            3 => _mm512_permutex_pd::<0x1b>(x),
            4 => _mm512_shuffle_f64x2::<0x4e>(x, x),
            _ => {
                let x = _mm512_permutex_pd::<0x1b>(x);
                _mm512_shuffle_f64x2::<0x4e>(x, x)
            }
        }
    }
}

#[inline(always)]
unsafe fn swap_16(x: __m512, d: usize) -> __m512 {
    // SAFETY: by contract.
    unsafe {
        // The four lanes of each part of 128 bits, and the parts.
        let within = match d & 3 {
            0 => x,
            1 => _mm512_permute_ps::<0xb1>(x),
            2 => _mm512_permute_ps::<0x4e>(x),
            _ => _mm512_permute_ps::<0x1b>(x),
        };
        match d / 4 {
            0 => within,
            1 => _mm512_shuffle_f32x4::<0xb1>(within, within),
            2 => _mm512_shuffle_f32x4::<0x4e>(within, within),
            _ => _mm512_shuffle_f32x4::<0x1b>(within, within),
        }
    }
}

/// The lanes that have bit `d` in their number.
#[inline(always)]
const fn lanes_with(d: usize) -> u16 {
    match d {
        1 => 0xaaaa,
        2 => 0xcccc,
        4 => 0xf0f0,
        _ => 0xff00,
    }
}

x86_lanes!(
    Avx512F64, __m512d, f64, 8;
    |from| _mm512_loadu_pd(from);
    |to, x| _mm512_storeu_pd(to, x);
    |key| _mm512_set1_pd(key);
    |a, b| (_mm512_min_pd(a, b), _mm512_max_pd(a, b));
    |a, b| _mm512_cmp_pd_mask::<_CMP_LE_OQ>(a, b);
    |a, b| _mm512_cmp_pd_mask::<_CMP_LT_OQ>(a, b);
    split_8_of_64;
    swap_8_of_64;
    |a, b, d| _mm512_mask_mov_pd(a, lanes_with(d) as u8, b);
);
x86_lanes!(
    Avx512I64, __m512i, i64, 8;
    |from: *const i64| _mm512_loadu_si512(from.cast());
    |to: *mut i64, x| _mm512_storeu_si512(to.cast(), x);
    |key| _mm512_set1_epi64(key);
    |a, b| (_mm512_min_epi64(a, b), _mm512_max_epi64(a, b));
    |a, b| _mm512_cmple_epi64_mask(a, b);
    |a, b| _mm512_cmplt_epi64_mask(a, b);
    |x, mask| _mm512_castpd_si512(split_8_of_64(_mm512_castsi512_pd(x), mask));
    |x, d| _mm512_castpd_si512(swap_8_of_64(_mm512_castsi512_pd(x), d));
    |a, b, d| _mm512_mask_mov_epi64(a, lanes_with(d) as u8, b);
);
x86_lanes!(
    Avx512F32, __m512, f32, 16;
    |from| _mm512_loadu_ps(from);
    |to, x| _mm512_storeu_ps(to, x);
    |key| _mm512_set1_ps(key);
    |a, b| (_mm512_min_ps(a, b), _mm512_max_ps(a, b));
    |a, b| _mm512_cmp_ps_mask::<_CMP_LE_OQ>(a, b);
    |a, b| _mm512_cmp_ps_mask::<_CMP_LT_OQ>(a, b);
    split_16;
    swap_16;
    |a, b, d| _mm512_mask_mov_ps(a, lanes_with(d), b);
);
x86_lanes!(
    Avx512I32, __m512i, i32, 16;
    |from: *const i32| _mm512_loadu_si512(from.cast());
    |to: *mut i32, x| _mm512_storeu_si512(to.cast(), x);
    |key| _mm512_set1_epi32(key);
    |a, b| (_mm512_min_epi32(a, b), _mm512_max_epi32(a, b));
    |a, b| _mm512_cmple_epi32_mask(a, b);
    |a, b| _mm512_cmplt_epi32_mask(a, b);
    |x, mask| _mm512_castps_si512(split_16(_mm512_castsi512_ps(x), mask));
    |x, d| _mm512_castps_si512(swap_16(_mm512_castsi512_ps(x), d));
    |a, b, d| _mm512_mask_mov_epi32(a, lanes_with(d), b);
);
