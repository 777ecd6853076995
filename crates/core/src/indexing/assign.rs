//! Copying into an array that is there: copyto.

use super::methods::cast_values;
use crate::view::{Items, ItemsMut, RelayoutExt};
use crate::{
    AnyView, AnyViewMut, Array, ArrayView, AsView, AsViewMut, Casting, Error, Result, Scalar, can_cast,
};

const OP: &str = "copyto";

/// NumPy's `copyto` with its options.
///
/// ```
/// use numoxide_core::{Casting, Copyto, array};
///
/// let (mut a, b) = (array![1, 2, 3], array![1.5, 2.5, 3.5]);
/// Copyto::new(a.view_mut(), &b).where_(&[true, false, true]).casting(Casting::Unsafe).run()?;
/// assert_eq!(a.to_vec(), [1, 2, 3]);
/// assert!(Copyto::new(a.view_mut(), &b).run().is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[must_use = "nothing is copied before `run`"]
pub struct Copyto<'a> {
    target: AnyViewMut<'a>,
    source: AnyView<'a>,
    mask: Option<ArrayView<'a, bool>>,
    casting: Casting,
}

impl<'a> Copyto<'a> {
    /// Copies `source`, which broadcasts, to `target`.
    pub fn new(target: impl Into<AnyViewMut<'a>>, source: impl Into<AnyView<'a>>) -> Self {
        Copyto { target: target.into(), source: source.into(), mask: None, casting: Casting::SameKind }
    }

    /// Where to copy: a mask, which broadcasts.
    pub fn where_(self, mask: &'a (impl AsView<bool> + ?Sized)) -> Self {
        Copyto { mask: Some(mask.as_view()), ..self }
    }

    /// Which casts are allowed; those of the same kind by default.
    pub fn casting(self, casting: Casting) -> Self {
        Copyto { casting, ..self }
    }

    /// Makes the copy.
    ///
    /// # Errors
    /// [`Error::Cast`] if the casting rule forbids the cast, [`Error::Broadcast`] if the source or the mask does
    /// not fit.
    pub fn run(self) -> Result<()> {
        let Copyto { target, source, mask, casting } = self;
        let (from, to) = (source.dtype().clone(), target.dtype().clone());
        if !can_cast(&from, &to, casting) {
            return Err(Error::Cast { op: OP, from, to, casting });
        }
        // What may fail item by item is not asked of those that are not copied.
        if from != to && (from.rank().is_none() || to.rank().is_none()) {
            return copy_picked(target, source, mask);
        }
        match cast_values(source, &to)? {
            Ok(cast) => copy(target.into(), &cast.view().into(), mask),
            Err(source) => copy(target.into(), &source.into(), mask),
        }
    }
}

fn copy(mut target: ItemsMut<'_>, source: &Items<'_>, mask: Option<ArrayView<'_, bool>>) -> Result<()> {
    let Some(mask) = mask else { return target.assign(OP, source) };
    let mask = mask.relayout(mask.layout().broadcast_to(OP, target.layout().shape())?);
    target.put_where(OP, &mask, source)
}

/// Copies what the mask picks, casting nothing else.
fn copy_picked(target: AnyViewMut<'_>, source: AnyView<'_>, mask: Option<ArrayView<'_, bool>>) -> Result<()> {
    let (from, to, shape) = (source.dtype().clone(), target.dtype().clone(), target.shape().to_vec());
    let all = Array::scalar(true)?;
    let mask = mask.unwrap_or(all.view());
    let mask = mask.relayout(mask.layout().broadcast_to(OP, &shape)?);
    let picked = Items::from(source).fitting(OP, &shape)?.compressed(OP, &mask)?.any(from).astype(to)?;
    if !picked.is_empty() {
        ItemsMut::from(target).put_in_turn(&mask, &picked.view().into());
    }
    Ok(())
}

/// Copies `source`, which broadcasts, to `target`; [`Copyto`] has the options. Casts must be of the same kind.
/// NumPy: `copyto`.
///
/// # Errors
/// As [`Copyto::run`].
///
/// ```
/// use numoxide_core::{array, copyto};
///
/// let mut a = array![[1.0, 2.0], [3.0, 4.0]];
/// copyto(&mut a, [7, 8])?;
/// assert_eq!(a.to_vec(), [7.0, 8.0, 7.0, 8.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn copyto<T: Scalar, U: Scalar>(
    target: &mut (impl AsViewMut<T> + ?Sized),
    source: impl AsView<U>,
) -> Result<()> {
    Copyto::new(target.as_view_mut()?, source.as_view()).run()
}
