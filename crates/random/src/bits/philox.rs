//! Philox 4x64-10: a counter-based generator (Salmon, Moraes, Dror and Shaw 2011).

use super::{BitGenerator, HalfWord, fill_by_halves, seeded, unit};
use crate::SeedSequence;

const MULTIPLIERS: [u64; 2] = [0xd2e7_470e_e14c_6c93, 0xca5a_8263_9512_1157];
const BUMPS: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b];
const ROUNDS: usize = 10;

/// The state of [`Philox`], field by field as in NumPy's `state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PhiloxState {
    /// The counter of the last block, the lowest word first.
    pub counter: [u64; 4],
    /// The key.
    pub key: [u64; 2],
    /// The last block.
    pub buffer: [u64; 4],
    /// How many of its words have been given out.
    pub buffer_pos: usize,
    /// Whether half a word waits.
    pub has_uint32: bool,
    /// That half.
    pub uinteger: u32,
}

/// NumPy's `Philox`. Any part of its stream can be had without what comes before it.
///
/// ```
/// use numoxide_random::{BitGenerator, Philox};
///
/// let mut bits = Philox::new(7)?;
/// let words: Vec<u64> = (0..12).map(|_| bits.next_u64()).collect();
/// let mut ahead = Philox::new(7)?;
/// ahead.advance(2); // two blocks of four words
/// assert_eq!(ahead.next_u64(), words[8]);
/// # Ok::<(), numoxide_random::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Philox {
    counter: [u64; 4],
    key: [u64; 2],
    buffer: [u64; 4],
    position: usize,
    half: HalfWord,
    seeds: Option<SeedSequence>,
}

seeded!(Philox);

#[inline(always)]
fn product(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    ((product >> 64) as u64, product as u64)
}

#[inline(always)]
fn block(mut words: [u64; 4], mut key: [u64; 2]) -> [u64; 4] {
    for round in 0..ROUNDS {
        if round > 0 {
            key = [key[0].wrapping_add(BUMPS[0]), key[1].wrapping_add(BUMPS[1])];
        }
        let (high0, low0) = product(MULTIPLIERS[0], words[0]);
        let (high1, low1) = product(MULTIPLIERS[1], words[2]);
        words = [high1 ^ words[1] ^ key[0], low1, high0 ^ words[3] ^ key[1], low0];
    }
    words
}

/// The counter, `delta` further, as a number of 256 bits.
#[inline(always)]
fn sum(counter: [u64; 4], delta: [u64; 4]) -> [u64; 4] {
    let mut carry = false;
    std::array::from_fn(|at| {
        let (partial, over) = counter[at].overflowing_add(delta[at]);
        let (total, again) = partial.overflowing_add(carry.into());
        carry = over || again;
        total
    })
}

impl Philox {
    fn seeded(seeds: &SeedSequence) -> Self {
        let words = seeds.generate_state_u64(2);
        Self::with_key([words[0], words[1]], [0; 4])
    }

    /// The generator of a key, from a counter on. NumPy: `Philox(key=, counter=)`.
    pub fn with_key(key: [u64; 2], counter: [u64; 4]) -> Self {
        Philox { counter, key, buffer: [0; 4], position: 4, half: HalfWord::default(), seeds: None }
    }

    /// The state, to be kept or compared.
    pub fn state(&self) -> PhiloxState {
        let HalfWord { has_uint32, uinteger } = self.half;
        let Philox { counter, key, buffer, position: buffer_pos, .. } = *self;
        PhiloxState { counter, key, buffer, buffer_pos, has_uint32, uinteger }
    }

    /// The generator of a state. It knows no seed sequence.
    pub fn from_state(state: PhiloxState) -> Self {
        let PhiloxState { counter, key, buffer, buffer_pos, has_uint32, uinteger } = state;
        let half = HalfWord { has_uint32, uinteger };
        Philox { counter, key, buffer, position: buffer_pos.min(4), half, seeds: None }
    }

    /// Moves the counter as many blocks of four words ahead; what is buffered is dropped.
    pub fn advance(&mut self, delta: u128) -> &mut Self {
        self.advance_wide([delta as u64, (delta >> 64) as u64, 0, 0])
    }

    fn advance_wide(&mut self, delta: [u64; 4]) -> &mut Self {
        self.counter = sum(self.counter, delta);
        (self.buffer, self.position, self.half) = ([0; 4], 4, HalfWord::default());
        self
    }

    /// Moves as many words ahead, as if they were drawn; a waiting half stays.
    pub(crate) fn skip_words(&mut self, words: u64) {
        let ahead = self.position as u64 + words;
        if ahead <= 4 {
            self.position = ahead as usize;
            return;
        }
        // The block of the last word that is skipped is made and buffered.
        let blocks = (ahead - 1) / 4;
        self.counter = sum(self.counter, [blocks - 1, 0, 0, 0]);
        self.buffer = self.next_block();
        self.position = (ahead - 4 * blocks) as usize;
    }

    /// A generator that is `jumps` times 2^128 blocks ahead.
    pub fn jumped(&self, jumps: u128) -> Self {
        let mut new = self.clone();
        new.seeds = None;
        new.advance_wide([0, 0, jumps as u64, (jumps >> 64) as u64]);
        new
    }

    #[inline(always)]
    fn next_block(&mut self) -> [u64; 4] {
        self.counter = sum(self.counter, [1, 0, 0, 0]);
        block(self.counter, self.key)
    }

    /// Each of the next words goes through `make`, whole blocks without the buffer.
    #[inline(always)]
    fn fill_with<T>(&mut self, out: &mut [T], make: impl Fn(u64) -> T) {
        let waiting = (4 - self.position).min(out.len());
        let (first, rest) = out.split_at_mut(waiting);
        first.fill_with(|| make(self.next_u64()));
        let mut blocks = rest.chunks_exact_mut(4);
        for items in &mut blocks {
            let words = self.next_block();
            for (item, word) in items.iter_mut().zip(words) {
                *item = make(word);
            }
            self.buffer = words;
        }
        blocks.into_remainder().fill_with(|| make(self.next_u64()));
    }
}

impl BitGenerator for Philox {
    #[inline(always)]
    fn next_u64(&mut self) -> u64 {
        if self.position >= 4 {
            self.buffer = self.next_block();
            self.position = 0;
        }
        self.position += 1;
        self.buffer[self.position - 1]
    }

    #[inline(always)]
    fn next_u32(&mut self) -> u32 {
        let mut half = self.half;
        let word = half.next(|| self.next_u64());
        self.half = half;
        word
    }

    fn fill_u64(&mut self, out: &mut [u64]) {
        self.fill_with(out, |word| word);
    }

    fn fill_u32(&mut self, out: &mut [u32]) {
        fill_by_halves(self, |bits| &mut bits.half, out);
    }

    fn fill_f64(&mut self, out: &mut [f64]) {
        self.fill_with(out, unit);
    }
}
