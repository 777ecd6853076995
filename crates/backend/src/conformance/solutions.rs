//! Least squares and squares of matrices.

use super::{Suite, largest, nan, packed, product, spaced};
use crate::{Field, Mat, MatMut, Real};

/// Items between the end of a column and the next.
const APART: usize = 3;

impl<T: Field> Suite<'_, T> {
    /// Expects `alpha a aᴴ + beta c`, of a matrix as it lies and as its adjoint, in the lower triangle.
    pub(super) fn updates_by_squares(&mut self, n: usize, k: usize) {
        let (items, lying): (Vec<T>, Vec<T>) = (self.numbers.matrix(n, k), self.numbers.matrix(k, n));
        let (first, second) = (spaced(&items, n, n + APART), spaced(&lying, k, k + APART));
        let left = [Mat::with_ld(&first, n, k, n + APART), Mat::with_ld(&second, k, n, k + APART).adjoint()];
        let g: Vec<T> = self.numbers.matrix(n, n);
        let below = |at: usize| at % n >= at / n;
        for a in left {
            for (alpha, beta) in [(1.0, 0.0), (-0.5, 1.0), (1.5, -2.0), (0.0, 0.5)] {
                let (alpha, beta) = (T::Real::from_f64(alpha), T::Real::from_f64(beta));
                let keeps = beta != T::Real::ZERO;
                let mut c = spaced(&g, n, n + APART);
                (0..n).for_each(|i| {
                    c[i * (n + APART + 1)] = T::from_real(g[i * (n + 1)].re());
                    // Neither triangle is read where it is multiplied by 0.
                    (0..n).filter(|_| !keeps).for_each(|j| c[i + j * (n + APART)] = nan());
                });
                let to = MatMut::with_ld(&mut c, n, n, n + APART);
                let done = T::routines(self.backend).herk(alpha, a, beta, to);
                self.succeed("herk", done);
                self.untouched("herk", &c, n, n + APART);
                let square = product(a, a.adjoint());
                let expected: Vec<T> = (0..n * n)
                    .filter(|&at| below(at))
                    .map(|at| {
                        let before = if at % (n + 1) == 0 { T::from_real(g[at].re()) } else { g[at] };
                        square[at] * T::from_real(alpha) + before * T::from_real(beta)
                    })
                    .collect();
                let c = packed(&c, n, n + APART);
                let found: Vec<T> = (0..n * n).filter(|&at| below(at)).map(|at| c[at]).collect();
                self.agree("herk", (n, k), 1.0, &found, &expected);
                if (0..n).any(|i| c[i * (n + 1)].im() != T::Real::ZERO) {
                    self.failures.push(format!("herk of {}: the diagonal is not real", self.kind));
                }
            }
        }
    }

    /// Runs `gelsd` on copies, and returns the rank, the solutions and what is below them, and the singular values.
    fn least_squares(
        &mut self,
        (m, n): (usize, usize),
        a: &[T],
        b: &[T],
        rcond: f64,
    ) -> Option<(usize, Vec<T>, Vec<T::Real>)> {
        let (rows, columns) = (m.max(n), b.len() / m.max(1));
        let (mut a, mut s) = (spaced(a, m, m + APART), vec![T::Real::ZERO; m.min(n)]);
        let mut x = vec![nan(); (rows + APART) * columns];
        b.chunks_exact(m.max(1))
            .zip(x.chunks_exact_mut(rows + APART))
            .for_each(|(b, x)| x[..m].copy_from_slice(b));
        let (of_a, of_b) =
            (MatMut::with_ld(&mut a, m, n, m + APART), MatMut::with_ld(&mut x, rows, columns, rows + APART));
        let done = T::routines(self.backend).gelsd(of_a, of_b, T::Real::from_f64(rcond), &mut s);
        self.untouched("gelsd", &x, rows, rows + APART);
        let rank = self.succeed("gelsd", done)?;
        Some((rank, packed(&x, rows, rows + APART), s))
    }

    /// Expects what is left of `b` to be orthogonal to `a`, solutions in the range of `aᴴ`, and the values of `gesdd`.
    pub(super) fn solves_least_squares(&mut self, m: usize, n: usize, scale: f64) {
        let (a, columns) = (self.scaled(m, n, scale), 2);
        // Right sides of another size than the matrix.
        let b: Vec<T> = self.numbers.matrix(m, columns);
        let Some((rank, all, s)) = self.least_squares((m, n), &a, &b, -1.0) else { return };
        let x = packed(&all, n, m.max(n));
        if rank != m.min(n) {
            self.failures.push(format!("gelsd of {}, {m} x {n}: rank {rank}", self.kind));
        }
        let mut alone = s.clone();
        let done = T::routines(self.backend).gesdd(MatMut::new(&mut a.clone(), m, n), &mut alone, None);
        self.succeed("gesdd", done);
        let [alone, s] = [&alone, &s].map(|s| s.iter().map(|&x| T::from_real(x)).collect::<Vec<T>>());
        self.agree("values of gelsd", (m, n), scale, &s, &alone);
        // In units in which no product vanishes.
        let down = |x: &[T], by: f64| -> Vec<T> {
            let part = |x: T::Real| T::Real::from_f64(x.to_f64() * by);
            x.iter().map(|x| T::from_parts(part(x.re()), part(x.im()))).collect()
        };
        let (a, x) = (down(&a, 1.0 / scale), down(&x, scale));
        let (of_a, of_x) = (Mat::new(&a, m, n), Mat::new(&x, n, columns));
        let rest: Vec<T> = product(of_a, of_x).iter().zip(&b).map(|(&y, &b)| y - b).collect();
        let size = (largest(&x) * n as f64).max(1.0);
        let none = |count: usize| vec![T::ZERO; count];
        if m > n {
            let along = product(of_a.adjoint(), Mat::new(&rest, m, columns));
            self.agree("gelsd, residuals", (m, n), size * m as f64, &along, &none(n * columns));
            let square = |x: &[T]| T::from_real(x.iter().fold(T::Real::ZERO, |sum, x| sum + x.abs2()));
            let below: Vec<T> = all.chunks_exact(m).map(|column| square(&column[n..])).collect();
            let rest: Vec<T> = rest.chunks_exact(m).map(square).collect();
            self.agree("gelsd, distances", (m, n), size * m as f64, &below, &rest);
        } else {
            self.agree("gelsd", (m, n), size, &rest, &none(m * columns));
        }
    }

    /// Expects ranks of a product of two factors with these values, and the shortest solution.
    pub(super) fn finds_ranks(&mut self) {
        for (m, n) in [(1, 1), (5, 5), (9, 4), (4, 9), (40, 12), (12, 40)] {
            let k = m.min(n);
            let q: Vec<T> = self.numbers.matrix(k, 1);
            // A reflection, whose columns are orthonormal, beside zeros.
            let length = q.iter().fold(0.0, |sum, x| sum + x.abs2().to_f64());
            let turned = |i: usize, j: usize| {
                let x = q[i] * q[j].conj() * T::from_real(T::Real::from_f64(-2.0 / length));
                if i == j { x + T::ONE } else { x }
            };
            for (kept, rcond) in [(k, -1.0), (k, 0.0), (k, 1.5), (k.div_ceil(2), 0.01), (0, 0.01)] {
                // Values of 1, 1/2, 1/3 and so on, then some that are less than a hundredth of the largest.
                let value =
                    |j: usize| if j < kept { 1.0 / (j + 1) as f64 } else { 1e-3 * kept.min(1) as f64 };
                let a: Vec<T> = (0..m * n)
                    .map(|at| (at % m, at / m))
                    .map(|(i, j)| match (i < k, j < k) {
                        (true, true) => turned(i, j) * T::from_real(T::Real::from_f64(value(j))),
                        _ => T::ZERO,
                    })
                    .collect();
                let b: Vec<T> = self.numbers.matrix(m, 2);
                let Some((rank, x, s)) = self.least_squares((m, n), &a, &b, rcond) else { return };
                let x = packed(&x, n, m.max(n));
                if rank != kept {
                    self.failures.push(format!("gelsd of {}, {m} x {n}: rank {rank}, not {kept}", self.kind));
                }
                let exact: Vec<T> = (0..k).map(|j| T::from_real(T::Real::from_f64(value(j)))).collect();
                let s: Vec<T> = s.iter().map(|&s| T::from_real(s)).collect();
                self.agree("values of gelsd", (m, n), 1.0, &s, &exact);
                let solution = |at: usize| {
                    let (j, column) = (at % n, at / n);
                    let b = &b[column * m..][..m];
                    let along = (0..k).fold(T::ZERO, |sum, i| sum + turned(i, j % k).conj() * b[i]);
                    let along = T::from_real(T::Real::from_f64(1.0 / value(j))) * along;
                    if j < kept { along } else { T::ZERO }
                };
                let expected: Vec<T> = (0..n * 2).map(solution).collect();
                let condition = 1.0 / value(kept.max(1) - 1);
                self.agree("gelsd of a known rank", (m, n), condition * condition, &x, &expected);
            }
        }
    }

    /// Expects extents of 0 to be none.
    pub(super) fn takes_what_is_empty(&mut self) {
        for (m, n) in [(0, 0), (0, 3), (3, 0)] {
            let (mut a, mut b) = (vec![T::ZERO; 0], vec![T::ONE; m.max(n) * 2]);
            let (of_a, of_b) = (MatMut::new(&mut a, m, n), MatMut::new(&mut b, m.max(n), 2));
            let done = T::routines(self.backend).gelsd(of_a, of_b, T::Real::from_f64(-1.0), &mut []);
            let zeros = (0..2).all(|j| b[j * m.max(n)..][..n].iter().all(|&x| x == T::ZERO));
            if self.succeed("gelsd", done).is_some_and(|rank| rank != 0 || !zeros) {
                self.failures.push(format!("gelsd of {}: {m} x {n} has a rank", self.kind));
            }
        }
        let (mut a, mut s) = (vec![T::ZERO; 6], vec![T::Real::ZERO; 2]);
        a[0] = T::ONE;
        let (of_a, rcond) = (MatMut::new(&mut a, 3, 2), T::Real::from_f64(-1.0));
        let done = T::routines(self.backend).gelsd(of_a, MatMut::new(&mut [], 3, 0), rcond, &mut s);
        if self.succeed("gelsd", done).is_some_and(|rank| rank != 1) {
            self.failures.push(format!("gelsd of {}: no right side, no rank", self.kind));
        }
        let one = T::Real::ONE;
        let done = T::routines(self.backend).herk(one, Mat::new(&[], 0, 3), one, MatMut::new(&mut [], 0, 0));
        self.succeed("herk", done);
        let mut c = [T::ONE; 4];
        let done = T::routines(self.backend).herk(
            one,
            Mat::new(&[], 2, 0),
            T::Real::ZERO,
            MatMut::new(&mut c, 2, 2),
        );
        if self.succeed("herk", done).is_some() && [c[0], c[1], c[3]] != [T::ZERO; 3] {
            self.failures.push(format!("herk of {}: a sum of nothing is {c:?}", self.kind));
        }
        let [a, b] = [(); 2].map(|()| MatMut::new(&mut [], 0, 0));
        let done = T::routines(self.backend).gges(a, b, &mut [], &mut [], None);
        self.succeed("gges", done);
    }
}
