//! Factorizations of small matrices, column by column.

use std::cmp::Ordering;

use crate::{Failure, Field, Mat, MatMut, Real};

/// `y -= factor x`.
#[inline(always)]
fn subtract<T: Field>(y: &mut [T], x: &[T], factor: T) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y -= x * factor;
    }
}

/// `Σ conj(x) y`.
#[inline(always)]
fn dot<T: Field>(x: &[T], y: &[T]) -> T {
    x.iter().zip(y).fold(T::ZERO, |sum, (&x, &y)| sum + x.conj() * y)
}

/// `|re| + |im|`, by which BLAS compares pivots.
#[inline(always)]
pub fn size<T: Field>(x: T) -> T::Real {
    x.re().abs() + x.im().abs()
}

/// Of a matrix with at least as many rows as columns; see `Routines::getrf`.
pub fn lu<T: Field>(mut a: MatMut<'_, T>, pivots: &mut [usize]) -> Option<usize> {
    let (m, n) = (a.rows(), a.cols());
    let mut singular = None;
    for j in 0..n {
        for (k, &p) in pivots[..j].iter().enumerate() {
            a.col_mut(j).swap(k, p);
        }
        for k in 0..j {
            let (l, column) = a.two_cols(k, j);
            let factor = column[k];
            subtract(&mut column[k + 1..], &l[k + 1..], factor);
        }
        let column = a.col_mut(j);
        let mut best = j;
        for i in j + 1..m {
            if size(column[i]) > size(column[best]) {
                best = i;
            }
        }
        pivots[j] = best;
        if column[best] == T::ZERO {
            singular = singular.or(Some(j));
            continue;
        }
        for k in 0..=j {
            a.col_mut(k).swap(j, best);
        }
        let column = a.col_mut(j);
        let pivot = column[j];
        column[j + 1..].iter_mut().for_each(|x| *x = x.over(pivot));
    }
    singular
}

pub fn cholesky<T: Field>(mut a: MatMut<'_, T>) -> Result<(), Failure> {
    let n = a.rows();
    for j in 0..n {
        for k in 0..j {
            let (l, column) = a.two_cols(k, j);
            let factor = l[j].conj();
            subtract(&mut column[j..], &l[j..], factor);
        }
        let column = a.col_mut(j);
        let pivot = column[j].re();
        if pivot.partial_cmp(&T::Real::ZERO) != Some(Ordering::Greater) {
            return Err(Failure::NotPositiveDefinite { order: j + 1 });
        }
        let root = pivot.sqrt();
        column[j] = T::from_real(root);
        column[j + 1..].iter_mut().for_each(|x| *x = T::from_parts(x.re() / root, x.im() / root));
    }
    Ok(())
}

pub fn triangular<T: Field>(a: Mat<'_, T>, lower: bool, unit: bool, mut b: MatMut<'_, T>) {
    let n = a.rows();
    for j in 0..b.cols() {
        let x = b.col_mut(j);
        for step in 0..n {
            let k = if lower { step } else { n - 1 - step };
            if !unit {
                x[k] = x[k].over(a.at(k, k));
            }
            let (value, rest) = (x[k], if lower { k + 1..n } else { 0..k });
            if let Some(column) = a.col(k) {
                subtract(&mut x[rest.clone()], &column[rest], value);
                continue;
            }
            for i in rest {
                x[i] -= a.at(i, k) * value;
            }
        }
    }
}

/// The Euclidean length, without overflow or underflow on the way.
pub fn length<T: Field>(x: &[T]) -> T::Real {
    let sum = x.iter().fold(T::Real::ZERO, |sum, x| sum + x.abs2());
    let safe = T::Real::TINY / T::Real::EPSILON;
    if sum == T::Real::ZERO && x.iter().all(|&x| x == T::ZERO) || sum > safe && sum < T::Real::MAX {
        return sum.sqrt();
    }
    let scale = x.iter().fold(T::Real::ZERO, |most, x| most.larger(x.re().abs()).larger(x.im().abs()));
    let sum = x.iter().fold(T::Real::ZERO, |sum, x| {
        let (re, im) = (x.re() / scale, x.im() / scale);
        sum + re * re + im * im
    });
    scale * sum.sqrt()
}

/// LAPACK's `larfg`: turns `x` into `beta` and the tail of the reflector, and returns tau.
pub fn reflector<T: Field>(x: &mut [T]) -> T {
    let alpha = x[0];
    let tail = length(&x[1..]);
    if tail == T::Real::ZERO && alpha.im() == T::Real::ZERO {
        return T::ZERO;
    }
    let norm = length(&[T::from_real(alpha.abs()), T::from_real(tail)]);
    let beta = if alpha.re() > T::Real::ZERO { -norm } else { norm };
    let scale = alpha - T::from_real(beta);
    x[1..].iter_mut().for_each(|x| *x = x.over(scale));
    x[0] = T::from_real(beta);
    T::from_parts((beta - alpha.re()) / beta, -alpha.im() / beta)
}

/// Applies `I - tau v vᴴ`, `v` beginning with 1, to the items of a column from `v`'s first on.
#[inline(always)]
fn reflect<T: Field>(v: &[T], tau: T, x: &mut [T]) {
    let sum = (x[0] + dot(&v[1..], &x[1..])) * tau;
    x[0] -= sum;
    subtract(&mut x[1..], &v[1..], sum);
}

pub fn qr<T: Field>(mut a: MatMut<'_, T>, tau: &mut [T], q: Option<MatMut<'_, T>>) {
    for k in 0..tau.len() {
        tau[k] = reflector(&mut a.col_mut(k)[k..]);
        for j in k + 1..a.cols() {
            let (v, column) = a.two_cols(k, j);
            reflect(&v[k..], tau[k].conj(), &mut column[k..]);
        }
    }
    let Some(mut q) = q else { return };
    for j in 0..q.cols() {
        q.col_mut(j).fill(T::ZERO);
        q[(j, j)] = T::ONE;
        for k in (0..tau.len().min(j + 1)).rev() {
            reflect(&a.col(k)[k..], tau[k], &mut q.col_mut(j)[k..]);
        }
    }
}
