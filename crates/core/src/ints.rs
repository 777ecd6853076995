//! What can be given as a shape, as axes, or as an index.

use crate::layout::Axes;
use crate::{Error, Result};

/// One integer or a list of integers of any width: a shape, axes, or an index.
///
/// Signed, so that `-1` can say "the last axis" or "whatever fits"; a value that an `isize` cannot hold
/// becomes the nearest that it can, which is out of range everywhere.
pub trait Ints {
    /// The values.
    fn ints(&self) -> Axes<isize>;
}

/// Some axes, or `None` for all of them: what NumPy takes as `axis=None`.
pub trait MaybeAxes {
    /// The axes that are named.
    fn axes(&self) -> Option<Axes<isize>>;
}

impl<I: Ints> MaybeAxes for I {
    #[inline]
    fn axes(&self) -> Option<Axes<isize>> {
        Some(self.ints())
    }
}

impl MaybeAxes for Option<isize> {
    #[inline]
    fn axes(&self) -> Option<Axes<isize>> {
        self.map(|axis| Axes::from_slice(&[axis]))
    }
}

/// The values as sizes.
///
/// # Errors
/// [`Error::Size`] if one is negative.
pub(crate) fn sizes(op: &'static str, shape: &impl Ints) -> Result<Axes<usize>> {
    let shape = shape.ints();
    if shape.iter().any(|&size| size < 0) {
        return Err(Error::size(op, format!("negative dimensions are not allowed: {shape:?}")));
    }
    Ok(shape.iter().map(|&size| size as usize).collect())
}

macro_rules! impl_ints {
    ($($ty:ty)*) => {$(
        impl Ints for $ty {
            #[inline]
            fn ints(&self) -> Axes<isize> {
                Axes::from_slice(&[clamp(*self)])
            }
        }
        impl Ints for [$ty] {
            #[inline]
            fn ints(&self) -> Axes<isize> {
                self.iter().map(|&value| clamp(value)).collect()
            }
        }
        impl<const N: usize> Ints for [$ty; N] {
            #[inline]
            fn ints(&self) -> Axes<isize> {
                Axes::from_slice(&self.map(clamp))
            }
        }
        impl Ints for Vec<$ty> {
            #[inline]
            fn ints(&self) -> Axes<isize> {
                self[..].ints()
            }
        }
    )*};
}
impl_ints!(i32 i64 isize u32 u64 usize);

impl<I: Ints + ?Sized> Ints for &I {
    #[inline]
    fn ints(&self) -> Axes<isize> {
        (**self).ints()
    }
}

impl Ints for Axes<isize> {
    #[inline]
    fn ints(&self) -> Axes<isize> {
        self.clone()
    }
}

impl Ints for Axes<usize> {
    #[inline]
    fn ints(&self) -> Axes<isize> {
        self[..].ints()
    }
}

impl Ints for () {
    #[inline]
    fn ints(&self) -> Axes<isize> {
        Axes::default()
    }
}

#[inline(always)]
fn clamp<I: TryInto<isize> + PartialOrd + Default>(value: I) -> isize {
    let negative = value < I::default();
    value.try_into().unwrap_or(if negative { isize::MIN } else { isize::MAX })
}
