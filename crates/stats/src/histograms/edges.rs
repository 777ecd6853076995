//! The bins of a histogram: how many, or where.

use std::borrow::Cow;

use numoxide_core::{Array, ArrayView, Error, Result};

use super::counts::counted;
use crate::quantiles::quantiles_of;

/// How the width of bins is estimated from the data. NumPy: `bins="auto"` and the like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Estimator {
    /// The narrower of [`Sturges`](Estimator::Sturges) and [`Fd`](Estimator::Fd), the latter no narrower than half of
    /// [`Sqrt`](Estimator::Sqrt).
    #[default]
    Auto,
    /// Of Doane: Sturges with a correction for skewness.
    Doane,
    /// Of Freedman and Diaconis: by the interquartile range.
    Fd,
    /// Of Rice: twice the cube root of the number of items.
    Rice,
    /// Of Scott: by the standard deviation.
    Scott,
    /// As many bins as the square root of the number of items.
    Sqrt,
    /// Of Stone: least squared error by leave-one-out cross-validation.
    Stone,
    /// Of Sturges: the logarithm of the number of items, plus one.
    Sturges,
}

impl Estimator {
    /// The estimator of NumPy's name.
    ///
    /// # Errors
    /// [`Error::Value`] if there is none.
    pub fn parse(name: &str) -> Result<Self> {
        Ok(match name {
            "auto" => Estimator::Auto,
            "doane" => Estimator::Doane,
            "fd" => Estimator::Fd,
            "rice" => Estimator::Rice,
            "scott" => Estimator::Scott,
            "sqrt" => Estimator::Sqrt,
            "stone" => Estimator::Stone,
            "sturges" => Estimator::Sturges,
            other => {
                return Err(Error::value(
                    "histogram",
                    format!("{other:?} is not a valid estimator for `bins`"),
                ));
            }
        })
    }

    /// The estimated width of bins for some items, at least one, that lie between the outer edges.
    fn width(self, x: &[f64], outer: (f64, f64)) -> Result<f64> {
        let n = x.len() as f64;
        let range = span(x);
        Ok(match self {
            Estimator::Sqrt => range / n.sqrt(),
            Estimator::Sturges => range / (n.log2() + 1.0),
            Estimator::Rice => range / (2.0 * n.powf(1.0 / 3.0)),
            Estimator::Scott => {
                (24.0 * std::f64::consts::PI.sqrt() / n).powf(1.0 / 3.0) * numoxide_ufunc::std(x)
            }
            Estimator::Doane => doane(x, range),
            Estimator::Stone => stone(x, range, outer)?,
            Estimator::Fd => {
                let quartiles = quantiles_of(x, &[0.75, 0.25])?;
                2.0 * (quartiles[0] - quartiles[1]) * n.powf(-1.0 / 3.0)
            }
            Estimator::Auto => {
                let least = Estimator::Sqrt.width(x, outer)? / 2.0;
                Estimator::Fd.width(x, outer)?.max(least).min(Estimator::Sturges.width(x, outer)?)
            }
        })
    }
}

/// The distance between the extremes.
fn span(x: &[f64]) -> f64 {
    let (low, high) = extremes(x);
    high - low
}

/// The least and the greatest item.
fn extremes(x: &[f64]) -> (f64, f64) {
    x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)))
}

fn doane(x: &[f64], range: f64) -> f64 {
    let n = x.len() as f64;
    let sigma = numoxide_ufunc::std(x);
    if x.len() <= 2 || sigma <= 0.0 || sigma.is_nan() {
        return 0.0;
    }
    let sg1 = (6.0 * (n - 2.0) / ((n + 1.0) * (n + 3.0))).sqrt();
    let mean = numoxide_ufunc::mean(x);
    let cubes: Vec<f64> = x.iter().map(|x| ((x - mean) / sigma).powi(3)).collect();
    let g1 = numoxide_ufunc::mean(&cubes);
    range / (1.0 + n.log2() + (1.0 + g1.abs() / sg1).log2())
}

fn stone(x: &[f64], range: f64, (first, last): (f64, f64)) -> Result<f64> {
    let n = x.len() as f64;
    if x.len() <= 1 || range == 0.0 {
        return Ok(0.0);
    }
    let (mut best, mut least) = (1, f64::INFINITY);
    for bins in 1..=100.max(n.sqrt() as usize) {
        let counts = counted(x, &uniform(first, last, bins)?)?;
        let squares: f64 = counts.iter().map(|&count| (count as f64 / n).powi(2)).sum();
        let risk = (2.0 - (n + 1.0) * squares) / (range / bins as f64);
        if risk < least {
            (best, least) = (bins, risk);
        }
    }
    Ok(range / best as f64)
}

/// What a histogram is told of its bins: how many, where, or how to estimate their width.
///
/// ```
/// use numoxide_stats::{Bins, Estimator, histogram};
///
/// let a = [1.0, 2.0, 1.0, 4.0];
/// assert_eq!(histogram(&a, 3)?.counts.to_vec(), [2, 1, 1]);
/// assert_eq!(histogram(&a, [0.0, 1.5, 4.0])?.counts.to_vec(), [2, 2]);
/// assert_eq!(histogram(&a, Estimator::Auto)?.counts.to_vec(), [2, 1, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Bins {
    /// So many bins of equal width.
    Count(isize),
    /// Bins between these edges, which rise; each but the last is without its right edge.
    Edges(Vec<f64>),
    /// Bins of equal width, which the data says.
    Estimate(Estimator),
}

macro_rules! counts {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Bins {
            fn from(count: $ty) -> Self {
                Bins::Count(isize::try_from(count).unwrap_or(isize::MAX))
            }
        }
    )*};
}
counts!(i32 i64 usize);

impl From<Estimator> for Bins {
    fn from(estimator: Estimator) -> Self {
        Bins::Estimate(estimator)
    }
}

impl From<&[f64]> for Bins {
    fn from(edges: &[f64]) -> Self {
        Bins::Edges(edges.to_vec())
    }
}

impl From<Vec<f64>> for Bins {
    fn from(edges: Vec<f64>) -> Self {
        Bins::Edges(edges)
    }
}

impl<const N: usize> From<[f64; N]> for Bins {
    fn from(edges: [f64; N]) -> Self {
        Bins::Edges(edges.to_vec())
    }
}

impl From<&Array<f64>> for Bins {
    fn from(edges: &Array<f64>) -> Self {
        Bins::Edges(edges.to_vec())
    }
}

impl From<&ArrayView<'_, f64>> for Bins {
    fn from(edges: &ArrayView<'_, f64>) -> Self {
        Bins::Edges(edges.to_vec())
    }
}

impl From<&Bins> for Bins {
    fn from(bins: &Bins) -> Self {
        bins.clone()
    }
}

/// The data of a histogram, as far as its bins need it.
pub(super) struct Data<'a> {
    /// The items.
    pub items: &'a [f64],
    /// Whether they are integers, whose bins are no narrower than 1.
    pub whole: bool,
    /// The range that was asked for.
    pub range: Option<(f64, f64)>,
}

impl Data<'_> {
    /// The ends of all bins.
    pub fn outer(&self, op: &'static str) -> Result<(f64, f64)> {
        let (first, last) = match self.range {
            Some((first, last)) if first > last => {
                return Err(Error::value(op, "max must be larger than min in the range"));
            }
            Some(range) => range,
            None if self.items.is_empty() => (0.0, 1.0),
            None => super::counts::extremes(self.items),
        };
        if !first.is_finite() || !last.is_finite() {
            return Err(Error::value(op, format!("the range [{first}, {last}] is not finite")));
        }
        Ok(if first == last { (first - 0.5, last + 0.5) } else { (first, last) })
    }

    /// How many bins of equal width an estimator asks for.
    fn estimated(&self, estimator: Estimator, (first, last): (f64, f64)) -> Result<usize> {
        let kept: Cow<'_, [f64]> = match self.range {
            Some(_) => self.items.iter().copied().filter(|&x| x >= first && x <= last).collect(),
            None => self.items.into(),
        };
        if kept.is_empty() {
            return Ok(1);
        }
        let width = estimator.width(&kept, (first, last))?;
        if width == 0.0 {
            return Ok(1);
        }
        let width = if self.whole { width.max(1.0) } else { width };
        let count = ((last - first) / width).ceil();
        // NumPy cannot convert these to an integer, or have the memory.
        if !(0.0..1e15).contains(&count) {
            return Err(Error::value("histogram", format!("cannot have {count} bins")));
        }
        Ok(count as usize)
    }

    /// The edges of the bins.
    pub fn edges(&self, op: &'static str, bins: &Bins) -> Result<Vec<f64>> {
        let count = match bins {
            Bins::Edges(edges) => return rising(op, edges),
            Bins::Count(count) if *count < 1 => {
                return Err(Error::value(op, "the number of bins must be positive"));
            }
            Bins::Count(count) => *count as usize,
            Bins::Estimate(estimator) => self.estimated(*estimator, self.outer(op)?)?,
        };
        let (first, last) = self.outer(op)?;
        uniform(first, last, count)
    }
}

/// Edges that were given, if they rise.
fn rising(op: &'static str, edges: &[f64]) -> Result<Vec<f64>> {
    if edges.windows(2).any(|pair| pair[0] > pair[1]) || edges.iter().any(|edge| edge.is_nan()) {
        return Err(Error::value(op, "bins must increase monotonically"));
    }
    Ok(edges.to_vec())
}

/// The edges of bins of equal width.
pub(super) fn uniform(first: f64, last: f64, count: usize) -> Result<Vec<f64>> {
    let points = count.checked_add(1).ok_or_else(|| Error::size("histogram", "the number of bins"))?;
    Ok(Array::<f64>::linspace(first, last, points)?.to_vec())
}

/// An error unless all bins of equal width have a width.
pub(super) fn check_width(op: &'static str, edges: &[f64]) -> Result<()> {
    if edges.windows(2).any(|pair| pair[0] >= pair[1]) {
        let count = edges.len() - 1;
        return Err(Error::value(
            op,
            format!("too many bins for data range: cannot create {count} finite-sized bins"),
        ));
    }
    Ok(())
}
