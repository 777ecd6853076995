//! [`AsView`] and [`AsViewMut`]: whatever can be seen as an array.

use std::ptr::NonNull;

use super::{Array, ArrayView, ArrayViewMut};
use crate::dtype::Element;
use crate::{Layout, Order, Result};

/// What functions take: arrays and views, owned or borrowed, slices, vectors, nested arrays, and scalars,
/// which broadcast.
///
/// ```
/// use numoxide_core::{Array, AsView};
///
/// fn energy(x: impl AsView<f64>) -> f64 {
///     x.as_view().iter().map(|x| x * x).sum()
/// }
///
/// let a = Array::from_vec(vec![1.0, 2.0])?;
/// assert_eq!(energy(&a), 5.0);
/// assert_eq!(energy(a.view()), 5.0);
/// assert_eq!(energy([[1.0], [2.0]]), 5.0);
/// assert_eq!(energy(3.0), 9.0);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub trait AsView<T> {
    /// The items as a view.
    fn as_view(&self) -> ArrayView<'_, T>;

    /// The array itself where it was given away: its memory may be reused for the result.
    fn into_owned(self) -> Option<Array<T>>
    where
        Self: Sized,
    {
        None
    }

    /// The array itself, sharing its memory, where there is one.
    fn shared(&self) -> Option<Array<T>> {
        None
    }
}

/// What functions take that write to an array: arrays, unique views, vectors and slices.
pub trait AsViewMut<T> {
    /// The places to write to.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`](crate::Error::OutOfMemory) if shared memory must be copied first and cannot be.
    fn as_view_mut(&mut self) -> Result<ArrayViewMut<'_, T>>;
}

impl<T: Clone + 'static> AsViewMut<T> for Array<T> {
    #[inline]
    fn as_view_mut(&mut self) -> Result<ArrayViewMut<'_, T>> {
        self.try_view_mut()
    }
}

impl<T> AsViewMut<T> for ArrayViewMut<'_, T> {
    #[inline]
    fn as_view_mut(&mut self) -> Result<ArrayViewMut<'_, T>> {
        Ok(self.view_mut())
    }
}

impl<T> AsViewMut<T> for [T] {
    #[inline]
    fn as_view_mut(&mut self) -> Result<ArrayViewMut<'_, T>> {
        Ok(ArrayViewMut::from_slice(self))
    }
}

impl<T> AsViewMut<T> for Vec<T> {
    #[inline]
    fn as_view_mut(&mut self) -> Result<ArrayViewMut<'_, T>> {
        Ok(ArrayViewMut::from_slice(self))
    }
}

impl<T> AsView<T> for Array<T> {
    #[inline]
    fn as_view(&self) -> ArrayView<'_, T> {
        self.view()
    }
    #[inline]
    fn into_owned(self) -> Option<Array<T>> {
        Some(self)
    }
    #[inline]
    fn shared(&self) -> Option<Array<T>> {
        Some(self.clone())
    }
}

impl<T> AsView<T> for ArrayView<'_, T> {
    #[inline]
    fn as_view(&self) -> ArrayView<'_, T> {
        self.clone()
    }
}

impl<T> AsView<T> for ArrayViewMut<'_, T> {
    #[inline]
    fn as_view(&self) -> ArrayView<'_, T> {
        self.view()
    }
}

impl<T> AsView<T> for [T] {
    #[inline]
    fn as_view(&self) -> ArrayView<'_, T> {
        ArrayView::from_slice(self)
    }
}

impl<T> AsView<T> for Vec<T> {
    #[inline]
    fn as_view(&self) -> ArrayView<'_, T> {
        ArrayView::from_slice(self)
    }
}

impl<T, A: AsView<T> + ?Sized> AsView<T> for &A {
    #[inline]
    fn as_view(&self) -> ArrayView<'_, T> {
        (**self).as_view()
    }
    #[inline]
    fn shared(&self) -> Option<Array<T>> {
        (**self).shared()
    }
}

impl<T, A: AsView<T> + ?Sized> AsView<T> for &mut A {
    #[inline]
    fn as_view(&self) -> ArrayView<'_, T> {
        (**self).as_view()
    }
    #[inline]
    fn shared(&self) -> Option<Array<T>> {
        (**self).shared()
    }
}

/// A view of the items of nested arrays, which lie one after the other.
///
/// # Safety
/// `memory` must consist of exactly the items of `shape`.
#[inline]
unsafe fn nested<'a, T, A>(memory: &'a A, shape: &[usize]) -> ArrayView<'a, T> {
    debug_assert_eq!(size_of::<A>(), shape.iter().product::<usize>() * size_of::<T>());
    let layout = Layout::contiguous_unchecked(shape, size_of::<T>(), Order::C);
    // SAFETY: by contract.
    unsafe { ArrayView::from_raw(NonNull::from(memory).cast(), layout) }
}

macro_rules! nested_arrays {
    ($([$($n:ident)+] $ty:ty;)*) => {$(
        impl<T: Element, $(const $n: usize),+> AsView<T> for $ty {
            #[inline]
            fn as_view(&self) -> ArrayView<'_, T> {
                // SAFETY: nested arrays are their items, without padding.
                unsafe { nested(self, &[$($n),+]) }
            }
        }
    )*};
}
nested_arrays! {
    [A] [T; A];
    [A B] [[T; B]; A];
    [A B C] [[[T; C]; B]; A];
    [A B C D] [[[[T; D]; C]; B]; A];
    [A B C D E] [[[[[T; E]; D]; C]; B]; A];
    [A B C D E F] [[[[[[T; F]; E]; D]; C]; B]; A];
}

/// An array or nothing, where NumPy takes `None`: `clip(&a, 0.0, None)`.
pub trait MaybeView<T> {
    /// The items as a view, if there are any.
    fn maybe_view(&self) -> Option<ArrayView<'_, T>>;
}

impl<T, A: AsView<T>> MaybeView<T> for A {
    #[inline]
    fn maybe_view(&self) -> Option<ArrayView<'_, T>> {
        Some(self.as_view())
    }
}

macro_rules! scalars {
    ($($ty:ty)*) => {$(
        impl MaybeView<$ty> for Option<$ty> {
            #[inline]
            fn maybe_view(&self) -> Option<ArrayView<'_, $ty>> {
                self.as_ref().map(ArrayView::from_ref)
            }
        }

        impl AsView<$ty> for $ty {
            #[inline]
            fn as_view(&self) -> ArrayView<'_, $ty> {
                ArrayView::from_ref(self)
            }
        }
    )*};
}
scalars!(bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 crate::f16 crate::bf16 crate::c64 crate::c128);
