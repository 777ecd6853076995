//! The distributions whose algorithm has changed since the legacy stream was frozen, as they were.

#![allow(clippy::excessive_precision, clippy::approx_constant)]

use std::f64::consts::PI;

use crate::bits::Words;
use crate::distributions::{
    Draw, binomial_of, distribution, drawn, geometric_search, hrua_ratio, kemp, log_gamma, negative_binomial,
    standard_gamma, vonmises_from,
};
use crate::{Error, Result};

distribution! {
    /// As [`Pareto`](crate::Pareto), by the exponential itself.
    Pareto "pareto"(a: positive) -> f64;
    |d, words| (words.exponential() / d.a).exp() - 1.0
}
distribution! {
    /// As [`Power`](crate::Power), by the exponential itself.
    Power "power"(a: positive) -> f64;
    |d, words| (1.0 - (-words.exponential()).exp()).powf(1.0 / d.a)
}
distribution! {
    /// As [`Rayleigh`](crate::Rayleigh), by inversion.
    Rayleigh "rayleigh"(scale: non_negative) -> f64;
    |d, words| d.scale * (-2.0 * (-words.uniform()).ln_1p()).sqrt()
}
distribution! {
    /// As [`Beta`](crate::Beta), by other rules for the smallest parameters.
    Beta "beta"(a: positive, b: positive) -> f64;
    |d, words| beta(words, d.a, d.b)
}
distribution! {
    /// As [`Wald`](crate::Wald), by the root that cancels.
    Wald "wald"(mean: positive, scale: positive) -> f64;
    |d, words| wald(words, d.mean, d.scale)
}
distribution! {
    /// As [`VonMises`](crate::VonMises), without the normal limit. NumPy never returns from what is refused as too large.
    VonMises "vonmises"(mu: any, kappa: concentration) -> f64;
    |d, words| vonmises(words, d.mu, d.kappa)
}
distribution! {
    /// As [`Geometric`](crate::Geometric), by a logarithm.
    Geometric "geometric"(p: probability_above_0) -> i64;
    |d, words| geometric(words, d.p)
}
distribution! {
    /// As [`LogSeries`](crate::LogSeries), by the exponential itself.
    LogSeries "logseries"(p: probability_below_1) -> i64;
    |d, words| kemp(words, d.p, |x| 1.0 - x.exp())
}
distribution! {
    /// As [`Zipf`](crate::Zipf), from all uniform variates. NumPy never returns from what is refused as too large.
    Zipf "zipf"(a: exponent) -> i64;
    |d, words| zipf(words, d.a)
}

distribution! {
    /// As [`NegativeBinomial`](crate::NegativeBinomial), without a limit to the mean.
    NegativeBinomial "negative_binomial"(n: positive, p: probability) -> i64;
    |d, words| negative_binomial(words, d.n, d.p)
}
distribution! {
    /// As [`Uniform`](crate::Uniform), in either direction.
    Uniform "uniform"(low: any, range: finite) -> f64;
    |d, words| d.low + d.range * words.uniform()
}

impl Uniform {
    /// The distribution between two bounds.
    ///
    /// # Errors
    /// [`Error::Parameter`] if the range is not finite.
    pub fn between(low: f64, high: f64) -> Result<Self> {
        Uniform::new(low, high - low)
    }
}

fn beta<W: Words>(words: &mut W, a: f64, b: f64) -> f64 {
    if a > 1.0 || b > 1.0 || a.is_nan() || b.is_nan() {
        let (x, y) = (standard_gamma(words, a), standard_gamma(words, b));
        return x / (x + y);
    }
    loop {
        let (u, v) = (words.uniform(), words.uniform());
        let (x, y) = (u.powf(1.0 / a), v.powf(1.0 / b));
        if x + y <= 1.0 {
            if x + y > 0.0 {
                return x / (x + y);
            }
            return beta_from_logarithms(u.ln() / a, v.ln() / b);
        }
    }
}

/// Johnk's ratio where both powers have underflowed: the same in logarithms.
fn beta_from_logarithms(x: f64, y: f64) -> f64 {
    let most = if x > y { x } else { y };
    let (x, y) = (x - most, y - most);
    (x - (x.exp() + y.exp()).ln()).exp()
}

fn wald<W: Words>(words: &mut W, mean: f64, scale: f64) -> f64 {
    let ratio = mean / (2.0 * scale);
    let n = words.normal();
    let y = mean * n * n;
    let x = mean + ratio * (y - (4.0 * scale * y + y * y).sqrt());
    if words.uniform() <= mean / (mean + x) { x } else { mean * mean / x }
}

fn vonmises<W: Words>(words: &mut W, mu: f64, kappa: f64) -> f64 {
    if kappa.is_nan() {
        return f64::NAN;
    }
    if kappa < 1e-8 {
        return PI * (2.0 * words.uniform() - 1.0);
    }
    vonmises_from(words, mu, kappa)
}

fn geometric<W: Words>(words: &mut W, p: f64) -> i64 {
    if p >= 0.333333333333333333333333 {
        return geometric_search(words, p);
    }
    ((-words.uniform()).ln_1p() / (1.0 - p).ln()).ceil() as i64
}

fn zipf<W: Words>(words: &mut W, a: f64) -> i64 {
    let am1 = a - 1.0;
    let b = 2f64.powf(am1);
    loop {
        let u = 1.0 - words.uniform();
        let v = words.uniform();
        let x = u.powf(-1.0 / am1).floor();
        if x > i64::MAX as f64 || x < 1.0 {
            continue;
        }
        let t = (1.0 + 1.0 / x).powf(am1);
        if v * x * (t - 1.0) / (b - 1.0) <= t / b {
            return x as i64;
        }
    }
}

/// As [`Binomial`](crate::Binomial), but a word is taken even where the number is certain.
#[derive(Clone, Debug, PartialEq)]
pub struct Binomial(crate::Binomial);

impl Binomial {
    /// The distribution of these parameters.
    ///
    /// # Errors
    /// As [`Binomial::new`](crate::Binomial::new).
    pub fn new(n: i64, p: f64) -> Result<Self> {
        crate::Binomial::new(n, p)?;
        Ok(Binomial(binomial_of(n, p)))
    }
}

impl Draw for Binomial {
    type Item = i64;

    fn draw<W: Words>(&self, words: &mut W) -> i64 {
        self.0.draw(words)
    }
}
drawn!(Binomial => i64);

/// As [`Hypergeometric`](crate::Hypergeometric), by uniform variates for few.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hypergeometric {
    ngood: i64,
    nbad: i64,
    nsample: i64,
}

impl Hypergeometric {
    /// The distribution of these parameters.
    ///
    /// # Errors
    /// [`Error::Parameter`] if a number is negative, nothing is drawn, or more than there are.
    pub fn new(ngood: i64, nbad: i64, nsample: i64) -> Result<Self> {
        let wrong = |parameter, condition| Err(Error::parameter("hypergeometric", parameter, condition));
        if ngood < 0 {
            return wrong("ngood", "< 0");
        }
        if nbad < 0 {
            return wrong("nbad", "< 0");
        }
        if nsample < 1 {
            return wrong("nsample", "< 1");
        }
        if ngood.wrapping_add(nbad) < nsample {
            return wrong("nsample", "> ngood + nbad");
        }
        Ok(Hypergeometric { ngood, nbad, nsample })
    }
}

impl Draw for Hypergeometric {
    type Item = i64;

    fn draw<W: Words>(&self, words: &mut W) -> i64 {
        let Hypergeometric { ngood, nbad, nsample } = *self;
        match nsample {
            11.. => hrua(words, ngood, nbad, nsample),
            1..=10 => one_by_one(words, ngood, nbad, nsample),
            _ => 0,
        }
    }
}
drawn!(Hypergeometric => i64);

fn one_by_one<W: Words>(words: &mut W, good: i64, bad: i64, sample: i64) -> i64 {
    let rest = bad + good - sample;
    let few = bad.min(good) as f64;
    let (mut left, mut k) = (few, sample);
    while left > 0.0 {
        left -= (words.uniform() + left / (rest + k) as f64).floor();
        k -= 1;
        if k == 0 {
            break;
        }
    }
    let drawn = (few - left) as i64;
    if good > bad { sample - drawn } else { drawn }
}

fn hrua<W: Words>(words: &mut W, good: i64, bad: i64, sample: i64) -> i64 {
    let all = good + bad;
    let drawn = sample.min(all - sample);
    let (few, many) = (good.min(bad), good.max(bad));
    let p = few as f64 / all as f64;
    let q = 1.0 - p;
    let a = drawn as f64 * p + 0.5;
    let c = ((all - drawn) as f64 * sample as f64 * p * q / (all - 1) as f64 + 0.5).sqrt();
    let log_mass = |k: i64| {
        log_gamma((k + 1) as f64)
            + log_gamma((few - k + 1) as f64)
            + log_gamma((drawn - k + 1) as f64)
            + log_gamma((many - drawn + k + 1) as f64)
    };
    let mode = ((drawn + 1) as f64 * (few + 1) as f64 / (all + 2) as f64).floor() as i64;
    let bound = ((drawn.min(few) + 1) as f64).min((a + 16.0 * c).floor());
    let k = hrua_ratio(words, a, c, bound, log_mass(mode), log_mass);
    let k = if good > bad { drawn - k } else { k };
    if drawn < sample { good - k } else { k }
}
