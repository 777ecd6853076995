//! Matrices to real upper bidiagonal form, by reflectors from both sides: LAPACK's `gebrd`.
//!
//! As in `tridiagonal`, a panel is reduced before the rest is updated. The product with a reflector from the left, and that of
//! the row it makes from the right, are formed in one pass: as soon as a block of columns has given its part of the
//! row, it is multiplied by that part while it is in the first-level cache (Howell, Demmel, Fulton, Hammarling and Marmol, "Cache
//! efficient bidiagonalization using BLAS 2.5 operators", 2008).

use super::lanes::{Item, Numbers};
use super::panels::{self, BLOCK, Blockwise, Lies, Padded, block_of};

/// Columns of a panel: of a matrix in the second-level cache, and of a larger one.
const PANEL: usize = 16;
const WIDE_PANEL: usize = 32;
const WIDE_FROM: usize = 400;

/// A bidiagonal matrix `Qᴴ A P`, and `Q` and `P` as reflectors.
pub struct Bidiagonal<T> {
    pub diagonal: Vec<f64>,
    /// One shorter than the diagonal.
    pub above: Vec<f64>,
    /// The vectors of the reflectors of `Q`, column by column.
    pub left: Padded<T>,
    /// Those of `P`, if they are wanted.
    pub right: Option<Padded<T>>,
    pub left_tau: Vec<T>,
    pub right_tau: Vec<T>,
}

/// Of a matrix whose largest item is about 1, with `n` columns and at least as many rows.
pub fn reduce<T: Item>(a: Padded<T>, n: usize, vectors: bool) -> Bidiagonal<T> {
    let panel = if n < WIDE_FROM { PANEL } else { WIDE_PANEL };
    let rows = a.rows;
    let mut found = Bidiagonal {
        diagonal: vec![0.0; n],
        above: vec![0.0; n.saturating_sub(1)],
        left: a,
        right: vectors.then(|| Padded::zeros(n, n)),
        left_tau: vec![T::ZERO; n],
        right_tau: vec![T::ZERO; n.saturating_sub(1)],
    };
    let (left, right) = (Padded::zeros(rows, 2 * panel), Padded::zeros(n, 2 * panel));
    panels::run(Reduction { to: &mut found, left, right, row: Padded::zeros(n, 3), panel });
    found
}

struct Reduction<'a, T> {
    to: &'a mut Bidiagonal<T>,
    /// `v` and `x` of each column of the panel, and `y` and the conjugate of `u`: the matrix owes `left rightᵀ = V Yᵀ + X Uᴴ`.
    left: Padded<T>,
    right: Padded<T>,
    /// The adjoint of the row that is being reduced, what its product owes, and its reflector.
    row: Padded<T>,
    panel: usize,
}

impl<T: Item> Blockwise for Reduction<'_, T> {
    type Item = T;

    #[inline(always)]
    unsafe fn run<L: Numbers<Item = T>, const M: usize, const W: usize, const N: usize>(mut self) {
        let n = self.to.diagonal.len();
        for start in (0..n).step_by(self.panel) {
            let end = start + self.panel;
            // SAFETY: the caller's; the panel has these columns.
            unsafe {
                for k in start..end.min(n) {
                    self.column::<L, M, N>(k, 2 * (k - start));
                    if k + 1 < n {
                        self.row::<L, M, N>(k, 2 * (k - start));
                    }
                }
                if end < n {
                    let a = &mut self.to.left;
                    let (c, extents) = ((a.as_mut_ptr(), a.ld), ((end, a.rows), (end, a.cols)));
                    let (left, right) =
                        ((self.left.as_ptr(), self.left.ld), (self.right.as_ptr(), self.right.ld));
                    panels::update::<L, M, W, N>(c, left, right, 2 * self.panel, extents, false);
                }
            }
        }
    }
}

impl<T: Item> Reduction<'_, T> {
    /// Reduces column `k`, before which the panel has `owed` columns.
    ///
    /// # Safety
    /// As [`Blockwise::run`].
    #[inline(always)]
    unsafe fn column<L: Numbers<Item = T>, const M: usize, const N: usize>(&mut self, k: usize, owed: usize) {
        let Bidiagonal { diagonal, left: a, left_tau, .. } = &mut *self.to;
        let (left, right): (Lies<*mut f64>, Lies<*const f64>) =
            ((self.left.as_mut_ptr(), self.left.ld), (self.right.as_ptr(), self.right.ld));
        let range = (block_of(k), a.rows);
        let mut factors = [T::ZERO; 2 * WIDE_PANEL + BLOCK];
        // SAFETY: the caller's; columns of different matrices do not overlap, and have these rows.
        unsafe {
            let column = a.as_mut_ptr().add(k * a.ld);
            let owed_here = panels::row_of(right, k, owed, &mut factors);
            panels::subtract::<L, M, N>((left.0, left.1), owed_here, column, range);
            let v = left.0.add(owed * left.1);
            (diagonal[k], left_tau[k], _) = panels::reflector::<L, M>(column, k, v, range);
            panels::combine::<L, M>(T::ONE, v, T::ZERO, column, range);
        }
    }

    /// Reduces row `k` after its column.
    ///
    /// # Safety
    /// As [`Blockwise::run`].
    #[inline(always)]
    unsafe fn row<L: Numbers<Item = T>, const M: usize, const N: usize>(&mut self, k: usize, owed: usize) {
        let Bidiagonal { above, left: a, right: kept, left_tau, right_tau, .. } = &mut *self.to;
        let (items, ld, all_rows, all_cols) = (a.as_mut_ptr(), a.ld, a.rows, a.cols);
        let left: Lies<*mut f64> = (self.left.as_mut_ptr(), self.left.ld);
        let right: Lies<*mut f64> = (self.right.as_mut_ptr(), self.right.ld);
        let (cols, rows_below) = ((block_of(k + 1), all_cols), (block_of(k + 1), all_rows));
        let mut factors = [T::ZERO; 2 * WIDE_PANEL + BLOCK];
        // SAFETY: the caller's; columns of different matrices, and different columns of a panel, do not overlap. Rows and columns
        // are those of the matrix, which is as wide as `right` and `row` are long.
        unsafe {
            let (row, debt) = (self.row.as_mut_ptr(), self.row.as_mut_ptr().add(self.row.ld));
            let (v, x) = (left.0.add(owed * left.1), left.0.add((owed + 1) * left.1));
            let (y, mirrored_u) = (right.0.add(owed * right.1), right.0.add((owed + 1) * right.1));
            let u = self.row.as_mut_ptr().add(2 * self.row.ld);
            (cols.0..cols.1).for_each(|j| panels::set(row, j, panels::item::<T>(items.add(j * ld), k)));
            let owed_here = panels::row_of((left.0, left.1), k, owed, &mut factors);
            panels::subtract::<L, M, N>((right.0, right.1), owed_here, row, cols);
            panels::clear::<T>(debt, cols.0, cols.1);
            let whole = owed.next_multiple_of(BLOCK);
            let rows = (block_of(k), all_rows);
            panels::dots::<L, M, N>((left.0, left.1), v, rows, &mut factors[..whole]);
            let owed_there = panels::adjoints(&mut factors, owed);
            panels::subtract::<L, M, N>((right.0, right.1), owed_there, debt, cols);
            panels::clear::<T>(x, rows_below.0, rows_below.1);
            let tau = left_tau[k].conj();
            for j in (cols.0..cols.1).step_by(BLOCK) {
                let block: Lies<*const f64> = (items.add(j * ld), ld);
                let mut sums = [T::ZERO; BLOCK];
                panels::dots::<L, M, N>(block, v, rows, &mut sums);
                for (q, sum) in sums.iter_mut().enumerate() {
                    let at = j + q;
                    let (mut product, mut rest) = (T::ZERO, T::ZERO);
                    if at > k {
                        product = tau * (sum.conj() + panels::item(debt, at));
                        rest = (panels::item::<T>(row, at) - product).conj();
                    }
                    panels::set(y, at, product);
                    panels::set(row, at, rest);
                    *sum = -rest;
                }
                panels::subtract::<L, M, N>(block, &sums, x, rows_below);
            }
            let scale;
            (above[k], right_tau[k], scale) = panels::reflector::<L, M>(row, k + 1, u, cols);
            panels::conjugate::<L, M>(u, mirrored_u, cols);
            if let Some(kept) = kept {
                panels::combine::<L, M>(T::ONE, u, T::ZERO, kept.as_mut_ptr().add(k * kept.ld), cols);
            }
            if right_tau[k] == T::ZERO {
                return panels::clear::<T>(x, rows_below.0, rows_below.1);
            }
            // The row was multiplied as it was; the reflector is what is left of it without `above` in its first item, over the scale.
            let factor = right_tau[k].over(scale);
            let without = -T::from_real(above[k]) * factor;
            panels::combine::<L, M>(without, items.add((k + 1) * ld), factor, x, rows_below);
            let count = owed + 1;
            let whole = count.next_multiple_of(BLOCK);
            panels::dots::<L, M, N>((right.0, right.1), mirrored_u, cols, &mut factors[..whole]);
            factors[..count].iter_mut().for_each(|sum| *sum *= right_tau[k].conj());
            let owed_there = panels::adjoints(&mut factors, count);
            panels::subtract::<L, M, N>((left.0, left.1), owed_there, x, rows_below);
            panels::clear::<T>(x, rows_below.0, k + 1);
        }
    }
}
