//! Few distinct keys: counted in vectors, and written anew in order.
//!
//! A sample tells whether it is worth a try. Keys that it missed are added when they are met; when they become too many,
//! nothing is lost but the walk so far.

use std::cmp::Ordering;

use super::lanes::Key;
use crate::level::{Isa, Kernel, dispatch};

/// Distinct keys that are counted at most: each is compared with every key.
const MOST: usize = 16;

/// Keys below which a sort is as fast.
const FEWEST: usize = 256;

/// Keys of a block, which stays in the first-level cache while it is compared with one after the other.
const BLOCK: usize = 2048;

/// Items of a sample, and how many of them differ at most where few do.
const SAMPLE: usize = 16;
const DIFFERENT: usize = 12;

/// Distinct items.
pub(super) struct Distinct<T> {
    items: [T; MOST],
    len: usize,
}

impl<T: Copy + PartialEq> Distinct<T> {
    /// Adds an item unless it is there; whether there was room.
    fn add(&mut self, item: T, most: usize) -> bool {
        if self.all().contains(&item) {
            return true;
        }
        let room = self.len < most;
        if room {
            self.items[self.len] = item;
            self.len += 1;
        }
        room
    }

    pub(super) fn all(&self) -> &[T] {
        &self.items[..self.len]
    }
}

/// The distinct items of a sample, if they are few.
pub(super) fn sampled<T: Copy + PartialEq>(items: &[T]) -> Option<Distinct<T>> {
    if items.len() < FEWEST {
        return None;
    }
    let step = items.len() / SAMPLE;
    // Not quite evenly spaced: what is periodic would seem to be few.
    let noise = |i: usize| (i * 7 % SAMPLE) * step / SAMPLE;
    let sample: [T; SAMPLE] = std::array::from_fn(|i| items[i * step + noise(i)]);
    // Each item that was there before makes two pairs.
    if dispatch(Pairs(&sample)) < (SAMPLE - DIFFERENT) as u32 * 2 {
        return None;
    }
    let mut distinct = Distinct { items: [items[0]; MOST], len: 0 };
    sample.iter().all(|&item| distinct.add(item, DIFFERENT)).then_some(distinct)
}

/// How many pairs of items of a sample are equal, in either order.
struct Pairs<'a, T>(&'a [T; SAMPLE]);

impl<T: Copy + PartialEq> Kernel for Pairs<'_, T> {
    type Output = u32;
    #[inline(always)]
    fn run<I: Isa>(self) -> u32 {
        let mut equal = [0; SAMPLE];
        for (i, other) in self.0.iter().enumerate() {
            for (j, (equal, item)) in equal.iter_mut().zip(self.0).enumerate() {
                *equal += u32::from(i != j && item == other);
            }
        }
        equal.into_iter().sum()
    }
}

/// Adds to the counts how many keys of a block are equal to each value; how many are equal to any.
struct Count<'a, T> {
    block: &'a [T],
    values: &'a [T],
    counts: &'a mut [usize],
}

impl<T: Key> Kernel for Count<'_, T> {
    type Output = usize;
    #[inline(always)]
    fn run<I: Isa>(self) -> usize {
        let mut all = 0;
        for (count, &value) in self.counts.iter_mut().zip(self.values) {
            let equal = T::count::<I>(self.block, value);
            *count += equal;
            all += equal;
        }
        all
    }
}

/// Few distinct keys, and how often each is there.
pub(super) struct Few<T> {
    distinct: Distinct<T>,
    counts: [usize; MOST],
}

/// Counts keys if few of them are distinct, all of which `fit`.
pub(super) fn counted<T: Key>(keys: &[T], fit: impl Fn(&[T]) -> bool) -> Option<Few<T>> {
    let mut distinct = sampled(keys).filter(|distinct| fit(distinct.all()))?;
    let mut counts = [0; MOST];
    for block in keys.chunks(BLOCK) {
        let mut found = dispatch(Count { block, values: distinct.all(), counts: &mut counts });
        while found < block.len() {
            let from = distinct.len;
            let new = block.iter().find(|key| !distinct.all().contains(key))?;
            if !distinct.add(*new, MOST) || !fit(distinct.all()) {
                return None;
            }
            // Blocks before have none of it.
            found +=
                dispatch(Count { block, values: &distinct.items[from..=from], counts: &mut counts[from..] });
        }
    }
    Some(Few { distinct, counts })
}

impl<T: Copy> Few<T> {
    /// Writes the keys in an order to where there is room for so many.
    pub fn write(&self, to: &mut [T], order: impl Fn(&T, &T) -> Ordering) {
        let Distinct { items, len } = &self.distinct;
        let mut places: [usize; MOST] = std::array::from_fn(|i| i);
        let places = &mut places[..*len];
        places.sort_unstable_by(|&i, &j| order(&items[i], &items[j]));
        let mut rest = to;
        for &i in &*places {
            let (run, behind) = rest.split_at_mut(self.counts[i]);
            run.fill(items[i]);
            rest = behind;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{available_levels, force_level};

    /// Keys of `values` values, and some more at the end, where a sample hardly looks.
    fn keys(n: usize, values: usize, more: usize) -> Vec<i64> {
        (0..n).map(|i| if i + more < n { (i * i % values * 1000) as i64 } else { -(i as i64) }).collect()
    }

    #[test]
    fn few_keys_are_counted_and_too_many_are_left_as_they_are() {
        for &level in available_levels() {
            force_level(level);
            for (n, values, more, few) in [
                (256, 3, 0, true),
                (5000, 9, 0, true),
                (5001, 5, 8, true),
                (5000, 5, 17, false),
                (255, 3, 0, false),
            ] {
                let keys = keys(n, values, more);
                let mut wanted = keys.clone();
                if few {
                    wanted.sort();
                }
                let mut found = keys.clone();
                let counted = counted(&keys, |_| true);
                assert_eq!(counted.is_some(), few, "{level:?} {n} {values} {more}");
                if let Some(counted) = counted {
                    counted.write(&mut found, Ord::cmp);
                }
                assert_eq!(found, wanted);
                let short: Vec<i32> = keys.iter().map(|&key| key as i32).collect();
                let mut found = short.clone();
                if let Some(counted) = super::counted(&short, |_| true) {
                    counted.write(&mut found, |a, b| b.cmp(a));
                    assert!(found.iter().rev().zip(&wanted).all(|(&x, &key)| i64::from(x) == key));
                }
                assert!(super::counted(&short, |distinct| distinct.len() < 2).is_none());
            }
        }
    }
}
