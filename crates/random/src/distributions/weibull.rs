//! The Weibull distribution of scale 1: times until a failure.
//!
//! - Parameters: `a`, the shape, not negative.
//! - Density: `a x^(a - 1) exp(-x^a)`.
//! - Algorithm: a power of an exponential variate.

use super::distribution;

distribution! {
    /// The Weibull distribution of scale 1.
    Weibull "weibull"(a: non_negative) -> f64;
    |d, words| if d.a == 0.0 { 0.0 } else { words.exponential().powf(1.0 / d.a) }
}
