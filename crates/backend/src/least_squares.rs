//! Least squares by singular values, for backends that have no routine for it.

use crate::pure::scaled::scale_of_all;
use crate::{Failure, Field, Mat, MatMut, Real, Routines};

/// The least power of two that right sides are multiplied by: its inverse is a number, too.
const LEAST: f64 = f64::MIN_POSITIVE * 2.0;

/// See `Routines::gelsd`. A matrix with half as many rows again as columns is factored as `Q R` first, beside the right sides, which
/// makes them `Qᴴ b` without a Q (Björck, "Numerical Methods for Least Squares Problems", 1996, 2.4).
pub fn solve<T: Field, R: Routines<T> + ?Sized>(
    routines: &R,
    a: MatMut<'_, T>,
    mut b: MatMut<'_, T>,
    rcond: T::Real,
    s: &mut [T::Real],
) -> Result<usize, Failure> {
    let (m, n, columns) = (a.rows(), a.cols(), b.cols());
    if s.is_empty() {
        (0..columns).for_each(|j| b.col_mut(j).fill(T::ZERO));
        return Ok(0);
    }
    if m < n + n / 2 {
        return by_values(routines, a, b, rcond, s);
    }
    // All in one matrix, whose items should be of one size.
    let unit = (scale_of_all(&a) / scale_of_all(&b)).clamp(LEAST, 1.0 / LEAST);
    let mut both = Vec::with_capacity(m * (n + columns));
    (0..n).for_each(|j| both.extend_from_slice(a.col(j)));
    (0..columns).for_each(|j| both.extend(b.col(j)[..m].iter().map(|&x| times(x, unit))));
    let mut tau = vec![T::ZERO; m.min(n + columns)];
    routines.geqrf(MatMut::new(&mut both, m, n + columns), &mut tau, None)?;
    let (r, right) = both.split_at_mut(m * n);
    (0..n).for_each(|j| r[j * m + j + 1..(j + 1) * m].fill(T::ZERO));
    let rank =
        by_values(routines, MatMut::with_ld(r, n, n, m), MatMut::with_ld(right, n, columns, m), rcond, s)?;
    for j in 0..columns {
        b.col_mut(j)[..n].iter_mut().zip(&right[j * m..]).for_each(|(to, &x)| *to = times(x, 1.0 / unit));
    }
    Ok(rank)
}

/// `V S⁻¹ Uᴴ b`, in as many rows as there are columns.
fn by_values<T: Field, R: Routines<T> + ?Sized>(
    routines: &R,
    a: MatMut<'_, T>,
    b: MatMut<'_, T>,
    rcond: T::Real,
    s: &mut [T::Real],
) -> Result<usize, Failure> {
    let (m, n, k, columns) = (a.rows(), a.cols(), s.len(), b.cols());
    let (mut u, mut vh, mut turned) =
        (vec![T::ZERO; m * k], vec![T::ZERO; k * n], vec![T::ZERO; k * columns]);
    routines.gesdd(a, s, Some((MatMut::new(&mut u, m, k), MatMut::new(&mut vh, k, n))))?;
    let right = b.as_mat().block(0, 0, m, columns);
    let (u, vh) = (Mat::new(&u, m, k), Mat::new(&vh, k, n));
    routines.gemm(T::ONE, u.adjoint(), right, T::ZERO, MatMut::new(&mut turned, k, columns))?;
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

/// The product with a power of two, of which a part may be out of the range of the type.
fn times<T: Field>(x: T, by: f64) -> T {
    let part = |x: T::Real| T::Real::from_f64(x.to_f64() * by);
    T::from_parts(part(x.re()), part(x.im()))
}
