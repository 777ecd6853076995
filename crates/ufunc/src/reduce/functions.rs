//! The public reductions: a function, a module with keywords, and methods for each.

use numoxide_core::{AnyArray, AnyView, Array, AsView, Number, Result, Scalar};

use super::op::{Op, Reduce, Way, all_nan};
use super::ops;
use super::types::Reducible;
use crate::call::erased;

/// Reductions: `name(method_axis) = OP: bound, all items give (how the row's value becomes it), each of several
/// results is;`.
macro_rules! reductions {
    ($($(#[$doc:meta])* $name:ident $axis:ident = $op:ident: $bound:ident, $raw:ty => $whole:ty, $convert:expr;)*) => {
        $(
            $(#[$doc])*
            #[inline]
            pub fn $name<T: $bound>(x: impl AsView<T>) -> $whole {
                let convert: fn(Result<$raw>) -> $whole = $convert;
                convert(ops::$op.all::<T, $raw>(x))
            }

            #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") with keywords and for run-time types.")]
            pub mod $name {
                use super::*;

                /// The reduction as a value.
                pub static OP: &Op = &ops::$op;

                /// A reduction with NumPy's keyword arguments.
                pub fn with<'a, T: $bound>(x: &'a (impl AsView<T> + ?Sized)) -> Reduce<'a, Array<$raw>> {
                    Reduce::new(Way::Op(OP), erased(x.as_view()))
                }

                /// The reduction of an array whose type is known at run time, to an array without axes.
                ///
                /// # Errors
                /// If the type has no such reduction, or nothing is reduced that has no identity.
                pub fn any(x: &AnyArray) -> Result<AnyArray> {
                    any_with(x).run()
                }

                /// [`any`](fn@self::any) with NumPy's keyword arguments.
                pub fn any_with<'a>(x: impl Into<AnyView<'a>>) -> Reduce<'a, AnyArray> {
                    Reduce::new(Way::Op(OP), x.into())
                }
            }
        )*

        /// The reductions of an array as methods: of all items, and along one axis.
        pub trait ReduceMethods<T: Scalar>: AsView<T> {
            /// [`ptp`](fn@ptp) of all items.
            ///
            /// # Errors
            /// If there are no items.
            fn ptp(&self) -> Result<T>
            where
                T: Number,
            {
                ptp(self)
            }

            /// [`ptp`](fn@ptp) along an axis; a negative one counts from the end.
            ///
            /// # Errors
            /// If there is no such axis, or it has no items.
            fn ptp_axis(&self, axis: isize) -> Result<Array<T>>
            where
                T: Number,
            {
                ptp::with(self).axis(axis).run()
            }

            $(
                #[doc = concat!("[`", stringify!($name), "`](fn@", stringify!($name), ") of all items.")]
                ///
                /// # Errors
                /// Where this is a `Result`: if there are no items, or none that counts.
                #[inline]
                fn $name(&self) -> $whole
                where
                    T: $bound,
                {
                    $name(self)
                }

                #[doc = concat!("[`", stringify!($name), "`](fn@", stringify!($name), ") along an axis; a negative one counts from the end.")]
                ///
                /// # Errors
                /// If there is no such axis, or nothing is reduced that has no identity.
                fn $axis(&self, axis: isize) -> Result<Array<$raw>>
                where
                    T: $bound,
                {
                    $name::with(self).axis(axis).run()
                }
            )*
        }

        impl<T: Scalar, A: AsView<T> + ?Sized> ReduceMethods<T> for A {}
    };
}

/// A result that only want of memory can prevent: a single value, and blocks that stay in the cache.
fn value<T>(result: Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}

fn place(result: Result<i64>) -> Result<usize> {
    result.map(|place| place as usize)
}

fn nan_place(op: &'static str, result: Result<i64>) -> Result<usize> {
    usize::try_from(result?).map_err(|_| all_nan(op))
}

reductions! {
    /// The sum of all items; of none, zero. Integers are summed in 64 bits, and wrap around.
    ///
    /// Sums of floating-point numbers carry their rounding errors along: the result is within 1 eps of the exact sum of
    /// positive items, however many, and whatever the layout.
    ///
    /// ```
    /// use numoxide_ufunc::sum;
    ///
    /// assert_eq!(sum([0.1; 10]), 1.0);
    /// assert_eq!(sum([200u8, 100]), 300);
    /// assert_eq!(sum::with(&[[1, 2], [3, 4]]).axes([0]).initial(10i64).run()?.to_vec(), [14i64, 16]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    sum sum_axis = SUM: Reducible, T::Sum => T::Sum, value;
    /// The product of all items; of none, one. Integers are multiplied in 64 bits, and wrap around; half and single
    /// precision in `f64`, and rounded once.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::prod([2.0, 3.0, 4.0]), 24.0);
    /// ```
    prod prod_axis = PROD: Reducible, T::Sum => T::Sum, value;
    /// The mean of all items; of none, NaN. `f32` is summed in `f64`.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::mean([1, 2, 4, 5]), 3.0);
    /// ```
    mean mean_axis = MEAN: Reducible, T::Mean => T::Mean, value;
    /// The variance of all items around their mean; of none, NaN.
    ///
    /// ```
    /// use numoxide_ufunc::var;
    ///
    /// assert_eq!(var([1.0, 2.0, 3.0]), 2.0 / 3.0);
    /// assert_eq!(var::with(&[1.0, 2.0, 3.0]).correction(1.0).run()?.to_vec(), [1.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    var var_axis = VAR: Reducible, T::Spread => T::Spread, value;
    /// The standard deviation of all items: the square root of [`var`](fn@var).
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::std([1.0, 3.0]), 1.0);
    /// ```
    std std_axis = STD: Reducible, T::Spread => T::Spread, value;
    /// The largest item. A NaN is larger than anything; complex numbers are compared by real part, then imaginary part.
    ///
    /// # Errors
    /// [`EmptyReduction`](numoxide_core::Error::EmptyReduction) if there are no items.
    ///
    /// ```
    /// use numoxide_ufunc::max;
    ///
    /// assert_eq!(max([3, 7, 5])?, 7);
    /// assert!(max([1.0, f64::NAN])?.is_nan());
    /// assert!(max(Vec::<f64>::new()).is_err());
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    max max_axis = MAX: Scalar, T => Result<T>, |result| result;
    /// The smallest item. A NaN is smaller than anything.
    ///
    /// # Errors
    /// [`EmptyReduction`](numoxide_core::Error::EmptyReduction) if there are no items.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::min([3, 7, 5])?, 3);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    min min_axis = MIN: Scalar, T => Result<T>, |result| result;
    /// The place of the largest item in row-major order: the first of equals, and the first NaN if there is one.
    ///
    /// # Errors
    /// [`EmptyReduction`](numoxide_core::Error::EmptyReduction) if there are no items.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::argmax([[3, 7], [7, 5]])?, 1);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    argmax argmax_axis = ARGMAX: Scalar, i64 => Result<usize>, place;
    /// The place of the smallest item in row-major order: the first of equals, and the first NaN if there is one.
    ///
    /// # Errors
    /// [`EmptyReduction`](numoxide_core::Error::EmptyReduction) if there are no items.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::argmin([[3, 7], [2, 5]])?, 2);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    argmin argmin_axis = ARGMIN: Scalar, i64 => Result<usize>, place;
    /// Whether any item is not zero. NaN is not zero.
    ///
    /// ```
    /// assert!(numoxide_ufunc::any([0, 0, 1]));
    /// ```
    any any_axis = ANY: Scalar, bool => bool, value;
    /// Whether no item is zero.
    ///
    /// ```
    /// assert!(!numoxide_ufunc::all([1, 0, 1]));
    /// ```
    all all_axis = ALL: Scalar, bool => bool, value;
    /// How many items are not zero.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::count_nonzero([1, 0, 1]), 2);
    /// ```
    count_nonzero count_nonzero_axis = COUNT_NONZERO: Scalar, i64 => usize, |result| value(result) as usize;
    /// The sum of the items that are not NaN.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::nansum([1.0, f64::NAN, 2.0]), 3.0);
    /// ```
    nansum nansum_axis = NANSUM: Reducible, T::Sum => T::Sum, value;
    /// The product of the items that are not NaN.
    nanprod nanprod_axis = NANPROD: Reducible, T::Sum => T::Sum, value;
    /// The mean of the items that are not NaN; NaN if there are none.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::nanmean([1.0, f64::NAN, 2.0]), 1.5);
    /// ```
    nanmean nanmean_axis = NANMEAN: Reducible, T::Mean => T::Mean, value;
    /// The variance of the items that are not NaN.
    nanvar nanvar_axis = NANVAR: Reducible, T::Spread => T::Spread, value;
    /// The standard deviation of the items that are not NaN.
    nanstd nanstd_axis = NANSTD: Reducible, T::Spread => T::Spread, value;
    /// The largest item that is not NaN; NaN if there is none.
    ///
    /// # Errors
    /// [`EmptyReduction`](numoxide_core::Error::EmptyReduction) if there are no items.
    nanmax nanmax_axis = NANMAX: Scalar, T => Result<T>, |result| result;
    /// The smallest item that is not NaN; NaN if there is none.
    ///
    /// # Errors
    /// [`EmptyReduction`](numoxide_core::Error::EmptyReduction) if there are no items.
    nanmin nanmin_axis = NANMIN: Scalar, T => Result<T>, |result| result;
    /// The place of the largest item that is not NaN.
    ///
    /// # Errors
    /// If there is no such item.
    nanargmax nanargmax_axis = NANARGMAX: Scalar, i64 => Result<usize>, |result| nan_place("nanargmax", result);
    /// The place of the smallest item that is not NaN.
    ///
    /// # Errors
    /// If there is no such item.
    nanargmin nanargmin_axis = NANARGMIN: Scalar, i64 => Result<usize>, |result| nan_place("nanargmin", result);
}

/// The distance from the smallest item to the largest; integers wrap around.
///
/// # Errors
/// [`EmptyReduction`](numoxide_core::Error::EmptyReduction) if there are no items.
///
/// ```
/// use numoxide_ufunc::ptp;
///
/// assert_eq!(ptp([3, 7, 5])?, 4);
/// assert_eq!(ptp::with(&[[3, 7], [5, 5]]).axis(1).run()?.to_vec(), [4, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn ptp<T: Number>(x: impl AsView<T>) -> Result<T> {
    let result = Reduce::<Array<T>>::new(Way::Range, erased(x.as_view())).run()?;
    Ok(*result.view().iter().next().expect("a reduction of everything has one result"))
}

/// [`ptp`](fn@super::ptp) with keywords and for run-time types.
pub mod ptp {
    use super::*;

    /// A reduction with NumPy's keyword arguments.
    pub fn with<'a, T: Number>(x: &'a (impl AsView<T> + ?Sized)) -> Reduce<'a, Array<T>> {
        Reduce::new(Way::Range, erased(x.as_view()))
    }

    /// The reduction of an array whose type is known at run time, to an array without axes.
    ///
    /// # Errors
    /// If the type has no differences, or there are no items.
    pub fn any(x: &AnyArray) -> Result<AnyArray> {
        any_with(x).run()
    }

    /// [`any`](fn@self::any) with NumPy's keyword arguments.
    pub fn any_with<'a>(x: impl Into<AnyView<'a>>) -> Reduce<'a, AnyArray> {
        Reduce::new(Way::Range, x.into())
    }
}
