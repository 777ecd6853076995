//! Whether whole arrays are equal.

use numoxide_core::time::NAT;
use numoxide_core::{AnyView, AsView, DType, Result, Scalar, broadcast_shapes, promote_types, s};

use crate::call::erased;
use crate::table;

/// Whether `a` and `b` have the same shape and the same items. [`array_equal::with`] can count NaN as equal.
/// NumPy: `array_equal`.
///
/// # Errors
/// If memory cannot be had.
///
/// ```
/// use numoxide_ufunc::array_equal;
///
/// assert!(array_equal([1, 2], [1, 2])? && !array_equal([1, 2], [[1, 2]])?);
/// assert!(array_equal::with(&[1.0, f64::NAN], &[1.0, f64::NAN]).equal_nan(true).run()?);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn array_equal<T: Scalar>(a: impl AsView<T>, b: impl AsView<T>) -> Result<bool> {
    array_equal::with(&a, &b).run()
}

/// Whether `a` and `b` broadcast to one shape and have the same items there. NumPy: `array_equiv`.
///
/// # Errors
/// If memory cannot be had.
///
/// ```
/// use numoxide_ufunc::array_equiv;
///
/// assert!(array_equiv([1, 2], [[1, 2], [1, 2]])? && !array_equiv([1, 2], [1, 2, 1])?);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn array_equiv<T: Scalar>(a: impl AsView<T>, b: impl AsView<T>) -> Result<bool> {
    array_equiv::any(erased(a.as_view()), erased(b.as_view()))
}

/// [`array_equal`](fn@array_equal) with NumPy's keyword arguments; [`run`](ArrayEqual::run) makes the call.
#[must_use = "a call does nothing before `run`"]
pub struct ArrayEqual<'a> {
    a: AnyView<'a>,
    b: AnyView<'a>,
    equal_nan: bool,
}

impl ArrayEqual<'_> {
    /// Whether NaN is equal to NaN.
    pub fn equal_nan(self, equal_nan: bool) -> Self {
        ArrayEqual { equal_nan, ..self }
    }

    /// Makes the call.
    ///
    /// # Errors
    /// If memory cannot be had.
    pub fn run(&self) -> Result<bool> {
        if self.a.shape() != self.b.shape() {
            return Ok(false);
        }
        if is_time(&self.a) || is_time(&self.b) {
            return equal_times(&self.a, &self.b, self.equal_nan);
        }
        let inexact = |view: &AnyView<'_>| matches!(view.dtype().kind(), 'f' | 'c');
        if self.equal_nan && inexact(&self.a) && inexact(&self.b) {
            return self.equal_or_nan();
        }
        all_equal(&self.a, &self.b)
    }

    /// Without a relative or an absolute tolerance, close is equal.
    fn equal_or_nan(&self) -> Result<bool> {
        let exact = crate::allclose::any_with(self.a.clone(), self.b.clone()).rtol(0.0).atol(0.0);
        exact.equal_nan(true).run()
    }
}

/// Items that are compared at a time: the truth of them stays in the first-level cache.
const BLOCK: usize = 1 << 14;

fn is_time(view: &AnyView<'_>) -> bool {
    view.dtype().time_step().is_some()
}

/// Whether all dates or durations are equal, counted in the steps that they have in common. What is not of one kind is not equal,
/// but numbers without fractions are durations.
fn equal_times(a: &AnyView<'_>, b: &AnyView<'_>, equal_nan: bool) -> Result<bool> {
    let common = promote_types(a.dtype(), b.dtype());
    let one_kind = a.dtype().kind() == b.dtype().kind();
    let dates = [a, b].map(|view| view.dtype().kind() == 'M');
    if !one_kind && (dates[0] != dates[1] || common.is_err()) {
        return Ok(a.is_empty() || b.is_empty());
    }
    let common = common?;
    let counts = |view: &AnyView<'_>| view.astype(common.clone())?.view_as(DType::I64);
    let (a, b) = (counts(a)?, counts(b)?);
    let none_missing = || a.downcast::<i64>().map(|counts| counts.iter().all(|&count| count != NAT));
    Ok(all_equal(&a.view(), &b.view())? && (equal_nan || none_missing()?))
}

/// Whether all items are equal, up to the first block that has an unequal one.
fn all_equal(a: &AnyView<'_>, b: &AnyView<'_>) -> Result<bool> {
    let rows = a.shape().first().copied().unwrap_or(1);
    if a.len() <= BLOCK || a.shape() != b.shape() || rows == 1 {
        let equal = table::EQUAL.call(&[a, b])?.one()?;
        return Ok(crate::all(equal.downcast::<bool>()?));
    }
    let height = (BLOCK / (a.len() / rows)).max(1) as isize;
    for start in (0..rows as isize).step_by(height as usize) {
        let block = s![start..start + height];
        if !all_equal(&a.slice(block)?, &b.slice(block)?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// [`array_equal`](fn@super::array_equal) with keywords and for run-time types.
pub mod array_equal {
    use super::*;

    /// A call with NumPy's keyword arguments.
    pub fn with<'a, T: Scalar>(
        a: &'a (impl AsView<T> + ?Sized),
        b: &'a (impl AsView<T> + ?Sized),
    ) -> ArrayEqual<'a> {
        any_with(erased(a.as_view()), erased(b.as_view()))
    }

    /// The function of arrays whose types are known at run time.
    ///
    /// # Errors
    /// If the types cannot be compared, or memory cannot be had.
    pub fn any<'a>(a: impl Into<AnyView<'a>>, b: impl Into<AnyView<'a>>) -> Result<bool> {
        any_with(a, b).run()
    }

    /// [`any`](fn@self::any) with NumPy's keyword arguments.
    pub fn any_with<'a>(a: impl Into<AnyView<'a>>, b: impl Into<AnyView<'a>>) -> ArrayEqual<'a> {
        ArrayEqual { a: a.into(), b: b.into(), equal_nan: false }
    }
}

/// [`array_equiv`](fn@super::array_equiv) for run-time types.
pub mod array_equiv {
    use super::*;

    /// The function of arrays whose types are known at run time.
    ///
    /// # Errors
    /// If the types cannot be compared, or memory cannot be had.
    pub fn any<'a>(a: impl Into<AnyView<'a>>, b: impl Into<AnyView<'a>>) -> Result<bool> {
        let (a, b) = (a.into(), b.into());
        if broadcast_shapes([a.shape(), b.shape()]).is_err() {
            return Ok(false);
        }
        if is_time(&a) || is_time(&b) {
            return equal_times(&a, &b, false);
        }
        all_equal(&a, &b)
    }
}
