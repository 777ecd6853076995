//! The geometric distribution: trials until the first success.
//!
//! - Parameters: `p`, in `(0, 1]`.
//! - Mass: `(1 - p)^(k - 1) p` from 1 on.
//! - Algorithm: search from `p = 1/3` on, inversion below.

use super::distribution;
use crate::bits::Words;

fn geometric<W: Words>(bits: &mut W, p: f64) -> i64 {
    if p >= 1.0 / 3.0 { geometric_search(bits, p) } else { geometric_inversion(bits, p) }
}

pub(crate) fn geometric_search<W: Words>(bits: &mut W, p: f64) -> i64 {
    let (mut x, mut sum, mut product) = (1, p, p);
    let u = bits.uniform();
    while u > sum {
        product *= 1.0 - p;
        sum += product;
        x += 1;
    }
    x
}

fn geometric_inversion<W: Words>(bits: &mut W, p: f64) -> i64 {
    // A cast saturates, where C checks for what does not fit.
    (-bits.exponential() / (-p).ln_1p()).ceil() as i64
}

distribution! {
    /// The geometric distribution.
    Geometric "geometric"(p: probability_above_0) -> i64;
    |d, words| geometric(words, d.p)
}
