//! Products that are over before anything could be packed.

use super::{DIRECT, Product, Registers, Stored, Vector, add_scaled, real_tile};
use crate::{Field, Mat, MatMut, Op};

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

/// Whether a product of real matrices is small enough for [`direct`], and `a` lies column by column.
pub(super) fn is_direct<T: Field<Real: Registers>>(product: &Product<'_, T>) -> bool {
    let Product { a, c, .. } = product;
    a.op() == Op::None && a.cols() * c.rows() * c.cols() <= DIRECT
}

/// Tile by tile of `MV` registers × at most `NR` columns, with both operands where they lie; the last tiles reach back over
/// those before them. `a` lies column by column and has the rows of a tile.
///
/// # Safety
/// The processor must be of the level of `V`.
#[inline(always)]
pub(super) unsafe fn direct<
    T: Field<Real: Registers>,
    V: Vector<T::Real>,
    const MV: usize,
    const NR: usize,
>(
    product: Product<'_, T>,
) {
    // SAFETY: the caller's.
    unsafe {
        match product.b.op() {
            Op::None => at_least::<T, V, MV, NR, false>(product),
            _ => at_least::<T, V, MV, NR, true>(product),
        }
    }
}

/// [`direct`] with as many columns at a time as there are at least.
#[inline(always)]
unsafe fn at_least<T, V, const MV: usize, const NR: usize, const BY_ROWS: bool>(product: Product<'_, T>)
where
    T: Field<Real: Registers>,
    V: Vector<T::Real>,
{
    // SAFETY: the caller's.
    unsafe {
        match product.c.cols() {
            n if n >= NR => by_tiles::<T, V, MV, NR, BY_ROWS>(product),
            n if n >= 4 => by_tiles::<T, V, MV, 4, BY_ROWS>(product),
            _ => by_tiles::<T, V, MV, 1, BY_ROWS>(product),
        }
    }
}

/// [`direct`] for at least `NR` columns.
#[inline(always)]
unsafe fn by_tiles<T, V, const MV: usize, const NR: usize, const BY_ROWS: bool>(product: Product<'_, T>)
where
    T: Field<Real: Registers>,
    V: Vector<T::Real>,
{
    let Product { alpha, a, b, beta, mut c, .. } = product;
    let (m, n, k, tile) = (c.rows(), c.cols(), a.cols(), MV * V::LANES);
    assert!(m >= tile && n >= NR);
    if alpha == T::ONE && beta == T::ZERO {
        let (left, right) = ((a.as_ptr().cast(), a.ld()), (b.as_ptr().cast(), b.ld()));
        let to = (c.as_mut_ptr().cast(), c.ld());
        // SAFETY: the caller's; reals are their own parts.
        return unsafe { whole_tiles::<T::Real, V, MV, NR, BY_ROWS>((m, k, n), left, right, to, || {}) };
    }
    for j in (0..n).step_by(NR) {
        let first = j.min(n - NR);
        let columns = b.as_ptr().wrapping_add(if BY_ROWS { first } else { first * b.ld() });
        for i in (0..m).step_by(tile) {
            let start = i.min(m - tile);
            let rows = (a.as_ptr().cast::<T::Real>().wrapping_add(start), a.ld());
            // SAFETY: the level is the caller's; the tile begins at row `start` of `a` and ends within it, columns from
            // `first` on are columns of `b`; reals are their own parts.
            unsafe {
                let sums =
                    Stored::new(real_tile::<T::Real, V, MV, NR, BY_ROWS>(k, rows, (columns.cast(), b.ld())));
                for q in j..n.min(j + NR) {
                    let sums = &sums.column(q - first)[i - start..];
                    add_scaled(&mut c.col_mut(q)[i..i + sums.len()], sums, sums, alpha, beta);
                }
            }
        }
    }
}

/// Where a matrix lies: its first item, and the distance of its columns (or rows).
type Lies<P> = (P, usize);

/// `c = a b`, for `m` × `k` and `k` × `n` matrices; what lies under two tiles is written twice, the same. `before` is called before
/// each tile.
///
/// # Safety
/// The processor must be of the level of `V`; there must be the rows and columns of a tile at least, all of them readable and
/// those of `c` writable. `b` lies by rows if `BY_ROWS`.
#[inline(always)]
pub unsafe fn whole_tiles<
    R: Registers,
    V: Vector<R>,
    const MV: usize,
    const NR: usize,
    const BY_ROWS: bool,
>(
    (m, k, n): (usize, usize, usize),
    (a, lda): Lies<*const R>,
    (b, ldb): Lies<*const R>,
    (c, ldc): Lies<*mut R>,
    mut before: impl FnMut(),
) {
    let tile = MV * V::LANES;
    debug_assert!(m >= tile && n >= NR);
    for j in (0..n).step_by(NR) {
        let first = j.min(n - NR);
        let columns = b.wrapping_add(if BY_ROWS { first } else { first * ldb });
        for i in (0..m).step_by(tile) {
            let start = i.min(m - tile);
            before();
            // SAFETY: the caller's; tiles begin and end within the matrices.
            unsafe {
                let sums =
                    real_tile::<R, V, MV, NR, BY_ROWS>(k, (a.wrapping_add(start), lda), (columns, ldb));
                for q in 0..NR {
                    for v in 0..MV {
                        sums[q][v].store(c.add((first + q) * ldc + start + v * V::LANES));
                    }
                }
            }
        }
    }
}
