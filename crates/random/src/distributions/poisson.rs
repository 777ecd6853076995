//! The Poisson distribution: how many events fall into an interval.
//!
//! - Parameters: `lam`, the mean, not negative and so small that an `i64` holds the numbers.
//! - Mass: `lam^k exp(-lam) / k!`.
//! - Algorithm: products of uniform variates below mean 10, Hormann's transformed rejection (1993) above.

use super::{Draw, check, drawn};
use crate::Result;
use crate::bits::Words;

/// The largest mean whose variates fit an `i64`: ten standard deviations below its end.
pub(crate) const LAM_MAX: f64 = 9.223_372_006_484_771e18;

/// `ln Gamma(x)`: Stirling's series above 7, the recurrence below.
pub(crate) fn log_gamma(x: f64) -> f64 {
    const SERIES: [f64; 10] = [
        8.333333333333333e-02,
        -2.777777777777778e-03,
        7.936507936507937e-04,
        -5.952380952380952e-04,
        8.417508417508418e-04,
        -1.917526917526918e-03,
        6.410256410256410e-03,
        -2.955065359477124e-02,
        1.796443723688307e-01,
        -1.39243221690590e+00,
    ];
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    let n = if x < 7.0 { (7.0 - x) as i64 } else { 0 };
    let mut above = x + n as f64;
    let square = (1.0 / above) * (1.0 / above);
    let sum = SERIES[..9].iter().rev().fold(SERIES[9], |sum, term| sum * square + term);
    let half_log_2pi = 0.5 * 1.8378770664093453;
    let mut result = sum / above + half_log_2pi + (above - 0.5) * above.ln() - above;
    for _ in 0..n {
        result -= (above - 1.0).ln();
        above -= 1.0;
    }
    result
}

/// C's cast, as the processors of x86-64 carry it out: the least integer for what does not fit. It comes to that for means which only
/// other distributions ask for, and do not check.
#[inline(always)]
fn c_integer(x: f64) -> i64 {
    if x.abs() < 9_223_372_036_854_775_808.0 { x as i64 } else { i64::MIN }
}

/// The distribution with what its algorithm prepares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poisson {
    lam: f64,
    plan: Plan,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Plan {
    Zero,
    Products { limit: f64 },
    Rejection { log_lam: f64, a: f64, b: f64, log_inverse_alpha: f64, vr: f64 },
}

impl Poisson {
    /// The distribution of this mean.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) if it is negative, NaN or too large.
    #[inline]
    pub fn new(lam: f64) -> Result<Self> {
        check::mean_of_poisson("poisson", "lam", lam)?;
        Ok(Self::unchecked(lam))
    }

    #[inline]
    fn unchecked(lam: f64) -> Self {
        let plan = if lam >= 10.0 {
            let b = 0.931 + 2.53 * lam.sqrt();
            let a = -0.059 + 0.02483 * b;
            let inverse_alpha: f64 = 1.1239 + 1.1328 / (b - 3.4);
            let vr = 0.9277 - 3.6224 / (b - 2.0);
            Plan::Rejection { log_lam: lam.ln(), a, b, log_inverse_alpha: inverse_alpha.ln(), vr }
        } else if lam == 0.0 {
            Plan::Zero
        } else {
            Plan::Products { limit: (-lam).exp() }
        };
        Poisson { lam, plan }
    }
}

/// A variate of a mean that is known to be good.
pub(crate) fn poisson<W: Words>(bits: &mut W, lam: f64) -> i64 {
    Poisson::unchecked(lam).draw(bits)
}

impl Draw for Poisson {
    type Item = i64;

    #[inline]
    fn draw<W: Words>(&self, bits: &mut W) -> i64 {
        match self.plan {
            Plan::Zero => 0,
            Plan::Products { limit } => {
                let (mut count, mut product) = (0, 1.0);
                loop {
                    product *= bits.uniform();
                    // NaN ends the count, as in C.
                    if !(product > limit) {
                        return count;
                    }
                    count += 1;
                }
            }
            Plan::Rejection { log_lam, a, b, log_inverse_alpha, vr } => loop {
                let u = bits.uniform() - 0.5;
                let v = bits.uniform();
                let us = 0.5 - u.abs();
                let k = c_integer(((2.0 * a / us + b) * u + self.lam + 0.43).floor());
                if us >= 0.07 && v <= vr {
                    return k;
                }
                if k < 0 || us < 0.013 && v > us {
                    continue;
                }
                let left = v.ln() + log_inverse_alpha - (a / (us * us) + b).ln();
                if left <= -self.lam + k as f64 * log_lam - log_gamma((k + 1) as f64) {
                    return k;
                }
            },
        }
    }
}

drawn!(Poisson => i64);
