//! Rows: comparisons, logic, tests of single values, larger and smaller.

use numoxide_core::ufunc::Identity;
use numoxide_core::{typed_loops, ufunc_rows};

use crate::bodies::compare::*;
use crate::bodies::logic::*;

/// A test of two values.
macro_rules! test {
    ($body:ident) => {
        typed_loops!(binary $body: bool integers (i64, u64) (u64, i64) floats complex)
    };
}

/// A logical function of two values.
macro_rules! logical {
    ($body:ident) => {
        typed_loops!(binary $body: bool integers floats complex)
    };
}

/// A choice between two values.
macro_rules! choice {
    ($body:ident, $half:ident) => {
        typed_loops!(binary $body: bool integers; binary $half: halves; binary $body: f32 f64 complex)
    };
}

/// A test of one value.
macro_rules! unary_test {
    ($body:ident) => {
        typed_loops!(unary $body: bool integers floats complex)
    };
}

ufunc_rows! {
    /// `a == b`.
    EQUAL = "equal", Identity::None, None, test!(Equal);
    /// `a != b`.
    NOT_EQUAL = "not_equal", Identity::None, None, test!(NotEqual);
    /// `a < b`.
    LESS = "less", Identity::None, None, test!(Less);
    /// `a <= b`.
    LESS_EQUAL = "less_equal", Identity::None, None, test!(LessEqual);
    /// `a > b`.
    GREATER = "greater", Identity::None, None, test!(Greater);
    /// `a >= b`.
    GREATER_EQUAL = "greater_equal", Identity::None, None, test!(GreaterEqual);
    /// Whether both are true.
    LOGICAL_AND = "logical_and", Identity::Value(1.0), None, logical!(LogicalAnd);
    /// Whether one is true.
    LOGICAL_OR = "logical_or", Identity::Value(0.0), None, logical!(LogicalOr);
    /// Whether exactly one is true.
    LOGICAL_XOR = "logical_xor", Identity::Value(0.0), None, logical!(LogicalXor);
    /// Whether it is false.
    LOGICAL_NOT = "logical_not", Identity::None, None, unary_test!(LogicalNot);
    /// Whether it is no number.
    ISNAN = "isnan", Identity::None, None, unary_test!(IsNan);
    /// Whether it is infinite.
    ISINF = "isinf", Identity::None, None, unary_test!(IsInf);
    /// Whether it is finite.
    ISFINITE = "isfinite", Identity::None, None, unary_test!(IsFinite);
    /// Whether the sign bit is set.
    SIGNBIT = "signbit", Identity::None, None, typed_loops!(unary SignBit: floats);
    /// The larger of two; a NaN wins.
    MAXIMUM = "maximum", Identity::Reorderable, None, choice!(Maximum, MaximumHalf);
    /// The smaller of two; a NaN wins.
    MINIMUM = "minimum", Identity::Reorderable, None, choice!(Minimum, MinimumHalf);
    /// The larger of two; a NaN loses.
    FMAX = "fmax", Identity::Reorderable, None, choice!(Fmax, FmaxHalf);
    /// The smaller of two; a NaN loses.
    FMIN = "fmin", Identity::Reorderable, None, choice!(Fmin, FminHalf);
}
