//! Generalized eigenvalues by `faer`'s QZ iteration.

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack, StackReq};
use faer::linalg::evd::ComputeEigenvectors;
use faer::linalg::{gevd, temp_mat_scratch};
use faer::prelude::default;
use faer::traits::ComplexField;
use faer::{Mat as Matrix, Par};
use num_complex::Complex;

use super::faer_side::{FaerField, widened};
use crate::{Failure, Field, MatMut, Real};

/// What QZ leaves of a pair: eigenvalues as pairs of numbers, and vectors.
pub struct Found {
    alpha: Vec<Complex<f64>>,
    beta: Vec<Complex<f64>>,
    vectors: Matrix<Complex<f64>>,
}

/// A type of which `faer` decomposes pairs.
pub trait Pencil: FaerField {
    /// The eigenvalues and eigenvectors; without `vectors`, no vectors.
    fn decompose(a: Matrix<Self>, b: Matrix<Self>, vectors: bool) -> Result<Found, Failure>;
}

/// Room for QZ; `faer` does not count in its last phase, which has a few columns of its own.
fn room<F: ComplexField>(n: usize) -> MemBuffer {
    let yes = ComputeEigenvectors::Yes;
    let counted = gevd::gevd_scratch::<F>(n, yes, yes, Par::Seq, default());
    let last = temp_mat_scratch::<F>(n + 8, 24);
    MemBuffer::new(StackReq::all_of(&[counted, last]))
}

impl Pencil for f64 {
    fn decompose(mut a: Matrix<f64>, mut b: Matrix<f64>, vectors: bool) -> Result<Found, Failure> {
        let n = a.nrows();
        let mut packed = vectors.then(|| Matrix::<f64>::zeros(n, n));
        let [mut re, mut im, mut beta] = [(); 3].map(|()| Diag::<f64>::zeros(n));
        let found = gevd::gevd_real(
            a.as_mut(),
            b.as_mut(),
            re.as_mut(),
            im.as_mut(),
            beta.as_mut(),
            None,
            packed.as_mut().map(|packed| packed.as_mut()),
            Par::Seq,
            MemStack::new(&mut room::<f64>(n)),
            default(),
        );
        found.map_err(|_| Failure::NotConverged)?;
        let (re, im, beta) = (re.column_vector(), im.column_vector(), beta.column_vector());
        let mut alpha: Vec<_> = (0..n).map(|i| Complex { re: re[i], im: im[i] }).collect();
        let mut beta: Vec<_> = (0..n).map(|i| Complex::from(beta[i])).collect();
        let packed = packed.unwrap_or_else(|| Matrix::zeros(0, 0));
        let mut vectors =
            Matrix::from_fn(packed.nrows(), packed.ncols(), |i, j| Complex::from(packed[(i, j)]));
        let mut j = 0;
        while j < n {
            // Of a conjugate pair, the first number counts; one column holds the real parts and the next the imaginary.
            let pair = alpha[j].im != 0.0 && j + 1 < n;
            if pair {
                let value = alpha[j];
                let upper = Complex { re: value.re, im: value.im.abs() };
                (alpha[j], alpha[j + 1], beta[j + 1]) = (upper, upper.conj(), beta[j]);
                for i in 0..packed.nrows() {
                    let x = Complex { re: packed[(i, j)], im: packed[(i, j + 1)] };
                    let x = if value.im > 0.0 { x } else { x.conj() };
                    (vectors[(i, j)], vectors[(i, j + 1)]) = (x, x.conj());
                }
            }
            j += 1 + usize::from(pair);
        }
        Ok(Found { alpha, beta, vectors })
    }
}

impl Pencil for Complex<f64> {
    fn decompose(mut a: Matrix<Self>, mut b: Matrix<Self>, vectors: bool) -> Result<Found, Failure> {
        let n = a.nrows();
        let mut right = vectors.then(|| Matrix::<Self>::zeros(n, n));
        let [mut alpha, mut beta] = [(); 2].map(|()| Diag::<Self>::zeros(n));
        let found = gevd::gevd_cplx(
            a.as_mut(),
            b.as_mut(),
            alpha.as_mut(),
            beta.as_mut(),
            None,
            right.as_mut().map(|right| right.as_mut()),
            Par::Seq,
            MemStack::new(&mut room::<Self>(n)),
            default(),
        );
        found.map_err(|_| Failure::NotConverged)?;
        let items = |of: Diag<Self>| (0..n).map(|i| of.column_vector()[i]).collect();
        Ok(Found {
            alpha: items(alpha),
            beta: items(beta),
            vectors: right.unwrap_or_else(|| Matrix::zeros(0, 0)),
        })
    }
}

/// See `Routines::ggev`.
pub fn eigen<T: Field<Double: Pencil>>(
    a: MatMut<'_, T>,
    b: MatMut<'_, T>,
    alpha: &mut [Complex<T::Real>],
    beta: &mut [T],
    vectors: Option<MatMut<'_, Complex<T::Real>>>,
) -> Result<(), Failure> {
    if alpha.is_empty() {
        return Ok(());
    }
    let ((a, scale), (b, other)) = (widened(&a), widened(&b));
    let found = T::Double::decompose(a, b, vectors.is_some())?;
    let narrow = |x: Complex<f64>, scale: f64| {
        let part = |x: f64| T::Real::from_f64(x * scale);
        Complex { re: part(x.re), im: part(x.im) }
    };
    for (i, (alpha, beta)) in alpha.iter_mut().zip(beta).enumerate() {
        let (x, y) = (found.alpha[i], narrow(found.beta[i], other));
        if !(x.re.is_finite() && x.im.is_finite()) {
            return Err(Failure::NotConverged);
        }
        (*alpha, *beta) = (narrow(x, scale), T::from_parts(y.re, y.im));
    }
    let Some(mut vectors) = vectors else { return Ok(()) };
    for j in 0..vectors.cols() {
        let column = found.vectors.col(j);
        let most = column.iter().map(|x| x.re.abs().max(x.im.abs())).fold(0.0, f64::max);
        let size = column.iter().map(|x| (x / most).norm_sqr()).sum::<f64>().sqrt();
        for (i, x) in vectors.col_mut(j).iter_mut().enumerate() {
            *x = narrow(column[i] / most, 1.0 / size);
        }
    }
    Ok(())
}
