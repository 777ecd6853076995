//! The logarithmic series distribution: how many kinds are seen so often.
//!
//! - Parameters: `p`, in `[0, 1)`.
//! - Mass: `-p^k / (k ln(1 - p))` from 1 on.
//! - Algorithm: Kemp's LK (1981).

use super::distribution;
use crate::bits::Words;

/// Kemp's LK. The two streams differ in how they calculate `1 - e^x`, which is what they are told apart by.
pub(crate) fn kemp<W: Words>(words: &mut W, p: f64, one_minus_exp: impl Fn(f64) -> f64) -> i64 {
    let r = (-p).ln_1p();
    loop {
        let v = words.uniform();
        if v >= p {
            return 1;
        }
        let q = one_minus_exp(r * words.uniform());
        if v <= q * q {
            let result = (1.0 + v.ln() / q.ln()).floor() as i64;
            if result < 1 || v == 0.0 {
                continue;
            }
            return result;
        }
        return if v >= q { 1 } else { 2 };
    }
}

distribution! {
    /// The logarithmic series distribution.
    LogSeries "logseries"(p: probability_below_1) -> i64;
    |d, words| kemp(words, d.p, |x| -x.exp_m1())
}
