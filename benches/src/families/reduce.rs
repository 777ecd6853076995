//! Reductions of a whole array.

use numoxide::{Array, any, argmax, c64, c128, count_nonzero, cumsum, max, mean, nansum, s, std, sum};

use crate::case::Cases;
use crate::data::{integers, random, random_as};

pub fn add_to(cases: &mut Cases) {
    of_random(cases, "sum", |a| sum(a));
    of_random(cases, "max", |a| max(a).unwrap());
    of_random(cases, "argmax", |a| argmax(a).unwrap());
    of_random(cases, "mean", |a| mean(a));
    of_random(cases, "std", |a| std(a));
    of_random(cases, "any", |a| any(a));
    of_random(cases, "nansum", |a| nansum(a));
    of_random(cases, "cumsum", |a| cumsum(a).unwrap());
    cases.moves(|n| (8 * n, 8 * n));
    cases.case("reduce.sum.f4", |n| {
        let a = random_as(n, |x| x as f32);
        move || sum(&a)
    });
    cases.moves(|n| (4 * n, 0));
    cases.case("reduce.sum.i4", |n| {
        let a = integers(0, 9, n, |x| x as i32);
        move || sum(&a)
    });
    cases.moves(|n| (4 * n, 0));
    cases.case("reduce.sum.c8", |n| {
        let a = random_as(n, |x| c64::new(x as f32, 0.0));
        move || sum(&a)
    });
    cases.case("reduce.sum.c16", |n| {
        let a = random_as(n, |x| c128::new(x, 0.0));
        move || sum(&a)
    });
    cases.case("reduce.max.f4", |n| {
        let a = random_as(n, |x| x as f32);
        move || max(&a).unwrap()
    });
    cases.case("reduce.max_back.i8", |n| {
        let a = integers(0, 9, n, |x| x);
        let back = a.slice(s![..;-1]).unwrap();
        move || max(&back).unwrap()
    });
    cases.case("reduce.argmax.c16", |n| {
        let a = random_as(n, |x| c128::new(x, 0.0));
        move || argmax(&a).unwrap()
    });
    cases.case("reduce.argmax.b", |n| {
        let a = random_as(n, |x| x < 0.01);
        move || argmax(&a).unwrap()
    });
    cases.case("reduce.count_nonzero.b", |n| {
        let a = random_as(n, |x| x < 0.5);
        move || count_nonzero(&a)
    });
    cases.moves(|n| (n, 0));
}

fn of_random<R: 'static>(cases: &mut Cases, name: &str, reduce: fn(&Array<f64>) -> R) {
    cases.case(format!("reduce.{name}.f8"), move |n| {
        let a = random(n);
        move || reduce(&a)
    });
    cases.moves(|n| (8 * n, 0));
}
