//! Operations on two axes: broadcasting, transposed and strided operands, reductions along an axis, and copies.

use numoxide::{AnyArray, Array, NewAxis, Order, ReduceMethods, ScanMethods, concatenate, s, sum, tile};

use crate::case::Cases;
use crate::data::{integers, matrix, random};

pub fn add_to(cases: &mut Cases) {
    elementwise(cases);
    short_rows(cases);
    reductions(cases);
    copies(cases);
}

fn elementwise(cases: &mut Cases) {
    cases.case("layout.add_row", |n| {
        let (a, v) = (matrix(n, n), random(n));
        move || &a + &v
    });
    cases.moves(|n| (8 * n * n, 8 * n * n));
    cases.case("layout.add_col", |n| {
        let (a, v) = (matrix(n, n), random(n));
        move || &a + &v.slice(s![.., NewAxis]).unwrap()
    });
    cases.moves(|n| (8 * n * n, 8 * n * n));
    cases.case("layout.add_T", |n| {
        let (a, b) = (matrix(n, n), matrix(n, n));
        move || &a + &b.t()
    });
    cases.moves(|n| (16 * n * n, 8 * n * n));
    cases.case("layout.strided2", |n| {
        let (a, b) = (matrix(n, n), matrix(n, n));
        move || &a.slice(s![.., ..;2]).unwrap() + &b.slice(s![.., ..;2]).unwrap()
    });
    // Every line of memory holds an item that is needed.
    cases.moves(|n| (16 * n * n, 4 * n * n));
    cases.case("layout.outer_sub", |n| {
        let v = random(n);
        move || &v.slice(s![.., NewAxis]).unwrap() - &v.slice(s![NewAxis, ..]).unwrap()
    });
    cases.moves(|n| (0, 8 * n * n));
    cases.case("layout.nd4", |n| {
        let a = random(20 * n / 10 * 20 * 5).reshape([20, n / 10, 20, 5]).unwrap();
        let w = matrix(20, 5);
        move || sum::with(&(&a * &w)).axes([1, 3]).run().unwrap()
    });
}

/// Many short rows beside what is repeated, as points, pixels and observations are.
fn short_rows(cases: &mut Cases) {
    cases.case("layout.points_row", |n| {
        let (a, v) = (matrix(n, 3), random(3));
        move || &a + &v
    });
    cases.moves(|n| (24 * n, 24 * n));
    cases.case("layout.points_col", |n| {
        let (a, v) = (matrix(n, 3), matrix(n, 1));
        move || &a * &v
    });
    cases.moves(|n| (32 * n, 24 * n));
    cases.case("layout.pixels_row", |n| {
        let (a, v) =
            (integers(0, 9, 3 * n, |x| x as u8).reshape([n, 3]).unwrap(), integers(0, 9, 3, |x| x as u8));
        move || &a + &v
    });
    cases.case("layout.rows100_col", |n| {
        let (a, v) = (matrix(n / 100, 100), matrix(n / 100, 1));
        move || &a + &v
    });
    cases.case("layout.mixed_row", |n| {
        let a = AnyArray::from(matrix(n / 100, 100).astype::<f32>().unwrap());
        let v = AnyArray::from(random(100));
        move || &a + &v
    });
    cases.case("layout.argmax_rows", |n| {
        let a = matrix(n / 10, 10);
        move || a.argmax_axis(1).unwrap()
    });
    cases.case("layout.argmax_rows100", |n| {
        let a = matrix(n / 100, 100);
        move || a.argmax_axis(1).unwrap()
    });
    cases.case("layout.sum_turned", |n| {
        let a = random(n * n * n).reshape([n, n, n]).unwrap().transpose([2, 0, 1]).unwrap();
        move || a.sum_axis(1).unwrap()
    });
}

fn reductions(cases: &mut Cases) {
    reduce(cases, "sum_ax0", |a| a.sum_axis(0).unwrap());
    reduce(cases, "sum_ax1", |a| a.sum_axis(1).unwrap());
    reduce(cases, "max_ax0", |a| a.max_axis(0).unwrap());
    reduce(cases, "std_ax1", |a| a.std_axis(1).unwrap());
    reduce(cases, "argmax_ax0", |a| a.argmax_axis(0).unwrap());
    reduce(cases, "cumsum_ax0", |a| a.cumsum_axis(0).unwrap());
    cases.moves(|n| (8 * n * n, 8 * n * n));
}

fn reduce<R: 'static>(cases: &mut Cases, name: &str, reduce: fn(&Array<f64>) -> R) {
    cases.case(format!("layout.{name}"), move |n| {
        let a = matrix(n, n);
        move || reduce(&a)
    });
    cases.moves(|n| (8 * n * n, 0));
}

fn copies(cases: &mut Cases) {
    cases.case("layout.T_copy", |n| {
        let a = matrix(n, n);
        move || a.t().copy(Order::C).unwrap()
    });
    cases.moves(|n| (8 * n * n, 8 * n * n));
    cases.case("layout.flip", |n| {
        let a = matrix(n, n);
        move || a.slice(s![..;-1, ..;-1]).unwrap().copy(Order::C).unwrap()
    });
    cases.moves(|n| (8 * n * n, 8 * n * n));
    for axis in [0, 1] {
        cases.case(format!("layout.concat{axis}"), move |n| {
            let (a, b) = (matrix(n, n), matrix(n, n));
            move || concatenate([&a, &b], axis).unwrap()
        });
        cases.moves(|n| (16 * n * n, 16 * n * n));
    }
    cases.case("layout.tile", |n| {
        let v = random(n);
        move || tile(&v, [50, 2]).unwrap()
    });
    cases.case("layout.repeat", |n| {
        let a = matrix(n, n);
        move || a.repeat(2, 0).unwrap()
    });
    cases.moves(|n| (8 * n * n, 16 * n * n));
}
