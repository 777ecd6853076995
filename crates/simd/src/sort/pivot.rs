//! Pivots: medians of medians of a sample, found in vectors.

use super::lanes::{Key, Lanes};
use crate::level::{Isa, Kernel};

/// Vectors of a sample.
const SAMPLE: usize = 9;

/// Keys from which on there are three samples: neighbours are often much the same.
const LARGE: usize = 1 << 14;

/// A key from the middle of at least a vector of keys, and the largest key of the sample that it is from.
pub(super) struct Pivot<'a, T>(pub &'a [T]);

impl<T: Key> Kernel for Pivot<'_, T> {
    type Output = (T, T);
    #[inline(always)]
    fn run<I: Isa>(self) -> (T, T) {
        let keys = self.0;
        let middle = |keys| of_lanes(&sample::<T, T::Lanes<I::Keys>>(keys));
        let (middle, most) = if keys.len() < LARGE {
            middle(keys)
        } else {
            let (third, two) = (keys.len() / 3, keys.len() / 3 * 2);
            let (a, a_most) = middle(&keys[..third]);
            let (b, b_most) = middle(&keys[third..two]);
            let (c, c_most) = middle(&keys[two..]);
            (median(a, b, c).0, median(a_most, b_most, c_most).1)
        };
        (first(across(middle)), first(largest(most)))
    }
}

#[inline(always)]
fn sample<T: Key, V: Lanes<T>>(keys: &[T]) -> [V; SAMPLE] {
    assert!(keys.len() >= V::N);
    let step = (keys.len() - V::N) / SAMPLE;
    // Not quite evenly spaced: evenly spaced samples fare badly with what is periodic.
    let mut noise = keys.len() as u32 | 1;
    let mut at = 0;
    std::array::from_fn(|_| {
        noise = noise.wrapping_mul(0x9e37_79b1).rotate_left(13);
        let from = at + ((u64::from(noise) * step as u64) >> 32) as usize;
        at += step;
        // SAFETY: behind so many steps there is a vector.
        unsafe { V::load(keys.as_ptr().add(from)) }
    })
}

/// The median and the largest key of each lane.
#[inline(always)]
fn median<T: Key, V: Lanes<T>>(a: V, b: V, c: V) -> (V, V) {
    let (low, high) = a.min_max(b);
    let (middle, most) = high.min_max(c);
    (low.min_max(middle).1, most)
}

/// The median of the medians of three in each lane, and the largest key.
#[inline(always)]
fn of_lanes<T: Key, V: Lanes<T>>(v: &[V; SAMPLE]) -> (V, V) {
    let (a, a_most) = median(v[0], v[3], v[6]);
    let (b, b_most) = median(v[1], v[4], v[7]);
    let (c, c_most) = median(v[2], v[5], v[8]);
    (median(a, b, c).0, median(a_most, b_most, c_most).1)
}

/// The median of medians of the lanes, in the first of them.
#[inline(always)]
fn across<T: Key, V: Lanes<T>>(keys: V) -> V {
    let threes = median(keys, keys.swap::<1>(), keys.swap::<2>()).0;
    match V::N {
        16.. => median(threes, threes.swap::<4>(), threes.swap::<8>()).0,
        8.. => median(threes, threes.swap::<4>(), keys.swap::<3>()).0,
        _ => threes,
    }
}

/// The largest key of the lanes, in each of them.
#[inline(always)]
fn largest<T: Key, V: Lanes<T>>(mut keys: V) -> V {
    keys = keys.min_max(keys.swap::<1>()).1;
    keys = keys.min_max(keys.swap::<2>()).1;
    if V::N >= 8 {
        keys = keys.min_max(keys.swap::<4>()).1;
    }
    if V::N >= 16 {
        keys = keys.min_max(keys.swap::<8>()).1;
    }
    keys
}

#[inline(always)]
fn first<T: Key, V: Lanes<T>>(keys: V) -> T {
    let mut lanes = std::mem::MaybeUninit::<V>::uninit();
    let to = lanes.as_mut_ptr().cast::<T>();
    // SAFETY: a vector is room for its keys, all of which are written.
    unsafe {
        keys.store(to);
        to.read()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{available_levels, dispatch, force_level};

    #[test]
    fn a_pivot_is_from_the_middle_and_the_largest_of_a_sample_is_not_less() {
        for &level in available_levels() {
            force_level(level);
            for n in [64, 65, 257, 1000, 100_000] {
                let shuffled: Vec<i32> = (0..n).map(|i| (i as i64 * 7919 % n as i64) as i32).collect();
                let sorted: Vec<i32> = (0..n).collect();
                for (keys, from) in [(shuffled, n / 8), (sorted, n / 3)] {
                    let (pivot, most) = dispatch(Pivot(&keys));
                    assert!((from..n - from).contains(&pivot), "{level:?} {n} {pivot}");
                    assert!(pivot < most && most < n);
                }
                assert_eq!(dispatch(Pivot(&vec![7.0; n as usize])), (7.0, 7.0));
            }
        }
    }
}
