//! The methods that every array type has, written once.

/// Shape and strides.
macro_rules! layout_methods {
    () => {
        /// Shape, strides and offset.
        #[inline]
        pub fn layout(&self) -> &$crate::Layout {
            &self.layout
        }

        /// The size of each axis.
        #[inline]
        pub fn shape(&self) -> &[usize] {
            self.layout.shape()
        }

        /// The bytes from one item to the next along each axis.
        #[inline]
        pub fn strides(&self) -> &[isize] {
            self.layout.strides()
        }

        /// The number of axes.
        #[inline]
        pub fn ndim(&self) -> usize {
            self.layout.ndim()
        }

        /// The number of items.
        #[inline]
        pub fn len(&self) -> usize {
            self.layout.len()
        }

        /// The bytes of all items; those that are seen at several places count several times.
        #[inline]
        pub fn nbytes(&self) -> usize {
            self.len() * self.itemsize()
        }

        /// Whether there are no items.
        #[inline]
        pub fn is_empty(&self) -> bool {
            self.layout.is_empty()
        }

        /// Whether the items lie one after the other in row-major order.
        #[inline]
        pub fn is_c_contiguous(&self) -> bool {
            self.layout.is_c_contiguous(self.itemsize())
        }

        /// Whether the items lie one after the other in column-major order.
        #[inline]
        pub fn is_f_contiguous(&self) -> bool {
            self.layout.is_f_contiguous(self.itemsize())
        }
    };
}

/// Views of the same items. `$recv` is `&self` where the result shares the memory, and `self` where it
/// takes over a unique borrow; `$this` is the `self` in it.
macro_rules! transform_methods {
    ($this:ident, $($recv:tt)+) => {
        /// The part selected by a basic index, written with [`s!`](crate::s). O(1).
        ///
        /// # Errors
        /// If there are more indices than axes, a single place is out of range, or a step is zero.
        #[inline]
        pub fn slice($($recv)+, index: impl AsRef<[$crate::layout::SliceSpec]>) -> $crate::Result<Self> {
            let layout = $this.layout.slice(index.as_ref())?;
            Ok($this.with_layout(layout))
        }

        /// The axes in reverse order: NumPy's `.T`. O(1).
        #[inline]
        #[must_use]
        pub fn t($($recv)+) -> Self {
            let layout = $this.layout.reversed();
            $this.with_layout(layout)
        }

        /// The last two axes exchanged: NumPy's `.mT`. O(1).
        ///
        /// # Errors
        /// [`Error::Rank`](crate::Error::Rank) if there are fewer than two axes.
        pub fn mt($($recv)+) -> $crate::Result<Self> {
            let ndim = $this.ndim();
            if ndim < 2 {
                return Err($crate::Error::Rank { op: "mT", expected: "at least two axes", found: ndim });
            }
            $this.swapaxes(-1, -2)
        }

        /// The axes in the order `axes`. O(1).
        ///
        /// # Errors
        /// If `axes` is not a permutation of all axes.
        pub fn transpose($($recv)+, axes: impl $crate::Ints) -> $crate::Result<Self> {
            let layout = $this.layout.permute(&axes.ints())?;
            Ok($this.with_layout(layout))
        }

        /// Two axes exchanged. O(1).
        ///
        /// # Errors
        /// If an axis is out of range.
        pub fn swapaxes($($recv)+, a: isize, b: isize) -> $crate::Result<Self> {
            let layout = $this.layout.swapaxes(a, b)?;
            Ok($this.with_layout(layout))
        }

        /// The axes `source` moved to the places `destination`. O(1).
        ///
        /// # Errors
        /// If the lists differ in length, or an axis is out of range or named twice.
        pub fn moveaxis($($recv)+, source: impl $crate::Ints, destination: impl $crate::Ints) -> $crate::Result<Self> {
            let layout = $this.layout.moveaxis(&source.ints(), &destination.ints())?;
            Ok($this.with_layout(layout))
        }

        /// Without any axis of size 1. O(1).
        #[must_use]
        pub fn squeeze($($recv)+) -> Self {
            let layout = $this.layout.squeeze(None).expect("every axis of size 1 can be dropped");
            $this.with_layout(layout)
        }

        /// Without the named axes, which must have size 1. O(1).
        ///
        /// # Errors
        /// If an axis is out of range, named twice, or of another size.
        pub fn squeeze_axes($($recv)+, axes: impl $crate::Ints) -> $crate::Result<Self> {
            let layout = $this.layout.squeeze(Some(&axes.ints()))?;
            Ok($this.with_layout(layout))
        }

        /// With new axes of size 1 at the places `axes` of the result. O(1).
        ///
        /// # Errors
        /// If an axis is out of range of the result or named twice.
        pub fn expand_dims($($recv)+, axes: impl $crate::Ints) -> $crate::Result<Self> {
            let layout = $this.layout.expand_dims(&axes.ints())?;
            Ok($this.with_layout(layout))
        }

        /// The diagonal `offset` places right of the main one, along `axis1` and `axis2`, as a last axis. O(1).
        ///
        /// # Errors
        /// If there are fewer than two axes, or the two are the same.
        pub fn diagonal_of($($recv)+, offset: isize, axis1: isize, axis2: isize) -> $crate::Result<Self> {
            let layout = $this.layout.diagonal(offset, axis1, axis2)?;
            Ok($this.with_layout(layout))
        }

        /// The main diagonal of the first two axes, as a last axis. O(1).
        ///
        /// # Errors
        /// If there are fewer than two axes.
        pub fn diagonal($($recv)+) -> $crate::Result<Self> {
            $this.diagonal_of(0, 0, 1)
        }
    };
}

/// What only shared memory allows: seeing the same item at several places.
macro_rules! broadcast_methods {
    () => {
        /// The same items seen with a larger shape. O(1).
        ///
        /// # Errors
        /// [`Error::Broadcast`](crate::Error::Broadcast) if the shape cannot be had that way.
        pub fn broadcast_to(&self, shape: impl $crate::Ints) -> $crate::Result<Self> {
            let shape = $crate::ints::sizes("broadcast_to", &shape)?;
            Ok(self.with_layout(self.layout.broadcast_to("broadcast_to", &shape)?))
        }
    };
}

pub(super) use {broadcast_methods, layout_methods, transform_methods};
