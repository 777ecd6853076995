//! The function table: every universal function as a row.
//!
//! `ALL` lists the rows; the tests walk it, and so does the table for NumPy users in the guide.

mod compare;
mod floats;
mod math;
mod numbers;
mod powers;
mod values;

pub use compare::*;
pub use floats::*;
pub use math::*;
pub use numbers::*;
pub use numoxide_core::operators::{
    ADD, BITWISE_AND, BITWISE_OR, BITWISE_XOR, DIVIDE, FLOOR_DIVIDE, INVERT, LEFT_SHIFT, MULTIPLY, NEGATIVE,
    REMAINDER, RIGHT_SHIFT, SUBTRACT,
};
pub use values::*;

use numoxide_core::ufunc::Ufunc;

/// Every universal function, in the order of their names.
pub static ALL: &[&Ufunc] = &[
    &ABSOLUTE,
    &ADD,
    &ARCCOS,
    &ARCCOSH,
    &ARCSIN,
    &ARCSINH,
    &ARCTAN,
    &ARCTAN2,
    &ARCTANH,
    &BITWISE_AND,
    &BITWISE_COUNT,
    &BITWISE_OR,
    &BITWISE_XOR,
    &CBRT,
    &CEIL,
    &CONJUGATE,
    &COPYSIGN,
    &COS,
    &COSH,
    &DEG2RAD,
    &DEGREES,
    &DIVIDE,
    &DIVMOD,
    &EQUAL,
    &EXP,
    &EXP2,
    &EXPM1,
    &FABS,
    &FLOAT_POWER,
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
    &HYPOT,
    &INVERT,
    &ISFINITE,
    &ISINF,
    &ISNAN,
    &LCM,
    &LDEXP,
    &LEFT_SHIFT,
    &LESS,
    &LESS_EQUAL,
    &LOG,
    &LOG10,
    &LOG1P,
    &LOG2,
    &LOGADDEXP,
    &LOGADDEXP2,
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
    &POWER,
    &RAD2DEG,
    &RADIANS,
    &RECIPROCAL,
    &REMAINDER,
    &RIGHT_SHIFT,
    &RINT,
    &SIGN,
    &SIGNBIT,
    &SIN,
    &SINH,
    &SPACING,
    &SQRT,
    &SQUARE,
    &SUBTRACT,
    &TAN,
    &TANH,
    &TRUNC,
];

/// The universal function of that name.
pub fn by_name(name: &str) -> Option<&'static Ufunc> {
    ALL.iter().copied().find(|ufunc| ufunc.name == name)
}
