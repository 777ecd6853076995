//! Stacks of small matrices, which are computed several at a time, held to their definitions by residuals.

use numoxide_core::{Array, array, c64, c128};
use numoxide_linalg::products::{Product, matmul};
use numoxide_linalg::*;

/// Residuals in units of `epsilon × extent` that LAPACK's own tests let pass.
const THRESHOLD: f64 = 30.0;

trait Item: Inexact + Product {
    fn of(re: f64, im: f64) -> Self;
    fn distance(self, other: Self) -> f64;
    const UNIT: f64;
}

impl Item for f64 {
    fn of(re: f64, _: f64) -> f64 {
        re
    }
    fn distance(self, other: f64) -> f64 {
        (self - other).abs()
    }
    const UNIT: f64 = f64::EPSILON;
}

impl Item for f32 {
    fn of(re: f64, _: f64) -> f32 {
        re as f32
    }
    fn distance(self, other: f32) -> f64 {
        f64::from((self - other).abs())
    }
    const UNIT: f64 = f32::EPSILON as f64;
}

impl Item for c128 {
    fn of(re: f64, im: f64) -> c128 {
        c128::new(re, im)
    }
    fn distance(self, other: c128) -> f64 {
        (self - other).norm()
    }
    const UNIT: f64 = f64::EPSILON;
}

impl Item for c64 {
    fn of(re: f64, im: f64) -> c64 {
        c64::new(re as f32, im as f32)
    }
    fn distance(self, other: c64) -> f64 {
        f64::from((self - other).norm())
    }
    const UNIT: f64 = f32::EPSILON as f64;
}

/// Repeatable numbers in -1..1.
fn numbers<T: Item>(shape: &[usize], seed: u64) -> Array<T> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    };
    let items = (0..shape.iter().product::<usize>()).map(|_| T::of(next(), next())).collect();
    Array::from_shape_vec(shape, items).unwrap()
}

/// Expects agreement up to rounding, for items of size `scale`.
fn agree<T: Item>(what: &str, found: &Array<T>, expected: &Array<T>, n: usize, scale: f64) {
    assert_eq!(found.shape(), expected.shape(), "{what}");
    let most = found
        .iter()
        .zip(expected.iter())
        .map(|(&x, &y)| x.distance(y))
        .fold(0.0, |most: f64, x| if x.is_nan() { f64::INFINITY } else { most.max(x) });
    let units = most / (T::UNIT * n as f64 * scale);
    assert!(units <= THRESHOLD, "{what} of {n} rows: {units} units");
}

fn largest<T: Item>(a: &Array<T>) -> f64 {
    a.iter().map(|&x| x.distance(T::of(0.0, 0.0))).fold(0.0, f64::max)
}

fn adjoint<T: Item>(a: &Array<T>) -> Array<T> {
    let mut a = matrix_transpose(a).unwrap();
    a.iter_mut().for_each(|x| *x = x.conjugate());
    a
}

fn check<T: Item>() {
    for n in [1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 20, 32] {
        let shape = [11, n, n];
        let a: Array<T> = numbers(&shape, 3 + n as u64);
        let unit =
            Array::<T>::identity(n).unwrap().view().broadcast_to(&shape[..]).unwrap().to_owned().unwrap();
        let inverse = inv(&a).unwrap();
        agree("inv", &matmul(&a, &inverse).unwrap(), &unit, n, largest(&inverse));
        for columns in [1, 2] {
            let b: Array<T> = numbers(&[11, n, columns], 5);
            let x = solve(&a, &b).unwrap();
            agree("solve", &matmul(&a, &x).unwrap(), &b, n, largest(&x).max(1.0));
        }
        let whole = det(&a).unwrap();
        for i in 0..11isize {
            let one = det(a.slice(numoxide_core::s![i, .., ..]).unwrap()).unwrap();
            let found = whole.slice(numoxide_core::s![i]).unwrap();
            agree("det", &found, &one, n, largest(&one).max(1e-3));
        }
        let found = svd(&a).unwrap();
        agree("U", &matmul(adjoint(&found.u), &found.u).unwrap(), &unit, n, 1.0);
        agree("V", &matmul(&found.vh, adjoint(&found.vh)).unwrap(), &unit, n, 1.0);
        let values: Array<T> = Array::from_shape_vec(
            &[11, 1, n][..],
            found.s.iter().map(|&s| <T as numoxide_backend::Field>::from_real(s)).collect(),
        )
        .unwrap();
        let back = matmul(T::times(&found.u.view(), &values.view()).unwrap(), &found.vh).unwrap();
        agree("svd", &back, &a, n, 2.0);
        let hermitian = plus(&a, &adjoint(&a));
        for uplo in [Uplo::Lower, Uplo::Upper] {
            let found = eigh(&hermitian, uplo).unwrap();
            let values: Array<T> = Array::from_shape_vec(
                &[11, 1, n][..],
                found.eigenvalues.iter().map(|&w| <T as numoxide_backend::Field>::from_real(w)).collect(),
            )
            .unwrap();
            let v = &found.eigenvectors;
            agree("V of eigh", &matmul(adjoint(v), v).unwrap(), &unit, n, 1.0);
            let scaled = T::times(&v.view(), &values.view()).unwrap();
            agree("eigh", &matmul(&hermitian, v).unwrap(), &scaled, n, 4.0);
        }
    }
}

fn plus<T: Item>(a: &Array<T>, b: &Array<T>) -> Array<T> {
    let items = a.iter().zip(b.iter()).map(|(&x, &y)| x + y).collect();
    Array::from_shape_vec(a.shape(), items).unwrap()
}

#[test]
fn reals() {
    check::<f64>();
    check::<f32>();
}

#[test]
fn complex_numbers() {
    check::<c128>();
    check::<c64>();
}

#[test]
fn the_singular_matrix_of_a_stack_is_named() {
    let mut a: Array<f64> = numbers(&[3, 4, 3, 3], 9);
    (0..3).for_each(|i| a[[2, 1, i, 1]] = 0.0);
    assert_eq!(inv(&a).unwrap_err(), Error::Singular { op: "inv", matrix: vec![2, 1] });
    assert_eq!(det(&a).unwrap()[[2, 1]], 0.0);
    // One-sided rotations alone give no vectors for singular values of 0.
    let found = svd(&a).unwrap();
    assert!(found.s[[2, 1, 2]].abs() < 1e-15);
    a[[1, 3, 0, 2]] = f64::INFINITY;
    assert_eq!(
        solve(&a, numbers::<f64>(&[3, 4, 3, 1], 1)).unwrap_err(),
        Error::NonFinite { op: "solve", index: vec![1, 3, 0, 2] }
    );
    let tiny =
        array![[[1e-300, 0.0], [0.0, 1e300]]].view().broadcast_to([5, 2, 2]).unwrap().to_owned().unwrap();
    assert_eq!(eigvalsh(&tiny, Uplo::Lower).unwrap()[[4, 1]], 1e300);
}
