//! Symmetric matrices to tridiagonal form, by reflectors: LAPACK's `sytrd` for the lower triangle.
//!
//! A panel of columns is reduced while the rest of the matrix stays as it is; its vectors are multiplied by what is stored and
//! corrected by what the panel owes. Then the rest is updated by one product.

use super::panels::{self, BLOCK, Blockwise, Lies, Padded, block_of};
use super::product::Vector;

/// Columns of a panel: of a matrix in the second-level cache, and of a larger one.
const PANEL: usize = 16;
const WIDE_PANEL: usize = 32;
const WIDE_FROM: usize = 400;

/// A tridiagonal matrix `Qᵀ A Q`, and `Q` as reflectors.
pub struct Tridiagonal {
    pub diagonal: Vec<f64>,
    /// One shorter than the diagonal.
    pub below: Vec<f64>,
    /// The vectors of the reflectors, column by column.
    pub reflectors: Padded,
    pub tau: Vec<f64>,
}

/// Of a matrix of `n` rows whose largest item is about 1; blocks on the diagonal are whole, above them nothing is read.
pub fn reduce(a: Padded, n: usize) -> Tridiagonal {
    let panel = if n < WIDE_FROM { PANEL } else { WIDE_PANEL };
    let mut found = Tridiagonal {
        diagonal: vec![0.0; n],
        below: vec![0.0; n.saturating_sub(1)],
        tau: vec![0.0; n.saturating_sub(1)],
        reflectors: a,
    };
    let (left, right) = (Padded::zeros(n, 2 * panel), Padded::zeros(n, 2 * panel));
    panels::run(Reduction { to: &mut found, left, right, panel });
    found
}

struct Reduction<'a> {
    to: &'a mut Tridiagonal,
    /// `v` and `w` of each column of the panel, side by side, and the other way round: the matrix owes `left rightᵀ`.
    left: Padded,
    right: Padded,
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
                }
                if end < n {
                    let a = &mut self.to.reflectors;
                    let (c, extent) = ((a.as_mut_ptr(), a.ld), (end, a.rows));
                    let (left, right) =
                        ((self.left.as_ptr(), self.left.ld), (self.right.as_ptr(), self.right.ld));
                    panels::update::<V, M, W, N>(c, left, right, 2 * self.panel, (extent, extent), true);
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
        let Tridiagonal { diagonal, below, reflectors: a, tau } = &mut *self.to;
        let (rows, ld, side) = (a.rows, a.ld, self.left.ld);
        let left: Lies<*mut f64> = (self.left.as_mut_ptr(), side);
        let right: Lies<*mut f64> = (self.right.as_mut_ptr(), side);
        let mut factors = [0.0; 2 * WIDE_PANEL + BLOCK];
        // SAFETY: the caller's; columns of different matrices, and different columns of a panel, do not overlap. Rows are those
        // of all of them.
        unsafe {
            let items = a.as_mut_ptr();
            let column = items.add(k * ld);
            let owed_here = panels::row_of((right.0, side), k, owed, &mut factors);
            panels::subtract::<V, M, N>((left.0, side), owed_here, column, (block_of(k), rows));
            diagonal[k] = *column.add(k);
            if k == tau.len() {
                return;
            }
            let range = (block_of(k + 1), rows);
            let (v, w) = (left.0.add(owed * side), left.0.add((owed + 1) * side));
            (below[k], tau[k], _) = panels::reflector::<V, M>(column, k + 1, v, range);
            if tau[k] == 0.0 {
                panels::clear(w, range.0, rows);
            } else {
                panels::symmetric::<V, M, N>((items, ld), v, w, range);
                let whole = owed.next_multiple_of(BLOCK);
                panels::dots::<V, M, N>((right.0, side), v, range, &mut factors[..whole]);
                let owed_there = panels::filled(&mut factors, owed);
                panels::subtract::<V, M, N>((left.0, side), owed_there, w, range);
                panels::clear(w, range.0, k + 1);
                let product = panels::dot::<V, M>(v, w, range);
                panels::combine::<V, M>(-0.5 * tau[k] * tau[k] * product, v, tau[k], w, range);
            }
            panels::combine::<V, M>(1.0, w, 0.0, right.0.add(owed * side), range);
            panels::combine::<V, M>(1.0, v, 0.0, right.0.add((owed + 1) * side), range);
            panels::combine::<V, M>(1.0, v, 0.0, column, range);
        }
    }
}
