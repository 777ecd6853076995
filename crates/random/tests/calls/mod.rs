//! Calls by name, as the golden files of both streams hold them.

use numoxide_core::*;

/// The last items, which is what the golden file keeps of long draws.
#[allow(dead_code, reason = "not every test draws long")]
pub fn last<T: Element + Clone>(a: Array<T>) -> std::result::Result<Array<T>, numoxide_random::Error> {
    Ok(if a.len() >= 1000 { a.slice(s![-300..])? } else { a })
}

#[allow(dead_code, reason = "the test of refusals has its own")]
pub fn any<T: Element>(a: std::result::Result<Array<T>, impl std::fmt::Debug>) -> AnyArray {
    AnyArray::from(a.expect("arguments that NumPy takes"))
}

/// Methods whose parameters are arrays of one type.
macro_rules! methods {
    ($rng:expr, $views:expr, $name:expr, $size:expr; $($method:ident($($k:literal: $ty:ty),*))*) => {
        match $name {
            $(stringify!($method) => any($rng.$method($($views[$k].downcast::<$ty>().unwrap(),)* $size)),)*
            other => panic!("no method {other}"),
        }
    };
}
pub(crate) use methods;

/// The method of this name, with its parameters; `<name>_rows` broadcasts them.
macro_rules! distribution {
    ($rng:expr, $name:expr, $views:expr, $size:expr) => {{
        let views: &[AnyView<'_>] = $views;
        methods! { $rng, views, $name, $size;
            beta(0: f64, 1: f64) binomial(0: i64, 1: f64) chisquare(0: f64) exponential(0: f64) f(0: f64, 1: f64)
            gamma(0: f64, 1: f64) geometric(0: f64) gumbel(0: f64, 1: f64) hypergeometric(0: i64, 1: i64, 2: i64)
            laplace(0: f64, 1: f64) logistic(0: f64, 1: f64) lognormal(0: f64, 1: f64) logseries(0: f64)
            negative_binomial(0: f64, 1: f64) noncentral_chisquare(0: f64, 1: f64)
            noncentral_f(0: f64, 1: f64, 2: f64) normal(0: f64, 1: f64) pareto(0: f64) poisson(0: f64) power(0: f64)
            rayleigh(0: f64) standard_gamma(0: f64) standard_t(0: f64) triangular(0: f64, 1: f64, 2: f64)
            uniform(0: f64, 1: f64) vonmises(0: f64, 1: f64) wald(0: f64, 1: f64) weibull(0: f64) zipf(0: f64)
            standard_cauchy()
        }
    }};
    ($rng:expr, $name:expr, $views:expr) => {{
        let (rng, views): (_, &[AnyView<'_>]) = ($rng, $views);
        let rows = views.first().map_or(0, |view| view.shape().first().copied().unwrap_or(0));
        let (name, size) = match $name.strip_suffix("_rows") {
            Some(name) => (name, vec![rows, 5]),
            None => ($name, vec![23]),
        };
        distribution!(rng, name, views, &size[..])
    }};
}
pub(crate) use distribution;
