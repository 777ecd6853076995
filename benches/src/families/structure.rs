//! Structural functions: padding, rolling, inserting, triangles, joining, and the functions of places along axes.

use numoxide::{
    Array, IndexMode, Result, append, argwhere, block, choose, compress, delete, diag, extract, indices,
    insert, meshgrid, pad, put_along_axis, ravel_multi_index, repeat, resize, roll, rot90, select, stack,
    take_along_axis, tril, trim_zeros, triu, unravel_index, vander, vstack,
};

use crate::case::Cases;
use crate::data::{integers, matrix, random, random_as};

pub fn add_to(cases: &mut Cases) {
    padding(cases);
    editing(cases);
    joining(cases);
    places(cases);
}

/// A function of a square matrix.
fn of_matrix<R: 'static>(cases: &mut Cases, name: &str, function: fn(&Array<f64>) -> Result<R>) {
    cases.case(format!("structure.{name}"), move |n| {
        let a = matrix(n, n);
        move || function(&a).unwrap()
    });
    cases.moves(|n| (8 * n * n, 8 * n * n));
}

/// A function of `n * n` numbers in a row.
fn of_row<R: 'static>(cases: &mut Cases, name: &str, function: fn(&Array<f64>) -> Result<R>) {
    cases.case(format!("structure.{name}"), move |n| {
        let v = random(n * n);
        move || function(&v).unwrap()
    });
}

fn padding(cases: &mut Cases) {
    of_matrix(cases, "pad_constant", |a| pad(a, 2, pad::Constant(0.0)));
    of_matrix(cases, "pad_edge", |a| pad(a, 2, pad::Edge));
    of_matrix(cases, "pad_reflect", |a| pad(a, 2, pad::Reflect));
    of_matrix(cases, "pad_symmetric", |a| pad(a, 2, pad::Symmetric));
    of_matrix(cases, "pad_wrap", |a| pad(a, 2, pad::Wrap));
    of_matrix(cases, "pad_ramp", |a| pad(a, 2, pad::LinearRamp::to(0.0)));
    of_matrix(cases, "pad_mean", |a| pad(a, 2, pad::Mean::new()));
    of_matrix(cases, "pad_maximum", |a| pad(a, 2, pad::Maximum::new()));
}

fn editing(cases: &mut Cases) {
    of_matrix(cases, "roll_0", |a| roll(a, 3, 0));
    of_matrix(cases, "roll_1", |a| roll(a, 3, 1));
    of_row(cases, "roll", |v| roll(v, 3, None));
    of_row(cases, "insert", |v| insert(v, 5, [1.0], None));
    of_matrix(cases, "insert_1", |a| insert(a, 5, [1.0], 1));
    of_row(cases, "delete", |v| delete(v, 5, None));
    of_matrix(cases, "delete_1", |a| delete(a, 5, 1));
    of_matrix(cases, "tril", |a| tril(a, 0));
    of_matrix(cases, "triu", |a| triu(a, 0));
    of_matrix(cases, "rot90", |a| rot90(a, 1, [0, 1])?.copy(numoxide::Order::C));
    of_matrix(cases, "resize", |a| resize(a, [2 * a.len()]));
    of_row(cases, "append", |v| append(v, [1.0], None));
    cases.case("structure.trim_zeros", |n| {
        let mut v = random(n * n);
        (0..n).for_each(|k| v[k] = 0.0);
        move || trim_zeros(&v, numoxide::Trim::Both, None).unwrap()
    });
    cases.case("structure.repeat_each", |n| {
        let v = random(n * n);
        let counts = integers(0, 4, n * n, |x| x);
        move || repeat(&v, &counts, None).unwrap()
    });
}

fn joining(cases: &mut Cases) {
    for axis in [0, 2] {
        cases.case(format!("structure.stack_{axis}"), move |n| {
            let (a, b) = (matrix(n, n), matrix(n, n));
            move || stack([&a, &b], axis).unwrap()
        });
        cases.moves(|n| (16 * n * n, 16 * n * n));
    }
    cases.case("structure.vstack", |n| {
        let (a, b) = (matrix(n, n), matrix(n, n));
        move || vstack([&a, &b]).unwrap()
    });
    cases.moves(|n| (16 * n * n, 16 * n * n));
    cases.case("structure.block", |n| {
        let (a, b) = (matrix(n, n), matrix(n, n));
        move || block([[&a, &b], [&b, &a]]).unwrap()
    });
    cases.moves(|n| (32 * n * n, 32 * n * n));
    cases.case("structure.meshgrid", |n| {
        let v = random(n);
        move || meshgrid([&v, &v]).unwrap()
    });
    cases.case("structure.indices", |n| move || indices([n, n]).unwrap());
    cases.case("structure.diag", |n| {
        let v = random(n);
        move || diag(&v, 0).unwrap()
    });
    cases.case("structure.vander", |n| {
        let v = random(n * n / 8);
        move || vander(&v, 8, false).unwrap()
    });
}

fn places(cases: &mut Cases) {
    cases.case("structure.take_along_axis", |n| {
        let a = matrix(n, n);
        let at = integers(0, n as i64, n * n, |x| x).reshape([n, n]).unwrap();
        move || take_along_axis(&a, &at, 1).unwrap()
    });
    cases.case("structure.put_along_axis", |n| {
        let mut a = matrix(n, n);
        let at = integers(0, n as i64, n * n, |x| x).reshape([n, n]).unwrap();
        move || put_along_axis(&mut a, &at, 1.0, 1).unwrap()
    });
    cases.case("structure.compress", |n| {
        let a = matrix(n, n);
        let keep: Vec<bool> = random(n).iter().map(|&x| x < 0.5).collect();
        move || compress(&keep, &a, 1).unwrap()
    });
    cases.case("structure.extract", |n| {
        let a = matrix(n, n);
        let keep = random_as(n * n, |x| x < 0.5).reshape([n, n]).unwrap();
        move || extract(&keep, &a).unwrap()
    });
    cases.case("structure.choose", |n| {
        let at = integers(0, 2, n * n, |x| x);
        let choices = [random(n * n), random(n * n)];
        move || choose(&at, &choices, IndexMode::Raise).unwrap()
    });
    cases.case("structure.select", |n| {
        let conditions = [random_as(n * n, |x| x < 0.3), random_as(n * n, |x| x < 0.6)];
        let choices = [random(n * n), random(n * n)];
        move || select(&conditions, &choices, 0.0).unwrap()
    });
    cases.case("structure.argwhere", |n| {
        let keep = random_as(n * n, |x| x < 0.5).reshape([n, n]).unwrap();
        move || argwhere(&keep).unwrap()
    });
    cases.case("structure.unravel_index", |n| {
        let at = integers(0, (n * n) as i64, n * n, |x| x);
        move || unravel_index(&at, [n, n], numoxide::Order::C).unwrap()
    });
    cases.case("structure.ravel_multi_index", |n| {
        let (row, column) = (integers(0, n as i64, n * n, |x| x), integers(0, n as i64, n * n, |x| x));
        move || ravel_multi_index(numoxide::ix![&row, &column], [n, n]).unwrap()
    });
}
