//! Quicksort and quickselect of keys, whose pieces run in the vectors of the processor.
//!
//! A pivot is about the median of a sample. Where it is also the largest of its sample there are many equal keys, and those
//! are set apart. Bad luck with pivots is bounded: what remains then is sorted by heap.

use std::marker::PhantomData;

use super::lanes::Key;
use super::network::{Network, Room};
use super::partition::{Distribute, Partition};
use super::pivot::Pivot;
use super::rising;
use crate::level::{Isa, Kernel, dispatch};

/// Work to be done once.
type Work<'a> = &'a mut (dyn FnMut() + Send);

/// How two pieces of work are done: one after the other, or by two threads.
///
/// It is no type parameter, so that a sort is compiled once for all ways.
#[derive(Clone, Copy, Debug)]
pub struct Join {
    pub(super) both: fn(Work<'_>, Work<'_>),
    pub(super) grain: usize,
}

impl Join {
    /// One after the other.
    pub const SERIAL: Join = Join::new(
        |a, b| {
            a();
            b();
        },
        usize::MAX,
    );

    /// The second one first.
    #[cfg(test)]
    pub(super) const BACKWARDS: Join = Join::new(
        |a, b| {
            b();
            a();
        },
        1000,
    );

    /// By a function that calls both once; for fewer than `grain` keys nothing is to be gained by it.
    pub const fn new(both: fn(Work<'_>, Work<'_>), grain: usize) -> Self {
        Join { both, grain }
    }

    /// What is made of items, or of halves of them and then put together.
    pub(super) fn fold<T: Sync, R: Send>(
        self,
        items: &[T],
        make: &(impl Fn(&[T]) -> R + Sync),
        add: &(impl Fn(R, R) -> R + Sync),
    ) -> R {
        if items.len() / 2 < self.grain {
            return make(items);
        }
        let (a, b) = items.split_at(items.len() / 2);
        let (mut first, mut second) = (None, None);
        (self.both)(&mut || first = Some(self.fold(a, make, add)), &mut || {
            second = Some(self.fold(b, make, add));
        });
        match (first, second) {
            (Some(first), Some(second)) => add(first, second),
            _ => make(items),
        }
    }
}

/// What is left to be sorted after a partition: the keys before `low`, and those from `high` on; in between lie keys
/// equal to the pivot.
#[derive(Clone, Copy)]
struct Cut {
    low: usize,
    high: usize,
}

/// Splits keys, of which there are more than a sample. Fewer than all remain on either side.
fn split<T: Key>(keys: &mut [T]) -> Cut {
    let (pivot, most) = dispatch(Pivot(keys));
    if pivot < most {
        let low = dispatch(Partition::<T, true> { keys, pivot });
        return Cut { low, high: low };
    }
    // What was split off as equal comes here once more, or all there is.
    if in_order(keys, T::eq) {
        return Cut { low: 0, high: keys.len() };
    }
    let low = dispatch(Partition::<T, false> { keys: &mut *keys, pivot });
    let equal = dispatch(Partition::<T, true> { keys: &mut keys[low..], pivot });
    Cut { low, high: low + equal }
}

/// The partitions after which pivots have been bad: more than twice as many as good ones take.
fn budget(n: usize) -> u32 {
    2 * (usize::BITS - n.leading_zeros())
}

/// Keys that a network sorts at once.
fn room<T: Key>() -> usize {
    dispatch(Room(PhantomData::<T>))
}

/// Sorts keys; floats among them are neither NaN nor -0.0.
pub(super) fn sort<T: Key>(keys: &mut [T], join: Join) {
    let room = room::<T>();
    if keys.len() <= room {
        return dispatch(Network(keys));
    }
    if in_order(keys, T::le) {
        return;
    }
    if in_order(keys, T::ge) {
        return keys.reverse();
    }
    let sort_all = |keys: &mut [T]| sort_some(keys, budget(keys.len()), room, join);
    if !rising::sort(keys, sort_all) {
        sort_all(keys);
    }
}

/// Keys that are looked at and then split while they are in the first-level cache.
const LOOKED_AT: usize = 2048;

/// Writes keys in order to as many other places, split on the way; `false`, and anything there, if they are not all
/// `usual`, or if nothing would be gained.
pub(super) fn sort_into<T: Key>(from: &[T], to: &mut [T], usual: impl Fn(&[T]) -> bool, join: Join) -> bool {
    let room = room::<T>();
    // So many keys, were they in order, would have gone by way of `rising`.
    if from.len() <= 4 * room {
        return false;
    }
    let (pivot, most) = dispatch(Pivot(from));
    // Many equal keys are none of the business here.
    if pivot >= most {
        return false;
    }
    let mut left = (0, from.len());
    for keys in from.chunks(LOOKED_AT) {
        if !usual(keys) {
            return false;
        }
        left = dispatch(Distribute { keys, to: &mut *to, left, pivot });
    }
    let (below, above) = to.split_at_mut(left.0);
    let budget = budget(from.len());
    if from.len() >= join.grain {
        (join.both)(&mut || sort_some(below, budget, room, join), &mut || {
            sort_some(above, budget, room, join);
        });
    } else {
        sort_some(below, budget, room, Join::SERIAL);
        sort_some(above, budget, room, Join::SERIAL);
    }
    true
}

/// Neighbours that are compared before a look at what came of it: vectors compare without one.
const LOOK: usize = 256;

/// Whether all neighbours are in an order.
pub(super) fn in_order<T: Copy>(items: &[T], order: impl Fn(&T, &T) -> bool + Copy) -> bool {
    // What is out of order mostly is so at once.
    let first = &items[..items.len().min(8)];
    first.is_sorted_by(order) && dispatch(InOrder { items, order })
}

struct InOrder<'a, T, F> {
    items: &'a [T],
    order: F,
}

impl<T: Copy, F: Fn(&T, &T) -> bool> Kernel for InOrder<'_, T, F> {
    type Output = bool;
    #[inline(always)]
    fn run<I: Isa>(self) -> bool {
        let Some((_, behind)) = self.items.split_first() else { return true };
        let mut blocks = self.items.chunks(LOOK).zip(behind.chunks(LOOK));
        blocks.all(|(a, b)| a.iter().zip(b).fold(true, |all, (a, b)| all & (self.order)(a, b)))
    }
}

fn sort_some<T: Key>(mut keys: &mut [T], mut budget: u32, room: usize, join: Join) {
    while keys.len() > room {
        if budget == 0 {
            return heap_sort(keys);
        }
        budget -= 1;
        let parallel = keys.len() >= join.grain;
        let Cut { low, high } = split(keys);
        let (left, right) = keys.split_at_mut(high);
        let left = &mut left[..low];
        if parallel {
            return (join.both)(&mut || sort_some(left, budget, room, join), &mut || {
                sort_some(right, budget, room, join);
            });
        }
        // The smaller part first, so that the stack stays shallow.
        let (small, large) = if left.len() < right.len() { (left, right) } else { (right, left) };
        sort_some(small, budget, room, Join::SERIAL);
        keys = large;
    }
    dispatch(Network(keys));
}

/// Sorts in O(n log n), whatever the keys.
fn heap_sort<T: Key>(keys: &mut [T]) {
    let sink = |keys: &mut [T], mut at: usize| loop {
        let mut child = 2 * at + 1;
        if child >= keys.len() {
            return;
        }
        child += usize::from(child + 1 < keys.len() && keys[child] < keys[child + 1]);
        if keys[at] >= keys[child] {
            return;
        }
        keys.swap(at, child);
        at = child;
    };
    for at in (0..keys.len() / 2).rev() {
        sink(keys, at);
    }
    for end in (1..keys.len()).rev() {
        keys.swap(0, end);
        sink(&mut keys[..end], 0);
    }
}

/// Brings the keys at the places `kth`, which rise, to where sorting would, and no larger key before nor smaller one
/// behind them.
pub(super) fn select<T: Key>(keys: &mut [T], kth: &[usize]) {
    select_some(keys, 0, kth, budget(keys.len()), room::<T>());
}

/// [`select`] for keys of which the first has place `base`, at those of the places that lie within.
pub(super) fn select_from<T: Key>(keys: &mut [T], base: usize, kth: &[usize]) {
    let first = kth.partition_point(|&k| k < base);
    let end = kth.partition_point(|&k| k < base + keys.len());
    select_some(keys, base, &kth[first..end], budget(keys.len()), room::<T>());
}

/// [`select`] for keys of which the first has place `base`.
fn select_some<T: Key>(mut keys: &mut [T], mut base: usize, mut kth: &[usize], mut budget: u32, room: usize) {
    while keys.len() > room && !kth.is_empty() {
        if budget == 0 {
            return heap_sort(keys);
        }
        budget -= 1;
        let Cut { low, high } = split(keys);
        let before = kth.partition_point(|&k| k < base + low);
        let behind = kth.partition_point(|&k| k < base + high);
        let (left, right) = keys.split_at_mut(high);
        let (left_kth, right_kth) = (&kth[..before], &kth[behind..]);
        if right_kth.is_empty() {
            (keys, kth) = (&mut left[..low], left_kth);
        } else {
            select_some(&mut left[..low], base, left_kth, budget, room);
            (keys, kth, base) = (right, right_kth, base + high);
        }
    }
    if !kth.is_empty() {
        dispatch(Network(keys));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{available_levels, force_level};

    /// Numbers that look random.
    fn noise(n: usize, most: u64) -> Vec<u64> {
        let mut state = n as u64;
        let mut next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) % most
        };
        (0..n).map(|_| next()).collect()
    }

    /// Inputs of every kind: random, few unique, equal, rising, falling, an organ pipe, and what defeats a median of three.
    fn inputs(n: usize) -> Vec<Vec<u64>> {
        let killer = |i: usize| if i < n / 2 && i.is_multiple_of(2) { i + 1 } else { n / 2 + i / 2 };
        vec![
            noise(n, 1 << 20),
            noise(n, 3),
            noise(n, n as u64 / 8 + 1),
            vec![7; n],
            (0..n as u64).collect(),
            (0..n as u64).rev().collect(),
            (0..n).map(|i| i.min(n - i) as u64).collect(),
            (0..n).map(|i| killer(i) as u64).collect(),
            (0..n).map(|i| (i % 17) as u64).collect(),
            (0..n).map(|i| if i % 97 == 5 { i * 7919 % n } else { i } as u64).collect(),
        ]
    }

    const SIZES: [usize; 15] = [0, 1, 2, 3, 15, 16, 17, 63, 64, 65, 128, 200, 257, 1000, 20_000];

    fn check<T: Key + std::fmt::Debug>(of: impl Fn(u64) -> T) {
        for &level in available_levels() {
            force_level(level);
            for n in SIZES {
                for input in inputs(n) {
                    let mut keys: Vec<T> = input.iter().map(|&x| of(x)).collect();
                    let mut wanted = keys.clone();
                    wanted.sort_by(|a, b| a.partial_cmp(b).unwrap());
                    let mut heap = keys.clone();
                    heap_sort(&mut heap);
                    assert_eq!(heap, wanted);
                    for kth in [vec![0], vec![n / 2], vec![0, n / 3, n / 3 + 1, n.saturating_sub(1)]] {
                        let mut keys = keys.clone();
                        if n > 0 {
                            select(&mut keys, &kth);
                        }
                        for &k in kth.iter().filter(|&&k| k < n) {
                            assert_eq!(keys[k], wanted[k], "{level:?} {n}");
                            assert!(keys[..k].iter().all(|key| *key <= keys[k]));
                            assert!(keys[k..].iter().all(|key| *key >= keys[k]));
                        }
                        keys.sort_by(|a, b| a.partial_cmp(b).unwrap());
                        assert_eq!(keys, wanted, "what is selected is a permutation");
                    }
                    let mut other = keys.clone();
                    other.reverse();
                    if sort_into(&keys, &mut other, |keys| keys.len() <= LOOKED_AT, Join::SERIAL) {
                        assert_eq!(other, wanted, "{level:?} {n}");
                    }
                    assert!(!sort_into(&keys, &mut other, |_| false, Join::SERIAL));
                    sort(&mut keys, Join::SERIAL);
                    assert_eq!(keys, wanted, "{level:?} {n}");
                }
            }
        }
    }

    #[test]
    fn keys_of_every_type_at_every_level() {
        check(|x| x as f64 - 500.0);
        check(|x| x as i64 - 500);
        check(|x| x as f32 * 0.5 - 500.0);
        check(|x| x as i32 - 500);
    }

    #[test]
    fn what_is_left_when_pivots_have_been_bad_is_sorted_all_the_same() {
        let n = 20_000;
        let mut wanted: Vec<i64> = noise(n, 1 << 20).iter().map(|&x| x as i64).collect();
        wanted.sort();
        for budget in 0..4 {
            let mut keys: Vec<i64> = noise(n, 1 << 20).iter().map(|&x| x as i64).collect();
            sort_some(&mut keys, budget, room::<i64>(), Join::SERIAL);
            assert_eq!(keys, wanted);
        }
    }

    #[test]
    fn the_largest_keys_are_no_padding() {
        for n in SIZES {
            let mut keys: Vec<i32> = noise(n, 2).iter().map(|&x| i32::MAX - x as i32).collect();
            let mut wanted = keys.clone();
            wanted.sort();
            sort(&mut keys, Join::SERIAL);
            assert_eq!(keys, wanted);
        }
    }
}
