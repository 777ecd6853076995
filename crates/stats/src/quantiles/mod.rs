//! `median`, `quantile`, `percentile` and the forms of them that leave out NaN.

mod method;
mod select;

use numoxide_core::driver::reduce::write_result;
use numoxide_core::{
    AnyArray, AnyView, Array, ArrayView, AsView, DType, Error, Result, Scalar, promote_types,
};
use numoxide_ufunc::Out;

use crate::averages::beside;
use crate::lines::{Along, Lines, along_options, flat, shaped};
use crate::sample::{RealSample, Sample, with_sample};
pub use method::Method;
use select::Nans;

/// Writes a result to a place that was given for it.
pub(crate) fn write<'a, M: Scalar>(op: &'static str, result: Array<M>, out: impl Out<'a>) -> Result<()> {
    write_result(op, &result.into(), &out.into_out()?)
}

macro_rules! medians {
    ($($(#[$doc:meta])* $name:ident $builder:ident $nans:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<T: Sample>(a: impl AsView<T>) -> Result<Array<T::Mean>> {
            $name::with(&a).run()
        }

        #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") with keywords and for run-time types.")]
        pub mod $name {
            use super::*;

            const OP: &str = stringify!($name);

            /// A call with NumPy's keyword arguments.
            pub fn with<T: Sample>(a: &(impl AsView<T> + ?Sized)) -> $builder<'_, T> {
                $builder { a: a.as_view(), along: Along::default() }
            }

            /// NumPy's keyword arguments.
            #[must_use = "a call does nothing before `run`"]
            pub struct $builder<'a, T> {
                a: ArrayView<'a, T>,
                along: Along,
            }

            impl<T: Sample> $builder<'_, T> {
                along_options!();

                /// The medians.
                ///
                /// # Errors
                /// [`Error::Axis`] if there is no such axis, [`Error::OutOfMemory`].
                pub fn run(self) -> Result<Array<T::Mean>> {
                    let lines = Lines::of(OP, &self.a, &self.along)?;
                    let medians = select::medians(&lines, Nans::$nans)?;
                    shaped(&lines.shape, medians)
                }

                /// Writes the medians to `out`.
                ///
                /// # Errors
                /// As [`run`](Self::run); also if `out` has another shape, or a type of another kind.
                pub fn out<'o>(self, out: impl Out<'o>) -> Result<()> {
                    write(OP, self.run()?, out)
                }
            }

            /// The median of all items of an array whose type is known at run time.
            ///
            /// # Errors
            /// As the plain call; [`Error::DType`] for types that are no scalars.
            pub fn any(a: &AnyArray) -> Result<AnyArray> {
                any_along(a, None, false)
            }

            /// The medians along some axes, or of all items.
            ///
            /// # Errors
            /// As [`any`]; [`Error::Axis`] if there is no such axis.
            pub fn any_along(a: &AnyArray, axes: Option<&[isize]>, keepdims: bool) -> Result<AnyArray> {
                let axes = axes.map(|axes| numoxide_core::Ints::ints(axes));
                with_sample!(OP, a.dtype(), T => {
                    let call = $builder { a: a.view().downcast::<T>()?, along: Along { axes, keepdims } };
                    call.run().map(AnyArray::from)
                })
            }
        }
    )*};
}
medians! {
    /// The median of all items: the middle one in order, or the mean of the two in the middle. NaN if there is a NaN, or
    /// nothing at all. NumPy: `median`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    ///
    /// ```
    /// use numoxide_stats::median;
    ///
    /// assert_eq!(median([3, 1, 2, 10])?.to_vec(), [2.5]);
    /// assert_eq!(median::with(&[[10, 7, 4], [3, 2, 1]]).axis(1).keepdims(true).run()?.to_vec(), [7.0, 2.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    median Median Spread;
    /// The median of the items that are not NaN; NaN if there are none. NumPy: `nanmedian`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    ///
    /// ```
    /// assert_eq!(numoxide_stats::nanmedian([3.0, f64::NAN, 1.0])?.to_vec(), [2.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    nanmedian NanMedian Skip;
}

/// What a call of quantiles is put together from.
struct Plan<'a, T> {
    op: &'static str,
    a: ArrayView<'a, T>,
    qs: ArrayView<'a, f64>,
    /// What the quantiles are given in: 1, or 100 for percent.
    whole: f64,
    method: Method,
    weights: Option<AnyView<'a>>,
    along: Along,
    nans: Nans,
}

impl<T: RealSample> Plan<'_, T> {
    /// The shares between 0 and 1.
    fn shares(&self) -> Result<Vec<f64>> {
        let Plan { op, whole, .. } = *self;
        if self.qs.ndim() > 2 {
            return Err(Error::Rank { op, expected: "quantiles of at most two axes", found: self.qs.ndim() });
        }
        let shares: Vec<f64> = flat(&self.qs)?.iter().map(|q| q / whole).collect();
        match shares.iter().find(|share| !(0.0..=1.0).contains(*share)) {
            Some(_) => Err(Error::value(op, format!("quantiles must be in the range [0, {whole}]"))),
            None => Ok(shares),
        }
    }

    fn run(&self) -> Result<Array<T::Mean>> {
        let shares = self.shares()?;
        let lines = Lines::of(self.op, &self.a, &self.along)?;
        let results = match &self.weights {
            Some(weights) => self.weighted(&lines, weights, &shares)?,
            None if lines.len == 0 && self.nans == Nans::Spread && !lines.shape.contains(&0) => {
                return Err(Error::EmptyReduction { op: self.op });
            }
            None => select::quantiles(&lines, &shares, self.method, self.nans)?,
        };
        let mut shape = self.qs.shape().to_vec();
        shape.extend(&lines.shape);
        shaped(&shape, results)
    }

    fn weighted(&self, lines: &Lines<'_, T>, weights: &AnyView<'_>, shares: &[f64]) -> Result<Vec<T::Mean>> {
        let op = self.op;
        if self.method != Method::InvertedCdf {
            return Err(Error::value(op, "only the method 'inverted_cdf' takes weights"));
        }
        let axes = self.along.axes.as_ref();
        let axes =
            axes.map(|axes| numoxide_core::layout::normalize_axes(op, axes, self.a.ndim())).transpose()?;
        let a = AnyView::from(self.a.clone());
        let weights: Array<f64> = beside(op, &a, weights, axes.as_deref(), &DType::F64)?.try_into()?;
        if weights.iter().any(|&weight| weight < 0.0) {
            return Err(Error::value(op, "weights must be non-negative"));
        }
        let weights = weights.broadcast_to(self.a.shape())?;
        let weights = Lines::of(op, &weights.view(), &self.along)?;
        select::weighted(lines, &weights, shares, self.nans)
    }
}

macro_rules! quantiles {
    ($($(#[$doc:meta])* $name:ident $builder:ident $whole:literal $nans:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<T: RealSample>(a: impl AsView<T>, q: impl AsView<f64>) -> Result<Array<T::Mean>> {
            $name::with(&a, &q).run()
        }

        #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") with keywords and for run-time types.")]
        pub mod $name {
            use super::*;

            const OP: &str = stringify!($name);

            /// A call with NumPy's keyword arguments.
            pub fn with<'a, T: RealSample>(
                a: &'a (impl AsView<T> + ?Sized),
                q: &'a (impl AsView<f64> + ?Sized),
            ) -> $builder<'a, T> {
                $builder {
                    a: a.as_view(),
                    q: q.as_view(),
                    method: Method::Linear,
                    weights: None,
                    along: Along::default(),
                }
            }

            /// NumPy's keyword arguments.
            #[must_use = "a call does nothing before `run`"]
            pub struct $builder<'a, T> {
                a: ArrayView<'a, T>,
                q: ArrayView<'a, f64>,
                method: Method,
                weights: Option<AnyView<'a>>,
                along: Along,
            }

            impl<'a, T: RealSample> $builder<'a, T> {
                along_options!();

                /// What a quantile between two items is.
                pub fn method(self, method: Method) -> Self {
                    $builder { method, ..self }
                }

                /// How much each item counts, for [`Method::InvertedCdf`] alone: weights of the shape of the array, or of
                /// the axes that are taken together.
                pub fn weights(self, weights: &'a (impl AsView<f64> + ?Sized)) -> Self {
                    $builder { weights: Some(weights.as_view().into()), ..self }
                }

                /// The quantiles, with the axes of `q` first.
                ///
                /// # Errors
                /// [`Error::Value`] for a quantile out of range, for weights with another method, and for weights that are
                /// negative, not finite or all zero; [`Error::EmptyReduction`] if there are no items; [`Error::Axis`].
                pub fn run(self) -> Result<Array<T::Mean>> {
                    let $builder { a, q, method, weights, along } = self;
                    Plan { op: OP, a, qs: q, whole: $whole, method, weights, along, nans: Nans::$nans }.run()
                }

                /// Writes the quantiles to `out`.
                ///
                /// # Errors
                /// As [`run`](Self::run); also if `out` has another shape, or a type of another kind.
                pub fn out<'o>(self, out: impl Out<'o>) -> Result<()> {
                    write(OP, self.run()?, out)
                }
            }

            /// Quantiles of all items of an array whose type is known at run time, by the default method.
            ///
            /// # Errors
            /// As the plain call; [`Error::DType`] for types that are no real numbers.
            pub fn any(a: &AnyArray, q: impl AsView<f64>) -> Result<AnyArray> {
                any_along(a, q, Method::Linear, None, false)
            }

            /// Quantiles along some axes, or of all items, by a method. The result has NumPy's type: the array's own where
            /// quantiles are items, else the type it shares with `f64`, except that single quantiles of floats keep theirs.
            ///
            /// # Errors
            /// As [`any`]; [`Error::Axis`] if there is no such axis.
            pub fn any_along(
                a: &AnyArray,
                q: impl AsView<f64>,
                method: Method,
                axes: Option<&[isize]>,
                keepdims: bool,
            ) -> Result<AnyArray> {
                let axes = axes.map(|axes| numoxide_core::Ints::ints(axes));
                any_quantiles(OP, a, &q.as_view(), $whole, method, Along { axes, keepdims }, Nans::$nans)
            }
        }
    )*};
}

/// Quantiles in NumPy's type.
fn any_quantiles(
    op: &'static str,
    a: &AnyArray,
    qs: &ArrayView<'_, f64>,
    whole: f64,
    method: Method,
    along: Along,
    nans: Nans,
) -> Result<AnyArray> {
    let is_weak = qs.ndim() == 0 && a.dtype().kind() == 'f';
    let dtype = match method.is_discrete() {
        true => a.dtype().clone(),
        false if is_weak => a.dtype().clone(),
        false if a.dtype() == &DType::Bool => return Err(crate::sample::no_sample(op, a.dtype())),
        false => promote_types(a.dtype(), &DType::F64)?,
    };
    // Items of floats are what they are in `f64`; integers are compared as such.
    let a = if a.dtype().kind() == 'f' { a.astype(DType::F64)? } else { a.clone() };
    let result = with_sample!(op, a.dtype(), real T => {
        let plan = Plan {
            op, a: a.view().downcast::<T>()?, qs: qs.clone(), whole, method, weights: None, along, nans,
        };
        plan.run().map(AnyArray::from)
    })?;
    result.astype(dtype)
}
quantiles! {
    /// The quantiles `q` (between 0 and 1) of all items. NumPy: `quantile`.
    ///
    /// Calculated in `f64` and rounded once to the type of means: integers give `f64`, floats themselves.
    ///
    /// # Errors
    /// [`Error::Value`] for a quantile out of range, [`Error::EmptyReduction`] if there are no items.
    ///
    /// ```
    /// use numoxide_stats::{Method, quantile};
    ///
    /// let a = [[10.0, 7.0, 4.0], [3.0, 2.0, 1.0]];
    /// assert_eq!(quantile(&a, 0.5)?.to_vec(), [3.5]);
    /// assert_eq!(quantile::with(&a, &[0.25, 0.5]).axis(1).run()?.to_vec(), [5.5, 1.5, 7.0, 2.0]);
    /// assert_eq!(quantile::with(&a, &0.5).method(Method::Lower).run()?.to_vec(), [3.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    quantile Quantile 1.0 Spread;
    /// The percentiles `q` (between 0 and 100) of all items. NumPy: `percentile`.
    ///
    /// # Errors
    /// As [`quantile`](fn@quantile).
    ///
    /// ```
    /// assert_eq!(numoxide_stats::percentile([1, 2, 3, 4, 5], [25.0, 50.0])?.to_vec(), [2.0, 3.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    percentile Percentile 100.0 Spread;
    /// The quantiles of the items that are not NaN; NaN if there are none. NumPy: `nanquantile`.
    ///
    /// # Errors
    /// As [`quantile`](fn@quantile), except that nothing at all gives NaN.
    ///
    /// ```
    /// assert_eq!(numoxide_stats::nanquantile([1.0, f64::NAN, 2.0], 0.5)?.to_vec(), [1.5]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    nanquantile NanQuantile 1.0 Skip;
    /// The percentiles of the items that are not NaN; NaN if there are none. NumPy: `nanpercentile`.
    ///
    /// # Errors
    /// As [`nanquantile`](fn@nanquantile).
    ///
    /// ```
    /// assert_eq!(numoxide_stats::nanpercentile([1.0, f64::NAN, 2.0], 50.0)?.to_vec(), [1.5]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    nanpercentile NanPercentile 100.0 Skip;
}

/// Some quantiles of some numbers.
pub(crate) fn quantiles_of(x: &[f64], qs: &[f64]) -> Result<Vec<f64>> {
    Ok(quantile(x, qs)?.to_vec())
}
