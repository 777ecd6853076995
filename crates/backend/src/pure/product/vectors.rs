//! Products of a matrix with a vector, which run at the speed of memory.

use numoxide_simd::{Isa, Kernel, Level, dispatch};

use super::{Registers, Vector, small};
use crate::{Field, Mat, MatMut, Op};

/// Columns that are added side by side.
const SIDE: usize = 4;
/// Items of a register at most.
const WIDEST: usize = 16;

/// A product whose `c` is one row or one column, of a real type.
pub fn by_vector<T: Field<Real: Registers>>(
    alpha: T,
    a: Mat<'_, T>,
    b: Mat<'_, T>,
    beta: T,
    mut c: MatMut<'_, T>,
) {
    let row = c.rows() == 1;
    let (matrix, vector) = if row { (flipped(b), flipped(a)) } else { (a, b) };
    small::scaled(&mut c, beta);
    let lying = if alpha == T::ONE && vector.op() == Op::None { vector.col(0) } else { None };
    // The column of what is read as it lies, or a copy of it.
    let copied: Vec<T>;
    let x = match lying {
        Some(x) => x,
        None => {
            copied = (0..matrix.cols()).map(|p| alpha * vector.at(p, 0)).collect();
            &copied
        }
    };
    if !row {
        return dispatch(ByVector { matrix, x, y: c.col_mut(0) });
    }
    if c.ld() == 1 {
        // A row of contiguous items is a column of them.
        let (rest, cols) = (c.as_mut_ptr(), c.cols());
        // SAFETY: the items of the row, which is borrowed uniquely.
        let y = unsafe { std::slice::from_raw_parts_mut(rest, cols) };
        return dispatch(ByVector { matrix, x, y });
    }
    let mut y = vec![T::ZERO; matrix.rows()];
    dispatch(ByVector { matrix, x, y: &mut y });
    for (i, &y) in y.iter().enumerate() {
        c[(0, i)] += y;
    }
}

/// The transpose of a real matrix.
fn flipped<T>(a: Mat<'_, T>) -> Mat<'_, T> {
    if a.op() == Op::Adjoint { a.adjoint() } else { a.t() }
}

struct ByVector<'a, T: Field> {
    matrix: Mat<'a, T>,
    x: &'a [T],
    y: &'a mut [T],
}

impl<T: Field<Real: Registers>> Kernel for ByVector<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        // SAFETY: `I` is a level of this processor, which `dispatch` has made sure of.
        unsafe {
            match I::LEVEL {
                // As many lanes of sums at both, so that they have the same bits.
                Level::V4 => self.multiply::<<T::Real as Registers>::V4, 2, 4>(),
                Level::V3 => self.multiply::<<T::Real as Registers>::V3, 4, 2>(),
                Level::Baseline => self.multiply::<<T::Real as Registers>::Baseline, 2, 2>(),
            }
        }
    }
}

impl<T: Field<Real: Registers>> ByVector<'_, T> {
    /// With `S` registers of sums for each of `N` columns.
    ///
    /// # Safety
    /// The processor must be of the level of `V`.
    #[inline(always)]
    unsafe fn multiply<V: Vector<T::Real>, const S: usize, const N: usize>(self) {
        let ByVector { matrix, x, y } = self;
        // SAFETY: items of real types are their own real parts.
        let (x, y) = unsafe {
            (
                std::slice::from_raw_parts(x.as_ptr().cast::<T::Real>(), x.len()),
                std::slice::from_raw_parts_mut(y.as_mut_ptr().cast::<T::Real>(), y.len()),
            )
        };
        let (lines, ld) = (matrix.as_ptr().cast::<T::Real>(), matrix.ld());
        // SAFETY: the level is the caller's. Real matrices are items of their own parts; of `SIDE` columns as they lie, all
        // items are readable, and as many as there are rows.
        unsafe {
            if matrix.op() == Op::None {
                for (at, x) in x.chunks(SIDE).enumerate() {
                    let first = lines.add(at * SIDE * ld);
                    match x {
                        &[p, q, r, s] => add_columns::<T::Real, V, SIDE>(first, ld, [p, q, r, s], y),
                        _ => (0..x.len())
                            .for_each(|at| add_columns::<T::Real, V, 1>(first.add(at * ld), ld, [x[at]], y)),
                    }
                }
            } else {
                for (at, y) in y.chunks_mut(N).enumerate() {
                    let first = lines.add(at * N * ld);
                    if y.len() == N {
                        let sums = sums::<T::Real, V, S, N>(first, ld, x);
                        y.iter_mut().zip(sums).for_each(|(y, sum)| *y += sum);
                    } else {
                        for (at, y) in y.iter_mut().enumerate() {
                            let [sum] = sums::<T::Real, V, S, 1>(first.add(at * ld), ld, x);
                            *y += sum;
                        }
                    }
                }
            }
        }
    }
}

/// `y += Σ factors[j] column j`.
///
/// # Safety
/// The processor must be of the level of `V`; the columns have as many items as `y`.
#[inline(always)]
unsafe fn add_columns<R: Registers, V: Vector<R>, const N: usize>(
    first: *const R,
    ld: usize,
    factors: [R; N],
    y: &mut [R],
) {
    let whole = y.len() - y.len() % V::LANES;
    // SAFETY: the caller's; every vector lies before `whole`.
    unsafe {
        let mut wide = [V::splat(R::ZERO); N];
        for j in 0..N {
            wide[j] = V::splat(factors[j]);
        }
        for i in (0..whole).step_by(V::LANES) {
            let mut sum = V::load(y.as_ptr().add(i));
            for j in 0..N {
                sum = sum.plus(V::load(first.add(j * ld + i)), wide[j]);
            }
            sum.store(y.as_mut_ptr().add(i));
        }
        // The rest as a vector of its own, so that it is rounded as all others.
        let rest = &mut y[whole..];
        if !rest.is_empty() {
            let mut room = [R::ZERO; WIDEST];
            room[..rest.len()].copy_from_slice(rest);
            let mut sum = V::load(room.as_ptr());
            for j in 0..N {
                let column = std::slice::from_raw_parts(first.add(j * ld + whole), rest.len());
                room[..rest.len()].copy_from_slice(column);
                sum = sum.plus(V::load(room.as_ptr()), wide[j]);
            }
            sum.store(room.as_mut_ptr());
            rest.copy_from_slice(&room[..rest.len()]);
        }
    }
}

/// The sums of products of `N` columns with `x`.
///
/// # Safety
/// As [`add_columns`].
#[inline(always)]
unsafe fn sums<R: Registers, V: Vector<R>, const S: usize, const N: usize>(
    first: *const R,
    ld: usize,
    x: &[R],
) -> [R; N] {
    const { assert!(V::LANES <= WIDEST && S * V::LANES <= 2 * WIDEST) };
    let whole = x.len() - x.len() % (S * V::LANES);
    let mut found = [R::ZERO; N];
    // SAFETY: the caller's; every vector lies before `whole`, and lanes fit the array.
    unsafe {
        let mut sums = [[V::splat(R::ZERO); S]; N];
        for i in (0..whole).step_by(S * V::LANES) {
            for s in 0..S {
                let at = i + s * V::LANES;
                let x = V::load(x.as_ptr().add(at));
                for j in 0..N {
                    sums[j][s] = sums[j][s].plus(V::load(first.add(j * ld + at)), x);
                }
            }
        }
        for j in 0..N {
            let mut lanes = [R::ZERO; 2 * WIDEST];
            for s in 0..S {
                sums[j][s].store(lanes.as_mut_ptr().add(s * V::LANES));
            }
            // Halved again and again: one sum after the other would wait for each.
            let mut width = S * V::LANES / 2;
            while width > 0 {
                for i in 0..width {
                    let upper = lanes[i + width];
                    lanes[i] += upper;
                }
                width /= 2;
            }
            found[j] = lanes[0];
            for i in whole..x.len() {
                found[j] += *first.add(j * ld + i) * x[i];
            }
        }
    }
    found
}
