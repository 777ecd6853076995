//! The Gumbel distribution of largest values.
//!
//! - Parameters: `loc`, any, and `scale`, not negative.
//! - Distribution function: `exp(-exp(-(x - loc) / scale))`.
//! - Algorithm: the inverse of the distribution function.

use super::{distribution, until};
use crate::bits::Words;

fn gumbel<W: Words>(bits: &mut W, loc: f64, scale: f64) -> f64 {
    until(|| {
        let u = 1.0 - bits.uniform();
        (u < 1.0).then(|| loc - scale * (-u.ln()).ln())
    })
}

distribution! {
    /// The Gumbel distribution of largest values.
    Gumbel "gumbel"(loc: any, scale: non_negative) -> f64;
    |d, words| gumbel(words, d.loc, d.scale)
}
