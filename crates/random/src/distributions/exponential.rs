//! The exponential distribution: waiting times at a constant rate.
//!
//! - Parameters: `scale`, not negative.
//! - Density: `exp(-x / scale) / scale`.
//! - Algorithm: a ziggurat of 256 layers (Marsaglia and Tsang 2000) or the inverse of the distribution function.

use super::{Draw, distribution, drawn, drawn_f32, ziggurat_f32 as layers32, ziggurat_f64 as layers};
use crate::bits::{Halves, Words};

/// Where the tail of the ziggurat begins.
const TAIL: f64 = 7.697_117_470_131_05;

#[inline(always)]
pub(crate) fn standard_exponential<W: Words>(words: &mut W) -> f64 {
    let word = words.word() >> 3;
    let (layer, word) = ((word & 0xff) as usize, word >> 8);
    let x = word as f64 * layers::WE[layer];
    if word < layers::KE[layer] { x } else { unlikely(words, layer, x) }
}

#[cold]
#[inline(never)]
fn unlikely<W: Words>(words: &mut W, layer: usize, x: f64) -> f64 {
    if layer == 0 {
        return TAIL - (-words.uniform()).ln_1p();
    }
    let (above, below) = (layers::FE[layer - 1], layers::FE[layer]);
    if (above - below) * words.uniform() + below < (-x).exp() { x } else { standard_exponential(words) }
}

#[inline(always)]
pub(crate) fn standard_exponential_f32<H: Halves>(bits: &mut H) -> f32 {
    let word = bits.half() >> 1;
    let (layer, word) = ((word & 0xff) as usize, word >> 8);
    let x = word as f32 * layers32::WE[layer];
    if word < layers32::KE[layer] { x } else { unlikely_f32(bits, layer, x) }
}

#[cold]
#[inline(never)]
fn unlikely_f32<H: Halves>(bits: &mut H, layer: usize, x: f32) -> f32 {
    if layer == 0 {
        return TAIL as f32 - (-bits.uniform_f32()).ln_1p();
    }
    let (above, below) = (layers32::FE[layer - 1], layers32::FE[layer]);
    if (above - below) * bits.uniform_f32() + below < (-x).exp() { x } else { standard_exponential_f32(bits) }
}

/// The exponential distribution of scale 1, for `f64` and `f32`.
#[derive(Clone, Copy, Debug, Default)]
pub struct StandardExponential<T = f64>(pub std::marker::PhantomData<T>);

impl Draw for StandardExponential<f64> {
    type Item = f64;

    #[inline]
    fn draw<W: Words>(&self, words: &mut W) -> f64 {
        words.exponential()
    }
}
drawn!(StandardExponential<f64> => f64);

drawn_f32!(StandardExponential<f32>, |_d, halves| standard_exponential_f32(halves));

/// The same by the inverse of the distribution function: one word for each number. NumPy: `method="inv"`.
#[derive(Clone, Copy, Debug, Default)]
pub struct StandardExponentialInverse<T = f64>(pub std::marker::PhantomData<T>);

impl Draw for StandardExponentialInverse<f64> {
    type Item = f64;

    #[inline]
    fn draw<W: Words>(&self, words: &mut W) -> f64 {
        -(-words.uniform()).ln_1p()
    }
}
drawn!(StandardExponentialInverse<f64> => f64);

drawn_f32!(StandardExponentialInverse<f32>, |_d, halves| -f64::from(-halves.uniform_f32()).ln_1p() as f32);

distribution! {
    /// The exponential distribution.
    Exponential "exponential"(scale: non_negative) -> f64;
    |d, words| d.scale * words.exponential()
}
