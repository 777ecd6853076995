//! PCG64 and PCG64DXSM: 128-bit linear congruential generators with permuted output (O'Neill 2014).

use super::{BitGenerator, HalfWord, fill_by_halves, seeded, unit};
use crate::SeedSequence;

const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
const CHEAP_MULTIPLIER: u64 = 0xda94_2042_e4dd_58b5;
/// The golden ratio of the period: streams that are so far apart do not meet.
const JUMP: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;
/// Steps of the recurrence that run side by side in a fill. More of them do not stay in the registers.
const LANES: usize = 2;

/// The state of [`Pcg64`] and [`Pcg64Dxsm`], field by field as in NumPy's `state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Pcg64State {
    /// The state of the recurrence.
    pub state: u128,
    /// Its increment, which is odd.
    pub inc: u128,
    /// Whether half a word waits.
    pub has_uint32: bool,
    /// That half.
    pub uinteger: u32,
}

/// The multiplier and increment of `delta` steps at once.
fn steps(multiplier: u128, increment: u128, mut delta: u128) -> (u128, u128) {
    let (mut factor, mut sum) = (multiplier, increment);
    let (mut all_factor, mut all_sum) = (1u128, 0u128);
    while delta > 0 {
        if delta & 1 == 1 {
            all_factor = all_factor.wrapping_mul(factor);
            all_sum = all_sum.wrapping_mul(factor).wrapping_add(sum);
        }
        sum = factor.wrapping_add(1).wrapping_mul(sum);
        factor = factor.wrapping_mul(factor);
        delta >>= 1;
    }
    (all_factor, all_sum)
}

#[inline(always)]
fn xsl_rr(state: u128) -> u64 {
    let high = (state >> 64) as u64;
    (high ^ state as u64).rotate_right((high >> 58) as u32)
}

#[inline(always)]
fn dxsm(state: u128) -> u64 {
    let (high, low) = ((state >> 64) as u64, state as u64 | 1);
    let high = (high ^ high >> 32).wrapping_mul(CHEAP_MULTIPLIER);
    (high ^ high >> 48).wrapping_mul(low)
}

macro_rules! pcg {
    ($(#[$note:meta])* $ty:ident, $multiplier:expr, $output:ident, after_step: $after:expr) => {
        $(#[$note])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct $ty {
            state: u128,
            inc: u128,
            half: HalfWord,
            seeds: Option<SeedSequence>,
        }

        seeded!($ty);

        impl $ty {
            fn seeded(seeds: &SeedSequence) -> Self {
                let words = seeds.generate_state_u64(4);
                let pair = |at: usize| u128::from(words[at]) << 64 | u128::from(words[at + 1]);
                let mut new = $ty { state: 0, inc: pair(2) << 1 | 1, half: HalfWord::default(), seeds: None };
                // The first steps of both take the long multiplier, as in NumPy.
                new.state = new.inc.wrapping_add(pair(0)).wrapping_mul(MULTIPLIER).wrapping_add(new.inc);
                new
            }

            #[inline(always)]
            fn step(&mut self) {
                self.state = self.state.wrapping_mul($multiplier).wrapping_add(self.inc);
            }

            /// The state, to be kept or compared.
            pub fn state(&self) -> Pcg64State {
                let HalfWord { has_uint32, uinteger } = self.half;
                Pcg64State { state: self.state, inc: self.inc, has_uint32, uinteger }
            }

            /// The generator of a state. It knows no seed sequence.
            pub fn from_state(state: Pcg64State) -> Self {
                let Pcg64State { state, inc, has_uint32, uinteger } = state;
                $ty { state, inc: inc | 1, half: HalfWord { has_uint32, uinteger }, seeds: None }
            }

            /// Moves as many steps ahead; a waiting half of a word is dropped.
            pub fn advance(&mut self, delta: u128) -> &mut Self {
                let (factor, sum) = steps($multiplier, self.inc, delta);
                self.state = self.state.wrapping_mul(factor).wrapping_add(sum);
                self.half = HalfWord::default();
                self
            }

            /// Moves as many words ahead; a waiting half stays.
            pub(crate) fn skip_words(&mut self, words: u64) {
                let half = self.half;
                self.advance(words.into());
                self.half = half;
            }

            /// A generator that is `jumps` times a golden part of the period ahead.
            pub fn jumped(&self, jumps: u128) -> Self {
                let mut new = self.clone();
                new.seeds = None;
                new.advance(JUMP.wrapping_mul(jumps));
                new
            }

            /// Each of the next words goes through `make`. Lanes break the chain of multiplications.
            #[inline(always)]
            fn fill_with<T>(&mut self, out: &mut [T], make: impl Fn(u64) -> T) {
                let (factor, sum) = steps($multiplier, self.inc, LANES as u128);
                let mut lanes = [0u128; LANES];
                let mut ahead = self.clone_state();
                for lane in &mut lanes {
                    if $after {
                        ahead.step();
                    }
                    *lane = ahead.state;
                    if !$after {
                        ahead.step();
                    }
                }
                let mut blocks = out.chunks_exact_mut(LANES);
                let count = blocks.len();
                for block in &mut blocks {
                    for (item, lane) in block.iter_mut().zip(&mut lanes) {
                        *item = make($output(*lane));
                        *lane = lane.wrapping_mul(factor).wrapping_add(sum);
                    }
                }
                let (factor, sum) = steps($multiplier, self.inc, (count * LANES) as u128);
                self.state = self.state.wrapping_mul(factor).wrapping_add(sum);
                for item in blocks.into_remainder() {
                    *item = make(self.next_u64());
                }
            }

            fn clone_state(&self) -> Self {
                $ty { state: self.state, inc: self.inc, half: self.half, seeds: None }
            }
        }

        impl BitGenerator for $ty {
            #[inline(always)]
            fn next_u64(&mut self) -> u64 {
                if $after {
                    self.step();
                    $output(self.state)
                } else {
                    let word = $output(self.state);
                    self.step();
                    word
                }
            }

            #[inline(always)]
            fn next_u32(&mut self) -> u32 {
                let mut half = self.half;
                let word = half.next(|| self.next_u64());
                self.half = half;
                word
            }

            fn fill_u64(&mut self, out: &mut [u64]) {
                if out.len() < 4 * LANES {
                    return out.fill_with(|| self.next_u64());
                }
                self.fill_with(out, |word| word);
            }

            fn fill_u32(&mut self, out: &mut [u32]) {
            fill_by_halves(self, |bits| &mut bits.half, out);
        }

            fn fill_f64(&mut self, out: &mut [f64]) {
                if out.len() < 4 * LANES {
                    return out.fill_with(|| self.next_f64());
                }
                self.fill_with(out, unit);
            }
        }
    };
}

pcg! {
    /// NumPy's default generator: PCG XSL-RR 128/64.
    ///
    /// ```
    /// use numoxide_random::{BitGenerator, Pcg64};
    ///
    /// let mut bits = Pcg64::new(42)?;
    /// let first = bits.next_f64();
    /// assert_eq!(first, 0.7739560485559633);
    /// let mut other = Pcg64::new(42)?;
    /// other.advance(1);
    /// assert_eq!(bits.state(), other.state());
    /// # Ok::<(), numoxide_random::Error>(())
    /// ```
    Pcg64, MULTIPLIER, xsl_rr, after_step: true
}
pcg! {
    /// PCG CM DXSM 128/64: a cheaper multiplier and a stronger output permutation.
    Pcg64Dxsm, CHEAP_MULTIPLIER as u128, dxsm, after_step: false
}
