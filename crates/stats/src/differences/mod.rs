//! Differences along an axis, and what is made of them: `diff`, `gradient`, `trapezoid`, `unwrap`.

mod gradients;
mod phases;

use numoxide_core::layout::normalize_axis;
use numoxide_core::{AnyArray, AnyView, Array, ArrayView, AsView, DType, Error, Result, Scalar};
use numoxide_ufunc as ufunc;

use crate::calc::{self, part};
use crate::sample::Sample;
pub use gradients::{Spacing, gradient};
pub use phases::unwrap;

/// The differences of neighbours along the last axis. Those of truth values say whether they differ; those of integers wrap
/// around. NumPy: `diff`.
///
/// # Errors
/// [`Error::Rank`] for an array without axes, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_stats::diff;
///
/// assert_eq!(diff([1, 2, 4, 7, 0])?.to_vec(), [1, 2, 3, -7]);
/// assert_eq!(diff::with(&[1, 2, 4, 7, 0]).n(2).run()?.to_vec(), [1, 1, -10]);
/// assert_eq!(diff::with(&[[1, 3], [6, 0]]).axis(0).prepend(&0).run()?.to_vec(), [1, 3, 5, -3]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn diff<T: Scalar>(a: impl AsView<T>) -> Result<Array<T>> {
    diff::with(&a).run()
}

/// [`diff`](fn@diff) with keywords and for run-time types.
pub mod diff {
    use super::*;

    const OP: &str = "diff";

    /// A call with NumPy's keyword arguments.
    pub fn with<T: Scalar>(a: &(impl AsView<T> + ?Sized)) -> Diff<'_, T> {
        Diff { a: a.as_view(), n: 1, axis: -1, prepend: None, append: None }
    }

    /// NumPy's keyword arguments of `diff`.
    #[must_use = "a call does nothing before `run`"]
    pub struct Diff<'a, T> {
        a: ArrayView<'a, T>,
        n: usize,
        axis: isize,
        prepend: Option<ArrayView<'a, T>>,
        append: Option<ArrayView<'a, T>>,
    }

    impl<'a, T: Scalar> Diff<'a, T> {
        /// How many times differences are taken.
        pub fn n(self, n: usize) -> Self {
            Diff { n, ..self }
        }

        /// The axis; a negative one counts from the end.
        pub fn axis(self, axis: isize) -> Self {
            Diff { axis, ..self }
        }

        /// What is put in front first: an array, or a single value for each line.
        pub fn prepend(self, items: &'a (impl AsView<T> + ?Sized)) -> Self {
            Diff { prepend: Some(items.as_view()), ..self }
        }

        /// What is put behind first: an array, or a single value for each line.
        pub fn append(self, items: &'a (impl AsView<T> + ?Sized)) -> Self {
            Diff { append: Some(items.as_view()), ..self }
        }

        /// The differences.
        ///
        /// # Errors
        /// As [`diff`](fn@super::diff); [`Error::Axis`] if there is no such axis, [`Error::Shape`] if what is put in front or
        /// behind does not fit.
        pub fn run(self) -> Result<Array<T>> {
            let Diff { a, n, axis, prepend, append } = self;
            let end = |items: Option<ArrayView<'a, T>>| items.map(AnyView::from);
            any_with(&a.into(), n, axis, end(prepend).as_ref(), end(append).as_ref())?.try_into()
        }
    }

    /// The differences of neighbours along the last axis of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`diff`](fn@super::diff); [`Error::NoLoop`] for types that have no differences.
    pub fn any(a: &AnyArray) -> Result<AnyArray> {
        any_with(&a.view(), 1, -1, None, None)
    }

    /// [`any`] with NumPy's keyword arguments: `n`, `axis`, `prepend` and `append`.
    ///
    /// # Errors
    /// As [`any`]; [`Error::Axis`] if there is no such axis.
    pub fn any_with(
        a: &AnyView<'_>,
        n: usize,
        axis: isize,
        prepend: Option<&AnyView<'_>>,
        append: Option<&AnyView<'_>>,
    ) -> Result<AnyArray> {
        if n == 0 {
            return a.copy(numoxide_core::Order::K);
        }
        if a.ndim() == 0 {
            return Err(Error::Rank { op: OP, expected: "at least one axis", found: 0 });
        }
        let axis = normalize_axis(OP, axis, a.ndim())?;
        if prepend.is_none() && append.is_none() {
            return times(n, a, axis);
        }
        let whole = extended(a, axis, prepend, append)?;
        times(n, &whole.view(), axis)
    }

    /// The array with more items in front or behind.
    fn extended(
        a: &AnyView<'_>,
        axis: usize,
        prepend: Option<&AnyView<'_>>,
        append: Option<&AnyView<'_>>,
    ) -> Result<AnyArray> {
        let end = |items: &AnyView<'_>| {
            let mut shape = a.shape().to_vec();
            shape[axis] = 1;
            let items = if items.ndim() == 0 { items.broadcast_to(&shape)? } else { items.view() };
            items.copy(numoxide_core::Order::C)
        };
        let mut pieces = Vec::new();
        pieces.extend(prepend.map(end).transpose()?);
        pieces.push(a.copy(numoxide_core::Order::K)?);
        pieces.extend(append.map(end).transpose()?);
        AnyArray::concatenate(&pieces.iter().collect::<Vec<_>>(), axis as isize)
    }

    fn times(n: usize, a: &AnyView<'_>, axis: usize) -> Result<AnyArray> {
        let mut differences = once(a, axis)?;
        for _ in 1..n {
            differences = once(&differences.view(), axis)?;
        }
        Ok(differences)
    }
}

/// The differences of neighbours along an axis.
fn once(a: &AnyView<'_>, axis: usize) -> Result<AnyArray> {
    let ufunc = if a.dtype() == &DType::Bool { ufunc::not_equal::UFUNC } else { ufunc::subtract::UFUNC };
    calc::call(ufunc, &[&part(a, axis, 1, None)?, &part(a, axis, None, -1)?])
}

/// The integral along the last axis by trapezoids of width 1. NumPy: `trapezoid`.
///
/// # Errors
/// [`Error::Rank`] for an array without axes, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_stats::trapezoid;
///
/// assert_eq!(trapezoid([1, 2, 3])?.to_vec(), [4.0]);
/// assert_eq!(trapezoid::with(&[1, 2, 3]).x(&[4, 6, 8]).run()?.to_vec(), [8.0]);
/// assert_eq!(trapezoid::with(&[[0.0, 1.0], [2.0, 3.0]]).dx(2.0).axis(0).run()?.to_vec(), [2.0, 4.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn trapezoid<T: Sample>(y: impl AsView<T>) -> Result<Array<T::Mean>> {
    trapezoid::with(&y).run()
}

/// [`trapezoid`](fn@trapezoid) with keywords and for run-time types.
pub mod trapezoid {
    use super::*;

    const OP: &str = "trapezoid";

    /// A call with NumPy's keyword arguments.
    pub fn with<T: Sample>(y: &(impl AsView<T> + ?Sized)) -> Trapezoid<'_, T> {
        Trapezoid { y: y.as_view(), x: None, dx: 1.0, axis: -1 }
    }

    /// NumPy's keyword arguments of `trapezoid`.
    #[must_use = "a call does nothing before `run`"]
    pub struct Trapezoid<'a, T> {
        y: ArrayView<'a, T>,
        x: Option<ArrayView<'a, T>>,
        dx: f64,
        axis: isize,
    }

    impl<'a, T: Sample> Trapezoid<'a, T> {
        /// The places of the values: for all lines, or in the shape of the array.
        pub fn x(self, x: &'a (impl AsView<T> + ?Sized)) -> Self {
            Trapezoid { x: Some(x.as_view()), ..self }
        }

        /// The distance of neighbours.
        pub fn dx(self, dx: f64) -> Self {
            Trapezoid { dx, ..self }
        }

        /// The axis; a negative one counts from the end.
        pub fn axis(self, axis: isize) -> Self {
            Trapezoid { axis, ..self }
        }

        /// The integrals.
        ///
        /// # Errors
        /// As [`trapezoid`](fn@super::trapezoid); [`Error::Axis`] if there is no such axis, [`Error::Broadcast`] if the places
        /// do not fit.
        pub fn run(self) -> Result<Array<T::Mean>> {
            let Trapezoid { y, x, dx, axis } = self;
            any_with(&y.into(), x.map(AnyView::from).as_ref(), dx, axis)?.try_into()
        }
    }

    /// The integral along the last axis of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`trapezoid`](fn@super::trapezoid); [`Error::NoLoop`] for types that have no sums.
    pub fn any(y: &AnyArray) -> Result<AnyArray> {
        any_with(&y.view(), None, 1.0, -1)
    }

    /// [`any`] with NumPy's keyword arguments.
    ///
    /// # Errors
    /// As [`any`]; [`Error::Axis`] if there is no such axis.
    pub fn any_with(y: &AnyView<'_>, x: Option<&AnyView<'_>>, dx: f64, axis: isize) -> Result<AnyArray> {
        if y.ndim() == 0 {
            return Err(Error::Rank { op: OP, expected: "at least one axis", found: 0 });
        }
        let along = normalize_axis(OP, axis, y.ndim())?;
        let sums = calc::call(ufunc::add::UFUNC, &[&part(y, along, 1, None)?, &part(y, along, None, -1)?])?;
        let areas = match x {
            None => calc::weak(ufunc::multiply::UFUNC, &sums, dx)?,
            Some(x) => calc::multiply(&widths(x, y.ndim(), axis)?, &sums)?,
        };
        let halves = calc::weak(ufunc::divide::UFUNC, &areas, 2.0)?;
        ufunc::sum::any_with(&halves).axis(axis).run()
    }

    /// The distances of places along an axis of an array of `ndim` axes.
    fn widths(x: &AnyView<'_>, ndim: usize, axis: isize) -> Result<AnyArray> {
        if x.ndim() != 1 {
            // As NumPy, which counts the axis of the places by themselves.
            return once(x, normalize_axis(OP, axis, x.ndim())?);
        }
        let widths = once(x, 0)?;
        let mut shape = vec![1; ndim];
        shape[normalize_axis(OP, axis, ndim)?] = widths.len();
        widths.reshape(&shape)
    }
}
