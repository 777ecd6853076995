//! Hessenberg and Schur forms, pivoted factors, eigenvalues of pencils.

use num_complex::Complex;

use super::{Suite, hidden, packed, product, spaced};
use crate::{Field, Mat, MatMut, Real};

impl<T: Field> Suite<'_, T> {
    /// Expects `q f qᴴ` to be `a`, and `q` to be unitary.
    fn similar(&mut self, what: &str, n: usize, scale: f64, a: &[T], f: &[T], q: &[T]) {
        let q = Mat::new(q, n, n);
        self.orthonormal(&format!("vectors of {what}"), q);
        let left = product(q, Mat::new(f, n, n));
        self.agree(what, (n, n), scale, &product(Mat::new(&left, n, n), q.adjoint()), a);
    }

    pub(super) fn finds_hessenberg_forms(&mut self, n: usize, scale: f64) {
        let a = self.scaled(n, n, scale);
        let (mut h, mut q) = (a.clone(), vec![T::ZERO; n * n]);
        let done =
            T::routines(self.backend).gehrd(MatMut::new(&mut h, n, n), Some(MatMut::new(&mut q, n, n)));
        self.succeed("gehrd", done);
        self.similar("gehrd", n, scale, &a, &h, &q);
        if (0..n * n).any(|at| at % n > at / n + 1 && h[at] != T::ZERO) {
            self.failures.push(format!("gehrd of {}: items below the subdiagonal", self.kind));
        }
    }

    pub(super) fn finds_schur_forms(&mut self, n: usize, scale: f64) {
        let a = self.scaled(n, n, scale);
        let zero = Complex { re: T::Real::ZERO, im: T::Real::ZERO };
        let (mut t, mut z, mut w) = (a.clone(), vec![T::ZERO; n * n], vec![zero; n]);
        let vectors = Some(MatMut::new(&mut z, n, n));
        let done = T::routines(self.backend).gees(MatMut::new(&mut t, n, n), &mut w, vectors);
        self.succeed("gees", done);
        self.similar("gees", n, scale, &a, &t, &z);
        self.is_schur_form(n, &t, &w);
    }

    fn is_schur_form(&mut self, n: usize, t: &[T], w: &[Complex<T::Real>]) {
        let at = |i: usize, j: usize| t[i + j * n];
        let mut fine = (0..n * n).all(|k| k % n <= k / n + usize::from(!T::COMPLEX) || t[k] == T::ZERO);
        for i in 0..n {
            let pair = i + 1 < n && at(i + 1, i) != T::ZERO;
            let second = i > 0 && at(i, i - 1) != T::ZERO;
            fine &= !(pair && second) && at(i, i).re() == w[i].re;
            fine &= T::COMPLEX || (w[i].im > T::Real::ZERO) == pair;
            if pair {
                let opposite = at(i + 1, i).re() > T::Real::ZERO && at(i, i + 1).re() < T::Real::ZERO
                    || at(i + 1, i).re() < T::Real::ZERO && at(i, i + 1).re() > T::Real::ZERO;
                fine &= opposite && at(i, i) == at(i + 1, i + 1) && w[i + 1].im == -w[i].im;
            }
        }
        if !fine {
            self.failures.push(format!("gees of {}, {n}: this is no Schur form", self.kind));
        }
    }
}

impl<T: Field> Suite<'_, T> {
    pub(super) fn factors_pivoted_qr(&mut self, m: usize, n: usize, scale: f64) {
        let a = self.scaled(m, n, scale);
        let k = m.min(n);
        for columns in [k, m] {
            let (mut r, mut tau, mut q) = (a.clone(), vec![T::ZERO; k], vec![T::ZERO; m * columns]);
            let mut order = vec![0; n];
            let vectors = Some(MatMut::new(&mut q, m, columns));
            let done =
                T::routines(self.backend).geqp3(MatMut::new(&mut r, m, n), &mut order, &mut tau, vectors);
            self.succeed("geqp3", done);
            let mut upper = vec![T::ZERO; columns * n];
            for j in 0..n {
                upper[j * columns..][..(j + 1).min(k)].copy_from_slice(&r[j * m..][..(j + 1).min(k)]);
            }
            let q = Mat::new(&q, m, columns);
            self.orthonormal("Q of geqp3", q);
            let exchanged: Vec<T> = order.iter().flat_map(|&j| a[j * m..][..m].to_vec()).collect();
            self.agree("geqp3", (m, n), scale, &product(q, Mat::new(&upper, columns, n)), &exchanged);
            let slack = T::Real::from_f64(1.0 + 1e-4);
            if (1..k).any(|i| r[i * (m + 1)].abs() > r[(i - 1) * (m + 1)].abs() * slack) {
                self.failures.push(format!("geqp3 of {}: the diagonal does not descend", self.kind));
            }
        }
    }

    pub(super) fn factors_symmetric(&mut self, n: usize, scale: f64, hermitian: bool) {
        let g = self.scaled(n, n, scale);
        let flip = |x: T| if hermitian { x.conj() } else { x };
        let a: Vec<T> = (0..n * n)
            .map(|at| (at % n, at / n))
            .map(|(i, j)| if i >= j { g[i + j * n] } else { flip(g[j + i * n]) })
            .enumerate()
            .map(|(at, x)| if hermitian && at % (n + 1) == 0 { T::from_real(x.re()) } else { x })
            .collect();
        let (mut ldl, mut pivots) = (hidden(&a, n), vec![0; n]);
        let done = T::routines(self.backend).sytrf(MatMut::new(&mut ldl, n, n), &mut pivots, hermitian);
        self.succeed("sytrf", done);
        let (l, d) = explicit(n, &ldl, &pivots, hermitian);
        let (l, d) = (Mat::new(&l, n, n), Mat::new(&d, n, n));
        let left = product(l, d);
        let right = if hermitian { l.adjoint() } else { l.t() };
        self.agree("sytrf", (n, n), scale, &product(Mat::new(&left, n, n), right), &a);
    }

    pub(super) fn finds_pencil_eigenvalues(&mut self, n: usize, scale: f64) {
        let (a, b) = (self.scaled(n, n, scale), self.scaled(n, n, 1.0));
        let zero = Complex { re: T::Real::ZERO, im: T::Real::ZERO };
        let (mut alpha, mut beta, mut v) = (vec![zero; n], vec![T::ZERO; n], vec![zero; n * n]);
        let done = T::routines(self.backend).ggev(
            MatMut::new(&mut a.clone(), n, n),
            MatMut::new(&mut b.clone(), n, n),
            &mut alpha,
            &mut beta,
            Some(MatMut::new(&mut v, n, n)),
        );
        self.succeed("ggev", done);
        let double = |x: T| Complex { re: x.re().to_f64() / scale, im: x.im().to_f64() / scale };
        let parts = |x: Complex<T::Real>| Complex { re: x.re.to_f64(), im: x.im.to_f64() };
        let mut worst: f64 = 0.0;
        for j in 0..n {
            // The pair is homogeneous: both numbers are taken relative to the larger.
            let (x, y) = (parts(alpha[j]) / scale, double(beta[j]) * scale);
            let size = x.norm().hypot(y.norm());
            for i in 0..n {
                let terms = (0..n).map(|k| {
                    let v = parts(v[k + j * n]);
                    (double(a[i + k * n]) * y - double(b[i + k * n]) * scale * x) * v
                });
                let distance = terms.fold(Complex { re: 0.0, im: 0.0 }, |sum, x| sum + x).norm() / size;
                worst = if distance.is_nan() { f64::INFINITY } else { worst.max(distance) };
            }
        }
        let units = worst / (T::Real::EPSILON.to_f64() * n as f64);
        if units > super::THRESHOLD {
            self.failures.push(format!("ggev of {}, {n}, scale {scale:e}: {units:.1} units", self.kind));
        }
    }
}

impl<T: Field> Suite<'_, T> {
    pub(super) fn finds_pencil_forms(&mut self, n: usize, scale: f64) {
        let (a, b, ld) = (self.scaled(n, n, scale), self.scaled(n, n, 1.0), n + 2);
        let zero = Complex { re: T::Real::ZERO, im: T::Real::ZERO };
        let nothing = vec![T::ZERO; n * n];
        for vectors in [true, false] {
            let mut all = [&a, &b, &nothing, &nothing].map(|x| spaced(x, n, ld));
            let (mut alpha, mut beta) = (vec![zero; n], vec![T::ZERO; n]);
            let [s, t, q, z] = all.each_mut().map(|x| MatMut::with_ld(x, n, n, ld));
            let done = T::routines(self.backend).gges(s, t, &mut alpha, &mut beta, vectors.then_some((q, z)));
            self.succeed("gges", done);
            all.iter().for_each(|x| self.untouched("gges", x, n, ld));
            let [s, t, q, z] = all.map(|x| packed(&x, n, ld));
            self.are_pencil_forms(n, (&s, &t), (&alpha, &beta), scale);
            let (q, z) = (Mat::new(&q, n, n), Mat::new(&z, n, n));
            if vectors {
                self.orthonormal("Q of gges", q);
                self.orthonormal("Z of gges", z);
                for (what, form, whole, scale) in [("S of gges", &s, &a, scale), ("T of gges", &t, &b, 1.0)] {
                    let left = product(q, Mat::new(form, n, n));
                    self.agree(what, (n, n), scale, &product(Mat::new(&left, n, n), z.adjoint()), whole);
                }
            }
        }
    }

    /// Expects both matrices to be forms, and the eigenvalues to be theirs.
    fn are_pencil_forms(
        &mut self,
        n: usize,
        (s, t): (&[T], &[T]),
        (alpha, beta): (&[Complex<T::Real>], &[T]),
        scale: f64,
    ) {
        let zero = |x: T| x == T::ZERO;
        let pair = |i: usize| !T::COMPLEX && i + 1 < n && !zero(s[i + 1 + i * n]);
        let below = |k: usize| k % n > k / n;
        let beside = |k: usize| !T::COMPLEX && k % n == k / n + 1;
        let mut fine = (0..n * n).filter(|&k| below(k)).all(|k| zero(t[k]) && (beside(k) || zero(s[k])));
        let (mut found, mut expected) = (Vec::new(), Vec::new());
        for i in 0..n {
            let (x, y, second) = (s[i * (n + 1)], t[i * (n + 1)], i > 0 && pair(i - 1));
            fine &= y.re() >= T::Real::ZERO && y.im() == T::Real::ZERO && !(pair(i) && second);
            fine &= T::COMPLEX || (alpha[i].im > T::Real::ZERO) == pair(i);
            fine &= T::COMPLEX || (alpha[i].im < T::Real::ZERO) == second;
            if pair(i) {
                let of = |m: &[T]| {
                    [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(j, k)| m[i + j + (i + k) * n].re().to_f64())
                };
                let value = |k: usize| {
                    let below = beta[k].re().to_f64() * scale;
                    Complex { re: alpha[k].re.to_f64() / below, im: alpha[k].im.to_f64() / below }
                };
                let slack = super::THRESHOLD * n as f64 * T::Real::EPSILON.to_f64();
                let block = of(s).map(|x| x / scale);
                fine &= is_pair_of_values(block, of(t), [value(i), value(i + 1)], slack);
            } else if !second {
                found.extend([T::from_parts(alpha[i].re, alpha[i].im), times(beta[i], scale)]);
                expected.extend([x, times(y, scale)]);
            }
        }
        self.agree("eigenvalues of gges", (n, n), scale, &found, &expected);
        if !fine {
            self.failures
                .push(format!("gges of {}, {n}, scale {scale:e}: these are no Schur forms", self.kind));
        }
    }
}

/// Whether these are the eigenvalues of two blocks of two, the second of which must be diagonal: by the trace and the determinant of S T⁻¹.
fn is_pair_of_values(s: [f64; 4], t: [f64; 4], [first, second]: [Complex<f64>; 2], slack: f64) -> bool {
    let [a, b, c, d] = [s[0] / t[0], s[1] / t[3], s[2] / t[0], s[3] / t[3]];
    let size = [a, b, c, d].into_iter().fold(first.norm(), |most, x| most.max(x.abs()));
    let fits = |x: f64, y: f64, unit: f64| (x - y).abs() <= slack * unit;
    t[1] == 0.0
        && fits(2.0 * first.re, a + d, size)
        && fits(first.norm_sqr(), a * d - b * c, size * size)
        && fits((first - second.conj()).norm(), 0.0, size)
}

fn times<T: Field>(x: T, by: f64) -> T {
    let part = |x: T::Real| T::Real::from_f64(x.to_f64() * by);
    T::from_parts(part(x.re()), part(x.im()))
}

/// L with its rows where they belong, and D, from what `sytrf` leaves.
fn explicit<T: Field>(n: usize, ldl: &[T], pivots: &[isize], hermitian: bool) -> (Vec<T>, Vec<T>) {
    let (mut l, mut d) = (super::identity::<T>(n), vec![T::ZERO; n * n]);
    let mut k = n;
    while k > 0 {
        let (first, last) = (if pivots[k - 1] < 0 { k - 2 } else { k - 1 }, k - 1);
        for j in first..=last {
            d[j * (n + 1)] = ldl[j * (n + 1)];
            l[j * n + last + 1..(j + 1) * n].copy_from_slice(&ldl[j * n + last + 1..(j + 1) * n]);
        }
        if first < last {
            let x = ldl[last + first * n];
            (d[last + first * n], d[first + last * n]) = (x, if hermitian { x.conj() } else { x });
        }
        let row = if pivots[last] < 0 { (-1 - pivots[last]) as usize } else { pivots[last] as usize };
        (first..n).for_each(|j| l.swap(last + j * n, row + j * n));
        k = first;
    }
    (l, d)
}
