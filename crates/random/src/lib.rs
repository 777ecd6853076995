//! NumPy's random streams, bit for bit.
//!
//! A [`SeedSequence`] seeds a bit generator ([`Pcg64`] by default); a [`Generator`] turns its words into the numbers of a
//! distribution. The same seed gives the same numbers as in NumPy 2.4.

#![forbid(unsafe_code)]

mod bits;
mod distributions;
mod error;
mod generator;
mod legacy;
#[cfg(feature = "linalg")]
mod multivariate_normal;
mod parallel;
mod seed_sequence;

pub use bits::{
    BitGenerator, ForeignBits, HalfWord, Mt19937, Mt19937State, Pcg64, Pcg64Dxsm, Pcg64State, Philox,
    PhiloxState, Seeded, Sfc64, Sfc64State,
};
pub use distributions::{
    Beta, Binomial, ChiSquare, Distribution, Exponential, F, Gamma, Geometric, Gumbel, Hypergeometric, Int,
    Laplace, LogNormal, LogSeries, Logistic, NegativeBinomial, NoncentralChiSquare, NoncentralF, Normal,
    Pareto, Poisson, Power, Rayleigh, StandardCauchy, StandardExponential, StandardExponentialInverse,
    StandardGamma, StandardNormal, StandardT, Triangular, Uniform, UniformInt, Unit, VonMises, Wald, Weibull,
    Zipf,
};
pub use error::{Error, Result};
pub use generator::{Choice, Generator, Integers, Places, default_rng};
pub use legacy::*;
#[cfg(feature = "linalg")]
pub use multivariate_normal::{Factor, MultivariateNormal, multivariate_normal};
pub use parallel::{Jump, Skip};
pub use seed_sequence::{Entropy, SeedSequence, SeedSequenceState};
