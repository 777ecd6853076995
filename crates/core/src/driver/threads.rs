//! How many threads, and the splitting of a range of work between them.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// 0 until first asked for.
static THREADS: AtomicUsize = AtomicUsize::new(0);

/// The threads that one operation uses at most: what [`set_num_threads`] was given, else the environment
/// variable `NUMOXIDE_NUM_THREADS`, else one per core. Always 1 without the feature `rayon`.
#[inline]
pub fn num_threads() -> usize {
    if cfg!(not(feature = "rayon")) {
        return 1;
    }
    match THREADS.load(Ordering::Relaxed) {
        0 => detect(),
        n => n,
    }
}

/// Sets how many threads one operation uses at most; 0 returns to the default. No result depends on it.
pub fn set_num_threads(threads: usize) {
    THREADS.store(threads, Ordering::Relaxed);
}

#[cold]
fn detect() -> usize {
    let wanted = std::env::var("NUMOXIDE_NUM_THREADS").ok().and_then(|value| value.parse().ok());
    let threads = wanted.unwrap_or_else(available).max(1);
    THREADS.store(threads, Ordering::Relaxed);
    threads
}

#[cfg(feature = "rayon")]
fn available() -> usize {
    rayon::current_num_threads()
}

#[cfg(not(feature = "rayon"))]
fn available() -> usize {
    1
}

/// Runs `body` over the pieces of `0..n`, in parallel where there are threads for it. Pieces begin at
/// multiples of `grain`.
pub(crate) fn parallel(n: usize, grain: usize, body: &(dyn Fn(Range<usize>) + Sync)) {
    let threads = num_threads();
    let grains = n.div_ceil(grain.max(1));
    if threads <= 1 || grains <= 1 {
        return body(0..n);
    }
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        // A few pieces per thread even out threads that are slowed by others.
        let pieces = grains.min(threads * 4);
        let per_piece = grains.div_ceil(pieces) * grain;
        (0..n.div_ceil(per_piece)).into_par_iter().with_max_len(1).for_each(|piece| {
            let start = piece * per_piece;
            body(start..(start + per_piece).min(n));
        });
    }
    #[cfg(not(feature = "rayon"))]
    body(0..n);
}

/// Addresses, and what else belongs to a piece of work, on their way to several threads.
#[derive(Clone, Copy)]
pub(super) struct Shared<T>(pub(super) T);

// SAFETY: whoever makes one promises that each thread reads only what no thread writes, and writes to places of its own.
unsafe impl<T> Sync for Shared<T> {}

impl<T: Copy> Shared<T> {
    /// What is shared. A method, since a closure that named the field would take the field alone along.
    pub(super) fn get(&self) -> T {
        self.0
    }
}

/// Runs both, at the same time if another thread is free.
///
/// Every caller shares this one entry to the pool, whose code would be compiled anew for each type of closure.
pub fn join(a: &mut (dyn FnMut() + Send), b: &mut (dyn FnMut() + Send)) {
    #[cfg(feature = "rayon")]
    rayon::join(a, b);
    #[cfg(not(feature = "rayon"))]
    {
        a();
        b();
    }
}
