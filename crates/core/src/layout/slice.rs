//! Basic indexing: integers, ranges with steps, new axes and the ellipsis.

use super::{Layout, MAX_NDIM};
use crate::{Error, Result};

/// One entry of a basic index, as [`s!`](crate::s) writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliceSpec {
    /// A single place; the axis disappears.
    Index(isize),
    /// A range of places.
    Slice(Slice),
    /// A new axis of size 1.
    NewAxis,
    /// As many full axes as are needed to cover the array.
    Ellipsis,
}

/// NumPy's `start:stop:step`, with NumPy's clamping of what lies outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The first place; `None` is the start (the end for a negative step).
    pub start: Option<isize>,
    /// One past the last place; `None` is the end (the start for a negative step).
    pub stop: Option<isize>,
    /// The step; not zero.
    pub step: isize,
}

impl Slice {
    /// Every place.
    pub const FULL: Slice = Slice { start: None, stop: None, step: 1 };

    /// A slice with these bounds and step.
    pub const fn new(start: Option<isize>, stop: Option<isize>, step: isize) -> Self {
        Slice { start, stop, step }
    }

    /// The same slice with another step.
    pub const fn with_step(self, step: isize) -> Self {
        Slice { step, ..self }
    }

    /// The first place and the number of places for an axis of `len` items.
    ///
    /// # Errors
    /// [`Error::ZeroStep`].
    pub fn resolve(self, len: usize) -> Result<(usize, usize)> {
        let Slice { start, stop, step } = self;
        if step == 0 {
            return Err(Error::ZeroStep);
        }
        let n = len as isize;
        // With a negative step the places run from n-1 down to "one before 0".
        let (low, high) = if step > 0 { (0, n) } else { (-1, n - 1) };
        let clamp = |bound: isize| {
            let from_front = if bound < 0 { bound.saturating_add(n) } else { bound };
            from_front.clamp(low, high)
        };
        let start = start.map_or(if step > 0 { low } else { high }, clamp);
        let stop = stop.map_or(if step > 0 { high } else { low }, clamp);
        let distance = if step > 0 { stop - start } else { start - stop };
        if distance <= 0 {
            return Ok((0, 0));
        }
        // A division takes longer than all the rest.
        let count =
            if step == 1 { distance as usize } else { (distance as usize).div_ceil(step.unsigned_abs()) };
        Ok((start as usize, count))
    }
}

impl Layout {
    /// The items that a basic index selects.
    ///
    /// # Errors
    /// [`Error::TooManyIndices`], [`Error::Index`] for a single place out of range, [`Error::ZeroStep`],
    /// or [`Error::Value`] for a second ellipsis.
    pub fn slice(&self, specs: &[SliceSpec]) -> Result<Layout> {
        let (mut used, mut ellipses) = (0, 0);
        for spec in specs {
            match spec {
                SliceSpec::Index(_) | SliceSpec::Slice(_) => used += 1,
                SliceSpec::Ellipsis => ellipses += 1,
                SliceSpec::NewAxis => {}
            }
        }
        if used > self.ndim() {
            return Err(Error::TooManyIndices { ndim: self.ndim(), indices: used });
        }
        if ellipses > 1 {
            return Err(Error::value("slice", "an index can only have a single ellipsis ('...')"));
        }
        let mut result = Layout { offset: self.offset, ..Layout::default() };
        let mut axis = 0;
        for spec in specs {
            match *spec {
                SliceSpec::NewAxis => result.push_axis(1, 0),
                SliceSpec::Ellipsis => {
                    let end = axis + self.ndim() - used;
                    self.copy_axes(axis..end, &mut result);
                    axis = end;
                }
                SliceSpec::Index(index) => {
                    result.offset += self.index_offset(axis, index)?;
                    axis += 1;
                }
                SliceSpec::Slice(slice) => {
                    let (start, len) = slice.resolve(self.shape[axis])?;
                    let stride = self.strides[axis];
                    result.offset += start as isize * stride;
                    // The step may exceed any stride that makes sense where at most one item is left.
                    result.push_axis(len, if len > 1 { stride * slice.step } else { stride });
                    axis += 1;
                }
            }
        }
        self.copy_axes(axis..self.ndim(), &mut result);
        if result.ndim() > MAX_NDIM {
            return Err(Error::size(
                "slice",
                format!("{} axes, at most {MAX_NDIM} are possible", result.ndim()),
            ));
        }
        Ok(result)
    }

    #[inline]
    fn push_axis(&mut self, size: usize, stride: isize) {
        self.shape.push(size);
        self.strides.push(stride);
    }

    #[inline]
    fn copy_axes(&self, axes: std::ops::Range<usize>, target: &mut Layout) {
        for axis in axes {
            target.push_axis(self.shape[axis], self.strides[axis]);
        }
    }
}

impl From<isize> for SliceSpec {
    #[inline]
    fn from(index: isize) -> Self {
        SliceSpec::Index(index)
    }
}

impl From<Slice> for SliceSpec {
    #[inline]
    fn from(slice: Slice) -> Self {
        SliceSpec::Slice(slice)
    }
}

macro_rules! from_integers {
    ($($ty:ty)*) => {$(
        impl From<$ty> for SliceSpec {
            /// A place beyond `isize` is as out of range as `isize::MAX`.
            #[inline]
            fn from(index: $ty) -> Self {
                SliceSpec::Index(isize::try_from(index).unwrap_or(isize::MAX))
            }
        }
    )*};
}
from_integers!(i32 i64 u32 u64 usize);

macro_rules! from_ranges {
    ($($ty:ty)*) => {$(
        impl From<std::ops::Range<$ty>> for Slice {
            #[inline]
            fn from(range: std::ops::Range<$ty>) -> Self {
                Slice::new(Some(place(range.start)), Some(place(range.end)), 1)
            }
        }
        impl From<std::ops::RangeInclusive<$ty>> for Slice {
            /// `..=-1` reaches the end.
            #[inline]
            fn from(range: std::ops::RangeInclusive<$ty>) -> Self {
                Slice::new(Some(place(*range.start())), after(place(*range.end())), 1)
            }
        }
        impl From<std::ops::RangeFrom<$ty>> for Slice {
            #[inline]
            fn from(range: std::ops::RangeFrom<$ty>) -> Self {
                Slice::new(Some(place(range.start)), None, 1)
            }
        }
        impl From<std::ops::RangeTo<$ty>> for Slice {
            #[inline]
            fn from(range: std::ops::RangeTo<$ty>) -> Self {
                Slice::new(None, Some(place(range.end)), 1)
            }
        }
        impl From<std::ops::RangeToInclusive<$ty>> for Slice {
            #[inline]
            fn from(range: std::ops::RangeToInclusive<$ty>) -> Self {
                Slice::new(None, after(place(range.end)), 1)
            }
        }
        from_ranges!(@spec std::ops::Range<$ty>, std::ops::RangeInclusive<$ty>, std::ops::RangeFrom<$ty>,
            std::ops::RangeTo<$ty>, std::ops::RangeToInclusive<$ty>);
    )*};
    (@spec $($range:ty),*) => {$(
        impl From<$range> for SliceSpec {
            #[inline]
            fn from(range: $range) -> Self {
                SliceSpec::Slice(range.into())
            }
        }
    )*};
}
from_ranges!(isize i32 i64 usize);

impl From<std::ops::RangeFull> for Slice {
    #[inline]
    fn from(_: std::ops::RangeFull) -> Self {
        Slice::FULL
    }
}

impl From<std::ops::RangeFull> for SliceSpec {
    #[inline]
    fn from(_: std::ops::RangeFull) -> Self {
        SliceSpec::Slice(Slice::FULL)
    }
}

/// A place that an `isize` cannot hold lies as far outside as `isize::MAX`.
#[inline]
fn place(bound: impl TryInto<isize>) -> isize {
    bound.try_into().unwrap_or(isize::MAX)
}

/// The exclusive bound after an inclusive one; after the last place there is none.
#[inline]
fn after(bound: isize) -> Option<isize> {
    if bound == -1 { None } else { Some(bound.saturating_add(1)) }
}
