//! Functions of two arrays, and the one expression of several.

use std::ops::{Add, Mul};

use numoxide::{AnyArray, Array, Number, add, c128, divmod, equal, floor_divide, fmod, less, power, where_};

use crate::case::Cases;
use crate::data::{integers, random, random_as};

pub fn add_to(cases: &mut Cases) {
    arithmetic(cases, "f8", |x| x as f64);
    arithmetic(cases, "f4", |x| x as f32);
    arithmetic(cases, "i8", |x| x);
    arithmetic(cases, "i4", |x| x as i32);
    arithmetic(cases, "u1", |x| x as u8);
    arithmetic(cases, "c16", |x| c128::new(x as f64, 0.0));
    floats(cases);
    cases.case("binary.floor_div.i8", |n| {
        let (a, b) = (integers(-999, 999, n, |x| x), integers(1, 99, n, |x| x));
        move || floor_divide(&a, &b).unwrap()
    });
    cases.moves(|n| (16 * n, 8 * n));
    cases.case("binary.floor_div_by.i4", |n| {
        let a = integers(-999, 999, n, |x| x as i32);
        move || floor_divide(&a, 7).unwrap()
    });
    cases.case("binary.add_mixed.f4", |n| {
        let (a, b) = (AnyArray::from(random_as(n, |x| x as f32)), AnyArray::from(random(n)));
        move || &a + &b
    });
    cases.case("binary.divmod.i4", |n| {
        let (a, b) = (integers(-999, 999, n, |x| x as i32), integers(1, 99, n, |x| x as i32));
        move || divmod(&a, &b).unwrap()
    });
    cases.case("binary.fmod.i4", |n| {
        let (a, b) = (integers(-999, 999, n, |x| x as i32), integers(1, 99, n, |x| x as i32));
        move || fmod(&a, &b).unwrap()
    });
    cases.case("binary.equal.c16", |n| {
        let [a, b] = [(), ()].map(|()| integers(1, 9, n, |x| c128::new(x as f64, 0.0)));
        move || equal(&a, &b).unwrap()
    });
    cases.case("binary.pow.f4", |n| {
        let (a, b) = (random_as(n, |x| x as f32 + 0.1), random_as(n, |x| x as f32 * 3.0));
        move || power(&a, &b).unwrap()
    });
}

fn arithmetic<T>(cases: &mut Cases, dtype: &str, of: fn(i64) -> T)
where
    T: Number,
    for<'a> &'a Array<T>: Add<Output = Array<T>> + Mul<Output = Array<T>>,
{
    let pair = move |n| (integers(1, 9, n, of), integers(1, 9, n, of));
    let traffic = |n| (2 * n * size_of::<T>(), n * size_of::<T>());
    cases.case(format!("binary.add.{dtype}"), move |n| {
        let (a, b) = pair(n);
        move || &a + &b
    });
    cases.moves(traffic);
    cases.case(format!("binary.mul.{dtype}"), move |n| {
        let (a, b) = pair(n);
        move || &a * &b
    });
    cases.moves(traffic);
}

fn floats(cases: &mut Cases) {
    cases.case("binary.div.f8", |n| {
        let (a, b) = (random_as(n, |x| x + 1.0), random_as(n, |x| x + 1.0));
        move || &a / &b
    });
    cases.moves(|n| (16 * n, 8 * n));
    cases.case("binary.add_out.f8", |n| {
        let (a, b, mut out) = (random(n), random(n), random(n));
        move || add::with(&a, &b).out(&mut out).run().unwrap()
    });
    cases.moves(|n| (16 * n, 8 * n));
    cases.case("binary.add_onto.f8", |n| {
        let (mut a, b) = (random(n), random(n) - 0.5);
        move || a += &b
    });
    cases.moves(|n| (16 * n, 8 * n));
    cases.case("binary.mul_onto.f8", |n| {
        let mut a = random(n);
        move || a *= 1.0
    });
    cases.moves(|n| (8 * n, 8 * n));
    cases.case("binary.add_scalar.f8", |n| {
        let a = random(n);
        move || &a + 1.5
    });
    cases.moves(|n| (8 * n, 8 * n));
    cases.case("binary.less.f8", |n| {
        let (a, b) = (random(n), random(n));
        move || less(&a, &b).unwrap()
    });
    cases.moves(|n| (16 * n, n));
    cases.case("binary.pow.f8", |n| {
        let (a, b) = (random_as(n, |x| x + 0.1), random_as(n, |x| x * 3.0));
        move || power(&a, &b).unwrap()
    });
    cases.case("binary.where.f8", |n| {
        let (a, b) = (random(n), random(n));
        let mask = less(&a, 0.5).unwrap();
        move || where_(&mask, &a, &b).unwrap()
    });
    cases.moves(|n| (17 * n, 8 * n));
    cases.case("expr.axpby.f8", |n| {
        let (a, b) = (random(n), random(n));
        move || 2.0 * &a + 3.0 * &b - 1.0
    });
}
