//! Rows: comparisons, logic, tests of single values, larger and smaller.

use numoxide_core::ufunc::{Identity, binary_loop, unary_loop};
use numoxide_core::{c64, c128, ufunc_rows};

use super::loops::{binary_rows, unary_rows};
use crate::bodies::compare::*;
use crate::bodies::logic::*;

/// A test of two values.
macro_rules! test {
    ($body:ident) => {
        binary_rows!(bool $body Bool integer_tests $body mixed_tests $body float_tests $body complex_tests $body)
    };
}

/// A logical function of two values.
macro_rules! logical {
    ($body:ident) => {
        binary_rows!(bool $body Bool integer_tests $body float_tests $body complex_tests $body)
    };
}

/// A choice between two values.
macro_rules! choice {
    ($body:ident, $half:ident) => {
        binary_rows!(bool $body Bool integers $body halves $half full_floats $body complex $body)
    };
}

/// A test of one value.
macro_rules! unary_test {
    ($body:ident) => {
        unary_rows!(bool $body integers_to Bool $body float_tests $body complex_tests $body)
    };
}

ufunc_rows! {
    /// `a == b`.
    EQUAL = "equal", 2 => 1, Identity::None, None, test!(Equal);
    /// `a != b`.
    NOT_EQUAL = "not_equal", 2 => 1, Identity::None, None, test!(NotEqual);
    /// `a < b`.
    LESS = "less", 2 => 1, Identity::None, None, test!(Less);
    /// `a <= b`.
    LESS_EQUAL = "less_equal", 2 => 1, Identity::None, None, test!(LessEqual);
    /// `a > b`.
    GREATER = "greater", 2 => 1, Identity::None, None, test!(Greater);
    /// `a >= b`.
    GREATER_EQUAL = "greater_equal", 2 => 1, Identity::None, None, test!(GreaterEqual);
    /// Whether both are true.
    LOGICAL_AND = "logical_and", 2 => 1, Identity::Value(1.0), None, logical!(LogicalAnd);
    /// Whether one is true.
    LOGICAL_OR = "logical_or", 2 => 1, Identity::Value(0.0), None, logical!(LogicalOr);
    /// Whether exactly one is true.
    LOGICAL_XOR = "logical_xor", 2 => 1, Identity::Value(0.0), None, logical!(LogicalXor);
    /// Whether it is false.
    LOGICAL_NOT = "logical_not", 1 => 1, Identity::None, None, unary_test!(LogicalNot);
    /// Whether it is no number.
    ISNAN = "isnan", 1 => 1, Identity::None, None, unary_test!(IsNan);
    /// Whether it is infinite.
    ISINF = "isinf", 1 => 1, Identity::None, None, unary_test!(IsInf);
    /// Whether it is finite.
    ISFINITE = "isfinite", 1 => 1, Identity::None, None, unary_test!(IsFinite);
    /// Whether the sign bit is set.
    SIGNBIT = "signbit", 1 => 1, Identity::None, None, unary_rows!(float_tests SignBit);
    /// The larger of two; a NaN wins.
    MAXIMUM = "maximum", 2 => 1, Identity::None, None, choice!(Maximum, MaximumHalf);
    /// The smaller of two; a NaN wins.
    MINIMUM = "minimum", 2 => 1, Identity::None, None, choice!(Minimum, MinimumHalf);
    /// The larger of two; a NaN loses.
    FMAX = "fmax", 2 => 1, Identity::None, None, choice!(Fmax, FmaxHalf);
    /// The smaller of two; a NaN loses.
    FMIN = "fmin", 2 => 1, Identity::None, None, choice!(Fmin, FminHalf);
}
