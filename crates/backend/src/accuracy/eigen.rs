//! Eigenvalues and singular values, with vectors and without.

use num_complex::Complex;

use super::{Dense, Matrix, Suite, backward, distance, orthogonality, ratio};
use crate::{Field, Mat, MatMut, Real};

/// Rows up to which eigenvalues without vectors are measured one by one.
const FEW: usize = 33;

impl<T: Field> Suite<'_, T> {
    /// LAPACK's `dbdt01` and `dort01`.
    pub(super) fn finds_singular_values(&mut self, m: usize, n: usize, a: &Matrix<T>) {
        let k = m.min(n);
        let mut alone = vec![T::Real::ZERO; k];
        let done = self.routines.gesdd(MatMut::new(&mut a.items.clone(), m, n), &mut alone, None);
        self.succeed("gesdd", a, done);
        for (left, right) in [(k, k), (m, n)] {
            let (mut s, mut u, mut vh) =
                (vec![T::Real::ZERO; k], vec![T::ZERO; m * left], vec![T::ZERO; right * n]);
            let vectors = Some((MatMut::new(&mut u, m, left), MatMut::new(&mut vh, right, n)));
            let done = self.routines.gesdd(MatMut::new(&mut a.items.clone(), m, n), &mut s, vectors);
            if self.succeed("gesdd", a, done).is_none() {
                return;
            }
            let (u, vh) = (Dense::widened(m, left, &u, 1.0), Dense::widened(right, n, &vh, 1.0));
            self.within("U of gesdd", a, orthogonality(&u, self.ulp));
            self.within("V of gesdd", a, orthogonality(&vh.adjoint(), self.ulp));
            let factors: Vec<T::Double> = self.unscaled(a, &s);
            let back = u.first(m, k).scaled_columns(&factors).times(&vh.first(k, n));
            self.within("gesdd", a, backward(&a.exact, &back, self.ulp));
            self.within("gesdd without vectors", a, distance(&alone, &s, self.ulp));
            if s.windows(2).any(|pair| pair[0] < pair[1]) || s.iter().any(|&s| s < T::Real::ZERO) {
                self.failures.push(format!("gesdd of {}, {}: values do not descend to 0", self.kind, a.name));
            }
        }
    }

    /// Values divided by the scale of the matrix.
    fn unscaled(&self, a: &Matrix<T>, values: &[T::Real]) -> Vec<T::Double> {
        values.iter().map(|x| T::Double::from_real(x.to_f64() / a.scale)).collect()
    }

    /// LAPACK's `dsyt21`.
    pub(super) fn finds_eigenvalues(&mut self, n: usize, a: &Matrix<T>) {
        let mut v = self.only_lower(n, a);
        let (mut w, mut alone) = (vec![T::Real::ZERO; n], vec![T::Real::ZERO; n]);
        let done = self.routines.heevd(MatMut::new(&mut v.clone(), n, n), &mut alone, false);
        self.succeed("heevd", a, done);
        let done = self.routines.heevd(MatMut::new(&mut v, n, n), &mut w, true);
        if self.succeed("heevd", a, done).is_none() {
            return;
        }
        let v = Dense::widened(n, n, &v, 1.0);
        self.within("vectors of heevd", a, orthogonality(&v, self.ulp));
        let back = v.scaled_columns(&self.unscaled(a, &w)).times(&v.adjoint());
        self.within("heevd", a, backward(&a.exact, &back, self.ulp));
        self.within("heevd without vectors", a, distance(&alone, &w, self.ulp));
        if w.windows(2).any(|pair| pair[0] > pair[1]) {
            self.failures.push(format!("heevd of {}, {}: values do not ascend", self.kind, a.name));
        }
    }

    /// LAPACK's `dget22`.
    pub(super) fn finds_general_eigenvalues(&mut self, n: usize, a: &Matrix<T>) {
        let zero = Complex { re: T::Real::ZERO, im: T::Real::ZERO };
        let (mut w, mut v, mut alone) = (vec![zero; n], vec![zero; n * n], vec![zero; n]);
        let done = self.routines.geev(MatMut::new(&mut a.items.clone(), n, n), &mut alone, None);
        self.succeed("geev", a, done);
        let vectors = Some(MatMut::new(&mut v, n, n));
        let done = self.routines.geev(MatMut::new(&mut a.items.clone(), n, n), &mut w, vectors);
        if self.succeed("geev", a, done).is_none() {
            return;
        }
        let parts = |z: Complex<T::Real>, scale: f64| Complex {
            re: z.re.to_f64() / scale,
            im: z.im.to_f64() / scale,
        };
        let exact =
            Dense::from_fn(n, n, |i, j| Complex { re: a.exact.at(i, j).re(), im: a.exact.at(i, j).im() });
        let v = Dense::from_fn(n, n, |i, j| parts(v[i + j * n], 1.0));
        let values: Vec<Complex<f64>> = w.iter().map(|&w| parts(w, a.scale)).collect();
        let error = exact.times(&v).minus(&v.scaled_columns(&values)).norm();
        self.within("geev", a, ratio(error, exact.norm() * v.norm() * self.ulp));
        let length = |j: usize| v.col(j).iter().map(|x| x.abs2()).sum::<f64>().sqrt();
        let error = (0..n)
            .map(|j| (length(j) - 1.0).abs())
            .fold(0.0, |most: f64, x| if x.is_nan() { x } else { most.max(x) });
        self.within("lengths of the vectors of geev", a, ratio(error, self.ulp));
        for (what, w) in [("geev", &w), ("geev without vectors", &alone)] {
            self.pairs(what, a, w);
        }
        if n <= FEW {
            alone.iter().for_each(|&w| self.is_eigenvalue(a, &exact, parts(w, a.scale)));
        }
    }

    /// Expects the eigenvalues of real matrices in conjugate pairs.
    fn pairs(&mut self, what: &str, a: &Matrix<T>, w: &[Complex<T::Real>]) {
        let mut at = 0;
        while !T::COMPLEX && at < w.len() {
            let (x, next) = (w[at], w.get(at + 1));
            let alone = x.im == T::Real::ZERO;
            if !alone && (x.im < T::Real::ZERO || next != Some(&Complex { re: x.re, im: -x.im })) {
                self.failures.push(format!("{what} of {}, {}: no pairs", self.kind, a.name));
                return;
            }
            at += if alone { 1 } else { 2 };
        }
    }

    /// Expects `A - w I` to be singular but for rounding: what it makes of a vector by its inverse must be long.
    fn is_eigenvalue(&mut self, a: &Matrix<T>, exact: &Dense<Complex<f64>>, w: Complex<f64>) {
        let n = exact.rows();
        let size = exact.norm();
        let mut shifted = exact.clone();
        (0..n).for_each(|i| shifted.col_mut(i)[i] -= w);
        let mut lu = shifted.narrowed::<Complex<f64>>(1.0);
        let (mut pivots, routines) = (vec![0; n], self.backend.c128());
        let singular = routines.getrf(MatMut::new(&mut lu, n, n), &mut pivots);
        if singular != Ok(None) {
            return;
        }
        let mut x: Vec<Complex<f64>> = (0..n).map(|i| Complex { re: 1.0, im: (i as f64).sin() }).collect();
        let length = |x: &[Complex<f64>]| x.iter().map(|x| x.abs2()).sum::<f64>().sqrt();
        let before = length(&x);
        let done = routines.getrs(Mat::new(&lu, n, n), &pivots, MatMut::new(&mut x, n, 1));
        self.succeed("getrs", a, done);
        let least = before / length(&x);
        self.within("geev without vectors", a, ratio(least, size * n as f64 * self.ulp));
    }
}
