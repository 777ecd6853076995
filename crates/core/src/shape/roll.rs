//! Rolling: what leaves an axis at its end comes in at its start.

use super::join::flat;
use crate::driver::Run;
use crate::layout::normalize_axis;
use crate::view::{Fresh, Items};
use crate::{AnyArray, Array, AsView, Error, Ints, MaybeAxes, Result};

/// `a` rolled by `shift` places along `axes`; `None` rolls the items of the flattened array. Shifts and axes
/// broadcast; shifts of an axis that is named several times add up. NumPy: `roll`.
///
/// # Errors
/// If an axis is out of range, the numbers of shifts and axes differ and neither is 1, or no axes are named of an array that has
/// none.
///
/// ```
/// use numoxide_core::{array, roll};
///
/// let a = array![[1, 2, 3], [4, 5, 6]];
/// assert_eq!(roll(&a, 1, None)?.to_vec(), [6, 1, 2, 3, 4, 5]);
/// assert_eq!(roll(&a, [1, -1], [0, 1])?.to_vec(), [5, 6, 4, 2, 3, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn roll<T: Clone + 'static>(
    a: impl AsView<T>,
    shift: impl Ints,
    axes: impl MaybeAxes,
) -> Result<Array<T>> {
    Ok(roll_items(a.as_view().into(), &shift.ints(), axes.axes().as_deref())?.typed())
}

impl AnyArray {
    /// [`roll`] of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`roll`].
    pub fn roll(&self, shift: impl Ints, axes: impl MaybeAxes) -> Result<AnyArray> {
        let rolled = roll_items(self.view().into(), &shift.ints(), axes.axes().as_deref())?;
        Ok(rolled.any(self.dtype().clone()))
    }
}

fn roll_items(items: Items<'_>, shifts: &[isize], axes: Option<&[isize]>) -> Result<Fresh> {
    const OP: &str = "roll";
    let Some(axes) = axes else {
        return Ok(roll_items(flat(&items)?.items(), shifts, Some(&[0]))?.with_shape(items.shape()));
    };
    let pairs = match (shifts.len(), axes.len()) {
        (s, a) if s == a || s == 1 || a == 1 => {
            if s == 1 {
                a
            } else {
                s
            }
        }
        (s, a) => return Err(Error::Broadcast { op: OP, left: vec![s], right: vec![a] }),
    };
    if axes.is_empty() && items.ndim() == 0 {
        return Err(Error::Rank { op: OP, expected: "at least one axis", found: 0 });
    }
    let named = |&axis: &isize| normalize_axis(OP, axis, items.ndim());
    let axes: Vec<usize> = axes.iter().map(named).collect::<Result<_>>()?;
    let mut by_axis = vec![0usize; items.ndim()];
    for k in 0..pairs {
        let axis = axes[k % axes.len()];
        let size = items.shape()[axis].max(1);
        let shift = shifts[k % shifts.len()].rem_euclid(size as isize) as usize;
        by_axis[axis] = (by_axis[axis] + shift) % size;
    }
    let runs: Vec<Vec<Run>> = by_axis
        .iter()
        .zip(items.shape())
        .map(|(&shift, &size)| match shift {
            0 => vec![Run::of(0..size)],
            _ => vec![Run::of(size - shift..size), Run::of(0..size - shift)],
        })
        .collect();
    items.rearranged(OP, &runs)
}
