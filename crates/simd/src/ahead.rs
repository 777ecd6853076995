//! Asking for memory before it is read.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes that the processor fetches from memory at a time.
pub const LINE: usize = 64;

/// Fetches what lies at an address that will soon be read. Any address will do.
#[inline(always)]
pub fn prefetch(address: *const u8) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch never faults; SSE is part of every x86-64.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(address.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}

/// How many bytes ahead of a walk along memory it is best asked for, in loops that do little with each line. The processors of one
/// maker read ahead by themselves, but stop at the ends of pages; those of another are hindered by whoever asks for more than
/// what is read at once.
#[inline]
pub fn reach() -> usize {
    match REACH.load(Ordering::Relaxed) {
        usize::MAX => detect(),
        bytes => bytes,
    }
}

/// `usize::MAX` until it is known.
static REACH: AtomicUsize = AtomicUsize::new(usize::MAX);

#[cold]
fn detect() -> usize {
    let bytes = if is_amd() { 256 } else { 2048 };
    REACH.store(bytes, Ordering::Relaxed);
    bytes
}

#[cfg(target_arch = "x86_64")]
fn is_amd() -> bool {
    let leaf = std::arch::x86_64::__cpuid(0);
    [leaf.ebx, leaf.edx, leaf.ecx].map(u32::to_le_bytes).as_flattened() == b"AuthenticAMD"
}

#[cfg(not(target_arch = "x86_64"))]
fn is_amd() -> bool {
    false
}

/// A run of memory that will soon be read, to be asked for line by line beside other work.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    next: *const u8,
    lines: usize,
    /// From one line to the next.
    step: isize,
}

impl Wanted {
    /// The memory of `n` items that lie `stride` bytes apart from `first` on; `None` if each lies in a line of its own, since
    /// there is no end of lines then, or there is only one. The memory need not be there.
    #[inline]
    pub fn items(first: *const u8, stride: isize, n: usize) -> Option<Self> {
        let apart = stride.unsigned_abs();
        let step = if stride < 0 { -(LINE as isize) } else { LINE as isize };
        let is_run = apart > 0 && apart < LINE;
        is_run.then(|| Wanted { next: first, lines: (n * apart).div_ceil(LINE), step })
    }

    /// Asks for one line, and goes on to the next: behind the last, if there are no more.
    #[inline(always)]
    pub(crate) fn ask(&mut self) {
        prefetch(self.next);
        self.next = self.next.wrapping_offset(self.step);
    }

    /// Both halves, if there are more lines than `shares`.
    #[inline]
    pub(crate) fn halves(self, shares: usize) -> Option<[Wanted; 2]> {
        let half = self.lines.div_ceil(2);
        (self.lines > shares).then(|| [Wanted { lines: half, ..self }, self.after(half)])
    }

    /// What is left behind so many lines.
    #[inline(always)]
    pub(crate) fn after(self, lines: usize) -> Self {
        let next = self.next.wrapping_offset(self.step * lines as isize);
        Wanted { next, lines: self.lines.saturating_sub(lines), ..self }
    }

    /// Asks for all of it.
    #[inline]
    pub fn ask_all(mut self) {
        for _ in 0..self.lines {
            self.ask();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LINE, Wanted};

    #[test]
    fn runs_are_asked_for_by_lines() {
        let memory = [0u8; 1024];
        let first = memory.as_ptr();
        let mut wanted = Wanted::items(first, 8, 33).expect("a run");
        assert_eq!(wanted.lines, 5);
        wanted.ask();
        assert_eq!(wanted.next, first.wrapping_add(LINE));
        assert_eq!((wanted.after(1).lines, wanted.after(9).lines), (4, 0));
        let mut back = Wanted::items(first, -4, 64).expect("a run");
        back.ask();
        assert_eq!((back.lines, back.next), (4, first.wrapping_sub(LINE)));
        let [one, two] = wanted.after(1).halves(3).expect("more lines than shares");
        assert_eq!((one.lines, one.next), (2, first.wrapping_add(2 * LINE)));
        assert_eq!((two.lines, two.next), (2, first.wrapping_add(4 * LINE)));
        assert!(wanted.halves(5).is_none());
        back.ask_all();
        assert!(Wanted::items(first, 0, 1000).is_none());
        assert!(Wanted::items(first, LINE as isize, 1000).is_none());
    }
}
