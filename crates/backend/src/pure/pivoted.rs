//! `Q R` with columns exchanged, by reflectors: LAPACK's `geqp3`.
//!
//! A panel of columns is chosen while the rest of the matrix stays as it is, but for the rows that are done, by which the norms
//! of what is left are told (Quintana-Ortí, Sun and Bischof, "A BLAS-3 version of the QR factorization with column pivoting", 1998;
//! Drmač and Bujanović, "On the failure of rank-revealing QR factorization software", 2008).

use super::lanes::{Item, Numbers};
use super::panels::{self, BLOCK, Blockwise, Lies, Padded, block_of};
use super::qr::hand_out_q;
use super::reflectors::{Reflectors, columns_of};
use super::scaled::{hand_out, padded};
use crate::{Field, MatMut};

/// Columns of a panel.
const PANEL: usize = 32;

/// A norm that is to be summed again.
const UNKNOWN: f64 = -1.0;

/// See `Routines::geqp3`.
pub fn qr<T: Field<Double: Item>>(
    mut a: MatMut<'_, T>,
    order: &mut [usize],
    tau: &mut [T],
    q: Option<MatMut<'_, T>>,
) {
    let (mut work, scale) = padded(&a);
    let mut factors = vec![T::Double::ZERO; tau.len()];
    factor(&mut work, order, &mut factors);
    hand_out(scale, |j| work.get(j, 0), &mut a);
    hand_out_q(&Reflectors { vectors: &columns_of(&work), tau: &factors, below: 0 }, &[], tau, q);
}

/// Factors a matrix whose largest item is about 1, of as many columns as have an order.
fn factor<T: Item>(a: &mut Padded<T>, order: &mut [usize], tau: &mut [T]) {
    order.iter_mut().enumerate().for_each(|(k, column)| *column = k);
    let (rows, cols) = (a.rows, a.cols);
    panels::run(Choice {
        norms: vec![[UNKNOWN; 2]; order.len()],
        left: Padded::zeros(rows, PANEL),
        right: Padded::zeros(cols, PANEL),
        row: Padded::zeros(cols, 1),
        sums: vec![T::ZERO; cols],
        a,
        order,
        tau,
    });
}

struct Choice<'a, T> {
    a: &'a mut Padded<T>,
    order: &'a mut [usize],
    tau: &'a mut [T],
    /// Norms of what is left of the columns: as they were told last, and as they were when they were summed last.
    norms: Vec<[f64; 2]>,
    /// The vectors of the panel, and its products: the matrix owes `left rightᵀ`.
    left: Padded<T>,
    right: Padded<T>,
    row: Padded<T>,
    sums: Vec<T>,
}

impl<T: Item> Blockwise for Choice<'_, T> {
    type Item = T;

    #[inline(always)]
    unsafe fn run<L: Numbers<Item = T>, const M: usize, const W: usize, const N: usize>(mut self) {
        let steps = self.tau.len();
        // SAFETY: the caller's; the matrices have these rows and columns.
        unsafe { self.sum_norms::<L, M>(0) };
        let mut start = 0;
        while start < steps {
            let (mut at, mut lost) = (start, false);
            while at < steps && at < start + PANEL && !lost {
                // SAFETY: as above.
                lost = unsafe { self.step::<L, M, N>(at, at - start) };
                at += 1;
            }
            if at < steps {
                let (left, right) =
                    ((self.left.as_mut_ptr(), self.left.ld), (self.right.as_mut_ptr(), self.right.ld));
                let (c, from) = ((self.a.as_mut_ptr(), self.a.ld), block_of(at));
                let extents = ((from, self.a.rows), (from, self.a.cols));
                // SAFETY: as above. Rows and columns that are done owe nothing.
                unsafe {
                    for s in 0..at - start {
                        panels::clear::<T>(left.0.add(s * left.1), from, at);
                        panels::clear::<T>(right.0.add(s * right.1), from, at);
                    }
                    let (left, right): (Lies<*const f64>, Lies<*const f64>) =
                        ((left.0, left.1), (right.0, right.1));
                    panels::update::<L, M, W, N>(c, left, right, at - start, extents, false);
                    self.sum_norms::<L, M>(at);
                }
            }
            start = at;
        }
    }
}

impl<T: Item> Choice<'_, T> {
    /// Sums the norms from row `at` on that are not known.
    ///
    /// # Safety
    /// As [`Blockwise::run`].
    #[inline(always)]
    unsafe fn sum_norms<L: Numbers<Item = T>, const M: usize>(&mut self, at: usize) {
        for (j, norms) in self.norms.iter_mut().enumerate().skip(at) {
            if norms[1] == UNKNOWN {
                // SAFETY: the caller's.
                let norm = unsafe { norm::<L, M>(self.a.as_ptr().add(j * self.a.ld), at, self.a.rows) };
                *norms = [norm; 2];
            }
        }
    }

    /// Chooses column `k`, before which the panel has `owed` columns, and reduces it; returns whether a norm was lost.
    ///
    /// # Safety
    /// As [`Blockwise::run`].
    #[inline(always)]
    unsafe fn step<L: Numbers<Item = T>, const M: usize, const N: usize>(
        &mut self,
        k: usize,
        owed: usize,
    ) -> bool {
        let Choice { a, order, tau, norms, left, right, row, sums } = self;
        let (items, ld, range) = (a.as_mut_ptr(), a.ld, (block_of(k), a.rows));
        let left: Lies<*mut f64> = (left.as_mut_ptr(), left.ld);
        let right: Lies<*mut f64> = (right.as_mut_ptr(), right.ld);
        let row = row.as_mut_ptr();
        let cols = (block_of(k + 1), a.cols);
        let mut factors = [T::ZERO; PANEL + BLOCK];
        let best = (k..norms.len()).fold(k, |best, j| if norms[j][0] > norms[best][0] { j } else { best });
        // SAFETY: the caller's; columns of different matrices, and different columns of a panel, do not overlap. The matrix is as
        // wide as `right` and `row` are long.
        unsafe {
            let column = items.add(k * ld);
            if best != k {
                std::ptr::swap_nonoverlapping(column, items.add(best * ld), a.rows * T::PARTS);
                order.swap(k, best);
                norms[best] = norms[k];
                for s in 0..owed {
                    let products = right.0.add(s * right.1);
                    let (x, y) = (panels::item::<T>(products, k), panels::item::<T>(products, best));
                    panels::set(products, k, y);
                    panels::set(products, best, x);
                }
            }
            let above = panels::block::<T>(column, k);
            let owed_here = panels::row_of((right.0, right.1), k, owed, &mut factors);
            panels::subtract::<L, M, N>((left.0, left.1), owed_here, column, range);
            let (v, product) = (left.0.add(owed * left.1), right.0.add(owed * right.1));
            let beta;
            (beta, tau[k]) = panels::reflector_of_any::<L, M>(column, k, v, range);
            panels::put_below::<L, M>(v, beta, column, (k, range), &above);
            let sums = &mut sums[cols.0..];
            if tau[k] == T::ZERO {
                sums.fill(T::ZERO);
            } else {
                panels::dots::<L, M, N>((items.add(cols.0 * ld), ld), v, range, sums);
            }
            sums.iter().zip(cols.0..).for_each(|(sum, j)| panels::set(product, j, sum.conj()));
            let whole = owed.next_multiple_of(BLOCK);
            panels::dots::<L, M, N>((left.0, left.1), v, range, &mut factors[..whole]);
            let owed_there = panels::adjoints(&mut factors, owed);
            panels::subtract::<L, M, N>((right.0, right.1), owed_there, product, cols);
            panels::combine::<L, M>(T::ZERO, product, tau[k].conj(), product, cols);
            for j in k + 1..norms.len() {
                panels::set(row, j, panels::item::<T>(items.add(j * ld), k));
            }
            let done = panels::row_of((left.0, left.1), k, owed + 1, &mut factors);
            panels::subtract::<L, M, N>((right.0, right.1), done, row, cols);
            let mut lost = false;
            for (j, norms) in norms.iter_mut().enumerate().skip(k + 1) {
                let x = panels::item::<T>(row, j);
                panels::set(items.add(j * ld), k, x);
                lost |= shorten(norms, x);
            }
            lost
        }
    }
}

/// Tells the norm of a column of which an item is done; returns whether it cannot be told.
#[inline(always)]
fn shorten<T: Item>(norms: &mut [f64; 2], item: T) -> bool {
    let [norm, before] = *norms;
    if norm == 0.0 {
        return false;
    }
    let part = T::from_parts(item.re() / norm, item.im() / norm);
    let left = (1.0 - part.abs2()).max(0.0);
    let ratio = norm / before;
    // The root of the unit of rounding.
    if before == UNKNOWN || left * ratio * ratio <= 1.0 / 67_108_864.0 {
        norms[1] = UNKNOWN;
        return true;
    }
    norms[0] = norm * left.sqrt();
    false
}

/// Squares that may have lost digits.
const SMALL: f64 = 1e-280;

/// The Euclidean length of a column from row `at` on, whose items are of size 1 at most.
///
/// # Safety
/// As [`Blockwise::run`].
#[inline(always)]
unsafe fn norm<L: Numbers, const M: usize>(column: *const f64, at: usize, rows: usize) -> f64 {
    let whole = at.next_multiple_of(BLOCK);
    // SAFETY: the caller's.
    unsafe {
        let item = |i| panels::item::<L::Item>(column, i);
        let first: f64 = (at..whole).map(|i| item(i).abs2()).sum();
        let sum = first + panels::dot::<L, M>(column, column, (whole, rows)).re();
        if sum > SMALL {
            return sum.sqrt();
        }
        let most = (at..rows).fold(0.0, |most: f64, i| most.max(Field::abs(item(i))));
        if most == 0.0 {
            return 0.0;
        }
        let part = |i| Field::abs(item(i)) / most;
        most * (at..rows).map(|i| part(i) * part(i)).sum::<f64>().sqrt()
    }
}
