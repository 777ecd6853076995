//! Joining arrays: concatenate, stack and their kin.

use crate::layout::{MAX_NDIM, normalize_axis};
use crate::view::{Fresh, Items, Reshaped};
use crate::{AnyArray, Array, AsView, DType, Error, Result, result_type};

/// A list of arrays as items without their type.
macro_rules! items_of {
    ($arrays:expr) => {
        $arrays.iter().map(|array| array.as_view().into()).collect::<Vec<Items<'_>>>()
    };
}

/// The arrays, one after the other along `axis`; `None` joins all items, each array in row-major order.
/// NumPy: `concatenate`.
///
/// # Errors
/// If there is no array, an array is 0-d, the axis does not exist, or shapes differ along another axis.
///
/// ```
/// use numoxide_core::{array, concatenate};
///
/// let a = array![[1, 2], [3, 4]];
/// let b = array![[5, 6]];
/// assert_eq!(concatenate([&a, &b], 0)?.to_vec(), [1, 2, 3, 4, 5, 6]);
/// assert_eq!(concatenate([&a, &b.t()], 1).map(|c| c.to_vec())?, [1, 2, 5, 3, 4, 6]);
/// assert_eq!(concatenate([&a, &b], None)?.shape(), [6]);
/// assert!(concatenate([&a, &b], 1).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn concatenate<T: Clone + 'static, A: AsView<T>>(
    arrays: impl AsRef<[A]>,
    axis: impl Into<Option<isize>>,
) -> Result<Array<T>> {
    let pieces = items_of!(arrays.as_ref());
    Ok(join("concatenate", &pieces, axis.into())?.typed())
}

/// The arrays, which have one shape, along a new axis at the place `axis` of the result. NumPy: `stack`.
///
/// # Errors
/// If there is no array, the shapes differ, or the axis is out of range of the result.
///
/// ```
/// use numoxide_core::{array, stack};
///
/// let (a, b) = (array![1, 2, 3], array![4, 5, 6]);
/// assert_eq!(stack([&a, &b], 0)?.shape(), [2, 3]);
/// assert_eq!(stack([&a, &b], -1)?.to_vec(), [1, 4, 2, 5, 3, 6]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn stack<T: Clone + 'static, A: AsView<T>>(arrays: impl AsRef<[A]>, axis: isize) -> Result<Array<T>> {
    Ok(stack_items("stack", items_of!(arrays.as_ref()), axis)?.typed())
}

/// The arrays below one another: along the first axis, 1-d arrays as rows. NumPy: `vstack`.
///
/// # Errors
/// As [`concatenate`].
///
/// ```
/// use numoxide_core::{array, vstack};
///
/// assert_eq!(vstack([array![1, 2], array![3, 4]])?.shape(), [2, 2]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn vstack<T: Clone + 'static, A: AsView<T>>(arrays: impl AsRef<[A]>) -> Result<Array<T>> {
    let rows = each(items_of!(arrays.as_ref()), |items| at_least(items, 2))?;
    Ok(join("vstack", &rows, Some(0))?.typed())
}

/// The arrays side by side: along the second axis, 1-d arrays end to end. NumPy: `hstack`.
///
/// # Errors
/// As [`concatenate`].
///
/// ```
/// use numoxide_core::{array, hstack};
///
/// assert_eq!(hstack([array![1, 2], array![3]])?.to_vec(), [1, 2, 3]);
/// assert_eq!(hstack([array![[1], [2]], array![[3], [4]]])?.to_vec(), [1, 3, 2, 4]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn hstack<T: Clone + 'static, A: AsView<T>>(arrays: impl AsRef<[A]>) -> Result<Array<T>> {
    let pieces = each(items_of!(arrays.as_ref()), |items| at_least(items, 1))?;
    let axis = if pieces.first().is_some_and(|first| first.ndim() == 1) { 0 } else { 1 };
    Ok(join("hstack", &pieces, Some(axis))?.typed())
}

/// The arrays behind one another: along the third axis, 1-d and 2-d arrays as slices. NumPy: `dstack`.
///
/// # Errors
/// As [`concatenate`].
///
/// ```
/// use numoxide_core::{array, dstack};
///
/// assert_eq!(dstack([array![1, 2], array![3, 4]])?.shape(), [1, 2, 2]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn dstack<T: Clone + 'static, A: AsView<T>>(arrays: impl AsRef<[A]>) -> Result<Array<T>> {
    let pieces = each(items_of!(arrays.as_ref()), |items| at_least(items, 3))?;
    Ok(join("dstack", &pieces, Some(2))?.typed())
}

/// The arrays side by side, 1-d arrays as columns. NumPy: `column_stack`.
///
/// # Errors
/// As [`concatenate`].
///
/// ```
/// use numoxide_core::{array, column_stack};
///
/// assert_eq!(column_stack([array![1, 2], array![3, 4]])?.to_vec(), [1, 3, 2, 4]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn column_stack<T: Clone + 'static, A: AsView<T>>(arrays: impl AsRef<[A]>) -> Result<Array<T>> {
    let columns = each(items_of!(arrays.as_ref()), |items| {
        if items.ndim() < 2 { Ok(at_least(items, 2)?.t()) } else { Ok(items.clone()) }
    })?;
    Ok(join("column_stack", &columns, Some(1))?.typed())
}

fn each<'a>(
    pieces: Vec<Items<'a>>,
    change: impl Fn(&Items<'a>) -> Result<Items<'a>>,
) -> Result<Vec<Items<'a>>> {
    pieces.iter().map(change).collect()
}

/// With leading axes, and for three axes a trailing one, as NumPy's `atleast_1d`, `_2d` and `_3d`.
fn at_least<'a>(items: &Items<'a>, ndim: usize) -> Result<Items<'a>> {
    items.expand_dims(super::missing_axes(items.ndim(), ndim))
}

/// All items along one axis, in row-major order.
pub(super) fn flat<'a>(items: &Items<'a>) -> Result<Reshaped<'a>> {
    items.reshaped(&[items.len()])
}

/// The pieces along `axis`, or all their items.
pub(super) fn join(op: &'static str, pieces: &[Items<'_>], axis: Option<isize>) -> Result<Fresh> {
    let Some(axis) = axis else {
        let flat: Vec<_> =
            pieces.iter().map(|piece| piece.reshaped(&[piece.len()])).collect::<Result<_>>()?;
        let flat: Vec<_> = flat.iter().map(|piece| piece.items()).collect();
        return Items::join(op, &flat, 0);
    };
    let ndim = pieces.first().map_or(1, |piece| piece.ndim());
    if ndim == 0 {
        return Err(Error::Rank { op, expected: "arrays of at least one axis", found: 0 });
    }
    Items::join(op, pieces, normalize_axis(op, axis, ndim)?)
}

fn stack_items(op: &'static str, pieces: Vec<Items<'_>>, axis: isize) -> Result<Fresh> {
    let Some(first) = pieces.first() else {
        return Err(Error::value(op, "need at least one array to stack"));
    };
    let ndim = first.ndim() + 1;
    if ndim > MAX_NDIM {
        return Err(Error::size(op, format!("{ndim} axes, at most {MAX_NDIM} are possible")));
    }
    if let Some(other) = pieces.iter().find(|piece| piece.shape() != first.shape()) {
        return Err(Error::Shape { op, expected: first.shape().to_vec(), found: other.shape().to_vec() });
    }
    let axis = normalize_axis(op, axis, ndim)?;
    let slices = each(pieces, |piece| piece.expand_dims(axis))?;
    Items::join(op, &slices, axis)
}

impl AnyArray {
    /// [`concatenate`] of arrays whose types are known at run time. The result has the promoted type.
    ///
    /// # Errors
    /// As [`concatenate`]; [`Error::NoLoop`] if the types have no common one.
    pub fn concatenate(arrays: &[&AnyArray], axis: impl Into<Option<isize>>) -> Result<AnyArray> {
        const OP: &str = "concatenate";
        let (arrays, dtype) = common_type(OP, arrays)?;
        let pieces: Vec<Items<'_>> = arrays.iter().map(|array| array.view().into()).collect();
        Ok(join(OP, &pieces, axis.into())?.any(dtype))
    }

    /// [`stack`] of arrays whose types are known at run time. The result has the promoted type.
    ///
    /// # Errors
    /// As [`stack`]; [`Error::NoLoop`] if the types have no common one.
    pub fn stack(arrays: &[&AnyArray], axis: isize) -> Result<AnyArray> {
        const OP: &str = "stack";
        let (arrays, dtype) = common_type(OP, arrays)?;
        let pieces: Vec<Items<'_>> = arrays.iter().map(|array| array.view().into()).collect();
        Ok(stack_items(OP, pieces, axis)?.any(dtype))
    }
}

/// The arrays in their promoted type.
fn common_type(op: &'static str, arrays: &[&AnyArray]) -> Result<(Vec<AnyArray>, DType)> {
    let dtypes: Vec<DType> = arrays.iter().map(|array| array.dtype().clone()).collect();
    if dtypes.is_empty() {
        return Err(Error::value(op, "need at least one array"));
    }
    let dtype = result_type(&dtypes)?;
    let arrays = arrays.iter().map(|array| array.astype(dtype.clone())).collect::<Result<_>>()?;
    Ok((arrays, dtype))
}
