//! [`Strided`]: arrays and views whose layout can change while their memory stays.

use super::{AnyArray, AnyView, Array, ArrayView, Items};
use crate::Error;
use crate::layout::{Layout, checked_bytes};

/// [`Array`], [`ArrayView`], [`AnyArray`] and [`AnyView`]: what functions take that return views. What goes in is what
/// comes out, over the same memory.
pub trait Strided: Relayout {}

/// The part of [`Strided`] that is not the user's: any layout could be given.
pub trait Relayout: Clone {
    /// The present layout.
    fn the_layout(&self) -> &Layout;
    /// Bytes of one item.
    fn the_itemsize(&self) -> usize;
    /// The same memory, with another layout.
    fn with_narrowed(&self, layout: Narrowed) -> Self;
}

/// A layout that was made by narrowing the one it will replace, which only this crate can promise.
#[derive(Clone, Debug)]
pub struct Narrowed(Layout);

/// [`Relayout`] for use in this crate.
pub(crate) trait RelayoutExt: Relayout {
    /// The same memory, with a layout that must have been made by narrowing the present one.
    #[inline]
    fn relayout(&self, layout: Layout) -> Self {
        self.with_narrowed(Narrowed(layout))
    }
}

impl<V: Relayout> RelayoutExt for V {}

macro_rules! strided {
    ($([$($generics:tt)*] $ty:ty;)*) => {$(
        impl<$($generics)*> Relayout for $ty {
            #[inline]
            fn the_layout(&self) -> &Layout {
                &self.layout
            }
            #[inline]
            fn the_itemsize(&self) -> usize {
                self.itemsize()
            }
            #[inline]
            fn with_narrowed(&self, layout: Narrowed) -> Self {
                self.with_layout(layout.0)
            }
        }
        impl<$($generics)*> Strided for $ty {}
    )*};
}
strided! {
    [T] Array<T>;
    ['a, T] ArrayView<'a, T>;
    [] AnyArray;
    ['a] AnyView<'a>;
}

impl Relayout for Items<'_> {
    #[inline]
    fn the_layout(&self) -> &Layout {
        self.layout()
    }
    #[inline]
    fn the_itemsize(&self) -> usize {
        self.itemsize()
    }
    #[inline]
    fn with_narrowed(&self, layout: Narrowed) -> Self {
        self.with_layout(layout.0)
    }
}

/// `a` with another shape and other byte strides, from its first item on, without any check.
///
/// # Safety
/// Every place of the new array must be an initialised item in the memory of `a`, aligned for its type, that
/// lives and is not written to by anyone else for as long as the memory of `a`.
///
/// # Errors
/// [`Error::Size`](crate::Error::Size) if the shape does not fit, [`Error::Shape`](crate::Error::Shape) if shape and
/// strides differ in length.
///
/// ```
/// use numoxide_core::{array, stride_tricks::as_strided_unchecked};
///
/// let a = array![1i64, 2, 3, 4];
/// // SAFETY: three pairs of neighbours are within the four items.
/// let pairs = unsafe { as_strided_unchecked(&a, [3, 2], [8, 8])? };
/// assert_eq!(pairs.to_vec(), [1, 2, 2, 3, 3, 4]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub unsafe fn as_strided_unchecked<V: Strided>(
    a: &V,
    shape: impl crate::Ints,
    strides: impl crate::Ints,
) -> crate::Result<V> {
    Ok(a.relayout(restrided("as_strided", a, &shape, &strides)?))
}

/// The layout of other shape and strides over the memory of `a`, which it may leave.
pub(crate) fn restrided<V: Relayout>(
    op: &'static str,
    a: &V,
    shape: &impl crate::Ints,
    strides: &impl crate::Ints,
) -> crate::Result<Layout> {
    let (shape, strides) = (crate::ints::sizes(op, shape)?, strides.ints());
    checked_bytes(op, &shape, a.the_itemsize())?;
    if shape.len() != strides.len() {
        return Err(Error::Shape { op, expected: vec![shape.len()], found: vec![strides.len()] });
    }
    Ok(Layout { shape, strides, offset: a.the_layout().offset })
}
