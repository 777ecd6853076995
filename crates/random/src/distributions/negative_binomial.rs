//! The negative binomial distribution: failures before the `n`-th success.
//!
//! - Parameters: `n`, positive; `p`, in `(0, 1]`; a mean that an `i64` holds.
//! - Mass: `Gamma(k + n) / (k! Gamma(n)) p^n (1 - p)^k`.
//! - Algorithm: a Poisson variate of a gamma variate.

use super::{Draw, LAM_MAX, check, drawn, poisson, standard_gamma};
use crate::bits::Words;
use crate::{Error, Result};

/// The negative binomial distribution: failures before the `n`-th success.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NegativeBinomial {
    n: f64,
    p: f64,
}

impl NegativeBinomial {
    /// The distribution of these parameters.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `n` is not positive, `p` not in `(0, 1]`, or the mean too large.
    #[inline]
    pub fn new(n: f64, p: f64) -> Result<Self> {
        check::positive_not_nan("negative_binomial", "n", n)?;
        check::probability_above_0("negative_binomial", "p", p)?;
        if (1.0 - p) / p * (n + 10.0 * n.sqrt()) > LAM_MAX {
            return Err(Error::parameter("negative_binomial", "n", "too large or p too small"));
        }
        Ok(NegativeBinomial { n, p })
    }
}

pub(crate) fn negative_binomial<W: Words>(bits: &mut W, n: f64, p: f64) -> i64 {
    let mean = (1.0 - p) / p * standard_gamma(bits, n);
    poisson(bits, mean)
}

impl Draw for NegativeBinomial {
    type Item = i64;

    #[inline]
    fn draw<W: Words>(&self, bits: &mut W) -> i64 {
        negative_binomial(bits, self.n, self.p)
    }
}

drawn!(NegativeBinomial => i64);
