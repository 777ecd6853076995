//! The Rayleigh distribution: the length of a plane vector of normal variates.
//!
//! - Parameters: `scale`, not negative.
//! - Density: `x exp(-x^2 / (2 scale^2)) / scale^2`.
//! - Algorithm: the root of an exponential variate.

use super::distribution;

distribution! {
    /// The Rayleigh distribution.
    Rayleigh "rayleigh"(scale: non_negative) -> f64;
    |d, words| d.scale * (2.0 * words.exponential()).sqrt()
}
