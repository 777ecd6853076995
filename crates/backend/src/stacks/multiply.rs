//! Products of the smallest matrices, whose extents the compiler knows.

use numoxide_simd::{Isa, Kernel};

use crate::Field;

pub struct Multiply<'a, T> {
    pub extents: [usize; 3],
    pub a: &'a [T],
    pub b: &'a [T],
    pub c: &'a mut [T],
}

impl<T: Field> Kernel for Multiply<'_, T> {
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
            extents => self.multiply(extents),
        }
    }
}

/// Sums that run side by side.
const SUMS: usize = 8;

impl<T: Field> Multiply<'_, T> {
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
                    let first = a[i * k] * b[j];
                    c[i * n + j] = (1..k).fold(first, |sum, p| sum + a[i * k + p] * b[p * n + j]);
                }
            }
        }
    }
}
