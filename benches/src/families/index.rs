//! Indexing by arrays and masks.

use numoxide::{Array, BinaryMethods, IndexMode, Order, add, flatnonzero, ix, nonzero, put, take, where_};

use crate::case::Cases;
use crate::data::{integers, matrix, random};

pub fn add_to(cases: &mut Cases) {
    by_places(cases);
    by_masks(cases);
    along_axes(cases);
}

/// Numbers, and as many places among them in no order.
fn numbers_and_places(n: usize) -> (Array<f64>, Array<i64>) {
    (random(n), integers(0, n as i64, n, |x| x))
}

/// Numbers, and a mask that is as good as random.
fn numbers_and_mask(n: usize) -> (Array<f64>, Array<bool>) {
    let a = random(n);
    let mask = a.lt(0.5);
    (a, mask)
}

fn by_places(cases: &mut Cases) {
    cases.case("index.take", |n| {
        let (a, i) = numbers_and_places(n);
        move || a.index(ix![&i]).unwrap()
    });
    cases.case("index.set", |n| {
        let (mut z, i) = numbers_and_places(n);
        let b = random(n);
        move || z.index_assign(ix![&i], &b).unwrap()
    });
    cases.case("index.put", |n| {
        let (mut z, i) = numbers_and_places(n);
        let b = random(n);
        move || put(&mut z, &i, &b, IndexMode::Raise).unwrap()
    });
    cases.case("index.add_at", |n| {
        let (mut z, i) = (Array::<f64>::zeros([n]).unwrap(), integers(0, n as i64, n, |x| x));
        move || add::at(&mut z, &i, 1.0).unwrap()
    });
}

fn by_masks(cases: &mut Cases) {
    cases.case("index.mask", |n| {
        let (a, m) = numbers_and_mask(n);
        move || a.mask(&m).unwrap()
    });
    cases.moves(|n| (9 * n, 4 * n));
    cases.case("index.mask_set", |n| {
        let (a, m) = numbers_and_mask(n);
        let mut z = a.copy(Order::C).unwrap();
        move || z.mask_assign(&m, 0.0).unwrap()
    });
    cases.moves(|n| (9 * n, 8 * n));
    cases.case("index.where", |n| {
        let (a, m) = numbers_and_mask(n);
        let b = random(n);
        move || where_(&m, &a, &b).unwrap()
    });
    cases.moves(|n| (17 * n, 8 * n));
    cases.case("index.nonzero", |n| {
        let (_, m) = numbers_and_mask(n);
        move || nonzero(&m).unwrap()
    });
    cases.moves(|n| (n, 4 * n));
    cases.case("index.flatnonzero", |n| {
        let a = random(n);
        let a = where_(a.lt(0.1), &a, 0.0).unwrap();
        move || flatnonzero(&a).unwrap()
    });
    cases.moves(|n| (8 * n, 8 * n / 10));
}

fn along_axes(cases: &mut Cases) {
    cases.case("index.rows", |n| {
        let (a, i) = (matrix(n, n), integers(0, n as i64, n, |x| x));
        move || a.index(ix![&i]).unwrap()
    });
    cases.moves(|n| (8 * n * n, 8 * n * n));
    cases.case("index.columns", |n| {
        let (a, i) = (matrix(n, n), integers(0, n as i64, n, |x| x));
        move || take(&a, &i, 1).unwrap()
    });
    cases.moves(|n| (8 * n * n, 8 * n * n));
    cases.case("index.grid", |n| {
        let (a, i) = (matrix(n, n), integers(0, n as i64, n, |x| x));
        let column = i.expand_dims(1).unwrap();
        move || a.index(ix![&column, &i]).unwrap()
    });
}
