//! Casting arrays: `astype`.

use crate::driver::{Elementwise, Loop, Operand, cast_fn, cast_loop, output_layout};
use crate::dtype::{Element, Scalar};
use crate::layout::checked_bytes;
use crate::{AnyArray, AnyView, Array, ArrayView, Buffer, Casting, DType, Error, Order, Result, can_cast};

impl AnyView<'_> {
    /// The items as another dtype, by NumPy's rules for unsafe casts: floats are truncated towards zero,
    /// integers wrap around, everything but zero is true, complex numbers lose their imaginary part.
    ///
    /// # Errors
    /// [`Error::Cast`] between a structured type and another one; [`Error::OutOfMemory`].
    pub fn astype(&self, dtype: DType) -> Result<AnyArray> {
        self.astype_with(dtype, Casting::Unsafe, Order::K)
    }

    /// [`AnyView::astype`] under a casting rule, in a memory order.
    ///
    /// # Errors
    /// [`Error::Cast`] if the rule forbids the cast; [`Error::OutOfMemory`].
    pub fn astype_with(&self, dtype: DType, casting: Casting, order: Order) -> Result<AnyArray> {
        const OP: &str = "astype";
        let fail = || Error::Cast { op: OP, from: self.dtype.clone(), to: dtype.clone(), casting };
        if !can_cast(&self.dtype, &dtype, casting) {
            return Err(fail());
        }
        if self.dtype == dtype {
            return self.copy(order);
        }
        let cast = cast_fn(&self.dtype, &dtype).ok_or_else(fail)?;
        let itemsize = dtype.itemsize();
        let (_, bytes) = checked_bytes(OP, self.shape(), itemsize)?;
        let layout = output_layout(self.shape(), itemsize, order, &[&self.layout]);
        let buffer = Buffer::uninit(bytes)?;
        let mut input = Operand::new(self.first.as_ptr(), &self.layout, self.itemsize());
        let output = Operand::new(buffer.data().as_ptr(), &layout, itemsize);
        // The cast is the loop: only what is strided goes through a block.
        input.loop_itemsize = input.itemsize;
        let (inputs, outputs) = ([input], [output]);
        let call = Elementwise {
            inner: Loop { run: cast_loop, ctx: (&raw const cast).cast() },
            inputs: &inputs,
            outputs: &outputs,
            mask: None,
        };
        // SAFETY: the output is fresh memory of the same shape; the cast takes and gives these types.
        unsafe {
            call.run();
            Ok(AnyArray::from_raw(buffer, layout, dtype))
        }
    }
}

impl AnyArray {
    /// The items as another dtype; shares the memory where the dtype is the same. The rules are those of
    /// [`AnyView::astype`].
    ///
    /// # Errors
    /// [`Error::Cast`] between a structured type and another one; [`Error::OutOfMemory`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, Array, DType};
    ///
    /// let a = AnyArray::from(Array::from_vec(vec![1.9, -1.9, 300.0])?);
    /// let b: Array<u8> = a.astype(DType::U8)?.try_into()?;
    /// assert_eq!(b.to_vec(), [1, 255, 44]);
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
    /// [`Error::Cast`] from a structured type; [`Error::OutOfMemory`].
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// let a = Array::from_vec(vec![1.5f64, -2.5])?;
    /// assert_eq!(a.astype::<i32>()?.to_vec(), [1, -2]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn astype<U: Scalar>(&self) -> Result<Array<U>> {
        AnyArray::from(self.clone()).astype(U::DTYPE)?.try_into()
    }
}

impl<T: Element> ArrayView<'_, T> {
    /// A copy of the items as another type; see [`AnyView::astype`].
    ///
    /// # Errors
    /// [`Error::Cast`] from a structured type; [`Error::OutOfMemory`].
    pub fn astype<U: Scalar>(&self) -> Result<Array<U>> {
        AnyView::from(self.clone()).astype(U::DTYPE)?.try_into()
    }
}
