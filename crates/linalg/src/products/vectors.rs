//! Products of vectors.

use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError, Order};

use super::matrices::{conjugated, few};
use super::tensor::contract;
use super::{Product, multiplied};
use crate::Result;

/// The sum of products over the last axis of `a` and the second to last axis of `b`, or its only one: of vectors their
/// inner product, of matrices their product, of scalars the product of items. NumPy: `dot`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if the axes differ in length.
///
/// ```
/// use numoxide_linalg::products::dot;
///
/// assert_eq!(dot([1, 2, 3], [4, 5, 6])?.to_vec(), [32]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn dot<T: Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    let (a, b) = (a.as_view(), b.as_view());
    if let Some(product) = few(&a, &b)? {
        return Ok(product);
    }
    if a.ndim() == 0 || b.ndim() == 0 {
        return T::times(&a, &b);
    }
    let axis = b.ndim().saturating_sub(2);
    contract("dot", &a, &b, &[a.ndim() - 1], &[axis])
}

/// The sum of products over the last axes of both. NumPy: `inner`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if the axes differ in length.
pub fn inner<T: Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    let (a, b) = (a.as_view(), b.as_view());
    if a.ndim() == 0 || b.ndim() == 0 {
        return T::times(&a, &b);
    }
    contract("inner", &a, &b, &[a.ndim() - 1], &[b.ndim() - 1])
}

/// The matrix of the products of all items of `a` with all of `b`. NumPy: `outer`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if it does not fit.
///
/// ```
/// use numoxide_linalg::products::outer;
///
/// assert_eq!(outer([1, 2], [3, 4])?.to_vec(), [3, 4, 6, 8]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn outer<T: Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    let (a, b) = (flat(&a.as_view())?, flat(&b.as_view())?);
    T::times(&a.view().expand_dims(1)?, &b.view().expand_dims(0)?)
}

fn flat<T: Product>(a: &ArrayView<'_, T>) -> Result<Array<T>> {
    Ok(a.copy(Order::C)?.reshape(-1)?)
}

/// The sum of the products of all items, those of `a` conjugated. NumPy: `vdot`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if there are not as many items in both.
pub fn vdot<T: Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<T> {
    let (a, b) = (flat(&conjugated(&a.as_view())?.view())?, flat(&b.as_view())?);
    let product = contract("vdot", &a.view(), &b.view(), &[0], &[0])?;
    Ok(product.get(&[] as &[isize]).copied()?)
}

/// The inner products of the vectors in the last axes, those of `a` conjugated; the other axes broadcast. NumPy:
/// `vecdot`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if an operand has no axes, or shapes do not fit.
///
/// ```
/// use numoxide_linalg::vecdot;
///
/// assert_eq!(vecdot([[1, 2], [3, 4]], [1, 1])?.to_vec(), [3, 7]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn vecdot<T: Product>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    vecdot::with(&a, &b).run()
}

/// The keyword arguments of [`vecdot`](fn@vecdot).
pub mod vecdot {
    use super::*;

    /// Inner products being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        b: ArrayView<'a, T>,
        axis: isize,
    }

    /// The inner products of the vectors of `a` and `b`.
    pub fn with<'a, T: Product>(
        a: &'a (impl AsView<T> + ?Sized),
        b: &'a (impl AsView<T> + ?Sized),
    ) -> Call<'a, T> {
        Call { a: a.as_view(), b: b.as_view(), axis: -1 }
    }

    impl<T: Product> Call<'_, T> {
        /// The axis of the vectors in both.
        pub fn axis(mut self, axis: isize) -> Self {
            self.axis = axis;
            self
        }

        /// The products.
        ///
        /// # Errors
        /// As [`vecdot`](fn@super::vecdot), and if there is no such axis.
        pub fn run(self) -> Result<Array<T>> {
            const OP: &str = "vecdot";
            let Call { a, b, axis } = self;
            if a.ndim() == 0 || b.ndim() == 0 {
                return Err(ArrayError::Rank { op: OP, expected: "at least 1 axis", found: 0 }.into());
            }
            let (a, b) = (conjugated(&a.moveaxis(axis, -1)?)?, b.moveaxis(axis, -1)?);
            let product = multiplied(OP, &a.view().expand_dims(-2)?, &b.expand_dims(-1)?)?;
            Ok(product.squeeze_axes([-2isize, -1])?)
        }
    }
}
