//! Factors of symmetric and Hermitian matrices that need not be definite: LAPACK's `sytf2` and `hetf2`, by the pivots of Bunch
//! and Kaufman.

use super::small::size;
use crate::{Field, MatMut, Real};

/// Beneath this part of a column's largest item an item of the diagonal is no pivot: `(1 + √17) / 8`.
const ALPHA: f64 = 0.640_388_203_202_208;

/// The adjoint of an item, or for symmetric matrices itself.
#[inline(always)]
fn flipped<T: Field>(x: T, hermitian: bool) -> T {
    if hermitian { x.conj() } else { x }
}

/// What an item of the diagonal counts for: the imaginary part of a Hermitian one is not read.
#[inline(always)]
fn on_diagonal<T: Field>(x: T, hermitian: bool) -> T {
    if hermitian { T::from_real(x.re()) } else { x }
}

/// See `Routines::sytrf`.
pub fn factor<T: Field>(mut a: MatMut<'_, T>, pivots: &mut [isize], hermitian: bool) {
    let n = a.rows();
    (0..n).for_each(|i| a[(i, i)] = on_diagonal(a[(i, i)], hermitian));
    let mut k = 0;
    while k < n {
        let (with, double) = pivot(&a, k);
        let last = if double { k + 1 } else { k };
        if with != last {
            exchange(&mut a, k, last, with, hermitian);
        }
        if double {
            pivots[k..k + 2].fill(-1 - with as isize);
            eliminate_two(&mut a, k, hermitian);
        } else {
            pivots[k] = with as isize;
            eliminate(&mut a, k, hermitian);
        }
        k = last + 1;
    }
}

/// The row that is to be exchanged for the pivot in row `k`, or for the second of two, and whether there are two.
fn pivot<T: Field>(a: &MatMut<'_, T>, k: usize) -> (usize, bool) {
    let zero = T::Real::ZERO;
    let most = |items: &mut dyn Iterator<Item = (usize, T)>| {
        items.fold((k, zero), |most, (i, x)| if size(x) > most.1 { (i, size(x)) } else { most })
    };
    let n = a.rows();
    let here = size(a[(k, k)]);
    let (row, largest) = most(&mut (k + 1..n).map(|i| (i, a[(i, k)])));
    let alpha = T::Real::from_f64(ALPHA);
    if here.larger(largest) == zero || here >= alpha * largest {
        return (k, false);
    }
    let left = most(&mut (k..row).map(|j| (j, a[(row, j)]))).1;
    let around = most(&mut (row + 1..n).map(|i| (i, a[(i, row)]))).1.larger(left);
    if here >= alpha * largest * (largest / around) {
        (k, false)
    } else {
        (row, size(a[(row, row)]) < alpha * around)
    }
}

/// Exchanges rows and columns `from` and `with` of what is left from `k` on.
fn exchange<T: Field>(a: &mut MatMut<'_, T>, k: usize, from: usize, with: usize, hermitian: bool) {
    let n = a.rows();
    for i in with + 1..n {
        (a[(i, from)], a[(i, with)]) = (a[(i, with)], a[(i, from)]);
    }
    for j in from + 1..with {
        let x = flipped(a[(j, from)], hermitian);
        a[(j, from)] = flipped(a[(with, j)], hermitian);
        a[(with, j)] = x;
    }
    a[(with, from)] = flipped(a[(with, from)], hermitian);
    (a[(from, from)], a[(with, with)]) = (a[(with, with)], a[(from, from)]);
    if from > k {
        (a[(from, k)], a[(with, k)]) = (a[(with, k)], a[(from, k)]);
    }
}

/// Subtracts what a pivot of one explains, and leaves the column of L.
fn eliminate<T: Field>(a: &mut MatMut<'_, T>, k: usize, hermitian: bool) {
    let (n, pivot) = (a.rows(), a[(k, k)]);
    if pivot == T::ZERO {
        return;
    }
    for j in k + 1..n {
        let (column, to) = a.two_cols(k, j);
        let factor = flipped(column[j].over(pivot), hermitian);
        let pairs = to[j..].iter_mut().zip(&column[j..]);
        pairs.for_each(|(x, &l)| *x -= l * factor);
        to[j] = on_diagonal(to[j], hermitian);
    }
    a.col_mut(k)[k + 1..].iter_mut().for_each(|x| *x = x.over(pivot));
}

/// Subtracts what a pivot of two explains, and leaves its columns of L.
fn eliminate_two<T: Field>(a: &mut MatMut<'_, T>, k: usize, hermitian: bool) {
    let n = a.rows();
    let below = a[(k + 1, k)];
    // The block divided by its item below the diagonal has an inverse without overflow.
    let last = a[(k + 1, k + 1)].over(below);
    let first = a[(k, k)].over(flipped(below, hermitian));
    let scale = T::ONE.over(last * first - T::ONE);
    for j in k + 2..n {
        let (x, y) = (a[(j, k)], a[(j, k + 1)]);
        let l = (last * x - y).over(flipped(below, hermitian)) * scale;
        let m = (first * y - x).over(below) * scale;
        let (fl, fm) = (flipped(l, hermitian), flipped(m, hermitian));
        for (at, factor) in [(k, fl), (k + 1, fm)] {
            let (column, to) = a.two_cols(at, j);
            let pairs = to[j..].iter_mut().zip(&column[j..]);
            pairs.for_each(|(x, &l)| *x -= l * factor);
        }
        (a[(j, k)], a[(j, k + 1)]) = (l, m);
        a[(j, j)] = on_diagonal(a[(j, j)], hermitian);
    }
}
