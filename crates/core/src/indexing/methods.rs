//! `index`, `mask` and their writing counterparts on every kind of array.

use super::OP;
use super::resolve::{Selection, resolve};
use super::spec::{AsIndex, Entry, IndexSpec};
use crate::driver::index::{FEW, count_true, few_in_a_row};
use crate::view::{Fresh, Items, ItemsMut, RelayoutExt};
use crate::{
    AnyArray, AnyView, AnyViewMut, Array, ArrayView, ArrayViewMut, AsView, Casting, Error, Order, Result,
    can_cast,
};

/// What an index selects, as a new array.
fn select(items: &Items<'_>, specs: &[IndexSpec<'_>]) -> Result<Fresh> {
    match resolve(items.layout(), specs)? {
        Selection::Part(layout) => items.relayout(layout).copy(Order::C),
        Selection::Mask(mask) => items.compressed(OP, &mask),
        Selection::Picks(picks) => items.at_picks(OP, &picks),
    }
}

/// The places of an index that is a row of few: what a small call mostly is, and what needs no description.
fn few<'a>(specs: &'a [IndexSpec<'_>]) -> Option<&'a [i64]> {
    match specs {
        [IndexSpec(Entry::Row(places))] => (places.len() <= FEW).then_some(*places),
        [IndexSpec(Entry::Lent(view))] => few_in_a_row(view),
        _ => None,
    }
}

/// Writes `values`, which broadcast, to what an index selects.
fn assign(mut items: ItemsMut<'_>, specs: &[IndexSpec<'_>], values: &Items<'_>) -> Result<()> {
    if few(specs).is_some_and(|places| items.put_few(places, values)) {
        return Ok(());
    }
    match resolve(items.layout(), specs)? {
        Selection::Part(layout) => items.relayout(layout).assign(OP, values),
        Selection::Mask(mask) => assign_masked(items, &mask, values),
        Selection::Picks(picks) => items.put_picked(OP, &picks, values),
    }
}

/// Writes to where a mask of the same shape is true: one value, or one for each.
fn assign_masked(mut items: ItemsMut<'_>, mask: &ArrayView<'_, bool>, values: &Items<'_>) -> Result<()> {
    if values.ndim() == 0 {
        return items.put_where(OP, mask, values);
    }
    if values.len() == 1 {
        return items.put_where(OP, mask, &values.relayout(values.layout().squeeze(None)?));
    }
    let count = count_true(mask);
    let values = items.fitting(OP, values, &[count])?;
    if count > 0 {
        items.put_in_turn(mask, &values);
    }
    Ok(())
}

/// The index of a mask alone.
fn mask_spec<'a>(mask: &'a ArrayView<'_, bool>) -> [IndexSpec<'a>; 1] {
    [mask.into()]
}

/// Values as the dtype of the array they are written to, as NumPy casts them there: at any loss.
pub(super) fn cast_values<'v>(
    values: AnyView<'v>,
    like: &crate::DType,
) -> Result<std::result::Result<AnyArray, AnyView<'v>>> {
    if values.dtype() == like {
        return Ok(Err(values));
    }
    if !can_cast(values.dtype(), like, Casting::Unsafe) {
        let (from, to) = (values.dtype().clone(), like.clone());
        return Err(Error::Cast { op: OP, from, to, casting: Casting::Unsafe });
    }
    values.astype(like.clone()).map(Ok)
}

/// Writing of values whose type is known at run time.
fn assign_any(items: AnyViewMut<'_>, specs: &[IndexSpec<'_>], values: AnyView<'_>) -> Result<()> {
    match cast_values(values, items.dtype())? {
        Ok(cast) => assign(items.into(), specs, &cast.view().into()),
        Err(values) => assign(items.into(), specs, &values.into()),
    }
}

/// The methods that read; `$this` is `self` in `$part`, which makes an array of a narrower layout, and in `$done`,
/// which makes one of a fresh result.
macro_rules! reading {
    ($([$($generics:tt)*] $ty:ty => $array:ty, |$this:ident, $layout:ident| $part:expr, |$fresh:ident| $done:expr;)*) => {$(
        impl<$($generics)*> $ty {
            /// What an index selects that may contain arrays; written with [`ix!`](crate::ix), which explains
            /// it. Without arrays this is [`slice`](Self::slice), and shares the memory where that can be.
            ///
            /// # Errors
            /// [`Error::Index`] if a place is out of range, [`Error::TooManyIndices`], [`Error::Broadcast`] if
            /// the index arrays do not go together, [`Error::MaskShape`] if a mask has not the sizes of the axes
            /// it stands for, [`Error::DType`] if an array is neither of integers nor of `bool`.
            pub fn index(&self, index: impl AsIndex) -> Result<$array> {
                let $this = self;
                let specs = index.specs();
                if let Some(places) = few(&specs)
                    && let Some(line) = $this.line()
                    && let Some(buffer) = line.at_few(OP, places)?
                {
                    let $fresh = line.row(buffer, places.len());
                    return Ok($done);
                }
                // The selection counts from the first item, wherever that lies in the memory.
                let items = Items::from($this.view());
                match resolve(items.layout(), &specs)? {
                    Selection::Part(mut $layout) => {
                        $layout.offset += $this.layout().offset;
                        $part
                    }
                    Selection::Mask(mask) => {
                        let $fresh = items.compressed(OP, &mask)?;
                        Ok($done)
                    }
                    Selection::Picks(picks) => {
                        let $fresh = items.at_picks(OP, &picks)?;
                        Ok($done)
                    }
                }
            }

            /// The items where `mask` is true, in row-major order. The mask may leave out trailing axes, which
            /// the result keeps.
            ///
            /// # Errors
            /// [`Error::MaskShape`] if the mask has not the sizes of the axes it stands for.
            pub fn mask(&self, mask: impl AsView<bool>) -> Result<$array> {
                let $this = self;
                let (items, mask) = (Items::from($this.view()), mask.as_view());
                let $fresh = match mask.ndim() > 0 && mask.shape() == items.shape() {
                    // Most are, and need no description.
                    true => items.compressed(OP, &mask)?,
                    false => select(&items, &mask_spec(&mask))?,
                };
                Ok($done)
            }
        }
    )*};
}
reading! {
    [T: Clone + 'static] Array<T> => Array<T>, |this, layout| Ok(this.with_layout(layout)), |fresh| fresh.typed();
    [T: Clone + 'static] ArrayView<'_, T> => Array<T>,
        |this, layout| this.relayout(layout).copy(Order::C), |fresh| fresh.typed();
    [T: Clone + 'static] ArrayViewMut<'_, T> => Array<T>,
        |this, layout| this.view().relayout(layout).copy(Order::C), |fresh| fresh.typed();
    [] AnyArray => AnyArray,
        |this, layout| Ok(this.relayout(layout)), |fresh| fresh.any(this.dtype().clone());
    [] AnyView<'_> => AnyArray,
        |this, layout| this.relayout(layout).copy(Order::C), |fresh| fresh.any(this.dtype().clone());
    [] AnyViewMut<'_> => AnyArray,
        |this, layout| this.view().relayout(layout).copy(Order::C), |fresh| fresh.any(this.dtype().clone());
}

/// The methods that write; `$target` makes a unique view of `$this`.
macro_rules! writing {
    ($([$($generics:tt)*] $ty:ty, [$($life:lifetime)?] $values:ty, |$this:ident| $target:expr, $assign:ident($view:ident => $from:expr);)*) => {$(
        impl<$($generics)*> $ty {
            /// Writes `values`, which broadcast, to what an index selects; written with [`ix!`](crate::ix). Where
            /// index arrays name a place twice, the later value stays. Values of another dtype are cast at any
            /// loss.
            ///
            /// # Errors
            /// As [`index`](Self::index); [`Error::Broadcast`] if the values do not fit what is selected. Nothing
            /// has been written then.
            pub fn index_assign$(<$life>)?(&mut self, index: impl AsIndex, values: $values) -> Result<()> {
                let $this = self;
                let $view = values;
                $assign($target, &index.specs(), $from)
            }

            /// Writes `values` where `mask` is true: one for all, or one for each in row-major order.
            ///
            /// # Errors
            /// As [`mask`](Self::mask); [`Error::Broadcast`] if the values do not fit.
            pub fn mask_assign$(<$life>)?(&mut self, mask: impl AsView<bool>, values: $values) -> Result<()> {
                let $this = self;
                let $view = values;
                $assign($target, &mask_spec(&mask.as_view()), $from)
            }
        }
    )*};
}
writing! {
    [T: Clone + 'static] Array<T>, [] impl AsView<T>,
        |this| this.try_view_mut()?.into(), assign(values => &values.as_view().into());
    [T: Clone + 'static] ArrayViewMut<'_, T>, [] impl AsView<T>,
        |this| this.view_mut().into(), assign(values => &values.as_view().into());
    [] AnyArray, ['v] impl Into<AnyView<'v>>, |this| this.view_mut()?, assign_any(values => values.into());
    [] AnyViewMut<'_>, ['v] impl Into<AnyView<'v>>, |this| this.view_mut(), assign_any(values => values.into());
}
