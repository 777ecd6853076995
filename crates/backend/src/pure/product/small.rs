//! Products that are over before anything could be packed.

use super::{Product, Registers, Stored, Vector, add_scaled, real_tile};
use crate::{Field, Mat, MatMut};

/// `c = beta c`.
pub fn scaled<T: Field>(c: &mut MatMut<'_, T>, beta: T) {
    for j in 0..c.cols() {
        scale(c.col_mut(j), beta);
    }
}

#[inline(always)]
fn scale<T: Field>(x: &mut [T], beta: T) {
    if beta == T::ZERO {
        x.fill(T::ZERO);
    } else if beta != T::ONE {
        x.iter_mut().for_each(|x| *x *= beta);
    }
}

/// Column by column, as sums of the columns of `a`.
pub fn few<T: Field>(alpha: T, a: Mat<'_, T>, b: Mat<'_, T>, beta: T, mut c: MatMut<'_, T>) {
    for j in 0..c.cols() {
        let column = c.col_mut(j);
        scale(column, beta);
        for p in 0..a.cols() {
            let factor = alpha * b.at(p, j);
            if let Some(from) = a.col(p) {
                column.iter_mut().zip(from).for_each(|(x, &from)| *x += from * factor);
                continue;
            }
            for (i, x) in column.iter_mut().enumerate() {
                *x += a.at(i, p) * factor;
            }
        }
    }
}

/// Columns of a tile that reads its operands where they lie.
const COLUMNS: usize = 4;

/// Tile by tile, with both operands where they lie; the last tiles reach back over those before them. `a` lies column by
/// column and has the rows of a tile.
///
/// # Safety
/// The processor must be of the level of `V`.
#[inline(always)]
pub unsafe fn direct<T: Field<Real: Registers>, V: Vector<T::Real>>(product: Product<'_, T>) {
    let Product { alpha, a, b, beta, mut c, .. } = product;
    let (m, n, k, tile) = (c.rows(), c.cols(), a.cols(), 2 * V::LANES);
    let (down, right) = b.strides();
    let plain = alpha == T::ONE && beta == T::ZERO;
    let (to, ld) = (c.as_mut_ptr().cast::<T::Real>(), c.ld());
    for j in (0..n).step_by(COLUMNS) {
        let cols = COLUMNS.min(n - j);
        for i in (0..m).step_by(tile) {
            let start = i.min(m - tile);
            let column = |q: usize| b.as_ptr().wrapping_offset(q as isize * right).cast::<T::Real>();
            let (down, right) = (down as usize, right as usize);
            // SAFETY: the level is the caller's; the tile begins at row `start` of `a` and ends within it, columns from
            // `first` on are columns of `b` and of `c`; reals are their own parts.
            unsafe {
                let rows = (a.as_ptr().cast::<T::Real>().wrapping_add(start), a.ld());
                if n >= COLUMNS {
                    let first = j.min(n - COLUMNS);
                    let sums = real_tile::<T::Real, V, 2, COLUMNS>(k, rows, (column(first), down, right));
                    if plain {
                        // What lies under other tiles is the same.
                        for q in 0..COLUMNS {
                            let to = to.add((first + q) * ld + start);
                            sums[q][0].store(to);
                            sums[q][1].store(to.add(V::LANES));
                        }
                        continue;
                    }
                    let sums = Stored::new(sums);
                    for q in j..j + cols {
                        let sums = &sums.column(q - first)[i - start..];
                        let to = &mut c.col_mut(q)[i..i + sums.len()];
                        add_scaled(to, sums, sums, alpha, beta);
                    }
                } else {
                    for q in j..j + cols {
                        let sums = real_tile::<T::Real, V, 2, 1>(k, rows, (column(q), down, right));
                        let sums = Stored::new(sums);
                        let sums = &sums.column(0)[i - start..];
                        add_scaled(&mut c.col_mut(q)[i..i + sums.len()], sums, sums, alpha, beta);
                    }
                }
            }
        }
    }
}
