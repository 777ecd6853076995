//! Stacks of matrices copied column by column, which is what backends factor in place.

use std::ops::{Index, IndexMut};

use numoxide_backend::{Mat, MatMut};
use numoxide_core::layout::Axes;
use numoxide_core::{Array, ArrayView, Element, Error as ArrayError, Order};

pub(crate) use numoxide_backend::all_finite;

use crate::lend::{Stack, next_place};
use crate::sides::square;
use crate::{Error, Inexact, Result};

/// Items that are copied by the general way.
const FEW: usize = 64;

/// A stack of matrices, each column by column.
pub(crate) struct Columns<T> {
    pub items: Array<T>,
    pub stack: Axes<usize>,
    pub rows: usize,
    pub cols: usize,
}

impl<T: Inexact> Columns<T> {
    /// A copy of the matrices in the last two axes, whose items must be finite.
    pub fn of(op: &'static str, a: &ArrayView<'_, T>) -> Result<Self> {
        let ndim = a.ndim();
        if ndim < 2 {
            return Err(ArrayError::Rank { op, expected: "at least 2 axes", found: ndim }.into());
        }
        let mut finite = true;
        let columns = match Self::few(a)? {
            Some(columns) => {
                finite = all_finite(columns.items.as_slice().unwrap_or(&[]));
                columns
            }
            None => Self::copied(a, |to, from| finite &= to.copy_finite(from))?,
        };
        if finite { Ok(columns) } else { Err(non_finite(op, a)) }
    }

    /// A copy of square matrices, whose items must be finite.
    pub fn square(op: &'static str, a: &ArrayView<'_, T>) -> Result<Self> {
        if let [.., rows, cols] = a.shape()
            && rows != cols
        {
            return Err(Error::NotSquare { op, shape: a.shape().to_vec() });
        }
        Self::of(op, a)
    }

    /// A copy of the lower triangles of square matrices. Nothing is known of their items, nor of what is above the diagonals.
    pub fn lower(op: &'static str, a: &ArrayView<'_, T>) -> Result<Self> {
        square(op, a)?;
        match Self::few(a)? {
            Some(columns) => Ok(columns),
            None => Self::copied(a, |to, from| to.copy_lower(from)),
        }
    }

    /// A copy of all items, if they are so few that nothing is worth to be prepared.
    fn few(a: &ArrayView<'_, T>) -> Result<Option<Self>> {
        if a.len() > FEW {
            return Ok(None);
        }
        let (stack, matrix) = a.shape().split_at(a.ndim() - 2);
        let items = a.mt()?.copy(Order::C)?;
        Ok(Some(Columns { items, stack: Axes::from_slice(stack), rows: matrix[0], cols: matrix[1] }))
    }

    /// What `copy` makes of each matrix in the last two axes.
    fn copied(a: &ArrayView<'_, T>, mut copy: impl FnMut(&mut MatMut<'_, T>, Mat<'_, T>)) -> Result<Self> {
        let (stack, matrix) = a.shape().split_at(a.ndim() - 2);
        let (rows, cols) = (matrix[0], matrix[1]);
        let items = Array::unset(&[stack, &[cols, rows]].concat()[..])?;
        let mut columns = Columns { items, stack: Axes::from_slice(stack), rows, cols };
        let lent = Stack::new(a, stack)?;
        columns.each(|_, place, items| {
            copy(&mut MatMut::new(items, rows, cols), lent.at(place));
            Ok(())
        })?;
        Ok(columns)
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

    /// An array of `extra` axes for each matrix, filled with zeros: in memory that was used before, for all of it will be
    /// written, and fresh pages cost more than a fill.
    pub fn beside<U: Element>(&self, extra: &[usize]) -> Result<Array<U>> {
        let zero = Array::<U>::zeros([1])?[[0]];
        Ok(Array::full(&[&self.stack[..], extra].concat()[..], zero)?)
    }
}

/// The part of an array that belongs to matrix `number`, of `size` items.
pub(crate) fn part<T: Element>(array: &mut Array<T>, number: usize, size: usize) -> &mut [T] {
    &mut array.as_slice_mut().unwrap_or(&mut [])[number * size..][..size]
}

/// A square matrix, column by column.
pub(crate) struct Square<'a, T> {
    pub n: usize,
    pub items: &'a mut [T],
}

impl<T> Index<(usize, usize)> for Square<'_, T> {
    type Output = T;
    fn index(&self, (i, j): (usize, usize)) -> &T {
        &self.items[i + j * self.n]
    }
}

impl<T> IndexMut<(usize, usize)> for Square<'_, T> {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut T {
        &mut self.items[i + j * self.n]
    }
}

/// Matrices from which lanes are worth their filling.
const LANES_FROM: usize = 4;

/// The items of a stack, row by row: where they lie, or a copy.
pub(crate) enum Items<'a, T> {
    Lying(&'a [T]),
    Copied(Array<T>),
}

impl<T: Inexact> Items<'_, T> {
    pub(crate) fn as_slice(&self) -> &[T] {
        match self {
            Items::Lying(items) => items,
            Items::Copied(items) => items.as_slice().unwrap_or(&[]),
        }
    }
}

/// The items of a stack of small square matrices, to be served several at a time; nothing if there are too few, or they are larger
/// than `most`.
pub(crate) fn small_items<'a, T: Inexact>(
    op: &'static str,
    a: &ArrayView<'a, T>,
    most: usize,
) -> Result<Option<Items<'a, T>>> {
    let [.., rows, cols] = *a.shape() else { return Ok(None) };
    let size = rows * cols;
    if rows != cols || rows > most || size == 0 || a.len() / size < LANES_FROM {
        return Ok(None);
    }
    let items = match a.as_slice() {
        Some(items) => Items::Lying(items),
        None => Items::Copied(a.copy(Order::C)?),
    };
    if !all_finite(items.as_slice()) {
        return Err(non_finite(op, a));
    }
    Ok(Some(items))
}

/// A copy of [`small_items`].
pub(crate) fn small_stack<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    most: usize,
) -> Result<Option<Array<T>>> {
    Ok(match small_items(op, a, most)? {
        Some(Items::Lying(_)) => Some(a.copy(Order::C)?),
        Some(Items::Copied(items)) => Some(items),
        None => None,
    })
}

/// The index of matrix `number` in its stack.
pub(crate) fn place(mut number: usize, stack: &[usize]) -> Vec<usize> {
    let mut place = vec![0; stack.len()];
    for (at, &len) in place.iter_mut().zip(stack).rev() {
        (*at, number) = (number % len, number / len);
    }
    place
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
