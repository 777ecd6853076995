//! Splitting keys in place around a pivot, a few vectors at a time.
//!
//! Vectors are taken from whichever end has less room in front of the unread keys; the keys of each are brought together
//! in registers and written to both ends, where there is room for a whole vector. What is superfluous is overwritten later.

use std::mem::MaybeUninit;

use super::lanes::{Key, Lanes, Split};
use crate::level::{Isa, Kernel};

/// Keys that wait on the stack: fewer than two of the widest blocks.
const WAITING: usize = 2 * 64;

/// Moves the keys that are at most the pivot (less than it, unless `EQUAL`) before all others; how many they are.
pub(super) struct Partition<'a, T, const EQUAL: bool> {
    pub keys: &'a mut [T],
    pub pivot: T,
}

impl<T: Key, const EQUAL: bool> Kernel for Partition<'_, T, EQUAL> {
    type Output = usize;
    #[inline(always)]
    fn run<I: Isa>(self) -> usize {
        // So many vectors are taken at a time that their rearrangements do not wait for each other.
        match <T::Lanes<I::Keys> as Lanes<T>>::N {
            16 => partition::<T, T::Lanes<I::Keys>, EQUAL, 4>(self.keys, self.pivot),
            _ => partition::<T, T::Lanes<I::Keys>, EQUAL, 8>(self.keys, self.pivot),
        }
    }
}

#[inline(always)]
fn partition<T: Key, V: Split<T>, const EQUAL: bool, const TAKEN: usize>(keys: &mut [T], pivot: T) -> usize {
    let (n, block) = (keys.len(), TAKEN * V::N);
    assert!(2 * block <= WAITING);
    let first = keys.as_mut_ptr();
    let mut ends = Ends { first, left: 0, right: n };
    let mut waiting = [const { MaybeUninit::<T>::uninit() }; WAITING];
    let waiting = waiting.as_mut_ptr().cast::<T>();
    // SAFETY: all places lie within the keys. The unread keys are those in `left..right`; before and behind them there
    // is room for those that wait and those taken. The end with less room is read from, so that each end has room for a
    // block when one is written. What waits is written last: first what is less than a vector, then whole vectors, which
    // the room left over holds exactly.
    unsafe {
        if n < 2 * block {
            copy::<T, V>(first, waiting, n);
            ends.put_some::<V, EQUAL>(waiting, n, pivot);
            return ends.left;
        }
        // A block of either end waits, and the rest: of the block that is copied only so many keys.
        let (left, right) = (take_at::<T, V, TAKEN>(first), take_at::<T, V, TAKEN>(first.add(n - block)));
        for (i, keys) in take_at::<T, V, TAKEN>(first.add(block)).into_iter().enumerate() {
            keys.store(waiting.add(i * V::N));
        }
        let rest = n % block;
        let mut unread = Unread { first, left: block + rest, right: n - block };
        let vector = V::splat(pivot);
        if unread.left < unread.right {
            // One block is always ahead of the one that is written: where to read does not wait for what was read last.
            let mut taken = unread.take::<V, TAKEN>(&ends);
            while unread.left < unread.right {
                let next = unread.take::<V, TAKEN>(&ends);
                for keys in std::mem::replace(&mut taken, next) {
                    ends.put::<V, EQUAL>(keys, vector);
                }
            }
            for keys in taken {
                ends.put::<V, EQUAL>(keys, vector);
            }
        }
        ends.put_some::<V, EQUAL>(waiting, rest, pivot);
        for keys in left.into_iter().chain(right) {
            ends.put::<V, EQUAL>(keys, vector);
        }
    }
    ends.left
}

/// Puts keys that lie elsewhere to the ends of the room that is left for them and those behind: at most the pivot from
/// the first place on, others up to the second. What is left then.
pub(super) struct Distribute<'a, T> {
    pub keys: &'a [T],
    pub to: &'a mut [T],
    pub left: (usize, usize),
    pub pivot: T,
}

impl<T: Key> Kernel for Distribute<'_, T> {
    type Output = (usize, usize);
    #[inline(always)]
    fn run<I: Isa>(self) -> (usize, usize) {
        let (left, right) = self.left;
        assert!(left <= right && right <= self.to.len() && self.keys.len() <= right - left);
        let mut ends = Ends { first: self.to.as_mut_ptr(), left, right };
        // SAFETY: between the ends there is room for all keys.
        unsafe { ends.put_some::<T::Lanes<I::Keys>, true>(self.keys.as_ptr(), self.keys.len(), self.pivot) };
        (ends.left, ends.right)
    }
}

/// Copies keys; for so few a call of `memcpy` takes longer.
///
/// # Safety
/// There must be so many keys at both places, which do not overlap.
#[inline(always)]
unsafe fn copy<T: Key, V: Split<T>>(from: *const T, to: *mut T, count: usize) {
    // SAFETY: by contract; the last vector may hold keys of the one before it.
    unsafe {
        if count < V::N {
            return std::ptr::copy_nonoverlapping(from, to, count);
        }
        for at in (0..count - V::N).step_by(V::N).chain([count - V::N]) {
            V::load(from.add(at)).store(to.add(at));
        }
    }
}

/// A block of keys.
///
/// # Safety
/// There must be a block.
#[inline(always)]
unsafe fn take_at<T: Key, V: Split<T>, const TAKEN: usize>(from: *const T) -> [V; TAKEN] {
    // SAFETY: by contract.
    unsafe {
        let mut taken = [V::load(from); TAKEN];
        for (i, keys) in taken.iter_mut().enumerate() {
            *keys = V::load(from.add(i * V::N));
        }
        taken
    }
}

/// The keys that are neither taken nor waiting: those from `left` up to `right`.
struct Unread<T> {
    first: *mut T,
    left: usize,
    right: usize,
}

impl<T: Key> Unread<T> {
    /// Takes a block from the end before which there is less room.
    ///
    /// # Safety
    /// There must be a block.
    #[inline(always)]
    unsafe fn take<V: Split<T>, const TAKEN: usize>(&mut self, ends: &Ends<T>) -> [V; TAKEN] {
        let from_left = self.left - ends.left <= ends.right - self.right;
        let block = TAKEN * V::N;
        self.right -= if from_left { 0 } else { block };
        // SAFETY: by contract.
        let taken = unsafe { take_at(self.first.add(if from_left { self.left } else { self.right })) };
        self.left += if from_left { block } else { 0 };
        taken
    }
}

/// Where the next keys are written: from `left` upwards, and from `right` downwards.
struct Ends<T> {
    first: *mut T,
    left: usize,
    right: usize,
}

impl<T: Key> Ends<T> {
    /// # Safety
    /// There must be room for a vector at both ends; it may be the same.
    #[inline(always)]
    unsafe fn put<V: Split<T>, const EQUAL: bool>(&mut self, keys: V, pivot: V) {
        let mask = keys.below::<EQUAL>(pivot);
        let count = mask.count_ones() as usize;
        // SAFETY: by contract.
        unsafe { keys.split(mask, self.first.add(self.left), self.first.add(self.right)) };
        self.left += count;
        self.right -= V::N - count;
    }

    /// Puts so many keys from memory.
    ///
    /// # Safety
    /// There must be room for just so many keys.
    #[inline(always)]
    unsafe fn put_some<V: Split<T>, const EQUAL: bool>(&mut self, from: *const T, count: usize, pivot: T) {
        let few = count % V::N;
        // SAFETY: by contract.
        unsafe {
            let (low, high) = (self.first.add(self.left), self.first.add(self.right));
            let below = V::split_few::<EQUAL>(from, few, pivot, low, high);
            self.left += below;
            self.right -= few - below;
            for at in (few..count).step_by(V::N) {
                self.put::<V, EQUAL>(V::load(from.add(at)), V::splat(pivot));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{available_levels, dispatch, force_level};

    /// Sizes around those of vectors and blocks of every level.
    const SIZES: [usize; 12] = [1, 2, 15, 16, 17, 31, 127, 128, 255, 256, 300, 1009];

    fn check<T: Key + std::fmt::Debug>(of: impl Fn(usize) -> T) {
        for &level in available_levels() {
            force_level(level);
            for (n, below) in SIZES.into_iter().flat_map(|n| [0, 1, n / 3, n - 1, n].map(|below| (n, below)))
            {
                // The keys `0..n` in some order, between two that must not be touched.
                let mixed = (0..n).map(|i| of((i * 611 + 5) % n + 1));
                let mut keys: Vec<T> = [of(2000)].into_iter().chain(mixed).chain([of(0)]).collect();
                let mut wanted = keys.clone();
                let low = dispatch(Partition::<T, false> { keys: &mut keys[1..=n], pivot: of(below + 1) });
                assert_eq!(low, below, "{level:?} {n}");
                assert!(keys[1..=low].iter().all(|&key| key < of(below + 1)));
                let low = dispatch(Partition::<T, true> { keys: &mut keys[1..=n], pivot: of(below) });
                assert_eq!(low, below, "{level:?} {n}");
                assert!(keys[1..=low].iter().all(|&key| key <= of(below)));
                assert_eq!((keys[0], keys[n + 1]), (of(2000), of(0)));
                keys.sort_by(|a, b| a.partial_cmp(b).unwrap());
                wanted.sort_by(|a, b| a.partial_cmp(b).unwrap());
                assert_eq!(keys, wanted, "{level:?} {n}");
            }
        }
    }

    #[test]
    fn keys_are_distributed_to_other_places_block_by_block() {
        for &level in available_levels() {
            force_level(level);
            for n in SIZES {
                let keys: Vec<i32> = (0..n).map(|i| ((i * 611 + 5) % n) as i32).collect();
                let (mut to, mut left) = (vec![-1; n + 2], (1, n + 1));
                for keys in keys.chunks(64) {
                    left = dispatch(Distribute { keys, to: &mut to, left, pivot: (n / 3) as i32 });
                }
                assert_eq!(left, (2 + n / 3, 2 + n / 3), "{level:?} {n}");
                assert!(to[1..left.0].iter().all(|&key| (0..=n as i32 / 3).contains(&key)));
                assert_eq!((to[0], to[n + 1]), (-1, -1));
                to.sort();
                assert!(to[2..].iter().enumerate().all(|(i, &key)| i as i32 == key));
            }
        }
    }

    #[test]
    fn keys_are_split_and_their_neighbours_left_alone() {
        check(|i| i as f64 - 300.5);
        check(|i| i as i64 - 300);
        check(|i| i as f32 - 300.5);
        check(|i| i as i32 - 300);
    }
}
