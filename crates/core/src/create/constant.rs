//! Arrays of one value: zeros, ones, full, empty, and their `_like` forms.

use crate::driver::{layout_like, output_layout};
use crate::dtype::{Element, Scalar};
use crate::ints::sizes;
use crate::layout::Axes;
use crate::{Array, AsView, Ints, Layout, Order, Result};

impl<T: Element> Array<T> {
    /// Zeros (`false`; structs of zero bytes). NumPy: `zeros`.
    ///
    /// Large ones cost nothing until they are touched: the system hands out zeroed pages.
    ///
    /// # Errors
    /// [`Error::Size`](crate::Error::Size) if a size is negative or the shape does not fit,
    /// [`Error::OutOfMemory`](crate::Error::OutOfMemory).
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// let mut b = Array::<f64>::zeros([1000, 1000])?;
    /// b[[3, 4]] += 2.0;
    /// assert!(Array::<f64>::zeros([-1]).is_err());
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    #[inline]
    pub fn zeros(shape: impl Ints) -> Result<Self> {
        Self::zeroed("zeros", &sizes("zeros", &shape)?, Order::C)
    }

    /// An array whose items have yet to be set. NumPy: `empty`.
    ///
    /// Rust has no memory without a value: the items are zeros, which costs nothing until they are touched.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    #[inline]
    pub fn empty(shape: impl Ints) -> Result<Self> {
        Self::zeroed("empty", &sizes("empty", &shape)?, Order::C)
    }
}

impl<T: Scalar> Array<T> {
    /// Ones (`true`). NumPy: `ones`.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// assert_eq!(Array::<u8>::ones([2, 2])?.to_vec(), [1; 4]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn ones(shape: impl Ints) -> Result<Self> {
        Self::full_like_shape("ones", &sizes("ones", &shape)?, T::ONE)
    }
}

impl<T: Clone + 'static> Array<T> {
    /// Copies of one value. NumPy: `full`.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// assert_eq!(Array::full([2, 1], "x")?.to_vec(), ["x", "x"]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn full(shape: impl Ints, value: T) -> Result<Self> {
        Self::full_like_shape("full", &sizes("full", &shape)?, value)
    }

    /// One value, without axes. NumPy: `array(value)`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`](crate::Error::OutOfMemory).
    pub fn scalar(value: T) -> Result<Self> {
        Self::full_like_shape("scalar", &[], value)
    }
}

/// [`Array::zeros`].
///
/// # Errors
/// As [`Array::zeros`].
///
/// ```
/// let a = numoxide_core::zeros::<f32>([2, 3])?;
/// assert_eq!(a.to_vec(), [0.0; 6]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn zeros<T: Element>(shape: impl Ints) -> Result<Array<T>> {
    Array::zeros(shape)
}

/// [`Array::ones`].
///
/// # Errors
/// As [`Array::zeros`].
pub fn ones<T: Scalar>(shape: impl Ints) -> Result<Array<T>> {
    Array::ones(shape)
}

/// [`Array::full`].
///
/// # Errors
/// As [`Array::zeros`].
pub fn full<T: Clone + 'static>(shape: impl Ints, value: T) -> Result<Array<T>> {
    Array::full(shape, value)
}

/// [`Array::empty`].
///
/// # Errors
/// As [`Array::zeros`].
pub fn empty<T: Element>(shape: impl Ints) -> Result<Array<T>> {
    Array::empty(shape)
}

/// Zeros in the shape, the order and the type of `prototype`; [`NewArray`] sets them apart.
///
/// # Errors
/// [`Error::OutOfMemory`](crate::Error::OutOfMemory).
///
/// ```
/// use numoxide_core::{array, zeros_like};
///
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(zeros_like(a.t())?.strides(), a.t().strides());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn zeros_like<T: Element>(prototype: impl AsView<T>) -> Result<Array<T>> {
    NewArray::like(prototype).zeros()
}

/// Ones in the shape, the order and the type of `prototype`; [`NewArray`] sets them apart.
///
/// # Errors
/// [`Error::OutOfMemory`](crate::Error::OutOfMemory).
pub fn ones_like<T: Scalar>(prototype: impl AsView<T>) -> Result<Array<T>> {
    NewArray::like(prototype).ones()
}

/// Copies of `value` in the shape and the order of `prototype`; [`NewArray`] sets them apart.
///
/// # Errors
/// [`Error::OutOfMemory`](crate::Error::OutOfMemory).
pub fn full_like<T: Clone + 'static>(prototype: impl AsView<T>, value: T) -> Result<Array<T>> {
    NewArray::like(prototype).full(value)
}

/// [`zeros_like`]: see [`Array::empty`].
///
/// # Errors
/// [`Error::OutOfMemory`](crate::Error::OutOfMemory).
pub fn empty_like<T: Element>(prototype: impl AsView<T>) -> Result<Array<T>> {
    NewArray::like(prototype).empty()
}

/// A new array with its options: NumPy's `shape=`, `order=` and `dtype=` of `zeros`, `ones`, `full`, `empty`
/// and their `_like` forms. The item type is that of the result.
///
/// ```
/// use numoxide_core::{Array, NewArray, Order, array};
///
/// let a: Array<f32> = NewArray::of_shape([2, 3])?.order(Order::F).ones()?;
/// assert_eq!(a.strides(), [4, 8]);
/// let b: Array<bool> = NewArray::like(array![1.0, 2.0]).zeros()?;
/// assert_eq!(b.to_vec(), [false, false]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct NewArray {
    shape: Axes<usize>,
    order: Order,
    /// Whose order of axes [`Order::K`] keeps.
    like: Option<(Layout, usize)>,
}

impl NewArray {
    /// An array of this shape, in row-major order.
    ///
    /// # Errors
    /// [`Error::Size`](crate::Error::Size) if a size is negative.
    pub fn of_shape(shape: impl Ints) -> Result<Self> {
        Ok(NewArray { shape: sizes("shape", &shape)?, order: Order::C, like: None })
    }

    /// An array of the shape of `prototype`, in its order of axes.
    pub fn like<T>(prototype: impl AsView<T>) -> Self {
        let layout = prototype.as_view().layout().clone();
        NewArray { shape: layout.shape.clone(), order: Order::K, like: Some((layout, size_of::<T>())) }
    }

    /// Another shape.
    ///
    /// # Errors
    /// [`Error::Size`](crate::Error::Size) if a size is negative.
    pub fn shape(self, shape: impl Ints) -> Result<Self> {
        Ok(NewArray { shape: sizes("shape", &shape)?, ..self })
    }

    /// Another order of axes in memory.
    #[must_use]
    pub fn order(self, order: Order) -> Self {
        NewArray { order, ..self }
    }

    /// The layout of items of `itemsize`; the shape must be known to fit.
    fn layout(&self, itemsize: usize) -> Layout {
        let Some((like, size)) = &self.like else {
            return output_layout(&self.shape, itemsize, self.order, &[]);
        };
        layout_like(&self.shape, itemsize, self.order, (like, *size))
    }

    /// Zeros.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    pub fn zeros<T: Element>(&self) -> Result<Array<T>> {
        let array = Array::zeroed("zeros", &self.shape, Order::C)?;
        Ok(array.with_layout(self.layout(size_of::<T>())))
    }

    /// Zeros: see [`Array::empty`].
    ///
    /// # Errors
    /// As [`Array::zeros`].
    pub fn empty<T: Element>(&self) -> Result<Array<T>> {
        self.zeros()
    }

    /// Ones.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    pub fn ones<T: Scalar>(&self) -> Result<Array<T>> {
        self.full(T::ONE)
    }

    /// Copies of one value.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    pub fn full<T: Clone + 'static>(&self, value: T) -> Result<Array<T>> {
        let array = Array::full_like_shape("full", &self.shape, value)?;
        Ok(array.with_layout(self.layout(size_of::<T>())))
    }
}
