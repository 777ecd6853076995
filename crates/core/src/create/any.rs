//! Arrays whose dtype is known at run time only.

use half::{bf16, f16};

use super::steps::Steps;
use crate::dtype::{Scalar, ScalarVisitor, visit_scalar};
use crate::ints::sizes;
use crate::{AnyArray, Array, DType, Error, Ints, Order, Result, c64, c128};

#[cold]
fn not_for(op: &'static str, dtype: &DType) -> Error {
    Error::DType { op, dtype: dtype.to_string() }
}

impl AnyArray {
    /// Zeros of a dtype: see [`Array::empty`].
    ///
    /// # Errors
    /// As [`AnyArray::zeros`].
    pub fn empty(shape: impl Ints, dtype: DType) -> Result<AnyArray> {
        AnyArray::zeros(shape, dtype)
    }

    /// Ones (`true`) of a dtype, in every field of a structured one; `1` as text.
    ///
    /// # Errors
    /// As [`AnyArray::full`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, Array, DType};
    ///
    /// let ones: Array<u8> = AnyArray::ones([3], DType::U8)?.try_into()?;
    /// assert_eq!(ones.to_vec(), [1, 1, 1]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn ones(shape: impl Ints, dtype: DType) -> Result<AnyArray> {
        struct Ones<'a>(&'a [usize]);
        impl ScalarVisitor for Ones<'_> {
            type Output = Result<AnyArray>;
            fn visit<T: Scalar>(self) -> Self::Output {
                Ok(Array::full_like_shape("ones", self.0, T::ONE)?.into())
            }
        }
        let shape = sizes("ones", &shape)?;
        visit_scalar(&dtype, Ones(&shape)).unwrap_or_else(|| AnyArray::full(&shape[..], 1i64, dtype))
    }

    /// Copies of one value, cast to a dtype as [`AnyArray::astype`] does; of text without a length (`S`, `U`) one character.
    ///
    /// # Errors
    /// As [`AnyArray::zeros`] and [`AnyArray::astype`].
    ///
    /// ```
    /// use numoxide_core::{AnyArray, Array, DType};
    ///
    /// let sevens: Array<i16> = AnyArray::full([2], 7.9, DType::I16)?.try_into()?;
    /// assert_eq!(sevens.to_vec(), [7, 7]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn full<T: Scalar>(shape: impl Ints, value: T, dtype: DType) -> Result<AnyArray> {
        if dtype == DType::Void(0) {
            return AnyArray::zeros(shape, dtype);
        }
        let value = AnyArray::from(Array::scalar(value)?).astype(dtype.with_room())?;
        let inner = value.shape();
        value.broadcast_to([&sizes("full", &shape)?[..], inner].concat())?.copy(Order::C)
    }

    /// [`Array::eye`] of a dtype.
    ///
    /// # Errors
    /// As [`AnyArray::ones`].
    pub fn eye(rows: usize, columns: impl Into<Option<usize>>, k: isize, dtype: DType) -> Result<AnyArray> {
        struct Eye(usize, Option<usize>, isize);
        impl ScalarVisitor for Eye {
            type Output = Result<AnyArray>;
            fn visit<T: Scalar>(self) -> Self::Output {
                Ok(Array::<T>::eye(self.0, self.1, self.2)?.into())
            }
        }
        let columns = columns.into();
        visit_scalar(&dtype, Eye(rows, columns, k)).unwrap_or_else(|| {
            let diagonal = Array::<bool>::eye(rows, columns, k)?;
            let mut eye = AnyArray::zeros(diagonal.shape(), dtype.clone())?;
            eye.mask_assign(&diagonal, &AnyArray::ones((), dtype)?)?;
            Ok(eye)
        })
    }

    /// [`Array::arange`] of a dtype: the length comes from the numbers as given; the first two values are cast to
    /// the dtype, and the others are spaced as these two are.
    ///
    /// # Errors
    /// As [`Array::arange`]; [`Error::DType`] for structured types, and for more than two values of `bool`.
    ///
    /// ```
    /// use numoxide_core::{AnyArray, Array, DType};
    ///
    /// let a: Array<i32> = AnyArray::arange(0.5, 4.0, 1.5, DType::I32)?.try_into()?;
    /// assert_eq!(a.to_vec(), [0, 2, 4]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn arange<T: Steps>(start: T, stop: T, step: T, dtype: DType) -> Result<AnyArray> {
        const OP: &str = "arange";
        let len = T::count(start, stop, step)?;
        let first_two = Array::from([start, T::after(start, step)]);
        macro_rules! of {
            ($($variant:ident $ty:ty)*) => {
                match dtype {
                    $(DType::$variant => {
                        let pair = first_two.astype::<$ty>()?;
                        Ok(Array::from_first_two(len, pair[0], pair[1])?.into())
                    })*
                    DType::Bool if len <= 2 => {
                        first_two.astype::<bool>()?.slice(crate::s![..len])?.copy(Order::C).map(Into::into)
                    }
                    other => Err(not_for(OP, &other)),
                }
            };
        }
        of!(I8 i8 I16 i16 I32 i32 I64 i64 U8 u8 U16 u16 U32 u32 U64 u64
            F16 f16 BF16 bf16 F32 f32 F64 f64 C64 c64 C128 c128)
    }

    /// [`Array::linspace`] of a dtype: calculated in double precision, rounded down for integers.
    ///
    /// # Errors
    /// As [`Array::linspace`] and [`AnyArray::astype`].
    pub fn linspace(start: f64, stop: f64, num: usize, dtype: DType) -> Result<AnyArray> {
        let mut values = Array::linspace(start, stop, num)?;
        if dtype.is_integer() {
            values.iter_mut().for_each(|value| *value = value.floor());
        }
        AnyArray::from(values).astype(dtype)
    }
}
