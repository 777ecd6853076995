//! The power distribution on `[0, 1]`.
//!
//! - Parameters: `a`, positive.
//! - Density: `a x^(a - 1)`.
//! - Algorithm: an exponential variate, transformed.

use super::distribution;

distribution! {
    /// The power distribution on `[0, 1]`.
    Power "power"(a: positive) -> f64;
    |d, words| (-(-words.exponential()).exp_m1()).powf(1.0 / d.a)
}
