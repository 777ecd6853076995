//! What every backend must pass: residuals and orthogonality in units of the rounding error.

mod forms;
mod solutions;

use num_complex::Complex;

use crate::{Backend, Failure, Field, Mat, MatMut, Real};

/// Residuals in units of `epsilon × extent × norm` that LAPACK's own tests let pass.
const THRESHOLD: f64 = 30.0;

/// Runs every routine of `backend`, for every type, on matrices of many extents, and measures its decompositions by
/// [`accuracy`](crate::accuracy::accuracy).
///
/// # Errors
/// One line for each expectation that does not hold.
pub fn conformance(backend: &dyn Backend) -> Result<(), Vec<String>> {
    let mut failures = Vec::new();
    Suite::<f32>::run(backend, "f32", &mut failures);
    Suite::<f64>::run(backend, "f64", &mut failures);
    Suite::<Complex<f32>>::run(backend, "c64", &mut failures);
    Suite::<Complex<f64>>::run(backend, "c128", &mut failures);
    failures.extend(crate::accuracy::accuracy(backend).err().unwrap_or_default());
    if failures.is_empty() { Ok(()) } else { Err(failures) }
}

/// Repeatable numbers in -1..1.
pub(crate) struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }

    pub fn matrix<T: Field>(&mut self, rows: usize, cols: usize) -> Vec<T> {
        (0..rows * cols)
            .map(|_| T::from_parts(T::Real::from_f64(self.next()), T::Real::from_f64(self.next())))
            .collect()
    }
}

struct Suite<'a, T: Field> {
    backend: &'a dyn Backend,
    kind: &'static str,
    numbers: Numbers,
    failures: &'a mut Vec<String>,
    item: std::marker::PhantomData<T>,
}

/// `a b`, by the definition.
fn product<T: Field>(a: Mat<'_, T>, b: Mat<'_, T>) -> Vec<T> {
    let mut c = Vec::with_capacity(a.rows() * b.cols());
    for j in 0..b.cols() {
        for i in 0..a.rows() {
            c.push((0..a.cols()).fold(T::ZERO, |sum, k| sum + a.at(i, k) * b.at(k, j)));
        }
    }
    c
}

fn largest<T: Field>(x: &[T]) -> f64 {
    x.iter().map(|x| x.abs().to_f64()).fold(0.0, |most, x| if x > most || x.is_nan() { x } else { most })
}

fn identity<T: Field>(n: usize) -> Vec<T> {
    (0..n * n).map(|at| if at % (n + 1) == 0 { T::ONE } else { T::ZERO }).collect()
}

/// A square matrix with NaN above its diagonal.
fn hidden<T: Field>(a: &[T], n: usize) -> Vec<T> {
    a.iter().enumerate().map(|(at, &x)| if at % n < at / n { nan() } else { x }).collect()
}

/// The same columns, `ld` items apart, with NaN between them.
fn spaced<T: Field>(items: &[T], rows: usize, ld: usize) -> Vec<T> {
    let mut found = vec![nan(); items.len() / rows.max(1) * ld];
    let columns = items.chunks_exact(rows.max(1)).zip(found.chunks_exact_mut(ld));
    columns.for_each(|(from, to)| to[..rows].copy_from_slice(from));
    found
}

/// The first rows of columns that lie `ld` items apart.
fn packed<T: Field>(items: &[T], rows: usize, ld: usize) -> Vec<T> {
    items.chunks_exact(ld).flat_map(|column| &column[..rows]).copied().collect()
}

/// What is no number.
fn nan<T: Field>() -> T {
    T::from_real(T::Real::from_f64(f64::NAN))
}

impl<'a, T: Field> Suite<'a, T> {
    fn run(backend: &'a dyn Backend, kind: &'static str, failures: &'a mut Vec<String>) {
        let mut suite =
            Suite::<T> { backend, kind, numbers: Numbers(7), failures, item: std::marker::PhantomData };
        for n in [1, 2, 3, 5, 8, 9, 31, 33, 65] {
            for scale in [1.0, T::Real::TINY.to_f64() * 1e6, T::Real::MAX.to_f64() * 1e-6] {
                suite.solves(n, scale);
                suite.factors_cholesky(n, scale);
                suite.finds_eigenvalues(n, scale);
                suite.finds_general_eigenvalues(n, scale);
                suite.finds_hessenberg_forms(n, scale);
                suite.finds_schur_forms(n, scale);
                suite.finds_pencil_eigenvalues(n, scale);
                suite.finds_pencil_forms(n, scale);
                suite.factors_symmetric(n, scale, true);
                suite.factors_symmetric(n, scale, false);
                for (rows, cols) in [(n, n), (n + 3, n), (n, n + 2), (2 * n, n)] {
                    suite.factors_qr(rows, cols, scale);
                    suite.factors_pivoted_qr(rows, cols, scale);
                    suite.finds_singular_values(rows, cols, scale);
                    suite.solves_least_squares(rows, cols, scale);
                }
            }
            suite.multiplies(n + 2, n, n + 5);
            suite.multiplies(1, n, n + 5);
            suite.multiplies(n, 1, n + 5);
            suite.squares(n, n + 5);
            suite.updates_by_squares(n, n + 5);
            suite.updates_by_squares(n + 5, n);
        }
        // More than a block of rows and of columns.
        suite.squares(150, 260);
        suite.updates_by_squares(150, 260);
        suite.finds_ranks();
        suite.takes_what_is_empty();
        suite.names_failures();
    }

    fn scaled(&mut self, rows: usize, cols: usize, scale: f64) -> Vec<T> {
        let scale = T::Real::from_f64(scale);
        let items: Vec<T> = self.numbers.matrix(rows, cols);
        items.iter().map(|x| T::from_parts(x.re() * scale, x.im() * scale)).collect()
    }

    /// Expects two matrices to agree up to rounding.
    fn agree(&mut self, what: &str, extents: (usize, usize), scale: f64, left: &[T], right: &[T]) {
        let size = largest(right).max(scale);
        let distance = left
            .iter()
            .zip(right)
            .map(|(&l, &r)| (l - r).abs().to_f64())
            .fold(0.0, |most: f64, x| if x.is_nan() { f64::INFINITY } else { most.max(x) });
        let unit = T::Real::EPSILON.to_f64() * extents.0.max(extents.1) as f64 * size;
        if distance.is_nan() || distance > THRESHOLD * unit {
            let (kind, units) = (self.kind, distance / unit);
            self.failures.push(format!("{what} of {kind}, {extents:?}, scale {scale:e}: {units:.1} units"));
        }
    }

    /// Expects what lies between the columns to be as [`spaced`] left it.
    fn untouched(&mut self, what: &str, items: &[T], rows: usize, ld: usize) {
        if items.chunks_exact(ld).any(|column| column[rows..].iter().any(|x| x.is_finite())) {
            self.failures.push(format!("{what} of {}: writes between the columns", self.kind));
        }
    }

    fn succeed<R>(&mut self, what: &str, result: Result<R, Failure>) -> Option<R> {
        result.map_err(|failure| self.failures.push(format!("{what} of {}: {failure}", self.kind))).ok()
    }

    /// Expects orthonormal columns.
    fn orthonormal(&mut self, what: &str, q: Mat<'_, T>) {
        let gram = product(q.adjoint(), q);
        self.agree(what, (q.rows(), q.cols()), 1.0, &gram, &identity(q.cols()));
    }

    /// Expects the products of a matrix with its own transpose and adjoint, which libraries compute by half.
    fn squares(&mut self, n: usize, k: usize) {
        let items: Vec<T> = self.numbers.matrix(n, k);
        let a = Mat::new(&items, n, k);
        for (left, right) in [(a, a.t()), (a.t(), a), (a, a.adjoint()), (a.adjoint(), a)] {
            let n = left.rows();
            let mut c = vec![nan(); n * n];
            let done =
                T::routines(self.backend).gemm(T::ONE, left, right, T::ZERO, MatMut::new(&mut c, n, n));
            self.succeed("gemm", done);
            self.agree("gemm of a matrix and itself", (n, n), 1.0, &c, &product(left, right));
        }
    }

    fn multiplies(&mut self, m: usize, n: usize, k: usize) {
        let a: Vec<T> = self.numbers.matrix(m, k);
        let b: Vec<T> = self.numbers.matrix(k, n);
        let (at, bt): (Vec<T>, Vec<T>) = (self.numbers.matrix(k, m), self.numbers.matrix(n, k));
        let left = [Mat::new(&a, m, k), Mat::new(&at, k, m).t(), Mat::new(&at, k, m).adjoint()];
        let right = [Mat::new(&b, k, n), Mat::new(&bt, n, k).t(), Mat::new(&bt, n, k).adjoint()];
        for (a, b) in left.into_iter().flat_map(|a| right.map(|b| (a, b))) {
            // What is multiplied by 0 must not be read.
            for (beta, before) in [(T::ONE + T::ONE, T::ONE), (T::ZERO, nan())] {
                let mut c = vec![before; m * n];
                let done = T::routines(self.backend).gemm(T::ONE, a, b, beta, MatMut::new(&mut c, m, n));
                self.succeed("gemm", done);
                let expected: Vec<T> = product(a, b).into_iter().map(|x| x + beta).collect();
                self.agree("gemm", (m, n), 1.0, &c, &expected);
            }
        }
    }

    fn solves(&mut self, n: usize, scale: f64) {
        let a = self.scaled(n, n, scale);
        let (mut lu, mut pivots) = (a.clone(), vec![0; n]);
        let mut x: Vec<T> = self.numbers.matrix(n, 3);
        let b = x.clone();
        let routines = T::routines(self.backend);
        let singular = routines.getrf(MatMut::new(&mut lu, n, n), &mut pivots);
        if self.succeed("getrf", singular).flatten().is_some() {
            self.failures.push(format!("getrf of {}: finds a random matrix singular", self.kind));
        }
        let done = routines.getrs(Mat::new(&lu, n, n), &pivots, MatMut::new(&mut x, n, 3));
        self.succeed("getrs", done);
        let size = largest(&x) * scale;
        self.agree("getrf and getrs", (n, n), size, &product(Mat::new(&a, n, n), Mat::new(&x, n, 3)), &b);
        // A few right sides, and more than fill registers, in rows that are further apart.
        for count in [3, 37] {
            let (b, ld): (Vec<T>, _) = (self.numbers.matrix(count, n), 40);
            let mut x = spaced(&b, count, ld);
            let done =
                routines.getrs_rows(Mat::new(&lu, n, n), &pivots, MatMut::with_ld(&mut x, count, n, ld));
            self.succeed("getrs_rows", done);
            let x = packed(&x, count, ld);
            let found = product(Mat::new(&x, count, n), Mat::new(&a, n, n).t());
            self.agree("getrf and getrs_rows", (n, n), largest(&x) * scale, &found, &b);
        }
    }

    fn factors_cholesky(&mut self, n: usize, scale: f64) {
        let g = self.scaled(n, n, scale.sqrt());
        let mut a = product(Mat::new(&g, n, n), Mat::new(&g, n, n).adjoint());
        (0..n).for_each(|i| a[i * (n + 1)] += T::from_real(T::Real::from_f64(scale)));
        let mut l = hidden(&a, n);
        let done = T::routines(self.backend).potrf(MatMut::new(&mut l, n, n));
        self.succeed("potrf", done);
        MatMut::new(&mut l, n, n).clear_upper();
        let back = product(Mat::new(&l, n, n), Mat::new(&l, n, n).adjoint());
        self.agree("potrf", (n, n), scale, &back, &a);
    }

    fn factors_qr(&mut self, m: usize, n: usize, scale: f64) {
        let a = self.scaled(m, n, scale);
        let k = m.min(n);
        for columns in [k, m] {
            let (mut r, mut tau, mut q) = (a.clone(), vec![T::ZERO; k], vec![T::ZERO; m * columns]);
            let done = T::routines(self.backend).geqrf(
                MatMut::new(&mut r, m, n),
                &mut tau,
                Some(MatMut::new(&mut q, m, columns)),
            );
            self.succeed("geqrf", done);
            let mut upper = vec![T::ZERO; columns * n];
            for j in 0..n {
                for i in 0..(j + 1).min(k) {
                    upper[i + j * columns] = r[i + j * m];
                }
            }
            let q = Mat::new(&q, m, columns);
            self.orthonormal("Q of geqrf", q);
            self.agree("geqrf", (m, n), scale, &product(q, Mat::new(&upper, columns, n)), &a);
        }
    }

    fn finds_singular_values(&mut self, m: usize, n: usize, scale: f64) {
        let a = self.scaled(m, n, scale);
        let k = m.min(n);
        let mut alone = vec![T::Real::ZERO; k];
        let done = T::routines(self.backend).gesdd(MatMut::new(&mut a.clone(), m, n), &mut alone, None);
        self.succeed("gesdd", done);
        for (left, right) in [(k, k), (m, n)] {
            let (mut s, mut u, mut vh) =
                (vec![T::Real::ZERO; k], vec![T::ZERO; m * left], vec![T::ZERO; right * n]);
            let vectors = Some((MatMut::new(&mut u, m, left), MatMut::new(&mut vh, right, n)));
            let done = T::routines(self.backend).gesdd(MatMut::new(&mut a.clone(), m, n), &mut s, vectors);
            self.succeed("gesdd", done);
            self.orthonormal("U of gesdd", Mat::new(&u, m, left));
            self.orthonormal("V of gesdd", Mat::new(&vh, right, n).adjoint());
            let mut us = vec![T::ZERO; m * right];
            for j in 0..k {
                (0..m).for_each(|i| us[i + j * m] = u[i + j * m] * T::from_real(s[j]));
            }
            let back = product(Mat::new(&us, m, right), Mat::new(&vh, right, n));
            self.agree("gesdd", (m, n), scale, &back, &a);
            let [s, alone] = [&s, &alone].map(|s| s.iter().map(|&x| T::from_real(x)).collect::<Vec<T>>());
            self.agree("gesdd without vectors", (m, n), scale, &alone, &s);
        }
        if alone.windows(2).any(|pair| pair[0] < pair[1]) {
            self.failures.push(format!("gesdd of {}: singular values do not descend", self.kind));
        }
    }

    fn finds_eigenvalues(&mut self, n: usize, scale: f64) {
        let g = self.scaled(n, n, scale);
        let g = Mat::new(&g, n, n);
        let half = T::Real::from_f64(0.5);
        let a: Vec<T> = (0..n * n)
            .map(|at| (g.at(at % n, at / n), g.at(at / n, at % n).conj()))
            .map(|(x, y)| T::from_parts(x.re() * half + y.re() * half, x.im() * half + y.im() * half))
            .collect();
        let (mut v, mut w, mut alone) = (hidden(&a, n), vec![T::Real::ZERO; n], vec![T::Real::ZERO; n]);
        let routines = T::routines(self.backend);
        let done = routines.heevd(MatMut::new(&mut v.clone(), n, n), &mut alone, false);
        self.succeed("heevd", done);
        let done = routines.heevd(MatMut::new(&mut v, n, n), &mut w, true);
        self.succeed("heevd", done);
        self.orthonormal("vectors of heevd", Mat::new(&v, n, n));
        let scaled: Vec<T> = (0..n * n).map(|at| v[at] * T::from_real(w[at / n])).collect();
        self.agree("heevd", (n, n), scale, &product(Mat::new(&a, n, n), Mat::new(&v, n, n)), &scaled);
        if w.windows(2).any(|pair| pair[0] > pair[1]) {
            self.failures.push(format!("heevd of {}: eigenvalues do not ascend", self.kind));
        }
        let [w, alone] = [&w, &alone].map(|w| w.iter().map(|&x| T::from_real(x)).collect::<Vec<T>>());
        self.agree("heevd without vectors", (n, n), scale, &alone, &w);
    }

    fn finds_general_eigenvalues(&mut self, n: usize, scale: f64) {
        let a = self.scaled(n, n, scale);
        let zero = Complex { re: T::Real::ZERO, im: T::Real::ZERO };
        let (mut w, mut v) = (vec![zero; n], vec![zero; n * n]);
        let vectors = Some(MatMut::new(&mut v, n, n));
        let done = T::routines(self.backend).geev(MatMut::new(&mut a.clone(), n, n), &mut w, vectors);
        self.succeed("geev", done);
        let parts = |at: usize| (v[at].re.to_f64(), v[at].im.to_f64());
        let mut worst: f64 = 0.0;
        for j in 0..n {
            let (wr, wi) = (w[j].re.to_f64(), w[j].im.to_f64());
            for i in 0..n {
                let (mut re, mut im) = (0.0, 0.0);
                for k in 0..n {
                    let (x, (vr, vi)) = (a[i + k * n], parts(k + j * n));
                    let (xr, xi) = (x.re().to_f64(), x.im().to_f64());
                    (re, im) = (re + xr * vr - xi * vi, im + xr * vi + xi * vr);
                }
                let (vr, vi) = parts(i + j * n);
                let distance = (re - (wr * vr - wi * vi)).hypot(im - (wr * vi + wi * vr));
                worst = if distance.is_nan() { f64::INFINITY } else { worst.max(distance) };
            }
        }
        let units = worst / (T::Real::EPSILON.to_f64() * n as f64 * scale);
        if units.is_nan() || units > THRESHOLD {
            self.failures.push(format!("geev of {}, {n}, scale {scale:e}: {units:.1} units", self.kind));
        }
    }

    fn names_failures(&mut self) {
        for n in [2, 40] {
            let mut zero = vec![T::ZERO; n * n];
            let found = T::routines(self.backend).getrf(MatMut::new(&mut zero, n, n), &mut vec![0; n]);
            if found != Ok(Some(0)) {
                self.failures.push(format!("getrf of {}: zeros give {found:?}", self.kind));
            }
            let mut indefinite: Vec<T> = identity(n);
            indefinite[n + 1] = -T::ONE;
            let found = T::routines(self.backend).potrf(MatMut::new(&mut indefinite, n, n));
            if found != Err(Failure::NotPositiveDefinite { order: 2 }) {
                self.failures.push(format!("potrf of {}: an indefinite matrix gives {found:?}", self.kind));
            }
        }
    }
}
