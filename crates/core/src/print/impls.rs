//! What can be printed, and the formatting traits of all array types.

use std::any::type_name;
use std::fmt::{self, Debug, Display};

use super::text::{array_repr, array_str};
use crate::{AnyArray, AnyView, AnyViewMut, Array, ArrayView, ArrayViewMut};

/// An array of any type whose items are elements or can at least be debugged.
///
/// Implemented by the array types of this crate, and by no others.
pub trait Printable {
    #[doc(hidden)]
    fn source(&self) -> Source<'_>;
}

/// Where printed items come from.
#[derive(Clone)]
pub enum Source<'a> {
    /// Items of a dtype.
    Elements(AnyView<'a>),
    /// Items of a Rust type that prints itself.
    Others(&'a dyn Items),
}

impl Source<'_> {
    pub(super) fn shape(&self) -> &[usize] {
        match self {
            Source::Elements(view) => view.shape(),
            Source::Others(items) => items.shape(),
        }
    }
}

/// Items that print themselves.
pub trait Items {
    /// The size of each axis.
    fn shape(&self) -> &[usize];
    /// The item at `index`.
    fn item(&self, index: &[isize]) -> &dyn Debug;
    /// The name of the items' type.
    fn type_name(&self) -> &'static str;
}

macro_rules! typed {
    ($([$($lifetime:lifetime)?] $array:ty;)*) => {$(
        impl<$($lifetime,)? T: Debug + 'static> Items for $array {
            fn shape(&self) -> &[usize] {
                self.layout().shape()
            }

            fn item(&self, index: &[isize]) -> &dyn Debug {
                self.get(index).expect("a printed index lies in the array")
            }

            fn type_name(&self) -> &'static str {
                type_name::<T>()
            }
        }

        impl<$($lifetime,)? T: Debug + 'static> Printable for $array {
            fn source(&self) -> Source<'_> {
                self.as_elements().map_or(Source::Others(self), Source::Elements)
            }
        }

        impl<$($lifetime,)? T: Debug + 'static> Display for $array {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                array_str(self).honour(f).fmt(f)
            }
        }

        impl<$($lifetime,)? T: Debug + 'static> Debug for $array {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                array_repr(self).honour(f).fmt(f)
            }
        }
    )*};
}
typed! {
    [] Array<T>;
    ['a] ArrayView<'a, T>;
    ['a] ArrayViewMut<'a, T>;
}

macro_rules! untyped {
    ($($array:ty)*) => {$(
        impl Printable for $array {
            fn source(&self) -> Source<'_> {
                Source::Elements(self.view())
            }
        }

        impl Display for $array {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                array_str(self).honour(f).fmt(f)
            }
        }

        impl Debug for $array {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                array_repr(self).honour(f).fmt(f)
            }
        }
    )*};
}
untyped!(AnyArray AnyView<'_> AnyViewMut<'_>);
