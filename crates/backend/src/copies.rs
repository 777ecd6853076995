//! Copies into columns, which is what routines overwrite, and the look for items that are not finite.

use numoxide_simd::transpose::transpose;
use numoxide_simd::{Isa, Kernel, dispatch};

use crate::{Field, Mat, MatMut, Op};

/// Bytes of columns that are copied at a time: they are looked at while they are in the cache.
const BLOCK_BYTES: usize = 128 << 10;
/// Columns that are copied at a time at most, and of which there is a multiple, so that lines are copied whole.
const COLUMNS: usize = 64;
const MULTIPLE: usize = 8;

/// Whether every item is finite, without a branch for each.
///
/// ```
/// assert!(numoxide_backend::all_finite(&[1.0, -0.0]) && !numoxide_backend::all_finite(&[1.0, f32::NAN]));
/// ```
pub fn all_finite<T: Field>(items: &[T]) -> bool {
    dispatch(AllFinite(items))
}

struct AllFinite<'a, T>(&'a [T]);

impl<T: Field> Kernel for AllFinite<'_, T> {
    type Output = bool;
    const WIDE: bool = false;
    #[inline(always)]
    fn run<I: Isa>(self) -> bool {
        self.0.chunks(1024).all(|items| items.iter().fold(true, |finite, x| finite & x.is_finite()))
    }
}

impl<T: Field> MatMut<'_, T> {
    /// Copies a matrix, and says whether all of its items are finite.
    ///
    /// ```
    /// use numoxide_backend::{Mat, MatMut};
    ///
    /// let (rows, mut columns) = ([1.0, 2.0, 3.0, 4.0], [0.0; 4]);
    /// assert!(MatMut::new(&mut columns, 2, 2).copy_finite(Mat::new(&rows, 2, 2).t()));
    /// assert_eq!(columns, [1.0, 3.0, 2.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If the extents differ.
    pub fn copy_finite(&mut self, from: Mat<'_, T>) -> bool {
        let mut finite = true;
        self.copy_blocks(from, false, |block| finite &= block.is_finite());
        finite
    }

    /// Copies the lower triangle of a square matrix. What is above the diagonal is not meaningful afterwards.
    ///
    /// # Panics
    /// If the extents differ.
    pub fn copy_lower(&mut self, from: Mat<'_, T>) {
        assert!(from.rows() == from.cols(), "a matrix that is not square");
        self.copy_blocks(from, true, |_| ());
    }

    /// Sets what is above the diagonal to 0.
    pub fn clear_upper(&mut self) {
        let rows = self.rows();
        (1..self.cols()).for_each(|j| self.col_mut(j)[..j.min(rows)].fill(T::ZERO));
    }

    /// Sets what is below the diagonal to 0.
    pub fn clear_lower(&mut self) {
        let rows = self.rows();
        (0..self.cols().min(rows)).for_each(|j| self.col_mut(j)[j + 1..].fill(T::ZERO));
    }

    /// Some columns at a time, of a `lower` triangle from the row of their first on.
    fn copy_blocks(&mut self, from: Mat<'_, T>, lower: bool, mut done: impl FnMut(MatMut<'_, T>)) {
        let (rows, cols) = (self.rows(), self.cols());
        assert!(from.rows() == rows && from.cols() == cols, "a copy of other extents");
        if rows == 0 {
            return;
        }
        // Squares on the diagonal of a triangle are copied whole: small ones.
        let most = if lower { cols / 4 } else { BLOCK_BYTES / (rows * size_of::<T>()) };
        let width = (most / MULTIPLE * MULTIPLE).clamp(MULTIPLE, COLUMNS);
        for j in (0..cols).step_by(width) {
            let (top, count) = (if lower { j } else { 0 }, width.min(cols - j));
            let block = self.rb().split_cols(j).1.split_cols(count).0;
            let mut block = block.split_rows(top).1;
            block.copy(from.block(top, j, rows - top, count));
            done(block);
        }
    }

    /// Copies a matrix that is not empty.
    fn copy(&mut self, from: Mat<'_, T>) {
        let (rows, cols, size) = (self.rows(), self.cols(), size_of::<T>());
        assert!(from.rows() == rows && from.cols() == cols, "a copy of other extents");
        if from.op() == Op::None {
            for j in 0..cols {
                self.col_mut(j).copy_from_slice(from.col(j).expect("a matrix that is read as it lies"));
            }
            return;
        }
        let (to, ld) = (self.as_mut_ptr().cast(), (self.ld() * size) as isize);
        // SAFETY: as many columns of as many items on both sides, the one to be written borrowed uniquely.
        unsafe { transpose(from.as_ptr().cast(), (from.ld() * size) as isize, to, ld, rows, cols, size) };
        if T::COMPLEX && from.op() == Op::Adjoint {
            (0..cols).for_each(|j| self.col_mut(j).iter_mut().for_each(|x| *x = x.conj()));
        }
    }

    fn is_finite(&self) -> bool {
        match self.as_slice() {
            Some(items) => all_finite(items),
            None => (0..self.cols()).all(|j| all_finite(self.col(j))),
        }
    }
}
