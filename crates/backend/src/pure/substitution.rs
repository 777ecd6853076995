//! Triangular systems with right-hand sides row by row, of which sums stay in registers.

use std::ops::Range;

use super::product::Vector;
use crate::Real;

/// A matrix row by row, and the distance of rows.
type ByRows<M> = (M, usize);

/// Solves by a lower triangle of `height` rows, given with the reciprocals of its diagonal, in place of `W` registers of each row of
/// `x`; `G` rows at a time, of which there must be a whole number.
///
/// # Safety
/// The processor must be of the level of `V`.
#[inline(always)]
pub unsafe fn lower<R: Real, V: Vector<R>, const W: usize, const G: usize>(
    (l, ldl): ByRows<&[R]>,
    reciprocals: &[R],
    (x, ldx): ByRows<&mut [R]>,
    height: usize,
) {
    for first in (0..height).step_by(G) {
        // SAFETY: the caller's.
        unsafe {
            let mut sums = sums::<R, V, W, G, false>((l, ldl), (&*x, ldx), first, 0..first);
            for g in 0..G {
                let reciprocal = V::splat(reciprocals[first + g]);
                for w in 0..W {
                    sums[g][w] = V::splat(R::ZERO).plus(sums[g][w], reciprocal);
                }
                for h in g + 1..G {
                    let factor = V::splat(l[(first + h) * ldl + first + g]);
                    for w in 0..W {
                        sums[h][w] = sums[h][w].minus(sums[g][w], factor);
                    }
                }
            }
            store(sums, (&mut *x, ldx), first);
        }
    }
}

/// The same by an upper triangle.
///
/// # Safety
/// As [`lower`].
#[inline(always)]
pub unsafe fn upper<R: Real, V: Vector<R>, const W: usize, const G: usize>(
    (u, ldu): ByRows<&[R]>,
    reciprocals: &[R],
    (x, ldx): ByRows<&mut [R]>,
    height: usize,
) {
    for first in (0..height).step_by(G).rev() {
        // SAFETY: the caller's.
        unsafe {
            let mut sums = sums::<R, V, W, G, true>((u, ldu), (&*x, ldx), first, first + G..height);
            for g in (0..G).rev() {
                let reciprocal = V::splat(reciprocals[first + g]);
                for w in 0..W {
                    sums[g][w] = V::splat(R::ZERO).plus(sums[g][w], reciprocal);
                }
                for h in 0..g {
                    let factor = V::splat(u[(first + h) * ldu + first + g]);
                    for w in 0..W {
                        sums[h][w] = sums[h][w].minus(sums[g][w], factor);
                    }
                }
            }
            store(sums, (&mut *x, ldx), first);
        }
    }
}

/// Rows of `x` from `first` on, without the `columns` of `a` times theirs, from the last one on if it goes `DOWN`: in the order in
/// which rows are solved for, so that it does not matter how many are summed at a time.
///
/// # Safety
/// The processor must be of the level of `V`.
#[inline(always)]
unsafe fn sums<R: Real, V: Vector<R>, const W: usize, const G: usize, const DOWN: bool>(
    (a, lda): ByRows<&[R]>,
    (x, ldx): ByRows<&[R]>,
    first: usize,
    columns: Range<usize>,
) -> [[V; W]; G] {
    assert!(a.len() >= (first + G - 1) * lda + columns.end && x.len() >= columns.end.max(first + G) * ldx);
    assert!(W * V::LANES <= ldx);
    // SAFETY: the level is the caller's; all is within the two matrices.
    unsafe {
        let mut sums = [[V::splat(R::ZERO); W]; G];
        for g in 0..G {
            for w in 0..W {
                sums[g][w] = V::load(x.as_ptr().add((first + g) * ldx + w * V::LANES));
            }
        }
        for step in 0..columns.len() {
            let k = if DOWN { columns.end - 1 - step } else { columns.start + step };
            let mut row = [V::splat(R::ZERO); W];
            for w in 0..W {
                row[w] = V::load(x.as_ptr().add(k * ldx + w * V::LANES));
            }
            for g in 0..G {
                let factor = V::splat(*a.as_ptr().add((first + g) * lda + k));
                for w in 0..W {
                    sums[g][w] = sums[g][w].minus(row[w], factor);
                }
            }
        }
        sums
    }
}

/// # Safety
/// The processor must be of the level of `V`.
#[inline(always)]
unsafe fn store<R: Real, V: Vector<R>, const W: usize, const G: usize>(
    sums: [[V; W]; G],
    (x, ldx): ByRows<&mut [R]>,
    first: usize,
) {
    assert!(x.len() >= (first + G) * ldx && W * V::LANES <= ldx);
    for g in 0..G {
        for w in 0..W {
            // SAFETY: the level is the caller's, the place is within the matrix.
            unsafe { sums[g][w].store(x.as_mut_ptr().add((first + g) * ldx + w * V::LANES)) };
        }
    }
}
