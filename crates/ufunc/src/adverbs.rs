//! The adverbs of functions of two operands, as functions of their modules: `add::accumulate(&a, 0)`,
//! `maximum::at(&mut a, &i, &v)`.

use numoxide_core::ufunc::Ufunc;
use numoxide_core::{AnyArray, Array, AsView, Result, Scalar};

use crate::call::{Out, erased};
use crate::reduce::Accumulate;

/// See `accumulate` in the modules.
pub(crate) fn accumulate<T: Scalar, R: Scalar>(
    ufunc: &'static Ufunc,
    a: impl AsView<T>,
    axis: isize,
) -> Result<Array<R>> {
    Accumulate::<Array<R>>::of(ufunc, erased(a.as_view())).axis(axis).run()
}

/// See `reduceat` in the modules.
pub(crate) fn reduceat<T: Scalar, R: Scalar>(
    ufunc: &'static Ufunc,
    a: impl AsView<T>,
    indices: &[isize],
    axis: isize,
) -> Result<Array<R>> {
    ufunc.reduceat(&erased(a.as_view()), indices, axis)?.try_into()
}

/// See `outer` in the modules.
pub(crate) fn outer<T: Scalar, R: Scalar>(
    ufunc: &'static Ufunc,
    a: impl AsView<T>,
    b: impl AsView<T>,
) -> Result<Array<R>> {
    let (a, b) = (a.as_view(), b.as_view());
    ufunc.outer(&erased(a), &erased(b)).and_then(AnyArray::try_into)
}

/// See `at` in the modules.
pub(crate) fn at<'a, T: Scalar>(
    ufunc: &'static Ufunc,
    target: impl Out<'a>,
    indices: impl AsView<i64>,
    values: impl AsView<T>,
) -> Result<()> {
    let values = values.as_view();
    ufunc.at(&mut target.into_out()?, &indices.as_view(), Some(&erased(values)))
}

/// The adverbs of one function, inside its module. `$fold` is the type of folds.
macro_rules! adverbs {
    ($name:ident, $bound:ident, $out:ty, $fold:ty) => {
        /// The reduction along axes, by default the first, with NumPy's keyword arguments.
        pub fn reduce<'a, T: $bound>(a: &'a (impl AsView<T> + ?Sized)) -> $crate::Reduce<'a, Array<$fold>> {
            $crate::Reduce::of(UFUNC, erased(a.as_view()))
        }

        /// [`reduce`] of an array whose type is known at run time.
        pub fn reduce_any<'a>(a: impl Into<AnyView<'a>>) -> $crate::Reduce<'a, AnyArray> {
            $crate::Reduce::of(UFUNC, a.into())
        }

        /// The running result along `axis`.
        ///
        /// # Errors
        /// If the function cannot be folded over this type, or the axis does not exist.
        pub fn accumulate<T: $bound>(a: impl AsView<T>, axis: isize) -> Result<Array<$fold>> {
            $crate::adverbs::accumulate(UFUNC, a, axis)
        }

        /// [`accumulate`] with NumPy's keyword arguments, by default along the first axis.
        pub fn accumulate_with<'a, T: $bound>(
            a: &'a (impl AsView<T> + ?Sized),
        ) -> $crate::Accumulate<'a, Array<$fold>> {
            $crate::Accumulate::of(UFUNC, erased(a.as_view()))
        }

        /// [`accumulate_with`] of an array whose type is known at run time.
        pub fn accumulate_any<'a>(a: impl Into<AnyView<'a>>) -> $crate::Accumulate<'a, AnyArray> {
            $crate::Accumulate::of(UFUNC, a.into())
        }

        /// The reductions of slices of `axis`: of `a[indices[i]..indices[i + 1]]`, or `a[indices[i]]` alone
        /// where the next index is not larger; the last slice reaches to the end.
        ///
        /// # Errors
        /// If the function cannot be folded over this type, the axis does not exist, or an index is out of
        /// range.
        pub fn reduceat<T: $bound>(a: impl AsView<T>, indices: &[isize], axis: isize) -> Result<Array<$fold>> {
            $crate::adverbs::reduceat(UFUNC, a, indices, axis)
        }

        /// The function of every pair of items: the shape is that of `a` followed by that of `b`.
        ///
        /// # Errors
        /// If the type has no loop, or the result would be too large.
        pub fn outer<T: $bound>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<$out>> {
            $crate::adverbs::outer(UFUNC, a, b)
        }

        #[doc = concat!("`target[indices] = ", stringify!($name), "(target[indices], values)`, once for each index, repeated ones too.")]
        ///
        /// # Errors
        /// If an index is out of range, or the shapes do not broadcast. Nothing is changed then.
        pub fn at<'a, T: $bound>(
            target: impl $crate::Out<'a>,
            indices: impl AsView<i64>,
            values: impl AsView<T>,
        ) -> Result<()> {
            $crate::adverbs::at(UFUNC, target, indices, values)
        }
    };
}
pub(crate) use adverbs;
