//! The bit generators: where the random words come from.

mod foreign;
mod mt19937;
mod mt19937_jump;
mod pcg64;
mod philox;
mod sfc64;
mod words;

pub use foreign::ForeignBits;
pub use mt19937::{Mt19937, Mt19937State};
pub use pcg64::{Pcg64, Pcg64Dxsm, Pcg64State};
pub use philox::{Philox, PhiloxState};
pub use sfc64::{Sfc64, Sfc64State};
pub(crate) use words::{FEW, Halves, STOCK, Words, fill_ahead};

use crate::SeedSequence;

/// A source of random words: NumPy's `BitGenerator`.
///
/// Words of 32 bits are halves of a word of 64, the lower one first, in all but [`Mt19937`]: the other half waits for the
/// next call, whatever is drawn in between.
pub trait BitGenerator {
    /// The next 64 bits.
    fn next_u64(&mut self) -> u64;

    /// The next 32 bits.
    fn next_u32(&mut self) -> u32;

    /// A number of `[0, 1)` with 53 random bits.
    #[inline(always)]
    fn next_f64(&mut self) -> f64 {
        let word = self.next_u64();
        self.unit_of(word)
    }

    /// The number of `[0, 1)` that a word of 64 bits stands for.
    #[inline(always)]
    fn unit_of(&self, word: u64) -> f64 {
        unit(word)
    }

    /// A number of `[0, 1)` with 24 random bits.
    #[inline(always)]
    fn next_f32(&mut self) -> f32 {
        unit_f32(self.next_u32())
    }

    /// The next words of 64 bits.
    #[inline]
    fn fill_u64(&mut self, out: &mut [u64]) {
        out.fill_with(|| self.next_u64());
    }

    /// The next words of 32 bits.
    #[inline]
    fn fill_u32(&mut self, out: &mut [u32]) {
        out.fill_with(|| self.next_u32());
    }

    /// Numbers of `[0, 1)`, as of [`next_f64`](Self::next_f64).
    #[inline]
    fn fill_f64(&mut self, out: &mut [f64]) {
        out.fill_with(|| self.next_f64());
    }

    /// The words NumPy's `random_raw` gives: the native output of the algorithm.
    #[inline]
    fn next_raw(&mut self) -> u64 {
        self.next_u64()
    }
}

impl<B: BitGenerator + ?Sized> BitGenerator for &mut B {
    #[inline(always)]
    fn next_u64(&mut self) -> u64 {
        (**self).next_u64()
    }
    #[inline(always)]
    fn next_u32(&mut self) -> u32 {
        (**self).next_u32()
    }
    #[inline(always)]
    fn next_f64(&mut self) -> f64 {
        (**self).next_f64()
    }
    #[inline(always)]
    fn next_f32(&mut self) -> f32 {
        (**self).next_f32()
    }
    #[inline(always)]
    fn unit_of(&self, word: u64) -> f64 {
        (**self).unit_of(word)
    }
    fn fill_u64(&mut self, out: &mut [u64]) {
        (**self).fill_u64(out);
    }
    fn fill_u32(&mut self, out: &mut [u32]) {
        (**self).fill_u32(out);
    }
    fn fill_f64(&mut self, out: &mut [f64]) {
        (**self).fill_f64(out);
    }
    fn next_raw(&mut self) -> u64 {
        (**self).next_raw()
    }
}

/// A bit generator that comes from a [`SeedSequence`].
pub trait Seeded: BitGenerator + Sized {
    /// The generator of a sequence.
    fn from_sequence(seeds: SeedSequence) -> Self;

    /// The sequence it came from, unless its state was set otherwise.
    fn seed_seq(&self) -> Option<&SeedSequence>;

    /// The same to spawn from.
    fn seed_seq_mut(&mut self) -> Option<&mut SeedSequence>;

    /// `n` independent generators; none where the state was set by hand.
    fn spawn(&mut self, n: usize) -> Option<Vec<Self>> {
        let seeds = self.seed_seq_mut()?.spawn(n);
        Some(seeds.into_iter().map(Self::from_sequence).collect())
    }
}

/// The upper 53 bits as a number of `[0, 1)`.
#[inline(always)]
pub(crate) fn unit(word: u64) -> f64 {
    (word >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// The upper 24 bits of half a word as a number of `[0, 1)`.
#[inline(always)]
pub(crate) fn unit_f32(half: u32) -> f32 {
    (half >> 8) as f32 * (1.0 / 16_777_216.0)
}

/// The half of a word that waits for the next call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct HalfWord {
    /// Whether a half waits: NumPy's `has_uint32`.
    pub has_uint32: bool,
    /// The last upper half: NumPy's `uinteger`.
    pub uinteger: u32,
}

impl HalfWord {
    /// The waiting half, or the lower half of a new word.
    #[inline(always)]
    pub(crate) fn next(&mut self, word: impl FnOnce() -> u64) -> u32 {
        if self.has_uint32 {
            self.has_uint32 = false;
            return self.uinteger;
        }
        let word = word();
        *self = HalfWord { has_uint32: true, uinteger: (word >> 32) as u32 };
        word as u32
    }
}

/// Words of 32 bits as halves: the one that waits, then both of each word, then one of a last word if the number is odd.
#[inline]
pub(crate) fn fill_by_halves<B: BitGenerator>(
    bits: &mut B,
    half: fn(&mut B) -> &mut HalfWord,
    out: &mut [u32],
) {
    if out.len() < FEW {
        return out.fill_with(|| bits.next_u32());
    }
    let (waiting, rest) = out.split_at_mut(usize::from(half(bits).has_uint32));
    waiting.fill_with(|| bits.next_u32());
    let mut words = [0; STOCK];
    let (pairs, last) = rest.as_chunks_mut::<2>();
    for block in pairs.chunks_mut(STOCK) {
        let words = &mut words[..block.len()];
        bits.fill_u64(words);
        for (pair, &mut word) in block.iter_mut().zip(words) {
            *pair = [word as u32, (word >> 32) as u32];
        }
    }
    if let Some(&[_, upper]) = pairs.last() {
        half(bits).uinteger = upper;
    }
    last.fill_with(|| bits.next_u32());
}

/// Seeding and `rand_core` for a bit generator with a field `seeds` and a function `seeded(&SeedSequence)`.
macro_rules! seeded {
    ($ty:ident) => {
        impl $ty {
            /// A generator from a seed.
            ///
            /// # Errors
            /// [`Error::State`](crate::Error::State) if the seed is negative.
            pub fn new(seed: impl $crate::Entropy) -> $crate::Result<Self> {
                Ok($crate::Seeded::from_sequence($crate::SeedSequence::new(seed)?))
            }

            /// A generator from entropy of the system.
            pub fn from_system() -> Self {
                $crate::Seeded::from_sequence($crate::SeedSequence::from_system())
            }
        }

        impl $crate::Seeded for $ty {
            fn from_sequence(seeds: $crate::SeedSequence) -> Self {
                let mut new = Self::seeded(&seeds);
                new.seeds = Some(seeds);
                new
            }
            fn seed_seq(&self) -> Option<&$crate::SeedSequence> {
                self.seeds.as_ref()
            }
            fn seed_seq_mut(&mut self) -> Option<&mut $crate::SeedSequence> {
                self.seeds.as_mut()
            }
        }

        impl rand_core::TryRng for $ty {
            type Error = rand_core::Infallible;

            fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
                Ok($crate::BitGenerator::next_u32(self))
            }
            fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
                Ok($crate::BitGenerator::next_u64(self))
            }
            fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
                rand_core::utils::fill_bytes_via_next_word(out, || self.try_next_u64())
            }
        }

        impl rand_core::SeedableRng for $ty {
            type Seed = [u8; 16];

            fn from_seed(seed: [u8; 16]) -> Self {
                $crate::Seeded::from_sequence($crate::SeedSequence::of_integer(u128::from_le_bytes(seed)))
            }
            fn seed_from_u64(seed: u64) -> Self {
                $crate::Seeded::from_sequence($crate::SeedSequence::of_integer(seed.into()))
            }
        }
    };
}
pub(crate) use seeded;
