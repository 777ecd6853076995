//! Arithmetic of arrays whose types are known at run time, by the universal functions.

use numoxide_core::layout::{Slice, SliceSpec};
use numoxide_core::ufunc::{Ufunc, Weak};
use numoxide_core::{AnyArray, AnyView, DType, Result};
use numoxide_ufunc as ufunc;

/// A universal function of some operands.
pub(crate) fn call(ufunc: &'static Ufunc, operands: &[&AnyView<'_>]) -> Result<AnyArray> {
    ufunc.call(operands)?.one()
}

macro_rules! two_operands {
    ($($name:ident)*) => {$(
        /// The universal function of this name.
        pub(crate) fn $name(a: &AnyArray, b: &AnyArray) -> Result<AnyArray> {
            call(ufunc::$name::UFUNC, &[&a.view(), &b.view()])
        }
    )*};
}
two_operands!(add subtract multiply divide);

/// The array times a number without a type of its own.
pub(crate) fn weak(ufunc: &'static Ufunc, a: &AnyArray, b: impl Into<Weak>) -> Result<AnyArray> {
    call(ufunc, &[&a.view(), &b.into().beside(a.dtype())?.view()])
}

/// The items of an axis from `start` to `stop`, which count from the end where negative.
pub(crate) fn part<'a>(
    a: &AnyView<'a>,
    axis: usize,
    start: impl Into<Option<isize>>,
    stop: impl Into<Option<isize>>,
) -> Result<AnyView<'a>> {
    let mut specs = vec![SliceSpec::Slice(Slice::FULL); a.ndim()];
    specs[axis] = SliceSpec::Slice(Slice::new(start.into(), stop.into(), 1));
    a.slice(specs)
}

/// The array in a type that `f64` and its own type share: NumPy's `result_type(a, float64)`.
pub(crate) fn widened(dtype: &DType) -> Result<DType> {
    numoxide_core::promote_types(dtype, &DType::F64)
}
