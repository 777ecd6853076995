//! The Zipf distribution: ranks of words.
//!
//! - Parameters: `a`, above 1.
//! - Mass: proportional to `k^-a` from 1 on.
//! - Algorithm: Devroye's rejection (1986), from the part of the uniform variates whose numbers fit.

use super::distribution;
use crate::bits::Words;

fn zipf<W: Words>(bits: &mut W, a: f64) -> i64 {
    if a >= 1025.0 {
        return 1;
    }
    let most = i64::MAX as f64;
    let am1 = a - 1.0;
    let b = 2f64.powf(am1);
    let least = most.powf(-am1);
    loop {
        let u = bits.uniform();
        let u = u * least + (1.0 - u);
        let v = bits.uniform();
        let x = u.powf(-1.0 / am1).floor();
        if x > most || x < 1.0 {
            continue;
        }
        let t = (1.0 + 1.0 / x).powf(am1);
        if v * x * (t - 1.0) / (b - 1.0) <= t / b {
            return x as i64;
        }
    }
}

distribution! {
    /// The Zipf distribution.
    Zipf "zipf"(a: above_1) -> i64;
    |d, words| zipf(words, d.a)
}
