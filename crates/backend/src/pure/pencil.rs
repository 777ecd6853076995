//! Generalized eigenvalues and Schur forms: of `A x = λ B x`, by the QZ iteration.
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

/// What is wanted of a pair beside its eigenvalues.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Nothing,
    /// What eigenvectors are found from: the triangles and Z.
    Triangles,
    /// Q, too.
    Forms,
}

/// A Hessenberg and a triangular matrix with the eigenvalues of the pair: B's factor R, and what that leaves of A.
fn reduced<F: Field<Real = f64>>(
    n: usize,
    a: &[F],
    mut b: Vec<F>,
    wanted: Wanted,
) -> Result<Pair<F>, Failure> {
    let (mut tau, mut q, mut turned) = (vec![F::ZERO; n], vec![F::ZERO; n * n], vec![F::ZERO; n * n]);
    F::routines(pure()).geqrf(MatMut::new(&mut b, n, n), &mut tau, Some(MatMut::new(&mut q, n, n)))?;
    let (adjoint, a) = (Mat::new(&q, n, n).adjoint(), Mat::new(a, n, n));
    F::routines(pure()).gemm(F::ONE, adjoint, a, F::ZERO, MatMut::new(&mut turned, n, n))?;
    let mut pair = Pair {
        a: Square::from_fn(n, |i, j| turned[i + j * n]),
        b: Square::from_fn(n, |i, j| if i <= j { b[i + j * n] } else { F::ZERO }),
        q: (wanted == Wanted::Forms).then(|| Square::from_fn(n, |i, j| q[i + j * n])),
        z: (wanted != Wanted::Nothing)
            .then(|| Square::from_fn(n, |i, j| if i == j { F::ONE } else { F::ZERO })),
    };
    reduce(&mut pair.a, &mut pair.b, pair.q.as_mut(), pair.z.as_mut());
    Ok(pair)
}

/// The triangles of a pair with its eigenvalues, and the numbers that it was divided by.
fn iterated<T: Field>(
    a: &MatMut<'_, T>,
    b: &MatMut<'_, T>,
    wanted: Wanted,
) -> Result<(Pair<T::Double>, [f64; 2]), Failure> {
    let ((items, of_a), (b, of_b)) = (scaled(a), scaled(b));
    if items.iter().chain(&b).any(|x| !x.is_finite()) {
        return Err(Failure::NotConverged);
    }
    let mut pair = reduced(a.rows(), &items, b, wanted)?;
    pair.iterate()?;
    Ok((pair, [of_a, of_b]))
}

fn hand_out_values<T: Field>(
    values: &[(Complex<f64>, f64)],
    [of_a, of_b]: [f64; 2],
    alpha: &mut [Complex<T::Real>],
    beta: &mut [T],
) {
    let real = |x: f64| T::Real::from_f64(x);
    for (i, &(above, below)) in values.iter().enumerate() {
        alpha[i] = Complex { re: real(above.re * of_a), im: real(above.im * of_a) };
        beta[i] = T::from_real(real(below * of_b));
    }
}

/// See `Routines::ggev`.
pub fn eigen<T: Field>(
    a: MatMut<'_, T>,
    b: MatMut<'_, T>,
    alpha: &mut [Complex<T::Real>],
    beta: &mut [T],
    vectors: Option<MatMut<'_, Complex<T::Real>>>,
) -> Result<(), Failure> {
    if alpha.is_empty() {
        return Ok(());
    }
    let wanted = if vectors.is_some() { Wanted::Triangles } else { Wanted::Nothing };
    let (pair, scales) = iterated(&a, &b, wanted)?;
    let values = pair.values();
    hand_out_values(&values, scales, alpha, beta);
    if let Some(mut to) = vectors {
        hand_out_vectors(&pair, &triangular_vectors(&pair, &values), &mut to);
    }
    Ok(())
}

/// See `Routines::gges`.
pub fn schur<T: Field>(
    mut a: MatMut<'_, T>,
    mut b: MatMut<'_, T>,
    alpha: &mut [Complex<T::Real>],
    beta: &mut [T],
    vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
) -> Result<(), Failure> {
    if alpha.is_empty() {
        return Ok(());
    }
    let wanted = if vectors.is_some() { Wanted::Forms } else { Wanted::Triangles };
    let (mut pair, scales) = iterated(&a, &b, wanted)?;
    pair.standardize();
    hand_out_values(&pair.values(), scales, alpha, beta);
    hand_out_square(&pair.a, scales[0], &mut a);
    hand_out_square(&pair.b, scales[1], &mut b);
    if let (Some((mut to_q, mut to_z)), Some(q), Some(z)) = (vectors, &pair.q, &pair.z) {
        hand_out_square(q, 1.0, &mut to_q);
        hand_out_square(z, 1.0, &mut to_z);
    }
    Ok(())
}

fn hand_out_square<T: Field>(from: &Square<T::Double>, scale: f64, to: &mut MatMut<'_, T>) {
    let scale = T::Double::from_real(scale);
    for j in 0..from.n {
        to.col_mut(j).iter_mut().enumerate().for_each(|(i, x)| *x = T::narrow(from.at(i, j) * scale));
    }
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
