//! Backward errors on the kinds of matrices that LAPACK is tested with, by LAPACK's formulas and within its thresholds.
//!
//! [`accuracy`] holds a backend's decompositions to them, as a part of [`conformance`](crate::conformance()). [`Kinds`] makes the
//! matrices, and [`Dense`] measures, so that what is built upon decompositions can be tested in the same way:
//!
//! ```
//! use numoxide_backend::accuracy::{Dense, Kinds, THRESHOLD, backward};
//! use numoxide_backend::{MatMut, Routines, pure};
//!
//! for a in Kinds::<f64>::default().hermitian(3, true) {
//!     let mut l = a.items.clone();
//!     pure().potrf(MatMut::new(&mut l, 3, 3))?;
//!     (1..3).for_each(|j| l[3 * j..][..j].fill(0.0));
//!     let l = Dense::widened(3, 3, &l, a.scale.sqrt());
//!     assert!(backward(&a.exact, &l.times(&l.adjoint()), f64::EPSILON / 2.0) < THRESHOLD, "{}", a.name);
//! }
//! # Ok::<(), numoxide_backend::Failure>(())
//! ```

mod dense;
mod eigen;
mod kinds;

use num_complex::Complex;

pub use dense::{Dense, backward, distance, orthogonality, ratio};
pub use kinds::{Kinds, Matrix};

use crate::{Backend, Failure, Field, Mat, MatMut, Real, Routines};

/// What LAPACK's own tests let pass.
pub const THRESHOLD: f64 = 30.0;

/// Rows of square matrices.
const EXTENTS: [usize; 8] = [1, 2, 3, 5, 10, 33, 50, 100];
/// Rows and columns of others.
const OBLONG: [(usize, usize); 8] =
    [(1, 5), (5, 1), (3, 2), (10, 33), (33, 10), (50, 3), (50, 100), (100, 33)];

/// Rows up to which eigenvectors of general matrices are measured: of more, not every vendor has been seen to hold the threshold.
const GENERAL: usize = 10;

/// Measures every decomposition of `backend`, for every type.
///
/// # Errors
/// One line for each ratio beyond [`THRESHOLD`].
pub fn accuracy(backend: &dyn Backend) -> Result<(), Vec<String>> {
    let mut failures = Vec::new();
    Suite::<f32>::run(backend, "f32", &mut failures);
    Suite::<f64>::run(backend, "f64", &mut failures);
    Suite::<Complex<f32>>::run(backend, "c64", &mut failures);
    Suite::<Complex<f64>>::run(backend, "c128", &mut failures);
    if failures.is_empty() { Ok(()) } else { Err(failures) }
}

struct Suite<'a, T: Field> {
    backend: &'a dyn Backend,
    routines: &'a dyn Routines<T>,
    kind: &'static str,
    failures: &'a mut Vec<String>,
    /// The relative error of one rounding: LAPACK's `Epsilon`, in which linear equations are measured.
    eps: f64,
    /// The distance between numbers: its `Precision`, in which eigenvalues are.
    ulp: f64,
}

/// The triangle of a matrix that is read by columns.
fn triangle<D: Field<Real = f64>>(a: &Dense<D>, lower: bool, unit: bool) -> Dense<D> {
    Dense::from_fn(a.rows(), a.cols(), |i, j| match i == j {
        true if unit => D::ONE,
        true => a.at(i, j),
        false if (i > j) == lower => a.at(i, j),
        false => D::ZERO,
    })
}

impl<'a, T: Field> Suite<'a, T> {
    fn run(backend: &'a dyn Backend, kind: &'static str, failures: &'a mut Vec<String>) {
        let ulp = T::Real::EPSILON.to_f64();
        let routines = T::routines(backend);
        let mut suite = Suite::<T> { backend, routines, kind, failures, eps: ulp / 2.0, ulp };
        let mut kinds = Kinds::<T>::default();
        for n in EXTENTS {
            for a in kinds.general(n, n) {
                suite.solves(n, &a);
                suite.factors_qr(n, n, &a);
                suite.finds_singular_values(n, n, &a);
            }
            if n <= GENERAL {
                kinds.square(n).iter().for_each(|a| suite.finds_general_eigenvalues(n, a));
            }
            kinds.hermitian(n, false).iter().for_each(|a| suite.finds_eigenvalues(n, a));
            kinds.hermitian(n, true).iter().for_each(|a| suite.factors_cholesky(n, a));
        }
        for (m, n) in OBLONG {
            for a in kinds.general(m, n) {
                suite.factors_qr(m, n, &a);
                suite.finds_singular_values(m, n, &a);
            }
        }
    }

    fn within(&mut self, what: &str, a: &Matrix<T>, ratio: f64) {
        if ratio.is_nan() || ratio >= THRESHOLD {
            let (kind, extents) = (self.kind, (a.exact.rows(), a.exact.cols()));
            self.failures.push(format!("{what} of {kind}, {extents:?}, {}: ratio {ratio:.1}", a.name));
        }
    }

    fn succeed<R>(&mut self, what: &str, a: &Matrix<T>, result: Result<R, Failure>) -> Option<R> {
        let told = format!("{what} of {}, {}, {}", self.kind, a.exact.rows(), a.name);
        result.map_err(|failure| self.failures.push(format!("{told}: {failure}"))).ok()
    }

    /// LAPACK's `dget01` and `dget02`.
    fn solves(&mut self, n: usize, a: &Matrix<T>) {
        let (mut lu, mut pivots) = (a.items.clone(), vec![0; n]);
        let done = self.routines.getrf(MatMut::new(&mut lu, n, n), &mut pivots);
        let Some(singular) = self.succeed("getrf", a, done) else { return };
        let empty = |j: &usize| a.exact.col(*j).iter().all(|&x| x == <T::Double as Field>::ZERO);
        if singular != (0..n).find(empty) {
            self.failures.push(format!("getrf of {}, {n}, {}: finds {singular:?}", self.kind, a.name));
        }
        let found = Dense::widened(n, n, &lu, 1.0);
        let lower = triangle(&found, true, true);
        let upper = triangle(&Dense::widened(n, n, &lu, a.scale), false, false);
        let mut exchanged = a.exact.clone();
        for j in 0..n {
            pivots.iter().enumerate().for_each(|(k, &p)| exchanged.col_mut(j).swap(k, p));
        }
        self.within("getrf", a, backward(&exchanged, &lower.times(&upper), self.eps));
        if singular.is_some() {
            return;
        }
        let b = |left: &Dense<T::Double>| left.times(&some(n, 3)).narrowed::<T>(a.scale);
        let mut x = b(&a.exact);
        let right = Dense::widened(n, 3, &x, a.scale);
        let done = self.routines.getrs(Mat::new(&lu, n, n), &pivots, MatMut::new(&mut x, n, 3));
        self.succeed("getrs", a, done);
        self.within("getrs", a, residual(&a.exact, &Dense::widened(n, 3, &x, 1.0), &right, self.eps));
        self.solves_triangles(n, a, &lu);
    }

    /// LAPACK's `dtrt02`, with the factors as triangles.
    fn solves_triangles(&mut self, n: usize, a: &Matrix<T>, lu: &[T]) {
        let lu_of = |scale| Dense::widened(n, n, lu, scale);
        for (lower, scale) in [(true, 1.0), (false, a.scale)] {
            let left = triangle(&lu_of(scale), lower, lower);
            let transpose = Dense::from_fn(n, n, |i, j| left.at(j, i));
            let as_read = Mat::new(lu, n, n);
            let ways = [
                (as_read, lower, left.clone()),
                (as_read.t(), !lower, transpose),
                (as_read.adjoint(), !lower, left.adjoint()),
            ];
            for (read, is_lower, left) in ways {
                let mut x = left.times(&some(n, 3)).narrowed::<T>(scale);
                let right = Dense::widened(n, 3, &x, scale);
                let done = self.routines.trsm(read, is_lower, lower, MatMut::new(&mut x, n, 3));
                self.succeed("trsm", a, done);
                let what = format!("trsm, {:?}, {}", read.op(), if lower { "lower" } else { "upper" });
                let x = Dense::widened(n, 3, &x, 1.0);
                self.within(&what, a, residual(&left, &x, &right, self.eps));
            }
        }
    }

    /// LAPACK's `dpot01`.
    fn factors_cholesky(&mut self, n: usize, a: &Matrix<T>) {
        let mut l = self.only_lower(n, a);
        let done = self.routines.potrf(MatMut::new(&mut l, n, n));
        if self.succeed("potrf", a, done).is_none() {
            return;
        }
        // The root of an odd power of two is none: so the factor is turned back with half of it.
        let half = 2f64.powi((a.scale.log2() / 2.0).floor() as i32);
        let l = triangle(&Dense::widened(n, n, &l, half), true, false);
        let rest = T::Double::from_real(half * half / a.scale);
        let back = l.times(&l.adjoint()).scaled_columns(&vec![rest; n]);
        self.within("potrf", a, backward(&a.exact, &back, self.eps));
    }

    /// The items with others above the diagonal, which are not to be read.
    fn only_lower(&self, n: usize, a: &Matrix<T>) -> Vec<T> {
        let mut items = a.items.clone();
        let wrong = T::from_real(T::Real::from_f64(3.0 * a.scale));
        (0..n).for_each(|j| items[j * n..][..j].fill(wrong));
        items
    }

    /// LAPACK's `dqrt01`.
    fn factors_qr(&mut self, m: usize, n: usize, a: &Matrix<T>) {
        let k = m.min(n);
        for columns in [Some(k), Some(m), None] {
            let (mut r, mut tau) = (a.items.clone(), vec![T::ZERO; k]);
            let mut q = vec![T::ZERO; m * columns.unwrap_or(0)];
            let vectors = columns.map(|columns| MatMut::new(&mut q, m, columns));
            let done = self.routines.geqrf(MatMut::new(&mut r, m, n), &mut tau, vectors);
            self.succeed("geqrf", a, done);
            let Some(columns) = columns else {
                self.reflects(m, n, a, &r, &tau);
                continue;
            };
            let q = Dense::widened(m, columns, &q, 1.0);
            let r = triangle(&Dense::widened(m, n, &r, a.scale), false, false).first(columns, n);
            self.within("Q of geqrf", a, orthogonality(&q, self.eps));
            self.within("geqrf", a, backward(&a.exact, &q.times(&r), self.eps));
        }
    }

    /// The reflectors themselves, one after the other: `H(1) ... H(k) R` is the matrix.
    fn reflects(&mut self, m: usize, n: usize, a: &Matrix<T>, r: &[T], tau: &[T]) {
        let vectors = triangle(&Dense::widened(m, n, r, 1.0), true, true);
        let mut back = triangle(&Dense::widened(m, n, r, a.scale), false, false);
        for (k, tau) in tau.iter().enumerate().rev() {
            let v = vectors.col(k);
            for j in 0..n {
                let along = v.iter().zip(back.col(j));
                let part = along.fold(<T::Double as Field>::ZERO, |sum, (&v, &x)| sum + v.conj() * x);
                let part = part * tau.widen();
                back.col_mut(j).iter_mut().zip(v).for_each(|(x, &v)| *x -= v * part);
            }
        }
        self.within("reflectors of geqrf", a, backward(&a.exact, &back, self.eps));
    }
}

/// Columns of a solution: of no direction in particular, and of size 1.
fn some<D: Field<Real = f64>>(rows: usize, cols: usize) -> Dense<D> {
    Dense::from_fn(rows, cols, |i, j| {
        D::from_parts((1.0 + (i * 7 + j * 3) as f64).sin(), (2.0 + (i * 5 + j) as f64).cos())
    })
}

/// LAPACK's `norm(b - A x) / (norm(A) norm(x) eps)`, the worst of the columns.
fn residual<D: Field<Real = f64>>(a: &Dense<D>, x: &Dense<D>, b: &Dense<D>, eps: f64) -> f64 {
    let (size, rest) = (a.norm(), a.times(x).minus(b));
    let length = |x: &[D]| x.iter().map(|x| x.abs()).sum::<f64>();
    let each = (0..x.cols()).map(|j| ratio(length(rest.col(j)), size * length(x.col(j)) * eps));
    each.fold(0.0, f64::max)
}
