//! Padding: the function [`pad`](fn@pad) and its modes.
//!
//! Modes that only copy items (`Constant`, `Edge`, `Reflect`, `Symmetric`, `Wrap`) take any `Clone` type; those
//! that calculate take numbers. A closure is a mode too.

mod calculate;
mod copy;

pub use calculate::{LinearRamp, Maximum, Mean, Median, Minimum};
pub use copy::{Constant, Edge, Empty, Reflect, Sides, Symmetric, Wrap};

use crate::{Array, ArrayView, ArrayViewMut, AsView, Error, Result, Scalar};

pub(super) const OP: &str = "pad";

/// A value for each side of each axis.
///
/// Functions take `impl Into<Pairs<X>>`: one value for all sides, a pair `(before, after)` for all axes, or a
/// list of a pair for each axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pairs<X> {
    /// The same on every side.
    All(X),
    /// Before and after every axis.
    Both(X, X),
    /// Before and after each axis.
    Each(Vec<(X, X)>),
}

impl<X> From<X> for Pairs<X> {
    fn from(value: X) -> Self {
        Pairs::All(value)
    }
}

impl<X> From<(X, X)> for Pairs<X> {
    fn from((before, after): (X, X)) -> Self {
        Pairs::Both(before, after)
    }
}

impl<X, const N: usize> From<[(X, X); N]> for Pairs<X> {
    fn from(pairs: [(X, X); N]) -> Self {
        Pairs::Each(pairs.into())
    }
}

impl<X> From<Vec<(X, X)>> for Pairs<X> {
    fn from(pairs: Vec<(X, X)>) -> Self {
        Pairs::Each(pairs)
    }
}

impl<X> Pairs<X> {
    fn try_map<Y>(self, value: impl Fn(X) -> Result<Y>) -> Result<Pairs<Y>> {
        let pair = |(before, after)| Ok((value(before)?, value(after)?));
        Ok(match self {
            Pairs::All(all) => Pairs::All(value(all)?),
            Pairs::Both(before, after) => Pairs::Both(value(before)?, value(after)?),
            Pairs::Each(pairs) => Pairs::Each(pairs.into_iter().map(pair).collect::<Result<_>>()?),
        })
    }
}

impl<X: Clone> Pairs<X> {
    /// One pair per axis.
    pub(super) fn per_axis(&self, ndim: usize) -> Result<Vec<(X, X)>> {
        match self {
            Pairs::All(value) => Ok(vec![(value.clone(), value.clone()); ndim]),
            Pairs::Both(before, after) => Ok(vec![(before.clone(), after.clone()); ndim]),
            Pairs::Each(pairs) if pairs.len() == 1 => Ok(vec![pairs[0].clone(); ndim]),
            Pairs::Each(pairs) if pairs.len() == ndim => Ok(pairs.clone()),
            Pairs::Each(pairs) => {
                Err(Error::Broadcast { op: OP, left: vec![pairs.len(), 2], right: vec![ndim, 2] })
            }
        }
    }
}

/// How the padding is filled: a mode of this module, or a closure.
pub trait Mode<T> {
    /// `a` with padding of these widths before and after each axis.
    ///
    /// # Errors
    /// If the mode cannot fill it, or the result does not fit.
    fn pad(self, a: &ArrayView<'_, T>, widths: &[(usize, usize)]) -> Result<Array<T>>;
}

/// `a` with padding around it. NumPy: `pad`.
///
/// # Errors
/// [`Error::Value`] if a width is negative or the mode cannot pad (an empty axis has no edge),
/// [`Error::Broadcast`] if there is not one pair per axis, [`Error::Size`] if the result does not fit.
///
/// ```
/// use numoxide_core::{array, pad};
///
/// let a = array![1, 2, 3];
/// assert_eq!(pad(&a, (2, 1), pad::Constant(0))?.to_vec(), [0, 0, 1, 2, 3, 0]);
/// assert_eq!(pad(&a, 2, pad::Reflect)?.to_vec(), [3, 2, 1, 2, 3, 2, 1]);
/// assert_eq!(pad(&a, (0, 2), pad::Mean::new())?.to_vec(), [1, 2, 3, 2, 2]);
/// let b = pad(&array![[7]], [(1, 0), (0, 1)], pad::Constant(0))?;
/// assert_eq!(b.to_vec(), [0, 0, 7, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn pad<T: Clone + 'static>(
    a: impl AsView<T>,
    widths: impl Into<Pairs<isize>>,
    mode: impl Mode<T>,
) -> Result<Array<T>> {
    let a = a.as_view();
    let width =
        |width| usize::try_from(width).map_err(|_| Error::value(OP, "index can't contain negative values"));
    let widths = widths.into().try_map(width)?.per_axis(a.ndim())?;
    mode.pad(&a, &widths)
}

/// A closure gets each 1-d line of the zero-padded array in turn, axis by axis, with the widths of its padding and
/// the number of the axis, and fills the padding.
///
/// ```
/// use numoxide_core::{array, pad};
///
/// let tens = pad(array![1, 2], (1, 2), |mut line: numoxide_core::ArrayViewMut<'_, i32>, (before, _), _| {
///     for at in 0..before {
///         line[at] = 10;
///     }
/// })?;
/// assert_eq!(tens.to_vec(), [10, 1, 2, 0, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
impl<T: Scalar, F: FnMut(ArrayViewMut<'_, T>, (usize, usize), usize)> Mode<T> for F {
    fn pad(mut self, a: &ArrayView<'_, T>, widths: &[(usize, usize)]) -> Result<Array<T>> {
        let mut padded = Constant(T::ZERO).pad(a, widths)?;
        for (axis, &width) in widths.iter().enumerate() {
            let lines = padded.len() / padded.shape()[axis].max(1);
            let mut around = padded.shape().to_vec();
            around.remove(axis);
            for line in 0..lines {
                let mut view = padded.try_view_mut()?.moveaxis(axis as isize, -1)?;
                let mut left = line;
                let mut index = vec![0isize; around.len()];
                for (at, &size) in index.iter_mut().zip(&around).rev() {
                    *at = (left % size) as isize;
                    left /= size;
                }
                for at in index {
                    view = view.slice([crate::layout::SliceSpec::Index(at)])?;
                }
                self(view, width, axis);
            }
        }
        Ok(padded)
    }
}
