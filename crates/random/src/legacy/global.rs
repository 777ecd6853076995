//! The functions of `numpy.random` on one stream of each thread.

use std::cell::RefCell;

use numoxide_core::{Array, AsView, AsViewMut, Element, MaybeAxes};

use super::{LegacySeed, LegacyState, RandomState};
use crate::{Int, Result};

thread_local! {
    static STREAM: RefCell<RandomState> = RefCell::new(RandomState::from_system());
}

pub(crate) fn with<R>(call: impl FnOnce(&mut RandomState) -> R) -> R {
    STREAM.with_borrow_mut(call)
}

macro_rules! functions {
    ($($name:ident($($parameter:ident: $ty:ty),*) -> $item:ty;)*) => {$(
        #[doc = concat!("[`RandomState::", stringify!($name), "`] of this thread's stream.")]
        ///
        /// # Errors
        /// As the method.
        pub fn $name($($parameter: impl AsView<$ty>,)* size: impl MaybeAxes) -> Result<Array<$item>> {
            with(|rng| rng.$name($($parameter,)* size))
        }
    )*};
}

functions! {
    beta(a: f64, b: f64) -> f64;
    binomial(n: i64, p: f64) -> i64;
    chisquare(df: f64) -> f64;
    dirichlet(alpha: f64) -> f64;
    exponential(scale: f64) -> f64;
    f(dfnum: f64, dfden: f64) -> f64;
    gamma(shape: f64, scale: f64) -> f64;
    geometric(p: f64) -> i64;
    gumbel(loc: f64, scale: f64) -> f64;
    hypergeometric(ngood: i64, nbad: i64, nsample: i64) -> i64;
    laplace(loc: f64, scale: f64) -> f64;
    logistic(loc: f64, scale: f64) -> f64;
    lognormal(mean: f64, sigma: f64) -> f64;
    logseries(p: f64) -> i64;
    negative_binomial(n: f64, p: f64) -> i64;
    noncentral_chisquare(df: f64, nonc: f64) -> f64;
    noncentral_f(dfnum: f64, dfden: f64, nonc: f64) -> f64;
    normal(loc: f64, scale: f64) -> f64;
    pareto(a: f64) -> f64;
    poisson(lam: f64) -> i64;
    power(a: f64) -> f64;
    rand() -> f64;
    randn() -> f64;
    random() -> f64;
    random_sample() -> f64;
    rayleigh(scale: f64) -> f64;
    standard_cauchy() -> f64;
    standard_exponential() -> f64;
    standard_gamma(shape: f64) -> f64;
    standard_normal() -> f64;
    standard_t(df: f64) -> f64;
    triangular(left: f64, mode: f64, right: f64) -> f64;
    uniform(low: f64, high: f64) -> f64;
    vonmises(mu: f64, kappa: f64) -> f64;
    wald(mean: f64, scale: f64) -> f64;
    weibull(a: f64) -> f64;
    zipf(a: f64) -> i64;
}

/// [`random_sample`] under an old name.
///
/// # Errors
/// As [`random_sample`].
pub fn ranf(size: impl MaybeAxes) -> Result<Array<f64>> {
    random_sample(size)
}

/// [`random_sample`] under another old name.
///
/// # Errors
/// As [`random_sample`].
pub fn sample(size: impl MaybeAxes) -> Result<Array<f64>> {
    random_sample(size)
}

/// Starts this thread's stream anew.
///
/// # Errors
/// As [`RandomState::new`].
///
/// ```
/// use numoxide_random as random;
///
/// random::seed(42)?;
/// assert_eq!(random::rand(1)?.to_vec(), [0.3745401188473625]);
/// # Ok::<(), random::Error>(())
/// ```
pub fn seed(seed: impl LegacySeed) -> Result<()> {
    with(|rng| rng.seed(seed))
}

/// The state of this thread's stream.
pub fn get_state() -> LegacyState {
    with(|rng| rng.get_state())
}

/// Takes up a state that was kept.
///
/// # Errors
/// As [`RandomState::set_state`].
pub fn set_state(state: LegacyState) -> Result<()> {
    with(|rng| rng.set_state(state))
}

/// [`RandomState::bytes`] of this thread's stream.
pub fn bytes(length: usize) -> Vec<u8> {
    with(|rng| rng.bytes(length))
}

/// [`RandomState::randint`] of this thread's stream.
///
/// # Errors
/// As the method.
pub fn randint<T: Int>(low: impl AsView<T>, high: impl AsView<T>, size: impl MaybeAxes) -> Result<Array<T>> {
    with(|rng| rng.randint(low, high, size))
}

/// [`RandomState::random_integers`] of this thread's stream.
///
/// # Errors
/// As the method.
pub fn random_integers<T: Int>(
    low: impl AsView<T>,
    high: impl AsView<T>,
    size: impl MaybeAxes,
) -> Result<Array<T>> {
    with(|rng| rng.random_integers(low, high, size))
}

/// [`RandomState::multinomial`] of this thread's stream.
///
/// # Errors
/// As the method.
pub fn multinomial(n: i64, pvals: impl AsView<f64>, size: impl MaybeAxes) -> Result<Array<i64>> {
    with(|rng| rng.multinomial(n, pvals, size))
}

/// [`RandomState::choice`] of this thread's stream.
///
/// # Errors
/// As the method.
pub fn choice<T: Element + Clone>(a: impl AsView<T>, size: impl MaybeAxes) -> Result<Array<T>> {
    with(|rng| rng.choice(a, size))
}

/// [`RandomState::permutation`] of this thread's stream.
///
/// # Errors
/// As the method.
pub fn permutation<T: Element + Clone>(x: impl AsView<T>) -> Result<Array<T>> {
    with(|rng| rng.permutation(x))
}

/// [`RandomState::shuffle`] of this thread's stream.
///
/// # Errors
/// As the method.
pub fn shuffle<T: Element + Clone>(x: &mut (impl AsViewMut<T> + ?Sized)) -> Result<()> {
    with(|rng| rng.shuffle(x))
}
