//! `average`: means with weights.

use std::marker::PhantomData;

use numoxide_core::layout::{Axes, normalize_axes};
use numoxide_core::{AnyArray, AnyView, Array, AsView, DType, Error, Order, Result, promote_types};
use numoxide_ufunc as ufunc;

use crate::calc;
use crate::lines::{Along, along_options};
use crate::sample::Sample;

const OP: &str = "average";

/// The mean of all items; with weights by [`average::with`]. Of nothing, NaN. NumPy: `average`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_stats::average;
///
/// assert_eq!(average([1, 2, 3, 4])?.to_vec(), [2.5]);
/// let a = [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]];
/// assert_eq!(average::with(&a).axis(1).weights(&[0.25, 0.75]).run()?.to_vec(), [0.75, 2.75, 4.75]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn average<T: Sample>(a: impl AsView<T>) -> Result<Array<T::Mean>> {
    average::with(&a).run()
}

/// [`average`](fn@average) with keywords and for run-time types.
pub mod average {
    use super::*;

    /// A call with NumPy's keyword arguments.
    pub fn with<'a, T: Sample>(a: &'a (impl AsView<T> + ?Sized)) -> Average<'a, T::Mean> {
        Average { call: any_with(a.as_view()), result: PhantomData }
    }

    /// The average of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`average`](fn@super::average); [`Error::NoLoop`] for types that have no mean.
    pub fn any(a: &AnyArray) -> Result<AnyArray> {
        any_with(a).run()
    }

    /// [`any`] with NumPy's keyword arguments.
    pub fn any_with<'a>(a: impl Into<AnyView<'a>>) -> AnyAverage<'a> {
        AnyAverage { a: a.into(), weights: None, along: Along::default() }
    }

    /// NumPy's keyword arguments of `average`.
    #[must_use = "a call does nothing before `run`"]
    pub struct AnyAverage<'a> {
        a: AnyView<'a>,
        weights: Option<AnyView<'a>>,
        along: Along,
    }

    impl<'a> AnyAverage<'a> {
        along_options!();

        /// How much each item counts: weights of the shape of the array, or of the axes that are averaged over.
        pub fn weights(mut self, weights: impl Into<AnyView<'a>>) -> Self {
            self.weights = Some(weights.into());
            self
        }

        /// The averages.
        ///
        /// # Errors
        /// [`Error::Value`] if weights sum to zero, [`Error::Shape`] if they do not fit, [`Error::Axis`] if there is no
        /// such axis. Without weights also [`Error::Value`] if other axes are empty, so that there are no averages.
        pub fn run(self) -> Result<AnyArray> {
            Ok(self.returned()?.0)
        }

        /// The averages and the sums of their weights. NumPy: `returned=True`.
        ///
        /// # Errors
        /// As [`run`](Self::run).
        pub fn returned(self) -> Result<(AnyArray, AnyArray)> {
            let AnyAverage { a, weights, along } = self;
            let axes = along.axes.as_ref().map(|axes| normalize_axes(OP, axes, a.ndim())).transpose()?;
            let along = (axes.as_deref(), along.keepdims);
            match weights {
                None => plain(&a, along),
                Some(weights) => weighted(&a, &weights, along),
            }
        }
    }

    /// NumPy's keyword arguments of `average`, for an array of a known type.
    #[must_use = "a call does nothing before `run`"]
    pub struct Average<'a, M> {
        call: AnyAverage<'a>,
        result: PhantomData<M>,
    }

    impl<'a, M: numoxide_core::Scalar> Average<'a, M> {
        /// How much each item counts: weights of the shape of the array, or of the axes that are averaged over.
        pub fn weights(mut self, weights: &'a (impl AsView<M> + ?Sized)) -> Self {
            self.call = self.call.weights(weights.as_view());
            self
        }

        /// The axis to average over; a negative one counts from the end.
        pub fn axis(self, axis: isize) -> Self {
            self.axes(axis)
        }

        /// The axes to average over.
        pub fn axes(mut self, axes: impl numoxide_core::Ints) -> Self {
            self.call = self.call.axes(axes);
            self
        }

        /// Whether the axes that are averaged over stay, with size 1.
        pub fn keepdims(mut self, keepdims: bool) -> Self {
            self.call = self.call.keepdims(keepdims);
            self
        }

        /// The averages.
        ///
        /// # Errors
        /// As [`AnyAverage::run`].
        pub fn run(self) -> Result<Array<M>> {
            self.call.run()?.try_into()
        }

        /// The averages and the sums of their weights. NumPy: `returned=True`.
        ///
        /// # Errors
        /// As [`AnyAverage::run`].
        pub fn returned(self) -> Result<(Array<M>, Array<M>)> {
            let (averages, sums) = self.call.returned()?;
            Ok((averages.try_into()?, sums.try_into()?))
        }
    }
}

/// The axes to reduce, or all, and whether they stay.
type Kept<'a> = (Option<&'a [usize]>, bool);

fn plain(a: &AnyView<'_>, along: Kept<'_>) -> Result<(AnyArray, AnyArray)> {
    let mean = reduced(ufunc::mean::any_with(a), along).run()?;
    if mean.is_empty() {
        // NumPy divides by their number.
        return Err(Error::value(OP, format!("there are no averages of shape {:?}", mean.shape())));
    }
    let count = a.len() as f64 / mean.len() as f64;
    let counts = AnyArray::full(mean.shape(), count, mean.dtype().clone())?;
    Ok((mean, counts))
}

fn weighted(a: &AnyView<'_>, weights: &AnyView<'_>, along: Kept<'_>) -> Result<(AnyArray, AnyArray)> {
    let mut dtype = promote_types(a.dtype(), weights.dtype())?;
    if a.dtype().is_integer() || a.dtype() == &DType::Bool {
        dtype = calc::widened(&dtype)?;
    }
    let weights = beside(OP, a, weights, along.0, &dtype)?;
    let products = calc::multiply(&a.astype(dtype)?, &weights)?;
    // Weights along some axes count the same for the others.
    let sums = reduced(ufunc::sum::any_with(&weights.broadcast_to(products.shape())?), along).run()?;
    let zero = AnyArray::zeros([0; 0], sums.dtype().clone())?;
    let is_zero: Array<bool> = ufunc::equal::any(&sums, &zero)?.try_into()?;
    if ufunc::any(&is_zero) {
        return Err(Error::value(OP, "weights sum to zero, can't be normalized"));
    }
    let averages = calc::divide(&reduced(ufunc::sum::any_with(&products), along).run()?, &sums)?;
    Ok((averages, sums))
}

/// A reduction over some axes, or all.
fn reduced<'a>(
    reduce: ufunc::Reduce<'a, AnyArray>,
    (axes, keepdims): Kept<'_>,
) -> ufunc::Reduce<'a, AnyArray> {
    let reduce = reduce.keepdims(keepdims);
    match axes {
        Some(axes) => reduce.axes(axes.to_vec()),
        None => reduce.all_axes(),
    }
}

/// Weights of the shape of the array, or of its axes that are taken together, so that they broadcast against it.
pub(crate) fn beside(
    op: &'static str,
    a: &AnyView<'_>,
    weights: &AnyView<'_>,
    axes: Option<&[usize]>,
    dtype: &DType,
) -> Result<AnyArray> {
    if weights.shape() == a.shape() {
        return weights.astype(dtype.clone());
    }
    let Some(axes) = axes else {
        return Err(Error::value(op, "axis must be specified when shapes of a and weights differ"));
    };
    let expected: Vec<usize> = axes.iter().map(|&axis| a.shape()[axis]).collect();
    if weights.shape() != expected {
        return Err(Error::Shape { op, expected, found: weights.shape().to_vec() });
    }
    let mut order: Axes<usize> = (0..axes.len()).collect();
    order.sort_unstable_by_key(|&k| axes[k]);
    let kept = |(axis, &size)| if axes.contains(&axis) { size } else { 1 };
    let shape: Vec<usize> = a.shape().iter().enumerate().map(kept).collect();
    weights
        .transpose(&order)?
        .astype_with(dtype.clone(), numoxide_core::Casting::Unsafe, Order::C)?
        .reshape(&shape)
}
