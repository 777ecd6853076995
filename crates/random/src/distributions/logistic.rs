//! The logistic distribution.
//!
//! - Parameters: `loc`, any, and `scale`, not negative.
//! - Distribution function: `1 / (1 + exp(-(x - loc) / scale))`.
//! - Algorithm: the inverse of the distribution function.

use super::{distribution, until};
use crate::bits::Words;

fn logistic<W: Words>(bits: &mut W, loc: f64, scale: f64) -> f64 {
    until(|| {
        let u = bits.uniform();
        (u > 0.0).then(|| loc + scale * (u / (1.0 - u)).ln())
    })
}

distribution! {
    /// The logistic distribution.
    Logistic "logistic"(loc: any, scale: non_negative) -> f64;
    |d, words| logistic(words, d.loc, d.scale)
}
