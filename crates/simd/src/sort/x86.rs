//! Vectors of keys for AVX2 and AVX-512.
//!
//! Every intrinsic is called under the features of the level that the type belongs to, because only that level's code
//! uses it.

use std::arch::x86_64::*;

use super::lanes::{Lanes, Levels, Split, to_both};

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
    type HalfF32 = Avx2Flipped;
    type HalfI32 = Avx2I32;
}

impl Levels for Avx512 {
    type F64 = Avx512F64;
    type I64 = Avx512I64;
    type F32 = Avx512F32;
    type I32 = Avx512I32;
    type HalfF32 = Avx2Flipped;
    type HalfI32 = Avx2I32;
}

/// For each mask of `N` bits the lanes, those whose bits are set first, each a number of `BITS` bits, the first lowest.
const fn orders<const N: usize, const BITS: usize, const MASKS: usize>() -> [u64; MASKS] {
    let mut table = [0; MASKS];
    let mut mask = 0;
    while mask < MASKS {
        let (mut lane, mut front, mut back) = (0, 0, mask.count_ones() as usize);
        while lane < N {
            let place = if mask >> lane & 1 == 1 { &mut front } else { &mut back };
            table[mask] |= (lane as u64) << (*place * BITS);
            *place += 1;
            lane += 1;
        }
        mask += 1;
    }
    table
}

/// The orders of eight lanes of 64 bits: a shift brings each to its lane.
static ORDERS_OF_64: [u64; 256] = orders::<8, 8, 256>();

/// The orders of eight lanes of 32 bits.
static ORDERS_OF_32: [u32; 256] = {
    let (wide, mut table) = (orders::<8, 4, 256>(), [0; 256]);
    let mut mask = 0;
    while mask < 256 {
        table[mask] = wide[mask] as u32;
        mask += 1;
    }
    table
};

/// The orders of four lanes of 64 bits, in halves.
static ORDERS_4: [[u32; 8]; 16] = {
    let (lanes, mut table) = (orders::<4, 8, 16>(), [[0; 8]; 16]);
    let mut i = 0;
    while i < 16 * 8 {
        table[i / 8][i % 8] = 2 * (lanes[i / 8] >> (i % 8 / 2 * 8)) as u32 % 8 + i as u32 % 2;
        i += 1;
    }
    table
};

/// Implements [`Lanes`] for one vector of the processor; every expression is called at its level only.
macro_rules! x86_lanes {
    ($name:ident, $vector:ty, $key:ty, $count:literal; $load:expr; $store:expr; $splat:expr; $min_max:expr;
     $swap:expr; $pick:expr; $($load_few:expr; $store_few:expr;)?) => {
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
            fn swap<const D: usize>(self) -> Self {
                // SAFETY: used at its level only.
                $name(unsafe { $swap(self.0, D) })
            }
            #[inline(always)]
            fn pick<const D: usize>(self, other: Self) -> Self {
                // SAFETY: used at its level only.
                $name(unsafe { $pick(self.0, other.0, D) })
            }
            $(
                #[inline(always)]
                unsafe fn load_few(from: *const $key, count: usize, rest: Self) -> Self {
                    // SAFETY: by contract, what is masked is not touched; used at its level only.
                    $name(unsafe { $load_few(from, (1u32 << count) - 1, rest.0) })
                }
                #[inline(always)]
                unsafe fn store_few(self, to: *mut $key, count: usize) {
                    // SAFETY: by contract, what is masked is not touched; used at its level only.
                    unsafe { $store_few(to, (1u32 << count) - 1, self.0) }
                }
            )?
        }
    };
}

/// Implements [`Split`] likewise.
macro_rules! x86_split {
    ($name:ident, $key:ty; $at_most:expr; $less:expr; $equal:expr; $split:expr; $($compress:expr;)?) => {
        impl Split<$key> for $name {
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
            fn equal(self, other: Self) -> u32 {
                // SAFETY: used at its level only.
                unsafe { $equal(self.0, other.0) as u32 }
            }
            #[inline(always)]
            unsafe fn split(self, mask: u32, low: *mut $key, high: *mut $key) {
                // SAFETY: by contract; used at its level only.
                unsafe { $split(self.0, mask, low, high) }
            }
            $(
                #[inline(always)]
                unsafe fn split_few<const EQUAL: bool>(
                    from: *const $key,
                    count: usize,
                    pivot: $key,
                    low: *mut $key,
                    high: *mut $key,
                ) -> usize {
                    let pivot = Self::splat(pivot);
                    // SAFETY: by contract; used at its level only.
                    unsafe {
                        let keys = Self::load_few(from, count, pivot);
                        let all = (1u32 << count) - 1;
                        let mask = keys.below::<EQUAL>(pivot) & all;
                        let below = mask.count_ones() as usize;
                        $name($compress(keys.0, mask)).store_few(low, below);
                        $name($compress(keys.0, mask ^ all)).store_few(high.sub(count - below), count - below);
                        below
                    }
                }
            )?
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
    // SAFETY: by contract. A permutation reads the lowest three bits of each lane.
    unsafe {
        let order = _mm256_set1_epi32(ORDERS_OF_32[mask as usize & 255] as i32);
        let order = _mm256_srlv_epi32(order, _mm256_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28));
        _mm256_permutevar8x32_ps(x, order)
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
    swap_4;
    pick_4;
);
x86_split!(
    Avx2F64, f64;
    |a, b| _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_LE_OQ>(a, b));
    |a, b| _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_LT_OQ>(a, b));
    |a, b| _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_EQ_OQ>(a, b));
    |x, mask, low, high| to_both(Avx2F64(split_4(x, mask)), low, high);
);
x86_lanes!(
    Avx2I64, __m256i, i64, 4;
    |from: *const i64| _mm256_loadu_si256(from.cast());
    |to: *mut i64, x| _mm256_storeu_si256(to.cast(), x);
    |key| _mm256_set1_epi64x(key);
    min_max_i64;
    |x, d| _mm256_castpd_si256(swap_4(_mm256_castsi256_pd(x), d));
    |a, b, d| _mm256_castpd_si256(pick_4(_mm256_castsi256_pd(a), _mm256_castsi256_pd(b), d));
);
x86_split!(
    Avx2I64, i64;
    |a, b| mask_4(_mm256_cmpgt_epi64(a, b)) ^ 15;
    |a, b| mask_4(_mm256_cmpgt_epi64(b, a));
    |a, b| mask_4(_mm256_cmpeq_epi64(a, b));
    |x, mask, low, high| to_both(Avx2I64(_mm256_castpd_si256(split_4(_mm256_castsi256_pd(x), mask))), low, high);
);
x86_lanes!(
    Avx2F32, __m256, f32, 8;
    |from| _mm256_loadu_ps(from);
    |to, x| _mm256_storeu_ps(to, x);
    |key| _mm256_set1_ps(key);
    |a, b| (_mm256_min_ps(a, b), _mm256_max_ps(a, b));
    swap_8;
    pick_8;
);
x86_split!(
    Avx2F32, f32;
    |a, b| _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_LE_OQ>(a, b));
    |a, b| _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_LT_OQ>(a, b));
    |a, b| _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_EQ_OQ>(a, b));
    |x, mask, low, high| to_both(Avx2F32(split_8(x, mask)), low, high);
);
x86_lanes!(
    Avx2I32, __m256i, i32, 8;
    |from: *const i32| _mm256_loadu_si256(from.cast());
    |to: *mut i32, x| _mm256_storeu_si256(to.cast(), x);
    |key| _mm256_set1_epi32(key);
    |a, b| (_mm256_min_epi32(a, b), _mm256_max_epi32(a, b));
    |x, d| _mm256_castps_si256(swap_8(_mm256_castsi256_ps(x), d));
    |a, b, d| _mm256_castps_si256(pick_8(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), d));
);
x86_split!(
    Avx2I32, i32;
    |a, b| mask_8(_mm256_cmpgt_epi32(a, b)) ^ 255;
    |a, b| mask_8(_mm256_cmpgt_epi32(b, a));
    |a, b| mask_8(_mm256_cmpeq_epi32(a, b));
    |x, mask, low, high| to_both(Avx2I32(_mm256_castps_si256(split_8(_mm256_castsi256_ps(x), mask))), low, high);
);

/// Floats as integers of the same order, or back: those of negative ones run backwards.
#[inline(always)]
unsafe fn flip_8(x: __m256i) -> __m256i {
    // SAFETY: by contract.
    unsafe { _mm256_xor_si256(x, _mm256_srli_epi32::<1>(_mm256_srai_epi32::<31>(x))) }
}

// Floats in networks, which take a quarter less time by the minima of integers.
x86_lanes!(
    Avx2Flipped, __m256i, f32, 8;
    |from: *const f32| flip_8(_mm256_loadu_si256(from.cast()));
    |to: *mut f32, x| _mm256_storeu_si256(to.cast(), flip_8(x));
    |key| flip_8(_mm256_castps_si256(_mm256_set1_ps(key)));
    |a, b| (_mm256_min_epi32(a, b), _mm256_max_epi32(a, b));
    |x, d| _mm256_castps_si256(swap_8(_mm256_castsi256_ps(x), d));
    |a, b, d| _mm256_castps_si256(pick_8(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), d));
);

// AVX-512.

/// # Safety
/// The processor must have AVX-512, here and below.
/// [`Split::split`] of 64 bits.
#[inline(always)]
unsafe fn put_8_of_64(x: __m512d, mask: u32, low: *mut f64, high: *mut f64) {
    // SAFETY: by contract. A permutation reads the lowest three bits of each lane. Compressing, as `put_16` does, would
    // take a fifth longer.
    unsafe {
        let order = _mm512_set1_epi64(ORDERS_OF_64[mask as usize & 255] as i64);
        let order = _mm512_srlv_epi64(order, _mm512_setr_epi64(0, 8, 16, 24, 32, 40, 48, 56));
        to_both(Avx512F64(_mm512_permutexvar_pd(order, x)), low, high);
    }
}

/// [`Split::split`] of 32 bits: the order of so many lanes would take too large a table.
///
/// Compressing to memory would do as much in one instruction, but takes almost twice as long, on some processors by far
/// more. What goes to the upper end lies in the first lanes too, and a whole vector of it would reach beyond.
#[inline(always)]
unsafe fn put_16(x: __m512i, mask: u32, low: *mut i32, high: *mut i32) {
    // SAFETY: by contract, what is masked is not touched.
    unsafe {
        let above = 16 - mask.count_ones();
        _mm512_storeu_si512(low.cast(), _mm512_maskz_compress_epi32(mask as u16, x));
        let rest = _mm512_maskz_compress_epi32(!mask as u16, x);
        _mm512_mask_storeu_epi32(high.sub(above as usize), _bzhi_u32(0xffff, above) as u16, rest);
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
            _ => _mm512_permutexvar_pd(_mm512_setr_epi64(7, 6, 5, 4, 3, 2, 1, 0), x),
        }
    }
}

#[inline(always)]
unsafe fn swap_16(x: __m512, d: usize) -> __m512 {
    // SAFETY: by contract.
    unsafe {
        match d {
            1 => _mm512_permute_ps::<0xb1>(x),
            2 => _mm512_permute_ps::<0x4e>(x),
            3 => _mm512_permute_ps::<0x1b>(x),
            4 => _mm512_shuffle_f32x4::<0xb1>(x, x),
            8 => _mm512_shuffle_f32x4::<0x4e>(x, x),
            7 => {
                let order = _mm512_setr_epi32(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
                _mm512_permutexvar_ps(order, x)
            }
            _ => {
                let order = _mm512_setr_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
                _mm512_permutexvar_ps(order, x)
            }
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
    swap_8_of_64;
    |a, b, d| _mm512_mask_mov_pd(a, lanes_with(d) as u8, b);
    |from, mask, rest| _mm512_mask_loadu_pd(rest, mask as u8, from);
    |to, mask, x| _mm512_mask_storeu_pd(to, mask as u8, x);
);
x86_split!(
    Avx512F64, f64;
    |a, b| _mm512_cmp_pd_mask::<_CMP_LE_OQ>(a, b);
    |a, b| _mm512_cmp_pd_mask::<_CMP_LT_OQ>(a, b);
    |a, b| _mm512_cmp_pd_mask::<_CMP_EQ_OQ>(a, b);
    put_8_of_64;
    |x, mask| _mm512_maskz_compress_pd(mask as u8, x);
);
x86_lanes!(
    Avx512I64, __m512i, i64, 8;
    |from: *const i64| _mm512_loadu_si512(from.cast());
    |to: *mut i64, x| _mm512_storeu_si512(to.cast(), x);
    |key| _mm512_set1_epi64(key);
    |a, b| (_mm512_min_epi64(a, b), _mm512_max_epi64(a, b));
    |x, d| _mm512_castpd_si512(swap_8_of_64(_mm512_castsi512_pd(x), d));
    |a, b, d| _mm512_mask_mov_epi64(a, lanes_with(d) as u8, b);
    |from, mask, rest| _mm512_mask_loadu_epi64(rest, mask as u8, from);
    |to, mask, x| _mm512_mask_storeu_epi64(to, mask as u8, x);
);
x86_split!(
    Avx512I64, i64;
    |a, b| _mm512_cmple_epi64_mask(a, b);
    |a, b| _mm512_cmplt_epi64_mask(a, b);
    |a, b| _mm512_cmpeq_epi64_mask(a, b);
    |x, mask, low: *mut i64, high: *mut i64| put_8_of_64(_mm512_castsi512_pd(x), mask, low.cast(), high.cast());
    |x, mask| _mm512_maskz_compress_epi64(mask as u8, x);
);
x86_lanes!(
    Avx512F32, __m512, f32, 16;
    |from| _mm512_loadu_ps(from);
    |to, x| _mm512_storeu_ps(to, x);
    |key| _mm512_set1_ps(key);
    |a, b| (_mm512_min_ps(a, b), _mm512_max_ps(a, b));
    swap_16;
    |a, b, d| _mm512_mask_mov_ps(a, lanes_with(d), b);
    |from, mask, rest| _mm512_mask_loadu_ps(rest, mask as u16, from);
    |to, mask, x| _mm512_mask_storeu_ps(to, mask as u16, x);
);
x86_split!(
    Avx512F32, f32;
    |a, b| _mm512_cmp_ps_mask::<_CMP_LE_OQ>(a, b);
    |a, b| _mm512_cmp_ps_mask::<_CMP_LT_OQ>(a, b);
    |a, b| _mm512_cmp_ps_mask::<_CMP_EQ_OQ>(a, b);
    |x, mask, low: *mut f32, high: *mut f32| put_16(_mm512_castps_si512(x), mask, low.cast(), high.cast());
    |x, mask| _mm512_maskz_compress_ps(mask as u16, x);
);
x86_lanes!(
    Avx512I32, __m512i, i32, 16;
    |from: *const i32| _mm512_loadu_si512(from.cast());
    |to: *mut i32, x| _mm512_storeu_si512(to.cast(), x);
    |key| _mm512_set1_epi32(key);
    |a, b| (_mm512_min_epi32(a, b), _mm512_max_epi32(a, b));
    |x, d| _mm512_castps_si512(swap_16(_mm512_castsi512_ps(x), d));
    |a, b, d| _mm512_mask_mov_epi32(a, lanes_with(d), b);
    |from, mask, rest| _mm512_mask_loadu_epi32(rest, mask as u16, from);
    |to, mask, x| _mm512_mask_storeu_epi32(to, mask as u16, x);
);
x86_split!(
    Avx512I32, i32;
    |a, b| _mm512_cmple_epi32_mask(a, b);
    |a, b| _mm512_cmplt_epi32_mask(a, b);
    |a, b| _mm512_cmpeq_epi32_mask(a, b);
    put_16;
    |x, mask| _mm512_maskz_compress_epi32(mask as u16, x);
);
