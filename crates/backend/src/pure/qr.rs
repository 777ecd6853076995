//! `Q R` by reflectors: LAPACK's `geqrf`, and `orgqr`.
//!
//! Panels are factored by recursion on their columns, so that nearly all is done by products (Elmroth and Gustavson, "Applying
//! recursion to serial and parallel QR factorization leads to better performance", 2000).

use super::lanes::{Item, Numbers};
use super::panels::{self, BLOCK, Blockwise, Padded, block_of};
use super::product::gemm;
use super::reflectors::{Reflectors, reflect, width};
use super::scaled::{distance, hand_out, scale_of_all};
use crate::{Field, Mat, MatMut};

/// Columns that are factored one by one.
const NARROW: usize = 16;

/// See `Routines::geqrf`.
pub fn qr<T: Field<Double: Item>>(mut a: MatMut<'_, T>, tau: &mut [T], q: Option<MatMut<'_, T>>) {
    let (m, n, scale) = (a.rows(), a.cols(), scale_of_all(&a));
    let (ld, shrink) = (distance(m), T::Double::from_real(1.0 / scale));
    let mut work = vec![T::Double::ZERO; ld * n];
    for j in 0..n {
        work[j * ld..].iter_mut().zip(a.col(j)).for_each(|(to, x)| *to = x.widen() * shrink);
    }
    let mut factors = vec![T::Double::ZERO; tau.len()];
    let triangles = factor(MatMut::with_ld(&mut work, m, n, ld), &mut factors);
    hand_out(scale, |j| work[j * ld..].iter().copied(), &mut a);
    let vectors =
        |j: usize, first: usize, to: &mut [_]| to.copy_from_slice(&work[j * ld + first..][..to.len()]);
    hand_out_q(&Reflectors { vectors: &vectors, tau: &factors, below: 0 }, &triangles, tau, q);
}

/// The factors of reflectors, and the first columns of their product if they are wanted.
pub fn hand_out_q<T: Field<Double: Item>>(
    found: &Reflectors<'_, T::Double>,
    triangles: &[Vec<T::Double>],
    tau: &mut [T],
    q: Option<MatMut<'_, T>>,
) {
    tau.iter_mut().zip(found.tau).for_each(|(to, &x)| *to = T::narrow(x));
    let Some(mut q) = q else { return };
    let (m, ld) = (q.rows(), distance(q.rows()));
    let mut columns = vec![T::Double::ZERO; ld * q.cols()];
    found.product(MatMut::with_ld(&mut columns, m, q.cols(), ld), triangles);
    for j in 0..q.cols() {
        q.col_mut(j).iter_mut().zip(&columns[j * ld..]).for_each(|(to, &x)| *to = T::narrow(x));
    }
}

/// Factors a matrix whose largest item is about 1, by as many reflectors as there are factors, and returns the triangle of each
/// panel.
pub fn factor<T: Item>(mut a: MatMut<'_, T>, tau: &mut [T]) -> Vec<Vec<T>> {
    let (m, panel) = (a.rows(), width(a.rows()));
    let mut v = vec![T::ZERO; m * panel.min(tau.len())];
    let mut products = vec![T::ZERO; 2 * panel * a.cols().max(panel)];
    let mut narrow = Narrow { a: Padded::zeros(m, NARROW), v: Padded::zeros(m, NARROW) };
    let mut triangles = Vec::new();
    for (at, tau) in tau.chunks_mut(panel).enumerate() {
        let (start, count) = (at * panel, tau.len());
        let height = m - start;
        let (columns, rest) = a.rb().split_rows(start).1.split_cols(start).1.split_cols(count);
        let v = &mut v[..height * count];
        // From the diagonal on the vectors themselves are written.
        v.chunks_exact_mut(height).enumerate().for_each(|(j, column)| column[..j].fill(T::ZERO));
        let mut t = vec![T::ZERO; count * count];
        let parts = (MatMut::new(v, height, count), MatMut::new(&mut t, count, count));
        narrow.panel(columns, tau, parts, &mut products);
        if rest.cols() > 0 {
            reflect(Mat::new(v, height, count), Mat::new(&t, count, count).adjoint(), rest, &mut products);
        }
        triangles.push(t);
    }
    triangles
}

/// Room for a few columns and their reflectors.
struct Narrow<T> {
    a: Padded<T>,
    v: Padded<T>,
}

impl<T: Item> Narrow<T> {
    /// Factors columns, as many as there are factors, in place; their vectors and triangle go to zeros.
    fn panel(
        &mut self,
        a: MatMut<'_, T>,
        tau: &mut [T],
        (v, t): (MatMut<'_, T>, MatMut<'_, T>),
        products: &mut [T],
    ) {
        let n = tau.len();
        if n <= NARROW {
            return self.few(a, tau, v, t);
        }
        let half = (n / 2).next_multiple_of(BLOCK);
        let (first, mut second) = a.split_cols(half);
        let (mut v1, v2) = v.split_cols(half);
        let (mut t1, t2) = t.split_cols(half);
        let (tau1, tau2) = tau.split_at_mut(half);
        self.panel(first, tau1, (v1.rb(), t1.rb().split_rows(half).0), products);
        let t1 = t1.split_rows(half).0;
        reflect(v1.as_mat(), t1.as_mat().adjoint(), second.rb(), products);
        let (mut corner, mut t2) = t2.split_rows(half);
        let (_, mut v2) = v2.split_rows(half);
        self.panel(second.split_rows(half).1, tau2, (v2.rb(), t2.rb()), products);
        let (rows, rest) = (v2.rows(), n - half);
        let (one, two) = products[..2 * half * rest].split_at_mut(half * rest);
        let below = v1.as_mat().block(half, 0, rows, half);
        gemm(T::ONE, below.adjoint(), v2.as_mat(), T::ZERO, MatMut::new(one, half, rest));
        gemm(T::ONE, Mat::new(one, half, rest), t2.as_mat(), T::ZERO, MatMut::new(two, half, rest));
        gemm(-T::ONE, t1.as_mat(), Mat::new(two, half, rest), T::ZERO, corner.rb());
    }

    /// [`panel`](Narrow::panel), one column after the other.
    fn few(&mut self, mut a: MatMut<'_, T>, tau: &mut [T], mut v: MatMut<'_, T>, mut t: MatMut<'_, T>) {
        let (rows, n) = (a.rows(), tau.len());
        let padding = std::iter::repeat_n(T::ZERO, BLOCK);
        for j in 0..n {
            self.a.put(j, 0, a.col(j).iter().copied().chain(padding.clone()));
        }
        let mut triangle = [T::ZERO; NARROW * NARROW];
        panels::run(Few { to: self, tau, t: &mut triangle, rows: rows.next_multiple_of(BLOCK) });
        for j in 0..n {
            t.col_mut(j).copy_from_slice(&triangle[j * NARROW..][..n]);
            v.col_mut(j)[j..].iter_mut().zip(self.v.get(j, j)).for_each(|(to, x)| *to = x);
            let column = a.col_mut(j);
            column[..=j].iter_mut().zip(self.a.get(j, 0)).for_each(|(to, x)| *to = x);
            column[j + 1..].copy_from_slice(&v.col(j)[j + 1..]);
        }
    }
}

struct Few<'a, T> {
    to: &'a mut Narrow<T>,
    tau: &'a mut [T],
    /// By columns of `NARROW` items.
    t: &'a mut [T; NARROW * NARROW],
    rows: usize,
}

impl<T: Item> Blockwise for Few<'_, T> {
    type Item = T;

    #[inline(always)]
    unsafe fn run<L: Numbers<Item = T>, const M: usize, const W: usize, const N: usize>(self) {
        let Few { to: Narrow { a, v }, tau, t, rows } = self;
        let (items, ld) = (a.as_mut_ptr(), a.ld);
        let (vectors, side) = (v.as_mut_ptr(), v.ld);
        let mut sums = [T::ZERO; NARROW];
        for k in 0..tau.len() {
            let whole = k.next_multiple_of(BLOCK);
            // SAFETY: the caller's; columns of different matrices do not overlap, and have these rows.
            unsafe {
                let (column, vector) = (items.add(k * ld), vectors.add(k * side));
                panels::dots::<L, M, N>((vectors, side), column, (0, rows), &mut sums[..whole]);
                for i in (0..k).rev() {
                    sums[i] = (0..=i).fold(T::ZERO, |sum, l| sum + t[i * NARROW + l].conj() * sums[l]);
                }
                let owed = panels::filled(&mut sums, k);
                panels::subtract::<L, M, N>((vectors, side), owed, column, (0, rows));
                let range = (block_of(k), rows);
                panels::clear::<T>(vector, 0, range.0);
                let beta;
                (beta, tau[k]) = panels::reflector_of_any::<L, M>(column, k, vector, range);
                panels::set(column, k, T::from_real(beta));
                panels::dots::<L, M, N>((vectors, side), vector, range, &mut sums[..whole]);
            }
            for i in 0..k {
                let sum = (i..k).fold(T::ZERO, |sum, l| sum + t[l * NARROW + i] * sums[l]);
                t[k * NARROW + i] = -tau[k] * sum;
            }
            t[k * NARROW + k] = tau[k];
        }
    }
}
