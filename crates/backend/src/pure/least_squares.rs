//! Least squares by singular values: LAPACK's `gelsd`.

use super::lanes::Item;
use super::scaled::{distance, scale_of_all};
use super::{qr, small};
use crate::{Failure, Field, Mat, MatMut, Real};

/// See `Routines::gelsd`. A matrix with half as many rows again as columns is factored as `Q R` first, beside the right sides, which
/// makes them `Qᴴ b` without a Q (Björck, "Numerical Methods for Least Squares Problems", 1996, 2.4).
pub fn solve<T: Field<Double: Item>>(
    a: MatMut<'_, T>,
    mut b: MatMut<'_, T>,
    rcond: T::Real,
    s: &mut [T::Real],
) -> Result<usize, Failure> {
    let (m, n) = (a.rows(), a.cols());
    if s.is_empty() {
        (0..b.cols()).for_each(|j| b.col_mut(j)[..n].fill(T::ZERO));
        return Ok(0);
    }
    if m < n + n / 2 {
        return by_values(a, b, rcond, s);
    }
    let mut r = factor(&a, &mut b);
    by_values(MatMut::new(&mut r, n, n), b, rcond, s)
}

/// The R of `a`, and `Qᴴ b` in place of `b`.
fn factor<T: Field<Double: Item>>(a: &MatMut<'_, T>, b: &mut MatMut<'_, T>) -> Vec<T> {
    let (m, n, ld) = (a.rows(), a.cols(), distance(a.rows()));
    let scales = [scale_of_all(a), scale_of_all(b)];
    // All in one matrix, whose items are of one size.
    let mut work = vec![T::Double::ZERO; ld * (n + b.cols())];
    let (left, right) = work.split_at_mut(ld * n);
    for (matrix, to, scale) in [(a, left, scales[0]), (&*b, right, scales[1])] {
        let shrink = T::Double::from_real(1.0 / scale);
        for (j, to) in to.chunks_exact_mut(ld).enumerate() {
            to.iter_mut().zip(matrix.col(j)).for_each(|(to, x)| *to = x.widen() * shrink);
        }
    }
    let mut tau = vec![T::Double::ZERO; n];
    qr::factor(MatMut::with_ld(&mut work, m, n + b.cols(), ld), &mut tau);
    let (left, right) = work.split_at(ld * n);
    let [of_a, of_b] = scales.map(T::Double::from_real);
    let mut r = vec![T::ZERO; n * n];
    for (j, (to, from)) in r.chunks_exact_mut(n).zip(left.chunks_exact(ld)).enumerate() {
        to[..=j].iter_mut().zip(from).for_each(|(to, &x)| *to = T::narrow(x * of_a));
    }
    for (j, from) in right.chunks_exact(ld).enumerate() {
        b.col_mut(j).iter_mut().zip(from).for_each(|(to, &x)| *to = T::narrow(x * of_b));
    }
    r
}

/// `V S⁻¹ Uᴴ b`, in as many rows as there are columns. What is left of `b` is below, if there are more rows in `a`.
fn by_values<T: Field>(
    a: MatMut<'_, T>,
    mut b: MatMut<'_, T>,
    rcond: T::Real,
    s: &mut [T::Real],
) -> Result<usize, Failure> {
    let routines = T::routines(crate::pure());
    let (m, n, k, columns) = (a.rows(), a.cols(), s.len(), b.cols());
    let (mut u, mut vh, mut turned) =
        (vec![T::ZERO; m * k], vec![T::ZERO; k * n], vec![T::ZERO; k * columns]);
    routines.gesdd(a, s, Some((MatMut::new(&mut u, m, k), MatMut::new(&mut vh, k, n))))?;
    let right = b.as_mat().block(0, 0, m, columns);
    let (u, vh) = (Mat::new(&u, m, k), Mat::new(&vh, k, n));
    routines.gemm(T::ONE, u.adjoint(), right, T::ZERO, MatMut::new(&mut turned, k, columns))?;
    if m > n {
        let mut along = vec![T::ZERO; m * columns];
        let of_values = Mat::new(&turned, k, columns);
        routines.gemm(T::ONE, u, of_values, T::ZERO, MatMut::new(&mut along, m, columns))?;
        for (j, along) in along.chunks_exact_mut(m).enumerate() {
            let column = b.col_mut(j);
            along.iter_mut().zip(&*column).for_each(|(y, &b)| *y = b - *y);
            column[n..].fill(T::ZERO);
            column[n] = T::from_real(small::length(along));
        }
    }
    let rank = rank(s, rcond);
    for column in turned.chunks_exact_mut(k) {
        for (x, &s) in column.iter_mut().zip(&s[..rank]) {
            *x = T::from_parts(x.re() / s, x.im() / s);
        }
    }
    let (v, of_rank) =
        (vh.block(0, 0, rank, n).adjoint(), Mat::new(&turned, k, columns).block(0, 0, rank, columns));
    routines.gemm(T::ONE, v, of_rank, T::ZERO, b.split_rows(n).0).map(|()| rank)
}

/// How many of descending singular values do not count as 0, as LAPACK's `lalsd` has it.
fn rank<R: Real>(s: &[R], rcond: R) -> usize {
    let half = R::from_f64(R::EPSILON.to_f64() / 2.0);
    let rcond = if rcond > R::ZERO && rcond < R::ONE { rcond } else { half };
    let bound = s[0] * rcond;
    s.iter().take_while(|&&s| s > bound).count()
}
