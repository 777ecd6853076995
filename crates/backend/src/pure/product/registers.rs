//! Vector registers as values, at every CPU level: the innermost loop of a product must keep its sums in them, which the
//! compiler does not do reliably with arrays of numbers.

use crate::Real;

/// Lanes of a real type in one register, which is nothing but these. Methods belong to code of the level that has the register.
pub trait Vector<R>: Copy {
    /// How many lanes.
    const LANES: usize;
    /// The same value in every lane.
    ///
    /// # Safety
    /// The processor must be of the level of the register.
    unsafe fn splat(x: R) -> Self;
    /// Lanes from memory.
    ///
    /// # Safety
    /// As [`splat`](Vector::splat); the lanes must be readable.
    unsafe fn load(from: *const R) -> Self;
    /// Lanes to memory.
    ///
    /// # Safety
    /// As [`splat`](Vector::splat); the lanes must be writable.
    unsafe fn store(self, to: *mut R);
    /// `self + a b`.
    ///
    /// # Safety
    /// As [`splat`](Vector::splat).
    unsafe fn plus(self, a: Self, b: Self) -> Self;
    /// `self - a b`.
    ///
    /// # Safety
    /// As [`splat`](Vector::splat).
    unsafe fn minus(self, a: Self, b: Self) -> Self;
}

/// A real type with the registers of each level.
pub trait Registers: Real {
    /// What every processor has.
    type Baseline: Vector<Self>;
    /// 256 bits.
    type V3: Vector<Self>;
    /// 512 bits.
    type V4: Vector<Self>;
}

/// Lanes as an array, for levels without intrinsics.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Lanes<R, const N: usize>([R; N]);

impl<R: Real, const N: usize> Vector<R> for Lanes<R, N> {
    const LANES: usize = N;
    #[inline(always)]
    unsafe fn splat(x: R) -> Self {
        Lanes([x; N])
    }
    #[inline(always)]
    unsafe fn load(from: *const R) -> Self {
        // SAFETY: the caller's.
        Lanes(unsafe { *from.cast() })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut R) {
        // SAFETY: the caller's.
        unsafe { *to.cast() = self.0 }
    }
    #[inline(always)]
    unsafe fn plus(self, a: Self, b: Self) -> Self {
        Lanes(std::array::from_fn(|i| self.0[i] + a.0[i] * b.0[i]))
    }
    #[inline(always)]
    unsafe fn minus(self, a: Self, b: Self) -> Self {
        Lanes(std::array::from_fn(|i| self.0[i] - a.0[i] * b.0[i]))
    }
}

#[cfg(target_arch = "x86_64")]
macro_rules! registers {
    ($($real:ident $vector:ident $lanes:literal $splat:ident $load:ident $store:ident $plus:ident $minus:ident;)*) => {$(
        impl Vector<$real> for std::arch::x86_64::$vector {
            const LANES: usize = $lanes;
            #[inline(always)]
            unsafe fn splat(x: $real) -> Self {
                // SAFETY: the caller's.
                unsafe { std::arch::x86_64::$splat(x) }
            }
            #[inline(always)]
            unsafe fn load(from: *const $real) -> Self {
                // SAFETY: the caller's.
                unsafe { std::arch::x86_64::$load(from) }
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $real) {
                // SAFETY: the caller's.
                unsafe { std::arch::x86_64::$store(to, self) }
            }
            #[inline(always)]
            unsafe fn plus(self, a: Self, b: Self) -> Self {
                // SAFETY: the caller's.
                unsafe { std::arch::x86_64::$plus(a, b, self) }
            }
            #[inline(always)]
            unsafe fn minus(self, a: Self, b: Self) -> Self {
                // SAFETY: the caller's.
                unsafe { std::arch::x86_64::$minus(a, b, self) }
            }
        }
    )*};
}
#[cfg(target_arch = "x86_64")]
registers! {
    f64 __m256d 4 _mm256_set1_pd _mm256_loadu_pd _mm256_storeu_pd _mm256_fmadd_pd _mm256_fnmadd_pd;
    f32 __m256 8 _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps _mm256_fmadd_ps _mm256_fnmadd_ps;
    f64 __m512d 8 _mm512_set1_pd _mm512_loadu_pd _mm512_storeu_pd _mm512_fmadd_pd _mm512_fnmadd_pd;
    f32 __m512 16 _mm512_set1_ps _mm512_loadu_ps _mm512_storeu_ps _mm512_fmadd_ps _mm512_fnmadd_ps;
}

macro_rules! reals {
    ($($real:ident $lanes:literal $v3:ident $v4:ident;)*) => {$(
        impl Registers for $real {
            type Baseline = Lanes<$real, $lanes>;
            #[cfg(target_arch = "x86_64")]
            type V3 = std::arch::x86_64::$v3;
            #[cfg(target_arch = "x86_64")]
            type V4 = std::arch::x86_64::$v4;
            #[cfg(not(target_arch = "x86_64"))]
            type V3 = Self::Baseline;
            #[cfg(not(target_arch = "x86_64"))]
            type V4 = Self::Baseline;
        }
    )*};
}
reals! {
    f64 2 __m256d __m512d;
    f32 4 __m256 __m512;
}
