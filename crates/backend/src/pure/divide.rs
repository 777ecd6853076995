//! Eigenvectors of symmetric tridiagonal matrices by divide and conquer: LAPACK's `stedc`.
//!
//! A matrix is torn in two, which differ from it by a matrix of rank one; the eigenvectors of the whole are those of the halves times
//! those of a diagonal matrix and one of rank one, which `secular` finds.

use std::ops::Range;

use super::implicit::{self, LEAF};
use super::product::gemm;
use super::secular::{self, Roots};
use super::small::sort_places;
use crate::{Failure, Mat, MatMut};

/// Memory for all merges.
pub struct Room {
    pub vectors: Vec<f64>,
    pub columns: Vec<f64>,
}

/// The eigenvalues of a tridiagonal matrix in place of its diagonal, and its eigenvectors in the columns of `z`, ascending.
pub fn eigenvectors(d: &mut [f64], e: &mut [f64], z: &mut [f64]) -> Result<(), Failure> {
    let n = d.len();
    let mut room = Room { vectors: vec![0.0; n * n], columns: vec![0.0; n * n] };
    z.fill(0.0);
    flush(d);
    flush(e);
    let order = solve(d, e, &mut MatMut::new(z, n, n), &mut room)?;
    if order.is_sorted() {
        return Ok(());
    }
    let values = d.to_vec();
    for (j, &from) in order.iter().enumerate() {
        d[j] = values[from];
        room.columns[j * n..][..n].copy_from_slice(&z[from * n..][..n]);
    }
    z.copy_from_slice(&room.columns);
    Ok(())
}

/// Eigenvalues and vectors, which lie in the same order; returns the ascending one.
fn solve(
    d: &mut [f64],
    e: &mut [f64],
    z: &mut MatMut<'_, f64>,
    room: &mut Room,
) -> Result<Vec<usize>, Failure> {
    let n = d.len();
    if n <= LEAF {
        implicit::eigenvectors(d, &e[..n - 1], z)?;
        return Ok((0..n).collect());
    }
    let half = n / 2;
    let joint = e[half - 1];
    d[half - 1] -= joint.abs();
    d[half] -= joint.abs();
    let (upper, lower) = d.split_at_mut(half);
    let (left, right) = z.rb().split_cols(half);
    let (mut first, mut second) = (left.split_rows(half).0, right.split_rows(half).1);
    let upper = solve(upper, &mut e[..half], &mut first, room)?;
    let lower = solve(lower, &mut e[half..], &mut second, room)?;
    merge(d, z, joint, (upper, lower), room)
}

/// What vanishes beside a matrix whose largest item is about 1, as 0: fourth powers of differences of what is left are numbers yet.
pub fn flush(x: &mut [f64]) {
    x.iter_mut().filter(|x| x.abs() < 1e-60).for_each(|x| *x = 0.0);
}

/// In which half the items of a column are that are not 0.
#[derive(Clone, Copy, PartialEq)]
pub enum Half {
    Upper,
    Both,
    Lower,
}

/// The largest absolute value.
pub fn largest(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |most: f64, x| most.max(x.abs()))
}

/// The eigenvalues and vectors of the whole from those of the halves.
fn merge(
    d: &mut [f64],
    z: &mut MatMut<'_, f64>,
    joint: f64,
    (upper, lower): (Vec<usize>, Vec<usize>),
    room: &mut Room,
) -> Result<Vec<usize>, Failure> {
    let (n, half) = (d.len(), upper.len());
    let sign = 1f64.copysign(joint);
    // A unit vector: the last row of the upper vectors and the first of the lower ones.
    let mut weights: Vec<f64> = (0..n)
        .map(|j| if j < half { z[(half - 1, j)] } else { sign * z[(half, j)] } * std::f64::consts::FRAC_1_SQRT_2)
        .collect();
    let rho = 2.0 * joint.abs();
    let order = merged(d, upper, lower.into_iter().map(|j| j + half).collect());
    let tolerance = 8.0 * f64::EPSILON * largest(d).max(largest(&weights));
    if rho * largest(&weights) <= tolerance {
        return Ok(order);
    }
    let mut halves: Vec<Half> = (0..n).map(|j| if j < half { Half::Upper } else { Half::Lower }).collect();
    let (mut remain, mut aside) = (Vec::with_capacity(n), Vec::new());
    for &j in &order {
        if rho * weights[j].abs() <= tolerance {
            aside.push(j);
            continue;
        }
        if let Some(&i) = remain.last()
            && let Some((c, s)) = turn(&mut weights, (i, j), d[j] - d[i], tolerance)
        {
            rotate(z, (i, j), (c, s));
            meet(&mut halves, (i, j));
            (d[i], d[j]) = (d[i] * c * c + d[j] * s * s, d[i] * s * s + d[j] * c * c);
            remain.pop();
            aside.push(i);
        }
        remain.push(j);
    }
    let left = Remaining::new(&remain, d, &weights, &halves, None);
    let count = remain.len();
    let (mut values, vectors) = (vec![0.0; count], &mut room.vectors[..count * count]);
    let (poles, weights) = (&left.poles, &left.weights);
    secular::solve(Roots::<false> { d: poles, z: weights, rho, vectors, left: &mut [], roots: &mut values })?;
    left.reorder(vectors);
    left.multiply(z, &aside, left.parts(half, half..n), vectors, &mut room.columns);
    Ok(finish(d, values, &aside))
}

/// What is left of a merge when eigenvalues that it does not change have been set aside.
pub struct Remaining {
    pub poles: Vec<f64>,
    pub weights: Vec<f64>,
    /// The rows of vectors in the order of halves, so that zeros need not be multiplied; and the columns that belong to them.
    rows: Vec<usize>,
    columns: Vec<usize>,
    /// Columns before `first` are 0 in the lower half, those from `last` on in the upper one.
    first: usize,
    last: usize,
}

impl Remaining {
    /// Of these columns, of which one may be that of the row that joins the halves: it lies between them.
    pub fn new(
        columns: &[usize],
        d: &[f64],
        weights: &[f64],
        halves: &[Half],
        joining: Option<usize>,
    ) -> Self {
        let gathered = |of: &[f64]| columns.iter().map(|&j| of[j]).collect::<Vec<f64>>();
        let place = |j: usize| if Some(j) == joining { 1 } else { 2 * halves[j] as u8 };
        let at = |wanted: u8| (0..columns.len()).filter(move |&i| place(columns[i]) == wanted);
        let rows: Vec<usize> = (0..=4).flat_map(at).collect();
        let only = |half: Half| columns.iter().filter(|&&j| halves[j] == half).count();
        Remaining {
            poles: gathered(d),
            weights: gathered(weights),
            columns: rows.iter().map(|&i| columns[i]).collect(),
            rows,
            first: only(Half::Upper),
            last: columns.len() - only(Half::Lower),
        }
    }

    /// The rows of a square matrix in the order of halves.
    pub fn reorder(&self, vectors: &mut [f64]) {
        let mut sorted = Vec::with_capacity(self.rows.len());
        for column in vectors.chunks_exact_mut(self.rows.len()) {
            sorted.clear();
            sorted.extend(self.rows.iter().map(|&i| column[i]));
            column.copy_from_slice(&sorted);
        }
    }

    /// The halves of a matrix of vectors: so many rows, and those.
    pub fn parts(&self, upper: usize, lower: Range<usize>) -> [Part; 2] {
        [
            Part { rows: 0..upper, columns: 0..self.last },
            Part { rows: lower, columns: self.first..self.columns.len() },
        ]
    }

    /// Replaces the first columns of `z` by the product of those that remain and `vectors`, in two parts, and puts those set aside
    /// after them.
    pub fn multiply(
        &self,
        z: &mut MatMut<'_, f64>,
        aside: &[usize],
        parts: [Part; 2],
        vectors: &[f64],
        room: &mut [f64],
    ) {
        let (height, count) = (z.rows(), self.columns.len());
        let vectors = Mat::new(vectors, count, count);
        let mut rest = room;
        let copies = parts.map(|part| {
            let size = part.rows.len() * part.columns.len();
            let (copy, later) = std::mem::take(&mut rest).split_at_mut(size);
            rest = later;
            for (to, &j) in copy.chunks_exact_mut(part.rows.len()).zip(&self.columns[part.columns.clone()]) {
                to.copy_from_slice(&z.col(j)[part.rows.clone()]);
            }
            (part, copy)
        });
        for (to, &j) in rest.chunks_exact_mut(height).zip(aside) {
            to.copy_from_slice(z.col(j));
        }
        for (k, from) in rest.chunks_exact(height).take(aside.len()).enumerate() {
            z.col_mut(count + k).copy_from_slice(from);
        }
        for (Part { rows, columns }, copy) in copies {
            let (height, depth) = (rows.len(), columns.len());
            let to = z.rb().split_cols(count).0.split_rows(rows.start).1.split_rows(height).0;
            gemm(1.0, Mat::new(copy, height, depth), vectors.block(columns.start, 0, depth, count), 0.0, to);
        }
    }
}

/// Rows of a product, and the columns that are not 0 there.
pub struct Part {
    rows: Range<usize>,
    columns: Range<usize>,
}

/// The values that were found and those set aside, as their vectors now lie; returns their ascending order.
pub fn finish(d: &mut [f64], found: Vec<f64>, aside: &[usize]) -> Vec<usize> {
    let count = found.len();
    let values: Vec<f64> = found.into_iter().chain(aside.iter().map(|&j| d[j])).collect();
    d.copy_from_slice(&values);
    let mut last: Vec<usize> = (count..d.len()).collect();
    sort_places(&mut last, d);
    merged(d, (0..count).collect(), last)
}

/// Two ascending orders as one.
pub fn merged(d: &[f64], first: Vec<usize>, second: Vec<usize>) -> Vec<usize> {
    let mut order = Vec::with_capacity(first.len() + second.len());
    let mut second = second.into_iter().peekable();
    for i in first {
        while let Some(j) = second.next_if(|&j| d[j] < d[i]) {
            order.push(j);
        }
        order.push(i);
    }
    order.extend(second);
    order
}

/// The rotation that takes the weight of `i` to `j`, if their poles are then as good as equal.
pub fn turn(weights: &mut [f64], (i, j): (usize, usize), gap: f64, tolerance: f64) -> Option<(f64, f64)> {
    let size = weights[i].hypot(weights[j]);
    let (c, s) = (weights[j] / size, -weights[i] / size);
    if (gap * c * s).abs() > tolerance {
        return None;
    }
    (weights[i], weights[j]) = (0.0, size);
    Some((c, s))
}

/// Two columns turned.
pub fn rotate(z: &mut MatMut<'_, f64>, (i, j): (usize, usize), (c, s): (f64, f64)) {
    for row in 0..z.rows() {
        let (x, y) = (z[(row, i)], z[(row, j)]);
        (z[(row, i)], z[(row, j)]) = (c * x + s * y, c * y - s * x);
    }
}

/// Where two columns are not 0 after they were turned.
pub fn meet(halves: &mut [Half], (i, j): (usize, usize)) {
    if halves[i] != halves[j] {
        (halves[i], halves[j]) = (Half::Both, Half::Both);
    }
}
