//! Functions of one array.

use numoxide::{
    Array, Result, Scalar, absolute, arctan, arctan2, cbrt, cos, exp, exp2, floor, isnan, log, log1p, sin,
    sqrt, tanh,
};

use crate::case::Cases;
use crate::data::{random, random_as};

/// The cases of one function, in double and single precision.
macro_rules! both {
    ($cases:ident: $($name:ident)*) => {$(
        one($cases, concat!("unary.", stringify!($name), ".f8"), |x| x, |a| $name(a));
        one($cases, concat!("unary.", stringify!($name), ".f4"), |x| x as f32, |a| $name(a));
    )*};
}

pub fn add_to(cases: &mut Cases) {
    both!(cases: exp log sin cos tanh sqrt cbrt log1p arctan exp2 floor absolute);
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
