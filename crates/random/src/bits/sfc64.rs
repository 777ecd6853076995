//! SFC64: Chris Doty-Humphrey's small fast chaotic generator.

use super::{BitGenerator, HalfWord, fill_by_halves, seeded, unit};
use crate::SeedSequence;

/// The state of [`Sfc64`], field by field as in NumPy's `state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sfc64State {
    /// Three chaotic words and the counter.
    pub state: [u64; 4],
    /// Whether half a word waits.
    pub has_uint32: bool,
    /// That half.
    pub uinteger: u32,
}

/// NumPy's `SFC64`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sfc64 {
    state: [u64; 4],
    half: HalfWord,
    seeds: Option<SeedSequence>,
}

seeded!(Sfc64);

impl Sfc64 {
    fn seeded(seeds: &SeedSequence) -> Self {
        let words = seeds.generate_state_u64(3);
        let state = [words[0], words[1], words[2], 1];
        let mut new = Sfc64 { state, half: HalfWord::default(), seeds: None };
        for _ in 0..12 {
            new.next_u64();
        }
        new
    }

    /// Each of the next words goes through `make`. A copy of the state that nothing points to stays in registers.
    #[inline(always)]
    fn fill_with<T>(&mut self, out: &mut [T], make: impl Fn(u64) -> T) {
        let mut ahead = Sfc64 { state: self.state, half: self.half, seeds: None };
        out.fill_with(|| make(ahead.next_u64()));
        self.state = ahead.state;
    }

    /// The state, to be kept or compared.
    pub fn state(&self) -> Sfc64State {
        let HalfWord { has_uint32, uinteger } = self.half;
        Sfc64State { state: self.state, has_uint32, uinteger }
    }

    /// The generator of a state. It knows no seed sequence.
    pub fn from_state(state: Sfc64State) -> Self {
        let Sfc64State { state, has_uint32, uinteger } = state;
        Sfc64 { state, half: HalfWord { has_uint32, uinteger }, seeds: None }
    }
}

impl BitGenerator for Sfc64 {
    #[inline(always)]
    fn next_u64(&mut self) -> u64 {
        let [a, b, c, counter] = self.state;
        let word = a.wrapping_add(b).wrapping_add(counter);
        let next = c.rotate_left(24).wrapping_add(word);
        self.state = [b ^ b >> 11, c.wrapping_add(c << 3), next, counter.wrapping_add(1)];
        word
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

    fn fill_f64(&mut self, out: &mut [f64]) {
        self.fill_with(out, unit);
    }

    fn fill_u32(&mut self, out: &mut [u32]) {
        fill_by_halves(self, |bits| &mut bits.half, out);
    }
}
