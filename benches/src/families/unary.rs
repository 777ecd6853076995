//! Functions of one array.

use numoxide::{
    Array, Result, Scalar, absolute, arccos, arccosh, arcsin, arcsinh, arctan, arctan2, arctanh, cbrt, cos,
    cosh, exp, exp2, expm1, f16, floor, frexp, isnan, ldexp, log, log1p, log2, log10, sign, sin, sinh, sqrt,
    tan, tanh,
};

use crate::case::Cases;
use crate::data::{integers, random, random_as};

/// The cases of one function, in double and single precision.
macro_rules! both {
    ($cases:ident: $($name:ident)*) => {$(
        one($cases, concat!("unary.", stringify!($name), ".f8"), |x| x, |a| $name(a));
        one($cases, concat!("unary.", stringify!($name), ".f4"), |x| x as f32, |a| $name(a));
    )*};
}

pub fn add_to(cases: &mut Cases) {
    both!(cases: exp log sin cos tanh sqrt cbrt log1p arctan exp2 floor absolute);
    both!(cases: log2 log10 expm1 tan arcsin arccos sinh cosh arcsinh arctanh);
    cases.case("unary.arccosh.f4", |n| {
        let a = random_as(n, |x| (1.0 + x) as f32);
        move || arccosh(&a).unwrap()
    });
    parts(cases);
    cases.case("unary.isnan.f8", |n| {
        let a = random(n);
        move || isnan(&a).unwrap()
    });
    cases.moves(|n| (8 * n, n));
    cases.case("unary.sin_big.f8", |n| {
        let a = random_as(n, |x| x * 1e5);
        move || sin(&a).unwrap()
    });
    cases.case("unary.arctan2.f8", |n| {
        let (a, b) = (random(n), random(n));
        move || arctan2(&a, &b).unwrap()
    });
}

/// Functions of what numbers are made of, and half precision.
fn parts(cases: &mut Cases) {
    cases.case("unary.exp.f2", |n| {
        let a = random_as(n, |x| f16::from_f64(x * 0.98 + 0.01));
        move || exp(&a).unwrap()
    });
    cases.case("unary.sign.i8", |n| {
        let a = integers(-9, 9, n, |x| x);
        move || sign(&a).unwrap()
    });
    cases.case("unary.frexp.f8", |n| {
        let a = random(n);
        move || frexp(&a).unwrap()
    });
    cases.case("unary.ldexp.f8", |n| {
        let (a, k) = (random(n), integers(-9, 9, n, |x| x as i32));
        move || ldexp(&a, &k).unwrap()
    });
}

fn one<T: Scalar>(
    cases: &mut Cases,
    name: &'static str,
    of: fn(f64) -> T,
    function: fn(&Array<T>) -> Result<Array<T>>,
) {
    cases.case(name, move |n| {
        let a = random_as(n, |x| of(x * 0.98 + 0.01));
        move || function(&a).unwrap()
    });
    // The others calculate longer than memory takes.
    if ["sqrt", "floor", "absolute"].iter().any(|bound| name.contains(bound)) {
        cases.moves(|n| (n * size_of::<T>(), n * size_of::<T>()));
    }
}
