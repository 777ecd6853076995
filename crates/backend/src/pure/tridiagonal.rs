//! Hermitian matrices to real tridiagonal form, by reflectors: LAPACK's `sytrd` and `hetrd` for the lower triangle.
//!
//! A panel of columns is reduced while the rest of the matrix stays as it is; its vectors are multiplied by what is stored and
//! corrected by what the panel owes. Then the rest is updated by one product.

use super::lanes::{Item, Numbers};
use super::panels::{self, BLOCK, Blockwise, Lies, Padded, block_of};

/// Columns of a panel: of a matrix in the second-level cache, and of a larger one.
const PANEL: usize = 16;
const WIDE_PANEL: usize = 32;
const WIDE_FROM: usize = 400;

/// A tridiagonal matrix `Qᴴ A Q`, and `Q` as reflectors.
pub struct Tridiagonal<T> {
    pub diagonal: Vec<f64>,
    /// One shorter than the diagonal.
    pub below: Vec<f64>,
    /// The vectors of the reflectors, column by column.
    pub reflectors: Padded<T>,
    pub tau: Vec<T>,
}

/// Of a matrix of `n` rows whose largest item is about 1; blocks on the diagonal are whole, above them nothing is read.
pub fn reduce<T: Item>(a: Padded<T>, n: usize) -> Tridiagonal<T> {
    let panel = if n < WIDE_FROM { PANEL } else { WIDE_PANEL };
    let mut found = Tridiagonal {
        diagonal: vec![0.0; n],
        below: vec![0.0; n.saturating_sub(1)],
        tau: vec![T::ZERO; n.saturating_sub(1)],
        reflectors: a,
    };
    let (left, right) = (Padded::zeros(n, 2 * panel), Padded::zeros(n, 2 * panel));
    panels::run(Reduction { to: &mut found, left, right, panel });
    found
}

struct Reduction<'a, T> {
    to: &'a mut Tridiagonal<T>,
    /// `v` and `w` of each column of the panel, side by side, and their conjugates the other way round: the matrix owes
    /// `left rightᵀ`.
    left: Padded<T>,
    right: Padded<T>,
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
                }
                if end < n {
                    let a = &mut self.to.reflectors;
                    let (c, extent) = ((a.as_mut_ptr(), a.ld), (end, a.rows));
                    let (left, right) =
                        ((self.left.as_ptr(), self.left.ld), (self.right.as_ptr(), self.right.ld));
                    panels::update::<L, M, W, N>(c, left, right, 2 * self.panel, (extent, extent), true);
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
        let Tridiagonal { diagonal, below, reflectors: a, tau } = &mut *self.to;
        let (rows, ld, side) = (a.rows, a.ld, self.left.ld);
        let left: Lies<*mut f64> = (self.left.as_mut_ptr(), side);
        let right: Lies<*mut f64> = (self.right.as_mut_ptr(), side);
        let mut factors = [T::ZERO; 2 * WIDE_PANEL + BLOCK];
        // SAFETY: the caller's; columns of different matrices, and different columns of a panel, do not overlap. Rows are those
        // of all of them.
        unsafe {
            let items = a.as_mut_ptr();
            let column = items.add(k * ld);
            let owed_here = panels::row_of((right.0, side), k, owed, &mut factors);
            panels::subtract::<L, M, N>((left.0, side), owed_here, column, (block_of(k), rows));
            diagonal[k] = panels::item::<T>(column, k).re();
            if k == tau.len() {
                return;
            }
            let range = (block_of(k + 1), rows);
            let (v, w) = (left.0.add(owed * side), left.0.add((owed + 1) * side));
            let (mirrored_w, mirrored_v) = (right.0.add(owed * side), right.0.add((owed + 1) * side));
            (below[k], tau[k], _) = panels::reflector::<L, M>(column, k + 1, v, range);
            panels::conjugate::<L, M>(v, mirrored_v, range);
            if tau[k] == T::ZERO {
                panels::clear::<T>(w, range.0, rows);
            } else {
                panels::hermitian::<L, M, N>((items, ld), v, w, range);
                let whole = owed.next_multiple_of(BLOCK);
                panels::dots::<L, M, N>((right.0, side), mirrored_v, range, &mut factors[..whole]);
                let owed_there = panels::adjoints(&mut factors, owed);
                panels::subtract::<L, M, N>((left.0, side), owed_there, w, range);
                panels::clear::<T>(w, range.0, k + 1);
                let product = panels::dot::<L, M>(v, w, range).re();
                let part = T::from_real(-0.5 * tau[k].abs2() * product);
                panels::combine::<L, M>(part, v, tau[k], w, range);
            }
            panels::conjugate::<L, M>(w, mirrored_w, range);
            panels::combine::<L, M>(T::ONE, v, T::ZERO, column, range);
        }
    }
}
