//! Writing to places of the flattened array: put.

use numoxide_simd::select::{AxisScale, IndexMode};

use super::coordinates::unravel;
use super::spec::IndexSpec;
use super::take::{along, take_items};
use crate::driver::index::{IndexArray, Lookup, Lookups, Picks};
use crate::view::{Fresh, Items, ItemsMut};
use crate::{AnyArray, AnyView, Array, AsView, AsViewMut, Casting, Error, Layout, Order, Result};

const OP: &str = "put";

/// Places of the flattened array as places of the array.
pub(super) fn flat_picks<'a>(
    op: &'static str,
    layout: &Layout,
    itemsize: usize,
    places: IndexArray<'a>,
    mode: IndexMode,
) -> Result<Picks<'a>> {
    if let Some(flat) = layout.reshaped(&[layout.len()], itemsize, Order::C) {
        return along(op, &flat, places, 0, mode);
    }
    let places = normalized(op, places.into_i64()?, layout.len(), mode)?;
    let coordinates = unravel(&places, layout.shape(), Order::C)?;
    let lookup = |(axis, places): (usize, Array<i64>)| {
        let scale =
            AxisScale { len: layout.shape()[axis], scale: layout.strides()[axis], mode: IndexMode::Raise };
        Lookup { places: IndexArray::Made(places.into()), axis, scale }
    };
    let lookups = coordinates.into_iter().enumerate().map(lookup).collect();
    let rest = layout.permuted(&[]);
    Ok(Picks { rest, front: 0, lookups: Lookups::new(op, lookups, Some(places.shape()))? })
}

/// Places moved into `0..len`.
///
/// # Errors
/// [`Error::Index`] if one is outside that may not be.
pub(super) fn normalized(
    op: &'static str,
    mut places: Array<i64>,
    len: usize,
    mode: IndexMode,
) -> Result<Array<i64>> {
    if len == 0 && !places.is_empty() {
        return Err(Error::value(op, "an empty array has no places"));
    }
    let n = len as i64;
    for place in places.try_view_mut()? {
        let at = *place;
        *place = match mode {
            IndexMode::Raise if at < -n || at >= n => {
                return Err(Error::Index { index: at as isize, axis: 0, len });
            }
            IndexMode::Raise => {
                if at < 0 {
                    at + n
                } else {
                    at
                }
            }
            IndexMode::Wrap => at.rem_euclid(n),
            IndexMode::Clip => at.clamp(0, n - 1),
        };
    }
    Ok(places)
}

/// The flattened items, over and over up to `len`, of which there must be some.
pub(super) fn cycled(op: &'static str, values: &Items<'_>, len: usize) -> Result<Fresh> {
    let places = IndexArray::Made(Array::arange(0, len as i64, 1)?.into());
    take_items(op, values, places, None, IndexMode::Wrap)
}

/// Writes flattened values, over and over, to places of the flattened array.
pub(super) fn put_items(
    op: &'static str,
    mut items: ItemsMut<'_>,
    places: IndexArray<'_>,
    values: &Items<'_>,
    mode: IndexMode,
) -> Result<()> {
    let shape = places.layout().shape().to_vec();
    let (len, count) = (items.layout().len(), places.layout().len());
    if len == 0 && count > 0 {
        return Err(Error::value(op, "cannot replace elements of an empty array"));
    }
    if values.is_empty() || count == 0 {
        // As in NumPy, the places are not looked at where there is nothing to write.
        return Ok(());
    }
    let picks = flat_picks(op, items.layout(), values.itemsize(), places, mode)?;
    match values.len() {
        1 => items.put_picked(op, &picks, &values.reshaped(&[])?.items()),
        n if n == count => items.put_picked(op, &picks, &values.reshaped(&shape)?.items()),
        _ => items.put_picked(op, &picks, &cycled(op, values, count)?.with_shape(&shape).items()),
    }
}

/// Writes `values` to the places `indices` of the flattened `a`. Both are flattened; values are repeated if they
/// are too few. NumPy: `put`.
///
/// # Errors
/// [`Error::Index`] if an index is out of range, [`Error::Value`] if `a` is empty; nothing has been written then.
///
/// ```
/// use numoxide_core::{IndexMode, array, put};
///
/// let mut a = array![[1, 2], [3, 4]];
/// put(&mut a, [0, -1], [7, 8], IndexMode::Raise)?;
/// assert_eq!(a.to_vec(), [7, 2, 3, 8]);
/// put(&mut a, [5, 6], 0, IndexMode::Wrap)?;
/// assert_eq!(a.to_vec(), [7, 0, 0, 8]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn put<'i, T: Clone + 'static>(
    a: &mut (impl AsViewMut<T> + ?Sized),
    indices: impl Into<IndexSpec<'i>>,
    values: impl AsView<T>,
    mode: IndexMode,
) -> Result<()> {
    let places = indices.into().into_places(OP)?;
    put_items(OP, a.as_view_mut()?.into(), places, &values.as_view().into(), mode)
}

impl AnyArray {
    /// [`put`] for an array whose type is known at run time. Values of another dtype are cast, at any loss.
    ///
    /// # Errors
    /// As [`put`]; [`Error::Cast`] between structured types and others.
    pub fn put<'i, 'v>(
        &mut self,
        indices: impl Into<IndexSpec<'i>>,
        values: impl Into<AnyView<'v>>,
        mode: IndexMode,
    ) -> Result<()> {
        let places = indices.into().into_places(OP)?;
        let values = values.into().astype_with(self.dtype().clone(), Casting::Unsafe, Order::C)?;
        put_items(OP, self.view_mut()?.into(), places, &values.view().into(), mode)
    }
}
