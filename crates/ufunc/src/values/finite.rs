//! Numbers in the place of NaN and infinities.

use numoxide_core::{AnyArray, AnyView, Array, ArrayView, AsView, AsViewMut, DType, Order, Result, Scalar};

use crate::call::{Call, Out, erased};
use crate::table;

/// `x` with 0 for NaN, and the largest and the smallest number of the type for the infinities; [`nan_to_num::with`] puts
/// others there. Real and imaginary parts are replaced each for itself; integers stay what they are. NumPy: `nan_to_num`,
/// whose `copy=False` is [`nan_to_num::in_place`].
///
/// # Errors
/// If memory cannot be had.
///
/// ```
/// use numoxide_ufunc::nan_to_num;
///
/// let x = [1.0, f64::NAN, f64::INFINITY];
/// assert_eq!(nan_to_num(x)?.to_vec(), [1.0, 0.0, f64::MAX]);
/// assert_eq!(nan_to_num::with(&x).nan(&-1.0).posinf(&9.0).run()?.to_vec(), [1.0, -1.0, 9.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn nan_to_num<T: Scalar>(x: impl AsView<T>) -> Result<Array<T>> {
    nan_to_num::with(&x).run()
}

/// [`nan_to_num`](fn@nan_to_num) with NumPy's keyword arguments; [`run`](NanToNum::run) makes the call.
#[must_use = "a call does nothing before `run`"]
pub struct NanToNum<'a, T: Scalar> {
    x: ArrayView<'a, T>,
    nan: Option<ArrayView<'a, T::Part>>,
    posinf: Option<ArrayView<'a, T::Part>>,
    neginf: Option<ArrayView<'a, T::Part>>,
}

/// Items of a block that stays in the first-level cache.
const BLOCK: usize = 1024;

/// The largest number of a floating-point type.
fn largest(dtype: &DType) -> f64 {
    match dtype {
        DType::F16 => numoxide_core::f16::MAX.to_f64(),
        DType::BF16 => numoxide_core::bf16::MAX.to_f64(),
        DType::F32 => f32::MAX.into(),
        _ => f64::MAX,
    }
}

/// The types that hold neither NaN nor infinities.
fn is_exact(dtype: &DType) -> bool {
    !matches!(dtype.kind(), 'f' | 'c')
}

/// Numbers for NaN and the infinities in the type of the parts of `dtype`.
fn defaults(dtype: &DType) -> Result<[AnyArray; 3]> {
    let part = match dtype {
        DType::C64 => DType::F32,
        DType::C128 => DType::F64,
        other => other.clone(),
    };
    let number = |value: f64| AnyArray::from(Array::scalar(value)?).astype(part.clone());
    Ok([number(0.0)?, number(largest(&part))?, number(-largest(&part))?])
}

impl<'a, T: Scalar> NanToNum<'a, T> {
    /// What to put for NaN; 0 by default.
    pub fn nan(self, nan: &'a (impl AsView<T::Part> + ?Sized)) -> Self {
        NanToNum { nan: Some(nan.as_view()), ..self }
    }

    /// What to put for positive infinity; the largest number by default.
    pub fn posinf(self, posinf: &'a (impl AsView<T::Part> + ?Sized)) -> Self {
        NanToNum { posinf: Some(posinf.as_view()), ..self }
    }

    /// What to put for negative infinity; the smallest number by default.
    pub fn neginf(self, neginf: &'a (impl AsView<T::Part> + ?Sized)) -> Self {
        NanToNum { neginf: Some(neginf.as_view()), ..self }
    }

    /// Makes the call.
    ///
    /// # Errors
    /// If the shapes do not broadcast to that of `x`, or memory cannot be had.
    pub fn run(self) -> Result<Array<T>> {
        if is_exact(T::DTYPE_REF) {
            return self.x.copy(Order::K);
        }
        let defaults = defaults(T::DTYPE_REF)?;
        self.call::<Array<T>>(&defaults)?.run()
    }

    /// Makes the call, and writes the result to `out`.
    ///
    /// # Errors
    /// As [`run`](NanToNum::run); also if `out` has not the shape or the type of the result.
    pub fn write<'o>(self, out: impl Out<'o>) -> Result<()>
    where
        'a: 'o,
    {
        if is_exact(T::DTYPE_REF) {
            return numoxide_core::Copyto::new(out.into_out()?, self.x).run();
        }
        let defaults = defaults(T::DTYPE_REF)?;
        self.call::<()>(&defaults)?.out(out.into_out()?).run()
    }

    fn call<'c, R>(self, defaults: &'c [AnyArray; 3]) -> Result<Call<'c, R>>
    where
        'a: 'c,
    {
        let shape = self.x.shape().to_vec();
        let or = |given: Option<ArrayView<'a, T::Part>>, k: usize| -> Result<AnyView<'c>> {
            let view: AnyView<'c> = given.map_or_else(|| defaults[k].view(), erased);
            view.broadcast_to(&shape)
        };
        let inputs = vec![erased(self.x), or(self.nan, 0)?, or(self.posinf, 1)?, or(self.neginf, 2)?];
        Ok(Call::new(&table::NAN_TO_NUM, inputs))
    }
}

/// [`nan_to_num`](fn@super::nan_to_num) with keywords and for run-time types.
pub mod nan_to_num {
    use super::*;

    /// A call with NumPy's keyword arguments.
    pub fn with<T: Scalar>(x: &(impl AsView<T> + ?Sized)) -> NanToNum<'_, T> {
        NanToNum { x: x.as_view(), nan: None, posinf: None, neginf: None }
    }

    /// The function on the memory of `x` itself, a block at a time. NumPy: `copy=False`.
    ///
    /// # Errors
    /// If memory cannot be had.
    ///
    /// ```
    /// use numoxide_core::array;
    /// use numoxide_ufunc::nan_to_num;
    ///
    /// let mut x = array![f64::NAN, 2.0];
    /// nan_to_num::in_place(&mut x)?;
    /// assert_eq!(x.to_vec(), [0.0, 2.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn in_place<T: Scalar>(x: &mut (impl AsViewMut<T> + ?Sized)) -> Result<()> {
        if is_exact(T::DTYPE_REF) {
            return Ok(());
        }
        let view = x.as_view_mut()?;
        if !view.is_c_contiguous() {
            let copy = view.view().copy(Order::K)?;
            return nan_to_num::with(&copy).write(view);
        }
        let items = view.into_slice().unwrap_or_default();
        for block in items.chunks_mut(BLOCK) {
            let copy = block.to_vec();
            nan_to_num::with(&copy).write(block.as_view_mut()?)?;
        }
        Ok(())
    }

    /// The function of an array whose type is known at run time.
    ///
    /// # Errors
    /// If memory cannot be had.
    pub fn any<'a>(x: impl Into<AnyView<'a>>) -> Result<AnyArray> {
        let x = x.into();
        if is_exact(x.dtype()) {
            return x.copy(Order::K);
        }
        let [nan, posinf, neginf] = &defaults(x.dtype())?;
        table::NAN_TO_NUM.call(&[&x, &nan.view(), &posinf.view(), &neginf.view()])?.one()
    }
}
