//! Functions of values that NumPy puts together from several: clip, round, closeness, equality, parts.

use numoxide::{
    Array, ArrayView, ReduceMethods, Result, allclose, angle, apply_along_axis, array_equal, c128, clip, fix,
    isclose, isposinf, isreal, less, nan_to_num, packbits, power, round, unpackbits,
};

use crate::case::Cases;
use crate::data::{integers, matrix, random, random_as};

pub fn add_to(cases: &mut Cases) {
    bounds_and_roundings(cases);
    powers(cases);
    bits(cases);
    comparisons(cases);
    complex(cases);
    cases.case("values.apply_along_axis", |n| {
        let a = matrix(n / 10, 10);
        move || apply_along_axis(|line: ArrayView<'_, f64>| line.sum(), 1, &a).unwrap()
    });
}

/// A function of random numbers.
fn of_random<R: 'static>(cases: &mut Cases, name: &str, function: fn(&Array<f64>) -> Result<R>) {
    cases.case(format!("values.{name}"), move |n| {
        let a = random(n);
        move || function(&a).unwrap()
    });
    cases.moves(|n| (8 * n, 8 * n));
}

fn bounds_and_roundings(cases: &mut Cases) {
    of_random(cases, "clip", |a| clip(a, 0.2, 0.8));
    of_random(cases, "clip_low", |a| clip(a, 0.2, None));
    cases.case("values.clip_arrays", |n| {
        let (a, low, high) = (random(n), random_as(n, |x| x / 2.0), random_as(n, |x| x + 0.5));
        move || clip(&a, &low, &high).unwrap()
    });
    cases.moves(|n| (24 * n, 8 * n));
    of_random(cases, "round", |a| round(a, 0));
    of_random(cases, "round_2", |a| round(a, 2));
    cases.case("values.round_integers", |n| {
        let a = integers(0, 100_000, n, |x| x);
        move || round(&a, -2).unwrap()
    });
    of_random(cases, "fix", |a| fix(a));
    cases.case("values.nan_to_num", |n| {
        let a = random_as(n, |x| if x < 0.1 { f64::NAN } else { x });
        move || nan_to_num(&a).unwrap()
    });
    cases.moves(|n| (8 * n, 8 * n));
    cases.case("values.isposinf", |n| {
        let a = random(n);
        move || isposinf(&a).unwrap()
    });
    cases.moves(|n| (8 * n, n));
}

/// Powers with one exponent for all.
fn powers(cases: &mut Cases) {
    of_random(cases, "power_2", |a| power(a, 2.0));
    of_random(cases, "power_half", |a| power(a, 0.5));
    of_random(cases, "power_3", |a| power(a, 3.0));
    cases.case("values.power_inverse", |n| {
        let a = random_as(n, |x| x + 0.5);
        move || power(&a, -1.0).unwrap()
    });
    cases.case("values.power_2_f4", |n| {
        let a = random_as(n, |x| x as f32);
        move || power(&a, 2.0).unwrap()
    });
    for (name, exponent) in [("power_2_i8", 2), ("power_3_i8", 3), ("power_5_i8", 5)] {
        cases.case(format!("values.{name}"), move |n| {
            let a = integers(0, 1000, n, |x| x);
            move || power(&a, exponent).unwrap()
        });
    }
}

fn bits(cases: &mut Cases) {
    cases.case("values.packbits", |n| {
        let a = less(random(n), 0.5).unwrap();
        move || packbits(&a).unwrap()
    });
    cases.moves(|n| (n, n / 8));
    cases.case("values.unpackbits", |n| {
        let a = integers(0, 256, n / 8, |x| x as u8);
        move || unpackbits(&a).unwrap()
    });
    cases.moves(|n| (n / 8, n));
    of_random(cases, "byteswap", |a| a.byteswap());
}

fn comparisons(cases: &mut Cases) {
    cases.case("values.isclose", |n| {
        let (a, b) = (random(n), random(n));
        move || isclose(&a, &b).unwrap()
    });
    cases.moves(|n| (16 * n, n));
    cases.case("values.isclose_f4", |n| {
        let (a, b) = (random_as(n, |x| x as f32), random_as(n, |x| x as f32));
        move || isclose(&a, &b).unwrap()
    });
    cases.case("values.allclose", |n| {
        let (a, b) = (random(n), random(n));
        move || allclose(&a, &b).unwrap()
    });
    cases.case("values.array_equal", |n| {
        let a = random(n);
        let b = a.copy(numoxide::Order::C).unwrap();
        move || array_equal(&a, &b).unwrap()
    });
    cases.moves(|n| (16 * n, 0));
    cases.case("values.array_equal_nan", |n| {
        let a = random(n);
        let b = a.copy(numoxide::Order::C).unwrap();
        move || array_equal::with(&a, &b).equal_nan(true).run().unwrap()
    });
}

/// Complex numbers whose parts are random.
fn complex_numbers(n: usize) -> Array<c128> {
    let (re, im) = (random(n), random(n));
    re.iter().zip(&im).map(|(&re, &im)| c128::new(re, im)).collect()
}

fn complex(cases: &mut Cases) {
    cases.case("values.real", |n| {
        let z = complex_numbers(n);
        move || z.real().copy(numoxide::Order::C).unwrap()
    });
    cases.moves(|n| (16 * n, 8 * n));
    cases.case("values.angle", |n| {
        let z = complex_numbers(n);
        move || angle(&z, false).unwrap()
    });
    cases.case("values.isreal", |n| {
        let z = complex_numbers(n);
        move || isreal(&z).unwrap()
    });
}
