//! `median`, `quantile`, `percentile` and the forms of them that leave out NaN.

mod any;
mod method;
mod narrow;
mod select;

use numoxide_core::driver::reduce::write_result;
use numoxide_core::{AnyArray, AnyView, Array, ArrayView, AsView, DType, Error, Result, Scalar};
use numoxide_ufunc::Out;

use crate::averages::beside;
use crate::lines::{Along, Lines, along_options, flat, shaped};
use crate::sample::{RealSample, Sample};
pub use any::{AnyMedian, AnyQuantile};
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
                any_with(a).run()
            }

            /// [`any`] with NumPy's keyword arguments.
            pub fn any_with<'a>(a: impl Into<AnyView<'a>>) -> AnyMedian<'a> {
                AnyMedian::new(OP, a.into(), Nans::$nans)
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
        self.made(select::Means)
    }

    /// The quantiles as items.
    fn items(&self) -> Result<Array<T>> {
        if !self.method.is_discrete() {
            return Err(Error::value(self.op, "quantiles of this method are no items"));
        }
        self.made(select::ItemsThemselves)
    }

    fn made<M: select::Makes<T>>(&self, makes: M) -> Result<Array<M::Quantile>> {
        let shares = self.shares()?;
        let lines = Lines::of(self.op, &self.a, &self.along)?;
        let weights = self.weights.as_ref().map(|weights| self.beside(weights)).transpose()?;
        if self.a.is_empty() && self.nans == Nans::Skip {
            // As NumPy's, the mean of nothing, without the axes of `q`.
            let nothing = makes.nothing().ok_or(Error::EmptyReduction { op: self.op })?;
            return Array::full(&lines.shape, nothing);
        }
        if lines.len == 0 {
            return Err(Error::EmptyReduction { op: self.op });
        }
        let results = match weights {
            Some(weights) => {
                let weights = weights.broadcast_to(self.a.shape())?;
                let weights = Lines::of(self.op, &weights.view(), &self.along)?;
                select::weighted(&lines, &weights, &shares, self.nans, makes)?
            }
            None => select::quantiles(&lines, &shares, self.method, self.nans, makes)?,
        };
        let mut shape = self.qs.shape().to_vec();
        shape.extend(&lines.shape);
        shaped(&shape, results)
    }

    /// The weights, such that they broadcast against the array.
    fn beside(&self, weights: &AnyView<'_>) -> Result<Array<f64>> {
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
        Ok(weights)
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
                    self.plan().run()
                }

                /// The quantiles as items of the array, unrounded, by a method that chooses items: [`Method::InvertedCdf`],
                /// [`Method::ClosestObservation`], [`Method::Lower`], [`Method::Higher`] or [`Method::Nearest`].
                ///
                /// # Errors
                /// As [`run`](Self::run); [`Error::Value`] for other methods, [`Error::EmptyReduction`] if there are no items.
                pub fn items(self) -> Result<Array<T>> {
                    self.plan().items()
                }

                fn plan(self) -> Plan<'a, T> {
                    let $builder { a, q, method, weights, along } = self;
                    Plan { op: OP, a, qs: q, whole: $whole, method, weights, along, nans: Nans::$nans }
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
                any_with(a, &q).run()
            }

            /// [`any`] with NumPy's keyword arguments.
            pub fn any_with<'a>(
                a: impl Into<AnyView<'a>>,
                q: &'a (impl AsView<f64> + ?Sized),
            ) -> AnyQuantile<'a> {
                AnyQuantile::new(OP, a.into(), q.as_view(), ($whole, Nans::$nans))
            }
        }
    )*};
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
    /// An array without items gives the mean of nothing, as in NumPy: NaN, without the axes of `q`.
    ///
    /// # Errors
    /// As [`quantile`](fn@quantile), except that nothing at all is no error.
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
