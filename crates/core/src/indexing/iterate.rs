//! Walking over indices: ndindex, ndenumerate.

use std::iter::FusedIterator;

use crate::ints::sizes;
use crate::layout::{Axes, checked_bytes};
use crate::{ArrayView, AsView, Ints, Iter, Result};

/// The indices of an array in row-major order; see [`ndindex`].
#[derive(Clone, Debug)]
pub struct NdIndex {
    shape: Axes<usize>,
    next: Axes<usize>,
    left: usize,
}

impl NdIndex {
    pub(super) fn of(shape: &[usize]) -> Self {
        let left = shape.iter().product();
        NdIndex { shape: Axes::from_slice(shape), next: Axes::filled(0, shape.len()), left }
    }
}

impl Iterator for NdIndex {
    type Item = Axes<usize>;

    fn next(&mut self) -> Option<Axes<usize>> {
        self.left = self.left.checked_sub(1)?;
        let index = self.next.clone();
        for (place, &size) in self.next.iter_mut().zip(self.shape.iter()).rev() {
            *place += 1;
            if *place < size {
                break;
            }
            *place = 0;
        }
        Some(index)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for NdIndex {}
impl FusedIterator for NdIndex {}

/// The indices of an array of `shape` in row-major order. NumPy: `ndindex`.
///
/// # Errors
/// [`Error::Size`](crate::Error::Size) if a size is negative or the shape does not fit.
///
/// ```
/// use numoxide_core::ndindex;
///
/// let indices: Vec<_> = ndindex([2, 2])?.map(|index| (index[0], index[1])).collect();
/// assert_eq!(indices, [(0, 0), (0, 1), (1, 0), (1, 1)]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn ndindex(shape: impl Ints) -> Result<NdIndex> {
    const OP: &str = "ndindex";
    let shape = sizes(OP, &shape)?;
    checked_bytes(OP, &shape, 1)?;
    Ok(NdIndex::of(&shape))
}

/// The indices and items of an array in row-major order; see [`ndenumerate`].
pub struct NdEnumerate<'a, T> {
    indices: NdIndex,
    items: Iter<'a, T>,
}

impl<'a, T> Iterator for NdEnumerate<'a, T> {
    type Item = (Axes<usize>, &'a T);

    fn next(&mut self) -> Option<Self::Item> {
        Some((self.indices.next()?, self.items.next()?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.indices.size_hint()
    }
}

impl<T> ExactSizeIterator for NdEnumerate<'_, T> {}
impl<T> FusedIterator for NdEnumerate<'_, T> {}

/// The index of each item with the item, in row-major order. NumPy: `ndenumerate`.
///
/// ```
/// use numoxide_core::{array, ndenumerate};
///
/// let a = array![[1, 2], [3, 4]];
/// let diagonal: i32 = ndenumerate(&a).filter(|(at, _)| at[0] == at[1]).map(|(_, item)| item).sum();
/// assert_eq!(diagonal, 5);
/// ```
pub fn ndenumerate<'a, T: 'a>(a: &'a (impl AsView<T> + ?Sized)) -> NdEnumerate<'a, T> {
    let view: ArrayView<'a, T> = a.as_view();
    NdEnumerate { indices: NdIndex::of(view.shape()), items: view.into_iter() }
}
