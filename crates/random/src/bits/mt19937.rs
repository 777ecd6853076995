//! MT19937: the Mersenne twister (Matsumoto and Nishimura 1998), the generator of the legacy streams.

use super::{BitGenerator, mt19937_jump, seeded};
use crate::{Error, Result, SeedSequence};

pub(super) const N: usize = 624;
pub(super) const M: usize = 397;
const MATRIX: u32 = 0x9908_b0df;
const UPPER: u32 = 0x8000_0000;

/// The state of [`Mt19937`], field by field as in NumPy's `state`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Mt19937State {
    /// The 624 words.
    pub key: Vec<u32>,
    /// How many of them have been given out.
    pub pos: usize,
}

/// NumPy's `MT19937`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Mt19937 {
    key: Vec<u32>,
    position: usize,
    seeds: Option<SeedSequence>,
}

seeded!(Mt19937);

#[inline(always)]
pub(super) fn twist(upper: u32, lower: u32, other: u32) -> u32 {
    let word = upper & UPPER | lower & !UPPER;
    other ^ word >> 1 ^ (word & 1).wrapping_neg() & MATRIX
}

#[inline(always)]
fn temper(mut word: u32) -> u32 {
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c_5680;
    word ^= word << 15 & 0xefc6_0000;
    word ^ word >> 18
}

impl Mt19937 {
    fn seeded(seeds: &SeedSequence) -> Self {
        let mut key = seeds.generate_state_u32(N);
        key[0] = UPPER;
        Mt19937 { key, position: N - 1, seeds: None }
    }

    /// The generator that `numpy.random.seed(seed)` and `RandomState(seed)` use.
    pub fn legacy(seed: u32) -> Self {
        let mut key = vec![seed; N];
        for at in 1..N {
            let last = key[at - 1];
            key[at] = 1_812_433_253u32.wrapping_mul(last ^ last >> 30).wrapping_add(at as u32);
        }
        Mt19937 { key, position: N, seeds: None }
    }

    /// The same for a list of seeds.
    ///
    /// # Errors
    /// [`Error::State`] if there are none.
    pub fn legacy_from_words(seeds: &[u32]) -> Result<Self> {
        if seeds.is_empty() {
            return Err(Error::State { op: "seed", reason: "Seed must be non-empty" });
        }
        let mut new = Self::legacy(19_650_218);
        let key = &mut new.key;
        let mixed = |key: &[u32], at: usize, factor: u32| {
            key[at] ^ (key[at - 1] ^ key[at - 1] >> 30).wrapping_mul(factor)
        };
        let mut at = 1;
        let mut advance = |key: &mut [u32], value: u32| {
            key[at] = value;
            at += 1;
            if at >= N {
                key[0] = key[N - 1];
                at = 1;
            }
            at
        };
        let mut next = 1;
        for k in 0..N.max(seeds.len()) {
            let j = k % seeds.len();
            let value = mixed(key, next, 1_664_525).wrapping_add(seeds[j]).wrapping_add(j as u32);
            next = advance(key, value);
        }
        for _ in 1..N {
            let value = mixed(key, next, 1_566_083_941).wrapping_sub(next as u32);
            next = advance(key, value);
        }
        key[0] = UPPER;
        Ok(new)
    }

    /// The state, to be kept or compared.
    pub fn state(&self) -> Mt19937State {
        Mt19937State { key: self.key.clone(), pos: self.position }
    }

    /// The generator of a state. It knows no seed sequence.
    ///
    /// # Errors
    /// [`Error::State`] if there are not 624 words or more than that have been given out.
    pub fn from_state(state: Mt19937State) -> Result<Self> {
        if state.key.len() != N || state.pos > N {
            return Err(Error::State {
                op: "MT19937",
                reason: "state must be 624 words and a position among them",
            });
        }
        Ok(Mt19937 { key: state.key, position: state.pos, seeds: None })
    }

    /// A generator that is `jumps` times 2^128 steps ahead.
    pub fn jumped(&self, jumps: usize) -> Self {
        let mut new = Mt19937 { key: self.key.clone(), position: self.position, seeds: None };
        for _ in 0..jumps {
            (new.key, new.position) = mt19937_jump::jump(&new.key, new.position);
        }
        new
    }

    /// The next 624 words. Parts of the loop read what is at least 227 words away, so it vectorises.
    fn generate(&mut self) {
        let key = &mut self.key[..N];
        for at in 0..N - M {
            key[at] = twist(key[at], key[at + 1], key[at + M]);
        }
        let (done, rest) = key.split_at_mut(N - M);
        for at in 0..N - M {
            rest[at] = twist(rest[at], rest[at + 1], done[at]);
        }
        for at in 2 * (N - M)..N - 1 {
            key[at] = twist(key[at], key[at + 1], key[at + M - N]);
        }
        key[N - 1] = twist(key[N - 1], key[0], key[M - 1]);
        self.position = 0;
    }

    #[inline(always)]
    fn word(&mut self) -> u32 {
        if self.position >= N {
            self.generate();
        }
        self.position += 1;
        temper(self.key[self.position - 1])
    }
}

impl BitGenerator for Mt19937 {
    #[inline(always)]
    fn next_u64(&mut self) -> u64 {
        let high = u64::from(self.word());
        high << 32 | u64::from(self.word())
    }

    #[inline(always)]
    fn next_u32(&mut self) -> u32 {
        self.word()
    }

    /// 27 bits of one word of the twister and 26 of the next, as its authors do.
    #[inline(always)]
    fn unit_of(&self, word: u64) -> f64 {
        super::unit(word >> 37 << 37 | (word as u32 as u64) >> 6 << 11)
    }

    #[inline]
    fn next_raw(&mut self) -> u64 {
        self.word().into()
    }
}
