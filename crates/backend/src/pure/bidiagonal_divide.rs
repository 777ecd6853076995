//! Singular vectors of upper bidiagonal matrices by divide and conquer: LAPACK's `bdsdc`.
//!
//! A row in the middle joins two smaller bidiagonal matrices, the upper of which has one column more than rows. In terms of their
//! vectors, the whole is a diagonal matrix and that row; the squares of its singular values are roots of a secular
//! equation (Gu and Eisenstat, "A divide-and-conquer algorithm for the bidiagonal SVD", 1995).

use super::divide::{Half, Remaining, Room, finish, flush, largest, meet, merged, rotate, turn};
use super::jacobi;
use super::secular::{self, Roots};
use crate::{Failure, Mat, MatMut};

/// Rows up to which Jacobi's method is ahead; with a column more it has no room for others.
const LEAF: usize = 7;

/// Replaces the diagonal by the singular values, and fills the columns of `u` and `v` with their vectors, all descending.
pub fn singular_vectors(d: &mut [f64], e: &mut [f64], u: &mut [f64], v: &mut [f64]) -> Result<(), Failure> {
    let n = d.len();
    let mut room = Room { vectors: vec![0.0; 2 * n * n], columns: vec![0.0; n * n + 2 * n] };
    u.fill(0.0);
    v.fill(0.0);
    flush(d);
    flush(e);
    let order = solve(d, e, &mut MatMut::new(u, n, n), &mut MatMut::new(v, n, n), &mut room)?;
    let values = d.to_vec();
    for (j, &from) in order.iter().rev().enumerate() {
        d[j] = values[from];
    }
    for z in [u, v] {
        for (to, &from) in room.columns.chunks_exact_mut(n).zip(order.iter().rev()) {
            to.copy_from_slice(&z[from * n..][..n]);
        }
        z.copy_from_slice(&room.columns[..n * n]);
    }
    Ok(())
}

/// Of a matrix with as many columns as `v` has, which is one more than rows or as many. Values and vectors lie in the same order,
/// the vector without value last; returns the ascending order.
fn solve(
    d: &mut [f64],
    e: &mut [f64],
    u: &mut MatMut<'_, f64>,
    v: &mut MatMut<'_, f64>,
    room: &mut Room,
) -> Result<Vec<usize>, Failure> {
    let n = d.len();
    if n <= LEAF {
        return leaf(d, e, u, v);
    }
    let half = n / 2;
    let joint = (d[half], e[half]);
    let (left, right) = u.rb().split_cols(half);
    let (mut first, mut second) = (left.split_rows(half).0, right.split_cols(1).1.split_rows(half + 1).1);
    let (left, right) = v.rb().split_cols(half + 1);
    let (mut first_v, mut second_v) = (left.split_rows(half + 1).0, right.split_rows(half + 1).1);
    let upper = solve(&mut d[..half], &mut e[..half], &mut first, &mut first_v, room)?;
    let lower = solve(&mut d[half + 1..], &mut e[half + 1..], &mut second, &mut second_v, room)?;
    u[(half, half)] = 1.0;
    merge(d, (u, v), joint, (upper, lower), room)
}

/// By Jacobi's method.
fn leaf(
    d: &mut [f64],
    e: &[f64],
    u: &mut MatMut<'_, f64>,
    v: &mut MatMut<'_, f64>,
) -> Result<Vec<usize>, Failure> {
    let (n, m) = (d.len(), v.cols());
    let mut a = [0.0; LEAF * (LEAF + 1)];
    for i in 0..n {
        a[i + i * n] = d[i];
        if i + 1 < m {
            a[i + (i + 1) * n] = e[i];
        }
    }
    let mut vh = [0.0; (LEAF + 1) * (LEAF + 1)];
    let rows = MatMut::new(&mut vh, m, m);
    jacobi::svd(Mat::new(&a, n, m), d, Some((u.rb(), rows)))?;
    for i in 0..m {
        for (j, x) in v.col_mut(i).iter_mut().enumerate() {
            *x = vh[i + j * m];
        }
    }
    Ok((0..n).rev().collect())
}

/// The singular values and vectors of the whole from those of its halves and the row that joins them.
fn merge(
    d: &mut [f64],
    (u, v): (&mut MatMut<'_, f64>, &mut MatMut<'_, f64>),
    (alpha, beta): (f64, f64),
    (upper, lower): (Vec<usize>, Vec<usize>),
    room: &mut Room,
) -> Result<Vec<usize>, Failure> {
    let (n, m, half) = (d.len(), v.cols(), upper.len());
    let weight = |j: usize| if j <= half { alpha * v[(half, j)] } else { beta * v[(half + 1, j)] };
    let mut weights: Vec<f64> = (0..n).map(weight).collect();
    let mut halves: Vec<Half> = (0..n).map(|j| if j <= half { Half::Upper } else { Half::Lower }).collect();
    if m > n {
        // Of both vectors without value, one gets all the weight; the other is the one of the whole.
        let (x, y) = (weights[half], weight(n));
        let size = x.hypot(y);
        let (c, s) = if size > 0.0 { (x / size, y / size) } else { (1.0, 0.0) };
        rotate(v, (half, n), (c, s));
        weights[half] = size;
        halves[half] = Half::Both;
    }
    d[half] = 0.0;
    let tolerance = 8.0 * f64::EPSILON * largest(d).max(alpha.abs()).max(beta.abs());
    let order = merged(d, upper, lower.into_iter().map(|j| j + half + 1).collect());
    if tolerance < f64::MIN_POSITIVE {
        return Ok([half].into_iter().chain(order).collect());
    }
    if weights[half].abs() <= tolerance {
        weights[half] = tolerance;
    }
    let (mut remain, mut aside) = (vec![half], Vec::new());
    for &j in &order {
        if weights[j].abs() <= tolerance {
            aside.push(j);
            continue;
        }
        let i = remain[remain.len() - 1];
        // Equal poles, not poles that become equal when they are turned: a rotation from both sides does not change them.
        if i == half {
            d[j] = d[j].max(0.5 * tolerance);
        } else if d[j] - d[i] <= tolerance
            && let Some(rotation) = turn(&mut weights, (i, j), 0.0, tolerance)
        {
            rotate(u, (i, j), rotation);
            rotate(v, (i, j), rotation);
            meet(&mut halves, (i, j));
            remain.pop();
            aside.push(i);
        }
        remain.push(j);
    }
    let left_over = Remaining::new(&remain, d, &weights, &halves, Some(half));
    let count = remain.len();
    let mut values = vec![0.0; count];
    let (vectors, left) = room.vectors.split_at_mut(count * count);
    let left = &mut left[..count * count];
    let (poles, weights) = (&left_over.poles, &left_over.weights);
    secular::solve(Roots::<true> { d: poles, z: weights, rho: 1.0, vectors, left, roots: &mut values })?;
    let joining: Vec<f64> = left.iter().step_by(count).copied().collect();
    left_over.reorder(vectors);
    left_over.reorder(left);
    left_over.multiply(v, &aside, left_over.parts(half + 1, half + 1..m), vectors, &mut room.columns);
    left_over.multiply(u, &aside, left_over.parts(half, half + 1..n), left, &mut room.columns);
    joining.iter().enumerate().for_each(|(j, &x)| u[(half, j)] = x);
    Ok(finish(d, values, &aside))
}
