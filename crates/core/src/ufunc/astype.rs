//! Casting arrays: `astype`.

use super::fast::Place;
use crate::cast::{Scale, item_cast, with_length, with_unit};
use crate::driver::{CastFn, Elementwise, Loop, Operand, cast_fn, cast_loop, layout_like};
use crate::dtype::{Element, Scalar};
use crate::layout::checked_bytes;
use crate::{
    AnyArray, AnyView, Array, ArrayView, Buffer, Casting, DType, Error, Layout, Order, Result, can_cast,
};

const OP: &str = "astype";

impl AnyView<'_> {
    /// The items as another dtype, by NumPy's rules for unsafe casts:
    ///
    /// - Numbers: floats are truncated towards zero, integers wrap around, everything but zero is true, complex numbers
    ///   lose their imaginary part.
    /// - Numbers become text as Python prints them, and text a number as Python's `int(...)`, `float(...)` and
    ///   `complex(...)` read it; but all text is true that is not empty. Text without a length (`DType::Str(0)`) becomes as
    ///   long as NumPy makes it for the type: 21 characters for `i64`, 32 for `f64`. Text that is too long is cut off.
    /// - Dates and durations change their steps, rounded down, and wrap around where they leave `i64`; with numbers they give and
    ///   take their counts, of which NaN is no time. Dates and text are ISO 8601's, which must fit; durations become words, and
    ///   are read as counts. Without a unit, dates and durations keep theirs, and texts take that of their last part.
    /// - Bytes and text: those of ASCII.
    /// - Raw items are the first bytes of what they are made of.
    /// - Structs of as many fields: field by field, in their order. A struct of one field is as its field. What is no struct
    ///   becomes every field of one.
    ///
    /// # Errors
    /// [`Error::Cast`] if there is no cast between the two types; [`Error::Value`] for text that is no number or date, or
    /// not in ASCII; [`Error::OutOfMemory`].
    pub fn astype(&self, dtype: DType) -> Result<AnyArray> {
        self.astype_with(dtype, Casting::Unsafe, Order::K)
    }

    /// [`AnyView::astype`] under a casting rule, in a memory order.
    ///
    /// # Errors
    /// [`Error::Cast`] if the rule forbids the cast; [`Error::OutOfMemory`].
    pub fn astype_with(&self, dtype: DType, casting: Casting, order: Order) -> Result<AnyArray> {
        let fail = || Error::Cast { op: OP, from: self.dtype.clone(), to: dtype.clone(), casting };
        if !can_cast(&self.dtype, &dtype, casting) {
            return Err(fail());
        }
        let dtype = with_unit(self, with_length(&self.dtype, dtype))?;
        if self.dtype == dtype {
            return self.copy(order);
        }
        let Some(cast) = cast_fn(&self.dtype, &dtype) else { return self.by_items(dtype, order) };
        // SAFETY: the items of a view, and the cast from their type to the other.
        unsafe {
            let place = (self.first.as_ptr(), &self.layout);
            let (buffer, layout) = convert(place, self.itemsize(), cast, dtype.itemsize(), order)?;
            Ok(AnyArray::from_raw(buffer, layout, dtype))
        }
    }
}

impl AnyView<'_> {
    /// [`AnyView::astype`] where one of the types is more than a number.
    fn by_items(&self, dtype: DType, order: Order) -> Result<AnyArray> {
        let fail =
            || Error::Cast { op: OP, from: self.dtype.clone(), to: dtype.clone(), casting: Casting::Unsafe };
        if let Some(scale) = Scale::between(&self.dtype, &dtype)
            && let Ok(counts) = self.view_as(DType::I64)?.downcast::<i64>()
        {
            let scaled = AnyArray::from(scale.all(counts)?).view_as(dtype)?;
            return if order == Order::K { Ok(scaled) } else { scaled.view().copy(order) };
        }
        let mut cast = item_cast(&self.dtype, &dtype).ok_or_else(fail)?;
        let (from, to) = (self.itemsize(), dtype.itemsize());
        let (len, bytes) = checked_bytes(OP, self.shape(), to)?;
        // Both have their items in the same order, one after the other.
        let source = self.copy(order)?;
        let layout = layout_like(self.shape(), to, order, (&self.layout, from));
        let buffer = Buffer::zeroed(bytes)?;
        // SAFETY: two blocks of their own, each as long as its items, and initialised.
        let (items, rooms) = unsafe {
            (
                std::slice::from_raw_parts(source.buffer.data().as_ptr().cast_const(), len * from),
                std::slice::from_raw_parts_mut(buffer.data().as_ptr(), bytes),
            )
        };
        for at in 0..len {
            cast(&items[at * from..(at + 1) * from], &mut rooms[at * to..(at + 1) * to])?;
        }
        let open = matches!(dtype, DType::Subarray(_)).then(|| dtype.clone());
        // SAFETY: the casts have written items of the type, or have left zeros, which are some of every type.
        let array = unsafe { AnyArray::from_raw(buffer, layout, dtype) };
        // A small array in every item becomes axes.
        open.map_or(Ok(array.clone()), |dtype| array.view_as(dtype))
    }
}

/// The items at `source`, of `itemsize` bytes, converted to items of `size` bytes in fresh memory.
///
/// # Safety
/// The items must be readable, and `cast` take and give items of these sizes.
unsafe fn convert(
    source: Place<'_>,
    itemsize: usize,
    cast: CastFn,
    size: usize,
    order: Order,
) -> Result<(Buffer, Layout)> {
    let (_, bytes) = checked_bytes(OP, source.1.shape(), size)?;
    let layout = layout_like(source.1.shape(), size, order, (source.1, itemsize));
    let buffer = Buffer::uninit(bytes)?;
    // The cast is the loop: only what is strided goes through a block.
    let call = Elementwise {
        inner: Loop { ctx: (&raw const cast).cast(), ..Loop::new(cast_loop) },
        inputs: &[Operand::new(source.0, source.1, itemsize)],
        outputs: &[Operand::new(buffer.data().as_ptr(), &layout, size)],
        mask: None,
    };
    // SAFETY: the output is fresh memory of the same shape; the rest is the caller's promise.
    unsafe { call.run() };
    Ok((buffer, layout))
}

impl AnyArray {
    /// The items as another dtype; shares the memory where the dtype is the same. The rules are those of
    /// [`AnyView::astype`].
    ///
    /// # Errors
    /// As [`AnyView::astype`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, Array, DType};
    ///
    /// let a = AnyArray::from(Array::from_vec(vec![1.9, -1.9, 300.0])?);
    /// let b: Array<u8> = a.astype(DType::U8)?.try_into()?;
    /// assert_eq!(b.to_vec(), [1, 255, 44]);
    /// let text = a.astype(DType::Str(0))?;
    /// assert_eq!((text.dtype(), text.to_string().as_str()), (&DType::Str(32), "['1.9' '-1.9' '300.0']"));
    /// assert_eq!(text.astype(DType::F64)?.to_string(), a.to_string());
    /// assert!(text.astype(DType::I64).is_err());
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn astype(&self, dtype: DType) -> Result<AnyArray> {
        if self.dtype == dtype { Ok(self.clone()) } else { self.view().astype(dtype) }
    }

    /// [`AnyArray::astype`] under a casting rule.
    ///
    /// # Errors
    /// [`Error::Cast`] if the rule forbids the cast; [`Error::OutOfMemory`].
    pub fn astype_with(&self, dtype: DType, casting: Casting) -> Result<AnyArray> {
        if self.dtype == dtype { Ok(self.clone()) } else { self.view().astype_with(dtype, casting, Order::K) }
    }
}

impl<T: Element> Array<T> {
    /// The items as another type, by NumPy's rules for unsafe casts; see [`AnyView::astype`]. Shares the
    /// memory where the type is the same.
    ///
    /// # Errors
    /// As [`AnyView::astype`].
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// let a = Array::from_vec(vec![1.5f64, -2.5])?;
    /// assert_eq!(a.astype::<i32>()?.to_vec(), [1, -2]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn astype<U: Scalar>(&self) -> Result<Array<U>> {
        let dtype = T::dtype();
        if dtype == U::DTYPE {
            return AnyArray::from(self.clone()).try_into();
        }
        let Some(cast) = cast_fn(&dtype, U::DTYPE_REF) else {
            return AnyView::from(self).astype(U::DTYPE)?.try_into();
        };
        let place = (self.buffer.data().as_ptr(), &self.layout);
        // SAFETY: the items of an array, and the cast from their type to the other.
        unsafe {
            let (buffer, layout) = convert(place, size_of::<T>(), cast, size_of::<U>(), Order::K)?;
            Ok(Array::from_raw(buffer, layout))
        }
    }
}

impl<T: Element> Array<T> {
    /// [`Array::astype`] under a casting rule.
    ///
    /// # Errors
    /// [`Error::Cast`] if the rule forbids the cast; [`Error::OutOfMemory`].
    ///
    /// ```
    /// use numoxide_core::{Casting, array};
    ///
    /// let a = array![1.5, 2.5];
    /// assert_eq!(a.astype_with::<f32>(Casting::SameKind)?.to_vec(), [1.5, 2.5]);
    /// assert!(a.astype_with::<i64>(Casting::SameKind).is_err());
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn astype_with<U: Scalar>(&self, casting: Casting) -> Result<Array<U>> {
        if !can_cast(&T::dtype(), U::DTYPE_REF, casting) {
            return Err(Error::Cast { op: OP, from: T::dtype(), to: U::DTYPE, casting });
        }
        self.astype()
    }
}

impl<T: Element> ArrayView<'_, T> {
    /// A copy of the items as another type; see [`AnyView::astype`].
    ///
    /// # Errors
    /// As [`AnyView::astype`].
    pub fn astype<U: Scalar>(&self) -> Result<Array<U>> {
        AnyView::from(self.clone()).astype(U::DTYPE)?.try_into()
    }
}
