//! Arrays as text.

use crate::case::Cases;
use crate::data::{matrix, random};

pub fn add_to(cases: &mut Cases) {
    cases.fixed("print.1000x1000", || {
        let a = matrix(1000, 1000);
        move || a.to_string()
    });
    cases.fixed("print.10", || {
        let a = random(10);
        move || a.to_string()
    });
}
