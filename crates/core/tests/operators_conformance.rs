//! The functions behind the operators, held to NumPy's answers for every loop over every strange layout.

use numoxide_core::operators::*;
use numoxide_core::ufunc::Ufunc;
use numoxide_testkit::conformance::differences;

fn conforms(ufunc: &'static Ufunc) {
    let found = differences(ufunc);
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

#[test]
fn arithmetic() {
    for ufunc in [&ADD, &SUBTRACT, &MULTIPLY, &DIVIDE, &NEGATIVE] {
        conforms(ufunc);
    }
}

#[test]
fn division_with_floor() {
    for ufunc in [&FLOOR_DIVIDE, &REMAINDER] {
        conforms(ufunc);
    }
}

#[test]
fn bits() {
    for ufunc in [&BITWISE_AND, &BITWISE_OR, &BITWISE_XOR, &INVERT, &LEFT_SHIFT, &RIGHT_SHIFT] {
        conforms(ufunc);
    }
}
