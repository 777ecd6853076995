//! An allocator that makes memory errors visible without a sanitizer.
//!
//! Fresh memory is filled with a pattern no test expects, so that a read of what was never written shows; blocks lie
//! between guard zones, so that a write past an end is found when the block is freed; and a block must be given back
//! with the very size and alignment it was asked for. A fault ends the process with a message.
//!
//! ```
//! use numoxide_testkit::alloc::Poisoning;
//!
//! #[global_allocator]
//! static ALLOCATOR: Poisoning = Poisoning;
//!
//! assert_eq!(vec![7; 3].iter().sum::<i32>(), 21);
//! ```

use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt;
use std::ptr;

/// The allocator, to be named in `#[global_allocator]`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Poisoning;

/// What fresh memory is filled with: no valid `bool`, a NaN-free odd float, an odd negative integer.
pub const FRESH: u8 = 0xa5;
/// What freed memory is filled with before it goes back.
pub const FREED: u8 = 0xdd;
const GUARD: u8 = 0xfa;
const GUARD_BYTES: usize = 64;
const ALIVE: u64 = 0x6e6d_7078_616c_6976;
const DEAD: u64 = 0x6e6d_7078_6465_6164;

/// At the start of the zone before a block.
#[derive(Clone, Copy)]
#[repr(C)]
struct Header {
    state: u64,
    size: usize,
    align: usize,
}

/// What is wrong with a block that is given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is no block of this allocator, its header was overwritten, or it was freed before.
    NotAlive,
    /// It was asked for with another size.
    Size {
        /// The size it was asked for.
        asked: usize,
        /// The size it is given back with.
        given: usize,
    },
    /// It was asked for with another alignment.
    Alignment {
        /// The alignment it was asked for.
        asked: usize,
        /// The alignment it is given back with.
        given: usize,
    },
    /// Something wrote before its start.
    WroteBefore,
    /// Something wrote past its end.
    WrotePast,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAlive => f.write_str("a pointer to no living block"),
            Self::Size { asked, given } => write!(f, "asked for {asked} bytes, given back as {given}"),
            Self::Alignment { asked, given } => {
                write!(f, "asked for alignment {asked}, given back with {given}")
            }
            Self::WroteBefore => f.write_str("bytes before the block were overwritten"),
            Self::WrotePast => f.write_str("bytes past the block were overwritten"),
        }
    }
}

/// The bytes before a block: a guard zone that keeps the block aligned.
fn front(layout: Layout) -> usize {
    layout.align().max(GUARD_BYTES)
}

fn whole(layout: Layout) -> Option<Layout> {
    let bytes = front(layout).checked_add(layout.size())?.checked_add(GUARD_BYTES)?;
    Layout::from_size_align(bytes, layout.align().max(align_of::<Header>())).ok()
}

/// What is wrong with giving back `block` with this layout, if anything is.
///
/// # Safety
/// `block` must be a block of [`Poisoning`], alive, and its guard zones readable.
pub unsafe fn check(block: *const u8, layout: Layout) -> Result<(), Fault> {
    // SAFETY: by contract there is a zone of at least `GUARD_BYTES` before the block, with its header at the start.
    // The alignment that the header remembers is not known yet, so a wrong one is looked for at the wrong place
    // only within that zone.
    let header: Header = unsafe { ptr::read_unaligned(block.sub(GUARD_BYTES).cast()) };
    if header.state != ALIVE {
        return Err(Fault::NotAlive);
    }
    if header.size != layout.size() {
        return Err(Fault::Size { asked: header.size, given: layout.size() });
    }
    if header.align != layout.align() {
        return Err(Fault::Alignment { asked: header.align, given: layout.align() });
    }
    let guarded = |start: *const u8, bytes: usize| {
        // SAFETY: both zones belong to the block.
        (0..bytes).all(|at| unsafe { start.add(at).read() } == GUARD)
    };
    let before = GUARD_BYTES - size_of::<Header>();
    if !guarded(block.wrapping_sub(before), before) {
        return Err(Fault::WroteBefore);
    }
    if !guarded(block.wrapping_add(layout.size()), GUARD_BYTES) {
        return Err(Fault::WrotePast);
    }
    Ok(())
}

// SAFETY: blocks come from `System` with their guard zones around them; they are as large and as aligned as asked,
// belong to nobody else, and go back with the layout they were taken with.
unsafe impl GlobalAlloc for Poisoning {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some(memory) = whole(layout) else { return ptr::null_mut() };
        // SAFETY: its size is not zero; all writes stay inside.
        unsafe {
            let base = System.alloc(memory);
            if base.is_null() {
                return base;
            }
            base.write_bytes(GUARD, memory.size());
            let block = base.add(front(layout));
            block.write_bytes(FRESH, layout.size());
            let header = Header { state: ALIVE, size: layout.size(), align: layout.align() };
            ptr::write_unaligned(block.sub(GUARD_BYTES).cast(), header);
            block
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: by the caller's contract; the block has this many bytes.
        unsafe {
            let block = self.alloc(layout);
            if !block.is_null() {
                block.write_bytes(0, layout.size());
            }
            block
        }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: by the caller's contract, which `check` then holds the caller to.
        if let Err(fault) = unsafe { check(block, layout) } {
            // Unwinding out of an allocator is not allowed.
            eprintln!("memory fault: {fault}");
            std::process::abort();
        }
        let memory = whole(layout).expect("it could be allocated");
        // SAFETY: the block is alive and was taken with this layout.
        unsafe {
            block.write_bytes(FREED, layout.size());
            ptr::write_unaligned(block.sub(GUARD_BYTES).cast(), DEAD);
            System.dealloc(block.sub(front(layout)), memory);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_block(layout: Layout, test: impl FnOnce(*mut u8)) {
        // SAFETY: the block is freed with its layout, and `test` leaves it whole.
        unsafe {
            let block = Poisoning.alloc(layout);
            assert_eq!(block.addr() % layout.align(), 0);
            test(block);
            Poisoning.dealloc(block, layout);
        }
    }

    #[test]
    fn blocks_are_aligned_poisoned_and_whole() {
        for (size, align) in [(1, 1), (24, 8), (100, 64), (5000, 4096), (0, 1)] {
            let layout = Layout::from_size_align(size, align).unwrap();
            with_block(layout, |block| {
                // SAFETY: the block has this many bytes.
                let bytes = unsafe { std::slice::from_raw_parts(block, size) };
                assert!(bytes.iter().all(|&byte| byte == FRESH));
                // SAFETY: it is alive.
                assert_eq!(unsafe { check(block, layout) }, Ok(()));
            });
        }
    }

    #[test]
    fn writes_outside_are_found() {
        let layout = Layout::from_size_align(10, 2).unwrap();
        for (place, fault) in [(10, Fault::WrotePast), (60, Fault::WrotePast), (-1, Fault::WroteBefore)] {
            with_block(layout, |block| {
                // SAFETY: the guard zones belong to the block.
                unsafe {
                    let byte = block.offset(place);
                    let good = byte.read();
                    byte.write(1);
                    assert_eq!(check(block, layout), Err(fault));
                    byte.write(good);
                }
            });
        }
    }

    #[test]
    fn another_size_or_alignment_is_found() {
        let layout = Layout::from_size_align(64, 16).unwrap();
        let is = |size, align| Layout::from_size_align(size, align).unwrap();
        with_block(layout, |block| {
            // SAFETY: it is alive.
            unsafe {
                assert_eq!(check(block, is(65, 16)), Err(Fault::Size { asked: 64, given: 65 }));
                assert_eq!(check(block, is(64, 8)), Err(Fault::Alignment { asked: 16, given: 8 }));
            }
        });
    }
}
