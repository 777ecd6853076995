//! `searchsorted` and `digitize`.

use std::borrow::Cow;

use numoxide_core::buffer::vector;
use numoxide_core::{
    AnyArray, Array, ArrayView, AsView, Element, Error, Order, Real, Result, promote_types, with_scalar,
};

use crate::order::Sortable;
use crate::ranks;
use crate::threads::for_lines;

/// Where a key goes among equal items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// In front of them.
    #[default]
    Left,
    /// Behind them.
    Right,
}

/// Keys that one thread searches for at least.
const GRAIN: usize = 1 << 14;

/// The items in row-major order, copied if they lie otherwise.
pub(crate) fn flat<'a, T: Element>(a: &ArrayView<'a, T>) -> Result<Cow<'a, [T]>> {
    match a.as_slice() {
        Some(items) => Ok(items.into()),
        None => Ok(a.copy(Order::C)?.to_vec().into()),
    }
}

/// The places of keys among sorted items, or those that an order names.
fn search<T: Sortable>(
    sorted: &[T],
    order: Option<&[i64]>,
    keys: &ArrayView<'_, T>,
    side: Side,
) -> Result<Array<i64>> {
    let mut places = Array::unset(keys.shape())?;
    let found = places.as_slice_mut().unwrap_or(&mut []);
    for_lines((&flat(keys)?, GRAIN), (found, GRAIN), |keys, found| {
        T::search(sorted, order, keys, side == Side::Right, found);
        Ok(())
    })?;
    Ok(places)
}

fn one_axis<T>(op: &'static str, a: &ArrayView<'_, T>) -> Result<()> {
    match a.ndim() {
        1 => Ok(()),
        found => Err(Error::Rank { op, expected: "one axis", found }),
    }
}

/// The places at which to insert each of the keys `v` into the sorted `a`, so that it stays sorted: in front of equal items.
/// NumPy: `searchsorted`.
///
/// # Errors
/// [`Error::Rank`] if `a` has not one axis, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_sorting::{Side, searchsorted};
///
/// assert_eq!(searchsorted([11, 12, 13, 14], [13, -20, 20])?.to_vec(), [2, 0, 4]);
/// assert_eq!(searchsorted::with(&[11, 12, 13], &13).side(Side::Right).run()?.to_vec(), [3]);
/// assert_eq!(searchsorted::with(&[3, 1, 2], &2).sorter(&[1, 2, 0]).run()?.to_vec(), [1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn searchsorted<T: Sortable>(a: impl AsView<T>, v: impl AsView<T>) -> Result<Array<i64>> {
    searchsorted::with(&a, &v).run()
}

/// [`searchsorted`](fn@super::searchsorted) with keywords and for run-time types.
pub mod searchsorted {
    use super::*;

    const OP: &str = "searchsorted";

    /// A call with NumPy's keyword arguments.
    pub fn with<'a, T: Sortable>(
        a: &'a (impl AsView<T> + ?Sized),
        v: &'a (impl AsView<T> + ?Sized),
    ) -> Searchsorted<'a, T> {
        Searchsorted { a: a.as_view(), v: v.as_view(), side: Side::Left, sorter: None }
    }

    /// NumPy's keyword arguments of `searchsorted`.
    pub struct Searchsorted<'a, T> {
        a: ArrayView<'a, T>,
        v: ArrayView<'a, T>,
        side: Side,
        sorter: Option<ArrayView<'a, i64>>,
    }

    impl<'a, T: Sortable> Searchsorted<'a, T> {
        /// Where a key goes among equal items.
        #[must_use]
        pub fn side(self, side: Side) -> Self {
            Searchsorted { side, ..self }
        }

        /// The places of `a` in sorted order, as `argsort` gives them.
        #[must_use]
        pub fn sorter(self, sorter: &'a (impl AsView<i64> + ?Sized)) -> Self {
            Searchsorted { sorter: Some(sorter.as_view()), ..self }
        }

        /// The places.
        ///
        /// # Errors
        /// As [`searchsorted`](fn@super::super::searchsorted); [`Error::Shape`] if the sorter is not as long as the
        /// array, [`Error::Index`] if it names a place that is not there.
        pub fn run(self) -> Result<Array<i64>> {
            let Searchsorted { a, v, side, sorter } = self;
            one_axis(OP, &a)?;
            let items = flat(&a)?;
            let order = match &sorter {
                Some(sorter) => Some(checked(sorter, items.len())?),
                None => None,
            };
            search(&items, order.as_deref(), &v, side)
        }
    }

    /// The places that a sorter names, if they are there.
    fn checked<'a>(sorter: &ArrayView<'a, i64>, len: usize) -> Result<Cow<'a, [i64]>> {
        if sorter.shape() != [len] {
            return Err(Error::Shape { op: OP, expected: vec![len], found: sorter.shape().to_vec() });
        }
        let places = flat(sorter)?;
        match places.iter().find(|&&place| place < 0 || place as usize >= len) {
            Some(&place) => Err(Error::Index { index: place as isize, axis: 0, len }),
            None => Ok(places),
        }
    }

    /// The places of arrays whose types are known at run time, which are promoted to a common one.
    ///
    /// # Errors
    /// As the plain call; [`Error::DType`] for types that are neither scalars nor dates or durations.
    pub fn any(a: &AnyArray, v: &AnyArray, side: Side) -> Result<Array<i64>> {
        let common = promote_types(a.dtype(), v.dtype())?;
        let ordered = common.ordered();
        let (a, v) = (a.astype(ordered.clone())?, v.astype(ordered.clone())?);
        if common.time_step().is_some() {
            let ranks =
                |items: &AnyArray| Array::from_shape_vec(items.shape(), ranks::of_times(&items.view())?);
            return with(&ranks(&a)?, &ranks(&v)?).side(side).run();
        }
        with_scalar!(ordered &ordered, T => {
            with(&a.downcast::<T>()?, &v.downcast::<T>()?).side(side).run()
        }, else Err(crate::order::no_order(OP, &common)))
    }
}

/// The number of the bin of each item: of bins that rise, `i` where `bins[i - 1] <= x < bins[i]`; of bins that fall, where
/// `bins[i - 1] > x >= bins[i]`. NumPy: `digitize`.
///
/// # Errors
/// [`Error::Rank`] if the bins have not one axis, [`Error::Value`] if they neither rise nor fall, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_sorting::digitize;
///
/// assert_eq!(digitize([0.2, 6.4, 3.0, 1.6], [0.0, 1.0, 2.5, 4.0, 10.0])?.to_vec(), [1, 4, 3, 2]);
/// assert_eq!(digitize::right([1.0, 2.0], [1.0, 2.0])?.to_vec(), [0, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn digitize<T: Sortable + Real>(x: impl AsView<T>, bins: impl AsView<T>) -> Result<Array<i64>> {
    bin_numbers(&x.as_view(), &bins.as_view(), Side::Right)
}

/// [`digitize`](fn@super::digitize) with bins that are closed on the right, and for run-time types.
pub mod digitize {
    use super::*;

    /// The numbers of bins that include their right edge and not the left one. NumPy: `digitize(x, bins, right=True)`.
    ///
    /// # Errors
    /// As [`digitize`](fn@super::super::digitize).
    pub fn right<T: Sortable + Real>(x: impl AsView<T>, bins: impl AsView<T>) -> Result<Array<i64>> {
        bin_numbers(&x.as_view(), &bins.as_view(), Side::Left)
    }

    /// The bin numbers of arrays whose types are known at run time, which are promoted to a common one.
    ///
    /// # Errors
    /// As the plain call; [`Error::DType`] for types that are no real numbers.
    pub fn any(x: &AnyArray, bins: &AnyArray, right: bool) -> Result<Array<i64>> {
        let common = promote_types(x.dtype(), bins.dtype())?;
        let ordered = common.ordered();
        let (x, bins) = (x.astype(ordered.clone())?, bins.astype(ordered.clone())?);
        let side = if right { Side::Left } else { Side::Right };
        if common.is_complex() {
            return Err(crate::order::no_order("digitize", &common));
        }
        with_scalar!(ordered &ordered, T => {
            bin_numbers(&x.downcast::<T>()?.view(), &bins.downcast::<T>()?.view(), side)
        }, else Err(crate::order::no_order("digitize", &common)))
    }
}

/// Whether bins fall; `None` if they do neither.
fn falls<T: Sortable>(bins: &[T]) -> Option<bool> {
    // NaN is neither less nor greater.
    let less = |a: T, b: T| a.before(b) && !b.is_nan();
    let pairs = || bins.windows(2).map(|pair| (pair[0], pair[1]));
    let Some((first, second)) = pairs().find(|(a, b)| a != b) else { return Some(false) };
    let rises = less(first, second);
    let holds = pairs().all(|(a, b)| if rises { !less(b, a) } else { !less(a, b) });
    holds.then_some(!rises)
}

fn bin_numbers<T: Sortable>(x: &ArrayView<'_, T>, bins: &ArrayView<'_, T>, side: Side) -> Result<Array<i64>> {
    const OP: &str = "digitize";
    one_axis(OP, bins)?;
    let bins = flat(bins)?;
    let n = bins.len();
    match falls(&bins) {
        None => Err(Error::value(OP, "bins must be monotonically increasing or decreasing")),
        Some(false) => search(&bins, None, x, side),
        Some(true) => {
            let mut rising = vector(n)?;
            rising.extend(bins.iter().rev());
            let mut places = search(&rising, None, x, side)?;
            places.iter_mut().for_each(|place| *place = n as i64 - *place);
            Ok(places)
        }
    }
}
