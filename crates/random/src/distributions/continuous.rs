//! Continuous distributions that invert their distribution function or transform an exponential variate.

use super::{distribution, standard_exponential, standard_normal};
use crate::{BitGenerator, Distribution, Error, Result};

/// The first result that is there.
#[inline(always)]
fn until<T>(mut draw: impl FnMut() -> Option<T>) -> T {
    loop {
        if let Some(value) = draw() {
            return value;
        }
    }
}

fn laplace<B: BitGenerator>(bits: &mut B, loc: f64, scale: f64) -> f64 {
    until(|| match bits.next_f64() {
        u if u >= 0.5 => Some(loc - scale * (2.0 - u - u).ln()),
        u if u > 0.0 => Some(loc + scale * (u + u).ln()),
        _ => None,
    })
}

fn gumbel<B: BitGenerator>(bits: &mut B, loc: f64, scale: f64) -> f64 {
    until(|| {
        let u = 1.0 - bits.next_f64();
        (u < 1.0).then(|| loc - scale * (-u.ln()).ln())
    })
}

fn logistic<B: BitGenerator>(bits: &mut B, loc: f64, scale: f64) -> f64 {
    until(|| {
        let u = bits.next_f64();
        (u > 0.0).then(|| loc + scale * (u / (1.0 - u)).ln())
    })
}

distribution! {
    /// The Laplace distribution: density `exp(-|x - loc| / scale) / (2 scale)`.
    Laplace "laplace"(loc: any, scale: non_negative) -> f64;
    |d, bits| laplace(bits, d.loc, d.scale)
}
distribution! {
    /// The Gumbel distribution of largest values.
    Gumbel "gumbel"(loc: any, scale: non_negative) -> f64;
    |d, bits| gumbel(bits, d.loc, d.scale)
}
distribution! {
    /// The logistic distribution: the distribution function is `1 / (1 + exp(-(x - loc) / scale))`.
    Logistic "logistic"(loc: any, scale: non_negative) -> f64;
    |d, bits| logistic(bits, d.loc, d.scale)
}
distribution! {
    /// The log-normal distribution: the exponential of a normal variate.
    LogNormal "lognormal"(mean: any, sigma: non_negative) -> f64;
    |d, bits| (d.mean + d.sigma * standard_normal(bits)).exp()
}
distribution! {
    /// The Rayleigh distribution: density `x exp(-x^2 / (2 scale^2)) / scale^2`.
    Rayleigh "rayleigh"(scale: non_negative) -> f64;
    |d, bits| d.scale * (2.0 * standard_exponential(bits)).sqrt()
}
distribution! {
    /// The Pareto II (Lomax) distribution: density `a / (1 + x)^(a + 1)`.
    Pareto "pareto"(a: positive) -> f64;
    |d, bits| (standard_exponential(bits) / d.a).exp_m1()
}
distribution! {
    /// The Weibull distribution of scale 1: density `a x^(a - 1) exp(-x^a)`.
    Weibull "weibull"(a: non_negative) -> f64;
    |d, bits| if d.a == 0.0 { 0.0 } else { standard_exponential(bits).powf(1.0 / d.a) }
}
distribution! {
    /// The power distribution on `[0, 1]`: density `a x^(a - 1)`.
    Power "power"(a: positive) -> f64;
    |d, bits| (-(-standard_exponential(bits)).exp_m1()).powf(1.0 / d.a)
}

/// The uniform distribution on `[low, high)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    low: f64,
    range: f64,
}

impl Uniform {
    /// The distribution of these parameters.
    ///
    /// # Errors
    /// [`Error::Parameter`] if the range is negative or not finite.
    #[inline]
    pub fn new(low: f64, high: f64) -> Result<Self> {
        let range = high - low;
        super::check::finite("uniform", "high - low", range)?;
        super::check::non_negative("uniform", "high - low", range)?;
        Ok(Uniform { low, range })
    }
}

impl Distribution for Uniform {
    type Item = f64;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        self.low + self.range * bits.next_f64()
    }

    fn fill<B: BitGenerator>(&self, bits: &mut B, out: &mut [f64]) {
        bits.fill_f64(out);
        for x in out {
            *x = self.low + self.range * *x;
        }
    }
}

/// The triangular distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triangular {
    left: f64,
    mode: f64,
    right: f64,
}

impl Triangular {
    /// The distribution of these parameters.
    ///
    /// # Errors
    /// [`Error::Parameter`] unless `left <= mode <= right` and `left < right`.
    pub fn new(left: f64, mode: f64, right: f64) -> Result<Self> {
        let wrong = |parameter, condition| Err(Error::parameter("triangular", parameter, condition));
        if left > mode {
            return wrong("left", "> mode");
        }
        if mode > right {
            return wrong("mode", "> right");
        }
        if left == right {
            return wrong("left", "== right");
        }
        Ok(Triangular { left, mode, right })
    }
}

impl Distribution for Triangular {
    type Item = f64;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        let Triangular { left, mode, right } = *self;
        let base = right - left;
        let u = bits.next_f64();
        if u <= (mode - left) / base {
            left + (u * ((mode - left) * base)).sqrt()
        } else {
            right - ((1.0 - u) * ((right - mode) * base)).sqrt()
        }
    }
}

/// The uniform distribution on `[0, 1)`, for `f64` (53 random bits) and `f32` (24).
#[derive(Clone, Copy, Debug, Default)]
pub struct Unit<T = f64>(pub std::marker::PhantomData<T>);

impl Distribution for Unit<f64> {
    type Item = f64;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> f64 {
        bits.next_f64()
    }

    fn fill<B: BitGenerator>(&self, bits: &mut B, out: &mut [f64]) {
        bits.fill_f64(out);
    }
}

impl Distribution for Unit<f32> {
    type Item = f32;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> f32 {
        bits.next_f32()
    }
}
