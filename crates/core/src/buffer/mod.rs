//! The reference-counted block of bytes below every array.
//!
//! A [`Buffer`] is one pointer to a `Block` header. For memory of our own the header and the data are
//! one allocation, so that making a small array costs a single call of the allocator. It knows nothing
//! of shapes or of types, except how to drop the values it owns.

mod cache;

use std::alloc::{Layout as Memory, alloc, alloc_zeroed, dealloc, realloc};
use std::any::Any;
use std::mem::size_of;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering, fence};

pub use cache::{cache_limit, clear_cache, set_cache_limit};

use crate::{Error, Result};

/// The alignment of the data of every block of our own: one cache line, one AVX-512 register.
pub const ALIGNMENT: usize = 64;

/// Bytes in front of the data: the header, padded to a cache line.
const HEADER: usize = ALIGNMENT;

/// The alignment asked of the allocator. More would push `alloc_zeroed` off the operating system's
/// zeroed pages; the rest is made up by hand.
const BASE_ALIGNMENT: usize = 16;

/// Bytes up to which a block is zeroed by hand.
const ZEROED_BY_HAND: usize = 1 << 10;

/// The header of a buffer.
struct Block {
    refs: AtomicUsize,
    data: NonNull<u8>,
    bytes: usize,
    /// What the allocator gave, and how much of it.
    base: NonNull<u8>,
    base_bytes: usize,
    extra: Option<Box<Extra>>,
    /// Fresh zeroed pages are given back to the system: reusing them would cost a pass over memory.
    zeroed: bool,
}

/// Drops that many values from an address on.
type DropValues = unsafe fn(*mut u8, usize);

/// What only some buffers have.
struct Extra {
    /// Drops the values, for item types that need it: the function, and the number of values.
    values: Option<(DropValues, usize)>,
    /// The owner of memory that is not ours.
    owner: Option<Box<dyn Any + Send + Sync>>,
    /// Whether the owner allows writing.
    writable: bool,
}

const _: () = assert!(size_of::<Block>() <= HEADER);

/// A reference-counted, 64-byte-aligned block of bytes with an owner: our heap, a `Vec`, a memory map,
/// or foreign memory.
pub struct Buffer(NonNull<Block>);

// SAFETY: the reference count is atomic, and the data is reached only through arrays, which are Send
// and Sync exactly where their items are.
unsafe impl Send for Buffer {}
// SAFETY: as above.
unsafe impl Sync for Buffer {}

/// A vector with room for `n` items, for what is worked with and is no array.
///
/// # Errors
/// [`Error::OutOfMemory`] if the memory cannot be had.
///
/// ```
/// use numoxide_core::buffer::vector;
///
/// assert!(vector::<u8>(10)?.capacity() >= 10);
/// assert!(vector::<f64>(usize::MAX / 2).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn vector<T>(n: usize) -> Result<Vec<T>> {
    let mut items = Vec::new();
    let fail = |_| Error::OutOfMemory { bytes: n.saturating_mul(size_of::<T>()) };
    items.try_reserve_exact(n).map_err(fail)?;
    Ok(items)
}

/// A vector of `n` times a value.
///
/// # Errors
/// As [`vector`].
pub fn filled<T: Clone>(value: T, n: usize) -> Result<Vec<T>> {
    let mut items = vector(n)?;
    items.resize(n, value);
    Ok(items)
}

impl Buffer {
    /// A block of `bytes` bytes that are not initialised.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`] if the memory cannot be had.
    pub fn uninit(bytes: usize) -> Result<Self> {
        Self::allocate(bytes, false)
    }

    /// A block of `bytes` zero bytes. Large ones are pages that the system zeroes when they are touched.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`] if the memory cannot be had.
    pub fn zeroed(bytes: usize) -> Result<Self> {
        Self::allocate(bytes, true)
    }

    /// A block of `bytes` bytes that are not initialised, if one lies at hand that was freed before: it takes no memory that
    /// the program has not got already.
    pub fn at_hand(bytes: usize) -> Option<Self> {
        let (base, base_bytes) = cache::take(Self::memory(bytes, false).ok()?.size())?;
        // SAFETY: the cache holds only blocks of at least the size it was asked for.
        Some(unsafe { Self::place(base, base_bytes, bytes, false) })
    }

    /// The block with room for `bytes` bytes, the first of which are those that it had; what follows is not initialised.
    ///
    /// Large blocks grow where they are, or their pages move. Shared ones and those of other owners are copied.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`] if the memory cannot be had.
    pub fn resized(self, bytes: usize) -> Result<Self> {
        if !self.is_unique() || self.block().extra.is_some() {
            let larger = Self::uninit(bytes)?;
            let kept = bytes.min(self.bytes());
            // SAFETY: both have so many bytes, and nobody else knows of the new one.
            unsafe { larger.data().copy_from_nonoverlapping(self.data(), kept) };
            return Ok(larger);
        }
        let memory = Self::memory(bytes, false)?;
        let &Block { data, bytes: before, base, base_bytes, .. } = self.block();
        // SAFETY: the address lies inside of the block.
        let offset = unsafe { data.offset_from_unsigned(base) };
        // SAFETY: `base` was allocated with this size and alignment, and this is the only reference to it.
        let moved = unsafe {
            let old = Memory::from_size_align_unchecked(base_bytes, BASE_ALIGNMENT);
            realloc(base.as_ptr(), old, memory.size())
        };
        let base = NonNull::new(moved).ok_or(Error::OutOfMemory { bytes })?;
        cache::advise(base, memory.size());
        // SAFETY: the new allocation is ours, and holds the bytes where they were; they are moved before the header is
        // written in front of their new place.
        unsafe {
            let place = base.as_ptr().add(base.as_ptr().align_offset(ALIGNMENT) + HEADER);
            place.copy_from(base.as_ptr().add(offset), bytes.min(before));
            std::mem::forget(self);
            Ok(Self::place(base, memory.size(), bytes, false))
        }
    }

    /// What to ask the allocator for.
    fn memory(bytes: usize, zeroed: bool) -> Result<Memory> {
        let fail = Error::OutOfMemory { bytes };
        let Some(base_bytes) = bytes.checked_add(HEADER + ALIGNMENT - BASE_ALIGNMENT) else {
            return Err(fail);
        };
        let base_bytes = if zeroed { base_bytes } else { cache::rounded(base_bytes) };
        Memory::from_size_align(base_bytes, BASE_ALIGNMENT).map_err(|_| fail)
    }

    fn allocate(bytes: usize, zeroed: bool) -> Result<Self> {
        let memory = Self::memory(bytes, zeroed)?;
        if !zeroed && let Some((base, base_bytes)) = cache::take(memory.size()) {
            // SAFETY: the cache holds only blocks of at least the size it was asked for.
            return Ok(unsafe { Self::place(base, base_bytes, bytes, false) });
        }
        // Small blocks are zeroed by hand: allocators keep them at hand for `alloc` alone.
        let by_hand = zeroed && bytes <= ZEROED_BY_HAND;
        // SAFETY: the size is not zero.
        let base = unsafe { if zeroed && !by_hand { alloc_zeroed(memory) } else { alloc(memory) } };
        let base = NonNull::new(base).ok_or(Error::OutOfMemory { bytes })?;
        if !zeroed {
            cache::advise(base, memory.size());
        }
        // SAFETY: `base` is a fresh allocation of that size, which leaves room for the header, the
        // alignment and the data.
        unsafe {
            let buffer = Self::place(base, memory.size(), bytes, zeroed);
            if by_hand {
                buffer.data().write_bytes(0, bytes);
            }
            Ok(buffer)
        }
    }

    /// Writes the header into the allocation at `base`.
    ///
    /// # Safety
    /// `base` must be an unshared allocation of `base_bytes`, at least `bytes` and [`HEADER`] and the
    /// slack for alignment.
    #[inline]
    unsafe fn place(base: NonNull<u8>, base_bytes: usize, bytes: usize, zeroed: bool) -> Self {
        let pad = base.as_ptr().align_offset(ALIGNMENT);
        // SAFETY: `pad` is at most ALIGNMENT - BASE_ALIGNMENT, which the allocation has in excess.
        unsafe {
            let block = base.add(pad).cast::<Block>();
            let data = base.add(pad + HEADER);
            let refs = AtomicUsize::new(1);
            block.write(Block { refs, data, bytes, base, base_bytes, extra: None, zeroed });
            Buffer(block)
        }
    }

    /// A buffer over memory of `owner`, which is dropped with the last reference.
    ///
    /// # Safety
    /// `data` must be valid for reads (and writes if `writable`) of `bytes` bytes for as long as `owner`
    /// lives, and nothing else may write to it while the buffer exists.
    pub unsafe fn foreign(
        data: NonNull<u8>,
        bytes: usize,
        writable: bool,
        owner: Box<dyn Any + Send + Sync>,
    ) -> Result<Self> {
        let buffer = Self::uninit(0)?;
        // SAFETY: the block is fresh and not shared.
        let block = unsafe { &mut *buffer.0.as_ptr() };
        block.data = data;
        block.bytes = bytes;
        block.extra = Some(Box::new(Extra { values: None, owner: Some(owner), writable }));
        Ok(buffer)
    }

    /// Takes over the values of `vec` without a copy.
    pub fn from_vec<T: Send + Sync + 'static>(mut vec: Vec<T>) -> Result<Self> {
        let data = NonNull::new(vec.as_mut_ptr()).expect("a Vec's pointer is not null").cast::<u8>();
        let bytes = vec.len() * size_of::<T>();
        // SAFETY: the vector owns the memory, is kept alive by the buffer and is not touched until it is
        // dropped, values and all.
        unsafe { Self::foreign(data, bytes, true, Box::new(vec)) }
    }

    /// The vector that the buffer was made from, if it was made by [`from_vec`](Buffer::from_vec) and this is the only
    /// reference.
    ///
    /// # Errors
    /// The buffer itself, if not.
    ///
    /// ```
    /// use numoxide_core::Buffer;
    ///
    /// let buffer = Buffer::from_vec(vec![1u8, 2])?;
    /// let second = buffer.clone();
    /// assert!(buffer.into_vec::<u8>().is_err());
    /// assert_eq!(second.into_vec::<u8>().ok(), Some(vec![1, 2]));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn into_vec<T: 'static>(self) -> std::result::Result<Vec<T>, Buffer> {
        if !self.is_unique() {
            return Err(self);
        }
        // SAFETY: there is no other reference.
        let extra = unsafe { &mut (*self.0.as_ptr()).extra };
        // An owner of foreign memory may be a vector, too, and the memory not that vector's.
        let of_vec = |owner: &mut Box<dyn Any + Send + Sync>| {
            owner
                .downcast_ref::<Vec<T>>()
                .is_some_and(|vec| vec.as_ptr().cast() == self.data().as_ptr().cast_const())
        };
        let owner = extra.as_mut().and_then(|extra| extra.owner.take_if(of_vec));
        // The buffer, whose memory is the vector's, goes without having been looked at.
        owner.and_then(|owner| owner.downcast::<Vec<T>>().ok()).map(|vec| *vec).ok_or(self)
    }

    /// Makes the buffer drop `count` values by `drop_values(data, count)` at its end.
    ///
    /// # Safety
    /// The buffer must be unshared, hold `count` initialised values that `drop_values` drops, and be of
    /// our own memory.
    pub(crate) unsafe fn drop_at_end(&mut self, drop_values: unsafe fn(*mut u8, usize), count: usize) {
        // SAFETY: unshared, by contract.
        let block = unsafe { &mut *self.0.as_ptr() };
        block.extra =
            Some(Box::new(Extra { values: Some((drop_values, count)), owner: None, writable: true }));
    }

    #[inline]
    fn block(&self) -> &Block {
        // SAFETY: the block lives as long as any reference to it.
        unsafe { self.0.as_ref() }
    }

    /// The first byte.
    #[inline]
    pub fn data(&self) -> NonNull<u8> {
        self.block().data
    }

    /// The size in bytes.
    #[inline]
    pub fn bytes(&self) -> usize {
        self.block().bytes
    }

    /// Whether this is the only reference, and the owner allows writing.
    #[inline]
    pub fn is_unique(&self) -> bool {
        let block = self.block();
        // Acquire: what other references wrote or read before they went happens before our writes.
        block.refs.load(Ordering::Acquire) == 1 && block.extra.as_ref().is_none_or(|extra| extra.writable)
    }

    /// Whether two references lead to the same block.
    #[inline]
    pub fn is_same(&self, other: &Buffer) -> bool {
        self.0 == other.0
    }

    #[cold]
    #[inline(never)]
    fn free(&mut self) {
        // SAFETY: the count has reached zero, so nobody else sees the block; it is read out once and
        // its memory given back once.
        let block = unsafe { self.0.as_ptr().read() };
        if let Some(extra) = block.extra {
            if let Some((drop_values, count)) = extra.values {
                // SAFETY: the contract of `drop_at_end`.
                unsafe { drop_values(block.data.as_ptr(), count) };
            }
            drop(extra.owner);
        }
        if !block.zeroed && cache::give(block.base, block.base_bytes) {
            return;
        }
        // SAFETY: `base` was allocated with exactly this size and alignment.
        unsafe {
            dealloc(block.base.as_ptr(), Memory::from_size_align_unchecked(block.base_bytes, BASE_ALIGNMENT));
        }
    }
}

impl Clone for Buffer {
    #[inline]
    fn clone(&self) -> Self {
        // Relaxed: the new reference comes from one that is alive, as in `Arc`.
        let before = self.block().refs.fetch_add(1, Ordering::Relaxed);
        if before > usize::MAX / 2 {
            // Only leaking references in a loop gets here; going on would free memory in use.
            std::process::abort();
        }
        Buffer(self.0)
    }
}

impl Drop for Buffer {
    #[inline]
    fn drop(&mut self) {
        if self.block().refs.fetch_sub(1, Ordering::Release) == 1 {
            fence(Ordering::Acquire);
            self.free();
        }
    }
}

impl std::fmt::Debug for Buffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Buffer").field("data", &self.data()).field("bytes", &self.bytes()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_aligned_and_of_the_size_asked_for() {
        for bytes in [0, 1, 63, 64, 65, 4096, 3 << 20] {
            let buffer = Buffer::uninit(bytes).unwrap();
            assert_eq!(buffer.data().as_ptr() as usize % ALIGNMENT, 0);
            assert_eq!(buffer.bytes(), bytes);
        }
    }

    #[test]
    fn memory_that_cannot_be_had_is_an_error() {
        assert_eq!(Buffer::uninit(1 << 62).unwrap_err(), Error::OutOfMemory { bytes: 1 << 62 });
        assert_eq!(Buffer::zeroed(usize::MAX).unwrap_err(), Error::OutOfMemory { bytes: usize::MAX });
    }

    #[test]
    fn a_block_keeps_its_bytes_when_it_is_resized() {
        let numbers: Vec<u8> = (0..=255).collect();
        let owners = [
            |bytes: &[u8]| Buffer::from_vec(bytes.to_vec()).unwrap(),
            |bytes: &[u8]| {
                let buffer = Buffer::uninit(bytes.len()).unwrap();
                // SAFETY: the block has so many bytes.
                unsafe { buffer.data().copy_from_nonoverlapping(NonNull::from(bytes).cast(), bytes.len()) };
                buffer
            },
        ];
        for owner in owners {
            for shared in [false, true] {
                let mut buffer = owner(&numbers);
                let _second = shared.then(|| buffer.clone());
                for bytes in [257, 70_000, 3 << 20, 9 << 20, 256, 5000] {
                    buffer = buffer.resized(bytes).unwrap();
                    assert_eq!(buffer.bytes(), bytes);
                    assert_eq!(buffer.data().as_ptr() as usize % ALIGNMENT, 0);
                    // SAFETY: so many bytes were there from the beginning.
                    let kept = unsafe { std::slice::from_raw_parts(buffer.data().as_ptr(), 256) };
                    assert_eq!(kept, numbers);
                }
                assert!(buffer.resized(1 << 62).is_err());
            }
        }
    }

    #[test]
    fn only_a_freed_block_of_about_the_size_is_at_hand() {
        let bytes = 77 << 20;
        assert!(Buffer::at_hand(bytes).is_none());
        drop(Buffer::uninit(bytes - 1).unwrap());
        assert_eq!(Buffer::at_hand(bytes).unwrap().bytes(), bytes);
    }

    #[test]
    fn zeroed_is_zero_after_reuse() {
        let bytes = 2 << 20;
        let dirty = Buffer::uninit(bytes).unwrap();
        // SAFETY: the block has `bytes` bytes.
        unsafe { dirty.data().write_bytes(0xff, bytes) };
        drop(dirty);
        let clean = Buffer::zeroed(bytes).unwrap();
        // SAFETY: zeroed memory is initialised.
        let data = unsafe { std::slice::from_raw_parts(clean.data().as_ptr(), bytes) };
        assert!(data.iter().all(|&byte| byte == 0));
    }

    #[test]
    fn a_vector_is_given_back_to_the_only_reference_and_to_its_type() {
        let buffer = Buffer::from_vec(vec![1.5f64, 2.5]).unwrap();
        let data = buffer.data();
        let buffer = buffer.into_vec::<u64>().unwrap_err();
        let vec = buffer.into_vec::<f64>().unwrap();
        assert_eq!((vec.as_ptr().cast(), &vec[..]), (data.as_ptr().cast_const(), &[1.5, 2.5][..]));
        assert!(Buffer::uninit(16).unwrap().into_vec::<f64>().is_err());
        let numbers = vec![1u8, 2, 3];
        let second = NonNull::from(&numbers[1]);
        // SAFETY: the memory of the owner from its second item on.
        let part = unsafe { Buffer::foreign(second, 2, false, Box::new(numbers)) }.unwrap();
        assert!(part.into_vec::<u8>().is_err(), "not the memory of the whole vector");
    }

    #[test]
    fn the_owner_is_dropped_once_with_the_last_reference() {
        use std::sync::Arc;
        let token = Arc::new(());
        let buffer = Buffer::from_vec(vec![token.clone(), token.clone()]).unwrap();
        let second = buffer.clone();
        assert!(!buffer.is_unique());
        drop(buffer);
        assert_eq!(Arc::strong_count(&token), 3);
        assert!(second.is_unique());
        drop(second);
        assert_eq!(Arc::strong_count(&token), 1);
    }
}
