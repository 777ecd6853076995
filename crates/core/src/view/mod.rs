//! The array types: a [`Layout`](crate::Layout) over memory that is owned, borrowed, or typed at run time.
//!
//! This is one of the rooms where `unsafe` lives. The invariant behind all of it: a layout that belongs
//! to an array leads, for every index within its shape, to an initialised, aligned value of the item
//! type, and stays so because layouts are only narrowed, and memory is only lent while it is borrowed or
//! counted.

mod any;
mod array;
mod as_view;
mod borrowed;
mod build;
mod items;
mod iter;
mod methods;
mod parts;
mod rank;
mod reinterpret;
mod select;
mod strided;

pub use any::{AnyArray, AnyView, AnyViewMut};
pub use array::Array;
pub use as_view::{AsView, AsViewMut, MaybeView};
pub use borrowed::{ArrayView, ArrayViewMut};
#[doc(hidden)]
pub use build::{nested1, nested2, nested3, nested4, nested5, nested6};
pub(crate) use items::{Fresh, Items, Reshaped};
pub use iter::{Iter, IterMut};
pub use rank::{RankView, RankViewMut};
pub(crate) use select::{ItemsMut, outside};
pub(crate) use strided::{Relayout, RelayoutExt, restrided};
pub use strided::{Strided, as_strided_unchecked};
