//! Splitting keys in place around a pivot, a few vectors at a time.
//!
//! Vectors are taken from whichever end has less room in front of the unread keys; each is rearranged in a register so
//! that the keys for the left end are its first lanes and those for the right end its last, and written whole to both
//! ends. What is superfluous is overwritten later.

use std::mem::MaybeUninit;

use super::lanes::{Key, Lanes};
use crate::level::{Isa, Kernel};

/// Vectors taken at a time: their rearrangements do not wait for each other.
const TAKEN: usize = 8;

/// Keys that wait on the stack: two times those taken at once, and the rest, at the widest level.
const WAITING: usize = 3 * TAKEN * 16;

/// Moves the keys that are at most the pivot (less than it, unless `EQUAL`) before all others; how many they are.
pub(super) struct Partition<'a, T, const EQUAL: bool> {
    pub keys: &'a mut [T],
    pub pivot: T,
}

impl<T: Key, const EQUAL: bool> Kernel for Partition<'_, T, EQUAL> {
    type Output = usize;
    #[inline(always)]
    fn run<I: Isa>(self) -> usize {
        partition::<T, T::Lanes<I::Keys>, EQUAL>(self.keys, self.pivot)
    }
}

#[inline(always)]
fn partition<T: Key, V: Lanes<T>, const EQUAL: bool>(keys: &mut [T], pivot: T) -> usize {
    let (n, block) = (keys.len(), TAKEN * V::N);
    let mut waiting = [const { MaybeUninit::<T>::uninit() }; WAITING];
    let waiting = waiting.as_mut_ptr().cast::<T>();
    let first = keys.as_mut_ptr();
    let mut ends = Ends { first, left: 0, right: n };
    // Fewer than two blocks wait as a whole.
    let count = if n < 2 * block { n } else { 2 * block + n % block };
    // SAFETY: all places lie within the keys. The unread keys are those in `next_left..next_right`; before and behind
    // them there is room for `count` keys in all. The end with less room is read from, so that each end has room for a
    // block when one is written. What waits is written last: first single keys, then whole vectors, which the room
    // left over holds exactly.
    unsafe {
        let behind = count.saturating_sub(block);
        std::ptr::copy_nonoverlapping(first, waiting, count - behind);
        std::ptr::copy_nonoverlapping(first.add(n - behind), waiting.add(count - behind), behind);
        let (mut next_left, mut next_right) = (count - behind, n - behind);
        let vector = V::splat(pivot);
        while next_left < next_right {
            let from_left = next_left - ends.left <= ends.right - next_right;
            next_right -= if from_left { 0 } else { block };
            let from = first.add(if from_left { next_left } else { next_right });
            next_left += if from_left { block } else { 0 };
            let mut taken = [vector; TAKEN];
            for (i, keys) in taken.iter_mut().enumerate() {
                *keys = V::load(from.add(i * V::N));
            }
            for keys in taken {
                ends.put::<V, EQUAL>(keys, vector);
            }
        }
        let single = count % V::N;
        for i in 0..single {
            ends.put_one::<EQUAL>(*waiting.add(i), pivot);
        }
        for i in (single..count).step_by(V::N) {
            ends.put::<V, EQUAL>(V::load(waiting.add(i)), vector);
        }
    }
    ends.left
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
    unsafe fn put<V: Lanes<T>, const EQUAL: bool>(&mut self, keys: V, pivot: V) {
        let mask = if EQUAL { keys.at_most(pivot) } else { keys.less(pivot) };
        let split = keys.split(mask);
        let count = mask.count_ones() as usize;
        // SAFETY: by contract.
        unsafe {
            split.store(self.first.add(self.left));
            split.store(self.first.add(self.right - V::N));
        }
        self.left += count;
        self.right -= V::N - count;
    }

    /// # Safety
    /// There must be room for a key.
    #[inline(always)]
    unsafe fn put_one<const EQUAL: bool>(&mut self, key: T, pivot: T) {
        let is_left = if EQUAL { key <= pivot } else { key < pivot };
        self.right -= usize::from(!is_left);
        // SAFETY: by contract.
        unsafe { *self.first.add(if is_left { self.left } else { self.right }) = key };
        self.left += usize::from(is_left);
    }
}
