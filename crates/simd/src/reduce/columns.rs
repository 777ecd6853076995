//! The loops for reductions in which the order of items means nothing to the result.

use super::{Tile, prefetch};

/// Columns folded at a time, while the next rows are fetched.
const COLUMNS: usize = 64;

/// Folds every column of a tile into its state, four rows at a time, so that states are loaded and stored a
/// quarter as often.
#[inline(always)]
pub(super) fn columns<A: Copy, T: Copy>(accs: &mut [A], tile: Tile<'_, T>, step: impl Fn(A, T) -> A) {
    let n = accs.len();
    let mut row = 0;
    while row + 4 <= tile.rows() {
        let [a, b, c, d] = [0, 1, 2, 3].map(|i| &tile.row(row + i)[..n]);
        for start in (0..n).step_by(COLUMNS) {
            let range = start..n.min(start + COLUMNS);
            let [a, b, c, d] = [a, b, c, d].map(|row| &row[range.clone()]);
            for row in [a, b, c, d] {
                prefetch(row, 4 * tile.step());
            }
            for (i, acc) in accs[range].iter_mut().enumerate() {
                *acc = step(step(step(step(*acc, a[i]), b[i]), c[i]), d[i]);
            }
        }
        row += 4;
    }
    for row in row..tile.rows() {
        for (acc, &x) in accs.iter_mut().zip(tile.row(row)) {
            *acc = step(*acc, x);
        }
    }
}
