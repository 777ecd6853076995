//! The places of what is not zero: nonzero, flatnonzero, argwhere.

use crate::driver::index::{coordinates, flat_places};
use crate::shape::stack;
use crate::{AnyArray, AnyView, Array, ArrayView, AsView, Casting, DType, Error, Order, Result, Scalar};

/// Runs `find` with what is not zero as a row of `bool`. NaN is not zero, minus zero is.
fn with_mask<R>(a: &AnyView<'_>, find: impl FnOnce(&[bool]) -> Result<R>) -> Result<R> {
    if let Ok(mask) = a.downcast::<bool>()
        && let Some(items) = mask.as_slice()
    {
        return find(items);
    }
    let mask: Array<bool> = a.astype_with(DType::Bool, Casting::Unsafe, Order::C)?.try_into()?;
    find(mask.as_slice().expect("a row-major copy"))
}

fn nonzero_of(a: &AnyView<'_>) -> Result<Vec<Array<i64>>> {
    if a.ndim() == 0 {
        return Err(Error::Rank { op: "nonzero", expected: "at least one axis", found: 0 });
    }
    with_mask(a, |mask| coordinates(mask, a.shape()))
}

/// For each axis the places of the items that are not zero, in row-major order of the items: an index of them
/// all. NumPy: `nonzero`, and `where` of one argument.
///
/// # Errors
/// [`Error::Rank`] for a 0-d array.
///
/// ```
/// use numoxide_core::{array, nonzero};
///
/// let a = array![[3, 0, 0], [0, 4, 5]];
/// let places = nonzero(&a)?;
/// assert_eq!((places[0].to_vec(), places[1].to_vec()), (vec![0, 1, 1], vec![0, 1, 2]));
/// assert_eq!(a.index(&places)?.to_vec(), [3, 4, 5]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn nonzero<T: Scalar>(a: impl AsView<T>) -> Result<Vec<Array<i64>>> {
    nonzero_of(&a.as_view().into())
}

/// The places of the items of the flattened `a` that are not zero. NumPy: `flatnonzero`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::{array, flatnonzero};
///
/// assert_eq!(flatnonzero(array![[0, 1], [2, 0]])?.to_vec(), [1, 2]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn flatnonzero<T: Scalar>(a: impl AsView<T>) -> Result<Array<i64>> {
    with_mask(&a.as_view().into(), flat_places)
}

/// The index of each item that is not zero, as a row. NumPy: `argwhere`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::{argwhere, array};
///
/// assert_eq!(argwhere(array![[0, 1], [2, 0]])?.to_vec(), [0, 1, 1, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn argwhere<T: Scalar>(a: impl AsView<T>) -> Result<Array<i64>> {
    argwhere_of(&a.as_view().into())
}

fn argwhere_of(a: &AnyView<'_>) -> Result<Array<i64>> {
    if a.ndim() == 0 {
        let count = with_mask(a, flat_places)?.len();
        return Array::zeros([count, 0]);
    }
    stack(nonzero_of(a)?, 1)
}

macro_rules! methods {
    ($([$($generics:tt)*] $ty:ty;)*) => {$(
        impl<$($generics)*> $ty {
            /// For each axis the places of the items that are not zero; see [`nonzero`].
            ///
            /// # Errors
            /// As [`nonzero`].
            pub fn nonzero(&self) -> Result<Vec<Array<i64>>> {
                nonzero_of(&self.view().into())
            }
        }
    )*};
}
methods! {
    [T: Scalar] Array<T>;
    [T: Scalar] ArrayView<'_, T>;
    [] AnyArray;
    [] AnyView<'_>;
}
