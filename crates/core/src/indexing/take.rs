//! Items at places along an axis: take.

use numoxide_simd::select::{AxisScale, IndexMode};

use super::spec::IndexSpec;
use crate::driver::index::{IndexArray, Lookup, Lookups, Picks};
use crate::layout::normalize_axis;
use crate::view::{Fresh, Items};
use crate::{AnyArray, AnyView, Array, ArrayView, ArrayViewMut, AsView, Error, Layout, Result};

const OP: &str = "take";

/// The places along one axis of a layout.
///
/// # Errors
/// [`Error::Value`] if there are places, but none to wrap or clip them to.
pub(super) fn along<'a>(
    op: &'static str,
    layout: &Layout,
    places: IndexArray<'a>,
    axis: usize,
    mode: IndexMode,
) -> Result<Picks<'a>> {
    let len = layout.shape()[axis];
    if len == 0 && mode != IndexMode::Raise && !places.layout().is_empty() {
        return Err(Error::value(op, "cannot do a non-empty take from an empty axis"));
    }
    let scale = AxisScale { len, scale: layout.strides()[axis], mode };
    let lookups = Lookups::new(op, vec![Lookup { places, axis, scale }], None)?;
    let picks = Picks { rest: layout.without(axis), front: axis, lookups };
    crate::layout::checked_bytes(op, &picks.shape(), 1)?;
    Ok(picks)
}

/// The items at places along an axis, or of the flattened array.
pub(crate) fn take_items(
    op: &'static str,
    items: &Items<'_>,
    places: IndexArray<'_>,
    axis: Option<isize>,
    mode: IndexMode,
) -> Result<Fresh> {
    // As in NumPy, an array without axes has its only item along the first.
    let axis = axis.filter(|axis| items.ndim() > 0 || !matches!(axis, 0 | -1));
    let Some(axis) = axis else {
        let flat = items.reshaped(&[items.len()])?;
        return take_items(op, &flat.items(), places, Some(0), mode);
    };
    let axis = normalize_axis(op, axis, items.ndim())?;
    let (before, behind) = items.shape().split_at(axis);
    // Where nothing comes out NumPy looks at no place, unless it is to raise for one.
    let nothing = before.contains(&0) || behind[1..].contains(&0) || places.layout().is_empty();
    if nothing && (mode != IndexMode::Raise || before.contains(&0)) {
        let shape = [before, places.layout().shape(), &behind[1..]].concat();
        crate::layout::checked_bytes(op, &shape, 1)?;
        return Ok(items.picked(op, axis, &[])?.with_shape(&shape));
    }
    items.at_picks(op, &along(op, items.layout(), places, axis, mode)?)
}

/// The items of `a` at `indices` along `axis`, or of the flattened array for `None`. The axes of the indices stand
/// where the axis was. [`Take`] has the options. NumPy: `take`.
///
/// # Errors
/// [`Error::Index`] if an index is out of range, [`Error::Axis`], [`Error::DType`] if the indices are no integers.
///
/// ```
/// use numoxide_core::{array, take};
///
/// let a = array![[1, 2, 3], [4, 5, 6]];
/// assert_eq!(take(&a, [2, 0], 1)?.to_vec(), [3, 1, 6, 4]);
/// assert_eq!(take(&a, [[0, -1]], None)?.to_vec(), [1, 6]);
/// assert_eq!(take(&a, 3, 1).unwrap_err().to_string(), "index 3 is out of bounds for axis 1 with size 3");
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn take<'i, T: Clone + 'static>(
    a: impl AsView<T>,
    indices: impl Into<IndexSpec<'i>>,
    axis: impl Into<Option<isize>>,
) -> Result<Array<T>> {
    let places = indices.into().into_places(OP)?;
    Ok(take_items(OP, &a.as_view().into(), places, axis.into(), IndexMode::Raise)?.typed())
}

/// NumPy's `take` with its options.
///
/// ```
/// use numoxide_core::{IndexMode, Take, array};
///
/// let a = array![1, 2, 3];
/// assert_eq!(Take::new(&a, [3, -7]).mode(IndexMode::Wrap).run()?.to_vec(), [1, 3]);
/// assert_eq!(Take::new(&a, [3, -7]).mode(IndexMode::Clip).run()?.to_vec(), [3, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Take<'a, T> {
    a: ArrayView<'a, T>,
    indices: IndexSpec<'a>,
    axis: Option<isize>,
    mode: IndexMode,
}

impl<'a, T: Clone + 'static> Take<'a, T> {
    /// The items of `a` at `indices`.
    pub fn new(a: &'a (impl AsView<T> + ?Sized), indices: impl Into<IndexSpec<'a>>) -> Self {
        Take { a: a.as_view(), indices: indices.into(), axis: None, mode: IndexMode::Raise }
    }

    /// The axis along which the indices count; the flattened array by default.
    #[must_use]
    pub fn axis(self, axis: impl Into<Option<isize>>) -> Self {
        Take { axis: axis.into(), ..self }
    }

    /// What becomes of indices outside.
    #[must_use]
    pub fn mode(self, mode: IndexMode) -> Self {
        Take { mode, ..self }
    }

    fn take(self) -> Result<Fresh> {
        take_items(OP, &self.a.into(), self.indices.into_places(OP)?, self.axis, self.mode)
    }

    /// The items.
    ///
    /// # Errors
    /// As [`take`].
    pub fn run(self) -> Result<Array<T>> {
        Ok(self.take()?.typed())
    }

    /// Writes the items to `out`: NumPy's keyword.
    ///
    /// # Errors
    /// As [`take`]; [`Error::Shape`] if `out` has another shape.
    pub fn write(self, out: &mut ArrayViewMut<'_, T>) -> Result<()> {
        let taken = self.take()?;
        let items = taken.items();
        if items.shape() != out.shape() {
            return Err(Error::Shape {
                op: OP,
                expected: items.shape().to_vec(),
                found: out.shape().to_vec(),
            });
        }
        crate::view::ItemsMut::from(out.view_mut()).assign(OP, &items)
    }
}

macro_rules! methods {
    ($([$($generics:tt)*] $ty:ty => $array:ty, |$this:ident, $fresh:ident| $done:expr;)*) => {$(
        impl<$($generics)*> $ty {
            /// The items at `indices` along `axis`, or of the flattened array for `None`; see [`take`].
            ///
            /// # Errors
            /// As [`take`].
            pub fn take<'i>(
                &self,
                indices: impl Into<IndexSpec<'i>>,
                axis: impl Into<Option<isize>>,
            ) -> Result<$array> {
                let ($this, places) = (self, indices.into().into_places(OP)?);
                let $fresh = take_items(OP, &$this.view().into(), places, axis.into(), IndexMode::Raise)?;
                Ok($done)
            }
        }
    )*};
}
methods! {
    [T: Clone + 'static] Array<T> => Array<T>, |this, fresh| fresh.typed();
    [T: Clone + 'static] ArrayView<'_, T> => Array<T>, |this, fresh| fresh.typed();
    [] AnyArray => AnyArray, |this, fresh| fresh.any(this.dtype().clone());
    [] AnyView<'_> => AnyArray, |this, fresh| fresh.any(this.dtype().clone());
}
