//! Factorizations of small matrices, column by column.

use std::cmp::Ordering;

use numoxide_simd::transpose::transpose;
use numoxide_simd::{Isa, Kernel, Level, dispatch};

use super::product::{Registers, Vector};
use super::{SMALL, substitution};
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

/// Sorts places by the values at them, equal ones as they were. Sorts are long code: this is the only one.
#[inline(never)]
pub fn sort_places(places: &mut [usize], values: &[f64]) {
    places.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
}

/// Sorts values, upwards.
#[inline(never)]
pub fn sort_values(values: &mut [f64]) {
    values.sort_unstable_by(f64::total_cmp);
}

/// Items that are compared side by side.
const SIDE: usize = 16;

/// The place of the largest item.
#[inline(always)]
fn largest<T: Field>(column: &[T]) -> usize {
    let mut most = [T::Real::ZERO; SIDE];
    let chunks = column.chunks_exact(SIDE);
    let rest = chunks.remainder().iter().map(|&x| size(x));
    for chunk in chunks {
        (0..SIDE).for_each(|lane| most[lane] = most[lane].larger(size(chunk[lane])));
    }
    let most = most.into_iter().chain(rest).fold(T::Real::ZERO, Real::larger);
    column.iter().position(|&x| size(x) == most).unwrap_or(0)
}

/// Of a matrix with at least as many rows as columns; see `Routines::getrf`.
pub fn lu<T: Field>(a: MatMut<'_, T>, pivots: &mut [usize]) -> Option<usize> {
    dispatch(Lu { a, pivots })
}

struct Lu<'a, T> {
    a: MatMut<'a, T>,
    pivots: &'a mut [usize],
}

impl<T: Field> Kernel for Lu<'_, T> {
    type Output = Option<usize>;

    #[inline(always)]
    fn run<I: Isa>(self) -> Option<usize> {
        let Lu { mut a, pivots } = self;
        let mut singular = None;
        for j in 0..a.cols() {
            for (k, &p) in pivots[..j].iter().enumerate() {
                a.col_mut(j).swap(k, p);
            }
            for k in 0..j {
                let (l, column) = a.two_cols(k, j);
                let factor = column[k];
                subtract(&mut column[k + 1..], &l[k + 1..], factor);
            }
            let best = j + largest(&a.col(j)[j..]);
            pivots[j] = best;
            let pivot = a[(best, j)];
            if pivot == T::ZERO {
                singular = singular.or(Some(j));
                continue;
            }
            for k in 0..=j {
                a.col_mut(k).swap(j, best);
            }
            a.col_mut(j)[j + 1..].iter_mut().for_each(|x| *x = x.over(pivot));
        }
        singular
    }
}

/// See `Routines::potrf`.
pub fn cholesky<T: Field>(a: MatMut<'_, T>) -> Result<(), Failure> {
    dispatch(Cholesky(a))
}

struct Cholesky<'a, T>(MatMut<'a, T>);

impl<T: Field> Kernel for Cholesky<'_, T> {
    type Output = Result<(), Failure>;

    #[inline(always)]
    fn run<I: Isa>(self) -> Result<(), Failure> {
        let Cholesky(mut a) = self;
        for j in 0..a.rows() {
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
}

/// See `Routines::trsm`.
pub fn triangular<T: Field<Real: Registers>>(a: Mat<'_, T>, lower: bool, unit: bool, b: MatMut<'_, T>) {
    dispatch(Triangular { a, lower, unit, b, turned: false });
}

/// See `blocked::triangular_right`.
pub fn triangular_right<T: Field<Real: Registers>>(a: Mat<'_, T>, lower: bool, unit: bool, b: MatMut<'_, T>) {
    dispatch(Triangular { a, lower: !lower, unit, b, turned: true });
}

struct Triangular<'a, T> {
    a: Mat<'a, T>,
    /// Of what is solved by, which is the transpose of `a` if it is `turned`.
    lower: bool,
    unit: bool,
    b: MatMut<'a, T>,
    /// Whether all is transposed, the right sides too.
    turned: bool,
}

impl<T: Field<Real: Registers>> Kernel for Triangular<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        if const { I::FMA && !T::COMPLEX } && self.sides() >= MANY && self.a.rows() <= SMALL {
            // SAFETY: `I` is a level of this processor, which `dispatch` has made sure of.
            return unsafe {
                match I::LEVEL {
                    Level::V4 => self.by_rows::<<T::Real as Registers>::V4>(),
                    _ => self.by_rows::<<T::Real as Registers>::V3>(),
                }
            };
        }
        if self.turned { self.by_axpy() } else { self.by_columns() }
    }
}

/// Columns from which it is worth to turn them to rows.
const MANY: usize = 8;
/// Rows that are summed at a time, and registers of each.
const ROWS: usize = 4;
const WIDTH: usize = 2;

impl<T: Field<Real: Registers>> Triangular<'_, T> {
    /// How many right sides there are.
    #[inline(always)]
    fn sides(&self) -> usize {
        if self.turned { self.b.rows() } else { self.b.cols() }
    }

    #[inline(always)]
    fn at(&self, i: usize, k: usize) -> T {
        if self.turned { self.a.at(k, i) } else { self.a.at(i, k) }
    }

    /// Of real types: columns are turned to rows, as many at a time as there are lanes.
    ///
    /// # Safety
    /// The processor must be of the level of `V`.
    #[inline(always)]
    unsafe fn by_rows<V: Vector<T::Real>>(mut self) {
        let (one, zero) = (<T::Real as Field>::ONE, <T::Real as Field>::ZERO);
        let (n, height) = (self.a.rows(), self.a.rows().next_multiple_of(ROWS));
        let (mut triangle, mut reciprocals) = ([zero; SMALL * SMALL], [one; SMALL]);
        for k in 0..n {
            for i in if self.lower { k + 1..n } else { 0..k } {
                triangle[i * SMALL + k] = self.at(i, k).re();
            }
            if !self.unit {
                let pivot = self.at(k, k).re();
                if pivot.abs() < <T::Real as Real>::TINY {
                    // Its reciprocal may be too large for a number.
                    return if self.turned { self.by_axpy() } else { self.by_columns() };
                }
                reciprocals[k] = one / pivot;
            }
        }
        // Room for as many lanes as any level has.
        let mut x = [zero; SMALL * WIDTH * 16];
        let step = WIDTH * V::LANES;
        for j in (0..self.sides()).step_by(step) {
            let count = step.min(self.sides() - j);
            self.exchange(j, count, (&mut x, step), true);
            // SAFETY: the caller's.
            unsafe {
                let (a, x) = ((&triangle[..], SMALL), (&mut x[..], step));
                if self.lower {
                    substitution::lower::<T::Real, V, WIDTH, ROWS>(a, &reciprocals, x, height);
                } else {
                    substitution::upper::<T::Real, V, WIDTH, ROWS>(a, &reciprocals, x, height);
                }
            }
            self.exchange(j, count, (&mut x, step), false);
        }
    }

    /// Brings some right sides of a real type into rows that are `step` items apart, or back.
    #[inline(always)]
    fn exchange(&mut self, j: usize, count: usize, (x, step): (&mut [T::Real], usize), there: bool) {
        let (n, size) = (self.a.rows(), size_of::<T>());
        assert!(!T::COMPLEX && count <= step && x.len() >= n * step && j + count <= self.sides());
        let (rows, apart) = (x.as_mut_ptr().cast::<u8>(), (step * size) as isize);
        if self.turned {
            for i in 0..n {
                let (row, column) =
                    (x[i * step..][..count].as_mut_ptr().cast::<T>(), &mut self.b.col_mut(i)[j..][..count]);
                // SAFETY: so many items on both sides, of different memory; reals are their own parts.
                unsafe {
                    if there {
                        row.copy_from_nonoverlapping(column.as_ptr(), count);
                    } else {
                        column.as_mut_ptr().copy_from_nonoverlapping(row, count);
                    }
                }
            }
            return;
        }
        let ld = (self.b.ld() * size) as isize;
        let columns = self.b.rb().split_cols(j).1.as_mut_ptr().cast::<u8>();
        // SAFETY: so many columns of `n` items, `ld` apart, and as many rows that are long enough; reals are their own parts.
        unsafe {
            if there {
                transpose(columns, ld, rows, apart, count, n, size);
            } else {
                transpose(rows, apart, columns, ld, n, count, size);
            }
        }
    }

    /// The order in which values are found, and for each those that it is subtracted from.
    #[inline(always)]
    fn order(n: usize, lower: bool) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> {
        (0..n).map(move |step| if lower { (step, step + 1..n) } else { (n - 1 - step, 0..n - 1 - step) })
    }

    #[inline(always)]
    fn by_columns(self) {
        let Triangular { a, lower, unit, mut b, .. } = self;
        for j in 0..b.cols() {
            let x = b.col_mut(j);
            for (k, rest) in Self::order(a.rows(), lower) {
                if !unit {
                    x[k] = x[k].over(a.at(k, k));
                }
                let value = x[k];
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

    /// Of right sides that lie row by row, one value of all at a time.
    #[inline(always)]
    fn by_axpy(mut self) {
        for (k, rest) in Self::order(self.a.rows(), self.lower) {
            let pivot = self.at(k, k);
            let reciprocal = <T::Real as Field>::ONE / pivot.re();
            let column = self.b.col_mut(k);
            if self.unit {
            } else if pivot.im() == T::Real::ZERO && pivot.re().abs() >= <T::Real as Real>::TINY {
                column.iter_mut().for_each(|x| *x *= T::from_real(reciprocal));
            } else {
                column.iter_mut().for_each(|x| *x = x.over(pivot));
            }
            for i in rest {
                let factor = self.at(i, k);
                let (x, column) = self.b.two_cols(k, i);
                subtract(column, x, factor);
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
    // By the sign of a zero, too.
    let beta = if alpha.re().to_f64().is_sign_negative() { norm } else { -norm };
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
