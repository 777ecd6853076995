//! Eigenvalues of real symmetric matrices and singular values of real ones, by tridiagonal and bidiagonal form.
//!
//! All in double precision on a scaled copy: squares neither overflow nor vanish, single precision gains digits, and
//! half as much code is compiled. On one thread: the forms take most of the time, and those run at the speed of the cache.

use super::panels::{BLOCK, Padded, block_of};
use super::product::gemm;
use super::{bidiagonal, bidiagonal_divide, divide, dqds, faer_side, reflectors, root_free, tridiagonal};
use crate::{Failure, Field, Mat, MatMut, Real};

/// How many times more rows than columns make it worth to factor as `Q R` first.
const TALL: usize = 2;

/// The power of two near the largest of some items.
fn scale_of<T: Field>(items: impl Iterator<Item = T>) -> f64 {
    let most = items.fold(0.0, |most: f64, x| most.max(x.re().to_f64().abs()));
    if most > 0.0 { 2f64.powi(most.log2().floor().clamp(-1000.0, 1000.0) as i32) } else { 1.0 }
}

fn narrow<T: Field>(x: f64) -> T {
    T::from_real(T::Real::from_f64(x))
}

fn copy_out<T: Field>(from: &[f64], to: &mut MatMut<'_, T>) {
    for (j, from) in from.chunks_exact(to.rows()).enumerate() {
        to.col_mut(j).iter_mut().zip(from).for_each(|(to, &x)| *to = narrow(x));
    }
}

/// See `Routines::heevd`; for real types.
pub fn eigh<T: Field>(mut a: MatMut<'_, T>, w: &mut [T::Real], vectors: bool) -> Result<(), Failure> {
    let n = a.rows();
    // The upper triangle is not to be read, not even for the scale.
    let scale = scale_of((0..n).flat_map(|j| a.col(j)[j..].iter().copied()));
    let mut copy = Padded::zeros(n, n);
    for j in 0..n {
        let to = &mut copy.col_mut(j)[j..n];
        to.iter_mut().zip(&a.col(j)[j..]).for_each(|(to, x)| *to = x.re().to_f64() / scale);
    }
    for j in 0..n {
        for i in j + 1..n.min(block_of(j) + BLOCK) {
            let x = copy.col(j)[i];
            copy.col_mut(i)[j] = x;
        }
    }
    let mut form = tridiagonal::reduce(copy, n);
    if vectors {
        let mut z = vec![0.0; n * n];
        divide::eigenvectors(&mut form.diagonal, &mut form.below, &mut z)?;
        reflectors::apply(&form.reflectors, &form.tau, 1, MatMut::new(&mut z, n, n));
        copy_out(&z, &mut a);
    } else {
        root_free::eigenvalues(&mut form.diagonal, &mut form.below)?;
    }
    w.iter_mut().zip(&form.diagonal).for_each(|(w, value)| *w = T::Real::from_f64(value * scale));
    Ok(())
}

/// See `Routines::gesdd`; for real types.
pub fn svd<T: Field>(
    a: MatMut<'_, T>,
    s: &mut [T::Real],
    vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
) -> Result<(), Failure> {
    let (m, n, wide) = (a.rows().max(a.cols()), s.len(), a.rows() < a.cols());
    let scale = scale_of((0..a.cols()).flat_map(|j| a.col(j).iter().copied()));
    // With as many rows as columns at least.
    let mut copy = vec![0.0; m * n];
    for j in 0..a.cols() {
        for (i, x) in a.col(j).iter().enumerate() {
            copy[if wide { j + i * m } else { i + j * m }] = x.re().to_f64() / scale;
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
        vh.col_mut(i).iter_mut().enumerate().for_each(|(j, x)| *x = narrow(rows[i + j * height]));
    }
    Ok(())
}

/// Singular values, and columns of singular vectors if they were wanted.
struct Found {
    values: Vec<f64>,
    left: Vec<f64>,
    right: Vec<f64>,
}

/// Of an `m` × `n` matrix, with `full` vectors from the left.
fn decompose(a: &[f64], m: usize, n: usize, full: Option<usize>) -> Result<Found, Failure> {
    let mut copy = Padded::zeros(m, n);
    for (j, from) in a.chunks_exact(m).enumerate() {
        copy.col_mut(j)[..m].copy_from_slice(from);
    }
    let mut form = bidiagonal::reduce(copy, n, full.is_some());
    let mut found = Found { values: form.diagonal, left: Vec::new(), right: Vec::new() };
    let (Some(full), Some(reflections)) = (full, form.right) else {
        dqds::singular_values(&mut found.values, &mut form.above)?;
        return Ok(found);
    };
    let mut square = vec![0.0; n * n];
    found.right = vec![0.0; n * n];
    bidiagonal_divide::singular_vectors(&mut found.values, &mut form.above, &mut square, &mut found.right)?;
    found.left = vec![0.0; m * full];
    for (to, from) in found.left.chunks_exact_mut(m).zip(square.chunks_exact(n)) {
        to[..n].copy_from_slice(from);
    }
    (n..full).for_each(|j| found.left[j + j * m] = 1.0);
    reflectors::apply(&form.left, &form.left_tau, 0, MatMut::new(&mut found.left, m, full));
    reflectors::apply(&reflections, &form.right_tau, 1, MatMut::new(&mut found.right, n, n));
    Ok(found)
}

/// [`decompose`] by way of `Q R`.
fn by_triangle(mut a: Vec<f64>, m: usize, n: usize, full: Option<usize>) -> Result<Found, Failure> {
    let mut q = vec![0.0; m * full.unwrap_or(0)];
    let columns = full.map(|full| MatMut::new(&mut q, m, full));
    faer_side::qr(MatMut::new(&mut a, m, n), &mut vec![0.0; n], columns);
    let mut r = vec![0.0; n * n];
    for (j, (to, from)) in r.chunks_exact_mut(n).zip(a.chunks_exact(m)).enumerate() {
        to[..=j].copy_from_slice(&from[..=j]);
    }
    let mut found = decompose(&r, n, n, full.map(|_| n))?;
    if full.is_some() {
        let first = MatMut::new(&mut a, m, n);
        gemm(1.0, Mat::new(&q[..m * n], m, n), Mat::new(&found.left, n, n), 0.0, first);
        q[..m * n].copy_from_slice(&a);
        found.left = q;
    }
    Ok(found)
}
