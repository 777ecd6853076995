//! The entries of an index with arrays, and the [`ix!`](crate::ix) macro that writes them.

use std::any::Any;
use std::borrow::Cow;

use crate::driver::index::IndexArray;
use crate::layout::{Slice, SliceSpec};
use crate::{AnyArray, AnyView, Array, ArrayView, Ellipsis, Error, NewAxis, Result};

/// One entry of an index, as [`ix!`](crate::ix) writes it: what [`SliceSpec`] can be, or an array of integers or
/// of `bool`.
///
/// Functions that take places take `impl Into<IndexSpec>`: integers, arrays and views of integers, nested
/// literals, vectors and slices.
#[derive(Clone)]
pub struct IndexSpec<'a>(pub(super) Entry<'a>);

/// What an [`IndexSpec`] is.
#[derive(Clone)]
pub(super) enum Entry<'a> {
    /// A place, a range, a new axis or the ellipsis.
    Basic(SliceSpec),
    /// A 0-d mask.
    Flag(bool),
    /// Places in a row, of somebody's: what a small call mostly has.
    Row(&'a [i64]),
    /// An array of somebody's.
    Lent(AnyView<'a>),
    /// An array of its own.
    Owned(AnyArray),
}

/// What index arrays can hold: integers of any width, and `bool`.
pub trait IndexItem: Copy + Send + Sync + private::Sealed + 'static {}

mod private {
    pub trait Sealed {}
}

macro_rules! items {
    ($($ty:ty)*) => {$(
        impl private::Sealed for $ty {}
        impl IndexItem for $ty {}
    )*};
}
items!(bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

impl<'a> IndexSpec<'a> {
    /// The entry as an array of integers, for functions whose argument has no other meaning.
    ///
    /// # Errors
    /// [`Error::Value`] for a range, a new axis or an ellipsis; [`Error::DType`] for other items.
    pub(super) fn into_places(self, op: &'static str) -> Result<IndexArray<'a>> {
        let places = match self.0 {
            Entry::Basic(SliceSpec::Index(place)) => IndexArray::Made(Array::scalar(place as i64)?.into()),
            Entry::Flag(flag) => IndexArray::Made(Array::scalar(i64::from(flag))?.into()),
            Entry::Row(places) => IndexArray::Lent(row(places)),
            Entry::Lent(view) => IndexArray::Lent(view),
            Entry::Owned(array) => IndexArray::Made(array),
            Entry::Basic(_) => return Err(Error::value(op, "places are integers, or an array of integers")),
        };
        if places.is_of_integers() {
            Ok(places)
        } else {
            Err(Error::DType { op, dtype: places.dtype().to_string() })
        }
    }

    /// The same as places in an array of `i64`.
    ///
    /// # Errors
    /// As [`IndexSpec::into_places`]; [`Error::OutOfMemory`].
    pub(super) fn into_i64(self, op: &'static str) -> Result<Array<i64>> {
        self.into_places(op)?.into_i64()
    }
}

/// What can stand for a whole index: what [`ix!`](crate::ix) and [`s!`](crate::s) write, and lists of index arrays,
/// such as [`nonzero`](crate::nonzero) and [`ix_`](crate::ix_) return.
pub trait AsIndex {
    /// The entries.
    fn specs(&self) -> Cow<'_, [IndexSpec<'_>]>;
}

impl AsIndex for [IndexSpec<'_>] {
    #[inline]
    fn specs(&self) -> Cow<'_, [IndexSpec<'_>]> {
        Cow::Borrowed(self)
    }
}

impl<const N: usize> AsIndex for [IndexSpec<'_>; N] {
    #[inline]
    fn specs(&self) -> Cow<'_, [IndexSpec<'_>]> {
        Cow::Borrowed(self)
    }
}

impl AsIndex for Vec<IndexSpec<'_>> {
    #[inline]
    fn specs(&self) -> Cow<'_, [IndexSpec<'_>]> {
        Cow::Borrowed(self)
    }
}

impl<const N: usize> AsIndex for [SliceSpec; N] {
    fn specs(&self) -> Cow<'_, [IndexSpec<'_>]> {
        self.iter().map(|&spec| spec.into()).collect()
    }
}

impl<T: IndexItem> AsIndex for Vec<Array<T>> {
    fn specs(&self) -> Cow<'_, [IndexSpec<'_>]> {
        self.iter().map(IndexSpec::from).collect()
    }
}

impl<T: IndexItem, const N: usize> AsIndex for [Array<T>; N] {
    fn specs(&self) -> Cow<'_, [IndexSpec<'_>]> {
        self.iter().map(IndexSpec::from).collect()
    }
}

impl<A: AsIndex + ?Sized> AsIndex for &A {
    #[inline]
    fn specs(&self) -> Cow<'_, [IndexSpec<'_>]> {
        (**self).specs()
    }
}

/// Places in a row as an array.
pub(super) fn row(places: &[i64]) -> AnyView<'_> {
    ArrayView::from_slice(places).into()
}

/// The items of scalars are elements.
const IS_ELEMENT: &str = "integers and bool are elements";

macro_rules! basic {
    ($($ty:ty)*) => {$(
        impl From<$ty> for IndexSpec<'_> {
            #[inline]
            fn from(spec: $ty) -> Self {
                IndexSpec(Entry::Basic(spec.into()))
            }
        }
    )*};
}
basic!(i32 i64 isize u32 u64 usize Slice SliceSpec NewAxis Ellipsis std::ops::RangeFull);

macro_rules! ranges {
    ($($ty:ty)*) => {
        basic!($(
            std::ops::Range<$ty> std::ops::RangeInclusive<$ty> std::ops::RangeFrom<$ty> std::ops::RangeTo<$ty>
                std::ops::RangeToInclusive<$ty>
        )*);
    };
}
ranges!(isize i32 i64 usize);

impl From<bool> for IndexSpec<'_> {
    #[inline]
    fn from(flag: bool) -> Self {
        IndexSpec(Entry::Flag(flag))
    }
}

impl From<AnyArray> for IndexSpec<'_> {
    fn from(array: AnyArray) -> Self {
        IndexSpec(Entry::Owned(array))
    }
}

impl<'a> From<&'a AnyArray> for IndexSpec<'a> {
    fn from(array: &'a AnyArray) -> Self {
        IndexSpec(Entry::Lent(array.view()))
    }
}

impl<'a> From<AnyView<'a>> for IndexSpec<'a> {
    fn from(view: AnyView<'a>) -> Self {
        IndexSpec(Entry::Lent(view))
    }
}

impl<T: IndexItem> From<Array<T>> for IndexSpec<'_> {
    #[inline]
    fn from(array: Array<T>) -> Self {
        IndexSpec(Entry::Owned(array.into_elements().expect(IS_ELEMENT)))
    }
}

impl<'a, T: IndexItem> From<ArrayView<'a, T>> for IndexSpec<'a> {
    #[inline]
    fn from(view: ArrayView<'a, T>) -> Self {
        IndexSpec(Entry::Lent(view.as_elements().expect(IS_ELEMENT)))
    }
}

impl<'a, T: IndexItem> From<&'a Array<T>> for IndexSpec<'a> {
    #[inline]
    fn from(array: &'a Array<T>) -> Self {
        let places = (array as &dyn Any).downcast_ref::<Array<i64>>().filter(|places| places.ndim() == 1);
        match places.and_then(Array::as_slice) {
            Some(places) => IndexSpec(Entry::Row(places)),
            None => array.view().into(),
        }
    }
}

impl<'a, T: IndexItem> From<&'a ArrayView<'_, T>> for IndexSpec<'a> {
    #[inline]
    fn from(view: &'a ArrayView<'_, T>) -> Self {
        view.view().into()
    }
}

impl<'a, T: IndexItem> From<&'a [T]> for IndexSpec<'a> {
    #[inline]
    fn from(items: &'a [T]) -> Self {
        ArrayView::from_slice(items).into()
    }
}

impl<'a, T: IndexItem> From<&'a Vec<T>> for IndexSpec<'a> {
    #[inline]
    fn from(items: &'a Vec<T>) -> Self {
        items.as_slice().into()
    }
}

impl<'a, T: IndexItem, const N: usize> From<&'a [T; N]> for IndexSpec<'a> {
    #[inline]
    fn from(items: &'a [T; N]) -> Self {
        items.as_slice().into()
    }
}

impl<T: IndexItem> From<Vec<T>> for IndexSpec<'_> {
    /// # Panics
    /// If memory cannot be had.
    fn from(items: Vec<T>) -> Self {
        Array::from_vec(items).unwrap_or_else(|error| panic!("{error}")).into()
    }
}

macro_rules! nested_arrays {
    ($([$($n:ident)+] $ty:ty;)*) => {$(
        impl<T: IndexItem, $(const $n: usize),+> From<$ty> for IndexSpec<'_> {
            /// # Panics
            /// If memory cannot be had.
            #[inline]
            fn from(items: $ty) -> Self {
                Array::<T>::from(items).into()
            }
        }
    )*};
}
nested_arrays! {
    [A] [T; A];
    [A B] [[T; B]; A];
    [A B C] [[[T; C]; B]; A];
    [A B C D] [[[[T; D]; C]; B]; A];
}

/// An index as NumPy writes it between brackets, arrays included: everything that [`s!`](crate::s) takes, and
/// arrays of integers or of `bool`, literal or by reference.
///
/// | NumPy | numoxide |
/// |---|---|
/// | `a[[2, 0]]` | `a.index(ix![[2, 0]])` |
/// | `a[:, i]` | `a.index(ix![.., &i])` |
/// | `a[i, 1:, j]` | `a.index(ix![&i, 1.., &j])` |
/// | `a[a > 0]` | `a.index(ix![&a.gt(0)])` |
/// | `a[..., None, [0, 0]]` | `a.index(ix![..., NewAxis, [0, 0]])` |
/// | `a[i] = 0` | `a.index_assign(ix![&i], 0)` |
///
/// The meaning is NumPy's: index arrays broadcast against each other; their axes stand in the result where they
/// stand in the index if they are next to each other, and in front if they are not; a mask of several axes
/// indexes as many; integers count as arrays beside arrays.
///
/// ```
/// use numoxide_core::{array, ix};
///
/// let a = array![[1, 2, 3], [4, 5, 6]];
/// assert_eq!(a.index(ix![.., [2, 0]])?.to_vec(), [3, 1, 6, 4]);
/// assert_eq!(a.index(ix![[0, 1, -1], [0, 1, 2]])?.to_vec(), [1, 5, 6]);
/// assert_eq!(a.index(ix![[[0], [1]], [0, 2]])?.to_vec(), [1, 3, 4, 6]);
/// assert_eq!(a.index(ix![[false, true], ..;2])?.to_vec(), [4, 6]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[macro_export]
macro_rules! ix {
    (@specs [$($done:expr,)*]) => {
        [$($done),*] as [$crate::IndexSpec<'_>; _]
    };
    (@specs [$($done:expr,)*] ... $(, $($rest:tt)*)?) => {
        $crate::ix!(@specs [$($done,)* $crate::IndexSpec::from($crate::Ellipsis),] $($($rest)*)?)
    };
    (@specs [$($done:expr,)*] $range:expr ; $step:expr $(, $($rest:tt)*)?) => {
        $crate::ix!(@specs [$($done,)* $crate::IndexSpec::from(
            $crate::layout::Slice::from($range).with_step($step)
        ),] $($($rest)*)?)
    };
    (@specs [$($done:expr,)*] $spec:expr $(, $($rest:tt)*)?) => {
        $crate::ix!(@specs [$($done,)* $crate::IndexSpec::from($spec),] $($($rest)*)?)
    };
    ($($specs:tt)*) => {
        $crate::ix!(@specs [] $($specs)*)
    };
}
