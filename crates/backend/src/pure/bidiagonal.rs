//! Matrices to upper bidiagonal form, by reflectors from both sides: LAPACK's `gebrd`.
//!
//! As in `tridiagonal`, a panel is reduced before the rest is updated. The product with a reflector from the left, and that of
//! the row it makes from the right, are formed in one pass: as soon as a block of columns has given its part of the
//! row, it is multiplied by that part while it is in the first-level cache (Howell, Demmel, Fulton, Hammarling and Marmol, "Cache
//! efficient bidiagonalization using BLAS 2.5 operators", 2008).

use super::panels::{self, BLOCK, Blockwise, Lies, Padded, block_of};
use super::product::Vector;

/// Columns of a panel: of a matrix in the second-level cache, and of a larger one.
const PANEL: usize = 16;
const WIDE_PANEL: usize = 32;
const WIDE_FROM: usize = 400;

/// A bidiagonal matrix `Qᵀ A P`, and `Q` and `P` as reflectors.
pub struct Bidiagonal {
    pub diagonal: Vec<f64>,
    /// One shorter than the diagonal.
    pub above: Vec<f64>,
    /// The vectors of the reflectors of `Q`, column by column.
    pub left: Padded,
    /// Those of `P`, if they are wanted.
    pub right: Option<Padded>,
    pub left_tau: Vec<f64>,
    pub right_tau: Vec<f64>,
}

/// Of a matrix whose largest item is about 1, with `n` columns and at least as many rows.
pub fn reduce(a: Padded, n: usize, vectors: bool) -> Bidiagonal {
    let panel = if n < WIDE_FROM { PANEL } else { WIDE_PANEL };
    let rows = a.rows;
    let mut found = Bidiagonal {
        diagonal: vec![0.0; n],
        above: vec![0.0; n.saturating_sub(1)],
        left: a,
        right: vectors.then(|| Padded::zeros(n, n)),
        left_tau: vec![0.0; n],
        right_tau: vec![0.0; n.saturating_sub(1)],
    };
    let (left, right) = (Padded::zeros(rows, 2 * panel), Padded::zeros(n, 2 * panel));
    panels::run(Reduction { to: &mut found, left, right, row: Padded::zeros(n, 2), panel });
    found
}

struct Reduction<'a> {
    to: &'a mut Bidiagonal,
    /// `v` and `x` of each column of the panel, and `y` and `u`: the matrix owes `left rightᵀ = V Yᵀ + X Uᵀ`.
    left: Padded,
    right: Padded,
    /// The row that is being reduced, and what its product owes.
    row: Padded,
    panel: usize,
}

impl Blockwise for Reduction<'_> {
    #[inline(always)]
    unsafe fn run<V: Vector<f64>, const M: usize, const W: usize, const N: usize>(mut self) {
        let n = self.to.diagonal.len();
        for start in (0..n).step_by(self.panel) {
            let end = start + self.panel;
            // SAFETY: the caller's; the panel has these columns.
            unsafe {
                for k in start..end.min(n) {
                    self.column::<V, M, N>(k, 2 * (k - start));
                    if k + 1 < n {
                        self.row::<V, M, N>(k, 2 * (k - start));
                    }
                }
                if end < n {
                    let a = &mut self.to.left;
                    let (c, extents) = ((a.as_mut_ptr(), a.ld), ((end, a.rows), (end, a.cols)));
                    let (left, right) =
                        ((self.left.as_ptr(), self.left.ld), (self.right.as_ptr(), self.right.ld));
                    panels::update::<V, M, W, N>(c, left, right, 2 * self.panel, extents, false);
                }
            }
        }
    }
}

impl Reduction<'_> {
    /// Reduces column `k`, before which the panel has `owed` columns.
    ///
    /// # Safety
    /// As [`Blockwise::run`].
    #[inline(always)]
    unsafe fn column<V: Vector<f64>, const M: usize, const N: usize>(&mut self, k: usize, owed: usize) {
        let Bidiagonal { diagonal, left: a, left_tau, .. } = &mut *self.to;
        let (left, right): (Lies<*mut f64>, Lies<*const f64>) =
            ((self.left.as_mut_ptr(), self.left.ld), (self.right.as_ptr(), self.right.ld));
        let range = (block_of(k), a.rows);
        let mut factors = [0.0; 2 * WIDE_PANEL + BLOCK];
        // SAFETY: the caller's; columns of different matrices do not overlap, and have these rows.
        unsafe {
            let column = a.as_mut_ptr().add(k * a.ld);
            let owed_here = panels::row_of(right, k, owed, &mut factors);
            panels::subtract::<V, M, N>((left.0, left.1), owed_here, column, range);
            let v = left.0.add(owed * left.1);
            (diagonal[k], left_tau[k], _) = panels::reflector::<V, M>(column, k, v, range);
            panels::combine::<V, M>(1.0, v, 0.0, column, range);
        }
    }

    /// Reduces row `k` after its column.
    ///
    /// # Safety
    /// As [`Blockwise::run`].
    #[inline(always)]
    unsafe fn row<V: Vector<f64>, const M: usize, const N: usize>(&mut self, k: usize, owed: usize) {
        let Bidiagonal { above, left: a, right: kept, left_tau, right_tau, .. } = &mut *self.to;
        let (items, ld, all_rows, all_cols) = (a.as_mut_ptr(), a.ld, a.rows, a.cols);
        let left: Lies<*mut f64> = (self.left.as_mut_ptr(), self.left.ld);
        let right: Lies<*mut f64> = (self.right.as_mut_ptr(), self.right.ld);
        let (cols, rows_below) = ((block_of(k + 1), all_cols), (block_of(k + 1), all_rows));
        let mut factors = [0.0; 2 * WIDE_PANEL + BLOCK];
        // SAFETY: the caller's; columns of different matrices, and different columns of a panel, do not overlap. Rows and columns
        // are those of the matrix, which is as wide as `right` and `row` are long.
        unsafe {
            let (row, debt) = (self.row.as_mut_ptr(), self.row.as_mut_ptr().add(self.row.ld));
            let (v, x) = (left.0.add(owed * left.1), left.0.add((owed + 1) * left.1));
            let (y, u) = (right.0.add(owed * right.1), right.0.add((owed + 1) * right.1));
            (cols.0..cols.1).for_each(|j| *row.add(j) = *items.add(j * ld + k));
            let owed_here = panels::row_of((left.0, left.1), k, owed, &mut factors);
            panels::subtract::<V, M, N>((right.0, right.1), owed_here, row, cols);
            panels::clear(debt, cols.0, cols.1);
            let whole = owed.next_multiple_of(BLOCK);
            let rows = (block_of(k), all_rows);
            panels::dots::<V, M, N>((left.0, left.1), v, rows, &mut factors[..whole]);
            let owed_there = panels::filled(&mut factors, owed);
            panels::subtract::<V, M, N>((right.0, right.1), owed_there, debt, cols);
            panels::clear(x, rows_below.0, rows_below.1);
            for j in (cols.0..cols.1).step_by(BLOCK) {
                let block: Lies<*const f64> = (items.add(j * ld), ld);
                let mut sums = [0.0; BLOCK];
                panels::dots::<V, M, N>(block, v, rows, &mut sums);
                for (q, sum) in sums.iter_mut().enumerate() {
                    let at = j + q;
                    let inside = at > k;
                    *y.add(at) = if inside { left_tau[k] * (*sum + *debt.add(at)) } else { 0.0 };
                    *row.add(at) = if inside { *row.add(at) - *y.add(at) } else { 0.0 };
                    *sum = -*row.add(at);
                }
                panels::subtract::<V, M, N>(block, &sums, x, rows_below);
            }
            let scale;
            (above[k], right_tau[k], scale) = panels::reflector::<V, M>(row, k + 1, u, cols);
            if let Some(kept) = kept {
                kept.col_mut(k)[cols.0..]
                    .copy_from_slice(std::slice::from_raw_parts(u.add(cols.0), cols.1 - cols.0));
            }
            if right_tau[k] == 0.0 {
                return panels::clear(x, rows_below.0, rows_below.1);
            }
            // The row was multiplied as it was; the reflector is what is left of it without `above` in its first item, over the scale.
            let factor = right_tau[k] / scale;
            panels::combine::<V, M>(-above[k] * factor, items.add((k + 1) * ld), factor, x, rows_below);
            let count = owed + 1;
            panels::dots::<V, M, N>(
                (right.0, right.1),
                u,
                cols,
                &mut factors[..count.next_multiple_of(BLOCK)],
            );
            factors[..count].iter_mut().for_each(|sum| *sum *= right_tau[k]);
            let owed_there = panels::filled(&mut factors, count);
            panels::subtract::<V, M, N>((left.0, left.1), owed_there, x, rows_below);
            panels::clear(x, rows_below.0, k + 1);
        }
    }
}
