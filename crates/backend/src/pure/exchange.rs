//! Neighbouring blocks of a Schur form, exchanged: LAPACK's `trexc` and `laexc`.

use std::ops::Range;

use super::francis::{rotate_columns, rotate_rows, standardize};
use super::small::{reflector, size};
use crate::{Field, MatMut};

/// Moves the block that begins in row `from` up to row `to`, where another begins, and returns where it then is: below `to` if two
/// blocks are too close to each other to be exchanged, or the moved one falls apart.
pub(super) fn lift<F: Field<Real = f64>>(
    t: &mut MatMut<'_, F>,
    v: &mut MatMut<'_, F>,
    from: usize,
    to: usize,
) -> usize {
    let two = |t: &MatMut<'_, F>, row: usize| row + 1 < t.rows() && t[(row + 1, row)] != F::ZERO;
    let (mut at, pair) = (from, two(t, from));
    while at > to && two(t, at) == pair {
        let above = if at >= 2 && two(t, at - 2) { 2 } else { 1 };
        if !exchanged(t, v, at - above, (above, 1 + usize::from(pair))) {
            break;
        }
        at -= above;
    }
    at
}

/// Exchanges the blocks of so many rows that begin in row `k`, unless the result would not be one of a matrix near this one.
fn exchanged<F: Field<Real = f64>>(
    t: &mut MatMut<'_, F>,
    v: &mut MatMut<'_, F>,
    k: usize,
    (upper, lower): (usize, usize),
) -> bool {
    if (upper, lower) == (1, 1) {
        exchange_items(t, v, k);
        return true;
    }
    let rows = upper + lower;
    let mut block = [F::ZERO; 16];
    for j in 0..rows {
        block[j * rows..][..rows].copy_from_slice(&t.col(k + j)[k..k + rows]);
    }
    let reflectors = to_the_front(&block, (upper, lower));
    let mut trial = MatMut::new(&mut block, rows, rows);
    let most = (0..rows).flat_map(|j| trial.col(j)).fold(0.0, |most, &x| f64::max(most, size(x)));
    reflect_block(&mut trial, None, 0..rows, &reflectors[..lower]);
    let left = (0..lower).flat_map(|j| &trial.col(j)[lower..]).fold(0.0, |most, &x| f64::max(most, size(x)));
    // What is to vanish must be what rounding leaves.
    if left.is_nan() || left > 10.0 * f64::EPSILON * most {
        return false;
    }
    reflect_block(t, Some(v), k..k + rows, &reflectors[..lower]);
    for j in 0..lower {
        t.col_mut(k + j)[k + lower..k + rows].fill(F::ZERO);
    }
    if lower == 2 {
        standardize(t, Some(v), k);
    }
    if upper == 2 {
        standardize(t, Some(v), k + lower);
    }
    true
}

/// Exchanges two neighbouring items of the diagonal.
fn exchange_items<F: Field<Real = f64>>(t: &mut MatMut<'_, F>, v: &mut MatMut<'_, F>, k: usize) {
    let (upper, lower) = (t[(k, k)], t[(k + 1, k + 1)]);
    // The eigenvector of the lower one.
    let (x, y) = (t[(k, k + 1)], lower - upper);
    let unit = x.abs().hypot(y.abs());
    if unit > 0.0 {
        let q = [x, y].map(|x| F::from_parts(x.re() / unit, x.im() / unit));
        rotate_rows(t, k, q);
        rotate_columns(t, k, k + 2, q);
        let rows = v.rows();
        rotate_columns(v, k, rows, q);
    }
    (t[(k, k)], t[(k + 1, k + 1)], t[(k + 1, k)]) = (lower, upper, F::ZERO);
}

/// A reflector of up to four items: `v`, the first item of which is 1, and its factor.
type Reflector<F> = ([F; 4], F);

/// The reflectors that bring the invariant subspace of the lower block to the front: the columns of `[X; I]`, made orthogonal,
/// with `A X - X B = -C` for blocks `A` and `B` and `C` above them.
fn to_the_front<F: Field<Real = f64>>(block: &[F; 16], (upper, lower): (usize, usize)) -> [Reflector<F>; 2] {
    let rows = upper + lower;
    let x = sylvester(block, (upper, lower));
    let mut found = [([F::ZERO; 4], F::ZERO); 2];
    let mut basis = [[F::ZERO; 4]; 2];
    for j in 0..lower {
        basis[j][..upper].copy_from_slice(&x[j * upper..][..upper]);
        basis[j][upper + j] = F::ONE;
    }
    for j in 0..lower {
        let (mut v, mut column) = ([F::ZERO; 4], basis[j]);
        let tau = reflector(&mut column[j..rows]);
        v[..rows - j].copy_from_slice(&column[j..rows]);
        v[0] = F::ONE;
        if j == 0 && lower == 2 {
            reflect_items(&mut basis[1][..rows], &v, tau);
        }
        found[j] = (v, tau);
    }
    found
}

/// `(I - tau v vᵀ) x` for real items.
fn reflect_items<F: Field>(x: &mut [F], v: &[F; 4], tau: F) {
    let sum = x.iter().zip(v).fold(F::ZERO, |sum, (&x, &v)| sum + v * x) * tau;
    x.iter_mut().zip(v).for_each(|(x, &v)| *x -= v * sum);
}

/// Applies reflectors from both sides, and to `z`: the first one to the rows of a block, and the second one to those after its first.
fn reflect_block<F: Field>(
    t: &mut MatMut<'_, F>,
    mut z: Option<&mut MatMut<'_, F>>,
    block: Range<usize>,
    reflectors: &[Reflector<F>],
) {
    let n = t.cols();
    let ends = block.end;
    for (j, (v, tau)) in reflectors.iter().enumerate() {
        let rows = block.start + j..ends;
        for column in block.start..n {
            reflect_items(&mut t.col_mut(column)[rows.clone()], v, *tau);
        }
        reflect_from_the_right(t, ends, rows.clone(), v, *tau);
        if let Some(z) = &mut z {
            let all = z.rows();
            reflect_from_the_right(z, all, rows, v, *tau);
        }
    }
}

fn reflect_from_the_right<F: Field>(
    a: &mut MatMut<'_, F>,
    rows: usize,
    columns: Range<usize>,
    v: &[F; 4],
    tau: F,
) {
    for i in 0..rows {
        let sum = columns.clone().zip(v).fold(F::ZERO, |sum, (j, &v)| sum + a[(i, j)] * v) * tau;
        columns.clone().zip(v).for_each(|(j, &v)| a[(i, j)] -= sum * v);
    }
}

/// `X` with `A X - X B = -C`, column by column: as a system of up to four rows, with both pivots; what is lost of a pivot is
/// replaced by the least that counts.
fn sylvester<F: Field<Real = f64>>(block: &[F; 16], (upper, lower): (usize, usize)) -> [F; 4] {
    let (rows, unknowns) = (upper + lower, upper * lower);
    let at = |i: usize, j: usize| block[i + j * rows];
    let mut system = [[F::ZERO; 5]; 4];
    for (place, row) in system[..unknowns].iter_mut().enumerate() {
        let (i, j) = (place % upper, place / upper);
        (0..upper).for_each(|k| row[k + j * upper] += at(i, k));
        (0..lower).for_each(|k| row[i + k * upper] -= at(upper + k, upper + j));
        row[4] = -at(i, upper + j);
    }
    let most =
        system[..unknowns].iter().flat_map(|row| &row[..4]).fold(0.0, |most, &x| f64::max(most, size(x)));
    let least = f64::max(f64::EPSILON * most, f64::MIN_POSITIVE / f64::EPSILON);
    let mut order = [0, 1, 2, 3];
    for k in 0..unknowns {
        let places = (k..unknowns).flat_map(|i| (k..unknowns).map(move |j| (i, j)));
        let larger = |best: (usize, usize), (i, j): (usize, usize)| {
            if size(system[i][j]) > size(system[best.0][best.1]) { (i, j) } else { best }
        };
        let (row, col) = places.fold((k, k), larger);
        system.swap(k, row);
        system.iter_mut().for_each(|items| items.swap(k, col));
        order.swap(k, col);
        if size(system[k][k]) < least {
            system[k][k] = F::from_real(least);
        }
        for i in k + 1..unknowns {
            let factor = system[i][k].over(system[k][k]);
            for j in k..5 {
                let item = system[k][j];
                system[i][j] -= factor * item;
            }
        }
    }
    let mut x = [F::ZERO; 4];
    for k in (0..unknowns).rev() {
        let known = (k + 1..unknowns).fold(system[k][4], |sum, j| sum - system[k][j] * x[order[j]]);
        x[order[k]] = known.over(system[k][k]);
    }
    x
}
