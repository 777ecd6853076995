//! Medians and quantiles of arrays whose types are known at run time.

use numoxide_core::driver::reduce::write_result;
use numoxide_core::{AnyArray, AnyView, ArrayView, AsView, DType, Result, promote_types};
use numoxide_ufunc::Out;

use super::Plan;
use super::method::Method;
use super::select::{self, Nans};
use crate::lines::{Along, Lines, along_options, shaped};
use crate::sample::{seen_as, with_sample};

/// NumPy's keyword arguments of `median` and `nanmedian`, for an array whose type is known at run time.
#[must_use = "a call does nothing before `run`"]
pub struct AnyMedian<'a> {
    op: &'static str,
    a: AnyView<'a>,
    along: Along,
    nans: Nans,
}

impl<'a> AnyMedian<'a> {
    pub(super) fn new(op: &'static str, a: AnyView<'a>, nans: Nans) -> Self {
        AnyMedian { op, a, along: Along::default(), nans }
    }

    along_options!();

    /// The medians.
    ///
    /// # Errors
    /// [`Error::Axis`](numoxide_core::Error::Axis) if there is no such axis,
    /// [`Error::DType`](numoxide_core::Error::DType) for types that are no scalars.
    pub fn run(self) -> Result<AnyArray> {
        // The mean of two halves is rounded once.
        let is_half = matches!(self.a.dtype(), DType::F16 | DType::BF16);
        let dtype = if is_half { DType::F64 } else { self.a.dtype().ordered() };
        let mut room = None;
        let a = seen_as(&self.a, dtype, &mut room)?;
        with_sample!(self.op, a.dtype(), ordered T => {
            let lines = Lines::of(self.op, &a.downcast::<T>()?, &self.along)?;
            let medians = AnyArray::from(shaped(&lines.shape, select::medians(&lines, self.nans)?)?);
            let is_float = matches!(self.a.dtype().kind(), 'f' | 'c');
            if is_float { medians.astype(self.a.dtype().clone()) } else { Ok(medians) }
        })
    }

    /// Writes the medians to `out`.
    ///
    /// # Errors
    /// As [`run`](Self::run); also if `out` has another shape, or a type of another kind.
    pub fn out<'o>(self, out: impl Out<'o>) -> Result<()> {
        write_result(self.op, &self.run()?, &out.into_out()?)
    }
}

/// NumPy's keyword arguments of `quantile` and its kin, for an array whose type is known at run time.
#[must_use = "a call does nothing before `run`"]
pub struct AnyQuantile<'a> {
    op: &'static str,
    a: AnyView<'a>,
    qs: ArrayView<'a, f64>,
    whole: f64,
    method: Method,
    weights: Option<AnyView<'a>>,
    along: Along,
    nans: Nans,
}

impl<'a> AnyQuantile<'a> {
    pub(super) fn new(
        op: &'static str,
        a: AnyView<'a>,
        qs: ArrayView<'a, f64>,
        (whole, nans): (f64, Nans),
    ) -> Self {
        AnyQuantile { op, a, qs, whole, method: Method::Linear, weights: None, along: Along::default(), nans }
    }

    along_options!();

    /// What a quantile between two items is.
    pub fn method(self, method: Method) -> Self {
        AnyQuantile { method, ..self }
    }

    /// How much each item counts, for [`Method::InvertedCdf`] alone: weights of the shape of the array, or of the axes that are
    /// taken together.
    pub fn weights(self, weights: impl Into<AnyView<'a>>) -> Self {
        AnyQuantile { weights: Some(weights.into()), ..self }
    }

    /// The quantiles in NumPy's type: the array's own where quantiles are items, else the type it shares with `f64`, except that
    /// single quantiles of floats keep theirs. Where items of integers are left out or there are none, the type is `f64`.
    ///
    /// # Errors
    /// As [`quantile`](fn@super::quantile); [`Error::Axis`](numoxide_core::Error::Axis) if there is no such axis,
    /// [`Error::DType`](numoxide_core::Error::DType) for types that are no real numbers.
    pub fn run(self) -> Result<AnyArray> {
        if self.method.is_discrete()
            && self.a.dtype().kind() != 'f'
            && (self.nans == Nans::Spread || !self.a.is_empty())
        {
            return self.items();
        }
        let dtype = self.dtype()?;
        // Items of floats are what they are in `f64`; integers are compared as such.
        let seen = if self.a.dtype().kind() == 'f' { DType::F64 } else { self.a.dtype().ordered() };
        let mut room = None;
        let a = seen_as(&self.a, seen, &mut room)?;
        with_sample!(self.op, self.a.dtype(), seen a.dtype(), of [I32 i32; I64 i64; U64 u64; F64 f64;] T => {
            self.plan(a.downcast::<T>()?).run().and_then(|quantiles| AnyArray::from(quantiles).astype(dtype))
        })
    }

    /// The type of quantiles that are calculated.
    fn dtype(&self) -> Result<DType> {
        let dtype = self.a.dtype();
        let is_mean = self.nans == Nans::Skip && self.a.is_empty();
        let is_weak = self.qs.ndim() == 0 || self.method.is_discrete();
        match dtype.kind() {
            'f' if is_weak || is_mean => Ok(dtype.clone()),
            _ if is_mean => Ok(DType::F64),
            'b' if !self.method.is_discrete() => Err(crate::sample::no_sample(self.op, dtype)),
            _ => promote_types(dtype, &DType::F64),
        }
    }

    /// Integers as such, however large.
    fn items(&self) -> Result<AnyArray> {
        let mut room = None;
        let a = seen_as(&self.a, self.a.dtype().ordered(), &mut room)?;
        with_sample!(self.op, self.a.dtype(), seen a.dtype(), of [I32 i32; I64 i64; U64 u64;] T => {
            AnyArray::from(self.plan(a.downcast::<T>()?).items()?).astype(self.a.dtype().clone())
        })
    }

    fn plan<'b, T: Clone>(&'b self, a: ArrayView<'b, T>) -> Plan<'b, T> {
        let AnyQuantile { op, whole, method, nans, .. } = *self;
        let (weights, along) = (self.weights.clone(), self.along.clone());
        Plan { op, a, qs: self.qs.as_view(), whole, method, weights, along, nans }
    }

    /// Writes the quantiles to `out`.
    ///
    /// # Errors
    /// As [`run`](Self::run); also if `out` has another shape, or a type of another kind.
    pub fn out<'o>(self, out: impl Out<'o>) -> Result<()> {
        write_result(self.op, &self.run()?, &out.into_out()?)
    }
}
