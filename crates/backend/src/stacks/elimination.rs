//! Systems of several real matrices at a time, by elimination row by row. The matrices and their right-hand sides stay in the
//! first-level cache, and rows change places without a branch for each lane.

use numoxide_simd::{Isa, Level};

use super::reflectors::{Lane, lanes};
use super::sweeps::{Room, gather_items, scatter_items};
use super::{MANY as LANES, Refused};
use crate::Real;
use crate::pure::product::{Registers, Vector};

/// Matrices of `n` rows with `columns` columns on the right-hand side.
struct Systems<'a, R> {
    n: usize,
    columns: usize,
    /// Row by row, as `right`.
    a: &'a mut [Lane<R>],
    right: &'a mut [Lane<R>],
    reciprocals: &'a mut [Lane<R>],
    /// The row that is subtracted, of both, and what it has changed places with.
    row: &'a mut [Lane<R>],
    singular: Lane<R>,
    /// Whether the reciprocal of a pivot would overflow.
    tiny: bool,
}

/// Solves `A x = b` in place of the `columns` columns of each `b`.
///
/// # Errors
/// The first singular matrix.
#[inline(always)]
pub fn solve<R: Registers, I: Isa>(n: usize, a: &[R], columns: usize, b: &mut [R]) -> Result<(), Refused> {
    let (size, side) = (n * n, n * columns);
    let mut room = Room::new((size + side + 2 * n + columns) * LANES);
    let mut systems = Systems::new(n, columns, &mut room);
    let blocks = a.chunks(LANES * size).zip(b.chunks_mut(LANES * side));
    for (block, (a, b)) in blocks.enumerate() {
        gather_items(a, size, systems.a);
        gather_items(b, side, systems.right);
        systems.run::<I>(a.len() / size).map_err(|lane| Refused(block * LANES + lane))?;
        scatter_items(systems.right, side, b);
    }
    Ok(())
}

/// Replaces every matrix by its inverse.
///
/// # Errors
/// The first singular matrix.
#[inline(always)]
pub fn invert<R: Registers, I: Isa>(n: usize, a: &mut [R]) -> Result<(), Refused> {
    let size = n * n;
    let mut room = Room::new((2 * size + 3 * n) * LANES);
    let mut systems = Systems::new(n, n, &mut room);
    for (block, a) in a.chunks_mut(LANES * size).enumerate() {
        gather_items(a, size, systems.a);
        systems.right.fill([R::ZERO; LANES]);
        for i in 0..n {
            systems.right[i * n + i] = [R::ONE; LANES];
        }
        systems.run::<I>(a.len() / size).map_err(|lane| Refused(block * LANES + lane))?;
        scatter_items(systems.right, size, a);
    }
    Ok(())
}

impl<'a, R: Registers> Systems<'a, R> {
    fn new(n: usize, columns: usize, room: &'a mut Room<R>) -> Self {
        let mut room = room.parts();
        Systems {
            n,
            columns,
            a: room.lanes(n * n),
            right: room.lanes(n * columns),
            reciprocals: room.lanes(n),
            row: room.lanes(n + columns),
            singular: [R::ZERO; LANES],
            tiny: false,
        }
    }

    /// Replaces the right-hand sides by the solutions; the first of `count` lanes that has none.
    #[inline(always)]
    fn run<I: Isa>(&mut self, count: usize) -> Result<(), usize> {
        (self.singular, self.tiny) = ([R::ZERO; LANES], false);
        for k in 0..self.n {
            self.eliminate::<I>(k);
        }
        if let Some(lane) = self.singular[..count].iter().position(|&singular| singular != R::ZERO) {
            return Err(lane);
        }
        for k in (0..self.n).rev() {
            self.substitute::<I>(k);
        }
        Ok(())
    }

    /// The row with the largest item of column `k` from row `k` on.
    #[inline(always)]
    fn pivot(&self, k: usize) -> Lane<R> {
        let n = self.n;
        let first = self.a[k * n + k];
        let mut largest = lanes!(l => first[l].abs());
        let mut best = [R::from_f64(k as f64); LANES];
        for i in k + 1..n {
            let (at, x) = (R::from_f64(i as f64), self.a[i * n + k]);
            let size = lanes!(l => x[l].abs());
            best = lanes!(l => if size[l] > largest[l] { at } else { best[l] });
            largest = lanes!(l => if size[l] > largest[l] { size[l] } else { largest[l] });
        }
        best
    }

    /// Exchanges row `k` with the best of each lane, of what is right of the diagonal.
    #[inline(always)]
    fn exchange(&mut self, k: usize, best: Lane<R>) {
        let (n, columns) = (self.n, self.columns);
        let width = n - k;
        let (kept, kept_right) = self.row.split_at_mut(n);
        kept[..width].copy_from_slice(&self.a[k * n + k..(k + 1) * n]);
        kept_right.copy_from_slice(&self.right[k * columns..][..columns]);
        for i in k + 1..n {
            let at = R::from_f64(i as f64);
            let chosen = lanes!(l => if best[l] == at { R::ONE } else { R::ZERO });
            let (above, below) = self.a.split_at_mut(i * n);
            let pairs = above[k * n + k..(k + 1) * n].iter_mut().zip(&mut below[k..n]).zip(&kept[..width]);
            for ((x, y), kept) in pairs {
                (*x, *y) = picked(chosen, *x, *y, *kept);
            }
            let (above, below) = self.right.split_at_mut(i * columns);
            let pairs = above[k * columns..][..columns].iter_mut().zip(&mut below[..columns]);
            for ((x, y), kept) in pairs.zip(kept_right.iter()) {
                (*x, *y) = picked(chosen, *x, *y, *kept);
            }
        }
    }

    /// Subtracts row `k` from those below it.
    #[inline(always)]
    fn eliminate<I: Isa>(&mut self, k: usize) {
        let (n, columns) = (self.n, self.columns);
        let best = self.pivot(k);
        if best.iter().fold(R::ZERO, |most, &best| most.larger(best)) != R::from_f64(k as f64) {
            self.exchange(k, best);
        }
        let pivot = self.a[k * n + k];
        let singular = self.singular;
        self.singular = lanes!(l => if pivot[l] == R::ZERO { R::ONE } else { singular[l] });
        let reciprocal = lanes!(l => R::ONE / pivot[l]);
        self.reciprocals[k] = reciprocal;
        let least = pivot.iter().fold(R::MAX, |least, x| if x.abs() < least { x.abs() } else { least });
        self.tiny |= least < R::TINY;
        let (above, below) = self.a.split_at_mut((k + 1) * n);
        let row = &above[k * n + k + 1..];
        let (above, right) = self.right.split_at_mut((k + 1) * columns);
        let side = &above[k * columns..];
        for (to, right) in below.chunks_exact_mut(n).zip(right.chunks_exact_mut(columns)) {
            let factor = quotient(to[k], pivot, reciprocal, self.tiny);
            subtract::<R, I>(&mut to[k + 1..], row, &factor);
            subtract::<R, I>(right, side, &factor);
        }
    }

    /// Solves for row `k`, and subtracts it from those above.
    #[inline(always)]
    fn substitute<I: Isa>(&mut self, k: usize) {
        let (n, columns) = (self.n, self.columns);
        let (above, solved) = self.right.split_at_mut(k * columns);
        let solved = &mut solved[..columns];
        for x in solved.iter_mut() {
            *x = quotient(*x, self.a[k * n + k], self.reciprocals[k], self.tiny);
        }
        for (i, to) in above.chunks_exact_mut(columns).enumerate() {
            subtract::<R, I>(to, solved, &self.a[i * n + k]);
        }
    }
}

/// `to -= factor x` in every lane.
#[inline(always)]
fn subtract<R: Registers, I: Isa>(to: &mut [Lane<R>], x: &[Lane<R>], factor: &Lane<R>) {
    // SAFETY: `I` is a level of this processor, since this is inlined into what `dispatch` runs; so many registers are a number of
    // each lane.
    unsafe {
        match (I::LEVEL, LANES / R::V3::LANES) {
            (Level::V4, 2) => by_registers::<R, R::V4, 1>(to, x, factor),
            (_, 2) => by_registers::<R, R::V3, 2>(to, x, factor),
            (_, 1) => by_registers::<R, R::V3, 1>(to, x, factor),
            _ => by_registers::<R, R::V3, 4>(to, x, factor),
        }
    }
}

/// [`subtract`] by registers, which the compiler would not find: it would rather take several numbers of one lane.
///
/// # Safety
/// The processor must be of the level of `V`, and not more than `W` of its registers hold a number of each lane.
#[inline(always)]
unsafe fn by_registers<R: Registers, V: Vector<R>, const W: usize>(
    to: &mut [Lane<R>],
    x: &[Lane<R>],
    factor: &Lane<R>,
) {
    assert!(W * V::LANES <= LANES);
    // SAFETY: the caller's.
    unsafe {
        let mut factors = [V::splat(R::ZERO); W];
        for r in 0..W {
            factors[r] = V::load(factor.as_ptr().add(r * V::LANES));
        }
        for (to, x) in to.iter_mut().zip(x) {
            for r in 0..W {
                let to = to.as_mut_ptr().add(r * V::LANES);
                V::load(to).minus(V::load(x.as_ptr().add(r * V::LANES)), factors[r]).store(to);
            }
        }
    }
}

/// Of two rows, those of the lanes that exchange them: the second to the first, and what was `kept` to the second.
#[inline(always)]
fn picked<R: Real>(chosen: Lane<R>, x: Lane<R>, y: Lane<R>, kept: Lane<R>) -> (Lane<R>, Lane<R>) {
    (
        lanes!(l => if chosen[l] == R::ZERO { x[l] } else { y[l] }),
        lanes!(l => if chosen[l] == R::ZERO { y[l] } else { kept[l] }),
    )
}

/// `x / pivot`, by its reciprocal where that is a number; whether in some lane it may not be, tells `tiny`.
#[inline(always)]
fn quotient<R: Real>(x: Lane<R>, pivot: Lane<R>, reciprocal: Lane<R>, tiny: bool) -> Lane<R> {
    if tiny {
        return lanes!(l => if pivot[l].abs() < R::TINY { x[l] / pivot[l] } else { x[l] * reciprocal[l] });
    }
    lanes!(l => x[l] * reciprocal[l])
}
