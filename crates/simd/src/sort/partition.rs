//! Splitting keys in place around a pivot, a few vectors at a time.
//!
//! Vectors are taken from whichever end has less room in front of the unread keys; each is rearranged in a register so
//! that the keys for the left end are its first lanes and those for the right end its last, and written whole to both
//! ends. What is superfluous is overwritten later.

use std::mem::MaybeUninit;

use super::lanes::{Key, Split};
use crate::level::{Isa, Kernel};

/// Vectors taken at a time: their rearrangements do not wait for each other.
const TAKEN: usize = 8;

/// Keys that wait on the stack: two times those taken at once, and the rest, in the widest vectors.
const WAITING: usize = 3 * TAKEN * 8;

/// Moves the keys that are at most the pivot (less than it, unless `EQUAL`) before all others; how many they are.
pub(super) struct Partition<'a, T, const EQUAL: bool> {
    pub keys: &'a mut [T],
    pub pivot: T,
}

impl<T: Key, const EQUAL: bool> Kernel for Partition<'_, T, EQUAL> {
    type Output = usize;
    #[inline(always)]
    fn run<I: Isa>(self) -> usize {
        partition::<T, T::Half<I::Keys>, EQUAL>(self.keys, self.pivot)
    }
}

#[inline(always)]
fn partition<T: Key, V: Split<T>, const EQUAL: bool>(keys: &mut [T], pivot: T) -> usize {
    let (n, block) = (keys.len(), TAKEN * V::N);
    let mut waiting = [const { MaybeUninit::<T>::uninit() }; WAITING];
    let waiting = waiting.as_mut_ptr().cast::<T>();
    let first = keys.as_mut_ptr();
    let mut ends = Ends { first, left: 0, right: n };
    // Fewer than two blocks wait as a whole.
    let count = if n < 2 * block { n } else { 2 * block + n % block };
    // SAFETY: all places lie within the keys. The unread keys are those in `next_left..next_right`; before and behind
    // them there is room for those that wait and those taken. The end with less room is read from, so that each end has
    // room for a block when one is written. What waits is written last: first single keys, then whole vectors, which
    // the room left over holds exactly.
    unsafe {
        let behind = count.saturating_sub(block);
        copy::<T, V>(first, waiting, count - behind);
        copy::<T, V>(first.add(n - behind), waiting.add(count - behind), behind);
        let mut unread = Unread { first, left: count - behind, right: n - behind };
        let vector = V::splat(pivot);
        if unread.left < unread.right {
            // One block is always ahead of the one that is written: where to read does not wait for what was read last.
            let mut taken = unread.take::<V>(&ends);
            while unread.left < unread.right {
                let next = unread.take::<V>(&ends);
                for keys in std::mem::replace(&mut taken, next) {
                    ends.put::<V, EQUAL>(keys, vector);
                }
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
    unsafe fn take<V: Split<T>>(&mut self, ends: &Ends<T>) -> [V; TAKEN] {
        let from_left = self.left - ends.left <= ends.right - self.right;
        let block = TAKEN * V::N;
        self.right -= if from_left { 0 } else { block };
        // SAFETY: by contract.
        unsafe {
            let from = self.first.add(if from_left { self.left } else { self.right });
            self.left += if from_left { block } else { 0 };
            let mut taken = [V::load(from); TAKEN];
            for (i, keys) in taken.iter_mut().enumerate() {
                *keys = V::load(from.add(i * V::N));
            }
            taken
        }
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
