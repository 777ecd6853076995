//! Vectors of keys at every level: what sorting networks and partitions need of them.

use std::mem::MaybeUninit;

use crate::level::{Isa, Level};

/// Keys that vectors hold, in the order of `<`. Floats among them are neither NaN nor -0.0.
pub trait Key: Copy + PartialOrd + Send + Sync + 'static {
    /// No key is larger.
    const MAX: Self;
    /// The vectors of a level.
    type Lanes<L: Levels>: Split<Self>;
    /// Those with at most eight lanes.
    type Half<L: Levels>: Lanes<Self>;
    /// How many keys, at most 2^31 of them, are equal to one.
    #[doc(hidden)]
    fn count<I: Isa>(keys: &[Self], key: Self) -> usize;
}

/// The vectors of one level, by key; `Half` are those with at most eight lanes.
#[doc(hidden)]
pub trait Levels {
    type F64: Split<f64>;
    type I64: Split<i64>;
    type F32: Split<f32>;
    type I32: Split<i32>;
    type HalfF32: Lanes<f32>;
    type HalfI32: Lanes<i32>;
}

macro_rules! keys {
    ($($ty:ident $name:ident $half:ident $count:ident $max:expr;)*) => {$(
        impl Key for $ty {
            const MAX: Self = $max;
            type Lanes<L: Levels> = L::$name;
            type Half<L: Levels> = L::$half;
            #[inline(always)]
            fn count<I: Isa>(keys: &[Self], key: Self) -> usize {
                if I::LEVEL == Level::V4 {
                    return count_by_mask::<Self, Self::Lanes<I::Keys>>(keys, key);
                }
                // In numbers of the size of the keys, as vectors compare them.
                keys.iter().map(|&other| $count::from(other == key)).sum::<$count>() as usize
            }
        }
    )*};
}
keys! {
    f64 F64 F64 u64 f64::INFINITY;
    i64 I64 I64 u64 i64::MAX;
    f32 F32 HalfF32 u32 f32::INFINITY;
    i32 I32 HalfI32 u32 i32::MAX;
}

/// Counts by the bits of masks, which AVX-512 compares to anyway.
#[inline(always)]
fn count_by_mask<T: Key, V: Split<T>>(keys: &[T], key: T) -> usize {
    let vector = V::splat(key);
    let whole = keys.chunks_exact(V::N);
    let rest = whole.remainder().iter().filter(|&&other| other == key).count();
    // SAFETY: each chunk is a vector.
    whole.map(|chunk| unsafe { V::load(chunk.as_ptr()) }.equal(vector).count_ones() as usize).sum::<usize>()
        + rest
}

/// A vector of keys. The code of a level is the only one to use its vectors.
#[doc(hidden)]
pub trait Lanes<T>: Copy {
    /// How many keys.
    const N: usize;
    /// # Safety
    /// `from` must be [`Lanes::N`] keys.
    unsafe fn load(from: *const T) -> Self;
    /// # Safety
    /// `to` must be room for [`Lanes::N`] keys.
    unsafe fn store(self, to: *mut T);
    /// Fewer than [`Lanes::N`] keys, and those of `rest` behind them.
    ///
    /// # Safety
    /// `from` must be so many keys.
    #[inline(always)]
    unsafe fn load_few(from: *const T, count: usize, rest: Self) -> Self {
        let mut lanes = MaybeUninit::<Self>::uninit();
        let to = lanes.as_mut_ptr().cast::<T>();
        // SAFETY: a vector is room for its keys, all of which are written; `from` by contract.
        unsafe {
            rest.store(to);
            copy_few::<T, Self>(from, to, count);
            Self::load(to)
        }
    }
    /// Writes fewer than [`Lanes::N`] keys, the first ones.
    ///
    /// # Safety
    /// `to` must be room for so many keys.
    #[inline(always)]
    unsafe fn store_few(self, to: *mut T, count: usize) {
        let mut lanes = MaybeUninit::<Self>::uninit();
        let from = lanes.as_mut_ptr().cast::<T>();
        // SAFETY: a vector is room for its keys; `to` by contract.
        unsafe {
            self.store(from);
            copy_few::<T, Self>(from, to, count);
        }
    }
    /// The same key in every lane.
    fn splat(key: T) -> Self;
    /// The smaller and the larger of each lane.
    fn min_max(self, other: Self) -> (Self, Self);
    /// Lane `i ^ D` in lane `i`: `D` is a power of two, or one less.
    fn swap<const D: usize>(self) -> Self;
    /// `other` in the lanes that have bit `D` in their number, `self` in the rest.
    fn pick<const D: usize>(self, other: Self) -> Self;
}

/// A vector of keys that are split around a pivot.
#[doc(hidden)]
pub trait Split<T>: Lanes<T> {
    /// A bit for each lane, set where the key is at most that of `other`.
    fn at_most(self, other: Self) -> u32;
    /// A bit for each lane, set where the key is less than that of `other`.
    fn less(self, other: Self) -> u32;
    /// A bit for each lane, set where the key is that of `other`.
    fn equal(self, other: Self) -> u32;
    /// [`Split::at_most`] if `EQUAL`, or [`Split::less`].
    #[inline(always)]
    fn below<const EQUAL: bool>(self, other: Self) -> u32 {
        if EQUAL { self.at_most(other) } else { self.less(other) }
    }
    /// Writes fewer keys than a vector has: those that are less than the pivot, or equal to it if `EQUAL`, from `low` on
    /// and the others up to `high`. How many the former are.
    ///
    /// # Safety
    /// `from` must be so many keys, and between the ends there must be room for as many.
    #[inline(always)]
    unsafe fn split_few<const EQUAL: bool>(
        from: *const T,
        count: usize,
        pivot: T,
        low: *mut T,
        mut high: *mut T,
    ) -> usize
    where
        T: Key,
    {
        let mut below = 0;
        for i in 0..count {
            // SAFETY: by contract.
            unsafe {
                let key = *from.add(i);
                let is_below = if EQUAL { key <= pivot } else { key < pivot };
                high = high.sub(usize::from(!is_below));
                *(if is_below { low.add(below) } else { high }) = key;
                below += usize::from(is_below);
            }
        }
        below
    }
    /// Writes the keys whose bits are set from `low` on, and the others up to `high`.
    ///
    /// # Safety
    /// There must be room for a vector from `low` on and one up to `high`; what is not written with keys is left or
    /// overwritten.
    unsafe fn split(self, mask: u32, low: *mut T, high: *mut T);
}

/// Writes a whole vector to both ends: [`Split::split`] of one whose keys for the lower end come first.
///
/// # Safety
/// As [`Split::split`].
#[inline(always)]
pub(super) unsafe fn to_both<T, V: Lanes<T>>(keys: V, low: *mut T, high: *mut T) {
    // SAFETY: by contract.
    unsafe {
        keys.store(low);
        keys.store(high.sub(V::N));
    }
}

/// Copies fewer keys than a vector has; a call of `memcpy` takes longer.
///
/// # Safety
/// There must be so many keys at both places.
#[inline(always)]
unsafe fn copy_few<T, V: Lanes<T>>(from: *const T, to: *mut T, count: usize) {
    for i in 0..V::N {
        if i < count {
            // SAFETY: by contract.
            unsafe { to.add(i).copy_from_nonoverlapping(from.add(i), 1) };
        }
    }
}

/// Keys as an array, for processors without a vector type here.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Portable<T, const N: usize>([T; N]);

/// The vectors of processors without a vector type here.
#[doc(hidden)]
pub struct PortableLevels;

impl Levels for PortableLevels {
    type F64 = Portable<f64, 4>;
    type I64 = Portable<i64, 4>;
    type F32 = Portable<f32, 4>;
    type I32 = Portable<i32, 4>;
    type HalfF32 = Portable<f32, 4>;
    type HalfI32 = Portable<i32, 4>;
}

impl<T: Key, const N: usize> Portable<T, N> {
    #[inline(always)]
    fn mask(self, other: Self, test: impl Fn(&T, &T) -> bool) -> u32 {
        (0..N).fold(0, |mask, i| mask | u32::from(test(&self.0[i], &other.0[i])) << i)
    }
}

impl<T: Key, const N: usize> Lanes<T> for Portable<T, N> {
    const N: usize = N;
    #[inline(always)]
    unsafe fn load(from: *const T) -> Self {
        // SAFETY: by contract.
        Portable(unsafe { from.cast::<[T; N]>().read_unaligned() })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut T) {
        // SAFETY: by contract.
        unsafe { to.cast::<[T; N]>().write_unaligned(self.0) }
    }
    #[inline(always)]
    fn splat(key: T) -> Self {
        Portable([key; N])
    }
    #[inline(always)]
    fn min_max(self, other: Self) -> (Self, Self) {
        let pick = |i: usize, swap: bool| if swap { other.0[i] } else { self.0[i] };
        let swapped: [bool; N] = std::array::from_fn(|i| other.0[i] < self.0[i]);
        (
            Portable(std::array::from_fn(|i| pick(i, swapped[i]))),
            Portable(std::array::from_fn(|i| pick(i, !swapped[i]))),
        )
    }
    #[inline(always)]
    fn swap<const D: usize>(self) -> Self {
        Portable(std::array::from_fn(|i| self.0[i ^ D]))
    }
    #[inline(always)]
    fn pick<const D: usize>(self, other: Self) -> Self {
        Portable(std::array::from_fn(|i| if i & D == 0 { self.0[i] } else { other.0[i] }))
    }
}

impl<T: Key, const N: usize> Split<T> for Portable<T, N> {
    #[inline(always)]
    fn at_most(self, other: Self) -> u32 {
        self.mask(other, T::le)
    }
    #[inline(always)]
    fn less(self, other: Self) -> u32 {
        self.mask(other, T::lt)
    }
    #[inline(always)]
    fn equal(self, other: Self) -> u32 {
        self.mask(other, T::eq)
    }
    #[inline(always)]
    unsafe fn split(self, mask: u32, low: *mut T, high: *mut T) {
        let (mut lanes, mut front, mut back) = (self.0, 0, mask.count_ones() as usize);
        for (i, &key) in self.0.iter().enumerate() {
            let place = if mask >> i & 1 == 1 { &mut front } else { &mut back };
            lanes[*place % N] = key;
            *place += 1;
        }
        // SAFETY: by contract.
        unsafe { to_both(Portable(lanes), low, high) };
    }
}
