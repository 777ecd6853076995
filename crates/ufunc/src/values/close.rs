//! Equality within tolerances.

use std::marker::PhantomData;

use numoxide_core::errstate::{Action, Event, geterr};
use numoxide_core::ufunc::{Ufunc, Weak};
use numoxide_core::{
    AnyArray, AnyView, Array, ArrayView, AsView, DType, Element, Error, Result, Scalar, promote_types,
};

use crate::call::erased;
use crate::table;

const OP: &str = "isclose";

/// Whether each value of `a` is equal to that of `b` within NumPy's tolerances: `|a - b| <= atol + rtol * |b|` with `rtol =
/// 1e-5` and `atol = 1e-8`. Infinities are close to themselves, NaN to nothing; [`isclose::with`] has the options.
///
/// # Errors
/// [`Error::Broadcast`] if the shapes do not go together.
///
/// ```
/// use numoxide_ufunc::isclose;
///
/// assert_eq!(isclose([1.0, 2.0, f64::NAN], [1.0 + 1e-9, 2.1, f64::NAN])?.to_vec(), [true, false, false]);
/// let close = isclose::with(&[1.0, f64::NAN], &[1.5, f64::NAN]).atol(0.5).equal_nan(true).run()?;
/// assert_eq!(close.to_vec(), [true, true]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn isclose<T: Scalar>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<bool>> {
    Closeness::<Array<bool>>::new(erased(a.as_view()), erased(b.as_view())).run()
}

/// Whether all values are close; see [`isclose`](fn@isclose).
///
/// # Errors
/// As [`isclose`](fn@isclose).
///
/// ```
/// use numoxide_ufunc::allclose;
///
/// assert!(allclose([1e10, 1e-8], [1.00001e10, 1e-9])?);
/// assert!(!allclose([1e10, 1e-7], [1.00001e10, 1e-8])?);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn allclose<T: Scalar>(a: impl AsView<T>, b: impl AsView<T>) -> Result<bool> {
    Closeness::<bool>::new(erased(a.as_view()), erased(b.as_view())).run()
}

/// A tolerance: a number, which takes on the type of the values, or an array, which promotes with them.
pub enum Tolerance<'a> {
    /// A number.
    Number(f64),
    /// An array, which broadcasts.
    Array(AnyView<'a>),
}

impl From<f64> for Tolerance<'_> {
    fn from(number: f64) -> Self {
        Tolerance::Number(number)
    }
}

impl<'a, T: Element> From<&'a Array<T>> for Tolerance<'a> {
    fn from(array: &'a Array<T>) -> Self {
        Tolerance::Array(array.into())
    }
}

impl<'a, T: Element> From<ArrayView<'a, T>> for Tolerance<'a> {
    fn from(view: ArrayView<'a, T>) -> Self {
        Tolerance::Array(view.into())
    }
}

impl<'a> From<&'a AnyArray> for Tolerance<'a> {
    fn from(array: &'a AnyArray) -> Self {
        Tolerance::Array(array.view())
    }
}

impl Tolerance<'_> {
    /// The tolerance beside values of a type.
    fn beside(&self, dtype: &DType) -> Result<AnyArray> {
        match self {
            Tolerance::Number(number) => Weak::from(*number).beside(dtype),
            Tolerance::Array(view) => view.copy(numoxide_core::Order::K),
        }
    }

    fn is_finite(&self) -> Result<bool> {
        match self {
            Tolerance::Number(number) => Ok(number.is_finite()),
            Tolerance::Array(view) => Ok(crate::all(bools(&table::ISFINITE, &[view])?)),
        }
    }
}

/// [`isclose`](fn@isclose) or [`allclose`](fn@allclose) with NumPy's keyword arguments; [`run`](Closeness::run) makes the call.
#[must_use = "a call does nothing before `run`"]
pub struct Closeness<'a, R> {
    a: AnyView<'a>,
    b: AnyView<'a>,
    rtol: Tolerance<'a>,
    atol: Tolerance<'a>,
    equal_nan: bool,
    result: PhantomData<R>,
}

/// The result of a test of one or two arrays.
fn bools(ufunc: &'static Ufunc, inputs: &[&AnyView<'_>]) -> Result<Array<bool>> {
    ufunc.call(inputs)?.one()?.try_into()
}

/// A function of arrays.
fn call(ufunc: &'static Ufunc, inputs: &[&AnyArray]) -> Result<AnyArray> {
    let views: Vec<AnyView<'_>> = inputs.iter().map(|array| array.view()).collect();
    ufunc.call(&views.iter().collect::<Vec<_>>())?.one()
}

impl<'a, R> Closeness<'a, R> {
    fn new(a: AnyView<'a>, b: AnyView<'a>) -> Self {
        let (rtol, atol) = (Tolerance::Number(1e-5), Tolerance::Number(1e-8));
        Closeness { a, b, rtol, atol, equal_nan: false, result: PhantomData }
    }

    /// The part of the second value by which the two may differ.
    pub fn rtol(self, rtol: impl Into<Tolerance<'a>>) -> Self {
        Closeness { rtol: rtol.into(), ..self }
    }

    /// By how much the two may differ however small they are.
    pub fn atol(self, atol: impl Into<Tolerance<'a>>) -> Self {
        Closeness { atol: atol.into(), ..self }
    }

    /// Whether NaN is close to NaN.
    pub fn equal_nan(self, equal_nan: bool) -> Self {
        Closeness { equal_nan, ..self }
    }

    fn close(&self) -> Result<Array<bool>> {
        if geterr().invalid == Action::Raise && !(self.rtol.is_finite()? && self.atol.is_finite()?) {
            return Err(Error::FloatingPoint { op: OP, event: Event::Invalid });
        }
        // As in NumPy the second value is made inexact, whose absolute value never overflows.
        let dtype = match self.b.dtype().kind() {
            'f' | 'c' => self.b.dtype().clone(),
            _ => promote_types(self.b.dtype(), &DType::F64)?,
        };
        let cast = (*self.b.dtype() != dtype).then(|| self.b.astype(dtype.clone())).transpose()?;
        let b = cast.as_ref().map_or_else(|| self.b.clone(), AnyArray::view);
        let numbers = matches!((&self.rtol, &self.atol), (Tolerance::Number(_), Tolerance::Number(_)));
        if numbers && promote_types(self.a.dtype(), &dtype)? == dtype {
            return self.in_one_pass(&b);
        }
        self.step_by_step(&b)
    }

    fn in_one_pass(&self, b: &AnyView<'_>) -> Result<Array<bool>> {
        let part = match b.dtype() {
            DType::C64 => DType::F32,
            DType::C128 => DType::F64,
            other => other.clone(),
        };
        let (rtol, atol) = (self.rtol.beside(&part)?, self.atol.beside(&part)?);
        let ufunc = if self.equal_nan { &table::ISCLOSE_NAN } else { &table::ISCLOSE };
        bools(ufunc, &[&self.a, b, &rtol.view(), &atol.view()])
    }

    /// NumPy's formula, for values whose steps have different types.
    fn step_by_step(&self, b: &AnyView<'_>) -> Result<Array<bool>> {
        let size = table::ABSOLUTE.call(&[b])?.one()?;
        let relative = call(&table::MULTIPLY, &[&self.rtol.beside(size.dtype())?, &size])?;
        let tolerance = call(&table::ADD, &[&self.atol.beside(relative.dtype())?, &relative])?;
        let difference = table::SUBTRACT.call(&[&self.a, b])?.one()?;
        let distance = call(&table::ABSOLUTE, &[&difference])?;
        let within = call(&table::LESS_EQUAL, &[&distance, &tolerance])?;
        let within = within.downcast::<bool>()? & bools(&table::ISFINITE, &[b])?;
        let close = within | bools(&table::EQUAL, &[&self.a, b])?;
        if !self.equal_nan {
            return Ok(close);
        }
        Ok(close | (bools(&table::ISNAN, &[&self.a])? & bools(&table::ISNAN, &[b])?))
    }
}

impl Closeness<'_, Array<bool>> {
    /// Makes the call.
    ///
    /// # Errors
    /// [`Error::Broadcast`] if the shapes do not go together; [`Error::FloatingPoint`] if a tolerance is not finite and
    /// `errstate` makes invalid values an error.
    pub fn run(&self) -> Result<Array<bool>> {
        self.close()
    }
}

impl Closeness<'_, bool> {
    /// Makes the call.
    ///
    /// # Errors
    /// As for `isclose`.
    pub fn run(&self) -> Result<bool> {
        Ok(crate::all(self.close()?))
    }
}

/// The module of a function of closeness.
macro_rules! closeness {
    ($($name:ident $result:ty;)*) => {$(
        #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") with keywords and for run-time types.")]
        pub mod $name {
            use super::*;

            /// A call with NumPy's keyword arguments.
            pub fn with<'a, T: Scalar>(
                a: &'a (impl AsView<T> + ?Sized),
                b: &'a (impl AsView<T> + ?Sized),
            ) -> Closeness<'a, $result> {
                Closeness::new(erased(a.as_view()), erased(b.as_view()))
            }

            /// The function of arrays whose types are known at run time.
            ///
            /// # Errors
            /// If the types have no such function, or the shapes do not go together.
            pub fn any<'a>(a: impl Into<AnyView<'a>>, b: impl Into<AnyView<'a>>) -> Result<$result> {
                any_with(a, b).run()
            }

            /// [`any`](fn@self::any) with NumPy's keyword arguments.
            pub fn any_with<'a>(a: impl Into<AnyView<'a>>, b: impl Into<AnyView<'a>>) -> Closeness<'a, $result> {
                Closeness::new(a.into(), b.into())
            }
        }
    )*};
}
closeness! {
    isclose Array<bool>;
    allclose bool;
}
