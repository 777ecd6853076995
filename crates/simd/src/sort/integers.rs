//! Integers: counted where there are few values, else sorted as keys.

use std::collections::TryReserveError;

use super::lanes::Key;
use super::places::as_floats;
use super::quick::{self, Join};
use super::{Item, few};
use crate::level::{Isa, Kernel, Level, dispatch, level};

/// An integer as an offset from another, and as a key.
pub(super) trait Integer: Item + Ord {
    /// `self - least`, where that is not negative.
    fn offset(self, least: Self) -> u64;
    /// `least` plus an offset that came from two such integers.
    fn plus(least: Self, offset: u64) -> Self;
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
    ($($ty:ident $unsigned:ident: $with_keys:expr;)*) => {$(
        impl Integer for $ty {
            #[inline(always)]
            fn offset(self, least: Self) -> u64 {
                u64::from(self.wrapping_sub(least) as $unsigned)
            }
            #[inline(always)]
            fn plus(least: Self, offset: u64) -> Self {
                least.wrapping_add(offset as $ty)
            }
            fn with_keys(items: &mut [Self], work: impl KeyWork) -> Result<(), TryReserveError> {
                $with_keys(items, work)
            }
        }
    )*};
}
integer! {
    i8 u8: widened;
    i16 u16: widened;
    u8 u8: widened;
    u16 u16: widened;
    i32 u32: |items, work: _| {
        KeyWork::run(work, items);
        Ok(())
    };
    i64 u64: |items, work: _| {
        KeyWork::run_wide(work, items);
        Ok(())
    };
    u32 u32: |items: &mut [u32], work: _| {
        // SAFETY: both are any 32 bits.
        let keys = unsafe { std::slice::from_raw_parts_mut(items.as_mut_ptr().cast::<i32>(), items.len()) };
        unsigned(keys, i32::MIN, |keys| KeyWork::run(work, keys))
    };
    u64 u64: |items: &mut [u64], work: _| {
        // SAFETY: both are any 64 bits.
        let keys = unsafe { std::slice::from_raw_parts_mut(items.as_mut_ptr().cast::<i64>(), items.len()) };
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

/// The least and the greatest of some integers.
struct Extent<'a, T>(&'a [T]);

impl<T: Integer> Kernel for Extent<'_, T> {
    type Output = (T, T);
    #[inline(always)]
    fn run<I: Isa>(self) -> (T, T) {
        self.0.iter().fold((self.0[0], self.0[0]), |(least, most), &x| (least.min(x), most.max(x)))
    }
}

/// Items below which insertion is fastest for what is not a key by itself.
const FEW: usize = 16;

/// Values that are counted at most; their counts stay in the second-level cache.
const COUNTED: u64 = 1 << 16;

/// Values whose counts are kept four times, so that counting equal items does not wait for itself.
const FOURFOLD: usize = 256;

pub(super) fn sort<T: Integer>(items: &mut [T], join: Join) -> Result<(), TryReserveError> {
    if quick::in_order(items, T::le) {
        return Ok(());
    }
    if size_of::<T>() < 4 && items.len() <= FEW {
        insertion_sort(items);
        return Ok(());
    }
    match countable(items) {
        Some((least, values)) => counting_sort(items, least, values),
        None => T::with_keys(items, Sort(join)),
    }
}

pub(super) fn select<T: Integer>(items: &mut [T], kth: &[usize]) -> Result<(), TryReserveError> {
    if size_of::<T>() < 4 { sort(items, Join::SERIAL) } else { T::with_keys(items, Select(kth)) }
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

/// The least item and how many values there can be, if they are so few that counting is fastest.
fn countable<T: Integer>(items: &[T]) -> Option<(T, usize)> {
    let n = items.len() as u64;
    let worth = |values: u64| values <= COUNTED && values <= n / if size_of::<T>() == 1 { 2 } else { 4 };
    if n < 128 {
        return None;
    }
    // A look at a few items spares most arrays the walk.
    let (least, most) = dispatch(Extent(&items[..64]));
    if !worth(most.offset(least).saturating_add(1)) {
        return None;
    }
    // Those of few distinct values are counted as keys, in vectors.
    if size_of::<T>() >= 4 && few::sampled(items).is_some() {
        return None;
    }
    let (least, most) = dispatch(Extent(items));
    let values = most.offset(least).saturating_add(1);
    worth(values).then_some((least, values as usize))
}

fn counting_sort<T: Integer>(items: &mut [T], least: T, values: usize) -> Result<(), TryReserveError> {
    let fold = if values <= FOURFOLD { 4 } else { 1 };
    let mut counts: Vec<usize> = Vec::new();
    counts.try_reserve_exact(values * fold)?;
    counts.resize(values * fold, 0);
    if fold == 4 {
        let (fours, rest) = items.as_chunks::<4>();
        for four in fours {
            for (i, &item) in four.iter().enumerate() {
                counts[i * values + item.offset(least) as usize] += 1;
            }
        }
        for &item in rest {
            counts[item.offset(least) as usize] += 1;
        }
    } else {
        for &item in &*items {
            counts[item.offset(least) as usize] += 1;
        }
    }
    let mut start = 0;
    for value in 0..values {
        let count: usize = (0..fold).map(|i| counts[i * values + value]).sum();
        items[start..start + count].fill(T::plus(least, value as u64));
        start += count;
    }
    Ok(())
}
