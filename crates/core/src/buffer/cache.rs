//! A bounded cache of freed blocks.
//!
//! Fresh memory of the operating system costs a page fault for every page on first touch: a third of
//! the time of adding ten million numbers. Blocks from 32 KiB on are therefore kept, up to a limit, and
//! given to the next array of about the same size. Smaller blocks are left to the allocator, which does
//! the same for them.
//!
//! Sizes are rounded up to classes, four to each power of two, so that any block of a class serves any
//! request of that class.

use std::alloc::{Layout as Memory, dealloc};
use std::ptr::NonNull;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::BASE_ALIGNMENT;

/// Blocks below this size are left to the allocator.
const SMALLEST: usize = 32 << 10;

/// The classes from [`SMALLEST`] to the largest block an address space holds.
const CLASSES: usize = 4 * 48;

/// The bytes kept at most, by default.
const DEFAULT_LIMIT: usize = 256 << 20;

static LIMIT: AtomicUsize = AtomicUsize::new(DEFAULT_LIMIT);
static CACHE: Mutex<Cache> =
    Mutex::new(Cache { classes: [const { Vec::new() }; CLASSES], bytes: 0, clock: 0 });

struct Cache {
    /// The free blocks of each class, oldest first.
    classes: [Vec<Free>; CLASSES],
    bytes: usize,
    /// Counts what was put in, to tell the oldest.
    clock: u64,
}

struct Free {
    base: NonNull<u8>,
    bytes: usize,
    since: u64,
}

// SAFETY: a free block belongs to the cache alone.
unsafe impl Send for Free {}

impl Free {
    fn release(self) {
        // SAFETY: blocks come from `Buffer::allocate`, with this alignment and size.
        unsafe {
            dealloc(self.base.as_ptr(), Memory::from_size_align_unchecked(self.bytes, BASE_ALIGNMENT));
        }
    }
}

impl Cache {
    /// Gives the oldest blocks back until `limit` holds.
    fn trim(&mut self, limit: usize) {
        while self.bytes > limit {
            let filled = self.classes.iter_mut().filter(|class| !class.is_empty());
            let Some(oldest) = filled.min_by_key(|class| class[0].since) else { return };
            let block = oldest.remove(0);
            self.bytes -= block.bytes;
            block.release();
        }
    }
}

/// The class of a block of `bytes`, and the size of its blocks: the next of 4, 5, 6 and 7 quarters of a
/// power of two.
fn class(bytes: usize) -> (usize, usize) {
    let quarter = (bytes.next_power_of_two() / 2 / 4).max(1);
    let quarters = bytes.div_ceil(quarter);
    let power = (quarter / (SMALLEST / 8)).trailing_zeros() as usize;
    // Eight quarters are the last of a power: five is the first of the next.
    (4 * power + quarters - 4, quarter * quarters)
}

/// The size to ask the allocator for, so that the block can serve its whole class later.
#[inline]
pub(super) fn rounded(bytes: usize) -> usize {
    if (SMALLEST..usize::MAX / 4).contains(&bytes) { class(bytes).1 } else { bytes }
}

/// The bytes of freed memory kept for reuse at most. The default is 256 MiB.
pub fn cache_limit() -> usize {
    LIMIT.load(Ordering::Relaxed)
}

/// Sets how much freed memory is kept for reuse; 0 turns the cache off.
pub fn set_cache_limit(bytes: usize) {
    LIMIT.store(bytes, Ordering::Relaxed);
    lock().trim(bytes);
}

/// Gives all cached memory back to the allocator.
pub fn clear_cache() {
    lock().trim(0);
}

fn lock() -> std::sync::MutexGuard<'static, Cache> {
    // A panic cannot leave the cache half changed: nothing in here unwinds.
    CACHE.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A block of at least `bytes`.
#[inline]
pub(super) fn take(bytes: usize) -> Option<(NonNull<u8>, usize)> {
    if (SMALLEST..usize::MAX / 4).contains(&bytes) { take_large(bytes) } else { None }
}

#[inline(never)]
fn take_large(bytes: usize) -> Option<(NonNull<u8>, usize)> {
    let mut cache = lock();
    // The latest one freed is the likeliest to be in the processor's cache still.
    let block = cache.classes[class(bytes).0].pop()?;
    cache.bytes -= block.bytes;
    Some((block.base, block.bytes))
}

/// Keeps the block if there is room; `false` means that it is still the caller's.
#[inline]
pub(super) fn give(base: NonNull<u8>, bytes: usize) -> bool {
    if bytes < SMALLEST { false } else { give_large(base, bytes) }
}

#[inline(never)]
fn give_large(base: NonNull<u8>, bytes: usize) -> bool {
    let limit = cache_limit();
    let (class, size) = class(bytes);
    if bytes > limit || bytes != size {
        return false;
    }
    let mut cache = lock();
    cache.trim(limit - bytes);
    cache.bytes += bytes;
    cache.clock += 1;
    let since = cache.clock;
    cache.classes[class].push(Free { base, bytes, since });
    true
}

/// Asks the system for huge pages below a large fresh block: fewer page faults, fewer TLB misses.
#[inline]
pub(super) fn advise(base: NonNull<u8>, bytes: usize) {
    #[cfg(target_os = "linux")]
    if bytes >= 4 << 20 {
        const PAGE: usize = 4096;
        let start = base.as_ptr().align_offset(PAGE);
        let length = (bytes - start) & !(PAGE - 1);
        // SAFETY: the range lies inside a block that we own; the advice changes no contents, and its
        // failure changes nothing at all.
        unsafe {
            libc::madvise(base.as_ptr().add(start).cast(), length, libc::MADV_HUGEPAGE);
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (base, bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_their_sizes_and_grow_by_at_most_a_quarter() {
        let mut last = (0, 0);
        for bytes in (SMALLEST..1 << 20).step_by(617).chain([SMALLEST, 1 << 40, (1 << 40) + 1]) {
            let (index, size) = class(bytes);
            assert!(size >= bytes && size <= bytes + bytes / 4 + 1, "{bytes} {size}");
            assert_eq!(class(size), (index, size));
            if bytes < 1 << 20 && bytes >= last.1 {
                assert!(index >= last.0);
                last = (index, size);
            }
            assert!(index < CLASSES);
        }
    }
}
