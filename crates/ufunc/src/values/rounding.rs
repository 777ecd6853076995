//! Rounding to decimals.

use std::marker::PhantomData;

use numoxide_core::ufunc::{Options, Ufunc};
use numoxide_core::{
    AnyArray, AnyView, AnyViewMut, Array, ArrayView, AsView, Casting, Copyto, DType, Number, Result,
};

use crate::call::{Out, erased};
use crate::table;

/// `x` rounded to so many decimals, to the even one of two that are equally near; negative `decimals` round in front of
/// the point. As in NumPy the value is scaled by a power of ten, rounded and scaled back, so that the result is the
/// nearest number to the decimal one only where the power is exact. NumPy: `round`, `around`.
///
/// # Errors
/// If memory cannot be had.
///
/// ```
/// use numoxide_ufunc::round;
///
/// assert_eq!(round([0.5, 1.5, -2.675], 0)?.to_vec(), [0.0, 2.0, -3.0]);
/// assert_eq!(round([1.25, 3.14159], 1)?.to_vec(), [1.2, 3.1]);
/// assert_eq!(round([1234, 1250], -2)?.to_vec(), [1200, 1200]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn round<T: Number>(x: impl AsView<T>, decimals: i32) -> Result<Array<T>> {
    rounded(&erased(x.as_view()), decimals, None)?.expect("a fresh result").try_into()
}

/// NumPy's other name of [`round`](fn@round).
pub use self::round as around;

/// `10^|decimals|` in the type that rounds a float or complex dtype, multiplied up as NumPy does it: above 10^22, where
/// it is not exact, the last bits are those that NumPy rounds with.
fn power_of_ten(decimals: i32, dtype: &DType) -> Result<AnyArray> {
    let power = (0..decimals.unsigned_abs().min(400)).fold(1.0, |power: f64, _| power * 10.0);
    let part = match dtype {
        DType::C64 => DType::F32,
        DType::C128 => DType::F64,
        other => other.clone(),
    };
    AnyArray::from(Array::scalar(power)?).astype(part)
}

/// Calls a function with `out` or for a fresh result.
fn call(
    ufunc: &'static Ufunc,
    inputs: &[&AnyView<'_>],
    out: Option<AnyViewMut<'_>>,
) -> Result<Option<AnyArray>> {
    let fresh = out.is_none();
    let outputs =
        ufunc.call_with(inputs, Options { out: out.into_iter().collect(), ..Options::default() })?;
    fresh.then(|| outputs.one()).transpose()
}

fn rounded(x: &AnyView<'_>, decimals: i32, out: Option<AnyViewMut<'_>>) -> Result<Option<AnyArray>> {
    if x.dtype().is_integer() {
        let result = rounded_integers(x, decimals)?;
        return match out {
            Some(out) => Copyto::new(out, &result).run().map(|()| None),
            None => Ok(Some(result)),
        };
    }
    if decimals == 0 {
        return call(&table::RINT, &[x], out);
    }
    let power = power_of_ten(decimals, x.dtype())?;
    let ufunc = if decimals > 0 { &table::ROUND_UP } else { &table::ROUND_DOWN };
    call(ufunc, &[x, &power.view()], out)
}

/// Integers are rounded in double precision, and have no decimals.
fn rounded_integers(x: &AnyView<'_>, decimals: i32) -> Result<AnyArray> {
    if decimals >= 0 {
        return x.copy(numoxide_core::Order::K);
    }
    let power = power_of_ten(decimals, &DType::F64)?;
    let wide = Options { dtype: Some(DType::F64), casting: Casting::Unsafe, ..Options::default() };
    table::ROUND_DOWN.call_with(&[x, &power.view()], wide)?.one()?.astype(x.dtype().clone())
}

/// [`round`](fn@super::round) with keywords; [`run`](Round::run) makes the call.
#[must_use = "a call does nothing before `run`"]
pub struct Round<'a, T, R> {
    x: ArrayView<'a, T>,
    decimals: i32,
    out: Option<Result<AnyViewMut<'a>>>,
    result: PhantomData<R>,
}

impl<'a, T: Number> Round<'a, T, Array<T>> {
    /// Where to write the result.
    pub fn out(self, out: impl Out<'a>) -> Round<'a, T, ()> {
        Round { x: self.x, decimals: self.decimals, out: Some(out.into_out()), result: PhantomData }
    }

    /// Makes the call.
    ///
    /// # Errors
    /// If memory cannot be had.
    pub fn run(self) -> Result<Array<T>> {
        round(self.x, self.decimals)
    }
}

impl<T: Number> Round<'_, T, ()> {
    /// Makes the call.
    ///
    /// # Errors
    /// If `out` has not the shape of the result, or its type cannot hold it.
    pub fn run(self) -> Result<()> {
        rounded(&erased(self.x), self.decimals, self.out.transpose()?).map(|_| ())
    }
}

/// [`round`](fn@super::round) with keywords and for run-time types.
pub mod round {
    use super::*;

    /// A call with NumPy's keyword arguments.
    ///
    /// ```
    /// use numoxide_core::array;
    /// use numoxide_ufunc::round;
    ///
    /// let (a, mut out) = (array![1.25, 2.5], array![0.0f32, 0.0]);
    /// round::with(&a, 1).out(&mut out).run()?;
    /// assert_eq!(out.to_vec(), [1.2, 2.5]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn with<'a, T: Number>(x: &'a (impl AsView<T> + ?Sized), decimals: i32) -> Round<'a, T, Array<T>> {
        Round { x: x.as_view(), decimals, out: None, result: PhantomData }
    }

    /// The function of an array whose type is known at run time; `bool` becomes a half, and has no decimals.
    ///
    /// # Errors
    /// If the type cannot be rounded so, or memory cannot be had.
    pub fn any<'a>(x: impl Into<AnyView<'a>>, decimals: i32) -> Result<AnyArray> {
        let x = x.into();
        checked(&x, decimals)?;
        Ok(rounded(&x, decimals, None)?.expect("a fresh result"))
    }

    /// [`any`](round::any) into what is there. NumPy: `out`.
    ///
    /// # Errors
    /// As [`any`](round::any); also if `out` has not the shape of the result, or its type cannot hold it.
    pub fn any_into<'a, 'o>(x: impl Into<AnyView<'a>>, decimals: i32, out: impl Out<'o>) -> Result<()> {
        let (x, out) = (x.into(), out.into_out()?);
        checked(&x, decimals)?;
        rounded(&x, decimals, Some(out)).map(|_| ())
    }

    fn checked(x: &AnyView<'_>, decimals: i32) -> Result<()> {
        if *x.dtype() == DType::Bool && decimals != 0 {
            return Err(numoxide_core::Error::NoLoop { op: "round", dtypes: vec![DType::Bool] });
        }
        Ok(())
    }
}
