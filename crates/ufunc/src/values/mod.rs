//! Values looked at and changed one by one: clip, round, closeness, equality, parts of complex numbers.

mod bounds;
mod close;
mod equality;
mod finite;
mod parts;
mod rounding;

pub use bounds::{Bound, clip};
pub use close::{Closeness, Tolerance, allclose, isclose};
pub use equality::{ArrayEqual, array_equal, array_equiv};
pub use finite::{NanToNum, nan_to_num};
pub use parts::{angle, imag, iscomplex, iscomplexobj, isfortran, isreal, isrealobj, real, real_if_close};
pub use rounding::{Round, around, round};

use numoxide_core::{Array, ArrayView, ArrayViewMut, AsView, MaybeView, Number, Scalar};

use crate::functions::done;

/// What changes values one by one, as methods.
///
/// Like operators, they panic where the function of the same name returns an error.
pub trait ValueMethods<T: Scalar>: AsView<T> {
    /// [`clip`](fn@clip) between two bounds, either of which may be `None`.
    fn clip(&self, min: impl MaybeView<T>, max: impl MaybeView<T>) -> Array<T> {
        done(clip(self, min, max))
    }

    /// [`round`](fn@round) to so many decimals.
    fn round(&self, decimals: i32) -> Array<T>
    where
        T: Number,
    {
        done(round(self, decimals))
    }
}

impl<T: Scalar> ValueMethods<T> for Array<T> {}
impl<T: Scalar> ValueMethods<T> for ArrayView<'_, T> {}
impl<T: Scalar> ValueMethods<T> for ArrayViewMut<'_, T> {}
