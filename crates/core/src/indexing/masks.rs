//! Functions of a mask: compress, extract, place, putmask.

use numoxide_simd::select::IndexMode;

use super::put::cycled;
use super::take::take_items;
use crate::driver::index::{IndexArray, count_true, flat_places};
use crate::view::{Fresh, Items, ItemsMut};
use crate::{AnyArray, Array, ArrayView, AsView, AsViewMut, Error, Order, Result};

/// The places where a mask is true, counted along its flattened items.
fn places(mask: &ArrayView<'_, bool>) -> Result<IndexArray<'static>> {
    let places = match mask.as_slice() {
        Some(items) => flat_places(items)?,
        None => flat_places(mask.copy(Order::C)?.as_slice().expect("a row-major copy"))?,
    };
    Ok(IndexArray::Made(places.into()))
}

fn compress_items(items: &Items<'_>, condition: &ArrayView<'_, bool>, axis: Option<isize>) -> Result<Fresh> {
    const OP: &str = "compress";
    if condition.ndim() != 1 {
        return Err(Error::Rank { op: OP, expected: "a condition of one axis", found: condition.ndim() });
    }
    take_items(OP, items, places(condition)?, axis, IndexMode::Raise)
}

/// The slices of `a` along `axis` for which the 1-d `condition` is true; `None` takes the flattened array. What a
/// short condition does not reach is left out. NumPy: `compress`.
///
/// # Errors
/// [`Error::Index`] if the condition is true beyond the axis, [`Error::Rank`] if it is not 1-d, [`Error::Axis`].
///
/// ```
/// use numoxide_core::{array, compress};
///
/// let a = array![[1, 2, 3], [4, 5, 6]];
/// assert_eq!(compress([false, true, true], &a, 1)?.to_vec(), [2, 3, 5, 6]);
/// assert_eq!(compress([true, false, true], &a, None)?.to_vec(), [1, 3]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn compress<T: Clone + 'static>(
    condition: impl AsView<bool>,
    a: impl AsView<T>,
    axis: impl Into<Option<isize>>,
) -> Result<Array<T>> {
    Ok(compress_items(&a.as_view().into(), &condition.as_view(), axis.into())?.typed())
}

/// The items of the flattened `a` where the flattened `condition` is true. NumPy: `extract`.
///
/// # Errors
/// [`Error::Index`] if the condition is true beyond the end of `a`.
///
/// ```
/// use numoxide_core::{array, extract};
///
/// assert_eq!(extract([[false, true], [true, false]], array![[1, 2], [3, 4]])?.to_vec(), [2, 3]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn extract<T: Clone + 'static>(condition: impl AsView<bool>, a: impl AsView<T>) -> Result<Array<T>> {
    const OP: &str = "extract";
    let (condition, a) = (condition.as_view(), a.as_view());
    let same_shape = condition.shape() == a.shape();
    let items = Items::from(a);
    if same_shape {
        return Ok(items.compressed(OP, &condition)?.typed());
    }
    Ok(take_items(OP, &items, places(&condition)?, None, IndexMode::Raise)?.typed())
}

/// Runs `write` with the mask in the shape of the items, for which it must have the right number.
fn with_mask(
    op: &'static str,
    mask: &ArrayView<'_, bool>,
    shape: &[usize],
    write: impl FnOnce(&ArrayView<'_, bool>) -> Result<()>,
) -> Result<()> {
    if mask.shape() == shape {
        return write(mask);
    }
    if mask.len() != shape.iter().product::<usize>() {
        return Err(Error::value(
            op,
            format!("mask of shape {:?} and array of shape {shape:?} must be the same size", mask.shape()),
        ));
    }
    write(&mask.copy(Order::C)?.reshape(shape)?.view())
}

/// Writes the items of `values` in turn to the places of `a` where `mask`, of the same size, is true; from the
/// first again when they are used up. NumPy: `place`.
///
/// # Errors
/// [`Error::Value`] if the sizes differ, or there are no values to write.
///
/// ```
/// use numoxide_core::{array, place};
///
/// let mut a = array![1, 2, 3, 4];
/// place(&mut a, [true, false, true, true], [8, 9])?;
/// assert_eq!(a.to_vec(), [8, 2, 9, 8]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn place<T: Clone + 'static>(
    a: &mut (impl AsViewMut<T> + ?Sized),
    mask: impl AsView<bool>,
    values: impl AsView<T>,
) -> Result<()> {
    let values = values.as_view();
    place_items(a.as_view_mut()?.into(), &mask.as_view(), &values.into())
}

fn place_items(mut items: ItemsMut<'_>, mask: &ArrayView<'_, bool>, values: &Items<'_>) -> Result<()> {
    const OP: &str = "place";
    let shape = items.layout().shape().to_vec();
    with_mask(OP, mask, &shape, |mask| {
        if values.is_empty() {
            let nothing = count_true(mask) == 0;
            return if nothing { Ok(()) } else { Err(Error::value(OP, "cannot insert from an empty array")) };
        }
        let values = values.reshaped(&[values.len()])?;
        items.put_in_turn(mask, &values.items());
        Ok(())
    })
}

/// Writes to each place of `a` where `mask`, of the same size, is true the item of `values` at the same place of
/// the flattened arrays; short values are repeated. No values change nothing. NumPy: `putmask`.
///
/// # Errors
/// [`Error::Value`] if the sizes differ.
///
/// ```
/// use numoxide_core::{array, putmask};
///
/// let mut a = array![1, 2, 3, 4];
/// putmask(&mut a, [true, false, true, true], [8, 9])?;
/// assert_eq!(a.to_vec(), [8, 2, 8, 9]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn putmask<T: Clone + 'static>(
    a: &mut (impl AsViewMut<T> + ?Sized),
    mask: impl AsView<bool>,
    values: impl AsView<T>,
) -> Result<()> {
    let values = values.as_view();
    putmask_items(a.as_view_mut()?.into(), &mask.as_view(), &values.into())
}

fn putmask_items(mut items: ItemsMut<'_>, mask: &ArrayView<'_, bool>, values: &Items<'_>) -> Result<()> {
    const OP: &str = "putmask";
    let shape = items.layout().shape().to_vec();
    let len = items.layout().len();
    with_mask(OP, mask, &shape, |mask| match values.len() {
        0 => Ok(()),
        1 => items.put_where(OP, mask, &values.reshaped(&[])?.items()),
        n if n == len => items.put_where(OP, mask, &values.reshaped(&shape)?.items()),
        _ => items.put_where(OP, mask, &cycled(OP, values, len)?.with_shape(&shape).items()),
    })
}

impl AnyArray {
    /// [`compress`] of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`compress`].
    pub fn compress(&self, condition: impl AsView<bool>, axis: impl Into<Option<isize>>) -> Result<AnyArray> {
        let fresh = compress_items(&self.view().into(), &condition.as_view(), axis.into())?;
        Ok(fresh.any(self.dtype().clone()))
    }
}

impl<T: Clone + 'static> Array<T> {
    /// The slices along `axis` for which `condition` is true; see [`compress`].
    ///
    /// # Errors
    /// As [`compress`].
    pub fn compress(&self, condition: impl AsView<bool>, axis: impl Into<Option<isize>>) -> Result<Array<T>> {
        compress(condition, self, axis)
    }
}
