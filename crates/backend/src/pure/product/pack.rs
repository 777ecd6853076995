//! Blocks of operands brought into the order in which the innermost loop reads them: real and imaginary parts apart.

use numoxide_simd::transpose::transpose;

use crate::{Field, Mat, Op};

/// The rows of a block of `a`, `TILE` at a time: for each column the real parts of these rows, then the imaginary ones.
/// Rows beyond the last are 0.
#[inline(always)]
pub fn rows<T: Field>(a: Mat<'_, T>, tile: usize, to: &mut [T::Real]) {
    match tile {
        4 => panels::<T, 4>(a, false, to),
        8 => panels::<T, 8>(a, false, to),
        16 => panels::<T, 16>(a, false, to),
        24 => panels::<T, 24>(a, false, to),
        48 => panels::<T, 48>(a, false, to),
        2 => panels::<T, 2>(a, false, to),
        other => unreachable!("no tile has {other} rows"),
    }
}

/// The columns of a block of `b`, `TILE` at a time: for each row the real parts of these columns, then the imaginary ones.
#[inline(always)]
pub fn columns<T: Field, const TILE: usize>(b: Mat<'_, T>, to: &mut [T::Real]) {
    match b.op() {
        // The adjoint of an adjoint has lost the conjugation.
        Op::Adjoint => panels::<T, TILE>(b.adjoint(), true, to),
        _ => panels::<T, TILE>(b.t(), false, to),
    }
}

/// Parts of an item.
const fn planes<T: Field>() -> usize {
    if T::COMPLEX { 2 } else { 1 }
}

/// Columns that are packed for all panels before the next: cache lines that hold rows of more than one panel, and their pages,
/// are read once.
const SIDE: usize = 8;

/// One panel after the other, each of them `TILE` rows by all columns.
#[inline(always)]
fn panels<T: Field, const TILE: usize>(a: Mat<'_, T>, conjugate: bool, to: &mut [T::Real]) {
    let (cols, step) = (a.cols(), planes::<T>() * TILE);
    let side = if a.op() == Op::None { SIDE } else { cols };
    for p in (0..cols).step_by(side) {
        let width = side.min(cols - p);
        for (panel, to) in to.chunks_exact_mut(step * cols).enumerate() {
            let first = panel * TILE;
            let count = TILE.min(a.rows() - first);
            let (block, to) = (a.block(first, p, count, width), &mut to[p * step..][..width * step]);
            if count < TILE {
                to.fill(T::Real::ZERO);
            }
            match (a.op(), count == TILE) {
                (Op::None, true) => along::<T, TILE>(block, TILE, conjugate, to),
                (Op::None, false) => along::<T, TILE>(block, count, conjugate, to),
                (_, true) => across::<T, TILE>(block, TILE, to),
                (_, false) => across::<T, TILE>(block, count, to),
            }
        }
    }
}

/// Columns of the panel, with `count` items each, lie in memory one by one.
#[inline(always)]
fn along<T: Field, const TILE: usize>(a: Mat<'_, T>, count: usize, conjugate: bool, to: &mut [T::Real]) {
    for (p, to) in to.chunks_exact_mut(planes::<T>() * TILE).enumerate() {
        let column = &a.col(p).unwrap_or(&[])[..count];
        for i in 0..count {
            to[i] = column[i].re();
        }
        if T::COMPLEX {
            for i in 0..count {
                to[TILE + i] = if conjugate { -column[i].im() } else { column[i].im() };
            }
        }
    }
}

/// Rows of the panel lie in memory one by one, `count` of them.
#[inline(always)]
fn across<T: Field, const TILE: usize>(a: Mat<'_, T>, count: usize, to: &mut [T::Real]) {
    assert!(count <= TILE && count == a.rows() && to.len() == planes::<T>() * TILE * a.cols());
    if !T::COMPLEX {
        let (from, size) = (a.as_ptr().cast(), size_of::<T>());
        let (row, step) = ((a.ld() * size) as isize, (TILE * size) as isize);
        // SAFETY: `count` rows whose items lie one by one, `ld` apart, and as many steps of `TILE` items, which are borrowed
        // uniquely; reals are their own parts.
        return unsafe { transpose(from, row, to.as_mut_ptr().cast(), step, count, a.cols(), size) };
    }
    let conjugate = a.op() == Op::Adjoint;
    let flipped = if conjugate { a.adjoint() } else { a.t() };
    let length = a.cols();
    let rows: [&[T]; TILE] =
        std::array::from_fn(|i| if i < count { &flipped.col(i).unwrap_or(&[])[..length] } else { &[] });
    for (p, to) in to.chunks_exact_mut(planes::<T>() * TILE).enumerate() {
        for i in 0..count {
            let x = rows[i][p];
            to[i] = x.re();
            to[TILE + i] = if conjugate { -x.im() } else { x.im() };
        }
    }
}
