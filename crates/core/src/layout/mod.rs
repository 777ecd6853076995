//! Shapes, signed byte strides and offsets: everything about an array that does not depend on its items.
//!
//! All broadcasting, slicing, transposing and reshaping is code on [`Layout`], compiled once.
//!
//! Invariants, on which the `unsafe` code of the views relies:
//! - `shape` and `strides` have the same length, at most [`MAX_NDIM`];
//! - the product of the non-zero sizes times the item size fits an `isize`;
//! - a layout is only ever made from the whole of a buffer, or by narrowing another layout, so every
//!   index within the shape leads to an item of the buffer.

mod axes;
mod reshape;
mod slice;
mod transform;
mod written;

pub use axes::Axes;
pub use slice::{Slice, SliceSpec};
pub use transform::broadcast_shapes;

use crate::{Error, Result};

/// The most axes an array can have, as in NumPy.
pub const MAX_NDIM: usize = 64;

/// The order of items in memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Row-major: the last axis varies fastest.
    #[default]
    C,
    /// Column-major: the first axis varies fastest.
    F,
    /// Column-major if the operands are column-major and not row-major, else row-major.
    A,
    /// As close to the order of the operands as possible.
    K,
}

/// The shape, the signed byte strides and the byte offset of an array in its memory.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Layout {
    pub(crate) shape: Axes<usize>,
    pub(crate) strides: Axes<isize>,
    pub(crate) offset: isize,
}

/// The items of a shape and their bytes, or an error if they do not fit.
///
/// As in NumPy, a shape that would overflow without its zeros overflows with them too.
pub(crate) fn checked_bytes(op: &'static str, shape: &[usize], itemsize: usize) -> Result<(usize, usize)> {
    if shape.len() > MAX_NDIM {
        return Err(Error::size(op, format!("{} axes, at most {MAX_NDIM} are possible", shape.len())));
    }
    let (mut len, mut bytes, mut fits) = (1usize, itemsize.max(1), true);
    for &size in shape {
        let (product, overflows) = bytes.overflowing_mul(size.max(1));
        fits &= !overflows && product <= isize::MAX as usize;
        (len, bytes) = (len.wrapping_mul(size), product);
    }
    if !fits {
        return Err(does_not_fit(op, shape, itemsize));
    }
    Ok((len, if len == 0 { 0 } else { bytes * usize::from(itemsize != 0) }))
}

#[cold]
fn does_not_fit(op: &'static str, shape: &[usize], itemsize: usize) -> Error {
    Error::size(op, format!("shape {shape:?} of {itemsize}-byte items"))
}

/// Counts `axis` from the front, for the operation `op`.
///
/// # Errors
/// [`Error::Axis`] if it is out of range.
pub fn normalize_axis(op: &'static str, axis: isize, ndim: usize) -> Result<usize> {
    let n = ndim as isize;
    if axis >= -n && axis < n {
        Ok(if axis < 0 { axis + n } else { axis } as usize)
    } else {
        Err(Error::Axis { op, axis, ndim })
    }
}

/// Counts all of `axes` from the front; none may be named twice.
///
/// # Errors
/// [`Error::Axis`], [`Error::DuplicateAxis`].
pub fn normalize_axes(op: &'static str, axes: &[isize], ndim: usize) -> Result<Axes<usize>> {
    let mut seen = 0u64;
    let mut normalized = Axes::default();
    for &axis in axes {
        let axis = normalize_axis(op, axis, ndim)?;
        if seen & (1 << axis) != 0 {
            return Err(Error::DuplicateAxis { op, axis });
        }
        seen |= 1 << axis;
        normalized.push(axis);
    }
    Ok(normalized)
}

impl Layout {
    /// A contiguous layout of `shape`. `order` is [`Order::F`] for column-major; all else is row-major.
    ///
    /// # Errors
    /// [`Error::Size`] if the shape does not fit the address space or has more than 64 axes.
    pub fn contiguous(shape: &[usize], itemsize: usize, order: Order) -> Result<Self> {
        checked_bytes("layout", shape, itemsize)?;
        Ok(Self::contiguous_unchecked(shape, itemsize, order))
    }

    /// [`Layout::contiguous`] for a shape that is known to fit.
    #[inline]
    pub(crate) fn contiguous_unchecked(shape: &[usize], itemsize: usize, order: Order) -> Self {
        if let &[_] = shape {
            // What most small arrays are.
            let strides = Axes::filled(itemsize as isize, 1);
            return Layout { shape: Axes::from_slice(shape), strides, offset: 0 };
        }
        let mut strides = Axes::filled(0, shape.len());
        let mut stride = itemsize as isize;
        let fill = |(place, &size): (&mut isize, &usize)| {
            *place = stride;
            stride *= size.max(1) as isize;
        };
        let axes = strides.iter_mut().zip(shape);
        match order {
            Order::F => axes.for_each(fill),
            _ => axes.rev().for_each(fill),
        }
        Layout { shape: Axes::from_slice(shape), strides, offset: 0 }
    }

    /// A layout from its parts.
    ///
    /// # Safety
    /// Every index within `shape` must lead to an item of the memory the layout will be used with, and
    /// the invariants of the module must hold.
    pub unsafe fn from_parts(shape: &[usize], strides: &[isize], offset: isize) -> Self {
        assert_eq!(shape.len(), strides.len(), "a stride per axis");
        Layout { shape: Axes::from_slice(shape), strides: Axes::from_slice(strides), offset }
    }

    /// The size of each axis.
    #[inline]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Whether both have the same shape. For the few sizes of a shape this is faster than `==`, which calls `memcmp`.
    #[inline]
    pub(crate) fn is_shaped_as(&self, other: &Layout) -> bool {
        std::ptr::eq(self, other)
            || (self.ndim() == other.ndim() && self.shape.iter().zip(other.shape.iter()).all(|(a, b)| a == b))
    }

    /// The bytes from one item to the next along each axis.
    #[inline]
    pub fn strides(&self) -> &[isize] {
        &self.strides
    }

    /// The bytes from the start of the memory to the first item.
    #[inline]
    pub fn offset(&self) -> isize {
        self.offset
    }

    /// The number of axes.
    #[inline]
    pub fn ndim(&self) -> usize {
        self.shape.len()
    }

    /// The number of items.
    #[inline]
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// Whether there are no items.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.shape.contains(&0)
    }

    /// Whether the items lie one after the other in row-major order.
    #[inline]
    pub fn is_c_contiguous(&self, itemsize: usize) -> bool {
        self.is_contiguous_by(itemsize, self.axes().rev())
    }

    /// Whether the items lie one after the other in column-major order.
    #[inline]
    pub fn is_f_contiguous(&self, itemsize: usize) -> bool {
        self.is_contiguous_by(itemsize, self.axes())
    }

    /// Strides of axes of size 1, and of empty arrays, say nothing.
    #[inline]
    fn is_contiguous_by(&self, itemsize: usize, axes: impl Iterator<Item = (usize, isize)>) -> bool {
        let mut expected = itemsize as isize;
        for (size, stride) in axes {
            if size != 1 && stride != expected {
                return self.is_empty();
            }
            expected *= size as isize;
        }
        true
    }

    /// The size and the stride of each axis.
    #[inline]
    fn axes(&self) -> impl DoubleEndedIterator<Item = (usize, isize)> {
        self.shape.iter().copied().zip(self.strides.iter().copied())
    }

    /// The lowest and one past the highest byte of the items, relative to the start of the memory;
    /// `None` if there are no items.
    pub(crate) fn extent(&self, itemsize: usize) -> Option<(isize, isize)> {
        let (mut low, mut high) = (self.offset, self.offset);
        for (size, stride) in self.axes() {
            if size == 0 {
                return None;
            }
            let reach = (size as isize - 1).wrapping_mul(stride);
            low += reach.min(0);
            high += reach.max(0);
        }
        Some((low, high + itemsize as isize))
    }

    /// Whether several places may be the same item, as after broadcasting. Exact for what slicing,
    /// transposing and broadcasting make; for layouts from [`Layout::from_parts`] it may say yes where
    /// the places only interleave.
    #[inline]
    pub(crate) fn repeats(&self) -> bool {
        if self.is_empty() {
            return false;
        }
        let axes = || self.shape.iter().zip(self.strides.iter()).filter(|&(&size, _)| size > 1);
        if axes().any(|(_, &stride)| stride == 0) {
            return true;
        }
        // From the innermost axis outwards, each must step over everything within it.
        let mut sorted: Vec<(usize, usize)> = Vec::new();
        let mut outward = 0;
        for (&size, &stride) in axes().rev() {
            let stride = stride.unsigned_abs();
            if stride <= outward {
                sorted = axes().map(|(&size, &stride)| (stride.unsigned_abs(), size)).collect();
                break;
            }
            outward += (size - 1) * stride;
        }
        sorted.sort_unstable();
        let mut reach = 0;
        sorted.into_iter().any(|(stride, size)| {
            let overlaps = stride <= reach;
            reach += (size - 1) * stride;
            overlaps
        })
    }

    /// The offset of the item at `index`; a negative index counts from the end.
    ///
    /// # Errors
    /// [`Error::TooManyIndices`] or [`Error::Rank`] if there is not one index per axis, [`Error::Index`]
    /// if one is out of range.
    #[inline]
    pub fn item_offset(&self, index: &[isize]) -> Result<isize> {
        if index.len() != self.ndim() {
            return Err(self.wrong_count(index.len()));
        }
        let mut offset = self.offset;
        for (axis, &i) in index.iter().enumerate() {
            offset += self.index_offset(axis, i)?;
        }
        Ok(offset)
    }

    /// The bytes from the start of `axis` to its place `index`.
    #[inline]
    pub(crate) fn index_offset(&self, axis: usize, index: isize) -> Result<isize> {
        let len = self.shape[axis];
        let from_front = if index < 0 { index.wrapping_add(len as isize) } else { index };
        if (from_front as usize) < len {
            Ok(from_front * self.strides[axis])
        } else {
            Err(Error::Index { index, axis, len })
        }
    }

    #[cold]
    fn wrong_count(&self, indices: usize) -> Error {
        if indices > self.ndim() {
            Error::TooManyIndices { ndim: self.ndim(), indices }
        } else {
            Error::Rank { op: "index", expected: "one index per axis", found: indices }
        }
    }
}
