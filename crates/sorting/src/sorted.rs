//! `sort` and `sort_complex`.

use numoxide_core::{
    AnyArray, AnyViewMut, Array, ArrayView, ArrayViewMut, AsView, Copyto, Result, Scalar, with_scalar,
};

use crate::lines::{Axis, change_lines, map_lines};
use crate::order::Sortable;
use crate::ranks;

/// NumPy's names of sorts. Every one of them is stable here, and gives the same result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortKind {
    /// NumPy's default.
    #[default]
    Quicksort,
    /// Sort by heap.
    Heapsort,
    /// Sort by merging.
    Mergesort,
    /// Equal items keep their order.
    Stable,
}

/// A sorted copy along the last axis. Equal items keep their order. NumPy: `sort`.
///
/// # Errors
/// [`Error::Axis`](numoxide_core::Error::Axis) for a 0-d array,
/// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
///
/// ```
/// use numoxide_core::array;
/// use numoxide_sorting::sort;
///
/// let a = array![[1, 4], [3, 1]];
/// assert_eq!(sort(&a)?.to_vec(), [1, 4, 1, 3]);
/// assert_eq!(sort::with(&a).axis(0).run()?.to_vec(), [1, 1, 3, 4]);
/// assert_eq!(sort::with(&a).axis(None).run()?.to_vec(), [1, 1, 3, 4]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn sort<T: Sortable>(a: impl AsView<T>) -> Result<Array<T>> {
    sorted(&a.as_view(), Some(-1))
}

fn sorted<T: Sortable>(a: &ArrayView<'_, T>, axis: Option<isize>) -> Result<Array<T>> {
    let axis = Axis::of("sort", axis, a.ndim())?;
    if a.is_c_contiguous() && !matches!(axis, Axis::Other(_)) {
        return map_lines(a, axis, T::sort_line_into);
    }
    let mut lines = axis.lines(a)?;
    change_lines(&mut lines, T::sort_line)?;
    axis.restore(lines)
}

/// Sorts along an axis where the items lie.
pub(crate) fn sort_in_place<T: Sortable>(mut a: ArrayViewMut<'_, T>, axis: isize) -> Result<()> {
    let axis = Axis::of("sort", Some(axis), a.ndim())?;
    let len = a.shape().last().copied().unwrap_or(1);
    if let (Axis::Last, true) = (axis, a.is_c_contiguous()) {
        let items = a.into_slice().unwrap_or(&mut []);
        return crate::threads::for_lines_of(items, len, T::sort_line);
    }
    let mut lines = axis.lines(&a.view())?;
    change_lines(&mut lines, T::sort_line)?;
    axis.put_back(&lines, &mut a)
}

/// [`sort`](fn@super::sort) with keywords and for run-time types.
pub mod sort {
    use super::*;

    /// A call with NumPy's keyword arguments.
    pub fn with<T: Sortable>(a: &(impl AsView<T> + ?Sized)) -> Sort<'_, T> {
        Sort { a: a.as_view(), axis: Some(-1) }
    }

    /// NumPy's keyword arguments of `sort`.
    pub struct Sort<'a, T> {
        a: ArrayView<'a, T>,
        axis: Option<isize>,
    }

    impl<T: Sortable> Sort<'_, T> {
        /// The axis to sort along; `None` sorts all items as one line.
        #[must_use]
        pub fn axis(self, axis: impl Into<Option<isize>>) -> Self {
            Sort { axis: axis.into(), ..self }
        }

        /// NumPy's name of a sort: every one is stable here.
        #[must_use]
        pub fn kind(self, _: SortKind) -> Self {
            self
        }

        /// The sorted copy.
        ///
        /// # Errors
        /// [`Error::Axis`](numoxide_core::Error::Axis) if there is no such axis,
        /// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory).
        pub fn run(self) -> Result<Array<T>> {
            sorted(&self.a, self.axis)
        }
    }

    /// A sorted copy of an array whose type is known at run time, along the last axis.
    ///
    /// # Errors
    /// As [`sort`](fn@super::sort); [`Error::DType`](numoxide_core::Error::DType) for a type without an order.
    pub fn any(a: &AnyArray) -> Result<AnyArray> {
        any_with(a).run()
    }

    /// [`any`] with NumPy's keyword arguments.
    pub fn any_with(a: &AnyArray) -> AnySort<'_> {
        AnySort { a, axis: Some(-1), order: &[] }
    }

    /// Sorts an array whose type is known at run time in place.
    ///
    /// # Errors
    /// As [`any`].
    pub fn any_in_place(a: &mut AnyArray, axis: isize) -> Result<()> {
        *a = any_with(a).axis(axis).run()?;
        Ok(())
    }

    /// NumPy's keyword arguments of `sort`, for arrays whose type is known at run time.
    pub struct AnySort<'a> {
        a: &'a AnyArray,
        axis: Option<isize>,
        order: &'a [&'a str],
    }

    impl<'a> AnySort<'a> {
        /// The axis to sort along; `None` sorts all items as one line.
        #[must_use]
        pub fn axis(self, axis: impl Into<Option<isize>>) -> Self {
            AnySort { axis: axis.into(), ..self }
        }

        /// NumPy's name of a sort: every one is stable here.
        #[must_use]
        pub fn kind(self, _: SortKind) -> Self {
            self
        }

        /// The fields of structs that decide first; the others follow in their order.
        #[must_use]
        pub fn order(self, fields: &'a [&'a str]) -> Self {
            AnySort { order: fields, ..self }
        }

        /// The sorted copy.
        ///
        /// # Errors
        /// As [`any`]; [`Error::Value`](numoxide_core::Error::Value) if a field is not there.
        pub fn run(self) -> Result<AnyArray> {
            let AnySort { a, axis, order } = self;
            with_scalar!(a.dtype(), T => {
                ranks::check_order("sort", a.dtype(), order)?;
                Ok(sorted::<T>(&a.downcast::<T>()?.view(), axis)?.into())
            }, else {
                let places = crate::argsort::any_with(a).axis(axis).order(order).run()?;
                match axis {
                    Some(_) => a.take_along_axis(&places, axis),
                    None => a.reshape(-1isize)?.take(&places, None),
                }
            })
        }
    }
}

/// The items as complex numbers, sorted along the last axis. NumPy: `sort_complex`.
///
/// # Errors
/// As [`sort`](fn@sort).
///
/// ```
/// use numoxide_core::{c128, c64};
/// use numoxide_sorting::sort_complex;
///
/// assert_eq!(sort_complex([2.0, 1.0])?.to_vec(), [c128::new(1.0, 0.0), c128::new(2.0, 0.0)]);
/// assert_eq!(sort_complex([2i8, 1])?.to_vec(), [c64::new(1.0, 0.0), c64::new(2.0, 0.0)]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn sort_complex<T: Sortable>(a: impl AsView<T>) -> Result<Array<T::Complex>> {
    sort(a)?.astype()
}

/// [`sort_complex`](fn@sort_complex) for run-time types.
pub mod sort_complex {
    use super::*;

    /// The items of an array whose type is known at run time as complex numbers, sorted along the last axis.
    ///
    /// # Errors
    /// As [`sort::any`].
    pub fn any(a: &AnyArray) -> Result<AnyArray> {
        let complex = with_scalar!(a.dtype(), T => {
            <<T as Sortable>::Complex as Scalar>::DTYPE
        }, else return Err(crate::order::no_order("sort_complex", a.dtype())));
        super::sort::any(a)?.astype(complex)
    }
}

impl Axis {
    /// Writes lines back to the array they came from.
    pub(crate) fn put_back<T: Sortable>(self, lines: &Array<T>, a: &mut ArrayViewMut<'_, T>) -> Result<()> {
        let shape = a.shape().to_vec();
        let target = AnyViewMut::from(a.view_mut());
        match self {
            Axis::Other(axis) => Copyto::new(target, &lines.moveaxis(-1isize, axis)?).run(),
            Axis::Last => Copyto::new(target, lines).run(),
            Axis::Flat => Copyto::new(target, &lines.reshape(shape)?).run(),
        }
    }
}
