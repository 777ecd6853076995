//! The beta distribution on `[0, 1]`.
//!
//! - Parameters: `a` and `b`, positive.
//! - Density: `x^(a - 1) (1 - x)^(b - 1) / B(a, b)`.
//! - Algorithm: Johnk's (1964) if both parameters are at most 1, else from two gamma variates.

use super::{distribution, standard_gamma};
use crate::bits::Words;

/// Below this both powers of Johnk's algorithm underflow: the mass is at 0 and 1.
const TINY: f64 = 3e-103;

pub(crate) fn beta_of<W: Words>(bits: &mut W, a: f64, b: f64) -> f64 {
    if a > 1.0 || b > 1.0 || a.is_nan() || b.is_nan() {
        let (x, y) = (standard_gamma(bits, a), standard_gamma(bits, b));
        return x / (x + y);
    }
    if a < TINY && b < TINY {
        return f64::from((a + b) * bits.uniform() < a);
    }
    loop {
        let (u, v) = (bits.uniform(), bits.uniform());
        let (x, y) = (u.powf(1.0 / a), v.powf(1.0 / b));
        if x + y <= 1.0 && u + v > 0.0 {
            if x > 0.0 && y > 0.0 {
                return x / (x + y);
            }
            return from_logarithm(u.ln() / a - v.ln() / b);
        }
    }
}

/// Johnk's ratio where a power has underflowed, of the logarithm of `x / y`.
fn from_logarithm(delta: f64) -> f64 {
    if delta > 0.0 { (-(-delta).exp().ln_1p()).exp() } else { (delta - delta.exp().ln_1p()).exp() }
}

distribution! {
    /// The beta distribution on `[0, 1]`.
    Beta "beta"(a: positive, b: positive) -> f64;
    |d, words| beta_of(words, d.a, d.b)
}
