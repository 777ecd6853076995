//! Variances and standard deviations around a mean that is known already.

use numoxide_core::driver::reduce::ReduceOptions;
use numoxide_core::{AnyArray, AnyView, Array, DType, Error, Result, map};

use super::op::Op;
use super::ops::{COUNT_NONZERO, NANSUM, SUM};
use crate::table::{ABSOLUTE, DIVIDE, ISNAN, LOGICAL_NOT, SQUARE, SUBTRACT};

/// What `op`, a variance or standard deviation, is around `mean`.
pub(super) fn around(
    op: &Op,
    input: &AnyView<'_>,
    mean: &AnyView<'_>,
    dtype: Option<&DType>,
    options: &ReduceOptions<'_>,
) -> Result<AnyArray> {
    let (is_root, skips_nan) = match op.name.op {
        "var" => (false, false),
        "std" => (true, false),
        "nanvar" => (false, true),
        "nanstd" => (true, true),
        other => return Err(Error::value(other, "takes no mean")),
    };
    let distance = SUBTRACT.call(&[input, mean])?.one()?;
    if distance.shape() != input.shape() {
        let (left, right) = (input.shape().to_vec(), mean.shape().to_vec());
        return Err(Error::Broadcast { op: op.name.op, left, right });
    }
    let squares = SQUARE.call(&[&ABSOLUTE.call(&[&distance.view()])?.one()?.view()])?.one()?;
    let none = match skips_nan {
        true => ISNAN.call(&[&squares.view()])?.one()?,
        false => AnyArray::zeros(squares.shape(), DType::Bool)?,
    };
    let counted = LOGICAL_NOT.call(&[&none.view()])?.one()?;
    let count = COUNT_NONZERO.call(&counted.view(), None, options)?;
    let sum = if skips_nan { &NANSUM } else { &SUM };
    let sum = sum.call(&squares.view(), dtype, options)?;
    let lost = AnyArray::from(Array::from_vec(vec![options.extra])?).reshape([0isize; 0])?;
    let freedom: Array<f64> = SUBTRACT.call(&[&count.view(), &lost.view()])?.one()?.try_into()?;
    let used_up = if skips_nan && matches!(input.dtype().kind(), 'f' | 'c') { f64::NAN } else { 0.0 };
    let freedom = map(&freedom, |left: f64| if left > 0.0 { left } else { used_up })?;
    let freedom = AnyArray::from(freedom).astype(sum.dtype().clone())?;
    let result = DIVIDE.call(&[&sum.view(), &freedom.view()])?.one()?;
    if is_root { root(&result) } else { Ok(result) }
}

/// The square root, which is right in every type if it is taken in `f64`.
fn root(x: &AnyArray) -> Result<AnyArray> {
    let wide: Array<f64> = x.astype(DType::F64)?.try_into()?;
    AnyArray::from(map(&wide, |x: f64| x.sqrt())?).astype(x.dtype().clone())
}
