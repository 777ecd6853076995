//! Factorizations by halves, whose work is products: they run at the speed of `gemm` at any size.

use super::product::{Registers, gemm, herk};
use super::{SMALL, small};
use crate::{Failure, Field, Mat, MatMut};

/// Columns of a panel that is factored column by column.
const PANEL: usize = 16;

/// `c -= a b`.
fn subtract_product<T: Field<Real: Registers>>(c: MatMut<'_, T>, a: Mat<'_, T>, b: Mat<'_, T>) {
    gemm(-T::ONE, a, b, T::ONE, c);
}

fn exchange<T: Field<Real: Registers>>(a: &mut MatMut<'_, T>, pivots: &[usize]) {
    for j in 0..a.cols() {
        let column = a.col_mut(j);
        pivots.iter().enumerate().for_each(|(k, &p)| column.swap(k, p));
    }
}

/// See `Routines::getrf`.
pub fn lu<T: Field<Real: Registers>>(a: MatMut<'_, T>, pivots: &mut [usize]) -> Option<usize> {
    let n = a.cols();
    if n <= PANEL {
        return small::lu(a, pivots);
    }
    let half = n / 2;
    let (mut left, mut right) = a.split_cols(half);
    let singular = lu(left.rb(), &mut pivots[..half]);
    exchange(&mut right, &pivots[..half]);
    let (mut top, mut bottom) = right.split_rows(half);
    let factor = left.as_mat();
    triangular(factor.block(0, 0, half, half), true, true, top.rb());
    let below = factor.block(half, 0, factor.rows() - half, half);
    subtract_product(bottom.rb(), below, top.as_mat());
    let later = lu(bottom, &mut pivots[half..]);
    exchange(&mut left.split_rows(half).1, &pivots[half..]);
    pivots[half..].iter_mut().for_each(|p| *p += half);
    singular.or(later.map(|k| k + half))
}

/// See `Routines::trsm`.
pub fn triangular<T: Field<Real: Registers>>(a: Mat<'_, T>, lower: bool, unit: bool, b: MatMut<'_, T>) {
    let n = a.rows();
    if n <= SMALL {
        return small::triangular(a, lower, unit, b);
    }
    let half = n / 2;
    let (first, last) = (a.block(0, 0, half, half), a.block(half, half, n - half, n - half));
    let (mut top, mut bottom) = b.split_rows(half);
    if lower {
        triangular(first, true, unit, top.rb());
        subtract_product(bottom.rb(), a.block(half, 0, n - half, half), top.as_mat());
        triangular(last, true, unit, bottom);
    } else {
        triangular(last, false, unit, bottom.rb());
        subtract_product(top.rb(), a.block(0, half, half, n - half), bottom.as_mat());
        triangular(first, false, unit, top);
    }
}

/// Solves `X A = B` in place of `B` for a triangular `A`, as read.
pub fn triangular_right<T: Field<Real: Registers>>(a: Mat<'_, T>, lower: bool, unit: bool, b: MatMut<'_, T>) {
    let n = a.rows();
    if n <= SMALL {
        return small::triangular_right(a, lower, unit, b);
    }
    let half = n / 2;
    let (first, last) = (a.block(0, 0, half, half), a.block(half, half, n - half, n - half));
    let (mut left, mut right) = b.split_cols(half);
    if lower {
        triangular_right(last, true, unit, right.rb());
        subtract_product(left.rb(), right.as_mat(), a.block(half, 0, n - half, half));
        triangular_right(first, true, unit, left);
    } else {
        triangular_right(first, false, unit, left.rb());
        subtract_product(right.rb(), left.as_mat(), a.block(0, half, half, n - half));
        triangular_right(last, false, unit, right);
    }
}

/// See `Routines::potrf`.
pub fn cholesky<T: Field<Real: Registers>>(a: MatMut<'_, T>) -> Result<(), Failure> {
    let n = a.rows();
    if n <= SMALL {
        return small::cholesky(a);
    }
    let half = n / 2;
    let (left, right) = a.split_cols(half);
    let (mut first, mut below) = left.split_rows(half);
    let mut last = right.split_rows(half).1;
    cholesky(first.rb())?;
    triangular_right(first.as_mat().adjoint(), false, false, below.rb());
    let (minus, one) = (-<T::Real as Field>::ONE, <T::Real as Field>::ONE);
    herk(minus, below.as_mat(), one, last.rb());
    cholesky(last).map_err(|failure| match failure {
        Failure::NotPositiveDefinite { order } => Failure::NotPositiveDefinite { order: order + half },
        other => other,
    })
}
