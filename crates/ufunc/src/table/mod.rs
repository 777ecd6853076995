//! The function table: every universal function as a row.
//!
//! `ALL` lists the rows; the tests walk it, and so does the table for NumPy users in the guide.

mod compare;
mod floats;
mod math;
mod numbers;

pub use compare::*;
pub use floats::*;
pub use math::*;
pub use numbers::*;
pub use numoxide_core::operators::{
    ADD, BITWISE_AND, BITWISE_OR, BITWISE_XOR, DIVIDE, FLOOR_DIVIDE, INVERT, LEFT_SHIFT, MULTIPLY, NEGATIVE,
    REMAINDER, RIGHT_SHIFT, SUBTRACT,
};

use numoxide_core::ufunc::Ufunc;

/// Every universal function, in the order of their names.
pub static ALL: &[&Ufunc] = &[
    &ABSOLUTE,
    &ADD,
    &ARCTAN2,
    &BITWISE_AND,
    &BITWISE_COUNT,
    &BITWISE_OR,
    &BITWISE_XOR,
    &CEIL,
    &CONJUGATE,
    &COPYSIGN,
    &DEG2RAD,
    &DEGREES,
    &DIVIDE,
    &DIVMOD,
    &EQUAL,
    &FABS,
    &FLOOR,
    &FLOOR_DIVIDE,
    &FMAX,
    &FMIN,
    &FMOD,
    &FREXP,
    &GCD,
    &GREATER,
    &GREATER_EQUAL,
    &HEAVISIDE,
    &INVERT,
    &ISFINITE,
    &ISINF,
    &ISNAN,
    &LCM,
    &LDEXP,
    &LEFT_SHIFT,
    &LESS,
    &LESS_EQUAL,
    &LOGICAL_AND,
    &LOGICAL_NOT,
    &LOGICAL_OR,
    &LOGICAL_XOR,
    &MAXIMUM,
    &MINIMUM,
    &MODF,
    &MULTIPLY,
    &NEGATIVE,
    &NEXTAFTER,
    &NOT_EQUAL,
    &POSITIVE,
    &RAD2DEG,
    &RADIANS,
    &RECIPROCAL,
    &REMAINDER,
    &RIGHT_SHIFT,
    &RINT,
    &SIGN,
    &SIGNBIT,
    &SPACING,
    &SQUARE,
    &SUBTRACT,
    &TRUNC,
];

/// The universal function of that name.
pub fn by_name(name: &str) -> Option<&'static Ufunc> {
    ALL.iter().copied().find(|ufunc| ufunc.name == name)
}
