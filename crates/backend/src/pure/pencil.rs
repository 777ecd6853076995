//! Generalized eigenvalues: of `A x = λ B x`, by the QZ iteration.
//!
//! As the rest of what is iterative, it runs in double precision on scaled copies.

use num_complex::Complex;

use super::pair_form::{Square, reduce};
use super::pair_vectors::triangular_vectors;
use super::product::gemm;
use super::qz::Pair;
use super::scaled::scale_of_all;
use crate::{Failure, Field, Mat, MatMut, Real, pure};

/// A copy in double precision, and the power of two that it was divided by.
fn scaled<T: Field>(a: &MatMut<'_, T>) -> (Vec<T::Double>, f64) {
    let scale = scale_of_all(a);
    let shrink = T::Double::from_real(1.0 / scale);
    ((0..a.cols()).flat_map(|j| a.col(j)).map(|x| x.widen() * shrink).collect(), scale)
}

/// A Hessenberg and a triangular matrix with the eigenvalues of the pair: B's factor R, and what that leaves of A.
fn reduced<F: Field<Real = f64>>(
    n: usize,
    a: &[F],
    mut b: Vec<F>,
    vectors: bool,
) -> Result<Pair<F>, Failure> {
    let (mut tau, mut q, mut turned) = (vec![F::ZERO; n], vec![F::ZERO; n * n], vec![F::ZERO; n * n]);
    F::routines(pure()).geqrf(MatMut::new(&mut b, n, n), &mut tau, Some(MatMut::new(&mut q, n, n)))?;
    let (q, a) = (Mat::new(&q, n, n).adjoint(), Mat::new(a, n, n));
    F::routines(pure()).gemm(F::ONE, q, a, F::ZERO, MatMut::new(&mut turned, n, n))?;
    let mut pair = Pair {
        a: Square::from_fn(n, |i, j| turned[i + j * n]),
        b: Square::from_fn(n, |i, j| if i <= j { b[i + j * n] } else { F::ZERO }),
        z: vectors.then(|| Square::from_fn(n, |i, j| if i == j { F::ONE } else { F::ZERO })),
    };
    reduce(&mut pair.a, &mut pair.b, pair.z.as_mut());
    Ok(pair)
}

/// See `Routines::ggev`.
pub fn eigen<T: Field>(
    a: MatMut<'_, T>,
    b: MatMut<'_, T>,
    alpha: &mut [Complex<T::Real>],
    beta: &mut [T],
    vectors: Option<MatMut<'_, Complex<T::Real>>>,
) -> Result<(), Failure> {
    let n = alpha.len();
    if n == 0 {
        return Ok(());
    }
    let ((a, of_a), (b, of_b)) = (scaled(&a), scaled(&b));
    if a.iter().chain(&b).any(|x| !x.is_finite()) {
        return Err(Failure::NotConverged);
    }
    let mut pair = reduced(n, &a, b, vectors.is_some())?;
    pair.iterate()?;
    let values = pair.values();
    let real = |x: f64| T::Real::from_f64(x);
    for (i, &(above, below)) in values.iter().enumerate() {
        alpha[i] = Complex { re: real(above.re * of_a), im: real(above.im * of_a) };
        beta[i] = T::from_real(real(below * of_b));
    }
    if let Some(mut to) = vectors {
        hand_out_vectors(&pair, &triangular_vectors(&pair, &values), &mut to);
    }
    Ok(())
}

/// Turns the vectors of the triangles to those of the pair they came from, and makes them 1 long.
fn hand_out_vectors<F: Field<Real = f64>, R: Real>(
    pair: &Pair<F>,
    of_triangles: &[F],
    to: &mut MatMut<'_, Complex<R>>,
) {
    let Some(z) = &pair.z else { unreachable!("asked for with vectors") };
    let n = z.n;
    let columns: Vec<F> = (0..n * n).map(|at| z.at(at % n, at / n)).collect();
    let mut found = vec![F::ZERO; n * n];
    gemm(
        F::ONE,
        Mat::new(&columns, n, n),
        Mat::new(of_triangles, n, n),
        F::ZERO,
        MatMut::new(&mut found, n, n),
    );
    let mut j = 0;
    while j < n {
        let is_pair = pair.is_pair(j);
        let item = |i: usize| {
            let x = found[i + j * n];
            Complex { re: x.re(), im: if is_pair { found[i + (j + 1) * n].re() } else { x.im() } }
        };
        let most = (0..n).map(|i| item(i).re.abs().max(item(i).im.abs())).fold(f64::MIN_POSITIVE, f64::max);
        let length = (0..n).map(|i| (item(i) / most).norm_sqr()).sum::<f64>().sqrt();
        for i in 0..n {
            let x = item(i) / most / length;
            let (re, im) = (R::from_f64(x.re), R::from_f64(x.im));
            to[(i, j)] = Complex { re, im };
            if is_pair {
                to[(i, j + 1)] = Complex { re, im: -im };
            }
        }
        j += 1 + usize::from(is_pair);
    }
}
