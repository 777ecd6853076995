//! Lanes of floats as one value, at every level: for loops whose order of additions is part of their result.
//!
//! The compiler may not reorder floating-point additions and does not reliably keep an array of accumulators in
//! registers, so the few loops that need both say what they mean.

/// `N` lanes of floats.
#[doc(hidden)]
pub trait Vector<T, const N: usize>: Copy {
    /// Lanes from memory.
    fn load(from: &[T; N]) -> Self;
    /// The lanes in memory.
    fn to_array(self) -> [T; N];
    /// The sum.
    fn add(self, other: Self) -> Self;
    /// `x` where it is larger than `self`, and neither NaN: one instruction.
    fn raise(self, x: Self) -> Self;
    /// `x` where it is smaller than `self`, and neither NaN: one instruction.
    fn lower(self, x: Self) -> Self;
}

/// Sixteen lanes of `f64`.
#[doc(hidden)]
pub trait F64x16: Vector<f64, 16> {
    /// The same value in every lane.
    fn splat(value: f64) -> Self;
    /// Lanes from memory, and `blank` in those behind: at most sixteen.
    fn load_part(from: &[f64], blank: f64) -> Self;
    /// Lanes from memory, widened.
    fn load_f32(from: &[f32; 16]) -> Self;
    /// `self - other`.
    fn sub(self, other: Self) -> Self;
    /// `self * other`.
    fn mul(self, other: Self) -> Self;
    /// `self + a * b`, rounded once at levels with FMA.
    fn add_mul(self, a: Self, b: Self) -> Self;
    /// The rounded sum and its rounding error, which is a number again (Knuth's TwoSum). `minus` is -1, hidden from the
    /// compiler: processors add in other units than they multiply-add in, and three of the six additions dressed
    /// up as the latter nearly double the speed.
    fn two_sum(self, x: Self, minus: Self) -> (Self, Self);
    /// [`F64x16::two_sum`] of lanes that are not smaller in size than those of `x` (Dekker's FastTwoSum).
    fn fast_two_sum(self, x: Self, minus: Self) -> (Self, Self);
    /// The bits of `self`, and those in which `a` and `b` differ.
    fn or_differing(self, a: Self, b: Self) -> Self;
    /// Whether any lane has any bit of `mask`.
    #[inline(always)]
    fn has_any(self, mask: u64) -> bool {
        self.to_array().iter().fold(0, |bits, x| bits | x.to_bits()) & mask != 0
    }
    /// `self`, but `other` in lanes where `self` is NaN.
    fn unless_nan(self, other: Self) -> Self;
    /// `one` in lanes where `self` is not NaN, 0 elsewhere.
    fn if_number(self, one: Self) -> Self;
    /// The larger; `self` if it is NaN, else `x` if that is.
    fn max_nan(self, x: Self) -> Self;
    /// The smaller; `self` if it is NaN, else `x` if that is.
    fn min_nan(self, x: Self) -> Self;
    /// The larger, a number before a NaN.
    fn max_num(self, x: Self) -> Self;
    /// The smaller, a number before a NaN.
    fn min_num(self, x: Self) -> Self;
}

/// At most `N` items, and blanks behind them. Halves are copied by their length, known to the compiler; a copy of any length
/// is a call, before which all registers are saved.
#[inline(always)]
pub(crate) fn padded<T: Copy, const N: usize>(items: &[T], blank: T) -> [T; N] {
    let mut array = [blank; N];
    let mut at = 0;
    macro_rules! half {
        ($($length:literal)*) => {$(
            if let (Some(slot), Some(part)) = (array[at..].first_chunk_mut(), items[at..].first_chunk::<$length>()) {
                *slot = *part;
                at += $length;
            }
        )*};
    }
    half!(16 8 4 2 1);
    let _ = at;
    array
}

/// Implements [`Vector`] for arrays of a processor's vectors. Every intrinsic is called under the features of the level
/// that the type belongs to, because only that level's code uses it.
#[cfg(target_arch = "x86_64")]
macro_rules! x86_vector {
    ($name:ident, $item:ident $lanes:literal, $vector:ty, $count:literal, $width:literal; $load:ident $store:ident $add:ident $max:ident $min:ident) => {
        /// Lanes in the vectors of one level.
        #[doc(hidden)]
        #[derive(Clone, Copy)]
        pub struct $name([$vector; $count]);

        impl $name {
            #[inline(always)]
            fn zip(self, other: Self, f: impl Fn($vector, $vector) -> $vector) -> Self {
                $name(std::array::from_fn(|i| f(self.0[i], other.0[i])))
            }
        }

        impl Vector<$item, $lanes> for $name {
            #[inline(always)]
            fn load(from: &[$item; $lanes]) -> Self {
                // SAFETY: used at its level only; every vector lies within the array.
                $name(std::array::from_fn(|i| unsafe { $load(from.as_ptr().add(i * $width)) }))
            }
            #[inline(always)]
            fn to_array(self) -> [$item; $lanes] {
                let mut array = [0.0; $lanes];
                for (i, vector) in self.0.into_iter().enumerate() {
                    // SAFETY: as for `load`.
                    unsafe { $store(array.as_mut_ptr().add(i * $width), vector) };
                }
                array
            }
            #[inline(always)]
            fn add(self, other: Self) -> Self {
                // SAFETY: used at its level only.
                self.zip(other, |a, b| unsafe { $add(a, b) })
            }
            #[inline(always)]
            fn raise(self, x: Self) -> Self {
                // The instruction gives its second operand where it does not choose.
                // SAFETY: used at its level only.
                self.zip(x, |a, b| unsafe { $max(b, a) })
            }
            #[inline(always)]
            fn lower(self, x: Self) -> Self {
                // SAFETY: used at its level only.
                self.zip(x, |a, b| unsafe { $min(b, a) })
            }
        }
    };
}

/// Implements [`F64x16`], as [`x86_vector`].
#[cfg(target_arch = "x86_64")]
macro_rules! x86_lanes {
    ($name:ident, $vector:ty, $count:literal, $width:literal; $set1:ident $load:ident $store:ident $add:ident $sub:ident $mul:ident $max:ident $min:ident;
     $load_part:expr; $load_f32:expr; $add_mul:expr; $less:expr; $or_differing:expr; $unless_nan:expr; $if_number:expr;
     $max_nan:expr; $min_nan:expr; $max_num:expr; $min_num:expr) => {
        x86_vector!($name, f64 16, $vector, $count, $width; $load $store $add $max $min);

        impl F64x16 for $name {
            #[inline(always)]
            fn splat(value: f64) -> Self {
                // SAFETY: used at its level only.
                $name([unsafe { $set1(value) }; $count])
            }
            #[inline(always)]
            fn load_part(from: &[f64], blank: f64) -> Self {
                $load_part(from, blank)
            }
            #[inline(always)]
            fn load_f32(from: &[f32; 16]) -> Self {
                // SAFETY: used at its level only; every vector lies within the array.
                $name(std::array::from_fn(|i| unsafe { $load_f32(from.as_ptr().add(i * $width)) }))
            }
            #[inline(always)]
            fn sub(self, other: Self) -> Self {
                // SAFETY: used at its level only.
                self.zip(other, |a, b| unsafe { $sub(a, b) })
            }
            #[inline(always)]
            fn mul(self, other: Self) -> Self {
                // SAFETY: used at its level only.
                self.zip(other, |a, b| unsafe { $mul(a, b) })
            }
            #[inline(always)]
            fn add_mul(self, a: Self, b: Self) -> Self {
                // SAFETY: used at its level only.
                $name(std::array::from_fn(|i| unsafe { $add_mul(self.0[i], a.0[i], b.0[i]) }))
            }
            #[inline(always)]
            fn two_sum(self, x: Self, minus: Self) -> (Self, Self) {
                let (mut sums, mut errors) = (self, x);
                // One vector to its end before the next: so the registers suffice.
                for i in 0..$count {
                    let (a, x, minus) = (self.0[i], x.0[i], minus.0[i]);
                    // SAFETY: used at its level only.
                    unsafe {
                        let sum = $add(a, x);
                        let part = $sub(sum, a);
                        errors.0[i] = $add($less(a, $less(sum, part, minus), minus), $less(x, part, minus));
                        sums.0[i] = sum;
                    }
                }
                (sums, errors)
            }
            #[inline(always)]
            fn fast_two_sum(self, x: Self, minus: Self) -> (Self, Self) {
                let less = |a: Self, b: Self| {
                    // SAFETY: used at its level only.
                    $name(std::array::from_fn(|i| unsafe { $less(a.0[i], b.0[i], minus.0[i]) }))
                };
                let sum = self.add(x);
                (sum, less(x, less(sum, self)))
            }
            #[inline(always)]
            fn or_differing(self, a: Self, b: Self) -> Self {
                // SAFETY: used at its level only.
                $name(std::array::from_fn(|i| unsafe { $or_differing(self.0[i], a.0[i], b.0[i]) }))
            }
            #[inline(always)]
            fn unless_nan(self, other: Self) -> Self {
                // SAFETY: used at its level only.
                self.zip(other, |a, b| unsafe { $unless_nan(a, b) })
            }
            #[inline(always)]
            fn if_number(self, one: Self) -> Self {
                // SAFETY: used at its level only.
                self.zip(one, |a, b| unsafe { $if_number(a, b) })
            }
            #[inline(always)]
            fn max_nan(self, x: Self) -> Self {
                // SAFETY: used at its level only.
                self.zip(x, |a, b| unsafe { $max_nan(a, b) })
            }
            #[inline(always)]
            fn min_nan(self, x: Self) -> Self {
                // SAFETY: used at its level only.
                self.zip(x, |a, b| unsafe { $min_nan(a, b) })
            }
            #[inline(always)]
            fn max_num(self, x: Self) -> Self {
                // SAFETY: used at its level only.
                self.zip(x, |a, b| unsafe { $max_num(a, b) })
            }
            #[inline(always)]
            fn min_num(self, x: Self) -> Self {
                // SAFETY: used at its level only.
                self.zip(x, |a, b| unsafe { $min_num(a, b) })
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{F64x16, Vector, padded};
    use std::arch::x86_64::*;

    /// What `vpternlogq` makes `a | (b ^ c)` of.
    const OR_DIFFERING: i32 = 0xf6;

    /// `x` where the mask is set, else `a`.
    #[inline(always)]
    fn blend(a: __m128d, x: __m128d, mask: __m128d) -> __m128d {
        // SAFETY: SSE2 is part of every x86-64.
        unsafe { _mm_or_pd(_mm_and_pd(mask, x), _mm_andnot_pd(mask, a)) }
    }

    x86_lanes!(
        Sse2, __m128d, 8, 2; _mm_set1_pd _mm_loadu_pd _mm_storeu_pd _mm_add_pd _mm_sub_pd _mm_mul_pd _mm_max_pd _mm_min_pd;
        |from, blank| Self::load(&padded(from, blank));
        |from: *const f32| _mm_cvtps_pd(_mm_castsi128_ps(_mm_loadl_epi64(from.cast())));
        |c, a, b| _mm_add_pd(c, _mm_mul_pd(a, b));
        |a, b, _| _mm_sub_pd(a, b);
        |bits, a, b| _mm_or_pd(bits, _mm_xor_pd(a, b));
        |a, b| {
            let number = _mm_cmpord_pd(a, a);
            _mm_or_pd(_mm_and_pd(number, a), _mm_andnot_pd(number, b))
        };
        |a, one| _mm_and_pd(_mm_cmpord_pd(a, a), one);
        |a, x| blend(a, x, _mm_and_pd(_mm_cmpnge_pd(a, x), _mm_cmpord_pd(a, a)));
        |a, x| blend(a, x, _mm_and_pd(_mm_cmpnle_pd(a, x), _mm_cmpord_pd(a, a)));
        |a, x| blend(a, x, _mm_or_pd(_mm_cmplt_pd(a, x), _mm_cmpunord_pd(a, a)));
        |a, x| blend(a, x, _mm_or_pd(_mm_cmpgt_pd(a, x), _mm_cmpunord_pd(a, a)))
    );
    x86_lanes!(
        Avx2, __m256d, 4, 4; _mm256_set1_pd _mm256_loadu_pd _mm256_storeu_pd _mm256_add_pd _mm256_sub_pd _mm256_mul_pd _mm256_max_pd _mm256_min_pd;
        |from, blank| Self::load(&padded(from, blank));
        |from| _mm256_cvtps_pd(_mm_loadu_ps(from));
        |c, a, b| _mm256_fmadd_pd(a, b, c);
        |a, b, minus| _mm256_fmadd_pd(b, minus, a);
        |bits, a, b| _mm256_or_pd(bits, _mm256_xor_pd(a, b));
        |a, b| _mm256_blendv_pd(b, a, _mm256_cmp_pd::<_CMP_ORD_Q>(a, a));
        |a, one| _mm256_and_pd(_mm256_cmp_pd::<_CMP_ORD_Q>(a, a), one);
        |a, x| _mm256_blendv_pd(a, x, _mm256_and_pd(_mm256_cmp_pd::<_CMP_NGE_UQ>(a, x), _mm256_cmp_pd::<_CMP_ORD_Q>(a, a)));
        |a, x| _mm256_blendv_pd(a, x, _mm256_and_pd(_mm256_cmp_pd::<_CMP_NLE_UQ>(a, x), _mm256_cmp_pd::<_CMP_ORD_Q>(a, a)));
        |a, x| _mm256_blendv_pd(a, x, _mm256_or_pd(_mm256_cmp_pd::<_CMP_LT_OQ>(a, x), _mm256_cmp_pd::<_CMP_UNORD_Q>(a, a)));
        |a, x| _mm256_blendv_pd(a, x, _mm256_or_pd(_mm256_cmp_pd::<_CMP_GT_OQ>(a, x), _mm256_cmp_pd::<_CMP_UNORD_Q>(a, a)))
    );
    x86_lanes!(
        Avx512, __m512d, 2, 8; _mm512_set1_pd _mm512_loadu_pd _mm512_storeu_pd _mm512_add_pd _mm512_sub_pd _mm512_mul_pd _mm512_max_pd _mm512_min_pd;
        |from: &[f64], blank| {
            let filled = (1u32 << from.len().min(16)) - 1;
            // SAFETY: used at the level of AVX-512 only; what is not in the slice is masked out.
            Avx512([0, 8].map(|at| unsafe {
                _mm512_mask_loadu_pd(_mm512_set1_pd(blank), (filled >> at) as u8, from.as_ptr().wrapping_add(at))
            }))
        };
        |from| _mm512_cvtps_pd(_mm256_loadu_ps(from));
        |c, a, b| _mm512_fmadd_pd(a, b, c);
        |a, b, minus| _mm512_fmadd_pd(b, minus, a);
        |bits, a, b| _mm512_castsi512_pd(_mm512_ternarylogic_epi64::<OR_DIFFERING>(
            _mm512_castpd_si512(bits),
            _mm512_castpd_si512(a),
            _mm512_castpd_si512(b),
        ));
        |a, b| _mm512_mask_mov_pd(b, _mm512_cmp_pd_mask::<_CMP_ORD_Q>(a, a), a);
        |a, one| _mm512_maskz_mov_pd(_mm512_cmp_pd_mask::<_CMP_ORD_Q>(a, a), one);
        |a, x| _mm512_mask_mov_pd(a, _mm512_mask_cmp_pd_mask::<_CMP_NGE_UQ>(_mm512_cmp_pd_mask::<_CMP_ORD_Q>(a, a), a, x), x);
        |a, x| _mm512_mask_mov_pd(a, _mm512_mask_cmp_pd_mask::<_CMP_NLE_UQ>(_mm512_cmp_pd_mask::<_CMP_ORD_Q>(a, a), a, x), x);
        |a, x| _mm512_mask_mov_pd(a, _mm512_cmp_pd_mask::<_CMP_LT_OQ>(a, x) | _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(a, a), x);
        |a, x| _mm512_mask_mov_pd(a, _mm512_cmp_pd_mask::<_CMP_GT_OQ>(a, x) | _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(a, a), x)
    );

    x86_vector!(Sse2Singles, f32 32, __m128, 8, 4; _mm_loadu_ps _mm_storeu_ps _mm_add_ps _mm_max_ps _mm_min_ps);
    x86_vector!(Avx2Singles, f32 32, __m256, 4, 8; _mm256_loadu_ps _mm256_storeu_ps _mm256_add_ps _mm256_max_ps _mm256_min_ps);
    x86_vector!(Avx512Singles, f32 32, __m512, 2, 16; _mm512_loadu_ps _mm512_storeu_ps _mm512_add_ps _mm512_max_ps _mm512_min_ps);
}

#[cfg(target_arch = "x86_64")]
pub use x86::{Avx2, Avx2Singles, Avx512, Avx512Singles, Sse2, Sse2Singles};

/// Lanes as an array, for architectures without a vector type here.
#[cfg(any(test, not(target_arch = "x86_64")))]
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Portable<T, const N: usize>([T; N]);

#[cfg(any(test, not(target_arch = "x86_64")))]
impl<T: Copy, const N: usize> Portable<T, N> {
    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(T, T) -> T) -> Self {
        Portable(std::array::from_fn(|i| f(self.0[i], other.0[i])))
    }
}

#[cfg(any(test, not(target_arch = "x86_64")))]
impl<T: Copy + PartialOrd + std::ops::Add<Output = T>, const N: usize> Vector<T, N> for Portable<T, N> {
    #[inline(always)]
    fn load(from: &[T; N]) -> Self {
        Portable(*from)
    }
    #[inline(always)]
    fn to_array(self) -> [T; N] {
        self.0
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
    #[inline(always)]
    fn raise(self, x: Self) -> Self {
        self.zip(x, |a, x| if x > a { x } else { a })
    }
    #[inline(always)]
    fn lower(self, x: Self) -> Self {
        self.zip(x, |a, x| if x < a { x } else { a })
    }
}

#[cfg(any(test, not(target_arch = "x86_64")))]
impl F64x16 for Portable<f64, 16> {
    #[inline(always)]
    fn splat(value: f64) -> Self {
        Portable([value; 16])
    }
    #[inline(always)]
    fn load_part(from: &[f64], blank: f64) -> Self {
        Portable(padded(from, blank))
    }
    #[inline(always)]
    fn load_f32(from: &[f32; 16]) -> Self {
        Portable(from.map(f64::from))
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }
    #[inline(always)]
    fn add_mul(self, a: Self, b: Self) -> Self {
        let fused = cfg!(target_arch = "aarch64");
        Portable(std::array::from_fn(|i| {
            if fused { a.0[i].mul_add(b.0[i], self.0[i]) } else { self.0[i] + a.0[i] * b.0[i] }
        }))
    }
    #[inline(always)]
    fn two_sum(self, x: Self, _minus: Self) -> (Self, Self) {
        let sum = self.add(x);
        let part = sum.sub(self);
        (sum, self.sub(sum.sub(part)).add(x.sub(part)))
    }
    #[inline(always)]
    fn fast_two_sum(self, x: Self, _minus: Self) -> (Self, Self) {
        let sum = self.add(x);
        (sum, x.sub(sum.sub(self)))
    }
    #[inline(always)]
    fn or_differing(self, a: Self, b: Self) -> Self {
        let differing = a.zip(b, |a, b| f64::from_bits(a.to_bits() ^ b.to_bits()));
        self.zip(differing, |bits, new| f64::from_bits(bits.to_bits() | new.to_bits()))
    }
    #[inline(always)]
    fn unless_nan(self, other: Self) -> Self {
        self.zip(other, |a, b| if a.is_nan() { b } else { a })
    }
    #[inline(always)]
    fn if_number(self, one: Self) -> Self {
        self.zip(one, |a, one| if a.is_nan() { 0.0 } else { one })
    }
    #[inline(always)]
    fn max_nan(self, x: Self) -> Self {
        self.zip(x, |a, x| if a >= x || a.is_nan() { a } else { x })
    }
    #[inline(always)]
    fn min_nan(self, x: Self) -> Self {
        self.zip(x, |a, x| if a <= x || a.is_nan() { a } else { x })
    }
    #[inline(always)]
    fn max_num(self, x: Self) -> Self {
        self.zip(x, |a, x| if x > a || a.is_nan() { x } else { a })
    }
    #[inline(always)]
    fn min_num(self, x: Self) -> Self {
        self.zip(x, |a, x| if x < a || a.is_nan() { x } else { a })
    }
}

#[cfg(test)]
mod tests {
    use super::{F64x16, Portable, Vector};
    use crate::{Isa, Kernel, available_levels, dispatch, force_level};

    struct Singles;

    #[inline(always)]
    fn singles<V: Vector<f32, 32>>() -> [[f32; 32]; 3] {
        let x = V::load(&std::array::from_fn(|i| i as f32));
        let y = V::load(&std::array::from_fn(|i| (i * 7 % 32) as f32 + 0.5));
        [x.add(y), x.raise(y), x.lower(y)].map(Vector::to_array)
    }

    impl Kernel for Singles {
        type Output = [[f32; 32]; 3];
        #[inline(always)]
        fn run<I: Isa>(self) -> [[f32; 32]; 3] {
            singles::<I::F32x32>()
        }
    }

    struct Every;

    #[inline(always)]
    fn every<V: F64x16>() -> [[f64; 16]; 16] {
        let x = V::load(&std::array::from_fn(|i| if i == 3 { f64::NAN } else { i as f64 }));
        let y = V::load_f32(&std::array::from_fn(|i| if i == 4 { f32::NAN } else { 9.0 - i as f32 }));
        let two = V::splat(2.0);
        let [max, min] = [x.max_nan(y), x.min_nan(y)];
        let [max_num, min_num] = [x.max_num(y), x.min_num(y)];
        let sums = [x.add(two), x.sub(y), y.mul(two), two.add_mul(y, y), x.unless_nan(two), x.if_number(two)];
        let [a, b, c, d, e, f] = sums;
        let [raised, lowered] = [x.raise(y), x.lower(y)];
        let (sum, error) = two.fast_two_sum(V::splat(0.1), V::splat(-1.0));
        let part = V::load_part(&[1.0; 11], 0.5);
        let differing = two.or_differing(x, y);
        [a, b, c, d, e, f, max, min, max_num, min_num, raised, lowered, sum, error, part, differing]
            .map(Vector::to_array)
    }

    impl Kernel for Every {
        type Output = [[f64; 16]; 16];
        #[inline(always)]
        fn run<I: Isa>(self) -> [[f64; 16]; 16] {
            every::<I::F64x16>()
        }
    }

    #[test]
    fn every_level_calculates_in_every_lane() {
        let nan = |x: f64| if x.is_nan() { u64::MAX } else { x.to_bits() };
        let wanted = every::<Portable<f64, 16>>().map(|lanes| lanes.map(nan));
        assert_eq!(wanted[0][5], 7f64.to_bits());
        assert_eq!(
            [wanted[6][3], wanted[6][4], wanted[8][3], wanted[8][4]].map(f64::from_bits).map(f64::is_nan),
            [true, true, false, false]
        );
        for &level in available_levels() {
            force_level(level);
            assert_eq!(dispatch(Singles), singles::<Portable<f32, 32>>(), "{level:?}");
            assert_eq!(dispatch(Every).map(|lanes| lanes.map(nan)), wanted, "{level:?}");
        }
    }
}
