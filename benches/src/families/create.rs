//! Arrays from nothing.

use numoxide::{arange, linspace, zeros};

use crate::case::Cases;

pub fn add_to(cases: &mut Cases) {
    cases.case("create.zeros.f8", |n| move || zeros::<f64>([n]).unwrap());
    cases.case("create.arange.f8", |n| move || arange(0.0, n as f64, 1.0).unwrap());
    cases.moves(|n| (0, 8 * n));
    cases.case("create.linspace.f8", |n| move || linspace(0.0, 1.0, n).unwrap());
    cases.moves(|n| (0, 8 * n));
}
