//! Real and imaginary parts, items and bytes: what looks into the memory of scalars.

use std::any::TypeId;

use super::{AnyArray, AnyView, Array, ArrayView, ArrayViewMut};
use crate::dtype::Element;
use crate::{DType, Error, Ints, Layout, NewArray, Order, Result, Scalar};

/// The bytes from a complex number to its imaginary part; `None` for a type that is its own real part.
fn imaginary_offset<T: Scalar>() -> Option<isize> {
    let real = TypeId::of::<T>() == TypeId::of::<T::Part>();
    (!real).then_some(size_of::<T::Part>() as isize)
}

/// The same places, some bytes further on.
fn moved(layout: &Layout, bytes: isize) -> Layout {
    let mut layout = layout.clone();
    layout.offset += bytes;
    layout
}

impl<T: Scalar> Array<T> {
    /// The real parts, sharing the memory; of real numbers the array itself. O(1). NumPy: `.real`.
    ///
    /// ```
    /// use numoxide_core::{array, c128};
    ///
    /// let z = array![c128::new(1.0, 2.0), c128::new(3.0, 4.0)];
    /// assert_eq!((z.real().to_vec(), z.imag()?.to_vec()), (vec![1.0, 3.0], vec![2.0, 4.0]));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn real(&self) -> Array<T::Part> {
        // SAFETY: a complex number begins with its real part; every other scalar is its own.
        unsafe { Array::from_raw(self.buffer.clone(), self.layout.clone()) }
    }

    /// The imaginary parts, sharing the memory, O(1); of real numbers zeros. NumPy: `.imag`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`] if there are zeros to be made.
    pub fn imag(&self) -> Result<Array<T::Part>> {
        match imaginary_offset::<T>() {
            // SAFETY: the imaginary part of a complex number follows its real part.
            Some(offset) => Ok(unsafe { Array::from_raw(self.buffer.clone(), moved(&self.layout, offset)) }),
            None => NewArray::like(self).zeros(),
        }
    }
}

impl<'a, T: Scalar> ArrayView<'a, T> {
    /// The real parts; of real numbers the view itself. O(1). NumPy: `.real`.
    pub fn real(&self) -> ArrayView<'a, T::Part> {
        // SAFETY: as for arrays.
        unsafe { ArrayView::from_raw(self.first, self.layout.clone()) }
    }

    /// The imaginary parts, O(1); `None` for real numbers, which have none to be looked at.
    pub fn imag(&self) -> Option<ArrayView<'a, T::Part>> {
        let layout = moved(&self.layout, imaginary_offset::<T>()?);
        // SAFETY: as for arrays.
        Some(unsafe { ArrayView::from_raw(self.first, layout) })
    }
}

impl<'a, T: Scalar> ArrayViewMut<'a, T> {
    /// The real parts for writing; of real numbers the view itself. O(1). NumPy: `z.real = ...`.
    ///
    /// ```
    /// use numoxide_core::{array, c128};
    ///
    /// let mut z = array![c128::new(1.0, 2.0), c128::new(3.0, 4.0)];
    /// z.view_mut().real().fill(0.0);
    /// z.view_mut().imag().expect("complex numbers").fill(7.0);
    /// assert_eq!(z.to_vec(), [c128::new(0.0, 7.0); 2]);
    /// ```
    pub fn real(self) -> ArrayViewMut<'a, T::Part> {
        // SAFETY: as for arrays; the view gives up its places.
        unsafe { ArrayViewMut::from_raw(self.first, self.layout) }
    }

    /// The imaginary parts for writing, O(1); `None` for real numbers. NumPy: `z.imag = ...`.
    pub fn imag(self) -> Option<ArrayViewMut<'a, T::Part>> {
        let layout = moved(&self.layout, imaginary_offset::<T>()?);
        // SAFETY: as above.
        Some(unsafe { ArrayViewMut::from_raw(self.first, layout) })
    }
}

/// The type of the parts of a complex dtype.
fn part_of(dtype: &DType) -> Option<DType> {
    match dtype {
        DType::C64 => Some(DType::F32),
        DType::C128 => Some(DType::F64),
        _ => None,
    }
}

impl AnyArray {
    /// The real parts, sharing the memory; of other types the array itself. O(1). NumPy: `.real`.
    #[must_use]
    pub fn real(&self) -> AnyArray {
        let dtype = part_of(&self.dtype).unwrap_or_else(|| self.dtype.clone());
        AnyArray { buffer: self.buffer.clone(), layout: self.layout.clone(), dtype }
    }

    /// The imaginary parts, sharing the memory, O(1); of other types zeros. NumPy: `.imag`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`] if there are zeros to be made.
    pub fn imag(&self) -> Result<AnyArray> {
        let Some(dtype) = part_of(&self.dtype) else {
            return AnyArray::zeros(self.shape(), self.dtype.clone());
        };
        let layout = moved(&self.layout, dtype.itemsize() as isize);
        Ok(AnyArray { buffer: self.buffer.clone(), layout, dtype })
    }
}

impl<'a> AnyView<'a> {
    /// The real parts; of other types the view itself. O(1). NumPy: `.real`.
    #[must_use]
    pub fn real(&self) -> AnyView<'a> {
        match part_of(&self.dtype) {
            Some(dtype) => AnyView { dtype, ..self.clone() },
            None => self.clone(),
        }
    }

    /// The imaginary parts, O(1); `None` for other types, which have none to be looked at.
    pub fn imag(&self) -> Option<AnyView<'a>> {
        let dtype = part_of(&self.dtype)?;
        let layout = moved(&self.layout, dtype.itemsize() as isize);
        Some(AnyView { dtype, ..self.with_layout(layout) })
    }
}

/// The index that `item` means: none for an only item, one along the flattened array, or one per axis.
fn item_index(layout: &Layout, index: &[isize]) -> Result<crate::layout::Axes<isize>> {
    const OP: &str = "item";
    let ndim = layout.ndim();
    let flat = match *index {
        [] if layout.len() != 1 => {
            return Err(Error::value(OP, "can only convert an array of size 1 to a scalar"));
        }
        [] => 0,
        [flat] if ndim != 1 => flat,
        _ => return Ok(index.ints()),
    };
    let len = layout.len() as isize;
    if flat < -len || flat >= len {
        return Err(Error::Index { index: flat, axis: 0, len: layout.len() });
    }
    let mut left = if flat < 0 { flat + len } else { flat };
    let mut place = crate::layout::Axes::filled(0, ndim);
    for (at, &size) in place.iter_mut().zip(layout.shape()).rev() {
        *at = left % size as isize;
        left /= size as isize;
    }
    Ok(place)
}

macro_rules! item_methods {
    ($([$($generics:tt)*] $ty:ty;)*) => {$(
        impl<$($generics)*> $ty {
            /// A copy of one item: the only one for `()`, the one at a place of the flattened array for an integer,
            /// the one at an index for one integer per axis. NumPy: `item`.
            ///
            /// # Errors
            /// [`Error::Value`] if there is not exactly one for `()`, [`Error::Index`] if the place is out of range.
            ///
            /// ```
            /// use numoxide_core::array;
            ///
            /// let a = array![[1, 2], [3, 4]];
            /// assert_eq!((a.item(2)?, a.item([0, 1])?, array![[7]].item(())?), (3, 2, 7));
            /// assert!(a.item(()).is_err());
            /// # Ok::<(), numoxide_core::Error>(())
            /// ```
            pub fn item(&self, index: impl Ints) -> Result<T> {
                self.get(item_index(&self.layout, &index.ints())?).cloned()
            }
        }
    )*};
}
item_methods! {
    [T: Clone] Array<T>;
    [T: Clone] ArrayView<'_, T>;
    [T: Clone] ArrayViewMut<'_, T>;
}

impl AnyView<'_> {
    /// The bytes of the items, one after the other in row-major order, or column-major for [`Order::F`];
    /// [`Order::A`] is column-major for items that are so in memory. NumPy: `tobytes`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, Order, array};
    ///
    /// let a = AnyArray::from(array![[1u8, 2], [3, 4]]);
    /// assert_eq!((a.tobytes(Order::C)?, a.tobytes(Order::F)?), (vec![1, 2, 3, 4], vec![1, 3, 2, 4]));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn tobytes(&self, order: Order) -> Result<Vec<u8>> {
        let column_major = order == Order::F
            || (matches!(order, Order::A | Order::K) && self.is_f_contiguous() && !self.is_c_contiguous());
        let copy = self.copy(if column_major { Order::F } else { Order::C })?;
        // SAFETY: the copy is one block of initialised bytes: elements have no padding.
        Ok(unsafe { std::slice::from_raw_parts(copy.as_ptr(), copy.len() * copy.itemsize()) }.to_vec())
    }
}

impl AnyArray {
    /// [`AnyView::tobytes`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn tobytes(&self, order: Order) -> Result<Vec<u8>> {
        self.view().tobytes(order)
    }
}

impl<T: Element> Array<T> {
    /// The bytes of the items; see [`AnyView::tobytes`].
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn tobytes(&self, order: Order) -> Result<Vec<u8>> {
        AnyView::from(self).tobytes(order)
    }

    /// Changes shape and size in place: the items in row-major order, cut off at the end or followed by zeros.
    /// NumPy: the method `resize`; the function [`resize`](crate::resize) repeats the items instead.
    ///
    /// # Errors
    /// [`Error::Size`] if a size is negative or the shape does not fit, [`Error::OutOfMemory`].
    ///
    /// ```
    /// use numoxide_core::array;
    ///
    /// let mut a = array![[1, 2], [3, 4]];
    /// a.resize([2, 3])?;
    /// assert_eq!(a.to_vec(), [1, 2, 3, 4, 0, 0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn resize(&mut self, shape: impl Ints) -> Result<()> {
        let mut resized = Self::zeros(shape)?;
        let kept = self.len().min(resized.len());
        let part = [crate::layout::SliceSpec::Slice(crate::layout::Slice::new(None, Some(kept as isize), 1))];
        let items = self.ravel()?.slice(part.as_slice())?;
        crate::view::ItemsMut::from(resized.view_mut().reshape(-1isize)?.slice(part.as_slice())?)
            .assign("resize", &items.view().into())?;
        *self = resized;
        Ok(())
    }
}
