//! Products of the smallest matrices, whose extents the compiler knows.

use numoxide_simd::ahead::{LINE, prefetch};
use numoxide_simd::{Isa, Kernel, Level};

use crate::Field;
use crate::pure::product::{Registers, Vector, whole_tiles};

pub struct Multiply<'a, T> {
    pub extents: [usize; 3],
    pub a: &'a [T],
    pub b: &'a [T],
    pub c: &'a mut [T],
}

impl<T: Field<Real: Registers>> Kernel for Multiply<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        if self.extents[0] * self.extents[2] == 1 {
            return self.dots();
        }
        if const { !I::FMA } {
            let extents = self.extents;
            return self.multiply(extents);
        }
        match self.extents {
            [2, 2, 2] => self.multiply([2, 2, 2]),
            [3, 3, 3] => self.multiply([3, 3, 3]),
            [4, 4, 4] => self.multiply([4, 4, 4]),
            [3, 3, 1] => self.multiply([3, 3, 1]),
            [4, 4, 1] => self.multiply([4, 4, 1]),
            // The narrowest tiles have a register of columns.
            [m, _, n] if !T::COMPLEX && m > 1 && n >= <T::Real as Registers>::V3::LANES => {
                self.by_registers::<I>();
            }
            extents => self.multiply(extents),
        }
    }
}

/// Stacks of at least this many bytes are further away than the second-level cache.
const FAR_BYTES: usize = 3 << 19;

/// The operands of the next product, which are asked for a few lines at a time: all at once they would be in the way of the
/// present ones.
struct Next {
    places: [*const u8; 2],
    /// The lines of each at a time.
    lines: [usize; 2],
}

impl Next {
    /// What follows `a` and `b`, to be asked for in `parts` parts.
    fn after<T>(a: &[T], b: &[T], parts: usize) -> Self {
        let lines = [a, b].map(|x| size_of_val(x).div_ceil(LINE * parts));
        Next { places: [a.as_ptr_range().end.cast(), b.as_ptr_range().end.cast()], lines }
    }

    #[inline(always)]
    fn ask(&mut self) {
        for (place, &lines) in self.places.iter_mut().zip(&self.lines) {
            for _ in 0..lines {
                prefetch(*place);
                *place = place.wrapping_add(LINE);
            }
        }
    }
}

/// Sums that run side by side.
const SUMS: usize = 8;

impl<T: Field<Real: Registers>> Multiply<'_, T> {
    /// Products of real matrices in tiles, without a call each.
    #[inline(always)]
    fn by_registers<I: Isa>(self) {
        // SAFETY: `I` is a level of this processor, which `dispatch` has made sure of, and so is the one below.
        unsafe {
            match I::LEVEL {
                Level::V4 if self.extents[2] >= <T::Real as Registers>::V4::LANES => {
                    self.tiles::<<T::Real as Registers>::V4, 8>();
                }
                _ => self.tiles::<<T::Real as Registers>::V3, 4>(),
            }
        }
    }

    /// # Safety
    /// The processor must be of the level of `V`, which has registers for two by `NR` sums.
    #[inline(always)]
    unsafe fn tiles<V: Vector<T::Real>, const NR: usize>(self) {
        let [m, k, n] = self.extents;
        let far = size_of_val(self.a) + size_of_val(self.b) + size_of_val(self.c) >= FAR_BYTES;
        let matrices = self.a.chunks_exact(m * k).zip(self.b.chunks_exact(k * n));
        for (c, (a, b)) in self.c.chunks_exact_mut(m * n).zip(matrices) {
            let (left, right, to) =
                ((b.as_ptr().cast(), n), (a.as_ptr().cast(), k), (c.as_mut_ptr().cast(), n));
            let tiles = m.div_ceil(NR) * n.div_ceil(2 * V::LANES);
            let mut next = if far { Some(Next::after(a, b, tiles)) } else { None };
            let ask = || {
                if let Some(next) = &mut next {
                    next.ask();
                }
            };
            // SAFETY: row by row is column by column of the transpose; reals are their own parts. The level is the
            // caller's, and there are as many columns as the tiles need.
            unsafe {
                match m {
                    _ if m >= NR && n >= 2 * V::LANES => {
                        whole_tiles::<T::Real, V, 2, NR, false>((n, k, m), left, right, to, ask);
                    }
                    8.. => whole_tiles::<T::Real, V, 1, 8, false>((n, k, m), left, right, to, ask),
                    4.. => whole_tiles::<T::Real, V, 1, 4, false>((n, k, m), left, right, to, ask),
                    _ => whole_tiles::<T::Real, V, 1, 1, false>((n, k, m), left, right, to, ask),
                }
            }
        }
    }

    /// Products of a row with a column.
    #[inline(always)]
    fn dots(self) {
        let k = self.extents[1];
        for (c, (a, b)) in self.c.iter_mut().zip(self.a.chunks_exact(k).zip(self.b.chunks_exact(k))) {
            let mut sums = [T::ZERO; SUMS];
            let (left, right) = (a.chunks_exact(SUMS), b.chunks_exact(SUMS));
            let rest = left.remainder().iter().zip(right.remainder());
            let rest = rest.fold(T::ZERO, |sum, (&x, &y)| sum + x * y);
            for (x, y) in left.zip(right) {
                (0..SUMS).for_each(|lane| sums[lane] += x[lane] * y[lane]);
            }
            *c = sums.iter().fold(rest, |sum, &lane| sum + lane);
        }
    }

    #[inline(always)]
    fn multiply(self, [m, k, n]: [usize; 3]) {
        let matrices = self.a.chunks_exact(m * k).zip(self.b.chunks_exact(k * n));
        for (c, (a, b)) in self.c.chunks_exact_mut(m * n).zip(matrices) {
            for i in 0..m {
                for j in 0..n {
                    // From zero, as everywhere: the sum of negative zeros is zero.
                    c[i * n + j] = (0..k).fold(T::ZERO, |sum, p| sum + a[i * k + p] * b[p * n + j]);
                }
            }
        }
    }
}
