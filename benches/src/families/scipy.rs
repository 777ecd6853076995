//! What `linalg` has beyond NumPy, against SciPy.

use numoxide::linalg;
use numoxide::{Array, c128};

use super::linalg::symmetric;
use crate::case::Cases;
use crate::data::{matrix, random};

pub fn add_to(cases: &mut Cases) {
    factors(cases, 500);
    structured(cases);
    functions(cases, 100);
}

fn factors(cases: &mut Cases, n: usize) {
    cases.fixed(format!("scipy.lu_factor.{n}"), move || {
        let a = matrix(n, n);
        move || linalg::lu_factor(&a).unwrap()
    });
    cases.fixed(format!("scipy.lu_solve.{n}"), move || {
        let (factor, v) = (linalg::lu_factor(matrix(n, n)).unwrap(), random(n));
        move || linalg::lu_solve(&factor, &v).unwrap()
    });
    cases.fixed(format!("scipy.cho_solve.{n}"), move || {
        let (factor, v) = (linalg::cho_factor(symmetric(n), true).unwrap(), random(n));
        move || linalg::cho_solve(&factor, &v).unwrap()
    });
    cases.fixed(format!("scipy.solve_triangular.{n}"), move || {
        let (a, v) = (symmetric(n), random(n));
        move || linalg::solve_triangular::with(&a, &v).lower(true).run().unwrap()
    });
}

fn structured(cases: &mut Cases) {
    cases.fixed("scipy.solve_banded.10000", || {
        let mut ab: Array<f64> = random(50_000).reshape([5, 10_000]).unwrap();
        (0..10_000).for_each(|j| ab[[2, j]] += 4.0);
        let v = random(10_000);
        move || linalg::solve_banded((2, 2), &ab, &v).unwrap()
    });
    cases.fixed("scipy.solve_toeplitz.500", || {
        let mut c: Array<f64> = random(500);
        c[[0]] += 500.0;
        let v = random(500);
        move || linalg::solve_toeplitz(&c, &v).unwrap()
    });
}

fn functions(cases: &mut Cases, n: usize) {
    cases.fixed(format!("scipy.expm.{n}"), move || {
        let a = matrix(n, n);
        move || linalg::expm(&a).unwrap()
    });
    cases.fixed(format!("scipy.schur.{n}"), move || {
        let a = matrix(n, n);
        move || linalg::schur(&a).unwrap()
    });
    cases.fixed(format!("scipy.schur_c16.{n}"), move || {
        let mut a = matrix(n, n).astype::<c128>().unwrap();
        a.iter_mut().for_each(|x| x.im = 1.0);
        move || linalg::schur(&a).unwrap()
    });
}
