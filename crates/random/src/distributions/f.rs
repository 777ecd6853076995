//! Fisher's F distribution: the ratio of two chi-square variates, each over its degrees of freedom.
//!
//! - Parameters: `dfnum` and `dfden`, positive.
//! - Density: `sqrt((m x)^m n^n / (m x + n)^(m + n)) / (x B(m/2, n/2))` for `m` and `n` degrees.
//! - Algorithm: the ratio of the two variates.

use super::chisquare::chisquare;
use super::distribution;

distribution! {
    /// Fisher's F distribution.
    F "f"(dfnum: positive, dfden: positive) -> f64;
    |d, words| {
        let over = chisquare(words, d.dfnum) * d.dfden;
        over / (chisquare(words, d.dfden) * d.dfnum)
    }
}
