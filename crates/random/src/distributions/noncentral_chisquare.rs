//! The noncentral chi-square distribution: the sum of squares of normal variates whose means are not 0.
//!
//! - Parameters: `df`, positive, and `nonc`, the sum of the squared means, not negative.
//! - Density: a Poisson mixture of chi-square densities of `df + 2 i` degrees.
//! - Algorithm: a chi-square and a shifted normal variate above one degree, the mixture below.

use super::chisquare::chisquare;
use super::{distribution, poisson};
use crate::bits::Words;

pub(crate) fn noncentral_chisquare<W: Words>(bits: &mut W, df: f64, nonc: f64) -> f64 {
    if nonc.is_nan() {
        return f64::NAN;
    }
    if nonc == 0.0 {
        return chisquare(bits, df);
    }
    if 1.0 < df {
        let rest = chisquare(bits, df - 1.0);
        let n = bits.normal() + nonc.sqrt();
        return rest + n * n;
    }
    let i = poisson(bits, nonc / 2.0);
    // Wraps as in C, where the mean is as large as that.
    chisquare(bits, df + i.wrapping_mul(2) as f64)
}

distribution! {
    /// The noncentral chi-square distribution.
    NoncentralChiSquare "noncentral_chisquare"(df: positive, nonc: non_negative) -> f64;
    |d, words| noncentral_chisquare(words, d.df, d.nonc)
}
