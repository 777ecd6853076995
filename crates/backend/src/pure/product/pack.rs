//! Blocks of operands brought into the order in which the innermost loop reads them: real and imaginary parts apart.

use crate::{Field, Mat, Op};

/// The rows of a block of `a`, `tile` at a time: for each column the real parts of these rows, then the imaginary ones.
/// Rows beyond the last are 0.
pub fn rows<T: Field>(a: Mat<'_, T>, tile: usize, to: &mut [T::Real]) {
    let planes = if T::COMPLEX { 2 } else { 1 };
    panels(a, tile, planes * tile, to);
}

/// The columns of a block of `b`, `tile` at a time: for each row the real parts of these columns, then the imaginary ones.
pub fn columns<T: Field>(b: Mat<'_, T>, tile: usize, to: &mut [T::Real]) {
    let planes = if T::COMPLEX { 2 } else { 1 };
    let flipped = match b.op() {
        Op::Adjoint => b.adjoint(),
        _ => b.t(),
    };
    panels(flipped, tile, planes * tile, to);
    // The adjoint of an adjoint has lost the conjugation, and so is put right here.
    if b.op() == Op::Adjoint && T::COMPLEX {
        for step in to.chunks_exact_mut(planes * tile) {
            step[tile..].iter_mut().for_each(|x| *x = -*x);
        }
    }
}

/// One panel after the other, each of them `tile` rows by all columns.
#[inline(always)]
fn panels<T: Field>(a: Mat<'_, T>, tile: usize, step: usize, to: &mut [T::Real]) {
    for (panel, to) in to.chunks_exact_mut(step * a.cols()).enumerate() {
        let first = panel * tile;
        let count = tile.min(a.rows() - first);
        if count < tile {
            to.fill(T::Real::ZERO);
        }
        if a.op() == Op::None {
            along(a.block(first, 0, count, a.cols()), tile, step, to);
        } else {
            across(a.block(first, 0, count, a.cols()), tile, step, to);
        }
    }
}

/// Columns of the panel lie in memory one by one.
#[inline(always)]
fn along<T: Field>(a: Mat<'_, T>, tile: usize, step: usize, to: &mut [T::Real]) {
    for (p, to) in to.chunks_exact_mut(step).enumerate() {
        let column = a.col(p).unwrap_or(&[]);
        if T::COMPLEX {
            for (i, x) in column.iter().enumerate() {
                (to[i], to[tile + i]) = (x.re(), x.im());
            }
        } else {
            to.iter_mut().zip(column).for_each(|(to, x)| *to = x.re());
        }
    }
}

/// Rows of the panel lie in memory one by one.
#[inline(always)]
fn across<T: Field>(a: Mat<'_, T>, tile: usize, step: usize, to: &mut [T::Real]) {
    let conjugate = a.op() == Op::Adjoint;
    let flipped = if conjugate { a.adjoint() } else { a.t() };
    for i in 0..a.rows() {
        let row = flipped.col(i).unwrap_or(&[]);
        for (x, to) in row.iter().zip(to.chunks_exact_mut(step)) {
            to[i] = x.re();
            if T::COMPLEX {
                to[tile + i] = if conjugate { -x.im() } else { x.im() };
            }
        }
    }
}
