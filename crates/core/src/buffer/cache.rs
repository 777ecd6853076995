//! A bounded cache of large freed blocks.
//!
//! Fresh memory of the operating system costs a page fault for every page on first touch: a third of
//! the time of adding ten million numbers. Blocks of a mebibyte and more are therefore kept, up to a
//! limit, and given to the next array of about the same size. Smaller blocks are left to the
//! allocator, which does the same for them.

use std::alloc::{Layout as Memory, dealloc};
use std::ptr::NonNull;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::BASE_ALIGNMENT;

/// Blocks below this size are left to the allocator.
const SMALLEST: usize = 1 << 20;

/// The bytes kept at most, by default. Nothing where an address sanitizer must see every block freed.
const DEFAULT_LIMIT: usize = if cfg!(numoxide_sanitize) { 0 } else { 256 << 20 };

static LIMIT: AtomicUsize = AtomicUsize::new(DEFAULT_LIMIT);
static CACHE: Mutex<Cache> = Mutex::new(Cache { blocks: Vec::new(), bytes: 0 });

struct Cache {
    /// Oldest first.
    blocks: Vec<Free>,
    bytes: usize,
}

struct Free {
    base: NonNull<u8>,
    bytes: usize,
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
            let block = self.blocks.remove(0);
            self.bytes -= block.bytes;
            block.release();
        }
    }
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

/// A block of at least `bytes`, and less than a quarter more.
#[inline]
pub(super) fn take(bytes: usize) -> Option<(NonNull<u8>, usize)> {
    if bytes < SMALLEST { None } else { take_large(bytes) }
}

#[inline(never)]
fn take_large(bytes: usize) -> Option<(NonNull<u8>, usize)> {
    let mut cache = lock();
    let fits = |block: &Free| block.bytes >= bytes && block.bytes - bytes <= bytes / 4;
    // The latest one freed is the likeliest to be in the processor's cache still.
    let found = cache.blocks.iter().rposition(fits)?;
    let block = cache.blocks.remove(found);
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
    if bytes > limit {
        return false;
    }
    let mut cache = lock();
    cache.trim(limit - bytes);
    cache.bytes += bytes;
    cache.blocks.push(Free { base, bytes });
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
