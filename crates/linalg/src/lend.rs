//! Lends the matrices of a stack to the backend where they lie, by leading dimension and transpose flag.
//!
//! The one module of this crate with `unsafe`: the items between the rows of a view may belong to someone else, so no
//! slice can say what is lent.

#![allow(unsafe_code)]

use numoxide_backend::{Field, Mat};
use numoxide_core::layout::Axes;
use numoxide_core::{Array, ArrayView, Element, Order};

use crate::Result;

/// A stack of matrices in a form that BLAS reads.
pub(crate) struct Stack<'a, T> {
    view: ArrayView<'a, T>,
    /// The matrices, where they had to be copied.
    copy: Option<Array<T>>,
    /// Strides in bytes of the axes of the stack.
    steps: Axes<isize>,
    rows: usize,
    cols: usize,
    ld: usize,
    by_rows: bool,
}

/// The leading dimension of a matrix whose `short` extent is contiguous, if it is and BLAS can say so.
fn leading(short: usize, short_stride: isize, long: usize, long_stride: isize, size: isize) -> Option<usize> {
    let contiguous = short <= 1 || short_stride == size;
    let least = short.max(1);
    if long <= 1 {
        return contiguous.then_some(least);
    }
    let ld = usize::try_from(long_stride / size).ok()?;
    (contiguous && long_stride % size == 0 && ld >= least).then_some(ld)
}

impl<'a, T: Field + Element> Stack<'a, T> {
    /// The matrices in the last two axes of `view`, as many as `stack` says.
    pub(crate) fn new(view: &ArrayView<'a, T>, stack: &[usize]) -> Result<Self> {
        match Self::in_place(view, stack)? {
            Some(stack) => Ok(stack),
            None => {
                let copy = view.copy(Order::C)?;
                let view = copy.view();
                // SAFETY: the copy is kept, unchanged, as long as the view of it; moving an array does not move its items.
                let view = unsafe { ArrayView::from_raw_parts(view.as_ptr(), view.shape(), view.strides())? };
                let found = Self::in_place(&view, stack)?;
                let mut found = found.expect("BLAS reads what is contiguous");
                found.copy = Some(copy);
                Ok(found)
            }
        }
    }

    fn in_place(view: &ArrayView<'a, T>, stack: &[usize]) -> Result<Option<Self>> {
        let depth = view.ndim() - 2;
        let (rows, cols) = (view.shape()[depth], view.shape()[depth + 1]);
        let (down, right, size) = (view.strides()[depth], view.strides()[depth + 1], size_of::<T>() as isize);
        let by_rows = leading(cols, right, rows, down, size);
        let found = by_rows.or_else(|| leading(rows, down, cols, right, size));
        let Some(ld) = found else { return Ok(None) };
        let mut shape: Axes<usize> = Axes::from_slice(stack);
        shape.push(rows);
        shape.push(cols);
        let view = view.broadcast_to(&shape[..])?;
        let steps = Axes::from_slice(&view.strides()[..stack.len()]);
        Ok(Some(Stack { view, copy: None, steps, rows, cols, ld, by_rows: by_rows.is_some() }))
    }

    /// The matrix at a place of the stack.
    pub(crate) fn at(&self, place: &[usize]) -> Mat<'_, T> {
        let shape = &self.view.shape()[..self.steps.len()];
        assert!(place.len() == shape.len() && place.iter().zip(shape).all(|(at, len)| at < len));
        let offset: isize = place.iter().zip(&self.steps[..]).map(|(&at, &step)| at as isize * step).sum();
        let (short, long) = if self.by_rows { (self.cols, self.rows) } else { (self.rows, self.cols) };
        // SAFETY: the items of the view at this place, whose strides are 1 and `ld` items, borrowed as long as `self`.
        let mat = unsafe { Mat::from_raw(self.view.as_ptr().byte_offset(offset), short, long, self.ld) };
        if self.by_rows { mat.t() } else { mat }
    }
}

/// Goes through the places of a stack in order.
pub(crate) fn next_place(place: &mut [usize], shape: &[usize]) {
    for (at, &len) in place.iter_mut().zip(shape).rev() {
        *at += 1;
        if *at < len {
            return;
        }
        *at = 0;
    }
}
