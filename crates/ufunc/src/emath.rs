//! Functions whose results leave the real numbers where they must. NumPy: `numpy.lib.scimath`, `numpy.emath`.
//!
//! Whether a result is real or complex depends on the values, so it is an [`AnyArray`]:
//!
//! ```
//! use numoxide_core::{DType, array, c128};
//! use numoxide_ufunc::emath;
//!
//! assert_eq!(emath::sqrt(&array![4.0, 9.0])?.downcast::<f64>()?.to_vec(), [2.0, 3.0]);
//! assert_eq!(emath::sqrt(&array![-4.0, 9.0])?.downcast::<c128>()?.to_vec(), [c128::new(0.0, 2.0), c128::new(3.0, 0.0)]);
//! # Ok::<(), numoxide_core::Error>(())
//! ```

use numoxide_core::ufunc::Ufunc;
use numoxide_core::{AnyArray, AnyView, Array, DType, Order, Result};

use crate::table;

/// Where real numbers have no real result.
#[derive(Clone, Copy)]
enum Outside {
    /// Below zero.
    Negative,
    /// Beyond one on either side.
    AboveOne,
}

/// The complex type that NumPy takes instead.
fn complex_of(dtype: &DType) -> DType {
    match dtype {
        DType::F32 | DType::BF16 | DType::I8 | DType::U8 | DType::I16 | DType::U16 | DType::C64 => DType::C64,
        _ => DType::C128,
    }
}

fn any_true(ufunc: &'static Ufunc, a: &AnyView<'_>, b: &AnyView<'_>) -> Result<bool> {
    let flags: Array<bool> = ufunc.call(&[a, b])?.one()?.try_into()?;
    Ok(crate::any(flags))
}

/// The numbers, as complex ones if a result of theirs is.
fn widened(x: &AnyView<'_>, outside: Outside) -> Result<AnyArray> {
    if x.dtype().is_complex() {
        return x.copy(Order::K);
    }
    let is_outside = match outside {
        Outside::Negative => any_true(&table::LESS, x, &AnyArray::from(Array::scalar(false)?).view())?,
        Outside::AboveOne => {
            let size = table::ABSOLUTE.call(&[x])?.one()?;
            any_true(&table::GREATER, &size.view(), &AnyArray::from(Array::scalar(true)?).view())?
        }
    };
    if is_outside { x.astype(complex_of(x.dtype())) } else { x.copy(Order::K) }
}

fn unary(ufunc: &'static Ufunc, x: &AnyView<'_>, outside: Outside) -> Result<AnyArray> {
    ufunc.call(&[&widened(x, outside)?.view()])?.one()
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $row:ident $outside:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// If the type has no such function, or memory cannot be had.
        pub fn $name<'a>(x: impl Into<AnyView<'a>>) -> Result<AnyArray> {
            unary(&table::$row, &x.into(), Outside::$outside)
        }
    )*};
}
functions! {
    /// The square root; complex if there is a number below zero.
    sqrt = SQRT Negative;
    /// The natural logarithm; complex if there is a number below zero.
    log = LOG Negative;
    /// The logarithm to base 2; complex if there is a number below zero.
    log2 = LOG2 Negative;
    /// The logarithm to base 10; complex if there is a number below zero.
    log10 = LOG10 Negative;
    /// The inverse of the cosine; complex if there is a number above 1 or below -1.
    arccos = ARCCOS AboveOne;
    /// The inverse of the sine; complex if there is a number above 1 or below -1.
    arcsin = ARCSIN AboveOne;
    /// The inverse of the hyperbolic tangent; complex if there is a number above 1 or below -1.
    arctanh = ARCTANH AboveOne;
}

/// The logarithm of `x` to base `n`; complex if there is a number below zero in either.
///
/// # Errors
/// If the types have no logarithm, the shapes do not broadcast, or memory cannot be had.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_ufunc::emath;
///
/// assert_eq!(emath::logn(&array![2.0], &array![4.0, 8.0])?.downcast::<f64>()?.to_vec(), [2.0, 3.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn logn<'a, 'b>(n: impl Into<AnyView<'a>>, x: impl Into<AnyView<'b>>) -> Result<AnyArray> {
    let (x, n) = (log(x)?, log(n)?);
    table::DIVIDE.call(&[&x.view(), &n.view()])?.one()
}

/// `x` to the power of `p`; complex if there is a number below zero in `x`, and real if there is one in integer `p`.
///
/// # Errors
/// If the types have no power, the shapes do not broadcast, or memory cannot be had.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_ufunc::emath;
///
/// assert_eq!(emath::power(&array![2, 4], &array![-1, 2])?.downcast::<f64>()?.to_vec(), [0.5, 16.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn power<'a, 'b>(x: impl Into<AnyView<'a>>, p: impl Into<AnyView<'b>>) -> Result<AnyArray> {
    let (x, p) = (widened(&x.into(), Outside::Negative)?, p.into());
    let zero = AnyArray::from(Array::scalar(false)?);
    let negative = !p.dtype().is_complex() && any_true(&table::LESS, &p, &zero.view())?;
    let p = if negative && p.dtype().is_integer() { p.astype(DType::F64)? } else { p.copy(Order::K)? };
    table::POWER.call(&[&x.view(), &p.view()])?.one()
}
