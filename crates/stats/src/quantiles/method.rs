//! The thirteen ways to say what a quantile of a sample is.

use numoxide_core::{Error, Result};

/// How a quantile of a sample is estimated where it falls between two items. NumPy: `method`.
///
/// The first nine are those of Hyndman and Fan, *Sample Quantiles in Statistical Packages* (1996).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Their first: the inverse of the empirical distribution, the only one that takes weights.
    InvertedCdf,
    /// Their second: the same, averaged where it jumps.
    AveragedInvertedCdf,
    /// Their third: the nearest order statistic, even at ties.
    ClosestObservation,
    /// Their fourth: the empirical distribution, interpolated.
    InterpolatedInvertedCdf,
    /// Their fifth.
    Hazen,
    /// Their sixth.
    Weibull,
    /// Their seventh, NumPy's default.
    #[default]
    Linear,
    /// Their eighth: unbiased for the median, whatever the distribution.
    MedianUnbiased,
    /// Their ninth: unbiased if the sample is normal.
    NormalUnbiased,
    /// The lower neighbour.
    Lower,
    /// The higher neighbour.
    Higher,
    /// The mean of both neighbours.
    Midpoint,
    /// The nearest neighbour, the even one at ties.
    Nearest,
}

/// Where a quantile lies among the sorted items of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub lower: usize,
    pub upper: usize,
    /// How far on the way from the lower to the upper; `None` for the lower itself, without arithmetic.
    pub share: Option<f64>,
}

impl Method {
    /// The method of NumPy's name.
    ///
    /// # Errors
    /// [`Error::Value`] if there is none.
    pub fn parse(name: &str) -> Result<Self> {
        Ok(match name {
            "inverted_cdf" => Method::InvertedCdf,
            "averaged_inverted_cdf" => Method::AveragedInvertedCdf,
            "closest_observation" => Method::ClosestObservation,
            "interpolated_inverted_cdf" => Method::InterpolatedInvertedCdf,
            "hazen" => Method::Hazen,
            "weibull" => Method::Weibull,
            "linear" => Method::Linear,
            "median_unbiased" => Method::MedianUnbiased,
            "normal_unbiased" => Method::NormalUnbiased,
            "lower" => Method::Lower,
            "higher" => Method::Higher,
            "midpoint" => Method::Midpoint,
            "nearest" => Method::Nearest,
            other => return Err(Error::value("quantile", format!("{other:?} is not a valid method"))),
        })
    }

    /// Whether quantiles are items themselves, so that no arithmetic is done.
    pub(super) fn is_discrete(self) -> bool {
        use Method::*;
        matches!(self, InvertedCdf | ClosestObservation | Lower | Higher | Nearest)
    }

    /// Where the quantile `q` of `n` items lies, at least one.
    pub(super) fn spot(self, n: usize, q: f64) -> Spot {
        let (count, last) = (n as f64, (n - 1) as f64);
        let at = |place: f64| Spot::at((place.max(0.0) as usize).min(n - 1));
        // Hyndman and Fan's formula, in NumPy's order of operations.
        let between = |alpha: f64, beta: f64| count * q + (alpha + q * (1.0 - alpha - beta)) - 1.0;
        let discrete = |place: f64, stays: fn(f64) -> bool| {
            let floor = place.floor();
            at(if place == floor && stays(floor) { floor } else { floor + 1.0 })
        };
        match self {
            Method::InvertedCdf => discrete(count * q - 1.0, |_| true),
            Method::ClosestObservation => {
                discrete(count * q - 1.0 - 0.5, |floor| floor.rem_euclid(2.0) == 1.0)
            }
            Method::Lower => at((last * q).floor()),
            Method::Higher => at((last * q).ceil()),
            Method::Nearest => at((last * q).round_ties_even()),
            Method::AveragedInvertedCdf => {
                interpolated(n, count * q - 1.0, |share, _| if share == 0.0 { 0.5 } else { 1.0 })
            }
            Method::Midpoint => {
                let place = 0.5 * ((last * q).floor() + (last * q).ceil());
                interpolated(n, place, |_, place| if place % 1.0 == 0.0 { 0.0 } else { 0.5 })
            }
            Method::InterpolatedInvertedCdf => interpolated(n, between(0.0, 1.0), |share, _| share),
            Method::Hazen => interpolated(n, between(0.5, 0.5), |share, _| share),
            Method::Weibull => interpolated(n, between(0.0, 0.0), |share, _| share),
            Method::Linear => interpolated(n, last * q, |share, _| share),
            Method::MedianUnbiased => interpolated(n, between(1.0 / 3.0, 1.0 / 3.0), |share, _| share),
            Method::NormalUnbiased => interpolated(n, between(3.0 / 8.0, 3.0 / 8.0), |share, _| share),
        }
    }
}

/// The neighbours of a place and the share of the upper one; beyond the ends there is but one neighbour.
fn interpolated(n: usize, place: f64, share: impl Fn(f64, f64) -> f64) -> Spot {
    let floor = place.floor();
    let (lower, upper, previous) = if place >= (n - 1) as f64 {
        (n - 1, n - 1, -1.0)
    } else if place < 0.0 {
        (0, 0, 0.0)
    } else {
        (floor as usize, floor as usize + 1, floor)
    };
    Spot { lower, upper, share: Some(share(place - previous, place)) }
}
