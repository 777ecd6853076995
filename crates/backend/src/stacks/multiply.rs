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

impl<T: Field> Multiply<'_, T> {
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
