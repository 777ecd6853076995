//! Conversions between element types.

use numoxide::{Scalar, f16};

use crate::case::Cases;
use crate::data::random_as;

pub fn add_to(cases: &mut Cases) {
    cast::<f64, f32>(cases, "f8_f4", |x| x);
    cast::<f32, f64>(cases, "f4_f8", |x| x as f32);
    cast::<i32, f64>(cases, "i4_f8", |x| x as i32);
    cast::<f64, i32>(cases, "f8_i4", |x| x);
    cast::<u8, f32>(cases, "u1_f4", |x| x as u8);
    cast::<f16, f32>(cases, "f2_f4", f16::from_f64);
    cast::<f32, f16>(cases, "f4_f2", |x| x as f32);
}

fn cast<T: Scalar, U: Scalar>(cases: &mut Cases, name: &str, of: fn(f64) -> T) {
    cases.case(format!("cast.{name}"), move |n| {
        let a = random_as(n, |x| of(x * 99.0));
        move || a.astype::<U>().unwrap()
    });
    cases.moves(|n| (n * size_of::<T>(), n * size_of::<U>()));
}
