//! Discrete distributions without tables: geometric, logarithmic series, negative binomial, Zipf.

use super::{Distribution, LAM_MAX, check, distribution, poisson, standard_exponential, standard_gamma};
use crate::{BitGenerator, Error, Result};

fn geometric<B: BitGenerator>(bits: &mut B, p: f64) -> i64 {
    if p >= 1.0 / 3.0 { geometric_search(bits, p) } else { geometric_inversion(bits, p) }
}

fn geometric_search<B: BitGenerator>(bits: &mut B, p: f64) -> i64 {
    let (mut x, mut sum, mut product) = (1, p, p);
    let u = bits.next_f64();
    while u > sum {
        product *= 1.0 - p;
        sum += product;
        x += 1;
    }
    x
}

fn geometric_inversion<B: BitGenerator>(bits: &mut B, p: f64) -> i64 {
    // A cast saturates, where C checks for what does not fit.
    (-standard_exponential(bits) / (-p).ln_1p()).ceil() as i64
}

/// Kemp's algorithm LK (1981).
fn logseries<B: BitGenerator>(bits: &mut B, p: f64) -> i64 {
    let r = (-p).ln_1p();
    loop {
        let v = bits.next_f64();
        if v >= p {
            return 1;
        }
        let q = -(r * bits.next_f64()).exp_m1();
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

/// Devroye's rejection (1986), from the part of the uniform variates whose numbers fit.
fn zipf<B: BitGenerator>(bits: &mut B, a: f64) -> i64 {
    if a >= 1025.0 {
        return 1;
    }
    let most = i64::MAX as f64;
    let am1 = a - 1.0;
    let b = 2f64.powf(am1);
    let least = most.powf(-am1);
    loop {
        let u = bits.next_f64();
        let u = u * least + (1.0 - u);
        let v = bits.next_f64();
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
    /// The geometric distribution: trials until the first success. Search from `p = 1/3` on, inversion below.
    Geometric "geometric"(p: probability_above_0) -> i64;
    |d, bits| geometric(bits, d.p)
}
distribution! {
    /// The logarithmic series distribution: mass `-p^k / (k ln(1 - p))`.
    LogSeries "logseries"(p: probability_below_1) -> i64;
    |d, bits| logseries(bits, d.p)
}
distribution! {
    /// The Zipf distribution: mass proportional to `k^-a`.
    Zipf "zipf"(a: above_1) -> i64;
    |d, bits| zipf(bits, d.a)
}

/// The negative binomial distribution: failures before the `n`-th success. A Poisson variate of a gamma variate.
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

impl Distribution for NegativeBinomial {
    type Item = i64;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> i64 {
        let mean = (1.0 - self.p) / self.p * standard_gamma(bits, self.n);
        poisson(bits, mean)
    }
}
