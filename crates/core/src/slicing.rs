//! The [`s!`](crate::s) macro and its words.

use crate::layout::SliceSpec;

/// In [`s!`](crate::s): a new axis of size 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewAxis;

/// In [`s!`](crate::s): as many full axes as are needed; the macro also takes `...`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ellipsis;

impl From<NewAxis> for SliceSpec {
    fn from(_: NewAxis) -> Self {
        SliceSpec::NewAxis
    }
}

impl From<Ellipsis> for SliceSpec {
    fn from(_: Ellipsis) -> Self {
        SliceSpec::Ellipsis
    }
}

/// A basic index, as NumPy writes it between brackets: integers, ranges, ranges with a step after a
/// semicolon, `NewAxis`, and `...` for all axes that are not named.
///
/// | NumPy | numoxide |
/// |---|---|
/// | `a[-1]` | `a.slice(s![-1])` |
/// | `a[1:5, ::2]` | `a.slice(s![1..5, ..;2])` |
/// | `a[::-1]` | `a.slice(s![..;-1])` |
/// | `a[..., 0]` | `a.slice(s![..., 0])` |
/// | `a[:, None]` | `a.slice(s![.., NewAxis])` |
///
/// Bounds outside the axis are clamped, as in NumPy; a single place outside is an error.
///
/// ```
/// use numoxide_core::{Array, NewAxis, s};
///
/// let a = Array::from_shape_vec([2, 3], vec![1, 2, 3, 4, 5, 6])?;
/// assert_eq!(a.slice(s![.., ..;2])?.to_vec(), [1, 3, 4, 6]);
/// assert_eq!(a.slice(s![..., -1])?.to_vec(), [3, 6]);
/// assert_eq!(a.slice(s![1, 1..100, NewAxis])?.shape(), [2, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[macro_export]
macro_rules! s {
    (@specs [$($done:expr,)*]) => {
        [$($done),*] as [$crate::layout::SliceSpec; _]
    };
    (@specs [$($done:expr,)*] ... $(, $($rest:tt)*)?) => {
        $crate::s!(@specs [$($done,)* $crate::layout::SliceSpec::Ellipsis,] $($($rest)*)?)
    };
    (@specs [$($done:expr,)*] $range:expr ; $step:expr $(, $($rest:tt)*)?) => {
        $crate::s!(@specs [$($done,)* $crate::s!(@one $crate::layout::SliceSpec::Slice(
            $crate::layout::Slice::from($range).with_step($step)
        )),] $($($rest)*)?)
    };
    (@specs [$($done:expr,)*] $spec:expr $(, $($rest:tt)*)?) => {
        $crate::s!(@specs [$($done,)* $crate::s!(@one $crate::layout::SliceSpec::from($spec)),] $($($rest)*)?)
    };
    // `2..-1` is no empty range here: bounds may count from the end.
    (@one $spec:expr) => {{
        #[allow(clippy::reversed_empty_ranges, clippy::let_and_return)]
        let spec = $spec;
        spec
    }};
    ($($specs:tt)*) => {
        $crate::s!(@specs [] $($specs)*)
    };
}
