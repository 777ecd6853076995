//! The distributions: one file each, in the order what it is, parameters, density, algorithm, sampling. Their tests are in `tests/`.
//!
//! The algorithms are those of NumPy's `distributions.c`, operation by operation: the streams depend on it.

// The formulas stand as in C: constants with all their digits, comparisons that NaN fails, counters that index several rows.
#![allow(
    clippy::approx_constant,
    clippy::excessive_precision,
    clippy::inconsistent_digit_grouping,
    clippy::needless_range_loop,
    clippy::neg_cmp_op_on_partial_ord,
    clippy::too_many_arguments
)]

mod beta;
mod binomial;
mod chisquare;
mod dirichlet;
mod exponential;
mod f;
mod gamma;
mod geometric;
mod gumbel;
mod hypergeometric;
mod integers;
mod laplace;
mod logfactorial;
mod logfactorial_table;
mod logistic;
mod lognormal;
mod logseries;
mod multinomial;
mod multivariate_hypergeometric;
mod negative_binomial;
mod noncentral_chisquare;
mod noncentral_f;
mod normal;
mod pareto;
mod poisson;
mod power;
mod rayleigh;
mod standard_cauchy;
mod standard_t;
mod triangular;
mod uniform;
mod vonmises;
mod wald;
mod weibull;
mod ziggurat_f32;
mod ziggurat_f64;
mod zipf;

pub use beta::Beta;
pub use binomial::Binomial;
pub use chisquare::ChiSquare;
pub use exponential::{Exponential, StandardExponential, StandardExponentialInverse};
pub use f::F;
pub use gamma::{Gamma, StandardGamma};
pub use geometric::Geometric;
pub use gumbel::Gumbel;
pub use hypergeometric::Hypergeometric;
pub use integers::{Int, UniformInt};
pub use laplace::Laplace;
pub use logistic::Logistic;
pub use lognormal::LogNormal;
pub use logseries::LogSeries;
pub use negative_binomial::NegativeBinomial;
pub use noncentral_chisquare::NoncentralChiSquare;
pub use noncentral_f::NoncentralF;
pub use normal::{Normal, StandardNormal};
pub use pareto::Pareto;
pub use poisson::Poisson;
pub use power::Power;
pub use rayleigh::Rayleigh;
pub use standard_cauchy::StandardCauchy;
pub use standard_t::StandardT;
pub use triangular::Triangular;
pub use uniform::{Uniform, Unit};
pub use vonmises::VonMises;
pub use wald::Wald;
pub use weibull::Weibull;
pub use zipf::Zipf;

pub(crate) use beta::beta_of;
pub(crate) use binomial::binomial_of;
pub(crate) use dirichlet::{Dirichlet, checked_alpha, dirichlet_by_gamma};
pub(crate) use exponential::standard_exponential;
pub(crate) use gamma::standard_gamma;
pub(crate) use geometric::geometric_search;
pub(crate) use hypergeometric::hrua_ratio;
pub(crate) use integers::{Cut, below, interval};
pub(crate) use logseries::kemp;
pub(crate) use multinomial::{checked_pvals, multinomial};
pub(crate) use multivariate_hypergeometric::MultivariateHypergeometric;
pub(crate) use negative_binomial::negative_binomial;
pub(crate) use normal::standard_normal;
pub(crate) use poisson::{LAM_MAX, log_gamma, poisson};
pub(crate) use vonmises::{hat, vonmises_from};

use crate::bits::Words;
use crate::{BitGenerator, Error, Result};

/// A distribution whose parameters have been checked.
pub trait Distribution {
    /// What is drawn.
    type Item;

    /// The next number.
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> Self::Item;

    /// Makes what pays for so many numbers, such as tables. The numbers are the same without.
    #[inline]
    fn prepare(&mut self, count: usize) {
        let _ = count;
    }

    /// The next numbers.
    #[inline]
    fn fill<B: BitGenerator>(&self, bits: &mut B, out: &mut [Self::Item]) {
        for item in out {
            *item = self.sample(bits);
        }
    }
}

/// A distribution that takes whole words only, of a stream of today or of a legacy one.
pub(crate) trait Draw {
    /// What is drawn.
    type Item;

    /// The next number.
    fn draw<W: Words>(&self, words: &mut W) -> Self::Item;
}

/// Checks of parameters: NumPy's constraints and their words.
pub(crate) mod check {
    use super::{Error, Result};

    macro_rules! checks {
        ($($name:ident($x:ident) $refused:expr, $words:literal;)*) => {$(
            pub fn $name(op: &'static str, parameter: &'static str, $x: f64) -> Result<()> {
                if $refused { Err(Error::parameter(op, parameter, $words)) } else { Ok(()) }
            }
        )*};
    }
    checks! {
        any(_x) false, "";
        non_negative(x) !x.is_nan() && x.is_sign_negative(), "< 0";
        positive(x) x <= 0.0, "<= 0";
        positive_not_nan(x) x.is_nan() || x <= 0.0, "<= 0 or contains NaNs";
        probability(x) !(0.0..=1.0).contains(&x), "< 0, > 1 or contains NaNs";
        probability_above_0(x) !(x > 0.0 && x <= 1.0), "<= 0, > 1 or contains NaNs";
        probability_below_1(x) !(0.0..1.0).contains(&x), "< 0, >= 1 or contains NaNs";
        above_1(x) x.is_nan() || x <= 1.0, "<= 1 or contains NaNs";
        concentration(x) !x.is_nan() && (x.is_sign_negative() || x > 1.0 && !(super::hat(x) > 1.0)), "< 0 or too large";
        exponent(x) !(x > 1.0 && x < 1025.0), "<= 1, contains NaNs or too large";
        finite(x) !x.is_finite(), "range exceeds valid bounds";
        mean_of_poisson(x) !(0.0..=super::LAM_MAX).contains(&x), "< 0, NaN or too large";
    }
}

/// A distribution that is a formula: its struct, the checks of its parameters, and the draw.
macro_rules! distribution {
    ($(#[$note:meta])* $name:ident $op:literal ($($field:ident: $check:ident),*) -> $item:ty; |$this:ident, $words:ident| $draw:expr) => {
        $(#[$note])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name {
            $($field: f64,)*
        }

        impl $name {
            /// The distribution of these parameters.
            ///
            /// # Errors
            /// [`Error::Parameter`](crate::Error::Parameter) for those that NumPy refuses.
            #[inline]
            pub fn new($($field: f64),*) -> $crate::Result<Self> {
                $($crate::distributions::check::$check($op, stringify!($field), $field)?;)*
                Ok($name { $($field),* })
            }
        }

        impl $crate::distributions::Draw for $name {
            type Item = $item;

            #[inline]
            fn draw<W: $crate::bits::Words>(&self, $words: &mut W) -> $item {
                let $this = self;
                $draw
            }
        }

        $crate::distributions::drawn!($name => $item);
    };
}
pub(crate) use distribution;

/// `Distribution` for a struct with a method `draw` that takes whole words only.
macro_rules! drawn {
    ($name:ty => $item:ty) => {
        impl $crate::distributions::Distribution for $name {
            type Item = $item;

            #[inline]
            fn sample<B: $crate::BitGenerator>(&self, bits: &mut B) -> $item {
                $crate::distributions::Draw::draw(self, bits)
            }

            fn fill<B: $crate::BitGenerator>(&self, bits: &mut B, out: &mut [$item]) {
                $crate::bits::fill_ahead::<_, _, u64>(
                    bits,
                    out,
                    |bits| $crate::distributions::Draw::draw(self, bits),
                    |words| $crate::distributions::Draw::draw(self, words),
                );
            }
        }
    };
}
pub(crate) use drawn;

/// `Distribution` for numbers of `f32`, which take halves of words only.
macro_rules! drawn_f32 {
    ($name:ty, |$this:ident, $halves:ident| $draw:expr) => {
        impl $crate::distributions::Distribution for $name {
            type Item = f32;

            #[inline]
            fn sample<B: $crate::BitGenerator>(&self, $halves: &mut B) -> f32 {
                let $this = self;
                $draw
            }

            fn fill<B: $crate::BitGenerator>(&self, bits: &mut B, out: &mut [f32]) {
                let $this = self;
                $crate::bits::fill_ahead::<_, _, u32>(bits, out, |$halves| $draw, |$halves| $draw);
            }
        }
    };
}
pub(crate) use drawn_f32;

/// The first result that is there.
#[inline(always)]
fn until<T>(mut draw: impl FnMut() -> Option<T>) -> T {
    loop {
        if let Some(value) = draw() {
            return value;
        }
    }
}
