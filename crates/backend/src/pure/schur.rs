//! Hessenberg form, and from it Schur form and eigenvalues, in double precision on a scaled copy.

use num_complex::Complex;

use super::hessenberg;
use super::lanes::Item;
use super::multishift::Form;
use super::scaled::{distance, padded};
use crate::{Failure, Field, Mat, MatMut, Real};

/// A double-precision type.
pub trait Double: Item + Field<Double = Self> {}

impl<F: Item + Field<Double = F>> Double for F {}

/// A Hessenberg or Schur form and its vectors, column by column `ld` items apart, in double precision and divided by `scale`.
pub(super) struct Reduced<F> {
    pub h: Vec<F>,
    pub q: Option<Vec<F>>,
    pub ld: usize,
    pub scale: f64,
}

fn reduce<T: Field<Double: Double>>(a: &MatMut<'_, T>, vectors: bool) -> Reduced<T::Double> {
    let (copy, scale) = padded(a);
    let (h, q) = hessenberg::reduce(copy, a.rows(), vectors);
    Reduced { h, q, ld: distance(a.rows()), scale }
}

fn narrowed<T: Field>(from: &[T::Double], ld: usize, scale: f64, to: &mut MatMut<'_, T>) {
    let (n, scale) = (to.rows(), T::Double::from_real(scale));
    for j in 0..n {
        let from = &from[j * ld..][..n];
        to.col_mut(j).iter_mut().zip(from).for_each(|(x, &y)| *x = T::narrow(y * scale));
    }
}

/// See `Routines::gehrd`.
pub fn hessenberg<T: Field<Double: Double>>(mut a: MatMut<'_, T>, q: Option<MatMut<'_, T>>) {
    let found = reduce(&a, q.is_some());
    narrowed(&found.h, found.ld, found.scale, &mut a);
    if let (Some(mut to), Some(q)) = (q, found.q) {
        narrowed(&q, found.ld, 1.0, &mut to);
    }
}

/// The Hessenberg form of a matrix, its vectors, and the distance of their columns.
pub(super) fn reduced<F: Double>(items: &mut [F], n: usize) -> (Vec<F>, Vec<F>, usize) {
    let Reduced { mut h, q, ld, scale } = reduce(&MatMut::new(items, n, n), true);
    h.iter_mut().for_each(|x| *x *= F::from_real(scale));
    let Some(q) = q else { unreachable!("asked for with vectors") };
    (h, q, ld)
}

/// The Schur form of a matrix; without `whole`, only its diagonal blocks.
fn decompose<T: Field<Double: Double>>(
    a: &MatMut<'_, T>,
    vectors: bool,
    whole: bool,
) -> Result<Reduced<T::Double>, Failure> {
    let (n, mut form) = (a.rows(), reduce(a, vectors));
    let z = form.q.as_mut().map(|q| MatMut::with_ld(q, n, n, form.ld));
    Form { h: MatMut::with_ld(&mut form.h, n, n, form.ld), z, whole }.run()?;
    Ok(form)
}

/// The Schur form of a matrix and its vectors.
pub(super) fn with_vectors<T: Field<Double: Double>>(
    a: &MatMut<'_, T>,
) -> Result<Reduced<T::Double>, Failure> {
    decompose(a, true, true)
}

/// The eigenvalues of a general matrix.
pub fn eigvals<T: Field<Double: Double>>(
    a: &MatMut<'_, T>,
    w: &mut [Complex<T::Real>],
) -> Result<(), Failure> {
    let form = decompose(a, false, false)?;
    hand_out(&form, w);
    Ok(())
}

/// The eigenvalues of a Schur form, as they are asked for.
fn hand_out<R: Real, F: Double>(form: &Reduced<F>, w: &mut [Complex<R>]) {
    let n = w.len();
    for (w, value) in w.iter_mut().zip(eigenvalues(Mat::with_ld(&form.h, n, n, form.ld))) {
        let part = |x: f64| R::from_f64(x * form.scale);
        *w = Complex { re: part(value.re), im: part(value.im) };
    }
}

/// See `Routines::gees`.
pub fn schur<T: Field<Double: Double>>(
    mut a: MatMut<'_, T>,
    w: &mut [Complex<T::Real>],
    z: Option<MatMut<'_, T>>,
) -> Result<(), Failure> {
    let form = decompose(&a, z.is_some(), true)?;
    hand_out(&form, w);
    let Reduced { h, q, ld, scale } = form;
    narrowed(&h, ld, scale, &mut a);
    if let (Some(mut z), Some(q)) = (z, q) {
        narrowed(&q, ld, 1.0, &mut z);
    }
    Ok(())
}

/// The eigenvalues of a Schur form, in their order on its diagonal.
pub(super) fn eigenvalues<F: Field<Real = f64>>(t: Mat<'_, F>) -> Vec<Complex<f64>> {
    let (n, at) = (t.rows(), |i: usize, j: usize| t.at(i, j));
    let mut found: Vec<_> = (0..n).map(|i| Complex { re: at(i, i).re(), im: at(i, i).im() }).collect();
    for i in 1..n {
        let below = at(i, i - 1);
        if !F::COMPLEX && below != F::ZERO {
            let size = below.abs().sqrt() * at(i - 1, i).abs().sqrt();
            (found[i - 1].im, found[i].im) = (size, -size);
        }
    }
    found
}
