//! Integers: counted where there are few values (`numbers`), else sorted as keys.

use std::collections::TryReserveError;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use super::few::{self, Few};
use super::lanes::Key;
use super::numbers::Counted;
use super::places::as_floats;
use super::quick::{self, Join};
use super::{Item, narrow, rising};
use crate::level::{Isa, Kernel, Level, dispatch, level};

/// An integer as an offset from another, and as a key.
pub(super) trait Integer: Item + Ord {
    /// The least of all.
    const LEAST: Self;
    /// `self - least`, where that is not negative.
    fn offset(self, least: Self) -> u64;
    /// `least` plus an offset that came from two such integers.
    fn plus(least: Self, offset: u64) -> Self;
    /// Its bits, which are equal where integers are, as a key.
    type Bits: Copy;
    /// Few distinct integers, counted as keys, if they are.
    fn few(items: &[Self]) -> Option<Few<Self::Bits>>;
    /// Writes what was counted in order.
    fn write_few(few: &Few<Self::Bits>, to: &mut [Self]);
    /// Writes integers in order to other places on a straight way, where there is one; whether it did.
    fn sort_keys_into(_: &[Self], _: &mut [Self], _: Join) -> bool {
        false
    }
    /// Writes integers that nearly all rise or fall in order to other places; whether they did.
    fn sort_rising_into(_: &[Self], _: &mut [Self], _: Join) -> bool {
        false
    }
    /// Selects on a straight way to other places, where there is one; whether it did.
    fn select_keys_into(_: &[Self], _: &mut [Self], _: &[usize], _: Join) -> Result<bool, TryReserveError> {
        Ok(false)
    }
    /// Runs `work` on the integers as keys.
    fn with_keys(items: &mut [Self], work: impl KeyWork) -> Result<(), TryReserveError>;
}

/// Work on keys of either size.
pub(super) trait KeyWork: Sized {
    fn run<T: Key>(self, keys: &mut [T]);

    fn run_wide(self, keys: &mut [i64]) {
        self.run(keys);
    }
}

struct Sort(Join);

impl KeyWork for Sort {
    fn run<T: Key>(self, keys: &mut [T]) {
        quick::sort(keys, self.0);
    }

    fn run_wide(self, keys: &mut [i64]) {
        // AVX2 has minima of floats of 64 bits, but none of integers.
        if level() != Level::V3 {
            return self.run(keys);
        }
        let fit = dispatch(Shift { items: keys, by: MIDDLE });
        if fit {
            quick::sort(as_floats(keys), self.0);
        }
        dispatch(Shift { items: keys, by: -MIDDLE });
        if !fit {
            self.run(keys);
        }
    }
}

/// What makes integers of 62 bits the bits of positive normal floats, in the same order.
const MIDDLE: i64 = 1 << 62;

/// Adds to integers; whether all were of 62 bits before.
struct Shift<'a> {
    items: &'a mut [i64],
    by: i64,
}

impl Kernel for Shift<'_> {
    type Output = bool;
    #[inline(always)]
    fn run<I: Isa>(self) -> bool {
        let outside = self.items.iter_mut().fold(0, |outside, item| {
            let high = item.wrapping_add(1 << 61) as u64 >> 62;
            *item = item.wrapping_add(self.by);
            outside | high
        });
        outside == 0
    }
}

struct Select<'a>(&'a [usize]);

impl KeyWork for Select<'_> {
    fn run<T: Key>(self, keys: &mut [T]) {
        quick::select(keys, self.0);
    }
}

macro_rules! integer {
    ($($ty:ident $unsigned:ident $bits:ident: $with_keys:expr $(, into $into:expr)?;)*) => {$(
        impl Integer for $ty {
            type Bits = $bits;
            const LEAST: Self = $ty::MIN;
            fn few(items: &[Self]) -> Option<Few<$bits>> {
                if size_of::<$ty>() != size_of::<$bits>() {
                    return None;
                }
                // SAFETY: both are any bits of one size.
                few::counted(unsafe { from_raw_parts(items.as_ptr().cast::<$bits>(), items.len()) }, |_| true)
            }
            fn write_few(few: &Few<$bits>, to: &mut [Self]) {
                if size_of::<$ty>() == size_of::<$bits>() {
                    // SAFETY: both are any bits of one size.
                    let to = unsafe { from_raw_parts_mut(to.as_mut_ptr().cast::<$bits>(), to.len()) };
                    few.write(to, |&a, &b| (a as $ty).cmp(&(b as $ty)));
                }
            }
            #[inline(always)]
            fn offset(self, least: Self) -> u64 {
                u64::from(self.wrapping_sub(least) as $unsigned)
            }
            #[inline(always)]
            fn plus(least: Self, offset: u64) -> Self {
                least.wrapping_add(offset as $ty)
            }
            $(
                fn sort_keys_into(from: &[Self], to: &mut [Self], join: Join) -> bool {
                    // As in `Sort`, AVX2 sorts integers of 64 bits by another way.
                    $into && quick::sort_into(from, to, |_| true, join)
                }
                fn select_keys_into(
                    from: &[Self],
                    to: &mut [Self],
                    kth: &[usize],
                    join: Join,
                ) -> Result<bool, TryReserveError> {
                    narrow::select_into(from, to, kth, |_| true, join)
                }
                fn sort_rising_into(from: &[Self], to: &mut [Self], join: Join) -> bool {
                    let sort = |keys: &mut [Self]| {
                        quick::sort(keys, join);
                        true
                    };
                    rising::sort_into(from, to, |_| true, sort)
                }
            )?
            fn with_keys(items: &mut [Self], work: impl KeyWork) -> Result<(), TryReserveError> {
                $with_keys(items, work)
            }
        }
    )*};
}
integer! {
    i8 u8 i32: widened;
    i16 u16 i32: widened;
    u8 u8 i32: widened;
    u16 u16 i32: widened;
    i32 u32 i32: |items, work: _| {
        KeyWork::run(work, items);
        Ok(())
    }, into true;
    i64 u64 i64: |items, work: _| {
        KeyWork::run_wide(work, items);
        Ok(())
    }, into level() != Level::V3;
    u32 u32 i32: |items: &mut [u32], work: _| {
        // SAFETY: both are any 32 bits.
        let keys = unsafe { from_raw_parts_mut(items.as_mut_ptr().cast::<i32>(), items.len()) };
        unsigned(keys, i32::MIN, |keys| KeyWork::run(work, keys))
    };
    u64 u64 i64: |items: &mut [u64], work: _| {
        // SAFETY: both are any 64 bits.
        let keys = unsafe { from_raw_parts_mut(items.as_mut_ptr().cast::<i64>(), items.len()) };
        unsigned(keys, i64::MIN, |keys| KeyWork::run_wide(work, keys))
    };
}

/// Runs `work` on keys whose sign bits are turned for the time.
fn unsigned<T: Copy + std::ops::BitXorAssign>(
    keys: &mut [T],
    sign: T,
    work: impl FnOnce(&mut [T]),
) -> Result<(), TryReserveError> {
    keys.iter_mut().for_each(|key| *key ^= sign);
    work(keys);
    keys.iter_mut().for_each(|key| *key ^= sign);
    Ok(())
}

/// Runs `work` on copies of 32 bits.
fn widened<T: Integer + Into<i32> + TryFrom<i32>>(
    items: &mut [T],
    work: impl KeyWork,
) -> Result<(), TryReserveError> {
    let mut keys: Vec<i32> = Vec::new();
    keys.try_reserve_exact(items.len())?;
    keys.extend(items.iter().map(|&item| item.into()));
    work.run(&mut keys);
    for (item, key) in items.iter_mut().zip(keys) {
        *item = T::try_from(key).unwrap_or(*item);
    }
    Ok(())
}

/// Items below which insertion is fastest for what is not a key by itself.
const FEW: usize = 16;

pub(super) fn sort<T: Integer>(items: &mut [T], join: Join) -> Result<(), TryReserveError> {
    if quick::in_order(items, T::le) {
        return Ok(());
    }
    if quick::in_order(items, T::ge) {
        items.reverse();
        return Ok(());
    }
    match Counted::of(items, join)? {
        Some(counted) => {
            counted.write(items, join);
            Ok(())
        }
        None => sort_others(items, join),
    }
}

/// Writes `from` in order to `to`, which has as many places.
pub(super) fn sort_into<T: Integer>(from: &[T], to: &mut [T], join: Join) -> Result<(), TryReserveError> {
    if T::sort_rising_into(from, to, join) {
        return Ok(());
    }
    if quick::in_order(from, T::le) {
        to.copy_from_slice(from);
        return Ok(());
    }
    if quick::in_order(from, T::ge) {
        to.iter_mut().zip(from.iter().rev()).for_each(|(to, &item)| *to = item);
        return Ok(());
    }
    match Counted::of(from, join)? {
        Some(counted) => {
            counted.write(to, join);
            Ok(())
        }
        None if T::sort_keys_into(from, to, join) => Ok(()),
        None => {
            to.copy_from_slice(from);
            sort_others(to, join)
        }
    }
}

/// Sorts what is not counted.
fn sort_others<T: Integer>(items: &mut [T], join: Join) -> Result<(), TryReserveError> {
    if size_of::<T>() < 4 && items.len() <= FEW {
        insertion_sort(items);
        return Ok(());
    }
    T::with_keys(items, Sort(join))
}

pub(super) fn select<T: Integer>(items: &mut [T], kth: &[usize]) -> Result<(), TryReserveError> {
    if size_of::<T>() < 4 { sort(items, Join::SERIAL) } else { T::with_keys(items, Select(kth)) }
}

/// Writes `from` to `to`, which has as many places, selected.
pub(super) fn select_into<T: Integer>(
    from: &[T],
    to: &mut [T],
    kth: &[usize],
    join: Join,
) -> Result<(), TryReserveError> {
    if size_of::<T>() < 4 {
        return sort_into(from, to, join);
    }
    if T::select_keys_into(from, to, kth, join)? {
        return Ok(());
    }
    to.copy_from_slice(from);
    select(to, kth)
}

fn insertion_sort<T: Integer>(items: &mut [T]) {
    for end in 1..items.len() {
        let item = items[end];
        let mut at = end;
        while at > 0 && items[at - 1] > item {
            items[at] = items[at - 1];
            at -= 1;
        }
        items[at] = item;
    }
}
