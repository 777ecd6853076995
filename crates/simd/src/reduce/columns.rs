//! The loops for reductions in which the order of items means nothing to the result.

use super::{ROWS, Tile};
use crate::level::Isa;

/// Folds every column of a tile into its state, several rows at a time, so that states are seldom loaded and stored; but not
/// on processors without FMA, which are not worth the code.
#[inline(always)]
pub(super) fn columns<I: Isa, A: Copy, T: Copy>(accs: &mut [A], tile: Tile<'_, T>, step: impl Fn(A, T) -> A) {
    let whole = if I::FMA { tile.rows() - tile.rows() % ROWS } else { 0 };
    if const { I::FMA } {
        for row in (0..whole).step_by(ROWS) {
            take_rows::<A, T, ROWS>(accs, tile, row, &step);
        }
    }
    for row in whole..tile.rows() {
        take_rows::<A, T, 1>(accs, tile, row, &step);
    }
}

/// Folds `R` rows from row `row` on.
#[inline(always)]
fn take_rows<A: Copy, T: Copy, const R: usize>(
    accs: &mut [A],
    tile: Tile<'_, T>,
    row: usize,
    step: &impl Fn(A, T) -> A,
) {
    let n = accs.len();
    let rows: [&[T]; R] = std::array::from_fn(|i| &tile.row(row + i)[..n]);
    for (i, acc) in accs.iter_mut().enumerate() {
        *acc = rows.iter().fold(*acc, |acc, row| step(acc, row[i]));
    }
}
