//! The Cauchy distribution, which has no mean.
//!
//! - Parameters: none.
//! - Density: `1 / (pi (1 + x^2))`.
//! - Algorithm: the ratio of two normal variates.

use super::distribution;

distribution! {
    /// The standard Cauchy distribution.
    StandardCauchy "standard_cauchy"() -> f64;
    |_d, words| {
        let over = words.normal();
        over / words.normal()
    }
}
