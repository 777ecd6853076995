//! Matrices as BLAS sees them: a first item, two extents, a leading dimension, and how to read them.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use crate::Field;

/// How an operand is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// As it lies.
    None,
    /// Transposed.
    Transpose,
    /// Conjugated and transposed.
    Adjoint,
}

/// A borrowed matrix: columns of `ld` items, of which an [`Op`] may be read instead.
#[derive(Clone, Copy, Debug)]
pub struct Mat<'a, T> {
    ptr: *const T,
    rows: usize,
    cols: usize,
    ld: usize,
    op: Op,
    borrowed: PhantomData<&'a [T]>,
}

/// A uniquely borrowed matrix: columns of `ld` items.
#[derive(Debug)]
pub struct MatMut<'a, T> {
    ptr: *mut T,
    rows: usize,
    cols: usize,
    ld: usize,
    borrowed: PhantomData<&'a mut [T]>,
}

// SAFETY: a `Mat` is a shared borrow of its items.
unsafe impl<T: Sync> Send for Mat<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Mat<'_, T> {}
// SAFETY: a `MatMut` is a unique borrow of its items.
unsafe impl<T: Send> Send for MatMut<'_, T> {}

/// The items from the first to the last of a matrix.
fn extent(rows: usize, cols: usize, ld: usize) -> usize {
    if rows == 0 || cols == 0 { 0 } else { (cols - 1) * ld + rows }
}

impl<'a, T> Mat<'a, T> {
    /// A matrix of contiguous columns.
    ///
    /// # Panics
    /// If the slice is too short.
    pub fn new(items: &'a [T], rows: usize, cols: usize) -> Self {
        Self::with_ld(items, rows, cols, rows.max(1))
    }

    /// A matrix whose columns lie `ld` items apart.
    ///
    /// # Panics
    /// If the slice is too short, or `ld` is less than `rows`.
    pub fn with_ld(items: &'a [T], rows: usize, cols: usize, ld: usize) -> Self {
        assert!(ld >= rows.max(1) && items.len() >= extent(rows, cols, ld), "a matrix larger than its slice");
        Mat { ptr: items.as_ptr(), rows, cols, ld, op: Op::None, borrowed: PhantomData }
    }

    /// A matrix in raw memory.
    ///
    /// # Safety
    /// Every item `ptr + i + j * ld` must be initialised and not be written to during `'a`.
    pub unsafe fn from_raw(ptr: *const T, rows: usize, cols: usize, ld: usize) -> Self {
        Mat { ptr, rows, cols, ld, op: Op::None, borrowed: PhantomData }
    }

    /// The rows, as read.
    pub fn rows(&self) -> usize {
        if self.op == Op::None { self.rows } else { self.cols }
    }

    /// The columns, as read.
    pub fn cols(&self) -> usize {
        if self.op == Op::None { self.cols } else { self.rows }
    }

    /// The distance between columns as they lie.
    pub fn ld(&self) -> usize {
        self.ld
    }

    /// How the matrix is read.
    pub fn op(&self) -> Op {
        self.op
    }

    /// The first item.
    pub fn as_ptr(&self) -> *const T {
        self.ptr
    }

    /// The transpose. Only for a matrix that is read as it lies or transposed.
    ///
    /// # Panics
    /// If the matrix is an adjoint.
    pub fn t(self) -> Self {
        let op = match self.op {
            Op::None => Op::Transpose,
            Op::Transpose => Op::None,
            Op::Adjoint => panic!("the transpose of an adjoint is no operand of BLAS"),
        };
        Mat { op, ..self }
    }

    /// The adjoint of a matrix that is read as it lies, or the other way round.
    ///
    /// # Panics
    /// If the matrix is a transpose.
    pub fn adjoint(self) -> Self {
        let op = match self.op {
            Op::None => Op::Adjoint,
            Op::Adjoint => Op::None,
            Op::Transpose => panic!("the adjoint of a transpose is no operand of BLAS"),
        };
        Mat { op, ..self }
    }

    /// Whether `other` is the transpose of this matrix, or for `adjoint` its adjoint, in the same memory.
    pub fn is_transpose_of(&self, other: &Self, adjoint: bool) -> bool {
        let flipped = if adjoint { Op::Adjoint } else { Op::Transpose };
        let ops = [(self.op, other.op), (other.op, self.op)].contains(&(Op::None, flipped));
        ops && self.ptr == other.ptr
            && self.ld == other.ld
            && self.rows == other.rows
            && self.cols == other.cols
    }

    /// The distances between rows and between columns, as read.
    pub fn strides(&self) -> (isize, isize) {
        if self.op == Op::None { (1, self.ld as isize) } else { (self.ld as isize, 1) }
    }
}

impl<'a, T> Mat<'a, T> {
    /// The block of `rows` × `cols` whose first item is in row `i` and column `j`, as read.
    ///
    /// # Panics
    /// If it leaves the matrix.
    pub fn block(self, i: usize, j: usize, rows: usize, cols: usize) -> Self {
        assert!(i + rows <= self.rows() && j + cols <= self.cols(), "a block beyond its matrix");
        let (down, right) = self.strides();
        let offset = i as isize * down + j as isize * right;
        // SAFETY: the place of an item of the matrix, or its first where the block is empty.
        let ptr = unsafe { self.ptr.offset(if rows * cols == 0 { 0 } else { offset }) };
        let (rows, cols) = if self.op == Op::None { (rows, cols) } else { (cols, rows) };
        Mat { ptr, rows, cols, ..self }
    }

    /// Column `j`, if the matrix is read as it lies.
    #[inline(always)]
    pub fn col(&self, j: usize) -> Option<&'a [T]> {
        assert!(j < self.cols());
        // SAFETY: the items of one column, within the matrix.
        (self.op == Op::None)
            .then(|| unsafe { std::slice::from_raw_parts(self.ptr.add(j * self.ld), self.rows) })
    }
}

impl<T: Field> Mat<'_, T> {
    /// The item in row `i` and column `j`, as read.
    #[inline(always)]
    pub fn at(&self, i: usize, j: usize) -> T {
        let at = if self.op == Op::None { i + j * self.ld } else { j + i * self.ld };
        assert!(i < self.rows() && j < self.cols());
        // SAFETY: within the matrix, which is initialised by contract.
        let item = unsafe { *self.ptr.add(at) };
        if self.op == Op::Adjoint { item.conj() } else { item }
    }
}

impl<'a, T> MatMut<'a, T> {
    /// A matrix of contiguous columns.
    ///
    /// # Panics
    /// If the slice is too short.
    pub fn new(items: &'a mut [T], rows: usize, cols: usize) -> Self {
        Self::with_ld(items, rows, cols, rows.max(1))
    }

    /// A matrix whose columns lie `ld` items apart.
    ///
    /// # Panics
    /// If the slice is too short, or `ld` is less than `rows`.
    pub fn with_ld(items: &'a mut [T], rows: usize, cols: usize, ld: usize) -> Self {
        assert!(ld >= rows.max(1) && items.len() >= extent(rows, cols, ld), "a matrix larger than its slice");
        MatMut { ptr: items.as_mut_ptr(), rows, cols, ld, borrowed: PhantomData }
    }

    /// The rows.
    #[inline(always)]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns.
    #[inline(always)]
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// The distance between columns.
    pub fn ld(&self) -> usize {
        self.ld
    }

    /// The first item.
    pub fn as_mut_ptr(&mut self) -> *mut T {
        self.ptr
    }

    /// The same matrix, borrowed for reading.
    pub fn as_mat(&self) -> Mat<'_, T> {
        // SAFETY: borrowed from `self`, whose items are initialised.
        unsafe { Mat::from_raw(self.ptr, self.rows, self.cols, self.ld) }
    }

    /// The same matrix, borrowed for a shorter time.
    pub fn rb(&mut self) -> MatMut<'_, T> {
        MatMut { ptr: self.ptr, rows: self.rows, cols: self.cols, ld: self.ld, borrowed: PhantomData }
    }

    /// The columns before `j` and those from there on.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn split_cols(self, j: usize) -> (MatMut<'a, T>, MatMut<'a, T>) {
        assert!(j <= self.cols);
        let MatMut { ptr, rows, cols, ld, borrowed } = self;
        // SAFETY: within the matrix, or at its last column's end where nothing is left.
        let rest = if j == cols { ptr } else { unsafe { ptr.add(j * ld) } };
        (
            MatMut { ptr, rows, cols: j, ld, borrowed },
            MatMut { ptr: rest, rows, cols: cols - j, ld, borrowed },
        )
    }

    /// The rows before `i` and those from there on.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn split_rows(self, i: usize) -> (MatMut<'a, T>, MatMut<'a, T>) {
        assert!(i <= self.rows);
        let MatMut { ptr, rows, cols, ld, borrowed } = self;
        // SAFETY: within the first column, or at its end.
        let rest = if cols == 0 { ptr } else { unsafe { ptr.add(i) } };
        (
            MatMut { ptr, rows: i, cols, ld, borrowed },
            MatMut { ptr: rest, rows: rows - i, cols, ld, borrowed },
        )
    }

    /// All items, if they lie one after the other.
    pub fn as_slice(&self) -> Option<&[T]> {
        // SAFETY: the items of columns between which there is nothing.
        (self.ld == self.rows).then(|| unsafe { std::slice::from_raw_parts(self.ptr, self.rows * self.cols) })
    }

    /// Column `j`.
    #[inline(always)]
    pub fn col(&self, j: usize) -> &[T] {
        assert!(j < self.cols);
        // SAFETY: the items of one column, within the matrix.
        unsafe { std::slice::from_raw_parts(self.ptr.add(j * self.ld), self.rows) }
    }

    /// Column `j`, to write to.
    #[inline(always)]
    pub fn col_mut(&mut self, j: usize) -> &mut [T] {
        assert!(j < self.cols);
        // SAFETY: the items of one column, within the matrix, which is borrowed uniquely.
        unsafe { std::slice::from_raw_parts_mut(self.ptr.add(j * self.ld), self.rows) }
    }

    /// Exchanges two columns.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn swap_cols(&mut self, i: usize, j: usize) {
        if i != j {
            let (mut left, mut right) = self.rb().split_cols(i.max(j));
            left.col_mut(i.min(j)).swap_with_slice(right.col_mut(0));
        }
    }

    /// Column `read` to read and column `write` to write to.
    ///
    /// # Panics
    /// If they are the same column.
    #[inline(always)]
    pub fn two_cols(&mut self, read: usize, write: usize) -> (&[T], &mut [T]) {
        assert!(read != write && read < self.cols && write < self.cols);
        // SAFETY: two columns of the matrix that do not overlap, since `ld` is at least `rows`.
        unsafe {
            (
                std::slice::from_raw_parts(self.ptr.add(read * self.ld), self.rows),
                std::slice::from_raw_parts_mut(self.ptr.add(write * self.ld), self.rows),
            )
        }
    }
}

/// Items of a side of the squares that are mirrored at a time: their rows stay in the cache.
const SQUARE: usize = 16;

impl<T: Field> MatMut<'_, T> {
    /// Writes what is below the diagonal of a square matrix above it, conjugated if it is to be its own adjoint.
    ///
    /// # Panics
    /// If the matrix is not square.
    pub fn mirror_lower(&mut self, conjugate: bool) {
        let n = self.cols();
        assert!(self.rows == n, "a matrix that is not square");
        for top in (0..n).step_by(SQUARE) {
            for left in (0..=top).step_by(SQUARE) {
                for j in left..n.min(left + SQUARE) {
                    for i in top.max(j + 1)..n.min(top + SQUARE) {
                        let x = self[(i, j)];
                        self[(j, i)] = if conjugate { x.conj() } else { x };
                    }
                }
            }
        }
    }
}

impl<T> Index<(usize, usize)> for MatMut<'_, T> {
    type Output = T;
    #[inline(always)]
    fn index(&self, (i, j): (usize, usize)) -> &T {
        &self.col(j)[i]
    }
}

impl<T> IndexMut<(usize, usize)> for MatMut<'_, T> {
    #[inline(always)]
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut T {
        &mut self.col_mut(j)[i]
    }
}
