//! Products: a loop of our own for the smallest, `gemm` for the rest.

use crate::{Field, Mat, MatMut, Op};

/// Multiplications up to which the call of a blocked product costs more than the work.
const FEW: usize = 8 * 8 * 8;

pub fn gemm<T: Field>(alpha: T, a: Mat<'_, T>, b: Mat<'_, T>, beta: T, mut c: MatMut<'_, T>) {
    let (m, n, k) = (c.rows(), c.cols(), a.cols());
    assert!(a.rows() == m && b.rows() == k && b.cols() == n, "gemm: extents differ");
    if m * n * k <= FEW {
        return few(alpha, a, b, beta, c);
    }
    let ((ars, acs), (brs, bcs), ld) = (a.strides(), b.strides(), c.ld() as isize);
    // SAFETY: the extents agree, the strides are those of the matrices, and `c` is borrowed uniquely.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            c.as_mut_ptr(),
            ld,
            1,
            beta != T::ZERO,
            a.as_ptr(),
            acs,
            ars,
            b.as_ptr(),
            bcs,
            brs,
            beta,
            alpha,
            false,
            a.op() == Op::Adjoint,
            b.op() == Op::Adjoint,
            gemm::Parallelism::None,
        );
    }
}

/// Column by column, as sums of the columns of `a`.
fn few<T: Field>(alpha: T, a: Mat<'_, T>, b: Mat<'_, T>, beta: T, mut c: MatMut<'_, T>) {
    for j in 0..c.cols() {
        let column = c.col_mut(j);
        if beta == T::ZERO {
            column.fill(T::ZERO);
        } else if beta != T::ONE {
            column.iter_mut().for_each(|x| *x *= beta);
        }
        for p in 0..a.cols() {
            let factor = alpha * b.at(p, j);
            for (i, x) in column.iter_mut().enumerate() {
                *x += a.at(i, p) * factor;
            }
        }
    }
}
