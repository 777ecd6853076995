//! The noncentral F distribution: Fisher's ratio with a noncentral chi-square variate on top.
//!
//! - Parameters: `dfnum` and `dfden`, positive, and `nonc`, not negative.
//! - Density: a Poisson mixture of F densities.
//! - Algorithm: the ratio of the two variates.

use super::chisquare::chisquare;
use super::distribution;
use super::noncentral_chisquare::noncentral_chisquare;

distribution! {
    /// The noncentral F distribution.
    NoncentralF "noncentral_f"(dfnum: positive, dfden: positive, nonc: non_negative) -> f64;
    |d, words| {
        let over = noncentral_chisquare(words, d.dfnum, d.nonc) * d.dfden;
        over / (chisquare(words, d.dfden) * d.dfnum)
    }
}
