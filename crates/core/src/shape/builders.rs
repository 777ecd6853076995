//! NumPy's `r_` and `c_`: arrays put together from numbers, ranges and arrays.

use std::ops::Range;

use super::concatenate;
use crate::create::{Span, asarray};
use crate::{Array, AsView, Result};

/// What [`r_!`](crate::r_) and [`c_!`](crate::c_) put together: whatever can be seen as an array, ranges, and [`Span`]s.
pub trait IntoPiece<T> {
    /// The items as an array.
    ///
    /// # Errors
    /// If a range is no range, or memory cannot be had.
    fn into_piece(self) -> Result<Array<T>>;
}

impl<T: Clone + 'static, A: AsView<T>> IntoPiece<T> for A {
    fn into_piece(self) -> Result<Array<T>> {
        asarray(self)
    }
}

macro_rules! ranges {
    ($($ty:ty)*) => {$(
        impl IntoPiece<$ty> for Range<$ty> {
            fn into_piece(self) -> Result<Array<$ty>> {
                Array::arange(self.start, self.end, <$ty as crate::Scalar>::ONE)
            }
        }
        impl IntoPiece<$ty> for Span<$ty> {
            fn into_piece(self) -> Result<Array<$ty>> {
                self.values()
            }
        }
    )*};
}
ranges!(i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);

/// The pieces of [`r_!`](crate::r_), one after the other.
#[doc(hidden)]
pub fn join_rows<T: Clone + 'static, const N: usize>(pieces: [Result<Array<T>>; N]) -> Result<Array<T>> {
    let pieces =
        pieces.into_iter().map(|piece| Ok(super::atleast_1d(&piece?))).collect::<Result<Vec<_>>>()?;
    concatenate(&pieces, 0)
}

/// The pieces of [`c_!`](crate::c_), side by side.
#[doc(hidden)]
pub fn join_columns<T: Clone + 'static, const N: usize>(pieces: [Result<Array<T>>; N]) -> Result<Array<T>> {
    let column = |piece: Result<Array<T>>| {
        let piece = piece?;
        match piece.ndim() {
            0 | 1 => piece.reshape([-1, 1]),
            _ => Ok(piece),
        }
    };
    concatenate(pieces.into_iter().map(column).collect::<Result<Vec<_>>>()?, -1)
}

/// Numbers, ranges, [`Span`]s and arrays, one after the other along the first axis. NumPy: `r_[...]`.
///
/// ```
/// use numoxide_core::{array, r_};
///
/// let a = array![7, 8];
/// assert_eq!(r_![0..3, 9, &a]?.to_vec(), [0, 1, 2, 9, 7, 8]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[macro_export]
macro_rules! r_ {
    ($($piece:expr),+ $(,)?) => { $crate::join_rows([$($crate::IntoPiece::into_piece($piece)),+]) };
}

/// Numbers, ranges, [`Span`]s and arrays side by side along the last axis; what has one axis is a column.
/// NumPy: `c_[...]`.
///
/// ```
/// use numoxide_core::{array, c_};
///
/// let a = array![7, 8];
/// assert_eq!(c_![0..2, &a]?.to_vec(), [0, 7, 1, 8]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[macro_export]
macro_rules! c_ {
    ($($piece:expr),+ $(,)?) => { $crate::join_columns([$($crate::IntoPiece::into_piece($piece)),+]) };
}
