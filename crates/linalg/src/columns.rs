//! Stacks of matrices copied column by column, which is what backends factor in place.

use numoxide_core::layout::Axes;
use numoxide_core::{Array, ArrayView, Element, Error as ArrayError, Order};

use crate::lend::next_place;
use crate::{Error, Inexact, Result};

/// A stack of matrices of finite items, each column by column.
pub(crate) struct Columns<T> {
    pub items: Array<T>,
    pub stack: Axes<usize>,
    pub rows: usize,
    pub cols: usize,
}

impl<T: Inexact> Columns<T> {
    /// A copy of the matrices in the last two axes.
    pub fn of(op: &'static str, a: &ArrayView<'_, T>) -> Result<Self> {
        let ndim = a.ndim();
        if ndim < 2 {
            return Err(ArrayError::Rank { op, expected: "at least 2 axes", found: ndim }.into());
        }
        let items = a.mt()?.copy(Order::C)?;
        if !items.as_slice().unwrap_or(&[]).iter().all(|x| x.is_finite()) {
            return Err(non_finite(op, a));
        }
        let (stack, matrix) = a.shape().split_at(ndim - 2);
        Ok(Columns { items, stack: Axes::from_slice(stack), rows: matrix[0], cols: matrix[1] })
    }

    /// A copy of square matrices.
    pub fn square(op: &'static str, a: &ArrayView<'_, T>) -> Result<Self> {
        if let [.., rows, cols] = a.shape()
            && rows != cols
        {
            return Err(Error::NotSquare { op, shape: a.shape().to_vec() });
        }
        Self::of(op, a)
    }

    /// Runs `body` on each matrix and its place in the stack, and gives it the number of the matrix.
    pub fn each(&mut self, mut body: impl FnMut(usize, &[usize], &mut [T]) -> Result<()>) -> Result<()> {
        let (size, count) = (self.rows * self.cols, self.stack.iter().product::<usize>());
        let mut place = Axes::filled(0, self.stack.len());
        let items = self.items.as_slice_mut().unwrap_or(&mut []);
        for number in 0..count {
            body(number, &place, &mut items[number * size..][..size])?;
            next_place(&mut place, &self.stack);
        }
        Ok(())
    }

    /// The matrices as they are now, as an array.
    pub fn into_array(self) -> Result<Array<T>> {
        Ok(self.items.mt()?)
    }

    /// An array of `extra` axes for each matrix, filled with zeros.
    pub fn beside<U: Element>(&self, extra: &[usize]) -> Result<Array<U>> {
        Ok(Array::zeros(&[&self.stack[..], extra].concat()[..])?)
    }
}

/// The error for the first item that is not finite.
#[cold]
pub(crate) fn non_finite<T: Inexact>(op: &'static str, a: &ArrayView<'_, T>) -> Error {
    let mut index = vec![0; a.ndim()];
    for x in a.iter() {
        if !x.is_finite() {
            break;
        }
        next_place(&mut index, a.shape());
    }
    Error::NonFinite { op, index }
}
