//! `cov` and `corrcoef` of arrays whose types are known at run time.

use numoxide_core::{AnyArray, AnyView, Array, DType, Error, Result, promote_types};

use super::{correlation, cov};
use crate::sample::{no_sample, with_sample};

/// NumPy's keyword arguments of `cov`, for arrays whose types are known at run time.
#[must_use = "a call does nothing before `run`"]
pub struct AnyCov<'a> {
    op: &'static str,
    m: AnyView<'a>,
    y: Option<AnyView<'a>>,
    rowvar: bool,
    ddof: i64,
    fweights: Option<AnyView<'a>>,
    aweights: Option<AnyView<'a>>,
    dtype: Option<DType>,
}

impl<'a> AnyCov<'a> {
    pub(super) fn new(op: &'static str, m: AnyView<'a>) -> Self {
        AnyCov { op, m, y: None, rowvar: true, ddof: 1, fweights: None, aweights: None, dtype: None }
    }

    /// Further variables with the same observations.
    pub fn y(self, y: impl Into<AnyView<'a>>) -> Self {
        AnyCov { y: Some(y.into()), ..self }
    }

    /// Whether rows are variables and columns observations; the other way round if not.
    pub fn rowvar(self, rowvar: bool) -> Self {
        AnyCov { rowvar, ..self }
    }

    /// Whether to divide by the number of observations, not one less. NumPy: `bias`.
    pub fn bias(self, bias: bool) -> Self {
        self.ddof(i64::from(!bias))
    }

    /// The degrees of freedom that are lost.
    pub fn ddof(self, ddof: i64) -> Self {
        AnyCov { ddof, ..self }
    }

    /// How often each observation was made: whole numbers of any type.
    pub fn fweights(self, fweights: impl Into<AnyView<'a>>) -> Self {
        AnyCov { fweights: Some(fweights.into()), ..self }
    }

    /// How important each observation is.
    pub fn aweights(self, aweights: impl Into<AnyView<'a>>) -> Self {
        AnyCov { aweights: Some(aweights.into()), ..self }
    }

    /// The type that observations and results are rounded to, of floating-point numbers; calculations between are as exact as
    /// without it. By default the type that the observations share with `f64`.
    pub fn dtype(self, dtype: DType) -> Self {
        AnyCov { dtype: Some(dtype), ..self }
    }

    /// The covariances.
    ///
    /// # Errors
    /// As [`cov`](fn@super::cov); [`Error::DType`] if observations are no scalars or results no floating-point numbers,
    /// [`Error::Value`] if frequencies are not whole.
    pub fn run(self) -> Result<AnyArray> {
        self.call(false)
    }

    fn call(self, correlates: bool) -> Result<AnyArray> {
        let dtype = self.result_dtype()?;
        let exact = |m: &AnyView<'_>| m.astype(dtype.clone())?.astype(dtype.exact());
        let m = exact(&self.m)?;
        let y = self.y.as_ref().map(exact).transpose()?;
        let fweights = self.fweights.as_ref().map(|weights| frequencies(self.op, weights)).transpose()?;
        let aweights = self.aweights.as_ref().map(|weights| weights.astype(DType::F64)).transpose()?;
        let aweights = aweights.as_ref().map(|weights| weights.downcast::<f64>()).transpose()?;
        with_sample!(self.op, &dtype.exact(), exact T => {
            let m = m.downcast::<T>()?;
            let y = y.as_ref().map(|y| y.downcast::<T>()).transpose()?;
            let mut call = cov::with(&m).rowvar(self.rowvar).ddof(self.ddof);
            call = if let Some(y) = &y { call.y(y) } else { call };
            call = if let Some(weights) = &fweights { call.fweights(weights) } else { call };
            call = if let Some(weights) = &aweights { call.aweights(weights) } else { call };
            let result = if correlates { correlation(call)? } else { call.run()? };
            // NumPy's table of no variables is of this type always.
            let dtype = if result.is_empty() { DType::F64 } else { dtype.clone() };
            AnyArray::from(result).astype(dtype)
        })
    }

    fn result_dtype(&self) -> Result<DType> {
        if let Some(dtype) = &self.dtype {
            let is_float = matches!(dtype.kind(), 'f' | 'c');
            return if is_float { Ok(dtype.clone()) } else { Err(no_sample(self.op, dtype)) };
        }
        let dtype = promote_types(self.m.dtype(), &DType::F64)?;
        self.y.as_ref().map_or(Ok(dtype.clone()), |y| promote_types(&dtype, y.dtype()))
    }
}

/// Frequencies as integers.
fn frequencies(op: &'static str, weights: &AnyView<'_>) -> Result<Array<i64>> {
    let numbers: Array<f64> = weights.astype(DType::F64)?.try_into()?;
    if numbers.iter().any(|number| number.round_ties_even() != *number || number.is_infinite()) {
        return Err(Error::value(op, "frequencies must be whole numbers"));
    }
    weights.astype(DType::I64)?.try_into()
}

/// NumPy's keyword arguments of `corrcoef`, for arrays whose types are known at run time.
#[must_use = "a call does nothing before `run`"]
pub struct AnyCorrcoef<'a>(pub(super) AnyCov<'a>);

impl<'a> AnyCorrcoef<'a> {
    /// Further variables with the same observations.
    pub fn y(self, y: impl Into<AnyView<'a>>) -> Self {
        AnyCorrcoef(self.0.y(y))
    }

    /// Whether rows are variables and columns observations; the other way round if not.
    pub fn rowvar(self, rowvar: bool) -> Self {
        AnyCorrcoef(self.0.rowvar(rowvar))
    }

    /// The type that observations and results are rounded to, as for [`AnyCov::dtype`].
    pub fn dtype(self, dtype: DType) -> Self {
        AnyCorrcoef(self.0.dtype(dtype))
    }

    /// The correlation coefficients.
    ///
    /// # Errors
    /// As [`AnyCov::run`].
    pub fn run(self) -> Result<AnyArray> {
        self.0.call(true)
    }
}
