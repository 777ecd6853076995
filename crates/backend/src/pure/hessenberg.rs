//! Hessenberg form by reflectors: LAPACK's `gehrd` and `orghr`.
//!
//! As in `tridiagonal`, a panel of columns is reduced before the rest is updated. The products of a reflector with the matrix from
//! both sides are formed in one pass (Van Zee, van de Geijn and Quintana-Ortí, "Families of algorithms for reducing a matrix to
//! condensed form", 2012). What is above a panel is met from the right only, and waits until the end.

use super::lanes::{Item, Numbers};
use super::panels::{self, BLOCK, Blockwise, Lies, Padded, block_of};
use super::reflectors::{Reflectors, columns_of};
use super::scaled::distance;
use crate::MatMut;

/// Columns of a panel: of a matrix in the second-level cache, and of a larger one.
const PANEL: usize = 16;
const WIDE_PANEL: usize = 32;
const WIDE_FROM: usize = 400;

/// The Hessenberg form of a matrix of `n` rows whose largest item is about 1, and the vectors if they are wanted, by columns
/// that lie [`distance`] apart.
pub fn reduce<T: Item>(mut a: Padded<T>, n: usize, vectors: bool) -> (Vec<T>, Option<Vec<T>>) {
    let panel = if n < WIDE_FROM { PANEL } else { WIDE_PANEL };
    let mut tau = vec![T::ZERO; if n > 2 { n - 1 } else { 0 }];
    if n > 2 {
        let (left, right) = (Padded::zeros(n, 2 * panel), Padded::zeros(n, 2 * panel));
        panels::run(Reduction { a: &mut a, tau: &mut tau, left, right, n, panel });
    }
    let ld = distance(n);
    let mut h = vec![T::ZERO; ld * n];
    for j in 0..n {
        h[j * ld..][..n.min(j + 2)].iter_mut().zip(a.get(j, 0)).for_each(|(to, x)| *to = x);
    }
    let found = Reflectors { vectors: &columns_of(&a), tau: &tau, below: 1 };
    found.multiply_above(MatMut::with_ld(&mut h, n, n, ld), panel);
    let q = vectors.then(|| {
        let mut q = vec![T::ZERO; ld * n];
        found.product(MatMut::with_ld(&mut q, n, n, ld), &[]);
        q
    });
    (h, q)
}

struct Reduction<'a, T> {
    a: &'a mut Padded<T>,
    tau: &'a mut [T],
    /// `v` and `y` of each column of the panel, and the conjugates of `w` and of `v`: the matrix owes `left rightᵀ = V Wᴴ + Y Vᴴ`.
    left: Padded<T>,
    right: Padded<T>,
    n: usize,
    panel: usize,
}

impl<T: Item> Blockwise for Reduction<'_, T> {
    type Item = T;

    #[inline(always)]
    unsafe fn run<L: Numbers<Item = T>, const M: usize, const W: usize, const N: usize>(mut self) {
        for start in (0..self.n).step_by(self.panel) {
            let end = start + self.panel;
            // SAFETY: the caller's; the panel has these columns.
            unsafe {
                for k in start..end.min(self.n) {
                    self.column::<L, M, N>(start, k);
                }
                if end < self.n {
                    let (c, extents) =
                        ((self.a.as_mut_ptr(), self.a.ld), ((start, self.a.rows), (end, self.a.cols)));
                    let (left, right) =
                        ((self.left.as_ptr(), self.left.ld), (self.right.as_ptr(), self.right.ld));
                    panels::update::<L, M, W, N>(c, left, right, 2 * self.panel, extents, false);
                }
            }
        }
    }
}

impl<T: Item> Reduction<'_, T> {
    /// Reduces column `k` of the panel that begins at `start`.
    ///
    /// # Safety
    /// As [`Blockwise::run`].
    #[inline(always)]
    unsafe fn column<L: Numbers<Item = T>, const M: usize, const N: usize>(
        &mut self,
        start: usize,
        k: usize,
    ) {
        let Reduction { a, tau, left, right, .. } = self;
        let (items, ld, owed) = (a.as_mut_ptr(), a.ld, 2 * (k - start));
        let left: Lies<*mut f64> = (left.as_mut_ptr(), left.ld);
        let right: Lies<*mut f64> = (right.as_mut_ptr(), right.ld);
        // Rows above the panel wait; that of its first column is met from the right alone, as no vector reaches it.
        let (all, range) = ((start, a.rows), (block_of(k + 1), a.rows));
        let mut factors = [T::ZERO; 2 * WIDE_PANEL + BLOCK];
        // SAFETY: the caller's; columns of different matrices, and different columns of a panel, do not overlap, and have these rows.
        unsafe {
            let column = items.add(k * ld);
            let owed_here = panels::row_of((right.0, right.1), k, owed, &mut factors);
            panels::subtract::<L, M, N>((left.0, left.1), owed_here, column, all);
            if k == tau.len() {
                return;
            }
            let (v, y) = (left.0.add(owed * left.1), left.0.add((owed + 1) * left.1));
            let (w, mirrored_v) = (right.0.add(owed * right.1), right.0.add((owed + 1) * right.1));
            let above = panels::block::<T>(column, k + 1);
            let beta;
            (beta, tau[k], _) = panels::reflector::<L, M>(column, k + 1, v, range);
            panels::put_below::<L, M>(v, beta, column, (k + 1, range), &above);
            panels::conjugate::<L, M>(v, mirrored_v, range);
            panels::clear::<T>(v, all.0, range.0);
            panels::clear::<T>(y, all.0, all.1);
            panels::clear::<T>(w, range.0, range.1);
            if tau[k] == T::ZERO {
                return;
            }
            for j in (range.0..range.1).step_by(BLOCK) {
                let block = (items.add(j * ld).cast_const(), ld);
                let sums = panels::both::<L, M, N>(block, &panels::block(v, j), v, y, all);
                (0..BLOCK).for_each(|q| panels::set(w, j + q, sums[q].conj()));
            }
            let whole = owed.next_multiple_of(BLOCK);
            panels::dots::<L, M, N>((right.0, right.1), mirrored_v, range, &mut factors[..whole]);
            let owed_there = panels::adjoints(&mut factors, owed);
            panels::subtract::<L, M, N>((left.0, left.1), owed_there, y, all);
            panels::dots::<L, M, N>((left.0, left.1), v, range, &mut factors[..whole]);
            let owed_there = panels::adjoints(&mut factors, owed);
            panels::subtract::<L, M, N>((right.0, right.1), owed_there, w, range);
            let product = panels::dot::<L, M>(v, y, range) * T::from_real(-tau[k].abs2());
            panels::combine::<L, M>(product, mirrored_v, tau[k].conj(), w, range);
            panels::combine::<L, M>(T::ZERO, v, tau[k], y, all);
            panels::clear::<T>(w, range.0, k + 1);
        }
    }
}
