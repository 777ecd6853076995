//! Arrays from what holds or makes values: slices, iterators, functions.

use super::steps::Inexact;
use crate::ints::sizes;
use crate::{Array, ArrayView, AsView, Error, Ints, Number, Order, Result};

impl<T: Clone + 'static> Array<T> {
    /// A 1-d array of copies of the items of a slice.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// assert_eq!(Array::from_slice(&[1, 2, 3])?.shape(), [3]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn from_slice(items: &[T]) -> Result<Self> {
        crate::ArrayView::from_slice(items).copy(Order::C)
    }

    /// The first values of an iterator, as many as the shape holds, in row-major order.
    ///
    /// # Errors
    /// [`Error::Shape`] if there are fewer.
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// let a = Array::from_shape_iter([2, 2], 1..)?;
    /// assert_eq!(a.to_vec(), [1, 2, 3, 4]);
    /// assert!(Array::from_shape_iter([2, 2], 1..4).is_err());
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn from_shape_iter(shape: impl Ints, values: impl IntoIterator<Item = T>) -> Result<Self> {
        const OP: &str = "from_shape_iter";
        Self::from_values(OP, &sizes(OP, &shape)?, values.into_iter())
    }

    /// The values of a function of the index.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// let a = Array::from_fn([2, 3], |[i, j]| 10 * i + j)?;
    /// assert_eq!(a.to_vec(), [0, 1, 2, 10, 11, 12]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn from_fn<const N: usize>(
        shape: [usize; N],
        mut value: impl FnMut([usize; N]) -> T,
    ) -> Result<Self> {
        let mut index = [0; N];
        let values = std::iter::repeat_with(|| {
            let value = value(index);
            advance(&mut index, &shape);
            value
        });
        Self::from_values("from_fn", &shape, values)
    }

    /// [`Array::from_fn`] for a shape whose number of axes is known at run time only.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    pub fn from_shape_fn(shape: impl Ints, mut value: impl FnMut(&[usize]) -> T) -> Result<Self> {
        const OP: &str = "from_shape_fn";
        let shape = sizes(OP, &shape)?;
        let mut index = vec![0; shape.len()];
        let values = std::iter::repeat_with(|| {
            let value = value(&index);
            advance(&mut index, &shape);
            value
        });
        Self::from_values(OP, &shape, values)
    }
}

/// The next index in row-major order.
#[inline]
fn advance(index: &mut [usize], shape: &[usize]) {
    for (place, &size) in index.iter_mut().zip(shape).rev() {
        *place += 1;
        if *place < size {
            return;
        }
        *place = 0;
    }
}

/// [`Array::from_fn`].
///
/// # Errors
/// As [`Array::zeros`].
pub fn from_fn<T: Clone + 'static, const N: usize>(
    shape: [usize; N],
    value: impl FnMut([usize; N]) -> T,
) -> Result<Array<T>> {
    Array::from_fn(shape, value)
}

/// The values of a function of the index, with NumPy's order of arguments. NumPy calls the function once
/// with arrays; here it is called for each index.
///
/// # Errors
/// As [`Array::zeros`].
///
/// ```
/// use numoxide_core::fromfunction;
///
/// assert_eq!(fromfunction(|[i, j]| i == j, [2, 2])?.to_vec(), [true, false, false, true]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn fromfunction<T: Clone + 'static, const N: usize>(
    function: impl FnMut([usize; N]) -> T,
    shape: [usize; N],
) -> Result<Array<T>> {
    Array::from_fn(shape, function)
}

/// A 1-d array of the first `count` values of an iterator; `None` takes all. NumPy: `fromiter`.
///
/// # Errors
/// [`Error::Shape`] if there are fewer than `count`.
///
/// ```
/// use numoxide_core::fromiter;
///
/// assert_eq!(fromiter((0..5).map(|x| x * x), None)?.to_vec(), [0, 1, 4, 9, 16]);
/// assert!(fromiter(0..5, 6).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn fromiter<T: Clone + Send + Sync + 'static>(
    values: impl IntoIterator<Item = T>,
    count: impl Into<Option<usize>>,
) -> Result<Array<T>> {
    match count.into() {
        Some(count) => Array::from_values("fromiter", &[count], values.into_iter()),
        None => Array::from_vec(values.into_iter().collect()),
    }
}

/// Whatever can be seen as an array, as an array: an [`Array`] shares its memory, all else is copied.
/// NumPy: `asarray`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::asarray;
///
/// assert_eq!(asarray(2.5)?.ndim(), 0);
/// let a = asarray([[1, 2], [3, 4]])?;
/// assert_eq!(asarray(&a)?.as_ptr(), a.as_ptr());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn asarray<T: Clone + 'static>(a: impl AsView<T>) -> Result<Array<T>> {
    match a.shared() {
        Some(array) => Ok(array),
        None => a.as_view().copy(Order::K),
    }
}

/// [`asarray`] in row-major order, with at least one axis. NumPy: `ascontiguousarray`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::{array, ascontiguousarray};
///
/// let a = array![[1, 2], [3, 4]];
/// assert_eq!(ascontiguousarray(&a)?.as_ptr(), a.as_ptr());
/// assert_eq!(ascontiguousarray(a.t())?.as_slice(), Some(&[1, 3, 2, 4][..]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn ascontiguousarray<T: Clone + 'static>(a: impl AsView<T>) -> Result<Array<T>> {
    Ok(crate::atleast_1d(&in_order(a, Order::C)?))
}

/// [`asarray`] in column-major order, with at least one axis. NumPy: `asfortranarray`.
///
/// # Errors
/// [`Error::OutOfMemory`].
pub fn asfortranarray<T: Clone + 'static>(a: impl AsView<T>) -> Result<Array<T>> {
    Ok(crate::atleast_1d(&in_order(a, Order::F)?))
}

/// [`asarray`] in a memory order: what is left of NumPy's `require` where all arrays are aligned, writable and
/// own their memory.
///
/// # Errors
/// [`Error::OutOfMemory`].
pub fn require<T: Clone + 'static>(a: impl AsView<T>, order: Order) -> Result<Array<T>> {
    in_order(a, order)
}

fn in_order<T: Clone + 'static>(a: impl AsView<T>, order: Order) -> Result<Array<T>> {
    let fits = |array: &Array<T>| match order {
        Order::C => array.is_c_contiguous(),
        Order::F => array.is_f_contiguous(),
        Order::A => array.is_c_contiguous() || array.is_f_contiguous(),
        Order::K => true,
    };
    match a.shared().filter(fits) {
        Some(array) => Ok(array),
        None => a.as_view().copy(order),
    }
}

/// [`asarray`] of numbers that must all be finite. NumPy: `asarray_chkfinite`.
///
/// # Errors
/// [`Error::Value`] if there is an infinity or a NaN, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::asarray_chkfinite;
///
/// assert!(asarray_chkfinite([1.0, f64::NAN]).is_err());
/// ```
pub fn asarray_chkfinite<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    // No multiple of an infinity or a NaN is zero.
    if a.as_view().iter().any(|&x| x * T::ZERO != T::ZERO) {
        return Err(Error::value("asarray_chkfinite", "array must not contain infs or NaNs"));
    }
    asarray(a)
}

/// Numbers in memory that is given as bytes in the machine's order: a view, not a copy. `count` of them, or all
/// if `None`, from the byte `offset` on. NumPy: `frombuffer`.
///
/// # Errors
/// [`Error::Value`] if the offset lies outside, the bytes are too few or no whole number of items, or not aligned
/// for them.
///
/// ```
/// use numoxide_core::frombuffer;
///
/// let bytes = [0, 0, 7, 8, 9];
/// assert_eq!(frombuffer::<u8>(&bytes, 2, 2)?.to_vec(), [7, 8]);
/// assert_eq!(frombuffer::<i8>(&bytes, None, 3)?.to_vec(), [8, 9]);
/// assert!(frombuffer::<u16>(&bytes, None, 0).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn frombuffer<T: Number>(
    bytes: &[u8],
    count: impl Into<Option<usize>>,
    offset: usize,
) -> Result<ArrayView<'_, T>> {
    const OP: &str = "frombuffer";
    let bytes = bytes.get(offset..).ok_or_else(|| {
        Error::value(OP, format!("offset must be at most the buffer's length {}", bytes.len()))
    })?;
    let Some(count) = count.into() else { return ArrayView::from_bytes(bytes) };
    let taken = count.checked_mul(size_of::<T>()).and_then(|length| bytes.get(..length));
    ArrayView::from_bytes(taken.ok_or_else(|| Error::value(OP, "buffer is smaller than requested size"))?)
}

/// A copy in memory of its own, in the order of axes that `a` has. NumPy: `copy`.
///
/// # Errors
/// [`Error::OutOfMemory`].
pub fn copy<T: Clone + 'static>(a: impl AsView<T>) -> Result<Array<T>> {
    a.as_view().copy(Order::K)
}

impl<T: Clone + Send + Sync + 'static> FromIterator<T> for Array<T> {
    /// A 1-d array of all values.
    ///
    /// # Panics
    /// If memory cannot be had.
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Array::from_vec(values.into_iter().collect()).unwrap_or_else(|error| panic!("{error}"))
    }
}

impl<T: Clone + Send + Sync + 'static> From<Vec<T>> for Array<T> {
    /// A 1-d array of the values, without a copy.
    ///
    /// # Panics
    /// If memory cannot be had.
    fn from(values: Vec<T>) -> Self {
        Array::from_vec(values).unwrap_or_else(|error| panic!("{error}"))
    }
}

impl<T: Clone + 'static> From<&[T]> for Array<T> {
    /// A 1-d array of copies of the items.
    ///
    /// # Panics
    /// If memory cannot be had.
    fn from(items: &[T]) -> Self {
        Array::from_slice(items).unwrap_or_else(|error| panic!("{error}"))
    }
}
