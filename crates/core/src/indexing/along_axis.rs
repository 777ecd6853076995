//! One index for each line along an axis: take_along_axis, put_along_axis.

use numoxide_simd::select::{AxisScale, IndexMode};

use super::put::flat_picks;
use super::spec::IndexSpec;
use crate::driver::index::{IndexArray, Lookup, Lookups, Picks};
use crate::layout::{Axes, normalize_axis};
use crate::view::{Fresh, Items};
use crate::{AnyArray, AnyView, Array, AsView, AsViewMut, Error, Layout, Result};

/// The places `indices` along `axis`, and every place along the other axes, broadcast together.
fn picks_along<'a>(
    op: &'static str,
    layout: &Layout,
    indices: IndexArray<'a>,
    axis: usize,
) -> Result<Picks<'a>> {
    let ndim = layout.ndim();
    if indices.layout().ndim() != ndim {
        let found = indices.layout().ndim();
        return Err(Error::Rank { op, expected: "indices with as many axes as the array", found });
    }
    let mut indices = Some(indices);
    let lookup = |at: usize| {
        let places = match indices.take_if(|_| at == axis) {
            Some(indices) => indices,
            None => {
                let mut open: Axes<usize> = Axes::filled(1, ndim);
                open[at] = layout.shape()[at];
                let places = Array::arange(0, layout.shape()[at] as i64, 1)?.reshape(open)?;
                IndexArray::Made(places.into())
            }
        };
        let scale =
            AxisScale { len: layout.shape()[at], scale: layout.strides()[at], mode: IndexMode::Raise };
        Ok(Lookup { places, axis: at, scale })
    };
    let lookups = (0..ndim).map(lookup).collect::<Result<Vec<_>>>()?;
    Ok(Picks { rest: layout.permuted(&[]), front: 0, lookups: Lookups::new(op, lookups, None)? })
}

/// The indices along the flattened array.
fn flat_indices<'a>(op: &'static str, indices: IndexSpec<'a>) -> Result<IndexArray<'a>> {
    let indices = indices.into_places(op)?;
    match indices.layout().ndim() {
        1 => Ok(indices),
        found => Err(Error::Rank { op, expected: "indices of one axis for a flattened array", found }),
    }
}

fn take_items(items: &Items<'_>, indices: IndexSpec<'_>, axis: Option<isize>) -> Result<Fresh> {
    const OP: &str = "take_along_axis";
    let Some(axis) = axis else {
        let places = flat_indices(OP, indices)?;
        let picks = flat_picks(OP, items.layout(), items.itemsize(), places, IndexMode::Raise)?;
        return items.at_picks(OP, &picks);
    };
    let axis = normalize_axis(OP, axis, items.ndim())?;
    items.at_picks(OP, &picks_along(OP, items.layout(), indices.into_places(OP)?, axis)?)
}

/// The items of `a` at `indices` along `axis`, each index within its own line; the other axes broadcast. `None`
/// takes the flattened array. What `argsort` and `argmax` return is made for it. NumPy: `take_along_axis`.
///
/// # Errors
/// [`Error::Rank`] if the indices have another number of axes, [`Error::Index`] if one is out of range,
/// [`Error::Broadcast`].
///
/// ```
/// use numoxide_core::{array, take_along_axis};
///
/// let a = array![[10, 30, 20], [60, 40, 50]];
/// assert_eq!(take_along_axis(&a, [[0, 2, 1], [1, 2, 0]], 1)?.to_vec(), [10, 20, 30, 40, 50, 60]);
/// assert_eq!(take_along_axis(&a, [[1], [0]], -1)?.to_vec(), [30, 60]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn take_along_axis<'i, T: Clone + 'static>(
    a: impl AsView<T>,
    indices: impl Into<IndexSpec<'i>>,
    axis: impl Into<Option<isize>>,
) -> Result<Array<T>> {
    Ok(take_items(&a.as_view().into(), indices.into(), axis.into())?.typed())
}

/// Writes `values`, which broadcast, to `indices` along `axis`, each index within its own line; see
/// [`take_along_axis`]. NumPy: `put_along_axis`.
///
/// # Errors
/// As [`take_along_axis`]; nothing has been written then.
///
/// ```
/// use numoxide_core::{array, put_along_axis};
///
/// let mut a = array![[10, 30, 20], [60, 40, 50]];
/// put_along_axis(&mut a, [[1], [0]], 99, 1)?;
/// assert_eq!(a.to_vec(), [10, 99, 20, 99, 40, 50]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn put_along_axis<'i, T: Clone + 'static>(
    a: &mut (impl AsViewMut<T> + ?Sized),
    indices: impl Into<IndexSpec<'i>>,
    values: impl AsView<T>,
    axis: impl Into<Option<isize>>,
) -> Result<()> {
    const OP: &str = "put_along_axis";
    let view = a.as_view_mut()?;
    let layout = view.layout().clone();
    let picks = match axis.into() {
        Some(axis) => {
            let axis = normalize_axis(OP, axis, layout.ndim())?;
            picks_along(OP, &layout, indices.into().into_places(OP)?, axis)?
        }
        None => {
            let places = flat_indices(OP, indices.into())?;
            flat_picks(OP, &layout, size_of::<T>(), places, IndexMode::Raise)?
        }
    };
    crate::view::ItemsMut::from(view).put_picked(OP, &picks, &values.as_view().into())
}

impl AnyArray {
    /// [`take_along_axis`] of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`take_along_axis`].
    pub fn take_along_axis<'i>(
        &self,
        indices: impl Into<IndexSpec<'i>>,
        axis: impl Into<Option<isize>>,
    ) -> Result<AnyArray> {
        let view: AnyView<'_> = self.view();
        Ok(take_items(&view.into(), indices.into(), axis.into())?.any(self.dtype().clone()))
    }
}
