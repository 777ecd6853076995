//! [`Strided`]: arrays and views whose layout can change while their memory stays.

use super::{AnyArray, AnyView, Array, ArrayView, Items};
use crate::layout::Layout;

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
