//! The Pareto II (Lomax) distribution.
//!
//! - Parameters: `a`, the shape, positive.
//! - Density: `a / (1 + x)^(a + 1)`.
//! - Algorithm: an exponential variate, transformed.

use super::distribution;

distribution! {
    /// The Pareto II (Lomax) distribution.
    Pareto "pareto"(a: positive) -> f64;
    |d, words| (words.exponential() / d.a).exp_m1()
}
