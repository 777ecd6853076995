//! Early deflation: of the eigenvalues of a window at the end of a Hessenberg matrix, those that have converged are split off, and
//! the others are shifts.
//!
//! Braman, Byers and Mathias, *The Multishift QR Algorithm II: Aggressive Early Deflation*, SIAM J. Matrix Anal. Appl. 23 (2002);
//! LAPACK's `laqr3`.

use num_complex::Complex;

use super::exchange::lift;
use super::francis::Francis;
use super::multishift::{Form, times_left, times_right};
use super::schur::{Double, eigenvalues, reduced};
use super::small::{reflector, size};
use crate::{Failure, Field, Mat, MatMut};

/// What a window gives.
pub(super) struct Window {
    /// Rows that have been split off at its end.
    pub deflated: usize,
    /// The eigenvalues of the rest, pairs beside each other.
    pub shifts: Vec<Complex<f64>>,
}

/// Splits off what has converged in the last `width` rows of the block from `lo` to `hi`, which is the window's Schur form where the
/// item beside the window does not reach it.
pub(super) fn deflate<F: Double>(
    form: &mut Form<'_, F>,
    (lo, hi): (usize, usize),
    width: usize,
) -> Result<Window, Failure> {
    let first = hi - width;
    let spike = if first == lo { F::ZERO } else { form.h[(first, first - 1)] };
    let (mut t, mut v) = (hessenberg_block(&form.h, first, width), identity::<F>(width));
    let mut t = MatMut::new(&mut t, width, width);
    let mut v = MatMut::new(&mut v, width, width);
    Francis { h: t.rb(), z: Some(v.rb()), whole: true }.run()?;
    let least = f64::MIN_POSITIVE * (form.h.rows() as f64 / f64::EPSILON);
    let kept = converged_last(&mut t, &mut v, spike, least);
    let shifts = eigenvalues(t.as_mat().block(0, 0, kept, kept));
    if kept < width || spike == F::ZERO {
        if kept > 1 && spike != F::ZERO {
            to_hessenberg(&mut t, &mut v, kept);
        }
        if first > lo {
            form.h[(first, first - 1)] = if kept == 0 { F::ZERO } else { spike * v[(0, 0)].conj() };
        }
        for j in 0..width {
            let rows = (j + 2).min(width);
            form.h.col_mut(first + j)[first..first + rows].copy_from_slice(&t.col(j)[..rows]);
        }
        form.transform(v.as_mat(), first, lo, hi);
    }
    Ok(Window { deflated: width - kept, shifts })
}

/// A copy of a Hessenberg block on the diagonal.
pub(super) fn hessenberg_block<F: Field>(h: &MatMut<'_, F>, first: usize, width: usize) -> Vec<F> {
    let mut copy = vec![F::ZERO; width * width];
    for (j, column) in copy.chunks_exact_mut(width).enumerate() {
        let rows = (j + 2).min(width);
        column[..rows].copy_from_slice(&h.col(first + j)[first..first + rows]);
    }
    copy
}

fn identity<F: Field>(n: usize) -> Vec<F> {
    let mut items = vec![F::ZERO; n * n];
    items.iter_mut().step_by(n + 1).for_each(|x| *x = F::ONE);
    items
}

/// Moves what has not converged to the beginning, and returns its rows: the eigenvalues whose vectors `spike` reaches.
fn converged_last<F: Field<Real = f64>>(
    t: &mut MatMut<'_, F>,
    v: &mut MatMut<'_, F>,
    spike: F,
    least: f64,
) -> usize {
    let (mut kept, mut next) = (t.rows(), 0);
    while next < kept {
        let last = kept - 1;
        let pair = !F::COMPLEX && last > next && t[(last, last - 1)] != F::ZERO;
        let rows = 1 + usize::from(pair);
        let mut near = size(t[(last, last)]);
        if pair {
            near += size(t[(last, last - 1)]).sqrt() * size(t[(last - 1, last)]).sqrt();
        }
        if near == 0.0 {
            near = size(spike);
        }
        let reach = (kept - rows..kept).map(|j| size(spike * v[(0, j)])).fold(0.0, f64::max);
        if reach <= least.max(f64::EPSILON * near) {
            kept -= rows;
        } else {
            next = rows + lift(t, v, kept - rows, next);
        }
    }
    kept
}

/// Brings the first `kept` rows, to which the spike reaches, back to Hessenberg form: a reflector gathers the spike in its first
/// item, and a reduction does the rest.
fn to_hessenberg<F: Double>(t: &mut MatMut<'_, F>, v: &mut MatMut<'_, F>, kept: usize) {
    let width = t.cols();
    let mut spike: Vec<F> = (0..kept).map(|j| v[(0, j)].conj()).collect();
    let tau = reflector(&mut spike);
    spike[0] = F::ONE;
    for j in 0..width {
        let column = &mut t.col_mut(j)[..kept];
        let sum = column.iter().zip(&spike).fold(F::ZERO, |sum, (&x, &s)| sum + s.conj() * x) * tau.conj();
        column.iter_mut().zip(&spike).for_each(|(x, &s)| *x -= s * sum);
    }
    reflect_columns_by(t, kept, &spike, tau);
    reflect_columns_by(v, width, &spike, tau);
    let mut items: Vec<F> = (0..kept).flat_map(|j| t.col(j)[..kept].iter().copied()).collect();
    let (h, q, ld) = reduced(&mut items, kept);
    for j in 0..kept {
        t.col_mut(j)[..kept].copy_from_slice(&h[j * ld..][..kept]);
    }
    let q = Mat::with_ld(&q, kept, kept, ld);
    times_left(t.rb().split_rows(kept).0.split_cols(kept).1, q);
    times_right(v.rb().split_cols(kept).0, q);
}

/// Applies `I - tau v vᴴ` from the right to the first columns, in the first rows.
fn reflect_columns_by<F: Field>(a: &mut MatMut<'_, F>, rows: usize, v: &[F], tau: F) {
    let mut sums = vec![F::ZERO; rows];
    for (j, &x) in v.iter().enumerate() {
        sums.iter_mut().zip(a.col(j)).for_each(|(sum, &y)| *sum += y * x);
    }
    for (j, &x) in v.iter().enumerate() {
        let factor = tau * x.conj();
        a.col_mut(j).iter_mut().zip(&sums).for_each(|(y, &sum)| *y -= sum * factor);
    }
}
