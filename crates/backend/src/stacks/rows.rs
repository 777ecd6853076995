//! LU factors of one real matrix after the other, by rows of whole registers: from about 5 rows on these need no lanes of other
//! matrices, and a matrix stays in the first-level cache.
//!
//! Rows are eliminated where they lie, and what is left of them below the diagonal is no number of interest. The factors of rows
//! stand in a matrix of their own, so that no register is read of which a part has just been written.

use numoxide_simd::ahead::LINE;
use numoxide_simd::{Isa, Level};

use super::{FACTORS, Refused};
use crate::Real;
use crate::pure::product::{Registers, Vector};
use crate::pure::substitution;

/// Items that rows are filled up to, so that sums of all levels are the same.
const FILLED: usize = 8;

/// The factors of one matrix.
struct Factors<R> {
    memory: Vec<R>,
    /// Where the matrix that becomes U begins; L follows.
    start: usize,
    n: usize,
    /// The distance of rows, and their number, zeros included.
    ld: usize,
    /// The row that came to each place.
    order: [usize; FACTORS],
    reciprocals: [R; FACTORS],
    odd: bool,
    singular: bool,
}

impl<R: Real> Factors<R> {
    fn new(n: usize, ld: usize) -> Self {
        let memory = vec![R::ZERO; 2 * ld * ld + LINE / size_of::<R>()];
        let start = memory.as_ptr().align_offset(LINE);
        Factors {
            memory,
            start,
            n,
            ld,
            order: [0; FACTORS],
            reciprocals: [R::ONE; FACTORS],
            odd: false,
            singular: false,
        }
    }

    /// The matrix that becomes U, and L: rows beyond the last are those of a unit matrix.
    fn parts(&mut self) -> (&mut [R], &mut [R]) {
        let size = self.ld * self.ld;
        let (u, l) = self.memory[self.start..].split_at_mut(size);
        (u, &mut l[..size])
    }

    fn fill(&mut self, a: &[R]) {
        let (n, ld) = (self.n, self.ld);
        let (u, _) = self.parts();
        for (to, from) in u.chunks_exact_mut(ld).zip(a.chunks_exact(n)) {
            to[..n].copy_from_slice(from);
        }
    }

    /// Factors the matrix of `W` registers a row that has been filled in, and brings `y` along, if it has items.
    ///
    /// # Safety
    /// The processor must be of the level of `V`, of which `W` are a row.
    #[inline(always)]
    unsafe fn factor<V: Vector<R>, const W: usize, const RIGHT: bool>(&mut self, y: &mut [R]) {
        let (n, ld) = (self.n, self.ld);
        assert!(ld == W * V::LANES && n <= ld && n <= FACTORS && (!RIGHT || y.len() >= n));
        (self.odd, self.singular) = (false, false);
        (0..n).for_each(|i| self.order[i] = i);
        let mut best = first_pivot(&self.parts().0[..n * ld], ld);
        for k in 0..n {
            if best != k {
                self.odd = !self.odd;
                self.order.swap(k, best);
                if RIGHT {
                    y.swap(k, best);
                }
                let (u, l) = self.parts();
                for matrix in [u, l] {
                    let (above, below) = matrix.split_at_mut(best * ld);
                    above[k * ld..][..ld].swap_with_slice(&mut below[..ld]);
                }
            }
            let pivot = self.parts().0[k * ld + k];
            let mut reciprocal = R::ONE / pivot;
            self.reciprocals[k] = reciprocal;
            self.singular |= pivot == R::ZERO;
            if k + 1 == n || self.singular {
                break;
            }
            let (u, l) = self.parts();
            if pivot.abs() < R::TINY {
                u[k * ld..n * ld].iter_mut().skip(ld + k).step_by(ld).for_each(|x| *x = *x / pivot);
                reciprocal = R::ONE;
            }
            let y = if RIGHT { y[k..n].as_mut_ptr() } else { std::ptr::null_mut() };
            let first = k / V::LANES;
            let work = Elimination {
                row: u[k * ld + first * V::LANES..].as_mut_ptr(),
                factors: l[k * ld + k..].as_mut_ptr(),
                y,
                column: k % V::LANES,
                below: n - k - 1,
                ld,
                reciprocal,
            };
            // SAFETY: the caller's; from register `first` on there are so many, and so many rows below.
            let found = unsafe {
                match W - first {
                    8 if W >= 8 => work.run::<V, 8, RIGHT>(),
                    7 if W >= 8 => work.run::<V, 7, RIGHT>(),
                    6 if W >= 8 => work.run::<V, 6, RIGHT>(),
                    5 if W >= 8 => work.run::<V, 5, RIGHT>(),
                    4 if W >= 4 => work.run::<V, 4, RIGHT>(),
                    3 if W >= 4 => work.run::<V, 3, RIGHT>(),
                    2 if W >= 2 => work.run::<V, 2, RIGHT>(),
                    _ => work.run::<V, 1, RIGHT>(),
                }
            };
            best = k + found;
        }
    }

    /// Replaces what `factor` left of a right-hand side by the solution; items beyond its last must be 0.
    #[inline(always)]
    fn substitute(&mut self, y: &mut [R; FACTORS]) {
        let (n, ld, reciprocals) = (self.n, self.ld, self.reciprocals);
        let (u, _) = self.parts();
        for i in (0..n).rev() {
            let row = &u[i * ld..][..ld];
            let known = (i / FILLED + 1) * FILLED;
            let mut sums = [R::ZERO; FILLED];
            for (row, y) in row[known..].chunks_exact(FILLED).zip(y[known..].chunks_exact(FILLED)) {
                (0..FILLED).for_each(|lane| sums[lane] += row[lane] * y[lane]);
            }
            let [a, b, c, d, e, f, g, h] = sums;
            let sum = ((a + e) + (c + g)) + ((b + f) + (d + h));
            // What has just been written is read one by one.
            let sum = (i + 1..known.min(n)).fold(sum, |sum, k| sum + row[k] * y[k]);
            let (rest, pivot) = (y[i] - sum, u[i * ld + i]);
            y[i] = if pivot.abs() < R::TINY { rest / pivot } else { rest * reciprocals[i] };
        }
    }

    /// The inverse, row by row `ld` apart.
    ///
    /// # Safety
    /// The processor must be of the level of `V`, of which `W` are a row; `G` rows, by which `ld` can be divided, are summed at a time.
    #[inline(always)]
    unsafe fn inverse<V: Vector<R>, const W: usize, const G: usize>(&mut self, x: &mut [R]) {
        let (n, ld, order) = (self.n, self.ld, self.order);
        let mut reciprocals = [R::ONE; FACTORS];
        reciprocals[..n].copy_from_slice(&self.reciprocals[..n]);
        let height = n.next_multiple_of(G);
        assert!(ld == W * V::LANES && ld.is_multiple_of(G) && x.len() >= height * ld);
        x[..height * ld].fill(R::ZERO);
        (0..n).for_each(|i| x[i * ld + order[i]] = R::ONE);
        let (u, l) = self.parts();
        let ones = [R::ONE; FACTORS];
        // SAFETY: the caller's.
        unsafe {
            substitution::lower::<R, V, W, G>((&*l, ld), &ones, (&mut *x, ld), height);
            substitution::upper::<R, V, W, G>((&*u, ld), &reciprocals, (&mut *x, ld), height);
        }
    }
}

/// The row with the largest item of the first column.
#[inline(always)]
fn first_pivot<R: Real>(u: &[R], ld: usize) -> usize {
    let (mut best, mut largest) = (0, u[0].abs());
    for (i, x) in u.iter().step_by(ld).enumerate().skip(1) {
        (best, largest) = if x.abs() > largest { (i, x.abs()) } else { (best, largest) };
    }
    best
}

/// One step: a row that is subtracted from those below.
struct Elimination<R> {
    /// The register of the row in which the pivot is.
    row: *mut R,
    /// The item of L in the pivot's place.
    factors: *mut R,
    /// The item of the right-hand side.
    y: *mut R,
    /// The lane of the pivot.
    column: usize,
    below: usize,
    ld: usize,
    reciprocal: R,
}

impl<R: Real> Elimination<R> {
    /// Subtracts `N` registers; returns how far below the largest item of the next column is.
    ///
    /// # Safety
    /// The processor must be of the level of `V`; the matrices must have these registers and rows, and the right-hand side the latter.
    #[inline(always)]
    unsafe fn run<V: Vector<R>, const N: usize, const RIGHT: bool>(self) -> usize {
        let Elimination { row, factors, y, column, below, ld, reciprocal } = self;
        // SAFETY: the caller's. There is a next column, since there is a row below.
        unsafe {
            let mut first = [V::splat(R::ZERO); N];
            for r in 0..N {
                first[r] = V::load(row.add(r * V::LANES));
            }
            let (mut best, mut largest) = (1, -R::ONE);
            for i in 1..=below {
                let to = row.add(i * ld);
                let factor = *to.add(column) * reciprocal;
                *factors.add(i * ld) = factor;
                let wide = V::splat(factor);
                for r in 0..N {
                    let to = to.add(r * V::LANES);
                    V::load(to).minus(first[r], wide).store(to);
                }
                if RIGHT {
                    *y.add(i) -= *y * factor;
                }
                let size = (*to.add(column + 1)).abs();
                let larger = size > largest;
                largest = if larger { size } else { largest };
                best = if larger { i } else { best };
            }
            best
        }
    }
}

/// Replaces every matrix of `n` rows by its inverse.
///
/// # Errors
/// The first singular matrix.
///
/// # Safety
/// The processor must be of level `I`.
#[inline(always)]
pub unsafe fn invert<R: Registers, I: Isa>(n: usize, a: &mut [R]) -> Result<(), Refused> {
    // SAFETY: the caller's.
    unsafe {
        match I::LEVEL {
            Level::V4 => Inversion(a).run::<R::V4>(n),
            Level::V3 => Inversion(a).run::<R::V3>(n),
            Level::Baseline => unreachable!("lanes serve this level"),
        }
    }
}

/// Solves `A x = b` in place of `b`, which is one column.
///
/// # Errors
/// The first singular matrix.
///
/// # Safety
/// As [`invert`].
#[inline(always)]
pub unsafe fn solve<R: Registers, I: Isa>(n: usize, a: &[R], b: &mut [R]) -> Result<(), Refused> {
    // SAFETY: the caller's.
    unsafe {
        match I::LEVEL {
            Level::V4 => Solution(a, b).run::<R::V4>(n),
            Level::V3 => Solution(a, b).run::<R::V3>(n),
            Level::Baseline => unreachable!("lanes serve this level"),
        }
    }
}

/// Work on matrices whose rows are so many registers.
trait ByRows<R: Real>: Sized {
    /// Does the work, summing `G` rows at a time.
    ///
    /// # Safety
    /// The processor must be of the level of `V`, of which `W` are a row.
    unsafe fn with<V: Vector<R>, const W: usize, const G: usize>(self, n: usize) -> Result<(), Refused>;

    /// Chooses the registers of a row, and as many rows as their sums have room for.
    ///
    /// # Safety
    /// The processor must be of the level of `V`.
    #[inline(always)]
    unsafe fn run<V: Vector<R>>(self, n: usize) -> Result<(), Refused> {
        // SAFETY: the caller's.
        unsafe {
            match (n.next_multiple_of(FILLED)).div_ceil(V::LANES) {
                0..=1 if V::LANES >= FILLED => self.with::<V, 1, 4>(n),
                0..=2 => self.with::<V, 2, 4>(n),
                3..=4 => self.with::<V, 4, 2>(n),
                _ if V::LANES * 4 < FACTORS => self.with::<V, 8, 1>(n),
                _ => unreachable!("rows of {FACTORS} items at most"),
            }
        }
    }
}

struct Inversion<'a, R>(&'a mut [R]);

impl<R: Real> ByRows<R> for Inversion<'_, R> {
    #[inline(always)]
    unsafe fn with<V: Vector<R>, const W: usize, const G: usize>(self, n: usize) -> Result<(), Refused> {
        let ld = W * V::LANES;
        let mut factors = Factors::new(n, ld);
        let mut memory = vec![R::ZERO; ld * ld + LINE / size_of::<R>()];
        let start = memory.as_ptr().align_offset(LINE);
        let x = &mut memory[start..][..ld * ld];
        for (number, a) in self.0.chunks_exact_mut(n * n).enumerate() {
            factors.fill(a);
            // SAFETY: the caller's.
            unsafe { factors.factor::<V, W, false>(&mut []) };
            if factors.singular {
                return Err(Refused(number));
            }
            // SAFETY: the caller's.
            unsafe { factors.inverse::<V, W, G>(x) };
            for (to, from) in a.chunks_exact_mut(n).zip(x.chunks_exact(ld)) {
                to.copy_from_slice(&from[..n]);
            }
        }
        Ok(())
    }
}

struct Solution<'a, R>(&'a [R], &'a mut [R]);

impl<R: Real> ByRows<R> for Solution<'_, R> {
    #[inline(always)]
    unsafe fn with<V: Vector<R>, const W: usize, const G: usize>(self, n: usize) -> Result<(), Refused> {
        let mut factors = Factors::new(n, W * V::LANES);
        let mut y = [R::ZERO; FACTORS];
        let systems = self.0.chunks_exact(n * n).zip(self.1.chunks_exact_mut(n));
        for (number, (a, b)) in systems.enumerate() {
            factors.fill(a);
            y[..n].copy_from_slice(b);
            // SAFETY: the caller's.
            unsafe { factors.factor::<V, W, true>(&mut y) };
            if factors.singular {
                return Err(Refused(number));
            }
            factors.substitute(&mut y);
            b.copy_from_slice(&y[..n]);
        }
        Ok(())
    }
}
