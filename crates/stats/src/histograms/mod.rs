//! `histogram`, `histogram_bin_edges`, `histogram2d`, `histogramdd`.

mod counts;
mod edges;
mod multi;

use std::marker::PhantomData;

use numoxide_core::{AnyArray, AnyView, Array, ArrayView, AsView, DType, Error, Result, Scalar, bf16, f16};

use crate::lines::{Items, flat, shaped};
use crate::sample::{RealSample, Sample, in_means, is_bool, seen_as, with_sample};
use counts::{counted, weighed};
pub use edges::{Bins, Estimator};
use edges::{Data, check_width};
pub use multi::{Histogram2d, HistogramDd, histogram2d, histogramdd};

/// How many items are in each bin, and the edges of the bins.
#[derive(Clone, Debug)]
pub struct Histogram<C: 'static, E: 'static> {
    /// The count, the sum of weights or the density of each bin.
    pub counts: Array<C>,
    /// The edges of the bins, one more than there are bins.
    pub bin_edges: Array<E>,
}

/// How many items are in each bin. Bins are a number of them, their edges, or an [`Estimator`]; all but the last are
/// without their right edge, and what is outside is not counted. NumPy: `histogram`.
///
/// # Errors
/// [`Error::Value`] if the number of bins is not positive, edges do not rise, or the range is not finite, as it is with NaN or
/// infinities among the items and no range given.
///
/// ```
/// use numoxide_stats::histogram;
///
/// let found = histogram([1, 2, 1], [0.0, 1.0, 2.0, 3.0])?;
/// assert_eq!(found.counts.to_vec(), [0, 2, 1]);
/// let found = histogram::with(&[0.5, 1.5, 9.0], 2).range(0.0, 2.0).density().run()?;
/// assert_eq!((found.counts.to_vec(), found.bin_edges.to_vec()), (vec![0.5, 0.5], vec![0.0, 1.0, 2.0]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn histogram<T: RealSample>(a: impl AsView<T>, bins: impl Into<Bins>) -> Result<Histogram<i64, T::Mean>> {
    histogram::with(&a, bins).run()
}

/// [`histogram`](fn@histogram) with keywords and for run-time types.
pub mod histogram {
    use super::*;

    const OP: &str = "histogram";

    /// A call with NumPy's keyword arguments.
    pub fn with<'a, T: RealSample>(
        a: &'a (impl AsView<T> + ?Sized),
        bins: impl Into<Bins>,
    ) -> Call<'a, T, i64> {
        let (a, bins) = (a.as_view(), bins.into());
        Call { a, bins, range: None, weights: None, density: false, counts: PhantomData }
    }

    /// NumPy's keyword arguments of `histogram`. `C` is the type of the counts.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T, C> {
        a: ArrayView<'a, T>,
        bins: Bins,
        range: Option<(f64, f64)>,
        weights: Option<ArrayView<'a, f64>>,
        density: bool,
        counts: PhantomData<C>,
    }

    impl<'a, T: RealSample, C> Call<'a, T, C> {
        fn typed<D>(self) -> Call<'a, T, D> {
            let Call { a, bins, range, weights, density, .. } = self;
            Call { a, bins, range, weights, density, counts: PhantomData }
        }

        /// The range of the bins; what is outside is not counted.
        pub fn range(self, first: f64, last: f64) -> Self {
            Call { range: Some((first, last)), ..self }
        }

        /// How much each item counts: weights of the shape of the array.
        pub fn weights(self, weights: &'a (impl AsView<f64> + ?Sized)) -> Call<'a, T, f64> {
            Call { weights: Some(weights.as_view()), ..self }.typed()
        }

        /// The density instead of counts: such that its integral is 1.
        pub fn density(self) -> Call<'a, T, f64> {
            Call { density: true, ..self }.typed()
        }

        /// The edges alone. NumPy: `histogram_bin_edges`.
        ///
        /// # Errors
        /// As [`run`](Call::run).
        pub fn edges(self) -> Result<Array<T::Mean>> {
            edge_array::<T>(&self.found_edges(&flat(&self.a)?)?)
        }

        fn found_edges(&self, items: &[T]) -> Result<Vec<f64>> {
            if let (Bins::Estimate(_), Some(_)) = (&self.bins, &self.weights) {
                return Err(Error::value(OP, "the number of bins of weighted data cannot be estimated"));
            }
            bin_edges(OP, items, &self.bins, self.range)
        }

        fn sums(&self) -> Result<(Sums, Vec<f64>)> {
            let items = flat(&self.a)?;
            let edges = self.found_edges(&items)?;
            let sums = match &self.weights {
                None => Sums::Counts(counted(&items, &edges)?),
                Some(weights) => Sums::Weights(weighed(&items, &beside(&self.a, weights)?, &edges)?),
            };
            Ok((if self.density { Sums::Weights(density(sums, &edges)) } else { sums }, edges))
        }
    }

    /// Counts or sums of weights.
    enum Sums {
        Counts(Vec<i64>),
        Weights(Vec<f64>),
    }

    impl Sums {
        fn into_floats(self) -> Vec<f64> {
            match self {
                Sums::Counts(counts) => counts.into_iter().map(|count| count as f64).collect(),
                Sums::Weights(weights) => weights,
            }
        }
    }

    fn density(sums: Sums, edges: &[f64]) -> Vec<f64> {
        let sums = sums.into_floats();
        let total: f64 = sums.iter().sum();
        sums.iter().zip(edges.windows(2)).map(|(sum, pair)| sum / (pair[1] - pair[0]) / total).collect()
    }

    fn beside<'a, T>(a: &ArrayView<'_, T>, weights: &ArrayView<'a, f64>) -> Result<Items<'a, f64>> {
        if weights.shape() != a.shape() {
            return Err(Error::Shape {
                op: OP,
                expected: a.shape().to_vec(),
                found: weights.shape().to_vec(),
            });
        }
        flat(weights)
    }

    impl<T: RealSample> Call<'_, T, i64> {
        /// The counts.
        ///
        /// # Errors
        /// As [`histogram`](fn@super::histogram).
        pub fn run(self) -> Result<Histogram<i64, T::Mean>> {
            let (sums, edges) = self.sums()?;
            let Sums::Counts(counts) = sums else { unreachable!("weights and density give floats") };
            Ok(Histogram { counts: Array::from_vec(counts)?, bin_edges: edge_array::<T>(&edges)? })
        }
    }

    impl<T: RealSample> Call<'_, T, f64> {
        /// The sums of weights, or the densities.
        ///
        /// # Errors
        /// As [`histogram`](fn@super::histogram); [`Error::Shape`] if there is not one weight for each item.
        pub fn run(self) -> Result<Histogram<f64, T::Mean>> {
            let (sums, edges) = self.sums()?;
            Ok(Histogram {
                counts: Array::from_vec(sums.into_floats())?,
                bin_edges: edge_array::<T>(&edges)?,
            })
        }
    }

    /// The counts and the edges of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`histogram`](fn@super::histogram); [`Error::DType`] for types that are no real numbers.
    pub fn any(a: &AnyArray, bins: impl Into<Bins>) -> Result<(AnyArray, AnyArray)> {
        any_with(a, bins).run()
    }

    /// [`any`] with NumPy's keyword arguments.
    pub fn any_with<'a>(a: impl Into<AnyView<'a>>, bins: impl Into<Bins>) -> AnyHistogram<'a> {
        AnyHistogram { a: a.into(), bins: bins.into(), range: None, weights: None, density: false }
    }

    /// NumPy's keyword arguments of `histogram`, for an array whose type is known at run time.
    #[must_use = "a call does nothing before `run`"]
    pub struct AnyHistogram<'a> {
        a: AnyView<'a>,
        bins: Bins,
        range: Option<(f64, f64)>,
        weights: Option<AnyView<'a>>,
        density: bool,
    }

    impl<'a> AnyHistogram<'a> {
        /// The range of the bins; what is outside is not counted.
        pub fn range(self, first: f64, last: f64) -> Self {
            AnyHistogram { range: Some((first, last)), ..self }
        }

        /// How much each item counts: weights of the shape of the array.
        pub fn weights(self, weights: impl Into<AnyView<'a>>) -> Self {
            AnyHistogram { weights: Some(weights.into()), ..self }
        }

        /// Whether to give the density instead of counts: such that its integral is 1.
        pub fn density(self, density: bool) -> Self {
            AnyHistogram { density, ..self }
        }

        /// The counts, in the type of the weights if there are any, and the edges.
        ///
        /// # Errors
        /// As [`histogram`](fn@super::super::histogram); [`Error::DType`] for types that are no real numbers.
        pub fn run(self) -> Result<(AnyArray, AnyArray)> {
            let dtype = match &self.weights {
                Some(weights) if !self.density => weights.dtype().clone(),
                None if !self.density => DType::I64,
                _ => DType::F64,
            };
            let real = |weights: &AnyView<'_>| match weights.dtype().is_complex() {
                true => Err(crate::sample::no_sample(OP, weights.dtype())),
                false => weights.astype(DType::F64),
            };
            let weights = self.weights.as_ref().map(real).transpose()?;
            let weights = weights.as_ref().map(|weights| weights.view().downcast::<f64>()).transpose()?;
            let seen = match self.a.dtype() {
                // Edges are rounded to what the items are.
                half @ (DType::F16 | DType::BF16) => half.clone(),
                other => other.ordered(),
            };
            let mut room = None;
            let a = seen_as(&self.a, seen, &mut room)?;
            let given = self.a.dtype();
            with_sample!(OP, given, seen a.dtype(), of [I32 i32; I64 i64; U64 u64; F16 f16; BF16 bf16; F32 f32; F64 f64;] T => {
                let a = a.downcast::<T>()?;
                let mut call = with::<T>(&a, self.bins.clone());
                (call.range, call.density) = (self.range, self.density);
                let (sums, edges) = Call { weights, ..call }.sums()?;
                let sums = match sums {
                    Sums::Counts(counts) => AnyArray::from(Array::from_vec(counts)?),
                    Sums::Weights(sums) => AnyArray::from(Array::from_vec(sums)?).astype(dtype)?,
                };
                Ok((sums, edge_array::<T>(&edges)?.into()))
            })
        }
    }
}

/// The edges of the bins that [`histogram`](fn@histogram) would use. NumPy: `histogram_bin_edges`.
///
/// # Errors
/// As [`histogram`](fn@histogram).
///
/// ```
/// use numoxide_stats::{Estimator, histogram_bin_edges};
///
/// let a = [0, 0, 0, 1, 2, 3, 3, 4, 5];
/// assert_eq!(histogram_bin_edges(a, 4)?.to_vec(), [0.0, 1.25, 2.5, 3.75, 5.0]);
/// assert_eq!(histogram_bin_edges(a, Estimator::Sturges)?.len(), 6);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn histogram_bin_edges<T: RealSample>(
    a: impl AsView<T>,
    bins: impl Into<Bins>,
) -> Result<Array<T::Mean>> {
    histogram::with(&a, bins).edges()
}

/// The edges of a histogram's bins, as `f64`.
fn bin_edges<T: RealSample>(
    op: &'static str,
    items: &[T],
    bins: &Bins,
    range: Option<(f64, f64)>,
) -> Result<Vec<f64>> {
    let whole = T::DTYPE.is_integer() || is_bool::<T>();
    let needs_items = matches!(bins, Bins::Estimate(_));
    let exact: Vec<f64> =
        if needs_items { items.iter().map(|item| item.exact()).collect() } else { Vec::new() };
    let range = match (range, bins) {
        (None, Bins::Count(_)) if !items.is_empty() => Some(counts::extremes(items)),
        _ => range,
    };
    let edges = Data { items: &exact, whole, range }.edges(op, bins)?;
    if matches!(bins, Bins::Edges(_)) {
        return Ok(edges);
    }
    let edges: Vec<f64> = edges.into_iter().map(in_means::<T>).collect();
    check_width(op, &edges)?;
    Ok(edges)
}

fn edge_array<T: Sample<Exact = f64>>(edges: &[f64]) -> Result<Array<T::Mean>>
where
    T::Mean: Scalar,
{
    shaped(edges.len(), edges.iter().map(|&edge| T::rounded(edge)).collect())
}
