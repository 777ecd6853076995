//! Arrays as sets: `isin`, unions, intersections and differences; and `ediff1d`.

use numoxide_core::buffer::vector;
use numoxide_core::{
    AnyArray, AnyView, Array, ArrayView, AsView, DType, Error, Number, Result, concatenate, promote_types,
    with_scalar,
};

use crate::distinct::{UniqueAll, sorted, unique};
use crate::order::Sortable;
use crate::searching::flat;
use crate::threads::for_lines;

/// How [`isin`](fn@isin) finds out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IsinKind {
    /// By a table where that is small, else by sorting.
    #[default]
    Auto,
    /// By sorting.
    Sort,
    /// By a table of all integers in the range of the elements to test against.
    Table,
}

/// For each item whether it is one of `test_elements`; NaN never is. NumPy: `isin`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_core::array;
/// use numoxide_sorting::isin;
///
/// let a = array![[0, 2], [4, 6]];
/// assert_eq!(isin(&a, [1, 2, 4, 8])?.to_vec(), [false, true, true, false]);
/// assert_eq!(isin::with(&a, &[2]).invert(true).run()?.to_vec(), [true, false, true, true]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn isin<T: Sortable>(element: impl AsView<T>, test_elements: impl AsView<T>) -> Result<Array<bool>> {
    isin::with(&element, &test_elements).run()
}

/// [`isin`](fn@super::isin) with keywords and for run-time types.
pub mod isin {
    use super::*;

    const OP: &str = "isin";

    /// Items that one thread looks for at least.
    const GRAIN: usize = 1 << 14;

    /// A call with NumPy's keyword arguments.
    pub fn with<'a, T: Sortable>(
        element: &'a (impl AsView<T> + ?Sized),
        test_elements: &'a (impl AsView<T> + ?Sized),
    ) -> Isin<'a, T> {
        let (element, test_elements) = (element.as_view(), test_elements.as_view());
        Isin { element, test_elements, invert: false, kind: IsinKind::Auto }
    }

    /// NumPy's keyword arguments of `isin`.
    pub struct Isin<'a, T> {
        element: ArrayView<'a, T>,
        test_elements: ArrayView<'a, T>,
        invert: bool,
        kind: IsinKind,
    }

    impl<T: Sortable> Isin<'_, T> {
        /// Both are without duplicates, as far as the caller knows: nothing depends on it.
        #[must_use]
        pub fn assume_unique(self, _: bool) -> Self {
            self
        }

        /// Asks for the items that are not there.
        #[must_use]
        pub fn invert(self, invert: bool) -> Self {
            Isin { invert, ..self }
        }

        /// How to find out.
        #[must_use]
        pub fn kind(self, kind: IsinKind) -> Self {
            Isin { kind, ..self }
        }

        /// The truth values, in the shape of the elements.
        ///
        /// # Errors
        /// [`Error::Value`] if a table is asked for and the items are not integers, [`Error::OutOfMemory`].
        pub fn run(self) -> Result<Array<bool>> {
            let tests = flat(&self.test_elements)?;
            match table_extent(self.kind, &tests, self.element.len())? {
                Some((least, range)) => {
                    let table = Table::of(&tests, least, range)?;
                    self.map(|items, found| {
                        items.iter().zip(found).for_each(|(&x, found)| *found = table.has(x));
                    })
                }
                None => {
                    let sorted = sorted(&self.test_elements)?;
                    self.map(|items, found| found_in(&sorted, items, found))
                }
            }
        }

        fn map(&self, find: impl Fn(&[T], &mut [bool]) + Sync) -> Result<Array<bool>> {
            let mut result = Array::empty(self.element.shape())?;
            let found = result.as_slice_mut().unwrap_or(&mut []);
            for_lines((&flat(&self.element)?, GRAIN), (found, GRAIN), |items, found| {
                find(items, found);
                if self.invert {
                    found.iter_mut().for_each(|found| *found = !*found);
                }
                Ok(())
            })?;
            Ok(result)
        }
    }

    /// Which items are among sorted ones.
    fn found_in<T: Sortable>(sorted: &[T], items: &[T], found: &mut [bool]) {
        const BLOCK: usize = 256;
        let mut places = [0; BLOCK];
        for (items, found) in items.chunks(BLOCK).zip(found.chunks_mut(BLOCK)) {
            let places = &mut places[..items.len()];
            T::search(sorted, None, items, false, places);
            for ((found, &item), &mut place) in found.iter_mut().zip(items).zip(places) {
                *found = sorted.get(place as usize).is_some_and(|&other| other == item);
            }
        }
    }

    /// The least rank of a table and how far ranks go beyond it, if a table is wanted.
    fn table_extent<T: Sortable>(kind: IsinKind, tests: &[T], len: usize) -> Result<Option<(u64, u64)>> {
        let whole = matches!(T::DTYPE, DType::Bool) || T::DTYPE.is_integer();
        if kind == IsinKind::Table && !whole {
            let what = "the 'table' method is only supported for boolean or integer arrays";
            return Err(Error::value(OP, what));
        }
        if kind == IsinKind::Sort || !whole || tests.is_empty() {
            return Ok(None);
        }
        let ranks = tests.iter().filter_map(|&test| test.rank());
        let (least, most) =
            ranks.fold((u64::MAX, 0), |(least, most), rank| (rank.min(least), rank.max(most)));
        // NumPy's bound, within which its table does not take much more memory than the arrays do.
        let small = most - least <= 6 * (len as u64 + tests.len() as u64);
        Ok((small || kind == IsinKind::Table).then_some((least, most - least)))
    }

    /// A bit for each integer of a range.
    struct Table {
        least: u64,
        range: u64,
        bits: Vec<u64>,
    }

    impl Table {
        fn of<T: Sortable>(tests: &[T], least: u64, range: u64) -> Result<Self> {
            let words = usize::try_from(range / 64 + 1).unwrap_or(usize::MAX);
            let mut bits = vector(words)?;
            bits.resize(words, 0u64);
            for rank in tests.iter().filter_map(|&test| test.rank()) {
                let at = rank - least;
                bits[(at / 64) as usize] |= 1 << (at % 64);
            }
            Ok(Table { least, range, bits })
        }

        #[inline(always)]
        fn has<T: Sortable>(&self, item: T) -> bool {
            let at = item.rank().unwrap_or(0).wrapping_sub(self.least);
            // What lies outside looks at a bit, too: no branch.
            let within = at.min(self.range);
            (self.bits[(within / 64) as usize] >> (within % 64) & 1 == 1) & (at <= self.range)
        }
    }

    /// [`isin`](fn@super::super::isin) of arrays whose types are known at run time, which are promoted to a common one.
    ///
    /// # Errors
    /// [`Error::DType`] for types that are no scalars, [`Error::OutOfMemory`].
    pub fn any(element: &AnyArray, test_elements: &AnyArray) -> Result<Array<bool>> {
        let (common, a, b) = promoted(element, test_elements)?;
        with_scalar!(ordered a.dtype(), T => {
            super::isin::<T>(&a.downcast::<T>()?, &b.downcast::<T>()?)
        }, else Err(crate::order::no_order(OP, &common)))
    }
}

/// The form of a function of two sets for run-time types.
macro_rules! any_of_two {
    ($name:ident) => {
        /// The function of arrays whose types are known at run time, which are promoted to a common one.
        ///
        /// # Errors
        /// As the plain call; [`Error::DType`] for types that are no scalars.
        pub fn any(ar1: &AnyArray, ar2: &AnyArray) -> Result<AnyArray> {
            let (common, a, b) = promoted(ar1, ar2)?;
            with_scalar!(ordered a.dtype(), T => {
                AnyArray::from(super::$name::<T>(&a.downcast::<T>()?, &b.downcast::<T>()?)?).astype(common)
            }, else Err(crate::order::no_order(stringify!($name), &common)))
        }
    };
}

/// Their common type, and both in the type that its items are compared in.
fn promoted(a: &AnyArray, b: &AnyArray) -> Result<(DType, AnyArray, AnyArray)> {
    let common = promote_types(a.dtype(), b.dtype())?;
    let ordered = common.ordered();
    Ok((common, a.astype(ordered.clone())?, b.astype(ordered)?))
}

/// All items of both, each once, or as they are if they are unique already.
fn joined<T: Sortable>(a: &ArrayView<'_, T>, b: &ArrayView<'_, T>, assume_unique: bool) -> Result<Array<T>> {
    if assume_unique {
        return concatenate([a, b], None);
    }
    concatenate([unique(a)?, unique(b)?], None)
}

/// The distinct items of both, sorted. NumPy: `union1d`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_sorting::union1d;
///
/// assert_eq!(union1d([-1, 0, 1], [-2, 0, 2])?.to_vec(), [-2, -1, 0, 1, 2]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn union1d<T: Sortable>(ar1: impl AsView<T>, ar2: impl AsView<T>) -> Result<Array<T>> {
    unique(concatenate([ar1.as_view(), ar2.as_view()], None)?)
}

/// What [`intersect1d::with_indices`] gives.
#[derive(Clone)]
#[non_exhaustive]
pub struct Intersection<T> {
    /// The items of both, sorted.
    pub values: Array<T>,
    /// Where each occurs first in the first array, flattened.
    pub indices1: Array<i64>,
    /// Where each occurs first in the second array, flattened.
    pub indices2: Array<i64>,
}

/// The distinct items that are in both, sorted. NumPy: `intersect1d`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_sorting::intersect1d;
///
/// assert_eq!(intersect1d([1, 3, 4, 3], [3, 1, 2, 1])?.to_vec(), [1, 3]);
/// let both = intersect1d::with_indices([1, 1, 2, 3, 4], [2, 1, 4, 6], false)?;
/// assert_eq!((both.indices1.to_vec(), both.indices2.to_vec()), (vec![0, 2, 4], vec![1, 0, 2]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn intersect1d<T: Sortable>(ar1: impl AsView<T>, ar2: impl AsView<T>) -> Result<Array<T>> {
    intersect1d::assume_unique(unique(ar1)?, unique(ar2)?)
}

/// [`intersect1d`](fn@super::intersect1d) with keywords and for run-time types.
pub mod intersect1d {
    use super::*;

    /// The items that are in both of two arrays that have each item once. NumPy: `assume_unique`.
    ///
    /// # Errors
    /// As the plain call.
    pub fn assume_unique<T: Sortable>(ar1: impl AsView<T>, ar2: impl AsView<T>) -> Result<Array<T>> {
        let items = sorted(&joined(&ar1.as_view(), &ar2.as_view(), true)?.view())?;
        Array::from_vec(items.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect())
    }

    /// The items that are in both, and where. NumPy: `return_indices`.
    ///
    /// # Errors
    /// As the plain call.
    pub fn with_indices<T: Sortable>(
        ar1: impl AsView<T>,
        ar2: impl AsView<T>,
        assume_unique: bool,
    ) -> Result<Intersection<T>> {
        let (a, b) = (ar1.as_view(), ar2.as_view());
        let found = |a: &ArrayView<'_, T>| -> Result<(Vec<T>, Option<Array<i64>>)> {
            if assume_unique {
                return Ok((flat(a)?.into_owned(), None));
            }
            let UniqueAll { values, indices, .. } = unique::with(a).all()?;
            Ok((values.to_vec(), Some(indices)))
        };
        let ((mut items, places1), (second, places2)) = (found(&a)?, found(&b)?);
        let len1 = items.len() as i64;
        items.extend(second);
        let mut order = vector(items.len())?;
        order.resize(items.len(), 0);
        T::argsort_line(&items, &mut order)?;
        let pairs = order.windows(2).filter(|pair| items[pair[0] as usize] == items[pair[1] as usize]);
        let original = |places: &Option<Array<i64>>, at: i64| places.as_ref().map_or(at, |places| places[at]);
        let (mut values, mut indices1, mut indices2) = (Vec::new(), Vec::new(), Vec::new());
        for pair in pairs {
            values.push(items[pair[0] as usize]);
            indices1.push(original(&places1, pair[0]));
            indices2.push(original(&places2, pair[1] - len1));
        }
        let [indices1, indices2] = [indices1, indices2].map(Array::from_vec);
        Ok(Intersection { values: Array::from_vec(values)?, indices1: indices1?, indices2: indices2? })
    }

    any_of_two!(intersect1d);
}

/// The items that are in one of the arrays only, sorted. NumPy: `setxor1d`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_sorting::setxor1d;
///
/// assert_eq!(setxor1d([1, 2, 3, 2, 4], [2, 3, 5, 7, 5])?.to_vec(), [1, 4, 5, 7]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn setxor1d<T: Sortable>(ar1: impl AsView<T>, ar2: impl AsView<T>) -> Result<Array<T>> {
    setxor1d::assume_unique(unique(ar1)?, unique(ar2)?)
}

/// [`setxor1d`](fn@super::setxor1d) with keywords and for run-time types.
pub mod setxor1d {
    use super::*;

    /// The items that are in one only of two arrays that have each item once. NumPy: `assume_unique`.
    ///
    /// # Errors
    /// As the plain call.
    pub fn assume_unique<T: Sortable>(ar1: impl AsView<T>, ar2: impl AsView<T>) -> Result<Array<T>> {
        let items = sorted(&joined(&ar1.as_view(), &ar2.as_view(), true)?.view())?;
        let single = items.chunk_by(|a, b| a == b).filter(|run| run.len() == 1);
        Array::from_vec(single.map(|run| run[0]).collect())
    }

    any_of_two!(setxor1d);
}

/// The distinct items of `ar1` that are not in `ar2`, sorted. NumPy: `setdiff1d`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_sorting::setdiff1d;
///
/// assert_eq!(setdiff1d([5, 2, 3, 2, 4, 1], [3, 4, 5, 6])?.to_vec(), [1, 2]);
/// assert_eq!(setdiff1d::assume_unique([5, 2, 1], [5])?.to_vec(), [2, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn setdiff1d<T: Sortable>(ar1: impl AsView<T>, ar2: impl AsView<T>) -> Result<Array<T>> {
    setdiff1d::assume_unique(unique(ar1)?, ar2)
}

/// [`setdiff1d`](fn@super::setdiff1d) with keywords and for run-time types.
pub mod setdiff1d {
    use super::*;

    /// The items of `ar1` that are not in `ar2`, in their order. NumPy: `assume_unique`.
    ///
    /// # Errors
    /// As the plain call.
    pub fn assume_unique<T: Sortable>(ar1: impl AsView<T>, ar2: impl AsView<T>) -> Result<Array<T>> {
        let a = ar1.as_view();
        let items = flat(&a)?;
        let found = super::isin(&*items, ar2)?;
        let others = items.iter().zip(found.iter()).filter(|&(_, &found)| !found);
        Array::from_vec(others.map(|(&item, _)| item).collect())
    }

    /// The function of arrays whose types are known at run time: they are compared in their common type, and the result is of
    /// the first one's.
    ///
    /// # Errors
    /// As the plain call; [`Error::DType`] for types that are no scalars.
    pub fn any(ar1: &AnyArray, ar2: &AnyArray) -> Result<AnyArray> {
        let distinct = crate::unique::any(ar1)?;
        let mut others = super::isin::any(&distinct, ar2)?;
        others.iter_mut().for_each(|found| *found = !*found);
        distinct.mask(&others)
    }
}

/// [`union1d`](fn@super::union1d) for run-time types.
pub mod union1d {
    use super::*;

    any_of_two!(union1d);
}

/// The differences between neighbours of the flattened array. NumPy: `ediff1d`.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_sorting::ediff1d;
///
/// assert_eq!(ediff1d([1, 2, 4, 7, 0])?.to_vec(), [1, 2, 3, -7]);
/// assert_eq!(ediff1d::between(&[-99], [1, 2, 4], &[88, 99])?.to_vec(), [-99, 1, 2, 88, 99]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn ediff1d<T: Number>(ary: impl AsView<T>) -> Result<Array<T>> {
    differences(&ary.as_view())
}

fn differences<T: Number>(a: &ArrayView<'_, T>) -> Result<Array<T>> {
    let items = flat(a)?;
    if items.len() < 2 {
        return Array::from_vec(Vec::new());
    }
    let [behind, before] = [&items[1..], &items[..items.len() - 1]].map(ArrayView::from_slice);
    let subtract = &numoxide_core::operators::SUBTRACT;
    subtract.call(&[&AnyView::from(behind), &AnyView::from(before)])?.one()?.try_into()
}

/// [`ediff1d`](fn@super::ediff1d) with keywords.
pub mod ediff1d {
    use super::*;

    /// The differences behind the items of `to_begin` and in front of those of `to_end`.
    ///
    /// # Errors
    /// As the plain call.
    pub fn between<T: Number>(
        to_begin: &(impl AsView<T> + ?Sized),
        ary: impl AsView<T>,
        to_end: &(impl AsView<T> + ?Sized),
    ) -> Result<Array<T>> {
        let middle = differences(&ary.as_view())?;
        concatenate([to_begin.as_view(), middle.view(), to_end.as_view()], None)
    }
}
