//! The distributions as methods of [`Generator`], with NumPy's names and parameters.

use numoxide_core::{Array, AsView, MaybeAxes};

use super::{Generator, filled, output_shape};
use crate::distributions::*;
use crate::{BitGenerator, Result};

macro_rules! methods {
    ($owner:ident; $($name:ident($($parameter:ident: $ty:ty),*) -> $item:ty = $new:path;)*) => {
        impl<B: $crate::BitGenerator> $owner<B> {
            $(
                #[doc = concat!("NumPy's `", stringify!($name), "`; the parameters broadcast.")]
                ///
                /// # Errors
                /// [`Error::Parameter`](crate::Error::Parameter) for what NumPy refuses,
                /// [`Error::Array`](crate::Error::Array) for shapes that do not fit; nothing has been drawn then.
                pub fn $name(&mut self, $($parameter: impl AsView<$ty>,)* size: impl MaybeAxes) -> Result<Array<$item>> {
                    $(let $parameter = $parameter.as_view();)*
                    let shape = output_shape(stringify!($name), &[$($parameter.shape()),*], &size)?;
                    if true $(&& $parameter.ndim() == 0)* {
                        $(let $parameter = $parameter.to_vec()[0];)*
                        let mut distribution = $new($($parameter),*)?;
                        $crate::Distribution::prepare(&mut distribution, shape.iter().product());
                        return filled(&shape, |out| self.fill_run(&distribution, out));
                    }
                    $(let $parameter = $parameter.broadcast_to(&shape)?.to_vec();)*
                    let len = shape.iter().product();
                    for _at in 0..len {
                        // All are checked before the first number is drawn.
                        $new($($parameter[_at]),*)?;
                    }
                    let mut _at = 0;
                    filled(&shape, |out: &mut [$item]| {
                        out.fill_with(|| {
                            _at += 1;
                            let distribution = $new($($parameter[_at - 1]),*).expect("checked above");
                            self.one(&distribution)
                        });
                    })
                }
            )*
        }
    };
}
pub(crate) use methods;

methods! {
    Generator;
    beta(a: f64, b: f64) -> f64 = Beta::new;
    binomial(n: i64, p: f64) -> i64 = Binomial::new;
    chisquare(df: f64) -> f64 = ChiSquare::new;
    exponential(scale: f64) -> f64 = Exponential::new;
    f(dfnum: f64, dfden: f64) -> f64 = F::new;
    gamma(shape_: f64, scale: f64) -> f64 = Gamma::new;
    geometric(p: f64) -> i64 = Geometric::new;
    gumbel(loc: f64, scale: f64) -> f64 = Gumbel::new;
    hypergeometric(ngood: i64, nbad: i64, nsample: i64) -> i64 = Hypergeometric::new;
    laplace(loc: f64, scale: f64) -> f64 = Laplace::new;
    logistic(loc: f64, scale: f64) -> f64 = Logistic::new;
    lognormal(mean: f64, sigma: f64) -> f64 = LogNormal::new;
    logseries(p: f64) -> i64 = LogSeries::new;
    negative_binomial(n: f64, p: f64) -> i64 = NegativeBinomial::new;
    noncentral_chisquare(df: f64, nonc: f64) -> f64 = NoncentralChiSquare::new;
    noncentral_f(dfnum: f64, dfden: f64, nonc: f64) -> f64 = NoncentralF::new;
    normal(loc: f64, scale: f64) -> f64 = Normal::new;
    pareto(a: f64) -> f64 = Pareto::new;
    poisson(lam: f64) -> i64 = Poisson::new;
    power(a: f64) -> f64 = Power::new;
    rayleigh(scale: f64) -> f64 = Rayleigh::new;
    standard_gamma(shape_: f64) -> f64 = StandardGamma::<f64>::new;
    standard_t(df: f64) -> f64 = StandardT::new;
    triangular(left: f64, mode: f64, right: f64) -> f64 = Triangular::new;
    uniform(low: f64, high: f64) -> f64 = Uniform::new;
    vonmises(mu: f64, kappa: f64) -> f64 = VonMises::new;
    wald(mean: f64, scale: f64) -> f64 = Wald::new;
    weibull(a: f64) -> f64 = Weibull::new;
    zipf(a: f64) -> i64 = Zipf::new;
    standard_cauchy() -> f64 = StandardCauchy::new;
}

impl<B: BitGenerator> Generator<B> {
    fn fill_run<D: Distribution>(&mut self, distribution: &D, out: &mut [D::Item]) {
        distribution.fill(&mut self.bits, out);
    }

    fn one<D: Distribution>(&mut self, distribution: &D) -> D::Item {
        distribution.sample(&mut self.bits)
    }

    /// Numbers of `[0, 1)`.
    ///
    /// # Errors
    /// [`Error::Array`](crate::Error::Array) if the array cannot be made.
    pub fn random(&mut self, size: impl MaybeAxes) -> Result<Array<f64>> {
        self.draw(&Unit::<f64>::default(), size)
    }

    /// Normal variates of mean 0 and variance 1.
    ///
    /// # Errors
    /// [`Error::Array`](crate::Error::Array) if the array cannot be made.
    pub fn standard_normal(&mut self, size: impl MaybeAxes) -> Result<Array<f64>> {
        self.draw(&StandardNormal::<f64>::default(), size)
    }

    /// Exponential variates of scale 1, by the ziggurat. [`StandardExponentialInverse`] is NumPy's `method="inv"`.
    ///
    /// # Errors
    /// [`Error::Array`](crate::Error::Array) if the array cannot be made.
    pub fn standard_exponential(&mut self, size: impl MaybeAxes) -> Result<Array<f64>> {
        self.draw(&StandardExponential::<f64>::default(), size)
    }
}
