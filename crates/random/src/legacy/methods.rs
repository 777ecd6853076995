//! The distributions as methods of [`RandomState`], with NumPy's names and parameters.

use numoxide_core::{Array, AsView, MaybeAxes};

use super::RandomState;
use super::distributions as legacy;
use crate::distributions::*;
use crate::generator::{bytes, filled, methods, output_shape};
use crate::{BitGenerator, Result};

methods! {
    RandomState;
    beta(a: f64, b: f64) -> f64 = legacy::Beta::new;
    binomial(n: i64, p: f64) -> i64 = legacy::Binomial::new;
    chisquare(df: f64) -> f64 = ChiSquare::new;
    exponential(scale: f64) -> f64 = Exponential::new;
    f(dfnum: f64, dfden: f64) -> f64 = F::new;
    gamma(shape_: f64, scale: f64) -> f64 = Gamma::new;
    geometric(p: f64) -> i64 = legacy::Geometric::new;
    gumbel(loc: f64, scale: f64) -> f64 = Gumbel::new;
    hypergeometric(ngood: i64, nbad: i64, nsample: i64) -> i64 = legacy::Hypergeometric::new;
    laplace(loc: f64, scale: f64) -> f64 = Laplace::new;
    logistic(loc: f64, scale: f64) -> f64 = Logistic::new;
    lognormal(mean: f64, sigma: f64) -> f64 = LogNormal::new;
    logseries(p: f64) -> i64 = legacy::LogSeries::new;
    negative_binomial(n: f64, p: f64) -> i64 = legacy::NegativeBinomial::new;
    noncentral_chisquare(df: f64, nonc: f64) -> f64 = NoncentralChiSquare::new;
    noncentral_f(dfnum: f64, dfden: f64, nonc: f64) -> f64 = NoncentralF::new;
    normal(loc: f64, scale: f64) -> f64 = Normal::new;
    pareto(a: f64) -> f64 = legacy::Pareto::new;
    poisson(lam: f64) -> i64 = Poisson::new;
    power(a: f64) -> f64 = legacy::Power::new;
    rayleigh(scale: f64) -> f64 = legacy::Rayleigh::new;
    standard_gamma(shape_: f64) -> f64 = StandardGamma::<f64>::new;
    standard_t(df: f64) -> f64 = StandardT::new;
    triangular(left: f64, mode: f64, right: f64) -> f64 = Triangular::new;
    uniform(low: f64, high: f64) -> f64 = legacy::Uniform::between;
    vonmises(mu: f64, kappa: f64) -> f64 = legacy::VonMises::new;
    wald(mean: f64, scale: f64) -> f64 = legacy::Wald::new;
    weibull(a: f64) -> f64 = Weibull::new;
    zipf(a: f64) -> i64 = legacy::Zipf::new;
    standard_cauchy() -> f64 = StandardCauchy::new;
}

macro_rules! without_parameters {
    ($($(#[$note:meta])* $name:ident = $distribution:expr;)*) => {
        impl<B: BitGenerator> RandomState<B> {
            $(
                $(#[$note])*
                ///
                /// # Errors
                /// [`Error::Array`](crate::Error::Array) if the array cannot be made.
                pub fn $name(&mut self, size: impl MaybeAxes) -> Result<Array<f64>> {
                    self.array(stringify!($name), &$distribution, size)
                }
            )*
        }
    };
}
without_parameters! {
    /// Numbers of `[0, 1)`.
    random_sample = Unit::<f64>::default();
    /// The same under its newer name.
    random = Unit::<f64>::default();
    /// The same; NumPy takes the sizes one by one.
    rand = Unit::<f64>::default();
    /// Normal variates of mean 0 and variance 1.
    standard_normal = StandardNormal::<f64>::default();
    /// The same; NumPy takes the sizes one by one.
    randn = StandardNormal::<f64>::default();
    /// Exponential variates of scale 1.
    standard_exponential = StandardExponential::<f64>::default();
}

impl<B: BitGenerator> RandomState<B> {
    /// Integers of `[low, high)`, of any width; NumPy's `dtype` is the type of the bounds.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) if a range is empty, [`Error::Array`](crate::Error::Array) for shapes that do not fit.
    pub fn randint<T: Int>(
        &mut self,
        low: impl AsView<T>,
        high: impl AsView<T>,
        size: impl MaybeAxes,
    ) -> Result<Array<T>> {
        self.integers("randint", low, high, size, false)
    }

    /// Integers of `[low, high]`. NumPy has them of `i64` only, and `bool` by `randint(0, 2)`.
    ///
    /// # Errors
    /// As [`randint`](Self::randint).
    pub fn random_integers<T: Int>(
        &mut self,
        low: impl AsView<T>,
        high: impl AsView<T>,
        size: impl MaybeAxes,
    ) -> Result<Array<T>> {
        self.integers("random_integers", low, high, size, true)
    }

    fn integers<T: Int>(
        &mut self,
        op: &'static str,
        low: impl AsView<T>,
        high: impl AsView<T>,
        size: impl MaybeAxes,
        endpoint: bool,
    ) -> Result<Array<T>> {
        crate::generator::integers::<T, B, true>(
            op,
            &mut self.bits,
            low.as_view(),
            high.as_view(),
            size,
            endpoint,
        )
    }

    /// Integers of `[0, i64::MAX]`.
    ///
    /// # Errors
    /// [`Error::Array`](crate::Error::Array) if the array cannot be made.
    pub fn tomaxint(&mut self, size: impl MaybeAxes) -> Result<Array<i64>> {
        let shape = output_shape("tomaxint", &[], &size)?;
        filled(&shape, |out: &mut [i64]| out.fill_with(|| (self.bits.next_u64() >> 1) as i64))
    }

    /// Random bytes.
    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        bytes(&mut self.bits, length)
    }
}
