//! Seeding, and the state as NumPy's tuple.

use super::RandomState;
use crate::{BitGenerator, Error, Mt19937, Mt19937State, Result, SeedSequence};

/// What seeds a [`RandomState`]: a number of 32 bits, or a list of them.
pub trait LegacySeed {
    /// The generator of the seed.
    ///
    /// # Errors
    /// [`Error::State`] if a number is negative or has more than 32 bits, or a list is empty.
    fn generator(&self) -> Result<Mt19937>;
}

fn word(value: i128) -> Result<u32> {
    value.try_into().map_err(|_| Error::State { op: "seed", reason: "Seed must be between 0 and 2**32 - 1" })
}

macro_rules! seeds {
    ($($ty:ty)*) => {$(
        impl LegacySeed for $ty {
            fn generator(&self) -> Result<Mt19937> {
                Ok(Mt19937::legacy(word(*self as i128)?))
            }
        }

        impl LegacySeed for [$ty] {
            fn generator(&self) -> Result<Mt19937> {
                let words: Result<Vec<u32>> = self.iter().map(|&value| word(value as i128)).collect();
                Mt19937::legacy_from_words(&words?)
            }
        }
    )*};
}
seeds!(u8 u16 u32 u64 usize i32 i64);

impl<T, const N: usize> LegacySeed for [T; N]
where
    [T]: LegacySeed,
{
    fn generator(&self) -> Result<Mt19937> {
        self[..].generator()
    }
}

impl<T> LegacySeed for Vec<T>
where
    [T]: LegacySeed,
{
    fn generator(&self) -> Result<Mt19937> {
        self[..].generator()
    }
}

impl<S: LegacySeed + ?Sized> LegacySeed for &S {
    fn generator(&self) -> Result<Mt19937> {
        (**self).generator()
    }
}

/// NumPy's tuple: the name of the algorithm, the 624 words, how many of them have been given out, whether a normal variate waits,
/// and which.
pub type LegacyState = (String, Vec<u32>, usize, bool, f64);

impl RandomState {
    /// The stream of a seed.
    ///
    /// # Errors
    /// [`Error::State`] if the seed is negative, has more than 32 bits, or is an empty list.
    pub fn new(seed: impl LegacySeed) -> Result<Self> {
        Ok(RandomState { bits: seed.generator()?, gauss: None })
    }

    /// A stream from entropy of the system. NumPy: `RandomState()`.
    pub fn from_system() -> Self {
        Self::with_bits(crate::Seeded::from_sequence(SeedSequence::from_system()))
    }

    /// Starts the stream of another seed.
    ///
    /// # Errors
    /// As [`RandomState::new`].
    pub fn seed(&mut self, seed: impl LegacySeed) -> Result<()> {
        *self = Self::new(seed)?;
        Ok(())
    }

    /// The state, to be kept.
    pub fn get_state(&self) -> LegacyState {
        let Mt19937State { key, pos } = self.bits.state();
        ("MT19937".to_owned(), key, pos, self.gauss.is_some(), self.gauss.unwrap_or(0.0))
    }

    /// Takes up a state that was kept.
    ///
    /// # Errors
    /// [`Error::State`] if it is none of MT19937.
    pub fn set_state(&mut self, state: LegacyState) -> Result<()> {
        let (algorithm, key, pos, has_gauss, gauss) = state;
        if algorithm != "MT19937" {
            return Err(Error::State {
                op: "set_state",
                reason: "can only be used with legacy MT19937 states",
            });
        }
        *self = RandomState {
            bits: Mt19937::from_state(Mt19937State { key, pos })?,
            gauss: has_gauss.then_some(gauss),
        };
        Ok(())
    }
}

impl<B: BitGenerator> From<RandomState<B>> for crate::Generator<B> {
    /// A generator that goes on with the same words.
    fn from(state: RandomState<B>) -> Self {
        crate::Generator::new(state.bits)
    }
}
