//! Eigenvalues of Hermitian matrices and singular values, by real tridiagonal and bidiagonal form.
//!
//! All in double precision on a scaled copy: squares neither overflow nor vanish, single precision gains digits, and
//! half as much code is compiled. On one thread: the forms take most of the time, and those run at the speed of the cache.

use super::lanes::Item;
use super::panels::{BLOCK, Padded, block_of};
use super::product::gemm;
use super::scaled::{scale_of, scale_of_all};
use super::{bidiagonal, bidiagonal_divide, divide, dqds, qr, reflectors, root_free, tridiagonal};
use crate::{Failure, Field, Mat, MatMut, Real};

/// How many times more rows than columns make it worth to factor as `Q R` first.
const TALL: usize = 2;

fn copy_out<T: Field>(from: &[T::Double], to: &mut MatMut<'_, T>) {
    for (j, from) in from.chunks_exact(to.rows()).enumerate() {
        to.col_mut(j).iter_mut().zip(from).for_each(|(to, &x)| *to = T::narrow(x));
    }
}

/// See `Routines::heevd`.
pub fn eigh<T: Field<Double: Item>>(
    mut a: MatMut<'_, T>,
    w: &mut [T::Real],
    vectors: bool,
) -> Result<(), Failure> {
    let n = a.rows();
    // Neither the upper triangle is to be read nor the imaginary parts of the diagonal, not even for the scale.
    (0..n).for_each(|j| a[(j, j)] = T::from_real(a[(j, j)].re()));
    let scale = scale_of((0..n).map(|j| &a.col(j)[j..]));
    let shrink = T::Double::from_real(1.0 / scale);
    let mut copy = Padded::zeros(n, n);
    (0..n).for_each(|j| copy.put(j, j, a.col(j)[j..].iter().map(|x| x.widen() * shrink)));
    for j in 0..n {
        for i in j + 1..n.min(block_of(j) + BLOCK) {
            copy.set(j, i, copy.at(i, j).conj());
        }
    }
    let mut form = tridiagonal::reduce(copy, n);
    if vectors {
        let mut z = vec![0.0; n * n];
        divide::eigenvectors(&mut form.diagonal, &mut form.below, &mut z)?;
        let mut z = Item::from_reals(z);
        reflectors::apply(&form.reflectors, &form.tau, 1, MatMut::new(&mut z, n, n));
        copy_out(&z, &mut a);
    } else {
        root_free::eigenvalues(&mut form.diagonal, &mut form.below)?;
    }
    w.iter_mut().zip(&form.diagonal).for_each(|(w, value)| *w = T::Real::from_f64(value * scale));
    Ok(())
}

/// See `Routines::gesdd`.
pub fn svd<T: Field<Double: Item>>(
    a: MatMut<'_, T>,
    s: &mut [T::Real],
    vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
) -> Result<(), Failure> {
    let (m, n, wide) = (a.rows().max(a.cols()), s.len(), a.rows() < a.cols());
    let scale = scale_of_all(&a);
    let shrink = T::Double::from_real(1.0 / scale);
    // With as many rows as columns at least: of a wide matrix, the adjoint.
    let mut copy = vec![T::Double::ZERO; m * n];
    for j in 0..a.cols() {
        for (i, x) in a.col(j).iter().enumerate() {
            let x = x.widen() * shrink;
            let (at, x) = if wide { (j + i * m, x.conj()) } else { (i + j * m, x) };
            copy[at] = x;
        }
    }
    let full = vectors.as_ref().map(|(u, vh)| if wide { vh.rows() } else { u.cols() });
    let found = if m > TALL * n { by_triangle(copy, m, n, full)? } else { decompose(&copy, m, n, full)? };
    s.iter_mut().zip(&found.values).for_each(|(s, value)| *s = T::Real::from_f64(value * scale));
    let Some((mut u, mut vh)) = vectors else { return Ok(()) };
    let (columns, rows) = if wide { (&found.right, &found.left) } else { (&found.left, &found.right) };
    copy_out(columns, &mut u);
    let height = vh.cols();
    for i in 0..height {
        let column = vh.col_mut(i).iter_mut().enumerate();
        column.for_each(|(j, x)| *x = T::narrow(rows[i + j * height].conj()));
    }
    Ok(())
}

/// Singular values, and columns of singular vectors if they were wanted.
struct Found<D> {
    values: Vec<f64>,
    left: Vec<D>,
    right: Vec<D>,
}

/// Of an `m` × `n` matrix, with `full` vectors from the left.
fn decompose<D: Item>(a: &[D], m: usize, n: usize, full: Option<usize>) -> Result<Found<D>, Failure> {
    let mut copy = Padded::zeros(m, n);
    for (j, from) in a.chunks_exact(m).enumerate() {
        copy.put(j, 0, from.iter().copied());
    }
    let mut form = bidiagonal::reduce(copy, n, full.is_some());
    let mut found = Found { values: form.diagonal, left: Vec::new(), right: Vec::new() };
    let (Some(full), Some(reflections)) = (full, form.right) else {
        dqds::singular_values(&mut found.values, &mut form.above)?;
        return Ok(found);
    };
    let (mut left, mut right) = (vec![0.0; n * n], vec![0.0; n * n]);
    bidiagonal_divide::singular_vectors(&mut found.values, &mut form.above, &mut left, &mut right)?;
    found.right = D::from_reals(right);
    found.left = vec![D::ZERO; m * full];
    for (to, from) in found.left.chunks_exact_mut(m).zip(left.chunks_exact(n)) {
        to.iter_mut().zip(from).for_each(|(to, &x)| *to = D::from_real(x));
    }
    (n..full).for_each(|j| found.left[j + j * m] = D::ONE);
    reflectors::apply(&form.left, &form.left_tau, 0, MatMut::new(&mut found.left, m, full));
    reflectors::apply(&reflections, &form.right_tau, 1, MatMut::new(&mut found.right, n, n));
    Ok(found)
}

/// [`decompose`] by way of `Q R`.
fn by_triangle<D: Item>(mut a: Vec<D>, m: usize, n: usize, full: Option<usize>) -> Result<Found<D>, Failure> {
    let mut q = vec![<D as Field>::ZERO; m * full.unwrap_or(0)];
    let columns = full.map(|full| MatMut::new(&mut q, m, full));
    qr::qr(MatMut::new(&mut a, m, n), &mut vec![<D as Field>::ZERO; n], columns);
    let mut r = vec![<D as Field>::ZERO; n * n];
    for (j, (to, from)) in r.chunks_exact_mut(n).zip(a.chunks_exact(m)).enumerate() {
        to[..=j].copy_from_slice(&from[..=j]);
    }
    let mut found = decompose(&r, n, n, full.map(|_| n))?;
    if full.is_some() {
        let first = MatMut::new(&mut a, m, n);
        gemm(D::ONE, Mat::new(&q[..m * n], m, n), Mat::new(&found.left, n, n), D::ZERO, first);
        q[..m * n].copy_from_slice(&a);
        found.left = q;
    }
    Ok(found)
}
