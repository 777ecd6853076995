//! Arrays whose dtype is known at run time only.

use crate::dtype::{Scalar, ScalarVisitor, visit_scalar};
use crate::ints::sizes;
use crate::{AnyArray, Array, DType, Error, Ints, Result};

/// Calls a creating function with the type of a dtype.
fn scalar_only<V: ScalarVisitor<Output = Result<AnyArray>>>(
    op: &'static str,
    dtype: &DType,
    visitor: V,
) -> Result<AnyArray> {
    visit_scalar(dtype, visitor).unwrap_or_else(|| Err(Error::DType { op, dtype: dtype.to_string() }))
}

impl AnyArray {
    /// Ones (`true`) of a dtype.
    ///
    /// # Errors
    /// As [`AnyArray::zeros`]; [`Error::DType`] for structured types.
    ///
    /// ```
    /// use numoxide_core::{AnyArray, Array, DType};
    ///
    /// let ones: Array<u8> = AnyArray::ones([3], &DType::U8)?.try_into()?;
    /// assert_eq!(ones.to_vec(), [1, 1, 1]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn ones(shape: impl Ints, dtype: &DType) -> Result<AnyArray> {
        struct Ones<'a>(&'a [usize]);
        impl ScalarVisitor for Ones<'_> {
            type Output = Result<AnyArray>;
            fn visit<T: Scalar>(self) -> Self::Output {
                Ok(Array::full_like_shape("ones", self.0, T::ONE)?.into())
            }
        }
        scalar_only("ones", dtype, Ones(&sizes("ones", &shape)?))
    }

    /// [`Array::eye`] of a dtype.
    ///
    /// # Errors
    /// As [`AnyArray::ones`].
    pub fn eye(rows: usize, columns: impl Into<Option<usize>>, k: isize, dtype: &DType) -> Result<AnyArray> {
        struct Eye(usize, Option<usize>, isize);
        impl ScalarVisitor for Eye {
            type Output = Result<AnyArray>;
            fn visit<T: Scalar>(self) -> Self::Output {
                Ok(Array::<T>::eye(self.0, self.1, self.2)?.into())
            }
        }
        scalar_only("eye", dtype, Eye(rows, columns.into(), k))
    }
}
