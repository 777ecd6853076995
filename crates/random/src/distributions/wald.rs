//! The Wald (inverse Gaussian) distribution: when a drifting walk first arrives.
//!
//! - Parameters: `mean` and `scale`, positive.
//! - Density: `sqrt(scale / (2 pi x^3)) exp(-scale (x - mean)^2 / (2 mean^2 x))`.
//! - Algorithm: Michael, Schucany and Haas (1976), the smaller root without cancellation.

use super::distribution;
use crate::bits::Words;

fn wald<W: Words>(words: &mut W, mean: f64, scale: f64) -> f64 {
    let n = words.normal();
    let y = mean * n * n;
    let d = 1.0 + (1.0 + 4.0 * scale / y).sqrt();
    let x = mean * (1.0 - 2.0 / d);
    if words.uniform() <= mean / (mean + x) { x } else { mean * mean / x }
}

distribution! {
    /// The Wald (inverse Gaussian) distribution.
    Wald "wald"(mean: positive, scale: positive) -> f64;
    |d, words| wald(words, d.mean, d.scale)
}
