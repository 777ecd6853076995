//! The Laplace distribution: exponential to both sides.
//!
//! - Parameters: `loc`, any, and `scale`, not negative.
//! - Density: `exp(-|x - loc| / scale) / (2 scale)`.
//! - Algorithm: the inverse of the distribution function.

use super::{distribution, until};
use crate::bits::Words;

fn laplace<W: Words>(bits: &mut W, loc: f64, scale: f64) -> f64 {
    until(|| match bits.uniform() {
        u if u >= 0.5 => Some(loc - scale * (2.0 - u - u).ln()),
        u if u > 0.0 => Some(loc + scale * (u + u).ln()),
        _ => None,
    })
}

distribution! {
    /// The Laplace distribution: exponential to both sides.
    Laplace "laplace"(loc: any, scale: non_negative) -> f64;
    |d, words| laplace(words, d.loc, d.scale)
}
