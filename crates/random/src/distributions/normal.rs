//! The normal distribution: sums of many small things.
//!
//! - Parameters: `loc`, any, and `scale`, not negative.
//! - Density: `exp(-((x - loc) / scale)^2 / 2) / (scale sqrt(2 pi))`.
//! - Algorithm: a ziggurat of 256 layers (Marsaglia and Tsang 2000).

use super::{Draw, distribution, drawn, drawn_f32, ziggurat_f32 as layers32, ziggurat_f64 as layers};
use crate::bits::{Halves, Words};

/// Where the tail of the ziggurat begins, and its inverse.
const TAIL: f64 = 3.654_152_885_361_009;
const INVERSE_TAIL: f64 = 0.273_661_237_329_758_27;

/// `x` with its sign turned if `negative` is 1, without a branch: it would be taken half of the time.
#[inline(always)]
fn signed(x: f64, negative: u64) -> f64 {
    f64::from_bits(x.to_bits() ^ negative << 63)
}

#[inline(always)]
pub(crate) fn standard_normal<W: Words>(words: &mut W) -> f64 {
    loop {
        let word = words.word();
        let (layer, sign) = ((word & 0xff) as usize, word >> 8 & 1);
        let height = word >> 9 & 0x000f_ffff_ffff_ffff;
        let x = signed(height as f64 * layers::WI[layer], sign);
        if height < layers::KI[layer] {
            return x;
        }
        if let Some(x) = unlikely(words, layer, height, x) {
            return x;
        }
    }
}

#[cold]
#[inline(never)]
fn unlikely<W: Words>(words: &mut W, layer: usize, height: u64, x: f64) -> Option<f64> {
    if layer > 0 {
        let (above, below) = (layers::FI[layer - 1], layers::FI[layer]);
        return ((above - below) * words.uniform() + below < (-0.5 * x * x).exp()).then_some(x);
    }
    loop {
        let x = -INVERSE_TAIL * (-words.uniform()).ln_1p();
        let y = -(-words.uniform()).ln_1p();
        if y + y > x * x {
            return Some(if height >> 8 & 1 == 1 { -(TAIL + x) } else { TAIL + x });
        }
    }
}

#[inline(always)]
pub(crate) fn standard_normal_f32<H: Halves>(bits: &mut H) -> f32 {
    loop {
        let word = bits.half();
        let (layer, sign) = ((word & 0xff) as usize, word >> 8 & 1);
        let height = word >> 9;
        let x = f32::from_bits((height as f32 * layers32::WI[layer]).to_bits() ^ sign << 31);
        if height < layers32::KI[layer] {
            return x;
        }
        if let Some(x) = unlikely_f32(bits, layer, height, x) {
            return x;
        }
    }
}

#[cold]
#[inline(never)]
fn unlikely_f32<H: Halves>(bits: &mut H, layer: usize, height: u32, x: f32) -> Option<f32> {
    if layer > 0 {
        let (above, below) = (layers32::FI[layer - 1], layers32::FI[layer]);
        let under = f64::from((above - below) * bits.uniform_f32() + below);
        return (under < (-0.5 * f64::from(x) * f64::from(x)).exp()).then_some(x);
    }
    let tail = TAIL as f32;
    loop {
        let x = -(INVERSE_TAIL as f32) * (-bits.uniform_f32()).ln_1p();
        let y = -(-bits.uniform_f32()).ln_1p();
        if y + y > x * x {
            return Some(if height >> 8 & 1 == 1 { -(tail + x) } else { tail + x });
        }
    }
}

/// The normal distribution of mean 0 and variance 1, for `f64` and `f32`.
#[derive(Clone, Copy, Debug, Default)]
pub struct StandardNormal<T = f64>(pub std::marker::PhantomData<T>);

impl Draw for StandardNormal<f64> {
    type Item = f64;

    #[inline]
    fn draw<W: Words>(&self, words: &mut W) -> f64 {
        words.normal()
    }
}
drawn!(StandardNormal<f64> => f64);

drawn_f32!(StandardNormal<f32>, |_d, halves| standard_normal_f32(halves));

distribution! {
    /// The normal distribution.
    Normal "normal"(loc: any, scale: non_negative) -> f64;
    |d, words| d.loc + d.scale * words.normal()
}
