//! The log-normal distribution: products of many small factors.
//!
//! - Parameters: `mean`, any, and `sigma`, not negative, of the logarithm.
//! - Density: `exp(-(ln x - mean)^2 / (2 sigma^2)) / (x sigma sqrt(2 pi))`.
//! - Algorithm: the exponential of a normal variate.

use super::distribution;

distribution! {
    /// The log-normal distribution.
    LogNormal "lognormal"(mean: any, sigma: non_negative) -> f64;
    |d, words| (d.mean + d.sigma * words.normal()).exp()
}
