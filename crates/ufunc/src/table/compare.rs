//! Rows: comparisons, logic, tests of single values, larger and smaller.

use numoxide_core::ufunc::Identity;
use numoxide_core::{typed_loops, ufunc_rows};

use crate::bodies::compare::*;
use crate::bodies::logic::*;

/// A test of two values, by a body that may see them the other way round.
macro_rules! test {
    ($kind:ident $body:ident, $class:ident) => {
        typed_loops!($kind $body: bool $class (i64, u64) (u64, i64) floats complex)
    };
}

/// A logical function of two values.
macro_rules! logical {
    ($body:ident) => {
        typed_loops!(binary $body: bool words floats complex)
    };
}

/// A choice between two values.
macro_rules! choice {
    ($body:ident, $half:ident) => {
        typed_loops!(placed $body: bool integers; binary $half: halves; placed $body: f32 f64 complex)
    };
}

/// A test of one value, of which all integers have the same answer.
macro_rules! unary_test {
    ($body:ident, $whole:ident) => {
        typed_loops!(unary $whole: bool words; unary $body: floats complex)
    };
}

ufunc_rows! {
    /// `a == b`.
    EQUAL = "equal", Identity::None, None, test!(binary Equal, words);
    /// `a != b`.
    NOT_EQUAL = "not_equal", Identity::None, None, test!(binary NotEqual, words);
    /// `a < b`.
    LESS = "less", Identity::None, None, test!(binary Less, integers);
    /// `a <= b`.
    LESS_EQUAL = "less_equal", Identity::None, None, test!(binary LessEqual, integers);
    /// `a > b`.
    GREATER = "greater", Identity::None, None, test!(swapped Less, integers);
    /// `a >= b`.
    GREATER_EQUAL = "greater_equal", Identity::None, None, test!(swapped LessEqual, integers);
    /// Whether both are true.
    LOGICAL_AND = "logical_and", Identity::Value(1.0), None, logical!(LogicalAnd);
    /// Whether one is true.
    LOGICAL_OR = "logical_or", Identity::Value(0.0), None, logical!(LogicalOr);
    /// Whether exactly one is true.
    LOGICAL_XOR = "logical_xor", Identity::Value(0.0), None, logical!(LogicalXor);
    /// Whether it is false.
    LOGICAL_NOT = "logical_not", Identity::None, None, typed_loops!(unary LogicalNot: bool words floats complex);
    /// Whether it is no number.
    ISNAN = "isnan", Identity::None, None, unary_test!(IsNan, Never);
    /// Whether it is infinite.
    ISINF = "isinf", Identity::None, None, unary_test!(IsInf, Never);
    /// Whether it is finite.
    ISFINITE = "isfinite", Identity::None, None, unary_test!(IsFinite, Always);
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
