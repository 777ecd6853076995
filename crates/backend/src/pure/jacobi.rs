//! Jacobi's methods for the eigenvalues and singular values of the smallest matrices: more exact than the forms that
//! LAPACK reduces to, and ahead of them up to a handful of rows.

use super::TINY;
use super::small::{length, sort_places};
use crate::{Failure, Field, Mat, MatMut, Real};

/// Sweeps after which a matrix of [`TINY`] rows has long converged.
const SWEEPS: usize = 60;

/// A small matrix by columns.
type Tile<T> = [[T; TINY]; TINY];

/// The rotation that turns the Hermitian `[[p, g], [gᴴ, q]]` diagonal: cosine, sine, and the phase of `gᴴ`.
#[derive(Clone, Copy)]
struct Rotation<T: Field> {
    c: T::Real,
    s: T::Real,
    phase: T,
}

impl<T: Field> Rotation<T> {
    #[inline(always)]
    fn new(p: T::Real, q: T::Real, g: T) -> Self {
        let one = T::Real::ONE;
        let size = g.abs();
        let theta = (q - p) / (size + size);
        let root =
            if theta.abs() > one / T::Real::EPSILON { theta.abs() } else { (theta * theta + one).sqrt() };
        let t = one / (theta.abs() + root);
        let t = if theta < T::Real::ZERO { -t } else { t };
        let c = one / (t * t + one).sqrt();
        Rotation { c, s: t * c, phase: g.conj() * T::from_real(one / size) }
    }

    /// Columns `x` and `y` turned.
    #[inline(always)]
    fn turn(&self, x: &mut [T], y: &mut [T]) {
        let (c, s) = (T::from_real(self.c), T::from_real(self.s));
        for (x, y) in x.iter_mut().zip(y) {
            let turned = *y * self.phase;
            (*x, *y) = (c * *x - s * turned, s * *x + c * turned);
        }
    }
}

/// Columns `p < q` of a tile, their first `n` items.
#[inline(always)]
fn pair<T>(tile: &mut Tile<T>, p: usize, q: usize, n: usize) -> (&mut [T], &mut [T]) {
    let (left, right) = tile.split_at_mut(q);
    (&mut left[p][..n], &mut right[0][..n])
}

fn identity<T: Field>(n: usize) -> Tile<T> {
    let mut tile = [[T::ZERO; TINY]; TINY];
    (0..n).for_each(|i| tile[i][i] = T::ONE);
    tile
}

/// The power of two near the largest item, by which a matrix is divided so that squares neither overflow nor vanish.
fn scale_of<T: Field>(items: impl Iterator<Item = T>) -> T::Real {
    let most = items.fold(T::Real::ZERO, |most, x| most.larger(x.re().abs()).larger(x.im().abs()));
    let most = most.to_f64();
    if most == 0.0 { T::Real::ONE } else { T::Real::from_f64(2f64.powi(most.log2().floor() as i32)) }
}

/// The order of `n` places by their values.
fn sorted<R: Real>(values: &[R], descending: bool) -> [usize; TINY] {
    let mut order = std::array::from_fn(|i| i);
    let sign = if descending { -1.0 } else { 1.0 };
    let mut keys = [0.0; TINY];
    keys.iter_mut().zip(values).for_each(|(key, value)| *key = sign * value.to_f64());
    sort_places(&mut order[..values.len()], &keys);
    order
}

pub fn eigh<T: Field>(mut a: MatMut<'_, T>, w: &mut [T::Real], vectors: bool) -> Result<(), Failure> {
    let n = a.rows();
    let scale = scale_of((0..n).flat_map(|j| (j..n).map(move |i| (i, j))).map(|at| a[at]));
    let mut h = [[T::ZERO; TINY]; TINY];
    for j in 0..n {
        h[j][j] = T::from_real(a[(j, j)].re() / scale);
        for i in j + 1..n {
            let x = a[(i, j)];
            h[j][i] = T::from_parts(x.re() / scale, x.im() / scale);
            h[i][j] = h[j][i].conj();
        }
    }
    let mut v = identity::<T>(n);
    diagonalize(&mut h, &mut v, n, vectors)?;
    let values: [T::Real; TINY] = std::array::from_fn(|i| h[i][i].re());
    let order = sorted(&values[..n], false);
    for j in 0..n {
        w[j] = values[order[j]] * scale;
        if vectors {
            a.col_mut(j).copy_from_slice(&v[order[j]][..n]);
        }
    }
    Ok(())
}

fn diagonalize<T: Field>(h: &mut Tile<T>, v: &mut Tile<T>, n: usize, vectors: bool) -> Result<(), Failure> {
    // An item this much below its diagonal items no longer changes them.
    let small = T::Real::EPSILON * T::Real::EPSILON;
    for _ in 0..SWEEPS {
        let mut turned = false;
        for p in 0..n {
            for q in p + 1..n {
                let g = h[q][p];
                let (x, y) = (h[p][p].re().abs(), h[q][q].re().abs());
                let least = if x < y { x } else { y };
                let bound = (T::Real::EPSILON * least).larger(small * x.larger(y)).larger(T::Real::TINY);
                if g.re().abs().larger(g.im().abs()) <= bound {
                    continue;
                }
                turned = true;
                let rotation = Rotation::new(h[p][p].re(), h[q][q].re(), g);
                rotate_both(h, p, q, n, rotation);
                if vectors {
                    let (x, y) = pair(v, p, q, n);
                    rotation.turn(x, y);
                }
            }
        }
        if !turned {
            return Ok(());
        }
    }
    Err(Failure::NotConverged)
}

/// `Jᴴ H J`, which zeroes the items `(p, q)` and `(q, p)`.
#[inline(always)]
fn rotate_both<T: Field>(h: &mut Tile<T>, p: usize, q: usize, n: usize, rotation: Rotation<T>) {
    let (x, y) = pair(h, p, q, n);
    rotation.turn(x, y);
    let (c, s) = (T::from_real(rotation.c), T::from_real(rotation.s));
    for column in &mut h[..n] {
        let turned = column[q] * rotation.phase.conj();
        (column[p], column[q]) = (c * column[p] - s * turned, s * column[p] + c * turned);
    }
    (h[q][p], h[p][q]) = (T::ZERO, T::ZERO);
    h[p][p] = T::from_real(h[p][p].re());
    h[q][q] = T::from_real(h[q][q].re());
}

pub fn svd<T: Field>(
    a: Mat<'_, T>,
    s: &mut [T::Real],
    vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
) -> Result<(), Failure> {
    let wide = a.rows() < a.cols();
    let tall = if wide { a.adjoint() } else { a };
    let (m, n) = (tall.rows(), tall.cols());
    let scale = scale_of((0..n).flat_map(|j| (0..m).map(move |i| (i, j))).map(|(i, j)| tall.at(i, j)));
    let mut w = [[T::ZERO; TINY]; TINY];
    for j in 0..n {
        for i in 0..m {
            let x = tall.at(i, j);
            w[j][i] = T::from_parts(x.re() / scale, x.im() / scale);
        }
    }
    let mut v = identity::<T>(n);
    orthogonalize(&mut w, &mut v, m, n)?;
    let values: [T::Real; TINY] =
        std::array::from_fn(|j| if j < n { length(&w[j][..m]) } else { T::Real::ZERO });
    let order = sorted(&values[..n], true);
    let mut left = [[T::ZERO; TINY]; TINY];
    for j in 0..n {
        let value = values[order[j]];
        s[j] = value * scale;
        if value > T::Real::ZERO {
            (0..m).for_each(|i| left[j][i] = w[order[j]][i] / T::from_real(value));
        }
    }
    let Some((mut u, mut vh)) = vectors else { return Ok(()) };
    let full = if wide { vh.rows() } else { u.cols() };
    complete(&mut left, &s[..n], m, full);
    let right = |j: usize| &v[order[j]];
    if wide {
        (0..n).for_each(|j| u.col_mut(j).copy_from_slice(&right(j)[..n]));
        (0..full).for_each(|j| (0..m).for_each(|i| vh[(j, i)] = left[j][i].conj()));
    } else {
        (0..full).for_each(|j| u.col_mut(j).copy_from_slice(&left[j][..m]));
        (0..n).for_each(|j| (0..n).for_each(|i| vh[(j, i)] = right(j)[i].conj()));
    }
    Ok(())
}

/// Turns the columns of `w` until they are orthogonal to each other, and those of `v` with them.
fn orthogonalize<T: Field>(w: &mut Tile<T>, v: &mut Tile<T>, m: usize, n: usize) -> Result<(), Failure> {
    let tolerance = T::Real::EPSILON * T::Real::from_f64((m as f64).sqrt());
    let tiny = T::Real::TINY.sqrt();
    for _ in 0..SWEEPS {
        let mut turned = false;
        for p in 0..n {
            for q in p + 1..n {
                let (x, y) = pair(w, p, q, m);
                let (alpha, beta) = (length(x), length(y));
                if alpha < tiny || beta < tiny {
                    // Below any digit of the largest singular value, squares would underflow: the column is 0.
                    let column = if alpha < tiny { x } else { y };
                    column.fill(T::ZERO);
                    continue;
                }
                let gamma = x.iter().zip(y.iter()).fold(T::ZERO, |sum, (&x, &y)| sum + x.conj() * y);
                if gamma.abs() <= tolerance * alpha * beta {
                    continue;
                }
                turned = true;
                let rotation = Rotation::new(alpha * alpha, beta * beta, gamma);
                rotation.turn(x, y);
                let (x, y) = pair(v, p, q, n);
                rotation.turn(x, y);
            }
        }
        if !turned {
            return Ok(());
        }
    }
    Err(Failure::NotConverged)
}

/// Fills the columns that belong to no singular value, or to 0, with unit vectors orthogonal to all others.
fn complete<T: Field>(left: &mut Tile<T>, s: &[T::Real], m: usize, full: usize) {
    for j in 0..full {
        if j < s.len() && s[j] > T::Real::ZERO {
            continue;
        }
        for start in 0..m {
            let mut x = [T::ZERO; TINY];
            x[start] = T::ONE;
            // Twice is enough.
            for _ in 0..2 {
                for (k, other) in left[..full.max(j)].iter().enumerate() {
                    if k != j {
                        let sum = (0..m).fold(T::ZERO, |sum, i| sum + other[i].conj() * x[i]);
                        (0..m).for_each(|i| x[i] -= other[i] * sum);
                    }
                }
            }
            let size = length(&x[..m]);
            // At least one of the unit vectors keeps this much of its length.
            if size * size * T::Real::from_f64(2.0 * m as f64) >= T::Real::ONE {
                (0..m).for_each(|i| left[j][i] = x[i] / T::from_real(size));
                break;
            }
        }
    }
}
