//! The uniform distribution.
//!
//! - Parameters: `low <= high`, both finite.
//! - Density: `1 / (high - low)`.
//! - Algorithm: 53 or 24 random bits, scaled.

use super::Draw;
use crate::bits::{STOCK, Words, unit_f32};
use crate::{BitGenerator, Distribution, Result};

/// The uniform distribution on `[low, high)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    low: f64,
    range: f64,
}

impl Uniform {
    /// The distribution of these parameters.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) if the range is negative or not finite.
    #[inline]
    pub fn new(low: f64, high: f64) -> Result<Self> {
        let range = high - low;
        super::check::finite("uniform", "high - low", range)?;
        super::check::non_negative("uniform", "high - low", range)?;
        Ok(Uniform { low, range })
    }
}

impl Draw for Uniform {
    type Item = f64;

    #[inline]
    fn draw<W: Words>(&self, words: &mut W) -> f64 {
        self.low + self.range * words.uniform()
    }
}

impl Distribution for Uniform {
    type Item = f64;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        self.draw(bits)
    }

    fn fill<B: BitGenerator>(&self, bits: &mut B, out: &mut [f64]) {
        bits.fill_f64(out);
        for x in out {
            *x = self.low + self.range * *x;
        }
    }
}

/// The uniform distribution on `[0, 1)`, for `f64` (53 random bits) and `f32` (24).
#[derive(Clone, Copy, Debug, Default)]
pub struct Unit<T = f64>(pub std::marker::PhantomData<T>);

impl Draw for Unit<f64> {
    type Item = f64;

    #[inline]
    fn draw<W: Words>(&self, words: &mut W) -> f64 {
        words.uniform()
    }
}

impl Distribution for Unit<f64> {
    type Item = f64;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        bits.next_f64()
    }

    fn fill<B: BitGenerator>(&self, bits: &mut B, out: &mut [f64]) {
        bits.fill_f64(out);
    }
}

impl Distribution for Unit<f32> {
    type Item = f32;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> f32 {
        bits.next_f32()
    }

    fn fill<B: BitGenerator>(&self, bits: &mut B, out: &mut [f32]) {
        let mut halves = [0; 2 * STOCK];
        for block in out.chunks_mut(2 * STOCK) {
            let halves = &mut halves[..block.len()];
            bits.fill_u32(halves);
            block.iter_mut().zip(halves).for_each(|(x, &mut half)| *x = unit_f32(half));
        }
    }
}
