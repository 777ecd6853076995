//! Sorting, selecting and searching of plain slices, in NumPy's order: NaN last, 0.0 and -0.0 equal.
//!
//! Everything comes down to four types of keys, `f64`, `i64`, `f32` and `i32`, which `quick` sorts in vectors:
//!
//! - floats are keys once NaNs have moved to the end and negative zeros have been noted (`floats`);
//! - integers are keys after a change of sign bits (`integers`); where they lie close together they are counted instead
//!   (`numbers`);
//! - few distinct numbers are counted (`few`);
//! - the order of items (`places`) is sorted as integers, whose upper bits are the key and whose lower bits its place.
//!
//! All sorts are stable: equal keys are told apart by nothing but what the sort puts back in order.

mod counted;
mod few;
mod floats;
mod integers;
mod lanes;
mod narrow;
mod network;
mod numbers;
mod partition;
mod pivot;
mod places;
mod quick;
mod rising;
mod search;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::collections::TryReserveError;

use half::{bf16, f16};

pub use lanes::Key;
#[doc(hidden)]
pub use lanes::{Levels, PortableLevels};
pub use narrow::sampled;
pub use places::refine;
pub use quick::Join;
pub use search::{search, search_by};
#[cfg(target_arch = "x86_64")]
#[doc(hidden)]
pub use x86::{Avx2, Avx512};

/// Items with NumPy's order.
pub trait Item: Copy + PartialEq + Send + Sync + 'static {
    /// A number with the same order: equal for what is equal, largest for NaN.
    fn rank(self) -> u64;

    /// Whether `self` comes before `other`.
    #[inline(always)]
    fn before(self, other: Self) -> bool {
        self.rank() < other.rank()
    }

    /// Whether `self` is less than `other`, for numbers.
    fn less(self, other: Self) -> bool;

    /// Whether this is NaN.
    fn is_nan(self) -> bool;

    /// Sorts items; those that are equal keep their order.
    ///
    /// # Errors
    /// If memory for what must be set aside cannot be had; the items are in some order then.
    ///
    /// ```
    /// use numoxide_simd::sort::{Item, Join};
    ///
    /// let mut items = [2.0, f64::NAN, 0.0, -1.0];
    /// f64::sort(&mut items, Join::SERIAL)?;
    /// assert_eq!(items[..3], [-1.0, 0.0, 2.0]);
    /// # Ok::<(), std::collections::TryReserveError>(())
    /// ```
    fn sort(items: &mut [Self], join: Join) -> Result<(), TryReserveError>;

    /// Writes items in sorted order to other places; those that are equal keep their order. What can be counted is not
    /// copied first.
    ///
    /// # Errors
    /// As [`Item::sort`].
    ///
    /// # Panics
    /// If there are not as many places as items.
    ///
    /// ```
    /// use numoxide_simd::sort::{Item, Join};
    ///
    /// let mut sorted = [0; 3];
    /// i32::sort_into(&[3, 1, 2], &mut sorted, Join::SERIAL)?;
    /// assert_eq!(sorted, [1, 2, 3]);
    /// # Ok::<(), std::collections::TryReserveError>(())
    /// ```
    fn sort_into(from: &[Self], to: &mut [Self], join: Join) -> Result<(), TryReserveError> {
        to.copy_from_slice(from);
        Self::sort(to, join)
    }

    /// The places of the items in sorted order, those of equal items in their own order.
    ///
    /// # Errors
    /// If memory for what must be set aside cannot be had.
    ///
    /// # Panics
    /// If there are not as many places as items.
    ///
    /// ```
    /// use numoxide_simd::sort::{Item, Join};
    ///
    /// let mut places = [0; 4];
    /// f64::argsort(&[3.0, f64::NAN, 1.0, 3.0], &mut places, Join::SERIAL)?;
    /// assert_eq!(places, [2, 0, 3, 1]);
    /// # Ok::<(), std::collections::TryReserveError>(())
    /// ```
    fn argsort(items: &[Self], places: &mut [i64], join: Join) -> Result<(), TryReserveError>;

    /// Brings the items at the places `kth`, which rise and lie within, to where sorting would; no larger item stands
    /// before one of them, no smaller one behind.
    ///
    /// # Errors
    /// As [`Item::sort`].
    fn select(items: &mut [Self], kth: &[usize]) -> Result<(), TryReserveError>;

    /// Writes items to other places as [`Item::select`] would leave them. How those on either side of the places are
    /// arranged may differ, but not with the threads that take part.
    ///
    /// # Errors
    /// As [`Item::sort`].
    ///
    /// # Panics
    /// If there are not as many places as items.
    ///
    /// ```
    /// use numoxide_simd::sort::{Item, Join};
    ///
    /// let mut selected = [0.0; 4];
    /// f64::select_into(&[3.0, 4.0, 1.0, 2.0], &mut selected, &[2], Join::SERIAL)?;
    /// assert_eq!(selected[2..], [3.0, 4.0]);
    /// # Ok::<(), std::collections::TryReserveError>(())
    /// ```
    fn select_into(from: &[Self], to: &mut [Self], kth: &[usize], _: Join) -> Result<(), TryReserveError> {
        to.copy_from_slice(from);
        Self::select(to, kth)
    }
}

macro_rules! integers {
    ($($ty:ty: |$x:ident| $rank:expr;)*) => {$(
        impl Item for $ty {
            #[inline(always)]
            fn rank(self) -> u64 {
                let $x = self;
                $rank
            }
            #[inline(always)]
            fn before(self, other: Self) -> bool {
                self < other
            }
            #[inline(always)]
            fn less(self, other: Self) -> bool {
                self < other
            }
            #[inline(always)]
            fn is_nan(self) -> bool {
                false
            }
            fn sort(items: &mut [Self], join: Join) -> Result<(), TryReserveError> {
                integers::sort(items, join)
            }
            fn sort_into(from: &[Self], to: &mut [Self], join: Join) -> Result<(), TryReserveError> {
                assert_eq!(from.len(), to.len(), "as many places as items");
                integers::sort_into(from, to, join)
            }
            fn argsort(items: &[Self], places: &mut [i64], join: Join) -> Result<(), TryReserveError> {
                places::argsort(items, places, join)
            }
            fn select(items: &mut [Self], kth: &[usize]) -> Result<(), TryReserveError> {
                integers::select(items, kth)
            }
            fn select_into(
                from: &[Self],
                to: &mut [Self],
                kth: &[usize],
                join: Join,
            ) -> Result<(), TryReserveError> {
                assert_eq!(from.len(), to.len(), "as many places as items");
                integers::select_into(from, to, kth, join)
            }
        }
    )*};
}
integers! {
    i8: |x| x as i64 as u64 ^ SIGN;
    i16: |x| x as i64 as u64 ^ SIGN;
    i32: |x| x as i64 as u64 ^ SIGN;
    i64: |x| x as u64 ^ SIGN;
    u8: |x| u64::from(x);
    u16: |x| u64::from(x);
    u32: |x| u64::from(x);
    u64: |x| x;
}

const SIGN: u64 = 1 << 63;

impl Item for bool {
    #[inline(always)]
    fn rank(self) -> u64 {
        u64::from(self)
    }
    #[inline(always)]
    fn less(self, other: Self) -> bool {
        !self & other
    }
    #[inline(always)]
    fn is_nan(self) -> bool {
        false
    }
    fn sort(items: &mut [Self], _: Join) -> Result<(), TryReserveError> {
        let falses = items.iter().filter(|&&item| !item).count();
        items[..falses].fill(false);
        items[falses..].fill(true);
        Ok(())
    }
    fn argsort(items: &[Self], places: &mut [i64], join: Join) -> Result<(), TryReserveError> {
        places::argsort(items, places, join)
    }
    fn select(items: &mut [Self], _: &[usize]) -> Result<(), TryReserveError> {
        Self::sort(items, Join::SERIAL)
    }
}

macro_rules! floats {
    ($($ty:ty: |$x:ident| $rank:expr, before |$a:ident, $b:ident| $before:expr;)*) => {$(
        impl Item for $ty {
            #[inline(always)]
            fn rank(self) -> u64 {
                let $x = self;
                $rank
            }
            #[inline(always)]
            fn before(self, other: Self) -> bool {
                let ($a, $b) = (self, other);
                $before
            }
            #[inline(always)]
            fn less(self, other: Self) -> bool {
                self < other
            }
            #[inline(always)]
            fn is_nan(self) -> bool {
                <$ty>::is_nan(self)
            }
            fn sort(items: &mut [Self], join: Join) -> Result<(), TryReserveError> {
                floats::sort(items, join)
            }
            fn sort_into(from: &[Self], to: &mut [Self], join: Join) -> Result<(), TryReserveError> {
                assert_eq!(from.len(), to.len(), "as many places as items");
                floats::sort_into(from, to, join)
            }
            fn argsort(items: &[Self], places: &mut [i64], join: Join) -> Result<(), TryReserveError> {
                places::argsort(items, places, join)
            }
            fn select(items: &mut [Self], kth: &[usize]) -> Result<(), TryReserveError> {
                floats::select(items, kth)
            }
            fn select_into(
                from: &[Self],
                to: &mut [Self],
                kth: &[usize],
                join: Join,
            ) -> Result<(), TryReserveError> {
                assert_eq!(from.len(), to.len(), "as many places as items");
                floats::select_into(from, to, kth, join)
            }
        }
    )*};
}
floats! {
    f64: |x| {
        // Adding 0.0 makes -0.0 positive.
        let bits = (x + 0.0).to_bits();
        let rank = bits ^ ((bits as i64 >> 63) as u64 | SIGN);
        if x.is_nan() { u64::MAX } else { rank }
    }, before |a, b| a < b || (b.is_nan() && !a.is_nan());
    f32: |x| {
        let bits = (x + 0.0).to_bits();
        let rank = bits ^ ((bits as i32 >> 31) as u32 | 1 << 31);
        u64::from(if x.is_nan() { u32::MAX } else { rank })
    }, before |a, b| a < b || (b.is_nan() && !a.is_nan());
    f16: |x| x.to_f32().rank(), before |a, b| a.rank() < b.rank();
    bf16: |x| x.to_f32().rank(), before |a, b| a.rank() < b.rank();
}
