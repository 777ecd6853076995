//! Histograms of points in several dimensions.

use numoxide_core::buffer::filled;
use numoxide_core::{AnyArray, Array, ArrayView, AsView, Error, Order, Result, promote_types};

use super::counts::{Binning, Tally, for_blocks};
use super::edges::{Bins, Data};
use crate::finder::BLOCK;
use crate::lines::{flat, one_axis, shaped};
use crate::sample::{RealSample, real_exact};

/// How many points are in each bin, and the edges of the bins along each axis.
#[derive(Clone, Debug)]
pub struct HistogramDd {
    /// The count, the sum of weights or the density of each bin.
    pub counts: Array<f64>,
    /// The edges of the bins along each axis.
    pub edges: Vec<Array<f64>>,
}

/// How many points are in each bin of the plane, and the edges of the bins along both axes.
#[derive(Clone, Debug)]
pub struct Histogram2d {
    /// The count, the sum of weights or the density of each bin: `x` along the first axis, `y` along the second.
    pub counts: Array<f64>,
    /// The edges along the first axis.
    pub x_edges: Array<f64>,
    /// The edges along the second axis.
    pub y_edges: Array<f64>,
}

/// The counts of all bins in row-major order, how many bins there are along each axis, and their edges.
type Filled = (Vec<f64>, Vec<usize>, Vec<Vec<f64>>);

/// What the bins of all axes are found from.
struct Space<'a> {
    op: &'static str,
    bins: Vec<Bins>,
    ranges: Vec<Option<(f64, f64)>>,
    weights: Option<ArrayView<'a, f64>>,
    density: bool,
}

impl Space<'_> {
    /// The bins of each of `axes` axes: given one by one, or the same for all.
    fn bins_of(&self, axes: usize) -> Result<Vec<&Bins>> {
        match self.bins.len() {
            1 => Ok(vec![&self.bins[0]; axes]),
            n if n == axes => Ok(self.bins.iter().collect()),
            n => Err(Error::value(self.op, format!("{n} bins for {axes} axes"))),
        }
    }

    fn edges<T: RealSample>(&self, axes: &[&[T]]) -> Result<Vec<Vec<f64>>> {
        let op = self.op;
        if !self.ranges.is_empty() && self.ranges.len() != axes.len() {
            return Err(Error::value(op, format!("{} ranges for {} axes", self.ranges.len(), axes.len())));
        }
        let bins = self.bins_of(axes.len())?;
        let edges_of = |(k, items): (usize, &&[T])| {
            if let Bins::Estimate(_) = bins[k] {
                return Err(Error::value(op, "bins must be a number or edges"));
            }
            let range = self.ranges.get(k).copied().flatten();
            let range =
                if items.is_empty() { range } else { range.or_else(|| Some(super::counts::extremes(items))) };
            let edges = Data { items: &[], whole: false, range }.edges(op, bins[k])?;
            if edges.is_empty() {
                return Err(Error::value(op, "bins need at least one edge"));
            }
            Ok(edges)
        };
        axes.iter().enumerate().map(edges_of).collect()
    }

    fn run<T: RealSample>(&self, axes: &[&[T]]) -> Result<Filled> {
        let edges = self.edges(axes)?;
        let points = axes.first().map_or(0, |axis| axis.len());
        let shape: Vec<usize> = edges.iter().map(|edges| edges.len() - 1).collect();
        let total = shape.iter().try_fold(1usize, |all, &bins| all.checked_mul(bins + 2));
        let total = total.filter(|&total| total <= u32::MAX as usize);
        let total = total.ok_or_else(|| Error::size(self.op, format!("bins of shape {shape:?}")))?;
        let binnings: Vec<Binning> = edges.iter().map(|edges| Binning::new(edges, points)).collect();
        let mut cells = Cells { binnings, shape, numbers: [0; BLOCK], found: [0; BLOCK] };
        let counts = match &self.weights {
            None => {
                let mut tally = Tally::new(total)?;
                cells.for_blocks(axes, points, |_, numbers| tally.count(numbers));
                tally.finish(0, total).into_iter().map(|count| count as f64).collect()
            }
            Some(weights) => {
                if weights.shape() != [points] {
                    let found = weights.shape().to_vec();
                    return Err(Error::Shape { op: self.op, expected: vec![points], found });
                }
                let (weights, mut sums) = (weights.to_vec(), filled(0.0, total)?);
                cells.for_blocks(axes, points, |at, numbers| {
                    for (&number, weight) in numbers.iter().zip(&weights[at..]) {
                        sums[number as usize] += weight;
                    }
                });
                sums
            }
        };
        let mut counts = inner(&counts, &cells.shape)?;
        if self.density {
            normalize(&mut counts, &edges);
        }
        Ok((counts, cells.shape, edges))
    }
}

/// The numbers of the cells that points are in, with a margin of one cell around all bins.
struct Cells {
    binnings: Vec<Binning>,
    shape: Vec<usize>,
    numbers: [u32; BLOCK],
    found: [u32; BLOCK],
}

impl Cells {
    fn for_blocks<T: RealSample>(
        &mut self,
        axes: &[&[T]],
        points: usize,
        mut work: impl FnMut(usize, &[u32]),
    ) {
        for start in (0..points).step_by(BLOCK) {
            let len = BLOCK.min(points - start);
            let (numbers, found) = (&mut self.numbers[..len], &mut self.found[..len]);
            numbers.fill(0);
            for ((axis, binning), &bins) in axes.iter().zip(&self.binnings).zip(&self.shape) {
                for_blocks(&axis[start..start + len], |_, block| binning.find(block, found));
                for (number, &bin) in numbers.iter_mut().zip(&*found) {
                    *number = *number * (bins as u32 + 2) + bin;
                }
            }
            work(start, numbers);
        }
    }
}

/// The cells without their margin.
fn inner(cells: &[f64], shape: &[usize]) -> Result<Vec<f64>> {
    let outer: Vec<usize> = shape.iter().map(|bins| bins + 2).collect();
    let full = ArrayView::from_slice(cells).reshape(&outer)?;
    let part = numoxide_core::layout::Slice::new(Some(1), Some(-1), 1);
    let specs = vec![numoxide_core::layout::SliceSpec::Slice(part); shape.len()];
    Ok(full.slice(specs)?.copy(Order::C)?.to_vec())
}

/// Counts divided by their sum and the volumes of the bins.
fn normalize(counts: &mut [f64], edges: &[Vec<f64>]) {
    let total: f64 = counts.iter().sum();
    let mut after = counts.len();
    for edges in edges {
        let widths: Vec<f64> = edges.windows(2).map(|pair| pair[1] - pair[0]).collect();
        if widths.is_empty() || counts.is_empty() {
            return;
        }
        after /= widths.len();
        for (k, count) in counts.iter_mut().enumerate() {
            *count /= widths[k / after % widths.len()];
        }
    }
    counts.iter_mut().for_each(|count| *count /= total);
}

macro_rules! keywords {
    () => {
        /// The bins of each axis: numbers of them, or their edges.
        pub fn bins(mut self, bins: impl IntoIterator<Item = impl Into<Bins>>) -> Self {
            self.space.bins = bins.into_iter().map(Into::into).collect();
            self
        }

        /// The range of the bins along each axis; `None` is what the points cover.
        pub fn range(mut self, ranges: &[Option<(f64, f64)>]) -> Self {
            self.space.ranges = ranges.to_vec();
            self
        }

        /// How much each point counts.
        pub fn weights(mut self, weights: &'a (impl AsView<f64> + ?Sized)) -> Self {
            self.space.weights = Some(weights.as_view());
            self
        }

        /// The density instead of counts: such that its integral is 1.
        pub fn density(mut self, density: bool) -> Self {
            self.space.density = density;
            self
        }
    };
}

fn space<'a>(op: &'static str, bins: Bins) -> Space<'a> {
    Space { op, bins: vec![bins], ranges: Vec::new(), weights: None, density: false }
}

/// How many points are in each bin, where each row of the sample is a point; a sample with one axis is one of numbers. NumPy:
/// `histogramdd`.
///
/// # Errors
/// As [`histogram`](fn@crate::histogram); [`Error::Rank`] if the sample has more than two axes, [`Error::Size`] if there are
/// more than 2³² bins.
///
/// ```
/// use numoxide_stats::histogramdd;
///
/// let points = [[0.0, 0.0, 0.0], [0.1, 0.9, 0.1], [1.0, 1.0, 1.0]];
/// let found = histogramdd(&points, 2)?;
/// assert_eq!(found.counts.to_vec(), [1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
/// assert_eq!(found.edges[0].to_vec(), [0.0, 0.5, 1.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn histogramdd<T: RealSample>(sample: impl AsView<T>, bins: impl Into<Bins>) -> Result<HistogramDd> {
    histogramdd::with(&sample, bins).run()
}

/// [`histogramdd`](fn@histogramdd) with keywords and for run-time types.
pub mod histogramdd {
    use super::*;

    const OP: &str = "histogramdd";

    /// A call with NumPy's keyword arguments.
    pub fn with<'a, T: RealSample>(
        sample: &'a (impl AsView<T> + ?Sized),
        bins: impl Into<Bins>,
    ) -> Call<'a, T> {
        Call { sample: sample.as_view(), space: space(OP, bins.into()) }
    }

    /// NumPy's keyword arguments of `histogramdd`.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        sample: ArrayView<'a, T>,
        space: Space<'a>,
    }

    impl<'a, T: RealSample> Call<'a, T> {
        keywords!();

        /// The histogram.
        ///
        /// # Errors
        /// As [`histogramdd`](fn@super::histogramdd).
        pub fn run(self) -> Result<HistogramDd> {
            let Call { sample, space } = self;
            let sample = match sample.ndim() {
                2 => sample,
                0 | 1 => sample.reshape([sample.len(), 1])?,
                found => return Err(Error::Rank { op: OP, expected: "at most two axes", found }),
            };
            let (points, axes) = (sample.shape()[0], sample.shape()[1]);
            if axes == 0 {
                return Err(Error::value(OP, "points without coordinates are in no bin"));
            }
            let columns = flat(&sample.t())?;
            let axes: Vec<&[T]> = (0..axes).map(|k| &columns[k * points..(k + 1) * points]).collect();
            let (counts, shape, edges) = space.run(&axes)?;
            let edges = edges.into_iter().map(Array::from_vec).collect::<Result<_>>()?;
            Ok(HistogramDd { counts: shaped(&shape, counts)?, edges })
        }
    }

    /// The histogram of a sample whose type is known at run time.
    ///
    /// # Errors
    /// As [`histogramdd`](fn@super::histogramdd); [`Error::DType`] for types that are no real numbers.
    pub fn any(sample: &AnyArray, bins: impl Into<Bins>) -> Result<HistogramDd> {
        let bins = bins.into();
        with(&real_exact(OP, sample)?, &bins).run()
    }
}

/// How many points `(x, y)` are in each bin of the plane. NumPy: `histogram2d`.
///
/// # Errors
/// As [`histogramdd`](fn@histogramdd); [`Error::Shape`] if there are not as many `y` as `x`.
///
/// ```
/// use numoxide_stats::histogram2d;
///
/// let found = histogram2d([0.0, 1.0, 1.0], [0.0, 0.0, 2.0], 2)?;
/// assert_eq!(found.counts.to_vec(), [1.0, 0.0, 1.0, 1.0]);
/// assert_eq!(found.y_edges.to_vec(), [0.0, 1.0, 2.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn histogram2d<T: RealSample>(
    x: impl AsView<T>,
    y: impl AsView<T>,
    bins: impl Into<Bins>,
) -> Result<Histogram2d> {
    histogram2d::with(&x, &y, bins).run()
}

/// [`histogram2d`](fn@histogram2d) with keywords and for run-time types.
pub mod histogram2d {
    use super::*;

    const OP: &str = "histogram2d";

    /// A call with NumPy's keyword arguments.
    pub fn with<'a, T: RealSample>(
        x: &'a (impl AsView<T> + ?Sized),
        y: &'a (impl AsView<T> + ?Sized),
        bins: impl Into<Bins>,
    ) -> Call<'a, T> {
        Call { x: x.as_view(), y: y.as_view(), space: space(OP, bins.into()) }
    }

    /// NumPy's keyword arguments of `histogram2d`.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        x: ArrayView<'a, T>,
        y: ArrayView<'a, T>,
        space: Space<'a>,
    }

    impl<'a, T: RealSample> Call<'a, T> {
        keywords!();

        /// The histogram.
        ///
        /// # Errors
        /// As [`histogram2d`](fn@super::histogram2d).
        pub fn run(self) -> Result<Histogram2d> {
            let Call { x, y, space } = self;
            if x.shape() != y.shape() {
                let (expected, found) = (x.shape().to_vec(), y.shape().to_vec());
                return Err(Error::Shape { op: OP, expected, found });
            }
            let (x, y) = (one_axis(OP, &x)?, one_axis(OP, &y)?);
            let (counts, shape, mut edges) = space.run(&[&x[..], &y])?;
            let mut next = || Array::from_vec(edges.remove(0));
            Ok(Histogram2d { counts: shaped(&shape, counts)?, x_edges: next()?, y_edges: next()? })
        }
    }

    /// The histogram of points whose type is known at run time.
    ///
    /// # Errors
    /// As [`histogram2d`](fn@super::histogram2d); [`Error::DType`] for types that are no real numbers.
    pub fn any(x: &AnyArray, y: &AnyArray, bins: impl Into<Bins>) -> Result<Histogram2d> {
        let (bins, dtype) = (bins.into(), promote_types(x.dtype(), y.dtype())?);
        let exact = |points: &AnyArray| real_exact(OP, &points.astype(dtype.clone())?);
        with(&exact(x)?, &exact(y)?, bins).run()
    }
}
