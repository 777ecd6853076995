//! Values held between two bounds.

use numoxide_core::ufunc::Weak;
use numoxide_core::{AnyArray, AnyView, Array, AsView, DType, MaybeView, Result, Scalar};

use crate::call::{Call, Out, erased};
use crate::table;

/// The values of `x` held between `min` and `max`, which broadcast; `None` leaves that side open. A NaN in any of the
/// three stays; where `min` is larger than `max`, the result is `max`. NumPy: `clip`.
///
/// # Errors
/// If the shapes do not broadcast, or memory cannot be had; for `bool` without bounds, as in NumPy.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_ufunc::clip;
///
/// let a = array![1, 5, 9];
/// assert_eq!(clip(&a, 2, 6)?.to_vec(), [2, 5, 6]);
/// assert_eq!(clip(&a, None, [0, 6, 7])?.to_vec(), [0, 5, 7]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn clip<T: Scalar>(
    x: impl AsView<T>,
    min: impl MaybeView<T>,
    max: impl MaybeView<T>,
) -> Result<Array<T>> {
    bounded::<Array<T>>(erased(x.as_view()), min.maybe_view().map(erased), max.maybe_view().map(erased)).run()
}

/// The function that serves these bounds, as in NumPy.
fn bounded<'a, R>(x: AnyView<'a>, min: Option<AnyView<'a>>, max: Option<AnyView<'a>>) -> Call<'a, R> {
    match (min, max) {
        (Some(min), Some(max)) => Call::new(&table::CLIP, vec![x, min, max]),
        (Some(min), None) => Call::new(&table::MAXIMUM, vec![x, min]),
        (None, Some(max)) => Call::new(&table::MINIMUM, vec![x, max]),
        (None, None) => Call::new(&table::POSITIVE, vec![x]),
    }
}

/// A bound for an array whose type is known at run time: an array, a number that takes on its type, or `None`.
pub enum Bound<'a> {
    /// No bound.
    Open,
    /// A number without a type of its own.
    Number(Weak),
    /// An array, which broadcasts and promotes.
    Array(AnyView<'a>),
}

macro_rules! bounds {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Bound<'_> {
            fn from(number: $ty) -> Self {
                Bound::Number(number.into())
            }
        }
    )*};
}
bounds!(i32 i64 f64 numoxide_core::c128);

impl From<Option<Weak>> for Bound<'_> {
    fn from(number: Option<Weak>) -> Self {
        number.map_or(Bound::Open, Bound::Number)
    }
}

impl<'a> From<&'a AnyArray> for Bound<'a> {
    fn from(array: &'a AnyArray) -> Self {
        Bound::Array(array.view())
    }
}

impl<'a> From<AnyView<'a>> for Bound<'a> {
    fn from(view: AnyView<'a>) -> Self {
        Bound::Array(view)
    }
}

impl Bound<'_> {
    /// The number as an array beside `dtype`. An integer beyond the far end of the type bounds nothing.
    fn beside(&self, dtype: &DType, beyond: fn(i64, &DType) -> bool) -> Result<Option<AnyArray>> {
        match self {
            Bound::Number(Weak::Int(value)) if beyond(*value, dtype) => Ok(None),
            Bound::Number(number) => number.beside(dtype).map(Some),
            _ => Ok(None),
        }
    }

    /// The array, or the number made one.
    fn view<'v>(&'v self, number: &'v Option<AnyArray>) -> Option<AnyView<'v>> {
        match self {
            Bound::Array(view) => Some(view.clone()),
            _ => number.as_ref().map(AnyArray::view),
        }
    }
}

/// Whether no value of the integer type is below.
fn at_bottom(value: i64, dtype: &DType) -> bool {
    match dtype.kind() {
        'u' => value <= 0,
        'i' => value <= i64::MIN >> (64 - 8 * dtype.itemsize()),
        _ => false,
    }
}

/// Whether no value of the integer type is above.
fn at_top(value: i64, dtype: &DType) -> bool {
    match dtype.kind() {
        'u' if dtype.itemsize() < 8 => value >= (1 << (8 * dtype.itemsize())) - 1,
        'i' => value >= i64::MAX >> (64 - 8 * dtype.itemsize()),
        _ => false,
    }
}

/// [`clip`](fn@super::clip) with keywords and for run-time types.
pub mod clip {
    use super::*;

    /// A call with NumPy's keyword arguments.
    ///
    /// ```
    /// use numoxide_core::array;
    /// use numoxide_ufunc::clip;
    ///
    /// let (a, mut out) = (array![1.0, 5.0, 9.0], array![0.0, 0.0, 0.0]);
    /// clip::with(&a, &2.0, &None).out(&mut out).where_(&[true, true, false]).run()?;
    /// assert_eq!(out.to_vec(), [2.0, 5.0, 0.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn with<'a, T: Scalar>(
        x: &'a (impl AsView<T> + ?Sized),
        min: &'a impl MaybeView<T>,
        max: &'a impl MaybeView<T>,
    ) -> Call<'a, Array<T>> {
        bounded(erased(x.as_view()), min.maybe_view().map(erased), max.maybe_view().map(erased))
    }

    /// The function of an array whose type is known at run time. Numbers take on its type; integers that this cannot
    /// hold bound nothing, or are an error where nothing would be left.
    ///
    /// # Errors
    /// If no loop takes the types, the shapes do not broadcast, or memory cannot be had.
    ///
    /// ```
    /// use numoxide_core::{AnyArray, DType, array};
    /// use numoxide_ufunc::clip;
    ///
    /// let a = AnyArray::from(array![1u8, 5, 200]);
    /// assert_eq!(clip::any(&a, -1, 100)?.downcast::<u8>()?.to_vec(), [1, 5, 100]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn any<'a>(
        x: impl Into<AnyView<'a>>,
        min: impl Into<Bound<'a>>,
        max: impl Into<Bound<'a>>,
    ) -> Result<AnyArray> {
        let (x, min, max) = (x.into(), min.into(), max.into());
        let (low, high) = (min.beside(x.dtype(), at_bottom)?, max.beside(x.dtype(), at_top)?);
        bounded::<AnyArray>(x.view(), min.view(&low), max.view(&high)).run()
    }

    /// [`any`](clip::any) into what is there. NumPy: `out`.
    ///
    /// # Errors
    /// As [`any`](clip::any); also if `out` has not the shape of the result, or its type cannot hold it.
    pub fn any_into<'a, 'o>(
        x: impl Into<AnyView<'a>>,
        min: impl Into<Bound<'a>>,
        max: impl Into<Bound<'a>>,
        out: impl Out<'o>,
    ) -> Result<()> {
        let (x, min, max, out) = (x.into(), min.into(), max.into(), out.into_out()?);
        let (low, high) = (min.beside(x.dtype(), at_bottom)?, max.beside(x.dtype(), at_top)?);
        bounded::<AnyArray>(x.view(), min.view(&low), max.view(&high)).out(out).run()
    }
}
