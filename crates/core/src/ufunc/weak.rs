//! Scalars without a type of their own: NEP 50's "weak" Python numbers.

use super::Ufunc;
use crate::dtype::Scalar;
use crate::{AnyArray, Array, Complex, DType, Error, Result};

/// A number that takes on the type of the array it meets, as a Python literal does in NumPy.
///
/// Rust's `i32`/`i64`, `f64` and `Complex<f64>` values are weak where they meet an [`AnyArray`]: `&any + 1`
/// keeps the dtype of `any`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weak {
    /// An integer.
    Int(i64),
    /// A real number.
    Float(f64),
    /// A complex number.
    Complex(Complex<f64>),
}

impl Weak {
    /// Its place in the order of kinds.
    pub(crate) fn rank(&self) -> u8 {
        match self {
            Weak::Int(_) => 0,
            Weak::Float(_) => 1,
            Weak::Complex(_) => 2,
        }
    }

    /// The dtype this number takes beside an array of `other`.
    pub(crate) fn dtype_beside(&self, other: &DType) -> DType {
        match (self, other.kind()) {
            (Weak::Int(_), 'b') => DType::I64,
            (Weak::Int(_), _) => other.clone(),
            (Weak::Float(_), 'f' | 'c') => other.clone(),
            (Weak::Float(_), _) => DType::F64,
            (Weak::Complex(_), 'c') => other.clone(),
            (Weak::Complex(_), 'f') if other.itemsize() <= 4 => DType::C64,
            (Weak::Complex(_), _) => DType::C128,
        }
    }

    /// The number as a 0-d array beside an array of `other`.
    ///
    /// # Errors
    /// [`Error::Value`] for an integer that the integer type of the array cannot hold.
    pub fn beside(&self, other: &DType) -> Result<AnyArray> {
        let dtype = self.dtype_beside(other);
        match *self {
            Weak::Int(value) => {
                let zero_d = scalar(value)?.astype(dtype.clone())?;
                let back: Array<i64> =
                    if dtype.is_integer() { zero_d.astype(DType::I64)? } else { scalar(value)? }
                        .try_into()?;
                let fits = back[()] == value && !(dtype == DType::U64 && value < 0);
                if dtype.is_integer() && !fits {
                    return Err(Error::value("scalar", format!("integer {value} out of bounds for {dtype}")));
                }
                Ok(zero_d)
            }
            Weak::Float(value) => scalar(value)?.astype(dtype),
            Weak::Complex(value) => scalar(value)?.astype(dtype),
        }
    }

    /// A binary function of an array and a weak number, in this order or the other.
    pub(crate) fn call(&self, ufunc: &'static Ufunc, array: &AnyArray, reversed: bool) -> Result<AnyArray> {
        let scalar = self.beside(array.dtype())?;
        let (a, b) = if reversed { (&scalar, array) } else { (array, &scalar) };
        ufunc.call(&[&a.view(), &b.view()])?.one()
    }
}

fn scalar<T: Scalar>(value: T) -> Result<AnyArray> {
    Ok(Array::full_like_shape("scalar", &[], value)?.into())
}

macro_rules! weak {
    ($($ty:ty => $variant:ident),*) => {$(
        impl From<$ty> for Weak {
            #[inline]
            fn from(value: $ty) -> Self {
                Weak::$variant(value.into())
            }
        }
    )*};
}
weak!(i32 => Int, i64 => Int, f64 => Float, Complex<f64> => Complex);
