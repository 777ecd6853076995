//! [`ForeignBits`]: any generator of the rand family as a source of words.

use super::{BitGenerator, HalfWord};

/// A `rand_core` generator that drives a [`Generator`](crate::Generator).
#[derive(Clone, Debug)]
pub struct ForeignBits<R> {
    rng: R,
    half: HalfWord,
}

impl<R: rand_core::Rng> ForeignBits<R> {
    /// The words of `rng`.
    pub fn new(rng: R) -> Self {
        ForeignBits { rng, half: HalfWord::default() }
    }

    /// The generator back.
    pub fn into_inner(self) -> R {
        self.rng
    }
}

impl<R: rand_core::Rng> BitGenerator for ForeignBits<R> {
    #[inline(always)]
    fn next_u64(&mut self) -> u64 {
        self.rng.next_u64()
    }
    #[inline(always)]
    fn next_u32(&mut self) -> u32 {
        self.half.next(|| self.rng.next_u64())
    }
}
