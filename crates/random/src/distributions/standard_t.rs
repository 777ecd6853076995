//! Student's t distribution: a normal variate over the root of a mean of squares.
//!
//! - Parameters: `df`, the degrees of freedom, positive.
//! - Density: proportional to `(1 + x^2/df)^(-(df + 1)/2)`.
//! - Algorithm: a normal over the root of a gamma variate.

use super::{distribution, standard_gamma};

distribution! {
    /// Student's t distribution of `df` degrees of freedom.
    StandardT "standard_t"(df: positive) -> f64;
    |d, words| {
        let n = words.normal();
        (d.df / 2.0).sqrt() * n / standard_gamma(words, d.df / 2.0).sqrt()
    }
}
