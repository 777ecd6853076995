//! The vector product.

use numoxide_core::layout::broadcast_shapes;
use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError, Number};

use super::Product;
use crate::Result;

/// The vector product of the vectors in the last axes, which have 2 or 3 items; of two with 2 items, only the third
/// item of the product. NumPy: `cross`.
///
/// # Errors
/// [`Error::Array`](crate::Error::Array) if the vectors have another length, or the other axes do not broadcast.
///
/// ```
/// use numoxide_linalg::products::cross;
///
/// assert_eq!(cross([1, 0, 0], [0, 1, 0])?.to_vec(), [0, 0, 1]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn cross<T: Product + Number>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    cross::with(&a, &b).run()
}

/// The keyword arguments of [`cross`](fn@cross).
pub mod cross {
    use super::*;

    /// A vector product being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        b: ArrayView<'a, T>,
        axes: [isize; 3],
    }

    /// The product of `a` and `b`.
    pub fn with<'a, T: Product + Number>(
        a: &'a (impl AsView<T> + ?Sized),
        b: &'a (impl AsView<T> + ?Sized),
    ) -> Call<'a, T> {
        Call { a: a.as_view(), b: b.as_view(), axes: [-1; 3] }
    }

    impl<T: Product + Number> Call<'_, T> {
        /// The axis of the vectors in `a`.
        pub fn axisa(mut self, axis: isize) -> Self {
            self.axes[0] = axis;
            self
        }

        /// The axis of the vectors in `b`.
        pub fn axisb(mut self, axis: isize) -> Self {
            self.axes[1] = axis;
            self
        }

        /// The axis of the vectors in the result.
        pub fn axisc(mut self, axis: isize) -> Self {
            self.axes[2] = axis;
            self
        }

        /// The axis of the vectors in all three.
        pub fn axis(mut self, axis: isize) -> Self {
            self.axes = [axis; 3];
            self
        }

        /// The product.
        ///
        /// # Errors
        /// As [`cross`](fn@super::cross), and if there are no such axes.
        pub fn run(self) -> Result<Array<T>> {
            for view in [&self.a, &self.b] {
                if view.ndim() == 0 {
                    return Err(
                        ArrayError::Rank { op: "cross", expected: "at least 1 axis", found: 0 }.into()
                    );
                }
            }
            let (a, b) = (self.a.moveaxis(self.axes[0], -1)?, self.b.moveaxis(self.axes[1], -1)?);
            let (vectors, whole) = products(&a, &b)?;
            Ok(if whole { vectors.moveaxis(-1, self.axes[2])? } else { vectors })
        }
    }
}

/// The products along the last axes, and whether they are vectors.
fn products<T: Product + Number>(a: &ArrayView<'_, T>, b: &ArrayView<'_, T>) -> Result<(Array<T>, bool)> {
    const OP: &str = "cross";
    let split = |view: &ArrayView<'_, T>| {
        let (last, stack) = view.shape().split_last().map_or((0, &[][..]), |(&last, stack)| (last, stack));
        (last, stack.to_vec())
    };
    let ((left, a_stack), (right, b_stack)) = (split(a), split(b));
    if !matches!((left, right), (2 | 3, 2 | 3)) {
        let what = format!("vectors must have 2 or 3 items, found {left} and {right}");
        return Err(ArrayError::value(OP, what).into());
    }
    let stack = broadcast_shapes(OP, &[&a_stack, &b_stack])?;
    let whole = (left, right) != (2, 2);
    let mut shape = stack.clone();
    shape.push(left);
    let a = a.broadcast_to(&shape[..])?;
    shape[stack.len()] = right;
    let b = b.broadcast_to(&shape[..])?;
    shape[stack.len()] = if whole { 3 } else { 1 };
    let mut out = Array::unset(&shape[..])?;
    let (mut a, mut b) = (a.iter(), b.iter());
    for out in out.as_slice_mut().unwrap_or(&mut []).chunks_exact_mut(if whole { 3 } else { 1 }) {
        let (a, b) = (vector(&mut a, left), vector(&mut b, right));
        let items = [
            T::minor(a[1], b[2], a[2], b[1]),
            T::minor(a[2], b[0], a[0], b[2]),
            T::minor(a[0], b[1], a[1], b[0]),
        ];
        out.copy_from_slice(if whole { &items } else { &items[2..] });
    }
    Ok(if whole { (out, true) } else { (out.squeeze_axes(-1)?, false) })
}

/// The next vector, with 0 for a third item that is not there.
fn vector<'a, T: Product>(items: &mut impl Iterator<Item = &'a T>, len: usize) -> [T; 3] {
    let mut vector = [T::ZERO; 3];
    vector[..len].iter_mut().zip(items).for_each(|(place, &item)| *place = item);
    vector
}
