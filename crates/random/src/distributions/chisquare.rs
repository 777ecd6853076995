//! The chi-square distribution: the sum of `df` squares of standard normal variates.
//!
//! - Parameters: `df`, the degrees of freedom, positive.
//! - Density: `x^(df/2 - 1) exp(-x/2) / (2^(df/2) Gamma(df/2))`.
//! - Algorithm: twice a gamma variate of half the degrees.

use super::{distribution, standard_gamma};
use crate::bits::Words;

#[inline]
pub(crate) fn chisquare<W: Words>(bits: &mut W, df: f64) -> f64 {
    2.0 * standard_gamma(bits, df / 2.0)
}

distribution! {
    /// The chi-square distribution.
    ChiSquare "chisquare"(df: positive) -> f64;
    |d, words| chisquare(words, d.df)
}
