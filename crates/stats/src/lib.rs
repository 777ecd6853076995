//! The statistics of numoxide: quantiles, histograms, correlation, differences, windows.
//!
//! What is a plain reduction (`mean`, `var`, `nansum` and the like) stands with the universal functions. Keyword arguments
//! are a builder in the module of the function's name, which also has the form for arrays whose type is known at run time.
//!
//! ```
//! use numoxide_stats::{Method, histogram, quantile};
//!
//! let a = [3.0, 1.0, 2.0, 10.0];
//! assert_eq!(quantile(&a, [0.25, 0.75])?.to_vec(), [1.75, 4.75]);
//! assert_eq!(quantile::with(&a, &0.4).method(Method::Nearest).run()?.to_vec(), [2.0]);
//! assert_eq!(histogram(&a, 3)?.counts.to_vec(), [3, 0, 1]);
//! # Ok::<(), numoxide_core::Error>(())
//! ```

#![forbid(unsafe_code)]

mod averages;
mod calc;
mod convolution;
mod counting;
mod covariance;
mod differences;
mod finder;
mod gathering;
mod histograms;
mod interpolation;
mod lines;
mod moments;
mod ordering;
mod polynomials;
mod quantiles;
mod rolling;
mod sample;
mod sums;
mod windows;

pub use averages::average;
pub use convolution::{ConvolutionMethod, Overlap, Term, convolve, correlate};
pub use counting::{Countable, bincount};
pub use covariance::{AnyCorrcoef, AnyCov, corrcoef, cov};
pub use differences::{Spacing, diff, gradient, trapezoid, unwrap};
pub use gathering::Covariances;
pub use histograms::{
    Bins, Estimator, Histogram, Histogram2d, HistogramDd, histogram, histogram_bin_edges, histogram2d,
    histogramdd,
};
pub use interpolation::interp;
pub use moments::{Moments, kurtosis, skew, zscore};
pub use ordering::{Modes, Ties, mode, rankdata};
pub use polynomials::{
    Poly1d, PolyFit, poly, polyadd, polyder, polydiv, polyfit, polyint, polymul, polysub, polyval, roots,
};
pub use quantiles::{
    AnyMedian, AnyQuantile, Method, median, nanmedian, nanpercentile, nanquantile, percentile, quantile,
};
pub use rolling::{Rolling, rolling};
pub use sample::{Exact, RealSample, Sample};
pub use windows::{bartlett, blackman, hamming, hanning, i0, kaiser, sinc};
