//! The logarithmic series distribution: how many kinds are seen so often.
//!
//! - Parameters: `p`, in `[0, 1)`.
//! - Mass: `-p^k / (k ln(1 - p))` from 1 on.
//! - Algorithm: Kemp's LK (1981).

use super::distribution;
use crate::bits::Words;

fn logseries<W: Words>(bits: &mut W, p: f64) -> i64 {
    let r = (-p).ln_1p();
    loop {
        let v = bits.uniform();
        if v >= p {
            return 1;
        }
        let q = -(r * bits.uniform()).exp_m1();
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
    |d, words| logseries(words, d.p)
}
